#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""A ceremony whose witnesses cosign over HTTP: real `qian witness serve`, one that is down, and liars.

    online.py QIAN QIAN-VERIFY
"""
import http.server
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from hall import BALLS, CONTRIBUTORS, ED, ORIGIN, PASSPHRASE, WITNESSES, Hall, Refused  # noqa: E402
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "draw"))
from common import Tally  # noqa: E402


class Served:
    """`qian witness serve` of one home, on a port of its own."""

    def __init__(self, hall, who, listen="127.0.0.1:0"):
        there, here = os.pipe()
        os.write(here, PASSPHRASE.encode() + b"\n")
        os.close(here)
        command = [hall.qian, "witness", "serve", "--home", str(hall.homes[who]), "--listen", listen]
        self.process = subprocess.Popen([*command, "--passphrase-fd", str(there)], pass_fds=[there], text=True,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        os.close(there)
        self.url = self.process.stdout.readline().strip()

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said


class Liar(http.server.BaseHTTPRequestHandler):
    """What it answers is told by the first part of the path."""
    turn = 0
    asked = []

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.reply(404, b"nothing\n")

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        kind = self.path.split("/")[1]
        Liar.asked.append(kind)
        Liar.turn += 1
        if kind == "hang":
            time.sleep(12)
        self.reply(*{"loop": (409, b"%d\n" % (Liar.turn % 2)), "stranger": (404, b"this log is not known\n"),
                     "behind": (409, b"77\n"), "split": (422, b"no\n"), "hang": (500, b""),
                     "garbage": (200, b"\x00\xff\n" * 9)}[kind])

    def reply(self, status, body):
        try:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # the asker has gone


def set_urls(hall, urls):
    """The policy with the URL of each witness that has one."""
    hall.write_policy()
    lines = hall.policy.read_text(encoding="utf-8").split("\n")
    for at, line in enumerate(lines):
        word = line.split(" ")
        if word[0] == "witness" and word[1] in urls:
            lines[at] = f"{line} {urls[word[1]]}"
    hall.policy.write_text("\n".join(lines), encoding="utf-8")


def until_signed(case):
    """Up to the notice that all have signed; it is not in the log yet."""
    case.open()
    case.commit()
    case.waiting("notice")
    for c in CONTRIBUTORS:
        case.part("sign", c)
    for who in ("targets", "inspectors"):
        case.part("sign", who, *case.roster_option(who))


def requests(case):
    return sorted(p.name for p in (case.path / "parts").glob("cosign.*"))


def whole(hall, tally):
    """Nobody carries a file for the log: each step is one command."""
    case = hall.case()
    until_signed(case)
    case.do("notice", "operator")
    tally.check(requests(case) == [], f"requests by file: {requests(case)}")
    case.reveal()
    case.waiting("close")
    for w in WITNESSES:
        case.part("sign", w)
    case.do("close", "operator")
    case.public(BALLS)
    case.draw()
    case.witness()
    case.do("transcript", "operator")
    tally.check(requests(case) == [], f"requests by file: {requests(case)}")
    case.publish()
    verdict = case.verdict()
    tally.check(verdict["verdict"] == "VALID" and verdict["proven"]["transcript"], f"verdict {verdict['verdict']}")
    proof = (case.bundle / "log/notice.tlog-proof").read_text(encoding="utf-8")
    tally.check(all(f"\u2014 {w} " in proof for w in WITNESSES), "all three have cosigned")


def without_one(hall, served, tally, who="xiehui"):
    """One witness is down: the others are a quorum. Two down are not, and files do instead."""
    served[who].end()
    case = hall.case()
    until_signed(case)
    case.do("notice", "operator")
    proof = (case.path / "bundle/log/notice.tlog-proof").read_text(encoding="utf-8")
    tally.check(f"\u2014 {who} " not in proof and "\u2014 jiwei " in proof, "a quorum without the one that is down")
    tally.check(requests(case) == [], "the one that is down is not waited for")
    served["xueyuan"].end()
    second = hall.case()
    until_signed(second)
    got = second.waiting("notice")
    tally.check(got.returncode == 3 and "a quorum of cosignatures" in got.stderr, f"two down: {got.returncode} {got.stderr}")
    tally.check(len(requests(second)) == 2, f"files for the two that are down: {requests(second)}")
    second.cosign("notice", ["xueyuan"])
    tally.check(requests(second) == [], "files are cleared")
    port = served["xueyuan"].url.rsplit("/", 1)[-1]
    served["xueyuan"] = Served(hall, "xueyuan", port)
    tally.check(served["xueyuan"].url.endswith(port), f"served again: {served['xueyuan'].url}")


def liars(hall, served, tally):
    """Whatever one witness answers, the others are a quorum; the log goes on, and in time."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Liar)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place = f"http://127.0.0.1:{server.server_address[1]}"
    for kind in ("loop", "stranger", "behind", "split", "garbage", "hang"):
        set_urls(hall, {"jiwei": served["jiwei"].url, "xueyuan": served["xueyuan"].url, "xiehui": f"{place}/{kind}"})
        case = hall.case()
        until_signed(case)
        started = time.monotonic()
        try:
            said = case.do("notice", "operator")
            tally.check(("another history" in said) == (kind in ("behind", "split")), f"{kind}: {said}")
        except Refused as e:
            tally.check(False, f"{kind}: {e}")
        tally.check(time.monotonic() - started < 40, f"{kind}: took {time.monotonic() - started:.0f} s")
        tally.check(kind in Liar.asked, f"{kind} was asked")
        tally.check("\u2014 jiwei " in (case.path / "bundle/log/notice.tlog-proof").read_text(encoding="utf-8"), f"{kind}: proof")
    server.shutdown()


def main():
    tally = Tally("online")
    with tempfile.TemporaryDirectory() as name:
        hall = Hall(pathlib.Path(name) / "hall", *sys.argv[1:3])
        for who in WITNESSES:
            hall.call(["witness", "add-log", hall.vkeys["operator", ORIGIN, ED], "--home", hall.homes[who]], key=False)
        served = {who: Served(hall, who) for who in WITNESSES}
        try:
            tally.check(all(s.url.startswith("http://127.0.0.1:") for s in served.values()), "served")
            set_urls(hall, {who: s.url for who, s in served.items()})
            whole(hall, tally)
            without_one(hall, served, tally)
            liars(hall, served, tally)
        finally:
            for who, s in served.items():
                code, said = s.end()
                tally.check(code == 0, f"{who} ended with {code}: {said}")
    tally.end()


if __name__ == "__main__":
    main()
