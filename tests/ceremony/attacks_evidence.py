# SPDX-License-Identifier: MulanPSL-2.0
"""Attacks that the evidence in one bundle exposes, by number of the threat model (TH): carried out with real keys, at the
level that the attacker reaches (L2 the operator, L3 all but witnesses, L4 everyone), and the codes that must follow."""
import json

import ceremony
import faults_ceremony as examples


from attacks_kit import ED, SM, attack, built, drop, make, notice, planned, rows, several, swap
from draw import commitment

NIST, VOID, AGAIN = "ce-ed-nist", "ce-ed-void-notice", "ce-ed-replacement"
at = "2023-08-23T%s+08:00"
cut_row = rows("targets.tsv", lambda r: r.pop(4))
moved = swap("targets.tsv", "长春市", "吉林市")


# TH1: the roster edited after the freeze

@attack("TH1", "H01 H02 H03 (D01 D02 D03 D04 D06 Q01 Q02 Q03 Q05 R03 R08 A01 A02 A05 A06 A07 A08)")
def row_cut_from_the_frozen_roster(): return built(ED, cut_row, 0)


@attack("TH1", "H01 H02")
def row_edited_in_the_frozen_roster(): return built(ED, moved, 0)


@attack("TH1", "L01 S01 S02")
def row_edited_and_signed_by_the_operator(): return built(ED, moved, 2, redraw=True)


@attack("TH1", "L04 S01")
def row_edited_and_signed_by_all_but_witnesses(): return built(ED, moved, 3, redraw=True)


@attack("TH1", "L01")
def row_edited_and_signed_by_all_but_the_log(): return built(ED, moved, 4, redraw=True, skip=("log/notice.tlog-proof", "log/close.tlog-proof", "log/transcript.tlog-proof"))


@attack("TH1", "S02")
def custodian_has_not_signed_the_new_roster():
    files, policy, keys = ceremony.build(ED)
    old = next(x for x in files["notice.note"].split(b"\n") if "登记注册科".encode() in x)
    moved(files, keys)
    files = ceremony.seal4(files, keys, redraw=True)
    new = next(x for x in files["notice.note"].split(b"\n") if "登记注册科".encode() in x)
    files["notice.note"] = files["notice.note"].replace(new, old)
    rest = ceremony.Keys(keys.suite, {r: k for r, k in keys.roles.items() if r != "custodian:targets"})
    return ceremony.seal4(files, rest), policy


# TH2: what is visible of bars before the freeze; TH3: one subject twice

@attack("TH2", "R03")
def bars_hidden_in_the_transcript(): return built(SM, hide_bars)


def hide_bars(files, keys):
    value = json.loads(files["transcript.json"])
    item = next(i for i in value["items"] if i["barred"])
    item["barred"].clear()
    files["transcript.json"] = ceremony.dump(value)


@attack("TH3", "F06 (Q01 D01 D02 D03 D04 D06 Q02 Q03 R03 Q05 A01 A02 A05 A06 A07 A08)")
def one_subject_twice(): return built(ED, rows("targets.tsv", lambda r: r.insert(1, r[0][:-1] + ["f" * 32]) or r.sort()), redraw=True, rows=True)


@attack("TH3", "R01 (R08)")
def one_subject_under_a_code_with_a_wrong_check_digit():
    def second(r):
        code = next(x for x in r if len(x[0]) == 18)
        r.append(["0" * 17 + "Y", *code[1:-1], "f" * 32])
        r.sort()
    files, policy = built(ED, several(rows("targets.tsv", second), again), redraw=True, rows=True)
    return files, policy


def again(files, keys):
    """Counts and quotas of the notice follow the roster."""
    from bundle import item_entry
    from tables import read
    value, pack = json.loads(files["notice.json"]), json.loads(files["rules.json"])
    table = read("targets", files["targets.tsv"])
    value["items"] = [item_entry(i, table, value["stratify"], value["weights"], value["minimum"], pack) for i in value["items"]]
    files["notice.json"] = ceremony.dump(value)


# TH4, TH5: grinding, many notices

@attack("TH4", "F05")
def rows_in_an_order_of_their_own(): return built(ED, rows("targets.tsv", lambda r: r.reverse()), redraw=True)


@attack("TH4", "E06")
def round_chosen_after_a_look_at_several():
    return built(ED, notice(lambda v: v["public"][0].update(time=at % "23:59:30")), redraw=True)


@attack("TH4", "T01 T04")
def notice_ground_until_it_pleased_and_logged_after_the_close(): return built(ED, times={"notice": at % "21:00:00"})


@attack("TH5", "H04 H05 E08")
def reveals_of_another_notice():
    files, policy, keys = ceremony.build(ED)
    other = make(*planned(ED, title="再次公告")[:3])
    files["contributions.txt"] = swap_nonce(other["contributions.txt"])
    return ceremony.seal(files, 4, keys, links=False), policy


def swap_nonce(data):
    lines = data.split(b"\n")
    lines[3] = lines[3][:-1] + (b"0" if lines[3][-1:] != b"0" else b"1")
    return b"\n".join(lines)


# TH6: repeated, void

def result_beside(files, keys):
    drawn = make(*planned(VOID, void=None, log={k: v for k, v in zip(("notice", "close", "transcript"), LOG)})[:3])
    files.update({n: drawn[n] for n in ("selection.tsv", "assignment.tsv", "transcript.json", "transcript.note")})


LOG = [{"index": 2 + n, "size": 4 + n, "cosign": [("jiwei", "2026-08-03T%02d:40:00+08:00" % (10 + n)), ("xueyuan", "2026-08-03T%02d:41:00+08:00" % (10 + n))]} for n in range(3)]


@attack("TH6", "C03")
def result_beside_a_void(): return built(VOID, result_beside, 0)


@attack("TH6", "S01")
def void_by_the_operator_alone(): return built(VOID, drop("void.note", "— 纪检监察"))


@attack("TH6", "L04")
def void_that_no_witness_saw(): return built(VOID, level=3, change=swap("void.json", "遗漏一条", "遗漏两条"))


@attack("TH6", "C04")
def replacement_without_a_reason(): return built(AGAIN, notice(lambda v: v["plan"].update(reason=None)), redraw=True)


@attack("TH6", "C04 T01 T04")
def replaced_before_it_was_void(): return built(AGAIN, times={"notice": "2026-08-03T13:59:59+08:00"})


@attack("TH6", "S09")
def replacement_with_the_void_of_another_draw(): return built(AGAIN, notice(lambda v: v["plan"].update(replaces="220100-2026-J-0399")), redraw=True)


@attack("TH6", "", "INCOMPLETE")
def replacement_without_its_void(): return built(AGAIN, lambda f, k: f.pop("replaces.note") and None, None)


@attack("TH6", "F10")
def void_and_proofs_of_a_result(): return built(VOID, lambda f, k: f.update({"log/transcript.tlog-proof": f["log/void.tlog-proof"]}), 0)


# TH7: withheld; TH8: the reveal set chosen after the value

@attack("TH7", "E02 (E11)")
def withheld_where_that_makes_the_draw_void():
    plan, keys, rules, policy = planned(ED, None, withheld=["公证处"])
    return make(plan, keys, rules), policy


@attack("TH7", "E02 (E11)")
def all_withheld():
    plan, keys, rules, policy = planned(ED, None, withheld=list(ceremony.CONTRIBUTORS), on_missing="proceed")
    return make(plan, keys, rules), policy


@attack("TH7", "E02 E12")
def proceed_without_a_public_value():
    plan, keys, rules, policy = planned(ED, None, public=[], values=[], on_missing="proceed")
    return make(plan, keys, rules), policy


@attack("TH7", "E01 (E11)")
def contributor_left_out_of_the_reveals(): return built(ED, drop("contributions.txt", "reveal 公证处"), redraw=True)


@attack("TH7", "E11")
def withheld_and_not_said():
    plan, keys, rules, policy = planned(ED, None, withheld=["公证处"], on_missing="proceed")
    files = make(plan, keys, rules)
    files["transcript.json"] = files["transcript.json"].replace(b"; withheld: 1 of 3 contributors", b"")
    return ceremony.seal4(files, keys), policy


for _name, _time in (("drand", at % "23:58:28"), ("drand, after the value", "2023-08-24T00:05:00+08:00")):
    @attack("TH8", "T02", names="reveals closed too late for " + _name)
    def _late(time=_time): return built(ED, times={"close": {"jiwei": time, "xueyuan": time}})


@attack("TH8", "T02")
def reveals_closed_too_late_for_the_pulse(): return built(NIST, times={"close": "2018-08-31T01:43:01+08:00"})


@attack("TH8", "T02")
def reveals_closed_after_the_lottery(): return built("ce-ed-lottery-kl8", times={"close": "2026-05-12T21:29:01+08:00"})


@attack("TH8", "S01")
def close_signed_by_no_quorum_of_witnesses(): return built(ED, drop("close.note", "— xueyuan"))


# TH9: commitments

@attack("TH9", "H05")
def commitment_copied_from_another():
    def copy(v):
        v["contributors"][2]["commitment"] = v["contributors"][0]["commitment"]

    def reveal(files, keys):
        lines = files["contributions.txt"].decode().split("\n")
        lines[5] = "reveal observer.west " + lines[3].split(" ")[2]
        files["contributions.txt"] = "\n".join(lines).encode()
    return built(ED, several(notice(copy), reveal), redraw=True)


@attack("TH9", "H05")
def commitment_of_an_earlier_draw():
    files, policy, keys = ceremony.build(ED)
    old = commitment(keys.suite, "220100-2022-J-0001", "公证处", keys.nonces[1])
    notice(lambda v: v["contributors"][1].update(commitment=old))(files, keys)
    return ceremony.seal4(files, keys, redraw=True), policy


@attack("TH9", "S05")
def all_contributors_of_one_organisation():
    return built(ED, level=None, edit_policy=lambda lines, k: [x.split("organisation=")[0] + "organisation=市场监管局" if "organisation=" in x else x for x in lines])


@attack("TH9", "S05")
def contributor_whose_organisation_nobody_knows():
    return built(ED, level=None, edit_policy=lambda lines, k: [x for x in lines if not x.startswith("key observer.west")])


@attack("TH9", "S05")
def one_person_as_two_contributors():
    def twice(keys):
        keys.roles["contributor:observer.west"] = ceremony.key_from(keys.suite, "observer.west", keys["contributor:公证处"].secret)
    plan, keys, rules, policy = planned(ED, twice)
    return make(plan, keys, rules), policy


@attack("TH9", "S05")
def contributor_of_the_operators_own_making():
    def own(keys):
        keys.roles["contributor:公证处"] = ceremony.key_from(keys.suite, "公证处", b"\x07" * 32)
    plan, keys, rules, policy = planned(ED, own)
    return make(plan, keys, rules), policy


@attack("TH9", "S01")
def contributor_who_never_signed(): return built(ED, drop("notice.note", "— 公证处"))


# TH10: the public value; TH11: the beacon early or late

@attack("TH10", "", "UNSUPPORTED")
def chain_of_the_operators_own(): return built(ED, notice(lambda v: v["public"][0].update(chain="00" * 32)), redraw=True)


@attack("TH10", "E05")
def another_chain_in_the_value(): return built(ED, swap("entropy.txt", "52db9ba7", "52db9ba8"), redraw=True)


@attack("TH10", "E04")
def value_that_was_never_signed():
    def flip(files, keys):
        line = files["entropy.txt"].decode()
        files["entropy.txt"] = (line[:-2] + ("0" if line[-2] != "0" else "1") + "\n").encode()
    return built(ED, flip, redraw=True)


@attack("TH10", "E05")
def value_of_another_round():
    import plans_ceremony
    _, value = plans_ceremony.drand(1005)
    plan, keys, rules, policy = planned(ED, None, values=[value])
    return make(plan, keys, rules), policy


@attack("TH10", "E04 E05")
def round_of_another_named_as_this():
    import plans_ceremony
    _, value = plans_ceremony.drand(1005)
    plan, keys, rules, policy = planned(ED, None, values=[value.replace(" 1005 ", " 1002 ")])
    return make(plan, keys, rules), policy


@attack("TH10", "E05 E06")
def round_renamed_in_the_notice(): return built(ED, notice(lambda v: v["public"][0].update(round=1002)), redraw=True)


@attack("TH10", "E05")
def pulse_renamed_in_the_notice(): return built(NIST, notice(lambda v: v["public"][0].update(pulse=54611)), redraw=True)


@attack("TH10", "E07")
def value_that_the_pulse_does_not_give(): return built(NIST, swap("entropy.txt", "54610 ", "54610 0", 1) and flip_last("entropy.txt"), redraw=True)


def flip_last(name):
    def change(files, keys):
        text = files[name].decode()
        files[name] = (text[:-2] + ("0" if text[-2] != "0" else "1") + "\n").encode()
    return change


@attack("TH10", "E04 E07")
def pulse_that_the_beacon_never_signed(): return built(NIST, flip_line("beacon/1.pulse", "localRandomValue"), redraw=True)


def flip_line(name, word):
    def change(files, keys):
        lines = files[name].decode().split("\n")
        for i, line in enumerate(lines):
            if line.startswith(word + " "):
                lines[i] = line[:-1] + ("0" if line[-1] != "0" else "1")
        files[name] = "\n".join(lines).encode()
    return change


@attack("TH10", "E04")
def pulse_that_nobody_was_committed_to(): return built(NIST, flip_line("beacon/1.previous", "precommitmentValue"), redraw=True)


@attack("TH10", "S05")
def certificate_of_nobody_known(): return built(NIST, level=None, edit_policy=lambda lines, k: [x if not x.startswith("nist ") else "nist " + "0" * 128 for x in lines])


@attack("TH10", "F10")
def pulse_of_a_draw_that_has_none(): return built(ED, lambda f, k: f.update({"beacon/1.pulse": b"x\n"}), 0)


@attack("TH11", "T03")
def transcript_made_before_the_value(): return built(ED, times={"transcript": {"jiwei": at % "23:59:26", "xueyuan": "2023-08-24T00:12:00+08:00"}})


@attack("TH11", "E06")
def earlier_round_for_the_time_announced():
    import plans_ceremony
    element, value = plans_ceremony.drand(1001)
    plan, keys, rules, policy = planned(ED, None, public=[{**element, "time": at % "23:59:28"}])
    return make(plan, keys, rules), policy


@attack("TH11", "E06")
def pulse_of_another_minute(): return built(NIST, notice(lambda v: v["public"][0].update(time="2018-08-31T01:45:00+08:00")), redraw=True, times={"transcript": "2018-08-31T08:00:00+08:00"})


# TH12: balls

@attack("TH12", "E09 E10")
def too_few_balls(): return built("ce-ed-withheld", notice(lambda v: v["public"][0].update(count=3, to=30)), redraw=True)


def balls_value(change):
    def work(files, keys):
        lines = files["entropy.txt"].decode().split("\n")
        i = next(i for i, x in enumerate(lines) if x.startswith("public balls "))
        lines[i] = "public balls " + "-".join(change(lines[i].split(" ")[2].split("-")))
        files["entropy.txt"] = "\n".join(lines).encode()
    return work


for _name, _change in (("one misread", lambda b: ["99", *b[1:]]), ("one left out", lambda b: b[1:]), ("one twice", lambda b: [b[1], *b[1:]])):
    @attack("TH12", "E10", names="balls: " + _name)
    def _balls(change=_change): return built(SM, balls_value(change), redraw=True)


@attack("TH12", "S01")
def numbers_that_no_quorum_of_witnesses_signed(): return built(SM, drop("transcript.note", "— xueyuan"))


@attack("TH12", "D09 (D01 D03 D04 D06 D02 A01 A02 A03 A05 A06 A07 A08 A09 D05 D08)")
def numbers_corrected_after_the_draw(): return built(SM, balls_value(lambda b: [b[1], b[0], *b[2:]]))


# TH13: times

@attack("TH13", "T01")
def notice_dated_back_by_31_days(): return built(ED, notice(lambda v: v.update(created="2023-07-24T09:21:04+08:00")), redraw=True)


@attack("TH13", "T01")
def notice_made_after_it_was_logged(): return built(ED, notice(lambda v: v.update(created=at % "09:21:06")), redraw=True)


@attack("TH13", "C07")
def notice_dated_back_before_the_rules(): return built("ce-ed-nist", notice(lambda v: v.update(created="2017-12-31T23:59:59+08:00")), redraw=True, times={"notice": "2018-01-05T10:00:00+08:00"})


@attack("TH13", "L08 T04")
def close_put_before_the_notice(): return built(ED, places={"notice": (8, 9), "close": (3, 5)})


@attack("TH13", "T04")
def witness_clock_turned_back(): return built("ce-sm-none", times={"close": {"jiwei": "2026-03-02T09:39:59+08:00", "xueyuan": "2026-03-02T10:41:00+08:00"}})


# TH14: two versions, two logs

@attack("TH14", "L01")
def proof_of_another_version_of_the_notice():
    files, policy, keys = ceremony.build(ED)
    files["log/notice.tlog-proof"] = make(*planned(ED, title="另一份公告")[:3])["log/notice.tlog-proof"]
    return files, policy


@attack("TH14", "L09")
def two_trees_of_one_size(): return built(ED, examples.second_root, 0)


@attack("TH14", "L03")
def a_log_of_the_operators_own(): return built(ED, examples.other_origin, 0)


@attack("TH14", "L03")
def two_logs_of_the_policy(): return built(ED, examples.other_origin, 0, lambda lines, k: lines + ["log " + k["other:log"].vkey])


@attack("TH14", "L02")
def tree_that_the_log_has_not_signed(): return built(ED, drop("log/close.tlog-proof", "— qian"), 0)


@attack("TH14", "L01 L08 T01")
def proofs_swapped(): return built(ED, examples.swap_proofs, 0)


@attack("TH14", "H01 L01 S09")
def note_of_another_draw():
    files, policy, keys = ceremony.build(ED)
    other = make(*planned(ED, draw="220100-2023-J-0302")[:3])
    files["close.note"] = other["close.note"]
    return files, policy
