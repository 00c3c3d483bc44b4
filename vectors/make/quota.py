# SPDX-License-Identifier: MulanPSL-2.0
"""Quotas by exact fractions (quota.md)."""
from fractions import Fraction
from math import ceil, floor

from base import by_bytes, millionths

MILLION = 1000000


class Refusal(Exception):
    """quota, conventions: an engine makes no notice, a verifier reports the code."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def class_of(label, stratify):
    """The class in a label, or None where `class` is not in `stratify` (quota 3.1)."""
    return label.split("/")[stratify.index("class")] if "class" in stratify else None


def _goes_to(strata, seats, weight):
    """quota 3.2: the stratum that the next seat goes to: greatest w·N/(2n+1), larger N, smaller label."""
    best, best_rank = None, None
    for s in strata:
        n = seats[s["label"]]
        if n >= s["eligible"]:
            continue
        priority = Fraction(weight[s["label"]] * s["roster"], 2 * n + 1)
        if (best is None or priority > best_rank[0]
                or priority == best_rank[0] and s["roster"] > best_rank[1]
                or priority == best_rank[0] and s["roster"] == best_rank[1]
                and by_bytes(s["label"]) < by_bytes(best)):
            best, best_rank = s["label"], (priority, s["roster"])
    return best


def apportion(k, strata, weight, minimum, jump=None):
    """quota 3.2, one seat at a time. `jump` (large k only) first gives, all at once, the seats whose
    priority is above a threshold: the single steps would give these before all others."""
    seats = {s["label"]: min(minimum, s["eligible"]) for s in strata}
    if sum(seats.values()) > k:
        raise Refusal("Q03")
    if k > 100000 if jump is None else jump:
        _jump(k, strata, weight, seats)
    while sum(seats.values()) < k:
        seats[_goes_to(strata, seats, weight)] += 1
    return seats


def _jump(k, strata, weight, seats):
    def above(threshold):
        """How many seats each stratum has when every seat with priority > threshold is given."""
        result = {}
        for s in strata:
            start, wn = seats[s["label"]], weight[s["label"]] * s["roster"]
            # wn / (2n+1) > threshold for n < (wn/threshold - 1)/2
            n = ceil((Fraction(wn) / threshold - 1) / 2)
            result[s["label"]] = max(start, min(s["eligible"], n))
        return result
    low, high = Fraction(0), Fraction(max(weight[s["label"]] * s["roster"] for s in strata))
    for _ in range(200):                        # keep: above(high) gives at most k seats
        middle = (low + high) / 2
        if sum(above(middle).values()) <= k:
            high = middle
        else:
            low = middle
    seats.update(above(high))


def quotas(case):
    """A case of quotas.json without its result -> (quota, {label: quota}); raises Refusal."""
    strata, stratify = case["strata"], case["stratify"]
    n_all = sum(s["roster"] for s in strata)
    eligible = sum(s["eligible"] for s in strata)
    if n_all == 0:
        raise Refusal("Q01")                                            # quota 1.2
    low = millionths(case["min"])
    ups = [millionths(x) for x in (case["max"], case.get("cap")) if x is not None]
    up = min(ups) if ups else None                                      # quota 1.3
    approval = case.get("approval", False)

    def within_bounds(k):
        return MILLION * k >= low * n_all and (up is None or MILLION * k <= up * n_all)

    if "ratio" in case:
        r = millionths(case["ratio"])
        if not approval and (r < low or up is not None and r > up):
            raise Refusal("Q04")                                        # quota 1.4
        k = ceil(Fraction(r * n_all, MILLION))
        if approval:
            k = max(1, k)                                               # quota 2.2
        else:
            if up is not None:
                k = min(k, floor(Fraction(up * n_all, MILLION)))
            if not within_bounds(k):
                raise Refusal("Q04")                                    # quota 2.1
        if k > eligible:
            raise Refusal("Q02")                                        # quota 2.4
        weight = {}
        for s in strata:
            weight[s["label"]] = case["weights"].get(class_of(s["label"], stratify), 1)   # quota 3.3
        return k, apportion(k, strata, weight, case["minimum"])

    if "class" not in stratify:
        raise Refusal("Q03")                                            # quota 2.3
    classes = {}
    for s in strata:
        classes.setdefault(class_of(s["label"], stratify), []).append(s)
    if any(c not in case["ratios"] for c in classes):
        raise Refusal("Q03")
    k_of = {}
    for c, members in classes.items():
        r = millionths(case["ratios"][c])
        k_of[c] = min(ceil(Fraction(r * sum(s["roster"] for s in members), MILLION)),
                      sum(s["eligible"] for s in members))
    k = sum(k_of.values())
    if k == 0 or not approval and not within_bounds(k):
        raise Refusal("Q04")
    seats = {}
    for c, members in classes.items():                                  # quota 3.4
        seats.update(apportion(k_of[c], members, {s["label"]: 1 for s in members}, case["minimum"]))
    return k, seats
