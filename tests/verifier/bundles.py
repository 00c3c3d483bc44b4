#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Runs qian-verify over every bundle of vectors/bundles: verdict, exit code, codes, and what else expect.json has.

    bundles.py QIAN_VERIFY BUNDLES_DIR
"""
import json
import os
import subprocess
import sys

STEPS = 98


def codes_in(report, state):
    return sorted({c["code"] for c in report["checks"] if c["state"] == state})


def main(verify, bundles):
    count = failures = 0
    for name in sorted(os.listdir(bundles)):
        folder = os.path.join(bundles, name)
        if not os.path.exists(os.path.join(folder, "expect.json")):
            continue
        with open(os.path.join(folder, "expect.json"), encoding="utf-8") as text:
            expect = json.load(text)
        done = subprocess.run([verify, os.path.join(folder, "bundle"), "--policy", os.path.join(folder, "policy.txt"),
                               "--json"], stdout=subprocess.PIPE, check=False)
        report = json.loads(done.stdout)
        found = dict(report, codes=codes_in(report, "failed"), open=codes_in(report, "open"))
        count += 1
        wrong = [member for member, value in expect.items() if member in found and found[member] != value]
        if wrong or done.returncode != expect["exit"] or len(report["checks"]) != STEPS:
            failures += 1
            print("FAILED", name, wrong, done.returncode, len(report["checks"]), found["codes"])
    print(count, "bundles,", failures, "failures")
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
