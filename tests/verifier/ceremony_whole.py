# SPDX-License-Identifier: MulanPSL-2.0
"""Cases of ceremonies.py that are good, lack a policy, or have other entries than they must; voids; solo draws."""
from ceremony import case
from ceremony_edits import cut, solo


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


@case("L04")
def solo_with_a_quorum(c): solo(c)


@case("VALID")
def solo_without_a_quorum(c): solo(c); quorum_none(c)


@case("INCOMPLETE", policy=False)
def solo_without_a_policy(c): solo(c)


@case("E11")
def solo_assurance(c): c.assurance = lambda: "solo"


@case("F08")
def custodians_missing(c): c.edit_notice = lambda n: n.pop("custodians")


@case("F08")
def embargo_before_created(c): c.embargo = -1
