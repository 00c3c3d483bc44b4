# SPDX-License-Identifier: MulanPSL-2.0
"""A plain checker for whole bundles: what verify.md asks, as far as the tables of numbers go, and by stock tools
where there are any (sha256sum, cksum, openssl, sort). For the bundles of vectors/bundles, not for strangers' files.

    python3 vectors/make/check.py [FOLDER ...]
"""
import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

import notes
import policy
import tables
import tree
from base import THIRTEEN, h, id_form
from bundle import read_bundle
from textform import json_codes, text_codes

BUNDLES = Path(__file__).resolve().parents[1] / "bundles"


def run(command, data=None, **more):
    done = subprocess.run(command, input=data, capture_output=True, **more)
    assert done.returncode == 0, (command, done.stderr.decode())
    return done.stdout


def forms(files):
    assert sorted(files) == sorted(THIRTEEN)
    for name, data in files.items():
        assert not text_codes(data, table=name.endswith(".tsv"), note=name.endswith(".note")), name
        if name.endswith(".json"):
            assert not json_codes(data), name
        if name.endswith(".tsv"):
            assert not tables.codes(name[:-4], data), (name, tables.codes(name[:-4], data))


def stock_tools(folder, files, suite):
    """The commands that the pages show."""
    tool = ["sha256sum", "-c"] if suite == "sha256-ed25519" else ["cksum", "-a", "sm3", "--check"]
    for kind in ("notice", "close", "transcript"):
        listed = re.findall(rb"(?m)^[0-9a-f]{64}  .*\n", files[kind + ".note"])
        run(tool, b"".join(listed), cwd=folder)
    for table in ("targets", "inspectors", "recusals"):
        body = files[table + ".tsv"].split(b"\n", 1)[1]
        run(["sort", "-c"], body, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})


def openssl(files, suite):
    """One signature of each note through openssl."""
    for kind in ("notice", "close", "transcript"):
        text, lines = notes.split_note(files[kind + ".note"])
        vkeys = [json.loads(files["notice.json"])["operator"]] + \
            [c["key"] for c in json.loads(files["notice.json"])["contributors"]]
        for line, vkey in zip(lines, vkeys):
            signature = base64.b64decode(line.split(b" ")[2])[4:]
            key = base64.b64decode(vkey.split("+", 2)[2])
            with tempfile.TemporaryDirectory() as place:
                place = Path(place)
                (place / "text").write_bytes(text)
                if suite == "sha256-ed25519":
                    der = bytes.fromhex("302a300506032b6570032100") + key[1:]
                    (place / "signature").write_bytes(signature)
                else:
                    der = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200") + key[16:]
                    number = lambda b: (lambda v: b"\x02" + bytes([len(v)]) + v)(
                        int.from_bytes(b, "big").to_bytes(int.from_bytes(b, "big").bit_length() // 8 + 1, "big"))
                    body = number(signature[:32]) + number(signature[32:])
                    (place / "signature").write_bytes(b"\x30" + bytes([len(body)]) + body)
                (place / "key.pem").write_bytes(b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(der)
                                                + b"-----END PUBLIC KEY-----\n")
                if suite == "sha256-ed25519":
                    run(["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "key.pem", "-in", "text", "-sigfile", "signature"], cwd=place)
                else:
                    run(["openssl", "dgst", "-sm3", "-verify", "key.pem", "-sigopt", "distid:1234567812345678", "-signature", "signature", "text"], cwd=place)


def numbers(files):
    """Everything counted once more, with counting of its own (not the functions that made the bundle)."""
    notice, transcript = json.loads(files["notice.json"]), json.loads(files["transcript.json"])
    suite = notice["suite"]
    digest = lambda data: hashlib.new({"sha256-ed25519": "sha256", "sm3-sm2": "sm3"}[suite], data).hexdigest()
    assert notice["rules"]["digest"] == digest(files["rules.json"])
    rows = {}
    for name in ("targets", "inspectors", "recusals", "selection", "assignment"):
        lines = files[name + ".tsv"].decode().split("\n")[:-1]
        rows[name] = [line.split("\t") for line in lines[1:]]
        if name in notice:
            assert notice[name] == {"rows": len(lines) - 1, "digest": digest(files[name + ".tsv"]), "root": tree.head(
                suite, [line.encode() for line in lines]).hex()}
    contributions = files["contributions.txt"].decode().split("\n")[:-1]
    entropy = files["entropy.txt"].decode().split("\n")[:-1]
    for lines in (contributions, entropy):
        assert lines[1] == "draw " + notice["draw"] and lines[2] == "notice " + digest(files["notice.json"])
    assert entropy[3] == "contributions " + digest(files["contributions.txt"])
    for c, line in zip(notice["contributors"], contributions[3:]):
        words = line.split(" ")
        assert words[1] == c["name"] == c["key"].split("+")[0]
        if words[0] == "reveal":
            assert c["commitment"] == digest(("qian/1|commit|%s|%s|%s" % (notice["draw"], c["name"], words[2])).encode())
        else:
            assert words[0] == "withheld" and notice["on_missing"] == "proceed"
    assert len(entropy) == 4 + len(notice["public"])
    seed = digest(files["entropy.txt"])
    sub = {s: digest((seed + "|" + s).encode()) for s in ("targets", "inspectors", "experts")}
    assert transcript["seed"] == seed and transcript["subseeds"] == sub and transcript["notice"] == digest(files["notice.json"])
    key = {r[0]: digest((sub["targets"] + "|" + r[0]).encode()) for r in rows["targets"]}
    assert all(id_form(k) for k in key)
    drawn = {r[1]: r for r in rows["selection"]}
    assert [r[2] for r in rows["selection"]] == sorted(key[i] for i in drawn) and all(r[2] == key[r[1]] for r in rows["selection"])
    taken = {}
    for item, made in zip(notice["items"], transcript["items"]):
        assert item["code"] == made["code"] and item["quota"] == made["quota"] == sum(s["quota"] for s in item["strata"])
        for s, t in zip(item["strata"], made["strata"]):
            place = {"class": 3, "area": 2}
            mine = [r for r in rows["targets"] if item["code"] in r[4].split(",")
                    and "/".join(r[place[c]] for c in notice["stratify"]) == s["label"]]
            free = [r for r in mine if not any(b.startswith(item["code"] + "=") for b in r[5].split(","))]
            assert (s["roster"], s["eligible"]) == (len(mine), len(free)) == (t["roster"], t["eligible"])
            assert sum(t["barred"].values()) == len(mine) - len(free) and s["quota"] == t["quota"]
            under = [r[0] for r in free if t["cutoff"] and key[r[0]] <= t["cutoff"]]
            assert len(under) == s["quota"] and (t["cutoff"] is None) == (s["quota"] == 0)
            assert t["chance"] == ("%d/%d" % (s["quota"], len(free)) if free else None)
            for i in under:
                taken.setdefault(i, set()).add(item["code"])
        if "ratio" in item and "approval" not in item:
            share, pack = Fraction(item["quota"], item["roster"]), json.loads(files["rules.json"])["kinds"][item["kind"]]
            assert share >= Fraction(pack["min"][:-1]) / 100 and (pack["max"] is None or share <= Fraction(pack["max"][:-1]) / 100)
    assert {i: set(r[3].split(",")) for i, r in drawn.items()} == taken
    assert [r[0] for r in rows["selection"]] == [str(n) for n in range(1, len(drawn) + 1)] and transcript["visits"] == len(drawn)
    assert [sum(r[4] == str(b) for r in rows["selection"]) for b in range(1, notice["batches"] + 1)] == transcript["batches"]
    for r in rows["assignment"]:
        if r[5] != "-":
            scope = "inspectors" if r[4] == "inspector" else "experts"
            assert r[6] == digest((sub[scope] + "|" + r[1] + "|" + r[5]).encode())
            assert not any(x[:2] == [r[5], r[1]] for x in rows["recusals"])
    for role, name in (("inspector", "inspectors"), ("expert", "experts")):
        mine = [r for r in rows["assignment"] if r[4] == role]
        assert transcript[name] == {"slots": len(mine), "filled": sum(r[5] != "-" for r in mine)}


def signatures(files):
    notice = json.loads(files["notice.json"])
    keys = [notice["operator"]] + [c["key"] for c in notice["contributors"]]
    for kind in ("notice", "close", "transcript"):
        assert not notes.note_codes(notice["suite"], kind, notice["draw"], notes.FILES[kind], keys if kind == "notice" else keys[:1],
                                    files[kind + ".note"])


def main(arguments):
    folders = [Path(a) for a in arguments] or sorted(p for p in BUNDLES.iterdir() if p.is_dir() and p.name[:3] in ("ed-", "sm-"))
    for folder in folders:
        files = read_bundle(folder / "bundle")
        suite = json.loads(files["notice.json"])["suite"]
        forms(files)
        numbers(files)
        signatures(files)
        stock_tools(folder / "bundle", files, suite)
        openssl(files, suite)
        assert policy.result((folder / "policy.txt").read_text(encoding="utf-8")) == "ok"
        print("good: " + folder.name, h("sha256-ed25519", files["transcript.note"])[:16])


if __name__ == "__main__":
    main(sys.argv[1:])
