# SPDX-License-Identifier: MulanPSL-2.0
"""The second random (inspectors.md): 3.2 taken literally, and a brute force for tiny cases."""
from base import by_bytes, h
from tables import elements, write


def teams_of(visits, items, initiator, team):
    """inspectors 1: [(visit, department, its items, number of slots)] by visit, then department."""
    owner = {i["code"]: i["department"] for i in items}
    teams = []
    for v in visits:
        departments = sorted({owner[code] for code in v["items"]}, key=by_bytes)
        slots = {d: team["per_department"] for d in departments}
        short = team["per_visit"] - sum(slots.values())
        if short > 0:
            slots[initiator if initiator in slots else departments[0]] += short
        for d in departments:
            teams.append((v, d, [code for code in v["items"] if owner[code] == d], slots[d]))
    return teams


def covers(person, area):
    return person["areas"] == "*" or area in elements(person["areas"])


def is_candidate(person, visit, department, codes, recused):
    """inspectors 2.1; recused: set of (inspector, target)."""
    return (person["role"] == "inspector" and person["department"] == department
            and all(c in elements(person["items"]) for c in codes)
            and covers(person, visit["area"]) and (person["id"], visit["target"]) not in recused)


def is_expert_candidate(person, visit, recused):
    """inspectors 4.1."""
    return (person["role"] == "expert" and any(c in elements(person["items"]) for c in visit["items"])
            and covers(person, visit["area"]) and (person["id"], visit["target"]) not in recused)


def pair_key(suite, subseed, target, person):
    return h(suite, subseed + "|" + target + "|" + person)              # inspectors 2.3


def maximum(open_slots, candidates, capacity, inside):
    """How many slots can be filled: one augmenting path after another.
    open_slots[t] undecided slots of team t, candidates[t] in any order, capacity[p] what p has left,
    inside[t] who is in team t already (and may not come in again)."""
    holds = {}                                  # person -> teams that person was given to in this trial
    filled = 0

    def find(t, tried):
        """Get one more person into team t, moving others if need be."""
        for p in candidates[t]:
            if p in tried or p in inside[t] or t in holds.get(p, ()):
                continue
            tried.add(p)
            mine = holds.setdefault(p, [])
            if len(mine) < capacity[p]:
                mine.append(t)
                return True
            for other in list(mine):            # take p away from another team, if that one finds someone else
                mine.remove(other)
                mine.append(t)
                if find(other, tried):
                    return True
                mine.remove(t)
                mine.append(other)
        return False

    for t in range(len(open_slots)):
        for _ in range(open_slots[t]):
            if not find(t, set()):
                break
            filled += 1
    return filled


def assign(slots, candidates, capacity):
    """inspectors 3. slots[t]; candidates[t] by ascending (pair key, id); capacity {person: n}.
    -> for each team the list of persons taken (None: empty)."""
    open_slots, capacity = list(slots), dict(capacity)
    inside = [set() for _ in slots]
    m = maximum(open_slots, candidates, capacity, inside)
    done, result = 0, [[] for _ in slots]
    for t in range(len(slots)):
        for _ in range(slots[t]):
            open_slots[t] -= 1
            taken = None
            for p in candidates[t]:
                if p in inside[t] or capacity[p] == 0:
                    continue
                inside[t].add(p)
                capacity[p] -= 1
                if done + 1 + maximum(open_slots, candidates, capacity, inside) == m:
                    taken = p
                    done += 1
                    break
                inside[t].remove(p)
                capacity[p] += 1
            result[t].append(taken)
    assert done == m
    return result


def brute_force(slots, candidates, capacity):
    """All assignments, one by one: of those that fill most slots the first, where each slot prefers
    its candidates by key and being empty comes last (inspectors 3.1, 3.2). Tiny cases only."""
    places = [t for t in range(len(slots)) for _ in range(slots[t])]
    best = [-1, None]

    def go(n, taken, filled):
        if n == len(places):
            if filled > best[0]:                # strictly more: among equals the first one found stays
                best[0], best[1] = filled, list(taken)
            return
        t = places[n]
        for p in candidates[t]:
            if sum(1 for x in taken if x == p) < capacity[p] and \
                    all(not (places[i] == t and x == p) for i, x in enumerate(taken)):
                go(n + 1, taken + [p], filled + 1)
        go(n + 1, taken + [None], filled)

    go(0, [], 0)
    result, i = [], 0
    for s in slots:
        result.append(best[1][i:i + s])
        i += s
    return result


def second_random(suite, subseeds, items, initiator, team, visits, people, recused, solve=assign):
    """The whole page. visits: [{target, area, items}] in order; people: rows of inspectors.tsv.
    -> (assignment.tsv, {slots, filled, expert_slots, expert_filled})"""
    capacity = {p["id"]: int(p["capacity"]) for p in people}

    def ordered(subseed, target, chosen):
        return [p for k, p in sorted((pair_key(suite, subseed, target, p["id"]), p["id"]) for p in chosen)]

    teams = teams_of(visits, items, initiator, team)
    slots = [t[3] for t in teams]
    candidates = [ordered(subseeds["inspectors"], v["target"],
                          [p for p in people if is_candidate(p, v, d, codes, recused)]) for v, d, codes, _ in teams]
    taken = solve(slots, candidates, capacity)
    expert_slots = [team["experts"]] * len(visits)
    experts = [ordered(subseeds["experts"], v["target"],
                       [p for p in people if is_expert_candidate(p, v, recused)]) for v in visits]
    experts_taken = solve(expert_slots, experts, capacity)

    department = {p["id"]: p["department"] for p in people}
    rows = []
    for n, v in enumerate(visits):
        for (visit, d, _, _), persons in zip(teams, taken):
            if visit is v:
                for slot, p in enumerate(persons, 1):
                    key = "-" if p is None else pair_key(suite, subseeds["inspectors"], v["target"], p)
                    rows.append([str(n + 1), v["target"], d, str(slot), "inspector", p or "-", key])
        for slot, p in enumerate(experts_taken[n], 1):
            key = "-" if p is None else pair_key(suite, subseeds["experts"], v["target"], p)
            rows.append([str(n + 1), v["target"], department.get(p, "-"), str(slot), "expert", p or "-", key])
    count = {"slots": sum(slots), "filled": sum(p is not None for t in taken for p in t),
             "expert_slots": sum(expert_slots), "expert_filled": sum(p is not None for t in experts_taken for p in t)}
    return write("assignment", rows), count
