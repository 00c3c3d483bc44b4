#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Files that departments made, if they are there: real.py QIAN FOLDER [--short]
(a release build).

The register of 31 provinces: every row is accounted for, each code that was known to be wrong is
among the findings with its line, and the second import changes nothing. The others: what they are
taken as, or why they are refused. Exit 77 where there is none of them.
"""
import collections
import csv
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from desk import Desk  # noqa: E402

REGISTER = "cn-registry/all31-slim-3.0M.csv.zst"
ROWS, VALID, RAISED, OLD = 3002673, 2994227, 273, 6748
# What the codes that are none are called, and how many there are.
WRONG = {"an old number of a co-operative": 701, "an old registration number of 13 digits": 497,
         "the credit code's check character is wrong": 191, "an organisation code of 9 characters": 6,
         "the cell is empty": 6, "no code of a target": 24}
TAKEN_KINDS = ("reg15_valid", "uscc_valid_badorg")  # of dirty-codes: legal as they stand


class Tally:
    passed = failed = 0

    def __call__(self, good, *what):
        self.passed += bool(good)
        self.failed += not good
        if not good:
            print("real:", *what)


check = Tally()


def plain(path, folder):
    if path.suffix != ".zst":
        return path
    out = folder / path.stem
    with out.open("wb") as to:
        subprocess.run(["zstdcat", path], stdout=to, check=True)
    return out


def key(code, name):
    return code.upper(), "".join(name.split())  # the derived lists have fewer blanks


def lines_of(path, wanted):
    """The lines of the register on which these stand."""
    at, codes = collections.defaultdict(set), {code for code, _ in wanted}
    with path.open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text)
        line = 1
        for row in reader:
            if row[0].upper() in codes and key(*row[:2]) in wanted:
                at[key(*row[:2])].add(line)
            line = reader.line_num + 1
    return at


def read(path):
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def numbers(answer):
    c, findings = answer["counts"], answer["findings"]
    later = {f["row"] for f in findings if f["other_row"] and f["kind"] == "noted"}
    check(c["rows"] == ROWS and c["rows"] == c["taken"] + c["rejected"] + c["repeated"] + c["conflicts"] + len(later), c)
    check(c["credit_codes_as_written"] == VALID, c)
    check(c["taken"] == c["credit_codes"] + c["registration_numbers"], c)
    check((c["registration_numbers"], c["corrected"]) == (OLD, RAISED), c)
    why = collections.Counter(f["reason"] for f in findings if f["kind"] == "rejected" and f["column"] == "id")
    check(dict(why) == WRONG, why)
    bad_id = {f["row"] for f in findings if f["kind"] == "rejected" and f["column"] == "id"}
    names = {f["row"] for f in findings if f["kind"] == "rejected" and f["column"] != "id"} - bad_id
    # Rows with a credit code: those that were taken, those of which an earlier one was, and those whose
    # name cannot be used.
    other = c["repeated"] + c["conflicts"] + len(later)
    check(c["credit_codes"] + other + len(names) == VALID + RAISED, c, other, len(names))
    check(c["rejected"] == sum(WRONG.values()) + len(names), c)
    print(f"real: {c['repeated']} repeats, {c['conflicts']} conflicts, {len(later)} differ otherwise, {len(names)} names refused")


def known_faults(answer, path, root, folder):
    dirty = read(plain(root / "cn-registry/dirty-codes.csv.zst", folder))
    twice = read(root / "cn-registry/duplicate-codes.csv")
    dirty = [row for row in dirty if row["kind"] not in TAKEN_KINDS]
    at = lines_of(path, {key(r["code"], r["name"]) for r in dirty + twice})
    told = collections.defaultdict(set)
    for f in answer["findings"]:
        if f["kind"] != "noted" or f["other_row"]:
            told[f["row"]].add(f["kind"])
            told[f["other_row"]].add("met")
    for row in dirty:
        lines = at[key(row["code"], row["name"])]
        want = "corrected" if row["kind"] == "uscc_valid_after_upper" else "rejected"
        check(lines and all(want in told[line] for line in lines), row["kind"], lines)
    for row in twice:
        lines = at[key(row["code"], row["name"])]
        check(lines and all(told[line] for line in lines), "twice", row["code"], lines)
    print(f"real: {len(dirty)} known faults and {len(twice)} rows with a code that stands there twice are told")


def timed(desk, what, *arguments, **more):
    started = time.monotonic()
    code, answer = desk.run(*arguments, **more)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"real: {what}: {time.monotonic() - started:.1f} s, at most {peak} MB so far", flush=True)
    return code, answer


def register(desk, root, folder, short):
    path = plain(root / REGISTER, folder)
    code, answer = timed(desk, "dry run", path, name="all")
    check(code == 0 and not answer["applied"])
    numbers(answer)
    known_faults(answer, path, root, folder)
    if short:
        print("real: --short: not applied")
        return
    code, answer = timed(desk, "apply", path, "--apply", "--skip-bad", name="all")
    check(code == 0 and answer["applied"] and answer["counts"]["added"] == answer["counts"]["taken"])
    print(f"real: registers.db: {(desk.home / 'registers.db').stat().st_size >> 20} MB")
    code, again = timed(desk, "the same again", path, "--apply", "--skip-bad", name="all")
    check(code == 0 and not again["applied"] and again["counts"]["unchanged"] == answer["counts"]["taken"])
    check(desk.ask("SELECT count(*) FROM change") == [(1,)])
    path.unlink()
    meet(desk, root, folder)


def meet(desk, root, folder):
    """Another department's list of firms beside the register: by code, by name, by look-alikes."""
    code, answer = desk.run(plain(root / BLACKLIST, folder), "--map", "id=代码匹配", "--apply", "--skip-bad", name="black")
    check(code == 0 and answer["applied"], answer["what"])
    said = subprocess.run([desk.qian, "register", "match", "black", "all", "--home", str(desk.home), "--json"],
                          capture_output=True, text=True)
    met = json.loads(said.stdout)
    check(said.returncode == 0 and met["same_id"] == MET, met["same_id"])
    print(f"real: the two lists meet in {met['same_id']} codes, {met['same_id_other_name']} of them under another name; "
          f"{met['same_name_other_id']} names with another code, {met['look_alikes']} look-alikes")


BLACKLIST = "cn-enforcement-sd/sd-blacklist-input-7551.xlsx"
MET = 621

# file, options, exit code, rows or words of the refusal
SMALL = [
    ("cn-enforcement-sd/malformed-missing-parts.xlsx", (), 5, None),
    ("cn-shuangsuiji/zj-department-codes.xls", (), 5, "Excel 97-2003"),
    ("cn-shuangsuiji/zj2017-drawn-advertising-478.spreadsheetml-misnamed.xlsx.zst", (), 5, "XML of Excel 2003"),
    ("cn-shuangsuiji/zj-item-list-75.html", (), 5, "a web page"),
    ("cn-shuangsuiji/zj2017-drawn-advertising-478.xlsx", (), 0, 478),
    ("cn-shuangsuiji/zj2017-drawn-direct-selling-5.xlsx", (), 0, 5),
    ("cn-enforcement-sd/sd-blacklist-input-7551.xlsx", (), 5, "no row is a header"),
    ("cn-enforcement-sd/sd-blacklist-input-7551.xlsx", ("--map", "id=代码匹配"), 0, 7551),
    # Lists of shares and of names: no codes of targets. Every row is refused, and named.
    ("cn-misc-encoding/a-share-2019q3.gbk.crlf.csv", ("--map", "id=code"), 0, 3730),
    ("cn-misc-encoding/qingdao-names-16577.utf8bom.csv.zst", (), 5, "no row is a header"),
]


def small(desk, root, folder):
    seen = 0
    for name, options, want, what in SMALL:
        if not (root / name).exists():
            continue
        seen += 1
        code, answer = desk.run(plain(root / name, folder), *options, name="small")
        check(code == want and (code == 0 or answer["next"]), name, code, answer["what"])
        if code != 0:
            check(not isinstance(what, int) and (not what or what in answer["what"]), name, answer["what"])
            print(f"real: {name}: {answer['what']}; {answer['next']}")
            continue
        c = answer["counts"]
        later = {f["row"] for f in answer["findings"] if f["other_row"] and f["kind"] == "noted"}
        check(c["rows"] == what == c["taken"] + c["rejected"] + c["repeated"] + c["conflicts"] + len(later), name, c)
        print(f"real: {name}: {c['rows']} rows, {c['taken']} taken, {c['rejected']} refused, {c['repeated']} repeated, {c['conflicts']} in conflict, "
              f"{c['registration_numbers']} old numbers; encoding {answer['encoding']}")
    return seen


def main(qian, root, short):
    with tempfile.TemporaryDirectory(dir=os.environ.get("QIAN_TMP")) as name:
        folder = pathlib.Path(name)
        desk = Desk(qian, folder)
        seen = small(desk, root, folder)
        if (root / REGISTER).exists():
            register(desk, root, folder, short)
        elif not seen:
            print(f"real: nothing in {root}: skipped")
            return 77
        else:
            print(f"real: {REGISTER} is not there, and not looked at")
    print(f"real: {check.passed} passed, {check.failed} failed")
    return check.failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2]), "--short" in sys.argv))
