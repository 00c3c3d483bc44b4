# SPDX-License-Identifier: MulanPSL-2.0
"""Cases of ceremonies.py about the log that the notice names, and the origins of the proofs (spec/bundle.md 3.12,
spec/ceremony.md 5.2, step 79)."""
import json

from ceremony import Key, ORIGIN, case, dump
from ceremony_edits import cut, policy_quorum, policy_with, policy_without, solo

OTHER = Key("other.example", 1)
PROOFS_OF_ALL = ("replaces", "notice", "close", "transcript", "open")


def knows_other(c): c.edit_policy = policy_with("log " + OTHER.vkey)


def all_in_the_other(c): c.origins = dict.fromkeys(PROOFS_OF_ALL + ("void",), OTHER)


# --- step 79: the origins of the proofs ---

@case("VALID", steps={79: "passed"}, counted={79: (3, 0)})
def proofs_of_the_log(c): pass


@case("VALID", "sm", steps={79: "passed"}, counted={79: (5, 0)})
def proofs_of_the_log_all(c): c.replaces, c.embargo = True, 2000


@case("VALID", steps={79: "passed"}, counted={79: (2, 0)})
def proofs_of_the_log_void(c): c.void = "early"


@case("L03", steps={79: "failed", 80: "passed", 81: "passed", 83: "not done"}, faults={79: "log/close.tlog-proof"},
      counted={79: (3, 1)})
def another_log(c): c.origins = {"close": OTHER}


@case("L03", steps={79: "failed", 80: "passed"}, faults={79: "'expected': '%s'" % ORIGIN}, counted={79: (3, 1)})
def two_logs_of_the_policy(c): c.origins = {"close": OTHER}; knows_other(c)


@case("L03", steps={79: "failed", 80: "passed", 82: "not done"}, faults={79: "log/notice.tlog-proof"},
      counted={79: (3, 1)})
def notice_in_another_log(c): c.origins = {"notice": OTHER}; knows_other(c)


@case("L03", steps={79: "failed"}, counted={79: (4, 1)}, faults={79: "log/open.tlog-proof"})
def open_in_another_log(c): c.embargo, c.origins = 2000, {"open": OTHER}; knows_other(c)


@case("L03", steps={79: "failed"}, counted={79: (2, 1)}, faults={79: "log/void.tlog-proof"})
def void_in_another_log(c): c.void, c.origins = "early", {"void": OTHER}; knows_other(c)


@case("L03", steps={79: "failed", 80: "not done", 81: "not done"}, counted={79: (3, 3)},
      faults={79: "'expected': '%s'" % ORIGIN})
def all_in_another_log_of_the_policy(c):
    """One origin, and one of the policy: it is not the notice's."""
    all_in_the_other(c)
    knows_other(c)


@case("VALID", steps={79: "passed", 80: "passed", 81: "passed"})
def all_in_the_log_that_the_notice_names(c): c.named_log = OTHER.name; all_in_the_other(c); knows_other(c)


@case("L03", steps={79: "failed", 80: "not done", 81: "not done"}, counted={79: (3, 3)},
      faults={79: "'found': 'other.example', 'expected': 'a log of the policy'"})
def all_in_a_log_that_no_policy_names(c): c.named_log = OTHER.name; all_in_the_other(c)


@case("L03", steps={79: "failed"}, counted={79: (3, 3)}, faults={79: "'found': '%s', 'expected': 'x'" % ORIGIN})
def notice_names_another_log(c): c.named_log = "x"


@case("L03", "sm", steps={79: "failed"}, counted={79: (3, 3)})
def notice_names_another_log_of_the_policy(c): c.named_log = OTHER.name; knows_other(c)


@case("L03", steps={79: "failed"}, counted={79: (2, 2)})
def void_notice_names_another_log(c): c.void, c.named_log = "early", OTHER.name; knows_other(c)


@case("L03", steps={79: "failed"}, counted={79: (3, 3)})
def notice_names_the_log_in_capitals(c): c.named_log = ORIGIN.upper()


@case("L03", steps={79: "failed"}, counted={79: (3, 3)})
def notice_names_a_part_of_the_log(c): c.named_log = ORIGIN[:-1]


# --- replaces.note may be in another log, but that is one of the policy ---

@case("VALID", steps={79: "passed"}, counted={79: (4, 0)})
def replaces_in_another_log(c): c.replaces, c.origins = True, {"replaces": OTHER}; knows_other(c)


@case("L03", steps={79: "failed", 94: "not done"}, counted={79: (4, 1)},
      faults={79: "'found': 'other.example', 'expected': 'a log of the policy'"})
def replaces_in_an_unknown_log(c): c.replaces, c.origins = True, {"replaces": OTHER}


@case("L03", steps={79: "failed"}, counted={79: (4, 3)}, faults={79: "log/notice.tlog-proof"})
def replaces_alone_in_the_notice_log(c):
    c.replaces, c.origins = True, dict.fromkeys(PROOFS_OF_ALL[1:], OTHER)
    knows_other(c)


# --- step 79 not done, open, unsupported ---

def unusable(c):
    """A fault that leaves the mode known and the notice unusable (verify 2.2, 2.6)."""
    def swap_items(files):
        notice = json.loads(files["notice.json"])
        notice["items"].reverse()
        files["notice.json"] = dump(notice)
    c.edit_last = swap_items


NOT_DONE = {7: "passed", 12: "failed", 79: "not done", 80: "passed", 81: "passed", 85: "passed", 96: "not done"}


@case("F05", steps=NOT_DONE)
def notice_not_usable(c): unusable(c)


@case("F05", steps=NOT_DONE)
def notice_not_usable_names_another_log(c): c.named_log = "x"; unusable(c)


@case("F05", steps={**NOT_DONE, 82: "not done"})
def notice_not_usable_two_logs(c): c.origins = {"close": OTHER}; knows_other(c); unusable(c)


@case("F05", steps={**NOT_DONE, 75: "passed", 80: "not done", 81: "not done", 85: "not done"})
def notice_not_usable_unknown_log(c): all_in_the_other(c); unusable(c)


@case("F05 L02", steps={**NOT_DONE, 80: "failed"})
def notice_not_usable_log_has_not_signed(c):
    c.edit_lines = lambda kind, lines: lines[1:] if kind == "close" else lines
    unusable(c)


@case("F05 L04", steps={**NOT_DONE, 81: "failed"})
def notice_not_usable_one_cosignature(c):
    c.edit_lines = lambda kind, lines: lines[:2] if kind == "close" else lines
    unusable(c)


@case("F08", steps={79: "not done", 80: "not done", 81: "not done"})
def notice_without_a_mode(c): c.edit_notice = lambda n: n.pop("title")


@case("INCOMPLETE", steps={1: "open", 79: "not done", 80: "not done", 81: "not done"})
def notice_missing(c): c.edit_last = cut("notice.json")


@case("INCOMPLETE", policy=False, steps={75: "passed", 79: "open", 80: "open", 81: "open"})
def log_without_a_policy(c): pass


@case("INCOMPLETE", policy=False, steps={79: "open"})
def another_log_without_a_policy(c): c.named_log = "x"


@case("UNSUPPORTED", steps={79: "unsupported"})
def log_of_a_later_policy(c): c.edit_policy = policy_with("later word")


@case("L03", steps={79: "failed", 80: "not done"})
def policy_without_a_log(c): c.edit_policy = policy_without("log ")


@case("INCOMPLETE", steps={1: "open", 79: "passed"}, counted={79: (2, 0)})
def one_proof_missing(c): c.edit_last = cut("log/close.tlog-proof")


@case("VALID", steps={79: "none"})
def solo_has_no_log(c): solo(c); c.edit_policy = policy_quorum("quorum none")
