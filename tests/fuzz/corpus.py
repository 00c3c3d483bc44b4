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
    for tricky in (b'1,"b\n2,c\n3,"e",f\n', b'\xa6\xd9,\x95\x32\x82\x36,"\x81\x35\xf4\x37"""\r\n', b'a\rb\n"\0"x\n'):
        put("fuzz_rows", b"\3\2" + tricky)
    for column, text in enumerate(("９1220101ma13xq yl0t", "9l220l0lMA13XQYLOT", "甲（乙）\n丙", "个体户", "朝阳区", "吊销，未注销", "吉林省长春市",
                                   "2026年3月1日", "２０260301", "A=3%；B=5%", "-", "e\u0301", "220102;长春市、*")):
        for kind in range(8):
            put("fuzz_import", bytes([kind, column, 0]) + text.encode("utf-8"))
    for part in xlsx_parts():
        put("fuzz_xlsx", part)
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
        for number, codec in enumerate(("utf-8", "utf-8-sig", "gbk", "gb18030")):
            rows = as_csv((bundle / "targets.tsv").read_text("utf-8"), "\r\n").decode("utf-8")
            put("fuzz_rows", bytes([number, 7]) + rows.encode(codec, "replace"))
        put("fuzz_csv", b"\2\xef\xbb\xbf" + as_csv((bundle / "targets.tsv").read_text("utf-8"), "\r\n"))


def xlsx_parts():
    """Parts of workbooks by their first byte: 0 a sheet, 1 shared strings, 2 a number, 3 a format."""
    head = b'<%s xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    rows = (b"<cols><col min='1' max='2' hidden='1'/></cols><sheetData><row r='1' hidden='1'><c r='A1' t='s'><v>0</v></c>"
            b"<c t='inlineStr'><is><r><t>_x0041_</t></r><t>b</t></is></c><c s='1'><f>1</f><v>45351</v></c></row><row>"
            b"<c t='b'><v>1</v></c><c t='e'><v>#N/A</v></c><c t='str'><v>x</v></c><c t='d'><v>2024-05-01</v></c>"
            b"<c r='Z2'><v>9.122010112345679E+17</v></c></row></sheetData><autoFilter/>")
    si = (b"<si><t>a_x000D_</t></si><si><r><rPr/><t xml:space='preserve'> b</t></r><rPh sb='0' eb='1'><t>c</t></rPh></si>"
          b"<si/><si><t>_xD842__xDFB7_</t></si>")
    yield b"\0" + head % b"worksheet" + rows + b"</worksheet>"
    yield b"\1" + head % b"sst" + si + b"</sst>"
    yield from (b"\2" + n for n in (b"45351.5", b"-0.0E5", b"1.1000000000000001", b"2958465", b"912201011234567890"))
    yield from (b"\3" + f for f in (b"yyyy\\-mm\\-dd;@", b"[$-804]h:mm AM/PM", b'0.00E+00;"d"', b"[h]:mm", b"General"))


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
