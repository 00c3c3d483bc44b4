#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Whole ceremonies, each party with a home of their own, by the `qian` command alone:

    full.py QIAN QIAN-VERIFY SUITE

1 operator, 2 custodians, 3 contributors, 3 witnesses (2 groups, both wanted), 1 supervisor. The
straight way with rosters that the custodians froze; a reveal withheld; a void and its replacement;
an objection; a revoked witness; an offline hall whose balls come last; no public value; an embargo;
drand and a NIST pulse, at the time of their real values.
"""
import json
import pathlib
import sys
import tempfile

from hall import BALLS, CONTRIBUTORS, ED, ORIGIN, ROOT, WITNESSES, Hall, Refused, failed, open_steps, run

sys.path.insert(0, str(ROOT / "tests/draw"))
from common import Tally  # noqa: E402

THIRD = ROOT / "vectors/third-party"
ROUND = 1009  # of drand, at genesis + 3024 s
ROUND_TIME = "2023-08-23T23:59:51+08:00"
BEFORE, AFTER = "@2023-08-23 15:40:00", "@2023-08-23 16:05:00"  # UTC
PULSE_TIME = "2018-08-31T01:44:00+08:00"
PIN = ("5501e3d72bc42f3b96e16de4dcadcb16768e109662bd16d667d5fd9aee585af31bbdc5dd4f53592276064b53dddd76c8"
       "f3604b2a41db6e09f78f82bb5d6569e7")


def valid(t, case, what, outcome="drawn"):
    v = case.verdict()
    t.check(v["verdict"] == "VALID" and v["outcome"] == outcome,
            f"{what}: {v['verdict']} {failed(v)} {open_steps(v)}")
    return v


def refused(t, what, code, fn, *args):
    try:
        fn(*args)
    except Refused as e:
        t.check(e.code == code, f"{what}: ended with {e.code}, not {code}: {e.err.strip()}")
    else:
        t.check(False, f"{what}: was not refused")


def straight(t, hall):
    case = hall.case(frozen=True)
    case.all(BALLS)
    v = valid(t, case, "straight")
    t.check(all(v["proven"][k] for k in ("notice", "close", "transcript")), "proven times")
    rows = json.loads(case.do("status", None, "--json"))["board"]
    t.check([r["step"] for r in rows if r["state"] != "done"] == ["publish"], "status at the end: to be published")
    again = case.do("draw", "operator"), case.do("close", "operator"), case.do("notice", "operator")
    t.check(all("in the log" in a or "drawn" in a for a in again), "repeated steps change nothing")
    valid(t, case, "after repeated steps")
    explained = run([hall.qian, "explain", str(case.bundle), first_target(case)])
    t.check(explained.returncode == 0, f"explain: {explained.stderr.strip()}")
    refused(t, "a second public value", 4, case.public, "balls=01-02-03-04-05-06-07-09")
    refused(t, "void after the transcript", 4, case.do, "void", "operator", "--reason", "x")


def late(t, hall):
    """Two witnesses are a quorum: who comes after the log is told so, and no signature is lost in silence."""
    case = hall.case()
    case.open()
    case.commit()
    case.notice()
    case.reveal()
    case.close(signers=("jiwei", "xueyuan"))
    refused(t, "a signature after the close is in the log", 4, case.part, "sign", "xiehui")
    case.part("sign", "jiwei")  # who has signed may ask again
    case.public(BALLS)
    case.draw()
    case.witness(["jiwei", "xueyuan"])
    case.transcript()
    refused(t, "an objection after the transcript is in the log", 4, case.part, "witness", "xiehui",
            "--object", "来不及")
    case.publish()
    valid(t, case, "two of three witnesses")


def least_time(t, hall):
    """A quorum has cosigned the close; before the operator takes its proof the log grows, and all cosign that. The close is
    proven by the first, not by the most."""
    case, home = hall.case(), hall.homes["operator"]
    case.open()
    case.commit()
    case.notice()
    case.reveal()
    case.waiting("close")
    for w in WITNESSES:
        case.part("sign", w)
    case.waiting("close")
    for w in WITNESSES[:2]:
        case.part("cosign", w)
        answer = case.path / "parts" / f"cosign.{hall.vkeys[w, 'witness', ED].split('+')[1]}.answer"
        hall.call(["log", "cosigned", answer, "--home", home], key=False)
    other = hall.folder / "other.note"
    other.write_text(f"qian/1 close\nother-draw\n{'0' * 64}  contributions.txt\n\n\u2014 other {'A' * 91}=\n", encoding="utf-8")
    hall.call(["log", "add", other, "--home", home])
    for w in WITNESSES:
        request, answer = hall.folder / f"{w}.request", hall.folder / f"{w}.answer"
        hall.call(["log", "request", "--witness", w, "--home", home, "--out", request], key=False)
        hall.call(["witness", "cosign", request, "--home", hall.homes[w], "--out", answer])
        hall.call(["log", "cosigned", answer, "--home", home], key=False)
    case.do("close", "operator")
    lines = (case.path / "bundle/log/close.tlog-proof").read_text(encoding="utf-8").split("\n")
    index, size = int(lines[1].split(" ")[1]), int(lines[lines.index(ORIGIN) + 1])
    t.check(size == index + 1, f"the close at {index} is proven by the log of size {size}")
    t.check(sum(line.startswith("\u2014 ") for line in lines) == 3, "by the log and the two")


def void_unclosed(t, hall):
    """Revealed and signed, but the close is not in the log: the supervisor is told so."""
    case = hall.case()
    case.open()
    case.commit()
    case.notice()
    case.reveal()
    case.waiting("close")
    for w in WITNESSES:
        case.part("sign", w)
    case.waiting("void", "operator", "--reason", "球已落地")
    said = case.part("sign", "supervisor")
    t.check("revealed, and not closed in the log" in said, f"what the supervisor is told: {said}")


def first_target(case):
    return (case.bundle / "targets.tsv").read_text(encoding="utf-8").split("\n")[1].split("\t")[0]


def withheld(t, hall):
    case = hall.case(on_missing="proceed")
    case.until_close("--withheld", CONTRIBUTORS[1])
    case.public(BALLS)
    case.draw()
    case.witness()
    case.transcript()
    case.publish()
    valid(t, case, "withheld")
    text = (case.bundle / "transcript.json").read_text(encoding="utf-8")
    t.check("; withheld: 1 of 3 contributors" in text, "assurance says who withheld")


def void_and_replacement(t, hall):
    case = hall.case()
    case.open()
    case.commit()
    case.notice()
    case.reveal(CONTRIBUTORS[:2])
    done = case.try_("close", "operator")
    t.check(done.returncode == 3 and CONTRIBUTORS[2] in done.stderr, "close waits for the third reveal")
    refused(t, "withheld where it is void", 4, case.do, "close", "operator", "--withheld", CONTRIBUTORS[2])
    case.void()
    case.publish()
    valid(t, case, "void", "void")
    line = case.request["plan_line"]
    second = hall.case(plan_line=line)
    refused(t, "a second draw that names no void", 4, second.open)
    hall.serial -= 1
    second = hall.case_again(second, plan_line=line, replaces=case.request["draw"], reason="前次抽取作废")
    second.all(BALLS)
    valid(t, second, "replacement")


def objection(t, hall):
    case = hall.case()
    case.until_close()
    case.public(BALLS)
    case.draw()
    case.witness(["jiwei"])
    case.part("witness", "xueyuan", "--object", "第三个号球落地后重新放回")
    case.waiting("transcript")
    case.witness()  # the transcript was sealed anew: all sign it
    case.transcript()
    case.publish()
    v = valid(t, case, "objection")
    t.check([o["reason"] for o in v["objections"]] == ["第三个号球落地后重新放回"], "the objection is shown")


def revoked(t, hall):
    key = hall.vkeys["xiehui", "witness", "sha256-ed25519"]
    hall.write_policy(*(f"key {k} revoked=2020-01-01T00:00:00+08:00" for k in sorted({key, hall.key_of("xiehui")})))
    case = hall.case()
    case.open()
    case.commit()
    case.waiting("notice")
    sign_notice(case)
    case.waiting("notice")
    case.cosign("notice", ("jiwei", "xueyuan"))
    case.reveal()
    case.waiting("close")
    refused(t, "a revoked witness signs", 4, case.part, "sign", "xiehui")
    for w in ("jiwei", "xueyuan"):
        case.part("sign", w)
    case.waiting("close")
    case.cosign("close", ("jiwei", "xueyuan"))
    case.public(BALLS)
    case.draw()
    case.witness(["jiwei", "xueyuan"])
    case.waiting("transcript")
    case.cosign("transcript", ("jiwei", "xueyuan"))
    case.publish()
    valid(t, case, "revoked witness")
    hall.write_policy()


def sign_notice(case):
    for c in CONTRIBUTORS:
        case.part("sign", c)
    for who in ("targets", "inspectors"):
        case.part("sign", who, *case.roster_option(who))


def no_public_value(t, hall):
    case = hall.case(public=[])
    refused(t, "no public source by a policy that wants one", 4, case.open)
    hall.write_policy("public none")
    case = hall.case_again(case)
    case.all()
    valid(t, case, "no public value")
    text = (case.bundle / "transcript.json").read_text(encoding="utf-8")
    t.check("ceremony without a public value" in text, "assurance without a public value")
    hall.write_policy()


def lottery(t, hall):
    """Drawn already, as the clock of the machine says; the calendar is a rehearsal's."""
    at = "2025-10-05T21:15:00+08:00"
    hall.write_policy(f"lottery ssq 2025114 {at}")
    case = hall.case(public=[{"source": "lottery", "game": "ssq", "issue": "2025114", "time": at}])
    case.open()
    case.commit()
    case.notice()
    refused(t, "reveal after the draw of the lottery", 4, case.part, "reveal", CONTRIBUTORS[0])
    hall.write_policy()


def embargo(t, hall):
    case = hall.case(embargo={"contributor": CONTRIBUTORS[0], "until": "2099-12-31T23:59:59+08:00"})
    case.until_close()
    case.public(BALLS)
    case.draw()
    case.witness()
    case.transcript()
    done = case.try_("publish", "operator", "--out", case.bundle)
    t.check(done.returncode == 3 and not case.bundle.exists(), "nothing is published before it is opened")
    case.waiting("unseal")
    case.part("sign", CONTRIBUTORS[0])
    case.waiting("unseal")
    case.cosign("unseal")
    case.publish()
    v = valid(t, case, "embargo")
    t.check(v["proven"]["open"], "the opening has a proven time")


def drand(t, hall):
    beacons = json.loads((THIRD / "drand_beacons.json").read_text(encoding="utf-8"))["beacons"]
    value = next(b["signature"] for b in beacons if b["round"] == ROUND and b["public_key"].startswith("83cf0f28"))
    case = hall.case(public=[{"source": "drand", "time": ROUND_TIME}])
    case.clock = BEFORE
    case.until_close()
    refused(t, "a public value before its time", 4, case.public, f"drand={value}")
    case.clock = AFTER
    refused(t, "a wrong signature", 1, case.public, "drand=" + value[:-1] + "0123456789abcdef"[int(value[-1], 16) ^ 1])
    case.public(f"drand={value}")
    case.draw()
    case.witness()
    case.transcript()
    case.publish()
    valid(t, case, "drand")


def nist(t, hall):
    rules = ROOT / "vectors/bundles/ce-ed-nist/bundle/rules.json"  # a pack that was in force then
    name = json.loads(rules.read_text(encoding="utf-8"))["name"]
    digest = run(["openssl", "dgst", "-sha256" if hall.suite == ED else "-sm3", "-r", str(rules)]).stdout[:64]
    hall.write_policy(f"rules {name} {digest}")
    files = [THIRD / "nist" / name for name in
             ("pulse-chain1-54610.json", "pulse-chain1-54609.json", "certificate-5501e3d7.pem")]
    case = hall.case(rules=str(rules), public=[{"source": "nist", "chain": 1, "pulse": 54610, "time": PULSE_TIME}])
    case.clock = "@2018-08-30 17:30:00"
    case.until_close()
    case.clock = "@2018-08-30 18:00:00"
    refused(t, "the pulse before", 1, case.public, f"nist={files[1]},{files[1]},{files[2]}")
    case.public("nist=" + ",".join(map(str, files)))
    case.draw()
    case.witness()
    case.transcript()
    case.publish()
    valid(t, case, "nist")


def main():
    qian, verify, suite = sys.argv[1:4]
    t = Tally(f"ceremony {suite}")
    with tempfile.TemporaryDirectory() as folder:
        hall = Hall(pathlib.Path(folder, "now"), qian, verify, suite)
        for scene in (straight, late, least_time, void_unclosed, withheld, void_and_replacement, objection, revoked, no_public_value, lottery, embargo):
            scene(t, hall)
        hall = Hall(pathlib.Path(folder, "then"), qian, verify, suite, clock=BEFORE)
        drand(t, hall)
        hall = Hall(pathlib.Path(folder, "long ago"), qian, verify, suite, clock="@2018-08-30 17:00:00", nist=[PIN])
        nist(t, hall)
    t.end()


if __name__ == "__main__":
    main()
