#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Real input: the Changchun rows of a public register of enterprises, three items of two
departments, classes by a stated rule, 60 made-up inspectors; both suites; drawn, verified, explained.

    real.py QIAN QIAN_VERIFY REGISTER.csv.zst

The register is not part of the project (its licence does not allow it). Where it is absent the
test says so and ends with 77. Rows of the register are not printed.

Rule for what the register does not have: let h be SHA-256 of the code. Class A, B, C, D for the
first byte below 128, 205, 243, 256; the item list by the second and third byte; the area by the
fourth; a bar by the fifth.
"""
import csv
import hashlib
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from common import BALLS, SUITES, Tally, run, run_with_passphrase, write_request

AREAS = ("220102", "220103", "220104", "220105", "220106", "220112", "220113", "220122")
ITEMS = [
    {"code": "SC-001", "name": "食品经营许可检查", "department": "SCJG", "kind": "general", "ratio": "5%"},
    {"code": "SC-003", "name": "特种设备检查", "department": "SCJG", "kind": "key", "ratio": "20%"},
    {"code": "XF-002", "name": "消防安全检查", "department": "XFJY", "kind": "general",
     "ratios": {"A": "3%", "B": "5%", "C": "15%", "D": "50%"}},
]


def changchun(register):
    unpacked = subprocess.run(["zstd", "-dc", register], capture_output=True, check=True).stdout
    for row in csv.reader(io.StringIO(unpacked.decode("utf-8"), newline="")):
        if row[-1] == "长春":
            yield row


def target_row(row):
    h = hashlib.sha256(row[0].encode()).digest()
    cls = "A" if h[0] < 128 else "B" if h[0] < 205 else "C" if h[0] < 243 else "D"
    items = ["SC-001"] + ["XF-002"] * (h[1] % 2) + ["SC-003"] * (h[2] % 5 == 0)
    barred = f"SC-001=repeat:2026-J-003/{h[4]}" if h[4] < 3 else ""
    return [row[0], row[1], AREAS[h[3] % 8], cls, ";".join(items), barred]


def write_targets(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(["id", "name", "area", "class", "items", "barred"])
        writer.writerows(target_row(r) for r in rows)


def write_people(folder, some_target):
    with open(folder / "inspectors.csv", "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f)
        writer.writerow("certificate,name,role,department,areas,items,capacity".split(","))
        for i in range(60):
            department = "SCJG" if i < 35 else "XFJY"
            role = "expert" if i % 20 == 19 else "inspector"
            items = "SC-001;SC-003" if department == "SCJG" else "XF-002"
            areas = "*" if i % 3 else ";".join(AREAS[:4])
            writer.writerow([f"LX{i:05}", f"演练人员{i:02}", role, department, areas, items, 60 + i])
    with open(folder / "recusals.csv", "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([["certificate", "target", "reason"],
                                 ["LX00003", some_target, "演练：亲属"]])


def request_of(suite):
    return {"draw": "220100-2026-J-0017", "title": "2026年部门联合抽查（演练）", "authority": "长春（演练）",
            "suite": suite, "plan_line": "2026-J-017", "serial": 17, "rules": "changchun-2021",
            "initiator": "SCJG", "stratify": ["class"], "weights": {"A": 1, "B": 2, "C": 4, "D": 8},
            "minimum": 1, "batches": 2, "on_missing": "void", "items": ITEMS, "rehearsal": True,
            "team": {"per_visit": 2, "per_department": 1, "experts": 1},
            "contributors": ["纪检监察", "公证处"],
            "public": [{"source": "balls", "count": 8, "from": 1, "to": 35}],
            "targets": "targets.csv", "inspectors": "inspectors.csv", "recusals": "recusals.csv"}


def draw(qian, folder, request, out, more=()):
    return run_with_passphrase([qian, "draw", "all", str(request), "--home", str(folder / "home"),
                                "--out", str(out), "--public", BALLS, "--json", *more])


def find_bad(tally, qian, folder, rows, request):
    """The register as it is holds rows that cannot be used: all are named, by row; without them it draws."""
    write_targets(folder / "targets.csv", rows)
    got = draw(qian, folder, request, folder / "none")
    if got.returncode == 0:
        return rows
    answer = json.loads(got.stdout)
    tally.check(got.returncode == 5 and not (folder / "none").exists(), f"bad rows: {got.returncode}")
    bad = {r["row"] for r in answer["rows"]}
    seen, want = set(), set()
    for number, row in enumerate(rows, 2):
        if row[0] in seen or not well_formed(row[0]):
            want.add(number)
        seen.add(row[0])
    tally.check(bad == want, f"bad rows: {sorted(bad ^ want)[:10]}")
    print(f"real: {len(rows)} rows in the register, {len(bad)} that cannot be used")
    return [row for number, row in enumerate(rows, 2) if number not in bad]


def well_formed(code):
    """GB 32100, once more, by a third hand."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if len(code) != 18 or any(c not in alphabet for c in code):
        return False
    return sum(alphabet.index(c) * (pow(3, i, 31) if i < 17 else 1) for i, c in enumerate(code)) % 31 == 0


def one_suite(tally, qian, verify, suite, folder, rows):
    request = write_request(folder, request_of(suite), f"{suite}.json")
    bundle = folder / suite
    got = draw(qian, folder, request, bundle)
    tally.check(got.returncode == 0, f"{suite}: {got.stderr or got.stdout[:500]}")
    answer = json.loads(got.stdout)
    print(f"real: {suite}: roster {len(rows)}, visits {answer['visits']}, inspectors "
          f"{answer['inspectors']['filled']} of {answer['inspectors']['slots']}")
    verdict = run([verify, str(bundle), "--policy", str(folder / "home/policy.txt"), "--json"])
    tally.check(verdict.returncode == 0 and json.loads(verdict.stdout)["verdict"] == "VALID",
                f"{suite}: {verdict.stdout[-2000:]}")
    drawn = [line.split("\t")[1] for line in (bundle / "selection.tsv").read_text().split("\n")[1:-1]]
    for target in (drawn[0], drawn[-1], rows[0][0], rows[-1][0]):
        page = run([qian, "explain", str(bundle), target, "--json"])
        tally.check(page.returncode == 0 and json.loads(page.stdout)["drawn"] == (target in drawn),
                    f"{suite}: explain")


def main():
    tally = Tally("real")
    qian, verify = map(os.path.abspath, sys.argv[1:3])
    register = sys.argv[3]
    if not os.path.exists(register):
        print("real: the register is not here; skipped")
        sys.exit(77)
    rows = list(changchun(register))
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work)
        write_people(folder, next(r[0] for r in rows if well_formed(r[0])))
        rows = find_bad(tally, qian, folder, rows, write_request(folder, request_of(SUITES[0])))
        write_targets(folder / "targets.csv", rows)
        for suite in SUITES:
            one_suite(tally, qian, verify, suite, folder, rows)
    tally.end()


if __name__ == "__main__":
    main()
