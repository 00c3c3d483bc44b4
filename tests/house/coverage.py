#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""spec/coverage.md tells the truth: each case stands in it once, its clauses are there, and the
tests that it names are there, name the case, and are run.

What is `later: MODULE` needs no test yet. tests/bench/ is run by hand.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = [f"B{n:02}" for n in range(1, 46)]
ROW = re.compile(r"^\| (B\d\d) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.M)
BUILD = (ROOT / "tests" / "CMakeLists.txt").read_text(encoding="utf-8")
BUILD += "".join(body.replace(f"${{{name}}}", value) for name, values, body in
                 re.findall(r"foreach\((\w+) ([^)]*)\)(.*?)endforeach", BUILD, re.S) for value in values.split())
MAKE = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "vectors" / "make").glob("make*.py"))


def clause_fault(clause):
    page, number = clause.rsplit(" ", 1)
    path = ROOT / "spec" / f"{page}.md"
    if not path.is_file():
        return f"there is no page {page}"
    if not re.search(rf"^{re.escape(number)} ", path.read_text(encoding="utf-8"), re.M):
        return f"{page} has no clause {number}"
    return None


def test_fault(case, name):
    path = ROOT / name
    if not path.is_file():
        return f"{name} is not there"
    if not re.search(rf"\b{case}\b", path.read_text(encoding="utf-8")):
        return f"{name} does not name it"
    if name.startswith("vectors/"):
        run = re.search(rf"\b{re.escape(path.stem)}\b", MAKE)
    else:
        run = "/bench/" in name or re.search(rf"[ (/]{re.escape(name.removeprefix('tests/'))}[ )\n]", BUILD)
    if not run:
        return f"{name} is not run"
    return None


def faults(case, clauses, tests):
    for clause in clauses.split(", "):
        yield clause_fault(clause)
    names, _, later = tests.partition("later: ")
    for name in filter(None, re.split(r"[,;] *", names.strip())):
        yield test_fault(case, name)
    if not names.strip() and not later.strip():
        yield "neither a test nor a later module"


def main():
    rows = ROW.findall((ROOT / "spec" / "coverage.md").read_text(encoding="utf-8"))
    found = [f"{case}: {fault}" for case, _, clauses, tests in rows for fault in faults(case, clauses, tests) if fault]
    if [row[0] for row in rows] != CASES:
        found.append(f"the cases are not B01 to B45, each once: {len(rows)} rows")
    for fault in found:
        print(f"coverage: {fault}")
    print(f"coverage: {len(rows)} passed, {len(found)} failed")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
