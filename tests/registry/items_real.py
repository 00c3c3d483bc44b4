#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Two lists of items that departments have published come in whole, and what each row lacks is named.

    items_real.py QIAN SAID FOLDER     # skipped where the folder is not there
"""
import csv
import pathlib
import subprocess
import sys

from kit import Count, Home

SKIPPED = 77
LACKS = {"I04", "I06", "I07", "I12", "I15", "I16", "I17", "I20"}  # no such list says any of these
FIELDS = {"I01": "抽查依据", "I02": "抽查对象", "I03": "抽查主体", "I05": "抽查方式"}


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def said(program, kind, texts):
    args = [part for text in texts for part in (kind, text)]
    out = subprocess.run([program, *args], capture_output=True, text=True, check=True).stdout
    return dict(zip(texts, out.split("\n")))


def test_list(qian, path, name, rows, c):
    home = Home(qian)
    code, told = home.load_file("items", name, path)
    counts = told["counts"]
    c.check(code == 0 and counts["rows"] == counts["taken"] == counts["added"] == len(rows), f"{name}: {counts}")
    code, found = home.run("item", "check")
    c.check(code == 4 and found["stopped"] == found["items"] == len(rows), f"{name}: none of them can be planned")
    by_item = {}
    for f in found["findings"]:
        by_item.setdefault(f["item"], set()).add(f["code"])
    c.check(all(LACKS <= codes for codes in by_item.values()), f"{name}: what no row has is told of every row")
    for code, column in FIELDS.items():
        blank = sum(not row[column].strip() for row in rows)
        c.check(sum(code in codes for codes in by_item.values()) == blank, f"{name}: {code} for {blank} rows")
    code, told = home.load_file("items", name, path)
    c.check(told["counts"]["unchanged"] == len(rows) and told["change"] == 0, f"{name}: the same file changes nothing")
    return by_item


def test_words(program, rows, c):
    """A number that stands there is read, or the text is said to be unread: never passed over."""
    for kind, column in (("ratio", "抽查比例"), ("frequency", "抽查频次")):
        told = said(program, kind, sorted({row[column] for row in rows}))
        unread = [text for text, what in told.items() if what.startswith("unread")]
        nothing = [text for text, what in told.items() if what.startswith("nothing")]
        c.check(not any(ch.isdigit() or ch in "%‰" for text in nothing for ch in text), f"{kind}: passed over")
        c.check(len(unread) <= 3, f"{kind}: unread: {unread}")
        print(f"{kind}: {len(told)} texts, {len(nothing)} say nothing, {len(unread)} cannot be read")


def main(qian, program, folder):
    folder = pathlib.Path(folder)
    if not folder.is_dir():
        print("items_real: skipped, the published lists are not here")
        return SKIPPED
    c = Count()
    every = []
    for file, name, size in (("zj-item-list-75.csv", "zj", 75), ("zj-item-list-police-A014.csv", "police", 4)):
        rows = rows_of(folder / file)
        c.check(len(rows) == size, f"{name}: {len(rows)} rows")
        test_list(qian, folder / file, name, rows, c)
        every += rows
    test_words(program, every, c)
    return c.end("items_real")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
