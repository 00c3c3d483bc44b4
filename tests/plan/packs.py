#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Several rules packs at once, their caps of visits, and numbers in remedies.

    packs.py QIAN
"""
import csv
import json
import sys

from city import CHANGCHUN, DATED, NATIONAL, NEXT, THIS, City, Count, places

QIAN = sys.argv[1]
count = Count()
check = count.check


def town():
    city = City(QIAN)
    city.targets("shops", places(100))
    city.items({"id": "A1", "lists": "shops"})
    return city


def stricter():
    """B43: whatever the order of the packs, the stricter holds, and both are shown."""
    city = town()
    city.event("items", "filed")
    city.plan(city.line("D1", "A1", "3%", starts=f"{NEXT}-04-01"))
    strict = city.pack("strict", general={"min": "5%", "max": "15%"}, education_before=2, own_plan_due="02-01",
                       ratio_alarm_from="09-01", roster_growth_rebase="5%", weight_minimum=2, team_minimum=3,
                       entry_notice=72)

    def found(code, line, **options):
        """The values of one rule, with the packs in both orders."""
        city.plan(line)
        out = [city.value(code, "own", rules=order, **options) for order in ((CHANGCHUN, strict), (strict, CHANGCHUN))]
        both = all(len(v) == 1 and "strict" in v[0] and CHANGCHUN in v[0] for v in out)
        alone = city.value(code, "own", rules=CHANGCHUN, **options)
        return both, [v[0].split(";")[0] if v else "" for v in out], alone

    def line(ratio="5%", **more):
        return city.line("D1", "A1", ratio, **{"starts": f"{NEXT}-04-01", **more})
    both, values, alone = found("P13", line("4%"))
    check(both and values == ["Q04: 4%, N = 100, 5% - 15%"] * 2 and alone == [], f"B43: the greater minimum: {values}")
    value, = city.value("P13", "own", rules=(CHANGCHUN, strict))
    check(value == "Q04: 4%, N = 100, 5% - 15%; changchun-2021 3%-20%, strict 5%-15%", f"B43: {value}")
    both, values, alone = found("P13", line("16%"))
    check(both and alone == [], f"B43: the smaller maximum: {values}")
    both, values, alone = found("P22", line(education=f"{NEXT}-02-15"))
    check(both and values == [f"{NEXT}-04-16"] * 2 and alone == [], f"B43: the longer wait: {values}")
    both, values, alone = found("P24", line(), as_of=f"{NEXT}-02-02T00:00:00+08:00")
    check(both and values == ["no filing, red"] * 2 and alone == [], f"B43: the earlier deadline: {values}")
    value, = city.value("P24", "own", rules=(strict, CHANGCHUN), as_of=f"{NEXT}-02-02T00:00:00+08:00")
    check(value == "no filing, red; own_plan_due: strict 02-01, changchun-2021 04-01", f"B43: {value}")
    both, values, alone = found("P17", line(stratify="class", weights="A=1;B=2;C=2;D=2"))
    check(both and values == ["A=1 < 2"] * 2 and alone == [], f"B43: the greater weight: {values}")
    both, values, alone = found("P29", line(per_visit=2))
    check(both and values == ["per_visit 2 < 3"] * 2 and alone == [], f"B43: the larger team: {values}")
    # without a difference nothing is shown twice
    city.plan(line("21%"))
    value, = city.value("P13", "own", rules=(CHANGCHUN, NATIONAL))
    check(value == "Q04: 21%, N = 100, 3% - 20%", f"B43: packs that agree: {value}")


def growing():
    """B43: the pack that bears less growth holds."""
    city = town()
    city.plan(city.line("D1", "A1", "5%"))
    city.approve()
    city.targets("shops", places(107))
    tight = city.pack("tight", roster_growth_rebase="5%")
    check(city.told("own") == "", "B43: 7 % are borne by one pack")
    for order in ((CHANGCHUN, tight), (tight, CHANGCHUN)):
        value = city.value("P16", "own", rules=order)
        check(len(value) == 1 and value[0].startswith("107 > 100; roster_growth_rebase: "), f"B43: {value}")
        check("changchun-2021 10%" in value[0] and "tight 5%" in value[0], f"B43: {value}")


def remedies():
    """Numbers in a remedy are those of the packs that are in force."""
    city = town()
    three = city.pack("three", team_minimum=3, team_per_department_minimum=2, weight_minimum=4)
    city.plan(city.line("D1", "A1", "5%", per_visit=1, stratify="class", weights="A=3;B=4;C=4;D=4"))
    for rules, team, each in ((CHANGCHUN, 2, 1), (three, 3, 2)):
        next_ = [f["next"] for f in city.check("own", rules=rules)["found"] if f["code"] == "P29"]
        check(next_ and f"at least {team} inspectors" in next_[0] and f"at least {each}," in next_[0], f"P29: {next_}")
        text = city.say("plan", "check", "own", "--rules", str(rules))
        check(f"每户至少 {team} 名执法人员，每个部门至少 {each} 名" in text, f"P29: {text}")
    check(city.value("P17", "own") == [] and city.value("P17", "own", rules=three) == ["A=3 < 4"], "P17")
    check("各等级权重至少为 4\n" in city.say("plan", "check", "own", "--rules", three), "P17: the number of the pack")
    check("{" not in city.say("plan", "check", "own", "--rules", three, lang="en"), "no place is left open")


def caps():
    """B44: a yearly cap over all departments, by class; who has reached it is out, with the reason."""
    city = town()
    shops = places(100)
    classes = dict(zip(shops, "AABBCCDD"))
    city.give("classes", "classes", [{"id": t, "class": c, "since": "2020-01-01"} for t, c in classes.items()])
    city.plan(city.line("D1", "A1", "5%", THIS))
    city.approve()
    visit = {"item": "X1", "system": "X", "level": "city", "kind": "drawn"}
    rows = [(0, "GAJ", "01-05", {}),  # A: one is the cap
            (1, "GAJ", "01-05", {"kind": "complaint"}), (1, "WJW", "01-06", {"kind": "transfer"}),  # A: not counted
            (2, "GAJ", "01-05", {}), (2, "WJW", "01-05", {}),  # B: two departments on one day are two visits
            (3, "GAJ", "01-05", {}), (3, "GAJ", "01-05", {"item": "X2"}),  # B: two items of one visit
            (4, "GAJ", "01-05", {}), (4, "GAJ", "01-06", {}), (4, "GAJ", "01-07", {}),  # C: four are the cap
            (5, "GAJ", "01-05", {}), (5, "GAJ", "01-06", {}), (5, "WJW", "01-07", {}), (5, "XFJY", "01-08", {"kind": "special"}),
            *[(6, "GAJ", f"01-{d:02}", {}) for d in range(1, 8)],  # D: none
            (8, "GAJ", "01-05", {}), (9, "GAJ", "01-05", {}), (9, "WJW", "01-09", {})]  # no class: two
    city.give("inspections", "done", [{"id": f"V{i}", "target": shops[at], "department": d, "date": f"{THIS}-{day}",
                                       **{**visit, **more}} for i, (at, d, day, more) in enumerate(rows)])
    capped = {shops[i] for i in (0, 2, 5, 9)}
    check(city.told("own", but=DATED) == "", "B44: the notice of 2021 has no cap")
    check(city.told("own", but=DATED, rules=NATIONAL) == "P30! own/D1 A1", "B44: told as a warning")
    check(city.value("P30", "own", rules=NATIONAL) == ["4"], f"B44: {city.value('P30', 'own', rules=NATIONAL)}")
    check(city.simulate("own", rules=NATIONAL)["barred"]["cap"] == 4, "B44: in the rehearsal")
    code, answer, folder = city.request("own", "D1", rules=NATIONAL)
    check(code == 0 and (answer["targets"], answer["barred_cap"]) == (100, 4), f"B44: {answer}")
    with open(folder / "targets.csv", encoding="utf-8", newline="") as file:
        barred = {r["id"]: r["barred"] for r in csv.DictReader(file) if r["barred"]}
    check(set(barred) == capped and all(b.startswith("A1=cap:V") for b in barred.values()), f"B44: {barred}")
    check(barred[shops[2]] == "A1=cap:V4", f"B44: the visit that reached it: {barred[shops[2]]}")
    code, answer, _ = city.request("own", "D1")
    check(code == 0 and answer["barred_cap"] == 0, f"B44: not under the other pack: {answer}")
    return city


def smaller_cap(city):
    """B43, B44: of two packs with caps the smaller holds, in check and rehearsal, in either order."""
    tight = city.pack("one-visit", of=NATIONAL, visits_cap=1, visits_cap_c=3)
    for order in ((NATIONAL, tight), (tight, NATIONAL)):
        told = city.simulate("own", rules=order)
        check(told["barred"]["cap"] == 6, f"B44: {told['barred']}")  # also 4 (three visits, C) and 8
        value, = city.value("P30", "own", rules=order)
        check(value.startswith("6; visits_cap: ") and "one-visit 1" in value and f"{NATIONAL} 2" in value, f"B43: {value}")
    none = city.pack("no-visits", of=NATIONAL, visits_cap=0)
    code, answer, _ = city.request("own", "D1", rules=none)
    check(code == 5 and "visits_cap" in json.dumps(answer), f"B44: a cap is at least 1: {answer}")


def main():
    stricter()
    growing()
    remedies()
    smaller_cap(caps())
    return count.end("packs")


if __name__ == "__main__":
    sys.exit(main())
