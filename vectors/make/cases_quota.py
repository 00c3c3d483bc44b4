# SPDX-License-Identifier: MulanPSL-2.0
"""quotas.json: every clause of quota.md with numbers around its borders."""
from base import Rand, by_bytes
from quota import Refusal, apportion, class_of, quotas

PACK = {"general": ("3%", "20%"), "key": ("20%", None)}
WEIGHTS = {"A": 1, "B": 2, "C": 4, "D": 8}


def strata(*triples):
    """(label, roster[, eligible]), put in ascending order."""
    out = [{"label": t[0], "roster": t[1], "eligible": t[2] if len(t) > 2 else t[1]} for t in triples]
    return sorted(out, key=lambda s: by_bytes(s["label"]))


def check_seats(case, seats):
    """quota 3.2 seen from its end, by cross-multiplied integers: no seat that was given ranks behind one that was not.
    A seat's rank: the fraction w·N/(2n+1), then N, then the smaller label."""
    groups = [case["strata"]]
    if "ratios" in case:                                    # quota 3.4: each class by itself, weights 1
        by_class = {}
        for s in case["strata"]:
            by_class.setdefault(class_of(s["label"], case["stratify"]), []).append(s)
        groups = list(by_class.values())
    for group in groups:
        for i in group:
            start = min(case["minimum"], i["eligible"])
            assert start <= seats[i["label"]] <= i["eligible"]
            if seats[i["label"]] == start:
                continue                                    # only minima: nothing was given in 3.2's turns
            for j in group:
                if j is i or seats[j["label"]] == j["eligible"]:
                    continue
                wi, wj = (1 if "ratios" in case else case["weights"].get(class_of(s["label"], case["stratify"]), 1) for s in (i, j))
                left = wi * i["roster"] * (2 * seats[j["label"]] + 1)
                right = wj * j["roster"] * (2 * seats[i["label"]] - 1)
                assert left > right or left == right and (
                    i["roster"] > j["roster"] or i["roster"] == j["roster"] and by_bytes(i["label"]) < by_bytes(j["label"])), case["id"]


def quota_cases():
    cases = []

    def add(name, comment, kind, share, parts, stratify=("class",), weights=None, minimum=0, cap=None, approval=False,
            bounds=None, expect=None):
        low, high = bounds or PACK[kind]
        case = {"id": name, "comment": comment, "min": low, "max": high}
        if cap:
            case["cap"] = cap
        case["approval"] = approval
        case["ratios" if isinstance(share, dict) else "ratio"] = share
        case.update({"stratify": list(stratify), "weights": weights or {}, "minimum": minimum,
                     "strata": strata(*parts)})
        try:
            k, seats = quotas(case)
            case["quota"] = k
            case["quotas"] = {s["label"]: seats[s["label"]] for s in case["strata"]}
            assert sum(seats.values()) == k
            check_seats(case, seats)
        except Refusal as refusal:
            case["refused"] = refusal.code
        got = case.get("refused", case.get("quotas"))
        if expect is not None:          # a result worked out by hand
            want = dict(zip([s["label"] for s in case["strata"]], expect)) if isinstance(expect, list) else expect
            assert got == want or case.get("quota") == want, (name, got, want)
        cases.append(case)

    def one(name, comment, kind, share, n, eligible=None, **more):
        add(name, comment, kind, share, [("", n, n if eligible is None else eligible)] if n else [], (), **more)

    # quota 1.2
    one("no-rows", "N = 0 is refused", "general", "10%", 0, expect="Q01")
    one("no-rows-approval", "even with approval", "general", "10%", 0, approval=True, expect="Q01")
    # quota 2.1, small general rosters: k = 0 or above 20 %
    for n in range(1, 5):
        for ratio in ("3%", "5%", "20%"):
            one("general-%d-%s" % (n, ratio), "no whole number between 3% and 20% of N", "general", ratio, n, expect="Q04")
        one("general-%d-approved" % n, "approval: one is drawn", "general", "3%", n, approval=True, expect=1)
        one("general-%d-approved-100" % n, "approval beyond the bound", "general", "100%", n, approval=True, expect=n)
    for n in range(5, 11):
        one("general-%d-20" % n, "20%: cut back to the upper bound", "general", "20%", n, expect=n // 5)
        one("general-%d-3" % n, "3%", "general", "3%", n, expect=1)
    for n, ratio, k in ((33, "20%", 6), (34, "3%", 2), (33, "3%", 1), (100, "3%", 3), (101, "3%", 4), (100, "20%", 20), (101, "20%", 20), (67, "3%", 3), (66, "3%", 2),
                        (67, "20%", 13), (34, "20%", 6), (100, "10%", 10), (101, "10%", 11), (100, "12.5%", 13),
                        (1000, "12.3456%", 124), (1000, "3.0001%", 31), (187420, "3%", 5623), (187420, "20%", 37484), (187420, "5%", 9371), (187421, "20%", 37484),
                        (14, "20%", 2), (15, "20%", 3), (999, "19.9999%", 199), (10000, "19.9999%", 2000)):
        one("general-%d-%s" % (n, ratio), "ceil, then cut back to floor of the upper bound", "general", ratio, n, expect=k)
    for n, k in ((1, 1), (2, 1), (4, 1), (5, 1), (6, 2), (10, 2), (11, 3), (333, 67), (187420, 37484)):
        one("key-%d-20" % n, "key item: ceil, no upper bound", "key", "20%", n, expect=k)
    one("key-7-100", "all of them", "key", "100%", 7, expect=7)
    one("key-1-100", "the only one", "key", "100%", 1, expect=1)
    # quota 1.4
    for ratio, kind, what in (("2.9999%", "general", "Q04"), ("20.0001%", "general", "Q04"), ("19.9999%", "key", "Q04"), ("0.0001%", "general", "Q04"),
                              ("100%", "general", "Q04")):
        one("outside-%s-%s" % (kind, ratio), "the ratio is outside the bounds, whatever N", kind, ratio, 1000, expect=what)
    one("outside-approved-low", "outside, with approval", "general", "1%", 1000, approval=True, expect=10)
    one("outside-approved-high", "outside, with approval", "general", "50%", 1000, approval=True, expect=500)
    one("outside-approved-key", "outside, with approval", "key", "0.0001%", 1000, approval=True, expect=1)
    one("approved-no-cut", "approval: no cutting back", "general", "20%", 33, approval=True, expect=7)
    one("approved-tiny", "one of a great roster", "general", "0.0001%", 1000000, approval=True, expect=1)
    one("approved-tiny-2", "two", "general", "0.0001%", 1000001, approval=True, expect=2)
    # quota 1.3
    one("cap-lower", "the own cap is lower than the pack's", "general", "10%", 33, cap="10%", expect=3)
    one("cap-cuts", "cut back to the cap", "general", "10%", 19, cap="10%", expect=1)
    one("cap-higher", "a cap above the pack's max changes nothing", "general", "20%", 33, cap="50%", expect=6)
    one("cap-higher-ratio", "and lets no higher ratio pass", "general", "30%", 33, cap="50%", expect="Q04")
    one("cap-below-ratio", "the ratio is above the cap", "general", "10%", 100, cap="9.9999%", expect="Q04")
    one("cap-key", "a cap on a key item", "key", "25%", 33, cap="25%", expect=8)
    one("cap-key-empties", "nothing between 20% and 25% of 3", "key", "25%", 3, cap="25%", expect="Q04")
    one("cap-key-same", "20% of 33: 6 is below 20%, 7 above", "key", "20%", 33, cap="20%", expect="Q04")
    one("cap-key-same-35", "20% of 35 is 7", "key", "20%", 35, cap="20%", expect=7)
    one("cap-approved", "approval lifts the cap too", "general", "30%", 10, cap="5%", approval=True, expect=3)
    one("cap-below-min", "a cap below the pack's min leaves nothing", "general", "3%", 1000, cap="2%", expect="Q04")
    # quota 1.3 with other packs
    one("pack-same-5", "min and max 20%: 20% of 5 is 1", "general", "20%", 5, bounds=("20%", "20%"), expect=1)
    one("pack-same-6", "min and max 20%: nothing for 6", "general", "20%", 6, bounds=("20%", "20%"), expect="Q04")
    one("pack-max-100", "a max of 100%", "general", "100%", 3, bounds=("3%", "100%"), expect=3)
    one("pack-max-third", "33.3333% of 3 is below 1", "general", "33.3333%", 3, bounds=("3%", "33.3333%"), expect="Q04")
    one("pack-max-third-4", "33.3333% of 4: 1", "general", "33.3333%", 4, bounds=("3%", "33.3333%"), expect=1)
    one("pack-general-no-max", "a general kind without max", "general", "50%", 3, bounds=("3%", None), expect=2)
    one("pack-key-max", "a key kind with max 30%", "key", "30%", 11, bounds=("20%", "30%"), expect=3)
    one("pack-tiny-min", "a min of 0.0001%", "general", "0.0001%", 1, bounds=("0.0001%", None), expect=1)
    one("pack-min-above-max", "a pack whose min is above its max: nothing can be drawn", "general", "20%", 100, bounds=("30%", "20%"), expect="Q04")
    # quota 2.4
    one("barred-enough", "barred rows count in N", "general", "20%", 100, 20, expect=20)
    one("barred-too-many", "k is greater than the eligible rows", "general", "20%", 100, 19, expect="Q02")
    one("barred-all", "nobody is eligible", "general", "20%", 100, 0, expect="Q02")
    one("barred-all-approved", "approval does not help", "general", "20%", 4, 0, approval=True, expect="Q02")
    one("key-all-but-one", "100% with one barred row", "key", "100%", 10, 9, expect="Q02")
    one("k-is-n", "k = N", "key", "100%", 500, expect=500)
    one("k-is-eligible", "k = eligible", "key", "50%", 10, 5, expect=5)
    # quota 2.5: the first that applies
    one("two-q04-q02", "the ratio is outside the bounds and nobody is eligible", "general", "30%", 100, 0, expect="Q04")
    add("two-q03-q04", "a class that is not named, and k = 0", "general", {"B": "5%"}, [("A", 50, 0), ("B", 50, 0)], expect="Q03")
    add("two-q04-q03", "the sum is above 20%, and the minima exceed k_c", "general", {"A": "50%"}, [("A/220102", 2), ("A/220103", 2), ("A/220104", 2)], ("class", "area"), minimum=2,
        expect="Q04")
    # quota 3.2
    abcd = [("A", 50), ("B", 30), ("C", 15), ("D", 5)]
    add("example", "the example of the page", "general", "10%", abcd, weights=WEIGHTS, expect=[2, 3, 3, 2])
    add("unweighted", "without weights", "general", "10%", abcd, expect=[5, 3, 2, 0])
    add("unweighted-minimum", "minimum 1", "general", "10%", abcd, minimum=1, expect=[5, 3, 1, 1])
    add("weighted-minimum", "minimum 1 with weights", "general", "10%", abcd, weights=WEIGHTS, minimum=1, expect=[2, 3, 3, 2])
    add("minimum-is-k", "the minima are all", "general", "4%", abcd, minimum=1, expect=[1, 1, 1, 1])
    add("minimum-too-great", "four minima, three seats", "general", "3%", abcd, minimum=1, expect="Q03")
    add("minimum-two-too-great", "minimum 3 for k = 10", "general", "10%", abcd, minimum=3, expect="Q03")
    add("minimum-capped", "a minimum above e_h is e_h", "general", "10%", [("A", 90), ("B", 8), ("C", 2, 1)], minimum=3, expect=[6, 3, 1])
    add("minimum-all-barred", "a stratum without eligible rows gets none", "general", "10%", [("A", 90), ("D", 10, 0)], minimum=1, expect=[10, 0])
    add("minimum-huge", "minimum 1,000,000,000: every eligible row", "key", "100%", [("A", 3), ("B", 2)], minimum=10**9, expect=[3, 2])
    add("minimum-huge-refused", "the same with k smaller", "key", "60%", [("A", 3), ("B", 2)], minimum=10**9, expect="Q03")
    add("minimum-above-share", "a minimum above a stratum's own share", "general", "20%", [("A", 90), ("B", 10)], minimum=5, expect=[15, 5])
    add("capped", "D is drawn whole; its further seats go on", "general", "20%", [("A", 50), ("B", 30), ("C", 15), ("D", 5)],
        weights={"A": 1, "D": 1000}, expect=None)
    add("capped-by-barred", "D has two eligible rows", "general", "20%", [("A", 50), ("B", 30), ("C", 15), ("D", 5, 2)], weights=WEIGHTS)
    add("capped-two", "C and D are full", "general", "20%", [("A", 60), ("B", 34), ("C", 4, 1), ("D", 2, 1)], weights={"C": 100, "D": 100}, expect=[11, 7, 1, 1])
    add("all-but-one", "only one stratum has eligible rows", "general", "10%", [("A", 50, 0), ("B", 50, 10)], expect=[0, 10])
    add("all-full", "k = eligible in every stratum", "key", "50%", [("A", 10, 4), ("B", 10, 6)], expect=[4, 6])
    # ties of quota 3.2: w·N/(2n+1) equal
    add("tie-larger-roster", "1·40/1 = 2·20/1: the larger roster first", "general", "3%", [("A", 20), ("B", 40), ("C", 7)], weights={"A": 2, "C": 1}, expect=[1, 2, 0])
    add("tie-larger-roster-1", "the same with one seat only", "general", "3%", [("A", 11), ("B", 22)], weights={"A": 2}, expect=[0, 1])
    add("tie-label", "equal weight and roster: the smaller label", "general", "3%", [("A", 15), ("B", 15)], expect=[1, 0])
    add("tie-label-hyphen", "`-` is smaller than `A`", "general", "3%", [("-", 15), ("A", 15)], expect=[1, 0])
    add("tie-label-area", "labels as bytes", "general", "3%", [("220103", 10), ("220102", 10), ("-", 10)], ("area",), expect=[1, 0, 0])
    add("tie-label-areas-2", "two of three equals", "general", "6%", [("220103", 10), ("220102", 10), ("-", 10)], ("area",), expect=[1, 1, 0])
    add("tie-later", "3·N at n = 1 equals N at n = 0: 30/3 = 10/1, the larger roster first", "general", "5%", [("A", 30), ("B", 10)], expect=[2, 0])
    add("tie-later-3", "one seat more goes to B", "general", "7.5%", [("A", 30), ("B", 10)], expect=[2, 1])
    add("tie-later-label", "one seat before the tie", "general", "10%", [("A", 20), ("B", 20)], weights={"A": 9, "B": 1}, expect=[4, 0])
    add("tie-later-label-2", "the tie: 180/9 = 20/1, the smaller label", "general", "12.5%", [("A", 20), ("B", 20)], weights={"A": 9, "B": 1}, expect=[5, 0])
    add("tie-later-label-3", "and then the seat after", "general", "15%", [("A", 20), ("B", 20)], weights={"A": 9, "B": 1}, expect=[5, 1])
    add("tie-later-label-reverse", "the smaller label wins though it has the smaller weight", "general", "12.5%", [("A", 20), ("B", 20)],
        weights={"A": 1, "B": 9}, expect=[1, 4])
    add("near-tie", "fractions that differ in the last place", "general", "3%", [("A", 33333334), ("B", 33333333)], expect=None)
    # quota 3.3
    add("weights-without-class", "weights act only where `class` is in stratify", "general", "10%", [("220102", 50), ("220103", 50)], ("area",), weights=WEIGHTS,
        expect=[5, 5])
    add("weights-unnamed", "a class that is not named has weight 1", "general", "10%", [("A", 50), ("-", 50)], weights={"A": 9}, expect=[1, 9])
    add("weights-hyphen", "class `-` may be named", "general", "10%", [("A", 50), ("-", 50)], weights={"-": 9, "A": 1}, expect=[9, 1])
    add("weights-area-class", "the class is the second part of the label", "general", "10%",
        [("220102/A", 25), ("220102/D", 25), ("220103/A", 25), ("220103/D", 25)], ("area", "class"), weights=WEIGHTS)
    add("weights-class-area", "the class is the first part of the label", "general", "10%",
        [("A/220102", 25), ("D/220102", 25), ("A/220103", 25), ("-/-", 25)], ("class", "area"), weights={"A": 1, "D": 8, "-": 3})
    add("weights-1000", "the greatest weight", "general", "10%", [("A", 999), ("D", 1)], weights={"A": 1, "D": 1000}, expect=[99, 1])
    # quota 2.3, 3.4
    ratios = {"A": "5%", "B": "10%", "C": "20%", "D": "100%"}
    add("ratios", "k is the sum", "general", ratios, abcd, expect=[3, 3, 3, 5])
    add("ratios-ignore-weights", "weights do not act", "general", ratios, abcd, weights=WEIGHTS, expect=[3, 3, 3, 5])
    add("ratios-area", "each class over its own areas", "general", ratios,
        [("A/220102", 30), ("A/220103", 20), ("B/220102", 10), ("B/220103", 20), ("C/220103", 15), ("D/220102", 2), ("D/-", 3)], ("class", "area"))
    add("ratios-area-first", "the same with `area` first", "general", ratios,
        [("220102/A", 30), ("220103/A", 20), ("220102/B", 10), ("220103/B", 20), ("220103/C", 15), ("220102/D", 2), ("-/D", 3)], ("area", "class"))
    add("ratios-area-minimum", "minimum within each class", "general", ratios,
        [("A/220102", 46), ("A/220103", 3), ("A/220104", 1), ("B/220102", 30), ("C/220103", 15), ("D/-", 5)], ("class", "area"), minimum=1, expect=[1, 1, 1, 3, 3, 5])
    add("ratios-area-minimum-refused", "four areas of A, three seats", "general", ratios,
        [("A/220102", 44), ("A/220103", 3), ("A/220104", 1), ("A/220105", 2), ("B/220102", 30), ("C/220103", 15), ("D/-", 5)], ("class", "area"), minimum=1, expect="Q03")
    add("ratios-weights-area", "no weights inside a class either", "general", {"A": "10%"}, [("A/220102", 50), ("A/220103", 50)], ("class", "area"),
        weights={"A": 1000}, expect=[5, 5])
    add("ratios-not-named", "class D occurs and is not named", "general", {"A": "5%", "B": "10%", "C": "20%"}, abcd, expect="Q03")
    add("ratios-hyphen-not-named", "class `-` occurs and is not named", "general", ratios, abcd + [("-", 3)], expect="Q03")
    add("ratios-hyphen", "class `-` is named", "general", {"-": "10%", **ratios}, [("A", 80), ("-", 20)], expect=[2, 4])
    add("ratios-named-not-there", "a class that does not occur may be named", "general", ratios, [("A", 100), ("B", 20)], expect=[5, 2])
    add("ratios-not-named-barred", "a class whose rows are all barred occurs too", "general", {"A": "10%"}, [("A", 90), ("B", 10, 0)], expect="Q03")
    add("ratios-no-class", "`class` is not in stratify", "general", ratios, [("220102", 100)], ("area",), expect="Q03")
    add("ratios-no-stratify", "stratify is empty", "general", ratios, [("", 100)], (), expect="Q03")
    add("ratios-no-class-approved", "approval does not help", "general", ratios, [("", 100)], (), approval=True, expect="Q03")
    add("ratios-barred", "k_c is cut to the eligible rows", "general", ratios, [("A", 50), ("B", 30), ("C", 15), ("D", 5, 2)], expect=[3, 3, 3, 2])
    add("ratios-class-barred", "one class has no eligible row", "general", ratios, [("A", 50), ("B", 30), ("C", 15), ("D", 5, 0)], minimum=1, expect=[3, 3, 3, 0])
    add("ratios-all-barred", "k = 0", "general", ratios, [("A", 50, 0), ("D", 5, 0)], expect="Q04")
    add("ratios-all-barred-approved", "k = 0 with approval", "general", ratios, [("A", 50, 0), ("D", 5, 0)], approval=True, expect="Q04")
    add("ratios-above", "the sum is above 20%", "general", ratios, [("A", 50), ("D", 50)], expect="Q04")
    add("ratios-above-approved", "with approval", "general", ratios, [("A", 50), ("D", 50)], approval=True, expect=[3, 50])
    add("ratios-at-max", "exactly 20%: 18 of 90", "general", {"A": "10%", "D": "100%"}, [("A", 80), ("D", 10)], expect=[8, 10])
    add("ratios-below", "the sum is below 3%", "general", {"A": "1%", "D": "2%"}, [("A", 900), ("D", 100)], expect="Q04")
    add("ratios-one-below", "one class below, the sum above", "general", {"A": "1%", "D": "100%"}, [("A", 900), ("D", 100)], expect=[9, 100])
    add("ratios-cap", "the cap holds the sum", "general", {"A": "10%", "D": "50%"}, [("A", 90), ("D", 10)], cap="10%", expect="Q04")
    add("ratios-cap-ok", "the sum is at the cap", "general", {"A": "10%", "D": "50%"}, [("A", 90), ("D", 10)], cap="14%", expect=[9, 5])
    add("ratios-no-cutting", "ceil of each class is not cut back: refused above the bound", "general", {"A": "20%", "B": "20%"}, [("A", 6), ("B", 6)], expect="Q04")
    add("ratios-key", "key item", "key", {"A": "20%", "D": "100%"}, [("A", 9), ("D", 3)], expect=[2, 3])
    add("ratios-key-below", "key item below 20%", "key", {"A": "10%", "D": "20%"}, [("A", 50), ("D", 10)], expect="Q04")
    add("ratios-barred-below", "barred rows push the sum below the lower bound", "key", {"A": "20%", "D": "100%"}, [("A", 10, 0), ("D", 10, 3)], expect="Q04")
    add("ratios-minimum-of-barred", "minimum above e_h", "general", ratios, [("A/220102", 30), ("A/220103", 20, 1), ("B/220102", 50)], ("class", "area"), minimum=1)
    # great numbers: products beyond 64 bits (legal rosters have up to 1,000,000,000 rows)
    add("great-weights", "a thousand million rows, weight 1,000: w·N·(2n+1) is beyond 2^64", "general", "20%",
        [("A", 499999999), ("B", 300000001), ("C", 150000000), ("D", 50000000)], weights={"A": 999, "B": 1000, "C": 997, "D": 991})
    add("great-even", "two halves", "general", "20%", [("A", 500000000), ("B", 500000000)], expect=[100000000, 100000000])
    add("great-odd", "the odd seat goes to the smaller label", "general", "20%", [("A", 500000000, 499999999), ("B", 499999995)])
    add("great-capped", "one stratum full after a few seats", "general", "19.9999%", [("A", 999999000, 400000000), ("D", 1000, 7)], weights={"A": 1, "D": 1000})
    add("great-key", "r·N near 2^50", "key", "99.9999%", [("A", 999999999), ("B", 1)])
    # many strata
    rand = Rand("quota strata")
    many = [("220%03d/%s" % (100 + i, c), 1 + rand.below(60)) for i in range(30) for c in "-ABCD"]
    add("many-strata", "150 strata", "general", "7.7%", many, ("area", "class"), weights=WEIGHTS)
    add("many-strata-minimum", "150 strata, minimum 1", "general", "10%", many, ("area", "class"), weights=WEIGHTS, minimum=1)
    for n in range(24):
        classes = rand.some("-ABCD", 2 + rand.below(4))
        parts = []
        for c in classes:
            size = 1 + rand.below(40)
            parts.append((c, size, size - rand.below(size // 3 + 1)))
        kind = rand.pick(("general", "key"))
        add("random-%d" % n, "random", kind, rand.pick(("10%", "15.5%", "20%")) if kind == "general" else rand.pick(("20%", "33.3333%", "60%")), parts,
            weights={c: 1 + rand.below(20) for c in classes if rand.below(4)}, minimum=rand.below(3))
    return cases


def self_check():
    """The jump for great numbers gives what single steps give."""
    rand = Rand("jump")
    for _ in range(400):
        parts = strata(*[(c, 1 + rand.below(60), None) for c in "ABCD"[:1 + rand.below(4)]])
        for s in parts:
            s["eligible"] = rand.below(s["roster"] + 1)
        weight = {s["label"]: 1 + rand.below(12) for s in parts}
        minimum = rand.below(3)
        k = rand.below(sum(s["eligible"] for s in parts) + 1)
        try:
            slow = apportion(k, parts, weight, minimum, False)
        except Refusal:
            continue
        assert slow == apportion(k, parts, weight, minimum, True), (k, parts, weight, minimum)


FILES = {"quotas.json": ("quota.md", quota_cases)}
