# SPDX-License-Identifier: MulanPSL-2.0
"""commitments.json, seeds.json, balls.json, selections.json."""
from base import SUITES, Rand, by_bytes, h
from draw import balls_codes, commitment, contributions, entropy, seeds, select
from plans import target_rows
from tables import codes, read, write


def commitments():
    out = []
    rand = Rand("commitments")
    names = [("chinese", "纪检监察"), ("latin", "observer"), ("mixed", "公证处-2"), ("rare", "𠮷野"), ("accent", "Café"), ("one", "甲"),
             ("long", "监" * 64), ("dots", "notary.east"), ("digits", "2026")]
    draws = ["220100-2026-J-0017", "a", "x" * 64, "220100:2026_J.17"]
    for suite in SUITES:
        for n, (what, name) in enumerate(names):
            draw, nonce = draws[n % 4], rand.hex()
            out.append({"id": suite + "-" + what, "comment": "name " + what, "suite": suite, "draw": draw, "name": name, "nonce": nonce,
                        "commitment": commitment(suite, draw, name, nonce)})
        for what, nonce in (("zero-nonce", "0" * 64), ("f-nonce", "f" * 64)):
            out.append({"id": suite + "-" + what, "comment": "a nonce is hashed as its 64 digits", "suite": suite, "draw": draws[0],
                        "name": "公证处", "nonce": nonce, "commitment": commitment(suite, draws[0], "公证处", nonce)})
    return out


def seed_cases():
    out = []
    rand = Rand("seeds")
    publics = [("one-source", [("balls", "03-17-22-08-31-11-29-05")]), ("no-source", []),
               ("two-sources", [("balls", "03-17-22-08"), ("balls", "00-33-01-02")]), ("same-balls-other-order", [("balls", "17-03-22-08-31-11-29-05")]),
               ("eight-sources", [("balls", "%02d-%02d-%02d-%02d" % (n, n + 10, n + 20, n + 30)) for n in range(8)])]
    for suite in SUITES:
        draw = "220100-2026-J-0017"
        notice = h(suite, "notice of " + suite)
        for what, values in publics:
            reveals = [("纪检监察", rand.hex()), ("公证处", None if values else rand.hex()), ("observer.west", rand.hex())]
            file = entropy(draw, notice, h(suite, contributions(draw, notice, reveals)), values)
            seed, sub = seeds(suite, file)
            out.append({"id": suite + "-" + what, "comment": "%d public sources" % len(values), "suite": suite, "entropy": file.decode(),
                        "seed": seed, **sub})
    return out


def balls():
    out = []

    def add(name, comment, count, low, high, value):
        out.append({"id": name, "comment": comment, "count": count, "from": low, "to": high, "value": value,
                    "codes": sorted(balls_codes(count, low, high, value))})
    good = "03-17-22-08-31-11-29-05"
    add("good", "eight of 1 to 35", 8, 1, 35, good)
    add("good-sorted", "an order is no fault", 8, 1, 35, "01-02-03-04-05-06-07-08")
    add("good-bounds", "`from` and `to` themselves", 8, 1, 35, "01-35-03-04-05-06-07-08")
    add("good-zero", "ball 00", 8, 0, 35, "00-35-03-04-05-06-07-08")
    add("good-99", "balls 00 to 99", 4, 0, 99, "99-00-50-01")
    for value, why in (("3-17-22-08-31-11-29-05", "one digit"), ("003-17-22-08-31-11-29-05", "three digits"), (good + "-", "hyphen last"),
                       ("-" + good, "hyphen first"), (good.replace("-", ","), "commas"), (good.replace("-", " "), "blanks"), (good.replace("-", "–"), "dashes"),
                       (good.replace("17-22", "17--22"), "two hyphens"), (good.replace("-", ""), "no separator"), ("０３-17-22-08-31-11-29-05", "full-width"),
                       ("0x-17-22-08-31-11-29-05", "a letter"), (" " + good, "a blank first"), (good + " ", "a blank last"), ("+3-17-22-08-31-11-29-05", "a sign"),
                       ("03-17-22-08-31-11-29-100", "100"), ("balls", "a word")):
        add("form-" + why.replace(" ", "-"), why, 8, 1, 35, value)
    add("form-and-short", "a value of wrong form, and too few bits", 2, 1, 35, "3-4")
    add("too-few", "seven of eight", 8, 1, 35, "03-17-22-08-31-11-29")
    add("too-many", "nine for eight", 8, 1, 35, good + "-06")
    add("one-ball", "one for eight", 8, 1, 35, "03")
    add("below", "below `from`", 8, 1, 35, good.replace("03", "00"))
    add("above", "above `to`", 8, 1, 35, good.replace("03", "36"))
    add("repeat", "a ball twice", 8, 1, 35, good.replace("05", "03"))
    add("repeat-neighbours", "a ball twice in a row", 8, 1, 35, good.replace("17", "03"))
    add("repeat-and-few", "twice and too few: one code", 8, 1, 35, "03-03")

    def drawn(count, low):
        return "-".join("%02d" % (low + i) for i in range(count))
    # 20 bits = 1,048,576 ways: 4 of 33 are 982,080; 4 of 34 are 1,113,024; and so on
    border = [(1, 0, 99), (2, 0, 99), (3, 0, 99), (3, 0, 98), (3, 1, 99), (4, 1, 33), (4, 1, 34), (4, 0, 33), (4, 0, 32), (5, 1, 19), (5, 1, 18), (5, 1, 17), (5, 1, 16), (6, 1, 13), (6, 1, 12),
              (6, 1, 11), (7, 1, 10), (7, 1, 11), (7, 1, 9), (8, 1, 10), (8, 1, 9), (9, 1, 10), (9, 1, 9), (10, 1, 10), (9, 0, 9), (10, 0, 9), (10, 90, 99), (11, 1, 11), (5, 82, 99), (20, 1, 80), (99, 0, 98),
              (99, 0, 99), (35, 1, 35), (34, 1, 35), (6, 1, 33), (1, 5, 5), (3, 0, 99)]
    for count, low, high in dict.fromkeys(border):
        add("bits-%d-of-%d-to-%d" % (count, low, high), "the number of ordered draws against 1,048,576", count, low, high, drawn(count, low))
    add("count-above-n", "nine of eight", 9, 1, 8, drawn(9, 1))
    add("count-far-above-n", "40 of 30: a product that falls to zero", 40, 1, 30, drawn(40, 1))
    add("count-zero", "no ball at all", 0, 1, 35, "03")
    add("from-above-to", "`from` above `to`", 8, 35, 1, good)
    add("from-above-to-by-one", "n = 0", 4, 35, 34, "34-35-33-36")
    add("short-and-repeat", "both", 3, 1, 30, "01-01-02")
    return out


def selections():
    out = []

    def add(name, comment, suite, subseed, stratify, batches, items, rows):
        file = write("targets", sorted(rows, key=lambda r: "\t".join(r).encode()))
        selection, cutoffs, visits, sizes = select(suite, subseed, stratify, batches, items, read("targets", file))
        assert sum(sizes) == len(visits) and not codes("targets", file) and not codes("selection", selection)
        for i in items:                                     # targets, Why: as many eligible keys at or under the cut-off
            assert sum(i["code"] in v["items"] for v in visits) == sum(s["quota"] for s in i["strata"]) or "too-many" in name
        out.append({"id": name, "comment": comment, "suite": suite, "subseed": subseed, "stratify": stratify, "batches": batches,
                    "items": items, "targets": file.decode(), "selection": selection.decode(), "cutoffs": cutoffs})

    def strata(rows, item, stratify, quota_of):
        found = {}
        for r in rows:
            if item in r[4].split(","):
                label = "/".join({"class": r[3], "area": r[2]}[c] for c in stratify)
                found.setdefault(label, 0)
                found[label] += item not in [b.split("=")[0] for b in r[5].split(",")]
        return [{"label": label, "quota": quota_of(n, found[label])} for n, label in enumerate(sorted(found, key=by_bytes))]

    for suite in SUITES:
        rand = Rand("selections " + suite)
        names = ["SC-001", "SC-002", "XF-001"]
        rows = target_rows(rand, 40, names)
        none, every, some = (lambda n, e: 0), (lambda n, e: e), (lambda n, e: min(e, 1 + n % 3))
        seed = rand.hex

        def run(name, comment, codes, stratify, batches, quota_of, rows=rows):
            add(suite + "-" + name, comment, suite, seed(), stratify, batches,
                [{"code": c, "strata": strata(rows, c, stratify, quota_of)} for c in codes], rows)
        run("one", "one item, one stratum", names[:1], [], 1, lambda n, e: 8)
        run("none", "quota 0: no visit, cut-off null", names[:1], [], 1, none)
        run("none-batches", "no visit in three batches", names[:1], ["class"], 3, none)
        run("every", "every eligible row", names[:1], [], 1, every)
        run("all-three", "three items, the same keys", names, [], 1, lambda n, e: 6)
        run("all-three-every", "three items, every eligible row", names, ["class"], 4, every)
        run("class", "by class", names, ["class"], 1, some)
        run("area", "by area, `-` among them", names[:2], ["area"], 2, some)
        run("class-area", "by class and area", names, ["class", "area"], 3, lambda n, e: min(e, n % 2))
        run("area-class", "by area and class", names, ["area", "class"], 3, lambda n, e: min(e, n % 2))
        run("one-stratum-zero", "one stratum with quota 0", names[:1], ["class"], 1, lambda n, e: 0 if n == 1 else min(e, 2))
        run("single", "one visit", names[1:2], [], 1, lambda n, e: 1)
        run("batches-even", "8 visits in 4 batches", names[:1], [], 4, lambda n, e: 8)
        run("batches-rest", "8 visits in 3 batches: 3, 3, 2", names[:1], [], 3, lambda n, e: 8)
        run("batches-more", "more batches than visits", names[:1], [], 9, lambda n, e: 4)
        run("batches-1000", "1,000 batches", names[:1], [], 1000, lambda n, e: 3)
        bare = [r[:5] + ["", r[6]] for r in rows]
        run("nobody-barred", "nobody barred", names, ["class"], 2, some, bare)
        barred = [r[:5] + [",".join(c + "=repeat:x/1" for c in r[4].split(",")), r[6]] for r in rows]
        run("everybody-barred", "everybody barred for everything", names, ["class"], 2, every, barred)
        half = [r[:4] + ["SC-001,XF-001", "SC-001=certified:c" if i % 2 else "", r[6]] for i, r in enumerate(rows)]
        run("barred-for-one", "barred for one item, drawn for the other", ["SC-001", "XF-001"], [], 1, lambda n, e: 10, half)
        prefix = [r[:4] + ["I-1,I-10,I-2", "I-10=repeat:r,I-1=repeat:r" if i % 3 == 0 else "", r[6]] for i, r in enumerate(rows)]
        run("codes-with-prefix", "item codes that begin alike: barred for I-10 and I-1, not I-2", ["I-1", "I-10", "I-2"], [], 1, lambda n, e: 7, prefix)
        run("too-many", "a quota above the eligible rows (a false notice): all are taken, the cut-off is the last of them", names[:1], ["class"], 2,
            lambda n, e: e + 1 if n == 1 else 1)
        run("too-many-of-none", "a quota where nobody is eligible: nobody is taken, the cut-off is null", names[:1], ["class"], 2, lambda n, e: 2, barred)
        few = target_rows(rand, 1, names[:1])
        run("one-row", "a roster of one", [few[0][4].split(",")[0]], [], 1, lambda n, e: e, few)
    return out


FILES = {"commitments.json": ("seed.md", commitments), "seeds.json": ("seed.md", seed_cases), "balls.json": ("seed.md", balls),
         "selections.json": ("targets.md", selections)}
