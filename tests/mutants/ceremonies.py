# SPDX-License-Identifier: MulanPSL-2.0
"""Faulty ceremonies at level 4, where everyone colludes and only the meaning is left, and at level 3, without witnesses.

    python3 tests/mutants/ceremonies.py --verifier PATH [--sample N] [--bases all|NAME,...] [--seed S] [--only ID] [--jobs 2] [--list]

Without --sample: a short run, at least WANTED kills at level 4 of every code. --sample N: N mutants more than these; 0: all.
It closes with a table, code -> kills at level 4 and at level 3; a code with fewer than WANTED kills at level 4 fails."""
import argparse
import collections
import hashlib
import multiprocessing
import os
import shutil
import sys
import time

import judge
import lab_ceremony
import ops_draw
import ops_notice
import ops_quota
import ops_rules
import ops_tables
import ops_text
import ops_transcript
from lab_ceremony import SEALED
from ops_ceremony import faults

WANTED = 3
SHORT_BASES = ("ce-ed-large-log", "ce-sm-balls", "ce-ed-revoked")       # of faults of solo draws, in the short run
SOLO = (ops_tables, ops_notice, ops_rules, ops_quota, ops_draw, ops_transcript, ops_text)
CODES = """R01 R03 R04 R07 R08 C03 C04 C07 C08 H01 H02 H03 H04 H05 S01 S02 S03 S04 S05 S06 S07 S08 S09 E01 E02 E03 E04 E05 E06 E07 E08 E09 E10 E11 E12
 Q01 Q02 Q03 Q04 Q05 D01 D02 D03 D04 D05 D06 D08 D09 A01 A02 A03 A04 A05 A06 A07 A08 A09 L01 L02 L03 L04 L05 L08 L09 T01 T02 T03 T04 T05""".split()


class One:
    """A mutant at a level: its id, codes that must be found, codes that may (None: any), how it is made."""

    def __init__(self, ident, level, must, may, make):
        self.ident, self.level, self.must, self.may, self.make = ident, level, must, may, make


def own(here):
    for name, must, may, make, levels in faults(here):
        for level in levels:
            yield One("%s %s %d" % (here.name, name.replace(" ", "_"), level), level, must, must | may, lambda level=level, make=make: make(level))


def in_a_ceremony(m, must):
    """Codes that come besides in a ceremony: a date long before its proof is T01 (ceremony 5.5), the last public source that is
    gone E12 (policy 3.6), a contributor less S05 (policy 3.5), an operator's line that is not the first F05 (verify 3.9), a void of
    another draw S09 (notes 1.1) and of none F10, an objection to another draw S02 (ceremony 1.3)."""
    return {x for c, x in (("C07", "T01"), ("E03", "E12"), ("C04", "S09"), ("C04", "F10"), ("E01", "S05"), ("S09", "S02")) if c in must} | ({"F05"} if m.op == "fresh-unsigned" else set())


def solo(here):
    """What ops_*.py can do to one file, where its meaning is at fault."""
    for module in SOLO:
        if not hasattr(module, "mutants"):
            continue
        for m in module.mutants(here):
            late = m.file in ("selection.tsv", "assignment.tsv", "transcript.json")     # nothing is made from these
            must, may = m.expected(3)
            if not {3, 2 if late else 3} & set(m.levels) or not m.usable or m.signers or m.policy or m.fs or m.exit != (1,) or may is None or \
                    not m.edits or any(n.endswith(".note") for n in m.edits) or not all(set(c.split("|")) & set(CODES) for c in must):
                continue
            for level in lab_ceremony.LEVELS:
                name = "%s %s %s %d" % (here.name, m.where().replace(" ", "_"), m.op.replace(" ", "_").replace("\n", "_"), level)
                also = in_a_ceremony(m, must)
                yield One(name.encode("utf-8", "backslashreplace").decode(), level, must, must | may | also, lambda m=m, level=level: (lab_ceremony.seal(here, m, level), here.policy))


def enumerate_all(bases, short):
    out, seen = [], collections.Counter()
    for name in bases:
        here = lab_ceremony.base(name)
        some = list(own(here))
        balls = all(s["source"] == "balls" for s in here.notice["public"])      # ops_*.py know no other source
        if not here.void and balls and (not short or name in SHORT_BASES):
            some += solo(here)
        for one in some:
            seen[one.ident] += 1
            if seen[one.ident] > 1:
                one.ident += "~%d" % seen[one.ident]
            out.append(one)
    return out


def choose(everything, more, seed):
    """WANTED and one more of each code at level 4, WANTED of each at level 3; then `more` of the rest."""
    rank = lambda one: hashlib.sha256((seed + "|" + one.ident).encode()).digest()
    have, taken, rest = collections.Counter(), [], []
    alone = {c for one in everything for c in one.must if "|" not in c}         # others are known only as one of two
    for one in sorted(everything, key=rank):
        wanted = WANTED + 1 if one.level == 4 else 1
        codes = {c for m in one.must for c in m.split("|") if c in CODES and ("|" not in m or c not in alone)}
        if any(have[c, one.level] < wanted for c in codes):
            have.update((c, one.level) for c in codes)
            taken.append(one)
        else:
            rest.append(one)
    return taken + rest[:more]


def complaint(one, place):
    """(what is wrong or None, codes found)."""
    files, policy = one.make()
    folder = os.path.join(place, "bundle")
    shutil.rmtree(folder, ignore_errors=True)
    judge.put(folder, files)
    with open(os.path.join(place, "policy.txt"), "wb") as f:
        f.write(policy)
    code, out, errors = judge.run([VERIFIER, folder, "--policy", os.path.join(place, "policy.txt"), "--json"])
    if code not in judge.VERDICTS:
        return "exit %s: %s" % (code, errors.decode("utf-8", "replace")[:200]), set()
    report, bad = judge.read_report(code, out, policy)
    if report is None:
        return "; ".join(bad), set()
    found = judge.codes_in(report, "failed")
    must = {c: set(c.split("|")) for c in one.must}
    may = {c for m in one.may for c in m.split("|")}
    if code != 1:
        bad.append("exit %d" % code)
    if one.level == 4 and not all(m & found for m in must.values()):
        bad.append("missing " + ",".join(sorted(c for c, m in must.items() if not m & found)))
    if one.level == 3 and not found & (SEALED | set().union(*must.values())):
        bad.append("neither the code nor a missing witness")
    if found - may - (SEALED if one.level == 3 else set()):
        bad.append("unrelated " + ",".join(sorted(found - may)))
    return ("found %s: %s" % (",".join(sorted(found)) or "nothing", "; ".join(bad)) if bad else None), found


def work(part):
    place = os.path.join(ROOM, str(part))
    os.makedirs(place, exist_ok=True)
    out = []
    for i in range(part, len(LIST), PARTS):
        try:
            out.append((i, *complaint(LIST[i], place)))
        except Exception as fault:                          # the generator's own fault is a failure too
            out.append((i, "generator: %s: %s" % (type(fault).__name__, fault), set()))
    return out


def table(kills):
    """code -> kills, in lines of eight."""
    cells = ["%s %d/%d" % (c, kills[c, 4], kills[c, 3]) for c in CODES]
    print("code, kills at level 4 / at level 3 by the code itself:")
    for n in range(0, len(cells), 8):
        print("   " + "".join("%-14s" % x for x in cells[n:n + 8]))


def main():
    global LIST, PARTS, VERIFIER, ROOM
    parser = argparse.ArgumentParser()
    parser.add_argument("--verifier")
    parser.add_argument("--bases", default="all")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--list", action="store_true")
    a = parser.parse_args()
    if not a.list and not a.verifier:
        parser.error("--verifier")
    bases = [n for n in lab_ceremony.base_names() if a.bases == "all" or n in a.bases.split(",")]
    LIST = enumerate_all(bases, a.sample is None and not a.only)
    if a.only:
        LIST = [x for x in LIST if x.ident.startswith(a.only)]
    elif a.sample != 0 and not a.list:
        LIST = choose(LIST, a.sample or 0, a.seed)
    if a.list:
        for one in LIST:
            print(one.ident, ",".join(sorted(one.must)), "(" + ",".join(sorted(one.may - one.must)) + ")")
        print("%d mutants" % len(LIST))
        return 0
    VERIFIER, ROOM, PARTS = os.path.abspath(a.verifier), judge.scratch(), max(1, min(64, len(LIST)))
    started, failed, done, kills = time.time(), 0, 0, collections.Counter()
    try:
        with multiprocessing.get_context("fork").Pool(a.jobs) as pool:
            for out in pool.imap_unordered(work, range(PARTS)):
                for i, wrong, found in out:
                    done += 1
                    one = LIST[i]
                    kills.update((c, one.level) for m in one.must for c in m.split("|") if c in found and not wrong)
                    if wrong:
                        failed += 1
                        print("FAILED %s %s | %s" % (one.ident, ",".join(sorted(one.must)), wrong), flush=True)
    finally:
        shutil.rmtree(ROOM, ignore_errors=True)
    table(kills)
    few = [c for c in CODES if kills[c, 4] < WANTED] if not a.only and a.bases == "all" else []
    if few:
        print("FAILED fewer than %d kills at level 4: %s" % (WANTED, " ".join(few)))
    print("seed %s, %d s" % (a.seed, time.time() - started))
    print("%d passed, %d failed" % (done - failed, failed))
    return 1 if failed or few or done != len(LIST) or not done else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
