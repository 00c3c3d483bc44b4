#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Passphrases on a real (pseudo-)terminal: asked in the user's language, never shown, the terminal
given back as it was, nothing made when the user turns away; limits on memory.

    terminal.py QIAN QIAN_RELEASE      (the second without sanitizers, for limits on memory)
"""
import ctypes
import fcntl
import json
import os
import pathlib
import re
import resource
import select
import signal
import sys
import tempfile
import termios
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "draw"))
from common import PASSPHRASE, SEED, BALLS, Tally, roster, run_with_passphrase, write_request

TIMEOUT = 60
CAP_IPC_LOCK, PR_CAPBSET_DROP = 14, 24


class Session:
    """One run of the program with a terminal of its own. All that the terminal shows is in `shown`."""

    def __init__(self, command, stdout=None):
        self.master, self.slave = os.openpty()
        self.shown, self.seen = b"", 0
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setsid()
                os.close(self.master)
                fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
                for fd in (0, 1, 2):
                    os.dup2(self.slave, fd)
                if stdout:
                    os.dup2(os.open(stdout, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
                os.execvpe(command[0], command, dict(os.environ, LC_ALL="C"))
            finally:
                os._exit(99)

    def read(self, seconds):
        ready, _, _ = select.select([self.master], [], [], seconds)
        if ready:
            self.shown += os.read(self.master, 4096)
        return bool(ready)

    def expect(self, text):
        """Wait until the terminal shows the text, after what was expected before."""
        end = time.monotonic() + TIMEOUT
        while text.encode() not in self.shown[self.seen:]:
            if time.monotonic() > end or not self.read(1) and self.ended():
                raise SystemExit(f"terminal: no {text!r} in {self.shown.decode(errors='replace')!r}")
        self.seen = self.shown.index(text.encode(), self.seen) + len(text.encode())
        if text.endswith(": ") and self.echo():
            raise SystemExit(f"terminal: {text!r} stands there, and what is typed is shown")

    def echo(self):
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)

    def type(self, text):
        os.write(self.master, text.encode())

    def ended(self):
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def end(self):
        """Exit code, or minus the signal. What it still said is read."""
        stop = time.monotonic() + TIMEOUT
        while not self.ended() and time.monotonic() < stop:
            self.read(0.05)
        while self.read(0.1):
            pass
        if not self.ended():
            os.kill(self.pid, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.restored = self.echo()
        os.close(self.master)
        os.close(self.slave)
        return code


def new_key(tally, qian, work):
    s = Session([qian, "key", "new", "纪检监察", "--home", str(work / "h")], stdout=str(work / "out"))
    s.expect("new passphrase for 纪检监察: ")
    s.type(PASSPHRASE + "\n")
    s.expect("the same once more for 纪检监察: ")
    s.type(PASSPHRASE + "\n")
    code = s.end()
    tally.check(code == 0 and s.restored, f"key new: {code} {s.shown}")
    tally.check(PASSPHRASE.encode() not in s.shown, "the passphrase is shown")
    out = (work / "out").read_text(encoding="utf-8")
    tally.check(re.fullmatch(r"纪检监察\+[0-9a-f]{8}\+\S+\n", out) is not None, f"standard output: {out}")
    tally.check(len(list((work / "h/keys").iterdir())) == 1, "one key")
    got = run_with_passphrase([qian, "key", "passphrase", "纪检监察", "--home", str(work / "h")],
                              PASSPHRASE + "\n" + PASSPHRASE)
    tally.check(got.returncode == 0, f"what was typed opens it: {got}")


def languages(tally, qian, work):
    s = Session([qian, "key", "passphrase", "纪检监察", "--home", str(work / "h"), "--lang", "zh"])
    s.expect("请输入口令，用于 纪检监察: ")
    s.type("某个错误的口令，不止十二个字\n")
    code = s.end()
    tally.check(code == 3 and "口令错误，或文件已损坏；未作任何改动" in s.shown.decode(), f"zh: {code} {s.shown}")
    tally.check("错误的口令，不" not in s.shown.decode(), "the wrong passphrase is shown")


def turning_away(tally, qian, work):
    """Ctrl-C, Ctrl-D, signals: nothing is made, and the terminal echoes again."""
    request = write_request(work, roster(work, 400, 12, "A:X", 99))
    verbs = {"key": [qian, "key", "new", "x", "--home", str(work / "no")],
             "draw": [qian, "draw", "all", str(request), "--home", str(work / "no"), "--out",
                      str(work / "none"), "--public", BALLS]}
    for verb, command in verbs.items():
        for what, code in (("\x03", 130), ("\x04", 2), (signal.SIGTERM, -15), (signal.SIGHUP, -1), ("\x1c", -3)):
            for half in ("", "half a passphr"):
                if half and what == "\x04":
                    continue  # sends the half
                s = Session(command)
                s.expect("new passphrase for ")
                s.type(half)
                if isinstance(what, str):
                    s.type(what)
                else:
                    time.sleep(0.05)
                    os.kill(s.pid, what)
                got = s.end()
                tally.check(got == code and s.restored, f"{verb} {what!r}: {got}, echo {s.restored}")
                tally.check(not (work / "no").exists() and not (work / "none").exists(), f"{verb} {what!r} leaves something")
                tally.check(b"half" not in s.shown, "half a passphrase is shown")


def stopping(tally, qian, work):
    """Ctrl-Z at the question does not leave a shell without echo: it is passed over."""
    s = Session([qian, "key", "new", "z", "--home", str(work / "z")])
    s.expect("new passphrase for z: ")
    s.type("\x1a")
    time.sleep(0.2)
    s.type(PASSPHRASE + "\n")
    s.expect("the same once more for z: ")
    s.type(PASSPHRASE + "\n")
    tally.check(s.end() == 0, f"after Ctrl-Z: {s.shown}")


def tries(tally, qian, work):
    s = Session([qian, "key", "new", "t", "--home", str(work / "t")])
    s.expect("new passphrase for t: ")
    s.type("short\n")
    s.expect("fewer than 12 characters")
    s.expect("new passphrase for t: ")
    s.type(PASSPHRASE + "\n")
    s.expect("the same once more for t: ")
    s.type(PASSPHRASE + "x\n")
    s.expect("the two are not the same; type it again")
    s.expect("new passphrase for t: ")
    s.type("short\n")
    code = s.end()
    tally.check(code == 4 and not (work / "t").exists(), f"three times unfit: {code}")


def several(tally, qian, work):
    """Keys under passphrases of their own are asked for by name; a seeded draw never asks."""
    request = write_request(work, roster(work, 400, 12, "A:X", 99))
    names = json.loads(request.read_text(encoding="utf-8"))["contributors"]
    home = work / "s"
    for i, name in enumerate(["operator", names[0]]):
        run_with_passphrase([qian, "key", "new", name, "--home", str(home)], PASSPHRASE + str(i), check=True)
    s = Session([qian, "draw", "all", str(request), "--home", str(home), "--out", str(work / "s-out"),
                 "--public", BALLS])
    s.expect("passphrase of operator: ")
    s.type(PASSPHRASE + "0\n")
    s.expect(f"passphrase of {names[0]}: ")
    s.type(PASSPHRASE + "1\n")
    tally.check(s.end() == 0 and PASSPHRASE.encode() not in s.shown, f"two passphrases: {s.shown}")
    tally.check(len(list((home / "keys").iterdir())) == 1 + len(names), "missing keys are made")
    seed = work / "seed"
    seed.write_text(SEED, encoding="utf-8")
    s = Session([qian, "draw", "all", str(request), "--home", str(work / "seeded"), "--out",
                 str(work / "seeded-out"), "--public", BALLS, "--test-seed", str(seed)])
    tally.check(s.end() == 0 and b"passphrase" not in s.shown, f"a test seed: {s.shown}")


def one_run_one_salt(tally, qian, work):
    request = write_request(work, roster(work, 400, 12, "A:X", 99))
    got = run_with_passphrase([qian, "draw", "all", str(request), "--home", str(work / "salt"), "--out",
                               str(work / "salt-out"), "--public", BALLS])
    salts = [re.search("^salt (.*)$", p.read_text(encoding="utf-8"), re.M).group(1)
             for p in (work / "salt/keys").iterdir()]
    tally.check(got.returncode == 0 and len(salts) > 1 and len(set(salts)) == 1, f"salts: {salts} {got}")


def no_locking():
    """In the child: no right to lock memory, even for root."""
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_IPC_LOCK, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))


def limits(tally, qian, work):
    got = run_with_passphrase([qian, "key", "new", "m", "--home", str(work / "m")], preexec_fn=no_locking)
    tally.check(got.returncode == 0 and "memory for secrets could not be locked" in got.stderr, f"memlock: {got}")
    before = next((work / "m/keys").iterdir()).read_bytes()
    small = 200 << 20
    got = run_with_passphrase([qian, "key", "passphrase", "m", "--home", str(work / "m")],
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (small, small)))
    said = "not enough memory to derive a key from a passphrase: 256 MiB"
    tally.check(got.returncode == 3 and said in got.stderr, f"200 MiB: {got}")
    tally.check(next((work / "m/keys").iterdir()).read_bytes() == before, "the key is as it was")


def main():
    tally = Tally("terminal")
    qian, release = map(os.path.abspath, sys.argv[1:3])
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        for test in (new_key, languages, turning_away, stopping, tries, several, one_run_one_salt):
            test(tally, qian, work)
        limits(tally, release, work)
    tally.end()


if __name__ == "__main__":
    main()
