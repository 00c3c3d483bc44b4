#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Another program reads what Qian wrote: Go's golang.org/x/mod/sumdb, from Debian's packages.

    log.py QIAN

Checkpoints, tiles, proofs and Ed25519 notes verify there, and a changed bit does not. Exit code 77
where Go or the package is not installed.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "draw"))
from common import run_with_passphrase  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOPATH = "/usr/share/gocode"
SIGNATURE = "A" * 91 + "="


def build(folder, source="log.go"):
    """The Go program, or None where it cannot be had."""
    if not shutil.which("go") or not pathlib.Path(GOPATH, "src/golang.org/x/mod/sumdb/tlog").is_dir():
        return None
    env = dict(os.environ, GO111MODULE="off", GOPATH=GOPATH, GOCACHE=str(folder / "cache"), GOFLAGS="-p=2")
    program = folder / "reader"
    subprocess.run(["go", "build", "-o", str(program), str(ROOT / "tests/interop" / source)], check=True, env=env)
    return program


def notes_of(bundle):
    """The three notes of a bundle, each with the vkey of each of its signers."""
    notice = json.loads((bundle / "notice.json").read_text(encoding="utf-8"))
    keys = [notice["operator"]] + [c["key"] for c in notice["contributors"]]
    for name in ("notice.note", "close.note", "transcript.note"):
        for key in keys if name == "notice.note" else keys[:1]:
            yield bundle / name, key


def main():
    qian = sys.argv[1]
    passed = failed = 0

    def check(what, good):
        nonlocal passed, failed
        passed, failed = passed + good, failed + (not good)
        if not good:
            print(f"interop: {what}")

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        reader = build(folder)
        if reader is None:
            print("interop: Go or golang.org/x/mod is not installed; skipped")
            return 77
        home, old = folder / "home", folder / "old"
        log = home / "log"

        def run(*args):
            got = run_with_passphrase([qian, *map(str, args)])
            if got.returncode != 0:
                sys.exit(f"interop: {args}: {got.stderr}")
            return got.stdout

        run("key", "new", "log.example/interop", "--home", home, "--memory", "8")
        vkey = run("log", "init", "log.example/interop", "--home", home).strip()
        bundle = ROOT / "vectors/bundles/ed-one-balls/bundle"
        run("log", "add", *sorted(bundle.glob("*.note")), "--home", home)
        signed = [str(word) for pair in notes_of(bundle) for word in pair]
        check("signed notes found", len(signed) >= 8)

        def read(*more):
            return subprocess.run([str(reader), str(log), vkey, str(old), *more], capture_output=True, text=True)

        made = 3
        for size in (4, 255, 256, 257, 600):
            shutil.copy(log / "checkpoint", old)
            before, names = made, []
            for number in range(made, size):
                path = folder / f"{number}.note"
                path.write_text(f"qian/1 close\nD-{number}\n\n\u2014 x {SIGNATURE}\n", encoding="utf-8")
                names.append(path)
            run("log", "add", *names, "--home", home)
            made = size
            got = read(*signed)
            want = f"entries {size}, consistent with {before}, notes {len(signed) // 2}\n"
            check(f"size {size}: {got.stdout}{got.stderr}", got.returncode == 0 and got.stdout == want)
        for path in ("checkpoint", "tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/001"):
            whole = (log / path).read_bytes()
            (log / path).write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
            check(f"{path}: a changed bit was not seen", read().returncode != 0)
            (log / path).write_bytes(whole)
        check("whole again", read().returncode == 0)
    print(f"interop: {passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
