#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Stock commands agree: every command that `qian explain` prints gives, pasted into a shell, the
number beside it; `sha256sum -c` or `cksum -a sm3 --check` accepts the notes' manifests; `openssl`
accepts their signatures and refuses altered text.

    stock.py QIAN
"""
import base64
import json
import os
import pathlib
import sys
import tempfile

from common import BALLS, SUITES, Tally, roster, run, run_with_passphrase, write_request

CHECK = {"sha256-ed25519": "sha256sum -c --quiet", "sm3-sm2": "cksum -a sm3 --check --quiet"}
# DER of a SubjectPublicKeyInfo up to the key: Ed25519 (RFC 8410), SM2 (curve sm2p256v1).
PREFIX = {"sha256-ed25519": bytes.fromhex("302a300506032b6570032100"),
          "sm3-sm2": bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")}


def paste(tally, bundle, command, value, what):
    got = run(["bash", "-c", command], cwd=bundle)
    found = got.stdout.split()
    want = [w for w in value.split() if len(w) == 64] or [value]
    tally.check(got.returncode == 0 and found and found[0] == want[0], f"{what}: $ {command}\n{got}")


def explain(tally, qian, bundle, target):
    got = run([qian, "explain", str(bundle), target, "--json"])
    tally.check(got.returncode == 0, f"explain {target}: {got.stderr}")
    page = json.loads(got.stdout)
    for c in page["commands"]:
        if c["value"] != "-":
            paste(tally, bundle, c["command"], c["value"], c["what"])
    for item in page["items"]:
        for c in item["commands"]:
            paste(tally, bundle, c["command"], c["value"], c["what"])
        want = not item["barred"] and item["rank"] <= item["quota"]
        tally.check(item["drawn"] == want, f"{target} {item['code']}: drawn {item['drawn']}")
    text = run([qian, "explain", str(bundle), target, "--lang", "zh"])
    tally.check(text.returncode == 0 and page["key"] in text.stdout, f"explain {target} as text")
    return page


def der_integer(raw):
    raw = raw.lstrip(b"\0") or b"\0"
    raw = b"\0" + raw if raw[0] & 0x80 else raw
    return b"\x02" + bytes([len(raw)]) + raw


def check_signature(tally, suite, text, line, vkey, folder):
    """One signature line by `openssl`, as the README shows."""
    blob = base64.b64decode(vkey.split("+", 2)[2])
    key = blob[1:] if suite == "sha256-ed25519" else blob[16:]
    sig = base64.b64decode(line.rsplit(" ", 1)[1])[4:]
    if suite == "sm3-sm2":
        body = der_integer(sig[:32]) + der_integer(sig[32:])
        sig = b"\x30" + bytes([len(body)]) + body
    (folder / "key.der").write_bytes(PREFIX[suite] + key)
    (folder / "sig").write_bytes(sig)
    if suite == "sha256-ed25519":
        command = "openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey key.der -sigfile sig -in text"
    else:
        command = ("openssl pkey -pubin -inform DER -in key.der -out key.pem && openssl dgst -sm3 "
                   "-verify key.pem -signature sig -sigopt distid:1234567812345678 text")
    (folder / "text").write_bytes(text)
    tally.check(run(["bash", "-c", command], cwd=folder).returncode == 0, f"{suite}: {command}")
    (folder / "text").write_bytes(text[:-2] + b"x\n")
    tally.check(run(["bash", "-c", command], cwd=folder).returncode != 0, f"{suite}: altered text passes")


def check_notes(tally, suite, bundle, folder):
    notice = json.loads((bundle / "notice.json").read_text(encoding="utf-8"))
    keys = {notice["operator"].split("+")[0]: notice["operator"]}
    keys.update({c["name"]: c["key"] for c in notice["contributors"]})
    for name in ("notice.note", "close.note", "transcript.note"):
        got = run(["bash", "-c", f"grep -E '^[0-9a-f]{{64}}  ' {name} | {CHECK[suite]}"], cwd=bundle)
        tally.check(got.returncode == 0, f"{suite} {name}: {got.stderr}")
        text, signatures = (bundle / name).read_bytes().split(b"\n\n")
        for line in signatures.decode().strip().split("\n"):
            check_signature(tally, suite, text + b"\n", line, keys[line.split(" ")[1]], folder)


def one_suite(tally, qian, suite, work):
    folder = work / suite
    request = roster(folder, 400, 12, "SC-001:SCJG,SC-002:SCJG,XF-001:XFJY", 9, suite)
    request["team"]["experts"] = 1
    path = write_request(folder, request)
    bundle = folder / "bundle"
    got = run_with_passphrase([qian, "draw", "all", str(path), "--home", str(folder / "h"), "--out",
                               str(bundle), "--public", BALLS])
    tally.check(got.returncode == 0, f"{suite}: {got.stderr}")
    ids = [line.split("\t")[0] for line in (bundle / "targets.tsv").read_text().split("\n")[1:-1]]
    drawn = [line.split("\t")[1] for line in (bundle / "selection.tsv").read_text().split("\n")[1:-1]]
    barred = [line.split("\t")[0] for line in (bundle / "targets.tsv").read_text().split("\n")[1:-1]
              if line.split("\t")[5]]
    for target in {ids[0], ids[-1], drawn[0], drawn[-1], *barred[:2], *ids[50:60:5]}:
        page = explain(tally, qian, bundle, target)
        tally.check(page["drawn"] == (target in drawn), f"{target}: drawn")
    check_notes(tally, suite, bundle, folder)
    absent = explain(tally, qian, bundle, "loc:absent")
    tally.check(not absent["in_roster"] and not absent["drawn"], "an id that is not in the roster")


def altered(tally, qian, work):
    """A bundle whose selection was altered is not explained: exit 1."""
    bundle = work / SUITES[0] / "bundle"
    path = bundle / "selection.tsv"
    path.write_bytes(path.read_bytes().replace(b"\t1\n", b"\t2\n", 1))
    got = run([qian, "explain", str(bundle), "loc:absent"])
    tally.check(got.returncode == 1 and "selection.tsv" in got.stderr, f"altered: {got}")


def main():
    tally = Tally("stock commands")
    qian = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        for suite in SUITES:
            one_suite(tally, qian, suite, pathlib.Path(work))
        altered(tally, qian, pathlib.Path(work))
    tally.end()


if __name__ == "__main__":
    main()
