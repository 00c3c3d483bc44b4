#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Every command of a ceremony is killed, or its disk fails, at every call that touches its files.

    faults.py QIAN QIAN_VERIFY [--points N | --full [--writes]] [--kinds kill,EIO,ENOSPC] [--way draw,void]
              [--suite sha256-ed25519] [--only VERB] [--finish N] [--seed N] [--folder DIR]

A ceremony goes step by step, by the real commands of its parties. Before each command homes and case
are saved. The command is traced once undisturbed; then, for each kind of fault and each call of the
trace that touches homes, case or bundle: homes and case are put back, the command is run under
`strace -e inject=CALL:…:when=N`, then run again without a fault. It has to end as the undisturbed one
did, and nothing that was acknowledged may be lost or made a second time (spec/ceremony.md 6.4, 6.5;
`Ledger` says what is looked at). A command whose disk failed either ends as the undisturbed one, where
the call did not matter, or with 3, one line, and the place. The last of a step's points is what the
next step goes on from, so the ceremony whose bundle is verified at the end was broken off at every
step; --finish N brings every N-th point to its end by itself.

Without options one point of each command, for CI: the same ones with the same seed. `--full` takes every
point (some 40,000, half a second each), with `--writes` those at which something is written, flushed or
renamed (some 9,000); --points N takes N of each command and kind. Works in memory where /dev/shm is there.
Prints points and kinds; exit 77 where strace may not inject.
"""
import argparse
import base64
import collections
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

from hall import BALLS, CONTRIBUTORS, NO_KEY, ORIGIN, WITNESSES, Hall, run, run_with_passphrase, write_request

CALLS = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename", "renameat", "renameat2", "unlink",
         "unlinkat", "rmdir", "openat", "mkdir", "close")
WRITES = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename", "renameat", "renameat2")
KINDS = ("kill", "EIO", "ENOSPC")


class Failed(Exception):
    pass


class Step:
    """One command of one party."""

    def __init__(self, case, verb, who="operator", *more, code=0):
        self.verb, self.who, self.code, self.key = verb, who, code, verb not in NO_KEY
        self.name, self.says = f"{verb} {who}", f"qian ceremony {verb}"
        self.command = [case.hall.qian, *map(str, case.words(verb, who, *more))]

    def run(self, prefix=()):
        command = [*prefix, *self.command]
        return run_with_passphrase(command) if self.key else run(command)


class Freeze(Step):
    def __init__(self, case, who):
        self.verb, self.who, self.code, self.key = "freeze", who, 0, False
        self.name, self.says = f"freeze {who}", "qian roster freeze"
        self.command = [case.hall.qian, "roster", "freeze", who, str(case.file), "--out", str(case.input / "frozen"),
                        "--home", str(case.hall.homes[who])]


def freezing(case):
    """Both custodians freeze; what follows goes by the tables that they froze."""
    yield from [Freeze(case, who) for who in ("targets", "inspectors")]
    case.request.update(targets="frozen/targets.tsv", inspectors="frozen/inspectors.tsv",
                        recusals="frozen/recusals.tsv")
    case.file = write_request(case.input, case.request, "frozen.json")


def opening(case):
    party = lambda verb, who, *more: Step(case, verb, who, "--name", case.name(who), *more)  # noqa: E731
    yield Step(case, "open", "operator", "--request", case.file)
    yield from (party("commit", c) for c in CONTRIBUTORS)
    yield Step(case, "notice", code=3)
    yield from (party("sign", c) for c in CONTRIBUTORS)
    yield from (party("sign", c, *case.roster_option(c)) for c in ("targets", "inspectors"))
    yield from logged(case, "notice")


def logged(case, verb, *more):
    """A note that all have signed goes into the log."""
    yield Step(case, verb, "operator", *more, code=3)
    yield from (Step(case, "cosign", w, "--name", w) for w in WITNESSES)
    yield Step(case, verb, "operator", *more)


def draw(case):
    yield from freezing(case)
    yield from opening(case)
    yield from (Step(case, "reveal", c, "--name", c) for c in CONTRIBUTORS)
    yield Step(case, "close", code=3)
    yield from (Step(case, "sign", w, "--name", w) for w in WITNESSES)
    yield from logged(case, "close")
    yield Step(case, "public", "operator", "--public", BALLS, "--again", BALLS)
    yield Step(case, "draw")
    yield from (Step(case, "witness", w, "--name", w, "--verifier", case.hall.verify) for w in WITNESSES)
    yield from logged(case, "transcript")
    yield Step(case, "publish", "operator", "--out", case.bundle)


def void(case):
    yield from opening(case)
    yield Step(case, "void", "operator", "--reason", "演练", code=3)
    yield Step(case, "sign", "supervisor", "--name", "监督员")
    yield from logged(case, "void", "--reason", "演练")
    yield Step(case, "publish", "operator", "--out", case.bundle)


WAYS = {"draw": draw, "void": void}


class Ledger:
    """What was acknowledged, as the databases, the log and the case tell it: facts that only grow."""

    TABLES = {"draw_file": ("draw, name", "digest"), "signed": ("draw, kind, signer", "digest"),
              "log_entry": ("place", "digest"), "log_checkpoint": ("size", "root"),
              "draw": ("id", "plan_line, authority, year, serial"), "witness_self": ("id", "vkey")}

    def __init__(self, hall, case, who):
        self.hall, self.case, self.home, self.facts, self.known = hall, case, hall.homes[who], {}, {}
        if (self.home / "qian.db").exists():
            with tempfile.TemporaryDirectory(dir=hall.folder) as folder:
                for path in self.home.glob("qian.db*"):  # with what a broken off command left
                    shutil.copy(path, folder)
                self.read(pathlib.Path(folder) / "qian.db")
        self.read_parts()
        self.read_checkpoints()

    def fact(self, name, value):
        if self.facts.setdefault(name, value) != value:
            raise Failed(f"{name}: {self.facts[name]} and {value}")

    def read(self, path):
        db = sqlite3.connect(path)
        there = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
        for table, (key, value) in self.TABLES.items():
            if table not in there:
                continue
            keys = key.count(",") + 1
            for row in db.execute(f"SELECT {key}, {value} FROM {table}"):
                if table == "signed" and row[1] == "transcript":
                    continue  # spec/ceremony.md 6.5: "may be sealed anew"
                row = [c.hex() if isinstance(c, bytes) else c for c in row]
                self.fact((table, *row[:keys]), row[keys:])
                if table == "log_checkpoint":
                    self.fact(("root", row[0]), row[1])
        # Before the last of these is there, nobody was shown a file: they are made anew.
        last = {"operator": "draft.json", "inspectors": "inspectors.tsv"}.get(self.home.name)
        done = {f[1] for f in self.facts if f[0] == "draw_file" and last in (None, f[2])}
        self.facts = {f: v for f, v in self.facts.items() if f[0] != "draw_file" or f[1] in done}
        if "log_entry" in there:
            self.one_entry_a_note(db)
        if "witness_log" in there:
            self.known = {row[0]: row[1] for row in db.execute("SELECT origin, size FROM witness_log")}
            for origin, size, root in db.execute("SELECT origin, size, root FROM witness_log WHERE root NOT NULL"):
                self.fact(("root", size), root.hex())
        db.close()

    def one_entry_a_note(self, db):
        seen = collections.Counter()
        for (entry,) in db.execute("SELECT bytes FROM log_entry"):
            seen[tuple(bytes(entry).split(b"\n")[:2])] += 1
        for note, count in seen.items():
            if count > 1:
                raise Failed(f"{note} stands in the log {count} times")

    def read_parts(self):
        """What others may have taken away already: a part that was given stays what it is."""
        for path in sorted((self.case.path / "parts").glob("*")):
            if path.suffix != ".partial" and not path.name.startswith("cosign") and self.stays(path.name):
                self.fact(("part", path.name), hashlib.sha256(path.read_bytes()).hexdigest())

    def stays(self, name):
        """SM2 signs one text in many ways."""
        return self.hall.suite == "sha256-ed25519" or not name.startswith("sign")

    def read_checkpoints(self):
        places = [self.hall.homes["operator"] / "log" / "checkpoint", *self.case.path.glob("parts/cosign.*.request")]
        for path in places:
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            lines = text.split("\n\n", 1)[1].split("\n") if path.suffix == ".request" else text.split("\n")
            if len(lines) > 3:
                self.fact(("root", int(lines[1])), base64.b64decode(lines[2]).hex())

    def kept(self):
        """Every file that was acknowledged is in the home as it was, and who is who in it."""
        for fact, (digest,) in ((f, v) for f, v in self.facts.items() if f[0] == "draw_file"):
            path = self.home / "draws" / fact[1] / fact[2]
            if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
                raise Failed(f"{path}: not what was acknowledged")
        for path in (self.home / "identities").glob("*.tsv"):
            table = self.home / "draws" / path.stem / "inspectors.tsv"
            if table.exists() and self.column(path) != self.column(table):
                raise Failed(f"{path}: not of the inspectors that were frozen")

    @staticmethod
    def column(path):
        return {line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:]}

    def grown_from(self, older, what):
        for fact, value in older.facts.items():
            if fact[0] in ("part", "root") and fact not in self.facts:
                continue  # a file that had done its work, or that stands beside the databases
            if self.facts.get(fact) != value:
                raise Failed(f"{what}: {fact} was {value} and is {self.facts.get(fact)}")
        for origin, size in older.known.items():
            if self.known.get(origin, 0) < size:
                raise Failed(f"{what}: the witness forgot size {size}")


class Point:
    def __init__(self, kind, call, number):
        self.kind, self.call, self.number = kind, call, number
        how = "signal=KILL" if kind == "kill" else f"error={kind}"
        self.prefix = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                       f"inject={call}:{how}:when={number}"]

    def __str__(self):
        return f"{self.kind} at {self.call} {self.number}"


class Campaign:
    def __init__(self, hall, args, dice):
        self.hall, self.args, self.dice = hall, args, dice
        self.saved, self.trace = hall.folder / "saved", hall.folder / "trace"
        self.counts, self.ended, self.finished = collections.Counter(), collections.Counter(), 0

    # homes, case, bundle

    def places(self):
        return [self.hall.folder / "homes", self.case.path, self.case.bundle, self.case.input / "frozen"]

    def save(self, to):
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir()
        for place in self.places():
            if place.exists():
                subprocess.run(["cp", "-a", place, to / place.name], check=True)

    def restore(self, source):
        for place in [*self.places(), *self.hall.folder.glob(self.case.bundle.name + ".*")]:
            shutil.rmtree(place, ignore_errors=True)
        for place in self.places():
            if (source / place.name).exists():
                subprocess.run(["cp", "-a", source / place.name, place], check=True)

    def names(self):
        found = set()
        for place in self.places():
            found |= {str(p.relative_to(self.hall.folder)) for p in place.rglob("*") if not p.is_dir()}
        return found

    # one command

    def points_of(self, step):
        """The calls of an undisturbed run that touch homes, case or bundle, by name and number."""
        self.trace.unlink(missing_ok=True)
        done = step.run(["strace", "-f", "-y", "-s", "300", "-o", str(self.trace), "-e", "trace=" + ",".join(CALLS)])
        if done.returncode != step.code:
            raise Failed(f"{step.name}: exit {done.returncode}: {done.stderr}")
        count, calls, folder = collections.Counter(), set(), str(self.hall.folder)
        for line in self.trace.read_text(encoding="utf-8", errors="replace").splitlines():
            match = re.match(r"(\d+) +(\w+)\((.*)", line)
            if not match:
                continue
            process, call, rest = match.groups()
            count[process, call] += 1
            if folder in rest:
                calls.add((call, count[process, call], True))
            elif call == "write" and rest.startswith("1<pipe"):
                calls.add((call, count[process, call], False))
        wanted = WRITES if self.args.writes else CALLS
        return done, [Point(kind, call, number) for call, number, disk in sorted(calls) for kind in self.args.kinds
                      if call in wanted and (disk or kind == "kill")]

    def fsck(self, step):
        if step.who == "operator":
            done = run([self.hall.qian, "log", "fsck", str(self.hall.homes["operator"] / "log"), "--log",
                        self.hall.vkeys["operator", ORIGIN, "sha256-ed25519"]])
            if done.returncode != 0:
                raise Failed(f"fsck: {done.stdout}{done.stderr}")

    def check_end(self, step, point, done, clean):
        """How a command ends that was disturbed."""
        if point.kind == "kill":
            if done.returncode not in (-9, 137):  # it was its verifier that was killed
                if step.verb != "witness" or done.returncode not in (0, 3):
                    raise Failed(f"was not killed: {done.returncode} {done.stderr}")
            self.ended["killed"] += 1
        elif (done.returncode, done.stderr) == (clean.returncode, clean.stderr):
            self.ended["made no difference"] += 1
        elif step.verb == "witness" and done.returncode in (3, 127):
            self.ended["its verifier failed"] += 1  # whose number of a call hits another call of ours, too
        else:
            lines = done.stderr.strip().split("\n")
            if done.returncode != 3 or len(lines) != 1 or not lines[0].startswith(step.says):
                raise Failed(f"exit {done.returncode}: {done.stderr}")
            if not any(place in lines[0] for place in (str(self.hall.folder), "qian-verify", "standard output")):
                raise Failed(f"no place: {done.stderr}")
            self.ended["exit 3"] += 1

    def check_again(self, step, clean, again, disturbed):
        if (again.returncode, again.stderr) != (clean.returncode, clean.stderr):
            raise Failed(f"again: {again.returncode} {again.stderr} instead of {clean.returncode} {clean.stderr}")
        for line in disturbed.stdout.splitlines():
            if line.startswith("committed") and line not in again.stdout:
                raise Failed(f"said {line}, and then {again.stdout}")

    def one(self, step, point, clean, before, names):
        disturbed = step.run(point.prefix)
        broken = Ledger(self.hall, self.case, step.who)
        broken.grown_from(before, "when broken off")
        self.fsck(step)
        self.check_end(step, point, disturbed, clean)
        again = step.run()
        self.check_again(step, clean, again, disturbed)
        after = Ledger(self.hall, self.case, step.who)
        after.grown_from(broken, "when done again")
        after.kept()
        self.fsck(step)
        other = self.names() ^ names
        if point.call == "unlink":  # a request that has done its work may stay
            other = {name for name in other if "/parts/cosign." not in name}
        if other:
            raise Failed(f"files: {sorted(other)}")
        self.counts[point.kind] += 1

    def choose(self, points):
        if self.args.full:
            return points
        if self.args.points == 0:
            return self.dice.sample(points, 1)
        chosen = []
        for kind in self.args.kinds:
            of_kind = [p for p in points if p.kind == kind]
            chosen += self.dice.sample(of_kind, min(self.args.points, len(of_kind)))
        return chosen

    def step(self, step, rest):
        self.save(self.saved)
        before = Ledger(self.hall, self.case, step.who)
        clean, points = self.points_of(step)
        names = self.names()
        chosen = self.choose(points) if self.args.only in (None, step.verb) else []
        for at, point in enumerate(chosen):
            self.restore(self.saved)
            try:
                self.one(step, point, clean, before, names)
                if self.args.finish and sum(self.counts.values()) % self.args.finish == 0:
                    self.save(self.hall.folder / "aside")
                    self.finish(rest)
                    self.restore(self.hall.folder / "aside")
            except Failed as fault:
                if self.args.keep:
                    print(f"{step.name}: {point}: {fault}", flush=True)
                    self.ended["FAILED"] += 1
                    self.restore(self.saved)
                    step.run()
                else:
                    raise Failed(f"{step.name}: {point}: {fault}") from None
        if self.args.full:
            print(f"{step.name}: {len(chosen)} points", flush=True)
        return len(points)

    def finish(self, rest):
        for step in rest:
            done = step.run()
            if done.returncode != step.code:
                raise Failed(f"{step.name} afterwards: exit {done.returncode}: {done.stderr}")
        self.verify()

    def verify(self):
        verdict = self.case.verdict()
        if verdict["verdict"] != "VALID":
            raise Failed(f"the bundle: {json.dumps(verdict, ensure_ascii=False)[:2000]}")
        self.finished += 1

    def way(self, name):
        self.case = self.hall.case()
        steps = list(WAYS[name](self.case))
        there = sum(self.step(step, steps[i + 1:]) for i, step in enumerate(steps))
        self.verify()
        return len(steps), there


def can_inject():
    return shutil.which("strace") and subprocess.run(
        ["strace", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:signal=KILL:when=9", "true"],
        capture_output=True).returncode == 0


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("qian")
    parser.add_argument("verify")
    parser.add_argument("--points", type=int, default=0)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--writes", action="store_true")
    parser.add_argument("--kinds", type=lambda text: text.split(","), default=KINDS)
    parser.add_argument("--way", type=lambda text: text.split(","), default=list(WAYS))
    parser.add_argument("--suite", default="sha256-ed25519")
    parser.add_argument("--only")
    parser.add_argument("--finish", type=int, default=0)
    parser.add_argument("--keep", action="store_true", help="go on after a fault was found")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", default="/dev/shm" if os.path.isdir("/dev/shm") else tempfile.gettempdir())
    return parser.parse_args()


def main():
    args = arguments()
    if not can_inject():
        print("faults: strace cannot inject here")
        return 77
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(dir=args.folder) as folder:
            hall = Hall(os.path.realpath(folder), args.qian, args.verify, args.suite)
            campaign = Campaign(hall, args, random.Random(args.seed))
            for name in args.way:
                steps, there = campaign.way(name)
                print(f"faults: {name}: {steps} commands, {there} points", flush=True)
    except Failed as fault:
        print(f"faults: seed {args.seed}: {fault}")
        return 1
    kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(campaign.counts.items()))
    ends = ", ".join(f"{n} {how}" for how, n in sorted(campaign.ended.items()))
    print(f"faults: {args.suite}: {kinds}; ended: {ends}; all resumed; {campaign.finished} bundles VALID; "
          f"{time.monotonic() - started:.0f} s")
    return campaign.ended["FAILED"] > 0


if __name__ == "__main__":
    sys.exit(main())
