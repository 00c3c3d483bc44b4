# SPDX-License-Identifier: MulanPSL-2.0
"""Cases of ceremonies.py with policies that are none (spec/policy.md 1)."""
from ceremony import Key, case, notes
from ceremony_edits import policy_without


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


# spec/policy.md 1.1, 1.3: `contributors`, `public` and `lottery` lines. FIRST is the name of a contributor.
TIME = "2026-02-24T21:15:00+08:00"
for _name, _lines in {
        "contributors: no name": ["contributors any"], "contributors: nothing": ["contributors"],
        "contributors: of nobody": ["contributors any nobody"], "contributors: none": ["contributors none"],
        "contributors: no K": ["contributors FIRST"], "contributors: 0": ["contributors 0 FIRST"],
        "contributors: 2 of 1": ["contributors 2 FIRST"], "contributors: 01": ["contributors 01 FIRST"],
        "contributors: -1": ["contributors -1 FIRST"], "contributors: twice": ["contributors any FIRST FIRST"],
        "contributors: an operator": ["contributors any OPERATOR"],
        "contributors: line twice": ["contributors any FIRST", "contributors  any\tFIRST "],
        "public: nothing": ["public"], "public: no source": ["public any"], "public: no K": ["public balls"],
        "public: unknown": ["public any coins"], "public: twice": ["public any balls balls"],
        "public: 0": ["public 0 balls"], "public: 3 of 2": ["public 3 balls nist"],
        "public: none of": ["public none balls"], "public: any none": ["public any none"],
        "public: 2^64 + 1": ["public 18446744073709551617 balls"],
        "public: none, and another": ["public none", "public any balls"],
        "public: another, and none": ["public any balls", "public none"], "public: none twice": ["public none"] * 2,
        "lottery: nothing": ["lottery"], "lottery: no time": ["lottery ssq 2026020"],
        "lottery: game": ["lottery dlt 2026020 " + TIME], "lottery: game in capitals": ["lottery SSQ 2026020 " + TIME],
        "lottery: 6 digits": ["lottery ssq 202602 " + TIME], "lottery: 8 digits": ["lottery ssq 20260200 " + TIME],
        "lottery: letters": ["lottery ssq 202602x " + TIME], "lottery: year": ["lottery ssq 2025020 " + TIME],
        "lottery: number 000": ["lottery ssq 2026000 " + TIME],
        "lottery: no day": ["lottery ssq 2026020 2026-02-30T21:15:00+08:00"],
        "lottery: in UTC": ["lottery ssq 2026020 2026-02-24T13:15:00Z"],
        "lottery: a word more": ["lottery ssq 2026020 %s x" % TIME],
        "lottery: issue twice": ["lottery ssq 2026020 " + TIME, "lottery ssq 2026020 2026-02-26T21:15:00+08:00"],
        "lottery: line twice": ["lottery ssq 2026020 " + TIME] * 2}.items():
    def _bad_wish(c, more=_lines):
        first, operator = c.signers[1].name, c.signers[0].name
        c.edit_policy = lambda lines: lines + [x.replace("FIRST", first).replace("OPERATOR", operator) for x in more]
    _bad_wish.__name__ = "policy: " + _name
    case("ERROR")(_bad_wish)


@case("ERROR")
def policy_contributors_too_early(c):
    c.edit_policy = lambda lines: ["contributors any " + c.signers[1].name] + lines


@case("ERROR")
def policy_contributor_none(c):
    c.edit_policy = lambda lines: lines + ["contributor " + c.signer("none").vkey, "contributors any none"]


@case("VALID")
def policy_wishes(c):
    first, second = c.signers[1].name, c.signers[2].name
    c.edit_policy = lambda lines: lines + [
        "contributors any " + first, "contributors 1 " + first, "contributors all %s %s" % (second, first),
        "contributors\t2 %s %s" % (first, second), "public all balls", "public any balls drand",
        "public any drand balls", "public 1 balls", "lottery ssq 2026020 " + TIME, "lottery kl8 2026020 " + TIME,
        "lottery ssq 2026999 " + TIME, "lottery ssq 2026001 2026-12-31T23:59:59+08:00"]
