#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Files that departments made, if they are there: real.py SHEET_ROWS FOLDER.

Every cell of the smaller ones is what Python's csv module reads, strictly. Of the large register
only the counts are compared. `--all` compares it too, cell by cell.
"""
import csv
import io
import itertools
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from sheet_lines import unescape  # noqa: E402

TABLES = [("cn-misc-encoding/a-share-2019q3.gbk.crlf.csv", "gbk", "gbk"),
          ("cn-misc-encoding/qingdao-names-16577.utf8bom.csv.zst", "utf-8-sig", "utf-8 with a mark"),
          ("cn-registry/dirty-codes.csv.zst", "utf-8", "utf-8"),
          ("cn-registry/duplicate-codes.csv", "utf-8", "utf-8"),
          ("cn-shuangsuiji/plan-rows-from-gov-pages.csv", "utf-8", "utf-8"),
          ("cn-shuangsuiji/zj-item-list-75.csv", "utf-8", "utf-8")]
REGISTER = "cn-registry/all31-slim-3.0M.csv.zst"
REFUSED = [("cn-shuangsuiji/zj-department-codes.xls", "Excel 97-2003"),
           ("cn-shuangsuiji/zj2017-drawn-advertising-478.spreadsheetml-misnamed.xlsx.zst", "XML of Excel 2003"),
           ("cn-shuangsuiji/zj-item-list-75.html", "a web page")]


def plain(path, folder):
    """The file, unpacked if need be."""
    if path.suffix != ".zst":
        return path
    out = folder / path.stem
    with out.open("wb") as to:
        subprocess.run(["zstdcat", path], stdout=to, check=True)
    return out


def compare(program, path, codec, head):
    """Rows and cells compared, and what differs first."""
    with subprocess.Popen([program, path], stdout=subprocess.PIPE) as run, \
            path.open(encoding=codec, newline="") as text:
        lines = io.TextIOWrapper(run.stdout, encoding="utf-8", newline="\n")
        if lines.readline().split("\t")[1] != head:
            return 0, 0, "encoding"
        want = (row for row in csv.reader(text, strict=True) if any(row))
        rows = cells = 0
        for line, row in itertools.zip_longest(lines, want):
            if line is None or row is None:
                return rows, cells, "number of rows"
            _, fault, *got = line[:-1].split("\t")
            if fault != "-" or [unescape(c[2:]) if "\\" in c else c[2:] for c in got] != row:
                return rows, cells, f"{line!r} {row}"
            if any(c[:2] != "0:" for c in got):
                return rows, cells, f"marks: {line!r}"
            rows, cells = rows + 1, cells + len(row)
        return rows, cells, None


def main(program, root, everything):
    passed = failed = missing = 0
    with tempfile.TemporaryDirectory() as name:
        for path, codec, head in TABLES + ([(REGISTER, "utf-8", "utf-8")] if everything else []):
            if not (root / path).exists():
                missing += 1
                continue
            rows, cells, fault = compare(program, plain(root / path, pathlib.Path(name)), codec, head)
            print(f"real: {path}: {rows} rows, {cells} cells" + (f", then: {fault}" if fault else ""))
            passed, failed = passed + cells, failed + bool(fault)
        for path, words in REFUSED:
            if not (root / path).exists():
                missing += 1
                continue
            out = subprocess.run([program, plain(root / path, pathlib.Path(name))], capture_output=True).stdout.decode()
            good = out.startswith("! 5 import") and words in out
            print(out.strip() if not good else f"real: {path}: refused")
            passed, failed = passed + good, failed + (not good)
    if missing:
        print(f"real: {missing} files are not there, and not looked at")
    if not passed and not failed:
        return 77
    print(f"real: {passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2]), "--all" in sys.argv[3:]))
