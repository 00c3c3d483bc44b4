#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Holds qian-verify to bundles/expected.json: verdict, codes, outcome, proven times, objections and open codes.

    expected.py QIAN_VERIFY BUNDLES_DIR
"""
import json
import os
import subprocess
import sys


def run(verify, bundles, case):
    words = [verify, os.path.join(bundles, case["bundle"], "bundle"), "--json"]
    if case["policy"] is not None:
        words += ["--policy", os.path.join(bundles, case["policy"])]
    done = subprocess.run(words, stdout=subprocess.PIPE, check=False)
    report = json.loads(done.stdout)
    found = {name: report[name] for name in ("verdict", "outcome", "proven", "objections")}
    found["exit"] = done.returncode
    for name, state in (("codes", "failed"), ("open", "open")):
        found[name] = sorted({c["code"] for c in report["checks"] if c["state"] == state})
    return found


def main(verify, bundles):
    path = os.path.join(bundles, "expected.json")
    with open(path, encoding="utf-8") as text:
        cases = json.load(text)["cases"]
    failures = 0
    for case in cases:
        found = run(verify, bundles, case)
        for name, value in found.items():
            if name in case and case[name] != value:
                failures += 1
                print("FAILED", case["bundle"], case["policy"], name, "found", value, "expected", case[name])
    print(len(cases), "cases,", failures, "failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
