#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""`qian import --apply` is killed, or its disk fails, at every call that writes: kill.py QIAN [--full]

A list of a few hundred rows gets changes, removals and additions. The calls of one undisturbed run
are counted; then, for each of them, the registers are put back as they were, and the run is killed
at it, or told EIO or ENOSPC. After that the registers hold all that they held before or all that
they should hold after, nothing between, and the same run again brings them there
(spec/import.md 7.2). Without --full a sample that is the same each time. Exit 77 where strace may
not inject.
"""
import argparse
import collections
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from desk import Desk, rows, table  # noqa: E402

CALLS = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename", "unlink", "openat", "close")
KINDS = {"kill": "signal=KILL", "EIO": "error=EIO", "ENOSPC": "error=ENOSPC"}
ROWS = 400
SAMPLE = 45


class Failed(Exception):
    pass


def shown(desk):
    """What can be asked of the registers. Times differ from run to run and are left out."""
    tables = desk.dump()
    tables["change"] = [row[:1] + row[2:] for row in tables["change"]]
    return tables


def trace(desk, command, what, *inject):
    out = desk.folder / "trace"
    return subprocess.run(["strace", "-f", "-o", str(out), "-e", f"trace={what}", *inject, *command],
                          capture_output=True, env=desk.env)


class Campaign:
    def __init__(self, qian, folder):
        self.desk = Desk(qian, folder)
        desk, self.saved = self.desk, self.desk.folder / "saved"
        old = desk.file("old.csv", table(rows(ROWS)))
        new = rows(ROWS)
        for i in range(0, ROWS, 5):
            new[i][1] += "（改名）"
        self.new = desk.file("new.csv", table(new[30:] + rows(60, ROWS)))
        if desk.run(old, "--apply")[0] != 0:
            raise Failed("the first list is not there")
        shutil.copytree(desk.home, self.saved)
        self.command = desk.command(self.new, "--apply", "--reason", "closed", "--who", "x")
        self.before = shown(desk)
        trace(desk, self.command, ",".join(CALLS))
        text = (desk.folder / "trace").read_text(encoding="utf-8", errors="replace")
        self.counts = {call: len(re.findall(rf"^\d+ +{call}\(", text, re.M)) for call in CALLS}
        self.after = shown(desk)
        if self.after == self.before or len(self.after["targets"]) < ROWS + 100:
            raise Failed("the second list changes nothing")
        self.ended = collections.Counter()

    def put_back(self):
        shutil.rmtree(self.desk.home)
        shutil.copytree(self.saved, self.desk.home)

    def points(self):
        return [(kind, call, i) for kind in KINDS for call, count in self.counts.items() for i in range(1, count + 1)]

    def point(self, kind, call, number):
        where = f"{kind} at {call} {number}"
        self.put_back()
        done = trace(self.desk, self.command, call, "-e", f"inject={call}:{KINDS[kind]}:when={number}")
        again = subprocess.run(self.command, capture_output=True, env=self.desk.env)
        if again.returncode != 0:
            raise Failed(f"{where}: again: exit {again.returncode}: {again.stderr.decode()}")
        if shown(self.desk) != self.after:
            raise Failed(f"{where}: the same run again does not bring it to its end")
        new = b'"applied": true' not in again.stdout
        if done.returncode == 0 and not new:
            raise Failed(f"{where}: it said that it was done, and it was not")
        self.ended["new" if new else "old"] += 1

    def state(self, kind, call, number):
        """The same, and what a dry run finds before the second run."""
        where = f"{kind} at {call} {number}"
        self.put_back()
        done = trace(self.desk, self.command, call, "-e", f"inject={call}:{KINDS[kind]}:when={number}")
        code = self.desk.run(self.new)[0]
        if code != 0 or shown(self.desk) not in (self.before, self.after):
            raise Failed(f"{where}: neither the old nor the new state (exit {code})")
        if done.returncode == 0 and shown(self.desk) != self.after:
            raise Failed(f"{where}: it said that it was done, and it was not")
        left = {p.name for p in self.desk.home.iterdir()} - {"registers.db", "registers.db-wal", "registers.db-shm"}
        if left:
            raise Failed(f"{where}: left behind: {left}")


def can_inject():
    return shutil.which("strace") and subprocess.run(
        ["strace", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:signal=KILL:when=9", "true"],
        capture_output=True).returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("qian")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--folder", default="/dev/shm" if os.path.isdir("/dev/shm") else tempfile.gettempdir())
    args = parser.parse_args()
    if not can_inject():
        print("kill: strace cannot inject here")
        return 77
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(dir=args.folder) as folder:
            campaign = Campaign(args.qian, folder)
            points = campaign.points()
            chosen = points if args.full else points[:: max(1, len(points) // SAMPLE)]
            for point in chosen:
                campaign.state(*point)
                campaign.point(*point)
    except Failed as fault:
        print(f"kill: {fault}")
        return 1
    calls = ", ".join(f"{count} {call}" for call, count in campaign.counts.items())
    print(f"kill: {len(chosen)} of {len(points)} points ({calls}; each killed, EIO, ENOSPC): {campaign.ended['old']} "
          f"left the old registers, {campaign.ended['new']} the new; all came to their end; "
          f"{time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
