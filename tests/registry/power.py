#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""The power fails while `qian import --apply` writes: power.py QIAN [--full]

What one run writes, truncates, makes, takes away and synchronises in its home is recorded. Then, for
each moment of it, a disk is put together as it may be found after a power cut there: of what no
synchronisation had asked for yet all is there, or nothing, or some of its sectors of 512 bytes, in no
order; new and removed names likewise until their folder was synchronised. On each such disk the
registers pass their check and hold all of before or all of after; and all of after once the run had
said so (spec/import.md 7.2). Exit 77 where strace may not look on.
"""
import argparse
import collections
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from kill import Campaign, Failed, can_inject, shown  # noqa: E402

SECTOR = 512
DRAWS = 3  # disks a moment with some of the sectors
SAMPLE = 40
CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync,unlink,rename"
LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)(?:<(.*)>)?")


def text(hexed):
    return bytes.fromhex(hexed.replace("\\x", ""))


def name_in(home, path):
    path = pathlib.Path(text(path).decode())
    return path.name if path.parent == home else None


def operations(trace, home, cwd):
    """(what, name, …) in the order in which they were called; the folder itself is the name ""."""
    for line in trace.read_text().splitlines():
        m = LINE.match(line)
        if not m or m.group(3).startswith("-"):
            continue
        call, args = m.group(1), m.group(2)
        strings, files = re.findall(r'"((?:\\x[0-9a-f]{2})*)"', args), re.findall(r"<((?:\\x[0-9a-f]{2})*)>", args)
        if call == "openat":
            path = pathlib.Path(cwd, text(strings[0]).decode())
            if path.parent == home and "O_CREAT" in args:
                yield "make", path.name
            continue
        if call == "unlink":
            path = pathlib.Path(cwd, text(strings[0]).decode())
            if path.parent == home:
                yield "remove", path.name
            continue
        if call == "rename":
            raise Failed("a rename, of which this test knows nothing")
        if not files:
            continue
        if call in ("fsync", "fdatasync") and pathlib.Path(text(files[0]).decode()) == home:
            yield "sync", ""
            continue
        name = name_in(home, files[0])
        if name is None:
            continue
        numbers = [int(n) for n in re.findall(r", (\d+)", re.sub(r'"[^"]*"', "", args))]
        if call == "pwrite64":
            yield "write", name, numbers[-1], text(strings[0])
        elif call == "ftruncate":
            yield "cut", name, numbers[-1]
        elif call in ("fsync", "fdatasync"):
            yield "sync", name
        else:
            raise Failed(f"{call} of {name}, of which this test knows nothing")


class Disk:
    """What is certain, and what waits to be."""

    def __init__(self, files):
        self.certain = {name: bytes(data) for name, data in files.items()}
        self.waiting = collections.defaultdict(list)
        self.names = []

    def do(self, what, name, *rest):
        if what == "sync" and name == "":
            for kind, other in self.names:
                if kind == "make":
                    self.certain.setdefault(other, b"")
                else:
                    self.certain.pop(other, None)
            self.names = []
        elif what == "sync":
            # Where the name itself is not certain yet its bytes are, if it turns up.
            self.waiting[name] = [("all", self.built(name, self.waiting[name]))]
            if name in self.certain:
                self.certain[name] = self.waiting.pop(name)[0][1]
        elif what == "make":
            if name not in self.certain or ("remove", name) in self.names:
                self.names.append((what, name))
                self.waiting.pop(name, None)
        elif what == "remove":
            self.names.append((what, name))
        else:
            self.waiting[name].append((what, *rest))

    def built(self, name, waiting):
        data = bytearray(self.certain.get(name, b""))
        for what, *rest in waiting:
            if what == "all":
                data = bytearray(rest[0])
            elif what == "cut":
                data = data[: rest[0]].ljust(rest[0], b"\0")
            else:
                at, bytes_ = rest
                data = data.ljust(at, b"\0")
                data[at : at + len(bytes_)] = bytes_
        return bytes(data)

    def found(self, choose):
        """A disk after the cut; choose() says of each piece whether it is there."""
        names = set(self.certain)
        for kind, name in self.names:
            if choose():
                (names.add if kind == "make" else names.discard)(name)
        files = {}
        for name in names:
            kept = []
            for what, *rest in self.waiting.get(name, []):
                if what == "all":
                    kept.append((what, *rest))
                elif what == "cut":
                    if choose():
                        kept.append((what, *rest))
                else:
                    at, data = rest
                    kept += [("write", at + i, data[i : i + SECTOR]) for i in range(0, len(data), SECTOR) if choose()]
            files[name] = self.built(name, kept)
        return files


class Power(Campaign):
    def record(self):
        self.put_back()
        desk = self.desk
        trace = desk.folder / "trace"
        done = subprocess.run(["strace", "-f", "-y", "-xx", "-s", "10000000", "-e", f"trace={CALLS}", "-o", str(trace),
                               *self.command], capture_output=True, env=desk.env)
        if done.returncode != 0 or shown(desk) != self.after:
            raise Failed(f"the run that is looked at: {done.stderr.decode()}")
        self.operations = [o for o in operations(trace, desk.home.resolve(), pathlib.Path.cwd()) if not o[1].endswith("-shm")]
        self.start = {p.name: p.read_bytes() for p in self.saved.iterdir() if not p.name.endswith("-shm")}

    def look(self, files, where, must_be_new):
        desk = self.desk
        shutil.rmtree(desk.home)
        desk.home.mkdir(mode=0o700)
        for name, data in files.items():
            (desk.home / name).write_bytes(data)
            (desk.home / name).chmod(0o600)
        check = subprocess.run([desk.qian, "register", "check", "--home", str(desk.home)], capture_output=True, env=desk.env)
        if check.returncode != 0:
            raise Failed(f"{where}: {check.stdout.decode()}{check.stderr.decode()}")
        state = shown(desk)
        if state not in (self.before, self.after):
            raise Failed(f"{where}: neither the old nor the new state")
        if must_be_new and state != self.after:
            raise Failed(f"{where}: it had said that it was done, and it is lost")
        self.ended["new" if state == self.after else "old"] += 1

    def moments(self, full):
        step = 1 if full else max(1, len(self.operations) // SAMPLE)
        return sorted(set(range(0, len(self.operations), step)) | {len(self.operations)})

    def run(self, full):
        disk, moments, luck = Disk(self.start), set(self.moments(full)), random.Random(1)
        for at in range(len(self.operations) + 1):
            if at in moments:
                last = at == len(self.operations)
                for share in (0, 1, *(luck.random() for _ in range(DRAWS))):
                    where = f"after {at} of {len(self.operations)} operations, {share:.2f} of what waits"
                    self.look(disk.found(lambda: luck.random() < share), where, last)
            if at < len(self.operations):
                disk.do(*self.operations[at])
        return len(moments)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("qian")
    parser.add_argument("--full", action="store_true")
    args = parser.parse_args()
    if not can_inject():
        print("power: strace cannot look on here")
        return 77
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory() as folder:
            power = Power(args.qian, folder)
            power.record()
            moments = power.run(args.full)
    except Failed as fault:
        print(f"power: {fault}")
        return 1
    kinds = collections.Counter(o[0] for o in power.operations)
    if not power.ended["old"] or not power.ended["new"] or not kinds["sync"]:
        print(f"power: the cuts show nothing: {power.ended}, {kinds}")
        return 1
    print(f"power: {moments} moments of {len(power.operations)} operations ({dict(kinds)}): "
          f"{power.ended['old']} disks with the old registers, {power.ended['new']} with the new; {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
