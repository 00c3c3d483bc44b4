#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""A rehearsal against a second hand that draws the same small city by plain search, its charts and
the way of a plan into a workbook and back.

    rehearsal.py QIAN
"""
import datetime
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

QIAN = sys.argv[1]
YEAR = 2027
passed = failed = 0


def check(good, *what):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print("rehearsal:", *what)


def qian(*args, code=0):
    run = subprocess.run([QIAN, *args, "--lang", "en"], capture_output=True, text=True)
    check(run.returncode == code, args, run.returncode, run.stdout[-600:], run.stderr[-600:])
    return run.stdout


def given(home, kind, name, department, header, rows, code=0):
    path = pathlib.Path(home, "in.csv")
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return qian("import", kind, str(path), "--list", name, "--department", department, "--home", home,
                "--apply", "--reason", "error:test", code=code)


# lists of targets: which of 160 doors stand in which
SHOPS = [f"loc:S{i:03}" for i in range(100)]
SCHOOLS = [f"loc:S{i:03}" for i in range(80, 160)]  # 20 are both
CLASSES = {t: "A" if i < 50 else "B" if i < 80 else "C" if i < 95 else "D" for i, t in enumerate(SHOPS)}
ROSTER = {"A1": SHOPS, "A2": SCHOOLS, "B1": SCHOOLS, "Z1": SHOPS}
DEPARTMENT = {"A1": "SCJG", "A2": "SCJG", "B1": "XFJY", "Z1": "SCJG"}
GENERAL = {"A1", "A2", "Z1"}
WEIGHT = {"A": 1, "B": 2, "C": 4, "D": 8}
# id, list, kind, items, ratio in percent, starts, ends, stratified
LINES = [
    ("J1", "joint", "joint", ["A1", "A2", "B1"], 20, "2027-03-01", "2027-06-30", False),
    ("D1", "own", "own", ["Z1"], 10, "2027-04-01", "2027-04-30", True),
    ("D2", "own", "own", ["Z1"], 7, "2027-05-15", "2027-08-20", False),
]


def lines_of(name):
    for line in LINES:
        if line[1] == name:
            who = ["SCJG", "XFJY"] if name == "joint" else ["SCJG", ""]
            yield ",".join([line[0], str(YEAR), line[2], "检查" + line[0], ";".join(line[3]), *who, f"{line[4]}%",
                            line[5], line[6], "class" if line[7] else "",
                            ";".join(f"{k}={v}" for k, v in WEIGHT.items()) if line[7] else ""])


def city(home):
    for name, doors in (("shops", SHOPS), ("schools", SCHOOLS)):
        given(home, "targets", name, "SCJG", "id,name,area", [f"{d},户{d[-3:]},220102" for d in doors])
    given(home, "classes", "classes", "SCJG", "id,class,since",
          [f"{d},{c},2020-01-01" for d, c in CLASSES.items()])
    given(home, "items", "items", "SCJG", "id,name,department,kind,type,system,unit,lists",
          [f"{i},{i},{DEPARTMENT[i]},{'general' if i in GENERAL else 'key'},place,S,premises,"
           f"{'shops' if ROSTER[i] is SHOPS else 'schools'}" for i in ROSTER])
    given(home, "inspectors", "people", "SCJG", "id,name,class,department,areas,items,expires",
          [f"ZF{i},人{i},civil,{'SCJG' if i < 3 else 'XFJY'},*,A1;A2;Z1;B1,"
           f"{'2027-12-31' if i != 2 else '2027-05-01'}" for i in range(5)])
    header = "id,year,kind,title,items,initiator,participants,ratio,starts,ends,stratify,weights"
    given(home, "lines", "joint", "SSJB", header, list(lines_of("joint")))
    given(home, "lines", "own", "SCJG", header, list(lines_of("own")))


def apportion(k, strata, eligible):
    seats = {s: 0 for s in strata}
    for _ in range(k):
        best = max((s for s in strata if seats[s] < eligible.get(s, 0)),
                   key=lambda s: (WEIGHT[s] * strata[s] / (2 * seats[s] + 1), strata[s], -ord(s)))
        seats[best] += 1
    return seats


def drawn(line, run, seed, taken):
    """The rows that the line takes: for each item the smallest keys among those who may come."""
    name, of, kind, items, percent, starts, ends, by_class = line
    sub = hashlib.sha256(f"qian/1 rehearsal|{seed}|{run}|{of}/{name}".encode()).hexdigest()
    took = {}
    for item in items:
        roster = ROSTER[item]
        free = [d for d in roster if not (item in GENERAL and d in taken[item])]
        k = -(-percent * len(roster) // 100)
        if item in GENERAL:
            k = min(k, 20 * len(roster) // 100)
        order = sorted(free, key=lambda d: hashlib.sha256(f"{sub}|{d}".encode()).digest())
        if by_class:
            sizes = {c: sum(CLASSES[d] == c for d in roster) for c in "ABCD"}
            seats = apportion(k, sizes, {c: sum(CLASSES[d] == c for d in free) for c in "ABCD"})
            chosen = [d for c in "ABCD" for d in [x for x in order if CLASSES[x] == c][:seats[c]]]
        else:
            chosen = order[:k]
        for door in chosen:
            took.setdefault(door, []).append(item)
    return took


def rehearse(run, seed):
    taken = {item: set() for item in ROSTER}
    doors, months, classes, out = {}, {f"{m:02}": 0 for m in range(1, 13)}, dict.fromkeys("ABCD-", 0), {}
    saved = visits = 0
    departments = {"SCJG": 0, "XFJY": 0}
    for line in sorted(LINES, key=lambda x: (x[5], x[1], x[0])):
        took = drawn(line, run, seed, taken)
        first, last = (datetime.date.fromisoformat(x) for x in line[5:7])
        for i in range(len(took)):
            day = first + datetime.timedelta(days=i * ((last - first).days + 1) // len(took))
            months[f"{day.month:02}"] += 1
        visits += len(took)
        for door, items in took.items():
            doors[door] = doors.get(door, 0) + 1
            classes[CLASSES.get(door, "-")] += 1
            saved += len(items) - 1 if line[2] == "joint" else 0
            for department in {DEPARTMENT[i] for i in items}:
                departments[department] += 1
            for item in items:
                taken[item].add(door)
    times = dict.fromkeys(["0", "1", "2", "3", "4", "5+"], 0)
    for door in set(SHOPS) | set(SCHOOLS):
        n = doors.get(door, 0)
        times["5+" if n >= 5 else str(n)] += 1
    out = {("month", k): v for k, v in months.items()}
    out.update({("doors", k): v for k, v in times.items()})
    out.update({("class", k): v for k, v in classes.items()})
    out.update({("department", k): v for k, v in departments.items()})
    out.update({("reached", k): len(v) for k, v in taken.items()})
    out.update({("visits", ""): visits, ("saved", ""): saved, ("refused", ""): 0})
    return out


def compare(home, seed, runs):
    told = json.loads(qian("plan", "simulate", "--year", str(YEAR), "--home", home, "--seed", seed,
                           "--runs", str(runs), "--json"))
    all_runs = [rehearse(run, seed) for run in range(1, runs + 1)]
    check(told["rehearsal"] and told["lines"] == 3 and told["targets"] == 160, told["lines"], told["targets"])
    figures = {(f["figure"], f["of"]): (f["least"], f["median"], f["greatest"]) for f in told["figures"]}
    check(set(figures) == set(all_runs[0]), set(figures) ^ set(all_runs[0]))
    for key in all_runs[0]:
        values = sorted(r[key] for r in all_runs)
        want = values[0], values[(runs - 1) // 2], values[-1]
        check(figures.get(key) == want, seed, key, figures.get(key), want)
    return told


def vectors(told):
    # B16: 50, 30, 15, 5 with weights 1, 2, 4, 8 and k = 10 -> 2, 3, 3, 2
    of = {c["stratum"]: (c["quota"], c["eligible"]) for c in told["chances"] if c["line"] == "D1"}
    check(of == {"A": (2, 50), "B": (3, 30), "C": (3, 15), "D": (2, 5)}, "B16", of)
    # B41: without strata every door has the same chance
    check([c["eligible"] for c in told["chances"] if c["line"] == "D2"] == [100], "B41")
    bounds = {b["item"]: (b["least"], b["most"], b["roster"]) for b in told["bounds"]}
    # B01: N=100 -> 3..20; B06: key, ceil(N/5)..N
    check(bounds["A1"] == (3, 20, 100) and bounds["B1"] == (16, 80, 80), "B01, B06", bounds)
    load = {(x["line"], x["department"]): x for x in told["inspectors"]}
    # B37: one of each department in a joint visit, two in an own one; ZF2's certificate ends in May
    check(load["J1", "XFJY"]["available"] == 2 and load["J1", "XFJY"]["slots"] == 1, "B37", load["J1", "XFJY"])
    check(load["D1", "SCJG"]["available"] == 3 and load["D1", "SCJG"]["slots"] == 2, "B37", load["D1", "SCJG"])
    # B39: 3 over 2 leave log2 3 = 1 bit; 2 over 2 no choice at all
    check(load["D1", "SCJG"]["bits"] == 1 and load["D2", "SCJG"]["bits"] == 0, "B39")
    check(load["D1", "SCJG"]["hundredths"] == -(-10 * 2 * 100 // 3), "B40: load, in whole hundredths", load["D1", "SCJG"])


def charts(home):
    first, second = pathlib.Path(home, "one"), pathlib.Path(home, "two")
    for folder in (first, second):
        qian("plan", "simulate", "--year", str(YEAR), "--home", home, "--runs", "3", "--svg", str(folder))
    files = sorted(p.name for p in first.iterdir())
    check(files == ["doors.svg", "inspectors.svg", "months.svg", "ratios.svg"], files)
    for name in files:
        text = (first / name).read_bytes()
        check(text == (second / name).read_bytes(), name, "other bytes")
        root = xml.etree.ElementTree.fromstring(text)
        kinds = {e.tag.split("}")[1] for e in root.iter()}
        check(kinds <= {"svg", "title", "rect", "text"}, name, kinds)
        check(not any(a.lower().startswith("on") or "href" in a for e in root.iter() for a in e.attrib), name)


def history(home):
    """B31: repeats of one system, year and general item are barred; B44: the cap, where a pack has it."""
    given(home, "inspections", "done", "SCJG", "id,target,item,department,system,level,date,kind",
          ["V1,loc:S000,Z1,SCJG,S,county,2027-01-05,drawn", "V2,loc:S001,Z1,SCJG,S,county,2026-12-31,drawn",
           "V3,loc:S002,Z1,SCJG,T,county,2027-01-05,drawn", "V4,loc:S100,B1,XFJY,S,city,2027-01-05,drawn"])
    args = ["plan", "simulate", "own", "--year", str(YEAR), "--home", home, "--as-of",
            "2027-02-01T09:00:00+08:00", "--json"]
    old = json.loads(qian(*args))["barred"]
    check(old["repeat"] == 2, "B31: one target in two lines", old)  # V1 in D1 and in D2
    new = json.loads(qian(*args, "--rules", "changchun-2021", "--rules", "changchun-guobanfa-2024-54"))["barred"]
    # B44: class A has one visit a year: V1 is barred by the repeat first, V3 by the cap
    check(new["repeat"] == 2 and new["cap"] == 2, "B44", new)


def round_trip(home):
    """A122: a plan goes into a workbook and comes back the same."""
    book = str(pathlib.Path(home, "计划.xlsx"))
    for name in ("joint", "own"):
        qian("plan", "export", name, "--out", book, "--home", home)
        told = json.loads(qian("import", "lines", book, "--list", name, "--home", home, "--json"))
        n = sum(line[1] == name for line in LINES)
        check(told["counts"]["unchanged"] == n == told["counts"]["rows"], name, told["counts"])
    # a list of another name, in which nothing was before: the same rows
    qian("import", "lines", book, "--list", "again", "--department", "SCJG", "--home", home, "--apply")
    both = json.loads(qian("plan", "show", "own", "again", "--home", home, "--json"))["plans"]
    check(both[0]["lines"] == both[1]["lines"] and len(both[0]["lines"]) == 2, "A122")


def main():
    with tempfile.TemporaryDirectory() as home:
        city(home)
        told = compare(home, "qian", 1)
        compare(home, "长春", 7)
        vectors(told)
        charts(home)
        round_trip(home)
        qian("plan", "check", "nobody", "--home", home, code=2)
        qian("plan", "simulate", "--runs", "0", "--home", home, code=2)
        # B18: a class of weight 0 would never be inspected
        given(home, "lines", "zero", "SCJG", "id,title,weights", ["W1,零权重,A=0;B=1"], code=5)
    with tempfile.TemporaryDirectory() as home:
        city(home)
        history(home)
    print(f"rehearsal: {passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
