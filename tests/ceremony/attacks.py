# SPDX-License-Identifier: MulanPSL-2.0
"""Attacks on a ceremony, carried out with real keys; each must be exposed by the check that is named for it.

    python3 tests/ceremony/attacks.py --verifier PATH [--qian PATH] [--only WORDS] [--show]

Two kinds need no `qian`: those that the evidence of one bundle exposes (attacks_evidence.py, attacks_keys.py), by exact
codes, and those that it cannot (attacks_open.py): these verify, and the list says who can see them. The third are made
with the programs themselves, party by party (attacks_hall.py).

Not in evidence at all: TH15 a page that differs from the bundle (a reader of the bundle is not misled; the page's digest is
for who publishes), TH16 two verifiers that disagree (tests/verifier and vectors/ hold both to the same codes), and of
TH22 certificates that have expired (identities are hashes that no check opens)."""
import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from attacks_kit import ATTACKS, Verifier  # noqa: E402
import attacks_evidence  # noqa: E402,F401
import attacks_keys  # noqa: E402,F401
import attacks_steer  # noqa: E402,F401
from attacks_open import OPEN  # noqa: E402


def expected(codes):
    """"A B (C D)" -> ({A, B}, {A, B, C, D})."""
    must, _, also = codes.partition("(")
    return set(must.split()), set(must.split()) | set(also.rstrip(") ").split())


def exposed(verifier, show, only):
    """(passed, failed) of the attacks that evidence exposes."""
    tally = [0, 0]
    for th, name, codes, verdict, make in ATTACKS:
        if only and only not in th + " " + name:
            continue
        found, failing, report = verifier.judge(*make())
        must, may = expected(codes)
        good = found == verdict and must <= failing <= may
        tally[0 if good else 1] += 1
        if show or not good:
            print("%s%-4s %s: %s %s" % ("" if good else "FAILED ", th, name, found, " ".join(sorted(failing))), "" if good else "expected %s %s" % (verdict, codes))
        if not good:
            for c in report["checks"]:
                if c["state"] == "failed" and c["code"] not in must:
                    print("      ", c["step"], c["code"], c["fault"])
    return tally


def not_exposed(verifier, show, only):
    """(passed, failed) of those that one bundle cannot expose."""
    tally = [0, 0]
    for th, name, who, make in OPEN:
        if only and only not in th + " " + name:
            continue
        files, policy = make()
        found = [verifier.judge(f, policy)[:2] for f in (files if isinstance(files, list) else [files])]
        good = all(f == ("VALID", set()) for f in found)
        tally[0 if good else 1] += 1
        if show or not good:
            print("%s%-4s %s: %s; seen by: %s" % ("" if good else "FAILED ", th, name, " ".join(f[0] for f in found), who))
    return tally


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--verifier", required=True)
    parser.add_argument("--qian", help="also the attacks with the programs themselves")
    parser.add_argument("--only", default="")
    parser.add_argument("--show", action="store_true")
    a = parser.parse_args()
    verifier, tallies = Verifier(a.verifier), {}
    try:
        tallies["exposed by a bundle"] = exposed(verifier, a.show, a.only)
        tallies["not exposed by a bundle"] = not_exposed(verifier, a.show, a.only)
        if a.qian:
            import attacks_hall
            tallies["with the programs"] = attacks_hall.run(a.qian, a.verifier, a.show, a.only)
    finally:
        verifier.end()
    for what, (good, bad) in tallies.items():
        print("%s: %d passed, %d failed" % (what, good, bad))
    return 1 if any(bad for _, bad in tallies.values()) or not any(good for good, _ in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
