# SPDX-License-Identifier: MulanPSL-2.0
"""Cases of ceremonies.py about what the policy wants: contributors, public sources (spec/policy.md 3.5, 3.6,
steps 96 and 97)."""
from ceremony import case, clock, notes, secret
from ceremony_edits import cut, policy_quorum, policy_with, solo

NOTICE_PROVEN = 110  # seconds after `created`: the later of the witnesses' times of notice.note
THIRD = "第三方"


def names(c):
    return " ".join(s.name for s in c.signers[1:])


def third(c, *more, suite=None):
    """A contributor of the policy who is not in the notice, and more lines, of which `KEY` is that vkey."""
    signer = notes.Signer(THIRD, suite or c.suite, secret("third " + (suite or c.suite)))
    lines = ["contributor " + signer.vkey] + [line.replace("KEY", signer.vkey) for line in more]
    c.edit_policy = policy_with(*lines)
    return signer


# --- step 96 without `contributors` lines ---

@case("VALID", steps={96: "passed"})
def all_contributors_named(c): pass


@case("S05", steps={96: "failed", 87: "passed", 65: "passed"}, faults={96: THIRD})
def contributor_left_out(c): third(c)


@case("S05", "sm", steps={96: "failed", 65: "passed"}, faults={96: THIRD})
def contributor_left_out_sm2(c): third(c)


OTHER_SUITE = {"sha256-ed25519": "sm3-sm2", "sm3-sm2": "sha256-ed25519"}


def third_in_the_other_suite(c, *more): third(c, *more, suite=OTHER_SUITE[c.suite])


@case("S05", steps={96: "failed", 65: "passed"}, faults={96: THIRD})
def contributor_of_the_other_suite(c): third_in_the_other_suite(c)


@case("S05", "sm", steps={96: "failed", 65: "passed"}, faults={96: THIRD})
def contributor_of_the_other_suite_sm2(c): third_in_the_other_suite(c)


@case("VALID", steps={96: "passed"})
def contributor_of_the_other_suite_not_valid(c):
    third_in_the_other_suite(c, "key KEY to=" + clock(c.created + NOTICE_PROVEN - 1))


@case("S05", steps={96: "failed"}, faults={96: THIRD})
def contributor_of_both_suites_one_not_valid(c):
    """The key of the notice's suite is revoked, the other is not: the name is wanted."""
    other = notes.Signer(THIRD, OTHER_SUITE[c.suite], secret("third, other suite"))
    third(c, "key KEY revoked=" + clock(c.created), "contributor " + other.vkey)


@case("VALID", steps={96: "passed"})
def contributors_with_keys_of_both_suites(c):
    others = [notes.Signer(s.name, OTHER_SUITE[c.suite], secret("other suite " + s.name)) for s in c.signers[1:]]
    c.edit_policy = policy_with(*["contributor " + s.vkey for s in others])


@case("S05", "sm", steps={96: "failed"}, faults={96: THIRD})
def void_contributor_of_the_other_suite(c): c.void = "early"; third_in_the_other_suite(c)


@case("VALID", steps={96: "passed"})
def contributor_of_the_other_suite_by_a_line(c): third_in_the_other_suite(c, "contributors all " + names(c))


@case("VALID", steps={96: "passed"})
def contributor_with_two_keys(c):
    name = c.signers[1].name
    c.edit_policy = policy_with("contributor " + notes.Signer(name, c.suite, secret("second key")).vkey)


def third_in_time(c, option, seconds):
    third(c, "key KEY %s=%s" % (option, clock(c.created + seconds)))


@case("VALID", steps={96: "passed"})
def contributor_not_yet_valid(c): third_in_time(c, "from", NOTICE_PROVEN + 1)


@case("S05", steps={96: "failed"})
def contributor_just_valid(c): third_in_time(c, "from", NOTICE_PROVEN)


@case("VALID", steps={96: "passed"})
def contributor_no_longer_valid(c): third_in_time(c, "to", NOTICE_PROVEN - 1)


@case("S05", steps={96: "failed"})
def contributor_valid_to_then(c): third_in_time(c, "to", NOTICE_PROVEN)


@case("VALID", steps={96: "passed"})
def contributor_revoked_then(c): third_in_time(c, "revoked", NOTICE_PROVEN)


@case("S05", steps={96: "failed"})
def contributor_revoked_later(c): third_in_time(c, "revoked", NOTICE_PROVEN + 1)


@case("S05", steps={96: "failed"})
def contributor_with_an_organisation(c): third(c, "key KEY organisation=单位")


@case("S05", steps={96: "failed"})
def void_contributor_left_out(c): c.void = "early"; third(c)


@case("VALID", steps={96: "passed", 97: "passed", 99: "passed"})
def void_with_all_contributors(c): c.void = "early"


# --- step 96 with them ---

@case("VALID", steps={96: "passed"})
def wanted_all(c): c.edit_policy = policy_with("contributors all " + names(c))


@case("VALID", steps={96: "passed"})
def wanted_any_and_one(c): third(c, "contributors any %s %s" % (THIRD, names(c)))


@case("VALID", steps={96: "passed"})
def wanted_all_but_one(c): third(c, "contributors %d %s %s" % (len(c.signers) - 1, THIRD, names(c)))


@case("S05", steps={96: "failed"}, faults={96: THIRD})
def wanted_as_many_as_there_are(c): third(c, "contributors %d %s %s" % (len(c.signers), names(c), THIRD))


@case("S05", steps={96: "failed"}, faults={96: "all"})
def wanted_all_and_one(c): third(c, "contributors all %s %s" % (names(c), THIRD))


@case("VALID", steps={96: "passed"})
def wanted_by_several_lines(c):
    one, two = c.signers[1].name, c.signers[2].name
    third(c, "contributors any %s %s" % (one, THIRD), "contributors any %s %s" % (two, THIRD),
          "contributors all " + one)


@case("S05", steps={96: "failed"}, faults={96: "any " + THIRD}, counted={96: (3, 1)})
def wanted_by_one_of_several_lines(c):
    third(c, "contributors all " + names(c), "contributors any " + THIRD, "contributors 1 " + c.signers[1].name)


@case("S05", steps={96: "failed"}, counted={96: (1, 1)})
def wanted_of_no_suite(c): third(c, "contributors all " + THIRD, suite="sm3-sm2")


@case("S05", steps={96: "failed"})
def wanted_though_revoked(c):
    third(c, "contributors all " + THIRD, "key KEY revoked=" + clock(c.created - 1000))


def withhold(c):
    """The first contributor is named, and reveals nothing."""
    c.notice["on_missing"] = "proceed"
    c.withheld = (c.signers[1].name,)


@case("VALID", steps={96: "passed", 34: "passed"})
def withheld_and_wanted(c): withhold(c)


@case("VALID", steps={96: "passed", 34: "passed"})
def withheld_and_wanted_by_a_line(c): withhold(c); c.edit_policy = policy_with("contributors all " + names(c))


# --- step 96 and the proven time ---

def notice_without_quorum(c):
    c.edit_lines = lambda kind, lines: lines[:2] if kind == "notice" else lines


@case("L04", steps={96: "not done", 81: "failed"})
def wanted_at_no_proven_time(c): notice_without_quorum(c)


@case("L04", steps={96: "passed", 81: "failed"})
def wanted_by_a_line_at_no_proven_time(c):
    notice_without_quorum(c)
    c.edit_policy = policy_with("contributors all " + names(c))


@case("L04 S05", steps={96: "failed", 81: "failed"})
def missing_by_a_line_at_no_proven_time(c): notice_without_quorum(c); third(c, "contributors all " + THIRD)


@case("INCOMPLETE", steps={96: "open", 97: "passed", 99: "passed"})
def wanted_without_a_proof(c): c.edit_last = cut("log/notice.tlog-proof")


@case("INCOMPLETE", steps={96: "passed", 1: "open"})
def wanted_by_a_line_without_a_proof(c):
    c.edit_last = cut("log/notice.tlog-proof")
    c.edit_policy = policy_with("contributors all " + names(c))


@case("INCOMPLETE", steps={96: "open", 97: "passed", 99: "open"})
def wanted_with_quorum_none(c): c.edit_policy = policy_quorum("quorum none")


@case("INCOMPLETE", steps={96: "passed", 97: "passed", 99: "open"})
def wanted_by_a_line_with_quorum_none(c): c.edit_policy = policy_quorum("quorum none", "contributors all " + names(c))


@case("INCOMPLETE", policy=False, steps={96: "open", 97: "open", 98: "none", 99: "open"})
def wanted_without_a_policy(c): pass


@case("UNSUPPORTED", steps={96: "unsupported", 97: "unsupported", 98: "none", 99: "unsupported"})
def wanted_by_a_later_policy(c): c.edit_policy = policy_with("later word")


@case("F08", steps={96: "not done", 97: "not done", 99: "not done"})
def wanted_of_a_bad_notice(c): c.edit_notice = lambda n: n.pop("custodians")


# --- step 97 ---

def no_public(c): c.notice["public"], c.values = [], []


def balls_twice(c): c.notice["public"], c.values = c.notice["public"] * 2, c.values * 2


@case("E12", steps={97: "failed"})
def public_missing(c): no_public(c)


@case("VALID", steps={97: "passed"})
def public_none(c): no_public(c); c.edit_policy = policy_with("public none")


@case("VALID", steps={97: "passed"})
def public_none_and_balls(c): c.edit_policy = policy_with("public none")


@case("E12", steps={97: "failed"})
def void_public_missing(c): no_public(c); c.void = "early"


@case("VALID", steps={97: "passed"})
def public_any(c): c.edit_policy = policy_with("public any drand balls")


@case("E12", steps={97: "failed"}, faults={97: "all balls drand"})
def public_all(c): c.edit_policy = policy_with("public all balls drand")


@case("E12", steps={97: "failed"}, faults={97: "any drand nist lottery"})
def public_of_another_kind(c): c.edit_policy = policy_with("public any drand nist lottery")


@case("E12", steps={97: "failed"}, counted={97: (2, 1)})
def public_by_several_lines(c): c.edit_policy = policy_with("public any balls drand", "public 1 nist drand")


@case("E12", steps={97: "failed"})
def public_missing_by_a_line(c): no_public(c); c.edit_policy = policy_with("public any balls drand lottery nist")


@case("VALID", steps={97: "passed"})
def public_once_of_two(c): balls_twice(c); c.edit_policy = policy_with("public 1 balls drand")


@case("E12", steps={97: "failed"})
def public_twice_is_once(c): balls_twice(c); c.edit_policy = policy_with("public 2 balls drand")


# --- draws of mode solo have none of them ---

NONE_OF_SOLO = {96: "none", 97: "none", 98: "none", 99: "none"}


@case("VALID", steps=NONE_OF_SOLO)
def solo_wants_nothing(c):
    solo(c)
    c.edit_policy = policy_quorum("quorum none", "public all nist drand", "contributor " + c.signer(THIRD).vkey)


@case("INCOMPLETE", policy=False, steps=NONE_OF_SOLO)
def solo_wants_nothing_without_a_policy(c): solo(c)
