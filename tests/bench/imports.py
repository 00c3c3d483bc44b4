#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""What it costs to take a department's file in. A benchmark, not a test.

    imports.py [--bin build/release] [--rows 100000,1000000] [--file FILE.csv] [--runs 3] [--json FILE]

Dry run, apply and the same file once more, beside `sha256sum` of the file and, where Python's sqlite3
is there, the same rows into a bare table of SQLite by its own fastest way: all alternate in one run, so
that a noisy machine disturbs all alike. Medians, ratios to the hash, peak memory, size of registers.db.
"""
import argparse
import csv
import json
import pathlib
import sqlite3
import statistics
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from bench import measure  # noqa: E402

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def code_of(number):
    body = f"91220101M{number:08d}"
    return body + ALPHABET[-sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body)) % 31]


def make(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write("统一社会信用代码,企业名称,注册日期,企业类型,所在省份,地区\n")
        for i in range(rows):
            k = i * 7919 % rows  # not in the order of codes
            out.write(f"{code_of(k)},长春第{k}号商贸有限公司,2001-02-03,有限责任公司,吉林,长春\n")


def bare(path):
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(pathlib.Path(folder, "bare.db"))
        with open(path, encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            db.execute("CREATE TABLE t(id TEXT PRIMARY KEY, b, c, d, e, f) WITHOUT ROWID")
            db.executemany("INSERT OR IGNORE INTO t VALUES(?,?,?,?,?,?)", rows)
        db.commit()
        db.close()
    return {"wall": time.monotonic() - started, "cpu": 0, "mib": 0}


def once(args, path):
    with tempfile.TemporaryDirectory() as home:
        words = [args.bin / "cli/qian", "import", "targets", path, "--list", "l", "--department", "D", "--home", home]
        out = {"sha256sum": measure(["sha256sum", path]), "dry run": measure(words),
               "apply": measure(words + ["--apply", "--skip-bad"]),
               "again": measure(words + ["--apply", "--skip-bad"]), "bare SQLite": bare(path)}
        return out, pathlib.Path(home, "registers.db").stat().st_size


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=pathlib.Path, default=pathlib.Path("build/release"))
    parser.add_argument("--rows", default="100000,1000000")
    parser.add_argument("--file", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=pathlib.Path)
    args = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        files = [args.file] if args.file else []
        for rows in [] if args.file else map(int, args.rows.split(",")):
            files.append(pathlib.Path(folder, f"{rows}.csv"))
            make(files[-1], rows)
        for path in files:
            runs = [once(args, path) for _ in range(args.runs)]
            for what in runs[0][0]:
                mid = {k: statistics.median(r[0][what][k] for r in runs) for k in ("wall", "cpu", "mib")}
                base = statistics.median(r[0]["sha256sum"]["wall"] for r in runs)
                results.append({"file": path.name, "what": what, **mid, "ratio": mid["wall"] / base,
                                "db_mib": runs[0][1] / 2**20})
                print(f"{path.name:>14} {what:>12} {mid['wall']:8.2f} s {mid['cpu']:8.2f} s CPU {mid['mib']:6.0f} MiB "
                      f"{results[-1]['ratio']:8.1f} × sha256sum   registers.db {results[-1]['db_mib']:.0f} MiB", flush=True)
    if args.json:
        args.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
