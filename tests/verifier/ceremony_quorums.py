# SPDX-License-Identifier: MulanPSL-2.0
"""Cases of ceremonies.py about quorums of which any two must share a witness (spec/policy.md 3.7, step 99)."""
from ceremony import Key, case
from ceremony_edits import policy_quorum


def further_witnesses(c, *numbers):
    return ["witness w%d %s" % (n, Key("w%d.example" % n, 4).vkey) for n in numbers]


@case("L04", steps={99: "failed", 81: "passed"}, faults={99: "both"})
def quorum_any(c): c.edit_policy = policy_quorum("group both any one two", "quorum both")


@case("VALID", steps={99: "passed"})
def quorum_of_one_witness(c): c.edit_policy = policy_quorum("quorum w1")


@case("VALID", steps={99: "passed"})
def quorum_two_of_three(c):
    c.edit_policy = policy_quorum(*further_witnesses(c, 3), "group both 2 one two w3", "quorum both")


@case("L04", steps={99: "failed", 81: "passed"})
def quorum_two_of_four(c):
    c.edit_policy = policy_quorum(*further_witnesses(c, 3, 4), "group both 2 one two w3 w4", "quorum both")


@case("L04", steps={99: "failed", 81: "passed"})
def quorum_all_of_any(c):
    c.edit_policy = policy_quorum(*further_witnesses(c, 3, 4), "group a any one w3", "group b any two w4",
                                  "group both all a b", "quorum both")


@case("VALID", steps={99: "passed"})
def quorum_all_of_any_and_one(c):
    c.edit_policy = policy_quorum(*further_witnesses(c, 3), "group a any one w3", "group both all a two", "quorum both")


@case("L04", steps={99: "failed"})
def void_quorum_any(c): c.void = "early"; quorum_any(c)


@case("VALID", steps={99: "passed"})
def quorum_beside_a_loose_group(c):
    c.edit_policy = policy_quorum(*further_witnesses(c, 3, 4), "group loose any w3 w4", "group both all one two",
                                  "quorum both")
