#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""When a plan is due, when it may be drawn, and what of the year bars a target.

    dates.py QIAN
"""
import calendar
import json
import subprocess
import sys

from city import NEXT, THIS, City, Count, places

QIAN = sys.argv[1]
LEAP = next(y for y in range(NEXT, NEXT + 9) if calendar.isleap(y))
count = Count()
check = count.check


def town(shops=40):
    city = City(QIAN)
    city.targets("shops", places(shops))
    city.items({"id": "A1", "lists": "shops"},
               {"id": "K1", "lists": "shops", "kind": "key", "reason": "safety"},
               {"id": "B1", "lists": "shops", "kind": "key", "reason": "safety", "department": "XFJY"})
    return city


def due():
    """B26: 前 ends with the day before; that day itself is amber, what comes after it is red."""
    for year in {NEXT, LEAP}:
        city = town()
        late = {"starts": f"{year}-06-01"}
        city.plan(city.joint("J1", "B1", "20%", year, initiator="XFJY", participants="", **late), name="joint")
        city.plan(city.line("D1", "A1;K1", "20%", year, **late))
        city.event("joint", "arranged")
        for name, month, last in (("joint", 3, 29 if calendar.isleap(year) else 28), ("own", 4, 31)):
            lights = {f"{year}-{month - 1:02}-{last}T23:59:59": "", f"{year}-{month:02}-01T00:00:00": f"P24! {name}",
                      f"{year}-{month:02}-01T23:59:59": f"P24! {name}", f"{year}-{month:02}-02T00:00:00": f"P24 {name}"}
            for time, want in lights.items():
                told = city.told(name, as_of=f"{time}+08:00")
                check(told == want, f"B26: {name} not filed at {time}: {told}")
        text = city.say("plan", "check", "joint", "--as-of", f"{year}-03-01T09:00:00+08:00")
        check("P24 三(三): 提示：" in text and "未送审, 黄" in text, f"B26: {text}")
        # what is filed in time stays so
        city.event("own", "filed")
        check(city.told("own", as_of=f"{year}-05-02T00:00:00+08:00") == "", "B26: filed a year before")


def education():
    """B24: a visit is lawful from the day after the corresponding day of the next month."""
    city = town()
    cases = [(f"{NEXT}-01-31", f"{NEXT}-03-01", ""), (f"{NEXT}-01-31", f"{NEXT}-02-28", "P22! own/D1"),
             (f"{NEXT}-02-28", f"{NEXT}-03-31", ""), (f"{NEXT}-03-01", f"{NEXT}-03-31", "P22! own/D1"),
             (f"{NEXT}-11-30", f"{NEXT}-12-01", "P22! own/D1"), (f"{NEXT}-12-01", f"{NEXT}-12-01", "P22 own/D1"),
             ("", f"{NEXT}-03-01", "P22 own/D1")]
    for day, starts, want in cases:
        city.plan(city.line("D1", "A1;K1", "20%", education=day, starts=starts))
        check(city.told("own") == want, f"B24: {day} for {starts}: {city.told('own')}")
    city.plan(city.line("D1", "A1;K1", "20%", education=f"{NEXT}-01-31", starts=f"{NEXT}-02-01"))
    check(city.value("P22", "own") == [f"{NEXT}-03-01"], "B24: the earliest day is told")


def before_approval():
    """B27: until the plan is approved, only what the old plan has, or a temporary line of its own."""
    city = town()
    city.plan(city.line("D9", "A1", "5%", THIS - 1), name="old")
    city.plan(city.line("D1", "A1", "5%", THIS), city.line("D2", "A1", "5%", THIS, carried="old/D9"),
              city.line("D3", "A1;K1", "A1=5%;K1=20%", THIS, carried="old/D9"))
    city.plan(city.line("T1", "K1", "20%", THIS, kind="temporary", basis="条例", approval="长批1号"), name="temporary")
    city.approve("old")

    def may(name, line):
        return city.request(name, line)[0] == 0
    check(not may("own", "D1"), "B27: the plan is not approved")
    check(may("own", "D2"), "B27: carried over from an approved plan")
    check(not may("own", "D3"), "B27: with an item that the old plan did not have")
    check(not may("temporary", "T1"), "B27: a temporary plan is approved by itself")
    answer = city.check("own")
    check((answer["may_be_drawn"], answer["not_approved"]) == ([{"list": "own", "line": "D2"}], 2), f"B27: {answer}")
    late = [f["line"] for f in answer["found"] if f["code"] == "P26"]
    check(late == ["D1", "D3"], f"B27: {late}")
    city.approve("temporary")
    check(may("temporary", "T1"), "B27: temporary, with basis and approval")
    city.approve("own")
    check(may("own", "D1") and may("own", "D2"), "B27: approved")
    text = city.say("plan", "check", "own")
    check("当日可以抽取的任务：3\n  own D1–D3 (3)\n当日不能抽取的任务：0\n" in text, f"B27: {text}")
    # nothing is carried over once the new plan was approved and changed
    city.plan(city.line("D2", "A1", "5%", THIS, carried="old/D9", note="调整"))
    check(not may("own", "D2"), "B27: an adjustment waits for its approval")


def year():
    """B30: the year is that of the calendar, in China; its last day is in it."""
    city = town()
    for starts, ends, want in ((f"{NEXT}-01-01", f"{NEXT}-12-31", ""), (f"{NEXT}-01-01", f"{NEXT + 1}-01-01", "P21 own/D1"),
                               (f"{THIS}-12-31", f"{NEXT}-12-31", "P21 own/D1"), (f"{NEXT}-12-31", f"{NEXT}-12-31", "")):
        city.plan(city.line("D1", "A1;K1", "20%", starts=starts, ends=ends))
        check(city.told("own") == want, f"B30: {starts} to {ends}: {city.told('own')}")
    city.plan(city.line("D1", "A1;K1", "20%"))
    edge = [{"id": f"V{i}", "target": t, "item": "A1", "department": "SCJG", "system": "S", "level": "county", "date": d}
            for i, (t, d) in enumerate(zip(places(4), (f"{THIS}-12-31", f"{NEXT}-01-01", f"{NEXT}-12-31", f"{NEXT + 1}-01-01")))]
    city.give("inspections", "done", edge, "--valid-from", f"{THIS}-01-01")
    check(city.simulate("own")["barred"]["repeat"] == 2, "B30: two of four days are in the year")
    # the second is that of UTC+08:00: the alarm begins with the day in China
    city.approve("own")
    for time, want in ((f"{NEXT}-09-30T23:59:59+08:00", []), (f"{NEXT}-10-01T00:00:00+08:00", ["A1", "K1"])):
        found = [f["item"] for f in city.check("own", as_of=time)["found"] if f["code"] == "P15"]
        check(found == want, f"B30: {time}: {found}")


def repeats():
    """B15, B31: one visit a year for a general item, of the same system, of whatever level and day."""
    city = town()
    city.plan(city.line("D1", "A1", "5%", starts=f"{NEXT}-03-01", ends=f"{NEXT}-04-30"),
              city.line("D2", "K1", "20%", starts=f"{NEXT}-03-01", ends=f"{NEXT}-04-30"))
    shops = places(8)
    visit = {"item": "A1", "department": "SCJG", "system": "S", "level": "county", "date": f"{NEXT}-02-01"}
    rows = [{}, {"level": "city"}, {"level": "province", "date": f"{NEXT}-11-30"}, {"department": "OTHER"},  # barred
            {"system": "T"}, {"item": "A9"}, {"date": f"{THIS}-12-31"}, {"item": "K1"}]  # not
    city.give("inspections", "done", [{"id": f"V{i}", "target": t, **visit, **row} for i, (t, row) in enumerate(zip(shops, rows))],
              "--valid-from", f"{THIS}-01-01")
    told = city.simulate("own")
    free = {c["line"]: (c["eligible"], c["roster"]) for c in told["chances"]}
    check(free == {"D1": (36, 40), "D2": (40, 40)}, f"B15, B31: {free}")
    check(told["barred"] == {"repeat": 4, "certified": 0, "cap": 0}, f"B31: {told['barred']}")
    # an approval of the year lifts it, for its target and item
    paper = {"target": shops[0], "item": "A1", "authority": "市局", "date": f"{NEXT}-02-02", "reason": "投诉"}
    city.give("approvals", "approvals", [{"id": "P1", **paper}, {"id": "P2", **paper, "target": shops[1], "item": "K1"},
                                         {"id": "P3", **paper, "target": shops[2], "date": f"{THIS}-02-02"}],
              "--valid-from", f"{THIS}-01-01")
    check(city.simulate("own")["barred"]["repeat"] == 3, "B31: one of three approvals is of the year and the item")
    # two lines of one item in a year do not meet at one door
    city.plan(city.line("D1", "A1", "10%", starts=f"{NEXT}-03-01"), city.line("D3", "A1", "10%", starts=f"{NEXT}-09-01"))
    figures = {(f["figure"], f["of"]): f["least"] for f in city.simulate("own", runs=9)["figures"]}
    check(figures["reached", "A1"] == 8 and figures["doors", "2"] == 0, "B31: eight distinct targets")


def working_days():
    """B20: the State Council's calendar counts, with its working weekends; without data nothing is guessed."""
    def due_day(start, days):
        done = subprocess.run([QIAN, "calendar", "count", "--from", start, "--working-days", str(days), "--json"],
                              capture_output=True, text=True)
        return done.returncode, json.loads(done.stdout or done.stderr)
    code, answer = due_day("2021-02-09", 7)
    check(code == 0 and "2021-02-24" in json.dumps(answer), f"B20: {answer}")
    code, answer = due_day("2099-01-05", 7)
    check(code == 4 and "2099" in answer["value"], f"B20: a year without data: {answer}")


def main():
    for test in (due, education, before_approval, year, repeats, working_days):
        test()
    return count.end("dates")


if __name__ == "__main__":
    sys.exit(main())
