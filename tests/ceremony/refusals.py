#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""What a ceremony refuses, and what it makes of what was lost.

    refusals.py QIAN QIAN-VERIFY SUITE

A ceremony goes its way; at every stage somebody gives it what is wrong: a passphrase, a key, a part,
a value, a clock, a request, at a time when it is not wanted. Each has to end with the exit code given
here and one line that names the reason, and may change nothing: every file of the hall is compared.
Then homes and cases that were lost, altered, or put back from yesterday. In the end the bundles verify.
"""
import fcntl
import hashlib
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

from hall import BALLS, CONTRIBUTORS, ROOT, WITNESSES, Hall, run_with_passphrase, write_request

from common import PASSPHRASE, Tally  # noqa: E402

THIRD = ROOT / "vectors/third-party"
FIRST, SECOND, THIRD_C = CONTRIBUTORS
ROUND, ROUND_TIME = 1009, "2023-08-23T23:59:51+08:00"
BEFORE, AFTER = "@2023-08-23 15:40:00", "@2023-08-23 16:05:00"  # UTC


def rows(path):
    """What a database says; one that is not there says nothing."""
    with tempfile.TemporaryDirectory() as folder:
        for part in path.parent.glob("qian.db*"):
            shutil.copy(part, folder)
        db = sqlite3.connect(pathlib.Path(folder) / "qian.db")
        lines = [line for line in db.iterdump() if line.startswith("INSERT")]
        db.close()
    return lines


def look(folder):
    """Every file below a folder by digest, and every database by what it says."""
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.name.startswith("qian.db"):
            if path.name == "qian.db" and rows(path):
                found[path] = rows(path)
        elif path.is_file() and path.name != "lock":
            found[path] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


class Stage:
    def __init__(self, t, hall):
        self.t, self.hall = t, hall

    def refused(self, what, code, says, done, before):
        lines = done.stderr.strip().split("\n")
        good = done.returncode == code and len(lines) == 1 and says in lines[0] and (not done.stdout or done.stdout.startswith("drawn"))
        self.t.check(good, f"{what}: {done.returncode} instead of {code}, {says}: {done.stderr}{done.stdout}")
        after = look(self.hall.folder)
        changed = [str(p) for p in {*before, *after} if before.get(p) != after.get(p)]
        self.t.check(not changed, f"{what}: changed {changed}")

    def tries(self, case, what, code, says, verb, who="operator", *more):
        before = look(self.hall.folder)
        self.refused(what, code, says, case.try_(verb, who, *more), before)

    def party(self, case, what, code, says, verb, who, *more):
        self.tries(case, what, code, says, verb, who, "--name", case.name(who), *more)

    def again(self, case, what, says, verb, who="operator", *more):
        """A step that was done says so and changes nothing."""
        before = look(self.hall.folder)
        done = case.try_(verb, who, *more)
        self.t.check(done.returncode == 0 and says in done.stdout, f"{what}: {done.returncode} {done.stderr}{done.stdout}")
        self.t.check(look(self.hall.folder) == before, f"{what}: changed something")

    def mangled(self, case, kind, who, verb, code, says):
        """Parts that are wrong in every way, one at a time."""
        (path,) = case.path.glob(f"parts/{kind}.{self.id_of(case, kind, who)}")
        good = path.read_bytes()
        turned = bytearray(good)
        turned[-4 if kind != "commit" else -70] ^= 1  # a commitment itself may be any digits
        for how, bad in {"empty": b"", "cut": good[:-2], "more": good + b"x\n", "a bit": bytes(turned),
                         "another's words": b"qian/1 nonsense\n", "no text": b"\xff\0\n"}.items():
            path.write_bytes(bad)
            self.tries(case, f"{kind} part, {how}", code, says, verb)
        path.write_bytes(good + b"x" * (1 << 20))
        self.tries(case, f"{kind} part, too large", 3, path.name, verb)
        path.unlink()
        path.symlink_to("/dev/zero")
        self.tries(case, f"{kind} part, a link", 3, path.name, verb)
        path.unlink()
        path.write_bytes(good)

    def id_of(self, case, kind, who):
        cosigner = self.hall.vkeys.get((who, "witness", "sha256-ed25519")) if kind == "cosign" else None
        key = (cosigner or self.hall.key_of(who)).split("+")[1]
        return key + ".answer" if kind == "cosign" else key


def opened(s, case):
    home = s.hall.homes["operator"]
    s.again(case, "opened twice", "was opened before", "open", "operator", "--request", case.file)
    for what, code, says, change in (
            ("a serial that leaves a hole", 4, "C02", {"serial": 5, "draw": "D-5", "plan_line": "P-5"}),
            ("a serial that is taken", 4, "C02", {"draw": "D-1", "plan_line": "P-1"}),
            ("a plan line that has a draw", 4, "C04", {"serial": 2, "draw": "D-2"}),
            ("replaces what is no void", 4, "C04",
             {"serial": 2, "draw": "D-2", "replaces": case.request["draw"], "reason": "r"}),
            ("a contributor that the policy does not know", 4, "S05",
             {"serial": 2, "draw": "D-2", "plan_line": "P-2", "contributors": ["nobody"]})):
        other = s.hall.case_again(case, **{**change})
        other.path = s.hall.folder / "case-other"
        s.tries(other, what, code, says, "open", "operator", "--request", other.file)
        s.hall.serial = 1
    write_request(case.input, case.request)  # which the others were written over
    s.party(case, "nothing to sign yet", 4, "nothing to sign", "sign", FIRST)
    s.party(case, "a reveal before there is a notice", 4, "no notice yet", "reveal", FIRST)
    with open(home / "lock", "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        s.tries(case, "a home at work", 6, "another process", "notice")
    before = look(s.hall.folder)
    words = [case.hall.qian, *map(str, case.words("commit", FIRST, "--name", FIRST))]
    s.refused("a wrong passphrase", 3, "wrong passphrase",
              run_with_passphrase(words, passphrase="another passphrase"), before)
    other = s.hall.folder / "homes" / "stranger"
    s.hall.call(["key", "new", FIRST, "--home", other, "--suite", s.hall.suite, "--memory", 8])
    s.hall.homes["stranger"] = other
    s.tries(case, "a key of the same name", 4, "S05", "commit", "stranger", "--name", FIRST)
    s.party(case, "a name that does not contribute", 4, "no such contributor", "commit", "jiwei")
    s.tries(case, "commitments are wanted", 3, FIRST, "notice")
    two_at_once(s, case)


def two_at_once(s, case):
    words = [case.hall.qian, *map(str, case.words("commit", FIRST, "--name", FIRST)), "--passphrase-fd", "0"]
    both = [subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(2)]
    for process in both:
        process.stdin.write(PASSPHRASE + "\n")
        process.stdin.flush()
    said = [process.communicate() for process in both]
    codes = sorted(process.returncode for process in both)
    s.t.check(codes in ([0, 0], [0, 6]), f"two at once: {codes} {said}")
    values = {line for out, _ in said for line in out.splitlines() if line.startswith("committed")}
    s.t.check(len(values) == 1, f"two at once: {values}")


def committed(s, case):
    s.again(case, "committed twice", "committed", "commit", FIRST, "--name", FIRST)
    (nonce,) = s.hall.homes[FIRST].glob("nonces/*")
    kept = nonce.read_bytes()
    nonce.unlink()
    s.party(case, "the nonce is lost", 4, nonce.name, "commit", FIRST)
    (other,) = s.hall.homes[SECOND].glob("nonces/*")
    nonce.write_bytes(other.read_bytes())
    s.party(case, "another's nonce", 3, nonce.name, "commit", FIRST)
    nonce.write_bytes(kept)
    nonce.chmod(0o600)
    s.mangled(case, "commit", FIRST, "notice", 5, "parts/commit.")


def noticed(s, case, before_notice):
    """Everybody has signed but one contributor."""
    s.party(case, "a reveal before the notice is in the log", 4, "not proven", "reveal", FIRST)
    s.party(case, "who does not sign a notice", 4, "does not sign", "sign", "jiwei")
    s.party(case, "a custodian's other roster", 1, "H01", "sign", "targets", "--roster", case.input / "targets.csv")
    s.tries(case, "void of what is not in the log", 4, "C03", "void", "operator", "--reason", "x")
    s.mangled(case, "sign-notice", FIRST, "notice", 5, "parts/sign-notice.")
    case.clock = "@2020-01-01 00:00:00"
    s.party(case, "a clock set back", 4, "T01", "sign", THIRD_C)
    s.tries(case, "a clock set back", 4, "T01", "notice")
    case.clock = None
    tables = case.path / "bundle" / "targets.tsv"
    good = tables.read_bytes()
    tables.write_bytes(good.replace(b"2201", b"2202", 1))
    s.party(case, "a table that was altered", 1, "", "sign", THIRD_C)
    s.tries(case, "a table that was altered", 1, "targets.tsv", "notice")
    tables.write_bytes(good)
    aside = s.hall.folder / "aside"
    swap(case, before_notice, aside)  # the operator makes another notice
    time.sleep(1.1)
    case.waiting("notice")
    s.party(case, "another notice than the one signed", 4, "C01", "sign", FIRST)
    swap(case, aside)
    shutil.rmtree(aside)


def swap(case, source, aside=None):
    """Take case and operator's home from a copy."""
    for name in (case.path.name, "homes/operator"):
        place = case.hall.folder / name
        if aside:
            shutil.copytree(place, aside / name, symlinks=True)
        shutil.rmtree(place)
        shutil.copytree(source / name, place, symlinks=True)


def copy(case, to):
    for name in (case.path.name, "homes"):
        shutil.copytree(case.hall.folder / name, to / name, symlinks=True)
    return to


def logged(s, case):
    s.tries(case, "a public value before the close", 4, "not proven", "public", "operator", "--public", BALLS,
            "--again", BALLS)
    s.tries(case, "a drop of what is in the log", 2, "reason", "void", "operator", "--drop")
    s.tries(case, "nobody may withhold", 4, "E02", "close", "operator", "--withheld", FIRST)
    s.tries(case, "no such contributor", 2, "E01", "close", "operator", "--withheld", "nobody")
    s.tries(case, "reveals are wanted", 3, FIRST, "close")
    proof = case.path / "bundle/log/notice.tlog-proof"
    good = proof.read_text(encoding="utf-8")
    lines = good.split("\n")
    cosigned = [i for i, line in enumerate(lines) if line.startswith("— jiwei")]
    proof.write_text("\n".join(line for i, line in enumerate(lines) if i not in cosigned), encoding="utf-8")
    s.party(case, "a proof without its quorum", 1, "L04", "reveal", FIRST)
    proof.write_text(good.replace("index 0", "index 1"), encoding="utf-8")
    s.party(case, "a proof of another place", 1, "L01", "reveal", FIRST)
    proof.write_text(good, encoding="utf-8")
    case.reveal()
    s.again(case, "revealed twice", "revealed", "reveal", FIRST, "--name", FIRST)
    s.mangled(case, "reveal", FIRST, "close", 5, "parts/reveal.")


def closed(s, case):
    case.waiting("close")
    for w in WITNESSES:
        case.part("sign", w)
    s.mangled(case, "sign-close", "jiwei", "close", 5, "parts/sign-close.")
    case.waiting("close")
    (request,) = case.path.glob(f"parts/cosign.{s.id_of(case, 'cosign', 'jiwei').split('.')[0]}.request")
    good = request.read_text(encoding="utf-8")
    for how, bad in {"empty": "", "no text": "\0\n", "another root": good[:60] + ("A" if good[60] != "A" else "B") +
                     good[61:], "unsigned": good.split("—")[0]}.items():
        request.write_text(bad, encoding="utf-8")
        s.party(case, f"cosign request, {how}", 1, "cannot be cosigned", "cosign", "jiwei")
    request.write_text(good, encoding="utf-8")
    for w in WITNESSES:
        case.part("cosign", w)
    s.again(case, "cosigned twice", "cosigned", "cosign", "jiwei", "--name", "jiwei")
    case.do("close", "operator")
    s.again(case, "closed twice", "in the log", "close")


def valued(s, case):
    for what, balls in {"a number too many": BALLS + "-01", "too few": BALLS[:-3], "a number twice":
                        BALLS[:-2] + "03", "out of range": BALLS[:-2] + "36", "one digit": BALLS[:-2] + "5",
                        "words": "balls=three", "empty": "balls="}.items():
        s.tries(case, f"balls, {what}", 5, "balls", "public", "operator", "--public", balls, "--again", balls)
    other = BALLS[:-2] + "06"
    s.tries(case, "two people who disagree", 1, "E10", "public", "operator", "--public", BALLS, "--again", other)
    s.tries(case, "one person alone", 2, "E10", "public", "operator", "--public", BALLS)
    s.tries(case, "a value of no source", 2, "E03", "public", "operator", "--public", "drand=00", "--again",
            "drand=00")
    s.tries(case, "a draw without its value", 4, "E03", "draw")
    s.party(case, "a witness before the draw", 4, "nothing has been drawn", "witness", "jiwei")
    case.public(BALLS)
    s.tries(case, "another value", 4, "C01", "public", "operator", "--public", other, "--again", other)
    s.again(case, "the same value", "was entered before", "public", "operator", "--public", BALLS, "--again", BALLS)


def drawn(s, case):
    case.draw()
    s.again(case, "drawn twice", "drawn", "draw")
    for name in ("selection.tsv", "entropy.txt", "close.note", "log/close.tlog-proof", "notice.json"):
        path = case.path / "bundle" / name
        good = path.read_bytes()
        path.write_bytes(good[:-1] + b" \n")
        s.tries(case, f"{name} altered in the case", 1, name, "draw")
        s.tries(case, f"{name} altered in the case", 1, name, "transcript")
        path.unlink()
        done = case.try_("draw", "operator")
        s.t.check(done.returncode == 0 and path.read_bytes() == good, f"{name} deleted: not put back: {done}")
        path.unlink()
        case.open()
        s.t.check(path.read_bytes() == good, f"{name} deleted: not put back")
    kept = s.hall.homes["operator"] / "draws" / case.request["draw"] / "selection.tsv"
    good = kept.read_bytes()
    kept.write_bytes(good + b"x\n")
    s.tries(case, "a kept file altered in the home", 1, "", "publish", "operator", "--out", case.bundle)
    kept.write_bytes(good)
    case.witness()
    (part,) = case.path.glob(f"parts/sign-transcript.{s.id_of(case, 'sign', 'jiwei')}")
    line = part.read_bytes()
    part.write_bytes(b"x\n")
    done = case.waiting("transcript")
    s.t.check(done.returncode == 3 and "jiwei" in done.stderr, f"a mangled signature counts as none: {done.stderr}")
    part.write_bytes(line)
    objection = case.path / "parts" / f"objection.{s.id_of(case, 'objection', 'xiehui')}"
    objection.write_text("objection xiehui AAAA no\n", encoding="utf-8")
    s.tries(case, "an objection that is none", 5, "parts/objection.", "transcript")
    objection.unlink()
    s.tries(case, "the draw is not finished", 3, "not finished", "publish", "operator", "--out", case.bundle)


def rolled_back(s, case, yesterday):
    """Yesterday's database, yesterday's log, no case at all; then the transcript all the same."""
    home, old = s.hall.homes["operator"], yesterday / "homes" / "operator"
    now = s.hall.folder / "now"
    shutil.copytree(home, now)
    shutil.copy(old / "qian.db", home / "qian.db")
    done = case.try_("close", "operator")
    s.t.check(done.returncode == 4 and "L10" in done.stderr, f"yesterday's database: {done}")
    done = case.try_("public", "operator", "--public", BALLS[:-2] + "06", "--again", BALLS[:-2] + "06")
    s.t.check(done.returncode == 1 and "entropy.txt" in done.stderr, f"another value, with yesterday's database: {done}")
    shutil.rmtree(home)
    shutil.copytree(now, home)
    shutil.rmtree(home / "log")
    shutil.copytree(old / "log", home / "log")
    shutil.rmtree(case.path)
    s.tries(case, "no case", 3, "rules.json", "transcript")
    case.open()
    case.draw()
    case.witness()
    case.transcript()
    done = s.hall.tool(["log", "fsck", home / "log"], key=False)
    s.t.check(done.returncode == 0, f"yesterday's log, a day later: {done.stdout}{done.stderr}")
    shutil.rmtree(now)


def ended(s, case):
    s.tries(case, "void of a result", 4, "C03", "void", "operator", "--reason", "x")
    s.tries(case, "no embargo", 4, "T05", "unseal")
    case.publish()
    s.again(case, "published twice", "was published before", "publish", "operator", "--out", case.bundle)
    file = case.bundle / "selection.tsv"
    good = file.read_bytes()
    file.write_bytes(good + b"x\n")
    s.tries(case, "something else is there", 3, "something is there", "publish", "operator", "--out", case.bundle)
    file.write_bytes(good)
    s.t.check(case.verdict()["verdict"] == "VALID", f"the bundle: {case.verdict()['verdict']}")


def whole(t, hall):
    s, case = Stage(t, hall), hall.case()
    case.open()
    opened(s, case)
    case.commit()
    committed(s, case)
    before_notice = copy(case, hall.folder / "before-notice")
    case.waiting("notice")
    case.part("sign", FIRST)
    noticed(s, case, before_notice)
    case.notice()
    yesterday = copy(case, hall.folder / "yesterday")
    logged(s, case)
    closed(s, case)
    valued(s, case)
    drawn(s, case)
    rolled_back(s, case, yesterday)
    ended(s, case)


def dropped(t, hall):
    s, first = Stage(t, hall), hall.case()
    first.open()
    first.commit()
    first.waiting("notice")
    first.do("void", "operator", "--drop")
    s.again(first, "dropped twice", "was dropped before", "void", "operator", "--drop")
    s.tries(first, "a draw that was dropped goes on", 4, "was dropped", "notice")
    s.tries(first, "a draw that was dropped opens again", 4, "was dropped", "open", "operator", "--request", first.file)
    second = hall.case_again(first, draw="220100-2026-J-0002-2")
    second.open()
    second.commit()
    second.notice_waits()
    s.tries(second, "a drop of what is in the log", 4, "cannot be dropped", "void", "operator", "--drop")


def in_time(t, hall):
    beacons = json.loads((THIRD / "drand_beacons.json").read_text(encoding="utf-8"))["beacons"]
    value = {b["round"]: b["signature"] for b in beacons if b["public_key"].startswith("83cf0f28")}
    s, case = Stage(t, hall), hall.case(public=[{"source": "drand", "time": ROUND_TIME}])
    case.clock = BEFORE
    case.open()
    case.commit()
    case.notice()
    case.reveal(CONTRIBUTORS[:2])
    case.clock = "@2023-08-23 15:58:52"  # 59 s before the value
    s.party(case, "a reveal too late", 4, "T02", "reveal", THIRD_C)
    s.tries(case, "a close too late", 4, "T02", "close")
    case.clock = BEFORE
    case.reveal()
    case.waiting("close")
    case.clock = "@2023-08-23 15:58:52"
    s.party(case, "a close signed too late", 4, "T02", "sign", "jiwei")
    case.clock = BEFORE
    case.close()
    case.clock = AFTER
    for what, code, given in (("of another round", 1, value[1007]), ("cut", 5, value[ROUND][:-2]),
                              ("of no point", 1, "80" + "00" * 46 + "05"), ("no digits", 5, "x" * 96)):
        s.tries(case, f"a drand signature {what}", code, "", "public", "operator", "--public", f"drand={given}")
    case.public(f"drand={value[ROUND]}")
    case.draw()
    case.witness()
    case.transcript()
    case.publish()
    t.check(case.verdict()["verdict"] == "VALID", f"drand: {case.verdict()['verdict']}")


def main():
    qian, verify, suite = sys.argv[1:4]
    t = Tally(f"refusals {suite}")
    with tempfile.TemporaryDirectory() as folder:
        hall = Hall(pathlib.Path(folder, "now"), qian, verify, suite)
        whole(t, hall)
        dropped(t, hall)
        in_time(t, Hall(pathlib.Path(folder, "then"), qian, verify, suite, clock=BEFORE))
    t.end()


if __name__ == "__main__":
    main()
