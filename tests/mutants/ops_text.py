# SPDX-License-Identifier: MulanPSL-2.0
"""Faults in contributions.txt and entropy.txt, and re-encodings of every file. Other balls that fit the notice are out of
reach at level 3: whether these balls fell is what the people in the hall saw."""
import gzip

from base import Rand
from lab import ORDER, Mutant, flip_hex, line_edit
from ops_json import policy_follows

WORDS = [("no-blank", lambda b: b.replace(b" ", b"", 1)), ("two-blanks", lambda b: b.replace(b" ", b"  ", 1)), ("lead-blank", lambda b: b" " + b), ("trail-blank", lambda b: b + b" "),
         ("upper-word", lambda b: b[:1].upper() + b[1:]), ("colon", lambda b: b.replace(b" ", b": ", 1)), ("word-more", lambda b: b + b" x"), ("comment", lambda b: b"# " + b)]
DIGESTS = [("upper", lambda v: v.upper()), ("short", lambda v: v[:-1]), ("long", lambda v: v + "0"), ("not-hex", lambda v: "g" + v[1:])]


def last(change):
    """Change of a line's last word."""
    def work(line):
        head, _, word = line.decode().rpartition(" ")
        return (head + " " + change(word)).encode()
    return work


def of_file(base, file, ours):
    lines = base.files[file].split(b"\n")[:-1]

    def m(n, op, change, codes, also=(), **more):
        return Mutant("%s:%d" % (file, n + 1), op, {file: line_edit(n, change)}, codes, also, **more)
    for n, line in enumerate(lines):
        for op, change in WORDS:
            yield m(n, op, change, ["F07|E03|F13" if line.startswith(b"public") else "F07|F13"], usable=False, also=["F07", "F13"])
        yield m(n, "tab", lambda b: b.replace(b" ", b"\t", 1), ["F02", "F07"], ["F13"], usable=False)
        yield m(n, "cr", lambda b: b + b"\r", ["F03"], usable=False)
        yield m(n, "empty-line", lambda b: [b, b""], ["F03"], usable=False)
        yield m(n, "bad-utf8", lambda b: b + b"\xc0\xaf", ["F01"], usable=False)
        yield m(n, "zero-width", lambda b: b + "\u200b".encode(), ["F02"], ["F07", "F13", "E01", "E03"], usable=False, exact=False)
        yield m(n, "line-70000", lambda b: b + b"0" * 70000, ["F11"], ["F07", "F13"], usable=False)
        if n < ours:
            yield m(n, "dropped", lambda b: None, ["F07"], ["F13"], usable=False)
            yield m(n, "double", lambda b: [b, b], ["F07"], ["F13"], usable=False)
            if n + 1 < ours:
                yield Mutant("%s:%d" % (file, n + 1), "swap", {file: swap_lines(n)}, ["F07"], ["F13"], usable=False)
        if n == 1:
            yield m(n, "other", lambda b: b"draw 220100-2026-J-9999", ["H04"])
            for op, value in [("slash", b"a/b"), ("65", b"9" * 65), ("empty", b""), ("chinese", "签".encode())]:
                yield m(n, op, lambda b, value=value: b"draw " + value, ["F07"], usable=False)
        if n in (2, 3) and n < ours:
            code = "H04" if n == 2 else "E08"
            yield m(n, "flip", last(flip_hex), [code])
            yield m(n, "zero", last(lambda v: "0" * 64), [code])
            for op, change in DIGESTS:
                yield m(n, op, last(change), ["F13"], ["F07"], usable=False)
    other = "sister draw's file"
    yield Mutant(file, "all-gone-but-1", {file: lambda d, c: d.split(b"\n")[0] + b"\n"}, ["F07"], usable=False)


def swap_lines(n):
    def work(data, context):
        lines = data.split(b"\n")
        lines[n], lines[n + 1] = lines[n + 1], lines[n]
        return b"\n".join(lines)
    return work


def contributions(base):
    file = "contributions.txt"
    yield from of_file(base, file, 3)
    lines = base.files[file].decode().split("\n")[3:-1]
    names = [c["name"] for c in base.notice["contributors"]]
    proceed = base.notice["on_missing"] == "proceed"

    def m(n, op, change, codes, also=(), **more):
        return Mutant("%s:%d" % (file, n + 4), op, {file: line_edit(n + 3, change)}, codes, also, **more)
    for n, line in enumerate(lines):
        reveal = line.startswith("reveal ")
        yield m(n, "dropped", lambda b: None, ["E01"], ["H05", "E02"])
        yield m(n, "double", lambda b: [b, b], ["E01"], ["H05", "E02"])
        if n + 1 < len(lines):
            yield Mutant("%s:%d" % (file, n + 4), "swap", {file: swap_lines(n + 3)}, ["E01"], ["H05"])
        new = Rand("another nonce").hex()
        if reveal:
            yield m(n, "other-nonce", last(lambda v: new), ["H05"])
            yield m(n, "flip", last(flip_hex), ["H05"])
            yield m(n, "flip-first", last(lambda v: flip_hex(v, 0)), ["H05"])
            for op, change in DIGESTS:
                yield m(n, op, last(change), ["F13"], ["F07"], usable=False)
            yield m(n, "withheld", lambda b: b"withheld " + b.split(b" ")[1], ["E02"] if not proceed else [], levels=(0, 1, 2) if proceed else (0, 1, 2, 3))
        else:
            yield m(n, "revealed-falsely", lambda b: b"reveal " + b.split(b" ")[1] + b" " + new.encode(), ["H05"])
        yield m(n, "stranger", lambda b: b" ".join([b.split(b" ")[0], "某人".encode()] + b.split(b" ")[2:]), ["E01"], ["H05"])
        yield m(n, "operator", lambda b: b" ".join([b.split(b" ")[0], b"operator"] + b.split(b" ")[2:]), ["E01"], ["H05"])
        yield m(n, "one-more", lambda b: [b, b"reveal extra " + new.encode()], ["E01"], ["H05"])
        yield m(n, "one-more-withheld", lambda b: [b, b"withheld extra"], ["E01"], ["H05", "E02"])
        yield m(n, "withheld-with-nonce", lambda b: b"withheld " + b.split(b" ")[1] + b" " + new.encode(), ["F07"], usable=False)
        yield m(n, "reveal-without", lambda b: b"reveal " + b.split(b" ")[1], ["F07"], usable=False)
        yield m(n, "no-name", lambda b: b"withheld ", ["F07"], usable=False)
    everybody = lambda d, c: b"".join(x + b"\n" for x in d.split(b"\n")[:3]) + b"".join(b"withheld " + x.encode() + b"\n" for x in names)
    yield Mutant(file, "all-withheld", {file: everybody}, ["E02"])
    yield Mutant(file, "none", {file: lambda d, c: b"".join(x + b"\n" for x in d.split(b"\n")[:3])}, ["E01", "E02"], ["E02"])


def entropy(base):
    file = "entropy.txt"
    yield from of_file(base, file, 4)
    public = base.notice["public"]

    def m(n, op, change, codes, also=(), **more):
        return Mutant("%s:%d" % (file, n + 5), op, {file: line_edit(n + 4, change)}, codes, also, **more)
    for n, p in enumerate(public):
        low, high = p["from"], p["to"]
        yield m(n, "dropped", lambda b: None, ["E03"], ["E10"])
        yield m(n, "double", lambda b: [b, b], ["E03"], ["E10"])
        for op, change in [("out-of-range", lambda v, x=high + 1: "%02d" % x + v[2:]), ("repeat", lambda v: v[:3] + v[:2] + v[5:]), ("one-less", lambda v: v[:-3]),
                           ("one-more", lambda v, low=low, high=high: v + "-%02d" % next(x for x in range(low, high + 1) if "%02d" % x not in v.split("-"))), ("99", lambda v: v[:-2] + "99")]:
            yield m(n, op, last(change), ["E10"])
        if low:
            yield m(n, "under-range", last(lambda v, x=low - 1: "%02d" % x + v[2:]), ["E10"])
        for op, change in [("one-digit", lambda v: v[1:]), ("three-digits", lambda v: "0" + v), ("comma", lambda v: v.replace("-", ",", 1)), ("trail-dash", lambda v: v + "-"), ("lead-dash", lambda v: "-" + v),
                           ("letter", lambda v: "a" + v[1:]), ("plus", lambda v: "+" + v[1:]), ("en-dash", lambda v: v.replace("-", "\u2013", 1)), ("wide", lambda v: "０" + v[1:]), ("double-dash", lambda v: v.replace("-", "--", 1)),
                           ("empty", lambda v: ""), ("no-dash", lambda v: v.replace("-", ""))]:
            yield m(n, op, last(change), ["F07"], usable=False)
        # other balls, or the same in another order: another seed, so everything after it must fit no more
        yield m(n, "other-order", last(lambda v: v[3:5] + "-" + v[:2] + v[5:]), [], levels=(0, 1, 2))
        yield m(n, "source-unknown", lambda b: b.replace(b"balls", b"dice"), ["E03|F07"], ["E10"], exact=False)
        yield m(n, "source-drand", lambda b: b.replace(b"balls", b"drand"), ["E03|F07|E04"], ["E10"], exact=False)
    if len(public) == 2:
        yield Mutant("entropy.txt:5", "swap", {file: swap_lines(4)}, ["E10"])
    more = lambda b: [b, b"public balls 01-02-03-04-05-06-07-08"]
    yield Mutant("entropy.txt", "one-more", {file: line_edit(-1, more)}, ["E03"], ["E10"])
    if not public:
        yield Mutant("entropy.txt", "nonce-smuggled", {file: line_edit(-1, lambda b: [b, b"# nonce"])}, ["F07"], usable=False)


ENCODINGS = [
    ("crlf", lambda d: d.replace(b"\n", b"\r\n"), ["F03"]), ("one-cr", lambda d: d.replace(b"\n", b"\r\n", 1), ["F03"]), ("cr-for-lf", lambda d: d.replace(b"\n", b"\r"), ["F03"]), ("bom", lambda d: b"\xef\xbb\xbf" + d, ["F03"]),
    ("no-last-lf", lambda d: d[:-1], ["F03"]), ("two-last-lf", lambda d: d + b"\n", ["F03"]), ("three-last-lf", lambda d: d + b"\n\n", ["F03"]), ("first-lf", lambda d: b"\n" + d, ["F03"]), ("empty", lambda d: b"", ["F03"]),
    ("lf-alone", lambda d: b"\n", ["F03"]), ("utf-16", lambda d: d.decode().encode("utf-16"), ["F01"]), ("gbk", lambda d: d.decode().encode("gb18030"), ["F01"]), ("latin1-byte", lambda d: d[:9] + b"\xe9" + d[9:], ["F01"]),
    ("gzip", lambda d: gzip.compress(d, mtime=0), ["F01"]), ("nul-at-end", lambda d: d + b"\x00", ["F02", "F03"]), ("last-byte-nul", lambda d: d[:-1] + b"\x00", ["F02", "F03"]), ("appended-byte", lambda d: d + b"x", ["F03"]),
    ("zeros-1-MiB", lambda d: bytes(1 << 20), ["F02", "F03"]), ("ctrl-z", lambda d: d + b"\x1a\n", ["F02"]), ("line-70000", lambda d: d + b"x" * 70000 + b"\n", None), ("blank-line", lambda d: d + b" \n", None)]


def encodings(base):
    for file in ORDER:
        ascii_only = all(b < 128 for b in base.files[file])
        for op, change, codes in ENCODINGS:
            more = {"policy": policy_follows} if file == "rules.json" else {}
            kind = file.split(".")[1]
            if op == "gbk" and ascii_only or op == "lf-alone" and kind == "note":
                continue                                # one empty line is a note's right: notes 1.1, F07
            also = {"F03", "F02"} if codes == ["F01"] or op in ("zeros-1-MiB", "utf-16") else set()
            if op == "zeros-1-MiB" and kind != "json":
                also.add("F11")
            if file.endswith(".note") and op == "two-last-lf":
                yield Mutant(file, op, {file: lambda d, c, change=change: change(d)}, ["F03"], usable=False)
                continue
            if op == "empty" and kind == "tsv":
                also = also | {"H02", "H03"}            # no lines: the chain finds no root and no number of rows
            if codes is None:
                codes = {"json": ["F08"], "tsv": ["F04"], "txt": ["F07"], "note": ["F07"]}[kind]
                also = {"F05", "F04", "F07", "F13"}
                if op == "line-70000":
                    codes = ["F11"] if kind != "json" else ["F08"]
            if op == "ctrl-z":
                also |= {"F04", "F05", "F07", "F08", "F13"}
            yield Mutant(file, op, {file: lambda d, c, change=change: change(d)}, codes, also, usable=False, exact=op != "ctrl-z", **more)


def mutants(base):
    for part in (contributions, entropy, encodings):
        yield from part(base)
