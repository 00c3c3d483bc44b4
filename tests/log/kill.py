#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Kills `qian log add` and looks at what is left.

    kill.py QIAN [--rounds 60] [--seed N]

First at random moments, in a loop; then, where strace is there, at each fsync, rename, write to the
database, unlink and open of a run, once each. After every kill the log goes on: nothing that was
acknowledged is gone or has moved, the published checkpoint never shrinks, and two signed
checkpoints of one size have one root. At the end each note is there once and fsck finds nothing.
The log's key is cheap to open, so that a run is short and a kill hits the work and not the passphrase.
"""
import argparse
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "draw"))
from common import PASSPHRASE  # noqa: E402

CALLS = ("fsync", "fdatasync", "rename", "pwrite64", "write", "openat", "unlink", "mkdir", "close")
SIGNATURE = "A" * 91 + "="


class Failed(Exception):
    pass


class Log:
    def __init__(self, qian, folder):
        self.qian, self.folder, self.home = qian, folder, folder / "home"
        self.acknowledged = {}  # note -> index
        self.roots = {}         # size -> root, of every checkpoint that was ever published
        self.size = 0
        self.env = dict(os.environ, ASAN_OPTIONS="detect_leaks=0", LC_ALL="C")
        self.passphrase = folder / "pass"
        self.passphrase.write_text(PASSPHRASE + "\n", encoding="utf-8")
        self.go([self.qian, "key", "new", "log.example/kill", "--home", str(self.home), "--memory", "8"])
        self.vkey = self.go([self.qian, "log", "init", "log.example/kill", "--home", str(self.home)]).stdout.strip()

    def start(self, command, **more):
        """A process that has the passphrase as its standard input."""
        with open(self.passphrase, "rb") as source:
            return subprocess.Popen([*command, "--passphrase-fd", "0"], stdin=source, env=self.env, text=True,
                                    stdout=subprocess.PIPE, **more)

    def go(self, command, good=True):
        process = self.start(command, stderr=subprocess.PIPE)
        out, said = process.communicate()
        if good and process.returncode != 0:
            raise Failed(f"{command}: exit {process.returncode}: {said}")
        return subprocess.CompletedProcess(command, process.returncode, out, said)

    def note(self, number):
        path = self.folder / f"{number}.note"
        path.write_text(f"qian/1 close\nD-{number}\n\n\u2014 x {SIGNATURE}\n", encoding="utf-8")
        return path

    def command(self, number):
        return [self.qian, "log", "add", str(self.note(number)), "--home", str(self.home), "--json"]

    def take(self, number, output):
        """What an add said before it was killed, if it said all."""
        if not output.endswith("}\n"):
            return
        answer = json.loads(output)
        self.acknowledge(number, answer["entries"][0]["index"])

    def acknowledge(self, number, index):
        if self.acknowledged.setdefault(number, index) != index:
            raise Failed(f"note {number} was at {self.acknowledged[number]} and is at {index}")

    def look(self):
        """The published checkpoint, as it stands after a kill."""
        lines = (self.home / "log" / "checkpoint").read_text(encoding="utf-8").split("\n")
        size, root = int(lines[1]), lines[2]
        if size < self.size:
            raise Failed(f"the log shrank from {self.size} to {size}")
        self.size = size
        if self.roots.setdefault(size, root) != root:
            raise Failed(f"two roots for size {size}")
        self.fsck()

    def fsck(self):
        done = subprocess.run([self.qian, "log", "fsck", str(self.home / "log"), "--log", self.vkey],
                              capture_output=True, text=True, env=self.env)
        if done.returncode != 0:
            raise Failed(f"fsck: exit {done.returncode}: {done.stdout}{done.stderr}")

    def finish(self, numbers):
        seen = set()
        for number in numbers:
            answer = json.loads(self.go(self.command(number)).stdout)
            self.acknowledge(number, answer["entries"][0]["index"])
            seen.add(answer["entries"][0]["index"])
        self.look()
        if len(seen) != len(numbers) or self.size != len(numbers):
            raise Failed(f"{len(numbers)} notes, {len(seen)} places, size {self.size}")


def random_kills(log, rounds, dice):
    started = time.monotonic()
    log.go(log.command(0))
    whole = time.monotonic() - started
    killed = 0
    for number in range(1, rounds + 1):
        process = log.start(log.command(number), stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.1, 1.05) * whole)
        process.kill()
        output = process.communicate()[0]
        killed += process.returncode == -signal.SIGKILL
        log.take(number, output)
        log.look()
    log.finish(range(rounds + 1))
    return killed


def count_calls(log, number):
    trace = log.folder / "trace"
    log.go(["strace", "-f", "-o", str(trace), "-e", "trace=" + ",".join(CALLS), *log.command(number)])
    text = trace.read_text(encoding="utf-8", errors="replace")
    return {call: len(re.findall(rf"^\d+ +{call}\(", text, re.M)) for call in CALLS}


def each_call(log, step):
    """Kill at call number i of each kind. `step` skips some of those that are many."""
    number = points = 0
    for call, count in count_calls(log, number).items():
        stride = step if count > 40 else 1
        for i in range(1, count + 1, stride):
            number += 1
            inject = f"inject={call}:signal=KILL:when={i}"
            done = log.go(["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject,
                           *log.command(number)], good=False)
            log.take(number, done.stdout)
            log.look()
            points += 1
    log.finish(range(number + 1))
    return points


def can_trace():
    return shutil.which("strace") and subprocess.run(
        ["strace", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:signal=KILL:when=9", "true"],
        capture_output=True).returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("qian")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--step", type=int, default=5)
    args = parser.parse_args()
    print(f"seed {args.seed}")
    points = 0
    try:
        with tempfile.TemporaryDirectory() as folder:
            killed = random_kills(Log(args.qian, pathlib.Path(folder)), args.rounds, random.Random(args.seed))
        if can_trace():
            with tempfile.TemporaryDirectory() as folder:
                points = each_call(Log(args.qian, pathlib.Path(folder)), args.step)
        else:
            print("no strace: calls are not counted")
    except Failed as fault:
        print(f"kill: {fault}")
        return 1
    print(f"kill: {killed} of {args.rounds} runs killed at random, {points} at a call; nothing lost")
    return killed < args.rounds // 4


if __name__ == "__main__":
    sys.exit(main())
