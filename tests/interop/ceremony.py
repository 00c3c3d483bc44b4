#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Another program reads a ceremony: Go's golang.org/x/mod/sumdb verifies the notes and the .tlog-proof files of
published bundles, and a changed bit does not pass.

    ceremony.py QIAN QIAN-VERIFY

Exit code 77 where Go or the package is not installed.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from log import build  # noqa: E402
sys.path.insert(0, str(HERE.parent / "ceremony"))
from hall import BALLS, ED, ORIGIN, WITNESSES, Hall  # noqa: E402
sys.path.insert(0, str(HERE.parent / "draw"))
from common import Tally  # noqa: E402


def signed(hall, bundle):
    """Each note with the vkeys of all who must have signed it."""
    notice = json.loads((bundle / "notice.json").read_text(encoding="utf-8"))
    operator = [notice["operator"]]
    notes = {"notice": [*operator, *(c["key"] for c in notice["contributors"]), *notice["custodians"].values()]}
    for kind in ("close", "transcript"):
        notes[kind] = operator + [hall.key_of(w) for w in WITNESSES]
    notes["void"] = operator + [hall.key_of("supervisor")]
    return {kind: keys for kind, keys in notes.items() if (bundle / f"{kind}.note").exists()}


def main():
    tally = Tally("interop/ceremony")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        reader = build(folder, "ceremony.go")
        if reader is None:
            print("interop: Go or golang.org/x/mod is not installed; skipped")
            return 77
        hall = Hall(folder / "hall", *sys.argv[1:3])
        drawn, void = hall.case(), hall.case()
        drawn.all(BALLS)
        void.open()
        void.commit()
        void.notice()
        void.void()
        void.publish()

        def read(bundle):
            words = [word for kind, keys in signed(hall, bundle).items() for word in (kind, ",".join(keys))]
            cosigners = ",".join(hall.vkeys[w, "witness", ED] for w in WITNESSES)
            return subprocess.run([str(reader), str(bundle), hall.vkeys["operator", ORIGIN, ED], cosigners, *words],
                                  capture_output=True, text=True)

        for bundle, want in ((drawn.bundle, "notes 3, signatures 14, cosigners 3\n"),
                             (void.bundle, "notes 2, signatures 8, cosigners 3\n")):
            got = read(bundle)
            tally.check(got.returncode == 0 and got.stdout == want, f"{bundle.name}: {got.stdout}{got.stderr}")
            for path in (*bundle.glob("*.note"), *bundle.glob("log/*")):
                whole = path.read_bytes()
                for at in (30, len(whole) // 2, len(whole) - 40):
                    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
                    tally.check(read(bundle).returncode != 0, f"{path.name}: a changed bit at {at} was not seen")
                path.write_bytes(whole)
            tally.check(read(bundle).returncode == 0, "whole again")
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
