#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""What a draw and its verification cost as the roster grows (B45). A benchmark, not a test.

    bench.py [--bin build/release] [--rows 100000,1000000] [--items 1,3] [--runs 3]
             [--suites sha256-ed25519,sm3-sm2] [--json FILE]

Draw, verification and, for scale, `sha256sum` (or `cksum -a sm3`) of the roster file alternate in
one run, so that a noisy machine disturbs all alike; medians are printed, and ratios to the hash of
the roster. Rosters are made up (vectors/make/roster.py). Draws use a test seed: what deriving a key
from a passphrase costs does not grow with the roster, and is printed once (a key is taken into an
empty home).
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BALLS = "balls=03-17-22-08-31-11-29-05"
SEED = "qian/1 test-seed\nseed " + "5a" * 32 + "\ncreated 2026-03-02T09:00:00+08:00\n"
ITEMS = [f"I-{i:03}:D{i % 3}" for i in range(8)]


def measure(command, cwd=None, stdin=None):
    """Wall seconds, CPU seconds and peak memory in MiB of one process."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=cwd, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command}: exit {process.returncode}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "mib": usage.ru_maxrss / 1024}


def medians(runs):
    return {k: statistics.median(r[k] for r in runs) for k in runs[0]}


def one(args, work, rows, items, suite):
    folder = work / f"{rows}-{items}"
    if not folder.exists():
        subprocess.run([sys.executable, str(ROOT / "vectors/make/roster.py"), str(folder), "--targets",
                        str(rows), "--inspectors", "300", "--seed", "1", "--items",
                        ",".join(ITEMS[:items]), "--capacity", "400"], check=True)
    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    request["suite"] = suite
    path = folder / f"{suite}.json"
    path.write_text(json.dumps(request, ensure_ascii=False), encoding="utf-8")
    seed = folder / "seed"
    seed.write_text(SEED, encoding="utf-8")
    qian, verify = args.bin / "cli/qian", args.bin / "verifier/qian-verify"
    home, bundle = folder / "home", folder / "bundle"
    hash_command = ["sha256sum"] if suite.startswith("sha256") else ["cksum", "-a", "sm3"]
    runs = {"draw": [], "verify": [], "hash": []}
    for _ in range(args.runs):
        shutil.rmtree(bundle, ignore_errors=True)
        runs["draw"].append(measure([qian, "draw", "all", path, "--home", home, "--out", bundle,
                                     "--public", BALLS, "--test-seed", seed]))
        runs["verify"].append(measure([verify, bundle, "--policy", home / "policy.txt"]))
        runs["hash"].append(measure([*hash_command, bundle / "targets.tsv"]))
    row = {"rows": rows, "items": items, "suite": suite,
           "roster_mib": (bundle / "targets.tsv").stat().st_size / 2**20,
           **{k: medians(v) for k, v in runs.items()}}
    row["draw_ratio"] = row["draw"]["wall"] / row["hash"]["wall"]
    row["verify_ratio"] = row["verify"]["wall"] / row["hash"]["wall"]
    return row


def unlock(args, work):
    """What it costs to open one sealed key."""
    qian, passphrase = args.bin / "cli/qian", work / "passphrase"
    passphrase.write_text("a passphrase for a benchmark\n", encoding="utf-8")
    runs = []
    for i in range(-1, args.runs):
        command = ["key", "import", work / "copy"] if i >= 0 else ["key", "new", "operator"]
        with open(passphrase, encoding="utf-8") as f:
            runs.append(measure([qian, *command, "--home", work / f"home{i}", "--passphrase-fd", "0"], stdin=f))
        if i < 0:
            subprocess.run([qian, "key", "export", "operator", "--home", work / "home-1", "--out", work / "copy"],
                           check=True, stdout=subprocess.DEVNULL)
    return medians(runs[1:])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--bin", type=pathlib.Path, default=ROOT / "build/release")
    parser.add_argument("--rows", default="100000,1000000")
    parser.add_argument("--items", default="1,3")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--suites", default="sha256-ed25519,sm3-sm2")
    parser.add_argument("--json", type=pathlib.Path)
    args = parser.parse_args()
    args.bin = args.bin.resolve()
    table = []
    with tempfile.TemporaryDirectory() as work:
        once = unlock(args, pathlib.Path(work))
        print(f"one sealed key opened: {once['wall']:.2f} s, {once['mib']:.0f} MiB")
    print("     rows items suite           draw s  µs/row   MiB  verify s  µs/row   MiB  hash s  draw/hash  verify/hash")
    with tempfile.TemporaryDirectory() as work:
        for rows in map(int, args.rows.split(",")):
            for items in map(int, args.items.split(",")):
                for suite in args.suites.split(","):
                    r = one(args, pathlib.Path(work), rows, items, suite)
                    table.append(r)
                    d, v, h = r["draw"], r["verify"], r["hash"]
                    print(f"{rows:9} {items:5} {suite:15} {d['wall']:6.2f} {d['wall'] / rows * 1e6:7.2f} {d['mib']:5.0f} "
                          f"{v['wall']:9.2f} {v['wall'] / rows * 1e6:7.2f} {v['mib']:5.0f} {h['wall']:7.2f} "
                          f"{r['draw_ratio']:10.1f} {r['verify_ratio']:12.1f}", flush=True)
            for folder in pathlib.Path(work).iterdir():
                shutil.rmtree(folder)
    if args.json:
        args.json.write_text(json.dumps({"format": "qian.bench/1", "unlock": once, "results": table}, indent=1) + "\n")


if __name__ == "__main__":
    main()
