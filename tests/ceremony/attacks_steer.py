# SPDX-License-Identifier: MulanPSL-2.0
"""Attacks that steer the outcome: who contributes, which public value there is, and when it was known, chosen by the operator.

The attacker has the keys of the operator, of the log and of all contributors but one (公证处), and tries nonces until the draw
pleases. All witnesses are honest. What exposes it is the policy (policy 3.5-3.7, beacons 4.3)."""
import ceremony
import plans_ceremony
from attacks_kit import ED, attack, built, draw_again, h, make, planned, taken
from base import Rand
from draw import contributions, entropy


def outcome(plan, keys, rules, reveal=None):
    """Selection of a draw that is only computed, as an attacker would: no signature, no log."""
    files = {"rules.json": rules, **plans_ceremony.roster(plan["roster"])}
    people = [keys["operator"]] + keys.of("contributor")
    custodians = {t: keys["custodian:" + t].vkey for t in ceremony.CUSTODIANS}
    files["notice.json"] = ceremony.dump(ceremony.notice_of({**plan, "custodians": custodians}, keys.suite, files, people, keys.nonces))
    digest = h(keys.suite, files["notice.json"])
    files["contributions.txt"] = contributions(plan["draw"], digest, [
        (c.name, None if c.name in plan["withheld"] else n) for c, n in zip(people[1:], keys.nonces)])
    files["entropy.txt"] = entropy(plan["draw"], digest, h(keys.suite, files["contributions.txt"]),
                                   [(e["source"], v) for e, v in zip(plan["public"], plan["values"])])
    draw_again(files)
    return taken(files)


def ground(plan, keys, rules, wish, tries=3000):
    """Try nonces of the last colluding contributor until the draw pleases."""
    rand = Rand("an attacker's nonces")
    for n in range(tries):
        keys.nonces[-1] = rand.hex()
        if wish(outcome(plan, keys, rules)):
            return n + 1
    raise AssertionError("no nonce gave the wished draw")


def leave_out_the_honest(keys):
    del keys.nonces[list(ceremony.CONTRIBUTORS).index("公证处")]
    del keys.roles["contributor:公证处"]


def wish_of(plan, keys, rules):
    """The first target that an honest draw would take must escape, another must be drawn in its place."""
    fair = outcome(plan, keys, rules)
    names = [line.split("\t")[0] for line in plans_ceremony.roster(plan["roster"])["targets.tsv"].decode().split("\n")[1:-1]]
    rivals = [x for x in names if x not in fair]
    return lambda drawn: fair[0] not in drawn and len(set(rivals[:6]) & set(drawn)) > 1


@attack("TH9", "S05 E12")
def honest_contributor_left_out_and_no_public_source():
    plan, keys, rules, policy = planned(ED, leave_out_the_honest, public=[], values=[])
    ground(plan, keys, rules, wish_of(plan, keys, rules))
    return make(plan, keys, rules), policy


@attack("TH9", "S05")
def honest_contributor_left_out():
    plan, keys, rules, policy = planned(ED, leave_out_the_honest)
    return make(plan, keys, rules), policy


@attack("TH9", "S05")
def the_one_left_out_whom_a_line_of_the_policy_wants():
    plan, keys, rules, policy = planned(ED, leave_out_the_honest)
    return make(plan, keys, rules), policy + "contributors any observer.west\ncontributors any 公证处\n".encode()


@attack("TH9", "", "VALID")
def left_out_where_the_policy_wants_another():
    plan, keys, rules, policy = planned(ED, leave_out_the_honest)
    return make(plan, keys, rules), policy + "contributors any observer.west\n".encode()


@attack("TH7", "E12")
def public_value_done_without():
    plan, keys, rules, policy = planned(ED, None, public=[], values=[])
    return make(plan, keys, rules), policy


@attack("TH10", "E12")
def another_kind_of_value_than_the_policy_wants():
    files, policy = built(ED)
    return files, policy + b"public any balls nist\n"


CALENDAR = b"lottery kl8 2019001 2019-01-01T21:30:00+08:00\n"
LOTTERY = [{"source": "lottery", "game": "kl8", "issue": "2019001", "time": "2026-05-12T21:30:00+08:00"}]
NUMBERS = ["kl8 2019001 01.02.03.04.05.06.07.08.09.10.11.12.13.14.15.16.17.18.19.20"]


@attack("TH10", "S05 E06")
def lottery_of_seven_years_ago_with_a_time_to_come():
    """The value was known before the notice; T02 is judged by the stated time. Contributors' nonces are ground against it."""
    plan, keys, rules, policy = planned("ce-ed-lottery-kl8", leave_out_the_honest, public=LOTTERY, values=NUMBERS)
    ground(plan, keys, rules, wish_of(plan, keys, rules))
    return make(plan, keys, rules), policy + CALENDAR


@attack("TH10", "T02")
def the_same_with_its_true_time():
    known = [{**LOTTERY[0], "time": "2019-01-01T21:30:00+08:00"}]
    plan, keys, rules, policy = planned("ce-ed-lottery-kl8", None, public=known, values=NUMBERS)
    return make(plan, keys, rules), policy + CALENDAR


@attack("TH8", "E06")
def lottery_that_is_known_and_reveals_chosen_after_it():
    """The honest one takes part and has revealed; which of the colluding ones are `withheld` is chosen knowing the numbers."""
    ends = []
    for withheld in ([], ["纪检监察"], ["observer.west"], ["纪检监察", "observer.west"]):
        plan, keys, rules, policy = planned("ce-ed-lottery-kl8", None, public=LOTTERY, values=NUMBERS, on_missing="proceed", withheld=withheld)
        ends.append((outcome(plan, keys, rules), plan, keys, rules))
    assert len({tuple(e[0]) for e in ends}) == 4
    best = next(e for e in ends[1:] if ends[0][0][0] not in e[0])
    return make(*best[1:]), policy


def groups(*lines):
    """The policy of ce-ed-drand with another quorum."""
    kept = [x for x in ceremony.build(ED)[1].decode().split("\n") if x.split(" ")[0] not in ("group", "quorum")]
    return "\n".join(kept[:-1] + [*lines, ""]).encode()


@attack("TH14", "L04")
def two_halves_of_the_witnesses_that_share_nobody(): return built(ED)[0], groups("group g any jiwei xueyuan", "quorum g")


@attack("TH14", "L04")
def a_group_that_needs_none_of_those_that_all_know():
    return built(ED)[0], groups("group a any renda xueyuan", "group g 1 jiwei a", "quorum g")


@attack("TH14", "", "VALID")
def two_of_three(): return built(ED)[0], groups("group g 2 jiwei renda xueyuan", "quorum g")
