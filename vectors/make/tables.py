# SPDX-License-Identifier: MulanPSL-2.0
"""The five tables: read, write, and judge their form (tables 1-5)."""
import re

from base import BLANKS, id_form, is_code, is_hex, is_integer, lines_of
from textform import text_codes

COLUMNS = {
    "targets": "id name area class items barred salt".split(),
    "inspectors": "id role department areas items capacity identity".split(),
    "recusals": "inspector target reason".split(),
    "selection": "order id key items batch".split(),
    "assignment": "order target department slot role inspector key".split(),
}


def write(table, rows):
    """Rows are lists of strings in the order of the columns."""
    lines = [COLUMNS[table]] + rows
    return "".join("\t".join(line) + "\n" for line in lines).encode()


def read(table, data):
    """Rows as dicts, for a table whose form is right (or right enough: what has no place is dropped)."""
    rows = []
    for line in lines_of(data)[1:]:
        fields = line.decode("utf-8", "replace").split("\t")
        if len(fields) == len(COLUMNS[table]):
            rows.append(dict(zip(COLUMNS[table], fields)))
    return rows


def elements(field):
    """tables 1.3: an empty list is the empty field."""
    return field.split(",") if field else []


def barred_parts(element):
    """tables 2.4: item, reason, reference, or None where the form is another."""
    m = re.fullmatch(r"([^=]*)=([^:]*):(.*)", element)
    if m is None or not is_code(m[1]) or not re.fullmatch("[a-z]{1,32}", m[2]) \
            or not re.fullmatch("[0-9A-Za-z._:/-]{1,128}", m[3]):
        return None
    return m.groups()


def barred_items(field):
    """{item: reason} of a row's `barred`."""
    return {p[0]: p[1] for p in map(barred_parts, elements(field)) if p}


def _text(value):
    """tables 1.2: 1 to 512 bytes, no blank at either end."""
    return 1 <= len(value.encode()) <= 512 and value[0] not in BLANKS and value[-1] not in BLANKS


def _list(value, good_element, codes, least=0):
    parts = elements(value)
    if len(parts) < least or not all(good_element(p) for p in parts):
        codes.add("F07")
        return parts                                                   # the order is then not judged
    keys = [p.encode() for p in parts]
    if any(a >= b for a, b in zip(keys, keys[1:])):
        codes.add("F05")                                               # tables 1.3
    return parts


def _form(good, codes):
    if not good:
        codes.add("F07")


def _hex(value, digits, codes):
    if not is_hex(value, digits):
        codes.add("F13")                                               # tables 1.5


def _area(value):
    return re.fullmatch("[0-9]{6}", value) is not None


def _target(r, codes):
    _form(is_code(r["id"]), codes)
    _form(_text(r["name"]), codes)
    _form(_area(r["area"]) or r["area"] == "-", codes)
    _form(r["class"] in ("A", "B", "C", "D", "-"), codes)
    _list(r["items"], is_code, codes)
    barred = _list(r["barred"], barred_parts, codes)
    items = [barred_parts(b)[0] for b in barred if barred_parts(b)]
    if len(set(items)) < len(items):
        codes.add("F05")                                               # tables 2.4
    _hex(r["salt"], 32, codes)


def _inspector(r, codes):
    _form(re.fullmatch("P[0-9]{6}", r["id"]), codes)
    _form(r["role"] in ("inspector", "expert"), codes)
    _form(is_code(r["department"]), codes)
    if r["areas"] != "*":
        _list(r["areas"], _area, codes)
    _list(r["items"], is_code, codes)
    _form(is_integer(r["capacity"], 0, 1000000), codes)
    _hex(r["identity"], 64, codes)


def _recusal(r, codes):
    _form(re.fullmatch("P[0-9]{6}", r["inspector"]), codes)
    _form(is_code(r["target"]), codes)
    _form(_text(r["reason"]), codes)


def _selection(r, codes):
    _form(is_integer(r["order"], 1), codes)
    _form(is_code(r["id"]), codes)
    _hex(r["key"], 64, codes)
    _list(r["items"], is_code, codes, 1)
    _form(is_integer(r["batch"], 1), codes)


def _assignment(r, codes):
    _form(is_integer(r["order"], 1), codes)
    _form(is_code(r["target"]), codes)
    _form(is_code(r["department"]), codes)
    _form(is_integer(r["slot"], 1), codes)
    _form(r["role"] in ("inspector", "expert"), codes)
    if r["inspector"] == "-":                                          # tables 5.2: an empty slot
        _form(r["key"] == "-", codes)
        _form(r["role"] != "expert" or r["department"] == "-", codes)
    else:
        _form(re.fullmatch("P[0-9]{6}", r["inspector"]), codes)
        _hex(r["key"], 64, codes)


ROW = {"targets": _target, "inspectors": _inspector, "recusals": _recusal, "selection": _selection,
       "assignment": _assignment}


def codes(table, data):
    """All codes out of F01-F07, F13, R01, R07."""
    found = text_codes(data, table=True)
    if found & {"F01", "F03"}:
        return found                                                   # bundle 2.8: its lines cannot be told
    lines = lines_of(data)
    if lines[0] != "\t".join(COLUMNS[table]).encode():
        found.add("F04")
    rows = []
    for line in lines[1:]:
        fields = line.decode("utf-8").split("\t")
        if len(fields) != len(COLUMNS[table]):
            found.add("F04")                                           # tables 1.1
            continue
        rows.append(dict(zip(COLUMNS[table], fields)))
        ROW[table](rows[-1], found)
    if table in ("targets", "inspectors", "recusals") and any(a >= b for a, b in zip(lines[1:], lines[2:])):
        found.add("F05")                                               # tables 1.4
    unique = {"targets": ("id",), "selection": ("id",), "recusals": ("inspector", "target")}.get(table)
    if unique:
        ids = [tuple(r[c] for c in unique) for r in rows]
        if len(set(ids)) < len(ids):
            found.add("F06")
    if not found - {"F02"}:                                            # verify 2.2: R codes need a usable table
        if table == "targets" and any(id_form(r["id"]) is None for r in rows):
            found.add("R01")
        if table == "inspectors" and not numbered(rows):
            found.add("R07")
    return found


def numbered(rows):
    """tables 3.1."""
    return all(r["id"] == "P%06d" % n for n, r in enumerate(rows, 1)) \
        and all(a["identity"] < b["identity"] for a, b in zip(rows, rows[1:]))
