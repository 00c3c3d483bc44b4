#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""What filings are due, and the copy that was filed (spec/registers.md 4.5, 4.6), by the program on
databases of its own.

    filing.py QIAN
"""
import datetime
import hashlib
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "sheet"))
import workbook  # noqa: E402
from kit import Count, Home  # noqa: E402

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
DAY = datetime.timedelta(1)
ITEMS = [{"id": f"X{i}", "name": f"检查{i}", "kind": "重点" if i % 3 == 0 else "一般", "object": "企业"} for i in range(1, 8)]
PEOPLE = [{"执法证编号": f"ZF{i}", "姓名": f"人{i}", "人员类别": "公务员", "部门": "D1", "有效期": "2099-12-31"} for i in range(3)]


def quarter_end(day):
    month = (day.month + 2) // 3 * 3
    return datetime.date(day.year + month // 12, month % 12 + 1, 1) - DAY


def calendar(home, last):
    """A calendar without a single notice, whose years end with `last`."""
    path = home.path / f"{last}.json"
    years = [{"year": y, "sources": ["test"], "off": [], "work": []} for y in range(TODAY.year - 1, last + 1)]
    path.write_text(json.dumps({"format": "qian/1 calendar", "name": "plain", "title": "无节假日", "edition": 1, "years": years},
                               ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def due_day(day):
    end = quarter_end(day)
    while end.weekday() >= 5:
        end -= DAY
    return end


def due(count, home):
    plain, short = calendar(home, TODAY.year + 2), calendar(home, TODAY.year - 1)
    end, last = quarter_end(TODAY), due_day(TODAY)

    def look(day, code, *more, using=plain):
        got, told = home.run("register", "due", "--day", day, "--calendar", using, *more)
        count.check(got == code, f"due on {day}: exit {got}, not {code}: {told}")
        return {row["list"]: row for row in told["lists"]}

    home.load("items", "items", ITEMS)
    home.load("inspectors", "people", PEOPLE)
    home.load("targets", "firms", [{"id": "project:P1", "name": "工程"}])
    rows = look(TODAY, 4 if last < TODAY else 0)
    count.check(set(rows) == {"items", "people"}, f"items and inspectors alone are filed: {rows}")
    for day, light, code in ((last - DAY, "green", 0), (last, "amber", 0), (last + DAY, "red", 4), (end + DAY, "red", 4)):
        if day < TODAY:
            continue
        row = look(day, code)["people"]
        left = (last - day).days
        want = {"light": light, "due": str(last), "filed": None, "overdue": light == "red", "waiting": day <= end, "ends": str(end),
                "quarter": f"{TODAY.year:04}Q{(TODAY.month + 2) // 3}", "days_left" if left >= 0 else "days_over": abs(left)}
        count.check(want.items() <= row.items(), f"{day}: {row}")
    for row in look(TODAY, 4, using=short).values():
        count.check(row["missing_year"] == TODAY.year and "due" not in row and "light" not in row, f"a year without data: {row}")
    count.check(look(TODAY - DAY, 0) == {}, "before there was anything")
    home.run("register", "event", "people", "filed", "--reference", "长司备1号")
    row = look(end + DAY, 4)["people"]
    count.check(row["filed"] and not row["overdue"] and not row["waiting"] and row["light"] == ("red" if TODAY > last else
                "amber" if TODAY == last else "green"), f"filed: {row}")
    code, told = home.run("register", "due", "--day", "yesterday")
    count.check(code == 2, f"no day: {told}")


def copies(count, home):
    def compare(rows, name="copy.csv"):
        path = home.path / name
        columns = list(dict.fromkeys(c for row in rows for c in row))
        path.write_text("\n".join(",".join(row.get(c, "") for c in columns) for row in [{c: c for c in columns}, *rows]) + "\n",
                        encoding="utf-8")
        return path, *home.run("register", "compare", "items", path)

    def differences(told):
        return [(d["in"], d["row"], d["id"], d["listed"], d["copied"]) for d in told["differences"]]

    good, code, told = compare(ITEMS, "good.csv")
    count.check(code == 0 and differences(told) == [] and told["rows"] == 7, f"the same: {told}")
    _, code, told = compare([{**r, "object": "个体户", "name": r["name"] + "（旧）"} for r in reversed(ITEMS)])
    count.check(code == 0 and differences(told) == [], f"other order, other words: {told}")
    bad, code, told = compare([{**r, "kind": "一般"} if r["id"] == "X3" else r for r in ITEMS], "bad.csv")
    count.check(code == 1 and differences(told) == [("both", 4, "X3", "key", "general")], f"一般 for 重点: {told}")
    _, code, told = compare([{**r, "kind": ""} if r["id"] == "X3" else r for r in ITEMS])
    count.check(code == 1 and differences(told) == [("both", 4, "X3", "key", "")], f"not marked: {told}")
    _, code, told = compare([{k: v for k, v in r.items() if k != "kind"} for r in ITEMS])
    count.check(code == 1 and len(told["differences"]) == 7, f"no row is marked: {told}")
    _, code, told = compare(ITEMS[1:] + [{"id": "X9", "name": "检查9", "kind": "一般"}])
    count.check(code == 1 and differences(told) == [("list", 0, "X1", "", ""), ("copy", 8, "X9", "", "")], f"rows in one alone: {told}")
    many = [{"id": f"Y{i:04}", "name": "多", "kind": "一般"} for i in range(500)]
    _, code, told = compare(ITEMS + many)
    count.check(code == 1 and len(told["differences"]) == 500, "all are told")
    _, code, told = compare([{**r, "kind": "特别"} if r["id"] == "X3" else r for r in ITEMS])
    count.check(code == 5 and "registers 4.6" in json.dumps(told), f"a row that cannot be read: {told}")
    for words, want in ((("nolist", good), 2), (("items", home.path / "none.csv"), 3), (("items",), 2)):
        code, told = home.run("register", "compare", *words)
        count.check(code == want, f"{words}: {code} {told}")
    book = home.path / "copy.xlsx"
    cells = "".join(f'<row r="{n}">' + "".join(f'<c r="{c}{n}" t="inlineStr"><is><t>{v}</t></is></c>' for c, v in zip("ABC", row)) + "</row>"
                    for n, row in enumerate([("编号", "事项名称", "事项类别"), *((r["id"], r["name"], r["kind"]) for r in ITEMS)], 3))
    workbook.save(book, workbook.parts(cells))
    code, told = home.run("register", "compare", "items", book, "--map", "id=编号", "--map", "name=事项名称", "--map", "kind=事项类别",
                          "--header", "3")
    count.check(code == 0 and told["rows"] == 7, f"a workbook: {told}")
    code, told = home.run("register", "event", "items", "filed", "--reference", "长司备2号", "--copy", bad)
    count.check(code == 4 and "registers 4.6" in json.dumps(told), f"filed with another copy: {told}")
    code, told = home.run("register", "event", "items", "published", "--reference", "公示", "--copy", good)
    count.check(code == 2, f"a copy of what is not filed: {told}")
    code, told = home.run("register", "event", "items", "filed", "--reference", "长司备2号", "--copy", good)
    _, log = home.run("register", "log")
    last = log["changes"][-1]
    count.check(code == 0 and last["kind"] == "filed" and last["digest"] == hashlib.sha256(good.read_bytes()).hexdigest()
                and last["version"] == 1, f"filed with the copy: {told} {last}")


def main():
    count = Count()
    home = Home(sys.argv[1])
    due(count, home)
    copies(count, home)
    count.end("filing")
    return count.failed > 0


if __name__ == "__main__":
    sys.exit(main())
