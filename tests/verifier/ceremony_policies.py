# SPDX-License-Identifier: MulanPSL-2.0
"""Cases of ceremonies.py with policies that are none (spec/policy.md 1)."""
from ceremony import Key, case, notes


def policy_without(start):
    return lambda lines: [line for line in lines if not line.startswith(start)]


for _name, _line in {
        "twice": "quorum both", "key of nobody": "key a+00000000+AA== organisation=x", "empty group": "group g any",
        "group of nobody": "group g any nobody", "member twice": "group g any one", "none": "group none any both",
        "too many": "group g 2 both", "zero": "group g 0 both", "policy": "policy 3",
        "previous": "previous " + 64 * "1", "nist": "nist 00", "supervisor": "supervisor x",
        "custodian": "custodian both x"}.items():
    def _bad_policy(c, line=_line):
        c.edit_policy = lambda lines: lines + [line]
    _bad_policy.__name__ = "policy: " + _name
    case("ERROR")(_bad_policy)


@case("ERROR")
def policy_two_witnesses_one_key(c):
    c.edit_policy = lambda lines: lines + ["witness w3 " + c.witnesses[0][1].vkey]


@case("ERROR")
def policy_operator_witness(c):
    typed = b"\x04" + c.signers[0].key
    c.edit_policy = lambda lines: lines + ["witness w3 " + notes.vkey_of("operator", typed)]


@case("ERROR")
def policy_two_witnesses_one_signer_key(c):
    typed = c.witnesses[0][0].typed
    c.edit_policy = lambda lines: lines + ["witness w3 " + Key("w3.example", 4).vkey,
                                           "signer w3 " + notes.vkey_of("w1.signs", typed)]


@case("ERROR")
def policy_log_twice(c): c.edit_policy = lambda lines: lines + ["log %s https://other.example/" % c.log.vkey]


@case("ERROR")
def policy_cosigner_as_supervisor(c):
    c.edit_policy = lambda lines: lines + ["supervisor " + Key("s.example", 4).vkey]


@case("ERROR")
def policy_no_previous(c): c.edit_policy = policy_without("previous")


@case("VALID")
def policy_first_version(c):
    c.edit_policy = lambda lines: [x for x in lines if x.split()[0] not in ("previous", "policy")]


@case("ERROR")
def policy_cosigner_as_signer(c):
    c.edit_policy = lambda lines: lines + ["signer w1 " + Key("w1.other", 4).vkey]


@case("ERROR")
def policy_two_signers(c): c.edit_policy = lambda lines: lines + ["signer w1 " + c.signer("w1.other").vkey]
