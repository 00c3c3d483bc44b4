# SPDX-License-Identifier: MulanPSL-2.0
"""The ceremonies of vectors/bundles/ce-*: what people decide, when they sign, what the log looks like.

A plan: suite; roster (`one` or `joint`) and what goes with it; public, values, beacon (files); log: kind -> place (index, size,
cosign [(NAME, time)], extension, log_last); witnesses: close, transcript -> NAMEs that sign; objections [(NAME, reason)];
embargo; void {stage, reason, created}; replaces (name of a void among these plans); policies: name -> arguments of
ceremony.policy_text (`policy` is the bundle's own); proven: what the proven times must be; proven_by, codes_by: policy -> other
proven times, codes with which that policy refuses the bundle. (Further policies: plans_policies.py.)"""
import json
import re
from pathlib import Path

import beacons
import ceremony
import plans_policies
from base import Rand, h
from plans import BY_CLASS, EIGHT, FOUR, JOINT, ONE, PEOPLE_JOINT, PEOPLE_ONE, balls, inspector_rows, recusal_rows, target_rows
from tables import write
from textform import dump

HERE = Path(__file__).resolve().parents[1]
CHANGCHUN = HERE.parent / "spec" / "rules" / "changchun-2021.json"
THIRD = HERE / "third-party"
ED, SM = "sha256-ed25519", "sm3-sm2"
# a pack for draws before 2021, and a small one
OLD_PACK = dump({"format": "qian/1 rules", "name": "vectors-2018", "title": "测试规则（仅供测试向量）", "effective": {"from": "2018-01-01", "to": None},
                 "kinds": {"general": {"min": "3%", "max": "20%"}, "key": {"min": "20%", "max": None}}, "team": {"minimum": 2}, "constants": []})

BOTH = ["group inside any jiwei renda", "group outside any xueyuan", "group both all inside outside", "quorum both"]
TWO = ["group two 2 jiwei renda xueyuan", "quorum two"]
ALL = ["group everyone all jiwei renda xueyuan", "quorum everyone"]
# the calendar of the example of beacons 4.3
KL8_2026, SSQ_2026 = "lottery kl8 2026045 2026-02-24T21:30:00+08:00", "lottery ssq 2026020 2026-02-24T21:15:00+08:00"
ROSTERS = {}


def roster(which):
    """The two rosters, the same for all ceremonies."""
    if which not in ROSTERS:
        rand = Rand("ceremony roster " + which)
        items, size, people, pairs = (ONE, 26, PEOPLE_ONE, 5) if which == "one" else (JOINT, 40, PEOPLE_JOINT, 9)
        known = [i["code"] for i in items]
        targets = target_rows(rand, size, known)
        inspectors = inspector_rows(rand, ED, [(role, d, areas, ",".join(c for c in own.split(",") if c in known), cap) for role, d, areas, own, cap in people])
        ROSTERS[which] = {"targets.tsv": write("targets", targets), "inspectors.tsv": write("inspectors", inspectors),
                          "recusals.tsv": write("recusals", recusal_rows(rand, targets, inspectors, pairs))}
    return ROSTERS[which]


def drand(number):
    """(element of the notice without its time, value) of a real quicknet round."""
    for b in json.loads((THIRD / "drand_beacons.json").read_text(encoding="utf-8"))["beacons"]:
        if b["round"] == number and b["valid"] and b["public_key"].startswith("83cf0f2896ad"):
            return {"source": "drand", "chain": beacons.CHAIN, "round": number}, "%s %d %s" % (beacons.CHAIN, number, b["signature"])
    raise KeyError(number)


def nist(place):
    """(element, value, files of beacon) of the real pulse 54610 of chain 1."""
    folder = THIRD / "nist"
    pulse = lambda n: beacons.pulse_file(json.loads((folder / ("pulse-chain1-%d.json" % n)).read_text(encoding="utf-8")))
    p = pulse(54610)
    files = {"beacon/%d.pulse" % place: p, "beacon/%d.previous" % place: pulse(54609),
             "beacon/%d.certificate" % place: (folder / "certificate-5501e3d7.pem").read_bytes()}
    return {"source": "nist", "chain": 1, "pulse": 54610, "time": "2018-08-31T01:44:00+08:00"}, "1 54610 " + beacons.pulse_of(p)["outputValue"], files


NIST_ID = "5501e3d72bc42f3b96e16de4dcadcb16768e109662bd16d667d5fd9aee585af31bbdc5dd4f53592276064b53dddd76c8f3604b2a41db6e09f78f82bb5d6569e7"


def place(index, size, day, *cosign, **more):
    """cosign: `NAME hh:mm:ss`."""
    full = lambda t: t + "+08:00" if "T" in t else day + "T" + t + "+08:00"
    return {"index": index, "size": size, "cosign": [(c.split(" ")[0], full(c.split(" ")[1])) for c in cosign], **more}


def plan(suite, number, created, log, **more):
    year = created[:4]
    value = {"suite": suite, "cast": "", "roster": "one", "items": ONE, "draw": "220100-%s-J-%04d" % (year, number),
             "title": year + "年部门联合抽查（仪式测试向量 %d）" % number, "authority": "长春市双随机办公室", "rehearsal": False,
             "plan": {"line": "%s-J-%03d" % (year, number), "serial": number, "replaces": None, "reason": None},
             "initiator": "SCJG", "stratify": [], "weights": {}, "minimum": 0, "batches": 1,
             "team": {"per_visit": 2, "per_department": 1, "experts": 0}, "withheld": [], "on_missing": "void",
             "public": [], "values": [], "beacon": {}, "created": created, "log": log, "rules": "changchun-2021",
             "witnesses": {"close": ["jiwei", "xueyuan"], "transcript": ["jiwei", "renda", "xueyuan"]}, "instead": {},
             "policies": {"policy": {"quorum": BOTH}}, "proven_by": {}, "codes_by": {}, "leaves": {}}
    value.update(more)
    if value["roster"] == "joint":
        value = {**value, "items": JOINT, **BY_CLASS, "team": {"per_visit": 3, "per_department": 1, "experts": 1}, "batches": 2, **more}
    return value


def with_balls(name, p, *sources):
    rand = Rand("ceremony balls " + name)
    p["public"], p["values"] = p["public"] + list(sources), p["values"] + [balls(rand, s) for s in sources]
    return p


def all_plans():
    """Name -> plan, in the order in which the bundles are numbered."""
    plans = {}
    # 1. Ed25519, drand, one pack, three checkpoints of three sizes, other entries around
    element, value = drand(1001)
    day = "2023-08-23"
    plans["ce-ed-drand"] = plan(ED, 301, day + "T09:00:00+08:00", {
        "notice": place(3, 5, day, "jiwei 09:20:11", "xueyuan 09:21:05"),
        "close": place(8, 9, day, "jiwei 20:10:00", "renda 20:09:30", "xueyuan 20:09:59"),
        "transcript": place(11, 14, "2023-08-24", "jiwei 00:10:00", "renda 00:10:05", "xueyuan 00:12:00")},
        public=[{**element, "time": day + "T23:59:27+08:00"}], values=[value],
        proven={"notice": day + "T09:21:05+08:00", "close": day + "T20:09:59+08:00", "transcript": "2023-08-24T00:12:00+08:00"})
    # 2. SM2, balls, the joint roster; the three notes under one checkpoint of one size
    day, one = "2026-11-23", ("jiwei 16:40:00", "xueyuan 16:40:02", "renda 16:41:00")
    plans["ce-sm-balls"] = with_balls("ce-sm-balls", plan(SM, 302, day + "T09:00:00+08:00", {
        "notice": place(0, 4, day, *one), "close": place(1, 4, day, *one), "transcript": place(2, 4, day, *one)}, roster="joint",
        proven=dict.fromkeys(("notice", "close", "transcript"), day + "T16:40:02+08:00"), cast="supervisor"), EIGHT)
    # 3. Ed25519, a NIST pulse with the one before
    element, value, files = nist(1)
    day = "2018-08-30"
    plans["ce-ed-nist"] = plan(ED, 303, day + "T09:00:00+08:00", {
        "notice": place(17, 18, day, "jiwei 10:00:00", "xueyuan 10:00:00"),
        "close": place(20, 22, day, "jiwei 23:59:59", "xueyuan 18:00:00"),
        "transcript": place(22, 23, "2018-08-31", "xueyuan 01:44:00", "renda 08:00:00")},
        public=[element], values=[value], beacon=files, rules="vectors-2018", policies={"policy": {"quorum": BOTH, "more": ["nist " + NIST_ID]}},
        proven={"notice": day + "T10:00:00+08:00", "close": day + "T23:59:59+08:00", "transcript": "2018-08-31T08:00:00+08:00"})
    # 4. SM2, drand: the close to the second (60 s before); a stranger's cosignature; notice and close in one checkpoint
    element, value = drand(1009)
    day = "2023-08-23"
    plans["ce-sm-drand"] = plan(SM, 304, day + "T22:00:00+08:00", {
        "notice": place(1, 3, day, "xueyuan 23:58:49", "stranger 23:58:50", "jiwei 23:58:47"),
        "close": place(2, 3, day, "xueyuan 23:58:49", "stranger 23:58:50", "jiwei 23:58:47"),
        "transcript": place(5, 7, day, "stranger 12:00:00", "xueyuan 23:59:49", "jiwei 2023-08-24T07:00:00", log_last=True)},
        public=[{**element, "time": day + "T23:59:49+08:00"}], values=[value],
        policies={"policy": {"quorum": ["# one NAME in each group", "group a 1 jiwei renda", "group b 1 xueyuan", "group c 2 a b", "quorum c"]}},
        proven={"notice": day + "T23:58:49+08:00", "close": day + "T23:58:49+08:00", "transcript": "2023-08-24T07:00:00+08:00"})
    # 5., 6. lotteries
    day = "2026-05-12"
    plans["ce-ed-lottery-kl8"] = plan(ED, 305, day + "T08:00:00+08:00", {
        "notice": place(5, 6, day, "jiwei 08:00:00", "renda 08:00:01", "xueyuan 08:00:00"),
        "close": place(6, 7, day, "renda 20:00:00", "xueyuan 20:29:00"),
        "transcript": place(7, 8, day, "renda 21:40:00", "xueyuan 21:30:00")},
        public=[{"source": "lottery", "game": "kl8", "issue": "2026122", "time": day + "T21:30:00+08:00"}], policies={"policy": {"quorum": BOTH, "more": [KL8_2026]}},
        values=["kl8 2026122 02.03.07.11.13.19.24.28.33.37.41.42.50.55.58.62.66.71.79.80"],
        proven={"notice": day + "T08:00:00+08:00", "close": day + "T20:29:00+08:00", "transcript": day + "T21:40:00+08:00"})
    plans["ce-sm-lottery-ssq"] = plan(SM, 306, day + "T08:30:00+08:00", {
        "notice": place(9, 10, day, "jiwei 09:00:00", "renda 09:05:00", "xueyuan 09:03:00"),
        "close": place(12, 14, day, "jiwei 19:00:00", "renda 19:05:00", "xueyuan 19:03:00"),
        "transcript": place(15, 17, day, "jiwei 22:00:00", "renda 22:05:00", "xueyuan 22:03:00")},
        public=[{"source": "lottery", "game": "ssq", "issue": "2026053", "time": day + "T21:15:00+08:00"}],
        values=["ssq 2026053 01.05.12.18.29.33+16"], policies={"policy": {"quorum": ALL, "more": [SSQ_2026]}}, roster="joint",
        witnesses={"close": ["renda", "jiwei", "xueyuan"], "transcript": ["jiwei", "renda", "xueyuan"]},
        proven={"notice": day + "T09:05:00+08:00", "close": day + "T19:05:00+08:00", "transcript": day + "T22:05:00+08:00"})
    # 7. several sources: the first comes in 2018, the last in 2023
    n_element, n_value, files = nist(2)
    d_element, d_value = drand(1005)
    day = "2018-08-30"
    p = plan(SM, 307, day + "T09:30:00+08:00", {
        "notice": place(0, 1, day, "jiwei 09:40:00", "xueyuan 09:41:00"),
        "close": place(1, 2, day, "jiwei 20:40:00", "xueyuan 20:41:00"),
        "transcript": place(2, 3, "2023-08-24", "jiwei 09:40:00", "xueyuan 09:41:00")},
        beacon=files, rules="vectors-2018", policies={"policy": {"quorum": BOTH, "more": ["nist " + NIST_ID, "lottery kl8 2019001 2019-01-01T21:30:00+08:00"]}},
        witnesses={"close": ["jiwei", "xueyuan"], "transcript": ["jiwei", "xueyuan"]},
        proven={"notice": day + "T09:41:00+08:00", "close": day + "T20:41:00+08:00", "transcript": "2023-08-24T09:41:00+08:00"})
    p["public"] = [{**d_element, "time": "2023-08-23T23:59:38+08:00"}, n_element]
    p["values"] = [d_value, n_value]
    p = with_balls("ce-sm-several", p, FOUR)
    p["public"].append({"source": "lottery", "game": "kl8", "issue": "2019001", "time": "2019-01-01T21:30:00+08:00"})
    p["values"].append("kl8 2019001 01.02.03.04.05.06.07.08.09.10.11.12.13.14.15.16.17.18.19.20")
    plans["ce-sm-several"] = p
    # 8. no public source
    day = "2026-03-02"
    plans["ce-sm-none"] = plan(SM, 308, day + "T09:00:00+08:00", {
        "notice": place(2, 3, day, "jiwei 09:40:00", "xueyuan 09:41:00"),
        "close": place(3, 4, day, "jiwei 10:40:00", "xueyuan 10:41:00"),
        "transcript": place(4, 5, day, "jiwei 11:40:00", "xueyuan 11:41:00")}, rehearsal=True, policies={"policy": {"quorum": BOTH, "more": ["public none"]}},
        proven={"notice": day + "T09:41:00+08:00", "close": day + "T10:41:00+08:00", "transcript": day + "T11:41:00+08:00"})
    # 9. a withheld reveal; lottery after balls, so that both sentences stand; the lottery is drawn on the day after (a Tuesday)
    day, then = "2026-06-01", "2026-06-02"
    p = with_balls("ce-ed-withheld", plan(ED, 309, day + "T09:00:00+08:00", {
        "notice": place(30, 31, day, "jiwei 09:40:00", "xueyuan 09:41:00"),
        "close": place(32, 33, day, "jiwei 10:40:00", "xueyuan 10:41:00"),
        "transcript": place(40, 44, then, "jiwei 22:40:00", "xueyuan 22:41:00")}, roster="joint", on_missing="proceed", withheld=["公证处"],
        policies={"policy": {"quorum": BOTH, "more": [SSQ_2026]}},
        proven={"notice": day + "T09:41:00+08:00", "close": day + "T10:41:00+08:00", "transcript": then + "T22:41:00+08:00"}), EIGHT)
    p["public"].append({"source": "lottery", "game": "ssq", "issue": "2026062", "time": then + "T21:15:00+08:00"})
    p["values"].append("ssq 2026062 03.04.05.06.07.08+01")
    plans["ce-ed-withheld"] = p
    # 10. two objections, one of a witness that does not sign the transcript
    day = "2026-07-06"
    plans["ce-sm-objection"] = with_balls("ce-sm-objection", plan(SM, 310, day + "T09:00:00+08:00", {
        "notice": place(6, 10, day, "jiwei 09:40:00", "xueyuan 09:41:00"),
        "close": place(7, 11, day, "jiwei 10:40:00", "xueyuan 10:41:00"),
        "transcript": place(8, 12, day, "jiwei 11:40:00", "xueyuan 11:41:00")},
        objections=[("xueyuan", "第二个球落地后重投  —— 两次 \"draws\" | 见录像"), ("renda", "到场时名录已封存，未见封条")],
        witnesses={"close": ["jiwei", "xueyuan"], "transcript": ["jiwei", "xueyuan"]},
        proven={"notice": day + "T09:41:00+08:00", "close": day + "T10:41:00+08:00", "transcript": day + "T11:41:00+08:00"}), FOUR)
    # 11., 12. a void after the notice, and the draw that replaces it, in one log
    day = "2026-08-03"
    plans["ce-ed-void-notice"] = with_balls("ce-ed-void-notice", plan(ED, 311, day + "T09:00:00+08:00", {
        "notice": place(2, 4, day, "jiwei 09:40:00", "xueyuan 09:41:00"),
        "void": place(5, 7, day, "jiwei 14:00:00", "xueyuan 13:59:00")},
        void={"stage": "notice", "reason": "名录有误：遗漏一条", "created": day + "T13:30:00+08:00"},
        proven={"notice": day + "T09:41:00+08:00", "void": day + "T14:00:00+08:00"}), EIGHT)
    plans["ce-ed-replacement"] = with_balls("ce-ed-replacement", plan(ED, 312, day + "T15:00:00+08:00", {
        "notice": place(9, 10, day, "jiwei 15:40:00", "xueyuan 15:41:00"),
        "close": place(10, 11, day, "jiwei 16:40:00", "xueyuan 16:41:00"),
        "transcript": place(11, 13, day, "jiwei 17:40:00", "xueyuan 17:41:00")}, replaces="ce-ed-void-notice",
        plan={"line": "2026-J-311", "serial": 312, "replaces": "220100-2026-J-0311", "reason": "名录有误，重新抽取"},
        proven={"notice": day + "T15:41:00+08:00", "close": day + "T16:41:00+08:00", "transcript": day + "T17:41:00+08:00"}), EIGHT)
    # 13., 14. a void after the close, in the log of the year before; its replacement in another log
    day = "2025-12-31"
    plans["ce-sm-void-close"] = with_balls("ce-sm-void-close", plan(SM, 313, day + "T09:00:00+08:00", {
        "notice": place(2, 3, day, "jiwei 09:40:00", "xueyuan 09:41:00"),
        "close": place(3, 5, day, "jiwei 13:00:00", "xueyuan 13:01:00"),
        "void": place(5, 6, day, "jiwei 14:00:00", "xueyuan 14:01:00")}, instead={"log": "other:log"},
        void={"stage": "close", "reason": "公证处未到场", "created": day + "T13:50:00+08:00"},
        proven={"notice": day + "T09:41:00+08:00", "close": day + "T13:01:00+08:00", "void": day + "T14:01:00+08:00"}), EIGHT)
    day = "2026-01-04"
    plans["ce-sm-replacement"] = with_balls("ce-sm-replacement", plan(SM, 314, day + "T09:00:00+08:00", {
        "notice": place(0, 1, day, "jiwei 09:40:00", "xueyuan 09:41:00"),
        "close": place(1, 2, day, "jiwei 10:40:00", "xueyuan 10:41:00"),
        "transcript": place(2, 3, day, "jiwei 11:40:00", "xueyuan 11:41:00")}, replaces="ce-sm-void-close",
        plan={"line": "2026-J-001", "serial": 314, "replaces": "220100-2025-J-0313", "reason": "公证处未到场，重新抽取"},
        policies={"policy": {"quorum": BOTH, "more": ["log {other:log}"]}},
        proven={"notice": day + "T09:41:00+08:00", "close": day + "T10:41:00+08:00", "transcript": day + "T11:41:00+08:00"}), EIGHT)
    # 15. a void with entropy and the files of a pulse
    element, value, files = nist(1)
    day = "2018-08-30"
    plans["ce-ed-void-entropy"] = plan(ED, 315, day + "T12:00:00+08:00", {
        "notice": place(1, 2, day, "jiwei 12:40:00", "xueyuan 12:41:00"),
        "close": place(2, 3, day, "jiwei 13:00:00", "xueyuan 13:01:00"),
        "void": place(3, 4, "2018-08-31", "jiwei 09:00:00", "xueyuan 09:01:00")},
        void={"stage": "entropy", "reason": "大厅断电，见证人离场", "created": "2018-08-31T08:30:00+08:00"},
        public=[element], values=[value], beacon=files, rules="vectors-2018", policies={"policy": {"quorum": BOTH, "more": ["nist " + NIST_ID]}},
        proven={"notice": day + "T12:41:00+08:00", "close": day + "T13:01:00+08:00", "void": "2018-08-31T09:01:00+08:00"})
    # 16. an embargo, opened in the second in which it ends
    element, value = drand(1007)
    day = "2023-08-23"
    plans["ce-ed-embargo"] = plan(ED, 316, day + "T09:00:00+08:00", {
        "notice": place(3, 6, day, "jiwei 09:40:00", "xueyuan 09:41:00"),
        "close": place(6, 8, day, "jiwei 13:00:00", "xueyuan 13:01:00"),
        "transcript": place(10, 12, "2023-08-24", "jiwei 09:00:00", "xueyuan 09:01:00"),
        "open": place(13, 14, "2023-09-01", "jiwei 08:59:00", "xueyuan 09:00:00")},
        embargo={"contributor": "纪检监察", "until": "2023-09-01T09:00:00+08:00"}, public=[{**element, "time": day + "T23:59:43+08:00"}], values=[value],
        proven={"notice": day + "T09:41:00+08:00", "close": day + "T13:01:00+08:00", "transcript": "2023-08-24T09:01:00+08:00",
                "open": "2023-09-01T09:00:00+08:00"})
    # 17. cosigner keys revoked after (jiwei) and before (renda) the signing; a second policy in which jiwei's went before
    day = "2026-09-07"
    revoked = {"witness:jiwei": "revoked=" + day + "T11:40:01+08:00", "witness:renda": "organisation=人大 revoked=" + day + "T09:30:00+08:00",
               "signer:renda": "revoked=" + day + "T11:00:00+08:00"}
    early = {"witness:jiwei": "revoked=" + day + "T09:00:00+08:00"}
    plans["ce-ed-revoked"] = with_balls("ce-ed-revoked", plan(ED, 317, day + "T09:00:00+08:00", {
        "notice": place(1, 3, day, "jiwei 09:40:00", "renda 09:35:00", "xueyuan 09:41:00"),
        "close": place(3, 4, day, "jiwei 10:40:00", "renda 10:00:00", "xueyuan 10:39:00"),
        "transcript": place(4, 6, day, "jiwei 11:40:00", "renda 10:40:00", "xueyuan 11:00:00")},
        witnesses={"close": ["jiwei", "renda", "xueyuan"], "transcript": ["jiwei", "xueyuan"]},
        policies={"policy": {"quorum": TWO, "organisations": revoked},
                  "jiwei-before": {"quorum": TWO, "organisations": early}},
        proven={"notice": day + "T09:41:00+08:00", "close": day + "T10:40:00+08:00", "transcript": day + "T11:40:00+08:00"},
        proven_by={"jiwei-before": {"notice": day + "T09:41:00+08:00", "close": day + "T10:39:00+08:00", "transcript": day + "T11:00:00+08:00"}}), EIGHT)
    # 18. rotation: two operator keys of one name, each for its time; a policy of version 2
    day = "2026-10-08"
    plans["ce-sm-rotation"] = with_balls("ce-sm-rotation", plan(SM, 318, day + "T09:00:00+08:00", {
        "notice": place(12, 13, day, "jiwei 09:40:00", "xueyuan 09:41:00"),
        "close": place(13, 14, day, "jiwei 10:40:00", "xueyuan 10:41:00"),
        "transcript": place(14, 15, day, "jiwei 11:40:00", "xueyuan 11:41:00")}, cast="supervisor",
        policies={"policy": {"quorum": BOTH, "first": ["policy 2", "previous " + h(ED, "version 1 of a test policy")], "organisations": {
            "operator": "organisation=市场监管局 from=" + day + "T09:41:00+08:00 to=" + day + "T11:41:00+08:00",
            "contributor:公证处": "organisation=公证处 from=2026-01-01T00:00:00+08:00 to=2026-12-31T23:59:59+08:00 revoked=2027-03-01T00:00:00+08:00",
            "witness:xueyuan": "to=" + day + "T11:41:00+08:00", "log": "from=" + day + "T00:00:00+08:00",
            "other:operator": "organisation=市场监管局 to=" + day + "T09:40:59+08:00"}, "more": ["operator {other:operator}"]}},
        proven={"notice": day + "T09:41:00+08:00", "close": day + "T10:41:00+08:00", "transcript": day + "T11:41:00+08:00"}), EIGHT)
    # 19. a larger log, an extension line, the log's signature last; a quorum of one witness
    day = "2026-10-20"
    plans["ce-ed-large-log"] = with_balls("ce-ed-large-log", plan(ED, 319, day + "T09:00:00+08:00", {
        "notice": place(255, 256, day, "jiwei 09:40:00", "xueyuan 09:41:00"),
        "close": place(256, 257, day, "jiwei 10:40:00", "xueyuan 10:41:00", extension=["qian vectors: an extension line"]),
        "transcript": place(300, 777, day, "jiwei 11:40:00", "xueyuan 11:41:00", extension=["one", "two 二", "— three"], log_last=True)}, roster="joint",
        policies={"policy": {"quorum": ["quorum xueyuan"]}}, witnesses={"close": ["xueyuan"], "transcript": ["xueyuan"]},
        proven={"notice": day + "T09:41:00+08:00", "close": day + "T10:41:00+08:00", "transcript": day + "T11:41:00+08:00"}), EIGHT)
    return plans_policies.add(plans, NIST_ID)


def keys_of(name, p):
    """The Keys of a plan."""
    keys = ceremony.cast(p["suite"], p["cast"], "监督员" if p["cast"] == "supervisor" else None)
    for role, old in p["instead"].items():
        keys.roles[role] = keys.roles[old]
    rand = Rand("ceremony nonces " + name)
    keys.nonces = [rand.hex() for _ in ceremony.CONTRIBUTORS]
    keys.leaves = {int(i): v for i, v in p["leaves"].items()}
    return keys


def policies_of(p, keys, rules):
    """Policy name -> bytes."""
    pack = json.loads(rules)["name"]
    out = {}
    for name, arguments in p["policies"].items():
        more = [re.sub("{(.*)}", lambda m: keys[m[1]].vkey, line) for line in arguments.get("more", ())]
        out[name] = ceremony.policy_text(keys, [(pack, h(p["suite"], rules))], rehearsal=p["rehearsal"], **{**arguments, "more": more})
    return out


def build(name, **changes):
    """(files, the policy's bytes, keys) of a plan with changes."""
    files, policies, keys = build_all(name, **changes)
    return files, policies["policy"], keys


def build_all(name, **changes):
    p = {**all_plans()[name], **changes}
    rules = CHANGCHUN.read_bytes() if p["rules"] == "changchun-2021" else OLD_PACK
    keys = keys_of(name, p)
    if p.get("replaces"):
        old, _, old_keys = build_all(p["replaces"])
        p["replaces_note"], p["replaces_proof"] = old["void.note"], old["log/void.tlog-proof"]
        if old_keys["log"] is keys["log"] or old_keys["log"].vkey == keys["log"].vkey:
            for kind, at in all_plans()[p["replaces"]]["log"].items():
                keys.leaves[at["index"]] = ceremony.tlog.leaf(old[kind + ".note"])
    return ceremony.make(p, keys, roster(p["roster"]), rules), policies_of(p, keys, rules), keys
