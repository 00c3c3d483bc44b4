# SPDX-License-Identifier: MulanPSL-2.0
"""The eight whole draws: rosters that look like life but are made up, and what people decide (request.md)."""
from base import SUITES, Rand, by_bytes, h, registration_check, uscc_check
from tables import write

DISTRICTS = ("220102", "220103", "220104", "220105", "220106", "220112", "220113", "220122")
# trade names and trades; no firm is meant
WORDS = ("吉盛", "北湖", "松韵", "丰泽", "春城", "禾源", "净月潭边", "雪松", "瑞禾", "长影旧址旁", "伊通河", "云杉", "合顺", "百卉",
         "绿岛", "朝晖", "𠮷野林", "万塔", "宏聚", "青禾")
TRADES = ("餐饮店", "食品有限公司", "印务有限公司", "药房", "超市", "宾馆有限公司", "建材商行", "幼儿园", "机动车检测有限公司", "洗浴中心")
CODE_SET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc(rand, area):
    prefix = rand.pick(("91", "92")) + area + "MA" + "".join(rand.pick(CODE_SET) for _ in range(7))
    return prefix + uscc_check(prefix)


def typed_ids(rand):
    return ["loc:" + rand.pick(DISTRICTS) + "-%04d" % rand.below(10000), "area:220102", "product:dianti.%03d" % rand.below(1000)]


def target_rows(rand, n, items, classes="AAAAABBBCD"):
    """n rows of targets.tsv; typed ids, one old number, area `-` and class `-` among them."""
    rows = []
    special = typed_ids(rand)[:2]
    for i in range(n):
        area = rand.pick(DISTRICTS)
        if i < len(special):
            target = special[i]
        elif i == len(special):
            first = area + "%08d" % rand.below(10**8)
            target = first + registration_check(first)
        else:
            target = uscc(rand, area)
        name = "长春市" + rand.pick(WORDS) + rand.pick(TRADES)
        if i == 5:
            name = "Café Lumière（长春）餐饮店"
        if i == 6:
            name = "长春 国际 会展店"                  # blanks inside are allowed (tables 1.2)
        own = [c for c in items if rand.below(10) < 8] or [items[0]]
        barred = []
        for c in own:
            if rand.below(12) == 0:
                barred.append(c + "=" + rand.pick(("certified:CNAS/L%05d" % rand.below(10**5),
                                                   "repeat:2026-J-%03d/%d" % (rand.below(900), 1 + rand.below(300)))))
        rows.append([target, name, "-" if i in (1, 7) else area, "-" if i in (2, 8) else rand.pick(classes),
                     ",".join(sorted(own, key=by_bytes)), ",".join(sorted(barred, key=by_bytes)), rand.hex(32)])
    return sorted(rows, key=lambda r: "\t".join(r).encode())


def inspector_rows(rand, suite, people):
    """people: (role, department, areas, items, capacity); numbered by salted identity (tables 3)."""
    rows = []
    for n, (role, department, areas, items, capacity) in enumerate(people):
        identity = h(suite, rand.hex(32) + "|" + "吉A%06d" % (1000 + n) + "|" + "演练人员" + chr(0x7532 + n))
        rows.append([identity, role, department, areas, items, str(capacity)])
    rows.sort()
    return [["P%06d" % n] + r[1:] + [r[0]] for n, r in enumerate(rows, 1)]


def recusal_rows(rand, targets, inspectors, n):
    pairs = [(p[0], t[0]) for p in inspectors for t in targets]
    return sorted([[p, t, rand.pick(("本人曾任职", "近亲属任职", "申请回避 2026-11"))]
                   for p, t in rand.some(pairs, n)], key=lambda r: "\t".join(r).encode())


def balls(rand, source):
    numbers = list(range(source["from"], source["to"] + 1))
    drawn = []
    for _ in range(source["count"]):
        drawn.append(numbers.pop(rand.below(len(numbers))))
    return "-".join("%02d" % x for x in drawn)


ONE = [{"code": "SC-001", "name": "食品经营许可检查", "department": "SCJG", "kind": "general", "ratio": "12.5%"}]
JOINT = [
    {"code": "SC-001", "name": "食品经营许可检查", "department": "SCJG", "kind": "general", "ratio": "15%", "cap": "18%"},
    {"code": "SC-002", "name": "特种设备使用检查", "department": "SCJG", "kind": "key", "ratio": "20%"},
    {"code": "XF-001", "name": "消防安全检查", "department": "XFJY", "kind": "key",
     "ratios": {"-": "20%", "A": "20%", "B": "25%", "C": "50%", "D": "100%"}}]
APPROVED = {"code": "SC-003", "name": "电梯维护检查", "department": "SCJG", "kind": "general", "ratio": "30%",
            "approval": "演练批准〔2026〕7号"}
UNIFORM = {"stratify": [], "weights": {}, "minimum": 0}
BY_CLASS = {"stratify": ["class"], "weights": {"A": 1, "B": 2, "C": 4, "D": 8}, "minimum": 1}
EIGHT = {"source": "balls", "count": 8, "from": 1, "to": 35}
FOUR = {"source": "balls", "count": 4, "from": 0, "to": 33}
SC, XF = "SC-001,SC-002,SC-003", "XF-001"
PEOPLE_ONE = [("inspector", "SCJG", "*", "SC-001", 3), ("inspector", "SCJG", "*", "SC-001,SC-002", 2),
              ("inspector", "SCJG", "220102,220103,220104,220105", "SC-001", 4), ("inspector", "SCJG", "*", "SC-001", 1),
              ("inspector", "SCJG", "220106,220112,220113,220122", "SC-001", 4), ("inspector", "SCJG", "*", "SC-001", 0),
              ("inspector", "XFJY", "*", "SC-001", 5), ("inspector", "SCJG", "", "SC-001", 5),
              ("expert", "JLDX", "*", "SC-001", 2)]
PEOPLE_JOINT = [("inspector", "SCJG", "*", SC, 7), ("inspector", "SCJG", "*", "SC-001", 6),
                ("inspector", "SCJG", "220102,220103,220104", SC, 8), ("inspector", "SCJG", "*", "SC-002,SC-003", 5),
                ("inspector", "SCJG", "220105,220106,220112", "SC-001,SC-002", 6), ("inspector", "SCJG", "*", SC, 4),
                ("inspector", "XFJY", "*", XF, 9), ("inspector", "XFJY", "220102,220103,220113,220122", XF, 6),
                ("inspector", "XFJY", "*", XF, 4), ("inspector", "XFJY", "*", "", 6),
                ("expert", "JLDX", "*", "SC-001,XF-001", 4), ("expert", "SCJG", "*", "SC-002", 3),
                ("expert", "JLDX", "220102,220104,220106", SC, 2), ("inspector", "SCJG", "*", SC, 0)]


def _plan(suite, items, targets, people, recusals, **more):
    plan = {"suite": suite, "items": items, "size": targets, "people": people, "recusals": recusals,
            "authority": "长春市双随机办公室", "initiator": "SCJG", "batches": 1, "on_missing": "void", "withheld": [],
            "public": [EIGHT], "rehearsal": False, "created": "2026-11-23T09:00:00+08:00",
            "team": {"per_visit": 2, "per_department": 1, "experts": 0}, "replaces": None, "reason": None,
            **UNIFORM}
    plan.update(more)
    return plan


def all_plans():
    """Name -> plan. Every feature of the spec occurs in at least two of them."""
    ed, sm = SUITES
    proceed = {"on_missing": "proceed", "withheld": ["公证处"]}
    return {
        "ed-one-balls": _plan(ed, ONE, 40, PEOPLE_ONE, 6),
        "ed-one-alone": _plan(ed, ONE, 32, PEOPLE_ONE, 3, rehearsal=True, public=[], batches=2, replaces="220100-2026-J-0100",
                              reason="名录有误，重新抽取"),
        "ed-joint-balls": _plan(ed, JOINT, 60, PEOPLE_JOINT, 12, **BY_CLASS | {"public": [FOUR, EIGHT], "batches": 3,
                                "team": {"per_visit": 3, "per_department": 1, "experts": 1}}),
        "ed-joint-withheld": _plan(ed, JOINT[:2] + [JOINT[2], APPROVED], 48, PEOPLE_JOINT, 8, rehearsal=True, batches=4,
                                   stratify=["class", "area"], weights={"-": 3, "C": 4, "D": 8}, initiator="XFJY",
                                   team={"per_visit": 2, "per_department": 1, "experts": 2}, **proceed),
        "sm-one-balls": _plan(sm, ONE, 24, PEOPLE_ONE, 4, rehearsal=True, stratify=["area"], batches=7,
                              team={"per_visit": 2, "per_department": 2, "experts": 1}),
        "sm-one-withheld": _plan(sm, [ONE[0] | {"cap": "15%"}], 50, PEOPLE_ONE, 8, replaces="220100-2026-J-0105",
                                 reason="公证处未到场", public=[FOUR], **proceed),
        "sm-joint-balls": _plan(sm, JOINT[:2] + [JOINT[2], APPROVED], 56, PEOPLE_JOINT, 10, **BY_CLASS | {
            "public": [EIGHT, FOUR], "batches": 2, "initiator": "JTYS",
            "team": {"per_visit": 4, "per_department": 2, "experts": 1}}),
        "sm-joint-alone": _plan(sm, JOINT, 45, PEOPLE_JOINT, 9, rehearsal=True, public=[], stratify=["area", "class"],
                                weights={"A": 1, "B": 2, "C": 4, "D": 8}, batches=3,
                                team={"per_visit": 3, "per_department": 1, "experts": 0}),
    }


CONTRIBUTORS = ("纪检监察", "公证处", "observer.west")


def build(name, number, plan):
    """What make_bundle needs: (suite, plan, tables, secrets of operator and contributors, nonces)."""
    suite, rand = plan["suite"], Rand("bundle " + name)
    plan = dict(plan)
    plan["draw"] = "220100-2026-J-%04d" % (200 + number)
    plan["title"] = ("演练：" if plan["rehearsal"] else "") + "2026年部门联合抽查（测试向量 %d）" % number
    plan["plan"] = {"line": "2026-J-%03d" % (200 + number), "serial": 200 + number, "replaces": plan["replaces"],
                    "reason": plan["reason"]}
    targets = target_rows(rand, plan["size"], [i["code"] for i in plan["items"] if i["code"] != "SC-003"])
    if any(i["code"] == "SC-003" for i in plan["items"]):
        for row in rand.some(targets, 4):               # four rows: a roster that needs the approval (quota 2.2)
            row[4] = ",".join(sorted(row[4].split(",") + ["SC-003"], key=by_bytes))
        targets.sort(key=lambda r: "\t".join(r).encode())
    known = [i["code"] for i in plan["items"]]
    people = [(role, d, areas, ",".join(c for c in items.split(",") if c in known), cap)
              for role, d, areas, items, cap in plan["people"]]
    inspectors = inspector_rows(rand, suite, people)
    tables = {"targets": write("targets", targets), "inspectors": write("inspectors", inspectors),
              "recusals": write("recusals", recusal_rows(rand, targets, inspectors, plan["recusals"]))}
    plan["values"] = [balls(rand, p) for p in plan["public"]]
    secrets = [("operator", rand.bytes())] + [(c, rand.bytes()) for c in CONTRIBUTORS]
    nonces = [rand.hex() for _ in CONTRIBUTORS]
    return suite, plan, tables, secrets, nonces
