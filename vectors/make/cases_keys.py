# SPDX-License-Identifier: MulanPSL-2.0
"""vkeys.json, policies.json."""
import hashlib

import edwards as ed
import weak
from base import SUITES, Rand
from notes import TYPES, Signer, b64, key_id, vkey_codes, vkey_of
from policy import result as policy_result


def vkeys():
    out = []

    def add(name, comment, suite, vkey, expect):
        found = sorted(vkey_codes(suite, vkey))
        assert found == expect, (name, found, expect)
        out.append({"id": suite + "-" + name, "comment": comment, "suite": suite, "vkey": vkey, "codes": found})

    for suite in SUITES:
        other = SUITES[1 - SUITES.index(suite)]
        rand = Rand("vkeys " + suite)
        for what, name in (("latin", "operator"), ("chinese", "纪检监察"), ("dots", "notary.east/2"), ("one", "甲"), ("long", "名" * 64), ("rare", "𠮷野")):
            add("good-" + what, "good", suite, Signer(name, suite, rand.bytes()).vkey, [])
        s = Signer("operator", suite, rand.bytes())
        name, kid, base = s.vkey.split("+", 2)
        plus = s
        while "+" not in plus.vkey.split("+", 2)[2]:
            plus = Signer("operator", suite, rand.bytes())
        add("good-plus-in-base64", "good: split at the first two +", suite, plus.vkey, [])
        add("kid-upper", "key id in upper case", suite, name + "+" + "ABCDEF12" + "+" + base, ["F13"])
        hexed = next(x for x in iter(lambda: Signer("operator", suite, rand.bytes()), None) if any(c in "abcdef" for c in x.vkey.split("+")[1]))
        add("kid-own-upper", "the right key id, but in upper case", suite, hexed.vkey.replace(hexed.vkey.split("+")[1], hexed.vkey.split("+")[1].upper()), ["F13"])
        add("kid-short", "seven digits", suite, name + "+" + kid[:7] + "+" + base, ["F13"])
        add("kid-long", "nine digits", suite, name + "+" + kid + "0+" + base, ["F13"])
        add("kid-no-hex", "a letter that is no digit", suite, name + "+" + kid[:7] + "g+" + base, ["F13"])
        add("kid-wrong", "the key id of another key", suite, name + "+" + Signer(name, suite, rand.bytes()).vkey.split("+")[1] + "+" + base, ["F13"])
        add("kid-other-name", "the name changed, the key id left", suite, "operater+" + kid + "+" + base, ["F13"])
        add("kid-sm3", "the key id made with SM3", suite, name + "+" + hashlib.new("sm3", name.encode() + b"\n" + s.typed).hexdigest()[:8] + "+" + base, ["F13"])
        add("kid-without-type", "the key id made without the type", suite, name + "+" + hashlib.sha256(name.encode() + b"\n" + s.key).hexdigest()[:8] + "+" + base, ["F13"])
        add("kid-without-lf", "the key id made without 0x0A", suite, name + "+" + hashlib.sha256(name.encode() + s.typed).hexdigest()[:8] + "+" + base, ["F13"])
        # base64: other forms of the same bytes
        slash = s
        while not ("/" in slash.vkey.split("+", 2)[2] and "+" in slash.vkey.split("+", 2)[2]):
            slash = Signer("operator", suite, rand.bytes())
        head, tail = slash.vkey[:len("operator+") + 9], slash.vkey.split("+", 2)[2]
        add("base64-url", "the URL alphabet", suite, head + tail.replace("+", "-").replace("/", "_"), ["F13"])
        add("base64-blank", "a blank inside", suite, head + tail[:20] + " " + tail[20:], ["F13"])
        add("base64-blank-last", "a blank at the end", suite, head + tail + " ", ["F13"])
        add("base64-letter", "a character of no alphabet", suite, head + "!" + tail[1:], ["F13"])
        add("base64-cut", "one character less", suite, head + tail[:-1], ["F13"])
        add("base64-pad-extra", "padding too much", suite, head + tail + "=", ["F13"])
        add("base64-pad-extra-4", "four signs of padding", suite, head + tail + "====", ["F13"])
        longer = s.typed + b"\x00" * (1 if (len(s.typed) + 1) % 3 else 2)       # a length that needs padding
        text = b64(longer)
        keep = name + "+" + key_id(name, longer).hex() + "+"
        add("base64-no-pad", "padding left out (of a key that is too long as well)", suite, keep + text.rstrip("="), ["F13"])
        spare = text.rstrip("=")
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        spare = spare[:-1] + alphabet[alphabet.index(spare[-1]) + 1] + text[len(spare):]
        add("base64-spare-bits", "spare bits set (of a key that is too long as well)", suite, keep + spare, ["F13"])
        # notes 2.1: the name; the key id is made for that name, so that nothing else is wrong
        for what, bad in (("empty", ""), ("blank", "a b"), ("blank-first", " a"), ("blank-last", "a "), ("ideographic-blank", "纪检\u3000监察"), ("nbsp", "a\u00a0b"),
                          ("em-space", "a\u2003b"), ("ogham-space", "a\u1680b"), ("tab", "a\tb"), ("bar", "a|b"), ("65", "名" * 65), ("65-ascii", "a" * 65), ("65-rare", "𠮷" * 65)):
            add("name-" + what, "a name that breaks 2.1", suite, vkey_of(bad, s.typed), ["F13"])
        add("name-64-rare", "good: 64 characters of four bytes", suite, vkey_of("𠮷" * 64, s.typed), [])
        add("name-marks", "good: other marks", suite, vkey_of("a-b_c:d=e/f", s.typed), [])
        add("plus-missing", "no key id", suite, name + "+" + base.replace("+", "/"), ["F13"])
        add("plus-none", "the name alone", suite, name, ["F13"])
        add("empty", "nothing", suite, "", ["F13"])
        # type and length
        def typed(what, comment, data, expect=("S08",)):
            add(what, comment, suite, vkey_of("operator", data), list(expect))
        typed("other-suite", "a key of the other suite", Signer("operator", other, rand.bytes()).typed)
        typed("short", "a byte less", s.typed[:-1])
        typed("long", "a byte more", s.typed + b"\0")
        typed("no-key", "the type alone", TYPES[suite])
        typed("type-only-byte", "one byte of another type", b"\x02")
        typed("unknown-type", "type 0x02", b"\x02" + s.typed[1:])
        typed("type-ff", "type 0xFF and no name", b"\xff" + s.key)
        typed("type-missing", "the key without its type", s.key if suite == SUITES[0] else s.key[1:])
        typed("type-of-other-key-of-this", "the other suite's type before this suite's key", TYPES[other] + s.key)
        typed("this-type-other-key", "this suite's type before the other suite's key", TYPES[suite] + Signer("o", other, rand.bytes()).key)
        if suite == "sm3-sm2":
            typed("type-name-changed", "`qian-sm2-sm3-v2`", s.typed.replace(b"v1", b"v2", 1))
            typed("compressed", "a compressed key of 33 bytes", TYPES[suite] + b"\x02" + s.key[1:33])
            typed("no-04", "64 bytes without 0x04", TYPES[suite] + s.key[1:])
            typed("small-x", "good: a point with a small x", TYPES[suite] + weak.sm2_good_small(), ())
            for n in (0, 1, 2, 3, 5, 6, 7, 255):
                typed("first-byte-%d" % n, "65 bytes that do not begin with 0x04", TYPES[suite] + bytes([n]) + s.key[1:], ("S07",))
            for what, key in weak.sm2_keys():
                typed("weak-" + what, "no point of the curve", TYPES[suite] + key, ("S07",))
        else:
            for what, key in weak.ed_points():
                typed("weak-" + what, "not canonical, or not of the prime-order subgroup, or the identity", TYPES[suite] + key, ("S07",))
            typed("base-point", "good: the base point", TYPES[suite] + ed.encode(ed.BASE), ())
            typed("sign-bit", "good: a key with its sign bit set", TYPES[suite] + next(
                k for k in iter(lambda: ed.public_key(rand.bytes()), None) if k[31] & 128), ())
    return out


def policies():
    out = []
    rand = Rand("policies")
    a, b = (Signer("operator", s, rand.bytes()).vkey for s in SUITES)
    c, d = (Signer("纪检监察", s, rand.bytes()).vkey for s in SUITES)
    digest = rand.hex()
    rules = "rules changchun-2021 " + digest
    good = ["operator " + a, "contributor " + c, rules, "quorum none"]

    def add(name, comment, lines, expect, cut=0):
        text = "".join(line + "\n" for line in lines)
        text = text[:len(text) - cut]
        assert policy_result(text) == expect, (name, policy_result(text))
        out.append({"id": name, "comment": comment, "policy": text, "result": expect})
    add("good", "good", good, "ok")
    add("good-any-order", "lines in any order", good[::-1], "ok")
    add("good-comments", "comments and empty lines", ["# policy", "", "#operator nobody", "#"] + good + [""], "ok")
    add("good-rehearsal", "for rehearsals", good + ["rehearsal"], "ok")
    add("good-tabs", "words separated by TABs and several spaces", [line.replace(" ", "\t ") for line in good], "ok")
    add("good-two-suites", "keys of both suites", ["operator " + a, "operator " + b, "contributor " + c, "contributor " + d, rules, "quorum none"], "ok")
    add("good-many", "several packs and operators", good + ["rules other-2022 " + rand.hex(), "operator " + Signer("operator.2", SUITES[0], rand.bytes()).vkey], "ok")
    add("error-operator-contributor", "the operator's key as a contributor's (policy 1.4)", good + ["contributor " + a], "error")
    add("good-blanks-at-ends", "blanks and TABs at the ends of lines, a line of blanks", ["  " + line + " \t" for line in good] + [" \t "], "ok")
    add("good-comment-after-blanks", "blanks before a comment are passed over", ["  # policy", "\t#"] + good, "ok")
    add("good-no-last-lf", "no LF at the end", good, "ok", cut=1)
    add("error-rehearsal-twice", "two `rehearsal` lines (policy 1.3)", good + ["rehearsal", "rehearsal"], "error")
    weak_key = vkey_of("weak", TYPES[SUITES[0]] + b"\1" + bytes(31))
    add("error-weak-key", "a weak key (policy 1.3)", good + ["operator " + weak_key], "error")
    add("error-unknown-type", "a key of a type that is none of notes 2.3 and log 2.5 (policy 1.3)", good + ["operator " + vkey_of("later", b"\x07" + bytes(40))], "error")
    add("good-rules-name", "each mark that a code may hold", good + ["rules A.b_c:d-9 " + digest], "ok")
    add("good-comment-chinese", "a comment in Chinese", ["# 政策文件：演练"] + good, "ok")
    add("error-before-unsupported", "ERROR goes before UNSUPPORTED", good + ["observer x", "rules x y"], "error")
    add("error-before-unsupported-2", "whatever the order of the lines", ["rules x y", "observer x"] + good, "error")
    add("error-no-quorum-and-log", "no quorum line, and a line of a later version", good[:-1] + ["observer x"], "error")
    add("error-two-quorums", "two quorum lines that differ", good + ["quorum 2"], "error")
    add("error-crlf", "CR LF", [line + "\r" for line in good], "error")
    add("error-cr-in-comment", "a CR in a comment", ["# a\rb"] + good, "error")
    add("error-zero-width", "a zero-width blank in a comment (bundle 2.2)", ["# a\u200bb"] + good, "error")
    add("error-nfd", "a comment not in NFC", ["# Cafe\u0301"] + good, "error")
    add("error-nul", "U+0000", ["# a\0b"] + good, "error")
    add("error-bidi", "U+202E", ["# a\u202eb"] + good, "error")
    for n, value in enumerate(("长春", "a/b", "x" * 65, "a+b")):
        add("error-rules-name-%d" % n, "NAME is no code", good + ["rules " + value + " " + digest], "error")
    for n, value in enumerate(("a|b", "名" * 65, "")):
        add("error-vkey-name-%d" % n, "a VKEY whose name breaks 2.1", good + ["operator " + vkey_of(value, Signer("x", SUITES[0], digest[:32].encode()).typed)], "error")
    add("good-only-quorum", "nobody may sign: still a policy", ["quorum none"], "ok")
    for name, line in (("later-word", "attestor x y z"), ("unknown-word", "observer " + a), ("word-upper", "Operator " + a), ("word-chinese", "操作员 " + a), ("rehearsal-upper", "REHEARSAL")):
        add(name, "a line of a later version", good + [line], "unsupported")
    add("quorum-1", "a quorum of nothing that is named", good[:-1] + ["quorum 1"], "error")
    add("quorum-group", "a quorum of a group that is not there", good[:-1] + ["quorum g"], "error")
    add("quorum-upper", "NONE is no name here", good[:-1] + ["quorum NONE"], "error")
    add("quorum-missing", "no quorum line", good[:-1], "error")
    add("quorum-twice", "two quorum lines", good + ["quorum none"], "error")
    add("empty", "an empty file has no quorum line", [], "error")
    name, kid, base = a.split("+", 2)
    for what, line in (("operator-alone", "operator"), ("operator-two", "operator " + a + " " + a), ("contributor-alone", "contributor"), ("contributor-three-words", "contributor 纪检监察 " + c),
                       ("rules-alone", "rules"), ("rules-no-digest", "rules changchun-2021"), ("rules-four-words", rules + " x"), ("rehearsal-word", "rehearsal yes"),
                       ("rules-digest-upper", "rules x " + "A" * 64), ("rules-digest-short", "rules x " + digest[1:]), ("rules-digest-long", rules + "0"),
                       ("rules-digest-letter", "rules x g" + digest[1:]), ("rules-swapped", "rules " + digest + " changchun-2021"), ("operator-word", "operator operator"),
                       ("operator-kid-wrong", "operator " + name + "+00000000+" + base), ("operator-kid-upper", "operator " + name + "+ABCDEF00+" + base),
                       ("operator-kid-short", "operator " + name + "+" + kid[1:] + "+" + base), ("operator-name-changed", "operator x" + a),
                       ("operator-base64-cut", "operator " + a[:-1]), ("operator-base64-padding", "operator " + a + "="), ("operator-no-kid", "operator " + name + "+" + base),
                       ("contributor-base64", "contributor " + c[:-3] + "!" + c[-2:])):
        add("error-" + what, "a wrong number of words, or a word of wrong form", good + [line], "error")
    add("error-quorum-alone", "quorum without a word", good[:-1] + ["quorum"], "error")
    add("error-quorum-words", "quorum with two words", good[:-1] + ["quorum none none"], "error")
    add("error-inline-comment", "a comment does not begin inside a line", good + ["operator " + b + " # old"], "error")
    return out


FILES = {"vkeys.json": ("notes.md", vkeys)}
