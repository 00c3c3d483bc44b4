# SPDX-License-Identifier: MulanPSL-2.0
"""What the tests of registers share: a home, imports, and counting."""
import csv
import json
import pathlib
import sqlite3
import subprocess
import tempfile


class Home:
    def __init__(self, qian):
        self.qian = str(qian)
        self.folder = tempfile.TemporaryDirectory(prefix="qian-registry-")
        self.path = pathlib.Path(self.folder.name)

    def run(self, *args):
        done = subprocess.run([self.qian, *map(str, args), "--home", self.path / "home", "--json"],
                              capture_output=True, text=True)
        try:
            return done.returncode, json.loads(done.stdout)
        except ValueError:
            raise SystemExit(f"{args}: exit {done.returncode}: {done.stdout}{done.stderr}") from None

    def load(self, kind, name, rows, *more, department="D1", apply=True):
        """Import rows (dicts) into the list of this name."""
        path = self.path / f"{name}.csv"
        columns = list(dict.fromkeys(c for row in rows for c in row))
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return self.load_file(kind, name, path, *more, department=department, apply=apply)

    def load_file(self, kind, name, path, *more, department="D1", apply=True):
        return self.run("import", kind, path, "--list", name, "--department", department, *more,
                        *(["--apply"] if apply else []))

    def event(self, name, kind):
        """What happened to a list (spec/registers.md 4.1)."""
        db = sqlite3.connect(self.path / "home" / "registers.db")
        db.execute("INSERT INTO change(number, time, who, kind, list, manifest) SELECT max(c.number) + 1, "
                   "max(c.time), 'test', ?1, (SELECT number FROM list WHERE name = ?2), '{}' FROM change c",
                   (kind, name))
        db.commit()
        db.close()


class Count:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, good, what):
        self.passed += bool(good)
        self.failed += not good
        if not good:
            print(f"FAILED {what}")

    def end(self, name):
        print(f"{name}: {self.passed} passed, {self.failed} failed")
        return self.failed > 0 or self.passed == 0
