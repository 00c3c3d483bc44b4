#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Clauses 2 to 7 of spec/import.md through `qian import` on real files: import.py QIAN."""
import inspect
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from desk import HEADER, Desk, credit_code, old_number, rows, table  # noqa: E402
import workbook  # noqa: E402

GOOD = credit_code(1)


class Tally:
    passed = failed = 0

    def __call__(self, good, *what):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            frame = inspect.stack()[1]
            print(f"import.py:{frame.lineno}: {frame.code_context[0].strip()}", *what)


check = Tally()


def found(answer, kind, column=None):
    return [f for f in answer["findings"] if f["kind"] == kind and column in (None, f["column"])]


def one(desk, row, *options, header=HEADER, **more):
    """The answer to a file of one row."""
    return desk.run(desk.file("one.csv", table([row], header)), *options, **more)[1]


def value(desk, row, column, *options, header=HEADER, kind="targets"):
    """What the register has after this row was applied; None where it was refused."""
    path = desk.file("value.csv", table([row], header))
    code, answer = desk.run(path, "--apply", "--reason", "error", *options, kind=kind, name="value-" + kind)
    if code != 0:
        return None
    got = desk.live(column, kind, "value-" + kind)
    return got[0][0] if got else ""


def headers(desk):
    body = rows(3)
    titled = desk.file("titled.csv", "食品经营名单,,\r\n制表：某科,,\r\n" + table(body))
    code, answer = desk.run(titled)
    check(code == 0 and answer["header_row"] == 3 and answer["counts"]["taken"] == 3, answer["what"])
    check("食品经营名单" in answer["above_header"] and "某科" in answer["above_header"], answer["above_header"])
    far = desk.file("far.csv", "".join(f"第{i}行,,\r\n" for i in range(25)) + table(body))
    check(desk.run(far)[0] == 5)
    code, answer = desk.run(far, "--header", 26)
    check(code == 0 and answer["header_row"] == 26)
    check(desk.run(far, "--header", 25)[0] == 5)
    check(desk.run(far, "--header", 0)[0] == 2 and desk.run(far, "--header", "x")[0] == 2)
    for names in (["信用代码", "名称", "地区"], ["USCC", "Name", "Area"], ["*统一社会\n信用代码：", " 企业 名称（必填）", "所属区县"],
                  ["統一".replace("統", "统") + "社会信用代码(18位)", "企业名称*", "area"]):
        code, answer = desk.run(desk.file("names.csv", table(body, names)))
        check(code == 0 and answer["counts"]["taken"] == 3, names)
    code, answer = desk.run(desk.file("none.csv", table(body, ["甲", "乙", "丙"])))
    check(code == 5 and "header" in answer["what"])
    maps = ["--map", "id=甲", "--map", "name=乙"]
    code, answer = desk.run(desk.file("none.csv", table(body, ["甲", "乙", "丙"])), *maps)
    check(code == 0 and answer["counts"]["taken"] == 3 and answer["unread_columns"] == "丙")
    check(desk.run(desk.file("none.csv", table(body, ["甲", "乙", "丙"])), "--map", "nothing=乙")[0] == 2)
    check(desk.run(desk.file("none.csv", table(body, ["甲", "乙", "丙"])), *maps[:2], "--map", "name=没有")[0] in (2, 5))
    # Of several synonyms the one that stands first in the kind's list; two of one name are refused.
    both = [[credit_code(i), "名", "错"] for i in range(2)]
    check(value(desk, both[0], "name", header=["id", "企业名称", "字号"]) == "名")
    check(value(desk, both[0], "name", header=["id", "字号", "企业名称"]) == "错")
    code, answer = desk.run(desk.file("twice.csv", table(both, ["id", "企业名称", "企业名称"])))
    check(code == 5 and "same name" in answer["what"])
    # A column that is not to be read, and one that is the same for all.
    check(value(desk, [GOOD, "甲", "长春市"], "area", "--map", "area=") == "-")
    check(value(desk, [GOOD, "甲"], "area", "--set", "area=220102", header=HEADER[:2]) == "220102")
    check(desk.run(desk.file("a.csv", table(both[:1], HEADER)), "--set", "nothing=1")[0] == 2)


def shapes(desk):
    body = table(rows(2)) + "\r\n,,\r\n  ,\u3000,\r\n" + table([[credit_code(7), "七", "长春市"]], None)
    code, answer = desk.run(desk.file("blank.csv", body))
    check(code == 0 and answer["counts"]["rows"] == 3 and answer["counts"]["taken"] == 3, answer["counts"])
    check(one(desk, [GOOD, "甲", "长春市", "", " "])["counts"]["taken"] == 1)
    wide = one(desk, [GOOD, "甲", "长春市", "多"])
    check(wide["counts"]["rejected"] == 1 and found(wide, "rejected")[0]["row"] == 2)
    check(one(desk, [GOOD, "甲"])["counts"]["taken"] == 1)
    narrow = one(desk, [GOOD])
    check(found(narrow, "rejected", "name")[0]["reason"] == "the cell is empty")
    # A quotation mark too many hides no rows below.
    code, answer = desk.run(desk.file("quote.csv", table(rows(1)) + 'x,"a\r\n' + table(rows(3, 5), None)))
    check(answer["counts"]["taken"] == 4 and answer["counts"]["rejected"] == 1, answer["counts"])
    code, answer = desk.run(desk.file("nul.csv", table(rows(1)) + "a\0b,c,\r\n" + table(rows(1, 9), None)))
    check(answer["counts"]["taken"] == 2 and answer["counts"]["rejected"] == 1)
    check(desk.run(desk.file("empty.csv", b""))[0] == 5)
    check(desk.run(desk.folder / "absent.csv")[0] == 3)
    code, answer = desk.run(desk.file("header.csv", table([])))
    check(code == 0 and answer["counts"]["rows"] == 0)


def codes(desk):
    full = "".join(chr(ord(c) + 0xFEE0) for c in GOOD)
    for text in (GOOD.lower(), full, full.lower(), f" {GOOD[:8]} {GOOD[8:]}\u3000", GOOD[:4] + "\u00a0" + GOOD[4:]):
        answer = one(desk, [text, "甲", ""])
        check(answer["counts"]["taken"] == 1 and answer["counts"]["corrected"] == 1, repr(text))
        listed = found(answer, "corrected", "id")
        check(len(listed) == 1 and listed[0]["value"].endswith("→ " + GOOD), listed)
        check(value(desk, [text, "甲", ""], "id") == GOOD)
    check(one(desk, [f" {GOOD}\t", "甲", ""])["counts"]["corrected"] == 0)
    like = next(credit_code(n) for n in range(99) if "1" in credit_code(n)[10:] and "0" in credit_code(n)[10:])
    at = like.index("0", 10)
    for text in (like[:at] + "O" + like[at + 1:], like.replace("1", "I"), like.replace("1", "I").replace("0", "o"),
                 like.replace("2", "Z").lower(), like[:5] + " " + like[5:].replace("0", "O")):
        answer = one(desk, [text, "甲", ""])
        check(answer["counts"]["taken"] == 0 and answer["counts"]["rejected"] == 1, text)
        suggested = [f["value"] for f in found(answer, "noted", "id")]
        check(suggested == [like], text, suggested)
    check(not found(one(desk, [GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1"), "甲", ""]), "noted"))
    answer = one(desk, [old_number(5), "甲", ""])
    check(answer["counts"]["registration_numbers"] == 1 and answer["counts"]["taken"] == 1)
    for text, words in (("2201010000001", "13 digits"), ("220101NA000001X", "co-operative"),
                        (old_number(5)[:-1] + str((int(old_number(5)[-1]) + 1) % 10), "check digit"),
                        (GOOD[8:17], "organisation code"), (GOOD[8:16] + "-" + GOOD[16], "organisation code"),
                        (GOOD[:17] + ("0" if GOOD[17] != "0" else "1"), "check character is wrong"),
                        (GOOD[:8] + "I" + GOOD[9:], "no such character"), ("营业执照遗失", "no code")):
        reason = found(one(desk, [text, "甲", ""]), "rejected", "id")
        check(len(reason) == 1 and words in reason[0]["reason"] and reason[0]["remedy"], text, reason)
    for text in ("无", "", "-", "/", "N/A", "n/a", "空", "null", "NULL", "nUlL", " 无 "):
        check(found(one(desk, [text, "甲", ""]), "rejected", "id")[0]["reason"] == "the cell is empty", text)
        check(value(desk, [GOOD, "甲", text], "area") == "-", text)
    for text in ("product:P-1", "loc:220102-1", "area:220102", "project:x", "behaviour:b"):
        answer = one(desk, [text, "甲", ""])
        check(answer["counts"]["typed_ids"] == 1 and answer["counts"]["corrected"] == 0, text, answer["findings"])


def values(desk):
    head = [*HEADER, "成立日期", "登记状态", "所在省份", "类别", "地段"]

    def cell(column, **cells):
        row = [cells.get(n, d) for n, d in (("id", GOOD), ("name", "甲"), ("area", ""), ("since", ""), ("status", ""),
                                            ("province", ""), ("type", ""), ("section", ""))]
        return value(desk, row, column, header=head)

    for text in ("2026-03-01", "2026/3/1", "2026.3.1", "20260301", "2026年3月1日", "２０２６-0３-01", "2026 年 3 月 1 日"):
        check(cell("since", since=text) == "2026-03-01", text)
    for text in ("2026-02-29", "2026-13-1", "2026-1-32", "26-1-1", "3/1/2026", "2026年3月", "明天", "44621"):
        check(cell("since", since=text) is None, text)
    check(cell("area", area="长春市") == "220100" and cell("area", area="220102") == "220102")
    check(cell("area", area="２２０１０２") == "220102")
    check(cell("area", area="南关") == "220102" and cell("area", area="南关区") == "220102")
    check(cell("area", area="朝阳区") == "-" and cell("area", area="朝阳区", province="吉林") == "220104")
    check(cell("area", area="朝阳区", province="北京市") == "110105")
    check(cell("area", area="吉林", province="吉林省") == "220200" and cell("area", area="吉林") == "220000")
    check(cell("area", area="火星市") == "-")
    noted = one(desk, [GOOD, "甲", "朝阳区"])
    check(found(noted, "noted", "area")[0]["reason"] == "several divisions have this name" and
          noted["counts"]["taken"] == 1)
    for text, want in (("存续", "live"), ("在业", "live"), ("注销", "cancelled"), ("吊销", "revoked"), ("迁出", "moved"),
                       ("吊销，未注销", "revoked"), ("", "live"), ("蒸发", None)):
        check(cell("status", status=text) == want, text)
    gone = one(desk, [GOOD, "甲", "", "", "注销", "", "", ""], header=head)
    check(gone["counts"]["taken"] == 1 and "count" in found(gone, "noted", "status")[0]["reason"])
    check(cell("type") == "enterprise" and cell("type", id=credit_code(3, "92220101")) == "individual")
    check(cell("type", id=credit_code(3, "93220101")) == "cooperative" and cell("type", id=old_number(3)) == "")
    check(cell("type", id=credit_code(3, "12220101")) == "institution")
    check(cell("type", type="个体户") is None and cell("section", section="重点") is None)
    check(cell("section", id="loc:1", section="重点") == "key")
    # Text: nothing is mended in names.
    check(cell("name", name="\u3000甲 乙（吉林）Ｌ \n") == "甲 乙（吉林）Ｌ")
    for text in ("甲\n乙", "甲\r\n乙", "甲\x01乙", "甲\x7f乙", "甲\ue000乙", "甲\u202e乙", "e\u0301x", "\ufeff甲", "甲\u2028乙", "长" * 171):
        check(cell("name", name=text) is None, repr(text))
    for text in ("<script>alert(1)</script>", "=HYPERLINK(1)", "甲'\"&乙", "𠮷野家", "长" * 170, "\\n", "%s%n"):
        check(cell("name", name=text) == text, repr(text))


def encodings(desk):
    text = table(rows(3))
    for codec in ("utf-8", "utf-8-sig"):
        code, answer = desk.run(desk.file("e.csv", text, codec), "--apply", "--reason", "error", name="enc")
        check(code == 0 and answer["encoding"] == "utf-8")
    four = table([[credit_code(900), "\u3400村", ""]])
    for codec, name, body in (("gbk", "gbk", text), ("gb18030", "gb18030", text + four.split("\r\n")[1] + "\r\n")):
        path = desk.file("gb.csv", body, codec)
        code, answer = desk.run(path, name="enc-" + name)
        check(code == 0 and answer["encoding"] == name and answer["encoding_detected"] and "代码" in answer["sample"])
        code, answer = desk.run(path, "--apply", name="enc-" + name)
        check(code == 4 and "encoding" in answer["what"], answer)
        code, answer = desk.run(path, "--apply", "--encoding", name, name="enc-" + name)
        check(code == 0 and answer["applied"] and not answer["encoding_detected"])
        check(desk.live("name", name="enc-" + name)[0] == ("第0号公司",))
        check(desk.run(path, "--encoding", "utf-8")[0] == 5)
    check(desk.run(desk.file("u.csv", text), "--encoding", "latin1")[0] == 2)
    for codec in ("utf-16", "utf-16-le"):
        check(desk.run(desk.file("u.csv", text, codec))[0] == 5)
    for raw in (b"\xa6\xd9", b"\xa2\xe3", b"\xfe\x50", b"\xa8\xbc", b"\xaa\xa1"):
        line = f"{credit_code(800)},\u7532".encode("gbk") + raw + b",\r\n"
        code, answer = desk.run(desk.file("c.csv", text.encode("gbk") + line), "--encoding", "gbk")
        check(answer["counts"]["rejected"] == 1 and answer["counts"]["taken"] == 3, raw)
        check("programs read differently" in found(answer, "rejected", "name")[0]["reason"])
    # The same character outside the columns that are read does no harm.
    extra = (text.replace("地区", "备注").replace("长春市", "")).encode("gbk") + credit_code(77).encode() + b",x,\xa6\xd9\r\n"
    check(desk.run(desk.file("c.csv", extra), "--encoding", "gbk")[1]["counts"]["taken"] == 4)


def repeats(desk):
    same = [[GOOD, "甲", ""], [credit_code(2), "乙", ""], [GOOD, "甲", ""], [GOOD.lower(), " 甲", "无"]]
    code, answer = desk.run(desk.file("r.csv", table(same)))
    check(answer["counts"]["repeated"] == 2 and answer["counts"]["taken"] == 2 and answer["counts"]["rejected"] == 0)
    check([(f["row"], f["other_row"]) for f in found(answer, "repeated")] == [(4, 2), (5, 2)])
    check(answer["counts"]["credit_codes"] == answer["counts"]["taken"])
    # Of other kinds than targets none of two rows that differ is taken.
    pairs = [[old_number(1), GOOD, "换照"], [old_number(2), credit_code(2), "换照"], [old_number(1), credit_code(3), "换照"]]
    path = desk.file("p.csv", table(pairs, ["旧注册号", "现代码", "凭证"]))
    code, answer = desk.run(path, "--apply", kind="pairs", name="rep")
    check(code == 5 and answer["counts"]["rejected"] == 2 and answer["counts"]["taken"] == 1)
    shown = found(answer, "rejected", "id")
    check([f["row"] for f in shown] == [2, 4] and all("(current)" in f["value"] for f in shown), shown)
    check([f["other_row"] for f in shown] == [4, 2])


def applying(desk):
    first = desk.file("first.csv", table(rows(6)))
    desk.run(desk.file("start.csv", table(rows(1))), "--apply", name="other")
    before = desk.dump()
    code, answer = desk.run(first)
    check(code == 0 and answer["counts"]["added"] == 6 and not answer["applied"] and desk.dump() == before)
    code, answer = desk.run(first, "--apply", department=None)
    check(code == 2 and desk.dump() == before, answer["what"])
    code, answer = desk.run(first, "--apply", "--who", "张三")
    check(code == 0 and answer["applied"] and len(desk.live()) == 6)
    done = desk.dump()
    code, answer = desk.run(first, "--apply")
    check(code == 0 and not answer["applied"] and answer["counts"]["unchanged"] == 6 and desk.dump() == done)
    number, who, kind, manifest = desk.ask("SELECT number, who, kind, manifest FROM change ORDER BY number DESC")[0]
    manifest = json.loads(manifest)
    check((who, kind) == ("张三", "import") and manifest["file"] == "first.csv" and manifest["list"] == "list-1")
    check(manifest["digest"] == answer["digest"] and manifest["counts"]["added"] == 6 and "rejects" not in manifest)
    check(manifest["columns"] == dict(zip(("id", "name", "area"), HEADER)))
    check(desk.run(first, "--apply", kind="inspectors")[0] in (4, 5))
    check(desk.run(desk.file("k.csv", table([[GOOD, "A", "2026-01-01"]], ["id", "class", "since"])), "--apply",
                   kind="classes")[0] == 4)
    check(desk.run(first, "--apply", department="D2")[0] == 4 and desk.run(first, "--apply", department="某局")[0] == 2)
    # A removal needs a reason; partial removes nothing.
    fewer = desk.file("fewer.csv", table([[credit_code(0), "改名", "长春市"], *rows(3, 1)]))
    for reason in ((), ("--reason", "because"), ("--reason", "closedx"), ("--reason", "")):
        code, answer = desk.run(fewer, "--apply", *reason)
        check(code == 4 and "reason" in answer["what"] and desk.dump() == done, reason)
    code, answer = desk.run(fewer)
    check(code == 0 and (answer["counts"]["removed"], answer["counts"]["changed"]) == (2, 1))
    shown = {d["what"]: d for d in answer["differences"]}
    check(shown["changed"]["text"] == "name: 第0号公司 → 改名" and shown["changed"]["row"] == 2)
    check(shown["removed"]["id"] in (credit_code(4), credit_code(5)) and shown["removed"]["row"] == 0)
    code, answer = desk.run(fewer, "--apply", "--partial", name="list-1")
    check(code == 0 and answer["counts"]["removed"] == 0 and len(desk.live()) == 6)
    code, answer = desk.run(fewer, "--apply", "--reason", "closed:歇业")
    check(code == 0 and answer["counts"]["removed"] == 2 and len(desk.live()) == 4)
    code, answer = desk.run(first, "--apply", "--valid-from", "2030-01-01")
    check(code == 0 and answer["counts"]["added"] == 2 and answer["counts"]["changed"] == 1)
    from_then = desk.ask("SELECT count(*) FROM targets WHERE valid_from = '2030-01-01' AND recorded_to IS NULL")
    check(from_then == [(3,)] and desk.run(first, "--valid-from", "2030-02-30")[0] == 2)


def skipping(desk):
    desk.run(desk.file("s.csv", table(rows(8))), "--apply", name="skip")
    bad = rows(8)
    bad[1][1] = ""                         # a value is missing
    bad[2].append("多")                    # the row is too wide
    bad[3][0] = bad[3][0][:17] + "?"       # nobody knows which row this was
    bad[4][1] = ""
    bad.append([bad[4][0], "另一名", "x" * 70000])  # and once more, neither to be used
    bad[5][1] = "五改"
    path = desk.file("bad.csv", table(bad))
    before = desk.dump()
    code, answer = desk.run(path, "--apply", name="skip")
    check(code == 5 and desk.dump() == before and answer["counts"]["rejected"] == 5)
    code, answer = desk.run(path, "--apply", "--skip-bad", name="skip")
    check(code == 4 and answer["counts"]["removed"] == 1 and desk.dump() == before, answer["counts"])
    code, answer = desk.run(path, "--apply", "--skip-bad", "--reason", "error", name="skip")
    check(code == 0 and answer["counts"]["removed"] == 1 and answer["counts"]["changed"] == 1)
    left = dict(desk.live("id, name", name="skip"))
    check(set(left) == {credit_code(i) for i in (0, 1, 2, 4, 5, 6, 7)}, sorted(left))
    check(left[credit_code(1)] == "第1号公司" and left[credit_code(4)] == "第4号公司" and left[credit_code(5)] == "五改")
    manifest = json.loads(desk.ask("SELECT manifest FROM change ORDER BY number DESC")[0][0])
    check(manifest["counts"]["rejected"] == 5 and len(manifest["rejects"]) == 64)


def twins(desk):
    """spec/import.md 6.2, registers 3.6: rows of one file that have one id."""
    head = [*HEADER, "经营状态", "住所"]
    body = [[credit_code(i), f"第{i}号公司", "长春市", "存续", "甲路1号"] for i in range(8)]
    other = [list(row) for row in body]
    other[0][1] = "第0号公司 "                                # a repeat: blanks at its end
    body[1][1], other[1][1] = "第1号（长春）公司", "第1号(长春)公司"     # a repeat once folded
    other[2][1] = "另一公司"
    other[3][1], other[3][2], other[3][3] = "别名", "吉林市", "吊销"
    other[4][4] = "乙路2号"                                   # noted only
    more = [list(other[2]), [*other[2][:3], "注销", other[2][4]], list(body[2])]
    path = desk.file("twins.csv", table([*body[:5], *other[:5], *more, *body[5:]], head))
    code, answer = desk.run(path, "--apply", name="twins")
    counts = answer["counts"]
    check(code == 0 and counts["taken"] == 8 and counts["rejected"] == 0, counts)
    check((counts["repeated"], counts["conflicts"], counts["added"]) == (3, 4, 8), counts)
    check(counts["credit_codes"] == 8 and counts["credit_codes_as_written"] == 16, counts)
    told = [(f["row"], f["other_row"], f["column"], f["value"]) for f in found(answer, "conflict")]
    check(told == [(9, 4, "name", "另一公司 ≠ 第2号公司"), (10, 5, "area", "220200 ≠ 220100"),
                   (10, 5, "name", "别名 ≠ 第3号公司"), (10, 5, "status", "revoked ≠ live"),
                   (12, 4, "name", "另一公司 ≠ 第2号公司"), (13, 4, "name", "另一公司 ≠ 第2号公司"),
                   (13, 4, "status", "cancelled ≠ live")], told)
    noted = [f for f in found(answer, "noted") if f["other_row"]]
    check([(f["row"], f["other_row"], f["value"]) for f in noted] == [(11, 6, f"{credit_code(4)} (address)")], noted)
    kept = {i: t for i, t in desk.live("id, conflict", name="twins") if t}
    check({i: json.loads(t) for i, t in kept.items()} ==
          {credit_code(2): [{"name": "另一公司"}, {"name": "另一公司", "status": "cancelled"}],
           credit_code(3): [{"name": "别名", "area": "220200", "status": "revoked"}]}, kept)
    check(dict(desk.live("id, name", name="twins"))[credit_code(1)] == "第1号（长春）公司")
    manifest = json.loads(desk.ask("SELECT manifest FROM change ORDER BY number DESC")[0][0])
    check((manifest["counts"]["conflicts"], manifest["counts"]["repeats"]) == (4, 3), manifest["counts"])
    check(not desk.run(path, "--apply", name="twins")[1]["applied"])
    right = desk.file("right.csv", table(body, head))
    code, answer = desk.run(right, "--apply", name="twins")
    check(code == 0 and answer["counts"]["changed"] == 2 and answer["counts"]["unchanged"] == 6, answer["counts"])
    check(not any(t for _, t in desk.live("id, conflict", name="twins")))
    many = [body[0], *([*body[0][:1], f"名{i}", *body[0][2:]] for i in range(40))]
    desk.run(desk.file("many.csv", table(many, head)), "--apply", name="many")
    kept = json.loads(desk.live("conflict", name="many")[0][0])
    check([row["name"] for row in kept] == [f"名{i}" for i in range(16)], kept)
    # No file and no mapping can say it.
    said = desk.file("said.csv", table([[*body[0], "[]"]], [*head, "conflict"]))
    check(desk.run(said, "--apply", name="said")[0] == 0 and desk.live("conflict", name="said") == [("",)])
    for option in ("--map", "--set"):
        check(desk.run(said, option, "conflict=conflict")[0] == 2)
    # The rows come back to the department with the others that it has to mend.
    listed = desk.folder / "twins-rejects.csv"
    desk.run(path, "--rejects", listed)
    check(len(listed.read_text(encoding="utf-8-sig").splitlines()) == 1 + 7, listed.read_text())


def other_kinds(desk):
    head = ["信用代码", "风险等级", "生效日期"]
    body = [[GOOD, "A类", "2026-01-01"], [credit_code(2), "高风险", "2026/2/1"]]
    path = desk.file("c.csv", table(body, head))
    check(desk.run(path, "--apply", kind="classes", name="cls")[0] == 0)
    check(desk.live("class, valid_from", "classes", "cls") == [("A", "2026-01-01"), ("D", "2026-02-01")])
    check(not desk.run(path, "--apply", kind="classes", name="cls")[1]["applied"])
    body[0][1:] = ["B", "2026-06-01"]
    check(desk.run(desk.file("c.csv", table(body, head)), "--apply", kind="classes", name="cls")[1]["counts"]["changed"] == 1)
    past = desk.ask("SELECT class, valid_from, valid_to FROM classes WHERE id = ? AND recorded_to IS NULL ORDER BY valid_from", GOOD)
    check(past == [("A", "2026-01-01", "2026-06-01"), ("B", "2026-06-01", "9999-12-31")], past)
    two = table([[GOOD, "A", "2026-01-01"], [GOOD, "A", "2026-07-01"]], head)
    answer = desk.run(desk.file("c2.csv", two), kind="classes", name="cls2")[1]
    check(answer["counts"]["rejected"] == 2 and "(since)" in found(answer, "rejected")[0]["value"], answer["findings"])
    head = ["执法证编号", "姓名", "人员类别", "角色", "部门", "执法证有效期", "最大检查户数"]
    row = ["吉A 001", "王五", "公务员", "", "SCJG", "2030-1-1", "５"]
    check(value(desk, row, "id || class || role || areas || expires || capacity", header=head, kind="inspectors") ==
          "吉A001civilinspector*2030-01-015")
    answer = one(desk, row, header=head, kind="inspectors", name="insp")
    check({f["column"] for f in found(answer, "corrected")} == {"id", "expires", "capacity"}, answer["findings"])
    for at, text in ((2, ""), (3, "专家"), (4, "市场 监管局"), (5, ""), (6, "多"), (0, "a|b")):
        bad = [text if i == at else cell for i, cell in enumerate(row)]
        check(one(desk, bad, header=head, kind="inspectors", name="insp")["counts"]["rejected"] == 1, bad)
    head = ["旧注册号", "现代码", "凭证"]
    check(value(desk, [old_number(1), GOOD, "换照"], "current", header=head, kind="pairs") == GOOD)
    check(value(desk, [GOOD[8:17], GOOD, "查询"], "current", header=head, kind="pairs") == GOOD)
    check(value(desk, [credit_code(9)[8:17], GOOD, "查询"], "current", header=head, kind="pairs") is None)
    check(value(desk, [GOOD, GOOD, "同"], "current", header=head, kind="pairs") is None)
    check(subprocess.run([desk.qian, "import", "nothing", "x", "--list", "a"], capture_output=True).returncode == 2)


def strangers(desk):
    """spec/import.md 5.7: what no list of items has."""
    head = ["id", "name", "system"]
    desk.run(desk.file("i.csv", table([["SP-1", "检查", "food"]], head)), "--apply", kind="items", name="items")
    head = ["id", "target", "item", "department", "system", "level", "date"]
    visit = ["V1", GOOD, "SP-1", "D1", "food", "city", "2026-01-05"]
    other = [["V2", GOOD, "sp-1", "D1", "food", "city", "2026-01-05"], ["V3", GOOD, "sp-1", "D1", "Food", "city", "2026-01-06"]]
    code, answer = desk.run(desk.file("v.csv", table([visit, *other], head)), kind="inspections", name="visits")
    told = [(f["row"], f["column"], f["value"]) for f in found(answer, "noted")]
    check(code == 0 and told == [(3, "item", "sp-1 (2)"), (4, "system", "Food (1)")], told)
    head = ["id", "target", "item", "issuer", "issued"]
    code, answer = desk.run(desk.file("z.csv", table([["Z1", GOOD, "XX", "某局", "2026-01-01"]], head)), kind="certificates", name="z")
    check(code == 0 and [f["value"] for f in found(answer, "noted")] == ["XX (1)"], answer["findings"])


def cell(text):
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def sheet_row(cells, extra=""):
    return f"<row{extra}>" + "".join(c if c.startswith("<c") else cell(c) for c in cells) + "</row>"


def book(desk, lines, name="b.xlsx", **more):
    text = "".join(line if isinstance(line, str) else sheet_row(line) for line in lines)
    return workbook.save(desk.folder / name, workbook.parts(text, **more))


def workbooks(desk):
    head = [*HEADER, "成立日期"]
    line = [GOOD, "甲", "长春市", "2026-01-01"]
    code, answer = desk.run(book(desk, [head, line], name="named.csv"), "--apply", name="wb")
    check(code == 0 and answer["file_format"] == "xlsx" and answer["sheet"] == "Sheet1" and answer["applied"])
    number = old_number(7)
    answer = desk.run(book(desk, [head, [f"<c><v>{number}</v></c>", *line[1:]]]))[1]
    check(answer["counts"]["taken"] == 1 and "number in a column of codes" in found(answer, "noted", "id")[0]["reason"])
    for v in ("912201011234567890", "9.122010112345679E+17"):
        answer = desk.run(book(desk, [head, [f"<c><v>{v}</v></c>", *line[1:]]]))[1]
        check("lost the last digits" in found(answer, "rejected", "id")[0]["reason"], v)
    styled = dict(styles=workbook.styles([], [0, 14]))
    path = book(desk, [head, [*line[:3], '<c s="1"><v>45351</v></c>']], **styled)
    check(desk.run(path, "--apply", "--reason", "error", name="wb2")[0] == 0)
    check(desk.live("since", name="wb2") == [("2024-02-29",)])
    formula = [head, [line[0], '<c t="str"><f>A1</f><v>乙</v></c>', *line[2:]]]
    answer = desk.run(book(desk, formula))[1]
    check(answer["counts"]["taken"] == 1 and "formula" in found(answer, "noted", "name")[0]["reason"])
    answer = desk.run(book(desk, [head, [line[0], '<c t="e"><v>#N/A</v></c>', *line[2:]]]))[1]
    check("error of a formula" in found(answer, "rejected", "name")[0]["reason"])
    answer = desk.run(book(desk, [head, line, sheet_row([credit_code(2), "", "", ""])],
                           after='<mergeCells><mergeCell ref="B2:B3"/></mergeCells>'))[1]
    check(answer["merged_ranges"] == 1 and answer["counts"]["taken"] == 1)
    check("merged" in found(answer, "rejected", "name")[0]["reason"], answer["findings"])
    answer = desk.run(book(desk, [head, sheet_row(line, ' r="2" hidden="1"')], before='<cols><col min="2" max="2" hidden="1"/></cols>'))[1]
    check((answer["hidden_rows"], answer["hidden_columns"], answer["counts"]["taken"]) == (1, 1, 1))
    check(desk.run(book(desk, [head, [line[0], "甲_x000A_乙", *line[2:]]]))[1]["counts"]["rejected"] == 1)
    check(desk.run(book(desk, [head, line]), "--sheet", "Other")[0] in (2, 5))
    for broken in (b"PK\3\4 and nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"<html><table>",
                   b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'):
        code, answer = desk.run(desk.file("broken.xlsx", broken))
        check(code == 5 and answer["next"], broken[:12])


def rejects(desk):
    bad = [[GOOD, "=cmd()", "长春市"], ["=1+1", "@甲", "+1"], ["无", '引"号', "-"], [credit_code(3), "\u202e反", "x,y"], rows(1)[0]]
    path = desk.file("bad.csv", table(bad))
    out = desk.folder / "out.csv"
    code, answer = desk.run(path, "--rejects", out)
    check(code == 0 and answer["counts"]["rejected"] == 3)
    text = out.read_bytes().decode("utf-8-sig")
    lines = text.split("\r\n")
    check(len(lines) == 5 and lines[0].count(",") == 5 and lines[1].startswith("3,") and lines[2].startswith("4,"), lines)
    check('"\'=1+1"' in lines[1] and HEADER[0] in lines[1] and "\u202e" not in text, lines)
    check(not any(field.startswith(sign) for line in lines for field in line.replace('"', "").split(",") for sign in "=+-@"))
    out = desk.folder / "out.xlsx"
    check(desk.run(path, "--rejects", out)[0] == 0)
    with zipfile.ZipFile(out) as archive:
        text = "".join(archive.read(n).decode("utf-8") for n in archive.namelist() if n.endswith(".xml"))
    check("<f>" not in text and "=1+1" in text and GOOD not in text and credit_code(0) not in text)
    # What was written is read again, and gives the same faults.
    code, answer = desk.run(out)
    check(answer["counts"]["rows"] == 3 and answer["counts"]["taken"] == 0, answer["counts"])
    out.unlink()
    check(desk.run(path, "--apply", "--rejects", out, name="rej")[0] == 5 and out.exists())
    check(desk.run(path, "--rejects", desk.folder / "no" / "out.csv")[0] == 3)
    code, text = desk.text(path)
    check(code == 0 and "\u202e" not in text and "rows that cannot be taken" in text and "nothing was changed" in text)


PARTS = (headers, shapes, codes, values, encodings, repeats, applying, skipping, twins, strangers, other_kinds, workbooks, rejects)


def main():
    for part in PARTS:
        with tempfile.TemporaryDirectory(prefix="qian ") as folder:
            part(Desk(sys.argv[1], folder))
    print(f"import: {check.passed} passed, {check.failed} failed")
    return check.failed > 0 or check.passed == 0


if __name__ == "__main__":
    sys.exit(main())
