# SPDX-License-Identifier: MulanPSL-2.0
"""Attacks that no check of one bundle exposes: each is carried out, the verdict is VALID, and `who` says who can see it.

The attacker has the keys of the operator, of the log and of all contributors but one (公证处), and where it is said, of
witnesses. These are here so that nobody believes more of a VALID than it says; if one of them is exposed one day, its test
fails and moves to attacks_evidence.py."""
import attacks_steer
import ceremony
import plans_ceremony
from attacks_kit import ED, SM, built, make, notice, planned, several, swap, taken
from draw import commitment

OPEN = []


def open_attack(th, who):
    def keep(work):
        OPEN.append((th, work.__name__.replace("_", " "), who, work))
        return work
    return keep


@open_attack("TH9", "whoever reads the policy (`qian policy show`): any of the contributors is enough, and no public value is wanted")
def honest_contributor_left_out_as_the_policy_allows():
    """Steered at will, with every witness honest: all contributors named in the notice collude, and there is no public value."""
    plan, keys, rules, policy = planned(ED, attacks_steer.leave_out_the_honest, public=[], values=[])
    attacks_steer.ground(plan, keys, rules, attacks_steer.wish_of(plan, keys, rules))
    return make(plan, keys, rules), policy + "contributors any 纪检监察 公证处 observer.west\npublic none\n".encode()


@open_attack("TH8", "whoever watches the log: two close.note of one draw stand in it; a policy of which any two quorums share more "
             "witnesses than may be bad does not allow it")
def two_closes_in_one_log_by_a_quorum_that_shares_only_a_bad_witness():
    """xueyuan is bad and signs both closes; jiwei sees the one, renda the other, both before the value, both honest."""
    day, both, at = "2023-08-23", [], ("jiwei", "renda")
    for n, withheld in enumerate(([], ["observer.west"])):
        log = dict(plans_ceremony.all_plans()[ED]["log"])
        log["close"] = plans_ceremony.place(7 + n, 9, day, "jiwei 20:10:00", "renda 20:09:30", "xueyuan 20:09:59")
        plan, keys, rules, policy = planned(ED, None, log=log, on_missing="proceed", withheld=withheld,
                                            witnesses={"close": [at[n], "xueyuan"], "transcript": [at[n], "xueyuan"]})
        both.append((plan, keys, rules, make(plan, keys, rules)))
    for n, (plan, keys, rules, _) in enumerate(both):                          # each stands in the other's log
        keys.leaves = {8 - n: ceremony.tlog.leaf(both[1 - n][3]["close.note"])}
    files = [make(*b[:3]) for b in both]
    roots = [ceremony.tlog.parse_proof(f["log/close.tlog-proof"])[1].checkpoint.root for f in files]
    assert roots[0] == roots[1] and taken(files[0]) != taken(files[1])
    return files, policy


@open_attack("TH14", "witnesses' own copies of checkpoints, or anyone who asks the log for a consistency proof")
def split_view_by_a_quorum_that_shares_only_a_bad_witness():
    """Notice and close in two trees, neither of which continues the other: a bundle has no proof of consistency."""
    files, policy, keys = ceremony.build(ED)
    p = ceremony.read_places(files, keys)
    own = {p["close"]["index"]: ceremony.tlog.leaf(files["close.note"])}       # the notice stands nowhere in this tree
    files["log/close.tlog-proof"] = ceremony.make_proof(
        keys["log"].name, ceremony.log_leaves(p["close"]["size"], own), p["close"]["index"], p["close"]["size"],
        [(keys["log"], None), (keys.cosigner("renda"), p["close"]["cosign"][1][1]), (keys.cosigner("xueyuan"), p["close"]["cosign"][2][1])])
    return files, policy


@open_attack("TH6", "whoever watches the log: the void stands in it after a close, and anyone can compute what would have been drawn")
def void_after_the_result_was_known():
    """Public value known, result disliked, void: operator and a supervisor who is a contributor are enough."""
    return built("ce-ed-void-entropy")


@open_attack("TH6", "whoever watches the log: two notices name one void, or a void of another plan line")
def one_void_replaced_by_two_draws():
    plan, keys, rules, policy = planned("ce-ed-replacement")
    out = []
    for draw, line in (("220100-2026-J-0312", "2026-J-311"), ("220100-2026-J-0399", "2026-J-399")):
        old, _, _ = ceremony.build("ce-ed-void-notice")
        changed = {**plan, "draw": draw, "plan": {**plan["plan"], "line": line}, "replaces_note": old["void.note"],
                   "replaces_proof": old["log/void.tlog-proof"]}
        out.append(make(changed, keys, rules))
    assert taken(out[0]) != taken(out[1])
    return out, policy


@open_attack("TH4", "the index of serials (C02): two draws of one plan line and serial, neither replacing the other")
def the_same_plan_line_drawn_under_another_id():
    files = []
    for draw in ("220100-2023-J-0301", "220100-2023-J-0301b"):
        plan, keys, rules, policy = planned(ED, None, draw=draw)
        files.append(make(plan, keys, rules))
    assert taken(files[0]) != taken(files[1])
    return files, policy


@open_attack("TH2", "whoever compares the roster with the last one and with the registry")
def roster_edited_before_the_freeze():
    """A firm is left out, another barred, a third made harmless, before the custodian signs."""
    roster = dict(plans_ceremony.roster("one"))
    lines = roster["targets.tsv"].decode().split("\n")
    del lines[3]
    fields = lines[4].split("\t")
    fields[3] = "A"
    lines[4] = "\t".join(fields)
    roster["targets.tsv"] = "\n".join([lines[0], *sorted(lines[1:-1], key=str.encode), ""]).encode()
    plan, keys, rules, policy = planned(ED)
    return ceremony.make(plan, keys, roster, rules), policy


@open_attack("TH9", "the contributors: whoever let another choose the nonce has contributed nothing")
def nonces_agreed_beforehand():
    plan, keys, rules, policy = planned(ED)
    keys.nonces = ["11" * 32] * 3
    assert len({commitment(keys.suite, plan["draw"], k.name, n) for k, n in zip(keys.of("contributor"), keys.nonces)}) == 3
    return make(plan, keys, rules), policy


@open_attack("TH8", "witnesses in the hall, who sign the close before the balls fall: balls have no `time`")
def balls_fallen_before_the_close():
    """Notice, close and transcript stand under one checkpoint: nothing was logged before the balls fell."""
    files, policy = built(SM, level=None)
    assert len({files["log/%s.tlog-proof" % kind].split(b"\n\n", 1)[1] for kind in ("notice", "close", "transcript")}) == 1
    return files, policy


@open_attack("TH12", "witnesses in the hall: the balls in another order than they fell, or other balls")
def balls_in_another_order():
    files, policy, keys = ceremony.build(SM)
    line = files["entropy.txt"].decode().split("\n")[-2]
    value = line.rsplit(" ", 1)[1]
    return built(SM, swap("entropy.txt", value, "-".join(reversed(value.split("-")))), redraw=True)


@open_attack("TH7", "the contributor, with the copy of the reveal that it kept, and the witnesses who sign the close")
def honest_contributor_called_withheld():
    plan, keys, rules, policy = planned(ED, None, on_missing="proceed", withheld=["公证处"])
    return make(plan, keys, rules), policy


@open_attack("TH22", "the department: an inspector who does not exist has a number like any other")
def ghost_inspector_in_the_roster():
    def add(files, keys):
        lines = files["inspectors.tsv"].decode().split("\n")[:-1]
        fields = lines[-1].split("\t")
        fields[0], fields[-1] = "P%06d" % len(lines), "f" * 64
        files["inspectors.tsv"] += ("\t".join(fields) + "\n").encode()
    return built(ED, add, redraw=True, rows=True)


@open_attack("TH23", "nobody before the visit: a conflict of interest that was not declared")
def recusal_left_out():
    def cut(files, keys):
        lines = files["recusals.tsv"].decode().split("\n")
        files["recusals.tsv"] = "\n".join(lines[:1] + lines[2:]).encode()
    return built(ED, cut, redraw=True, rows=True)


@open_attack("TH13", "the pack's day is that of `created`, which may be up to 30 days before the log's")
def notice_dated_back_by_29_days():
    return built(ED, notice(lambda v: v.update(created="2023-07-25T09:21:05+08:00")), redraw=True)


@open_attack("TH19", "nobody: operator, all contributors, the log and a full quorum made it all up afterwards")
def everything_made_up_together():
    return built(ED, several(swap("targets.tsv", "长春市", "吉林市")), redraw=True)

