# SPDX-License-Identifier: MulanPSL-2.0
"""Faults in selection.tsv and assignment.tsv. Nothing follows from these files but transcript.note, so level 2 is full
collusion; where several of them are made to fit one false choice, see ops_transcript.py."""
from assign import pair_key
from draw import target_key
from lab import Mutant, column, flip_hex, line_edit, rows_edit
from ops_notice import BAD_DIGESTS

L = (0, 1, 2)
BAD_INTEGERS = ["0", "-1", "+1", "01", "1.0", "1e0", " 1", "1 ", "", "0x1", "１", "٣", "9007199254740992", "18446744073709551616", "18446744073709551617", "1" * 40, "-0", "½"]
ID_FORMS = [("empty", ""), ("blank", "a b"), ("65", "9" * 65), ("wide", "９1"), ("cyrillic", "МА")]
HEX_FORMS = [(op, change) for op, change in BAD_DIGESTS]


def cell(table, row, name, value, sort=False):
    c = column(table, name)

    def change(rows, context):
        rows[row][c] = value(rows[row][c]) if callable(value) else value
    return {table + ".tsv": rows_edit(table, change, sort)}


def whole(table, change):
    return {table + ".tsv": rows_edit(table, change, False)}


def selection(base):
    rows = base.rows("selection")
    if not rows:
        return
    sub, targets = base.transcript["subseeds"]["targets"], base.rows("targets")
    drawn = {r["id"] for r in rows}
    key = lambda t: target_key(base.suite, sub, t)
    out = sorted((key(r["id"]), r["id"], r["items"]) for r in targets if r["id"] not in drawn and r["items"])
    codes = [i["code"] for i in base.notice["items"]]
    for what, n in {"first": 0, "middle": len(rows) // 2, "kth": len(rows) - 1}.items():
        yield from selection_at(what, n, rows, out, codes, key)
    yield Mutant("selection.tsv:row", "none", whole("selection", lambda r, c: r.clear()), ["D04", "D08"], levels=L)
    for d in (1, -1):                                   # the border of a batch one row on
        at = [n for n in range(1, len(rows)) if rows[n]["batch"] != rows[n - 1]["batch"]]
        if at:
            n, new = (at[0], rows[at[0] - 1]["batch"]) if d > 0 else (at[0] - 1, rows[at[0]]["batch"])
            yield Mutant("selection.tsv:batch", "border%+d" % d, cell("selection", n, "batch", new), ["D08"], levels=L)


def selection_at(what, n, rows, out, codes, key):
    leaf = lambda f: "selection.tsv:" + f

    def m(f, op, edits, must, also=(), **more):
        return Mutant(leaf(f), op, edits, must, also, levels=L, row=what, **more)
    for f in ("order", "batch"):
        for value in BAD_INTEGERS:
            yield m(f, "value " + value, cell("selection", n, f, value), ["F07"], usable=False)
        for d in (1, -1, 1000):
            if int(rows[n][f]) + d > 0:
                yield m(f, "%+d" % d, cell("selection", n, f, lambda v, d=d: str(int(v) + d)), ["D05" if f == "order" else "D08"])
    for op, value in ID_FORMS:
        yield m("id", op, cell("selection", n, "id", value), ["F07"], usable=False)
    yield m("id", "not-in-roster", cell("selection", n, "id", "loc:nowhere"), ["D03", "D04"], ["D01", "D06"])
    yield m("id", "undrawn", cell("selection", n, "id", out[0][1]), ["D03", "D04", "D01"], ["D06"])
    for op, change in HEX_FORMS:
        yield m("key", op, cell("selection", n, "key", change), ["F13"], usable=False)
    yield m("key", "dash", cell("selection", n, "key", "-"), ["F13"], usable=False)
    yield m("key", "flip", cell("selection", n, "key", flip_hex), ["D01"], ["D05"])
    yield m("key", "of-other", cell("selection", n, "key", rows[n - 1 if n else -1]["key"] if len(rows) > 1 else out[0][0]), ["D01"], ["D05"])
    yield m("key", "zero", cell("selection", n, "key", "0" * 64), ["D01"], ["D05"])
    for op, change, code in [("empty", lambda v: "", "F07"), ("comma", lambda v: v + ",", "F07"), ("blank", lambda v: v + ", x", "F07"), ("repeat", lambda v: v + "," + v.split(",")[-1], "F05")]:
        yield m("items", op, cell("selection", n, "items", change), [code], usable=False)
    yield m("items", "unknown-more", cell("selection", n, "items", lambda v: v + ",ZZ-999"), ["D06"])
    yield m("items", "unknown", cell("selection", n, "items", "ZZ-999"), ["D06"])
    for code in codes:
        mine = rows[n]["items"].split(",")
        other = [c for c in mine if c != code] if code in mine else sorted(mine + [code])
        if other:
            yield m("items", "toggle " + code, cell("selection", n, "items", ",".join(other)), ["D06"])
    if "," in rows[n]["items"]:
        yield m("items", "unsorted", cell("selection", n, "items", lambda v: ",".join(reversed(v.split(",")))), ["F05"], usable=False)
    yield m("row", "dropped", whole("selection", lambda r, c: r.pop(n)), ["D04", "D08"], ["D05"])
    yield m("row", "dropped-renumbered", whole("selection", lambda r, c: (r.pop(n), renumber(r))), ["D04", "D08"])
    yield m("row", "replaced-by-next", whole("selection", lambda r, c: replace(r, n, out[0], key)), ["D03", "D04"], ["D06"])
    yield m("row", "added", whole("selection", lambda r, c: added(r, out[0], r[n][4])), ["D03", "D08"])
    yield m("row", "double", {"selection.tsv": line_edit(n + 1, lambda b: [b, b])}, ["F06"], usable=False)
    if n + 1 < len(rows):
        yield m("row", "swap", whole("selection", lambda r, c: swap(r, n)), ["D05"], ["D08"])
        yield m("row", "swap-renumbered", whole("selection", lambda r, c: (swap(r, n), renumber(r))), ["D05"], ["D08"])
        yield m("order", "swap", whole("selection", lambda r, c: swap_cell(r, n, 0)), ["D05"])
        if rows[n]["batch"] != rows[n + 1]["batch"]:
            yield m("batch", "swap", whole("selection", lambda r, c: swap_cell(r, n, 4)), ["D08"])
    for op, change in [("field-more", lambda b: b + b"\tx"), ("field-less", lambda b: b.rsplit(b"\t", 1)[0]), ("comment", lambda b: [b, b"# x"])]:
        yield m("row", op, {"selection.tsv": line_edit(n + 1, change)}, ["F04"], usable=False)
    yield m("row", "empty-line", {"selection.tsv": line_edit(n + 1, lambda b: [b, b""])}, ["F03"], usable=False)


def renumber(rows):
    for n, r in enumerate(rows, 1):
        r[0] = str(n)


def swap(rows, n):
    rows[n], rows[n + 1] = rows[n + 1], rows[n]


def swap_cell(rows, n, c):
    rows[n][c], rows[n + 1][c] = rows[n + 1][c], rows[n][c]


def replace(rows, n, other, key):
    batches = [r[4] for r in rows]
    rows[n][1], rows[n][2] = other[1], other[0]
    rows.sort(key=lambda r: r[2])
    renumber(rows)
    for r, b in zip(rows, batches):
        r[4] = b


def added(rows, other, batch):
    rows.append(["0", other[1], other[0], other[2], batch])
    rows.sort(key=lambda r: r[2])
    batches = sorted((r[4] for r in rows), key=int)
    renumber(rows)
    for r, b in zip(rows, batches):
        r[4] = b


def assignment(base):
    rows = base.rows("assignment")
    filled = [n for n, r in enumerate(rows) if r["inspector"] != "-" and r["role"] == "inspector"]
    empty = [n for n, r in enumerate(rows) if r["inspector"] == "-" and r["role"] == "inspector"]
    experts = [n for n, r in enumerate(rows) if r["role"] == "expert" and r["inspector"] != "-"]
    no_expert = [n for n, r in enumerate(rows) if r["role"] == "expert" and r["inspector"] == "-"]
    sub, people = base.transcript["subseeds"], {p["id"]: p for p in base.rows("inspectors")}
    recused = {(r["inspector"], r["target"]) for r in base.rows("recusals")}
    places = {}
    for what, found in (("", filled), ("empty-", empty), ("expert-", experts), ("no-expert-", no_expert)):
        if found:
            places.update({what + "first": found[0], what + "last": found[-1]})
    wrong = {"A01", "A02", "A03", "A04", "A05", "A06"}
    for what, n in places.items():
        row = rows[n]
        scope = "inspectors" if row["role"] == "inspector" else "experts"
        key = lambda p, row=row, scope=scope: pair_key(base.suite, sub[scope], row["target"], p)

        def m(f, op, edits, must, also=(), **more):
            return Mutant("assignment.tsv:" + f, op, edits, must, also, levels=L, row=what, **more)

        def give(op, p, must, also, n=n, row=row, key=key, m=m):
            department = people[p]["department"] if row["role"] == "expert" and p in people else row["department"]
            return m("inspector", op, whole("assignment", lambda r, c: r[n].__setitem__(slice(2, 7), [department, row["slot"], row["role"], p, key(p)])), must, also)
        for f in ("order", "slot"):
            for value in BAD_INTEGERS:
                yield m(f, "value " + value, cell("assignment", n, f, value), ["F07"], usable=False)
            for d in (1, -1, 1000):
                if int(row[f]) + d > 0:
                    yield m(f, "%+d" % d, cell("assignment", n, f, lambda v, d=d: str(int(v) + d)), ["A05"], ["A04"])
        for op, value in ID_FORMS:
            yield m("target", op, cell("assignment", n, "target", value), ["F07"], usable=False)
        yield m("target", "other", cell("assignment", n, "target", next(r["target"] for r in rows + [{"target": "loc:x"}] if r["target"] != row["target"])), ["A05"], wrong)
        yield m("target", "nowhere", cell("assignment", n, "target", "loc:nowhere"), ["A05"], wrong)
        for op, value in [("empty", ""), ("blank", "S C"), ("65", "S" * 65)]:
            yield m("department", op, cell("assignment", n, "department", value), ["F07"], usable=False)
        if row["role"] == "inspector":
            yield m("department", "other", cell("assignment", n, "department", "ZZZZ"), ["A05"], ["A02", "A04"])
        elif row["inspector"] != "-":
            yield m("department", "other", cell("assignment", n, "department", "ZZZZ"), ["A02"], ["A06"])
        else:
            yield m("department", "named", cell("assignment", n, "department", "SCJG"), ["F07"], usable=False)
        for op, value in [("upper", "Expert"), ("empty", ""), ("other", "driver")]:
            yield m("role", op, cell("assignment", n, "role", value), ["F07"], usable=False)
        if row["inspector"] != "-" or row["role"] == "expert":
            yield m("role", "exchanged", cell("assignment", n, "role", "expert" if row["role"] == "inspector" else "inspector"), ["A09"], wrong)
        if row["inspector"] == "-":
            yield m("inspector", "key-alone", cell("assignment", n, "key", "0" * 64), ["F07"], usable=False)
            some = next(p for p in people.values() if p["role"] == row["role"])
            if row["role"] == "inspector":
                yield give("filled-falsely", some["id"], ["A06"], wrong)
            yield m("inspector", "without-key", cell("assignment", n, "inspector", some["id"]), ["F13"], usable=False)
            yield m("row", "dropped", whole("assignment", lambda r, c, n=n: r.pop(n)), ["A05"], ["A09"])
            continue
        for op, value in [("lower", row["inspector"].lower()), ("short", row["inspector"][:-1]), ("empty", ""), ("wide", "Ｐ000001")]:
            yield m("inspector", op, cell("assignment", n, "inspector", value), ["F07"], usable=False)
        yield m("inspector", "dash-alone", cell("assignment", n, "inspector", "-"), ["F07"], usable=False)
        for op, change in HEX_FORMS + [("dash", lambda v: "-")]:
            yield m("key", op, cell("assignment", n, "key", change), ["F13"], usable=False)
        yield m("key", "flip", cell("assignment", n, "key", flip_hex), ["A01"])
        yield m("key", "of-other-scope", cell("assignment", n, "key", pair_key(base.suite, sub["experts" if scope == "inspectors" else "inspectors"], row["target"], row["inspector"])), ["A01"])
        yield m("key", "target-key", cell("assignment", n, "key", target_key(base.suite, sub["targets"], row["target"])), ["A01"])
        void = [["-", row["slot"], "expert"] if row["role"] == "expert" else [row["department"], row["slot"], "inspector"]][0] + ["-", "-"]
        yield m("inspector", "emptied", whole("assignment", lambda r, c, void=void, n=n: r[n].__setitem__(slice(2, 7), void)), ["A07"])
        yield give("unknown", "P999999", ["A02"], ["A06"])
        for p, q in people.items():
            fit = q["role"] == row["role"] and (row["role"] == "expert" or q["department"] == row["department"])
            if p == row["inspector"]:
                continue
            if (p, row["target"]) in recused:
                yield give("recused " + p, p, ["A03", "A06"], wrong)
            elif not fit:
                yield give("unfit " + p, p, ["A02", "A06"], wrong)
            elif q["capacity"] == "0":
                yield give("no-capacity " + p, p, ["A04", "A06"], wrong)
            elif any(r["inspector"] == p and r["order"] == row["order"] and r["role"] == row["role"] for r in rows):
                yield give("twice-in-team " + p, p, ["A04", "A06"], wrong)
            elif sum(r["inspector"] == p for r in rows) == int(q["capacity"]):
                yield give("beyond-capacity " + p, p, ["A04", "A06"], wrong)
            else:
                yield give("other " + p, p, ["A06"], wrong)
            yield m("inspector", "other-old-key " + p, cell("assignment", n, "inspector", p), ["A01", "A06"], wrong)
        yield m("row", "dropped", whole("assignment", lambda r, c, n=n: r.pop(n)), ["A05"], ["A09"])
        yield m("row", "double", {"assignment.tsv": line_edit(n + 1, lambda b: [b, b])}, ["A05"], ["A04", "A09", "A01", "A02", "A03"])
        if n + 1 < len(rows):
            yield m("row", "swap", whole("assignment", lambda r, c, n=n: swap(r, n)), ["A05"], ["A09", "A04"])
            if rows[n + 1]["role"] == row["role"] and rows[n + 1]["inspector"] != "-":
                both = lambda r, c, n=n: (swap_cell(r, n, 5), swap_cell(r, n, 6))
                yield m("inspector", "swap-with-next", whole("assignment", both), ["A06"], wrong)
        for op, change in [("field-more", lambda b: b + b"\tx"), ("field-less", lambda b: b.rsplit(b"\t", 1)[0])]:
            yield m("row", op, {"assignment.tsv": line_edit(n + 1, change)}, ["F04"], usable=False)
        yield m("row", "empty-line", {"assignment.tsv": line_edit(n + 1, lambda b: [b, b""])}, ["F03"], usable=False)
    yield Mutant("assignment.tsv:row", "none", whole("assignment", lambda r, c: r.clear()), ["A05"], ["A09"], levels=L)
    yield Mutant("assignment.tsv:row", "reversed", whole("assignment", lambda r, c: r.reverse()), ["A05"], wrong | {"A09"}, levels=L)
    if filled:
        empties = lambda r, c: [x.__setitem__(slice(5, 7), ["-", "-"]) for x in r if x[4] == "inspector"]
        yield Mutant("assignment.tsv:inspector", "all-emptied", whole("assignment", empties), ["A07"], levels=L)


def mutants(base):
    for part in (selection, assignment):
        yield from part(base)
