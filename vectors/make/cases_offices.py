# SPDX-License-Identifier: MulanPSL-2.0
"""For policies.json: the line `office` (policy 1.1, 1.3, 1.4), good ones and others; and cosigner keys in roles (1.3)."""
import itertools

import policy as policies
import weak
from base import SUITES, Rand
from notes import TYPES, Signer, vkey_of
from tlog import Cosigner

ED, SM = SUITES


class Offices:
    """Policies of a base, further lines before it, and the lines of the case behind it."""

    def __init__(self):
        self.rand, self.out = Rand("policies of offices"), []
        self.keys = {role: self.new(name) for role, name in (
            ("operator", "双随机办公室"), ("contributor", "纪检监察"), ("custodian targets", "登记注册科"), ("custodian inspectors", "人事科"),
            ("supervisor", "监督员"), ("log", "log.example.org/2026"), ("signer a", "a.signer"))}
        self.cosigner = Cosigner("a.example.org", self.rand.bytes()).vkey
        lines = [role + " " + vkey for role, vkey in self.keys.items()]
        self.base = lines[:-1] + ["witness a " + self.cosigner, lines[-1], "quorum a"]

    def new(self, name="法制科", suite=ED):
        return Signer(name, suite, self.rand.bytes()).vkey

    def add(self, name, comment, lines, expect, first=()):
        text = "".join(line + "\n" for line in [*first, *self.base, *([lines] if isinstance(lines, str) else lines)])
        assert policies.result(text) == expect, (name, policies.result(text), expect)
        self.out.append({"id": "office-" + name, "comment": comment, "policy": text, "result": expect})


def cases():
    o = Offices()
    good(o)
    forms(o)
    keys(o)
    roles(o)
    cosigners(o)
    return o.out


def good(o):
    ed, sm = o.new(), o.new(suite=SM)
    known = "key %s organisation=市场监管局 from=2026-01-01T00:00:00+08:00 to=2026-12-31T23:59:59+08:00 revoked=2026-06-30T12:00:00+08:00"
    o.add("good-none", "no office", [], "ok")
    o.add("good-ed", "an office of one suite", "office " + ed, "ok")
    o.add("good-sm", "of the other", "office " + sm, "ok")
    o.add("good-both", "keys of both suites under one name", ["office " + ed, "office " + sm], "ok")
    o.add("good-several", "two offices", ["office " + ed, "office " + o.new("信用监管科")], "ok")
    o.add("good-two-keys", "two keys of one suite and name", ["office " + ed, "office " + o.new()], "ok")
    o.add("good-first", "before all else", [], "ok", ["office " + ed])
    o.add("good-tabs", "TABs and blanks between words", "\toffice \t" + ed + "  ", "ok")
    o.add("good-key", "a `key` line says more", ["office " + ed, known % ed], "ok")
    o.add("good-key-sm", "and of the other suite", ["office " + sm, known % sm], "ok")
    o.add("good-key-first", "the `key` line before the office's", "office " + ed, "ok", [known % ed])
    o.add("good-key-each", "each key has a line of its own", ["office " + ed, "office " + sm, known % ed, "key " + sm + " organisation=x"], "ok")
    o.add("good-key-revoked", "a revoked office", ["office " + ed, "key " + ed + " revoked=2020-01-01T00:00:00+08:00"], "ok")
    o.add("good-comment", "its line is a comment", "# office " + ed, "ok")
    o.add("good-name-of-another", "another's name before another key", "office " + o.new("纪检监察"), "ok")
    o.add("good-name-none", "a vkey of the name `none`", "office " + o.new("none"), "ok")
    o.add("good-name-origin", "a name of the form of an origin: type 0x01 is that of logs and of a suite", "office " + o.new("log.example.org/2027"), "ok")
    o.add("good-supervisor", "an office may be a supervisor", "office " + o.keys["supervisor"], "ok")
    o.add("good-supervisor-before", "the office's line before the supervisor's", [], "ok", ["office " + o.keys["supervisor"]])
    o.add("good-supervisor-sm", "and of the other suite", ["office " + sm, "supervisor " + sm], "ok")
    o.add("good-supervisor-key", "with a `key` line for both", ["office " + o.keys["supervisor"], "key " + o.keys["supervisor"] + " organisation=x"], "ok")
    o.add("good-supervisors", "one supervisor is an office, another a contributor", ["office " + o.keys["supervisor"], "supervisor " + o.keys["contributor"]], "ok")


def forms(o):
    ed = o.new()
    name, kid, base = ed.split("+", 2)
    for what, comment, lines in (
            ("alone", "no key", "office"), ("words", "two keys", "office " + ed + " " + o.new("信用监管科")), ("url", "a URL", "office " + ed + " https://example.org/"),
            ("name", "a NAME before the key", "office 法制科 " + ed), ("name-alone", "a NAME alone", "office 法制科"), ("comment", "a comment does not begin inside a line", "office " + ed + " # x"),
            ("kid-wrong", "another key id", "office " + name + "+00000000+" + base), ("kid-short", "seven digits", "office " + name + "+" + kid[1:] + "+" + base),
            ("kid-missing", "no key id", "office " + name + "+" + base), ("name-changed", "the key id is another name's", "office x" + ed),
            ("name-bar", "a name that breaks notes 2.1", "office " + vkey_of("a|b", Signer("x", ED, o.rand.bytes()).typed)),
            ("base64-cut", "a character less", "office " + ed[:-1]), ("base64-padding", "padding too much", "office " + ed + "="),
            ("twice", "a line twice", ["office " + ed] * 2), ("twice-blanks", "the same with other blanks", ["office " + ed, "office\t" + ed + " "]),
            ("twice-sm", "a line of the other suite twice", ["office " + o.new(suite=SM)] * 2),
            ("key-twice", "two `key` lines", ["office " + ed, "key " + ed + " organisation=x", "key " + ed + " organisation=y"]),
            ("key-nowhere", "a `key` line of a key whose office is a comment", ["# office " + ed, "key " + ed + " organisation=x"]),
            ("key-other", "a `key` line of another key of that name", ["office " + ed, "key " + o.new() + " organisation=x"]),
            ("key-empty", "a `key` line without words", ["office " + ed, "key " + ed]),
            ("contributors", "an office is no contributor that a line may want", ["office " + ed, "contributors any 法制科"]),
            ("group", "an office is no witness", ["office " + ed, "group g any 法制科"]), ("signer", "nor has it a signer key", ["office " + ed, "signer 法制科 " + o.new("x")]),
            ("before-unsupported", "ERROR goes before UNSUPPORTED", ["offices " + ed, "office"])):
        o.add("error-" + what, comment, lines, "error")
    for word in ("Office", "OFFICE", "offices", "office:"):
        o.add("unsupported-" + word, "another word", word + " " + ed, "unsupported")


def keys(o):
    """Keys that are not good, or of a type that the line does not want."""
    for what, comment, vkey in (
            ("cosigner", "a key of type 0x04", Cosigner("法制科", o.rand.bytes()).vkey), ("type-2", "a type that is not known", vkey_of("x", b"\x02" + bytes(32))),
            ("type-ff", "type 0xFF without its name", vkey_of("x", b"\xff" + Signer("x", SM, o.rand.bytes()).key)), ("type-alone", "no key", vkey_of("x", b"\x01")),
            ("short", "31 bytes", vkey_of("x", Signer("x", ED, o.rand.bytes()).typed[:-1])), ("long", "33 bytes", vkey_of("x", Signer("x", ED, o.rand.bytes()).typed + b"\0")),
            ("sm2-short", "64 bytes", vkey_of("x", Signer("x", SM, o.rand.bytes()).typed[:-1])),
            ("weak-ed", "a weak key", vkey_of("weak", TYPES[ED] + weak.ed_points()[0][1])), ("weak-mixed", "a key of mixed order", vkey_of("weak", TYPES[ED] + weak.ed_points()[8][1])),
            ("weak-sm2", "no point of the curve", vkey_of("weak", TYPES[SM] + weak.sm2_keys()[0][1]))):
        o.add("error-key-" + what, comment, "office " + vkey, "error")


def roles(o):
    """policy 1.4: in whose role an office's key does not stand, and under which names."""
    for role, vkey in o.keys.items():
        if role != "supervisor":
            o.add("error-role-" + role.replace(" ", "-"), "an office's key in `%s`" % role, "office " + vkey, "error")
            o.add("error-role-" + role.replace(" ", "-") + "-behind", "the same, the office's line first", [], "error", ["office " + vkey])
    for role in ("operator", "contributor", "custodian targets", "custodian inspectors", "signer a"):
        sm = o.new(suite=SM)
        o.add("error-role-" + role.replace(" ", "-") + "-sm", "of the other suite", ["office " + sm, role + " " + sm], "error")
    both = o.rand.bytes()
    office, witness = "office " + Signer("w.example.org", ED, both).vkey, "witness w " + Cosigner("w.example.org", both).vkey
    o.add("error-role-witness", "an office's public key is a witness's cosigner key, of the same name", [witness, office], "error")
    o.add("error-role-witness-behind", "the same, the office's line first", [office, witness], "error")
    one = o.new()
    three = ["office " + one, "supervisor " + one, "contributor " + one]
    for n, lines in enumerate(itertools.permutations(three)):
        o.add("error-three-roles-%d" % n, "a supervisor is either an office or a contributor: an office stands in no role but a supervisor's", lines, "error")
    for suite in SUITES:
        again = o.rand.bytes()
        x, y = (Signer(n, suite, again).vkey for n in ("法制科", "政策法规科"))
        o.add("error-two-names-" + suite, "one public key under two names", ["office " + x, "office " + y], "error")
        o.add("error-two-names-supervisor-" + suite, "the supervisor's public key under another name", ["supervisor " + x, "office " + y], "error")
        o.add("error-two-names-supervisor-behind-" + suite, "the same, the office's line first", ["office " + y, "supervisor " + x], "error")
    o.add("error-two-names-cosigner", "a witness's cosigner key under another name", ["witness w " + Cosigner("w", both).vkey, "office " + Signer("x", ED, both).vkey], "error")


def cosigners(o):
    """policy 1.3: a role wants a key of either suite; type 0x04 is of neither."""
    for role in ("operator", "contributor", "custodian targets", "custodian inspectors", "supervisor"):
        o.add("error-cosigner-as-" + role.replace(" ", "-"), "a key of type 0x04 in `%s`" % role, role + " " + Cosigner("x", o.rand.bytes()).vkey, "error")
