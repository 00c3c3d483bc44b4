#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""What a draw must have by the policy: contributors, public sources, a quorum whose halves meet, a lottery's calendar.

    wants.py QIAN QIAN-VERIFY SUITE

The operator may not open what the policy does not allow; nobody signs it by a policy of their own that does not; and
ceremonies that have what is wanted verify, one of them with the 双色球 of 5 October 2025.
"""
import hashlib
import pathlib
import shutil
import sys
import tempfile

from hall import BALLS, CONTRIBUTORS, ED, ROOT, WITNESSES, Hall, failed, open_steps, run

from common import Tally  # noqa: E402

FIRST, SECOND, THIRD = CONTRIBUTORS
SM2 = "sm3-sm2"
EIGHT = {"source": "balls", "count": 8, "from": 1, "to": 35}
# The first issue after the pause of the National Day of 2025, and two days later.
CALENDAR = ("lottery ssq 2025001 2025-01-02T21:15:00+08:00", "lottery ssq 2025114 2025-10-05T21:15:00+08:00")
ISSUE = {"source": "lottery", "game": "ssq", "issue": "2025115", "time": "2025-10-07T21:15:00+08:00"}
NUMBERS = "lottery=01.20.21.25.26.27+10"
BEFORE, AFTER = "@2025-10-07 10:00:00", "@2025-10-07 14:00:00"  # UTC


class Wants:
    def __init__(self, t, hall):
        self.t, self.hall, self.cases = t, hall, 0

    def case(self, **request):
        """A draw with an id of its own; that of a dropped one is not used again."""
        self.cases += 1
        return self.hall.case(draw=f"wants-{self.cases}", **request)

    def dropped(self, case):
        case.do("void", "operator", "--reason", "x", "--drop")
        self.hall.serial -= 1

    def refused(self, case):
        self.t.check(not case.path.exists(), "a case was made")
        self.hall.serial -= 1

    def opens(self, what, lines, said=None, **request):
        """The operator opens with these further lines; `said`: it is refused with 4 and this."""
        suite, self.hall.suite = self.hall.suite, ED  # the parties' first keys
        self.hall.write_policy(*lines)
        self.hall.suite = suite
        case = self.case(**request)
        done = case.try_("open", "operator", "--request", case.file)
        text = done.stdout + done.stderr
        if said is None:
            self.t.check(done.returncode == 0, f"{what}: {text}")
            self.dropped(case)
        else:
            self.t.check(done.returncode == 4 and said in text, f"{what}: {done.returncode} {text}")
            self.refused(case)

    def policy_error(self, what, lines, said):
        self.hall.write_policy(*lines)
        done = run([self.hall.qian, "policy", "show", str(self.hall.policy)])
        self.t.check(done.returncode == 5 and said in done.stderr, f"{what}: {done.returncode} {done.stderr}")
        self.hall.write_policy()


def contributors(w):
    two = {"contributors": [FIRST, SECOND]}
    w.opens("all take part", [])
    w.opens("one takes no part", [], f"takes no part: {THIRD}", **two)
    w.opens("two are enough", [f"contributors 2 {FIRST} {SECOND} {THIRD}"], **two)
    w.opens("any", [f"contributors any {SECOND} {THIRD}"], **two)
    w.opens("none of any", [f"contributors any {THIRD}"], f"takes no part: {THIRD}", **two)
    w.opens("all of three", [f"contributors all {FIRST} {SECOND} {THIRD}"], f"takes no part: {THIRD}", **two)
    w.opens("one of two lines", [f"contributors all {FIRST}", f"contributors any {THIRD}"], THIRD, **two)
    w.hall.write_policy()
    key = w.hall.key_of(THIRD)
    without = [line for line in w.hall.lines() if not line.startswith(f"key {key}")]
    for times, said in (("to=2020-01-01T00:00:00+08:00", None), ("from=2099-01-01T00:00:00+08:00", None),
                        ("revoked=2020-01-01T00:00:00+08:00", None), ("to=2099-01-01T00:00:00+08:00", THIRD)):
        w.hall.write_policy()
        case = w.case(**two)
        w.hall.policy.write_text("\n".join([*without, f"key {key} organisation=x {times}", ""]), encoding="utf-8")
        done = case.try_("open", "operator", "--request", case.file)
        w.t.check(done.returncode == (4 if said else 0) and (said or "") in done.stdout + done.stderr,
                  f"a third with {times}: {done.returncode} {done.stderr}")
        (w.refused if said else w.dropped)(case)


def sources(w):
    drand = {"source": "drand", "chain": "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
             "time": "2027-01-04T10:00:00+08:00"}
    w.opens("nothing is wanted", ["public none"], public=[])
    w.opens("one is wanted", [], "(E12, policy 3.6)", public=[])
    w.opens("any of two", ["public any balls drand"])
    w.opens("both of two", ["public all balls drand"], "does not name: drand")
    w.opens("both are there", ["public all balls drand"], public=[EIGHT, drand])
    w.opens("another kind", ["public any drand nist"], "does not name: drand, nist")
    w.opens("one kind twice is one", ["public 2 balls drand"], "does not name: drand", public=[EIGHT, EIGHT])
    w.opens("two lines", ["public any balls", "public any nist"], "does not name: nist")


def quorums(w):
    w.hall.write_policy()
    good = list(w.hall.lines())
    for name, groups, code in (("each alone", ["group g any jiwei xueyuan xiehui", "quorum g"], 4),
                               ("one of three and one", ["group a any xueyuan xiehui", "group g any jiwei a", "quorum g"], 4),
                               ("two of three", ["group g 2 jiwei xueyuan xiehui", "quorum g"], 0)):
        w.hall.write_policy()
        case = w.case()
        kept = [line for line in good if line.split()[0] not in ("group", "quorum")]
        w.hall.policy.write_text("\n".join([*kept, *groups, ""]), encoding="utf-8")
        done = case.try_("open", "operator", "--request", case.file)
        w.t.check(done.returncode == code and ("policy 3.7" in done.stderr) == (code == 4), f"{name}: {done.stderr}")
        (w.refused if code else w.dropped)(case)


def lotteries(w):
    public = lambda **changes: {"public": [{**ISSUE, **changes}]}  # noqa: E731
    w.opens("an issue of the calendar", CALENDAR, **public())
    w.opens("no calendar", [], "(E06, beacons 4.3)", **public())
    w.opens("another year's calendar", ["lottery ssq 2024114 2024-10-06T21:15:00+08:00"], "E06", **public())
    w.opens("the other game's calendar", ["lottery kl8 2025001 2025-01-01T21:30:00+08:00"], "E06", **public())
    w.opens("an issue of the past", CALENDAR, "2025-10-05T21:15:00+08:00", **public(issue="2025114"))
    w.opens("a day later", CALENDAR, "2025-10-07T21:15:00+08:00", **public(time="2025-10-09T21:15:00+08:00"))
    w.opens("a second later", CALENDAR, "E06", **public(time="2025-10-07T21:15:01+08:00"))
    w.opens("an issue of next year's time", CALENDAR, "E06", **public(issue="2025152", time="2026-01-01T21:15:00+08:00"))


def lines(w):
    for what, line, said in (
            ("a name of nobody", "contributors any 无名氏", "no earlier line has a contributor of this name: 无名氏"),
            ("a name twice", f"contributors any {FIRST} {FIRST}", f"twice in the line: {FIRST}"),
            ("a line of 400 words", "contributors any " + " ".join([FIRST] * 398), f"twice in the line: {FIRST}"),
            ("too many wanted", f"contributors 2 {FIRST}", "or a number of them: 2"),
            ("no names", "contributors any", "wrong number of words: contributors"),
            ("no source", "public any dice", "balls, drand, lottery or nist: dice"),
            ("a bare word", "public", "wrong number of words: public"),
            ("another game", "lottery dlt 2025001 2025-01-02T21:15:00+08:00", "kl8 or ssq: dlt"),
            ("another year", "lottery ssq 2024001 2025-01-02T21:15:00+08:00", "number from 001: 2024001"),
            ("number 000", "lottery ssq 2025000 2025-01-02T21:15:00+08:00", "number from 001: 2025000"),
            ("no time", "lottery ssq 2025001 2025-01-02", "YYYY-MM-DDTHH:MM:SS+08:00: 2025-01-02")):
        w.policy_error(what, [line], said)
    w.policy_error("none and one", ["public none", "public any balls"], "another public line")
    w.policy_error("one and none", ["public any balls", "public none"], "another public line")
    w.policy_error("an issue twice", [CALENDAR[0], "lottery ssq 2025001 2025-01-03T21:15:00+08:00"], "earlier line: 2025001")


def too_old(w, case):
    """The verdict of a verifier that does not know all that the policy says: it is no fault to object to, and nothing to sign."""
    old = w.hall.folder / "old-verifier"
    old.write_text(f"""#!/bin/sh
out=$({pathlib.Path(w.hall.verify).resolve()} "$@")
code=$?
printf '%s\\n' "$out" | sed '0,/"state": *"passed"/s//"state": "unsupported"/'
exit $code
""", encoding="utf-8")
    old.chmod(0o755)
    done = case.try_("witness", WITNESSES[0], "--name", WITNESSES[0], "--verifier", old)
    w.t.check(done.returncode == 3 and "too old" in done.stderr, f"an old verifier: {done.returncode} {done.stderr}")


def own_policies(w):
    """Each signs by a policy of their own; one of them wants more than the operator's."""
    w.hall.write_policy()
    strict = w.hall.folder / "strict.txt"
    w.hall.write_policy("public all balls drand")
    strict.write_text(w.hall.policy.read_text(encoding="utf-8"), encoding="utf-8")
    w.hall.write_policy()
    case = w.case()
    case.open()
    case.commit()
    case.waiting("notice")

    def refuses(who, *more):
        words = [strict if word == w.hall.policy else word for word in case.words("sign", who, "--name", case.name(who), *more)]
        done = w.hall.tool(words)
        w.t.check(done.returncode == 4 and "policy 3.6" in done.stderr, f"{who} signs: {done.returncode} {done.stderr}")
        w.t.check(not list((case.path / "parts").glob(f"sign-*.{w.hall.key_of(who).split('+')[1]}")), f"{who} gave a line")

    for who in (FIRST, "targets", "inspectors"):
        refuses(who, *(case.roster_option(who) if who != FIRST else ()))
    case.notice()
    case.reveal()
    case.waiting("close")
    refuses(WITNESSES[0])
    case.close()
    case.public(BALLS)
    case.draw()
    too_old(w, case)
    case.witness()
    case.transcript()
    case.publish()
    v = case.verdict(policy=strict)
    w.t.check(v["verdict"] == "INVALID" and failed(v) == ["E12"], f"by the stricter policy: {v['verdict']} {failed(v)}")
    valid(w, case, "by the operator's policy")


def valid(w, case, what):
    v = case.verdict()
    w.t.check(v["verdict"] == "VALID", f"{what}: {v['verdict']} {open_steps(v)}")


def real_lottery(w):
    w.hall.write_policy(*CALENDAR)
    case = w.case(public=[{**ISSUE, "issue": "2025114", "time": "2025-10-05T21:15:00+08:00"}])
    case.clock = "@2025-10-05 10:00:00"
    case.until_close()
    case.clock = "@2025-10-05 14:00:00"
    case.public(NUMBERS)
    case.draw()
    case.witness()
    case.transcript()
    case.publish()
    valid(w, case, "lottery")
    w.hall.write_policy()
    v = case.verdict()
    w.t.check(failed(v) == ["E06"], f"without the calendar: {failed(v)}")


ALL = {"operator": "operator", "targets": "名录科", "inspectors": "人事科", "supervisor": "监督员", **{c: c for c in CONTRIBUTORS}}


def sm2_lines(hall, but=()):
    """Everybody gets an SM2 key besides; the lines that a policy needs for these."""
    for who, name in [*ALL.items(), *((x, x) for x in WITNESSES)]:
        if who not in but:
            hall.make_key(who, name, SM2)
    key = lambda who: hall.key_of(who, SM2)  # noqa: E731
    pack = hashlib.new("sm3", (ROOT / "spec/rules/changchun-2021.json").read_bytes()).hexdigest()
    yield f"rules changchun-2021 {pack}"
    yield from (f"operator {key('operator')}", f"supervisor {key('supervisor')}", f"key {key('operator')} organisation=市场监管局",
                f"custodian targets {key('targets')}", f"custodian inspectors {key('inspectors')}")
    for c in CONTRIBUTORS:
        if c not in but:
            yield from (f"contributor {key(c)}", f"key {key(c)} organisation={c}")
    yield from (f"signer {x} {key(x)}" for x in WITNESSES)


def two_suites(w):
    """Who has no key of the draw's suite is wanted all the same, and whoever has two signs one text."""
    hall, before = w.hall, w.hall.folder / "before"
    extra = list(sm2_lines(hall, but=(THIRD,)))
    shutil.copytree(hall.homes["operator"], before)
    hall.suite = SM2
    w.opens("a suite for which one has no key", extra, f"takes no part: {THIRD}", contributors=[FIRST, SECOND])
    w.opens("the same where the others are enough", [*extra, f"contributors any {FIRST} {SECOND}"], contributors=[FIRST, SECOND])
    hall.suite = ED
    hall.write_policy(*extra, f"contributors any {FIRST} {SECOND}")
    first = w.case(contributors=[FIRST, SECOND])
    first.open()
    first.commit([FIRST, SECOND])
    first.waiting("notice")
    first.part("sign", FIRST)
    first.part("sign", "targets", *first.roster_option("targets"))
    hall.homes["operator"], hall.suite = before, SM2
    hall.serial -= 1
    second = hall.case(draw=first.request["draw"], contributors=[FIRST, SECOND])
    second.path = hall.folder / "second"
    second.open()
    second.commit([FIRST, SECOND])
    second.waiting("notice")
    for who, code in ((FIRST, 4), ("targets", 4), (SECOND, 0)):
        done = second.try_("sign", who, "--name", second.name(who), *(second.roster_option(who) if who == "targets" else ()))
        w.t.check(done.returncode == code and ("C01" in done.stderr) == (code == 4), f"{who} signs a second text: {done.returncode} {done.stderr}")


def main():
    t = Tally(f"wants {sys.argv[3]}")
    with tempfile.TemporaryDirectory() as folder:
        w = Wants(t, Hall(pathlib.Path(folder, "now"), *sys.argv[1:4]))
        for scene in (lines, contributors, sources, quorums, own_policies):
            scene(w)
        w = Wants(t, Hall(pathlib.Path(folder, "then"), *sys.argv[1:4], clock="@2025-10-05 10:00:00"))
        lotteries(w)
        real_lottery(w)
        two_suites(Wants(t, Hall(pathlib.Path(folder, "suites"), *sys.argv[1:4])))
    t.end()


if __name__ == "__main__":
    main()
