# SPDX-License-Identifier: MulanPSL-2.0
"""The policy file (notes 3, policy.md): parse, keys in time, quorum."""
import edwards
import sm2
from base import is_code, is_hex, is_integer
from notes import KEY_LENGTH, TYPES, name_ok, split_vkey
from policy_lines import NoPolicy, attributes, contributors, lottery, number_of, public, text_of, time_of  # noqa: F401
from textform import text_codes

COSIGNER = b"\x04"


def kind_of(typed):
    """`sha256-ed25519`, `sm3-sm2`, `cosigner`, or None: no type that is known, or another length."""
    for suite, kind in TYPES.items():
        if typed.startswith(kind) and len(typed) == len(kind) + KEY_LENGTH[suite]:
            return suite
    return "cosigner" if typed[:1] == COSIGNER and len(typed) == 33 else None


def public_of(typed):
    """The public key alone."""
    return typed[len(TYPES["sm3-sm2"]):] if kind_of(typed) == "sm3-sm2" else typed[1:]


def good_key(vkey):
    """policy 1.3: a VKEY of a known type whose key is good -> (name, kind, public key). NoPolicy otherwise."""
    parts = split_vkey(vkey)
    kind = kind_of(parts[2]) if parts else None
    if kind is None:
        raise NoPolicy("vkey " + vkey)
    key = public_of(parts[2])
    if (sm2.decode(key) if kind == "sm3-sm2" else edwards.strict_point(key)) is None:
        raise NoPolicy("weak key " + vkey)
    return parts[0], kind, key


class Policy:
    def __init__(self):
        self.operators, self.contributors, self.supervisors, self.offices = [], [], [], []
        self.custodians = {"targets": [], "inspectors": []}
        self.rules, self.logs, self.nist, self.rehearsal = [], [], [], False
        self.wanted = []            # of `contributors` lines: (number wanted, names)
        self.public = None          # of `public` lines: [(number wanted, sources)]; [] for `public none`; None: no such line
        self.lotteries = {}         # (game, issue) -> TIME as it is written
        self.witnesses = {}         # NAME -> {"cosigner": vkey, "signers": {suite: vkey}}
        self.groups = {}            # NAME -> (number wanted, members)
        self.quorum = None          # a NAME or `none`
        self.keys = {}              # vkey -> {"organisation", "from", "to", "revoked"}
        self.version, self.previous = None, None
        self.unsupported = False

    def satisfied(self, signed, name=None):
        """policy 3.3: whether the witnesses `signed` (NAMEs) satisfy the quorum."""
        name = self.quorum if name is None else name
        if name in self.witnesses:
            return name in signed
        if name in self.groups:
            number, members = self.groups[name]
            return sum(self.satisfied(signed, m) for m in members) >= number
        return False                # `none` is satisfied by nobody

    def overlap(self, name=None):
        """policy 3.7: how many witnesses any two ways to satisfy the quorum share at least; None for `quorum none`."""
        name = self.quorum if name is None else name
        if name in self.witnesses:
            return 1
        if name not in self.groups:
            return None
        number, members = self.groups[name]
        return sum(sorted(map(self.overlap, members))[:max(0, 2 * number - len(members))])

    def contributors_missing(self, names, t):
        """policy 3.5: whether the notice's contributors (names) are too few; t: the proven time of notice.note. None: that is
        needed and not there. Keys of both suites count, whichever the notice has."""
        if self.wanted:
            return any(len(set(wanted) & set(names)) < number for number, wanted in self.wanted)
        if t is None:
            return None
        return not {split_vkey(v)[0] for v in self.contributors if self.valid(v, t)} <= set(names)

    def sources_missing(self, sources):
        """policy 3.6: whether the sources of the notice's `public` (with repetitions) are too few."""
        if self.public is None:
            return not sources
        return any(len(set(wanted) & set(sources)) < number for number, wanted in self.public)

    def valid(self, vkey, t):
        """policy 2.1."""
        known = self.keys.get(vkey, {})
        return (known.get("from", t) <= t <= known.get("to", t)) and not ("revoked" in known and known["revoked"] <= t)

    def witness_of(self, vkey, suite=None):
        """NAME of the witness whose cosigner (or, with a suite, signer) key this is."""
        for name, w in self.witnesses.items():
            if vkey == (w["cosigner"] if suite is None else w["signers"].get(suite)):
                return name
        return None

    def proven(self, cosigned):
        """log 5.1. cosigned: [(NAME, time)] of cosignatures that verify -> the proven time, or None."""
        counted = [(n, t) for n, t in cosigned if n in self.witnesses and self.valid(self.witnesses[n]["cosigner"], t)]
        for t in sorted({t for _, t in counted}):
            if self.satisfied({n for n, u in counted if u <= t}):
                return t
        return None


def _words(line):
    return [w for w in line.replace("\t", " ").split(" ") if w]


def parse(data):
    """A Policy; raises NoPolicy. `unsupported` is set where a line begins with a word that is not known."""
    if isinstance(data, str):
        data = data.encode()
    if text_codes(data, table=True) & {"F01", "F02"} or b"\r" in data or data.startswith(b"\xef\xbb\xbf"):
        raise NoPolicy("text")
    p, seen, member_of, quorums, roles = Policy(), set(), set(), 0, []      # roles: (role, vkey)
    for line in data.decode().split("\n"):
        words = _words(line)
        if not words or words[0].startswith("#"):
            continue
        if tuple(words) in seen:
            raise NoPolicy("a line stands twice")                           # 1.3
        seen.add(tuple(words))
        first, rest = words[0], words[1:]

        def count(least, most=None):
            if not least <= len(rest) <= (least if most is None else most):
                raise NoPolicy("number of words: " + line)

        if first in ("operator", "contributor", "supervisor", "office"):
            count(1)
            getattr(p, first + "s").append(rest[0])
            roles.append((first, rest[0]))
        elif first == "custodian":
            count(2)
            if rest[0] not in p.custodians:
                raise NoPolicy(line)
            p.custodians[rest[0]].append(rest[1])
            roles.append(("custodian " + rest[0], rest[1]))
        elif first == "rules":
            count(2)
            if not is_code(rest[0]) or not is_hex(rest[1], 64):
                raise NoPolicy(line)
            p.rules.append(tuple(rest))
        elif first == "rehearsal":
            count(0)
            p.rehearsal = True
        elif first == "log":
            count(1, 2)
            if good_key(rest[0])[1] != "sha256-ed25519":
                raise NoPolicy("log key of another type")
            p.logs.append(rest[0])
            roles.append(("log", rest[0]))
        elif first == "witness":
            count(2, 3)
            _new_name(p, rest[0])
            if good_key(rest[1])[1] != "cosigner":
                raise NoPolicy("witness key of another type")
            p.witnesses[rest[0]] = {"cosigner": rest[1], "signers": {}}
            roles.append(("witness " + rest[0], rest[1]))
        elif first == "signer":
            count(2)
            kind = good_key(rest[1])[1]
            if rest[0] not in p.witnesses or kind == "cosigner" or kind in p.witnesses[rest[0]]["signers"]:
                raise NoPolicy(line)
            p.witnesses[rest[0]]["signers"][kind] = rest[1]
            roles.append(("witness " + rest[0], rest[1]))
        elif first == "group":
            count(3, 10**9)
            name, number, members = rest[0], rest[1], rest[2:]
            for m in members:
                if m not in p.witnesses and m not in p.groups or m in member_of:
                    raise NoPolicy(line)
                member_of.add(m)
            _new_name(p, name)
            p.groups[name] = (number_of(number, members), members)
        elif first == "quorum":
            count(1)
            quorums += 1
            if rest[0] != "none" and rest[0] not in p.witnesses and rest[0] not in p.groups:
                raise NoPolicy(line)
            p.quorum = rest[0]
        elif first == "key":
            count(2, 5)
            if rest[0] in p.keys:
                raise NoPolicy("two key lines")
            good_key(rest[0])
            p.keys[rest[0]] = attributes(rest[1:])
        elif first == "contributors":
            count(2, 10**9)
            contributors(p, rest[0], rest[1:])
        elif first == "public":
            count(1, 10**9)
            public(p, rest)
        elif first == "lottery":
            count(3)
            lottery(p, *rest)
        elif first == "nist":
            count(1)
            if not is_hex(rest[0], 128):
                raise NoPolicy(line)
            p.nist.append(rest[0])
        elif first == "policy":
            count(1)
            if p.version is not None or not is_integer(rest[0], 1):
                raise NoPolicy(line)
            p.version = int(rest[0])
        elif first == "previous":
            count(1)
            if p.previous is not None or not is_hex(rest[0], 64):
                raise NoPolicy(line)
            p.previous = rest[0]
        else:
            p.unsupported = True                                            # notes 3.2
    if quorums != 1 or (p.previous is not None) != ((p.version or 1) > 1):
        raise NoPolicy("quorum or previous")
    _roles(roles)
    if not set(p.keys) <= {v for _, v in roles}:
        raise NoPolicy("a key line of a key that stands nowhere")
    return p


def _new_name(p, name):
    if not name_ok(name) or name == "none" or name in p.witnesses or name in p.groups:
        raise NoPolicy("name " + name)                                      # 1.2


def _roles(roles):
    """policy 1.4."""
    names, stands = {}, {}
    for role, vkey in roles:
        name, kind, key = good_key(vkey)
        if names.setdefault(key, name) != name:
            raise NoPolicy("one key under two names")
        if kind == "cosigner" and not role.startswith("witness "):
            raise NoPolicy("a cosigner's key in a role")                    # 1.3
        stands.setdefault(key, set()).add(role)
    for found in stands.values():
        if len(found) > 1 and found not in ({"contributor", "supervisor"}, {"office", "supervisor"}):
            raise NoPolicy("a key in two roles")


def result(data):
    """`ok`, `unsupported` or `error`."""
    try:
        return "unsupported" if parse(data).unsupported else "ok"
    except NoPolicy:
        return "error"
