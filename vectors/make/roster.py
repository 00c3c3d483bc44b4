# SPDX-License-Identifier: MulanPSL-2.0
"""A made-up but lifelike input for the request of spec/request.md, of any size up to 10,000,000 targets, written row by row.

    python3 vectors/make/roster.py DIR --targets N --inspectors M --seed S \\
        --items SC-001:SCJG,SC-002:SCJG,XF-001:XFJY --capacity C [--suite sm3-sm2]

Writes targets.csv, inspectors.csv, recusals.csv and a request.json that fits. All names are marked 演练 (rehearsal)."""
import argparse
import json
import os
import random
import sys

AREAS = ("220102", "220103", "220104", "220105", "220106", "220112", "220113", "220122")
CLASSES = "A" * 50 + "B" * 30 + "C" * 15 + "D" * 5          # about 50 / 30 / 15 / 5
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALUE = {c: i for i, c in enumerate(ALPHABET)}
WEIGHT = [3**i % 31 for i in range(17)]
SPACE = 31**7
WORDS = ("吉盛", "北湖", "松韵", "丰泽", "春城", "禾源", "雪松", "瑞禾", "云杉", "合顺", "百卉", "绿岛", "朝晖", "𠮷野林", "万塔", "宏聚", "青禾")
TRADES = ("餐饮店", "食品有限公司", "印务有限公司", "药房", "超市", "宾馆有限公司", "建材商行", "幼儿园", "机动车检测有限公司", "洗浴中心")


def check_character(first17):
    """GB 32100 (tables 2.1): the sum and the last value together are divisible by 31."""
    return ALPHABET[-sum(VALUE[c] * w for c, w in zip(first17, WEIGHT)) % 31]


def target_id(i, start):
    """The id of target i. The step is prime to 31, so start + i·step runs through all 31^7 values without repeating one."""
    if i % 5000 == 4999:
        return "loc:%s-%07d" % (AREAS[i % 8], i)                # a few typed ids
    n = (start + i * 17283645029) % SPACE
    body = ""
    for _ in range(7):
        n, digit = divmod(n, 31)
        body += ALPHABET[digit]
    first = ("91" if i % 3 else "92") + AREAS[(i * 5 + start) % 8] + "MA" + body
    return first + check_character(first)


def field(text):
    """RFC 4180: quoted where it must be."""
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text


def targets(place, n, rand, start, codes):
    with open(place, "w", encoding="utf-8", newline="") as f:
        f.write("id,name,area,class,items,barred\n")
        for i in range(n):
            own = [c for c in codes if rand.random() < 0.7] or [codes[i % len(codes)]]
            name = "演练" + WORDS[rand.randrange(17)] + TRADES[rand.randrange(10)] + str(i)
            if i % 1000 == 500:
                name = '演练"双引号",逗号店%d' % i
            area = "" if i % 2003 == 2002 else AREAS[(i * 5 + start) % 8]       # empty: `-` (request 2.1)
            kind = "" if i % 997 == 996 else CLASSES[rand.randrange(100)]
            barred = ""
            if rand.random() < 0.004:
                barred = own[-1] + ("=certified:CNAS/L%05d" if i % 2 else "=repeat:2026-J-%05d") % rand.randrange(100000)
            f.write("%s,%s,%s,%s,%s,%s\n" % (target_id(i, start), field(name), area, kind, ";".join(own), barred))


def inspectors(place, m, rand, owner, capacity):
    departments = sorted(set(owner.values()))
    certificates = []
    with open(place, "w", encoding="utf-8", newline="") as f:
        f.write("certificate,name,role,department,areas,items,capacity\n")
        for i in range(m):
            certificate = "吉A%07d" % (1000000 + i)
            certificates.append(certificate)
            expert = i % 20 == 19
            department = "ZJK" if expert else departments[i % len(departments)]
            mine = [c for c in owner if expert or owner[c] == department]
            items = [c for c in mine if rand.random() < 0.85] or mine[:1]
            areas = "*" if rand.random() < 0.5 else ";".join(sorted(rand.sample(AREAS, rand.randrange(1, 6))))
            f.write("%s,演练人员%06d,%s,%s,%s,%s,%d\n" % (certificate, i, "expert" if expert else "inspector", department, areas, ";".join(items), capacity))
    return certificates


def recusals(place, n, rand, start, certificates):
    wanted = min(len(certificates) // 3 + 1, n * len(certificates)) if n else 0
    seen = set()
    with open(place, "w", encoding="utf-8", newline="") as f:
        f.write("certificate,target,reason\n")
        while len(seen) < wanted:
            pair = (rand.randrange(len(certificates)), rand.randrange(n))
            if pair not in seen:
                seen.add(pair)
                f.write("%s,%s,%s\n" % (certificates[pair[0]], target_id(pair[1], start), ("演练：曾任职", "演练：近亲属任职", "演练：申请回避")[len(seen) % 3]))


def request(place, suite, owner, seed):
    items = [{"code": c, "name": "演练事项 " + c, "department": owner[c], "kind": "general", "ratio": "5%"} for c in owner]
    value = {"draw": "220100-2026-R-%s" % seed, "title": "演练：合成名录抽查", "authority": "演练办公室", "suite": suite, "plan_line": "2026-R-%s" % seed, "serial": 1,
             "rules": "changchun-2021", "rehearsal": True, "initiator": next(iter(owner.values())), "stratify": ["class"],
             "weights": {"A": 1, "B": 2, "C": 4, "D": 8}, "minimum": 1, "batches": 4, "items": items,
             "team": {"per_visit": 2, "per_department": 1, "experts": 0}, "contributors": ["纪检监察", "公证处", "observer.west"],
             "public": [{"source": "balls", "count": 8, "from": 1, "to": 35}], "targets": "targets.csv", "inspectors": "inspectors.csv",
             "recusals": "recusals.csv"}
    with open(place, "w", encoding="utf-8") as f:
        f.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--targets", type=int, default=1000)
    parser.add_argument("--inspectors", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--items", default="SC-001:SCJG,SC-002:SCJG,XF-001:XFJY")
    parser.add_argument("--capacity", type=int, default=10)
    parser.add_argument("--suite", default="sha256-ed25519", choices=("sha256-ed25519", "sm3-sm2"))
    a = parser.parse_args()
    if not 0 <= a.targets <= 10**7 or not 0 <= a.inspectors <= 999999 or a.seed < 0:
        sys.exit("targets up to 10,000,000, inspectors up to 999,999, a seed of at least 0")
    owner = dict(part.rsplit(":", 1) for part in a.items.split(","))
    os.makedirs(a.folder, exist_ok=True)
    start = random.Random("start %d" % a.seed).randrange(SPACE)
    place = lambda name: os.path.join(a.folder, name)
    targets(place("targets.csv"), a.targets, random.Random("targets %d" % a.seed), start, list(owner))
    people = inspectors(place("inspectors.csv"), a.inspectors, random.Random("inspectors %d" % a.seed), owner, a.capacity)
    recusals(place("recusals.csv"), a.targets, random.Random("recusals %d" % a.seed), start, people)
    request(place("request.json"), a.suite, owner, a.seed)


if __name__ == "__main__":
    main()
