# SPDX-License-Identifier: MulanPSL-2.0
"""A plain reading of a ceremony: notes, log, cosignatures, quorum, order, times, beacons (steps 65-99 of verify.md; not BLS).

judge(files, policy) gives (codes, proven times, outcome, objections) for a bundle whose other parts are good (forms, numbers
and what a solo draw has are checked by `whole`, with assertions). It was written apart from ceremony.py.

    python3 vectors/make/check_ceremony.py [FOLDER ...]
"""
import base64
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import beacons
import check
import edwards
import notes
import policy as policies
import sm2
import tables
import tlog
from base import BLANKS, h
from bundle import assurance_of, read_bundle
from policy import time_of
from textform import json_codes, text_codes

BUNDLES = Path(__file__).resolve().parents[1] / "bundles"
COMMON = {"rules.json", "targets.tsv", "inspectors.tsv", "recusals.tsv", "notice.json", "notice.note", "log/notice.tlog-proof"}
CLOSED = {"contributions.txt", "close.note", "log/close.tlog-proof"}
DRAWN = {"entropy.txt", "selection.tsv", "assignment.tsv", "transcript.json", "transcript.note", "objections.txt", "log/transcript.tlog-proof"}


def wanted(notice, names):
    """bundle 1.4, 1.5: the entries that the bundle must have (sets: needed, allowed)."""
    nist = {"beacon/%d.%s" % (i, x) for i, e in enumerate(notice["public"], 1) if e["source"] == "nist" for x in ("pulse", "previous", "certificate")}
    needed = set(COMMON)
    if notice["plan"]["replaces"] is not None:
        needed |= {"replaces.note", "log/replaces.tlog-proof"}
    if {"void.json", "void.note"} & names:
        needed |= {"void.json", "void.note", "log/void.tlog-proof"}
        if CLOSED & names:
            needed |= CLOSED
            if "entropy.txt" in names:
                needed |= {"entropy.txt"} | nist
    else:
        needed |= CLOSED | DRAWN | nist
        if notice["embargo"] is not None:
            needed |= {"open.note", "log/open.tlog-proof"}
    return needed


def lines_of_note(data):
    """[(name, key id, signature, the text that is signed)]."""
    text, rest = data.split(b"\n\n")
    out = []
    for line in rest.decode().split("\n")[:-1]:
        dash, name, word = line.split(" ")
        assert dash == "\u2014"
        raw = base64.b64decode(word, validate=True)
        assert len(raw) == 68
        out.append((name, raw[:4], raw[4:], text + b"\n"))
    return out


def fault(vkey, line):
    """None, S02 or S07 of one line under a key of a suite."""
    name, kid, typed = notes.split_vkey(vkey)
    assert (name, kid) == line[:2]
    if typed[0] == 1:
        return edwards.verify(typed[1:], line[3], line[2])
    return sm2.verify(typed[16:], line[3], line[2])


def judge(files, policy_file):
    p = policies.parse(policy_file)
    assert not p.unsupported
    notice = json.loads(files["notice.json"])
    suite, draw, codes = notice["suite"], notice["draw"], set()
    mine = lambda vkeys, line: next((v for v in vkeys if notes.split_vkey(v)[:2] == line[:2]), None)
    void = "void.note" in files
    kinds = [k for k in ("notice", "close", "transcript", "open", "void", "replaces") if k + ".note" in files]
    # entries
    if wanted(notice, set(files)) - set(files):
        codes.add("F09")
    if set(files) - wanted(notice, set(files)):
        codes.add("F10")
    # steps 75-81: the log
    proofs, counted, proven = {}, {}, {}                # what fails step 79 has no proven time (verify 3.10)
    for k in kinds:
        found, proof = tlog.parse_proof(files["log/" + k + ".tlog-proof"])
        assert not found, (k, found)
        proofs[k] = proof
        c = proof.checkpoint
        if not tlog.included(tlog.leaf(files[k + ".note"]), proof.index, c.size, proof.audit, c.root):
            codes.add("L01")
        log = next((v for v in p.logs if v.split("+")[0] == c.origin), None)
        if log is None or k != "replaces" and c.origin != notice["log"]:        # ceremony 5.2
            codes.add("L03")
            continue
        more, cosigned = tlog.judge(c, log, [w["cosigner"] for w in p.witnesses.values()])
        codes |= more
        counted[k] = [(p.witness_of(v), t) for v, t in cosigned]
        proven[k] = p.proven(counted[k])
        if p.quorum != "none" and proven[k] is None:
            codes.add("L04")
    trees = {}
    for a in proofs.values():
        if trees.setdefault((a.checkpoint.origin, a.checkpoint.size), a.checkpoint.root) != a.checkpoint.root:
            codes.add("L09")
    order = {}                                          # origin -> indexes (verify 3.13)
    for k in ("notice", "close", "void") if void else ("notice", "close", "transcript", "open"):
        if k in proofs:
            order.setdefault(proofs[k].checkpoint.origin, []).append(proofs[k].index)
    if any(indexes != sorted(set(indexes)) for indexes in order.values()):
        codes.add("L08")
    # steps 82-86: times
    at = lambda k: proven.get(k)
    late = lambda a, b: a is not None and b is not None and a > b
    if late(at("notice"), at("close") if "close" in kinds else at("void")) or late(time_of(notice["created"]), at("notice")):
        codes.add("T01")
    times = [time_of(e["time"]) for e in notice["public"] if "time" in e]
    if at("close") is not None and any(at("close") + 60 > t for t in times):
        codes.add("T02")
    if any(t < u for _, t in counted.get("transcript", ()) for u in times):
        codes.add("T03")
    for a in kinds:
        for b in kinds:
            x, y = proofs[a].checkpoint, proofs[b].checkpoint
            if x.origin == y.origin and x.size < y.size and any(n == m and t > u for n, t in counted.get(a, ()) for m, u in counted.get(b, ())):
                codes.add("T04")
    if notice["embargo"] and "open" in kinds and late(at("open"), time_of(notice["embargo"]["until"])):
        codes.add("T05")
    # signers: 29-32 and 87-92
    contributors = [c["key"] for c in notice["contributors"]]
    custodians = notice["custodians"]
    if notice["operator"] not in p.operators or not set(contributors) <= set(p.contributors) \
            or any(custodians[t] not in p.custodians[t] for t in custodians):
        codes.add("S05")
    organisation = lambda v: p.keys.get(v, {}).get("organisation")
    if None in map(organisation, [notice["operator"], *contributors]) or {organisation(c) for c in contributors} == {organisation(notice["operator"])}:
        codes.add("S05")
    signers = {"notice": [notice["operator"], *contributors, custodians["targets"], custodians["inspectors"]],
               "open": [notice["operator"]] + [c["key"] for c in notice["contributors"] if notice["embargo"] and c["name"] == notice["embargo"]["contributor"]]}
    witness_keys = {w["signers"][suite]: n for n, w in p.witnesses.items() if suite in w["signers"]}
    for k in kinds:
        lines, signed = lines_of_note(files[k + ".note"]), []
        if len({x[:2] for x in lines}) < len(lines):
            codes.add("S04")
        if k in signers:
            if [mine(signers[k], x) for x in lines] != signers[k]:
                codes.add("S01")
            pairs = list(zip(signers[k], lines))
        else:
            first = mine(p.operators if k == "replaces" else [notice["operator"]], lines[0])
            if first is None:
                codes.add("S01")
            others = list(witness_keys) if k in ("close", "transcript") else p.supervisors
            if k in ("close", "transcript") and [x[0] for x in lines[1:]] != sorted((x[0] for x in lines[1:]), key=str.encode):
                codes.add("F05")
            pairs = [(first, lines[0])] + [(mine(others, x), x) for x in lines[1:]]
        for vkey, line in pairs:
            bad = "S03" if vkey is None else fault(vkey, line)
            if bad:
                codes.add(bad)
            else:
                signed.append(vkey)
            if vkey is not None and proven.get(k) is not None and not p.valid(vkey, proven[k]):
                codes.add("S06")
        if k in ("close", "transcript") and p.quorum != "none" and not p.satisfied({witness_keys[v] for v in signed if v in witness_keys}):
            codes.add("S01")
        if k in ("void", "replaces"):
            count = len([v for v in signed[1:] if v in p.supervisors])
            if count != 1:
                codes.add("S01" if count == 0 else "S03")
        log = next((v for v in p.logs if v.split("+")[0] == proofs[k].checkpoint.origin), None)
        if log and proven.get(k) is not None and not p.valid(log, proven[k]):
            codes.add("S06")
    # objections
    objections = []
    if "objections.txt" in files:
        lines = files["objections.txt"].decode().split("\n")[:-1]
        digest = h(suite, files["transcript.json"])
        if lines[:3] != ["qian/1 objections", "draw " + draw, "transcript " + digest]:
            codes.add("H04")
        for line in lines[3:]:
            m = re.fullmatch("objection ([^ ]+) ([^ ]+) (.*)", line)
            raw = base64.b64decode(m[2], validate=True)
            text = "qian/1 objection\n%s\n%s  transcript.json\nreason %s\n" % (draw, digest, m[3])
            vkey = mine(list(witness_keys), (m[1], raw[:4]))
            bad = "S03" if vkey is None else fault(vkey, (m[1], raw[:4], raw[4:], text.encode()))
            if bad:
                codes.add(bad)
            if vkey and proven.get("transcript") is not None and not p.valid(vkey, proven["transcript"]):
                codes.add("S06")
            objections.append({"name": m[1], "reason": m[3]})
    # the draw that is replaced
    if "replaces.note" in files:
        text = files["replaces.note"].split(b"\n\n")[0].decode().split("\n")
        if text[:2] != ["qian/1 void", notice["plan"]["replaces"]]:
            codes.add("S09")
        same = proofs["replaces"].checkpoint.origin == proofs["notice"].checkpoint.origin
        if same and proofs["replaces"].index >= proofs["notice"].index or late(at("replaces"), at("notice")):
            codes.add("C04")
    # public values
    if "entropy.txt" in files:
        values = [x[7:] for x in files["entropy.txt"].decode().split("\n")[4:-1]]
        for i, (e, value) in enumerate(zip(notice["public"], values), 1):
            assert beacons.element_code(e) is None
            codes |= beacons.value_codes(e, value)
            if e["source"] == "drand" and beacons.round_of(time_of(e["time"])) != e["round"]:
                codes.add("E06")
            if e["source"] == "nist":
                get = lambda x: files.get("beacon/%d.%s" % (i, x))
                codes |= beacons.nist_codes(e, value, get("pulse"), get("previous"), get("certificate"), p.nist)
    # 96-99: what the policy wants
    if p.contributors_missing([c["name"] for c in notice["contributors"]], at("notice")):
        codes.add("S05")
    if p.sources_missing([e["source"] for e in notice["public"]]):
        codes.add("E12")
    if any(e["source"] == "lottery" and beacons.issue_time(p.lotteries, e["game"], e["issue"]) != e["time"] for e in notice["public"]):
        codes.add("E06")
    if p.overlap() == 0:
        codes.add("L04")
    # rules and rehearsal
    pack = json.loads(files["rules.json"])
    if (notice["rules"]["name"], h(suite, files["rules.json"])) not in p.rules or pack["effective"]["from"] > notice["created"][:10]:
        codes.add("C07")
    if notice["rehearsal"] != p.rehearsal:
        codes.add("C08")
    return codes, {k: proven.get(k) for k in ("notice", "close", "transcript", "open", "void")}, "void" if void else "drawn", objections


def whole(files):
    """What judge takes for granted: forms, manifests, numbers."""
    notice = json.loads(files["notice.json"])
    suite, members, line = notice["suite"], list(notice), notice["plan"]["line"]
    assert members[members.index("contributors"):][:4] == ["contributors", "custodians", "log", "on_missing"]       # bundle 3.12
    assert notes.name_ok(notice["log"])
    assert 1 <= len(line.encode()) <= 64 and line == line.strip(BLANKS), line                                      # bundle 3.4
    for name, data in files.items():
        if name.endswith(".tlog-proof"):
            assert not text_codes(data, note=2), name
        else:
            assert not text_codes(data, table=name.endswith(".tsv"), note=name.endswith(".note")), name
        if name.endswith(".json"):
            assert not json_codes(data), name
        if name.endswith(".tsv"):
            assert not tables.codes(name[:-4], data), (name, tables.codes(name[:-4], data))
    listed = {"notice": "rules.json targets.tsv inspectors.tsv recusals.tsv notice.json", "close": "contributions.txt", "open": "contributions.txt",
              "transcript": "rules.json targets.tsv inspectors.tsv recusals.tsv notice.json notice.note contributions.txt close.note entropy.txt %s"
                            "selection.tsv assignment.tsv transcript.json objections.txt" % "".join(n + " " for n in sorted(files) if n[:7] == "beacon/"),
              "void": "notice.json notice.note %svoid.json" % ("contributions.txt close.note " if "close.note" in files else "")}
    for kind, names in listed.items():
        if kind + ".note" in files:
            text = files[kind + ".note"].split(b"\n\n")[0].decode().split("\n")
            assert text == ["qian/1 " + kind, notice["draw"]] + [h(suite, files[n]) + "  " + n for n in names.split(" ")], kind
    if "transcript.json" in files:
        check.numbers(files)
        assert json.loads(files["transcript.json"])["assurance"] == assurance_of(notice, files["contributions.txt"])
    if "void.json" in files:
        v = json.loads(files["void.json"])
        assert list(v) == ["spec", "draw", "notice", "reason", "created"] and v["spec"] == "qian/1" and v["draw"] == notice["draw"]
        assert v["notice"] == h(suite, files["notice.json"]) and time_of(v["created"]) is not None
    keys = [notice["operator"], *(c["key"] for c in notice["contributors"]), *notice["custodians"].values()]
    assert len({notes.split_vkey(k)[2] for k in keys}) == len({k.split("+")[0] for k in keys}) == len(keys)


def by_openssl(files, policy_file):
    """Checkpoints and cosignatures once more, through openssl."""
    p = policies.parse(policy_file)
    vkeys = p.logs + [w["cosigner"] for w in p.witnesses.values()]
    for name in (n for n in files if n.startswith("log/")):
        _, proof = tlog.parse_proof(files[name])
        for line in proof.checkpoint.lines:
            vkey = next((v for v in vkeys if notes.split_vkey(v)[:2] == line[:2]), None)
            if vkey is None:
                continue
            key, text, signature = notes.split_vkey(vkey)[2], proof.checkpoint.text, line[2]
            if key[0] == 4:
                text, signature = b"cosignature/v1\ntime %d\n" % int.from_bytes(signature[:8], "big") + text, signature[8:]
            with tempfile.TemporaryDirectory() as place:
                place = Path(place)
                (place / "text").write_bytes(text)
                (place / "signature").write_bytes(signature)
                (place / "key.pem").write_bytes(b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(bytes.fromhex("302a300506032b6570032100") + key[1:])
                                                + b"-----END PUBLIC KEY-----\n")
                subprocess.run(["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "key.pem", "-in", "text", "-sigfile", "signature"],
                               cwd=place, check=True, capture_output=True)


def main(arguments):
    expected = json.loads((BUNDLES / "expected.json").read_text(encoding="utf-8"))["cases"]
    for folder in [Path(a) for a in arguments] or sorted(BUNDLES.glob("ce-*")):
        files = read_bundle(folder / "bundle")
        whole(files)
        for e in expected:
            if e["bundle"] != folder.name or e["verdict"] == "INCOMPLETE":
                continue
            policy_file = (BUNDLES / e["policy"]).read_bytes()
            codes, proven, outcome, objections = judge(files, policy_file)
            assert sorted(codes) == e["codes"], (e, codes)
            assert {k: policies.text_of(t) for k, t in proven.items()} == e["proven"], e
            assert outcome == e["outcome"] and objections == e["objections"], e
            by_openssl(files, policy_file)
        print("good: " + folder.name)


if __name__ == "__main__":
    main(sys.argv[1:])
