#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Plans that offices approve by signature: approve.py QIAN QIAN-VERIFY.

The plan file is made again here from registers.db; its note is signed by keys of both suites and
checked by openssl too. One bit of file or note, another version or another key, and nothing is
approved or drawn. Then a draw is held against the plan, field by field.
"""
import base64
import hashlib
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import whole
from whole import CONTRIBUTORS, FIRMS, PASS, QIAN, VERIFY, YEAR, Hall, Town, check, furnish

LINE = f"{YEAR}-J-1"
OFFICES = (("司法局", "sha256-ed25519"), ("领导小组办公室", "sm3-sm2"))
COLUMNS = ("id year kind title domain items object initiator participants ratio ratios frequency stratify weights minimum "
           "batches areas level period starts ends education method basis per_visit per_department experts approval scheme "
           "carried note").split()
HEADER = "id,year,kind,title,items,initiator,participants,ratio,stratify,weights,starts,ends,scheme,education"
ROW = (f"{LINE},{YEAR},joint,食品与消防联合抽查,SP-1;XF-1,SCJG,XFJY,20%,class,A=1;B=2;C=4;D=8,{YEAR}-01-01,{YEAR}-12-31,"
       f"方案,{YEAR - 1}-11-01")


class Offices:
    """A town whose plans two offices may approve."""

    def __init__(self, folder):
        self.folder = folder
        self.town = Town(folder)
        self.qian = self.town.qian
        self.passphrase = folder / "pass"
        self.passphrase.write_text(PASS + "\n")
        self.vkeys = {}
        for name, suite in (*OFFICES, ("旁人", "sha256-ed25519"), ("操作员", "sha256-ed25519")):
            self.vkeys[name] = self.with_pass("key", "new", name, "--home", folder / "keys", "--suite", suite, "--memory", 8).strip()
        self.policy = self.policy_of("policy.txt", *(name for name, _ in OFFICES))
        self.stranger = self.policy_of("stranger.txt", "旁人")
        self.nobody = self.policy_of("nobody.txt")
        self.tsv, self.note = folder / "plan.tsv", folder / "plan.note"

    def policy_of(self, file, *offices):
        path = self.folder / file
        path.write_text("".join([f"operator {self.vkeys['操作员']}\n", *(f"office {self.vkeys[o]}\n" for o in offices), "quorum none\n"]),
                        encoding="utf-8")
        return path

    def with_pass(self, *args, code=0):
        with open(self.passphrase) as file:
            run = subprocess.run([QIAN, *map(str, args), "--passphrase-fd", "0"], stdin=file, capture_output=True, text=True)
        check(run.returncode == code, args, run.returncode, run.stderr[-600:])
        return run.stdout + (run.stderr if code else "")

    def sign(self, who="司法局", tsv=None, code=0, policy=None):
        return self.with_pass("plan", "sign", tsv or self.tsv, "--policy", policy or self.policy, "--name", who, "--home",
                              self.folder / "keys", "--lang", "en", code=code)

    def export(self, *more, path=None, plan="plan"):
        self.qian("plan", "export", plan, "--tsv", path or self.tsv, *more)
        return (path or self.tsv).read_bytes()

    def verify(self, tsv=None, note=None, policy=None, *more):
        run = subprocess.run([QIAN, "plan", "verify", tsv or self.tsv, note or self.note, "--policy", policy or self.policy, "--lang", "en",
                              *map(str, more)], capture_output=True, text=True)
        return run.returncode, run.stdout + run.stderr

    def approve(self, code=0, note=None, plan="plan", policy=None):
        return self.qian("plan", "approve", plan, "--note", note or self.note, "--policy", policy or self.policy, "--reference", "长司审5号",
                         code=code)

    def request(self, name, code=0, *more, line=LINE, plan="plan"):
        return self.qian("plan", "request", plan, "--line", line, "--base", self.town.base(name, 1), "--out", self.folder / name,
                         *more, code=code)

    def give(self, *rows, name="plan", code=0, more=("--reason", "error:改正"), header=HEADER):
        self.town.give("lines", name, "SSJB", header, rows, *more, code=code)

    def file(self, name="plan"):
        self.qian("register", "event", name, "filed", "--reference", "长司备1号")

    def changes(self, name):
        log = json.loads(self.qian("register", "log", "--json"))["changes"]
        return [c for c in log if c["list"] == name]


def plan_file(home, name):
    """The plan file, made by another hand out of the database."""
    db = sqlite3.connect(home / "registers.db")
    rows = db.execute(f"SELECT {', '.join(COLUMNS)} FROM lines WHERE list = (SELECT number FROM list WHERE name = ?1) "
                      "AND recorded_to IS NULL AND valid_to = '9999-12-31'", (name,)).fetchall()
    db.close()
    rows.sort(key=lambda r: r[0].encode())
    return "".join("\t".join(r) + "\n" for r in (COLUMNS, *rows)).encode()


def exported(o):
    first = o.export()
    check(first == plan_file(o.town.home, "plan"), "the plan file")
    check(o.export("--day", f"{YEAR + 5}-01-01") == first, "on whatever day")
    then = o.changes("plan")[-1]["time"]
    subprocess.run(["sleep", "1.1"], check=True)
    o.give(ROW.replace("20%", "25%"), ROW.replace(LINE, "B-1").replace("联合抽查", "又一次").replace("20%", "0.5%"))
    second = o.export()
    check(second == plan_file(o.town.home, "plan") and second != first and second.count(b"\n") == 3, "another version", second)
    check(o.export("--as-of", then) == first, "the version of then")
    check(o.qian("plan", "export", "plan", code=2) and o.qian("plan", "export", "--tsv", "a", "plan", "other", code=2), "usage")
    subprocess.run(["sleep", "1.1"], check=True)
    o.give(ROW)


def openssl(o):
    """The Ed25519 signature by stock commands."""
    text, lines = o.note.read_bytes().split(b"\n\n")
    line = next(x for x in lines.decode().split("\n") if x.startswith("— 司法局 "))
    (o.folder / "text").write_bytes(text + b"\n")
    (o.folder / "sig").write_bytes(base64.b64decode(line.split(" ")[2])[4:])
    key = base64.b64decode(o.vkeys["司法局"].split("+", 2)[2])[1:]
    (o.folder / "key.der").write_bytes(bytes.fromhex("302a300506032b6570032100") + key)
    run = subprocess.run("openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey key.der -sigfile sig -in text", shell=True,
                         cwd=o.folder, capture_output=True)
    check(run.returncode == 0, "openssl", run.stderr)


def signed(o):
    data = o.export()
    check("plan" in o.sign(), "signed")
    want = f"qian/1 plan\nplan\n{hashlib.sha256(data).hexdigest()}  plan.tsv\n\n"
    check(o.note.read_text(encoding="utf-8").startswith(want), "the text of the note")
    check(o.verify()[0] == 0, "one signature", o.verify())
    check("was signed before" in o.sign(), "twice")
    o.sign("领导小组办公室")
    check(o.note.read_text(encoding="utf-8").count("\n— ") == 2 and o.verify()[0] == 0, "both suites", o.verify())
    openssl(o)
    check("S05" in o.sign("旁人", code=4), "who is no office")
    code, said = o.verify(policy=o.stranger)
    check(code == 1 and "S03" in said, "another policy", said)
    code, said = o.verify(policy=o.nobody)
    check(code == 1 and "S03" in said, "a policy without offices", said)
    other = o.folder / "other.tsv"
    shutil.copy(o.tsv, other)
    code, said = o.verify(tsv=other)
    check(code == 1 and "H01" in said, "the name of another plan", said)
    check(o.verify(tsv=o.policy)[0] == 2, "no name of a plan file")


def flipped(data, at, bit):
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1:]


def mutants(o):
    """One bit in each class of bytes, and every so many bytes, of file and note."""
    data, note = o.tsv.read_bytes(), o.note.read_bytes()
    folder = o.folder / "mutants"
    folder.mkdir()
    tsv, signed_note = folder / "plan.tsv", folder / "plan.note"
    places = {"header": 1, "TAB": data.index(b"\t"), "LF": data.index(b"\n"), "id": data.index(LINE.encode()) + 3,
              "name": data.index("食品".encode()) + 1, "ratio": data.index(b"20%"), "code": data.index(b"SP-1"),
              "day": data.index(f"{YEAR}-01-01".encode()) + 9, "last LF": len(data) - 1}
    signed_note.write_bytes(note)
    for name, at in {**places, **{f"byte {i}": i for i in range(0, len(data), 23)}}.items():
        tsv.write_bytes(flipped(data, at, at % 7))
        code, said = o.verify(tsv, signed_note)
        check(code in (1, 5), "file", name, code, said)
    for name, made in {"a row more": data + data.split(b"\n")[1].replace(b"J-1", b"J-2") + b"\n", "cut": data[:-20], "empty": b"",
                       "CRLF": data.replace(b"\n", b"\r\n"), "no last LF": data[:-1], "an empty line": data + b"\n",
                       "twice": data + data.split(b"\n")[1] + b"\n"}.items():
        tsv.write_bytes(made)
        code, said = o.verify(tsv, signed_note)
        check(code == (1 if name == "a row more" else 5), "file", name, code, said)
    tsv.write_bytes(data)
    text = note.index(b"\n\n")
    places = {"kind": 8, "name": 13, "digest": text - 30, "file": text - 3, "empty line": text + 1, "dash": text + 3,
              "signer": text + 7, "base64": len(note) - 30, "last LF": len(note) - 1}
    for name, at in {**places, **{f"byte {i}": i for i in range(0, len(note), 11)}}.items():
        signed_note.write_bytes(flipped(note, at, at % 7))
        code, said = o.verify(tsv, signed_note)
        check(code == 1, "note", name, code, said)
    signed_note.write_bytes(note[:text + 2])
    check(o.verify(tsv, signed_note)[0] == 1, "nobody has signed")
    signed_note.write_bytes(note)
    check(o.verify(tsv, signed_note)[0] == 0, "as it was")


def refused_approvals(o):
    said = o.approve(code=4)
    check("not filed" in said, "2.2", said)
    o.file()
    bad = o.folder / "bad.note"
    note = o.note.read_bytes()
    for at in (8, 14, 40, note.index(b"\n\n") + 30, len(note) - 30):
        bad.write_bytes(flipped(note, at, 1))
        o.approve(code=1, note=bad)
    check("S03" in o.approve(code=1, policy=o.stranger), "an office of another policy")
    check("S03" in o.approve(code=1, policy=o.nobody), "no office")
    o.approve(code=4, plan="food")  # no plan
    check(not [c for c in o.changes("plan") if c["kind"] == "approved"], "nothing was entered")


def without_a_note(o):
    """Where the policy has offices, an approval wants a note."""
    o.qian("register", "event", "plan", "approved", "--reference", "口头")
    said = o.request("N-1", 4, "--policy", o.policy)
    check("plan 4.4" in said and "S01" in said and not (o.folder / "N-1").exists(), "without a note", said)
    o.request("N-2", 0, "--policy", o.nobody)
    o.request("N-3")


def approved(o):
    said = o.approve()
    check("approved" in said, said)
    last = o.changes("plan")[-1]
    manifest = json.loads(last["manifest"])
    imports = [c["number"] for c in o.changes("plan") if c["kind"] == "import"]
    check(manifest["note"].encode() == o.note.read_bytes() and manifest["version"] == imports[-1] == last["version"]
          and manifest["digest"] == hashlib.sha256(o.tsv.read_bytes()).hexdigest() == last["digest"], "what is kept", manifest)
    check("S03" in o.request("S-1", 4, "--policy", o.stranger), "another policy's offices")
    o.request("S-2", 0, "--policy", o.policy)
    asked = json.loads((o.folder / "S-2" / "request.json").read_text(encoding="utf-8"))
    check(asked["plan_line"] == f"plan/{LINE}", "list and line", asked["plan_line"])
    for name in ("food", "fire", "plan"):
        event = o.changes(name)[-1]
        check((event["kind"], event["reference"], event["line"], event["version"], event["digest"])
              == ("frozen", "S-2", f"plan/{LINE}", imports[-1], manifest["digest"]), "frozen", name, event)
    check(f"S-2 plan/{LINE}, version {imports[-1]}" in o.qian("register", "log"), "the log says it")


def tampered(o):
    """Rows that were changed behind the program's back are not those that were signed."""
    kept = (o.town.home / "registers.db").read_bytes()
    db = sqlite3.connect(o.town.home / "registers.db")
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'lines'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    db.execute("UPDATE lines SET weights = 'A=1;B=2;C=4;D=9' WHERE recorded_to IS NULL")
    db.commit()
    db.close()
    said = o.request("T-1", 4, "--policy", o.policy)
    check("H01" in said and "plan 4.4" in said, "rows that were changed", said)
    (o.town.home / "registers.db").write_bytes(kept)
    o.request("T-2", 0, "--policy", o.policy)


def adjusted(o):
    """An old note is no approval of a new version, and a new one holds on its day."""
    o.give(ROW.replace("D=8", "D=16"))
    said = o.request("V-1", 4, "--policy", o.policy)
    check("may not be drawn" in said, "a draft again", said)
    o.file()
    check("H01" in o.approve(code=1), "the note of the version before")
    o.export()
    o.note.unlink()
    o.sign("领导小组办公室")
    o.approve()
    o.request("V-2", 0, "--policy", o.policy)
    o.give(ROW.replace("D=8", "D=32"), more=("--reason", "error", "--valid-from", f"{YEAR + 1}-01-01"))
    o.file()
    o.export()
    check(b"D=32" in o.tsv.read_bytes(), "what will be")
    o.note.unlink()
    o.sign()
    o.approve()
    said = o.request("V-3", 4, "--policy", o.policy)
    check("in force today" in said, "not in force yet", said)
    o.give(ROW)
    o.file()
    o.export()
    o.note.unlink()
    o.sign()
    o.approve()


def long_names(o):
    name = "p" * 60
    o.give(ROW.replace(LINE, "x1"), name=name, more=())
    said = o.request("L-1", 4, plan=name, line="x1")
    check("may not be drawn" in said, "62 bytes, 63 with the stroke", said)
    o.give(ROW.replace(LINE, "x12345"), name=name)
    said = o.request("L-2", 4, plan=name, line="x12345")
    check("64 bytes" in said and "shorter" in said and "67" in said, "too long", said)
    o.give("k-1,,,占位,,,,,,,,,,", name=name)  # out of the way of the bounds of the year


def drawn(o, name):
    bundle = o.folder / f"bundle-{name}"
    run = subprocess.run(f"{QIAN} draw all {o.folder}/{name}/request.json --home {o.folder}/draws --out {bundle} "
                         f"--public balls=03-17-22-08-31-11-29-05 --passphrase-fd 3 3<{o.passphrase}", shell=True, capture_output=True, text=True)
    check(run.returncode == 0, run.stderr)
    return bundle


def carried_draw(o, tsv):
    """A draw that goes on with a line of the year before is held against the plan that an office signed: that one."""
    note, bundle = o.folder / "before.note", drawn(o, "C-2")
    code, said = o.verify(tsv, note, None, "--draw", bundle)
    check(code == 1 and "next/c-1" in said, "it is not the old plan's by name", code, said)
    code, said = o.verify(tsv, note, None, "--draw", bundle, "--carried", "old-1")
    check(code == 0 and "next/c-1 <- old-1" in said, "but it goes on with it", code, said)
    code, said = o.verify(tsv, note, None, "--draw", bundle, "--carried", "old-2")
    check(code == 1, "no such line", code, said)
    check(o.verify(tsv, note, None, "--carried", "old-1")[0] == 2, "--carried without a draw")
    path = bundle / "notice.json"
    kept = path.read_text(encoding="utf-8")

    def look(what, change):
        notice = json.loads(kept)
        change(notice)
        path.write_text(json.dumps(notice, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        code, said = o.verify(tsv, note, None, "--draw", bundle, "--carried", "old-1", "--json")
        try:
            told = [d["what"] for d in json.loads(said)["differences"]]
        except ValueError:
            told = said
        check(code == 1 and told == [what], "a carried draw", what, code, told)
        path.write_text(kept, encoding="utf-8")

    look("year", lambda n: n.update(created=f"{YEAR + 1}-01-01T00:00:00+08:00"))
    look("line", lambda n: n["plan"].update(line="before/c-1"))
    look("ratio", lambda n: n["items"][0].update(ratio="19%"))
    look("per_visit", lambda n: n["team"].update(per_visit=3))


def carried_otherwise(o):
    """Nothing of what the old line says may be another."""
    row, names = dict(zip(HEADER.split(","), ROW.split(","))), [*HEADER.split(","), "carried", "ratios", "approval", "minimum", "batches",
                                                                   "per_visit", "per_department", "experts", "areas"]
    row.update(id="c-1", carried="before/old-1")

    def give(**more):
        o.give(",".join({**row, **more}.get(n, "") for n in names), name="next", header=",".join(names))

    for more in ({"ratio": "SP-1=12%;XF-1=60%"}, {"ratio": "", "ratios": "A=20%;B=20%;C=20%;D=20%"}, {"items": "SP-1", "participants": ""},
                 {"initiator": "XFJY", "participants": "SCJG"}, {"participants": "XFJY;GAJ"}, {"approval": "批1号"}, {"stratify": ""},
                 {"weights": "A=1;B=2;C=4;D=9"}, {"minimum": "1"}, {"batches": "2"}, {"per_visit": "9"},
                 {"per_department": "2", "per_visit": "4"}, {"experts": "1"}, {"areas": "220102"}):
        give(**more)
        said = o.request("C-3", 4, plan="next", line="c-1")
        check("may not be drawn" in said and "P26" in o.qian("plan", "check", "next", code=4), more, said)
    # The same in other words is the same.
    give(ratio="SP-1=20.0%;XF-1=20%", batches="1", per_visit="2", per_department="1", experts="0", areas="*", minimum="0", items="XF-1;SP-1")
    o.request("C-4", 0, "--policy", o.policy, plan="next", line="c-1")


def carried(o):
    """A line of a plan that is not approved yet goes on with one of the year before, whose note counts."""
    old = ROW.replace(LINE, "old-1").replace(f"{YEAR}-", f"{YEAR - 1}-").replace(f",{YEAR},", f",{YEAR - 1},")
    o.give(old, name="before", more=())
    o.file("before")
    o.qian("register", "event", "before", "approved", "--reference", "口头")
    o.give(ROW.replace(LINE, "c-1") + ",before/old-1", name="next", more=(), header=HEADER + ",carried")
    o.give("k-1,,,占位,,,,,,,,,,")  # the plan itself out of the way of the bounds of the year
    said = o.request("C-1", 4, "--policy", o.policy, plan="next", line="c-1")
    check("S01" in said and "before" in said, "the plan of the year before has no note", said)
    tsv = o.folder / "before.tsv"
    o.export(path=tsv, plan="before")
    o.sign(tsv=tsv)
    o.approve(plan="before", note=o.folder / "before.note")
    o.request("C-2", 0, "--policy", o.policy, plan="next", line="c-1")
    carried_draw(o, tsv)
    carried_otherwise(o)
    o.give("k-1,,,占位,,,,,,,,,,,", name="next", header=HEADER + ",carried")
    o.give(ROW)
    o.file()
    o.approve()


def draw(o):
    o.request("D-9", 0, "--policy", o.policy)
    bundle = o.folder / "bundle"
    run = subprocess.run(f"{QIAN} draw all {o.folder}/D-9/request.json --home {o.folder}/draws --out {bundle} "
                         f"--public balls=03-17-22-08-31-11-29-05 --passphrase-fd 3 3<{o.passphrase}", shell=True, capture_output=True, text=True)
    check(run.returncode == 0, run.stderr)
    verdict = subprocess.run([VERIFY, bundle, "--policy", o.folder / "draws" / "policy.txt"], capture_output=True, text=True)
    check(verdict.returncode == 0, verdict.stdout[-500:])
    code, said = o.verify(None, None, None, "--draw", bundle)
    check(code == 0 and f"made by this line of the plan: plan/{LINE}" in said, "the draw", said)
    return bundle


def held_against(o, bundle):
    """Each field of the notice that the plan does not say is told, alone, with both values."""
    path = bundle / "notice.json"
    kept = path.read_text(encoding="utf-8")

    def look(change, *want):
        notice = json.loads(kept)
        change(notice)
        path.write_text(json.dumps(notice, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        code, said = o.verify(None, None, None, "--draw", bundle, "--json")
        try:
            told = [(d["what"], d["item"], d["plan"], d["draw"]) for d in json.loads(said)["differences"]]
        except ValueError:
            told = said
        check(code == 1 and told == list(want), "held against the plan", code, told, want)
        path.write_text(kept, encoding="utf-8")

    def item(at, **members):
        return lambda n: n["items"][at].update(members)

    def second(notice):
        notice["items"] = notice["items"][:1]

    def approval(notice):
        members = list(notice["items"][0].items())
        at = [m for m, _ in members].index("roster")
        notice["items"][0] = dict([*members[:at], ("approval", "特批"), *members[at:]])

    look(lambda n: n["plan"].update(line="plan/B-1"), ("line", "", "plan", "plan/B-1"))
    look(lambda n: n["plan"].update(line=LINE), ("line", "", "plan", LINE))
    look(lambda n: n["plan"].update(line=f"plan2/{LINE}"), ("line", "", "plan", f"plan2/{LINE}"))
    window = f"{YEAR}-01-01 / {YEAR}-12-31"
    look(lambda n: n.update(created=f"{YEAR + 1}-01-01T00:00:00+08:00"), ("window", "", window, f"{YEAR + 1}-01-01"))
    look(lambda n: n.update(created=f"{YEAR - 1}-12-31T23:59:59+08:00"), ("window", "", window, f"{YEAR - 1}-12-31"))
    look(second, ("items", "XF-1", "XF-1", "-"))
    look(item(1, code="XF-2"), ("items", "XF-1", "XF-1", "-"), ("items", "XF-2", "-", "XF-2"))
    look(lambda n: n.update(initiator="XFJY"), ("initiator", "", "SCJG", "XFJY"))
    look(item(0, ratio="19.9999%"), ("ratio", "SP-1", "20%", "19.9999%"))
    look(item(0, department="WJW"), ("department", "SP-1", "SCJG;XFJY", "WJW"))
    look(approval, ("approval", "SP-1", "", "特批"))
    look(lambda n: n.update(stratify=[]), ("stratify", "", "class", "-"))
    look(lambda n: n.update(stratify=["class", "area"]), ("stratify", "", "class", "class/area"))
    look(lambda n: n["weights"].update(D=9), ("weights", "D", "8", "9"))
    look(lambda n: n["weights"].pop("C"), ("weights", "C", "4", "1"))
    look(lambda n: n.update(minimum=1), ("minimum", "", "0", "1"))
    look(lambda n: n.update(batches=2), ("batches", "", "1", "2"))
    look(lambda n: n["team"].update(per_visit=3), ("per_visit", "", "2", "3"))
    look(lambda n: n["team"].update(per_department=2), ("per_department", "", "1", "2"))
    look(lambda n: n["team"].update(experts=1), ("experts", "", "0", "1"))
    code, said = o.verify(None, None, None, "--draw", bundle)
    check(code == 0, "as it was", said)


def by_ratios_and_joint(o):
    """Ratios by class, and a joint item, which a home tells the members of."""
    o.town.give("items", "joint", "SSJB", "id,name,members", ["J-1,食品与消防一次查,SP-1;XF-1"])
    o.give(ROW.replace("SP-1;XF-1", "J-1").replace(",20%,", ",,") + ",A=20%;B=20%;C=20%;D=20%", header=HEADER + ",ratios")
    o.file()
    o.export()
    o.note.unlink()
    o.sign()
    o.approve()
    subprocess.run(["sleep", "1.1"], check=True)
    bundle = draw_again(o)
    code, said = o.verify(None, None, None, "--draw", bundle, "--home", o.town.home)
    check(code == 0, "with the registers", said)
    code, said = o.verify(None, None, None, "--draw", bundle)
    check(code == 1 and "J-1" in said and "SP-1" in said, "without them", said)
    path = bundle / "notice.json"
    notice = json.loads(path.read_text(encoding="utf-8"))
    notice["items"][0]["ratios"]["B"] = "10%"
    path.write_text(json.dumps(notice, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    code, said = o.verify(None, None, None, "--draw", bundle, "--home", o.town.home)
    check(code == 1 and "ratio SP-1: the plan says A=20%;B=20%;C=20%;D=20%, the draw A=20%;B=10%;C=20%;D=20%" in said, said)


def draw_again(o):
    o.request("D-10", 0, "--policy", o.policy)
    bundle = o.folder / "bundle2"
    run = subprocess.run(f"{QIAN} draw all {o.folder}/D-10/request.json --home {o.folder}/draws --out {bundle} "
                         f"--public balls=03-17-22-08-31-11-29-05 --passphrase-fd 3 3<{o.passphrase}", shell=True, capture_output=True, text=True)
    check(run.returncode == 0, run.stderr)
    return bundle


def ceremony(o):
    """The operator opens out of the plan, by a policy that has an office; a line once."""
    hall = Hall(o.folder / "hall", QIAN, VERIFY)
    home = hall.homes["operator"]
    hall.write_policy(f"office {o.vkeys['旁人']}")
    shutil.copy(o.town.home / "registers.db", home / "registers.db")

    def open_(draw, serial):
        base = json.loads(o.town.base(draw, serial).read_text(encoding="utf-8"))
        base.update(contributors=list(CONTRIBUTORS), operator="operator", custodians={"targets": "名录科", "inspectors": "人事科"})
        path = o.folder / f"base-{draw}.json"
        path.write_text(json.dumps(base), encoding="utf-8")
        return hall.tool(["ceremony", "open", o.folder / f"case-{draw}", "--base", path, "--policy", hall.policy, "--home", home,
                          "--plan-line", f"plan/{LINE}", "--lang", "en"], key=False)

    done = open_("K-1", 1)
    check(done.returncode == 4 and "plan 4.4" in done.stderr and "S03" in done.stderr, "an office that did not sign", done.stderr)
    hall.write_policy(f"office {o.vkeys['司法局']}", f"office {o.vkeys['领导小组办公室']}")
    done = open_("K-2", 1)
    check(done.returncode == 0, "the office that signed", done.stderr)
    draft = json.loads((o.folder / "case-K-2" / "draft.json").read_text(encoding="utf-8"))
    check(draft["plan"]["line"] == f"plan/{LINE}" and draft["plan"]["serial"] == 1, "list and line", draft["plan"])
    done = open_("K-3", 2)
    check(done.returncode == 4 and "C04" in done.stderr, "a line that has a draw names the void that it replaces", done.stderr)


def main():
    with tempfile.TemporaryDirectory() as name:
        o = Offices(pathlib.Path(name))
        furnish(o.town)
        exported(o)
        signed(o)
        mutants(o)
        refused_approvals(o)
        without_a_note(o)
        approved(o)
        tampered(o)
        adjusted(o)
        long_names(o)
        carried(o)
        held_against(o, draw(o))
        by_ratios_and_joint(o)
        ceremony(o)
    print(f"approve: {whole.passed} passed, {whole.failed} failed")
    return whole.failed > 0


if __name__ == "__main__":
    sys.exit(main())
