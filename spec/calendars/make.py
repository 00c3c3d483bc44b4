#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Makes state-council.json out of the year files of holiday-cn (see INDEX.md).

    python3 spec/calendars/make.py FOLDER EDITION > spec/calendars/state-council.json
    python3 spec/calendars/make.py FOLDER --check       # is the file that is here made of these?

FOLDER holds holiday-cn-YYYY.json. A year whose file is empty is left out.
"""
import datetime
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
TITLE = "国务院办公厅关于部分节假日安排的通知，%d年至%d年"


def year_files(folder):
    for path in sorted(pathlib.Path(folder).glob("holiday-cn-[0-9]*.json")):
        year = json.loads(path.read_text(encoding="utf-8"))
        if year["days"]:
            yield year


def block(year, said):
    """The days of one notice that differ from the plain week; `said` holds what stood before."""
    off, work = [], []
    for day in sorted(year["days"], key=lambda d: d["date"]):
        weekend = datetime.date.fromisoformat(day["date"]).weekday() >= 5
        if said.setdefault(day["date"], day["isOffDay"]) != day["isOffDay"]:
            sys.exit("two notices disagree on %s: decide by hand (calendar 1.4)" % day["date"])
        if day["isOffDay"] and not weekend:
            off.append(day["date"])
        elif not day["isOffDay"] and weekend:
            work.append(day["date"])
    return {"year": year["year"], "sources": year["papers"], "off": off, "work": work}


def calendar(folder, edition):
    said = {}
    years = [block(year, said) for year in year_files(folder)]
    return {"format": "qian/1 calendar", "name": "state-council",
            "title": TITLE % (years[0]["year"], years[-1]["year"]), "edition": edition, "years": years}


def main(folder, edition):
    there = HERE / "state-council.json"
    if edition == "--check":
        number = json.loads(there.read_text(encoding="utf-8"))["edition"]
        same = as_bytes(calendar(folder, number)) == there.read_bytes()
        print("state-council.json: " + ("the same" if same else "DIFFERS"))
        return not same
    sys.stdout.buffer.write(as_bytes(calendar(folder, int(edition))))
    return 0


def as_bytes(value):
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
