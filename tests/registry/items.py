#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Items (spec/items.md), driven through the program on databases of its own.

    items.py QIAN
"""
import datetime
import hashlib
import itertools
import random
import sys
import time
import unicodedata

from kit import Count, Home

# An item that lacks nothing but its link to nobody: every case is this one with something changed.
WHOLE = {"id": "X1", "name": "食品经营检查", "kind": "一般", "basis": "《食品安全法》第一百零九条", "object": "食品经营者",
         "agency": "市场监管局", "content": "许可、进货查验", "method": "现场检查", "procedure": "一看二查三记",
         "source": "权责清单", "external": "E1", "type": "企业", "system": "SCJG", "unit": "主体", "lists": "food",
         "ratio": "5%", "frequency": "1次/年"}
TARGETS = [{"id": f"project:P{i}", "name": f"工程{i}"} for i in range(3)]
FAULTS = [
    ({}, set()),
    ({"basis": ""}, {"I01"}), ({"object": ""}, {"I02"}), ({"agency": ""}, {"I03"}),
    ({"content": ""}, {"I04"}), ({"method": "无"}, {"I05"}), ({"procedure": "-"}, {"I06"}),
    ({"kind": ""}, {"I07"}),
    ({"kind": "重点"}, {"I08", "I24"}), ({"kind": "重点", "ratio": "100%"}, {"I08"}),
    ({"kind": "重点", "reason": "安全", "ratio": "≥20%"}, set()),
    ({"kind": "重点", "reason": "安全", "ratio": "100%", "cap": "100%"}, set()),
    ({"special": "是"}, set()),
    ({"cap": "20%"}, set()), ({"cap": "21%"}, {"I10"}), ({"cap": "20.0001%"}, {"I10"}),
    ({"cap": "2.9999%"}, {"I11"}), ({"cap": "3%"}, set()),
    ({"source": ""}, {"I12"}), ({"source": "权责清单、法律授权"}, set()), ({"external": ""}, {"I14"}),
    ({"type": ""}, {"I15"}), ({"unit": ""}, {"I16"}), ({"lists": ""}, {"I17"}), ({"lists": "none"}, {"I18"}),
    ({"lists": "food;more"}, {"I19", "I21"}), ({"lists": "food;more", "note": "分属两局"}, {"I21"}),
    ({"system": ""}, {"I20"}), ({"ratio": "M50%"}, {"I22"}), ({"frequency": "每年1次或2次"}, {"I23"}),
    ({"ratio": "不超过2%"}, {"I24"}), ({"ratio": "30%"}, {"I24"}), ({"ratio": "10-20%"}, set()),
    ({"ratio": "根据实际情况确定"}, set()), ({"ratio": "100%"}, {"I24"}),
]
STOPS = {f"I{i:02}" for i in (*range(1, 14), *range(15, 21), 25, 26, 27)}


def codes(found, item=None):
    return {f["code"] for f in found["findings"] if item in (None, f["item"])}


def test_faults(qian, c):
    home = Home(qian)
    home.load("targets", "food", TARGETS)
    home.load("targets", "more", TARGETS)
    for change, want in FAULTS:
        home.load("items", "list", [{**WHOLE, **change}])
        home.event("list", "filed")
        home.event("list", "published")
        code, found = home.run("item", "check")
        c.check(codes(found) == want, f"{change}: {codes(found)}, wants {want}")
        c.check(code == (4 if want & STOPS else 0), f"{change}: exit {code}")
        c.check(all(f["stops"] == (f["code"] in STOPS) for f in found["findings"]), f"{change}: what stops")
        c.check(all(f["what"] and f["next"] for f in found["findings"]), f"{change}: without a sentence")


def test_refused(qian, c):
    home = Home(qian)
    for change, column in [({"kind": "重点", "reason": "安全", "special": "是"}, "special"),
                           ({"retired": "2026-01-01"}, "retired_for"), ({"retired_for": "合并"}, "retired"),
                           ({"kind": "随意"}, "kind"), ({"source": "红头文件"}, "source"), ({"name": ""}, "name"),
                           ({"cap": "一成"}, "cap"), ({"id": "X" * 60, "part": "子项"}, "id")]:
        code, told = home.load("items", "list", [{**WHOLE, **change}])
        rejected = {f["column"] for f in told["findings"] if f["kind"] == "rejected"}
        c.check(code == 5 and rejected == {column}, f"{change}: exit {code}, {rejected}")


def test_ids(qian, c):
    """Running numbers get the list in front, sub-items a digest behind; the order of rows is nothing."""
    home = Home(qian)
    rows = [{"编号": "1", "抽查事项名称": "甲", "抽查子项": "子项（一）"}, {"编号": "1", "抽查事项名称": "甲", "抽查子项": "子项二"},
            {"编号": "2", "抽查事项名称": "乙", "抽查子项": ""}, {"编号": "A-3", "抽查事项名称": "丙", "抽查子项": ""}]
    code, told = home.load("items", "list", rows)
    c.check(code == 0 and told["counts"]["added"] == 4, f"ids: {told['counts']}")

    def digest(part):
        folded = unicodedata.normalize("NFKC", part).replace(" ", "")
        return hashlib.sha256(folded.encode()).hexdigest()[:6]

    want = {"list.1-" + digest("子项(一)"), "list.1-" + digest("子项二"), "list.2", "A-3"}
    _, listed = home.run("item", "list")
    c.check({i["id"] for i in listed["items"]} == want, f"ids: {[i['id'] for i in listed['items']]}")
    code, told = home.load("items", "list", rows[::-1])
    c.check(told["counts"]["unchanged"] == 4 and told["counts"]["changed"] == 0, "ids: another order changes nothing")
    code, told = home.load("items", "list", [*rows, {"编号": "1", "抽查事项名称": "丁", "抽查子项": "子项二"}])
    c.check(code == 5 and told["counts"]["rejected"] == 2, f"ids: two that differ are both refused: {told['counts']}")


def test_twice(qian, c):
    home = Home(qian)
    home.load("targets", "food", TARGETS)
    home.load("items", "a", [WHOLE, {**WHOLE, "id": "X2", "basis": "《甲法》", "content": "甲"}])
    home.load("items", "b", [{**WHOLE, "external": "E9", "basis": "《乙法》", "content": "乙"}], department="D2")
    _, found = home.run("item", "check")
    c.check("I13" in codes(found, "X2") and "I25" in codes(found, "X1"), f"twice: {codes(found)}")
    home.load("items", "a", [WHOLE, {**WHOLE, "id": "X2", "basis": "《甲法》", "content": "甲", "retired": "2026-01-01",
                                     "retired_for": "合并"}])
    _, found = home.run("item", "check")
    c.check("I13" not in codes(found), "twice: a retired item holds no external code")


def test_retired(qian, c):
    home = Home(qian)
    soon = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
    home.load("items", "list", [{**WHOLE, "retired": soon, "retired_for": "依据废止"}])
    _, now = home.run("item", "list")
    _, then = home.run("item", "list", "--as-of", f"{soon}T00:00:00+08:00")
    c.check(now["items"][0]["live"] and not then["items"][0]["live"], "retired: live until the day")
    code, found = home.run("item", "check", "--as-of", f"{soon}T00:00:00+08:00")
    c.check(code == 0 and found["items"] == 1 and found["live"] == 0 and not found["findings"],
            "retired: it stays, and is not looked at")


def test_filing(qian, c):
    home = Home(qian)
    home.load("targets", "food", TARGETS)
    home.load("items", "list", [WHOLE])

    def state():
        item = home.run("item", "list")[1]["items"][0]
        return bool(item["filed"]), bool(item["published"]), "I28" in codes(home.run("item", "check")[1])

    c.check(state() == (False, False, True), "filing: a draft")
    home.event("list", "filed")
    c.check(state() == (True, False, True), "filing: filed")
    home.event("list", "published")
    c.check(state() == (True, True, False), "filing: published")
    home.load("items", "list", [{**WHOLE, "content": "别的内容"}])
    c.check(state() == (False, False, True), "filing: a changed row is a draft again")


def test_joint(qian, c):
    home = Home(qian)
    home.load("targets", "food", TARGETS)
    members = [{**WHOLE, "id": f"M{i}", "external": f"E{i}", "basis": f"法{i}", "content": f"事{i}"} for i in range(3)]
    home.load("items", "list", members)
    joint = {"id": "J", "name": "联合检查", "members": "M0;M1;M2"}
    home.load("items", "joint", [joint], department="OFFICE")
    before = home.run("item", "list")[1]["as_of"]
    c.check(codes(home.run("item", "check")[1], "J") == {"I28"}, "joint: nothing else is asked of it")
    for change, want in [("M0", "I26"), ("M0;NONE", "I27"), ("M0;J", "I27")]:
        home.load("items", "joint", [{**joint, "members": change}], department="OFFICE")
        c.check(want in codes(home.run("item", "check")[1], "J"), f"joint: {change}")
    time.sleep(1.1)
    home.load("items", "joint", [{**joint, "members": "M0;M1"}], department="OFFICE")

    def now(*more):
        return [i["members"] for i in home.run("item", "list", *more)[1]["items"] if i["id"] == "J"]

    c.check(now() == ["M0;M1"], "joint: a member taken out")
    time.sleep(1.1)
    home.load("items", "joint", [{**joint, "members": "M1;M2"}], department="OFFICE")
    c.check(now("--as-of", before) != now() == ["M1;M2"], "joint: what was recorded before is still there")


def test_overlap(qian, c):
    home = Home(qian)
    home.load("targets", "food", TARGETS)
    a = {**WHOLE, "id": "A", "external": "1", "basis": "《甲法》 第（三）条"}
    b = {**a, "id": "B", "external": "2", "basis": "《甲法》第(三)条", "content": "另一内容"}  # the same basis, folded
    d = {**a, "id": "D", "external": "3", "basis": "《丁法》", "type": "产品"}  # the same content, another type
    e = {**a, "id": "E", "external": "4", "basis": "《戊法》", "type": "企业、产品"}  # the same content as A and D
    home.load("items", "one", [a, b, d])
    home.load("items", "two", [e], department="D2")
    _, found = home.run("item", "check")
    got = {(f["code"], f["item"], f["other"]) for f in found["findings"] if f["code"] in ("I30", "I31")}
    want = {("I30", "A", "B"), ("I30", "B", "A")} | {("I31", x, "E") for x in "AD"} | {("I31", "E", x) for x in "AD"}
    c.check(got == want, f"overlap: {got}")
    c.check([d["live"] for d in found["departments"]] == [3, 1], "overlap: counted by department")


def test_shares(qian, c):
    home = Home(qian)
    kinds = [("一般", ""), ("重点", "安全"), ("重点", "质量"), ("", "")]
    home.load("items", "list", [{**WHOLE, "id": f"S{i}", "kind": k, "reason": r} for i, (k, r) in enumerate(kinds)])
    _, found = home.run("item", "check")
    c.check(found["departments"] == [{"department": "D1", "live": 4, "key": 2, "general": 1, "unmarked": 1}],
            f"shares: {found['departments']}")


def planted(home, draw):
    """Random lists and items; returns the targets of each item, its department and ratio in millionths."""
    types = {"project:": "project", "product:": "product"}
    everything = [f"{t}{i:04}" for t in types for i in range(400)]
    lists = {}
    for name in "abcde":
        lists[name] = set(draw.sample(everything, draw.randrange(50, 600)))
        home.load("targets", name, [{"id": i, "name": i} for i in sorted(lists[name])])
    ratios = {"5%": 50000, "12.5%": 125000, "不低于7‰": 30000, "不超过2%": 20000, "随便": 30000, "19.9999%": 199999}
    items, rows = {}, {"D1": [], "D2": [], "D3": []}
    for k in range(9):
        of = draw.sample("abcde", draw.randrange(1, 3))
        type = draw.choice([["project"], ["product"], ["project", "product"]])
        ratio, department = draw.choice(list(ratios)), draw.choice(list(rows))
        targets = {i for name in of for i in lists[name] if types[i.split(":")[0] + ":"] in type}
        items[f"K{k}"] = targets, department, ratios[ratio]
        rows[department].append({"id": f"K{k}", "name": "事项", "kind": "一般", "type": ";".join(type),
                                 "lists": ";".join(of), "ratio": ratio, "note": "测试"})
    for department, some in rows.items():
        if some:
            home.load("items", "list-" + department, some, department=department)
    return items


def test_suggest(qian, c):
    draw = random.Random(20261)
    for turn in range(4):
        home = Home(qian)
        items = planted(home, draw)
        _, told = home.run("item", "suggest")
        want = {}
        for x, y in itertools.combinations(sorted(items), 2):
            (s, d, p), (t, e, q) = items[x], items[y]
            n = len(s & t)
            if d != e and n * min(p, q) >= 10**6:
                want[x, y] = n, n * min(p, q), str(n * p * q)
        got = {(p["a"], p["b"]): (p["common"], p["saved_millionths"], p["chance_1e-12"]) for p in told["pairs"]}
        c.check(got == want and want, f"suggest {turn}: {got} wants {want}")
        gains = [p["saved_millionths"] * 10**6 - int(p["chance_1e-12"]) for p in told["pairs"]]
        c.check(gains == sorted(gains, reverse=True), f"suggest {turn}: order")
        grouped = [i for g in told["groups"] for i in g["items"]]
        c.check(len(grouped) == len(set(grouped)), f"suggest {turn}: an item in two groups")
        test_groups(c, items, told["groups"], draw, turn)


def test_groups(c, items, groups, draw, turn):
    """Draw by one key: what a group saves is, on the average, no less than was said."""
    for group in groups:
        saved, draws = 0, 60
        for _ in range(draws):
            key = {}
            chosen = [{t for t in sorted(items[i][0]) if key.setdefault(t, draw.randrange(10**6)) < items[i][2]}
                      for i in group["items"]]
            saved += sum(map(len, chosen)) - len(set().union(*chosen))
        at_least = group["saved_at_least_millionths"] / 10**6
        c.check(saved / draws > at_least - 4 * (at_least / draws) ** 0.5,
                f"suggest {turn}: {group}: saved {saved / draws}")


def test_suggest_shape(qian, c):
    """Joint items, retired ones and those without a roster are not suggested."""
    home = Home(qian)
    home.load("targets", "t", [{"id": f"project:{i}", "name": str(i)} for i in range(100)])
    base = {"name": "事项", "kind": "一般", "type": "项目", "lists": "t", "ratio": "10%"}
    home.load("items", "one", [{**base, "id": "A"}, {**base, "id": "R", "retired": "2026-01-01", "retired_for": "合并"}])
    home.load("items", "two", [{**base, "id": "B"}, {**base, "id": "N", "lists": ""}], department="D2")
    _, told = home.run("item", "suggest")
    c.check([(p["a"], p["b"], p["common"], p["saved_millionths"], p["chance_1e-12"]) for p in told["pairs"]]
            == [("A", "B", 100, 10 * 10**6, str(10**12))], f"shape: {told['pairs']}")
    home.load("items", "joint", [{"id": "J", "name": "联合", "members": "A;B"}], department="OFFICE")
    _, told = home.run("item", "suggest")
    c.check(not told["pairs"] and not told["groups"], "shape: they are joined already")


def main(qian):
    c = Count()
    for test in (test_faults, test_refused, test_ids, test_twice, test_retired, test_filing, test_joint, test_overlap,
                 test_shares, test_suggest, test_suggest_shape):
        test(qian, c)
    return c.end("items")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
