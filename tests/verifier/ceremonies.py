#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Ceremonies, good and faulty: which codes does qian-verify report, and which verdict?

    ceremonies.py QIAN_VERIFY BUNDLES_DIR [PART/PARTS, or the name of a case]
"""
import base64
import json
import os
import subprocess
import sys
import tempfile

from ceremony import CASES, ORDER, Ceremony, Key, case, clock, cosign, edwards, notes, write
import ceremony_policies  # noqa: F401, its cases
import ceremony_values  # noqa: F401, its cases

TRANSCRIPT = ORDER + ("objections.txt",)


def cut(name):
    return lambda files: files.pop(name)


def replace(kind, old, new, count=1):
    def edit(which, text):
        if which != kind:
            return text
        assert old in text, (kind, old)
        return text.replace(old, new, count)
    return edit


def policy_without(start):
    return lambda lines: [line for line in lines if not line.startswith(start)]


@case("VALID")
def good(c): pass


@case("VALID", "sm")
def good_sm2(c): pass


@case("VALID")
def good_all(c):
    c.replaces, c.embargo = True, 2000
    c.objections = [(c.witnesses[0][0], "too few balls"), (c.witnesses[1][0], "有一名观察员缺席")]


@case("VALID", "sm")
def good_all_sm2(c):
    c.replaces, c.embargo = True, 2000
    c.objections = [(c.witnesses[1][0], "有一名观察员缺席")]


@case("VALID")
def void_early(c): c.void = "early"


@case("VALID", "sm")
def void_late(c): c.void = "late"


@case("VALID")
def void_seeded(c): c.void, c.replaces = "seeded", True


@case("INCOMPLETE", policy=False)
def without_policy(c): c.replaces, c.embargo = True, 2000


@case("UNSUPPORTED")
def later_policy(c): c.edit_policy = lambda lines: lines + ["later word"]


@case("INCOMPLETE")
def quorum_none(c): c.edit_policy = lambda lines: [x if not x.startswith("quorum") else "quorum none" for x in lines]


for _what in ("objections.txt", "log/notice.tlog-proof", "log/close.tlog-proof", "log/transcript.tlog-proof",
              "log/replaces.tlog-proof", "log/open.tlog-proof", "replaces.note", "open.note"):
    def _missing(c, what=_what):
        c.replaces, c.embargo, c.edit_last = True, 2000, cut(what)
    _missing.__name__ = "missing " + _what
    case("INCOMPLETE")(_missing)


@case("F10")
def extra_in_log(c): c.edit_last = lambda files: files.update({"log/x": b"x\n"})


@case("F10")
def beacon_without_nist(c): c.edit_last = lambda files: files.update({"beacon/1.pulse": b"x\n"})


@case("F10")
def open_without_embargo(c): c.edit_last = lambda files: files.update({"open.note": files["close.note"]})


@case("C03")
def void_with_result(c):
    c.void = "late"
    c.edit_last = lambda files: files.update({"selection.tsv": b"x\n"})


@case("H01 H04 H05")
def void_other_contributions(c):
    c.void = "late"
    c.edit_last = lambda files: files.update({"contributions.txt": files["contributions.txt"].replace(b"0", b"1")})


@case("H04")
def void_of_another(c):
    c.void = "early"
    real = c.make_void

    def make():
        draw = c.notice["draw"]
        c.notice["draw"] = "another"
        real()
        c.notice["draw"] = draw
        c.note("void", ["notice.json", "notice.note", "void.json"], c.signers_of("void", [c.supervisor]))
    c.make_void = make


@case("S01 S03")
def void_by_a_stranger(c): c.void, c.after = "early", {"void": [c.signer("stranger")]}


@case("S01")
def void_by_nobody_else(c): c.void, c.after = "early", {"void": []}


@case("VALID")
def void_by_a_contributor_who_supervises(c): c.void, c.after = "early", {"void": [c.signers[1]]}


@case("S03")
def void_by_two(c): c.void, c.after = "early", {"void": [c.supervisor, c.signers[1]]}


@case("S04")
def void_twice_by_one(c): c.void, c.after = "early", {"void": [c.supervisor, c.supervisor]}


@case("S01 S03")
def close_by_a_stranger(c): c.after = {"close": [c.signer("stranger"), c.witnesses[1][0]]}


@case("S01")
def close_by_one_witness(c): c.after = {"close": [c.witnesses[1][0]]}


@case("S01")
def transcript_by_no_witness(c): c.after = {"transcript": []}


@case("F05")
def witnesses_out_of_order(c): c.after = {"close": [c.witnesses[1][0], c.witnesses[0][0]]}


@case("S04")
def witness_twice(c): c.after = {"close": [c.witnesses[0][0], c.witnesses[0][0], c.witnesses[1][0]]}


@case("S01")
def custodian_missing(c): c.after = {"notice": [c.custodians[0]]}


@case("F05")
def custodians_swapped(c): c.after = {"notice": c.custodians[::-1]}


@case("S03")
def stranger_in_notice(c): c.after = {"notice": c.custodians + [c.signer("stranger")]}


@case("S01 S03")
def open_by_another(c): c.embargo, c.after = 2000, {"open": [c.signers[2]]}


@case("S02 S01")
def witness_signature_bad(c):
    c.edit_files = lambda files: files.update({"transcript.note": spoil(files["transcript.note"], "w2.signs")})


def spoil(note, name):
    lines = note.decode().split("\n")
    for i, line in enumerate(lines):
        words = line.split(" ")
        if len(words) == 3 and words[1] == name:
            blob = bytearray(base64.b64decode(words[2]))
            blob[-10] ^= 1
            words[2] = base64.b64encode(bytes(blob)).decode()
            lines[i] = " ".join(words)
    return "\n".join(lines).encode()


@case("S01 S02")
def supervisor_signature_bad(c):
    c.void = "early"
    c.edit_files = lambda files: files.update({"void.note": spoil(files["void.note"], "supervisor")})


@case("H01 L01 S04")
def note_signed_again(c):
    c.edit_last = lambda files: files.update(
        {"close.note": files["close.note"] + files["close.note"].split(b"\n")[-2] + b"\n"})


@case("L01")
def proof_index(c): c.edit_proof = lambda k, d: d.replace(b"index 1\n", b"index 0\n") if k == "notice" else d


@case("F07")
def proof_index_form(c): c.edit_proof = lambda k, d: d.replace(b"index 1\n", b"index 01\n") if k == "notice" else d


@case("F07")
def proof_extra(c): c.edit_proof = lambda k, d: d.replace(b"index", b"extra AA==\nindex") if k == "notice" else d


@case("F13")
def proof_hash(c): c.edit_proof = lambda k, d: d.replace(b"=\n", b"\n", 1) if k == "notice" else d


@case("F03")
def proof_three_empty_lines(c): c.edit_proof = lambda k, d: d + b"\n" if k == "notice" else d


@case("F07")
def proof_one_empty_line(c): c.edit_proof = lambda k, d: d.replace(b"\n\n", b"\n", 1) if k == "notice" else d


@case("F11")
def checkpoint_of_65(c):
    other = Key("somebody", 4)
    c.edit_lines = lambda k, lines: lines + [Key("x%d" % i, 4).line(b"y" * 64) for i in range(62)] + [
        other.line(b"x")] if k == "close" else lines


@case("VALID")
def checkpoint_unknown_lines(c): c.edit_lines = lambda k, lines: [Key("u", 4).line(b"y" * 200)] + lines + [
    Key("w1.example", 1, "u").line(b"z")]


@case("VALID")
def checkpoint_further_lines(c):
    real = c.checkpoint

    def with_more(kind, entries):
        text, _, rest = real(kind, entries).partition("\n\n")
        text += "\nmore\nand more\n"
        lines = [c.log.line(edwards.sign(c.log.secret, text.encode()))]
        lines += [cosign(w[1], text.encode(), c.created + t) for w, t in zip(c.witnesses, c.times[kind])]
        return text + "\n" + "".join(lines)
    c.checkpoint = with_more


@case("L05")
def cosigned_twice(c): c.edit_lines = lambda k, lines: lines + lines[1:2] if k == "close" else lines


@case("L02")
def log_has_not_signed(c): c.edit_lines = lambda k, lines: lines[1:] if k == "close" else lines


@case("L04")
def one_cosignature(c): c.edit_lines = lambda k, lines: lines[:2] if k == "transcript" else lines


@case("L02 L04")
def cosignature_of_another_time(c):
    def edit(kind, lines):
        if kind != "close":
            return lines
        words = lines[2].split(" ")
        blob = bytearray(base64.b64decode(words[2]))
        blob[11] ^= 1
        return lines[:2] + ["%s %s %s\n" % (words[0], words[1], base64.b64encode(bytes(blob)).decode())]
    c.edit_lines = edit


def weak(line, at):
    """The line with R = the identity."""
    words = line.rstrip("\n").split(" ")
    blob = bytearray(base64.b64decode(words[2]))
    blob[at:at + 32] = b"\x01" + bytes(31)
    return "%s %s %s\n" % (words[0], words[1], base64.b64encode(bytes(blob)).decode())


@case("L04 S07")
def cosignature_weak(c): c.edit_lines = lambda k, lines: lines[:2] + [weak(lines[2], 12)] if k == "close" else lines


@case("L02")
def log_signature_weak(c): c.edit_lines = lambda k, lines: [weak(lines[0], 4)] + lines[1:] if k == "close" else lines


@case("S01 S07")
def witness_weak(c):
    def edit(files):
        lines = files["close.note"].decode().splitlines(True)
        files["close.note"] = "".join(lines[:-1] + [weak(lines[-1], 4)]).encode()
        files["transcript.note"] = c.note("transcript", TRANSCRIPT, c.signers_of(
            "transcript", [w[0] for w in c.witnesses])) or files["transcript.note"]
    c.edit_files = edit


@case("L03")
def another_log(c): c.origins = {"close": Key("other.example", 1)}


@case("L03")
def two_logs_of_the_policy(c):
    other = Key("other.example", 1)
    c.origins = {"close": other}
    c.edit_policy = lambda lines: lines + ["log " + other.vkey]


@case("VALID")
def replaces_in_another_log(c):
    other = Key("other.example", 1)
    c.replaces, c.origins = True, {"replaces": other}
    c.edit_policy = lambda lines: lines + ["log " + other.vkey]


@case("L08 T04")
def close_before_notice(c):
    c.order, c.times["notice"] = ["replaces", "close", "notice", "transcript", "open"], (199, 199)


@case("C04 T04")
def replaced_after(c):
    c.replaces, c.order = True, ["notice", "replaces", "close", "transcript"]
    c.times["replaces"], c.times["notice"] = (90, 100), (90, 110)


@case("C04")
def replaced_later(c):
    other = Key("other.example", 1)
    c.replaces, c.origins, c.times["replaces"] = True, {"replaces": other}, (111, 105)
    c.edit_policy = lambda lines: lines + ["log " + other.vkey]


@case("S09")
def replaces_of_another(c): c.replaces = True; c.edit_text = replace("replaces", "OLD-DRAW", "OTHER-DRAW")


@case("S01 S03")
def replaces_by_a_stranger(c): c.replaces, c.after = True, {"replaces": [c.signer("stranger")]}


@case("S01")
def replaces_without_operator(c): c.replaces, c.first = True, {"replaces": c.signer("stranger")}


@case("F07")
def replaces_manifest(c): c.replaces = True; c.edit_text = replace("replaces", "  notice.note\n", "  close.note\n")


@case("T01 T04")
def close_before_notice_in_time(c): c.times["notice"], c.times["close"] = (200, 250), (200, 210)


@case("T01")
def created_after(c): c.times["notice"] = (-20, -10)


MONTH = 30 * 86400


def a_month_later(c, seconds):
    c.times = {kind: tuple(t + MONTH + seconds - 110 for t in times) for kind, times in c.times.items()}


@case("VALID")
def created_30_days_before(c): a_month_later(c, 0)


@case("T01")
def created_longer_before(c): a_month_later(c, 1)


def solo(c):
    """The solo draw from which the ceremony is made, whole."""
    files = dict(c.files)
    c.edit_last = lambda made: (made.clear(), made.update(files))


@case("L04")
def solo_with_a_quorum(c): solo(c)


@case("VALID")
def solo_without_a_quorum(c): solo(c); quorum_none(c)


@case("INCOMPLETE", policy=False)
def solo_without_a_policy(c): solo(c)


@case("T04")
def clock_backwards(c): c.times["notice"], c.times["close"] = (205, 110), (200, 210)


@case("T05")
def opened_late(c): c.embargo = 1005


@case("VALID")
def opened_at_the_last_moment(c): c.embargo = 1010


@case("S05")
def custodian_unknown(c): c.edit_policy = policy_without("custodian targets")


@case("S05")
def no_organisation(c): c.edit_policy = lambda lines: [x for x in lines if "单位0" not in x]


@case("S05")
def one_organisation(c):
    c.edit_policy = lambda lines: [x.split("sation=")[0] + "sation=x" if "organisation=" in x else x for x in lines]


@case("S06")
def operator_expired(c):
    c.edit_policy = lambda lines: [x + " to=" + clock(c.created + 905) if "市场监管局" in x else x for x in lines]


@case("VALID")
def operator_valid_to_the_end(c):
    times = " from=%s to=%s revoked=%s" % tuple(clock(c.created + t) for t in (110, 910, 911))
    c.edit_policy = lambda lines: [x + times if "市场监管局" in x else x for x in lines]


@case("L04")
def cosigner_revoked(c):
    c.edit_policy = lambda lines: lines + ["key %s revoked=%s" % (c.witnesses[0][1].vkey, clock(c.created + 900))]


@case("S06")
def log_revoked(c):
    c.edit_policy = lambda lines: lines + ["key %s revoked=%s" % (c.log.vkey, clock(c.created + 900))]


def log_with_two_keys(c, times):
    """Another key of the log signs too, of which the policy says this."""
    old = Key(c.log.name, 1, "an older key of the log")

    def edit(kind, lines):
        text = c.texts[kind]
        return [old.line(edwards.sign(old.secret, text))] + lines
    c.edit_lines = edit
    c.edit_policy = lambda lines: lines + ["log " + old.vkey, "key %s revoked=%s" % (old.vkey, clock(c.created + times))]


@case("VALID")
def log_with_an_older_key(c): log_with_two_keys(c, 911)


@case("S06")
def log_with_a_revoked_key(c): log_with_two_keys(c, 910)


@case("S03")
def objection_by_a_stranger(c): c.objections = [(c.signers[1], "no")]


@case("F05")
def objections_out_of_order(c): c.objections = [(c.witnesses[1][0], "no"), (c.witnesses[0][0], "no")]


@case("S04")
def objection_twice(c): c.objections = [(c.witnesses[1][0], "no"), (c.witnesses[1][0], "again")]


@case("H01 S02")
def objection_changed(c):
    c.objections = [(c.witnesses[1][0], "no")]
    c.edit_last = lambda files: files.update({"objections.txt": files["objections.txt"].replace(b" no\n", b" yes\n")})


@case("E11")
def solo_assurance(c): c.assurance = lambda: "solo"


@case("F07")
def objections_not_in_manifest(c):
    c.edit_text = lambda k, t: t[:t.rindex("\n", 0, -1) + 1] if k == "transcript" else t


@case("F08")
def custodians_missing(c): c.edit_notice = lambda n: n.pop("custodians")


@case("F08")
def embargo_before_created(c): c.embargo = -1


@case("S05")
def one_key_two_custodians(c):
    c.custodians[1] = c.signer("custodian.inspectors")
    c.custodians[1].__init__("custodian.inspectors", c.suite, c.custodians[0].secret)
    c.edit_policy = lambda lines: [x for x in lines if not x.startswith("custodian inspectors")]


def run(verify, folder, policy):
    words = [verify, folder, "--json"] + (["--policy", policy] if policy else [])
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    report = json.loads(done.stdout)
    assert report["exit"] == done.returncode, (report["exit"], done.returncode)
    failed = sorted({c["code"] for c in report["checks"] if c["state"] == "failed"})
    return " ".join(failed) or report["verdict"], report, done.stderr.decode()


def check_output(name, c, report):
    """What the report says beside the checks."""
    if name == "good_all":
        times = {"notice": 110, "close": 210, "transcript": 910, "open": 1010}
        proven = {name: clock(c.created + t) for name, t in times.items()}
        assert report["proven"] == {**proven, "void": None}, report["proven"]
        assert report["objections"] == [{"name": s.name, "reason": r} for s, r in c.objections], report["objections"]
        assert report["outcome"] == "drawn"
    if name == "void_late":
        assert report["outcome"] == "void" and report["proven"]["void"] is not None


def main(verify, bundles, only=None):
    failures = 0
    cases = CASES
    if only and "/" in only:
        part, parts = (int(x) for x in only.split("/"))
        cases, only = CASES[part - 1::parts], None
    for name, expected, suite, setup, options in cases:
        if only and only != name:
            continue
        which = suite + "-joint-balls"
        c = Ceremony(os.path.join(bundles, which), os.path.join(bundles, "keys.json"), which)
        setup(c)
        files, policy = c.build()
        with tempfile.TemporaryDirectory() as room:
            folder = os.path.join(room, "bundle")
            write(folder, files)
            write(room, {"policy.txt": policy})
            found, report, errors = run(verify, folder,
                                        os.path.join(room, "policy.txt") if options.get("policy", True) else None)
        wanted = " ".join(sorted(expected.split()))
        if found != wanted:
            failures += 1
            print("FAILED", name, "found", found, "expected", wanted, errors)
            for check in report["checks"]:
                if check["state"] in ("failed",) or (only and check["state"] != "passed"):
                    print("   ", check["step"], check["code"], check["state"], check["fault"])
        else:
            check_output(name, c, report)
    print(len(cases), "ceremonies,", failures, "failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
