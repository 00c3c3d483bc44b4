#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Holds qian-verify to the faulty ceremonies of vectors/make/faults_ceremony.py, made by a third hand.

    faults.py QIAN_VERIFY VECTORS_DIR [PART/PARTS]

Their codes are those of steps 65 and above, and of missing and surplus entries. Where everyone has colluded (level 4)
there are no others."""
import json
import os
import subprocess
import sys
import tempfile


def write(folder, files):
    for name, data in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as out:
            out.write(data)


def run(verify, files, policy):
    with tempfile.TemporaryDirectory() as room:
        write(os.path.join(room, "bundle"), files)
        write(room, {"policy.txt": policy})
        done = subprocess.run([verify, os.path.join(room, "bundle"), "--json", "--policy",
                               os.path.join(room, "policy.txt")], stdout=subprocess.PIPE, check=False)
    report = json.loads(done.stdout)
    assert report["exit"] == done.returncode, (report["exit"], done.returncode)
    return report


def codes_of(report, whole):
    """Failed codes, of all steps or of those that the faults' codes are about; a missing entry is open (verify 1.4)."""
    found = {c["code"] for c in report["checks"] if c["state"] == "failed" and (whole or c["step"] >= 65 or
                                                                                c["step"] <= 2)}
    return found | {c["code"] for c in report["checks"] if c["state"] == "open" and c["step"] == 1}


def verdict_of(codes):
    if codes == {"F09"}:
        return "INCOMPLETE"
    return "INVALID" if codes else "VALID"


def main(verify, vectors, part="1/1"):
    sys.path.insert(0, os.path.join(vectors, "make"))
    import faults_ceremony
    failures = 0
    which, parts = (int(x) for x in part.split("/"))
    faults = faults_ceremony.FAULTS[which - 1::parts]
    for fault in faults:
        name, level = fault[0], fault[3]
        files, policy, wanted = faults_ceremony.faulty(name)
        report = run(verify, files, policy)
        found = codes_of(report, level == 4)
        right = found == wanted and (level != 4 or report["verdict"] == verdict_of(wanted))
        if not right or (wanted and report["verdict"] == "VALID"):
            failures += 1
            print("FAILED", name, "found", report["verdict"], sorted(found), "expected", sorted(wanted))
            for check in report["checks"]:
                if check["state"] not in ("passed", "none"):
                    print("   ", check["step"], check["code"], check["state"], check["fault"])
    print(len(faults), "faults,", failures, "failures")
    return 1 if failures or not faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
