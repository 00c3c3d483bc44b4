#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Odd workbooks, and broken ones: what they are read as, or how they are refused.

    xlsx.py SHEET_DUMP

Each case makes its file with zipfile. A refusal is quick and small, whatever the file unpacks to.
Real workbooks in ../shared/data/real are read too, where they are.
"""
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib

from workbook import (HEAD, MAIN, OFFICE, OFFICE_STRICT, SHEET, STRICT, book, parts, relations, save, sheet,
                      strings, styles)

REAL = pathlib.Path(__file__).resolve().parents[3] / "shared/data/real"
DAMAGED = "the file is no workbook, or one that is damaged"
MUCH = "the workbook unpacks to more than is allowed"
DUMP = sys.argv[1]
passed = failed = 0


def run(path, *more):
    done = subprocess.run([DUMP, str(path), *more], capture_output=True, timeout=120)
    out = done.stdout.decode("utf-8", "surrogateescape").split("\n")
    rows = [line.split("\t")[1:] for line in out if line.startswith("row\t")]
    info = [line.split("\t")[1:] for line in out if line.startswith("info\t")]
    error = [line.split("\t")[1:] for line in out if line.startswith("error\t")]
    return done.returncode, rows, info[0] if info else None, error[0] if error else None, done.stderr


def check(name, good, *shown):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print(f"{name}: {shown}")


def cells(rows):
    return [row[3:] for row in rows]


def reads(folder, name, made, want, want_info=None, rows_want=None, sheet_name=()):
    path = save(folder / "case.xlsx", made)
    code, rows, info, error, stderr = run(path, *sheet_name)
    check(name, code == 0 and cells(rows) == want, code, rows, error, stderr[-400:])
    if want_info is not None:
        check(name + ", info", info == want_info, info)
    if rows_want is not None:
        check(name + ", rows", [row[:3] for row in rows] == rows_want, rows)


def refused(name, path, what, value=None, sheet_name=(), seconds=20):
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    code, _, info, error, stderr = run(path, *sheet_name)
    check(name, code == 5 and error and error[2] == what and error[3] and error[4] and info is None,
          code, error, stderr[-400:])
    if value is not None:
        check(name + ", value", error and value in error[5], error)
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    check(name + ", cost", time.monotonic() - start < seconds and (after == before or after < 200_000),
          time.monotonic() - start, after)


def cell(at, inner, **attributes):
    more = "".join(f' {k}="{v}"' for k, v in attributes.items())
    return f'<c r="{at}"{more}>{inner}</c>'


def row(number, inner, more=""):
    return f'<row r="{number}"{more}>{inner}</row>'


def one(inner, **attributes):
    return row(1, cell("A1", inner, **attributes))


def texts(folder):
    si = ("<si><t>名称</t></si><si><r><rPr><b/></rPr><t>甲</t></r><r><t xml:space='preserve'> 乙</t></r>"
          "<rPh sb='0' eb='1'><t>jia</t></rPh><phoneticPr fontId='1'/></si><si><t>漢</t><rPh sb='0' eb='1'>"
          "<t>kan</t></rPh></si><si/><si><t>a_x000D_&#10;b_x005F_x0041_</t></si><si><t>&lt;&amp;<![CDATA[<x>]]></t></si>")
    row6 = "".join(cell(f"{c}1", f"<v>{i}</v>", t="s") for i, c in enumerate("ABCDEF"))
    reads(folder, "shared strings", parts(row(1, row6), strings=si),
          [["=名称", "=甲 乙", "=漢", "=", "=a\\r\\nb_x0041_", "=<&<x>"]])
    reads(folder, "inline strings", parts(row(1, cell(
        "A1", "<is><t>甲</t></is>", t="inlineStr") + cell(
        "B1", "<is><r><t>乙</t></r><r><t>丙</t></r><rPh sb='0' eb='1'><t>x</t></rPh></is>", t="inlineStr") + cell(
        "C1", "<is><t>_x4E2D_</t></is><v>old</v>", t="inlineStr"))), [["=甲", "=乙丙", "=中"]])
    reads(folder, "a formula's string", parts(one("<f>A2&amp;\"x\"</f><v>甲_x0041_</v>", t="str")), [["F=甲A"]])
    reads(folder, "a formula's number", parts(one("<f t='shared' si='0'/><v>5</v>")), [["FN=5"]])
    reads(folder, "a formula without a value", parts(row(1, cell("A1", "<f>B1</f>") + cell("B1", "<v>1</v>"))),
          [["F=", "N=1"]])
    reads(folder, "booleans", parts(row(1, cell("A1", "<v>1</v>", t="b") + cell("B1", "<v>0</v>", t="b"))),
          [["=TRUE", "=FALSE"]])
    reads(folder, "errors", parts(row(1, cell("A1", "<v>#N/A</v>", t="e") + cell("B1", "<f>1/0</f><v>#DIV/0!</v>", t="e"))),
          [["E=#N/A", "FE=#DIV/0!"]])
    reads(folder, "ISO dates", parts(row(1, cell("A1", "<v>2024-05-01</v>", t="d") + cell(
        "B1", "<v>2024-05-01T00:00:00Z</v>", t="d") + cell("C1", "<v>2024-05-01T08:00:00</v>", t="d"))),
        [["D=2024-05-01", "D=2024-05-01", "=2024-05-01T08:00:00"]])
    reads(folder, "an escape that is no character", parts(one("<v>_xD800_</v>", t="str")), [["=_xD800_"]])
    reads(folder, "extensions and foreign elements", parts(row(1, cell(
        "A1", "<x:v xmlns:x='urn:x'>9</x:v><v>1</v><extLst><v>2</v></extLst>")),
        after="<extLst><sheetData><row r='5'><c><v>1</v></c></row></sheetData></extLst>"), [["N=1"]])
    reads(folder, "comments and pieces", parts(one("<v>1<!-- 7 -->2<?x 5?>3</v>")), [["N=123"]])


def numbers(folder):
    got = ["1", "1.1000000000000001", "9.122010112345679E+17", "912201011234567890", "1E+20", "123456789012345"]
    reads(folder, "numbers", parts(row(1, "".join(cell(f"{c}1", f"<v>{n}</v>") for c, n in zip("ABCDEF", got)))),
          [["N=1", "N=1.1", "NX=9.12201011234568e+17", "NX=9.12201011234568e+17", "N=1e+20", "N=123456789012345"]])
    form = styles([(164, 'yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;'), (165, "[Red]0.00&quot;d&quot;"),
                   (166, "yyyy-mm-dd hh:mm"), (31, "0.0")], [0, 14, 22, 164, 165, 166, 31, 57, 20])
    made = row(1, "".join(cell(f"{c}1", "<v>45351</v>", s=i) for i, c in enumerate("ABCDEFGHIJ")))
    whole = ["N=45351", "D=2024-02-29", "D=2024-02-29", "D=2024-02-29", "N=45351", "D=2024-02-29", "N=45351",
             "D=2024-02-29", "N=45351", "N=45351"]
    reads(folder, "dates by style", parts(made, styles=form), [whole])
    half = [w.replace("N=45351", "N=45351.5") for w in whole]
    half[2] = half[5] = "N=45351.5"
    reads(folder, "dates with a time", parts(made.replace("45351", "45351.5"), styles=form), [half])
    reads(folder, "the system of 1904", parts(one("<v>43889</v>", s=1), styles=form,
                                              settings="<workbookPr date1904='1'/>"), [["D=2024-02-29"]])
    reads(folder, "29 February 1900", parts(one("<v>60</v>", s=1), styles=form), [["N=60"]])
    made = parts(one("<v>45351</v>", s=14))
    del made["xl/styles.xml"], made["xl/sharedStrings.xml"]
    made["xl/_rels/workbook.xml.rels"] = relations([("rId1", "worksheet", "worksheets/sheet1.xml")])
    reads(folder, "neither styles nor strings", made, [["N=45351"]])


def places(folder):
    reads(folder, "sparse", parts(row(3, cell("C3", "<v>1</v>")) + row(5, "") + row(9, cell("A9", "<v>2</v>") + cell(
        "D9", "", s=1))), [["=", "=", "N=1"], ["N=2"]], rows_want=[["3", "", ""], ["9", "", ""]])
    reads(folder, "no places", parts("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>"),
          [["N=1", "=", "N=3"], ["N=4"]], rows_want=[["1", "", ""], ["3", "", ""]])
    reads(folder, "some places", parts("<row r='4'><c r='B4'><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
          [["=", "N=1", "N=2"], ["N=3"]], rows_want=[["4", "", ""], ["5", "", ""]])
    merged = "<mergeCells count='3'><mergeCell ref='A1:C1'/><mergeCell ref='B2:B4'/><mergeCell ref='Z9'/></mergeCells>"
    reads(folder, "merged ranges", parts(one("<v>1</v>") + row(2, cell("A2", "<v>2</v>") + cell("B2", "<v>3</v>"))
                                         + row(3, cell("A3", "<v>4</v>")) + row(4, "<c r='B4'/>")
                                         + row(5, cell("A5", "<v>5</v>") + cell("B5", "<v>6</v>")), after=merged),
          [["N=1", "M=", "M="], ["N=2", "N=3"], ["N=4", "M="], ["N=5", "N=6"]], ["Sheet1", "0", "0", "2", "0"])
    made = parts(one("<v>1</v>"), after=merged)
    made[SHEET] = made[SHEET].replace("UTF-8", "UTF-16").encode("utf-16")
    reads(folder, "UTF-16", made, [["N=1", "M=", "M="]])
    made[SHEET] = b"\xef\xbb\xbf" + parts(one("<v>1</v>"), after=merged)[SHEET].encode("utf-8")
    reads(folder, "a byte order mark", made, [["N=1", "M=", "M="]])
    hidden = parts(row(1, cell("A1", "<v>1</v>") + cell("B1", "<v>2</v>"), " hidden='1'") + row(2, "", " hidden='1'")
                   + row(3, cell("A3", "<v>3</v>"), " hidden='0'"), after="<autoFilter ref='A1:B3'/>",
                   before="<cols><col min='2' max='16384' hidden='true'/><col min='1' max='1'/></cols>")
    reads(folder, "hidden rows and columns, a filter", hidden, [["N=1", "N=2"], ["N=3"]],
          ["Sheet1", "1", "1", "0", "1"], [["1", "hidden", ""], ["3", "", ""]])
    many = parts(row(1, cell("A1", "<v>1</v>") + "".join("<c s='1'/>" for _ in range(16000))))
    reads(folder, "empty cells far to the right", many, [["N=1"]])


def row_faults(folder):
    for name, inner, fault in (
            ("a number that is none", cell("A1", "<v>x</v>"), "a number that cannot be read"),
            ("a string that there is not", cell("A1", "<v>1</v>", t="s") + cell("B1", "<v>0</v>", t="s"),
             "a shared string that there is not"),
            ("a type that there is not", cell("A1", "<v>1</v>", t="q"), "a cell of a type that there is not"),
            ("too far to the right", cell("A1", "<v>1</v>") + cell("AMK1", "<v>1</v>"),
             "more than 1,024 cells"),
            ("a long cell", cell("A1", f"<v>{'x' * 65536}</v>", t="str"), "a cell of more than 65,535 bytes"),
            ("a very long cell", cell("A1", f"<v>{'x' * 5000000}</v>", t="str") + cell("B1", "<v>1</v>"),
             "a cell of more than 65,535 bytes")):
        path = save(folder / "case.xlsx", parts(row(1, inner) + row(2, cell("A2", "<v>1</v>")), strings="<si><t>s</t></si>"))
        code, rows, _, error, stderr = run(path)
        check(name, code == 0 and len(rows) == 2 and rows[0][2] == fault and rows[1][2] == "", rows, error, stderr[-300:])
    reads(folder, "the longest cell", parts(one(f"<v>{'x' * 65535}</v>", t="str")), [["=" + "x" * 65535]])


def packages(folder):
    reads(folder, "strict", parts(one("<v>0</v>", t="s"), STRICT, OFFICE_STRICT, strings="<si><t>x</t></si>"), [["=x"]])
    made = parts(one("<v>1</v>"))
    made[SHEET] = re.sub(r"<(/?)(\w)", r"<\1x:\2", made[SHEET]).replace("xmlns=", "xmlns:x=").replace(
        "x:?xml", "?xml")
    reads(folder, "prefixes", made, [["N=1"]])
    made = {n.replace("xl/worksheets", "Tabellen/xl"): t for n, t in parts(one("<v>1</v>")).items()}
    made["xl/_rels/workbook.xml.rels"] = relations([("rId1", "worksheet", "../Tabellen/./xl/sheet1.xml")])
    reads(folder, "parts elsewhere", made, [["N=1"]])
    made["xl/_rels/workbook.xml.rels"] = relations([("rId1", "worksheet", "/tabellen/XL/sheet1.xml")])
    reads(folder, "absolute, in another case", made, [["N=1"]])
    made = {n.replace("/", "\\"): t for n, t in parts(one("<v>1</v>")).items()}
    reads(folder, "backslashes", made, [["N=1"]])
    save(folder / "case.xlsx", parts(one("<v>1</v>")), zipfile.ZIP_STORED)
    check("stored", run(folder / "case.xlsx")[0] == 0)
    many = parts(one("<v>1</v>"))
    many["xl/workbook.xml"] = book(["甲", "空", "图"])
    many["xl/_rels/workbook.xml.rels"] = relations([
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml"),
        ("rId3", "chartsheet", "charts/c.xml")])
    many["xl/worksheets/sheet2.xml"] = sheet(row(1, "<c r='A1' s='1'/>"))
    many["xl/charts/c.xml"] = "<chartsheet/>"
    reads(folder, "the only one that has a row", many, [["N=1"]], ["甲", "0", "0", "0", "0"])
    reads(folder, "an empty sheet that is stated", many, [], sheet_name=["空"])
    many["xl/worksheets/sheet2.xml"] = sheet(one("<v>2</v>"))
    path = save(folder / "case.xlsx", many)
    refused("several have rows", path, "several sheets of the workbook have rows", "甲, 空")
    refused("no such sheet", path, "the workbook has no sheet of this name", "甲, 空", ["乙"])
    refused("a chart", path, "the workbook has no sheet of this name", None, ["图"])
    reads(folder, "the one that is stated", many, [["N=2"]], sheet_name=["空"])
    refused("no rows", save(path, parts("")), "no sheet of the workbook has a row")


def broken(folder):
    good = parts(one("<v>1</v>"))
    path = folder / "case.xlsx"
    for name in ("_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml",
                 SHEET):
        refused(f"without {name}", save(path, {n: t for n, t in good.items() if n != name}), DAMAGED)
        refused(f"{name} is text", save(path, {**good, name: "text"}), DAMAGED)
        refused(f"{name} is empty", save(path, {**good, name: ""}), DAMAGED)
        refused(f"{name} breaks off", save(path, {**good, name: good[name][:-5]}), DAMAGED)
        refused(f"{name} has another root", save(path, {**good, name: HEAD + "<x/>"}), DAMAGED)
        refused(f"{name} is bad UTF-8", save(path, {**good, name: good[name].encode() + b"<!-- \xff -->"}), DAMAGED)
        refused(f"{name} has a document type", save(path, {**good, name: good[name].replace(
            HEAD, HEAD + "<!DOCTYPE x [<!ENTITY a 'b'>]>")}), "the workbook has a document type declaration")
    laughs = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
        f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 12)) + "]>"
    refused("a billion laughs", save(path, {**good, SHEET: good[SHEET].replace(HEAD, HEAD + laughs).replace(
        "<v>1", "<v>&a11;")}), "the workbook has a document type declaration")
    refused("an external one", save(path, {**good, SHEET: good[SHEET].replace(
        HEAD, HEAD + "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>")}), "the workbook has a document type declaration")
    refused("an entity of nobody", save(path, parts(one("<v>&x;</v>"))), DAMAGED)
    refused("another encoding", save(path, {**good, SHEET: good[SHEET].replace("UTF-8", "GBK")}), DAMAGED)
    outside = relations([("rId1", "worksheet", "http://example.org/x")]).replace("/>", " TargetMode='External'/>")
    refused("a sheet that is outside", save(path, {**good, "xl/_rels/workbook.xml.rels": outside}), DAMAGED)
    refused("above the root", save(path, {**good, "xl/_rels/workbook.xml.rels": relations(
        [("rId1", "worksheet", "../../../../etc/passwd")])}), DAMAGED)
    for name, rows in (("rows that go back", row(2, "") + row(1, "")), ("a row twice", row(2, "") + row(2, "")),
                       ("row 0", row(0, "")), ("row x", row("x", "")),
                       ("a cell of another row", row(1, cell("A2", "<v>1</v>"))),
                       ("cells that go back", row(1, cell("B1", "") + cell("A1", ""))),
                       ("a cell twice", row(1, cell("A1", "") + cell("A1", ""))),
                       ("no place", row(1, cell("1A", ""))), ("a column too far", row(1, cell("XFE1", "")))):
        refused(name, save(path, parts(rows)), DAMAGED)
    refused("a row too far", save(path, parts(row(1048577, ""))), "the sheet has more rows than a sheet can have")
    refused("a bad merged range", save(path, parts(one("<v>1</v>"), after="<mergeCells><mergeCell ref='B2:A1'/></mergeCells>")),
            DAMAGED)
    refused("deep", save(path, parts("<x>" * 100000)), DAMAGED)
    archives(path, good)


def archives(path, good):
    data = save(path, good).read_bytes()
    for n in (4, 30, len(data) // 2, len(data) - 30, len(data) - 1):
        path.write_bytes(data[:n])
        refused(f"{n} bytes of {len(data)}", path, DAMAGED)
    path.write_bytes(b"")
    refused("nothing", path, DAMAGED)
    at = data.index(b"PK\x01\x02")
    flag = bytearray(data)
    while at >= 0:  # bit 0 of the flags: encrypted
        flag[at + 8] |= 1
        local = int.from_bytes(data[at + 42:at + 46], "little")
        flag[local + 6] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(flag)
    refused("encrypted parts", path, "this workbook is under a password")
    turned = bytearray(save(path, good, zipfile.ZIP_STORED).read_bytes())
    turned[turned.index(b"<v>1</v>") + 3] ^= 2
    path.write_bytes(turned)
    refused("a checksum that is wrong", path, DAMAGED, "CRC")
    with zipfile.ZipFile(path, "w") as archive:
        for name in [*good, SHEET.upper()]:
            archive.writestr(name, good.get(name, good[SHEET]))
    refused("two parts of one name", path, DAMAGED)
    refused("another packing", save(path, good, zipfile.ZIP_BZIP2), DAMAGED)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.xlsx", data)
    refused("a workbook in an archive", path, DAMAGED)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    refused("another kind of file", path, DAMAGED)


def bomb(path, good, name, head, piece, times, lie=None):
    """A part of head + piece * times, packed without ever being in memory; sizes as `lie` has them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for other, text in good.items():
            if other != name:
                archive.writestr(other, text)
        with archive.open(name, "w", force_zip64=True) as out:
            out.write(head.encode("utf-8"))
            for _ in range(times):
                out.write(piece)
    if lie is not None:
        data = bytearray(path.read_bytes())
        at = data.rindex(name.encode()) - 46
        data[at + 24:at + 28] = lie.to_bytes(4, "little")
        path.write_bytes(data)


def zeros(path, good, size):
    """A sheet of so many zero bytes: deflate of one megabyte after the other, over and over."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    million = bytes(1 << 20)
    pack.compress(million)
    first = pack.flush(zlib.Z_FULL_FLUSH)
    packed = b"".join([first] * (size >> 20)) + b"\x03\x00"
    save(path, {n: t for n, t in good.items() if n != SHEET})
    name = SHEET.encode()
    data = path.read_bytes()
    middle, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    zip64 = b"\x01\x00\x10\x00" + size.to_bytes(8, "little") + len(packed).to_bytes(8, "little")
    common = b"\x2d\x00\x00\x00\x08\x00" + bytes(8) + b"\xff" * 8 + len(name).to_bytes(2, "little") + b"\x14\x00"
    local = b"PK\x03\x04" + common + name + zip64 + packed
    entry = b"PK\x01\x02\x2d\x00" + common + bytes(10) + middle.to_bytes(4, "little") + name + zip64
    entries = int.from_bytes(data[end + 10:end + 12], "little") + 1
    tail = (b"PK\x05\x06" + bytes(4) + entries.to_bytes(2, "little") * 2 + (end - middle + len(entry)).to_bytes(4, "little")
            + (middle + len(local)).to_bytes(4, "little") + bytes(2))
    path.write_bytes(data[:middle] + local + data[middle:end] + entry + tail)


def bombs(folder):
    path, good = folder / "bomb.xlsx", parts(one("<v>1</v>"))
    zeros(path, good, 10 << 30)
    refused("10 GiB of zeros", path, MUCH, seconds=5)
    head = good[SHEET].split("</sheetData>")[0]
    million = b" " * (1 << 20)
    bomb(path, good, SHEET, head, million, 600, lie=1000)
    refused("a header that lies", path, DAMAGED, seconds=5)
    bomb(path, good, SHEET, head + "<row a='", b"x" * (1 << 20), 64)
    refused("a token without an end", path, DAMAGED, seconds=15)
    bomb(path, good, SHEET, head, b"".join(b"<n%d/>" % i for i in range(1000000)), 1)
    refused("a million names", path, DAMAGED)
    bomb(path, good, SHEET, head + "<row r='2'><c t='str'><v>", b"xyz" * 300000, 100)
    refused("a cell without an end", path, DAMAGED)
    name = "xl/sharedStrings.xml"
    bomb(path, good, name, strings("").split("</sst>")[0], b"<si/>" * 200000, 200)
    code, _, _, error, _ = run(path)
    check("forty million strings that are empty", code == 5 and error[2] == DAMAGED, error)


def real(folder):
    found = sorted([*REAL.glob("cn-enforcement-sd/*.xlsx"), *REAL.glob("cn-shuangsuiji/*.xlsx"),
                    *REAL.glob("cn-shuangsuiji/*.ooxml-named.xls")])
    if not found:
        print("real workbooks: skipped, they are not here")
    for path in found:
        if "malformed" in path.name:
            refused(path.name, path, DAMAGED)
        else:
            code, rows, _, error, _ = run(path)
            check(path.name, code == 0 and rows and not any(r[2] for r in rows), error)


def main():
    with tempfile.TemporaryDirectory() as name:
        for part in (texts, numbers, places, row_faults, packages, broken, bombs, real):
            start = time.monotonic()
            part(pathlib.Path(name))
            if "-v" in sys.argv:
                print(f"{part.__name__}: {time.monotonic() - start:.1f} s")
    print(f"xlsx: {passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
