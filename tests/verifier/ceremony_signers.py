# SPDX-License-Identifier: MulanPSL-2.0
"""Cases of ceremonies.py about who signs, and in which role: parties, witnesses, supervisors, objections."""
from ceremony import ORDER, case
from ceremony_edits import policy_without, replace, spoil, weak

TRANSCRIPT = ORDER + ("objections.txt",)


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


@case("S01 S02")
def supervisor_signature_bad(c):
    c.void = "early"
    c.edit_files = lambda files: files.update({"void.note": spoil(files["void.note"], "supervisor")})


@case("H01 L01 S04")
def note_signed_again(c):
    c.edit_last = lambda files: files.update(
        {"close.note": files["close.note"] + files["close.note"].split(b"\n")[-2] + b"\n"})


@case("S01 S07")
def witness_weak(c):
    def edit(files):
        lines = files["close.note"].decode().splitlines(True)
        files["close.note"] = "".join(lines[:-1] + [weak(lines[-1], 4)]).encode()
        files["transcript.note"] = c.note("transcript", TRANSCRIPT, c.signers_of(
            "transcript", [w[0] for w in c.witnesses])) or files["transcript.note"]
    c.edit_files = edit


@case("S09")
def replaces_of_another(c): c.replaces = True; c.edit_text = replace("replaces", "OLD-DRAW", "OTHER-DRAW")


@case("S01 S03")
def replaces_by_a_stranger(c): c.replaces, c.after = True, {"replaces": [c.signer("stranger")]}


@case("S01")
def replaces_without_operator(c): c.replaces, c.first = True, {"replaces": c.signer("stranger")}


@case("F07")
def replaces_manifest(c): c.replaces = True; c.edit_text = replace("replaces", "  notice.note\n", "  close.note\n")


@case("S05")
def custodian_unknown(c): c.edit_policy = policy_without("custodian targets")


@case("S05")
def no_organisation(c): c.edit_policy = lambda lines: [x for x in lines if "单位0" not in x]


@case("S05")
def one_organisation(c):
    c.edit_policy = lambda lines: [x.split("sation=")[0] + "sation=x" if "organisation=" in x else x for x in lines]


@case("S05")
def one_key_two_custodians(c):
    c.custodians[1] = c.signer("custodian.inspectors")
    c.custodians[1].__init__("custodian.inspectors", c.suite, c.custodians[0].secret)
    c.edit_policy = lambda lines: [x for x in lines if not x.startswith("custodian inspectors")]


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


@case("F07")
def objections_not_in_manifest(c):
    c.edit_text = lambda k, t: t[:t.rindex("\n", 0, -1) + 1] if k == "transcript" else t
