# SPDX-License-Identifier: MulanPSL-2.0
"""What the tests of imports share: codes, files, a home, and `qian import` in it."""
import contextlib
import csv
import io
import json
import os
import pathlib
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "sheet"))

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
HEADER = ["统一社会信用代码", "企业名称", "地区"]


def credit_code(number, head="91220101", kind="MA"):
    """GB 32100: the number-th code of a kind."""
    body = head + kind + "".join(ALPHABET[number // 31**k % 31] for k in range(6, -1, -1))
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + ALPHABET[-total % 31]


def old_number(number):
    """GB/T 17710: an old registration number of 15 digits."""
    body = f"220101{number:08d}"
    p = 10
    for digit in body:
        p = (p + int(digit)) % 10 or 10
        p = p * 2 % 11
    return body + str((11 - p) % 10)


def rows(count, first=0):
    return [[credit_code(first + i), f"第{first + i}号公司", "长春市"] for i in range(count)]


def table(lines, header=HEADER):
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([header] * bool(header) + lines)
    return text.getvalue()


class Desk:
    def __init__(self, qian, folder):
        self.qian, self.folder, self.home = str(qian), pathlib.Path(folder), pathlib.Path(folder, "home")
        self.env = dict(os.environ, LC_ALL="C", ASAN_OPTIONS="detect_leaks=1")

    def file(self, name, content, encoding="utf-8"):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def command(self, path, *options, kind="targets", name="list-1", department="D1"):
        keeper = ["--department", department] if department else []
        return [self.qian, "import", kind, str(path), "--list", name, *keeper, "--home", str(self.home), "--json",
                *map(str, options)]

    def run(self, path, *options, **more):
        """Exit code and answer; an answer has always the exit code in it."""
        done = subprocess.run(self.command(path, *options, **more), capture_output=True, env=self.env)
        if done.returncode < 0 or b"Sanitizer" in done.stderr:
            raise AssertionError(done.stderr.decode("utf-8", "replace"))
        text = done.stdout or done.stderr
        answer = json.loads(text.decode("utf-8"))
        return done.returncode, answer

    def text(self, path, *options, **more):
        command = [word for word in self.command(path, *options, **more) if word != "--json"]
        done = subprocess.run(command, capture_output=True, env=self.env)
        return done.returncode, (done.stdout + done.stderr).decode("utf-8")

    def ask(self, sql, *values):
        with contextlib.closing(sqlite3.connect(self.home / "registers.db")) as db:
            return db.execute(sql, values).fetchall()

    def dump(self):
        """Everything that can be asked of the registers, in order."""
        tables = [name for name, in self.ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: sorted(self.ask(f"SELECT * FROM {name}")) for name in tables}

    def live(self, columns="id", register="targets", name="list-1"):
        """What is recorded now and has no end."""
        return self.ask(f"SELECT {columns} FROM {register} WHERE list = (SELECT number FROM list WHERE name = ?) AND "
                        "recorded_to IS NULL AND valid_to = '9999-12-31' ORDER BY id", name)
