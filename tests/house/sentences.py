#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Every sentence that `qian` can say has its Chinese in one of the tables cli/words*.c.

Finds the string literals that are handed to the calls that speak, in engine/ and cli/, and
compares them with the table. `--list` prints those that are missing.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# call -> which of its arguments are sentences
CALLS = {
    "qian_fail": (4, 5),
    "qian_json_wrong": (3,),
    "qian_line_no": (1,),
    "no_policy": (2,),
    "wants": (2,),
    "qian_badrow_say": (7,),
    "broken": (1,),
    "cannot": (2,),
    "disagrees": (3,),
    "damaged": (2,),
    "ui_say": (1,),
    "ask_once": (1,),
    "ui_usage": (1,),
    "line": (1,),
    "add_number": (2,),
    "tell": (1,),
    "order->tell": (1,),
    "operator_row": (1,),
    "part_rows": (1,),
    "VERB": (1,),
    "qian_say": (1,),
    "qian_waiting": (1,),
    "qian_part_wrong": (3,),
    "bad_proof": (3,),
    "bad_note": (2,),
    "text_time": (1,),
    "count": (1,),
    "qian_find": (5, 6),
    "line_fault": (2,),
    "wrong_day": (3,),
    "no_constant": (2,),
    "no_plan": (2,),
    "no_rows": (2, 3),
    "no_file": (2,),
    "unfit": (1, 2),
    "refuse": (2, 3),
    "ui_progress": (1,),
    "VERB": (1,),
    "qian_finding_add": (5, 6),
    "contradiction": (0,),
    "contradicts": (1,),
    "not_due": (2, 3),
    "qian_item_lacks": (5, 6),
    "number": (2,),
    "reject": (3, 4),
    "number_line": (2,),
    "text_line": (2,),
    "findings_text": (3,),
    "r->say": (1,),
    "qian_xml_fail": (2, 3),
    "row_fault": (1,),
    "choose": (0,),
    "RULE": (2, 3),
    "RULE_BY": (2, 3),
    "wrong_call": (0, 1),
    "count_line": (2,),
    "title": (2,),
}
WORDS = tuple(sorted(p.name for p in (ROOT / "cli").glob("words*.c")))
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')


def arguments(text, start):
    """Split the call whose '(' is at start into its arguments."""
    depth, at, begin, out, quote = 0, start, start + 1, [], False
    while True:
        c = text[at]
        if quote:
            if c == "\\":
                at += 1
            elif c == '"':
                quote = False
        elif c == '"':
            quote = True
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
            if depth == 0:
                out.append(text[begin:at])
                return out
        elif c == "," and depth == 1:
            out.append(text[begin:at])
            begin = at + 1
        at += 1


def choices(argument):
    """The literals of an argument; adjacent literals are one, a ?: gives several."""
    for part in re.split(r"[?:](?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", argument):
        pieces = LITERAL.findall(part)
        if pieces and LITERAL.sub("", part).strip() == "":
            yield "".join(pieces)


def without_comments(text):
    kept = r'("(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)+\')'
    return re.sub(kept + r"|//[^\n]*", lambda m: m.group(1) or "", text)


def sentences():
    found = {}
    for path in sorted([*ROOT.glob("engine/*/*.c"), *ROOT.glob("cli/*.c")]):
        if path.name in WORDS:
            continue
        text = without_comments(path.read_text(encoding="utf-8"))
        for call, wanted in CALLS.items():
            for m in re.finditer(r"(?<![\w>])" + re.escape(call) + r"\(", text):
                args = arguments(text, m.end() - 1)
                for index in wanted:
                    if index < len(args):
                        for s in choices(args[index]):
                            if re.search("[a-z]", s) and not re.search("[\u4e00-\u9fff]", s):
                                found.setdefault(s, path.relative_to(ROOT))
        for table in re.findall(r"} known\[\] = \{(.*?)};", text, re.S):
            for row in re.findall(r"\{([^{}]*)\}", table):
                found.setdefault(LITERAL.findall(row)[-1], path.relative_to(ROOT))
        for row in re.findall(r"\(struct verdict\)\{(.*?)\}", text, re.S):
            for s in LITERAL.findall(row):
                found.setdefault(s, path.relative_to(ROOT))
        for m in re.finditer(r"(?:fault|missing) = \"([^\"]*)\"", text):
            found.setdefault(m.group(1), path.relative_to(ROOT))
        for m in re.finditer(r"\.summary =\s*((?:\"[^\"]*\"\s*)+)", text):
            found.setdefault("".join(LITERAL.findall(m.group(1))), path.relative_to(ROOT))
    return found


def main():
    words = "".join((ROOT / "cli" / name).read_text(encoding="utf-8") for name in WORDS)
    pairs = re.findall(r'\{((?:\s*"(?:[^"\\]|\\.)*")+),\s*((?:\s*"(?:[^"\\]|\\.)*")+)\}', words)
    known = {"".join(LITERAL.findall(en)) for en, _ in pairs}
    missing = {s: p for s, p in sentences().items() if s not in known}
    for s, p in missing.items():
        print(f'{p}: no Chinese for "{s}"' if "--list" not in sys.argv else s)
    print(f"sentences: {len(sentences()) - len(missing)} passed, {len(missing)} failed")
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
