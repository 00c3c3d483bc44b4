# SPDX-License-Identifier: MulanPSL-2.0
"""Bases, mutants and the chain that re-seals a bundle around one fault.

A mutant edits one file (seldom more). The files are made in the order in which a draw makes them, and the edit is put
in at its file's place: everything before it is untouched, everything after it follows from the edited file as far as
the level says. So a fault always stands in the end, whatever was re-sealed."""
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(ROOT / "vectors" / "make"))

import bundle  # noqa: E402
import notes  # noqa: E402
from base import h  # noqa: E402
from reseal import fix_manifest, fix_notice  # noqa: E402
from tables import COLUMNS, read  # noqa: E402
from textform import dump  # noqa: E402

BUNDLES = ROOT / "vectors" / "bundles"
TABLES = ("targets.tsv", "inspectors.tsv", "recusals.tsv")
INPUTS = ("rules.json",) + TABLES
ORDER = INPUTS + ("notice.json", "notice.note", "contributions.txt", "close.note", "entropy.txt",
                  "selection.tsv", "assignment.tsv", "transcript.json", "transcript.note")
DRAW = {"D01", "D02", "D03", "D04", "D05", "D06", "D08", "R03", "Q05", "A01", "A02", "A03", "A04", "A05", "A06", "A07",
        "A08", "A09", "E11"}


class Base:
    def __init__(self, name):
        self.name = name
        self.files = bundle.read_bundle(str(BUNDLES / name / "bundle"))
        self.policy = (BUNDLES / name / "policy.txt").read_bytes()
        self.keys = bundle.load_keys(str(BUNDLES / "keys.json"), name)
        self.nonces = bundle.load_nonces(str(BUNDLES / "keys.json"), name)
        self.notice = json.loads(self.files["notice.json"])
        self.transcript = json.loads(self.files["transcript.json"])
        self.pack = json.loads(self.files["rules.json"])
        self.suite, self.draw = self.notice["suite"], self.notice["draw"]
        self.ed = self.suite == "sha256-ed25519"

    def rows(self, table):
        return read(table, self.files[table + ".tsv"])

    def h(self, data):
        return h(self.suite, data)


def base_names():
    """The solo draws; ceremonies.py has its own bases."""
    return sorted(p.name for p in BUNDLES.iterdir() if (p / "bundle").is_dir() and not p.name.startswith("ce-"))


class Mutant:
    """codes: must be reported; elements like "F08|H04" are satisfied by either (the spec is open there).
    also: may be reported besides at levels 2 and 3. usable: False where the fault makes its file unusable, so that the
    later steps that need it are not done. exact: False where levels 2 and 3 have no upper bound of codes."""

    def __init__(self, leaf, op, edits, codes, also=(), levels=(0, 1, 2, 3), usable=True, unchanged=False,
                 signers=None, policy=None, fs=None, exit=(1,), row="", exact=True, only=None, l0=None):
        self.leaf, self.op, self.edits, self.row = leaf, op, edits, row
        self.codes = frozenset([codes] if isinstance(codes, str) else codes)
        self.also, self.levels, self.usable = frozenset(also), levels, usable
        self.signers, self.policy, self.fs, self.exit, self.exact = signers, policy, fs, exit, exact
        self.only, self.l0 = only, l0
        self.file = next(iter(edits)) if edits else None

    @property
    def group(self):                        # the class of a leaf: the leaf without its numbers
        return re.sub(r"\[\d+\]|:\d+", "[]", self.leaf)

    def where(self):
        return self.leaf + ("@" + self.row if self.row else "")

    def expected(self, level):
        """(must, may); may is None where there is no upper bound."""
        must, may = set(self.codes), set(self.also)
        if self.exit == (3,) or self.exit == (2,):
            return must, may
        if level == 0 and self.l0 is not None:
            return set(self.l0), None
        x = self.file
        if x is None:
            return must, may if self.exact else None
        dead = not self.usable
        if level == 0:
            if not (x == "notice.json" and dead) and x != "transcript.note" and "F09" not in must and "F11" not in must:
                must.add("H01")
            if x == "notice.json" and not dead:
                must.add("H04")
            return must, None
        if x in INPUTS or (x == "notice.json" and not dead):
            signed = "S02"
            if level < 3:
                must.add("H04")
        elif x in ORDER and not x.endswith(".note") and x != "notice.json":
            signed = "S02"
        else:
            signed = None
        if level < 3 and x == "contributions.txt":
            must.add("E08")
        if level < 3 and x == "entropy.txt":
            must.add("D09")
        if level == 1:
            if signed:
                must.add(signed)
            return must, None
        if level == 2 and (x in ("entropy.txt",) or x in INPUTS + ("notice.json",) and not dead):
            may |= DRAW
        return must, (must | may) if self.exact else None


def seal(base, mutant, level):
    """The files of the mutant at this level."""
    keys = mutant.signers(base) if mutant.signers else base.keys
    edits, files = mutant.edits, dict(base.files)
    context = {"base": base, "level": level, "keys": keys, "files": files}

    def edit(name):
        if name in edits:
            made = edits[name](files[name], context)
            if made is None:
                del files[name]
            else:
                files[name] = made

    def note(kind):
        name = kind + ".note"
        if level == 1:
            files[name] = fix_manifest(files, kind, (), base.suite)[name]
        elif level >= 2:
            lines = notes.manifest(base.suite, notes.FILES[kind], {**base.files, **files})
            text = notes.note_text(kind, base.draw, lines)
            files[name] = notes.make_note(text, keys if kind == "notice" else keys[:1])
        edit(name)

    def relink(name, word, of):
        if level >= 3:
            new = (word + " " + base.h(files.get(of, b""))).encode()
            files[name] = re.sub(rb"(?m)^" + word.encode() + rb" .*$", new, files[name], count=1)

    for name in INPUTS:
        edit(name)
    if level >= 1:
        files.update(fix_notice(files, True, (), base.suite))
    edit("notice.json")
    note("notice")
    relink("contributions.txt", "notice", "notice.json")
    edit("contributions.txt")
    note("close")
    relink("entropy.txt", "notice", "notice.json")
    relink("entropy.txt", "contributions", "contributions.txt")
    edit("entropy.txt")
    if level >= 3:
        redraw(base, files, edits, mutant.usable)
    for name in ("selection.tsv", "assignment.tsv", "transcript.json"):
        edit(name)
    note("transcript")
    return files


def redraw(base, files, edits, usable):
    """Both randoms and the transcript from the files as they stand; where one is too damaged for that, from the
    base's own in its place (its digest and the seed stay those of the damaged one)."""
    # a notice of wrong form is judged for nothing more, and may ask for 2^53 places: never draw from it
    ways = [[], list(edits)] if usable or "notice.json" not in edits else [list(edits)]
    for hidden in ways:
        again = {**files, **{n: base.files[n] for n in hidden if n != "entropy.txt"}}
        for n in ("notice.json", "entropy.txt"):
            again.setdefault(n, base.files[n])
        try:
            bundle.draw_again(again)
            break
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError):
            continue
    for n in ("selection.tsv", "assignment.tsv", "transcript.json"):
        files[n] = again[n]
    digest = base.h(files.get("notice.json", b""))
    files["transcript.json"] = re.sub(rb'("notice": ")[0-9a-f]*"', lambda m: m[1] + digest.encode() + b'"',
                                      files["transcript.json"], count=1)


# --- edits ---

def jedit(change):
    """Edit of a JSON file by value: change(value, context) works in place."""
    def work(data, context):
        value = json.loads(data)
        change(value, context)
        return dump(value)
    return work


def line_edit(n, change):
    """Edit of line n (0 = first; negative from the end): change(line) -> line, list of lines or None."""
    def work(data, context):
        lines = data.split(b"\n")[:-1]
        made = change(lines[n])
        i = n % len(lines)
        lines[i:i + 1] = [] if made is None else made if isinstance(made, list) else [made]
        return b"".join(x + b"\n" for x in lines)
    return work


def rows_edit(table, change, sort=True):
    """Edit of a table: change(rows, context) on lists of fields, in place; then the rows are sorted again."""
    def work(data, context):
        lines = data.split(b"\n")[:-1]
        rows = [x.decode().split("\t") for x in lines[1:]]
        change(rows, context)
        out = [r if isinstance(r, bytes) else "\t".join(r).encode("utf-8", "surrogatepass") for r in rows]
        return lines[0] + b"\n" + b"".join(x + b"\n" for x in (sorted(out) if sort else out))
    return work


def column(table, name):
    return COLUMNS[table].index(name)


def flip_hex(digest, at=-1):
    c = digest[at]
    new = "0123456789abcdef"[int(c, 16) ^ 1]
    at %= len(digest)
    return digest[:at] + new + digest[at + 1:]
