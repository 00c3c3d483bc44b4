# SPDX-License-Identifier: MulanPSL-2.0
"""policies.json, quorums.json, overlaps.json, proven.json: the policy file, who satisfies a quorum, what two ways to satisfy it
share, the proven time. (Lines of who and what is wanted: cases_wants.py; of offices: cases_offices.py.)"""
import itertools

import cases_keys
import cases_offices
import cases_wants
import ceremony
import policy as policies
import weak
from base import SUITES, Rand
from notes import TYPES, Signer, key_id, vkey_of
from tlog import Cosigner

ED, SM = SUITES


def policy_cases():
    out = cases_keys.policies()
    rand = Rand("policies of ceremonies")
    new = lambda name, suite=ED: Signer(name, suite, rand.bytes()).vkey
    cosigner = lambda name: Cosigner(name, rand.bytes()).vkey
    op, c1, c2, t, i, sup = (new(n) for n in ("operator", "纪检监察", "公证处", "登记注册科", "人事科", "监督"))
    smop = new("operator", SM)
    log, log2 = new("log.example.org/2026"), new("log.example.org/2027")
    a, b, c = (cosigner(n + ".example.org") for n in "abc")
    sa, sb, sc, sasm = new("a.signer"), new("b.signer"), new("c.signer"), new("a.signer", SM)
    people = ["operator " + op, "custodian targets " + t, "custodian inspectors " + i, "contributor " + c1, "contributor " + c2, "supervisor " + sup]
    log_lines = ["log " + log + " https://log.example.org/2026"]
    witnesses = ["witness a " + a, "witness b " + b + " https://b.example.org/", "witness c " + c, "signer a " + sa, "signer b " + sb]
    groups = ["group ab any a b", "group both all ab c"]
    known = ["key " + op + " organisation=市场监管局 from=2026-01-01T00:00:00+08:00 to=2026-12-31T23:59:59+08:00 revoked=2026-06-30T12:00:00+08:00",
             "key " + c1 + " organisation=纪委"]
    base = people + log_lines + witnesses + groups + ["quorum both"] + known

    def add(name, comment, lines, expect):
        text = "".join(line + "\n" for line in lines)
        assert policies.result(text) == expect, (name, policies.result(text), expect)
        out.append({"id": "ce-" + name, "comment": comment, "policy": text, "result": expect})

    def more(name, comment, lines, expect):
        add(name, comment, base + ([lines] if isinstance(lines, str) else lines), expect)

    def instead(name, comment, old, new_lines, expect):
        assert old in base, old
        at = base.index(old)
        add(name, comment, base[:at] + ([new_lines] if isinstance(new_lines, str) else list(new_lines)) + base[at + 1:], expect)

    add("good", "everything that a ceremony needs", base, "ok")
    add("good-key-first", "`key` lines in any place of the file", known + base[:-2], "ok")
    add("good-quorum-witness", "a quorum of one witness", people + log_lines + witnesses + ["quorum b"], "ok")
    add("good-quorum-before-rest", "the quorum line after its witness and before all else", ["witness a " + a, "quorum a"] + people + log_lines + witnesses[1:], "ok")
    instead("good-quorum-none", "witnesses that are not required", "quorum both", "quorum none", "ok")
    more("good-log-no-url", "a second log, without a URL", "log " + log2, "ok")
    more("good-sm-operator", "an operator key of the other suite and the same name", "operator " + smop, "ok")
    more("good-signer-sm", "a witness's second signer key, of the other suite", "signer a " + sasm, "ok")
    more("good-supervisor-contributor", "a contributor may be a supervisor", "supervisor " + c1, "ok")
    more("good-nist", "a certificate", "nist " + rand.hex() + rand.hex(), "ok")
    more("good-policy-1", "version 1 has no `previous`", "policy 1", "ok")
    more("good-policy-3", "version 3 and the version before", ["previous " + rand.hex(), "policy 3"], "ok")
    more("good-group-number", "an integer for K", ["witness d " + cosigner("d.example.org"), "group one 1 d"], "ok")
    more("good-group-unused", "a group that is no part of the quorum", ["witness d " + cosigner("d.example.org"), "group lone all d"], "ok")
    more("good-tabs", "TABs and blanks between words", "\t log\t \t" + log2 + "  ", "ok")
    more("good-name-chinese", "a NAME in Chinese, the vkey's another", "witness 人大 " + cosigner("renda.example.org"), "ok")
    more("good-name-words", "NAMEs that are words of the page", ["witness any " + cosigner("d.example.org"), "witness quorum " + cosigner("e.example.org"), "group all all any quorum"], "ok")
    same = rand.bytes()
    more("good-cosigner-is-signer", "a witness's cosigner and signer key may be the same", ["witness d " + Cosigner("d", same).vkey, "signer d " + Signer("d", ED, same).vkey], "ok")
    more("good-organisation-marks", "TEXT with marks, `=` among them", "key " + c2 + " organisation=a=b/（长春）", "ok")
    more("good-organisation-128", "128 characters", "key " + c2 + " organisation=" + "长" * 128, "ok")
    more("good-key-one", "`to` alone", "key " + c2 + " to=2026-12-31T23:59:59+08:00", "ok")
    more("good-key-of-witness", "a cosigner's and a log's key in time", ["key " + a + " revoked=2026-06-30T12:00:00+08:00", "key " + log + " from=2026-01-01T00:00:00+08:00"], "ok")
    more("good-custodian-twice", "two custodians of targets", "custodian targets " + new("登记注册二科"), "ok")
    more("unsupported-word", "a word of a later version among all this", "cosigner a " + a, "unsupported")
    more("unsupported-log-upper", "`LOG` is another word", "LOG " + log2, "unsupported")
    # 1.1, forms
    for what, comment, lines in (
            ("custodian-alone", "custodian of nothing", "custodian " + new("x")), ("custodian-recusals", "custodian of another table", "custodian recusals " + new("x")),
            ("custodian-no-key", "no key", "custodian targets"), ("custodian-words", "a word too many", "custodian targets " + new("x") + " y"),
            ("supervisor-alone", "no key", "supervisor"), ("supervisor-words", "two keys", "supervisor " + new("x") + " " + new("y")),
            ("log-alone", "no key", "log"), ("log-words", "two URLs", "log " + log2 + " u v"), ("log-sm2", "a log's key of type SM2", "log " + new("log.example.org/x", SM)),
            ("log-cosigner", "a log's key of type 0x04", "log " + cosigner("log.example.org/x")), ("log-name-changed", "the key id is another name's", "log x" + log2),
            ("witness-no-key", "no key", "witness d"), ("witness-signer-key", "a witness's key of type 0x01", "witness d " + new("d")),
            ("witness-sm2", "a witness's key of type SM2", "witness d " + new("d", SM)), ("witness-words", "two URLs", "witness d " + cosigner("d") + " u v"),
            ("witness-no-name", "the NAME is left out", "witness " + cosigner("d")),
            ("signer-no-witness", "a signer of a witness that is not there", "signer d " + new("d")), ("signer-second", "a second signer key of one suite", "signer a " + new("a2")),
            ("signer-of-group", "a signer of a group", "signer ab " + new("d")), ("signer-words", "a word too many", "signer c " + new("d") + " u"),
            ("group-no-member", "a group without members", "group g any"), ("group-alone", "a name alone", "group g"), ("group-k-0", "K is 0", ["witness d " + cosigner("d"), "group g 0 d"]),
            ("group-k-above", "K is above the number of members", ["witness d " + cosigner("d"), "group g 2 d"]), ("group-k-01", "K is 01", ["witness d " + cosigner("d"), "group g 01 d"]),
            ("group-k-word", "K is another word", ["witness d " + cosigner("d"), "group g most d"]), ("group-k-upper", "K is ANY", ["witness d " + cosigner("d"), "group g ANY d"]),
            ("group-k-minus", "K is -1", ["witness d " + cosigner("d"), "group g -1 d"]),
            ("group-unknown-member", "a member that is not there", "group g any d"), ("group-later-member", "a member of a later line", ["group g any d", "witness d " + cosigner("d")]),
            ("group-itself", "a group in itself", "group g any g"), ("group-none", "the member `none`", "group g any none"),
            ("key-alone", "no words", "key " + c2), ("key-no-vkey", "no key", "key organisation=x"), ("key-nowhere", "a key that stands on no other line", "key " + new("d") + " organisation=x"),
            ("key-order", "words out of order", "key " + c2 + " from=2026-01-01T00:00:00+08:00 organisation=x"), ("key-order-2", "`revoked` before `to`", "key " + c2 + " revoked=2026-01-01T00:00:00+08:00 to=2026-01-01T00:00:00+08:00"),
            ("key-word-twice", "a word twice", "key " + c2 + " organisation=x organisation=y"), ("key-word-unknown", "another word", "key " + c2 + " since=2026-01-01T00:00:00+08:00"),
            ("key-no-sign", "no =", "key " + c2 + " organisation"), ("key-organisation-empty", "an empty TEXT", "key " + c2 + " organisation="),
            ("key-organisation-129", "129 characters", "key " + c2 + " organisation=" + "长" * 129), ("key-organisation-blank", "a TEXT of two words", "key " + c2 + " organisation=x y"),
            ("key-time-utc", "a time with Z", "key " + c2 + " from=2026-01-01T00:00:00Z"), ("key-time-day", "a day alone", "key " + c2 + " to=2026-01-01"),
            ("key-time-february", "29 February 2026", "key " + c2 + " to=2026-02-29T00:00:00+08:00"), ("key-time-24", "hour 24", "key " + c2 + " to=2026-02-28T24:00:00+08:00"),
            ("key-time-60", "second 60", "key " + c2 + " to=2026-02-28T23:59:60+08:00"), ("key-time-year-0", "year 0000", "key " + c2 + " from=0000-01-01T00:00:00+08:00"),
            ("key-time-empty", "an empty time", "key " + c2 + " from="), ("key-twice", "two lines for one vkey", ["key " + c2 + " organisation=x", "key " + c2 + " organisation=y"]),
            ("nist-alone", "no id", "nist"), ("nist-short", "127 digits", "nist " + (rand.hex() + rand.hex())[:127]), ("nist-upper", "upper case", "nist " + "AB" * 64), ("nist-words", "two ids", "nist " + rand.hex() * 2 + " " + rand.hex() * 2),
            ("policy-0", "version 0", "policy 0"), ("policy-alone", "no version", "policy"), ("policy-01", "version 01", "policy 01"), ("policy-word", "no integer", "policy one"),
            ("policy-2-alone", "version 2 without `previous`", "policy 2"), ("policy-1-previous", "version 1 with `previous`", ["policy 1", "previous " + rand.hex()]),
            ("previous-alone", "`previous` without a version", "previous " + rand.hex()), ("policy-twice", "two versions", ["policy 2", "policy 3", "previous " + rand.hex()]),
            ("previous-twice", "two lines `previous`", ["policy 2", "previous " + rand.hex(), "previous " + rand.hex()]), ("previous-short", "63 digits", ["policy 2", "previous " + rand.hex()[:63]]),
            ("quorum-second", "two quorum lines", "quorum none"),
            # 1.2
            ("name-none", "a witness of the name `none`", "witness none " + cosigner("d")), ("name-none-group", "a group of the name `none`", ["witness d " + cosigner("d"), "group none any d"]),
            ("name-plus", "a NAME with +", "witness d+e " + cosigner("d")), ("name-bar", "a NAME with |", "witness d|e " + cosigner("d")), ("name-65", "a NAME of 65 characters", "witness " + "d" * 65 + " " + cosigner("d")),
            ("name-ideographic-blank", "a NAME with U+3000", "witness d\u3000e " + cosigner("d")),
            ("name-twice", "two witnesses of one name", "witness a " + cosigner("d")), ("name-group-of-witness", "a group of a witness's name", ["witness d " + cosigner("d"), "group a any d"]),
            ("name-group-twice", "two groups of one name", ["witness d " + cosigner("d"), "group ab any d"]),
            ("member-twice", "a witness in two groups", ["group g any a"]), ("member-repeated", "a member twice in one group", ["witness d " + cosigner("d"), "group g any d d"]),
            ("member-group-twice", "a group in two groups", ["group g any ab"]),
            # 1.3
            ("line-twice", "a line twice", "contributor " + c1), ("line-twice-blanks", "a line twice, with other blanks", "contributor\t" + c1 + " "), ("line-twice-witness", "a witness's line twice", witnesses[0]),
            ("line-twice-group", "a group's line twice", groups[0]),
            ("weak-ed", "a weak contributor's key", "contributor " + vkey_of("weak", TYPES[ED] + weak.ed_points()[0][1])),
            ("weak-cosigner", "a weak cosigner's key", "witness d " + vkey_of("d", b"\x04" + weak.ed_points()[7][1])), ("weak-log", "a weak log's key", "log " + vkey_of("log.example.org/x", b"\x01" + weak.ed_points()[3][1])),
            ("weak-mixed", "a key of mixed order", "contributor " + vkey_of("weak", TYPES[ED] + weak.ed_points()[8][1])), ("weak-sm2", "an SM2 key that is no point", "contributor " + vkey_of("weak", TYPES[SM] + weak.sm2_keys()[0][1])),
            ("type-2", "a type that is not known", "contributor " + vkey_of("x", b"\x02" + bytes(32))), ("type-short", "type 0x04 with 31 bytes", "witness d " + vkey_of("d", b"\x04" + bytes(31))),
            ("kid-wrong", "the key id of type 0x01 before a key of type 0x04", "witness d d+" + key_id("d", b"\x01" + Signer("d", ED, same).key).hex() + "+" + Cosigner("d", same).vkey.split("+", 2)[2]),
            # 1.4
            ("role-operator-contributor", "the operator's key as a contributor", "contributor " + op), ("role-operator-supervisor", "the operator as supervisor", "supervisor " + op),
            ("role-operator-custodian", "the operator as custodian", "custodian targets " + op), ("role-custodian-both", "one custodian for both", "custodian inspectors " + t),
            ("role-custodian-contributor", "a custodian as contributor", "contributor " + i), ("role-custodian-supervisor", "a custodian as supervisor", "supervisor " + t),
            ("role-witness-contributor", "a witness's signer key as a contributor", "contributor " + sa), ("role-witness-operator", "a witness's signer key as operator", "operator " + sb),
            ("role-log-operator", "a log's key as operator", "operator " + log), ("role-log-signer", "a log's key as a witness's signer", "signer c " + log)):
        more("error-" + what, comment, lines, "error")
    again = rand.bytes()
    more("error-one-key-two-names", "one public key under two names", ["contributor " + Signer("x", ED, again).vkey, "contributor " + Signer("y", ED, again).vkey], "error")
    more("error-one-key-two-types-two-names", "a cosigner's key under another name as signer", ["witness d " + Cosigner("d", again).vkey, "signer d " + Signer("e", ED, again).vkey], "error")
    more("error-cosigner-is-operator", "the operator's public key as cosigner, under its name", ["witness d " + Cosigner("zz", again).vkey, "operator " + Signer("zz", ED, again).vkey], "error")
    more("error-cosigner-is-log", "the log's public key as cosigner, under its name", ["witness d " + Cosigner("l.example.org", again).vkey, "log " + Signer("l.example.org", ED, again).vkey], "error")
    more("error-cosigner-is-contributor", "a contributor's public key as cosigner", ["witness d " + Cosigner("zz", again).vkey, "contributor " + Signer("zz", ED, again).vkey], "error")
    more("error-cosigner-of-two-witnesses", "one cosigner key for two witnesses: one key would be two witnesses (policy 1.4, Why)", ["witness d " + Cosigner("d", again).vkey, "witness e " + Cosigner("d", again).vkey], "error")
    more("error-signer-of-two-witnesses", "one signer key for two witnesses", ["witness d " + cosigner("d"), "signer d " + new("s") + "", "witness e " + cosigner("e"), "signer c " + Signer("s", ED, again).vkey, "signer e " + Signer("s", ED, again).vkey], "error")
    more("error-signer-is-cosigner-of-another", "one witness's cosigner key is another's signer key", ["witness d " + Cosigner("d", again).vkey, "signer c " + Signer("d", ED, again).vkey], "error")
    instead("error-quorum-later", "a quorum of a group of a later line", groups[1], [], "error")
    instead("error-quorum-missing", "no quorum line", "quorum both", [], "error")
    instead("error-quorum-unknown", "a quorum of something that is not there", "quorum both", "quorum nobody", "error")
    instead("error-witness-after-signer", "the witness after its signer", witnesses[2], ["signer c " + sc, witnesses[2]], "error")
    instead("error-witness-gone", "a group of a witness whose line is a comment", witnesses[2], "# " + witnesses[2], "error")
    return out + cases_wants.cases() + cases_offices.cases()


# --- quorums ---

def small_policy(rand, quorum, names="abcd", about=()):
    """A policy of witnesses alone. about: NAME -> words of the key line. -> (text, {NAME: cosigner vkey})."""
    keys = {n: Cosigner("witness-" + n, rand.bytes()).vkey for n in names}
    lines = ["witness " + n + " " + k for n, k in keys.items()] + list(quorum) + ["key " + keys[n] + " " + w for n, w in dict(about).items()]
    return "".join(line + "\n" for line in lines), keys


QUORUMS = {
    "none": ["quorum none"], "one": ["quorum b"], "any": ["group g any a b c d", "quorum g"], "all": ["group g all a b c d", "quorum g"],
    "number-1": ["group g 1 a b", "quorum g"], "number-2": ["group g 2 a b c d", "quorum g"], "number-3": ["group g 3 a b c d", "quorum g"], "number-all": ["group g 2 a b", "quorum g"],
    "two-groups": ["group x any a b", "group y any c d", "group z all x y", "quorum z"],
    "either-of-two": ["group x all a b", "group y all c d", "group z any x y", "quorum z"],
    "group-and-witness": ["group x 2 a b c", "group z all x d", "quorum z"],
    "two-of-three-mixed": ["group x all a b", "group z 2 x c d", "quorum z"],
    "deep": ["group v any a", "group w all v b", "group x any w", "group z all x c", "quorum z"],
    "inner-is-quorum": ["group x any a b", "group z all x c", "quorum x"]}
SIGNED = {"none": {"": 0, "abcd": 0}, "one": {"b": 1, "acd": 0, "abcd": 1, "": 0}, "any": {"": 0, "d": 1, "abcd": 1}, "all": {"abc": 0, "abcd": 1, "": 0},
          "number-1": {"a": 1, "cd": 0, "ab": 1}, "number-2": {"a": 0, "ad": 1, "abcd": 1}, "number-3": {"ab": 0, "abd": 1, "abcd": 1}, "number-all": {"acd": 0, "ab": 1},
          "two-groups": {"ab": 0, "cd": 0, "ac": 1, "bd": 1, "abc": 1, "": 0}, "either-of-two": {"ac": 0, "ab": 1, "cd": 1, "bcd": 1, "bd": 0},
          "group-and-witness": {"abc": 0, "abd": 1, "ad": 0, "abcd": 1}, "two-of-three-mixed": {"ab": 0, "abc": 1, "cd": 1, "ac": 0, "acd": 1, "bd": 0},
          "deep": {"abc": 1, "ab": 0, "ac": 0, "bc": 0, "abd": 0, "abcd": 1}, "inner-is-quorum": {"a": 1, "c": 0, "bc": 1, "": 0}}


def quorum_cases():
    out = []
    rand = Rand("quorums")
    for name, lines in QUORUMS.items():
        text, _ = small_policy(rand, lines)
        p = policies.parse(text)
        for signed, wanted in SIGNED[name].items():
            found = p.satisfied(set(signed))
            assert found == bool(wanted), (name, signed)
            out.append({"id": name + "-" + (signed or "nobody"), "comment": "quorum `%s`, signed by %s" % (name, ", ".join(signed) or "nobody"), "policy": text,
                        "signed": list(signed), "satisfied": found})
    return out


# name: (lines, the overlap), names of witnesses a, b, …
OVERLAPS = {
    "1-of-2": (["group t 1 a b", "quorum t"], 0), "2-of-3": (["group t 2 a b c", "quorum t"], 1), "3-of-4": (["group t 3 a b c d", "quorum t"], 2),
    "2-of-4": (["group t 2 a b c d", "quorum t"], 0), "5-of-7": (["group t 5 a b c d e f g", "quorum t"], 3), "4-of-7": (["group t 4 a b c d e f g", "quorum t"], 1),
    "3-of-7": (["group t 3 a b c d e f g", "quorum t"], 0), "any-of-1": (["group t any a", "quorum t"], 1), "any-of-3": (["group t any a b c", "quorum t"], 0), "all-of-3": (["group t all a b c", "quorum t"], 3),
    "any-any": (["group x any a b", "group y any c d", "group z any x y", "quorum z"], 0), "all-of-any-any": (["group x any a b", "group y any c d", "group z all x y", "quorum z"], 0),
    "all-of-any-2-any-3": (["group x any a b", "group y any c d e", "group z all x y", "quorum z"], 0), "all-of-any-1-any-1": (["group x any a", "group y any b", "group z all x y", "quorum z"], 2),
    "all-of-any-2-any-1": (["group x any a b", "group y any c", "group z all x y", "quorum z"], 1), "all-of-2-of-3-twice": (["group x 2 a b c", "group y 2 d e f", "group z all x y", "quorum z"], 2),
    "any-of-all-all": (["group x all a b", "group y all c d", "group z any x y", "quorum z"], 0), "2-of-3-all": (["group x all a b", "group y all c d", "group z all e f", "group q 2 x y z", "quorum q"], 2),
    "least-of-3": (["group x all a b c", "group y all d e", "group z 2 x y f", "quorum z"], 1), "least-is-0": (["group x all a b c", "group y any d e", "group z 2 x y f", "quorum z"], 0),
    "least-two-of-4": (["group x all a b c", "group y 2 d e f", "group z 3 x y g h", "quorum z"], 2), "least-two-with-0": (["group x all a b c", "group y any d e", "group z 3 x y g h", "quorum z"], 1),
    "least-two-groups": (["group x all a b c", "group y all d e", "group z all f g", "group q 3 x y z h", "quorum q"], 3), "least-three-of-5": (["group x all a b", "group y all c d e", "group q 4 x y f g h", "quorum q"], 3),
    "deep-2-of-3": (["group x 2 a b c", "group y 2 d e f", "group z 2 g h i", "group q 2 x y z", "quorum q"], 1), "deep-any-in-all": (["group v any a", "group w all v b", "group x any w", "group z all x c", "quorum z"], 3),
    "deep-cut": (["group x all a b c", "group y any x d", "group z all y e", "quorum z"], 1), "deep-cut-whole": (["group x all a b c", "group y any x d", "group z any y e", "quorum z"], 0),
    "inner-good-outer-not": (["group x 2 a b c", "group z any x d", "quorum z"], 0), "inner-is-quorum-good": (["group x 2 a b c", "group z any x d", "quorum x"], 1), "unused-group": (["group x any a b", "group z all c d", "quorum z"], 2)}


def overlap_by_search(p, names):
    """policy 3.7, first half, taken at its word: the fewest witnesses that two ways to satisfy the quorum share."""
    ways = [set(c) for n in range(len(names) + 1) for c in itertools.combinations(names, n) if p.satisfied(set(c))]
    least = [w for w in ways if not any(v < w for v in ways)]
    return min((len(v & w) for v in least for w in least), default=None)


def overlap_cases():
    out = []
    rand = Rand("overlaps")
    for name, lines, wanted in [("quorums-" + n, x, None) for n, x in QUORUMS.items()] + [(n, *x) for n, x in OVERLAPS.items()]:
        names = "abcdefghi"[:max([4] + ["abcdefghi".find(w) + 1 for line in lines for w in line.split(" ")[2:]])]
        text, _ = small_policy(rand, lines, names)
        p = policies.parse(text)
        found = p.overlap()
        assert found == overlap_by_search(p, names) and (wanted is None or found == wanted), (name, found, wanted)
        out.append({"id": name, "comment": "; ".join(lines), "policy": text, "overlap": found})
    return out


def proven_cases():
    out = []
    rand = Rand("proven")
    day = "2026-11-23T"
    zone = "+08:00"

    def add(name, comment, quorum, cosigned, wanted, about=()):
        text, _ = small_policy(rand, quorum, about={n: w.replace("@", "2026-11-23T").replace("!", "+08:00") for n, w in dict(about).items()})
        p = policies.parse(text)
        full = [[n, policies.time_of(day + t + zone)] for n, t in cosigned]
        found = policies.text_of(p.proven([tuple(x) for x in full]))
        assert found == (wanted and day + wanted + zone), (name, found)
        out.append({"id": name, "comment": comment, "policy": text, "cosigned": full, "proven": found,
                    "seconds": None if found is None else policies.time_of(found)})
    two = QUORUMS["two-groups"]
    any_, all_, n2, n3 = (QUORUMS[x] for x in ("any", "all", "number-2", "number-3"))
    add("one", "a quorum of one witness: its time", QUORUMS["one"], [("b", "09:00:00")], "09:00:00")
    add("one-not-the-first", "others before count for nothing", QUORUMS["one"], [("a", "08:00:00"), ("b", "09:00:00"), ("c", "07:00:00")], "09:00:00")
    add("one-missing", "the one witness is not there", QUORUMS["one"], [("a", "08:00:00"), ("c", "09:00:00")], None)
    add("nobody", "no cosignature", any_, [], None)
    add("quorum-none", "a quorum of none is satisfied by nobody", QUORUMS["none"], [("a", "08:00:00")], None)
    add("any", "the earliest", any_, [("c", "09:30:00"), ("a", "09:00:00"), ("b", "10:00:00")], "09:00:00")
    add("all", "the latest", all_, [("c", "09:30:00"), ("a", "09:00:00"), ("b", "10:00:00"), ("d", "08:00:00")], "10:00:00")
    add("all-but-one", "one is missing", all_, [("c", "09:30:00"), ("a", "09:00:00"), ("b", "10:00:00")], None)
    add("number", "the second", n2, [("c", "09:30:00"), ("a", "09:00:00"), ("b", "10:00:00"), ("d", "11:00:00")], "09:30:00")
    add("number-3", "the third", n3, [("c", "09:30:00"), ("a", "09:00:00"), ("b", "10:00:00"), ("d", "11:00:00")], "10:00:00")
    add("same-time", "two in one second", n2, [("c", "09:30:00"), ("a", "09:30:00")], "09:30:00")
    add("groups", "the earliest of each group, the later of these", two, [("a", "09:00:00"), ("b", "08:00:00"), ("c", "09:30:00"), ("d", "10:00:00")], "09:30:00")
    add("groups-other-order", "the order of lines plays no part", two, [("d", "10:00:00"), ("c", "09:30:00"), ("b", "08:00:00"), ("a", "09:00:00")], "09:30:00")
    add("groups-one-late", "one group comes a day's end later", two, [("a", "09:00:00"), ("d", "23:59:59")], "23:59:59")
    add("groups-one-missing", "a group has nobody", two, [("a", "09:00:00"), ("b", "10:00:00")], None)
    add("either", "the first pair that is whole", QUORUMS["either-of-two"], [("a", "08:00:00"), ("c", "09:00:00"), ("d", "09:30:00"), ("b", "10:00:00")], "09:30:00")
    add("deep", "groups in groups", QUORUMS["deep"], [("a", "08:00:00"), ("b", "07:00:00"), ("c", "06:00:00")], "08:00:00")
    add("stranger", "a name that the policy has not counts for nothing", any_, [("z", "07:00:00"), ("a", "09:00:00")], "09:00:00")
    add("revoked-after", "revoked one second after: counts", any_, [("a", "09:00:00")], "09:00:00", {"a": "revoked=@09:00:01!"})
    add("revoked-same", "revoked in that second: does not count", any_, [("a", "09:00:00")], None, {"a": "revoked=@09:00:00!"})
    add("revoked-before", "revoked before: another one counts", any_, [("a", "09:00:00"), ("b", "10:00:00")], "10:00:00", {"a": "revoked=@08:00:00!"})
    add("revoked-before-alone", "revoked before, nobody else", any_, [("a", "09:00:00")], None, {"a": "revoked=@08:00:00!"})
    add("from-same", "valid from that second on", any_, [("a", "09:00:00")], "09:00:00", {"a": "from=@09:00:00!"})
    add("from-later", "not yet valid", any_, [("a", "09:00:00"), ("b", "09:10:00")], "09:10:00", {"a": "from=@09:00:01!"})
    add("to-same", "valid to that second", any_, [("a", "09:00:00")], "09:00:00", {"a": "to=@09:00:00!"})
    add("to-before", "no longer valid", any_, [("a", "09:00:00"), ("b", "09:10:00")], "09:10:00", {"a": "to=@08:59:59!"})
    add("valid-at-its-own-time", "valid at its own time, no longer at the proven time: counts", n2, [("a", "09:00:00"), ("b", "12:00:00")], "12:00:00", {"a": "revoked=@10:00:00!"})
    add("organisation", "a key line without times", any_, [("a", "09:00:00")], "09:00:00", {"a": "organisation=x"})
    add("from-after-to", "a span with nothing in it", any_, [("a", "09:00:00"), ("b", "09:10:00")], "09:10:00", {"a": "from=@10:00:00! to=@08:00:00!"})
    add("second-line-later", "one witness twice (L05 elsewhere): the earlier is enough", n2, [("a", "09:00:00"), ("a", "11:00:00"), ("b", "10:00:00")], "10:00:00")
    add("second-line-is-not-a-second-witness", "one witness twice is one witness", n2, [("a", "09:00:00"), ("a", "11:00:00")], None)
    return out


FILES = {"policies.json": ("policy.md", policy_cases), "quorums.json": ("policy.md", quorum_cases), "overlaps.json": ("policy.md", overlap_cases), "proven.json": ("log.md", proven_cases)}
assert ceremony
