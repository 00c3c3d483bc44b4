#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""engine/sheet/gb18030.table is what Python's converter says, less what spec/import.md 2.4 contests.

The converters of the C library, of ICU (uconv) and of Node are asked too, where they are there:
every code on which two differ must be one that the spec names. `--write` writes the table.
"""
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / "engine/sheet/gb18030.table"
TRAILS = [*range(0x40, 0x7F), *range(0x80, 0xFF)]
FOURS = 126 * 10 * 126 * 10
NODE = """
const d = new TextDecoder(process.argv[1], {fatal: true});
const one = h => { try { return d.decode(Buffer.from(h, 'hex')); } catch { return ''; } };
const codes = require('fs').readFileSync(0, 'utf8').trim().split('\\n');
process.stdout.write(codes.map(one).join('\\n') + '\\n');
"""


def twos():
    return [bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in TRAILS]


def four(index):
    return bytes((0x81 + index // 12600, 0x30 + index // 1260 % 10, 0x81 + index // 10 % 126, 0x30 + index % 10))


def index_of(code):
    return (((code[0] - 0x81) * 10 + code[1] - 0x30) * 126 + code[2] - 0x81) * 10 + code[3] - 0x30


def fours():
    """The first 50,400 are the plane of all that is not of two bytes; the rest only counts up."""
    return [four(i) for i in range(50400)]


def contested():
    """The codes that the spec names."""
    page = (ROOT / "spec/import.md").read_text(encoding="utf-8")
    words = re.search(r"^2\.4 .*?a register: (.*?); codes whose", page, re.M)[1]
    named = set()
    for first, last in re.findall(r"\b([0-9A-F]{4}(?:[0-9A-F]{4})?)(?:–([0-9A-F]+))?", words):
        a, b = bytes.fromhex(first), bytes.fromhex(last or first)
        if len(a) == 2:
            named |= {c for c in twos() if a <= c <= b}
        else:
            named |= {four(i) for i in range(index_of(a), index_of(b) + 1)}
    return named


def python_reads(code, codec="gb18030"):
    try:
        return code.decode(codec)
    except UnicodeDecodeError:
        return ""


def is_private(text):
    return "\ue000" <= text <= "\uf8ff"


def agreed(code, named):
    """The code point, or 0."""
    text = "" if code in named else python_reads(code)
    return 0 if not text or is_private(text) else ord(text)


def ranges(named):
    """Runs of four-byte codes whose code points run along: first index, first code point, length."""
    out = []
    for code in fours():
        point, index = agreed(code, named), index_of(code)
        if not point:
            continue
        if out and out[-1][0] + out[-1][2] == index and out[-1][1] + out[-1][2] == point:
            out[-1][2] += 1
        else:
            out.append([index, point, 1])
    plane = index_of(bytes.fromhex("90308130"))
    assert all(ord(python_reads(four(plane + i))) == 0x10000 + i for i in range(0, 0x100000, 251))
    assert python_reads(four(plane + 0x100000)) == "" and python_reads(four(plane + 0xFFFFF)) == "\U0010FFFF"
    return out + [[plane, 0x10000, 0x100000]]


def table():
    named = contested()
    lines = ["# GB18030 as all converters read it: spec/import.md 2.4. Made by tests/sheet/gb18030_table.py.",
             "# A line for each lead byte: the code points of the trail bytes 40-7E, 80-FE; 0000 for none."]
    for lead in range(0x81, 0xFF):
        points = [agreed(bytes((lead, trail)), named) for trail in TRAILS]
        assert max(points) < 0x10000
        lines.append(f"{lead:02X} " + "".join(f"{p:04X}" for p in points))
    lines.append("# Codes of four bytes: the first one's place among all of them, its code point, how many.")
    lines += [f"run {index} {point} {count}" for index, point, count in ranges(named)]
    return "\n".join(lines) + "\n"


def ask(command, codes, wire):
    """What a program makes of each code, one a line; None if it is not there."""
    if not shutil.which(command[0]):
        return None
    out = subprocess.run(command, input=b"".join(wire(c) + b"\n" for c in codes), capture_output=True).stdout
    lines = out.decode("utf-8", "surrogatepass").split("\n")[:-1]
    return lines if len(lines) == len(codes) else None


def others(codes, name):
    """Other converters. Control characters and LF are left out by the caller."""
    yield "iconv", ask(["iconv", "-c", "-f", name, "-t", "UTF-8"], codes, bytes)
    yield "uconv", ask(["uconv", "-f", name, "-t", "UTF-8", "--from-callback", "skip"], codes, bytes)
    yield "node", ask(["node", "-e", NODE, name], codes, lambda c: c.hex().encode("ascii"))


def compare(codes, name, named):
    """How many codes were compared, and those on which two differ though the spec names them not."""
    compared, bad = 0, {}
    for who, lines in others(codes, name):
        if lines is None:
            print(f"gb18030_table: {who} {name}: not there")
            continue
        compared += len(codes)
        for code, text in zip(codes, lines):
            mine = python_reads(code)
            if text != mine and code not in named and not is_private(mine):
                bad[code] = (who, text, mine)
    return compared, bad


def main():
    if sys.argv[1:] == ["--write"]:
        TABLE.write_text(table(), encoding="ascii")
    same = TABLE.read_text(encoding="ascii") == table()
    if not same:
        print(f"{TABLE.name} is not what Python and the spec make")
    named, passed, failed = contested(), int(same), int(not same)
    for codes, name in ((twos(), "gb18030"), (fours(), "gb18030"), (twos(), "gbk")):
        compared, bad = compare(codes, name, named)
        passed += compared - len(bad)
        failed += len(bad)
        for code, (who, text, mine) in sorted(bad.items())[:50]:
            print(f"{name} {code.hex().upper()}: {who} {text!a}, Python {mine!a}, and not contested")
    print(f"gb18030_table: {passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
