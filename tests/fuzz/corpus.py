#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Seed corpora for the fuzz targets out of vectors/: corpus.py VECTORS OUT."""
import base64
import csv
import hashlib
import io
import json
import pathlib
import re
import sys

WITNESSES = (b"w.example+fd15d3c8+BMEEl/LJxbTF6fyZa8tuTBEJWuPHTV79U+cWC/ZuQUkB",
             b"w.example+a8cd7593+BJqu5m/db+LhOQhqO+VBk6Y1LMQuBUOTy+NircrWfMxp")
KINDS = ["targets", "inspectors", "recusals", "selection", "assignment"]


def main(vectors, out):
    def put(target, data):
        folder = out / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)

    def cases(name):
        return json.loads((vectors / "qian" / name).read_text("utf-8"))["cases"]

    for case in cases("tables.json"):
        put("fuzz_table", bytes([KINDS.index(case["table"])]) + bytes.fromhex(case["file_hex"]))
    for case in cases("json.json"):
        put("fuzz_json", b"\0" + bytes.fromhex(case["file_hex"]))
    for case in cases("vkeys.json"):
        put("fuzz_vkey", case["vkey"].encode("utf-8"))
    for case in cases("policies.json") + cases("quorums.json"):
        put("fuzz_policy", case["policy"].encode("utf-8"))
    for case in cases("notes.json") + cases("objections.json"):
        put("fuzz_parts", case.get("note", case.get("objections", "")).encode("utf-8"))
        for line in case.get("objections", "").splitlines()[3:4]:
            put("fuzz_parts", line.encode("utf-8"))
    head = b"draw 220100-2026-J-0017\n"
    put("fuzz_parts", b"qian/1 commit\n%sname operator\ncommitment %s\n" % (head, b"0" * 64))
    put("fuzz_parts", b"qian/1 reveal\n%snotice %s\nname operator\nnonce %s\n" % (head, b"0" * 64, b"1" * 64))
    for name, field in (("checkpoints.json", "checkpoint"), ("proofs.json", "proof")):
        for case in cases(name):
            put("fuzz_log", case[field].encode("utf-8") if field in case else bytes.fromhex(case[field + "_hex"]))
    put("fuzz_log", b"witness a %s\nwitness b %s\ngroup g any a b\nquorum g\n" % WITNESSES)
    put("fuzz_log", b"c2sp.org/tlog-proof@v1\nindex 1\n%s\n\nx\n" % base64.b64encode(bytes(32)))
    for name, member, field in (("checkpoint_parse_cases", "cases", "text"), ("tlog_proof_invalid", "cases", "proof"),
                                ("witness_add_checkpoint_sequence", "requests", "request")):
        for case in json.loads((vectors / "third-party" / f"{name}.json").read_text("utf-8"))[member]:
            put("fuzz_log", case[field].encode("utf-8"))
            put("fuzz_log", case[field].partition("\n\n")[2].encode("utf-8"))
    for pulse in sorted((vectors / "third-party/nist").glob("pulse-*.json")):
        put("fuzz_pulse", b"\0" + as_lines(json.loads(pulse.read_text("utf-8"))["pulse"]))
        put("fuzz_pulse", b"\1" + pulse.read_bytes())
    for certificate in sorted((vectors / "third-party/nist").glob("*.pem")):
        put("fuzz_pulse", b"\2" + certificate.read_bytes())
    put("fuzz_pulse", b'\3{"sources": [[9319], [2, 5, 12]], "pool": 25, "picks": 2, "claimed": [17, 7]}')
    for bundle in sorted((vectors / "bundles").glob("*/bundle")):
        if not (bundle / "transcript.json").exists():  # a void
            continue
        for number, kind in enumerate(KINDS):
            lines = (bundle / f"{kind}.tsv").read_bytes().splitlines(True)
            for rows in (1, 3, 12):
                put("fuzz_table", bytes([number]) + b"".join(lines[: 1 + rows]))
        for mode, name in enumerate(["transcript.json", "rules.json", "notice.json"]):
            put("fuzz_json", bytes([mode]) + (bundle / name).read_bytes())
        put("fuzz_csv", b"\1" + as_csv((bundle / "targets.tsv").read_text("utf-8"), "\n"))
        put("fuzz_csv", b"\2\xef\xbb\xbf" + as_csv((bundle / "targets.tsv").read_text("utf-8"), "\r\n"))


def as_lines(pulse):
    """The pulse file of spec/beacons.md 3.2."""
    for name, value in pulse.pop("external").items():
        pulse["external." + name] = value
    for element in pulse.pop("listValues"):
        pulse[element["type"]] = element["value"]
    order = ("uri version cipherSuite period certificateId chainIndex pulseIndex timeStamp localRandomValue "
             "external.sourceId external.statusCode external.value previous hour day month year "
             "precommitmentValue statusCode signatureValue outputValue").split()
    hexadecimal = re.compile("[0-9A-F]{128,}")
    return "".join(f"{name} {hexadecimal.sub(lambda m: m[0].lower(), str(pulse[name]))}\n"
                   for name in order).encode("ascii")


def as_csv(table, end):
    """The first rows as an operator's file; lists with ';'."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end)
    header, *rows = [line.split("\t")[:6] for line in table.splitlines()[:6]]
    writer.writerow(header)
    for row in rows:
        writer.writerow(row[:4] + [field.replace(",", ";") for field in row[4:]])
    return text.getvalue().encode("utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
