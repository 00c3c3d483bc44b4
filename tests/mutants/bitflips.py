# SPDX-License-Identifier: MulanPSL-2.0
"""Every single-bit flip, every truncation and one byte appended, for every file of a bundle, bytes only (level 0): never
VALID, never ERROR, never a crash.

    python3 tests/mutants/bitflips.py --verifier PATH --base NAME [--stride N] [--jobs 2]
"""
import argparse
import multiprocessing
import os
import shutil
import subprocess
import sys
import time

import judge
from lab import ORDER, Base


def faults(files, stride):
    """[(file, kind, number)] in a fixed order; of all these every stride-th, but every append and every empty file."""
    out = []
    for name in ORDER:
        size = len(files[name])
        out += [(name, "bit", n) for n in range(8 * size)] + [(name, "cut", n) for n in range(size)]
    thin = out[::stride]
    return thin + [(name, "append", byte) for name in ORDER for byte in (0x00, 0x0A, 0x20, 0x78, 0xFF)] + ([(name, "cut", 0) for name in ORDER] if stride > 1 else [])


def put(path, data, kind, n):
    """Patches the file in place; back() puts it right again. A verifier may refuse a file that is open for writing."""
    handle = os.open(path, os.O_WRONLY)
    if kind == "bit":
        os.pwrite(handle, bytes([data[n >> 3] ^ 1 << (n & 7)]), n >> 3)
    elif kind == "cut":
        os.ftruncate(handle, n)
    else:
        os.pwrite(handle, bytes([n]), len(data))
    os.close(handle)


def back(path, data, kind, n):
    handle = os.open(path, os.O_WRONLY)
    if kind == "bit":
        os.pwrite(handle, data[n >> 3:(n >> 3) + 1], n >> 3)
    elif kind == "cut":
        os.pwrite(handle, data[n:], n)
    else:
        os.ftruncate(handle, len(data))
    os.close(handle)


def work(share):
    base, place = BASE, os.path.join(ROOM, str(share))
    folder, policy = os.path.join(place, "bundle"), os.path.join(place, "policy.txt")
    judge.put(folder, base.files)
    with open(policy, "wb") as f:
        f.write(base.policy)
    paths = {name: os.path.join(folder, name) for name in ORDER}
    command, bad, done = [VERIFIER, folder, "--policy", policy], [], 0
    for name, kind, n in LIST[share::SHARES]:
        put(paths[name], base.files[name], kind, n)
        try:
            code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=judge.TIME).returncode
        except subprocess.TimeoutExpired:
            code = "over %d s" % judge.TIME
        if code not in (1, 2, 3):
            bad.append("FAILED %s %s %s %d | exit %s" % (base.name, name, kind, n, code))
        back(paths[name], base.files[name], kind, n)
        done += 1
    code = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
    if code != 0:
        bad.append("FAILED the bundle put right again is not VALID: exit %s" % code)
        done += 1
    shutil.rmtree(place)
    return done, bad


def main():
    global BASE, LIST, ROOM, VERIFIER, SHARES
    parser = argparse.ArgumentParser()
    parser.add_argument("--verifier", required=True)
    parser.add_argument("--base", default="ed-one-balls")
    parser.add_argument("--stride", type=int, default=97, help="every N-th of the flips and truncations; 1: all")
    parser.add_argument("--jobs", type=int, default=2)
    a = parser.parse_args()
    BASE, VERIFIER = Base(a.base), os.path.abspath(a.verifier)
    LIST = faults(BASE.files, a.stride)
    SHARES, ROOM, started = a.jobs * 4, judge.scratch(), time.time()
    done, failed = 0, 0
    try:
        with multiprocessing.get_context("fork").Pool(a.jobs) as pool:
            for n, bad in pool.imap_unordered(work, range(SHARES)):
                done, failed = done + n, failed + len(bad)
                for line in bad:
                    print(line, flush=True)
    finally:
        shutil.rmtree(ROOM, ignore_errors=True)
    print("%s, every %d-th, %d s" % (a.base, a.stride, time.time() - started))
    print("%d passed, %d failed" % (done - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
