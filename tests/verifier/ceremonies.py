#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Ceremonies, good and faulty: which codes does qian-verify report, and which verdict?

    ceremonies.py QIAN_VERIFY BUNDLES_DIR [PART/PARTS, or the name of a case]
"""
import json
import os
import subprocess
import sys
import tempfile

from ceremony import CASES, Ceremony, clock, write
import ceremony_log  # noqa: F401, its cases
import ceremony_lotteries  # noqa: F401, its cases
import ceremony_notices  # noqa: F401, its cases
import ceremony_offices  # noqa: F401, its cases
import ceremony_origins  # noqa: F401, its cases
import ceremony_policies  # noqa: F401, its cases
import ceremony_quorums  # noqa: F401, its cases
import ceremony_signers  # noqa: F401, its cases
import ceremony_times  # noqa: F401, its cases
import ceremony_values  # noqa: F401, its cases
import ceremony_whole  # noqa: F401, its cases
import ceremony_wishes  # noqa: F401, its cases


def run(verify, folder, policy):
    words = [verify, folder, "--json"] + (["--policy", policy] if policy else [])
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    report = json.loads(done.stdout)
    assert report["exit"] == done.returncode, (report["exit"], done.returncode)
    failed = sorted({c["code"] for c in report["checks"] if c["state"] == "failed"})
    return " ".join(failed) or report["verdict"], report, done.stderr.decode()


def check_output(name, c, report):
    """What the report says beside the checks."""
    if name == "good_all":
        times = {"notice": 110, "close": 210, "transcript": 910, "open": 1010}
        proven = {name: clock(c.created + t) for name, t in times.items()}
        assert report["proven"] == {**proven, "void": None}, report["proven"]
        assert report["objections"] == [{"name": s.name, "reason": r} for s, r in c.objections], report["objections"]
        assert report["outcome"] == "drawn"
    if name == "void_late":
        assert report["outcome"] == "void" and report["proven"]["void"] is not None


def check_steps(options, report):
    """Steps with their state, counts (counted, failed), and words that their fault must hold."""
    checks = {check["step"]: check for check in report["checks"]}
    wrong = []
    for step, state in options.get("steps", {}).items():
        wrong += [] if checks[step]["state"] == state else ["%d is %s" % (step, checks[step]["state"])]
    for step, words in options.get("faults", {}).items():
        wrong += [] if words in str(checks[step]["fault"]) else ["%d has %s" % (step, checks[step]["fault"])]
    for step, counts in options.get("counted", {}).items():
        found = (checks[step]["counted"], checks[step]["failed"])
        wrong += [] if found == counts else ["%d counts %d, failed %d" % (step, *found)]
    return wrong


def main(verify, bundles, only=None):
    failures = 0
    cases = CASES
    if only and "/" in only:
        part, parts = (int(x) for x in only.split("/"))
        cases, only = CASES[part - 1::parts], None
    for name, expected, suite, setup, options in cases:
        if only and only != name:
            continue
        which = suite + "-joint-balls"
        c = Ceremony(os.path.join(bundles, which), os.path.join(bundles, "keys.json"), which)
        setup(c)
        files, policy = c.build()
        with tempfile.TemporaryDirectory() as room:
            folder = os.path.join(room, "bundle")
            write(folder, files)
            write(room, {"policy.txt": policy})
            found, report, errors = run(verify, folder,
                                        os.path.join(room, "policy.txt") if options.get("policy", True) else None)
        wanted = " ".join(sorted(expected.split()))
        wrong = check_steps(options, report) if found == wanted != "ERROR" else []
        if found != wanted or wrong:
            failures += 1
            print("FAILED", name, "found", found, "expected", wanted, errors, *wrong)
            for check in report["checks"]:
                if check["state"] in ("failed",) or (only and check["state"] != "passed"):
                    print("   ", check["step"], check["code"], check["state"], check["fault"])
        else:
            check_output(name, c, report)
    print(len(cases), "ceremonies,", failures, "failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
