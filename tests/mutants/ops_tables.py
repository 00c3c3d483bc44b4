# SPDX-License-Identifier: MulanPSL-2.0
"""Faults in targets.tsv, inspectors.tsv and recusals.tsv."""
from base import USCC_ALPHABET, uscc_valid
from draw import label_of
from lab import Mutant, column, flip_hex, line_edit, rows_edit
from ops_quota import counts_codes

Q = {"Q01", "Q02", "Q03", "Q04"}


def target_places(base):
    """{what: index of row}: first, last, drawn first and last, first not drawn, barred, first with an area of its own."""
    rows = base.rows("targets")
    at = {r["id"]: n for n, r in enumerate(rows)}
    drawn = [r["id"] for r in base.rows("selection")]
    places = {"first": 0, "last": len(rows) - 1}
    if drawn:
        places.update(drawn=at[drawn[0]], kth=at[drawn[-1]])
        from draw import target_key
        sub = base.transcript["subseeds"]["targets"]
        free = sorted((target_key(base.suite, sub, r["id"]), r["id"]) for r in rows if r["id"] not in drawn)
        if free:
            places["undrawn"] = at[free[0][1]]
    barred = [n for n, r in enumerate(rows) if r["barred"]]
    if barred:
        places["barred"] = barred[0]
    uscc = [n for n, r in enumerate(rows) if uscc_valid(r["id"])]
    places["uscc"] = uscc[len(uscc) // 2]
    return places


def set_field(table, row, name, value, **more):
    c = column(table, name)

    def change(rows, context):
        rows[row][c] = value(rows[row][c], rows) if callable(value) else value
    return {table + ".tsv": rows_edit(table, change, **more)}


def swapped(value):
    for i in range(len(value) - 1):
        made = value[:i] + value[i + 1] + value[i] + value[i + 2:]
        if value[i] != value[i + 1] and not uscc_valid(made):
            return made
    return value


def other_case(v):
    """The id in the other case; of digits alone, another last digit."""
    other = v.lower() if v.lower() != v else v.upper()
    return other if other != v else v[:-1] + str((int(v[-1]) + 1) % 10)


def wrong_check(value):
    return value[:-1] + USCC_ALPHABET[(USCC_ALPHABET.index(value[-1]) + 7) % 31]


IDS = [  # operator, change, code, file stays usable
    ("swap-2", swapped, "R01", True), ("check-digit", wrong_check, "R01", True), ("lower", str.lower, "R01", True),
    ("letter-I", lambda v: v[:10] + "I" + v[11:], "R01", True), ("17-long", lambda v: v[:-1], "R01", True),
    ("19-long", lambda v: v + "0", "R01", True), ("64-long", lambda v: "9" * 64, "R01", True),
    ("typed-empty", lambda v: "loc:", "R01", True), ("typed-upper", lambda v: "Loc:1", "R01", True),
    ("typed-none", lambda v: ":1", "R01", True), ("typed-digit", lambda v: "loc2:1", "R01", True),
    ("registration", lambda v: "220104663365413", "R01", True), ("14-digits", lambda v: "22010466336541", "R01", True),
    ("full-width", lambda v: "９" + v[1:], "F07", False), ("cyrillic", lambda v: v[:8] + "МА" + v[10:], "F07", False),
    ("lead-blank", lambda v: " " + v, "F07", False), ("trail-blank", lambda v: v + " ", "F07", False),
    ("empty", lambda v: "", "F07", False), ("65-long", lambda v: "9" * 65, "F07", False),
    ("slash", lambda v: "loc:a/b", "F07", False), ("plus", lambda v: "loc:a+b", "F07", False),
    ("nbsp", lambda v: v + "\u00a0", "F07", False), ("tab", lambda v: v + "\t", "F04", False)]

NAMES = [
    ("nfd", "Cafe\u0301", "F02", True), ("compat", "长春市\uf9d1号店", "F02", True), ("bidi", "长春\u202e店", "F02", True),
    ("zero-width", "长春\u200b店", "F02", True), ("soft-hyphen", "长\u00ad春", "F02", True), ("del", "长\u007f春", "F02", True),
    ("nul", "长\u0000春", "F02", True), ("nel", "长\u0085春", "F02", True), ("private", "长\ue000春", "F02", True),
    ("selector", "葛\ufe00店", "F02", True), ("tag", "长\U000e0041春", "F02", True), ("ivs", "葛\U000e0100", "F02", True),
    ("noncharacter", "长\ufffe春", "F02", True), ("nonchar-2", "长\U0002fffe春", "F02", True),
    ("feff-inside", "长\ufeff春", "F02", True), ("hangul-jamo", "\u1112\u1161\u11ab", "F02", True),
    ("order-of-marks", "a\u0301\u0323", "F02", True), ("line-sep", "长\u2028春", "F02", True), ("escape", "a\u001bb", "F02", True),
    ("tab", "长\t春", "F04", False), ("empty", "", "F07", False), ("513-bytes", "长" * 171, "F07", False),
    ("lead-blank", " 长春", "F07", False), ("trail-blank", "长春 ", "F07", False), ("lead-wide", "\u3000长春", "F07", False),
    ("trail-nbsp", "长春\u00a0", "F07", False), ("only-blank", " ", "F07", False)]

BYTES = [("overlong", b"\xc0\xaf"), ("surrogate", b"\xed\xa0\x80"), ("truncated", b"\xe9\x95"), ("above-10ffff", b"\xf4\x90\x80\x80"),
         ("lone-80", b"\x80"), ("overlong-3", b"\xe0\x80\x80"), ("ff", b"\xff"), ("5-byte", b"\xf8\x88\x80\x80\x80"), ("gbk", "长春".encode("gbk"))]
HEXES = [("upper", lambda v: v.upper() if v.upper() != v else "A" + v[1:]), ("short", lambda v: v[:-1]), ("long", lambda v: v + "0"), ("not-hex", lambda v: "g" + v[1:]),
         ("empty", lambda v: ""), ("dash", lambda v: "-"), ("0x", lambda v: "0x" + v[2:]), ("full-width", lambda v: "０" + v[1:])]
LISTS = [("trailing-comma", lambda v: v + ",", "F07"), ("leading-comma", lambda v: "," + v, "F07"), ("blank", lambda v: v + ", ", "F07"),
         ("semicolon", lambda v: v + ";", "F07"), ("double-comma", lambda v: v + ",," + v, "F07"), ("repeat", lambda v: v + "," + v.split(",")[-1], "F05")]
CAPACITIES = ["-1", "+1", "01", "00", "1.0", "1e3", " 1", "1 ", "", "1000001", "0x1", "２", "٣", "2147483648", "9007199254740992", "18446744073709551616",
              "18446744073709551617", "1" * 40, "1,0", "∞", "-0"]


def same_line(op, fault, made):
    """Byte edits inside the name of a row."""
    def work(data, context):
        lines = data.split(b"\n")[:-1]
        lines[made] = fault(lines[made])
        return b"".join(x + b"\n" for x in lines)
    return work


def targets(base):
    places, notice = target_places(base), base.notice
    rows = base.rows("targets")
    recused = {r["target"] for r in base.rows("recusals")}
    for what, n in places.items():
        row, leaf = rows[n], lambda f: "targets.tsv:%s" % f
        r08 = {"R08"} if row["id"] in recused else set()
        for op, change, code, ok in IDS:
            if op in ("swap-2", "check-digit", "letter-I", "lower", "17-long", "19-long") and not uscc_valid(row["id"]) or op == "cyrillic" and len(row["id"]) < 11:
                continue
            yield Mutant(leaf("id"), op, set_field("targets", n, "id", lambda v, _, change=change: change(v)), [code], r08, usable=ok, row=what)
        other = (n + 1) % len(rows)
        yield Mutant(leaf("id"), "equal-neighbour", set_field("targets", n, "id", rows[other]["id"]), ["F06"], r08, usable=False, row=what)
        for op, value, code, ok in NAMES:
            yield Mutant(leaf("name"), op, set_field("targets", n, "name", value), [code], usable=ok, row=what)
        for op, raw in BYTES:
            yield Mutant(leaf("name"), op, {"targets.tsv": same_line(op, lambda b, raw=raw: b.replace(b"\t", b"\t" + raw, 1), n + 1)}, ["F01"], usable=False, row=what)
        yield Mutant(leaf("name"), "line-65536", set_field("targets", n, "name", "长" * 21900), ["F11"], ["F07"], usable=False, row=what)
        for op, value in [("5", "22010"), ("7", "2201022"), ("letter", "22010A"), ("empty", ""), ("wide", "２20102"), ("dashes", "--"), ("blank", " "), ("star", "*")]:
            yield Mutant(leaf("area"), op, set_field("targets", n, "area", value), ["F07"], usable=False, row=what)
        for op, value in [("E", "E"), ("lower", "a"), ("empty", ""), ("two", "AB"), ("cyrillic", "А"), ("em-dash", "—")]:
            yield Mutant(leaf("class"), op, set_field("targets", n, "class", value), ["F07"], usable=False, row=what)
        for name, value in [("area", "220199"), ("class", "D" if row["class"] != "D" else "A")]:
            edits = set_field("targets", n, name, value)
            must, also = counts_codes(base, edits)
            yield Mutant(leaf(name), "other-valid", edits, must, also, row=what, levels=(0, 1, 2, 3) if must else (0, 1, 2))
        for op, change, code in LISTS:
            yield Mutant(leaf("items"), op, set_field("targets", n, "items", lambda v, _, change=change: change(v)), [code], usable=False, row=what)
        if "," in row["items"]:
            yield Mutant(leaf("items"), "unsorted", set_field("targets", n, "items", lambda v, _: ",".join(reversed(v.split(",")))), ["F05"], usable=False, row=what)
        yield Mutant(leaf("items"), "unknown", set_field("targets", n, "items", lambda v, _: v + ",ZZ-999"), ["R04"], row=what)
        yield Mutant(leaf("items"), "65-long", set_field("targets", n, "items", lambda v, _: v + "," + "Z" * 65), ["F07"], usable=False, row=what)
        gone = [i for i in row["items"].split(",") if not any(b.startswith(i + "=") for b in row["barred"].split(","))]
        if gone:
            edits = set_field("targets", n, "items", lambda v, _, g=gone[0]: ",".join(i for i in v.split(",") if i != g))
            must, also = counts_codes(base, edits)
            yield Mutant(leaf("items"), "one-less", edits, must, also, row=what)
        more = [i["code"] for i in notice["items"] if i["code"] not in row["items"].split(",")]
        if more:
            edits = set_field("targets", n, "items", lambda v, _, m=more[0]: ",".join(sorted(v.split(",") + [m])))
            must, also = counts_codes(base, edits)
            yield Mutant(leaf("items"), "one-more", edits, must, also, row=what)
        yield from barred(base, what, n, row, leaf("barred"), more, gone)
        for op, change in HEXES:
            yield Mutant(leaf("salt"), op, set_field("targets", n, "salt", lambda v, _, change=change: change(v)), ["F13"], usable=False, row=what)
        yield Mutant(leaf("salt"), "flip", set_field("targets", n, "salt", lambda v, _: flip_hex(v)), [], row=what, levels=(0, 1, 2))
        for op, change, must, ok in [("delete", lambda b: None, None, True), ("double", lambda b: [b, b], ["F05", "F06"], False),
                                     ("field-more", lambda b: b + b"\tx", ["F04"], False), ("field-less", lambda b: b.rsplit(b"\t", 1)[0], ["F04"], False),
                                     ("comment", lambda b: [b"# x", b], ["F04"], False), ("empty-line", lambda b: [b, b""], ["F03"], False),
                                     ("cr", lambda b: b + b"\r", ["F03"], False), ("spaces-for-tabs", lambda b: b.replace(b"\t", b" "), ["F04"], False)]:
            edits, also = {"targets.tsv": line_edit(n + 1, change)}, ["F05"] if op == "comment" else []
            if must is None:
                must, also = counts_codes(base, edits)
                also = set(also) | r08
            yield Mutant("targets.tsv:row", op, edits, must, also, usable=ok, row=what)


def barred(base, what, n, row, leaf, more, gone):
    item = row["items"].split(",")[0]
    put = lambda v: set_field("targets", n, "barred", v)
    for op, value in [("upper-reason", "%s=Repeat:1"), ("no-colon", "%s=repeat"), ("no-reference", "%s=repeat:"), ("no-reason", "%s=:1"), ("no-equals", "%s:repeat"),
                      ("blank", "%s=repeat:a b"), ("reason-33", "%s=" + "a" * 33 + ":1"), ("reference-129", "%s=repeat:" + "1" * 129), ("equals-in-reference", "%s=a:b=c"),
                      ("no-item", "=repeat:1%.0s"), ("comma", "%s=repeat:1,")]:
        yield Mutant(leaf, op, put(value % item), ["F07"], usable=False, row=what)
    yield Mutant(leaf, "twice", put("%s=certified:1,%s=repeat:2" % (item, item)), ["F05"], usable=False, row=what)
    yield Mutant(leaf, "repeat", put("%s=certified:1,%s=certified:1" % (item, item)), ["F05"], usable=False, row=what)
    yield Mutant(leaf, "unknown-item", put("ZZ-999=repeat:1" if not row["barred"] else row["barred"] + ",ZZ-999=repeat:1"), ["R04"], row=what)
    if more:
        value = ",".join(sorted([b for b in row["barred"].split(",") if b] + [more[0] + "=repeat:1"]))
        yield Mutant(leaf, "not-in-items", put(value), ["R04"], row=what)
    if row["barred"]:
        edits = put("")
        must, also = counts_codes(base, edits)
        yield Mutant(leaf, "removed", edits, must, also, row=what)
        yield Mutant(leaf, "other-reason", put(row["barred"].replace("repeat:", "x:").replace("certified:", "repeat:")), [], levels=(0, 1), row=what)
    if gone:
        edits = put(",".join(sorted([b for b in row["barred"].split(",") if b] + [gone[0] + "=repeat:1"])))
        must, also = counts_codes(base, edits)
        yield Mutant(leaf, "added", edits, must, also, row=what)


def inspectors(base):
    rows = base.rows("inspectors")
    used = [r["inspector"] for r in base.rows("assignment") if r["inspector"] != "-"]
    at = {r["id"]: n for n, r in enumerate(rows)}
    places = {"first": 0, "last": len(rows) - 1}
    if used:
        places["used"] = at[used[0]]
    recused = {r["inspector"] for r in base.rows("recusals")}
    for what, n in places.items():
        row, leaf = rows[n], lambda f: "inspectors.tsv:%s" % f
        put = lambda f, v: set_field("inspectors", n, f, (lambda old, _: v(old)) if callable(v) else v)
        r08 = {"R08"} if row["id"] in recused else set()
        yield Mutant(leaf("id"), "gap", put("id", "P999999"), ["R07"], r08, row=what)
        for op, value in [("lower", str.lower), ("short", lambda v: v[:-1]), ("long", lambda v: v + "0"), ("empty", ""), ("Q", lambda v: "Q" + v[1:]), ("wide", "Ｐ000001")]:
            yield Mutant(leaf("id"), op, put("id", value), ["F07"], r08, usable=False, row=what)
        for op, value in [("upper", "Inspector"), ("empty", ""), ("plural", "experts"), ("blank", "inspector ")]:
            yield Mutant(leaf("role"), op, put("role", value), ["F07"], usable=False, row=what)
        for op, value in [("blank", "SC JG"), ("empty", ""), ("65", "S" * 65), ("chinese", "市场监管")]:
            yield Mutant(leaf("department"), op, put("department", value), ["F07"], usable=False, row=what)
        for op, value, code in [("star-and", "*,220102", "F07"), ("5", "22010", "F07"), ("dash", "-", "F07"), ("unsorted", "220103,220102", "F05"), ("repeat", "220102,220102", "F05"),
                                ("comma", "220102,", "F07"), ("two-stars", "**", "F07"), ("blank", "220102, 220103", "F07")]:
            yield Mutant(leaf("areas"), op, put("areas", value), [code], usable=False, row=what)
        for op, change, code in LISTS:
            if row["items"]:
                yield Mutant(leaf("items"), op, put("items", change), [code], usable=False, row=what)
        yield Mutant(leaf("items"), "unknown", put("items", lambda v: v + ",ZZ-999" if v else "ZZ-999"), ["R04"], row=what)
        for value in CAPACITIES:
            yield Mutant(leaf("capacity"), "value " + repr(value), put("capacity", value), ["F07"], usable=False, row=what)
        yield Mutant(leaf("capacity"), "one-less", put("capacity", str(max(0, int(row["capacity"]) - 1) or 5)), [], row=what, levels=(0, 1, 2))
        for op, change in HEXES:
            yield Mutant(leaf("identity"), op, put("identity", change), ["F13"], usable=False, row=what)
        yield Mutant(leaf("identity"), "zero" if n else "max", put("identity", "0" * 64 if n else "f" * 64), ["R07"], row=what)
        yield Mutant(leaf("identity"), "equal", put("identity", rows[n - 1 if n else 1]["identity"]), ["R07"], row=what)
        for op, change, must in [("delete", lambda b: None, ["R07"]), ("double", lambda b: [b, b], ["F05"]), ("field-more", lambda b: b + b"\t", ["F04"]),
                                 ("field-less", lambda b: b.rsplit(b"\t", 1)[0], ["F04"]), ("empty-line", lambda b: [b, b""], ["F03"])]:
            if op == "delete" and n == len(rows) - 1:
                must = ["R08"] if row["id"] in recused else []
            yield Mutant("inspectors.tsv:row", op, {"inspectors.tsv": line_edit(n + 1, change)}, must, {"R08"} if op == "delete" else {"R07"},
                         usable=op == "delete", row=what, levels=(0, 1, 2, 3) if must else (0, 1, 2))
    swap = lambda b: b[:2] + [b[3], b[2]] + b[4:]
    yield Mutant("inspectors.tsv:row", "swap", {"inspectors.tsv": lambda d, c: b"\n".join(swap(d.split(b"\n")))}, ["F05"], usable=False)


def recusals(base):
    rows = base.rows("recusals")
    met = next(((r["inspector"], r["target"]) for r in base.rows("assignment") if r["inspector"] != "-"), None)
    for what, n in (("first", 0), ("last", len(rows) - 1)):
        put = lambda f, v: set_field("recusals", n, f, (lambda old, _: v(old)) if callable(v) else v)
        leaf = lambda f: "recusals.tsv:%s" % f
        yield Mutant(leaf("inspector"), "unknown", put("inspector", "P999999"), ["R08"], row=what)
        for op, value in [("lower", str.lower), ("short", lambda v: v[:-1]), ("empty", ""), ("dash", "-")]:
            yield Mutant(leaf("inspector"), op, put("inspector", value), ["F07"], usable=False, row=what)
        yield Mutant(leaf("target"), "unknown", put("target", "loc:nowhere"), ["R08"], row=what)
        yield Mutant(leaf("target"), "lower", put("target", other_case), ["R08"], row=what)
        for op, value in [("blank", lambda v: v + " "), ("empty", ""), ("65", "9" * 65)]:
            yield Mutant(leaf("target"), op, put("target", value), ["F07"], usable=False, row=what)
        for op, value, code, ok in NAMES:
            yield Mutant(leaf("reason"), op, put("reason", value), [code], usable=ok, row=what)
        for op, change, must, ok in [("delete", lambda b: None, [], True), ("double", lambda b: [b, b], ["F05", "F06"], False), ("pair-twice", lambda b: [b, b + b"x"], ["F06"], False),
                                     ("field-more", lambda b: b + b"\t", ["F04"], False), ("field-less", lambda b: b.rsplit(b"\t", 1)[0], ["F04"], False), ("empty-line", lambda b: [b, b""], ["F03"], False)]:
            yield Mutant("recusals.tsv:row", op, {"recusals.tsv": line_edit(n + 1, change)}, must, usable=ok, row=what, levels=(0, 1, 2, 3) if must else (0, 1, 2))
    if met:
        yield Mutant("recusals.tsv:row", "add-met", {"recusals.tsv": rows_edit("recusals", lambda rows, c: rows.append(list(met) + ["演练"]))}, [], ["A03"], levels=(0, 1))
        yield Mutant("recusals.tsv:row", "add-met", {"recusals.tsv": rows_edit("recusals", lambda rows, c: rows.append(list(met) + ["演练"]))}, ["A03"], levels=(2,))


def headers(base):
    for table in ("targets", "inspectors", "recusals", "selection", "assignment"):
        for op, change in [("upper", bytes.upper), ("one-less", lambda b: b.rsplit(b"\t", 1)[0]), ("one-more", lambda b: b + b"\tx"), ("order", lambda b: b"\t".join(reversed(b.split(b"\t")))),
                           ("blank", lambda b: b + b" "), ("gone", lambda b: None), ("twice", lambda b: [b, b]), ("commas", lambda b: b.replace(b"\t", b","))]:
            # a row in the header's place, or a second header, is a row of wrong form too
            yield Mutant(table + ".tsv:header", op, {table + ".tsv": line_edit(0, change)}, ["F04"] if op != "twice" else ["F07|F13|F05"], ["F05", "F06", "F07", "F13"], usable=False)


def mutants(base):
    for part in (targets, inspectors, recusals, headers):
        yield from part(base)
