# SPDX-License-Identifier: MulanPSL-2.0
"""objections.json, assurances.json, notices.json (ceremony 1; bundle 3, 4.9), voids.json (ceremony 2.1), manifests.json (notes 1.2)."""
import itertools
import json
import re

import beacons
import ceremony
import edwards as ed
import notes
import plans_ceremony
import weak
from base import BLANKS, SUITES, Rand, h, is_code, is_hex, splice
from bundle import assurance_of
from notes import Signer, b64, key_id, name_ok, split_vkey, unb64, vkey_of
from policy import time_of
from textform import Refused, dump, load, text_codes

DRAW = "220100-2026-J-0310"
DIGEST = "5e8f" * 16


# --- objections.txt ---

def objection_codes(suite, draw, digest, witnesses, data):
    """F01-F03, F05, F07, F13, H04, S02, S03, S04, S07 (ceremony 1). witnesses: the policy's signer vkeys of the suite."""
    codes = text_codes(data)
    if codes & {"F01", "F03"}:
        return codes, []
    lines, found = data.decode().split("\n")[:-1], []
    heads = [("qian/1 objections",), ("draw", is_code), ("transcript", None)]
    if len(lines) < 3 or lines[0] != heads[0][0] or not re.fullmatch("draw [^ ]+", lines[1]) or not is_code(lines[1][5:]) or not re.fullmatch("transcript [^ ]+", lines[2]):
        return codes | {"F07"}, []
    if not is_hex(lines[2][11:], 64):
        codes.add("F13")
    for line in lines[3:]:
        m = re.fullmatch("objection ([^ ]+) ([^ ]+) (.+)", line)
        if m is None or not name_ok(m[1]) or m[3][0] in BLANKS or m[3][-1] in BLANKS or len(m[3].encode()) > 512:
            codes.add("F07")
            continue
        raw = unb64(m[2])
        if raw is None or len(raw) != 68:
            codes.add("F13")
            continue
        found.append((m[1], raw[:4], raw[4:], m[3]))
    names = [f[0].encode() for f in found]
    if names != sorted(names):
        codes.add("F05")
    if codes - {"F02"}:
        return codes, []
    if lines[1][5:] != draw or lines[2][11:] != digest:
        codes.add("H04")
    if len({f[:2] for f in found}) < len(found):
        codes.add("S04")
    for name, kid, signature, reason in found:
        vkey = next((v for v in witnesses if split_vkey(v)[:2] == (name, kid)), None)
        if vkey is None:
            codes.add("S03")
            continue
        key = split_vkey(vkey)[2][len(notes.TYPES[suite]):]
        fault = (notes.sm2 if suite == "sm3-sm2" else notes.edwards).verify(key, ceremony.objection_text(draw, digest, reason), signature)
        if fault:
            codes.add(fault)
    return codes, [{"name": f[0], "reason": f[3]} for f in found]


def objections():
    out = []
    for suite in SUITES:
        rand = Rand("objections " + suite)
        a, b, c = (Signer(n, suite, rand.bytes()) for n in ("jiwei.example.gov.cn", "xueyuan.signer", "人大代表"))
        stranger = Signer("stranger", suite, rand.bytes())
        head = ["qian/1 objections", "draw " + DRAW, "transcript " + DIGEST]
        line = lambda k, reason, draw=DRAW, digest=DIGEST: "objection %s %s %s" % (k.name, ceremony.objection_base64(k, draw, digest, reason), reason)
        raw = lambda k, signature, reason: "objection %s %s %s" % (k.name, b64(key_id(k.name, k.typed) + signature), reason)

        def add(name, comment, lines, *codes):
            data = lines if isinstance(lines, bytes) else "".join(x + "\n" for x in lines).encode()
            found, listed = objection_codes(suite, DRAW, DIGEST, [k.vkey for k in (a, b, c)], data)
            assert sorted(found) == sorted(codes), (suite, name, found)
            out.append({"id": suite + "-" + name, "comment": comment, "suite": suite, "draw": DRAW, "transcript": DIGEST, "witnesses": [k.vkey for k in (a, b, c)],
                        "objections": data.decode("utf-8", "replace"), "codes": sorted(found), "listed": listed if not found else None})
        one = line(a, "球未搅匀")
        add("none", "no objection", head)
        add("good", "one", head + [one])
        add("good-three", "three, by name", head + [one, line(b, "late"), line(c, "同上")])
        add("good-blanks", "blanks inside the reason", head + [line(a, "a  b | c — d = \"e\"")])
        add("good-one-letter", "a reason of one character", head + [line(a, "否")])
        add("good-512", "512 bytes", head + [line(a, "长" * 170 + "ab")])
        add("good-reason-like-line", "a reason that looks like a line", head + [line(a, "objection x y z")])
        add("513", "513 bytes", head + [line(a, "长" * 171)], "F07")
        for what, blank in (("blank", " "), ("nbsp", "\u00a0"), ("ideographic", "\u3000")):
            add("reason-first-" + what, "a blank at the start of the reason", head + [line(a, blank + "x")], "F07")
            add("reason-last-" + what, "a blank at the end", head + [line(a, "x" + blank)], "F07")
        words = one.split(" ")
        for what, comment, new in (("no-reason", "no reason", " ".join(words[:3])), ("empty-reason", "an empty reason", " ".join(words[:3]) + " "), ("word-upper", "another first word", "Objection" + one[9:]), ("two-blanks", "two blanks", one.replace("objection ", "objection  ", 1)),
                                   ("name-plus", "a name with +", one.replace(a.name, "a+b")), ("comment", "a comment", "# none"), ("dash", "a note's line", "\u2014" + one[9:])):
            add("form-" + what, comment, head + [new], "F07")
        for what, comment, new in (("padding", "no padding", words[2].rstrip("=")), ("short", "67 bytes", b64(unb64(words[2])[:-1])), ("long", "69 bytes", b64(unb64(words[2]) + b"\0")), ("character", "a character of no alphabet", "!" + words[2][1:])):
            add("base64-" + what, comment, head + [" ".join([words[0], words[1], new, words[3]])], "F13")
        add("digest-upper", "the digest in upper case", [head[0], head[1], "transcript " + DIGEST.upper(), one], "F13")
        add("digest-short", "63 digits", [head[0], head[1], "transcript " + DIGEST[1:], one], "F13")
        add("digest-other", "another transcript", [head[0], head[1], "transcript " + "0" * 64], "H04")
        add("draw-other", "another draw", [head[0], "draw " + DRAW + "x", head[2]], "H04")
        for what, comment, lines in (("first", "another first line", ["qian/1 objection"] + head[1:]), ("draw-missing", "no draw", [head[0], head[2]]), ("draw-code", "the draw is no code", [head[0], "draw 220100/1", head[2]]), ("transcript-missing", "no transcript", head[:2]),
                                     ("order", "two lines swapped", [head[0], head[2], head[1]]), ("words", "a word more", [head[0], head[1] + " x", head[2]])):
            add("head-" + what, comment, lines, "F07")
        add("order", "not by name", head + [line(b, "late"), one], "F05")
        add("twice", "one witness twice, the same line", head + [one, one], "S04")
        add("twice-reasons", "one witness twice, two reasons", head + [one, line(a, "x")], "S04")
        add("same-name-two-keys", "one name with two keys, one of them nobody's", head + sorted([one, line(Signer(a.name, suite, rand.bytes()), "x")]), "S03")
        add("stranger", "not a witness", head + [line(stranger, "x")], "S03")
        add("stranger-bad", "not a witness, and a signature that is not good: S03 alone", head + [raw(stranger, a.sign(b"x"), "x")], "S03")
        add("reason-changed", "the reason is another than was signed", head + [one + "！"], "S02")
        add("other-draw-signed", "the objection to another draw", head + [line(a, "x", draw=DRAW + "x")], "S02")
        add("other-transcript-signed", "the objection to another transcript", head + [line(a, "x", digest="0" * 64)], "S02")
        text = ceremony.objection_text(DRAW, DIGEST, "x")
        add("without-last-lf", "signed without the last LF", head + [raw(a, a.sign(text[:-1]), "x")], "S02")
        add("reason-alone", "the reason alone was signed", head + [raw(a, a.sign(b"x"), "x")], "S02")
        add("no-word-reason", "signed without the word `reason`", head + [raw(a, a.sign(text.replace(b"reason ", b"")), "x")], "S02")
        add("of-another", "another witness's signature", head + [raw(a, b.sign(text), "x")], "S02")
        if suite == SUITES[0]:
            add("r-small-order", "R of small order", head + [raw(a, ed.encode(weak.torsion()) + a.sign(text)[32:], "x")], "S07")
        add("crlf", "CR LF", ("\r\n".join(head) + "\r\n").encode(), "F03")
        add("empty-line", "an empty line", "\n".join(head + ["", ""]).encode(), "F03")
        add("no-last-lf", "no LF at the end", "\n".join(head + [one]).encode(), "F03")
        add("zero-width", "U+200B in the reason", head + [line(a, "a\u200bb")], "F02")
    return out


# --- assurance ---

def assurances():
    out = []
    elements = {"balls": {"source": "balls"}, "drand": {"source": "drand"}, "nist": {"source": "nist"}, "lottery": {"source": "lottery"}}
    several = [c for n in range(5) for c in itertools.combinations(elements, n)] + [("lottery", "balls"), ("nist", "drand"), ("balls", "balls"), ("drand", "drand", "drand"), ("lottery", "drand", "lottery"), ("nist", "balls", "drand", "lottery")]
    for mode in ("solo", "ceremony"):
        for sources in several:
            for withheld, of in ((0, 3), (1, 3), (2, 64)):
                if not sources and withheld:
                    continue            # seed 2.4
                notice = {"mode": mode, "public": [elements[s] for s in sources], "contributors": [{}] * of}
                file = "".join("withheld c%d\n" % i for i in range(withheld)).encode()
                out.append({"id": "%s-%s-%d-of-%d" % (mode, "-".join(sources) or "none", withheld, of), "comment": "", "mode": mode, "sources": list(sources), "withheld": withheld, "contributors": of, "assurance": assurance_of(notice, file)})
    find = lambda i: next(c["assurance"] for c in out if c["id"] == i)
    assert find("ceremony-none-0-of-3") == "ceremony without a public value: to foresee or steer the outcome, every contributor would have to work together; the last to reveal alone could only make the draw void"
    assert find("ceremony-balls-lottery-1-of-3") == ("ceremony: to foresee the outcome, every contributor and the maker of every public value (balls, lottery) would have to work together; to steer it, whoever draws the balls would have "
                                                     "to know all else and choose how they fall; withheld: 1 of 3 contributors; that the lottery's numbers are these, the witnesses vouch")
    assert find("ceremony-drand-0-of-3") == ("ceremony: to foresee the outcome, every contributor and the maker of every public value (drand) would have to work together; to steer it, the maker of every public value would have to work "
                                             "with a contributor before the close")
    for c in out:
        c["comment"] = "%s; sources: %s; withheld: %d of %d" % (c["mode"], ", ".join(c["sources"]) or "none", c["withheld"], c["contributors"])
    return out


# --- notice.json: the members that ceremonies add ---

BEFORE = ["spec", "suite", "draw", "title", "authority", "operator", "rehearsal", "mode", "plan", "rules", "targets", "inspectors", "recusals", "initiator", "stratify", "weights", "minimum", "items", "batches", "team", "contributors"]
OURS = ["custodians", "log"]                # bundle 3.12: mode ceremony alone
AFTER = ["on_missing", "public", "embargo", "created"]


def line_ok(x):
    """bundle 3.4."""
    return isinstance(x, str) and 1 <= len(x.encode()) <= 64 and x[0] not in BLANKS and x[-1] not in BLANKS


def notice_codes(data):
    """F08, F13, E04, E06, S05, S08, S07 of a notice whose other members are good: mode, plan.line, custodians, log, public, embargo,
    names, keys."""
    try:
        v = load(data)
    except Refused:
        return {"F08"}
    form = v.get("mode") in ("solo", "ceremony") and list(v) == BEFORE + OURS * (v["mode"] == "ceremony") + AFTER
    if not form:
        return {"F08"}
    if not line_ok(v["plan"]["line"]):
        return {"F08"}
    codes, people = set(), [v["operator"]] + [c["key"] for c in v["contributors"]]
    if v["mode"] == "ceremony":
        c = v["custodians"]
        if not isinstance(c, dict) or list(c) != ["targets", "inspectors"] or not all(isinstance(x, str) for x in c.values()):
            return {"F08"}
        if not isinstance(v["log"], str) or not name_ok(v["log"]):
            return {"F08"}
        people += list(c.values())
    if not isinstance(v["public"], list) or time_of(v["created"]) is None:
        return {"F08"}
    found = [beacons.element_code(e) for e in v["public"]]
    e = v["embargo"]
    if e is not None:
        until = time_of(e["until"]) if isinstance(e, dict) and list(e) == ["contributor", "until"] and isinstance(e["until"], str) else None
        if v["mode"] != "ceremony" or until is None or e["contributor"] not in [c["name"] for c in v["contributors"]] or until < time_of(v["created"]):
            return {"F08"}
    if "F08" in found:
        return {"F08"}
    if len(v["public"]) > 8:
        return {"F11"}
    parts = [split_vkey(p) for p in people]
    if None in parts:
        return {"F13"}
    names = [p[0] for p in parts]
    if len(set(names)) < len(names):
        return {"F08"}
    if "E04" in found:
        return {"E04"}          # UNSUPPORTED: nothing else is judged
    for p in people:
        codes |= notes.vkey_codes(v["suite"], p) & {"S07", "S08"}
    if len({p[2] for p in parts}) < len(parts):
        codes.add("S05")
    for p in v["public"]:
        if p["source"] == "drand" and beacons.round_of(time_of(p["time"])) != p["round"]:
            codes.add("E06")
    return codes


def notices():
    out = []
    rand = Rand("notices")
    _, _, keys = plans_ceremony.build_all("ce-ed-embargo")
    files, _, _ = plans_ceremony.build_all("ce-ed-embargo")
    base = json.loads(files["notice.json"])
    T = "2023-08-23T23:59:27+08:00"
    d = {"source": "drand", "chain": beacons.CHAIN, "round": 1001, "time": T}
    n = {"source": "nist", "chain": 1, "pulse": 54610, "time": "2023-08-31T01:44:00+08:00"}
    lo = {"source": "lottery", "game": "kl8", "issue": "2026123", "time": "2026-05-12T21:30:00+08:00"}
    b = {"source": "balls", "count": 8, "from": 1, "to": 35}

    def add(name, comment, change, *codes, raw=False):
        value = json.loads(json.dumps(base))
        new = change(value)
        data = new if raw else dump(value if new is None else new)
        found = sorted(notice_codes(data))
        assert found == sorted(codes), (name, found)
        out.append({"id": name, "comment": comment, "notice": splice(files["notice.json"], data), "codes": found})

    def put(member, value):
        def change(v):
            v[member] = value
        return change
    public = lambda name, comment, *elements_and_codes: add("public-" + name, comment, put("public", [x for x in elements_and_codes if isinstance(x, dict) or x is None]), *[x for x in elements_and_codes if isinstance(x, str)])
    add("good", "good", lambda v: None)
    # public
    public("none", "no source")
    public("all", "one of each", d, n, lo, b)
    public("twice", "one source twice", d, {**d, "round": 1003, "time": "2023-08-23T23:59:33+08:00"}, b, b)
    public("eight", "eight", *[b] * 8)
    public("nine", "nine", *[b] * 9, "F11")
    public("null", "null", None, "F08")
    without = lambda e, m: {k: x for k, x in e.items() if k != m}
    swap = lambda e, m1, m2: {(m2 if k == m1 else m1 if k == m2 else k): e[m2 if k == m1 else m1 if k == m2 else k] for k in e}
    for source, e in (("drand", d), ("nist", n), ("lottery", lo), ("balls", b)):
        for m in list(e):
            public("%s-without-%s" % (source, m), "a member left out", without(e, m), "F08")
        public(source + "-more", "a member more", {**e, "note": "x"}, "F08")
        members = list(e)
        public(source + "-order", "two members swapped", swap(e, members[1], members[2]), "F08")
        public(source + "-source-last", "`source` last", {**without(e, "source"), "source": source}, "F08")
        public(source + "-upper", "the source in upper case", {**e, "source": source.upper()}, "F08")
        if source != "balls":
            for what, t in (("utc", "2023-08-23T15:59:27Z"), ("day", "2023-08-23"), ("31-june", "2023-06-31T00:00:00+08:00"), ("24", "2023-08-23T24:00:00+08:00"), ("offset", "2023-08-23T15:59:27+00:00"), ("blank", "2023-08-23 23:59:27+08:00"),
                            ("fraction", "2023-08-23T23:59:27.0+08:00"), ("number", 1692806367), ("null", None), ("empty", ""), ("lf", "2023-08-23T23:59:27+08:00 ")):
                public("%s-time-%s" % (source, what), "the time in another form", {**e, "time": t}, "F08")
    public("balls-time", "balls have no time", {**b, "time": T}, "F08")
    public("drand-period", "drand has no period", {"source": "drand", "chain": beacons.CHAIN, "period": 3, "round": 1001, "time": T}, "F08")
    for what, value in (("upper", beacons.CHAIN.upper()), ("short", beacons.CHAIN[1:]), ("name", "quicknet"), ("number", 1), ("null", None), ("long", beacons.CHAIN + "0")):
        public("drand-chain-" + what, "the chain in another form", {**d, "chain": value}, "F08")
    public("drand-chain-default", "a chain that is not known: UNSUPPORTED", {**d, "chain": "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce"}, "E04")
    public("drand-chain-unknown-second", "a known chain and one that is not", d, {**d, "chain": "0" * 64}, "E04")
    public("drand-chain-unknown-form", "a chain that is not known, and an element of another form", {**d, "chain": "0" * 64}, {**b, "count": "8"}, "F08")
    public("drand-chain-unknown-round", "a chain that is not known: nothing else is judged", {**d, "chain": "0" * 64, "round": 5}, "E04")
    for what, value in (("0", 0), ("string", "1001"), ("null", None), ("list", [1001])):
        public("drand-round-" + what, "the round in another form", {**d, "round": value}, "F08")
    public("drand-round-other", "another round than the time's", {**d, "round": 1002}, "E06")
    public("drand-round-before", "the round before", {**d, "round": 1000}, "E06")
    public("drand-time-between", "a time between two rounds: the later", {**d, "time": "2023-08-23T23:59:25+08:00"})
    public("drand-time-later", "a second after the round", {**d, "time": "2023-08-23T23:59:28+08:00"}, "E06")
    public("drand-before-genesis", "before genesis", {**d, "round": 1, "time": "2023-08-23T23:09:26+08:00"}, "E06")
    public("drand-genesis", "at genesis", {**d, "round": 1, "time": "2023-08-23T23:09:27+08:00"})
    for what, value in (("0", 0), ("256", 256), ("string", "1"), ("null", None)):
        public("nist-chain-" + what, "the chain is no integer from 1 to 255", {**n, "chain": value}, "F08")
    public("nist-chain-255", "chain 255", {**n, "chain": 255})
    for what, value in (("0", 0), ("string", "54610"), ("null", None)):
        public("nist-pulse-" + what, "the pulse is no integer from 1", {**n, "pulse": value}, "F08")
    public("nist-pulse-largest", "the largest integer", {**n, "pulse": 2**53 - 1})
    public("lottery-ssq", "the other game", {**lo, "game": "ssq"})
    for what, value in (("unknown", "dlt"), ("upper", "KL8"), ("null", None), ("number", 8), ("name", "快乐8")):
        public("lottery-game-" + what, "another game", {**lo, "game": value}, "F08")
    for what, value in (("short", "202612"), ("long", "20261230"), ("letter", "2026I23"), ("number", 2026123), ("null", None), ("dash", "2026-12"), ("fullwidth", "２026123"), ("blank", "2026123 ")):
        public("lottery-issue-" + what, "the issue is not seven digits", {**lo, "issue": value}, "F08")
    public("lottery-issue-zeros", "seven zeros", {**lo, "issue": "0000000"})
    for m in ("count", "from", "to"):
        for what, value in (("100", 100), ("string", "8"), ("null", None)):
            public("balls-%s-%s" % (m, what), "no integer from 0 to 99", {**b, m: value}, "F08")
    public("unknown-source", "a source of no page", {"source": "bitcoin", "block": 1, "time": T}, "F08")
    public("empty", "an empty object", {}, "F08")
    add("public-object", "an object in place of the list", put("public", {"source": "balls"}), "F08")
    add("public-is-null", "null in place of the list", put("public", None), "F08")
    # embargo
    add("embargo-null", "none", put("embargo", None))
    names = [c["name"] for c in base["contributors"]]
    embargo = lambda name, comment, value, *codes: add("embargo-" + name, comment, put("embargo", value), *codes)
    for i, who in enumerate(names):
        embargo("contributor-%d" % i, "any contributor", {"contributor": who, "until": "2023-09-01T09:00:00+08:00"})
    embargo("until-created", "until the second of `created`", {"contributor": names[0], "until": base["created"]})
    embargo("until-before", "a second before `created`", {"contributor": names[0], "until": "2023-08-23T08:59:59+08:00"}, "F08")
    embargo("until-far", "far away", {"contributor": names[0], "until": "9999-12-31T23:59:59+08:00"})
    embargo("nobody", "a contributor who is none", {"contributor": "nobody", "until": "2023-09-01T09:00:00+08:00"}, "F08")
    embargo("operator", "the operator", {"contributor": "operator", "until": "2023-09-01T09:00:00+08:00"}, "F08")
    embargo("custodian", "a custodian", {"contributor": "登记注册科", "until": "2023-09-01T09:00:00+08:00"}, "F08")
    embargo("key", "the vkey for the name", {"contributor": base["contributors"][0]["key"], "until": "2023-09-01T09:00:00+08:00"}, "F08")
    embargo("order", "members swapped", {"until": "2023-09-01T09:00:00+08:00", "contributor": names[0]}, "F08")
    embargo("no-until", "no time", {"contributor": names[0]}, "F08")
    embargo("no-contributor", "no contributor", {"until": "2023-09-01T09:00:00+08:00"}, "F08")
    embargo("more", "a member more", {"contributor": names[0], "until": "2023-09-01T09:00:00+08:00", "note": "x"}, "F08")
    embargo("time", "a time of another form", {"contributor": names[0], "until": "2023-09-01T01:00:00Z"}, "F08")
    embargo("february", "a day that is not there", {"contributor": names[0], "until": "2025-02-29T09:00:00+08:00"}, "F08")
    embargo("until-null", "null", {"contributor": names[0], "until": None}, "F08")
    embargo("contributor-null", "null", {"contributor": None, "until": "2023-09-01T09:00:00+08:00"}, "F08")
    embargo("string", "a string", "2023-09-01T09:00:00+08:00", "F08")
    embargo("false", "false", False, "F08")
    embargo("empty", "an empty object", {}, "F08")
    embargo("list", "a list", [names[0], "2023-09-01T09:00:00+08:00"], "F08")

    def solo(v, embargoed=None):
        return {k: ("solo" if k == "mode" else embargoed if k == "embargo" else x) for k, x in v.items() if k not in OURS}
    add("solo", "mode solo: no custodians, no log, no embargo", solo)
    add("solo-embargo", "an embargo in mode solo", lambda v: solo(v, v["embargo"]), "F08")
    add("solo-drand", "every source may stand in mode solo", lambda v: {**solo(v), "public": [d, n, lo, b]})
    # mode and custodians
    for what, value in (("upper", "Ceremony"), ("other", "hall"), ("null", None), ("true", True), ("empty", "")):
        add("mode-" + what, "another mode", put("mode", value), "F08")
    add("custodians-missing", "no custodians in mode ceremony", lambda v: {k: x for k, x in v.items() if k != "custodians"}, "F08")
    add("custodians-solo", "custodians in mode solo", lambda v: {k: x for k, x in {**v, "mode": "solo", "embargo": None}.items() if k != "log"}, "F08")
    add("ceremony-called-solo", "custodians and a log in mode solo", lambda v: {**v, "mode": "solo", "embargo": None}, "F08")
    c = base["custodians"]
    custodians = lambda name, comment, value, *codes: add("custodians-" + name, comment, put("custodians", value), *codes)
    custodians("null", "null", None, "F08")
    custodians("order", "members swapped", {"inspectors": c["inspectors"], "targets": c["targets"]}, "F08")
    custodians("one", "one alone", {"targets": c["targets"]}, "F08")
    custodians("more", "a member more", {**c, "recusals": c["targets"]}, "F08")
    custodians("list", "a list", [c["targets"], c["inspectors"]], "F08")
    custodians("name", "names for vkeys", {"targets": "登记注册科", "inspectors": "人事科"}, "F13")
    custodians("number", "numbers", {"targets": 1, "inspectors": 2}, "F08")
    custodians("kid", "the key id is another", {**c, "targets": c["targets"].replace("+0", "+f", 1) if "+0" in c["targets"] else re.sub(r"\+.", "+0", c["targets"], count=1)}, "F13")
    custodians("same", "one custodian for both: two signers of one name", {"targets": c["targets"], "inspectors": c["targets"]}, "F08")
    new = lambda name, typed: vkey_of(name, typed)
    typed = lambda v: split_vkey(v)[2]
    custodians("same-key", "one public key under two names", {"targets": c["targets"], "inspectors": new("人事二科", typed(c["targets"]))}, "S05")
    custodians("operator-key", "the operator's public key under a custodian's name", {**c, "targets": new("登记注册科", typed(base["operator"]))}, "S05")
    custodians("contributor-key", "a contributor's public key", {**c, "inspectors": new("人事科", typed(base["contributors"][0]["key"]))}, "S05")
    custodians("operator-name", "the operator's name with another key", {**c, "targets": Signer("operator", SUITES[0], rand.bytes()).vkey}, "F08")
    custodians("contributor-name", "a contributor's name with another key", {**c, "targets": Signer(names[1], SUITES[0], rand.bytes()).vkey}, "F08")
    custodians("other-suite", "a key of the other suite", {**c, "targets": Signer("登记注册科", SUITES[1], rand.bytes()).vkey}, "S08")
    custodians("cosigner", "a key of type 0x04", {**c, "targets": new("登记注册科", b"\x04" + Signer("x", SUITES[0], rand.bytes()).key)}, "S08")
    custodians("weak", "a weak key", {**c, "targets": new("登记注册科", b"\x01" + weak.ed_points()[2][1])}, "S07")
    def before(member, other):
        """The member in another place: before the other one; None: at the end."""
        def change(v):
            names = [k for k in v if k != member]
            at = len(names) if other is None else names.index(other)
            return {k: v[k] for k in names[:at] + [member] + names[at:]}
        return change
    add("custodians-first", "custodians before the contributors", before("custodians", "contributors"), "F08")
    add("custodians-late", "custodians after `on_missing`", before("custodians", "public"), "F08")
    # log
    log = lambda name, comment, value, *codes: add("log-" + name, comment, put("log", value), *codes)
    add("log-missing", "no log in mode ceremony", lambda v: {k: x for k, x in v.items() if k != "log"}, "F08")
    add("log-before-custodians", "log before custodians", before("log", "custodians"), "F08")
    add("log-before-contributors", "log before the contributors", before("log", "contributors"), "F08")
    add("log-late", "log after `on_missing`", before("log", "public"), "F08")
    add("log-last", "log as the last member", before("log", None), "F08")
    add("log-in-custodians", "log as a member of custodians", lambda v: {k: {**x, "log": v["log"]} if k == "custodians" else x for k, x in v.items() if k != "log"}, "F08")
    add("log-upper", "the member's name in upper case", lambda v: {("LOG" if k == "log" else k): x for k, x in v.items()}, "F08")
    add("log-solo", "log in mode solo", lambda v: {k: x for k, x in {**v, "mode": "solo", "embargo": None}.items() if k != "custodians"}, "F08")
    add("log-null-solo", "the same, null", lambda v: {k: x for k, x in {**v, "mode": "solo", "embargo": None, "log": None}.items() if k != "custodians"}, "F08")
    for what, value in (("null", None), ("number", 2026), ("true", True), ("list", [base["log"]]), ("object", {"origin": base["log"]}), ("empty", "")):
        log(what, "no name of a log", value, "F08")
    for what, value in (("65", "q" * 65), ("65-chinese", "签" * 65), ("65-beyond-bmp", "𠮷" * 65)):
        log(what, "65 characters", value, "F08")
    for what, value in (("blank", "qian 2026"), ("blank-first", " qian"), ("blank-last", "qian "), ("nbsp", "qian\u00a02026"), ("ideographic", "签\u30002026"), ("em-space", "qian\u20032026"), ("blank-alone", " "),
                        ("plus", "qian+2026"), ("bar", "qian|2026")):
        log(what, "a character that no name has (notes 2.1)", value, "F08")
    log("vkey", "the log's vkey", keys["log"].vkey, "F08")
    log("other", "another log: which it must be, the policy and the proofs say", "another.example.org/log")
    log("url", "a name is what has the form of one", "https://qian.example.gov.cn/2026?a=b#c")
    log("chinese", "a Chinese name", "长春市双随机抽查日志／二〇二六")
    log("one", "one character", "签")
    for what, value in (("64", "q" * 64), ("64-chinese", "签" * 64), ("64-beyond-bmp", "𠮷" * 64)):
        log(what, "64 characters, of any number of bytes", value)
    log("signer", "the log is no signer of the notice: it may be called like one", "operator")
    # plan.line
    line = lambda name, comment, value, *codes: add("line-" + name, comment, lambda v: v["plan"].update(line=value), *codes)
    for what, blank in (("blank", " "), ("nbsp", "\u00a0"), ("ideographic", "\u3000")):
        line("first-" + what, "a blank at the start (bundle 3.4)", blank + "2026-J-310", "F08")
        line("last-" + what, "a blank at the end", "2026-J-310" + blank, "F08")
        line("alone-" + what, "a blank alone", blank, "F08")
        line("inside-" + what, "a blank inside", "2026" + blank + "第310号")
    line("em-space", "U+2003 at both ends is no blank of bundle 2.6", "\u20032026-J-310\u2003")
    line("64", "64 bytes", "长" * 21 + "a")
    line("65", "65 bytes", "长" * 21 + "ab", "F08")
    line("empty", "empty", "", "F08")
    for what, value in (("null", None), ("number", 310)):
        line(what, "no string", value, "F08")
    add("embargo-missing", "no member `embargo`", lambda v: {k: x for k, x in v.items() if k != "embargo"}, "F08")
    # two contributors with one key
    def one_key(v):
        v["contributors"][2]["key"] = new(names[2], typed(v["contributors"][0]["key"]))
    add("contributors-same-key", "one public key for two contributors (bundle 3.12)", one_key, "S05")

    def one_key_solo(v):
        one_key(v)
        return solo(v)
    add("contributors-same-key-solo", "the same in mode solo", one_key_solo, "S05")
    return files["notice.json"].decode(), out


# --- void.json ---

def void_codes(draw, digest, data):
    codes = text_codes(data)
    if codes & {"F01", "F03"}:
        return codes
    try:
        v = load(data)
    except Refused:
        return codes | {"F08"}
    text = lambda x: isinstance(x, str) and 1 <= len(x.encode()) <= 512 and x[0] not in BLANKS and x[-1] not in BLANKS
    if not isinstance(v, dict) or list(v) != ["spec", "draw", "notice", "reason", "created"] or not isinstance(v["spec"], str) or not isinstance(v["draw"], str) or not is_code(v["draw"]) \
            or not isinstance(v["notice"], str) or not is_hex(v["notice"], 64) or not text(v["reason"]) or not isinstance(v["created"], str) or time_of(v["created"]) is None:
        return codes | {"F08"}
    return codes | ({"H04"} if (v["spec"], v["draw"], v["notice"]) != ("qian/1", draw, digest) else set())


def voids():
    out = []
    base = {"spec": "qian/1", "draw": DRAW, "notice": DIGEST, "reason": "名录有误", "created": "2026-11-23T10:00:00+08:00"}

    def add(name, comment, value, *codes):
        data = value if isinstance(value, bytes) else dump(value)
        found = sorted(void_codes(DRAW, DIGEST, data))
        assert found == sorted(codes), (name, found)
        out.append({"id": name, "comment": comment, "draw": DRAW, "notice": DIGEST, "void": data.decode(), "codes": found})
    add("good", "good", base)
    add("good-512", "a reason of 512 bytes", {**base, "reason": "长" * 170 + "ab"})
    add("good-quotes", "quotes and a backslash", {**base, "reason": 'a "b" \\ c'})
    for m in base:
        add("without-" + m, "a member left out", {k: x for k, x in base.items() if k != m}, "F08")
        add(m + "-null", "null", {**base, m: None}, "F08")
        add(m + "-number", "a number", {**base, m: 1}, "F08")
    add("more", "a member more", {**base, "note": "x"}, "F08")
    add("order", "members swapped", {k: base[k] for k in ("spec", "draw", "notice", "created", "reason")}, "F08")
    for what, reason in (("empty", ""), ("513", "长" * 171), ("blank-first", " x"), ("blank-last", "x\u3000"), ("blank", " ")):
        add("reason-" + what, "a reason that breaks bundle 2.6", {**base, "reason": reason}, "F08")
    for what, t in (("utc", "2026-11-23T02:00:00Z"), ("day", "2026-11-23"), ("february", "2026-02-29T10:00:00+08:00")):
        add("created-" + what, "a time of another form", {**base, "created": t}, "F08")
    add("notice-upper", "a digest in upper case", {**base, "notice": DIGEST.upper()}, "F08")
    add("notice-other", "another notice", {**base, "notice": "0" * 64}, "H04")
    add("draw-other", "another draw", {**base, "draw": DRAW + "x"}, "H04")
    add("draw-code", "a draw that is no code", {**base, "draw": "a/b"}, "F08")
    add("spec-other", "another version (of void.json alone)", {**base, "spec": "qian/2"}, "H04")
    add("created-before", "`created` is held against nothing", {**base, "created": "0001-01-01T00:00:00+08:00"})
    add("layout", "another layout", json.dumps(base, ensure_ascii=False).encode() + b"\n", "F08")
    add("list", "a list", dump([base]), "F08")
    add("crlf", "CR LF", dump(base).replace(b"\n", b"\r\n"), "F03")
    add("two-members", "a name twice", dump(base).replace(b' "reason"', b' "draw": "x",\n "reason"'), "F08")
    return out


FILES = {"objections.json": ("ceremony.md", objections), "assurances.json": ("bundle.md", assurances), "notices.json": ("bundle.md", notices), "voids.json": ("ceremony.md", voids)}
assert h
