# SPDX-License-Identifier: MulanPSL-2.0
"""Bases of mode ceremony, and the chain that re-seals one around a fault at levels 3 and 4 (vectors/make/ceremony.py).

A fault of a solo draw (ops_*.py) is put into a ceremony where its file is made, and all that follows is made from it: links,
both randoms, transcript, notes, log. At level 4 everyone has signed it, at level 3 all but the witnesses."""
import functools
import json
import re

from lab import BUNDLES, INPUTS, Base, redraw
import ceremony
from reseal import fix_notice

LEVELS = (3, 4)
SEALED = {"L04", "L02", "S01"}          # what level 3 may say instead: the witnesses are missing


class CeremonyBase(Base):
    def __init__(self, name):
        self.name = name
        self.files, self.policy, self.cast = ceremony.build(name)
        self.notice = json.loads(self.files["notice.json"])
        self.void = "void.json" in self.files
        self.transcript = None if self.void else json.loads(self.files["transcript.json"])
        self.pack = json.loads(self.files["rules.json"])
        self.suite, self.draw = self.notice["suite"], self.notice["draw"]
        self.ed = self.suite == "sha256-ed25519"
        self.keys = [self.cast["operator"]] + self.cast.of("contributor")
        self.nonces = self.cast.nonces

    def own_keys(self):
        """A cast that a mutant may change."""
        keys = ceremony.Keys(self.cast.suite, self.cast.roles)
        keys.nonces, keys.leaves = list(self.cast.nonces), dict(self.cast.leaves)
        return keys


@functools.lru_cache(maxsize=None)
def base(name):
    return CeremonyBase(name)


def base_names():
    return sorted(p.name for p in BUNDLES.iterdir() if (p / "bundle").is_dir() and p.name.startswith("ce-"))


def seal(here, mutant, level):
    """The files of a mutant of a solo draw's making (lab.Mutant) in a ceremony."""
    keys, edits, files = here.cast, mutant.edits, dict(here.files)
    context = {"base": here, "level": 3, "keys": here.keys, "files": files}

    def edit(name):
        if name in edits:
            files[name] = edits[name](files[name], context)

    def relink(name, word, of):
        new = (word + " " + here.h(files.get(of, b""))).encode()
        files[name] = re.sub(rb"(?m)^" + word.encode() + rb" .*$", new, files[name], count=1)

    def note(kind):
        changed = ceremony.fix_manifest(files, kind, here.suite)
        inner = keys.of("contributor") + keys.of("custodian") + keys.of("supervisor")
        witnesses = keys.of("signer")
        changed = ceremony.resign(changed, kind, [keys["operator"], *inner, *(witnesses if level == 4 else [])],
                                  witnesses if level == 3 else [], "drop")
        files.update(changed)

    for name in INPUTS:
        edit(name)
    files.update(fix_notice(files, True, (), here.suite))
    edit("notice.json")
    note("notice")
    relink("contributions.txt", "notice", "notice.json")
    edit("contributions.txt")
    note("close")
    relink("entropy.txt", "notice", "notice.json")
    relink("entropy.txt", "contributions", "contributions.txt")
    edit("entropy.txt")
    redraw(here, files, edits, mutant.usable)
    for name in ("selection.tsv", "assignment.tsv", "transcript.json"):
        edit(name)
    files.update(ceremony.relink_objections(files, here.suite))
    witnesses = keys.of("signer")
    files.update(ceremony.resign_objections(files, here.suite, witnesses if level == 4 else [], witnesses if level == 3 else [], "drop"))
    note("transcript")
    if "open.note" in files:
        note("open")
    return ceremony.relog(files, keys, level)


