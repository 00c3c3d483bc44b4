# SPDX-License-Identifier: MulanPSL-2.0
"""Cases of ceremonies.py with `office` lines in the policy, which no check of a bundle reads (spec/policy.md 1.1, 1.4)."""
from ceremony import case, notes, secret
from ceremony_edits import policy_with, solo

SUITES = ("sha256-ed25519", "sm3-sm2")


def offices():
    """An `office` line of each suite, and a `key` line that tells of a revoked one."""
    vkeys = [notes.Signer("office", suite, secret("office " + suite)).vkey for suite in SUITES]
    return ["office " + v for v in vkeys] + ["key %s organisation=x revoked=2000-01-01T00:00:00+08:00" % vkeys[0]]


@case("VALID")
def office_lines(c): c.edit_policy = policy_with(*offices())


@case("VALID", "sm")
def office_lines_sm2(c): c.edit_policy = policy_with(*offices())


@case("VALID")
def office_lines_and_all_else(c):
    c.replaces, c.embargo = True, 2000
    c.objections = [(c.witnesses[0][0], "too few balls")]
    c.edit_policy = policy_with("office " + c.supervisor.vkey, *offices())


@case("VALID")
def office_lines_solo(c):
    solo(c)
    c.edit_policy = lambda lines: ["quorum none" if x.startswith("quorum") else x for x in lines] + offices()


@case("VALID")
def office_that_supervises(c):
    c.void = "early"
    c.edit_policy = policy_with("office " + c.supervisor.vkey)


@case("S06")
def office_that_supervised(c):
    c.void = "early"
    c.edit_policy = policy_with("office " + c.supervisor.vkey,
                                "key %s revoked=2000-01-01T00:00:00+08:00" % c.supervisor.vkey)


@case("S01 S03")
def void_by_an_office(c):
    office = c.signer("office")
    c.void, c.after = "early", {"void": [office]}
    c.edit_policy = policy_with("office " + office.vkey)


@case("S01 S03")
def close_by_an_office(c):
    office = c.signer("office")
    c.after = {"close": [office, c.witnesses[1][0]]}
    c.edit_policy = policy_with("office " + office.vkey)


@case("S05")
def contributor_as_office_alone(c):
    c.edit_policy = lambda lines: [x.replace("contributor", "office") if x == "contributor " + c.signers[2].vkey else x
                                   for x in lines]


for _name, _of in {
        "operator": lambda c: c.signers[0].vkey, "contributor": lambda c: c.signers[2].vkey,
        "contributor who supervises": lambda c: c.signers[1].vkey,
        "custodian of targets": lambda c: c.custodians[0].vkey,
        "custodian of inspectors": lambda c: c.custodians[1].vkey, "log": lambda c: c.log.vkey,
        "signer": lambda c: c.witnesses[0][0].vkey, "cosigner": lambda c: c.witnesses[0][1].vkey}.items():
    def _office_too(c, of=_of):
        c.edit_policy = policy_with("office " + of(c))
    _office_too.__name__ = "office: also " + _name
    case("ERROR")(_office_too)


for _name, _lines in {"nothing": ["office"], "no vkey": ["office x"], "twice": offices()[:1] * 2,
                      "a word more": [offices()[0] + " x"]}.items():
    def _bad_office(c, more=_lines):
        c.edit_policy = policy_with(*more)
    _bad_office.__name__ = "office: " + _name
    case("ERROR")(_bad_office)
