#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Edits one file of a good bundle and looks which codes qian-verify reports then.

    edited.py QIAN_VERIFY BUNDLES_DIR
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

BUNDLE = "ed-joint-balls"  # three items, five strata each, two public sources
OTHER = {"label": "Z", "roster": 1, "eligible": 1, "barred": {}, "quota": 1, "cutoff": None, "chance": "9/9"}


def put(*path_and_value):
    *path, last, value = path_and_value

    def edit(top):
        for step in path:
            top = top[step]
        top[last] = value(top[last]) if callable(value) else value
    return edit


def drop(*path):
    def edit(top):
        for step in path[:-1]:
            top = top[step]
        del top[path[-1]]
    return edit


def before(member, name, value):
    """The member of that name and value, put before another."""
    def edit(top):
        items = list(top.items())
        items.insert(list(top).index(member), (name, value))
        top.clear()
        top.update(items)
    return edit


def many(name, count):
    return put(name, lambda old: old[:1] * count)


def both(*edits):
    def edit(top):
        for one in edits:
            one(top)
    return edit


UNTITLED = put("title", "")
SWAPPED = put("items", lambda old: old[::-1])
BAD_RATIO = put("items", 0, "ratio", "5")
BAD_KEY = put("operator", "operator")
FULL = {"label": "A", "roster": 1, "eligible": 1, "quota": 1}

# spec/verify.md 2.2: "The order of items and strata (F05) and the form of ratios and vkeys (F07, F13) are judged only in
# a JSON file without F08; a list in it with more elements than bundle 1.3 allows is F11, and the file is then judged for
# nothing further."
NOTICE = [
    (SWAPPED, "F05"), (BAD_RATIO, "F07"), (BAD_KEY, "F13"), (UNTITLED, "F08"),
    (both(BAD_RATIO, BAD_KEY, SWAPPED), "F05 F07 F13"), (both(BAD_RATIO, BAD_KEY, SWAPPED, UNTITLED), "F08"),
    (put("items", 0, "strata", 1, "label", None), "F08"),
    (put("items", 0, "strata", lambda old: old[::-1]), "F05"),
    (many("items", 201), "F11"), (many("items", 200), "F05"), (many("contributors", 65), "F11"),
    (many("public", 9), "F11"), (both(many("items", 201), UNTITLED, drop("batches")), "F11"),
    (put("items", 2, "strata", [FULL] * 100001), "F11"),
    # spec/bundle.md 3.6: "`embargo` is null or, in mode `ceremony` alone, an object [...] Anything else is F08."
    (put("embargo", 7), "F08"), (put("embargo", []), "F08"), (put("mode", "ceremony"), "F08"),
    (put("mode", "team"), "F08"),
    # spec/bundle.md 3.12: "In mode `ceremony`, and only there, `custodians` and then `log` stand between [...]"
    (put("log", "log.example/2026"), "F08"), (before("on_missing", "log", "log.example/2026"), "F08"),
    # spec/bundle.md 3.4: "`line` a string of 1 to 64 bytes that neither begins nor ends with a blank (2.6);"
    (put("plan", "line", " 2026"), "F08"), (put("plan", "line", "2026\u3000"), "F08"),
    (put("plan", "line", "2026\u00a0"), "F08"), (put("plan", "line", ""), "F08"),
]
# spec/verify.md 3.1: "an item or stratum of the transcript whose code or label is not the notice's at its place, or
# that the notice has not, is Q01 and passed over by 42, 43 and 52–54; so is one that is missing."
# spec/bundle.md 4.7: "Form (code F08): `draw` is a code; `notice`, `seed`, the subseeds and a `cutoff` that is not null
# are digests. `spec`, `label`, `chance`, `assurance` and the names in `barred` may be any string (items' `code` a code);
# what they must say is judged by the codes above."
FIRST = ("items", 0, "strata", 0)
TRANSCRIPT = [
    (drop("items", 0), "H01 Q01"), (drop("items", 2), "H01 Q01"), (put("items", 0, "code", "SC-000"), "H01 Q01"),
    (put("items", lambda old: old[::-1]), "H01 Q01"), (put("items", lambda old: old + old[:1]), "H01 Q01"),
    (drop("items", 1, "strata", 0), "H01 Q01"), (drop("items", 1, "strata", 4), "H01 Q01"),
    (put("items", 1, "strata", 1, OTHER), "H01 Q01"), (put(*FIRST, "label", ""), "H01 Q01"),
    (put("items", 1, "strata", lambda old: old + [OTHER]), "H01 Q01"),
    (put("items", 0, "quota", 99), "H01 Q02"), (put(*FIRST, "quota", 99), "H01 Q03 Q05"),
    (both(put("items", 0, "quota", 99), put("items", 1, "code", "SC-000")), "H01 Q01 Q02"),
    (put("seed", lambda old: old[:-1]), "F08 H01"), (put("subseeds", "experts", str.upper), "F08 H01"),
    (put("notice", ""), "F08 H01"), (put("draw", ""), "F08 H01"), (put("draw", "other"), "H01 H04"),
    (put(*FIRST, "cutoff", ""), "F08 H01"), (put(*FIRST, "cutoff", "0" * 64), "D02 H01"),
    (put("spec", ""), "H01 H04"), (put("assurance", ""), "E11 H01"), (put(*FIRST, "chance", ""), "H01 Q05"),
    (put("items", 0, "barred", {"Zz": 1}), "H01 R03"), (put("visits", ""), "F08 H01"),
    (many("items", 201), "F11 H01"), (both(many("items", 201), put("seed", "")), "F11 H01"),
    (put("items", 0, "strata", [OTHER] * 100001), "F11 H01"),
]
# Whatever is edited, the policy has another pack (C07).
BAD_MIN = put("kinds", "key", "min", "20")
RULES = [(BAD_MIN, "C07 F07 H01"), (both(BAD_MIN, UNTITLED), "C07 F08 H01")]


def codes(verify, folder, policy):
    run = subprocess.run([verify, folder, "--policy", policy, "--json"], stdout=subprocess.PIPE, check=False)
    report = json.loads(run.stdout)
    failed = sorted({c["code"] for c in report["checks"] if c["state"] == "failed"})
    return " ".join(failed) or report["verdict"]


def with_file(verify, source, name, content):
    with tempfile.TemporaryDirectory() as room:
        folder = os.path.join(room, "bundle")
        shutil.copytree(os.path.join(source, "bundle"), folder)
        with open(os.path.join(folder, name), "wb") as out:
            out.write(content)
        return codes(verify, folder, os.path.join(source, "policy.txt"))


def edited(source, name, edit):
    with open(os.path.join(source, "bundle", name), encoding="utf-8") as text:
        top = json.load(text)
    edit(top)
    return (json.dumps(top, ensure_ascii=False, indent=1) + "\n").encode()


# spec/bundle.md 1.3: "a `.txt` or `.note` file 65,536 bytes"
def grown(source, name, size):
    with open(os.path.join(source, "bundle", name), "rb") as text:
        content = text.read()
    while len(content) < size:
        content += b"withheld " + b"x" * min(54, max(0, size - len(content) - 10)) + b"\n"
    return content


def main(verify, bundles):
    source = os.path.join(bundles, BUNDLE)
    failures = count = 0
    for name, cases in (("notice.json", NOTICE), ("transcript.json", TRANSCRIPT), ("rules.json", RULES)):
        for number, (edit, expected) in enumerate(cases):
            found = with_file(verify, source, name, edited(source, name, edit))
            count += 1
            if found != expected:
                failures += 1
                print("FAILED", name, "edit", number, "found", found, "expected", expected)
    for size in (65536, 65537):
        found = with_file(verify, source, "contributions.txt", grown(source, "contributions.txt", size))
        count += 1
        if ("F11" in found) != (size > 65536) or "F07" in found:
            failures += 1
            print("FAILED contributions.txt of", size, "bytes: found", found)
    print(count, "edits,", failures, "failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
