# SPDX-License-Identifier: MulanPSL-2.0
"""Runs the verifier on a mutant and judges what it says by spec/verify.md."""
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile

import lab  # noqa: F401  (puts vectors/make on the path)
from base import SUITES, h
from lab import ROOT, seal

TIME = 10
VERDICTS = {0: "VALID", 1: "INVALID", 2: "INCOMPLETE", 3: "UNSUPPORTED"}
STEPS = [(int(m[1]), m[2]) for m in re.finditer(r"(?m)^\| (\d+) \| ([A-Z]\d\d) \|",
                                                (ROOT / "spec" / "verify.md").read_text(encoding="utf-8"))]
assert len(STEPS) == 98 and STEPS[-1][0] == 99


def scratch():
    shm = "/dev/shm"
    return tempfile.mkdtemp(prefix="qian-mutants-", dir=shm if os.path.isdir(shm) and os.access(shm, os.W_OK) else None)


def put(folder, files):
    os.makedirs(folder)
    for name, data in files.items():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "wb") as f:
            f.write(data)


def run(command, **more):
    """(exit code or None where it ran too long, output, errors)."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME, **more)
    except subprocess.TimeoutExpired:
        return None, b"", b""
    return done.returncode, done.stdout, done.stderr


def read_report(code, out, policy=None, notice=None):
    """(report, complaints): is this the JSON of verify 4.2, true to its own steps?"""
    bad = []
    try:
        report = json.loads(out.decode("utf-8"))
    except ValueError as fault:
        return None, ["no JSON: %s" % fault]
    wanted = {"format", "verdict", "exit", "draw", "suite", "rehearsal", "policy", "notice", "outcome", "proven", "objections", "checks"}
    if not isinstance(report, dict) or not wanted <= set(report):
        return None, ["members of the report"]
    if report["format"] != "qian.verify/1":
        bad.append("format")
    if report["exit"] != code or report["verdict"] != VERDICTS.get(code):
        bad.append("verdict %s, exit %s, process %s" % (report["verdict"], report["exit"], code))
    checks = report["checks"]
    if [(c.get("step"), c.get("code")) for c in checks] != STEPS:
        return report, bad + ["steps or codes not as in verify 3"]
    for c in checks:
        if not {"step", "code", "clause", "what", "state", "counted", "failed", "fault"} <= set(c):
            bad.append("members of step %d" % c["step"])
        elif c["state"] not in ("passed", "failed", "open", "unsupported", "not done", "none"):
            bad.append("state of step %d" % c["step"])
        elif c["state"] == "failed" and not (c["fault"] and {"place", "found", "expected"} <= set(c["fault"])
                                             and 0 < c["failed"] <= c["counted"]):
            bad.append("step %d failed but for what?" % c["step"])
        elif c["state"] == "passed" and (c["failed"] or c["fault"]):
            bad.append("step %d passed with a fault" % c["step"])
    states = {c["state"] for c in checks}
    due = 1 if "failed" in states else 3 if "unsupported" in states else 2 if states & {"open", "not done"} else 0
    if due != code:
        bad.append("verdict is not that of the states")
    if policy is not None and report["policy"] not in (None, hashlib.sha256(policy).hexdigest()):
        bad.append("policy digest")
    if notice is not None and report["notice"] not in (None, *notice):
        bad.append("notice digest")
    return report, bad


def codes_in(report, *states):
    return {c["code"] for c in report["checks"] if c["state"] in states}


def judge(base, mutant, level, verifier, place):
    """None if the verifier is right, else a sentence. place: an own folder for this worker."""
    folder = os.path.join(place, "bundle")
    shutil.rmtree(folder, ignore_errors=True)
    files = seal(base, mutant, level)
    if mutant.fs is None and files == base.files and mutant.policy is None:
        return "generator: nothing was changed"
    put(folder, files)
    policy = base.policy
    if mutant.policy:
        policy = mutant.policy(base, files, level)
    with open(os.path.join(place, "policy.txt"), "wb") as f:
        f.write(policy)
    if mutant.fs:
        mutant.fs(folder, base)
    code, out, errors = run([verifier, folder, "--policy", os.path.join(place, "policy.txt"), "--json"])
    if code is None:
        return "ran longer than %d s" % TIME
    if code < 0 or code not in VERDICTS:
        return "exit %d: %s" % (code, errors.decode("utf-8", "replace")[:200])
    report, bad = read_report(code, out, policy, [h(s, files["notice.json"]) for s in SUITES] if "notice.json" in files else None)
    if report is None or report["checks"] and "code" not in report["checks"][0]:
        return "; ".join(bad)
    states = ("failed",) if mutant.exit == (1,) else ("failed", "open", "unsupported")
    found = codes_in(report, *states)
    must, may = mutant.expected(level)
    missing = sorted(m for m in must if not set(m.split("|")) & found)
    if code not in mutant.exit:
        bad.append("exit %d, expected %s" % (code, "/".join(map(str, mutant.exit))))
    if missing:
        bad.append("missing " + ",".join(missing))
    if may is not None and mutant.exit == (1,):
        allowed = {c for m in may | must for c in m.split("|")}
        if found - allowed:
            bad.append("unrelated " + ",".join(sorted(found - allowed)))
    if bad:
        return "found %s: %s" % (",".join(sorted(found)) or "nothing", "; ".join(bad))
    return None
