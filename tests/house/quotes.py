#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""What the code quotes of the spec stands there, word for word.

A quotation is a comment `// spec/PAGE.md CLAUSE: "words"`, which may run over lines and hold
several quoted pieces; each piece must be part of the page once white space is collapsed, and the
clause must exist. Pieces that only name a place (no quotation marks) are checked for the clause.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def collapse(text):
    return re.sub(r"\s+", " ", text).strip()


def pages():
    return {p.stem: p.read_text(encoding="utf-8") for p in (ROOT / "spec").glob("*.md")}


def comments(text):
    """Runs of // lines, joined."""
    run, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        m = re.match(r"\s*//\s?(.*)$", line)
        if m:
            start = start or number
            run.append(m.group(1))
        elif run:
            yield start, collapse(" ".join(run))
            run, start = [], 0


def quoted(rest):
    """The pieces between the first and the last quotation mark that belong to one quotation."""
    # A quotation may hold quotation marks itself: try the longest piece first.
    ends = [m.start() for m in re.finditer('"', rest)]
    for end in reversed(ends[1:]):
        yield rest[1:end]


def stands(quotation, page):
    """Word for word; `[...]` leaves something out."""
    at = 0
    for piece in quotation.split(" [...] "):
        at = page.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def main():
    law = pages()
    flat = {name: collapse(text) for name, text in law.items()}
    passed = failed = 0
    for room in ("engine", "cli", "verifier"):
        for path in sorted((ROOT / room).rglob("*.[ch]")):
            for line, text in comments(path.read_text(encoding="utf-8")):
                for m in re.finditer(r"spec/(\w+)\.md (\d+(?:\.\d+)?)((?:, \d+(?:\.\d+)?)*)(: (\".*))?", text):
                    page, clause, rest = m.group(1), m.group(2), m.group(5)
                    where = f"{path.relative_to(ROOT)}:{line}"
                    if page not in law:
                        print(f"{where}: there is no page {page}")
                        failed += 1
                    elif not re.search(rf"^(## )?{re.escape(clause)}[. ]", law[page], re.M):
                        print(f"{where}: {page} has no clause {clause}")
                        failed += 1
                    elif rest and not any(stands(collapse(q), flat[page]) for q in quoted(rest)):
                        print(f"{where}: not in {page}.md: {rest[:100]}")
                        failed += 1
                    else:
                        passed += 1
    print(f"quotes: {passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
