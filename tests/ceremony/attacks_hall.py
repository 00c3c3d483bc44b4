# SPDX-License-Identifier: MulanPSL-2.0
"""Attacks carried out with the programs themselves, each party with a home of their own (hall.py): who refuses what.

(TH14, a log with two histories: a witness's 409 and 422 are tests/log/hostile.py and engine/log.)
The attacker has copies: of the case, which is a folder that anyone can copy, and of the operator's home."""
import shutil
import tempfile
import time
from pathlib import Path

from attacks_kit import Verifier, taken
from bundle import read_bundle
from hall import BALLS, CONTRIBUTORS, Hall, Refused

SCENES = []


def scene(th):
    def keep(work):
        SCENES.append((th, work.__name__.replace("_", " "), work))
        return work
    return keep


def refuses(work, code, *args):
    """Does this end with that exit code?"""
    try:
        work(*args)
    except Refused as e:
        assert e.code == code, "ended with %d, not %d: %s" % (e.code, code, e.err.strip())
        return e.err
    raise AssertionError("was not refused")


class Copy:
    """The operator's home and the case as they were; put back, they are a second world."""

    def __init__(self, hall, case):
        self.hall, self.case = hall, case
        self.place = Path(tempfile.mkdtemp(dir=hall.folder))
        shutil.copytree(hall.homes["operator"], self.place / "home")
        shutil.copytree(case.path, self.place / "case")

    def back(self):
        for there, kept in ((self.hall.homes["operator"], "home"), (self.case.path, "case")):
            shutil.rmtree(there)
            shutil.copytree(self.place / kept, there)


@scene("TH5")
def second_notice_of_one_draw(hall, verifier):
    """The operator makes the notice anew; whoever has signed the first signs no second one."""
    case = hall.case()
    case.open()
    case.commit()
    world = Copy(hall, case)
    case.waiting("notice")
    for c in CONTRIBUTORS:
        case.part("sign", c)
    first = (case.path / "bundle" / "notice.json").read_bytes()
    world.back()
    time.sleep(1.1)                                     # `created` is another second
    case.waiting("notice")
    assert (case.path / "bundle" / "notice.json").read_bytes() != first
    for c in CONTRIBUTORS:
        refuses(case.part, 4, "sign", c)


@scene("TH4")
def one_serial_for_two_draws(hall, verifier):
    """C02: the engine gives a serial once; a plan line that was drawn is drawn again only in place of a void (C04)."""
    case = hall.case()
    case.until_close()
    first = case.request
    again = hall.case(serial=first["serial"], plan_line="2026-J-777", draw=first["draw"] + "b")
    refuses(again.open, 4)
    again = hall.case(plan_line=first["plan_line"])
    refuses(again.open, 4)
    hall.serial -= 2


@scene("TH8")
def second_close_of_one_draw(hall, verifier):
    """After the reveals one more is called withheld; a witness that has signed the first close signs no second one."""
    case = hall.case(on_missing="proceed")
    case.open()
    case.commit()
    case.notice()
    case.reveal()
    world = Copy(hall, case)
    case.waiting("close")
    for w in ("jiwei", "xueyuan"):
        case.part("sign", w)
    world.back()
    (next(p for p in (case.path / "parts").iterdir() if p.name.startswith("reveal"))).unlink()
    for c in CONTRIBUTORS:
        done = case.try_("close", "operator", "--withheld", c)
        if done.returncode == 3:
            break
    assert done.returncode == 3, (done.returncode, done.stderr)
    for w in ("jiwei", "xueyuan"):
        refuses(case.part, 4, "sign", w)


@scene("TH17")
def thief_of_the_operators_home(hall, verifier):
    """With the operator's keys alone: nothing leaves the case before others have signed."""
    case = hall.case()
    case.open()
    done = case.try_("notice", "operator")
    assert done.returncode == 3, done.stderr
    for verb in ("close", "draw", "transcript"):
        assert case.try_(verb, "operator").returncode in (3, 4), verb
    done = case.try_("publish", "operator", "--out", case.bundle)
    assert done.returncode in (3, 4) and not case.bundle.exists()


@scene("TH10")
def balls_entered_twice(hall, verifier):
    """A public value is entered once; another one, and the draw made before, are refused."""
    case = hall.case()
    case.until_close()
    refuses(case.draw, 4)
    case.public(BALLS)
    refuses(case.public, 4, "balls=01-02-03-04-05-06-07-09")
    case.draw()
    drawn = taken(read_bundle(str(case.path / "bundle")))
    refuses(case.public, 4, "balls=01-02-03-04-05-06-07-09")
    case.draw()
    assert taken(read_bundle(str(case.path / "bundle"))) == drawn


@scene("TH24")
def assignment_edited_before_the_witnesses_look(hall, verifier):
    """The operator edits a row; the witnesses' own verifier says so, and they do not sign."""
    case = hall.case()
    case.until_close()
    case.public(BALLS)
    case.draw()
    file = case.path / "bundle" / "assignment.tsv"
    lines = file.read_text(encoding="utf-8").split("\n")
    rows = [x.split("\t") for x in lines[1:-1]]
    other = next(r[5] for r in rows if r[5] not in ("-", rows[0][5]) and r[2] == rows[0][2])
    lines[1] = lines[1].replace(rows[0][5], other)
    file.write_text("\n".join(lines), encoding="utf-8")
    for w in ("jiwei", "xueyuan"):
        error = refuses(case.part, 1, "witness", w, "--verifier", hall.verify)
        assert error


def run(qian, verify, show, only):
    """(passed, failed)."""
    tally, verifier = [0, 0], Verifier(verify)
    with tempfile.TemporaryDirectory() as folder:
        for n, (th, name, work) in enumerate(SCENES):
            if only and only not in th + " " + name:
                continue
            try:
                work(Hall(Path(folder, str(n)), Path(qian).resolve(), Path(verify).resolve()), verifier)
            except (AssertionError, Refused, StopIteration) as wrong:
                tally[1] += 1
                print("FAILED %-4s %s: %s" % (th, name, wrong or type(wrong).__name__))
            else:
                tally[0] += 1
                if show:
                    print("%-4s %s: refused" % (th, name))
    verifier.end()
    return tally

