#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""A clean year has no breach, and each rule of spec/plan.md 3, planted alone, is found alone.

    planted.py QIAN

P01 to P30, each by what a department would import or enter, or fail to.
"""
import sys

from city import NATIONAL, NEXT, City, Count, places

QIAN = sys.argv[1]
count = Count()
LATE = {"starts": f"{NEXT}-06-01"}
ITEMS = {"A1": {"lists": "shops"}, "A2": {"lists": "shops"}, "A4": {"lists": "few"},
         "B1": {"lists": "shops", "kind": "key", "reason": "safety", "department": "XFJY"},
         "K1": {"lists": "shops", "kind": "key", "reason": "safety"}}
told = {}  # by rule: how often it was seen alone


class Year(City):
    """A joint plan of one line, an own plan of two, and what they need."""

    def __init__(self):
        super().__init__(QIAN)
        self.give("targets", "shops", [{"id": t, "name": f"户{t[4:]}", "area": "220102" if i < 50 else "220103"}
                                       for i, t in enumerate(places(100))])
        self.few(5)
        self.list_items()
        self.plan_joint()
        self.plan_own()

    def few(self, number):
        self.targets("few", places(number, "F"))

    def list_items(self, **changed):
        rows = {code: {**row, **changed.get(code, {})} for code, row in ITEMS.items()}
        rows.update({code: row for code, row in changed.items() if code not in rows})
        self.items(*[{"id": code, **row} for code, row in rows.items()])

    def plan_joint(self, items="A1;B1;K1", ratio="20%", **more):
        self.plan(self.joint("J1", items, ratio, **{**LATE, **more}), name="joint", department="SSJB")

    def plan_own(self, items="A2", ratio="5%", others=(), reason=("--reason", "error:test"), **more):
        rows = [self.line("D1", items, ratio, **{"starts": f"{NEXT}-05-01", **more}),
                self.line("D2", "A4", "20%", **LATE), *others]
        code, answer = self.load("lines", "own", rows, *reason, department="SCJG")
        if code:
            raise SystemExit(f"own: {answer}")

    def temporary(self, **more):
        self.plan(self.line("T1", "A2", "5%", **{"kind": "temporary", "basis": "条例", "approval": "长批1号", **LATE, **more}),
                  name="temporary", department="SCJG")

    def sees(self, want, *lists, what="", **options):
        """Nothing else is found; the code counts as planted."""
        found = self.told(*(lists or ("joint", "own")), **options)
        count.check(found == want, f"{what}: found \"{found}\", not \"{want}\"")
        if found == want and want:
            told[want[:3]] = told.get(want[:3], 0) + 1


def lines(city):
    """Faults in what the lines say."""
    city.sees("", what="a clean year")
    own = [("P01 own/D1", "a ratio that is none", {"ratio": "10-20%"}),
           ("P01 own/D1", "a name for a code", {"participants": "市场监管局"}),
           ("P03 own/D3", "a temporary line in an own plan",
            {"others": [city.line("D3", "A2", "3%", kind="temporary", basis="条例", approval="长批1号", **LATE)]}),
           ("P04 own/D1 K1", "an item of the joint plan", {"items": "A2;K1", "ratio": "A2=5%;K1=20%"}),
           ("P05 own/D1 A9", "no such item", {"items": "A2;A9"}),
           ("P05 own/D1 A2", "twice", {"items": "A2;A2"}),
           ("P08 own/D1", "another initiator", {"initiator": "XFJY", "participants": "SCJG"}),
           ("P11 own/D1 A2", "nobody in the area", {"areas": "220104"}),
           ("P13 own/D1 A2", "above the maximum", {"ratio": "21%"}),
           ("P14 A2", "two lines of 12 %", {"ratio": "12%", "others": [city.line("D3", "A2", "12%", **LATE)]}),
           ("P15 A2", "3 % of half the roster", {"ratio": "3%", "areas": "220102"}),
           ("P21 own/D1", "over the year's end", {"ends": f"{NEXT + 1}-01-01"}),
           ("P21 own/D1", "backwards", {"ends": f"{NEXT}-04-30"}),
           ("P22 own/D1", "no education", {"education": ""}),
           ("P22! own/D1", "education too late for the first day", {"education": f"{NEXT}-04-15"}),
           ("P27 own/D1", "no scheme", {"scheme": ""}),
           ("P29 own/D1", "one inspector", {"per_visit": 1})]
    for want, what, fault in own:
        city.plan_own(**fault)
        city.sees(want, what=what)
    city.plan_own()
    joint = [("P06 joint/J1 B1", "the item's department takes no part", {"participants": ""}),
             ("P07 joint/J1", "a participant without an item", {"participants": "XFJY;GAJ"}),
             ("P19! joint/J1 B1", "the whole roster", {"ratio": "A1=5%;B1=100%;K1=20%"})]
    for want, what, fault in joint:
        city.plan_joint(**fault)
        city.sees(want, what=what)
    city.plan_joint(ratio="A1=5%;B1=50%;K1=20%")
    city.sees("P18! joint/J1 B1", rules=NATIONAL, what="half of a key item in one batch")
    city.plan_joint(ratio="A1=5%;B1=50%;K1=20%", batches=2)
    city.sees("", rules=NATIONAL, what="in two batches")
    city.plan_joint()
    weighted = {"stratify": "class", "weights": "A=1;B=2;C=2;D=2"}
    city.plan_own(**weighted)
    city.sees("P17 own/D1", rules=city.pack("heavy", weight_minimum=2), what="a weight below the least")
    city.plan_own()
    city.sees("", rules=city.pack("heavy", weight_minimum=2), what="no weights at all")


def items(city):
    """Faults in what the lists of items and targets say."""
    city.list_items(A3={"lists": "shops"})
    city.sees("P09 A3", what="an item that no plan has")
    city.list_items(A2={"kind": ""})
    city.sees("P10 own/D1 A2", what="neither general nor key")
    city.list_items(A2={"retired": f"{NEXT}-05-01", "retired_for": "repealed"})
    city.sees("P05 own/D1 A2", what="retired on the first day")
    city.list_items()
    city.few(4)
    city.sees("P12 own/D2 A4", what="four targets")
    city.few(5)
    city.sees("", what="mended")


def days(city):
    """What has not been done when its day comes; the plans are not approved yet."""
    spring = f"{NEXT}-02-01T00:00:00+08:00"
    city.sees("P25 joint", as_of=spring, what="no arrangement by the end of January")
    city.event("joint", "arranged")
    city.sees("", as_of=spring, what="arranged")
    city.sees("P24! joint", "joint", as_of=f"{NEXT}-03-01T00:00:00+08:00", what="not filed on the day")
    city.sees("P24 joint", "joint", as_of=f"{NEXT}-03-02T00:00:00+08:00", what="not filed after it")
    city.event("joint", "filed")
    city.event("own", "filed")
    city.sees("", as_of=f"{NEXT}-04-30T23:59:59+08:00", what="filed")
    city.sees("P26 own/D1", as_of=f"{NEXT}-05-01T00:00:00+08:00", what="begun, and not approved")
    city.temporary()
    city.sees("", "temporary", what="temporary, with basis and approval")
    city.sees("", "temporary", as_of=f"{NEXT}-12-29T23:59:59+08:00", but=("P15",), what="48 hours before the end")
    city.sees("P23 temporary/T1", "temporary", as_of=f"{NEXT}-12-30T00:00:00+08:00", but=("P15",), what="too late to serve")
    for lack in ("basis", "approval"):
        city.temporary(**{lack: ""})
        city.sees("P20 temporary/T1", "temporary", what=f"no {lack}")


def approved(city):
    """What goes wrong after the approval."""
    city.event("joint", "approved")
    city.event("own", "approved")
    city.few(6)
    city.sees("P16 own/D2 A4", what="six for five")
    city.few(5)
    city.sees("", what="five again")
    city.plan_own(note="调整", reason=())
    city.sees("P28 own", what="changed without a reason")
    city.plan_own(note="再调整")
    city.sees("", what="changed with a reason")
    visits = [{"id": f"V{i}", "target": places(1, "F")[0], "item": "X1", "department": "GAJ", "system": "X", "level": "city",
               "kind": "drawn", "date": f"{NEXT}-01-0{i}"} for i in (1, 2)]
    city.give("inspections", "done", visits, "--valid-from", f"{NEXT - 1}-01-01")
    city.sees("P30! own/D2 A4", rules=NATIONAL, what="two visits of two")
    city.sees("", what="without a cap")
    city.plan(city.joint("J9", "K1", "20%", participants=""), name="odd", department="SCJG")
    city.sees("P02 odd/J9", "odd", what="a joint plan of a department")


def main():
    city = Year()
    for part in (lines, items, days, approved):
        part(city)
    rules = [f"P{n:02}" for n in range(1, 31)]
    count.check(sorted(told) == rules, f"never seen alone: {sorted(set(rules) - set(told))}")
    return count.end("planted")


if __name__ == "__main__":
    sys.exit(main())
