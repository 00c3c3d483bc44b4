#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Kills `qian log add` and looks at what is left.

    kill.py QIAN [--rounds 60] [--seed N]

First at random moments, in a loop; then, where strace is there, at each fsync, rename, write to the
database, unlink and open of a run, once each. After every kill the log goes on: nothing that was
acknowledged is gone or has moved, the published checkpoint never shrinks, and two signed
checkpoints of one size have one root. At the end each note is there once and fsck finds nothing.
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
        self.vkey = self.run("log", "init", "log.example/kill", "--home", self.home).strip()

    def run(self, *args):
        done = subprocess.run([self.qian, *map(str, args)], capture_output=True, text=True, env=self.env)
        if done.returncode != 0:
            raise Failed(f"{args}: exit {done.returncode}: {done.stderr}")
        return done.stdout

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
        self.run("log", "fsck", self.home / "log", "--log", self.vkey)

    def finish(self, numbers):
        seen = set()
        for number in numbers:
            done = subprocess.run(self.command(number), capture_output=True, text=True, env=self.env)
            if done.returncode != 0:
                raise Failed(f"note {number}: {done.stderr}")
            answer = json.loads(done.stdout)
            self.acknowledge(number, answer["entries"][0]["index"])
            seen.add(answer["entries"][0]["index"])
        self.look()
        if len(seen) != len(numbers) or self.size != len(numbers):
            raise Failed(f"{len(numbers)} notes, {len(seen)} places, size {self.size}")


def random_kills(log, rounds, dice):
    started = time.monotonic()
    subprocess.run(log.command(0), capture_output=True, env=log.env, check=True)
    whole = time.monotonic() - started
    killed = 0
    for number in range(1, rounds + 1):
        process = subprocess.Popen(log.command(number), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   text=True, env=log.env)
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
    subprocess.run(["strace", "-f", "-o", str(trace), "-e", "trace=" + ",".join(CALLS), *log.command(number)],
                   capture_output=True, env=log.env, check=True)
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
            done = subprocess.run(["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject,
                                   *log.command(number)], capture_output=True, text=True, env=log.env)
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
