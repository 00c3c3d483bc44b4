#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""The calendar that comes with the project is what its maker makes of the source's year files.

    calendars.py FOLDER        # with holiday-cn-YYYY.json; skipped where it is not there
"""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77


def main(folder):
    if not pathlib.Path(folder).is_dir():
        print("calendars: skipped, the source's year files are not here")
        return SKIPPED
    maker = ROOT / "spec" / "calendars" / "make.py"
    return subprocess.run([sys.executable, str(maker), folder, "--check"]).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
