# SPDX-License-Identifier: MulanPSL-2.0
"""Text rules (bundle 2.1-2.3) and the one layout of JSON (bundle 2.4, 2.5)."""
import json
import unicodedata

from base import MAX_INTEGER

# bundle 2.2, in its order; C0 is treated by hand below
FORBIDDEN = [
    (0x7F, 0x9F), (0xAD, 0xAD), (0x600, 0x605), (0x61C, 0x61C), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891),
    (0x8E2, 0x8E2), (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0xE000, 0xF8FF),
    (0xFDD0, 0xFDEF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF0, 0xFFFB), (0x110BD, 0x110BD), (0x110CD, 0x110CD),
    (0x13430, 0x1343F), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF), (0xF0000, 0x10FFFF)]


def forbidden(point, table=False):
    if point < 0x20:
        # LF is allowed everywhere, TAB in tables; CR is 2.3's
        return point not in (0x0A, 0x0D) and not (table and point == 0x09)
    return any(a <= point <= b for a, b in FORBIDDEN) or point & 0xFFFF in (0xFFFE, 0xFFFF)


def text_codes(data, table=False, note=False):
    """F01, F02, F03 of a file of the bundle. note: how many empty lines are allowed (True: one; a proof file: 2)."""
    codes = set()
    try:
        text = data.decode("utf-8")         # Python's decoder refuses exactly what 2.1 refuses
    except UnicodeDecodeError:
        codes.add("F01")
    else:
        # a U+FEFF at the very start is 2.3's
        body = text[1:] if text.startswith("\ufeff") else text
        if any(forbidden(ord(c), table) for c in body) or unicodedata.normalize("NFC", text) != text:
            codes.add("F02")
    empty_lines = data.split(b"\n")[:-1].count(b"") if data.endswith(b"\n") else data.split(b"\n").count(b"")
    if (data == b"" or data.startswith(b"\xef\xbb\xbf") or b"\r" in data or not data.endswith(b"\n")
            or empty_lines > int(note)):
        codes.add("F03")
    return codes


class Refused(Exception):
    """A JSON file that breaks bundle 2.4 or 2.5."""


def _pairs(pairs):
    if len({k for k, v in pairs}) != len(pairs):
        raise Refused("a name stands twice")
    return dict(pairs)


def _no(what):
    raise Refused(what)


def _judge(value, depth):
    if isinstance(value, (dict, list)):
        if depth == 16:
            raise Refused("deeper than 16")
        if isinstance(value, dict):
            for name in value:
                _judge(name, depth + 1)
        for v in (value.values() if isinstance(value, dict) else value):
            _judge(v, depth + 1)
    elif isinstance(value, str):
        # a control character needs an escape that 2.5 does not have
        if any(ord(c) < 0x20 for c in value):
            raise Refused("control character")
    elif isinstance(value, int) and not isinstance(value, bool) and not 0 <= value <= MAX_INTEGER:
        raise Refused("integer out of range")


def dump(value):
    """bundle 2.4: the one layout."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def load(data):
    """The value of a JSON file that keeps 2.4 and 2.5; raises Refused otherwise."""
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_pairs, parse_float=_no, parse_constant=_no)
        _judge(value, 0)
        again = dump(value)
    except (ValueError, RecursionError) as fault:
        raise Refused(str(fault)) from fault
    if again != data:
        raise Refused("another layout")
    return value


def json_codes(data):
    try:
        load(data)
    except Refused:
        return {"F08"}
    return set()
