# SPDX-License-Identifier: MulanPSL-2.0
"""assignments.json: hand-made cases for each clause of inspectors.md, and small random ones.
Whenever a case is tiny, the brute force over all assignments must give the same file."""
from assign import assign, brute_force, is_candidate, is_expert_candidate, second_random, teams_of
from base import SUITES, Rand, by_bytes
from plans import DISTRICTS, uscc
from tables import codes as codes_of
from tables import read, write

AREA = "220102"


def small(slots, candidates, capacity):
    """Whether the brute force can be asked: the product of choices stays below a million."""
    ways = 1
    for s, c in zip(slots, candidates):
        ways *= (len(c) + 1) ** s
        if ways > 1000000:
            return False
    return True


def greedy(slots, candidates, capacity):
    """What 3.2 is not: the first by key is taken without looking ahead."""
    capacity, result = dict(capacity), []
    for s, c in zip(slots, candidates):
        taken = [p for p in c if capacity[p] > 0][:s]
        for p in taken:
            capacity[p] -= 1
        result.append(taken + [None] * (s - len(taken)))
    return result


class Checked:
    """assign, held against the brute force where that is possible."""

    def __init__(self):
        self.tried = self.brute = 0
        self.greedy_differs = False

    def __call__(self, slots, candidates, capacity):
        result = assign(slots, candidates, capacity)
        self.tried += 1
        self.greedy_differs = self.greedy_differs or greedy(slots, candidates, capacity) != result
        if small(slots, candidates, capacity):
            self.brute += 1
            assert brute_force(slots, candidates, capacity) == result
        return result


def check_result(items, initiator, team, visits, people, recused, file):
    """Plain rules that every assignment must keep, looked at row by row (inspectors 2, 3.3)."""
    rows, by_id = read("assignment", file), {p["id"]: p for p in people}
    used, inside, empty = {}, set(), set()
    owned = {(n, d): codes for n, v in enumerate(visits, 1) for _, d, codes, _ in teams_of([v], items, initiator, team)}
    for r in rows:
        visit = visits[int(r["order"]) - 1]
        place = (r["order"], r["role"], r["department"] if r["role"] == "inspector" else "")
        if r["inspector"] == "-":
            empty.add(place)
            continue
        assert place not in empty                                   # inspectors 3.3
        p = by_id[r["inspector"]]
        if r["role"] == "inspector":
            assert is_candidate(p, visit, r["department"], owned[int(r["order"]), r["department"]], recused)
        else:
            assert is_expert_candidate(p, visit, recused) and r["department"] == p["department"]
        assert (r["order"], p["id"]) not in inside
        inside.add((r["order"], p["id"]))
        used[p["id"]] = used.get(p["id"], 0) + 1
    assert all(n <= int(by_id[p]["capacity"]) for p, n in used.items())


def assignments():
    out, checked = [], Checked()

    def add(name, comment, suite, items, visits, people, recused=(), initiator="SCJG", team=(2, 1, 0), filled=None):
        """items: {code: department}; visits: [(area, items)]; people: [(role, department, areas, items, capacity)];
        recused: [(number of the person, number of the visit)], both from 1."""
        rand = Rand("assign %s %s" % (name, suite))
        sub = {"inspectors": rand.hex(), "experts": rand.hex()}
        item_list = [{"code": c, "department": items[c]} for c in sorted(items, key=by_bytes)]
        visit_list = [{"target": uscc(rand, area if area != "-" else AREA) if n % 5 else "loc:%s.%d" % (area, n), "area": area,
                       "items": sorted(codes, key=by_bytes)} for n, (area, codes) in enumerate(visits, 1)]
        identities = sorted(rand.hex() for _ in people)
        people_file = write("inspectors", [["P%06d" % n, *p[:4], str(p[4]), identities[n - 1]] for n, p in enumerate(people, 1)])
        recusal_file = write("recusals", sorted([["P%06d" % p, visit_list[v - 1]["target"], "申请回避"] for p, v in recused],
                                                key=lambda r: "\t".join(r).encode()))
        rows = read("inspectors", people_file)
        pairs = {(r["inspector"], r["target"]) for r in read("recusals", recusal_file)}
        team_value = {"per_visit": team[0], "per_department": team[1], "experts": team[2]}
        file, count = second_random(suite, sub, item_list, initiator, team_value, visit_list, rows, pairs, checked)
        for table, data in (("inspectors", people_file), ("recusals", recusal_file), ("assignment", file)):
            assert not codes_of(table, data), (name, table)
        assert len({v["target"] for v in visit_list}) == len(visit_list)
        check_result(item_list, initiator, team_value, visit_list, rows, pairs, file)
        assert filled is None or count["filled"] == filled, (name, count)
        out.append({"id": "%s-%s" % (suite, name), "comment": comment, "suite": suite, "inspectors_subseed": sub["inspectors"],
                    "experts_subseed": sub["experts"], "items": item_list, "initiator": initiator, "team": team_value,
                    "visits": visit_list, "inspectors": people_file.decode(), "recusals": recusal_file.decode(),
                    "assignment": file.decode(), **count})

    for suite in SUITES:
        hand_made(lambda *a, **k: add(a[0], a[1], suite, *a[2:], **k))
    for n in range(30):
        random_case(lambda *a, **k: add(a[0], a[1], SUITES[n % 2], *a[2:], **k), n)
    n, hard, checked.greedy_differs = 100, 0, False
    while hard < 24:                    # of further random ones those where taking the first by key would go wrong
        random_case(lambda *a, **k: add("hard" + a[0], "the first by key is not always to be taken", SUITES[n % 2], *a[2:], **k), n)
        hard += checked.greedy_differs
        if not checked.greedy_differs:
            out.pop()
        checked.greedy_differs = False
        n += 1
    for n in range(4):
        middle_case(lambda *a, **k: add(a[0], a[1], SUITES[n % 2], *a[2:], **k), n)
    for n in range(2):
        large_case(lambda *a, **k: add(a[0], a[1], SUITES[n % 2], *a[2:], **k), n)
    assert checked.brute > 60
    return out


def person(items, capacity=1, areas="*", department="SCJG", role="inspector"):
    return (role, department, areas, items, capacity)


def hand_made(add):
    one = {"S1": "SCJG"}
    two = {"S1": "SCJG", "S2": "SCJG"}
    three = {"S1": "SCJG", "S2": "SCJG", "X1": "XFJY"}
    v1 = (AREA, ["S1"])
    add("enough", "more people than needed", one, [v1] * 3, [person("S1", 9) for _ in range(6)], filled=6)
    add("no-visits", "nothing drawn", one, [], [person("S1", 9)], filled=0)
    add("nobody", "no inspector at all", one, [v1] * 2, [], filled=0)
    add("one-person", "one person, two slots: once in a team", one, [v1] * 3, [person("S1", 9)], filled=3)
    add("capacity-short", "five places for eight slots", one, [v1] * 4, [person("S1", 2), person("S1", 2), person("S1", 1)], filled=5)
    add("capacity-zero", "capacity 0 is never taken", one, [v1] * 2, [person("S1", 0), person("S1", 2), person("S1", 0)], filled=2)
    add("capacity-exact", "as many places as slots", one, [v1] * 4, [person("S1", 2) for _ in range(4)], filled=8)
    add("capacity-million", "the greatest capacity", one, [v1] * 3, [person("S1", 1000000), person("S1", 1000000)], filled=6)
    add("dead-end", "whoever can go to the second visit must be kept for it", two, [(AREA, ["S1"]), (AREA, ["S2"])],
        [person("S1,S2"), person("S1"), person("S1,S2"), person("S1")], filled=4)
    add("dead-end-chain", "a chain of visits in three areas", one, [("220102", ["S1"]), ("220103", ["S1"]), ("220104", ["S1"])],
        [person("S1", 1, "220102,220103"), person("S1", 1, "220103,220104"), person("S1", 1, "220104"), person("S1", 1, "220102"), person("S1", 1, "220102,220104")],
        filled=5)
    add("dead-end-late", "the first visit's people are the last visit's only ones", two, [(AREA, ["S1"])] * 3 + [(AREA, ["S2"])],
        [person("S1,S2", 1), person("S1,S2", 1), person("S1", 3), person("S1", 1)], filled=6)
    add("empty-then-filled", "the first visit finds nobody, the second does", two, [(AREA, ["S2"]), (AREA, ["S1"])], [person("S1", 2), person("S1", 2)], filled=2)
    add("blocked-kind-then-other", "S2 visits are short from the start, S1 visits filled later", two, [(AREA, ["S2"]), (AREA, ["S2"]), (AREA, ["S1"]), (AREA, ["S1"])],
        [person("S2", 1), person("S1", 2), person("S1", 2)], filled=5)
    add("all-items-needed", "the team's items are all needed: S1 alone is not enough", two, [(AREA, ["S1", "S2"])], [person("S1", 5), person("S2", 5), person("S1,S2", 5)], filled=1)
    add("more-items-than-needed", "an inspector may have further items", two, [(AREA, ["S1"])], [person("S1,S2,Z9", 5), person("S1", 5)], filled=2)
    add("item-prefix", "item codes that begin alike", {"S1": "SCJG", "S10": "SCJG"}, [(AREA, ["S1"]), (AREA, ["S10"])], [person("S10", 5), person("S1", 5)], filled=2)
    add("other-department", "an inspector of another department with the item", one, [v1], [person("S1", 5, department="XFJY"), person("S1", 5)], filled=1)
    add("joint", "teams of two departments, one slot each", three, [(AREA, ["S1", "X1"]), (AREA, ["X1"]), (AREA, ["S1", "S2"])],
        [person("S1,S2", 3), person("S1", 3), person("S2", 3), person("X1", 3, department="XFJY"), person("X1", 3, department="XFJY")])
    for per_department in (1, 2, 3):
        add("per-department-%d" % per_department, "two departments, per_visit 4", three, [(AREA, ["S1", "X1"]), (AREA, ["S1"])],
            [person("S1", 3) for _ in range(4)] + [person("X1", 3, department="XFJY") for _ in range(3)], team=(4, per_department, 0))
    add("initiator-in-visit", "the rest goes to the initiator's team, not the first", three, [(AREA, ["S1", "X1"]), (AREA, ["S1"])],
        [person("S1", 3) for _ in range(3)] + [person("X1", 3, department="XFJY") for _ in range(3)], initiator="XFJY", team=(3, 1, 0))
    add("initiator-not-in-visit", "the initiator owns no item of the visit: the first team", three, [(AREA, ["S1", "X1"]), (AREA, ["S1", "S2"])],
        [person("S1,S2", 3) for _ in range(3)] + [person("X1", 3, department="XFJY") for _ in range(3)], initiator="JTYS", team=(3, 1, 0))
    add("department-order", "departments as bytes: `Z` before `a`, `A-1` before `A1`", {"S1": "a", "S2": "Z", "S3": "A1", "S4": "A-1"}, [(AREA, ["S1", "S2", "S3", "S4"])],
        [person("S1", 1, department="a"), person("S2", 1, department="Z"), person("S3", 1, department="A1"), person("S4", 1, department="A-1"),
         person("S4", 1, department="A-1")], initiator="none", team=(5, 1, 0), filled=5)
    # Alike teams of three and more slots, a candidate whose capacity reaches their number, scarcer ones beside.
    for slots, capacities in ((3, (2, 1)), (3, (1, 2)), (3, (2, 2, 1)), (4, (3, 1, 2)), (4, (2, 2, 1, 1)), (5, (3, 3, 1))):
        visits = max(capacities)
        add("alike-teams-%d-slots-%s" % (slots, "".join(map(str, capacities))), "alike teams of several slots, capacities that reach their number",
            one, [v1] * visits, [person("S1", c) for c in capacities], team=(slots, 1, 0), filled=sum(capacities))
    add("per-visit-1", "one inspector a visit (a pack might allow it)", one, [v1] * 3, [person("S1", 2), person("S1", 2)], team=(1, 1, 0), filled=3)
    add("per-visit-20", "twenty slots", one, [v1], [person("S1", 1) for _ in range(22)], team=(20, 1, 0), filled=20)
    add("per-department-above-per-visit", "per_department 3 though per_visit is 2", one, [v1] * 2, [person("S1", 2) for _ in range(3)], team=(2, 3, 0), filled=6)
    add("recused", "a recused pair never meets", one, [v1] * 2, [person("S1", 2), person("S1", 2), person("S1", 2)], [(1, 1), (2, 2)], filled=4)
    add("recused-all", "everybody is recused from the first visit", one, [v1] * 2, [person("S1", 2), person("S1", 2)], [(1, 1), (2, 1)], filled=2)
    add("recused-forces", "a recusal forces the others", one, [v1] * 2, [person("S1", 1), person("S1", 1), person("S1", 1), person("S1", 1)], [(1, 1), (2, 1)], filled=4)
    add("area-list", "areas are lists", one, [("220102", ["S1"]), ("220103", ["S1"])],
        [person("S1", 5, "220102"), person("S1", 5, "220102,220103"), person("S1", 5, "220103"), person("S1", 5, "220104")], filled=4)
    add("area-empty-list", "an empty list covers no area", one, [v1], [person("S1", 5, ""), person("S1", 5)], filled=1)
    add("area-hyphen", "area `-` is covered by `*` alone", one, [("-", ["S1"])], [person("S1", 5, "220102"), person("S1", 5, ""), person("S1", 5)], filled=1)
    add("area-no-prefix", "220100 does not cover 220102", one, [("220102", ["S1"])], [person("S1", 5, "220100"), person("S1", 5, "220102")], filled=1)
    expert = lambda items, capacity=1, areas="*", department="JLDX": person(items, capacity, areas, department, "expert")
    staff = [person("S1,S2", 9), person("S1,S2", 9), person("X1", 9, department="XFJY")]
    add("experts", "one expert a visit", three, [(AREA, ["S1", "X1"])] * 3, staff + [expert("S1", 2), expert("X1", 2)], team=(2, 1, 1))
    add("experts-two", "two experts a visit, one of whom may be short", three, [(AREA, ["S1"]), (AREA, ["X1"]), (AREA, ["S2"])],
        staff + [expert("S1,X1", 2), expert("S1,S2", 1), expert("S2", 3)], team=(2, 1, 2))
    add("experts-one-item", "an expert needs one of the visit's items, not all", three, [(AREA, ["S1", "S2", "X1"])], staff + [expert("S2", 1)], team=(2, 1, 1))
    add("experts-none", "no expert is fit: `-` for the department too", three, [(AREA, ["S1"])], staff + [expert("X1", 5), expert("", 5)], team=(2, 1, 1))
    add("experts-of-department", "experts of the visiting department and of others", three, [(AREA, ["S1"])] * 2, staff + [expert("S1", 1, department="SCJG"), expert("S1", 1, department="A")],
        team=(2, 1, 2))
    add("experts-recused-area", "recusals and areas hold for experts", three, [("220102", ["S1"]), ("220103", ["S1"]), ("-", ["S1"])],
        staff + [expert("S1", 3, "220102"), expert("S1", 3), expert("S1", 3, "220102,220103")], [(5, 1), (4, 1)], team=(2, 1, 1))
    add("experts-dead-end", "the only expert for the second visit is kept for it", three, [(AREA, ["S1"]), (AREA, ["X1"])], staff + [expert("S1,X1", 1), expert("S1", 1)],
        team=(2, 1, 1))
    add("experts-not-inspectors", "an expert fills no inspector's slot, nor the other way", one, [v1], [expert("S1", 5), expert("S1", 5), person("S1", 5)], team=(2, 1, 3), filled=1)
    add("experts-20", "twenty expert slots", one, [v1], [person("S1", 1), person("S1", 1)] + [expert("S1", 1) for _ in range(5)], team=(2, 1, 20), filled=2)
    add("alike-teams", "many visits of one kind", one, [v1] * 12, [person("S1", 5) for _ in range(4)], filled=20)


def random_case(add, n):
    """Small enough for the brute force, short enough of people to be hard."""
    rand = Rand("random assignment %d" % n)
    items = {"S1": "SCJG", "S2": "SCJG", "X1": "XFJY"}
    areas = ("220102", "220103")
    visits = [(rand.pick(areas + ("-",)), rand.some(list(items), 1 + rand.below(2))) for _ in range(2 + rand.below(2))]
    people = []
    for _ in range(4 + rand.below(3)):
        department = rand.pick(("SCJG", "SCJG", "XFJY"))
        own = [c for c, d in items.items() if d == department and rand.below(8)]
        people.append((rand.pick(("inspector",) * 5 + ("expert",)), department, rand.pick(("*", "*", "220102", "220103", "220102,220103")), ",".join(own),
                       rand.pick((0, 1, 1, 1, 2, 2, 3))))
    recused = rand.some([(p, v) for p in range(1, len(people) + 1) for v in range(1, len(visits) + 1)], rand.below(3))
    add("random-%d" % n, "random", items, visits, people, recused, initiator=rand.pick(("SCJG", "XFJY", "JTYS")),
        team=(1 + rand.below(3), 1, rand.below(2)))


def middle_case(add, n):
    """Too great for the brute force: a draw of some size, short of people in places."""
    rand = Rand("middle assignment %d" % n)
    items = {"S1": "SCJG", "S2": "SCJG", "X1": "XFJY", "Y1": "YJGL"}
    visits = [(rand.pick(DISTRICTS[:4] + ("-",)), rand.some(list(items), 1 + rand.below(3))) for _ in range(25 + 10 * n)]
    people = []
    for _ in range(18):
        department = rand.pick(("SCJG", "SCJG", "XFJY", "YJGL"))
        own = [c for c, d in items.items() if d == department and rand.below(5)]
        areas = "*" if rand.below(2) else ",".join(rand.some(DISTRICTS[:4], 1 + rand.below(3)))
        people.append((rand.pick(("inspector",) * 5 + ("expert",)), department, areas, ",".join(own), rand.below(13)))
    recused = rand.some([(p, v) for p in range(1, 19) for v in range(1, len(visits) + 1)], 20)
    add("middle-%d" % n, "some size", items, visits, people, recused, initiator="XFJY", team=(3, 1 + n % 2, n % 3))


def large_case(add, n):
    """Many visits of few kinds, so that grouping alike teams pays (inspectors, Why), with recusals that split the kinds."""
    rand = Rand("large assignment %d" % n)
    items = {"S1": "SCJG", "S2": "SCJG", "X1": "XFJY"}
    sets = (["S1"], ["S1", "S2"], ["S2", "X1"], ["X1"], ["S1", "S2", "X1"])
    visits = [(rand.pick(DISTRICTS[:3]), rand.pick(sets)) for _ in range(120)]
    people = []
    for _ in range(36):
        department = rand.pick(("SCJG", "SCJG", "XFJY"))
        own = [c for c, d in items.items() if d == department and rand.below(5)]
        areas = "*" if rand.below(3) == 0 else ",".join(rand.some(DISTRICTS[:3], 1 + rand.below(2)))
        people.append((rand.pick(("inspector",) * 6 + ("expert",)), department, areas, ",".join(own), 3 + rand.below(12)))
    recused = rand.some([(p, v) for p in range(1, 37) for v in range(1, 121)], 60)
    add("large-%d" % n, "120 visits of few kinds", items, visits, people, recused, team=(2 + n, 1, 1))


FILES = {"assignments.json": ("inspectors.md", assignments)}
