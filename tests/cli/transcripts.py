#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Runs command-line transcripts.

    transcripts.py BIN_FOLDER... -- FILE...

A file is text: lines that begin with `$ ` are commands (sh), the lines below are what standard
output and standard error must say together, and `[N]` is the exit code, if it is not 0. `...` alone
stands for any lines; `{*}` in a line for any characters. Lines that begin with `#` in the first
column are remarks. Files that commands need stand after `-- NAME --` at the end.
Each transcript runs in an empty folder of its own, without a terminal; $REPO is the project.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def parse(path):
    files, blocks, name = {}, [], None
    for line in path.read_text(encoding="utf-8").split("\n"):
        m = re.match(r"^-- (\S+) --$", line)
        if m:
            name = m.group(1)
            files[name] = []
        elif name:
            files[name].append(line)
        elif line.startswith("$ "):
            blocks.append([line[2:], []])
        elif blocks and not line.startswith("# "):
            blocks[-1][1].append(line)
    for body in files.values():
        while body and body[-1] == "":
            body.pop()
    for block in blocks:
        while block[1] and block[1][-1] == "":
            block[1].pop()
    return {k: "\n".join(v) + "\n" for k, v in files.items()}, blocks


def pattern(lines):
    out = []
    for line in lines:
        if line == "...":
            out.append(r"(?:.*\n)*?")
        else:
            out.append(".*".join(re.escape(p) for p in line.split("{*}")) + r"\n")
    return "".join(out)


def run(path, env):
    files, blocks = parse(path)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="qian ") as folder:
        for name, text in files.items():
            target = pathlib.Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        for command, wanted in blocks:
            code = 0
            if wanted and re.fullmatch(r"\[\d+\]", wanted[-1]):
                code = int(wanted.pop()[1:-1])
            got = subprocess.run(["sh", "-c", command], cwd=folder, env=env, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
                                 timeout=120)
            text = got.stdout.decode("utf-8", "backslashreplace")
            if text and not text.endswith("\n"):
                text += "\n"
            if got.returncode != code or not re.fullmatch(pattern(wanted), text):
                failed += 1
                print(f"{path.name}: $ {command}\n--- wanted [{code}]\n" + "\n".join(wanted) +
                      f"\n--- got [{got.returncode}]\n{text}")
    return len(blocks) - failed, failed


def main():
    split = sys.argv.index("--")
    bins, files = sys.argv[1:split], sys.argv[split + 1:]
    env = {"PATH": ":".join([*map(os.path.abspath, bins), os.environ["PATH"]]), "REPO": str(ROOT),
           "HOME": "/nonexistent", "LC_ALL": "C", "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}
    passed = failed = 0
    for name in files:
        p, f = run(pathlib.Path(name), env)
        passed, failed = passed + p, failed + f
    print(f"transcripts: {passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
