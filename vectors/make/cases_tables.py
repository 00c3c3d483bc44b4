# SPDX-License-Identifier: MulanPSL-2.0
"""tables.json: each clause of tables 1-5 broken once in each table where it applies."""
from base import Rand, registration_check
from tables import COLUMNS, codes, write

GOOD = "91350100M000100Y43"


def base_rows(table):
    rand = Rand("tables " + table)
    if table == "targets":
        return [[GOOD, "长春市禾源食品有限公司", "220102", "A", "SC-001,XF-001", "SC-001=repeat:2026-J-003/188", rand.hex(32)],
                ["area:220103", "南关区演练路段", "220103", "-", "SC-001", "", rand.hex(32)],
                ["loc:D-7", "演练 地点", "-", "D", "", "", rand.hex(32)]]
    if table == "inspectors":
        ids = sorted(rand.hex() for _ in range(4))
        return [["P000001", "inspector", "SCJG", "*", "SC-001,XF-001", "3", ids[0]],
                ["P000002", "inspector", "XFJY", "220102,220103", "XF-001", "0", ids[1]],
                ["P000003", "expert", "JLDX", "220102", "SC-001", "1000000", ids[2]],
                ["P000004", "inspector", "SCJG", "", "", "1", ids[3]]]
    if table == "recusals":
        return [["P000001", GOOD, "近亲属任职"], ["P000001", "area:220103", "本人曾任职 2019—2023"], ["P000002", GOOD, "申请回避"]]
    if table == "selection":
        return [["1", "area:220103", "00" + rand.hex(62), "SC-001", "1"], ["2", GOOD, "7" + rand.hex(63), "SC-001,XF-001", "1"],
                ["3", "loc:D-7", "f" + rand.hex(63), "XF-001", "2"]]
    return [["1", GOOD, "SCJG", "1", "inspector", "P000001", rand.hex()], ["1", GOOD, "SCJG", "2", "inspector", "-", "-"],
            ["1", GOOD, "JLDX", "1", "expert", "P000003", rand.hex()], ["1", GOOD, "-", "2", "expert", "-", "-"],
            ["2", "loc:D-7", "XFJY", "1", "inspector", "P000002", rand.hex()]]


def tables():
    out = []

    def add(table, name, comment, data, expect=None):
        found = sorted(codes(table, data))
        assert expect is None or found == ([expect] if isinstance(expect, str) else list(expect)), (table, name, found, expect)
        out.append({"id": table + "-" + name, "comment": comment, "table": table, "file_hex": data.hex(), "codes": found})

    for table in COLUMNS:
        rows = base_rows(table)
        columns = COLUMNS[table]
        lines = [line + b"\n" for line in write(table, rows).split(b"\n")[:-1]]
        join = b"".join
        in_order = table in ("targets", "inspectors", "recusals")

        def put(row, column, value, name=None, comment="", expect=None):
            changed = [list(r) for r in rows]
            changed[row][columns.index(column)] = value
            if in_order:            # one fault only: the rows ascend again
                changed.sort(key=lambda r: "\t".join(r).encode())
            add(table, name or "%s=%s" % (column, value[:24]), comment or "row %d, %s" % (row + 2, column), write(table, changed), expect)

        add(table, "good", "good", join(lines), [])
        add(table, "header-alone", "tables 1.6", lines[0], [])
        # 1.1
        add(table, "header-missing", "the first row stands where the header must", join(lines[1:]), "F04")
        add(table, "header-upper", "a column name in upper case", join([lines[0].upper()] + lines[1:]), "F04")
        swapped = "\t".join(columns[1::-1] + columns[2:]).encode() + b"\n"
        add(table, "header-order", "two columns swapped in the header", join([swapped] + lines[1:]), "F04")
        add(table, "header-blank", "a blank after the header", join([lines[0][:-1] + b" \n"] + lines[1:]), "F04")
        add(table, "header-tab-last", "a TAB after the header", join([lines[0][:-1] + b"\t\n"] + lines[1:]), "F04")
        add(table, "header-short", "a column less in the header", join([lines[0].rsplit(b"\t", 1)[0] + b"\n"] + lines[1:]), "F04")
        add(table, "header-comma", "commas in the header", join([lines[0].replace(b"\t", b",")] + lines[1:]), "F04")
        add(table, "field-too-many", "a field more in the last row", join(lines[:-1] + [lines[-1][:-1] + b"\tx\n"]), "F04")
        add(table, "field-tab-last", "an empty field more in the last row", join(lines[:-1] + [lines[-1][:-1] + b"\t\n"]), "F04")
        add(table, "field-too-few", "a field less in the last row", join(lines[:-1] + [lines[-1].rsplit(b"\t", 1)[0] + b"\n"]), "F04")
        add(table, "row-of-commas", "the last row separated by commas", join(lines[:-1] + [lines[-1].replace(b"\t", b",")]), "F04")
        # bundle 2
        add(table, "no-last-lf", "no LF at the end", join(lines)[:-1], "F03")
        # bundle 2.8: a file with F01 or F03 is judged for no further code of form
        add(table, "empty-file", "nothing at all", b"", "F03")
        add(table, "bom", "U+FEFF before the header", b"\xef\xbb\xbf" + join(lines), "F03")
        add(table, "crlf", "CR LF in every line", join(lines).replace(b"\n", b"\r\n"), "F03")
        add(table, "cr-in-row", "CR before one LF", join(lines[:-1]) + lines[-1][:-1] + b"\r\n", "F03")
        add(table, "empty-line", "an empty line between rows", join(lines[:2] + [b"\n"] + lines[2:]), "F03")
        add(table, "empty-line-first", "an empty line before the header", b"\n" + join(lines), "F03")
        add(table, "empty-line-last", "an empty line at the end", join(lines) + b"\n", "F03")
        add(table, "no-last-lf-and-more", "no last LF, and a header of other names: F03 alone", join([lines[0].upper()] + lines[1:])[:-1], "F03")
        add(table, "bad-utf-8-and-more", "bytes that are not UTF-8, and a row of one field: F01 alone", join(lines) + b"zzz\xff\n", "F01")
        add(table, "field-too-few-and-more", "a row of two fields, the first of wrong form: F04 alone", join(lines) + "zz/ \t \n".encode(), "F04")
        # 1.4
        last_two = join(lines[:-2] + [lines[-1], lines[-2]])
        add(table, "rows-swapped", "the last two rows swapped" + ("" if in_order else ": a table that 1.4 does not order"), last_two, "F05" if in_order else [])
        twice = join(lines + [lines[-1]])
        add(table, "row-twice", "the last row twice", twice, {"targets": ["F05", "F06"], "recusals": ["F05", "F06"], "inspectors": "F05", "selection": "F06",
                                                              "assignment": []}[table])
        for column in columns:
            n = columns.index(column)
            if column in ("salt", "identity", "key"):
                good = rows[0][n]
                for value, why in ((good[:-1], "a digit less"), (good + "0", "a digit more"), ("", "empty"), ("A" + good[1:], "an upper-case digit"),
                                   ("g" + good[1:], "a letter that is no digit"), (good[:-1] + "-", "a hyphen"), ("0x" + good[2:], "0x"),
                                   (good[:-3] + "０", "a full-width digit: as many bytes")):
                    put(0, column, value, "%s-%s" % (column, why.replace(" ", "-").replace(":", "")),
                        why, "F13")
        bad_code = ("", "a b", "a/b", "长", "x" * 65, "a+", "a\u00a0b")
        if table in ("targets", "selection"):
            for value in bad_code:
                put(2, "id", value, "id-form-%d" % bad_code.index(value), "id %r" % value, "F07")
        if table == "targets":
            targets(put, add, rows)
        if table == "inspectors":
            inspectors(put, add, rows)
        if table == "recusals":
            for n, value in enumerate(("P00002", "P0000002", "p000002", "000002", "", "-", "P00000２", "Q000002")):
                put(2, "inspector", value, "inspector-%d" % n, "inspector %r" % value, "F07")
            for n, value in enumerate(bad_code):
                put(2, "target", value, "target-%d" % n, "target %r" % value, "F07")
            texts(put, 2, "reason")
            put(1, "target", GOOD, "pair-twice", "one pair with two reasons", "F06")
        if table == "selection":
            for column in ("order", "batch"):
                numbers(put, 0, column, 1)
            for n, value in enumerate(("", ",SC-001", "SC 001", "SC-001，XF-001", "x" * 65)):
                put(1, "items", value, "items-form-%d" % n, "items %r" % value, "F07")
            for n, value in enumerate(("SC-001,", "A,,B", "B,,A", "XF-001,S/C,SC-001", "S/C,S/C", ",")):
                put(1, "items", value, "items-element-%d" % n, "an element of wrong form: the order is not judged", "F07")
            put(1, "items", "XF-001,SC-001", "items-order", "a list out of order", "F05")
            put(1, "items", "SC-001,SC-001", "items-twice", "an element twice", "F05")
            put(1, "items", "SC-1,SC-10,SC-2,sc-1", "items-bytes", "good: ascending by bytes", [])
            put(1, "items", "SC-2,SC-10", "items-by-number", "ascending by number, not by bytes", "F05")
            put(0, "id", "nowhere", "id-unknown", "good: ids are not judged for R01 here (5.3)", [])
            put(0, "id", GOOD, "id-twice", "an id twice", "F06")
        if table == "assignment":
            for column in ("order", "slot"):
                numbers(put, 0, column, 1)
            for column in ("target", "department"):
                for n, value in enumerate(bad_code):
                    put(0, column, value, "%s-%d" % (column, n), "%s %r" % (column, value), "F07")
            put(0, "target", "nowhere", "target-unknown", "good: ids are not judged for R01 here (5.3)", [])
            for n, value in enumerate(("Inspector", "leader", "", "-", "inspector ", "专家")):
                put(0, "role", value, "role-%d" % n, "role %r" % value, "F07")
            for n, value in enumerate(("P00001", "P0000001", "p000001", "", "000001", "--")):
                put(0, "inspector", value, "inspector-%d" % n, "inspector %r" % value, "F07")
            put(0, "key", "-", "key-missing", "an inspector, but `-` for the key", "F13")
            put(1, "key", "0" * 64, "empty-with-key", "no inspector, but a key", "F07")
            put(3, "department", "JLDX", "empty-expert-department", "a department in an empty expert's slot", "F07")
            put(1, "department", "XFJY", "empty-inspector-department", "good form: an inspector's empty slot keeps its department", [])
        if table in ("targets", "inspectors", "recusals"):
            column = {"targets": "name", "recusals": "reason"}.get(table)
            bytes_in = join(lines).replace("演练".encode() if table == "targets" else "申请".encode(), b"\xff\xfe") if column else None
            if column:
                add(table, "bad-utf-8", "bytes that are not UTF-8 in the " + column, bytes_in, "F01")
                put(2, column, "Cafe\u0301", "nfd", "text not in NFC", "F02")
                put(2, column, "a\u200bb", "zero-width", "a zero-width blank", "F02")
                put(2, column, "a\u202eb", "bidi", "U+202E", "F02")
                put(2, column, "a\x00b", "nul", "U+0000", "F02")
    return out


def texts(put, row, column):
    """tables 1.2."""
    for name, value, expect in (("empty", "", "F07"), ("blank-first", " a", "F07"), ("blank-last", "a ", "F07"), ("nbsp-first", "\u00a0a", "F07"),
                                ("nbsp-last", "a\u00a0", "F07"), ("ideographic-first", "\u3000a", "F07"), ("ideographic-last", "a\u3000", "F07"), ("only-blank", " ", "F07"),
                                ("512", "名" * 170 + "ab", []), ("513", "名" * 171, "F07"), ("513-ascii", "a" * 513, "F07"), ("blanks-inside", "a b\u3000c\u00a0d", []),
                                ("one", "名", []), ("marks", "A=b,c:d/“e”#%&'\"\\", []), ("rare", "𠮷𬳽", [])):
        put(row, column, value, column + "-" + name, "", expect)


def numbers(put, row, column, least, most=9007199254740991):
    for value in ("00", "01", "-1", "+1", "1.0", "1e3", "", "a", "１", "0x1", "1 ", str(most + 1), "18446744073709551617"):
        put(row, column, value, None, "", "F07")
    put(row, column, str(most), None, "good: the greatest", [])
    put(row, column, "0", None, "", "F07" if least else [])


def targets(put, add, rows):
    put(0, "id", "91350100M000100Y4Z", "id-check", "a wrong check character", "R01")
    put(0, "id", "91350100m000100y43", "id-lower", "lower case", "R01")
    put(1, "id", "area:", "id-typed-empty", "a typed id without rest", "R01")
    put(1, "id", "AREA:220103", "id-typed-upper", "a type in upper case", "R01")
    first = "22010200000001"
    put(0, "id", first + registration_check(first), "id-registration", "good: an old number", [])
    put(0, "id", first + str((int(registration_check(first)) + 1) % 10), "id-registration-check", "a wrong check digit", "R01")
    put(0, "id", "area:220103", "id-twice", "an id twice", "F06")
    texts(put, 2, "name")
    for n, value in enumerate(("", "22010", "2201020", "22010a", "220102,220103", "*", "--", "22010２", "２２０１０２", " 20102", "22 102")):
        put(1, "area", value, "area-%d" % n, "area %r" % value, "F07")
    put(1, "area", "-", "area-hyphen", "good", [])
    put(1, "area", "000000", "area-zeros", "good: six digits", [])
    for n, value in enumerate(("", "a", "E", "AB", "Ａ", "--", "A ", "1")):
        put(1, "class", value, "class-%d" % n, "class %r" % value, "F07")
    for value in "ABCD-":
        put(1, "class", value, "class-good-" + value, "good", [])
    for n, value in enumerate((",SC-001", "SC 001", "SC-001;XF-001", "长", "x" * 65, "SC/001", " ")):
        put(1, "items", value, "items-form-%d" % n, "items %r" % value, "F07")
    for n, value in enumerate(("SC-001,", "A,,B", "B,,A", "XF-001,S/C,SC-001", "S/C,S/C", ",")):
        put(1, "items", value, "items-element-%d" % n, "an element of wrong form: the order is not judged", "F07")
    put(1, "items", "XF-001,SC-001", "items-order", "out of order", "F05")
    put(1, "items", "SC-001,SC-001", "items-twice", "an element twice", "F05")
    put(1, "items", "A,B,C,a,b", "items-many", "good", [])
    put(1, "items", "I-1,I-10,I-2", "items-prefix", "good: a proper prefix comes first, then by bytes", [])
    put(1, "items", "I-10,I-1", "items-prefix-order", "the longer one first", "F05")
    good = "SC-001=repeat:2026-J-003/188"
    for n, value in enumerate((good + ",", "XF-001=repeat:b,SC-001=Repeat:a", "XF-001,SC-001")):
        put(1, "barred", value, "barred-element-%d" % n, "an element of wrong form: the order is not judged", "F07")
    for n, value in enumerate(("SC-001", "SC-001=", "SC-001=repeat", "SC-001=repeat:", "SC-001=:x", "=repeat:x", "SC-001:repeat=x", "SC-001=Repeat:x", "SC-001=re2:x",
                               "SC-001=re-peat:x", "SC-001=" + "r" * 33 + ":x", "SC-001=repeat:" + "x" * 129, "SC-001=repeat:a b", "SC-001=repeat:a=b",
                               "SC-001=repeat:a;b", "SC-001==repeat:x", "SC 001=repeat:x", "SC-001=repeat:名", "SC-001=重复:x", "," + good, "x" * 65 + "=repeat:x")):
        put(1, "barred", value, "barred-form-%d" % n, "barred %r" % value[:60], "F07")
    put(1, "barred", "SC-001=" + "r" * 32 + ":" + "x" * 128, "barred-longest", "good", [])
    put(1, "barred", "SC-001=repeat:a:b/c.d_e-F", "barred-colons", "good: a reference may hold further colons", [])
    put(1, "barred", "a:b=repeat:c", "barred-item-with-colon", "good form: the item ends at the first `=`", [])
    put(0, "barred", "SC-001=repeat:a,XF-001=repeat:b", "barred-two", "good", [])
    put(0, "barred", "XF-001=repeat:b,SC-001=repeat:a", "barred-order", "out of order", "F05")
    put(0, "barred", good + "," + good, "barred-same", "an element twice", "F05")
    put(0, "barred", "SC-001=certified:a,SC-001=repeat:a", "barred-item-twice", "an item barred twice", "F05")
    put(0, "barred", "SC-0010=repeat:a,SC-001=repeat:a", "barred-bytes", "good: `0` sorts before `=`", [])
    put(0, "barred", "SC-001=repeat:a,SC-0010=repeat:a", "barred-bytes-order", "items in order, but not the elements as bytes", "F05")


def inspectors(put, add, rows):
    for n, value in enumerate(("P00004", "P0000004", "p000004", "000004", "", "-", "Q000004", "P00000４")):
        put(3, "id", value, "id-%d" % n, "id %r" % value, "F07")
    put(3, "id", "P000005", "id-hole", "P000004 is missing", "R07")
    put(3, "id", "P999999", "id-hole-great", "a great hole", "R07")
    zero = [["P%06d" % i] + r[1:] for i, r in enumerate(rows)]
    add("inspectors", "id-from-zero", "numbered from P000000", write("inspectors", zero), "R07")
    add("inspectors", "id-from-two", "P000001 is missing", write("inspectors", rows[1:]), "R07")
    put(1, "identity", rows[0][6], "identity-same", "two rows with the same identity", "R07")
    change = [list(r) for r in rows]
    change[1][6], change[2][6] = rows[2][6], rows[1][6]
    add("inspectors", "identity-order", "identities do not ascend", write("inspectors", change), "R07")
    twice = [list(r) for r in rows]
    twice[1][0] = "P000001"
    add("inspectors", "id-twice", "P000001 twice, P000002 missing; the lines ascend", write("inspectors", twice), "R07")
    for n, value in enumerate(("Inspector", "leader", "", "-", "expert,inspector", "专家")):
        put(0, "role", value, "role-%d" % n, "role %r" % value, "F07")
    for n, value in enumerate(("", "SC JG", "市监", "x" * 65, "SC,XF", "S/C")):
        put(0, "department", value, "department-%d" % n, "department %r" % value, "F07")
    for n, value in enumerate(("-", "**", "*,220102", "22010", "2201021", "22010x", ",220102", "all", "220102;220103")):
        put(0, "areas", value, "areas-%d" % n, "areas %r" % value, "F07")
    for n, value in enumerate(("220103,22010x,220102", "220102,", "220102,*", "220102,220102,-")):
        put(0, "areas", value, "areas-element-%d" % n, "an element of wrong form: the order is not judged", "F07")
    put(0, "areas", "220103,220102", "areas-order", "out of order", "F05")
    put(0, "areas", "220102,220102", "areas-twice", "an element twice", "F05")
    put(0, "areas", "", "areas-empty", "good: no area", [])
    for n, value in enumerate((",SC-001", "SC 001", "长", "*", "x" * 65)):
        put(0, "items", value, "items-form-%d" % n, "items %r" % value, "F07")
    for n, value in enumerate(("SC-001,", "A,,B", "B,,A", "XF-001,S/C,SC-001", "S/C,S/C", ",")):
        put(0, "items", value, "items-element-%d" % n, "an element of wrong form: the order is not judged", "F07")
    put(0, "items", "XF-001,SC-001", "items-order", "out of order", "F05")
    put(0, "items", "SC-001,SC-001", "items-twice", "an element twice", "F05")
    put(0, "items", "", "items-empty", "good: no item", [])
    numbers(put, 0, "capacity", 0, 1000000)
