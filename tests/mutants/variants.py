# SPDX-License-Identifier: MulanPSL-2.0
"""Other lawful draws, made by vectors/make from the bases: each must be VALID with its policy."""
import json

import bundle
import notes
from base import Rand, by_bytes, uscc_check
from bundle import make_bundle
from lab import Base, dump
from quota import Refusal
from tables import read, write

TABLES = ("targets", "inspectors", "recusals")


class Draw:
    """The inputs of one draw, to be changed and made."""

    def __init__(self, base):
        n = base.notice
        self.suite, self.signers, self.nonces, self.rules = base.suite, list(base.keys), list(base.nonces), base.files["rules.json"]
        self.plan = {k: n[k] for k in ("draw", "title", "authority", "rehearsal", "plan", "initiator", "stratify", "weights", "minimum", "batches", "team", "on_missing", "public", "created")}
        self.plan["items"] = [{k: i[k] for k in ("code", "name", "department", "kind", "ratio", "ratios", "cap", "approval") if k in i} for i in n["items"]]
        self.plan["withheld"] = [x.split(" ")[1] for x in base.files["contributions.txt"].decode().split("\n") if x.startswith("withheld ")]
        self.plan["values"] = [x.split(" ")[2] for x in base.files["entropy.txt"].decode().split("\n") if x.startswith("public ")]
        self.rows = {t: [list(r.values()) for r in base.rows(t)] for t in TABLES}

    def make(self):
        tables = {t: write(t, sorted(self.rows[t], key=lambda r: "\t".join(r).encode())) for t in TABLES}
        files = make_bundle(self.suite, json.loads(json.dumps(self.plan)), tables, self.rules, self.signers, self.nonces)
        from base import h
        policy = notes.policy_text(self.signers[0].vkey, [s.vkey for s in self.signers[1:]], json.loads(self.rules)["name"], h(self.suite, self.rules), self.plan["rehearsal"])
        return files, policy


def ratio_all(d, r, **more):
    for i in d.plan["items"]:
        i.pop("ratios", None), i.pop("cap", None), i.pop("approval", None)
        i.update(ratio=r, **more)
        d.plan["items"] = [{k: i[k] for k in ("code", "name", "department", "kind", "ratio", "ratios", "cap", "approval") if k in i} for i in d.plan["items"]]


def set_plan(**more):
    return lambda d: d.plan.update(more)


def people(column, value, only=lambda r: True):
    def change(d):
        for r in d.rows["inspectors"]:
            if only(r):
                r[column] = value
    return change


def nonces(d):
    d.nonces = [Rand("control nonce").hex() for _ in d.nonces]
    d.nonces = [Rand("control nonce %d" % i).hex() for i in range(len(d.nonces))]


def values(d):
    d.plan["values"] = ["-".join("%02d" % (p["to"] - i) for i in range(p["count"])) for p in d.plan["public"]]


def first_only(d, *codes):
    """The draw with only the first item."""
    d.plan["items"] = d.plan["items"][:1]
    code = d.plan["items"][0]["code"]
    for t, column in (("targets", 4), ("inspectors", 4)):
        for r in d.rows[t]:
            r[column] = code if code in r[column].split(",") else ""
    for r in d.rows["targets"]:
        r[5] = ",".join(b for b in r[5].split(",") if b.startswith(code + "="))


def items_200(d):
    first_only(d)
    one = d.plan["items"][0]
    d.plan["items"] = [{**one, "code": "X-%03d" % i, "name": "事项 %d" % i, "ratio": "10%"} for i in range(200)]
    for i in d.plan["items"]:
        i.pop("ratios", None), i.pop("cap", None), i.pop("approval", None)
    every = ",".join(i["code"] for i in d.plan["items"])
    for r in d.rows["targets"]:
        r[4], r[5] = every, ""
    for r in d.rows["inspectors"]:
        r[4] = every


def add_targets(n, items=None):
    def change(d):
        for i in range(n):
            first = "91220199MA" + "0123456789ABCDEFGHJK"[i % 20] + "%06d" % i
            d.rows["targets"].append([first + uscc_check(first), "新增 %d" % i, "220199", "C", d.plan["items"][0]["code"] if items is None else items, "", Rand("salt %d" % i).hex(32)])
    return change


def rows_rename(ids):
    def change(d):
        for r, new in zip(d.rows["targets"], ids):
            for q in d.rows["recusals"]:
                q[1] = new if q[1] == r[0] else q[1]
            r[0] = new
    return change


def names(d):
    for r, name in zip(d.rows["targets"], ("长" * 170 + "ab", "a", "𠮷", "<script>", "=1+1", "\"quoted\"", "a\\b", "#号店", "%s%n", "é", "각", "ﷺ", "👍", "龘" * 3, "a  b", "'; --")):
        r[1] = name


def contributors(n):
    def change(d):
        d.signers = d.signers[:1] + [notes.Signer("贡献者%d" % i, d.suite, Rand("c %d" % i).bytes()) for i in range(n)]
        d.nonces, d.plan["withheld"] = [Rand("n %d" % i).hex() for i in range(n)], []
    return change


def pack(change):
    def work(d):
        value = json.loads(d.rules)
        change(value)
        d.rules = dump(value)
    return work


def only_experts(d):
    d.rows["inspectors"] = [["P%06d" % (n + 1), "expert"] + r[2:] for n, r in enumerate(d.rows["inspectors"])]


def no_class(d):
    for r in d.rows["targets"]:
        r[3] = "-"


VARIANTS = [
    ("other-nonces", nonces), ("other-balls", values), ("no-recusals", lambda d: d.rows.update(recusals=[])), ("no-inspectors", lambda d: d.rows.update(inspectors=[], recusals=[])),
    ("nobody-able", people(5, "0")), ("nobody-anywhere", people(3, "")), ("capacity-million", people(5, "1000000")), ("all-areas", people(3, "*")), ("only-experts", only_experts), ("capacity-one", people(5, "1")),
    ("k-is-n", lambda d: (ratio_all(d, "100%", approval="全数"), [r.__setitem__(5, "") for r in d.rows["targets"]])), ("tiny-ratio-approved", lambda d: ratio_all(d, "0.0001%", approval="批准")), ("batches-1000", set_plan(batches=1000)), ("batches-1", set_plan(batches=1)),
    ("minimum-0", set_plan(minimum=0)), ("no-weights", set_plan(weights={})), ("weights-1000", set_plan(weights={"-": 1, "A": 1, "B": 1, "C": 1, "D": 1000})), ("by-class", set_plan(stratify=["class"], minimum=0)),
    ("rows-without-items", add_targets(5, "")), ("more-rows", add_targets(40)), ("items-200", items_200), ("kind-general-cap", lambda d: (first_only(d), d.plan["items"][0].update(kind="general"), ratio_all(d, "20%", kind="general"), d.plan["items"][0].update(cap="20%"))),
    ("ratio-3%", lambda d: (add_targets(100)(d), first_only(d), ratio_all(d, "3%", kind="general"))), ("ratio-3.0000%", lambda d: (add_targets(100)(d), first_only(d), ratio_all(d, "3.0000%", kind="general"))),
    ("initiator-nobody", set_plan(initiator="ZZZZ")), ("team-20", set_plan(team={"per_visit": 20, "per_department": 20, "experts": 20})), ("experts-3", set_plan(team={"per_visit": 2, "per_department": 1, "experts": 3})),
    ("one-contributor", contributors(1)), ("64-contributors", contributors(64)), ("names-odd", names), ("typed-ids", rows_rename(["loc:a", "a:b", "product:" + "x" * 56, "z:Z.-_:9"])),
    ("replaces", lambda d: d.plan.update(plan={"line": "长" * 21, "serial": 999999, "replaces": "X:1._-", "reason": "重" * 170})), ("serial-1", lambda d: d.plan["plan"].update(serial=1)), ("title-512", set_plan(title="长" * 170 + "ab")),
    ("text-odd", set_plan(title='"引号" \\ / {} [] , : 🀄', authority="a")), ("created-leap", set_plan(created="2028-02-29T23:59:59+08:00")), ("created-first-day", set_plan(created="2021-01-04T00:00:00+08:00")),
    ("pack-to-today", pack(lambda v: v["effective"].update(to="2026-11-23"))), ("pack-no-constants", pack(lambda v: v.update(constants=[]))), ("pack-constant-null", pack(lambda v: v["constants"][0].update(value=None))), ("pack-team-1", pack(lambda v: v["team"].update(minimum=1))),
    ("draw-id-64", set_plan(draw="a.B_:-" + "9" * 58)), ("class-none", no_class), ("public-8", lambda d: d.plan.update(public=[{"source": "balls", "count": 8, "from": 1, "to": 35}] * 8, values=["01-02-03-04-05-06-07-08"] * 8)),
    ("balls-0-99", lambda d: d.plan.update(public=[{"source": "balls", "count": 20, "from": 0, "to": 99}], values=["-".join("%02d" % i for i in range(80, 100))])), ("balls-all", lambda d: d.plan.update(public=[{"source": "balls", "count": 10, "from": 1, "to": 10}], values=["10-09-08-07-06-05-04-03-02-01"])),
    ("one-target-each", lambda d: (first_only(d), d.rows.update(targets=d.rows["targets"][:1], recusals=[]), [r.__setitem__(4, d.plan["items"][0]["code"]) for r in d.rows["targets"]], [r.__setitem__(5, "") for r in d.rows["targets"]], ratio_all(d, "1%", approval="一户"))),
]


def variants(base):
    """(name, files, policy) of those that the quota page does not refuse for this base."""
    for name, change in VARIANTS:
        d = Draw(base)
        try:
            change(d)
            files, policy = d.make()
        except Refusal:
            continue
        yield name, files, policy
