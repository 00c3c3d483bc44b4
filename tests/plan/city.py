# SPDX-License-Identifier: MulanPSL-2.0
"""What the tests of plans share: a home, lists in it, a line that lacks nothing, and the verbs of plans.

Rows go in through `qian import`, so that the registers are those that departments would have.
"""
import datetime
import json
import pathlib
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "registry"))
from kit import Count, Home  # noqa: E402

ZONE = datetime.timezone(datetime.timedelta(hours=8))
TODAY = datetime.datetime.now(ZONE).date()
THIS = TODAY.year  # the year in which a draw can be made now
NEXT = THIS + 1  # the year of a plan that is early in everything
PACKS = pathlib.Path(__file__).resolve().parents[2] / "spec" / "rules"
CHANGCHUN, NATIONAL = "changchun-2021", "changchun-guobanfa-2024-54"
DATED = ("P15", "P22", "P23", "P24", "P25", "P26")
__all__ = ["CHANGCHUN", "City", "Count", "DATED", "NATIONAL", "NEXT", "THIS", "TODAY", "places"]


def places(count, prefix="T"):
    return [f"loc:{prefix}{i:05}" for i in range(1, count + 1)]


class City(Home):
    def give(self, kind, name, rows, *more, department="SCJG", code=0):
        """Import, and expect this exit code."""
        got, answer = self.load(kind, name, rows, "--reason", "error:test", *more, department=department)
        if got != code:
            raise SystemExit(f"{name}: exit {got}, not {code}: {answer}")
        return answer

    def targets(self, name, ids, **columns):
        self.give("targets", name, [{"id": i, "name": f"户{i[4:]}", "area": "220102", **columns} for i in ids])

    def items(self, *rows, name="items"):
        """Rows are dicts with an id; what they do not say is that of a general item of SCJG over its list."""
        self.give("items", name, [{"name": f"检查{row['id']}", "department": "SCJG", "kind": "general",
                                   "type": "place", "system": "S", "unit": "premises", **row} for row in rows])

    def line(self, name, items, ratio="", year=NEXT, **more):
        """A line of an own plan that lacks nothing, as a dict."""
        return {"id": name, "year": year, "kind": "own", "title": f"任务{name}", "items": items,
                "initiator": "SCJG", "participants": "", "ratio": ratio, "starts": f"{year}-01-01",
                "ends": f"{year}-12-31", "education": f"{year - 1}-11-01", "scheme": "方案", **more}

    def joint(self, name, items, ratio="", year=NEXT, **more):
        return self.line(name, items, ratio, year, **{"kind": "joint", "participants": "XFJY", **more})

    def plan(self, *lines, name="own", department=None, code=0):
        office = lines[0].get("kind") == "joint"
        return self.give("lines", name, list(lines), department=department or ("SSJB" if office else "SCJG"), code=code)

    def event(self, name, kind, code=0):
        got, answer = self.run("register", "event", name, kind, "--reference", "文号")
        if got != code:
            raise SystemExit(f"{kind} of {name}: exit {got}, not {code}: {answer}")

    def approve(self, *names):
        for name in names or ("own",):
            self.event(name, "filed")
            self.event(name, "approved")

    def check(self, *lists, **options):
        """All that is found: [{"code": …}]."""
        code, answer = self.run("plan", "check", *lists, *self.words(options))
        answer["exit"] = code
        if code != (4 if answer["breaches"] else 0):
            raise SystemExit(f"plan check: exit {code} with {answer['breaches']} breaches")
        return answer

    def told(self, *lists, but=(), **options):
        """The codes with their places, as "P10 own/D1 A2; P15! A2"; ! is a warning. DATED depend on
        the day on which the test runs, where a plan is of this year."""
        return "; ".join(
            f["code"] + "!" * f["warning"] + (f" {f['list']}" if f["list"] else "")
            + (f"/{f['line']}" if f["line"] else "") + (f" {f['item']}" if f["item"] else "")
            for f in self.check(*lists, **options)["found"] if f["code"] not in but)

    def value(self, code, *lists, **options):
        """The values of a rule, in the order in which they are told."""
        return [f["value"] for f in self.check(*lists, **options)["found"] if f["code"] == code]

    def simulate(self, *lists, **options):
        code, answer = self.run("plan", "simulate", *lists, *self.words(options))
        if code:
            raise SystemExit(f"plan simulate: exit {code}: {answer}")
        return answer

    def request(self, name, line, rules=CHANGCHUN):
        """Exit code, the answer, and the folder of the request."""
        self.draws = getattr(self, "draws", 0) + 1
        base = self.path / f"base{self.draws}.json"
        base.write_text(json.dumps({
            "draw": f"D-{self.draws}", "serial": self.draws, "authority": "长春市双随机办公室",
            "suite": "sha256-ed25519", "rules": str(rules), "contributors": ["纪检监察"], "rehearsal": True,
            "public": [{"source": "balls", "count": 8, "from": 1, "to": 35}]}), encoding="utf-8")
        folder = self.path / f"r{self.draws}"
        done = subprocess.run([self.qian, "plan", "request", name, "--line", line, "--base", base, "--out", folder,
                               "--home", self.path / "home", "--json"], capture_output=True, text=True)
        return done.returncode, json.loads(done.stdout or done.stderr), folder

    def say(self, *args, lang="zh"):
        """What a person reads, whatever the exit code."""
        done = subprocess.run([self.qian, *map(str, args), "--home", self.path / "home", "--lang", lang],
                              capture_output=True, text=True)
        return done.stdout + done.stderr

    def pack(self, name, of=CHANGCHUN, **constants):
        """A pack like another, with other constants: the path of its file."""
        rules = json.loads((PACKS / f"{of}.json").read_text(encoding="utf-8"))
        rules["name"] = name
        rules["kinds"]["general"].update(constants.pop("general", {}))
        for constant in rules["constants"]:
            if constant["name"] in constants:
                constant["value"] = constants[constant["name"]]
        path = self.path / f"{name}.json"
        path.write_text(json.dumps(rules, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return path

    def age(self, days):
        """Let everything in the registers have happened so many days earlier."""
        db = sqlite3.connect(self.path / "home" / "registers.db")
        guard, = db.execute("SELECT sql FROM sqlite_master WHERE name = 'change_same'").fetchone()
        db.execute("DROP TRIGGER change_same")
        for number, time in db.execute("SELECT number, time FROM change").fetchall():
            then = datetime.datetime.fromisoformat(time) - datetime.timedelta(days=days)
            db.execute("UPDATE change SET time = ? WHERE number = ?", (then.isoformat(), number))
        db.execute(guard)
        db.commit()
        db.close()

    @staticmethod
    def words(options):
        out = []
        for name, value in options.items():
            for one in value if isinstance(value, (list, tuple)) else [value]:
                out += [f"--{name.replace('_', '-')}", str(one)]
        return out
