#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""How a ceremony begins: rosters, opening, serials, commitments, and what the status says.

    opening.py QIAN QIAN_VERIFY
"""
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from hall import BALLS, CONTRIBUTORS, WITNESSES, Hall, run, write_request  # noqa: E402
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "draw"))
from common import Tally  # noqa: E402


class Checks(Tally):
    def ends(self, done, code, said, what):
        text = done.stdout + done.stderr
        self.check(done.returncode == code and said in text, f"{what}: {done.returncode} {text.strip()}")


def files(folder):
    """Every file below and its bytes."""
    folder = pathlib.Path(folder)
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def open_(case, path=None, file=None, home=None, policy=None):
    hall = case.hall
    return run([hall.qian, "ceremony", "open", str(path or case.path), "--policy", str(policy or hall.policy),
                "--home", str(home or hall.homes["operator"]), "--request", str(file or case.file)])


def freeze(case, who, out, file=None):
    return case.hall.tool(["roster", "freeze", who, file or case.file, "--out", out, "--home",
                           case.hall.homes[who]], key=False)


def rosters(hall, t):
    case = hall.case()
    home, out = hall.homes["inspectors"], hall.folder / "rosters"
    t.ends(freeze(case, "inspectors", out / "1"), 0, "frozen", "first freeze")
    identities = (home / "identities" / f"{case.request['draw']}.tsv").read_bytes()
    t.ends(freeze(case, "inspectors", out / "2"), 0, "frozen before", "second freeze")
    t.check(files(out / "1") == files(out / "2"), "the kept copy is written out")
    blocked = out / "blocked"
    blocked.write_text("a file", encoding="utf-8")
    t.check(freeze(case, "inspectors", blocked).returncode != 0, "no folder to write to")
    t.ends(freeze(case, "inspectors", out / "3"), 0, "frozen before", "after a failed write")
    table = case.input / case.request["inspectors"]
    whole = table.read_text(encoding="utf-8")
    table.write_text(whole.rstrip("\n").rsplit("\n", 1)[0] + "\n", encoding="utf-8")
    t.ends(freeze(case, "inspectors", out / "4"), 4, "new draw id", "another input")
    t.check(not (out / "4").exists(), "another input writes nothing")
    t.check((home / "identities" / f"{case.request['draw']}.tsv").read_bytes() == identities, "identities stay")
    table.write_text(whole, encoding="utf-8")
    t.ends(freeze(case, "inspectors", out / "5"), 0, "frozen before", "the first input again")
    new = hall.case()
    blocked_first = freeze(new, "targets", blocked)
    t.check(blocked_first.returncode != 0, "a first freeze that cannot be written out")
    t.ends(freeze(new, "targets", out / "6"), 0, "frozen", "the draw id is not blocked")
    for draw in (".", ".."):
        bad = write_request(case.input, {**case.request, "draw": draw}, "dots.json")
        t.ends(freeze(case, "targets", out / "7", bad), 4, "cannot be the id", f"freeze {draw}")
        t.ends(open_(case, file=bad), 4, "cannot be the id", f"open {draw}")


def refusals(hall, t):
    case = hall.case()
    nowhere = hall.folder / "nowhere"
    t.ends(open_(case, home=nowhere), 4, "no key of the operator", "a home without the key")
    t.check(not nowhere.exists() and not case.path.exists(), "no home and no case were made")
    for word in ("log", "supervisor", "signer"):
        policy = hall.folder / f"no-{word}.txt"
        policy.write_text("".join(line + "\n" for line in hall.lines() if line.split()[0] != word), encoding="utf-8")
        t.ends(open_(case, policy=policy), 4, word, f"a policy without {word}")
    policy = hall.folder / "bare.txt"
    policy.write_text("".join(line + "\n" for line in hall.lines() if not line.endswith("=公证处")), encoding="utf-8")
    t.ends(open_(case, policy=policy), 4, "no organisation for this key: 公证处", "a key without organisation")
    t.check(not case.path.exists(), "nothing was written")


def opening(hall, t):
    case = hall.case()
    t.ends(open_(case), 0, "opened", "open")
    first = files(case.path)
    t.ends(open_(case), 0, "was opened before", "open again")
    t.check(files(case.path) == first, "a second open changes nothing")
    for name, change in (("plan_line", "2026-J-900"), ("serial", 900), ("authority", "别处市场监管局")):
        other = write_request(case.input, {**case.request, name: change}, "other.json")
        t.ends(open_(case, file=other), 4, "opened before with another request", f"another {name}")
    t.check(files(case.path) == first, "another request changes nothing")
    again = hall.folder / "again"
    t.ends(open_(case, path=again), 0, "was opened before", "a new case")
    t.check(files(again) == first, "a new case has all files")
    for name in first:
        (again / name).unlink()
        t.ends(open_(case, path=again), 0, "was opened before", f"a case without {name}")
        t.check(files(again) == first, f"{name} is back")
    other = hall.case()
    t.ends(open_(other, path=case.path), 4, "that of another draw", "another draw's case")
    t.check(files(case.path) == first, "another draw's case stays")
    t.ends(open_(other), 0, "opened", "its own case")
    return case, other


def drop(case):
    return case.try_("void", "operator", "--reason", "公告未完成", "--drop")


def serials(hall, t, one, two):
    t.ends(drop(one), 0, "", "drop the first of two")
    hole = hall.case(draw="hole", serial=one.request["serial"], plan_line=one.request["plan_line"])
    t.ends(open_(hole), 0, "opened", "the hole is filled")
    taken = hall.case(draw="taken", serial=one.request["serial"])
    t.ends(open_(taken), 4, "not the next one", "a serial is taken once")
    far = hall.case(draw="far", serial=two.request["serial"] + 2)
    t.ends(open_(far), 4, "not the next one", "no hole is made")
    line = hall.case(draw="line", serial=two.request["serial"] + 1, plan_line=two.request["plan_line"])
    t.ends(open_(line), 4, "has a draw already", "the plan line has a draw")
    line.file = write_request(line.input, {**line.request, "plan_line": "2026-J-777"})
    t.ends(open_(line), 0, "opened", "the corrected request of a draw that was not opened")
    late = hall.case(draw="late", serial=1, plan_line=two.request["plan_line"])
    late.clock = "+370d"
    done = late.try_("open", "operator", "--request", late.file)
    t.check(done.returncode == 4 and "rules 2.1" not in done.stderr, f"a year later: {done.stderr}")
    return hole


# B33: what was made for one draw is never made anew for it, and serves no other.
def nonces(hall, t, case):
    out = case.input / "paper.txt"
    home = hall.homes[CONTRIBUTORS[0]]
    case.part("commit", CONTRIBUTORS[0])
    part = files(case.path / "parts")
    case.part("paper", CONTRIBUTORS[0], "--out", out)
    sheet = out.read_bytes()
    t.check(b"\nnonce " in sheet and sheet.endswith(b"\n"), "the paper has the nonce")
    t.ends(case.try_("paper", CONTRIBUTORS[0], "--name", CONTRIBUTORS[0], "--out", out), 4, "stays as it is",
           "paper over a file")
    t.check(out.read_bytes() == sheet, "the file stays")
    for sealed in (home / "nonces").iterdir():
        sealed.rename(case.input / "sealed")
    for verb, more in (("commit", ()), ("paper", ("--out", case.input / "second.txt"))):
        done = case.try_(verb, CONTRIBUTORS[0], "--name", CONTRIBUTORS[0], *more)
        t.ends(done, 4, "take the paper from the envelope", f"{verb} without the nonce")
    t.check(not list((home / "nonces").iterdir()), "no second nonce was made")
    t.check(files(case.path / "parts") == part, "the commitment stays")


def board(case):
    return json.loads(case.do("status", None, "--json"))["board"]


def states(case, step):
    return {r["name"]: r["state"] for r in board(case) if r["step"] == step}


def status(hall, t):
    case = hall.case(draw="status")
    case.until_close()
    case.public(BALLS)
    case.draw()
    case.witness(WITNESSES[:2])
    t.check(states(case, "verify and sign") == {"jiwei": "done", "xueyuan": "done", "xiehui": "now"}, "two signed")
    case.part("witness", "xiehui", "--verifier", hall.verify, "--object", "看不清球号")
    case.waiting("transcript")
    t.check(states(case, "verify and sign") == {"jiwei": "now", "xueyuan": "now", "xiehui": "done"},
            "after an objection the others sign anew")
    case.witness(WITNESSES[:2])
    case.waiting("transcript")
    t.check(set(states(case, "cosign").values()) == {"now"}, "cosignatures are wanted")
    t.check(states(case, "transcript") == {"operator": "done"}, "the transcript is signed")
    t.check(states(case, "publish") == {"operator": "later"}, "not to be published yet")
    case.part("cosign", "jiwei")
    t.check(states(case, "cosign") == {"jiwei": "done", "xueyuan": "now", "xiehui": "now"}, "one has cosigned")
    for witness in WITNESSES[1:]:
        case.part("cosign", witness)
    case.do("transcript", "operator")
    now = [(r["step"], r["state"]) for r in board(case) if r["state"] != "done"]
    t.check(now == [("publish", "now")], f"only to be published: {now}")
    gone = hall.case(draw="gone")
    gone.open()
    gone.commit()
    gone.notice()
    gone.void()
    rows = [(r["step"], r["state"]) for r in board(gone)]
    t.check({s for s, _ in rows} == {"void", "sign the void", "log", "publish"}, f"a void's rows: {rows}")
    t.check([s for s, state in rows if state != "done"] == ["publish"], f"a void waits for nobody: {rows}")


def policies(hall, t):
    key = hall.key_of("operator")
    good = list(hall.lines())
    missing = [line for line in good if not line.startswith("quorum")]
    for lines, place, said in (
            (missing, "", "a policy needs a quorum line"),
            ([*good, "witnes a b"], len(good) + 1, "no line of a policy begins with this word: witnes"),
            (["key " + key[:-4] + "AAAA organisation=x", *good], 1, "of a vkey that stands nowhere"),
            ([*good, "rules changchun-2022"], len(good) + 1, "wrong number of words: rules"),
            (["# a", "", "operator nobody", *good], 3, "no vkey of the form that the line wants: nobody"),
            ([*good, good[0]], len(good) + 1, "this line stands twice")):
        path = hall.folder / "wrong.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = run([hall.qian, "policy", "show", str(path)])
        t.ends(done, 5, said, said)
        t.check(not place or f"wrong.txt:{place}" in done.stderr, f"{said}: line {place}: {done.stderr}")


def main():
    t = Checks("opening")
    with tempfile.TemporaryDirectory() as folder:
        hall = Hall(folder, sys.argv[1], sys.argv[2])
        policies(hall, t)
        rosters(hall, t)
        refusals(hall, t)
        one, two = opening(hall, t)
        hole = serials(hall, t, one, two)
        nonces(hall, t, hole)
        other = Hall(pathlib.Path(folder) / "second", sys.argv[1], sys.argv[2])
        status(other, t)
    t.end()


if __name__ == "__main__":
    main()
