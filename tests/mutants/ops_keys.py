# SPDX-License-Identifier: MulanPSL-2.0
"""Weak, malformed and foreign keys that everybody agreed on (the policy names them, everything is sealed), and policies
that do not fit. The kinds of CCTV's Ed25519 flags are all here: low order A, low order R, mixed order of both (with a
residue and without), not canonical A and R, k of the re-encoded point."""
import edwards as ed
import notes
import weak
from base import Rand
from lab import Mutant, flip_hex, jedit
from ops_json import put


class Odd:
    """Looks like notes.Signer but has any typed key and any way of signing."""

    def __init__(self, name, typed, sign):
        self.name, self.typed, self.sign = name, typed, sign
        self.vkey = notes.vkey_of(name, typed)

    def line(self, text):
        return notes.signature_line(self.name, notes.key_id(self.name, self.typed), self.sign(text))


def forge(key, secret=None, r=None, tries=64):
    """A signature that passes the equation without cofactor though the key has a part of small order: r is tried until the
    small part falls out. secret None: the key is nothing but that part."""
    a = ed._expand(secret)[0] if secret else 0
    point = ed.decode(key)

    def sign(text):
        for i in range(1, tries):
            first = ed.encode(ed.multiply(i, ed.BASE)) if r is None else r
            k = ed._hash_int(first, key, text) % ed.L
            s = ((i if r is None else 0) + k * a) % ed.L
            if point is None or r is not None or ed.equal(ed.multiply(s, ed.BASE), ed.add(ed.multiply(i, ed.BASE), ed.multiply(k, point))):
                return first + s.to_bytes(32, "little")
        return first + s.to_bytes(32, "little")
    return sign


def keys(base):
    typed = notes.TYPES[base.suite]
    if base.ed:
        bad = [(what, key, forge(key)) for what, key in weak.ed_points()]
        secret = Rand("mixed").bytes()
        good = ed.multiply(ed._expand(secret)[0], ed.BASE)
        for n in (1, 2, 4):
            key = ed.encode(ed.add(good, ed.multiply(n, weak.torsion())))
            bad.append(("mixed-order-%d-forged" % n, key, forge(key, secret)))
        identity = ed.encode(ed.NEUTRAL)
        bad.append(("identity-R-identity", identity, forge(identity, None, identity)))
    else:
        bad = [(what, key, lambda text: b"\1" * 64) for what, key in weak.sm2_keys()]
        good = base.keys[0].key
        bad += [("prefix-02", b"\x02" + good[1:], base.keys[0].sign), ("prefix-06", b"\x06" + good[1:], base.keys[0].sign), ("prefix-00", bytes(65), lambda text: b"\1" * 64), ("prefix-05", b"\x05" + good[1:], base.keys[0].sign)]
    for what, key, sign in bad:
        yield from agreed(base, "S07", what, typed + key, sign)
    sign, good = base.keys[0].sign, base.keys[0].key
    other = notes.TYPES["sm3-sm2" if base.ed else "sha256-ed25519"]
    compressed = [] if base.ed else [("compressed", typed + b"\x02" + good[1:33])]
    for what, data in compressed + [("short", typed + good[:-1]), ("long", typed + good + b"\0"), ("no-type", good), ("type-alone", typed), ("other-type", b"\x02" + good), ("other-suite-type", other + good), ("type-04", b"\x04" + good), ("type-ff", b"\xff" + good),
                       ("other-suite", notes.Signer("x", "sm3-sm2" if base.ed else "sha256-ed25519", Rand("o").bytes()).typed), ("empty", b"")]:
        yield from agreed(base, "S08", what, data, sign)


def agreed(base, code, what, typed, sign):
    """The key as operator's and as first contributor's. No policy can name it (policy 1.3), so S05 may follow."""
    for who, n in (("operator", 0), ("contributor", 1)):
        old = base.keys[n]
        odd = Odd(old.name, typed, sign)

        path = ("operator",) if n == 0 else ("contributors", 0, "key")
        signers = lambda b, n=n, odd=odd: b.keys[:n] + [odd] + b.keys[n + 1:]
        # an empty key makes a vkey whose base64 is empty
        must = [code] if typed else ["S08|F13"]
        yield Mutant("notice.json:%s.key" % who, "%s %s" % (code, what), {"notice.json": jedit(put(path, odd.vkey))}, must, ["S05"] + (["F08"] if not typed else []), levels=(2, 3), signers=signers)


def policies(base):
    def m(op, change, codes, exit=(1,)):
        def policy(b, files, level):
            made = change(b.policy)
            assert made != b.policy
            return made
        return Mutant("policy", op, {}, codes, levels=(0,), policy=policy, exit=exit)
    without = lambda b, n: b"".join(x + b"\n" for i, x in enumerate(b.split(b"\n")[:-1]) if i != n)
    lines = base.policy.split(b"\n")[:-1]
    for n, line in enumerate(lines):
        word = line.split(b" ")[0].decode()
        if word in ("operator", "contributor", "rules", "rehearsal"):
            yield m("without line %d (%s)" % (n, word), lambda b, n=n: without(b, n), [{"rules": "C07", "rehearsal": "C08"}.get(word, "S05")])
        if word in ("operator", "contributor"):
            role = b"contributor" if word == "operator" else b"operator"
            yield m("role of line %d" % n, lambda b, line=line, role=role: b.replace(line, role + b" " + line.split(b" ")[1]), ["S05"])
            name = line.split(b" ")[1].split(b"+")[0].decode()
            new = notes.Signer(name, base.suite, Rand("policy " + name).bytes()).vkey.encode()
            yield m("other key in line %d" % n, lambda b, line=line, new=new: b.replace(line.split(b" ")[1], new), ["S05"])
        if word == "rules":
            yield m("other digest", lambda b, line=line: b.replace(line, flip_hex(line.decode()).encode()), ["C07"])
            yield m("other name", lambda b: b.replace(b"changchun-2021", b"changchun-2020"), ["C07"])
            two = lambda b, line=line: b.replace(line, b"rules changchun-2021 " + b"0" * 64 + b"\nrules changchun-2020 " + line.split(b" ")[2])
            yield m("name and digest in two lines", two, ["C07"])
    yield m("only quorum", lambda b: b"quorum none\n", ["S05", "C07"] + (["C08"] if base.notice["rehearsal"] else []))
    if not base.notice["rehearsal"]:
        yield m("rehearsal", lambda b: b + b"rehearsal\n", ["C08"])
    for op, more in [("unknown", b"future x y z\n"), ("upper", b"Operator x\n")]:
        yield m("later " + op, lambda b, more=more: b + more, ["S05", "C07", "C08"], exit=(3,))


def mutants(base):
    for part in (keys, policies):
        yield from part(base)
