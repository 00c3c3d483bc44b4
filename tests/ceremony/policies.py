#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""How a policy passes on to its next version: who may sign it, and what is refused.

    policies.py QIAN
"""
import hashlib
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from hall import ED, Hall, run  # noqa: E402
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "draw"))
from common import Tally  # noqa: E402


class Versions:
    """Policy files of one hall, and the notes that let one follow another."""

    def __init__(self, hall, folder, tally):
        self.hall, self.folder, self.tally = hall, folder, tally
        folder.mkdir()

    def policy(self, name, number, previous=None, more=()):
        lines = [*self.hall.lines(), f"policy {number}"]
        if previous:
            lines.append(f"previous {hashlib.sha256(previous.read_bytes()).hexdigest()}")
        path = self.folder / name
        path.write_text("\n".join([*lines, *more]) + "\n", encoding="utf-8")
        return path

    def sign(self, who, new, old, note, code=0, said="", suite=None):
        words = ["policy", "sign", new, "--previous", old, "--name", who, "--out", note, "--home",
                 self.hall.homes[who], "--suite", suite or self.hall.suite]
        got = self.hall.tool(words)
        text = got.stdout + got.stderr
        self.tally.check(got.returncode == code and said in text, f"sign {who} {new.name}: {got.returncode} {text}")

    def check(self, new, old, note, code=0, said=""):
        got = run([self.hall.qian, "policy", "check", str(new), "--previous", str(old), "--note", str(note)])
        text = got.stdout + got.stderr
        self.tally.check(got.returncode == code and said in text, f"check {new.name} {note.name}: {got.returncode} {text}")


def good(v, old, new):
    note = v.folder / "2.note"
    v.sign("xueyuan", new, old, note, said="more witnesses are wanted")
    v.check(new, old, note, 1, "S01")
    v.sign("jiwei", new, old, note, said="are enough")
    v.check(new, old, note, said="signed by jiwei, xueyuan")
    before = note.read_bytes()
    v.sign("jiwei", new, old, note, said="was signed before")
    v.tally.check(note.read_bytes() == before, "a second time changes nothing")
    v.tally.check(before.decode().split("\n")[:4] == [
        "qian/1 policy", "2", f"{hashlib.sha256(new.read_bytes()).hexdigest()}  policy.txt", ""], "the note's text")
    v.sign("operator", new, old, note, 4, "S03")
    v.tally.check(note.read_bytes() == before, "a stranger changes nothing")
    return note


def other_notes(v, old, new, note):
    text, lines = note.read_text(encoding="utf-8").split("\n\n")
    first, second = lines.strip().split("\n")
    flipped = first[:-9] + ("A" if first[-9] != "A" else "B") + first[-8:]
    for name, code, body in (
            ("order", "F05", f"{text}\n\n{second}\n{first}\n"), ("twice", "S04", f"{text}\n\n{first}\n{first}\n{second}\n"),
            ("flipped", "S02", f"{text}\n\n{flipped}\n{second}\n"),
            ("renamed", "S03", f"{text}\n\n{first.replace('jiwei', 'jiwej')}\n{second}\n"),
            ("one", "S01", f"{text}\n\n{first}\n"), ("none", "S01", f"{text}\n\n"),
            ("gap", "H01", f"{text}\n\n{first}\n\n{second}\n"), ("cut", "F03", f"{text}\n\n{first}"),
            ("bare", "F07", f"{text}\n"), ("number", "H01", f"{text.replace(chr(10) + '2' + chr(10), chr(10) + '3' + chr(10))}\n\n{first}\n{second}\n"),
            ("empty", "F03", "")):
        path = v.folder / f"{name}.note"
        path.write_text(body, encoding="utf-8")
        v.check(new, old, path, 1, code)
        before = path.read_bytes()
        if code != "S01":
            v.sign("xiehui", new, old, path, 1, code)
            v.tally.check(path.read_bytes() == before, f"{name}: nothing is added to a bad note")


def not_following(v, old, new, note):
    for name, number, previous in (("3.txt", 3, old), ("other.txt", 2, new), ("1.txt", 1, None)):
        bad = v.policy(name, number, previous)
        v.check(bad, old, note, 1, "policy 4.1")
        v.sign("xiehui", bad, old, v.folder / "bad.note", 4, "policy 4.1")
    v.tally.check(not (v.folder / "bad.note").exists(), "nothing is written for a version that does not follow")
    second = v.policy("second.txt", 2, old, ["# another second version"])
    v.sign("jiwei", second, old, v.folder / "second.note", 4, "C01")
    v.check(second, old, note, 1, "H01")
    v.check(v.hall.policy, old, note, 1, "policy 4.1")  # it states no version
    (v.folder / "no.txt").write_text("operator x\n", encoding="utf-8")
    v.check(v.folder / "no.txt", old, note, 5)
    v.check(new, old, v.folder / "missing.note", 3)


def revoked(v, old):
    key = v.hall.key_of("jiwei")
    third = v.policy("r-1.txt", 1, None, [f"key {key} revoked=2026-01-01T00:00:00+08:00"])
    fourth = v.policy("r-2.txt", 2, third)
    note, plain = v.folder / "r.note", v.folder / "r-good.note"
    v.sign("xueyuan", fourth, third, note)
    v.sign("jiwei", fourth, third, note, 4, "S06")
    v.check(fourth, third, note, 1, "S01")
    # The same new file, signed by jiwei's key all the same: put together by hand.
    same = v.policy("r-0.txt", 1, None)
    twin = v.policy("r-2b.txt", 2, same)
    v.sign("jiwei", twin, same, plain)
    v.sign("xueyuan", twin, same, plain)
    v.check(twin, same, plain)
    line = plain.read_text(encoding="utf-8").split("\n\n")[1].split("\n")[0]
    text, mine = note.read_text(encoding="utf-8").split("\n\n")
    note.write_text(f"{text}\n\n{line}\n{mine}", encoding="utf-8")
    v.check(fourth, third, note, 1, "S03")
    v.tally.check(old.exists(), "the first version is as it was")


def shown(v, new):
    got = run([v.hall.qian, "policy", "show", str(new)])
    digest = hashlib.sha256(new.read_bytes()).hexdigest()
    for piece in (digest, "version 2", "for rehearsals", "quorum: both = 2 of 2 (inside = 1 of 1 (jiwei), outside = 1 of 2",
                  "witness: signs notes: jiwei", "organisation 市场监管局"):
        v.tally.check(piece in got.stdout, f"show: {piece!r} is missing in {got.stdout}")
    got = json.loads(run([v.hall.qian, "policy", "show", str(new), "--json"]).stdout)
    v.tally.check(got["version"] == 2 and got["digest"] == digest and len(got["keys"]) == 14, f"show: {got}")


def main():
    tally = Tally("policies")
    for suite in (ED, "sm3-sm2"):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            hall = Hall(folder / "hall", sys.argv[1], sys.argv[1], suite)
            v = Versions(hall, folder / "versions", tally)
            old = v.policy("p-1.txt", 1)
            new = v.policy("p-2.txt", 2, old)
            note = good(v, old, new)
            other_notes(v, old, new, note)
            not_following(v, old, new, note)
            revoked(v, old)
            shown(v, new)
    tally.end()


if __name__ == "__main__":
    main()
