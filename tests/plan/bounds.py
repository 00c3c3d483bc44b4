#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""How many a plan may inspect: bounds, their edges, and what they are counted over.

    bounds.py QIAN QIAN-RELEASE     # the second for the roster of a city
"""
import json
import sys

from city import DATED, NEXT, THIS, City, Count, places

QIAN, FAST = sys.argv[1:3]
count = Count()
check = count.check
SIZES = (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 33, 34, 67, 100, 101, 333)


def sizes():
    """One list, one general and one key item, and a line of each for every size of roster."""
    city = City(QIAN)
    for n in SIZES:
        city.targets(f"L{n}", places(n, f"N{n}-"))
    city.items(*[{"id": f"{kind}{n}", "kind": word, "reason": "safety" * (kind == "K"), "lists": f"L{n}"}
                 for n in SIZES for kind, word in (("G", "general"), ("K", "key"))])
    city.plan(*[city.line(f"{kind}{n}", f"{kind}{n}", "20%") for n in SIZES for kind in "GK"])
    return city


def whole_numbers(city):
    told = city.simulate("own")
    of = {b["item"]: (b["least"], b["most"]) for b in told["bounds"]}
    drawn = {c["line"]: c["quota"] for c in told["chances"]}
    # B01: ceil of 3 %, floor of 20 %
    for n, want in {100: (3, 20), 101: (4, 20), 34: (2, 6), 67: (3, 13)}.items():
        check(of.get(f"G{n}") == want, f"B01: N={n}: {of.get(f'G{n}')}")
    # B02: no whole number lies between the bounds of 1 to 4 targets; one of 5 and of 9, two of 10
    empty = [f for f in city.check("own")["found"] if f["code"] == "P12"]
    check({f["item"] for f in empty} == {"G1", "G2", "G3", "G4"}, f"B02: {empty}")
    check(all("N = " in f["value"] for f in empty), "B02: the value has N")
    check(not {"G1", "G2", "G3", "G4"} & set(of), "B02: none of them is rehearsed")
    check([of[f"G{n}"] for n in (5, 9, 10)] == [(1, 1), (1, 1), (1, 2)], f"B02: {of}")
    # B03: the bounds are included: one of five is 20 % exactly, for both kinds
    check(drawn["G5"] == 1 and drawn["K5"] == 1, "B03: one of five")
    check("G5" not in {f["item"] for f in city.check("own")["found"]}, "B03: nothing speaks against it")
    # B04: ceil(20 % of 33) is 7, and is cut back to floor(20 % of 33) = 6
    check(drawn["G33"] == 6, f"B04: {drawn['G33']}")
    # B06: a key item has ceil(N/5) at least, and no upper bound
    least = {n: of[f"K{n}"][0] for n in (1, 4, 6, 11, 333)}
    check(least == {1: 1, 4: 1, 6: 2, 11: 3, 333: 67}, f"B06: {least}")
    check(all(of[f"K{n}"][1] == n for n in SIZES), "B06: a key item may be inspected whole")


def big():
    """B01 with the roster of a city."""
    city = City(FAST)
    city.targets("shops", places(187420))
    city.items({"id": "A1", "lists": "shops"})
    city.plan(city.line("D1", "A1", "20%"))
    told = city.simulate("own")
    check((told["bounds"][0]["least"], told["bounds"][0]["most"]) == (5623, 37484), f"B01: {told['bounds']}")
    check(told["chances"][0]["quota"] == 37484, "B01: the quota")


def small_rosters():
    """B02: what helps a roster of four."""
    city = City(QIAN)
    city.targets("east", places(4, "E"))
    city.targets("west", places(4, "W"))
    city.items({"id": "A1", "lists": "east"}, {"id": "A2", "lists": "east;west"})
    city.plan(city.line("D1", "A1", "20%", THIS), city.line("D2", "A2", "20%", THIS))
    city.approve()
    told = city.told("own", but=DATED)
    check(told == "P12 own/D1 A1", f"B02: {told}")
    code, answer, _ = city.request("own", "D1")
    check(code == 4 and answer["what"] == "the line may not be drawn today", f"B02: {answer}")
    drawn = {c["line"]: c["quota"] for c in city.simulate("own")["chances"]}
    check(drawn == {"D2": 1}, f"B02: joined rosters draw one of eight: {drawn}")
    city.plan(city.line("D1", "A1", "20%", THIS, approval="长批2号"))
    city.approve()
    code, answer, folder = city.request("own", "D1")
    check(code == 0, f"B02: one target by approval: {answer}")
    item, = json.loads((folder / "request.json").read_text(encoding="utf-8"))["items"]
    check(item["approval"] == "长批2号", f"B02: the request cites it: {item}")
    check([c["quota"] for c in city.simulate("own")["chances"]] == [1], "B02: exactly one")


def temporary():
    """B04: the approval of a temporary line is none of an item, in the plan and in the request."""
    city = City(QIAN)
    city.targets("shops", places(33))
    city.items({"id": "A1", "lists": "shops"})
    city.plan(city.line("T1", "A1", "20%", THIS, kind="temporary", basis="条例", approval="长批1号"))
    city.approve()
    check(city.simulate("own")["chances"][0]["quota"] == 6, "B04: a temporary line is cut back too")
    code, answer, folder = city.request("own", "T1")
    check(code == 0, f"B04: {answer}")
    item, = json.loads((folder / "request.json").read_text(encoding="utf-8"))["items"]
    check("approval" not in item and item["ratio"] == "20%", f"B04: {item}")


def nobody():
    """B05: an item without targets is refused, and stays in sight."""
    city = City(QIAN)
    city.targets("shops", places(10))
    (city.path / "none.csv").write_text("id,name,area\n", encoding="utf-8")
    code, answer = city.load_file("targets", "none", city.path / "none.csv", department="SCJG")
    check(code == 0, f"B05: {answer}")
    city.items({"id": "A0", "lists": "none"}, {"id": "A1", "lists": "shops"}, {"id": "A2", "lists": "shops"})
    city.plan(city.line("D0", "A0", "20%"), city.line("D1", "A1", "20%", areas="220103"), city.line("D2", "A2", "20%"))
    check(city.told("own") == "P11 own/D0; P11 own/D1 A1", f"B05: {city.told('own')}")
    check(city.value("P11", "own") == ["A0 none", "0"], f"B05: N = 0: {city.value('P11', 'own')}")
    check([c["line"] for c in city.simulate("own")["chances"]] == ["D2"], "B05: they are not rehearsed")
    check("覆盖情况" in city.say("plan", "check", "own"), "B05: they stay in the report of coverage")


def everybody():
    """B06: k = N is an order of visits, and is not called a random selection."""
    city = City(QIAN)
    city.targets("shops", places(12))
    city.items({"id": "B1", "kind": "key", "reason": "safety", "lists": "shops"})
    city.plan(city.line("D1", "B1", "100%"))
    check(city.told("own") == "P19! own/D1 B1", f"B06: {city.told('own')}")
    text = city.say("plan", "check", "own")
    check("只抽取次序，不得称随机抽取" in text and "按次序公布" in text, f"B06: {text}")
    others = "".join(city.say("plan", verb, "own") for verb in ("show", "simulate"))
    check("随机抽取" not in others and "概率 own/D1 B1 *: 12/12" in others, f"B06: {others}")
    english = city.say("plan", "check", "own", lang="en")
    check("only the order is drawn" in english and "publish it as an order" in english, "B06: in English")
    city.plan(city.line("D1", "B1", "99%"))
    check(city.told("own") == "P19! own/D1 B1", "B06: ceil(99 % of 12) is 12")
    city.plan(city.line("D1", "B1", "91%"))
    check(city.told("own") == "", "B06: eleven of twelve are a selection")


def over_the_year():
    """B07: a year's ratio is of distinct targets, over all lines."""
    city = City(QIAN)
    city.targets("shops", places(100))
    city.items({"id": "A1", "lists": "shops"})
    first = city.line("D1", "A1", "12%", THIS)
    city.plan(first)
    city.approve()
    check(city.told("own", but=DATED) == "", "B07: 12 % alone")
    code, answer, _ = city.request("own", "D1")
    check(code == 0, f"B07: the first is drawn: {answer}")
    city.plan(first, city.line("D2", "A1", "12%", THIS))
    city.approve()
    check(city.value("P14", "own") == ["24 > 20, N = 100"], f"B07: {city.value('P14', 'own')}")
    code, answer, _ = city.request("own", "D2")
    check(code == 4 and answer["clause"] == "plan 4.1", f"B07: the second is refused: {answer}")
    city.plan(first, city.line("D2", "A1", "8%", THIS))
    city.approve()
    check(city.told("own", but=DATED) == "", "B07: 12 % and 8 % are 20 %")


def left_out():
    """B07: what cannot be counted, or cites an approval, is left out of the sum, and excuses no other line."""
    city = City(QIAN)
    city.targets("shops", places(100))
    city.items({"id": "A1", "lists": "shops"})
    both = city.line("D1", "A1", "12%", THIS), city.line("D2", "A1", "12%", THIS)
    for what, third in (("a ratio that cannot be read", city.line("X1", "A1", "10-20%", THIS)),
                        ("no ratio", city.line("X1", "A1", "", THIS)),
                        ("a ratio that is refused", city.line("X1", "A1", "60%", THIS)),
                        ("nobody in the area", city.line("X1", "A1", "10%", THIS, areas="220199")),
                        ("an approval", city.line("X1", "A1", "1%", THIS, approval="长批1号"))):
        for where in ("own", "draft"):  # the plan itself, and one that nobody filed
            city.plan(*both, *([third] if where == "own" else []))
            city.approve()
            if where == "draft":
                city.plan(third, name="draft")
            value = city.value("P14", "own")
            check(value == ["24 > 20, N = 100"], f"B07: {what} in {where}: {value}")
            for line in ("D1", "D2"):
                code, answer, _ = city.request("own", line)
                check(code == 4 and answer["clause"] == "plan 4.1", f"B07: {what} in {where}: {line}: {answer}")
        city.plan(city.line("D1", "A1", "3%", THIS, areas="220199"))
        check(not [v for v in city.value("P15", "own") if "N =" in v], f"B07: {what}: how few they are nobody knows")
        city.give("lines", "draft", [{"id": "k-1", "title": "占位"}], department="SCJG")


def alarm():
    """B07: the lower bound is an alarm from October on, and a breach when the year is over."""
    city = City(QIAN)
    city.targets("shops", places(100))
    city.items({"id": "A1", "lists": "shops"})
    city.plan(city.line("D1", "A1", "12%"))
    city.approve()
    visits = [{"id": f"V{i}", "target": t, "item": "A1", "department": "SCJG", "system": "S", "level": "county",
               "date": f"{NEXT}-0{1 + i}-05"} for i, t in enumerate(places(2) + places(1))]
    city.give("inspections", "done", visits, "--valid-from", f"{NEXT - 1}-01-01")
    days = {f"{NEXT}-09-30T23:59:59+08:00": "", f"{NEXT}-10-01T00:00:00+08:00": "P15! A1",
            f"{NEXT + 1}-01-01T00:00:00+08:00": "P15 A1"}
    for time, want in days.items():
        found = [f["code"] + "!" * f["warning"] + " " + f["item"]
                 for f in city.check("own", as_of=time)["found"] if f["code"] == "P15"]
        check("; ".join(found) == want, f"B07: at {time}: {found}")
    value = city.value("P15", "own", as_of=f"{NEXT}-10-01T00:00:00+08:00")
    check(value == ["inspected 2 < 3"], f"B07: two targets in three visits: {value}")


def denominator():
    """B08: who is barred leaves the pool, and not the count."""
    city = City(QIAN)
    shops = places(100)
    city.targets("shops", shops)
    city.items({"id": "A1", "lists": "shops"})
    city.plan(city.line("D1", "A1", "3%"))
    city.approve()  # with nobody barred: what is barred later counts all the same
    certificate = {"item": "A1", "issuer": "检验院", "issued": f"{THIS}-01-01", "expires": f"{NEXT}-12-31"}
    for barred, want in ((30, (3, 70)), (97, (3, 3))):
        city.give("certificates", "papers", [{"id": f"HG{i}", "target": t, **certificate}
                                              for i, t in enumerate(shops[:barred])])
        told = city.simulate("own")
        chance, = told["chances"]
        check((chance["quota"], chance["eligible"]) == want, f"B08: {barred} barred: {chance}")
        check((told["bounds"][0]["least"], told["bounds"][0]["roster"]) == (3, 100), "B08: kmin of all 100")
        check(told["barred"]["certified"] == barred, "B08: the bars are told")
    city.give("certificates", "papers", [{"id": f"HG{i}", "target": t, **certificate} for i, t in enumerate(shops[:98])])
    check(city.told("own") == "P13 own/D1 A1", f"B08: two are left for three: {city.told('own')}")
    check(city.value("P13", "own")[0].startswith("Q02"), "B08: refused, not cut down")


def growth():
    """B10: the bounds are those of the opening roster, until it has grown by more than a tenth."""
    city = City(QIAN)
    city.items({"id": "A1", "lists": "shops"})
    city.targets("shops", places(100))
    city.plan(city.line("D1", "A1", "20%"))
    city.approve()
    city.targets("shops", places(110))
    check(city.told("own") == "", f"B10: by a tenth: {city.told('own')}")
    city.targets("shops", places(111))
    check(city.told("own") == "P16 own/D1 A1", f"B10: by more: {city.told('own')}")
    check(city.value("P16", "own") == ["111 > 100"], "B10: both counts")
    city.plan(city.line("D1", "A1", "20%", note="重定基数"))
    city.approve()
    check(city.told("own") == "", "B10: an adjusted plan has a new base")


def one_visit():
    """B13, B14: one draw of a key item at 30 % and a general one at 5 %, over the same roster."""
    city = City(QIAN)
    city.targets("shops", places(100))
    city.items({"id": "A1", "lists": "shops"},
               {"id": "B1", "lists": "shops", "kind": "key", "reason": "safety", "department": "XFJY"})
    city.plan(city.joint("J1", "A1;B1", "A1=5%;B1=30%", THIS), name="joint")
    city.event("joint", "arranged")
    city.approve("joint")
    told = city.simulate("joint", runs=5)
    quota = {c["item"]: c["quota"] for c in told["chances"]}
    check(quota == {"A1": 5, "B1": 30}, f"B14: {quota}")
    figures = {(f["figure"], f["of"]): (f["least"], f["greatest"]) for f in told["figures"]}
    check(figures["reached", "A1"] == (5, 5) and figures["reached", "B1"] == (30, 30), "B14: reached")
    check(figures["visits", ""] == (30, 30), "B13: the five are among the thirty")
    check(figures["saved", ""] == (5, 5), "B13: five doors saved")
    code, answer, folder = city.request("joint", "J1")
    check(code == 0, f"B14: {answer}")
    items = json.loads((folder / "request.json").read_text(encoding="utf-8"))["items"]
    check({i["code"]: i["ratio"] for i in items} == {"A1": "5%", "B1": "30%"}, f"B14: {items}")
    # one ratio for both: the general item may not follow the key one
    city.plan(city.joint("J1", "A1;B1", "30%", THIS), name="joint")
    found = [(f["code"], f["item"]) for f in city.check("joint")["found"] if f["code"] == "P13"]
    check(found == [("P13", "A1")], f"B14: 30 % of a general item: {found}")


def ratios_of_items():
    """B14: what is no ratio for each item of the line once."""
    city = City(QIAN)
    city.targets("shops", places(100))
    city.items({"id": "A1", "lists": "shops"}, {"id": "A2", "lists": "shops"},
               {"id": "A3", "lists": "shops"}, {"id": "JJ", "members": "A1;A2"})
    for ratio in ("A1=5%", "A1=5%;A2=5%;A2=5%", "A1=5%;A2=5%;A3=5%", "A1=5%;A2=0%", "A1=5%;A2", "5%;A2=5%",
                  "A1=5%;A2=5%;", "JJ=5%;A2=5%"):
        city.plan(city.line("D1", "A1;A2", ratio))
        check(city.value("P01", "own") == ["ratio (such as 5%)"], f"B14: {ratio}: {city.value('P01', 'own')}")
    for ratio in ("A1=5%;A2=7%", "A2=7%;A1=5%"):
        city.plan(city.line("D1", "A1;A2", ratio))
        quota = {c["item"]: c["quota"] for c in city.simulate("own")["chances"]}
        check(quota == {"A1": 5, "A2": 7}, f"B14: {ratio}: {quota}")
    # a joint item stands for its members
    city.plan(city.line("D1", "JJ;A3", "A3=9%;JJ=5%"))
    quota = {c["item"]: c["quota"] for c in city.simulate("own")["chances"]}
    check(quota == {"A1": 5, "A2": 5, "A3": 9}, f"B14: members: {quota}")


def main():
    whole_numbers(sizes())
    for test in (big, small_rosters, temporary, nobody, everybody, over_the_year, left_out, alarm, denominator, growth,
                 one_visit, ratios_of_items):
        test()
    return count.end("bounds")


if __name__ == "__main__":
    sys.exit(main())
