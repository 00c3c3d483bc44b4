# SPDX-License-Identifier: MulanPSL-2.0
"""notes.json."""
import hashlib

import edwards as ed
import sm2
import weak
from base import SUITES, Rand, h
from notes import (DASH, FILES as NOTE_FILES, TYPES, Signer, b64, key_id, make_note, note_codes, note_text, signature_line,
                   vkey_of)

DRAW = "220100-2026-J-0017"


def swap_signature(line, change):
    """A signature line with its 68 bytes changed."""
    import base64
    dash, name, text = line[:-1].split(" ")
    return dash + " " + name + " " + b64(change(base64.b64decode(text))) + "\n"


def notes_cases():
    out = []

    def add(name, comment, suite, kind, signers, note, expect, draw=DRAW):
        note = note if isinstance(note, str) else note.decode()
        vk = [s if isinstance(s, str) else s.vkey for s in signers]
        found = sorted(note_codes(suite, kind, draw, NOTE_FILES[kind], vk, note.encode()))
        assert found == sorted(expect), (suite, name, found, expect)
        out.append({"id": suite + "-" + name, "comment": comment, "suite": suite, "kind": kind, "draw": draw, "files": list(NOTE_FILES[kind]),
                    "signers": vk, "note": note, "codes": found})

    for suite in SUITES:
        one_suite(suite, lambda name, comment, *a, **k: add(name, comment, suite, *a, **k))
    return out


def one_suite(suite, add):
    rand = Rand("notes " + suite)
    people = [Signer(n, suite, rand.bytes()) for n in ("operator", "纪检监察", "公证处", "observer.west")]
    op, others = people[0], people[1:]
    stranger = Signer("stranger", suite, rand.bytes())
    digests = {n: h(suite, n) for n in NOTE_FILES["transcript"]}

    def text_of(kind, draw=DRAW):
        return note_text(kind, draw, "".join(digests[n] + "  " + n + "\n" for n in NOTE_FILES[kind]))

    def lines(text, signers):
        return [s.line(text.encode()) for s in signers]

    notice, close = text_of("notice"), text_of("close")
    good = lines(notice, people)
    put = lambda text, signature_lines: text + "\n" + "".join(signature_lines)
    add("good-notice", "good", "notice", people, put(notice, good), [])
    add("good-close", "good", "close", [op], make_note(close, [op]), [])
    add("good-transcript", "good", "transcript", [op], make_note(text_of("transcript"), [op]), [])
    add("good-one-contributor", "good", "notice", people[:2], put(notice, good[:2]), [])
    # form of the text
    first, draw, *manifest = notice.split("\n")[:-1]

    def text_case(name, comment, new_lines, expect, end="\n"):
        text = "\n".join(new_lines) + end
        add(name, comment, "notice", people, put(text, lines(text, people)), expect)
    text_case("kind-close", "`qian/1 close` in notice.note, signed as it stands", ["qian/1 close", draw] + manifest, ["S09"])
    text_case("kind-transcript", "`qian/1 transcript` in notice.note", ["qian/1 transcript", draw] + manifest, ["S09"])
    text_case("draw-other", "another draw's id", [first, "220100-2026-J-0018"] + manifest, ["S09"])
    text_case("draw-case", "the draw's id in another case", [first, draw.lower()] + manifest, ["S09"])
    text_case("kind-void", "`qian/1 void` in notice.note", ["qian/1 void", draw] + manifest, ["S09"])
    text_case("kind-open", "`qian/1 open` in notice.note", ["qian/1 open", draw] + manifest, ["S09"])
    text_case("kind-policy", "`qian/1 policy` is no note of a bundle", ["qian/1 policy", draw] + manifest, ["F07"])
    text_case("kind-replaces", "`qian/1 replaces` is none either", ["qian/1 replaces", draw] + manifest, ["F07"])
    text_case("both-other", "kind and draw of another", ["qian/1 close", "x"] + manifest, ["S09"])
    text_case("kind-upper", "`qian/1 Notice` is none of the five", ["qian/1 Notice", draw] + manifest, ["F07"])
    text_case("kind-version", "`qian/2 notice` is none of the five", ["qian/2 notice", draw] + manifest, ["F07"])
    text_case("kind-blank", "a blank after the first line", [first + " ", draw] + manifest, ["F07"])
    text_case("kind-word", "another first line", ["notice", draw] + manifest, ["F07"])
    text_case("draw-no-code", "line 2 is no code", [first, "220100/2026"] + manifest, ["F07"])
    text_case("draw-word", "`draw ` before the id", [first, "draw " + DRAW] + manifest, ["F07"])
    text_case("draw-65", "line 2 is too long for a code", [first, "x" * 65] + manifest, ["F07"])
    text_case("draw-missing", "no line 2", [first] + manifest, ["F07"])
    text_case("manifest-short", "the last file is missing", [first, draw] + manifest[:-1], ["F07"])
    text_case("manifest-none", "no manifest", [first, draw], ["F07"])
    text_case("manifest-order", "two files swapped", [first, draw, manifest[1], manifest[0]] + manifest[2:], ["F07"])
    text_case("manifest-extra", "a file more", [first, draw] + manifest + [digests["close.note"] + "  close.note"], ["F07"])
    text_case("manifest-twice", "a file twice", [first, draw] + manifest + [manifest[-1]], ["F07"])
    text_case("manifest-other-name", "another name", [first, draw] + manifest[:-1] + [manifest[-1].replace("notice.json", "notice.txt")], ["F07"])
    text_case("manifest-name-upper", "the name in upper case", [first, draw] + manifest[:-1] + [manifest[-1].replace("notice", "NOTICE")], ["F07"])
    text_case("manifest-path", "`./` before the name", [first, draw] + manifest[:-1] + [manifest[-1].replace("notice", "./notice")], ["F07"])
    text_case("manifest-one-blank", "one blank", [first, draw] + manifest[:-1] + [manifest[-1].replace("  ", " ")], ["F07"])
    text_case("manifest-star", "`*` for the second blank, as for binary files", [first, draw] + manifest[:-1] + [manifest[-1].replace("  ", " *")], ["F07"])
    text_case("manifest-three-blanks", "three blanks", [first, draw] + manifest[:-1] + [manifest[-1].replace("  ", "   ")], ["F07"])
    text_case("manifest-blank-last", "a blank after the name", [first, draw] + manifest[:-1] + [manifest[-1] + " "], ["F07"])
    text_case("comment-line", "a line of words in the manifest", [first, draw, "# files"] + manifest, ["F07"])
    for name, new in (("upper", manifest[-1][:64].upper()), ("short", manifest[-1][1:64]), ("long", "0" + manifest[-1][:64]), ("letter", "g" + manifest[-1][1:64])):
        text_case("digest-" + name, "a digest in another form", [first, draw] + manifest[:-1] + [new + "  notice.json"], ["F13"])
    add("no-empty-line", "no empty line", "notice", people, notice + "".join(good), ["F07"])
    add("two-empty-lines", "two empty lines", "notice", people, put(notice + "\n", good), ["F03"])
    add("empty-line-last", "an empty line at the end", "notice", people, put(notice, good) + "\n", ["F03"])
    add("empty-line-between", "an empty line between signatures", "notice", people, put(notice, good[:2] + ["\n"] + good[2:]), ["F03"])
    add("empty-line-in-manifest", "an empty line in the manifest as well", "notice", people, put(notice.replace("\n", "\n\n", 1), good), ["F03"])
    add("crlf", "CR LF", "notice", people, put(notice, good).replace("\n", "\r\n"), ["F03"])
    add("bom", "U+FEFF first", "notice", people, "\ufeff" + put(notice, good), ["F03"])
    add("no-signature", "no signature line at all", "notice", people, put(notice, []), ["S01"])
    add("no-signature-close", "no signature line at all", "close", [op], put(close, []), ["S01"])
    add("no-last-lf", "no LF at the end", "notice", people, put(notice, good)[:-1], ["F03"])
    # form of the signature lines
    last = good[-1]
    change = lambda new: put(notice, good[:-1] + [new])
    for name, new in (("hyphen", last.replace(DASH, "-")), ("en-dash", last.replace(DASH, "\u2013")), ("two-hyphens", last.replace(DASH, "--")), ("no-dash", last[2:]),
                      ("no-blank", last.replace(DASH + " ", DASH)), ("no-base64", DASH + " observer.west\n"), ("blank-last", last[:-1] + " \n"), ("third-word", last[:-1] + " x\n"),
                      ("blank-first", " " + last), ("comment", "# signed\n")):
        add("line-" + name, "a signature line in another form", "notice", people, change(new), ["F07"])
    raw = last.split(" ")[2][:-1]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    before = DASH + " observer.west "
    assert raw.endswith("=") and not raw.endswith("==")
    spare = raw[:-2] + alphabet[alphabet.index(raw[-2]) + 1] + "="
    for name, new in (("spare-bits", spare), ("no-padding", raw[:-1]), ("more-padding", raw + "="), ("character", "!" + raw[1:]), ("comma", raw[:-3] + ",a=")):
        add("base64-" + name, "base64 in another form", "notice", people, change(before + new + "\n"), ["F13"])
    counter = 0
    while True:                 # a signer whose line holds both characters that the URL alphabet changes
        url = Signer("observer.west", suite, Rand("url %d" % counter).bytes())
        text = url.line(notice.encode()).split(" ")[2]
        if "+" in text and "/" in text:
            break
        counter += 1
    add("base64-url", "the URL alphabet", "notice", others[:0] + [op, others[0], others[1], url],
        put(notice, good[:3] + [before + text.replace("+", "-").replace("/", "_")]), ["F13"])
    add("signature-short", "67 bytes", "notice", people, change(swap_signature(last, lambda d: d[:-1])), ["F13"])
    add("signature-long", "69 bytes", "notice", people, change(swap_signature(last, lambda d: d + b"\0")), ["F13"])
    # signers
    add("missing-last", "a contributor has not signed", "notice", people, put(notice, good[:-1]), ["S01"])
    add("missing-middle", "a contributor has not signed", "notice", people, put(notice, [good[0], good[2], good[3]]), ["S01"])
    add("missing-operator", "the operator has not signed", "notice", people, put(notice, good[1:]), ["S01"])
    add("missing-three", "only one has signed", "notice", people, put(notice, good[2:3]), ["S01"])
    add("unknown", "a stranger has signed as well", "notice", people, put(notice, good + lines(notice, [stranger])), ["S03"])
    add("unknown-bad-signature", "a stranger's line that would not verify: it is not judged under S02", "notice", people,
        put(notice, good + [swap_signature(lines(notice, [stranger])[0], lambda d: d[:-1] + bytes([d[-1] ^ 1]))]), ["S03"])
    add("contributor-in-close", "a contributor signs the close", "close", [op], make_note(close, [op, others[0]]), ["S03"])
    add("contributor-only-in-close", "a contributor for the operator", "close", [op], make_note(close, [others[0]]), ["S01", "S03"])
    add("same-name-other-key", "another key under a signer's name", "notice", people,
        put(notice, good[:-1] + lines(notice, [Signer("observer.west", suite, rand.bytes())])), ["S01", "S03"])
    add("same-name-other-key-more", "the same beside the true line", "notice", people,
        put(notice, good + lines(notice, [Signer("observer.west", suite, rand.bytes())])), ["S03"])
    add("key-id-of-another", "the signature is right, the key id is another signer's", "notice", people,
        change(swap_signature(last, lambda d: key_id(op.name, op.typed) + d[4:])), ["S01", "S03"])
    add("name-of-another", "another name before a signer's key id", "notice", people, change(last.replace("observer.west", "observer.east")), ["S01", "S03"])
    add("name-case", "the name in another case", "notice", people, change(last.replace("observer", "Observer")), ["S01", "S03"])
    add("twice", "the last signer twice", "notice", people, put(notice, good + good[-1:]), ["S04"])
    add("twice-first", "the operator twice", "notice", people, put(notice, good[:1] + good), ["S04"])
    add("twice-close", "the operator twice", "close", [op], put(close, lines(close, [op]) * 2), ["S04"])
    add("order", "two contributors swapped", "notice", people, put(notice, [good[0], good[2], good[1], good[3]]), ["F05"])
    add("order-operator-last", "the operator last", "notice", people, put(notice, good[1:] + good[:1]), ["F05"])
    add("unknown-first", "a stranger's line first: the order of the others holds", "notice", people, put(notice, lines(notice, [stranger]) + good), ["S03"])
    add("unknown-between", "a stranger's line between", "notice", people, put(notice, good[:2] + lines(notice, [stranger]) + good[2:]), ["S03"])
    add("twice-at-the-end", "the operator's second line at the end: first lines are in order", "notice", people, put(notice, good + good[:1]), ["S04"])
    add("twice-and-order", "first lines out of order, one signer twice", "notice", people, put(notice, [good[0], good[2], good[1], good[2], good[3]]), ["F05", "S04"])
    add("second-line-bad", "a second line that does not verify", "notice", people,
        put(notice, good + [others[2].line(close.encode())]), ["S02", "S04"])
    add("missing-and-order", "one missing, two swapped", "notice", people, put(notice, [good[0], good[3], good[2]]), ["F05", "S01"])
    add("order-and-other-text", "order is judged apart from the signatures", "notice", people,
        put(notice, [good[0], good[2], good[1], others[2].line(notice.encode()[:-1])]), ["F05", "S02"])
    # signatures
    byte = lambda n: (lambda d: d[:n] + bytes([d[n] ^ 1]) + d[n + 1:])
    add("other-text", "the signature of another text", "notice", people, change(others[2].line(close.encode())), ["S02"])
    add("without-last-lf", "the text was signed without its last LF", "notice", people, change(others[2].line(notice.encode()[:-1])), ["S02"])
    add("with-empty-line", "the text was signed with the empty line", "notice", people, change(others[2].line(notice.encode() + b"\n")), ["S02"])
    add("digest-signed", "the digest of the text was signed", "notice", people, change(others[2].line(h(suite, notice).encode())), ["S02"])
    add("all-other-text", "all signed another text: one code", "notice", people, put(notice, lines(close, people)), ["S02"])
    add("s-changed", "a bit of S changed", "notice", people, change(swap_signature(last, byte(36))), ["S02"])
    add("text-changed", "one digit of the manifest changed after signing", "close", [op],
        put(close.replace(digests["contributions.txt"], digests["contributions.txt"][:-1] + ("0" if digests["contributions.txt"][-1] != "0" else "1")),
            lines(close, [op])), ["S02"])
    add("of-another-signer", "another signer's signature with this key id", "notice", people,
        change(signature_line("observer.west", key_id("observer.west", others[2].typed), op.sign(notice.encode()))), ["S02"])
    add("zeros-s", "S (s) is zero", "notice", people, change(swap_signature(last, lambda d: d[:36] + b"\0" * 32)), ["S02"])
    line = lambda signer, signature: signature_line(signer.name, key_id(signer.name, signer.typed), signature)
    if suite == "sm3-sm2":
        sm2_notes(add, people, notice, change, line)
    else:
        ed_notes(add, people, notice, good, change, line, put)


def sm2_notes(add, people, notice, change, line):
    s, text = people[3], notice.encode()
    good = s.sign(text)
    n = lambda v: v.to_bytes(32, "big")
    r, v = int.from_bytes(good[:32], "big"), int.from_bytes(good[32:], "big")
    for name, comment, signature in (
            ("r-zero", "r = 0", n(0) + good[32:]), ("r-is-n", "r = n", n(sm2.N) + good[32:]), ("s-is-n", "s = n", good[:32] + n(sm2.N)),
            ("s-above-n", "s above n", good[:32] + b"\xff" * 32), ("all-zero", "r = s = 0", b"\0" * 64), ("sum-is-n", "r + s = n", good[:32] + n(sm2.N - r)),
            ("swapped", "s before r", good[32:] + good[:32]), ("s-negative", "n − s", good[:32] + n(sm2.N - v)), ("r-changed", "a bit of r changed", bytes([good[0] ^ 1]) + good[1:])):
        add("sm2-" + name, comment, "notice", people, change(line(s, signature)), ["S02"])

    def other_digest(e):
        """A signature that would be right if e were the digest."""
        k = 12345
        while True:
            r = (e + sm2.affine(sm2.multiply(k, (sm2.GX, sm2.GY, 1)))[0]) % sm2.N
            t = pow(1 + s.d, sm2.N - 2, sm2.N) * (k - r * s.d) % sm2.N
            if r and t and r + k != sm2.N:
                return n(r) + n(t)
            k += 1
    assert sm2.verify(s.key, text, other_digest(sm2.digest(s.key, text))) is None
    for name, comment, e in (("no-identifier", "Z with an empty identifier", sm2.digest(s.key, text, b"")),
                             ("other-identifier", "Z with the identifier ALICE123@YAHOO.COM", sm2.digest(s.key, text, b"ALICE123@YAHOO.COM")),
                             ("no-z", "without Z", int.from_bytes(sm2.sm3(text), "big")),
                             ("z-of-other-key", "Z of another key", sm2.digest(people[0].key, text)),
                             ("sha256", "SHA-256 for the text", int.from_bytes(hashlib.sha256(text).digest(), "big"))):
        add("sm2-" + name, comment, "notice", people, change(line(s, other_digest(e))), ["S02"])
    for what, key in weak.sm2_keys():
        typed = TYPES["sm3-sm2"] + key
        add("weak-key-" + what, "a key that is no point: its signature is not counted under S02", "notice", people[:3] + [vkey_of("observer.west", typed)],
            change(signature_line("observer.west", key_id("observer.west", typed), good)), ["S07"])


def ed_notes(add, people, notice, good, change, line, put):
    s, text = people[3], notice.encode()
    signature = s.sign(text)
    big = lambda plus: signature[:32] + (int.from_bytes(signature[32:], "little") + plus * ed.L).to_bytes(32, "little")
    add("ed-s-plus-l", "S + L: not below the group order", "notice", people, change(line(s, big(1))), ["S02"])
    add("ed-s-plus-8l", "S + 8 L", "notice", people, change(line(s, big(8))), ["S02"])
    add("ed-s-top-bits", "the top bits of S set", "notice", people, change(line(s, signature[:63] + bytes([signature[63] | 0xe0]))), ["S02"])
    add("ed-r-other", "R of another signature", "notice", people, change(line(s, s.sign(b"x")[:32] + signature[32:])), ["S02"])
    add("ed-ph", "Ed25519ph instead of Ed25519", "notice", people, change(line(s, prehashed(s.secret, text))), ["S02"])
    # R of small or mixed order, S such that a verifier with cofactor (or one that takes any R) would accept
    t = weak.torsion()
    scalar = 987654321
    add("ed-r-identity", "R is the identity, the equation holds", "notice", people,
        change(line(s, weak.sign_with_r(s.secret, text, ed.encode(ed.NEUTRAL), 0))), ["S07"])
    for n in (1, 4):
        add("ed-r-small-order-%d" % n, "R of small order; with cofactor the equation holds", "notice", people,
            change(line(s, weak.sign_with_r(s.secret, text, ed.encode(ed.multiply(n, t)), 0))), ["S07"])
        mixed = ed.encode(ed.add(ed.multiply(scalar, ed.BASE), ed.multiply(n, t)))
        add("ed-r-mixed-order-%d" % n, "R with a part of small order; with cofactor the equation holds", "notice", people,
            change(line(s, weak.sign_with_r(s.secret, text, mixed, scalar))), ["S07"])
    for what, data in weak.ed_points():
        if what.startswith(("not", "x-0", "all")):
            add("ed-r-" + what, "R is no canonical point", "notice", people, change(line(s, weak.sign_with_r(s.secret, text, data, 0))), ["S07"])
    add("ed-r-bad-and-s-bad", "R of small order and S changed: counted under S07 alone", "notice", people,
        change(line(s, ed.encode(t) + signature[32:])), ["S07"])
    add("ed-r-bad-in-one-s-bad-in-other", "two lines, two codes", "notice", people,
        put(notice, good[:2] + [line(people[2], people[2].sign(b"x")), line(s, ed.encode(t) + signature[32:])]), ["S02", "S07"])
    for what, key in weak.ed_points():
        typed = TYPES["sha256-ed25519"] + key
        if what in ("identity", "small-order-1", "small-order-4"):
            forged = ed.encode(ed.multiply(scalar, ed.BASE)) + scalar.to_bytes(32, "little")     # good for key = identity
        else:
            forged = signature
        add("weak-key-" + what, "a weak or malformed key: its signature is not counted under S02", "notice", people[:3] + [vkey_of("observer.west", typed)],
            change(signature_line("observer.west", key_id("observer.west", typed), forged)), ["S07"])


def prehashed(seed, text):
    """Ed25519ph (RFC 8032 5.1): what a signer might take by mistake."""
    a, prefix = ed._expand(seed)
    dom = b"SigEd25519 no Ed25519 collisions\x01\x00"
    digest, key = hashlib.sha512(text).digest(), ed.public_key(seed)
    r = ed._hash_int(dom, prefix, digest) % ed.L
    first = ed.encode(ed.multiply(r, ed.BASE))
    k = ed._hash_int(dom, first, key, digest) % ed.L
    return first + ((r + k * a) % ed.L).to_bytes(32, "little")


FILES = {"notes.json": ("notes.md", notes_cases)}
