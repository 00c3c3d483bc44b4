#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Who is in the roster of a plan's line, and who can inspect.

    rosters.py QIAN
"""
import csv
import sys

from city import DATED, THIS, City, Count, places

sys.path.insert(0, __file__.rsplit("/", 2)[0] + "/registry")
from desk import credit_code  # noqa: E402

QIAN = sys.argv[1]
count = Count()
check = count.check


def rows(folder, name="targets"):
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ended():
    """B09: who has closed, lost the licence or moved stays in the roster and in the count."""
    city = City(QIAN)
    shops = places(40)
    states = dict(zip(shops, ("注销", "吊销", "迁出")))
    city.give("targets", "shops", [{"id": t, "name": f"户{t[4:]}", "area": "220102", "status": states.get(t, "存续")}
                                   for t in shops])
    city.items({"id": "A1", "lists": "shops"})
    city.plan(city.line("D1", "A1", "5%", THIS))
    city.approve()
    told = city.simulate("own")
    check((told["chances"][0]["roster"], told["chances"][0]["eligible"]) == (40, 40), f"B09: {told['chances']}")
    code, answer, folder = city.request("own", "D1")
    check(code == 0 and (answer["targets"], answer["not_live"]) == (40, 3), f"B09: {answer}")
    check({r["id"] for r in rows(folder)} == set(shops), "B09: all are in the roster that is frozen")
    # taken out of the list after the freeze: it is gone from the next one, with its reason
    city.give("targets", "shops", [{"id": t, "name": f"户{t[4:]}", "area": "220102"} for t in shops[1:]],
              "--reason", "closed:核准注销")
    code, answer, folder = city.request("own", "D1")
    check(code == 0 and (answer["targets"], answer["removed"]) == (39, 1), f"B09: {answer}")
    gone = [(r["what"], r["id"], r["reason"]) for r in rows(folder, "churn") if r["what"] == "removed"]
    check(gone == [("removed", shops[0], "closed:核准注销")], f"B09: {gone}")


def two_names():
    """B11: one code under two names in the lists of two departments."""
    city = City(QIAN)
    firms = [credit_code(i) for i in range(20)]
    city.give("targets", "food", [{"id": f, "name": f"长春{i:02}公司（分）", "area": "220102"} for i, f in enumerate(firms)])
    city.give("targets", "fire", [{"id": f, "name": f"长春{i:02}公司(分)", "area": "220102"} for i, f in enumerate(firms)],
              department="XFJY")
    city.items({"id": "A1", "lists": "food;fire", "type": "enterprise", "unit": "subject"})
    city.plan(city.line("D1", "A1", "5%", THIS))
    city.approve()
    check(city.told("own", but=DATED) == "", "B11: other brackets are no other name")
    code, answer, folder = city.request("own", "D1")
    check(code == 0 and answer["targets"] == 20 and len(rows(folder)) == 20, f"B11: one row a firm: {answer}")
    city.give("targets", "fire", [{"id": f, "name": f"长春{'XX' if i == 7 else f'{i:02}'}公司(分)", "area": "220102"}
                                  for i, f in enumerate(firms)], department="XFJY")
    check(city.told("own", but=DATED) == "P11 own/D1", f"B11: {city.told('own', but=DATED)}")
    value, = city.value("P11", "own")
    check(all(word in value for word in ("1:", firms[7], "name", "food", "fire")), f"B11: {value}")
    code, answer, folder = city.request("own", "D1")
    check(code == 4 and answer["clause"] == "registers 3.2", f"B11: the freeze is refused: {answer}")
    check(firms[7] in answer["where"] and "长春07公司" in answer["value"] and "长春XX公司" in answer["value"],
          f"B11: both rows are shown: {answer}")
    check(not (folder / "targets.csv").exists(), "B11: nothing is written")
    text = city.say("plan", "request", "own", "--line", "D1", "--base", city.path / "base1.json", "--out", city.path / "x")
    check("food" in text and "fire" in text and "长春XX公司" in text, f"B11: {text}")


def joined_places():
    """Two places that a pair makes one must say the same; a branch is not held against its subject."""
    city = City(QIAN)
    shops, chain, branch = places(30), credit_code(1), credit_code(2)
    city.give("targets", "shops", [{"id": t, "name": f"店{t[4:]}", "area": "220102" if i else "220103"}
                                   for i, t in enumerate(shops)])
    city.items({"id": "A1", "lists": "shops"})
    city.plan(city.line("D1", "A1", "10%", THIS))
    city.approve()
    city.give("pairs", "pairs", [{"id": shops[0], "current": shops[1], "proof": "迁址"}])
    code, answer, folder = city.request("own", "D1")
    check(code == 4 and answer["clause"] == "registers 3.2" and shops[1] in answer["where"], f"pair: {answer}")
    city = City(QIAN)
    city.give("targets", "firms", [{"id": chain, "name": "总店", "area": "220102"},
                                   {"id": branch, "name": "分店", "area": "220103", "subject": chain},
                                   *({"id": credit_code(i), "name": f"户{i}", "area": "220102"} for i in range(3, 30))])
    city.items({"id": "A1", "lists": "firms", "unit": "subject"})
    city.plan(city.line("D1", "A1", "10%", THIS))
    city.approve()
    code, answer, folder = city.request("own", "D1")
    check(code == 0 and answer["targets"] == 28 and {r["name"] for r in rows(folder) if r["id"] == chain} == {"总店"}, answer)


def no_area():
    """registers 3.7: whose area is not known is in no roster of single areas, and that is told."""
    city = City(QIAN)
    shops = places(40)
    city.give("targets", "shops", [{"id": t, "name": f"户{t[4:]}", "area": "220102" if i > 2 else "某某县"}
                                   for i, t in enumerate(shops)])
    city.items({"id": "A1", "lists": "shops"})
    city.plan(city.line("D1", "A1", "10%", THIS, areas="220102"), city.line("D2", "A1", "10%", THIS))
    city.approve()
    code, answer, _ = city.request("own", "D1")
    check(code == 0 and (answer["targets"], answer["unknown_area"]) == (37, 3), f"areas: {answer}")


def branches():
    """B12: licensed premises count by themselves, or as their legal subject, as the item says."""
    city = City(QIAN)
    chain, single = credit_code(1), credit_code(2)
    shops = places(6)
    city.give("targets", "shops", [{"id": t, "name": f"店{t[4:]}", "area": "220102",
                                    "subject": chain if i < 5 else single} for i, t in enumerate(shops)])
    city.items({"id": "P1", "lists": "shops", "kind": "key", "reason": "safety", "unit": "premises"},
               {"id": "S1", "lists": "shops", "kind": "key", "reason": "safety", "unit": "subject"})
    city.plan(city.line("D1", "P1", "50%"), city.line("D2", "S1", "50%"))
    of = {b["item"]: b["roster"] for b in city.simulate("own")["bounds"]}
    check(of == {"P1": 6, "S1": 2}, f"B12: six premises of two subjects: {of}")


def newcomers():
    """B25: who came into the roster after the education stays in it, and may be drawn."""
    city = City(QIAN)
    city.targets("shops", places(40))
    city.items({"id": "A1", "lists": "shops"})
    city.plan(city.line("D1", "A1", "5%", THIS))
    city.approve()
    check(city.request("own", "D1")[0] == 0, "B25: a first freeze")
    city.targets("shops", places(41))
    code, answer, folder = city.request("own", "D1")
    check(code == 0 and (answer["targets"], answer["added"]) == (41, 1), f"B25: {answer}")
    check(not any(r["barred"] for r in rows(folder)), "B25: nothing bars them")


def inspectors(city, number=6):
    city.give("inspectors", "people", [{"id": f"ZF{i}", "name": f"人{i}", "class": "civil", "department": "SCJG",
                                        "areas": "*", "expires": f"{THIS + 3}-12-31"} for i in range(number)])


def filing():
    """B29: a new inspector may be drawn unfiled in the quarter of the change, marked; not after it."""
    city = City(QIAN)
    city.targets("shops", places(40))
    city.items({"id": "A1", "lists": "shops"})
    inspectors(city)
    city.plan(city.line("D1", "A1", "5%", THIS))
    city.approve()
    code, answer, _ = city.request("own", "D1")
    check(code == 0 and (answer["inspectors"], answer["waiting"]) == (6, 6), f"B29: 待备案: {answer}")
    said = city.say("plan", "request", "own", "--line", "D1", "--base", city.path / "base1.json", "--out", city.path / "z")
    check("待备案" in said, f"B29: {said}")
    city.age(100)  # more than a quarter
    code, answer, folder = city.request("own", "D1")
    check(code == 4 and answer["clause"] == "registers 4.2", f"B29: the quarter is over: {answer}")
    check(answer["where"] == "people" and not (folder / "request.json").exists(), f"B29: the list is named: {answer}")
    city.event("people", "filed")
    code, answer, _ = city.request("own", "D1")
    check(code == 0 and answer["waiting"] == 0, f"B29: filed: {answer}")
    # who could not be in the roster anyhow is no reason to refuse it
    city.give("inspectors", "more", [{"id": "ZF9", "name": "人9", "class": "civil", "department": "SCJG", "areas": "*",
                                      "expires": f"{THIS}-01-01"}])
    city.age(100)
    code, answer, _ = city.request("own", "D1")
    check(code == 0 and answer["expired"] == 1, f"B29: an expired certificate: {answer}")


def choice():
    """B39: how many teams are possible is told always; nothing is left where the pool is the team."""
    city = City(QIAN)
    city.targets("shops", places(40))
    city.items({"id": "A1", "lists": "shops"})
    city.plan(city.line("D1", "A1", "5%"))
    for number, bits, text in ((3, 1, "选择余地（比特） 1\n"), (2, 0, "选择余地（比特） 0：须跨区域组成人员库\n"),
                               (1, 0, "选择余地（比特） 0：须跨区域组成人员库\n"), (20, 7, "选择余地（比特） 7\n")):
        city.give("inspectors", "people", [{"id": f"ZF{i}", "name": f"人{i}", "class": "civil", "department": "SCJG",
                                            "areas": "*", "items": "A1", "expires": f"{THIS + 3}-12-31"}
                                           for i in range(number)])
        load, = city.simulate("own")["inspectors"]
        check((load["available"], load["bits"]) == (number, bits), f"B39: {load}")
        check(text in city.say("plan", "simulate", "own"), f"B39: {number} for two")


def main():
    for test in (ended, two_names, joined_places, no_area, branches, newcomers, filing, choice):
        test()
    return count.end("rosters")


if __name__ == "__main__":
    sys.exit(main())
