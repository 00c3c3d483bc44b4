# SPDX-License-Identifier: MulanPSL-2.0
"""Tests of the third hand itself: published vectors, brute forces, re-sealing.

    python3 vectors/make/selftest.py
"""
import base64
import json
import random
from pathlib import Path

import ceremony
import cases_quota
import check_ceremony
import edwards
import faults_ceremony
import plans_ceremony
import tlog
import reseal
import sm2
import tree
from assign import assign, brute_force, maximum
from base import THIRTEEN, h
from bundle import load_keys, read_bundle
from check import forms, numbers, signatures
from notes import Signer, split_vkey, unb64

VECTORS = Path(__file__).resolve().parents[1]


def third(name):
    return json.loads((VECTORS / "third-party" / name).read_text(encoding="utf-8"))


def published():
    a = third("sm2_gbt32918_5_annexA.json")
    d, k, message = int(a["d"], 16), int(a["k"], 16), a["message"].encode()
    key, signature = sm2.public_key(d), sm2.sign_with(d, message, k)
    assert key.hex() == a["public_key_04XY"] and signature.hex().upper() == a["r"] + a["s"]
    assert sm2.verify(key, message, signature) is None and sm2.verify(key, message, signature, b"") == "S02"
    for v in third("sm3_vectors.json")["vectors"]:
        if "msg_ascii" in v:
            assert sm2.sm3(v["msg_ascii"].encode()).hex() == v["digest"].lower()
    for c in third("cctv_ed25519vectors.json"):
        fault = edwards.verify(bytes.fromhex(c["key"]), c["msg"].encode(), bytes.fromhex(c["sig"]))
        assert (fault is None) == (not c["flags"]) and fault != "S02", c
    for group in third("wycheproof_ed25519_test.json")["testGroups"]:
        for t in group["tests"]:
            signature = bytes.fromhex(t["sig"])
            good = len(signature) == 64 and edwards.verify(bytes.fromhex(group["publicKey"]["pk"]), bytes.fromhex(t["msg"]), signature) is None
            assert good == (t["result"] == "valid"), t["tcId"]
    roots = third("rfc6962_leaves_roots.json")
    leaves = [bytes.fromhex(x) for x in roots["leaf_inputs_hex"]]
    assert [tree.head("sha256-ed25519", leaves[:n]).hex() for n in range(1, 9)] == roots["roots_size1to8"]
    for v in third("signed_notes.json")["notes"][0]["vkeys"]:
        name, kid, typed = split_vkey(v)
        note = third("signed_notes.json")["notes"][0]["note"]
        text, line = note.split("\n\n")
        raw = unb64(line.split(" ")[2].strip())
        assert raw[:4] == kid and edwards.verify(typed[1:], (text + "\n").encode(), raw[4:]) is None


def inclusion():
    """The published inclusion proofs that hold must hold here (leaf hashes are given, so the last step is left out)."""
    from base import hash_bytes
    count = 0
    for c in third("merkle_inclusion.json")["cases"]:
        if c["wantErr"] or int(c["treeSize"]) == 0:
            continue
        node, index, size = base64.b64decode(c["leafHash"]), int(c["leafIdx"]), int(c["treeSize"])
        sides = []
        while size > 1:                         # from the root down: on which side the leaf is
            k = tree._split(size)
            sides.append(index >= k)
            index, size = (index - k, size - k) if index >= k else (index, k)
        for right, p in zip(reversed(sides), c["proof"] or []):
            p = base64.b64decode(p)
            node = hash_bytes("sha256-ed25519", b"\x01" + (p + node if right else node + p))
        assert node == base64.b64decode(c["root"]), c["file"]
        count += 1
    return count


def resealing():
    for folder in sorted(p for p in (VECTORS / "bundles").iterdir() if p.is_dir() and p.name[:3] in ("ed-", "sm-")):
        files, keys = read_bundle(folder / "bundle"), load_keys(VECTORS / "bundles" / "keys.json", folder.name)
        for level in (0, 1, 2, 3):
            assert reseal.reseal(files, level, keys) == files, (folder.name, level)
        assert reseal.rebuild(files, keys) == files
        suite = reseal.suite_of(files)
        # a changed name: everything fits again after rebuild, and only after it
        changed = dict(files)
        changed["targets.tsv"] = changed["targets.tsv"].replace("长春市".encode(), "吉林省".encode(), 1)
        one = reseal.reseal(changed, 1)
        assert json.loads(one["notice.json"])["targets"]["digest"] == h(suite, changed["targets.tsv"])
        assert one["close.note"] == files["close.note"] and one["notice.note"] != files["notice.note"]
        signatures(reseal.reseal(changed, 2, keys))
        whole = reseal.rebuild(changed, keys)
        forms(whole), numbers(whole), signatures(whole)
        fewer = dict(files)                     # a row less: rows, quotas, draw
        lines = fewer["targets.tsv"].split(b"\n")
        fewer["targets.tsv"] = b"\n".join(lines[:5] + lines[6:])
        whole = reseal.rebuild(fewer, keys)
        forms(whole), numbers(whole), signatures(whole)
        # damage survives and breaks nothing here
        damaged = dict(files)
        damaged["notice.json"] = damaged["notice.json"].replace(b'"mode": "solo"', b'"mode":"solo"') + b"\xff"
        again = reseal.reseal(damaged, 2, keys)
        assert again["notice.json"] == damaged["notice.json"]
        assert h(suite, again["notice.json"]).encode() in again["notice.note"]
        for name in THIRTEEN:
            for data in (b"", b"\xff\x00", b"{", b"\n\n\n", files[name][:len(files[name]) // 2]):
                for level in (1, 2, 3):
                    assert reseal.reseal({**files, name: data}, level, keys if suite == "sha256-ed25519" else keys[:1]).keys() == files.keys()
            reseal.reseal({n: d for n, d in files.items() if n != name}, 1)


def maximum_by_search(slots, candidates, capacity):
    """The maximum flow once more, in another way: breadth-first augmenting paths in a graph of arcs (Edmonds-Karp)."""
    room = {}
    for t, c in enumerate(candidates):
        room["source", t] = slots[t]
        for p in c:
            room[t, p] = 1
    for p, n in capacity.items():
        room[p, "sink"] = n
    nodes = {a for arc in room for a in arc}
    flow = 0
    while True:
        before, queue = {"source": None}, ["source"]
        while queue and "sink" not in before:
            a = queue.pop(0)
            for b in nodes:
                if b not in before and room.get((a, b), 0) > 0:
                    before[b] = a
                    queue.append(b)
        if "sink" not in before:
            return flow
        b = "sink"
        while before[b] is not None:
            a = before[b]
            room[a, b] -= 1
            room[b, a] = room.get((b, a), 0) + 1
            b = a
        flow += 1


def flows():
    rand = random.Random("flows")
    for _ in range(1500):
        people = ["p%d" % i for i in range(rand.randrange(1, 7))]
        slots = [rand.randrange(1, 4) for _ in range(rand.randrange(1, 8))]
        candidates = [[p for p in people if rand.random() < 0.5] for _ in slots]
        capacity = {p: rand.randrange(4) for p in people}
        assert maximum(slots, candidates, capacity, [set() for _ in slots]) == maximum_by_search(slots, candidates, capacity)
    for _ in range(400):                        # the whole of inspectors 3.2 against all assignments
        people = ["p%d" % i for i in range(rand.randrange(1, 5))]
        slots = [rand.randrange(1, 3) for _ in range(rand.randrange(1, 5))]
        candidates = [[p for p in rand.sample(people, len(people)) if rand.random() < 0.7] for _ in slots]
        capacity = {p: rand.randrange(4) for p in people}
        assert assign(slots, candidates, capacity) == brute_force(slots, candidates, capacity)


def other_log(name, files, keys):
    """A notice that names another log stays so at every level, and fits when the proofs go there too."""
    text = (VECTORS / "bundles" / name / "policy.txt").read_text(encoding="utf-8")
    role = "other:log" if keys["other:log"].name != keys["log"].name else None
    more = {"redraw": "transcript.json" in files}
    named = keys[role].name if role else "nobody.example.org/log"
    changed = reseal.edit_json(files, "notice.json", lambda v: v.update(log=named))
    for level in range(5):
        again = ceremony.seal(changed, level, keys, **more)
        assert json.loads(again["notice.json"])["log"] == named
        assert "L03" in check_ceremony.judge(again, text.encode())[0], (name, level)
    check_ceremony.whole(again)
    line = "log " + keys["other:log"].vkey + "\n"
    if role and line not in text:               # (else the draw that is replaced is in that log)
        again = ceremony.seal(changed, 4, keys, logs=dict.fromkeys(ceremony.ORDER, role), **more)
        assert not check_ceremony.judge(again, (text + line).encode())[0], name


def ceremonies():
    """The stored ceremonies by the plain reading; re-sealing changes nothing where nothing was changed, and mends or leaves the rest."""
    for name in plans_ceremony.all_plans():
        files, keys = ceremony.read_bundle(VECTORS / "bundles" / name / "bundle"), ceremony.load_keys(name)
        check_ceremony.whole(files)
        codes, _, _, _ = check_ceremony.judge(files, (VECTORS / "bundles" / name / "policy.txt").read_bytes())
        assert not codes, (name, codes)
        for level in range(5):
            assert ceremony.seal(files, level, keys) == files, (name, level)
        other_log(name, files, keys)
        for file in files if name in ("ce-ed-embargo", "ce-sm-objection", "ce-sm-void-close") else ():     # damage breaks nothing here
            for data in (b"", b"\xff\x00", b"{", b"\n\n\n", files[file][:len(files[file]) // 2]):
                for level in (1, 3) if keys.suite == "sm3-sm2" else (1, 2, 3, 4):
                    assert ceremony.seal({**files, file: data}, level, keys).keys() == files.keys()
            ceremony.seal({n: d for n, d in files.items() if n != file}, 3, keys)


def tessera():
    """Another program's log: each checkpoint verifies, each entry is in it."""
    log = third("tessera_log.json")
    vkey, files = log["vkey"], {name: base64.b64decode(text) for name, text in log["files"].items()}
    data, entries = files["tile/entries/000.p/15"], []
    while data:
        n = int.from_bytes(data[:2], "big")
        entries.append(data[2:2 + n])
        data = data[2 + n:]
    leaves = [tlog.leaf(e) for e in entries]
    for size in range(16):
        if "checkpoint.%d" % size not in files:
            continue
        codes, c = tlog.parse_checkpoint(files["checkpoint.%d" % size])
        assert not codes and not tlog.judge(c, vkey, [])[0] and c.size == size and c.root == tlog.root(leaves[:size])
        for i in range(size):
            assert tlog.included(leaves[i], i, size, tlog.path(leaves[:size], i), c.root)
    assert len(leaves) == 15


def published_inclusion():
    """Published inclusion proofs, good and bad, by RFC 9162. (A leaf hash of no bytes cannot come of an entry.)"""
    for c in third("merkle_inclusion.json")["cases"]:
        if not c["leafHash"]:
            continue
        good = tlog.included(base64.b64decode(c["leafHash"]), int(c["leafIdx"]), int(c["treeSize"]), [base64.b64decode(p) for p in c["proof"] or []], base64.b64decode(c["root"]))
        assert good == (not c["wantErr"]), c["file"]


def main():
    flows()
    print("maximum flow and assignment against other ways: good")
    published()
    print("published vectors: good")
    print("inclusion proofs: %d good" % inclusion())
    cases_quota.self_check()
    print("apportionment, jump against single steps: good")
    for suite in ("sha256-ed25519", "sm3-sm2"):
        s = Signer("x", suite, b"\x05" * 32)
        assert (sm2 if suite == "sm3-sm2" else edwards).verify(s.key, b"text", s.sign(b"text")) is None
    resealing()
    print("re-sealing: good")
    tessera()
    published_inclusion()
    print("another program's log, published proofs: good")
    ceremonies()
    print("ceremonies and their re-sealing: good")
    print("faulty ceremonies: %d as expected" % faults_ceremony.check())


if __name__ == "__main__":
    main()
