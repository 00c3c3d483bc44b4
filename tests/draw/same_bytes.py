#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""The same bytes come out whatever the locale, zone, date, working folder, order of rows and
columns, line ends, mask, compiler and optimisation level.

    same_bytes.py QIAN [QIAN ...]      (several builds of the program; the last without sanitizers)
"""
import csv
import io
import os
import pathlib
import random
import shutil
import sys
import tempfile

from common import BALLS, SEED, SUITES, Tally, files_of, roster, run, write_request

LOCALES = ("C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "zh_CN.GB18030", "fa_IR")
ZONES = ("UTC", "Asia/Shanghai", "America/St_Johns", "Pacific/Apia", "nonsense")


def draw(qian, request, home, out, seed, cwd=None, env=None):
    got = run([qian, "draw", "all", str(request), "--home", str(home), "--out", str(out),
               "--public", BALLS, "--test-seed", str(seed)], cwd=cwd, env=env)
    if got.returncode != 0:
        raise SystemExit(got.stdout + got.stderr)
    return files_of(out)


def rearranged(text, rng):
    """The same table with rows and columns in another order, quoted, CRLF, a mark, one more column."""
    rows = list(csv.reader(io.StringIO(text)))
    columns = list(range(len(rows[0])))
    rng.shuffle(columns)
    body = [[row[c] for c in columns] + [str(rng.random())] for row in rows[1:]]
    rng.shuffle(body)
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([rows[0][c] for c in columns] + ["note"])
    writer.writerows(body)
    return "\ufeff" + out.getvalue()


def compare(tally, want, got, what):
    for name in want:
        tally.check(want[name] == got.get(name), f"{what}: {name} differs")


def one_suite(tally, suite, programs, work):
    folder = work / suite
    request = roster(folder, 2000, 40, "SC-001:SCJG,SC-002:SCJG,XF-001:XFJY", 9, suite)
    request["team"]["experts"] = 1
    path = write_request(folder, request)
    seed = folder / "seed"
    seed.write_text(SEED, encoding="utf-8")
    want = draw(programs[0], path, folder / "h0", folder / "b0", seed)
    trial = 0

    def again(what, program=programs[0], request=path, cwd=None, env=None):
        nonlocal trial
        trial += 1
        got = draw(program, request, folder / f"h{trial}", folder / f"b{trial}", seed, cwd, env)
        compare(tally, want, got, f"{suite}, {what}")

    for locale in LOCALES:
        again(f"locale {locale}", env={"LC_ALL": locale, "LANG": locale})
    for zone in ZONES:
        again(f"zone {zone}", env={"TZ": zone})
    if shutil.which("faketime"):
        for date in ("2001-01-01 00:00:00", "2038-01-19 03:14:08", "2106-02-07 06:28:16"):
            trial += 1
            shim = ["faketime", date, programs[-1]]  # a build without sanitizers
            got = run([*shim, "draw", "all", str(path), "--home", str(folder / f"h{trial}"), "--out",
                       str(folder / f"b{trial}"), "--public", BALLS, "--test-seed", str(seed)])
            if "ASan runtime" in got.stderr:
                print("same_bytes: no build without sanitizers is given, dates are not tried")
                break
            if got.returncode == 0:
                compare(tally, want, files_of(folder / f"b{trial}"), f"{suite}, date {date}")
            else:
                tally.check(False, f"{suite}, date {date}: {got.stderr}")
    else:
        print("same_bytes: faketime is not installed, dates are not tried")
    other = folder / "a folder 名"
    other.mkdir()
    again("another working folder", request=pathlib.Path("..", "request.json"), cwd=other)
    old = os.umask(0o077)
    again("another mask")
    os.umask(old)
    for program in programs[1:]:
        again(f"build {program}", program=program)
    rng = random.Random(7)
    for k in range(3):
        changed = folder / f"changed{k}"
        changed.mkdir()
        for name in ("targets.csv", "inspectors.csv", "recusals.csv"):
            text = (folder / name).read_text(encoding="utf-8")
            (changed / name).write_text(rearranged(text, rng), encoding="utf-8", newline="")
        write_request(changed, request)
        again(f"rows and columns in another order {k}", request=changed / "request.json")


def main():
    tally = Tally("same bytes")
    programs = [os.path.abspath(p) for p in sys.argv[1:] if os.path.exists(p)]
    print(f"same_bytes: {len(programs)} of {len(sys.argv) - 1} builds are there")
    with tempfile.TemporaryDirectory() as work:
        for suite in SUITES:
            one_suite(tally, suite, programs, pathlib.Path(work))
    tally.end()


if __name__ == "__main__":
    main()
