# SPDX-License-Identifier: MulanPSL-2.0
"""Makes faulty bundles, one fault each, and demands that the verifier refuses each for the right reason. See README.md.

    python3 tests/mutants/mutants.py --verifier PATH [--bases all|NAME,...] [--levels 0,1,2,3] [--sample N] [--seed S]
                                     [--jobs 2] [--list] [--only ID] [--classes NAME,...]
"""
import argparse
import collections
import hashlib
import multiprocessing
import os
import shutil
import signal
import sys
import time

import judge
import ops_draw
import ops_json
import ops_keys
import ops_notes
import ops_notice
import ops_rules
import ops_struct
import ops_tables
import ops_text
import ops_transcript
from lab import Base, base_names

CLASSES = {"tables": ops_tables, "json": ops_json, "notice": ops_notice, "rules": ops_rules, "draw": ops_draw, "transcript": ops_transcript, "text": ops_text, "notes": ops_notes, "keys": ops_keys, "struct": ops_struct}
PARTS = 64              # shares of the list
SHORT = 1500            # without --sample and --only: what two cores do in under a minute


def show(mutant, level):
    must, may = mutant.expected(level)
    codes = ",".join(sorted(must)) or "any"
    if may is not None and may - must:
        codes += "(" + ",".join(sorted(may - must)) + ")"
    return codes


def enumerate_all(bases, levels, classes):
    """[(id, stratum, class, base, mutant, level)] in a fixed order. An id is `base leaf operator level`."""
    out, seen = [], set()
    for base in bases:
        for name in classes:
            for mutant in CLASSES[name].mutants(base):
                for level in mutant.levels:
                    if level in levels:
                        ident = "%s %s %s %d" % (base.name, mutant.where().replace(" ", "_"), mutant.op.replace(" ", "_").replace("\n", "_"), level)
                        ident = ident.encode("utf-8", "backslashreplace").decode()
                        number = 2
                        while ident in seen:                # the same operator twice at one place
                            head, _, tail = ident.rpartition(" ")
                            ident = "%s~%d %s" % (head.split("~")[0], number, tail)
                            number += 1
                        seen.add(ident)
                        out.append((ident, (mutant.op, mutant.group, level), name, base, mutant, level))
    return out


def sample(everything, n, seed):
    """At least one of each (operator, class of leaf, level); filled up to n by a choice that only the ids and the seed decide."""
    rank = lambda one: hashlib.sha256(("%s|%s" % (seed, one[0])).encode()).digest()
    ordered, taken, strata = sorted(everything, key=rank), [], set()
    for one in ordered:
        if one[1] not in strata:
            strata.add(one[1])
            taken.append(one[0])
    chosen = set(taken) | set([x[0] for x in ordered if x[0] not in set(taken)][:max(0, n - len(taken))])
    return [x for x in everything if x[0] in chosen]


def short(everything, n, seed):
    """n of them, level by level and class by class in turn: the quick check. (Not one of each operator: see README.md.)"""
    rank = lambda one: hashlib.sha256(("%s|%s" % (seed, one[0])).encode()).digest()
    piles = collections.defaultdict(list)
    for one in sorted(everything, key=rank):
        piles[one[2], one[3].name, one[5]].append(one[0])
    chosen, turn = set(), 0
    while len(chosen) < min(n, len(everything)):
        for pile in piles.values():
            if turn < len(pile):
                chosen.add(pile[turn])
        turn += 1
    return [x for x in everything if x[0] in chosen]


def work(part):
    """One worker: (index, complaint or None, seconds) for its share of the list, which it inherits by fork."""
    place = os.path.join(ROOM, str(part))
    os.makedirs(place, exist_ok=True)
    out = []
    for i in range(part, len(LIST), PARTS):
        ident, _, _, base, mutant, level = LIST[i]
        signal.alarm(30)
        try:
            out.append((i, judge.judge(base, mutant, level, VERIFIER, place)))
        except Exception as fault:                      # the generator's own fault is a failure too
            out.append((i, "generator: %s: %s" % (type(fault).__name__, fault)))
    signal.alarm(0)
    return out


def too_long(number, frame):
    raise TimeoutError("making the mutant took over 30 s")


def main():
    global LIST, JOBS, VERIFIER, ROOM
    parser = argparse.ArgumentParser()
    parser.add_argument("--verifier")
    parser.add_argument("--bases", default="all")
    parser.add_argument("--levels", default="0,1,2,3")
    parser.add_argument("--classes", default=",".join(CLASSES))
    parser.add_argument("--sample", type=int, help="at least one of each (operator, class of leaf, level), and N at least; 0: all")
    parser.add_argument("--short", type=int, default=SHORT, help="size of the quick check")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--only", help="an id as printed (base leaf operator level), or its beginning")
    a = parser.parse_args()
    if not a.list and not a.verifier:
        parser.error("--verifier")
    bases = [Base(n) for n in base_names() if a.bases == "all" or n in a.bases.split(",")]
    LIST = enumerate_all(bases, {int(x) for x in a.levels.split(",")}, a.classes.split(","))
    if a.only:
        LIST = [x for x in LIST if x[0].startswith(a.only)]
    elif a.sample is None:
        LIST = LIST if a.list else short(LIST, a.short, a.seed)
    elif a.sample:
        LIST = sample(LIST, a.sample, a.seed)
    if a.list:
        for ident, _, _, _, mutant, level in LIST:
            print(ident, show(mutant, level))
        print("%d mutants" % len(LIST))
        return 0
    signal.signal(signal.SIGALRM, too_long)
    JOBS, VERIFIER, ROOM = a.jobs, os.path.abspath(a.verifier), judge.scratch()
    started, results = time.time(), []
    try:
        with multiprocessing.get_context("fork").Pool(JOBS) as pool:
            for out in pool.imap_unordered(work, range(PARTS)):
                results += out
                for i, complaint in out:
                    if complaint:
                        ident, _, _, _, mutant, level = LIST[i]
                        print("FAILED %s %s | %s" % (ident, show(mutant, level), complaint), flush=True)
    finally:
        shutil.rmtree(ROOM, ignore_errors=True)
    tally = collections.Counter()
    for i, complaint in sorted(results, key=lambda r: r[0]):
        _, _, name, _, mutant, level = LIST[i]
        tally[name, level, complaint is None] += 1
    for name in CLASSES:
        for level in range(4):
            good, bad = tally[name, level, True], tally[name, level, False]
            if good + bad:
                print("%-10s level %d: %d passed, %d failed" % (name, level, good, bad))
    failed = sum(1 for r in results if r[1])
    print("seed %s, %d s" % (a.seed, time.time() - started))
    print("%d passed, %d failed" % (len(results) - failed, failed))
    return 1 if failed or len(results) != len(LIST) else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
