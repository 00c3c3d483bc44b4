# SPDX-License-Identifier: MulanPSL-2.0
"""Faults in the three notes: text lines, manifest lines, signature lines, and the edge cases of both signature schemes."""
import base64

import edwards as ed
import notes
import sm2
import weak
from base import Rand, h
from lab import Mutant, flip_hex

KINDS = ("notice", "close", "transcript")
L = (0, 1, 2)


def signers_of(context, kind):
    return context["keys"] if kind == "notice" else context["keys"][:1]


def text_edit(kind, change):
    """change(list of text lines) in place; at level 2 everybody signs what it makes."""
    def work(data, context):
        lines = data.split(b"\n\n", 1)[0].split(b"\n")
        change(lines)
        text = b"".join(x + b"\n" for x in lines)
        if context["level"] < 2:
            return text + b"\n" + data.split(b"\n\n", 1)[1]
        return text + b"\n" + b"".join(s.line(text).encode() for s in signers_of(context, kind))
    return work


def sig_edit(kind, change):
    """change(list of signature lines, text, signers) in place."""
    def work(data, context):
        text, rest = data.split(b"\n\n", 1)
        lines = rest.split(b"\n")[:-1]
        change(lines, text + b"\n", signers_of(context, kind))
        return text + b"\n\n" + b"".join(x + b"\n" for x in lines)
    return work


def at(n, change):
    def work(lines, *more):
        lines[n] = change(lines[n])
    return work


def texts(base, kind):
    file = kind + ".note"
    names = notes.FILES[kind]

    def m(line, op, change, codes, also=(), usable=True, l1=True):
        # at level 0 and 1 nobody signs what stands there: S02 where the note is still judged
        for levels, more in (((0, 1), ["S02"] if usable and "S01" not in codes else []), ((2,), [])):
            yield Mutant("%s:%s" % (file, line), op, {file: text_edit(kind, change)}, list(codes) + more, also, levels=levels, usable=usable)
    other = KINDS[(KINDS.index(kind) + 1) % 3]
    first = lambda new: at(0, lambda b: new)
    yield from m("kind", "other-kind", first(b"qian/1 " + other.encode()), ["S09"])
    for op, new in [("version-2", b"qian/2 " + kind.encode()), ("unknown", b"qian/1 receipt"), ("upper", b"qian/1 " + kind.upper().encode()), ("trail-blank", b"qian/1 " + kind.encode() + b" "), ("two-blanks", b"qian/1  " + kind.encode()), ("no-version", kind.encode())]:
        yield from m("kind", op, first(new), ["F07"], usable=False)
    yield from m("kind", "dropped", lambda x, *y: x.pop(0), ["F07"], ["F13"], usable=False)
    yield from m("draw", "other", at(1, lambda b: b"220100-2026-J-9999"), ["S09"])
    for op, new in [("slash", b"a/b"), ("65", b"9" * 65), ("blank", b"a b"), ("chinese", "签".encode())]:
        yield from m("draw", op, at(1, lambda b, new=new: new), ["F07"], usable=False)
    yield from m("draw", "dropped", lambda x, *y: x.pop(1), ["F07"], ["F13"], usable=False)
    yield from m("text", "extra-line", lambda x, *y: x.append(b"hello"), ["F07"], ["F13"], usable=False)
    yield from m("text", "extra-file", lambda x, *y: x.append(b"0" * 64 + b"  log.txt"), ["F07"], usable=False)
    yield from m("text", "signature-in-text", lambda x, *y: x.append("— operator AAAA".encode()), ["F07"], ["F13"], usable=False)
    for n, name in enumerate(names):
        line = lambda change, n=n: at(n + 2, change)
        leaf = "manifest[%s]" % name
        yield from m(leaf, "flip", line(lambda b: flip_hex(b.decode(), 63).encode()), ["H01"])
        yield from m(leaf, "zero", line(lambda b: b"0" * 64 + b[64:]), ["H01"])
        yield from m(leaf, "other-suite", line(lambda b, name=name: h("sm3-sm2" if base.ed else "sha256-ed25519", base.files[name]).encode() + b[64:]), ["H01"])
        if len(names) > 1:
            yield from m(leaf, "digest-of-next", lambda x, *y, n=n: x.__setitem__(n + 2, x[2 + (n + 1) % len(names)][:64] + x[n + 2][64:]), ["H01"])
        for op, change in [("upper", lambda b: (b[:64].upper() if b[:64].upper() != b[:64] else b"A" + b[1:64]) + b[64:]), ("short", lambda b: b[1:]), ("long", lambda b: b"0" + b), ("not-hex", lambda b: b"g" + b[1:])]:
            yield from m(leaf, op, line(change), ["F13"], ["F07"], usable=False)
        for op, change in [("one-blank", lambda b: b.replace(b"  ", b" ")), ("star", lambda b: b.replace(b"  ", b" *")), ("upper-name", lambda b: b[:66] + b[66:].upper()), ("other-name", lambda b: b + b".bak"), ("path", lambda b: b[:66] + b"./" + b[66:]),
                           ("no-name", lambda b: b[:66]), ("trail-blank", lambda b: b + b" "), ("no-digest", lambda b: b[66:])]:
            yield from m(leaf, op, line(change), ["F07"], ["F13"], usable=False)
        yield from m(leaf, "tab", line(lambda b: b.replace(b"  ", b"\t")), ["F07", "F02"], ["F13"], usable=False)
        yield from m(leaf, "dropped", lambda x, *y, n=n: x.pop(n + 2), ["F07"], usable=False)
        yield from m(leaf, "double", lambda x, *y, n=n: x.insert(n + 2, x[n + 2]), ["F07"], usable=False)
        if n + 1 < len(names):
            yield from m(leaf, "swap", lambda x, *y, n=n: x.__setitem__(slice(n + 2, n + 4), x[n + 2:n + 4][::-1]), ["F07"], usable=False)


def base64_forms(b):
    head, _, word = b.rpartition(b" ")
    data = base64.b64decode(word)
    make = lambda d: head + b" " + base64.b64encode(d)
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    spare = word[:-2] + bytes([letters[letters.index(word[-2]) | 1]]) + b"="
    return [("no-padding", head + b" " + word.rstrip(b"=")), ("padding-more", b + b"="), ("spare-bits", head + b" " + spare), ("url", head + b" " + (word.replace(b"+", b"-").replace(b"/", b"_") if b"+" in word or b"/" in word else b"-" + word[1:])),
            ("not-base64", head + b" *" + word[1:]), ("67-bytes", make(data[:-1])), ("69-bytes", make(data + b"\0")), ("kid-alone", make(data[:4])), ("der", make(data[:4] + b"\x30\x44\x02\x20" + data[4:36] + b"\x02\x20" + data[36:])),
            ("hex", head + b" " + data.hex().encode()), ("empty", head + b" "), ("100-bytes", make(data + bytes(32)))]


def lines(base, kind):
    file = kind + ".note"
    count = len(base.keys) if kind == "notice" else 1
    stranger = notes.Signer("stranger", base.suite, Rand("stranger key").bytes())
    # the file of the note itself, seen from transcript.note at level 0, is H01; Mutant adds it

    def m(n, op, change, codes, also=(), **more):
        return Mutant("%s:signature[%d]" % (file, n), op, {file: sig_edit(kind, change)}, codes, also, **{"levels": L, **more})
    for n in range(count):
        yield m(n, "dropped", lambda x, t, s, n=n: x.pop(n), ["S01"])
        yield m(n, "double", lambda x, t, s, n=n: x.insert(n, x[n]), ["S04"])
        yield m(n, "double-at-end", lambda x, t, s, n=n: x.append(x[n]), ["S04"])
        yield m(n, "double-first-bad", lambda x, t, s, n=n: x.insert(n, broken(x[n], 67 if base.ed else 40)), ["S04", "S02"])
        yield m(n, "double-second-bad", lambda x, t, s, n=n: x.insert(n + 1, broken(x[n], 67 if base.ed else 40)), ["S04", "S02"])
        yield m(n, "stranger-before", lambda x, t, s, n=n: x.insert(n, stranger.line(t).encode()[:-1]), ["S03"])
        yield m(n, "stranger-instead", lambda x, t, s, n=n: x.__setitem__(n, stranger.line(t).encode()[:-1]), ["S01", "S03"])
        yield m(n, "other-kid", at(n, lambda b: recode(b, lambda d: bytes([d[0] ^ 1]) + d[1:])), ["S01", "S03"])
        yield m(n, "other-name", at(n, lambda b: b.replace(b" ", b" x", 1)), ["S01", "S03"])
        yield m(n, "other-name-more", lambda x, t, s, n=n: x.append(x[n].replace(b" ", b" x", 1)), ["S03"])
        yield m(n, "garbage-signature", at(n, lambda b: recode(b, lambda d: d[:4] + b"\xff" * 64)), ["S07" if base.ed else "S02"])
        yield m(n, "zero-signature", at(n, lambda b: recode(b, lambda d: d[:4] + bytes(64))), ["S07" if base.ed else "S02"])
        for byte in (4, 20, 35, 36, 50, 66):
            for bit in (0, 6):
                yield m(n, "bit %d.%d" % (byte, bit), at(n, lambda b, byte=byte, bit=bit: broken(b, byte, bit)), ["S02|S07"] if base.ed and byte < 36 else ["S02"])
        yield m(n, "other-text", lambda x, t, s, n=n: x.__setitem__(n, s[n].line(b"x" + t).encode()[:-1]), ["S02"])
        yield m(n, "no-lf-signed", lambda x, t, s, n=n: x.__setitem__(n, s[n].line(t[:-1]).encode()[:-1]), ["S02"])
        yield m(n, "empty-line-signed", lambda x, t, s, n=n: x.__setitem__(n, s[n].line(t + b"\n").encode()[:-1]), ["S02"])
        yield m(n, "other-key-right-id", lambda x, t, s, n=n: x.__setitem__(n, notes.signature_line(s[n].name, notes.key_id(s[n].name, s[n].typed), stranger.sign(t)).encode()[:-1]), ["S02"])
        for other in KINDS:
            if other != kind and (n == 0):
                yield m(n, "from-" + other, lambda x, t, s, n=n, other=other: x.__setitem__(n, base.files[other + ".note"].split(b"\n\n")[1].split(b"\n")[0]), ["S02"])
        for op, form in base64_forms(b"- a " + base64.b64encode(bytes(68))):
            yield m(n, op, at(n, lambda b, op=op: dict(base64_forms(b))[op]), ["F13|F07" if op == "empty" else "F13"], usable=False)
        for op, change in [("hyphen", lambda b: b.replace("—".encode(), b"-")), ("en-dash", lambda b: b.replace("—".encode(), "–".encode())), ("no-dash", lambda b: b[4:]), ("two-blanks", lambda b: b.replace(b" ", b"  ", 1)), ("word-more", lambda b: b + b" x"),
                           ("trail-blank", lambda b: b + b" "), ("no-name", lambda b: "— ".encode() + b.rpartition(b" ")[2]), ("plus-in-name", lambda b: b.replace(b" ", b" +", 1)), ("comment", lambda b: b"# " + b), ("nbsp", lambda b: b.replace(b" ", "\u00a0".encode(), 1)),
                           ("name-65", lambda b: b.replace(b" ", b" " + b"x" * 65, 1))]:
            yield m(n, op, at(n, change), ["F07"], ["F13"], usable=False)
        yield m(n, "name-nfd", at(n, lambda b: b.replace(b" ", " e\u0301".encode(), 1)), ["F02", "S01", "S03"])
        yield m(n, "tab", at(n, lambda b: b.replace(b" ", b"\t", 1)), ["F07", "F02"], ["F13"], usable=False)
        yield m(n, "empty-line", lambda x, t, s, n=n: x.insert(n, b""), ["F03"], usable=False)
        yield m(n, "swap", lambda x, t, s, n=n: x.__setitem__(slice(n, n + 2), x[n:n + 2][::-1]), ["F05"]) if n + 1 < count else m(n, "emptied", lambda x, t, s, n=n: x.clear(), ["S01"])
        yield from scheme(base, kind, n, m)
    yield m(0, "reversed", lambda x, t, s: x.reverse(), ["F05"]) if count > 1 else m(0, "gone-with-gap", lambda x, t, s: x.clear(), ["S01"])
    yield Mutant(file + ":text", "no-gap", {file: lambda d, c: d.replace(b"\n\n", b"\n", 1)}, ["F07"], ["F13", "F05"], levels=L, usable=False)
    yield Mutant(file + ":text", "gap-later", {file: lambda d, c: d.replace(b"\n\n", b"\n", 1) + b"\n"}, ["F07"], ["F13"], levels=L, usable=False)


def recode(line, change):
    head, _, word = line.rpartition(b" ")
    return head + b" " + base64.b64encode(change(base64.b64decode(word)))


def broken(line, byte, bit=0):
    return recode(line, lambda d: d[:byte] + bytes([d[byte] ^ 1 << bit]) + d[byte + 1:])


def scheme(base, kind, n, m):
    """The edges of the scheme in the signature line n, under the right key."""
    def sig(op, make, code):
        return m(n, op, lambda x, t, s: x.__setitem__(n, notes.signature_line(s[n].name, notes.key_id(s[n].name, s[n].typed), make(t, s[n])).encode()[:-1]), [code])
    if not base.ed:
        N, num = sm2.N, lambda v: (v % 2**256).to_bytes(32, "big")
        for op, r, s in [("r-0", 0, None), ("s-0", None, 0), ("r-n", N, None), ("s-n", None, N), ("r-n+1", N + 1, None), ("s-n+1", None, N + 1), ("r-max", 2**256 - 1, None), ("s-max", None, 2**256 - 1), ("both-0", 0, 0), ("both-n", N, N), ("r-1", 1, None), ("s-1", None, 1),
                         ("r-n-1", N - 1, None), ("s-n-1", None, N - 1)]:
            yield sig(op, lambda t, k, r=r, s=s: (k.sign(t)[:32] if r is None else num(r)) + (k.sign(t)[32:] if s is None else num(s)), "S02")
        two = lambda t, k: (int.from_bytes(k.sign(t)[:32], "big"), int.from_bytes(k.sign(t)[32:], "big"))
        for op, change in [("n-s", lambda r, s: (r, N - s)), ("n-r", lambda r, s: (N - r, s)), ("exchanged", lambda r, s: (s, r)), ("r+s-is-n", lambda r, s: (r, N - r)), ("s+1", lambda r, s: (r, s + 1)), ("little-endian", lambda r, s: (int.from_bytes(num(r), "little"), int.from_bytes(num(s), "little")))]:
            yield sig(op, lambda t, k, change=change: b"".join(map(num, change(*two(t, k)))), "S02")
        for op, ident in [("no-identifier", b""), ("other-identifier", b"ALICE123@YAHOO.COM"), ("identifier-short", b"123456781234567")]:
            yield sig(op, lambda t, k, ident=ident: sm2_sign(k, t, ident), "S02")
        yield sig("no-za", lambda t, k: sm2_sign(k, t, None), "S02")
        return
    t8, num = weak.torsion(), lambda v: v.to_bytes(32, "little")
    parts = lambda t, k: (k.sign(t)[:32], int.from_bytes(k.sign(t)[32:], "little"))
    for times in (1, 2, 8, 14):
        yield sig("s+%dL" % times, lambda t, k, times=times: parts(t, k)[0] + num(parts(t, k)[1] + times * ed.L), "S02")
    for op, s in [("s-L", ed.L), ("s-max", 2**256 - 1), ("s-0", 0)]:
        yield sig(op, lambda t, k, s=s: parts(t, k)[0] + num(s), "S02")
    yield sig("s-negated", lambda t, k: parts(t, k)[0] + num(ed.L - parts(t, k)[1]), "S02")
    yield sig("r-sign", lambda t, k: bytes([*parts(t, k)[0][:31], parts(t, k)[0][31] ^ 128]) + k.sign(t)[32:], "S02")
    for what, point in weak.ed_points():
        yield sig("R-" + what, lambda t, k, point=point: weak.sign_with_r(k.secret, t, point, 0), "S07")
    yield sig("R-mixed-cofactored", lambda t, k: weak.sign_with_r(k.secret, t, ed.encode(ed.add(ed.multiply(77, ed.BASE), t8)), 77), "S07")
    yield sig("R-mixed-order-2", lambda t, k: weak.sign_with_r(k.secret, t, ed.encode(ed.add(ed.multiply(77, ed.BASE), ed.multiply(4, t8))), 77), "S07")
    yield sig("ed25519ph", lambda t, k: k.sign(b"SigEd25519 no Ed25519 collisions\x01\x00" + t), "S02")
    yield sig("ed25519ctx", lambda t, k: k.sign(b"SigEd25519 no Ed25519 collisions\x00\x00" + t), "S02")


def sm2_sign(signer, text, ident):
    """An SM2 signature under another identifier, or of the plain SM3 of the text."""
    e = int.from_bytes(sm2.sm3(text), "big") if ident is None else sm2.digest(signer.key, text, ident)
    k = int.from_bytes(sm2.sm3(b"k" + text), "big") % sm2.N
    r = (e + sm2.affine(sm2.multiply(k, (sm2.GX, sm2.GY, 1)))[0]) % sm2.N
    s = pow(1 + signer.d, sm2.N - 2, sm2.N) * (k - r * signer.d) % sm2.N
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def mutants(base):
    for kind in KINDS:
        yield from texts(base, kind)
        yield from lines(base, kind)
