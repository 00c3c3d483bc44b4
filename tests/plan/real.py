#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Lines of plans that governments have published come in as drafts, all of them, and each that
cannot be drawn is named with what it lacks. They come out again as they were.

    real.py QIAN ROWS.csv     # skipped where the file is not there
"""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77


def qian(*args, code=0):
    run = subprocess.run([sys.argv[1], *args, "--json"], capture_output=True, text=True)
    assert run.returncode == code, (args, run.returncode, run.stdout[-500:], run.stderr[-500:])
    return json.loads(run.stdout)


def main(rows):
    if not pathlib.Path(rows).is_file():
        print("real: skipped, the published rows are not here")
        return SKIPPED
    with open(rows, encoding="utf-8-sig", newline="") as file:
        want = list(csv.DictReader(file))
    with tempfile.TemporaryDirectory() as home:
        told = qian("import", "lines", rows, "--list", "real", "--department", "SSJB", "--home", home, "--apply")
        assert told["counts"]["taken"] == told["counts"]["rows"] == len(want) == 39, told["counts"]
        lines = qian("plan", "show", "real", "--home", home)["plans"][0]["lines"]
        for line, row in zip(lines, want):
            assert line["title"] == (row["item"] or row["domain"]).strip(), (line, row)
            assert line["ratio"] == row["ratio_or_count_raw"].strip(), (line, row)
            assert line["period"] == row["period_raw"].strip() and line["initiator"] == row["lead_dept"].strip()
        found = qian("plan", "check", "real", "--home", home, code=4)["found"]
        lacking = {f["line"]: f["value"] for f in found if f["code"] == "P01"}
        assert set(lacking) == {line["id"] for line in lines}, "a line is passed over"
        for line, row in zip(lines, want):
            parts = lacking[line["id"]].split(", ")
            assert "items" in parts and "kind" in parts, parts
            dated = row["period_raw"] in ("1月—12月", "3月—12月")
            assert ("starts" in parts) != dated, (row["period_raw"], parts)
        book = str(pathlib.Path(home, "real.xlsx"))
        qian("plan", "export", "real", "--out", book, "--home", home)
        again = qian("import", "lines", book, "--list", "real", "--home", home)["counts"]
        assert again["unchanged"] == 39, again
    print(f"real: {len(want)} rows passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[2]))
