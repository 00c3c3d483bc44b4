# SPDX-License-Identifier: MulanPSL-2.0
"""Faults of meaning and of form in notice.json (those of rules.json: ops_rules.py). Out of reach at level 3, and so left out there: another
title, authority, name, department, kind within its bounds, serial, initiator, number of batches or team, other weights
or ratio that give the same quotas, another `created` under the same pack, other balls rules that the value fits: a
notice that says so from the start is another lawful draw."""
import base64
import json

import notes
from base import Rand
from lab import Mutant, flip_hex, jedit
from ops_json import get, paths, put, text
from ops_quota import counts_codes

BAD_RATIOS = ["3 %", "03%", "3", "0%", "0.0%", "100.01%", "101%", "1" * 40 + "%", "0." + "0" * 40 + "1%", "5.00000%", "+5%", "-5%", "５%", "5％", ".5%", "5.%", "1e1%", "5%%",
              " 5%", "5% ", "5,5%", "0x5%", "00.5%", "", "%", "5.0.0%", "18446744073709551621%", "4294967301%", "10000000005%"]
RANGES = {"serial": (1, 999999), "minimum": (0, 10**9), "batches": (1, 1000), "per_visit": (1, 20), "per_department": (1, 20), "experts": (0, 20), "count": (0, 99), "from": (0, 99),
          "to": (0, 99)}
CODES = ("draw", "initiator", "code", "department")
BAD_CODES = [("blank", "A B"), ("65", "A" * 65), ("slash", "A/B"), ("chinese", "食"), ("empty", ""), ("plus", "A+B"), ("comma", "A,B"), ("equals", "A=B"), ("wide", "Ａ")]
BAD_TEXTS = [("empty", "", "F08"), ("513", "长" * 171, "F08"), ("lead-blank", " 长", "F08"), ("trail-blank", "长 ", "F08"), ("lead-wide", "\u3000长", "F08"), ("trail-nbsp", "长\u00a0", "F08"),
             ("nfd", "e\u0301", "F02"), ("bidi", "a\u202eb", "F02"), ("zero-width", "a\u200bb", "F02"), ("compat", "\uf9d1", "F02"), ("del", "a\u007fb", "F02"), ("tag", "a\U000e0041b", "F02"),
             ("nonchar", "a\U0010ffffb", "F02")]
BAD_CREATED = ["", "2026-11-23T09:00:00Z", "2026-11-23T09:00:00+00:00", "2026-11-23T09:00:00", "2026-11-23 09:00:00+08:00", "2026-02-29T09:00:00+08:00", "2026-11-31T09:00:00+08:00",
               "2026-13-01T09:00:00+08:00", "2026-00-10T09:00:00+08:00", "2026-11-00T09:00:00+08:00", "2026-11-23T24:00:00+08:00", "2026-11-23T09:60:00+08:00", "2026-11-23T09:00:60+08:00",
               "2026-11-23T09:00:00.0+08:00", "2026-11-23t09:00:00+08:00", "20261-1-23T09:00:00+08:00", "2100-02-29T09:00:00+08:00", "2026-11-23T09:00:00+0800", "2026-1-23T09:00:00+08:00"]
BAD_DIGESTS = [("upper", lambda v: v.upper() if v.upper() != v else "A" + v[1:]), ("short", lambda v: v[:-1]), ("long", lambda v: v + "0"), ("not-hex", lambda v: "g" + v[1:]), ("empty", lambda v: "")]


def vkey_faults(vkey):
    name, kid, key = vkey.split("+", 2)
    data = base64.b64decode(key)
    spare = key.rstrip("=")
    return [("empty", ""), ("no-plus", vkey.replace("+", "-")), ("kid-upper", name + "+" + kid.upper() + "+" + key) if kid.upper() != kid else ("kid-short", name + "+" + kid[1:] + "+" + key),
            ("kid-flip", name + "+" + flip_hex(kid) + "+" + key), ("kid-9", name + "+0" + kid + "+" + key), ("key-bit", name + "+" + kid + "+" + base64.b64encode(data[:-1] + bytes([data[-1] ^ 1])).decode()),
            ("not-base64", name + "+" + kid + "+" + "*" + key[1:]), ("blank", name + "+" + kid + "+ " + key), ("no-key", name + "+" + kid + "+"),
            ("pad", vkey.rstrip("=") if spare != key else vkey + "="), ("trail-blank", vkey + " ")]


def forms(base):
    n, f08 = base.notice, []
    for path, v in paths(n):
        if any(isinstance(p, int) and p not in (0, len(get(n, path[:i])) - 1) for i, p in enumerate(path)):
            continue
        name, leaf = path[-1], text(path)

        def m(op, new, codes="F08", **more):
            return Mutant("notice.json:" + leaf, op, {"notice.json": jedit(put(path, new))}, [codes], usable="F02" == codes, **more)
        if isinstance(v, int) and not isinstance(v, bool):
            low, high = RANGES.get(name, (1, 1000) if path[0] == "weights" else (0, 2**53 - 1))
            if low > 0:
                yield m("below", low - 1)
            if high < 2**53 - 1:
                yield m("above", high + 1)
        if name in CODES:
            for op, value in BAD_CODES:
                yield m("code-" + op, value, "F08|F05" if name == "code" else "F08", also=["F05", "F08"])
        if name in ("title", "authority", "approval") or name == "name" and path[0] == "items" or name == "reason" and v is not None:
            for op, value, code in BAD_TEXTS:
                yield m("text-" + op, value, code, levels=(0, 1, 2, 3))
        if name in ("digest", "root", "commitment"):
            for op, change in BAD_DIGESTS:
                yield m("digest-" + op, change)
        if name in ("ratio", "cap") or len(path) > 1 and path[-2] == "ratios":
            for value in BAD_RATIOS:
                yield m("ratio " + value, value, "F07")
        if name in ("operator", "key"):
            for op, value in vkey_faults(v):
                # a name without its plus is not the contributor's either (3.3), unless nothing else is judged (notes 2.2)
                yield m("vkey-" + op, value, "F08|F13")
    one = lambda leaf, op, path, new, codes="F08", **more: Mutant("notice.json:" + leaf, op, {"notice.json": jedit(put(path, new))}, [codes], usable=False, **more)
    for value in ["qian/2", "qian/1 ", "QIAN/1", "qian/10", "", "qian/1.0", "qian"]:
        yield one("spec", "value " + value, ("spec",), value, "F12", exit=(3,))
    for value in ["sha256", "sm3-sm2 ", "SHA256-ED25519", "", "sha512-ed25519", "sm2-sm3"]:
        yield one("suite", "value " + value, ("suite",), value, "S08", exit=(3,))
    yield one("mode", "ceremony", ("mode",), "ceremony", "F12", exit=(3,))
    for value in ["", "Solo", "solo ", "other"]:
        yield one("mode", "value " + value, ("mode",), value)
    yield one("embargo", "object", ("embargo",), {"until": "2026-12-01"}, "F12", exit=(3,))
    for value in ["", "x" * 65]:
        yield one("plan.line", "bytes %d" % len(value), ("plan", "line"), value)
    yield one("plan.replaces", "no-code", ("plan",), {**n["plan"], "replaces": "a b", "reason": "x"})
    for value in ["", "Void", "ask", "void "]:
        yield one("on_missing", "value " + value, ("on_missing",), value)
    for value in BAD_CREATED:
        yield one("created", "value " + value, ("created",), value)
    for value in ["", "color", "Class", "name", "items"]:
        yield one("stratify", "unknown " + value, ("stratify",), [value])
    yield one("stratify", "repeat", ("stratify",), ["class", "class"])
    yield one("weights", "E", ("weights",), {"E": 1})
    yield one("weights", "unsorted", ("weights",), {"B": 1, "A": 1})
    yield one("weights", "lower", ("weights",), {"a": 1})
    yield one("items", "none", ("items",), [])
    yield one("contributors", "none", ("contributors",), [])
    for value in ["", "Key", "special"]:
        yield one("items[].kind", "value " + value, ("items", 0, "kind"), value)
    both = lambda v, c: v["items"].__setitem__(0, {k: x for a, b in v["items"][0].items() for k, x in ([("ratio", "5%"), ("ratios", {"A": "5%"})] if a in ("ratio", "ratios") else [(a, b)])})
    yield Mutant("notice.json:items[]", "ratio-and-ratios", {"notice.json": jedit(both)}, ["F08"], usable=False)
    yield one("items[].ratios", "class-E", ("items", 0), {**{k: x for k, x in n["items"][0].items() if k in ("code", "name", "department", "kind")}, "ratios": {"E": "5%"},
              **{k: n["items"][0][k] for k in ("roster", "quota", "strata")}})
    yield one("items[]", "approval-before-cap", ("items", 0), {**{k: x for k, x in n["items"][0].items() if k not in ("cap", "approval", "roster", "quota", "strata")}, "approval": "x", "cap": "50%",
              **{k: n["items"][0][k] for k in ("roster", "quota", "strata")}})
    yield one("items", "double", ("items",), n["items"][:1] + n["items"], "F05")
    if len(n["items"]) > 1:
        yield one("items", "swap", ("items",), n["items"][1::-1] + n["items"][2:], "F05")
    yield one("items", "201", ("items",), [{**n["items"][0], "code": "X%03d" % i} for i in range(201)], "F11", also=["F08"])
    yield one("contributors", "65", ("contributors",), [{**n["contributors"][0], "name": "c%d" % i, "key": notes.vkey_of("c%d" % i, base.keys[1].typed)} for i in range(65)], "F11", also=["F08"])
    yield one("public", "9", ("public",), [{"source": "balls", "count": 8, "from": 1, "to": 35}] * 9, "F11", also=["F08"])
    many = [i for i in n["items"] if len(i["strata"]) > 1]
    if many:
        at = n["items"].index(many[0])
        s = many[0]["strata"]
        yield one("items[].strata", "swap", ("items", at, "strata"), s[1::-1] + s[2:], "F05")
        yield one("items[].strata", "double", ("items", at, "strata"), s[:1] + s, "F05")
    for value in ["drand", "nist", "lottery"]:
        if n["public"]:
            yield one("public[].source", value, ("public", 0, "source"), value, "E04|F08", exit=(1, 3), exact=False)
    yield one("public[].source", "unknown", ("public",), [{"source": "dice", "count": 8, "from": 1, "to": 35}])
    c = n["contributors"]
    yield one("contributors[].name", "other-than-key", ("contributors", 0, "name"), "某人")
    yield one("contributors", "double", ("contributors",), c[:1] + c)
    yield one("contributors", "operator-as", ("contributors",), [{"name": base.keys[0].name, "key": base.keys[0].vkey, "commitment": c[0]["commitment"]}] + c[1:])
    yield one("contributors[].name", "white", ("contributors", 0), {**c[0], "name": "a b", "key": notes.vkey_of("a b", base.keys[1].typed)}, "F08|F13")
    yield one("contributors[].name", "bar", ("contributors", 0), {**c[0], "name": "a|b", "key": notes.vkey_of("a|b", base.keys[1].typed)}, "F08|F13")
    yield one("contributors[].name", "65", ("contributors", 0), {**c[0], "name": "a" * 65, "key": notes.vkey_of("a" * 65, base.keys[1].typed)}, "F08|F13")


def meaning(base):
    n = base.notice
    c = n["contributors"]

    def m(leaf, op, change, codes, also=(), **more):
        edit = {"notice.json": jedit(change)}
        return Mutant("notice.json:" + leaf, op, edit, codes, also, **more)

    fresh = notes.Signer("operator", base.suite, Rand("fresh").bytes())
    stranger = notes.Signer(c[0]["name"], base.suite, Rand("stranger").bytes())
    yield m("draw", "other", put(("draw",), "220100-2026-J-9999"), ["S09", "H04", "H05"])
    yield m("operator", "fresh-unsigned", put(("operator",), fresh.vkey), ["S01", "S03", "S05"])
    yield m("operator", "fresh", put(("operator",), fresh.vkey), ["S05"], signers=lambda b: [fresh] + b.keys[1:], levels=(2, 3))
    yield m("contributors[].key", "fresh-unsigned", put(("contributors", 0, "key"), stranger.vkey), ["S01", "S03", "S05"])
    yield m("contributors[].key", "fresh", put(("contributors", 0, "key"), stranger.vkey), ["S05"], signers=lambda b: [b.keys[0], stranger] + b.keys[2:], levels=(2, 3))
    yield m("operator+contributor", "keys-exchanged", lambda v, x: (put(("operator",), c[0]["key"])(v, x), put(("contributors", 0), {**c[0], "name": base.keys[0].name, "key": base.keys[0].vkey})(v, x)),
            ["S05", "E01"], ["H05", "F05", "E02"], signers=lambda b: [b.keys[1], b.keys[0]] + b.keys[2:], levels=(2, 3))
    yield m("rehearsal", "not", put(("rehearsal",), not n["rehearsal"]), ["C08"])
    for op, plan in [("replaces-alone", {"replaces": "X-1", "reason": None}), ("reason-alone", {"replaces": None, "reason": "x"}), ("itself", {"replaces": base.draw, "reason": "x"})]:
        yield m("plan", op, put(("plan",), {**n["plan"], **plan}), ["C04"])
    yield m("rules.name", "other", put(("rules", "name"), "changchun-2020"), ["C07"])
    for t in ("rules", "targets", "inspectors", "recusals"):
        yield m(t + ".digest", "flip", put((t, "digest"), flip_hex), ["H01"], ["C07"] if t == "rules" else [])
        if t != "rules":
            yield m(t + ".root", "flip", put((t, "root"), flip_hex), ["H02"])
            yield m(t + ".root", "is-digest", put((t, "root"), n[t]["digest"]), ["H02"])
            yield m(t + ".digest", "is-root", put((t, "digest"), n[t]["root"]), ["H01"])
            for d in (1, -1, 1000):
                yield m(t + ".rows", "%+d" % d, put((t, "rows"), lambda v, d=d: v + d), ["H03"])
    yield m("targets.digest", "of-other", put(("targets", "digest"), n["inspectors"]["digest"]), ["H01"])
    for t in ("targets", "rules"):
        from base import h
        other = "sm3-sm2" if base.ed else "sha256-ed25519"
        yield m(t + ".digest", "other-suite", put((t, "digest"), h(other, base.files[t + (".tsv" if t == "targets" else ".json")])), ["H01"], ["C07"] if t == "rules" else [])
    yield m("suite", "other-known", put(("suite",), "sm3-sm2" if base.ed else "sha256-ed25519"), ["H01", "S08", "H02"], exact=False, levels=(0, 2, 3))
    yield from numbers(base, m)
    for i in range(len(c)):
        yield m("contributors[%d].commitment" % i, "flip", put(("contributors", i, "commitment"), flip_hex),
                ["H05"] if b"withheld " + c[i]["name"].encode() not in base.files["contributions.txt"] else [], levels=(0, 1, 2, 3)
                if b"withheld " + c[i]["name"].encode() not in base.files["contributions.txt"] else (0, 1, 2))
    if len(c) > 1:
        yield m("contributors", "swap", put(("contributors",), c[1::-1] + c[2:]), ["E01", "F05"], ["H05"])
        yield m("contributors", "one-less", put(("contributors",), c[:-1]), ["E01", "S03"])
    extra = notes.Signer("extra", base.suite, Rand("extra").bytes())
    yield m("contributors", "one-more", put(("contributors",), c + [{"name": "extra", "key": extra.vkey, "commitment": "0" * 64}]), ["E01", "S05", "S01"])
    withheld = b"withheld " in base.files["contributions.txt"]
    if n["on_missing"] == "proceed" and withheld:
        yield m("on_missing", "void", put(("on_missing",), "void"), ["E02"])
    if n["on_missing"] == "void" and not n["public"]:
        yield m("on_missing", "proceed", put(("on_missing",), "proceed"), ["E02"])
    for i, p in enumerate(n["public"]):
        values = [int(x) for x in base.files["entropy.txt"].decode().split("\n")[4 + i].split(" ")[2].split("-")]
        for d in (1, -1):
            yield m("public[%d].count" % i, "%+d" % d, put(("public", i, "count"), p["count"] + d), ["E10"] + (["E09"] if weak({**p, "count": p["count"] + d}) else []))
        yield m("public[%d].count" % i, "0", put(("public", i, "count"), 0), ["E10", "E09"])
        yield m("public[%d].from" % i, "over-least", put(("public", i, "from"), min(values) + 1), ["E10"] + (["E09"] if weak({**p, "from": min(values) + 1}) else []))
        yield m("public[%d].to" % i, "under-greatest", put(("public", i, "to"), max(values) - 1), ["E10"] + (["E09"] if weak({**p, "to": max(values) - 1}) else []))
        yield m("public[%d].to" % i, "under-from", put(("public", i), {**p, "from": 50, "to": 49}), ["E10", "E09"])
        yield m("public[%d]" % i, "gone", lambda v, x, i=i: v["public"].pop(i), ["E03"] + (["E02"] if n["on_missing"] == "proceed" and len(n["public"]) == 1 else []), ["E10"])
        yield m("public[%d]" % i, "doubled", lambda v, x, i=i: v["public"].insert(i, p), ["E03"], ["E10"])
    if len(n["public"]) == 2:
        yield m("public", "swap", put(("public",), n["public"][::-1]), ["E10"])
    if not n["public"]:
        yield m("public", "added", put(("public",), [{"source": "balls", "count": 8, "from": 1, "to": 35}]), ["E03"])
    yield m("created", "before-pack", put(("created",), "2021-01-03T23:59:59+08:00"), ["C07"])
    yield m("created", "1999", put(("created",), "1999-12-31T00:00:00+08:00"), ["C07"])
    yield m("team.per_visit", "1", put(("team", "per_visit"), 1), ["A05"])
    yield from valid_but(base, m)


def weak(p):
    n, ways = p["to"] - p["from"] + 1, 1
    for i in range(p["count"]):
        ways *= max(n - i, 0)
    return p["from"] > p["to"] or not 1 <= p["count"] <= n or ways < 1 << 20


def valid_but(base, m):
    """Changes that make another lawful notice: only the seals can tell (levels 0 to 2)."""
    for path, new in [(("title",), "别的"), (("authority",), "别的"), (("plan", "serial"), 999), (("plan", "line"), "x"), (("initiator",), "ZZZZ"), (("batches",), lambda v: v + 1),
                      (("team", "per_visit"), lambda v: v + 1), (("team", "experts"), lambda v: v + 1), (("items", 0, "name"), "别的"), (("items", 0, "department"), "ZZZZ"),
                      (("created",), "2026-11-24T09:00:00+08:00")]:
        yield m(text(path), "other-valid", put(path, new), [], levels=(0, 1, 2))


def numbers(base, m):
    n = base.notice
    for i, item in enumerate(n["items"]):
        at = ("items", i)
        leaf = "items[%d]" % i
        for name, code in (("roster", "Q01"), ("quota", "Q02")):
            for d in (1, -1):
                yield m(leaf + "." + name, "%+d" % d, put(at + (name,), lambda v, d=d: max(0, v + d)), [code])
        strata = item["strata"]
        for j in sorted({0, len(strata) // 2, len(strata) - 1}):
            for name, code in (("roster", "Q01"), ("eligible", "Q01"), ("quota", "Q03")):
                for d in (1, -1, 100):
                    if strata[j][name] + d >= 0:
                        yield m("%s.strata[%d].%s" % (leaf, j, name), "%+d" % d, put(at + ("strata", j, name), lambda v, d=d: v + d), [code])
            yield m("%s.strata[%d]" % (leaf, j), "gone", lambda v, x, i=i, j=j: v["items"][i]["strata"].pop(j), ["Q01"])
            yield m("%s.strata[%d].label" % (leaf, j), "other", put(at + ("strata", j, "label"), lambda v: v + "~"), ["Q01"])
        for j in range(len(strata) - 1):
            if strata[j]["quota"]:
                yield m("%s.strata[%d].quota" % (leaf, j), "moved", lambda v, x, i=i, j=j: (put(("items", i, "strata", j, "quota"), lambda q: q - 1)(v, x),
                        put(("items", i, "strata", j + 1, "quota"), lambda q: q + 1)(v, x)), ["Q03"])
        both = lambda v, x, i=i: (put(("items", i, "quota"), lambda q: q + 1)(v, x), put(("items", i, "strata", 0, "quota"), lambda q: q + 1)(v, x))
        yield m(leaf, "quota-and-stratum+1", both, ["Q02", "Q03"])
        changes = [("kind", "key" if item["kind"] == "general" else "general"), ("cap", "1%"), ("cap", "3%"), ("approval", "x")]
        changes += [("ratio", r) for r in ("0.0001%", "2.9999%", "3%", "10%", "19.9999%", "20%", "20.0001%", "21%", "50%", "99%", "100%")] if "ratio" in item else []
        for name, value in changes:
            yield from judged(base, m, leaf + "." + name, "to " + value, lambda v, x, i=i, name=name, value=value: with_member(v["items"], i, name, value))
        if "approval" in item:
            yield from judged(base, m, leaf + ".approval", "gone", lambda v, x, i=i: v["items"][i].pop("approval"))
        if "cap" in item:
            yield from judged(base, m, leaf + ".cap", "gone", lambda v, x, i=i: v["items"][i].pop("cap"))
        for cls in item.get("ratios", {}):
            yield from judged(base, m, leaf + ".ratios", "without " + cls, lambda v, x, i=i, cls=cls: v["items"][i]["ratios"].pop(cls))
            for r in ("0.0001%", "1%", "100%"):
                yield from judged(base, m, leaf + ".ratios." + cls, "to " + r, put(at + ("ratios", cls), r))
    for op, value in [("none", []), ("class", ["class"]), ("area", ["area"]), ("both", ["class", "area"]), ("both-2", ["area", "class"])]:
        if value != n["stratify"]:
            yield from judged(base, m, "stratify", op, put(("stratify",), value))
    for w in ({}, {"A": 1000}, {"D": 1000}, {"-": 1, "A": 2, "B": 3, "C": 4, "D": 5}):
        yield from judged(base, m, "weights", json.dumps(w, separators=(",", ":")), put(("weights",), w))
    for x in (0, 1, 2, 3, 10**9):
        yield from judged(base, m, "minimum", "to %d" % x, put(("minimum",), x))


def with_member(items, i, name, value):
    item = {**items[i], name: value}
    items[i] = {k: item[k] for k in ("code", "name", "department", "kind", "ratio", "ratios", "cap", "approval", "roster", "quota", "strata") if k in item}


def judged(base, m, leaf, op, change):
    """A change whose codes the quota page itself gives; where it gives none, another lawful notice."""
    try:
        must, also = counts_codes(base, {"notice.json": jedit(change)})
    except (KeyError, TypeError):
        return
    if jedit(change)(base.files["notice.json"], {}) != base.files["notice.json"]:
        yield m(leaf, op, change, must, also, levels=(0, 1, 2, 3) if must else (0, 1, 2))


def mutants(base):
    for part in (forms, meaning):
        yield from part(base)
