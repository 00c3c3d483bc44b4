#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Witnesses that answer badly, and askers that are slow.

    hostile.py QIAN

A log asks servers that hang, trickle, lie about sizes, send too much or send somebody else's
signature: each ends in time with the right exit code, and the log goes on. A witness that serves
gets a connection that trickles and one that says nothing: it ends both and answers others meanwhile.
Its keys are cheap to open.
"""
import http.server
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import socket
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "draw"))
from common import PASSPHRASE, run_with_passphrase  # noqa: E402

SIGNATURE = "A" * 91 + "="
CASES = {  # path -> exit code and a piece of what is said
    "hang": (3, "the witness gives no answer"),
    "trickle": (3, "the witness gives no answer"),
    "large": (3, "the witness gives no answer"),
    "claims": (3, "the witness gives no answer"),
    "redirect": (3, "the witness does not cosign"),
    "teapot": (3, "the witness does not cosign"),
    "loop": (3, "keeps naming another size"),
    "behind": (4, "L10"),
    "split": (4, "L06"),
    "empty": (5, "no cosignature"),
    "garbage": (5, "no cosignature"),
    "other": (5, "no cosignature"),
    "twice": (0, "cosigned, size 1"),
}


class Witness(http.server.BaseHTTPRequestHandler):
    """What it does is the first part of the path. Good cosignatures come from `answer`."""
    answer = other = b""
    turn = 0

    def log_message(self, *_):
        pass

    def reply(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        kind = self.path.split("/")[1]
        try:
            self.act(kind)
        except OSError:
            pass  # the asker has gone

    def act(self, kind):
        if kind == "hang":
            time.sleep(30)
        elif kind == "trickle":
            self.reply(200, b"")
            for _ in range(30):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(1)
        elif kind == "large":
            self.reply(200, b"x" * 10_000_000)
        elif kind == "claims":
            self.reply(200, b"x", Content_Length="10000000")
        elif kind == "redirect":
            self.reply(307, b"", Location="/twice/add-checkpoint")
        elif kind == "teapot":
            self.reply(418, b"\x1b[31mno\n")
        elif kind == "loop":
            Witness.turn += 1
            self.reply(409, b"%d\n" % (Witness.turn % 2))
        elif kind == "behind":
            self.reply(409, b"77\n")
        elif kind == "split":
            self.reply(422, b"no\n")
        else:
            self.reply(200, {"empty": b"", "garbage": b"\x00\xff\n" * 9, "other": self.other,
                             "twice": self.answer + self.answer}[kind])


# Verbs that take a passphrase here.
OPENS = {("key", "new"), ("log", "init"), ("log", "add"), ("log", "cosign"), ("witness", "key"),
         ("witness", "cosign")}


class Check:
    passed = failed = 0

    def __call__(self, what, good):
        self.passed, self.failed = self.passed + bool(good), self.failed + (not good)
        if not good:
            print(f"hostile: {what}")


def ask_badly(run, folder, check):
    """One home a case, so that they can run side by side."""
    def one(kind, url):
        code, said = CASES[kind]
        started = time.monotonic()
        got = run("log", "cosign", "--url", f"{url}/{kind}", "--home", folder / f"h-{kind}")
        text = got.stdout + got.stderr
        check(f"{kind}: {got.returncode} {text}", got.returncode == code and said in text)
        check(f"{kind}: took {time.monotonic() - started:.0f} s", time.monotonic() - started < 15)
        check(f"{kind}: escape sequences came through", "\x1b" not in text)
        after = run("log", "add", folder / "2.note", "--home", folder / f"h-{kind}")
        check(f"{kind}: the log does not go on: {after.stderr}", after.returncode == 0)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Witness)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    threads = [threading.Thread(target=one, args=(kind, url)) for kind in CASES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    server.shutdown()


def serve_slow(qian, home, env, check):
    process = subprocess.Popen([qian, "witness", "serve", "--home", str(home), "--listen", "127.0.0.1:0",
                                "--passphrase-fd", "0"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
    process.stdin.write(PASSPHRASE + "\n")
    process.stdin.flush()
    try:
        url = process.stdout.readline().strip()
        place = ("127.0.0.1", int(url.rsplit(":", 1)[1]))
        slow, mute = socket.create_connection(place), socket.create_connection(place)
        started, ended = time.monotonic(), None
        while ended is None and time.monotonic() - started < 40:
            try:
                slow.sendall(b"P" if ended is None else b"")
                slow.settimeout(1)
                if slow.recv(1) == b"":
                    ended = time.monotonic() - started
            except TimeoutError:
                pass
            except OSError:
                ended = time.monotonic() - started
            answer = urllib.request.Request(f"{url}/nothing")
            try:
                urllib.request.urlopen(answer, timeout=5)
            except urllib.error.HTTPError as e:
                check("others are not answered meanwhile", e.code == 404)
        check(f"a trickle was ended after {ended}", ended is not None and ended < 30)
        mute.settimeout(1)
        check("silence was not ended", mute.recv(1) == b"")
    finally:
        process.terminate()
        said = process.communicate(timeout=30)[1]
    check(f"serve ended with {process.returncode}: {said}", process.returncode == 0 and said == "")


def main():
    qian = sys.argv[1]
    env = dict(os.environ, LC_ALL="C")
    check = Check()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)

        def run(*args):
            verb = [qian, *map(str, args)]
            if args[:2] in OPENS:
                return run_with_passphrase(verb, env=env)
            return subprocess.run(verb, capture_output=True, text=True, env=env)

        def must(*args):
            got = run(*args)
            if got.returncode != 0:
                sys.exit(f"hostile: {args}: {got.stderr}")
            return got.stdout.strip()

        for number in (1, 2):
            (folder / f"{number}.note").write_text(f"qian/1 close\nD-{number}\n\n\u2014 x {SIGNATURE}\n", encoding="utf-8")
        for home, key in (("w", "w.example"), ("h", "log.example/hostile"), ("g", "log.example/hostile-2")):
            must("key", "new", key, "--home", folder / home, "--memory", "8")
        witness = must("witness", "key", "w.example", "--home", folder / "w")
        log = must("log", "init", "log.example/hostile", "--home", folder / "h")
        must("witness", "add-log", log, "--home", folder / "w")
        must("log", "add", folder / "1.note", "--home", folder / "h")
        must("log", "add-witness", witness, "--home", folder / "h")
        for kind in CASES:
            subprocess.run(["cp", "-r", str(folder / "h"), str(folder / f"h-{kind}")], check=True)
        must("log", "request", "--witness", "w.example", "--home", folder / "h", "--out", folder / "r")
        Witness.answer = (must("witness", "cosign", folder / "r", "--home", folder / "w") + "\n").encode()
        # A cosignature of the same witness over a tree that the log never had.
        must("log", "init", "log.example/hostile-2", "--home", folder / "g")
        must("witness", "add-log", must("log", "init", "log.example/hostile-2", "--home", folder / "g"),
             "--home", folder / "w")
        must("log", "add-witness", witness, "--home", folder / "g")
        must("log", "request", "--witness", "w.example", "--home", folder / "g", "--out", folder / "r2")
        Witness.other = (must("witness", "cosign", folder / "r2", "--home", folder / "w") + "\n").encode()
        ask_badly(run, folder, check)
        serve_slow(qian, folder / "w", env, check)
    print(f"hostile: {check.passed} passed, {check.failed} failed")
    return check.failed > 0 or check.passed == 0


if __name__ == "__main__":
    sys.exit(main())
