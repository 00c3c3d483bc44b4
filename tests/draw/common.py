# SPDX-License-Identifier: MulanPSL-2.0
"""What the tests of whole draws share."""
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BALLS = "balls=03-17-22-08-31-11-29-05"
SEED = "qian/1 test-seed\nseed " + "5a" * 32 + "\ncreated 2026-03-02T09:00:00+08:00\n"
PASSPHRASE = "a passphrase for rehearsals"
SUITES = ("sha256-ed25519", "sm3-sm2")


class Tally:
    def __init__(self, name):
        self.name, self.passed, self.failed = name, 0, 0

    def check(self, good, what):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{self.name}: {what}")

    def end(self):
        print(f"{self.name}: {self.passed} passed, {self.failed} failed")
        sys.exit(self.failed > 0 or self.passed == 0)


def run(command, cwd=None, env=None, **more):
    whole = dict(os.environ, **(env or {}))
    return subprocess.run(command, cwd=cwd, env=whole, capture_output=True, text=True, timeout=600,
                          stdin=subprocess.DEVNULL, **more)


def run_with_passphrase(command, passphrase=PASSPHRASE, **more):
    """Run a verb that opens keys; it gets the passphrase on a descriptor."""
    there, here = os.pipe()
    os.write(here, passphrase.encode() + b"\n")
    os.close(here)
    try:
        return run([*command, "--passphrase-fd", str(there)], pass_fds=[there], **more)
    finally:
        os.close(there)


def roster(folder, targets, inspectors, items, capacity, suite="sha256-ed25519", seed=1):
    """A made-up input of vectors/make/roster.py; returns the request as an object."""
    run([sys.executable, str(ROOT / "vectors/make/roster.py"), str(folder), "--targets", str(targets),
         "--inspectors", str(inspectors), "--seed", str(seed), "--items", items, "--capacity",
         str(capacity), "--suite", suite], check=True)
    return json.loads(pathlib.Path(folder, "request.json").read_text(encoding="utf-8"))


def write_request(folder, request, name="request.json"):
    path = pathlib.Path(folder, name)
    path.write_text(json.dumps(request, ensure_ascii=False), encoding="utf-8")
    return path


def files_of(bundle):
    return {p.name: p.read_bytes() for p in pathlib.Path(bundle).iterdir()}
