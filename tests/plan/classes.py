#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Weights of credit-risk classes: they decide how many of each class, and never who.

    classes.py QIAN
"""
import sys
from fractions import Fraction

from city import NEXT, City, Count, places

QIAN = sys.argv[1]
count = Count()
check = count.check


def town(sizes, ratio, weights, kind="general", **more):
    """A roster of so many of each class, and one line over it by class."""
    city = City(QIAN)
    shops = places(sum(sizes.values()))
    letters = [c for c in sorted(sizes) for _ in range(sizes[c])]
    city.targets("shops", shops)
    city.give("classes", "classes", [{"id": t, "class": c, "since": "2020-01-01"} for t, c in zip(shops, letters)])
    city.items({"id": "A1", "lists": "shops", "kind": kind, "reason": "safety" * (kind == "key")})
    words = ";".join(f"{c}={w}" for c, w in weights.items())
    city.plan(city.line("D1", "A1", ratio, stratify="class", weights=words, **more))
    return city


def quotas(told):
    return {c["stratum"]: (c["quota"], c["eligible"]) for c in told["chances"]}


def shares(k, sizes, weights, capped=True):
    """Weighted Sainte-Laguë in exact fractions (spec/quota.md 3.2)."""
    seats = dict.fromkeys(sizes, 0)
    for _ in range(k):
        open_ = [c for c in sizes if not capped or seats[c] < sizes[c]]
        best = max(open_, key=lambda c: (Fraction(weights[c] * sizes[c], 2 * seats[c] + 1), sizes[c], -ord(c)))
        seats[best] += 1
    return seats


def split():
    """B16: the split of ten over four classes, and the chance that an enterprise reads."""
    city = town({"A": 50, "B": 30, "C": 15, "D": 5}, "10%", {"A": 1, "B": 2, "C": 4, "D": 8})
    told = city.simulate("own", runs=7)
    of = quotas(told)
    check({c: q for c, (q, _) in of.items()} == {"A": 2, "B": 3, "C": 3, "D": 2}, f"B16: {of}")
    chances = {c: Fraction(*pair) for c, pair in of.items()}
    check(chances == {"A": Fraction(1, 25), "B": Fraction(1, 10), "C": Fraction(1, 5), "D": Fraction(2, 5)},
          f"B16: {chances}")
    text = city.say("plan", "simulate", "own")
    check(all(f"概率 own/D1 A1 {c}: {q}/{n}\n" in text for c, (q, n) in of.items()), f"B16: the fractions are told: {text}")
    # what is drawn is what was told, in every run
    drawn = {f["of"]: (f["least"], f["greatest"]) for f in told["figures"] if f["figure"] == "class"}
    check(all(drawn[c] == (q, q) for c, (q, _) in of.items()), f"B16: {drawn}")


def no_tickets():
    """B17: three times the weight is not three tickets, of which a first draw of two would take
    9/10, 11/20, 11/20; the chance is a fraction that counting gives."""
    city = town({"A": 1, "B": 2}, "60%", {"A": 3, "B": 1}, kind="key")
    told = city.simulate("own", runs=200)
    of = quotas(told)
    check(of == {"A": (1, 1), "B": (1, 2)}, f"B17: {of}")
    drawn = {f["of"]: (f["least"], f["median"], f["greatest"]) for f in told["figures"] if f["figure"] == "class"}
    check(drawn["A"] == (1, 1, 1) and drawn["B"] == (1, 1, 1), f"B17: 200 runs: {drawn}")
    # the same over 5 targets of weights 2, 1, 1, 1: tickets would give 7/10 and 13/30
    city = town({"A": 1, "B": 3}, "50%", {"A": 2, "B": 1}, kind="key")
    check(quotas(city.simulate("own")) == {"A": (1, 1), "B": (1, 3)}, "B17: 1/1 and 1/3")


def nothing():
    """B18: a class that can never be drawn is refused with the import."""
    city = town({"A": 10, "B": 10}, "20%", {"A": 1, "B": 1})
    for weights in ("A=0;B=1", "A=-1;B=1", "A=0.5;B=1"):
        city.plan(city.line("D1", "A1", "20%", stratify="class", weights=weights), code=5)
    check(quotas(city.simulate("own")) == {"A": (2, 10), "B": (2, 10)}, "B18: the plan is as it was")
    # a class that is there and gets no seat at all: `minimum` wants one of each, and the quota has none to spare
    city = town({"A": 1, "B": 1, "C": 30}, "3%", {"A": 1, "B": 1, "C": 64})
    of = quotas(city.simulate("own"))
    check(of["A"] == (0, 1) and of["B"] == (0, 1), f"B18: told as 0 of 1: {of}")
    city.plan(city.line("D1", "A1", "3%", stratify="class", minimum="1"))
    check(city.value("P13", "own")[0].startswith("Q03"), f"B18: {city.told('own')}")


def capped():
    """B19: a class smaller than its share is taken whole, and the rest goes on by the same rule."""
    sizes = {"A": 60, "B": 37, "D": 3}
    weights = next({"A": 1, "B": 2, "D": d} for d in range(1, 500)
                   if shares(20, sizes, {"A": 1, "B": 2, "D": d}, capped=False)["D"] == 5)
    uncapped, want = shares(20, sizes, weights, capped=False), shares(20, sizes, weights)
    check(want["D"] == 3 and want["A"] + want["B"] == uncapped["A"] + uncapped["B"] + 2, f"B19: {want}")
    city = town(sizes, "20%", weights)
    of = quotas(city.simulate("own"))
    check({c: q for c, (q, _) in of.items()} == want, f"B19: {of}, not {want}")
    check("概率 own/D1 A1 D: 3/3\n" in city.say("plan", "simulate", "own"), "B19: 3 of 3 is shown")


def areas():
    """B41: over areas nothing is weighted, unless the plan says so."""
    city = City(QIAN)
    city.give("targets", "shops", [{"id": t, "name": f"户{t[4:]}", "area": "220102" if i < 75 else "220103"}
                                   for i, t in enumerate(places(100))])
    city.items({"id": "A1", "lists": "shops"})
    city.plan(city.line("D1", "A1", "8%"))
    check(quotas(city.simulate("own")) == {"": (8, 100)}, "B41: one chance for all")
    city.plan(city.line("D1", "A1", "8%", stratify="area"))
    of = quotas(city.simulate("own"))
    check(of == {"220102": (6, 75), "220103": (2, 25)}, f"B41: by size alone: {of}")
    city.plan(city.line("D1", "A1", "8%", areas="220103"))
    check(quotas(city.simulate("own")) == {"": (2, 25)}, "B41: of one area")
    check(city.value("P15", "own") == ["2 < 3, N = 100"], f"B41: the duty is of the whole roster: {city.told('own')}")
    check(city.check("own")["year"] == NEXT, "the year of the plan")


def main():
    for test in (split, no_tickets, nothing, capped, areas):
        test()
    return count.end("classes")


if __name__ == "__main__":
    sys.exit(main())
