# SPDX-License-Identifier: MulanPSL-2.0
"""What the attacks share: third-hand ceremonies with everyone's keys, changes, re-sealing, and a run of the verifier.

An attack is a function that gives (files, policy) of the bundle that the attacker hands out. `codes` are all codes of
failed steps, no more and no fewer; codes in brackets may come besides."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "vectors" / "make"))

import ceremony  # noqa: E402
import plans_ceremony  # noqa: E402
from base import h  # noqa: E402,F401
from bundle import draw_again  # noqa: E402,F401
from textform import dump  # noqa: E402

ED, SM = "ce-ed-drand", "ce-sm-balls"
ATTACKS = []


def attack(th, codes, verdict="INVALID", names=None):
    """Register an attack: its number in the threat model, the codes that expose it."""
    def keep(make):
        ATTACKS.append((th, names or make.__name__.replace("_", " "), codes, verdict, make))
        return make
    return keep


def built(name=ED, change=None, level=4, edit_policy=None, policy_of=None, **seal):
    """A stored ceremony, changed in place by change(files, keys), sealed again at a level."""
    files, policy, keys = ceremony.build(name)
    if change:
        files = change(files, keys) or files
    if level is not None:
        files = ceremony.seal(files, level, keys, **seal)
    if edit_policy:
        policy = lines_of(policy, edit_policy, keys)
    return files, policy


def lines_of(policy, edit, keys=None):
    lines = policy.decode().split("\n")[:-1]
    return "".join(x + "\n" for x in edit(lines, keys)).encode()


def planned(name, people=None, **changes):
    """A ceremony made anew from a changed plan; people(keys) changes who takes part (the policy keeps the old cast)."""
    plan = {**plans_ceremony.all_plans()[name], **changes}
    rules = plans_ceremony.CHANGCHUN.read_bytes() if plan["rules"] == "changchun-2021" else plans_ceremony.OLD_PACK
    keys = plans_ceremony.keys_of(name, plan)
    policy = plans_ceremony.policies_of(plan, keys, rules)["policy"]
    if people:
        keys = ceremony.Keys(keys.suite, keys.roles)
        keys.nonces = list(plans_ceremony.keys_of(name, plan).nonces)
        keys.leaves = dict(plan["leaves"])
        people(keys)
    return plan, keys, rules, policy


def make(plan, keys, rules):
    return ceremony.make(plan, keys, plans_ceremony.roster(plan["roster"]), rules)


# changes

def swap(name, old, new, count=1):
    def change(files, keys):
        assert old.encode() in files[name], (name, old)
        files[name] = files[name].replace(old.encode(), new.encode(), count)
    return change


def json_change(name, change_value):
    def change(files, keys):
        value = json.loads(files[name])
        change_value(value)
        files[name] = dump(value)
    return change


def notice(change_value):
    return json_change("notice.json", change_value)


def rows(name, change_rows):
    """change_rows(rows): rows are lists of fields, without the header; in place."""
    def change(files, keys):
        head, *body = files[name].decode().split("\n")[:-1]
        body = [line.split("\t") for line in body]
        change_rows(body)
        files[name] = "".join(x + "\n" for x in [head, *map("\t".join, body)]).encode()
    return change


def drop(name, start):
    def change(files, keys):
        lines = files[name].decode().split("\n")
        kept = [x for x in lines if not x.startswith(start)]
        assert len(kept) < len(lines), (name, start)
        files[name] = "\n".join(kept).encode()
    return change


def several(*changes):
    def change(files, keys):
        for one in changes:
            files = one(files, keys) or files
        return files
    return change


def taken(files):
    """Ids of the drawn targets."""
    return [line.split("\t")[1] for line in files["selection.tsv"].decode().split("\n")[1:-1]]


# the verifier

class Verifier:
    def __init__(self, program):
        self.program = str(Path(program).resolve())
        self.place = tempfile.mkdtemp(prefix="qian-attacks-")

    def judge(self, files, policy):
        """(verdict, failed codes, report)."""
        folder = os.path.join(self.place, "bundle")
        shutil.rmtree(folder, ignore_errors=True)
        ceremony.write_bundle(folder, files)
        words = [self.program, folder, "--json"]
        if policy is not None:
            Path(self.place, "policy.txt").write_bytes(policy)
            words += ["--policy", os.path.join(self.place, "policy.txt")]
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False)
        report = json.loads(done.stdout)
        assert report["exit"] == done.returncode, (report["exit"], done.returncode)
        return report["verdict"], {c["code"] for c in report["checks"] if c["state"] == "failed"}, report

    def end(self):
        shutil.rmtree(self.place, ignore_errors=True)
