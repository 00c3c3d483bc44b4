# SPDX-License-Identifier: MulanPSL-2.0
"""Faults in transcript.json, and false choices carried through selection, assignment and transcript together."""
import json

from assign import second_random
from bundle import SOLO, SOLO_ALONE, visit_inputs
from draw import batch_sizes, eligible, target_key
from lab import Mutant, dump, flip_hex, jedit
from ops_json import get, paths, put, text
from ops_notice import BAD_DIGESTS
from tables import read, write

L = (0, 1, 2)


def transcript(base):
    t = base.transcript

    def m(path, op, new, codes, also=(), **more):
        return Mutant("transcript.json:" + text(path), op, {"transcript.json": jedit(put(path, new))}, codes, also, levels=L, **more)
    fields = {"roster": "Q01", "eligible": "Q01", "visits": "D08", "slots": "A08", "filled": "A08"}
    for path, v in paths(t):
        name = path[-1]
        if len(path) > 1 and path[-2] == "barred":
            for d in (1, -1):
                yield m(path, "%+d" % d, lambda v, d=d: v + d, ["R03"])
            yield Mutant("transcript.json:" + text(path), "gone", {"transcript.json": jedit(lambda v, c, path=path: get(v, path[:-1]).pop(path[-1]))}, ["R03"], levels=L)
        elif isinstance(v, int) and not isinstance(v, bool):
            code = fields.get(name) or ("D08" if path[0] == "batches" else "Q02" if len(path) == 3 else "Q03")
            for d in (1, -1, 2**32, 2**53 - 1 - v):
                if v + d >= 0 and d:
                    yield m(path, "%+d" % d if abs(d) < 2**33 else "max", lambda v, d=d: v + d, [code], ["Q05"] if name in ("eligible", "quota") else [])
        elif name == "barred":
            yield m(path, "zz", lambda v: dict(sorted({**v, "zz": 1}.items())), ["R03"])
            yield m(path, "zero", lambda v: dict(sorted({**v, "zero": 0}.items())), ["R03"])
            yield m(path, "upper", lambda v: dict(sorted({**v, "Zz": 1}.items())), ["R03|F08"])
        elif name in ("code", "label"):
            yield m(path, "other", lambda v: v + "x", ["Q01"], ["Q02", "Q03", "Q05", "R03", "D02"])
        elif name == "cutoff":
            for op, new in [("null", None), ("flip", flip_hex), ("zero", "0" * 64), ("max", "f" * 64)] if v else [("named", "0" * 64)]:
                yield m(path, op, new, ["D02"])
            if v:
                for op, change in BAD_DIGESTS:
                    yield m(path, op, change, ["D02|F08"])
        elif name == "chance":
            for op, new in ([("null", None), ("more", lambda v: str(int(v.split("/")[0]) + 1) + "/" + v.split("/")[1]), ("less", lambda v: v.split("/")[0] + "/" + str(int(v.split("/")[1]) + 1)),
                             ("doubled", lambda v: "/".join(str(2 * int(x)) for x in v.split("/"))), ("zero", lambda v: "0" + v), ("blank", lambda v: v.replace("/", " / ")), ("percent", "5%"), ("empty", ""),
                             ("ratio", lambda v: v.replace("/", ":")), ("plus", lambda v: "+" + v)] if v else [("named", "0/0")]):
                yield m(path, op, new, ["Q05|F08"])
        elif path in (("spec",), ("draw",), ("notice",)):
            new = {"spec": "qian/2", "draw": "220100-2026-J-9999", "notice": flip_hex}[name]
            yield m(path, "other", new, ["H04"])
            yield m(path, "empty", "", ["H04|F08"])
            if name == "notice":
                for op, change in BAD_DIGESTS:
                    yield m(path, op, change, ["H04|F08"])
        elif name == "seed" or path[0] == "subseeds" and len(path) == 2:
            yield m(path, "flip", flip_hex, ["D09"])
            yield m(path, "zero", "0" * 64, ["D09"])
            for op, change in BAD_DIGESTS:
                yield m(path, op, change, ["D09|F08"])
        elif name == "assurance":
            for op, new in [("other-one", other_assurance(v)), ("praise", "full: nobody could have cheated"), ("point", v + "."), ("upper", v.upper()), ("blank", v + " "), ("empty", "")]:
                yield m(path, op, new, ["E11|F08"])
        elif name == "engine":
            yield Mutant("transcript.json:" + text(path), "other-valid", {"transcript.json": jedit(put(path, "qian 9"))}, [], levels=(0, 1))
            for value in ["", "长" * 171, " x", "x "]:
                yield m(path, "value %.5s" % value, value, ["F08"], usable=False)
    yield m(("subseeds",), "rotated", lambda v: dict(zip(v, list(v.values())[1:] + list(v.values())[:1])), ["D09"])
    yield m(("visits",), "none", 0, ["D08"])
    yield m(("batches",), "one-more", lambda v: v + [0], ["D08"])
    yield m(("batches",), "one-less", lambda v: v[:-1], ["D08"])
    yield m(("batches",), "moved", lambda v: [v[0] + 1] + v[1:-1] + ([v[-1] - 1] if len(v) > 1 else []), ["D08"])
    yield m(("items",), "one-less", lambda v: v[:-1], ["Q01"], ["Q02", "Q03", "Q05", "R03", "D02", "F08"])
    yield m(("items",), "double", lambda v: v + v[-1:], ["Q01"], ["Q02", "Q03", "Q05", "R03", "D02", "F08", "F05"])
    if len(t["items"]) > 1:
        yield m(("items",), "swap", lambda v: v[1::-1] + v[2:], ["Q01|F05"], ["Q02", "Q03", "Q05", "R03", "D02", "F05"])
    for i, item in enumerate(t["items"]):
        if len(item["strata"]) > 1:
            yield m(("items", i, "strata"), "swap", lambda v: v[1::-1] + v[2:], ["Q01|F05"], ["Q02", "Q03", "Q05", "R03", "D02", "F05"])
            yield m(("items", i, "strata"), "one-less", lambda v: v[:-1], ["Q01"], ["Q02", "Q03", "Q05", "R03", "D02"])


def other_assurance(now):
    return SOLO_ALONE if now == SOLO else SOLO


def collusion(base):
    """A false choice carried through selection, assignment and transcript (level 3)."""
    rows, notice, t = base.rows("selection"), base.notice, base.transcript
    targets = {r["id"]: r for r in base.rows("targets")}
    sub = t["subseeds"]
    recused = {(r["inspector"], r["target"]) for r in base.rows("recusals")}
    for i, item in enumerate(notice["items"]):
        for j, s in enumerate(item["strata"]):
            pool = sorted((target_key(base.suite, sub["targets"], r["id"]), r["id"]) for r in targets.values() if eligible(r, item["code"])
                          and "/".join(r[c] for c in notice["stratify"]) == s["label"])
            if not 0 < s["quota"] < len(pool):
                continue
            visits = {r["id"]: r["items"].split(",") for r in rows}
            lost, won = pool[s["quota"] - 1][1], pool[s["quota"]][1]
            visits[lost] = [c for c in visits[lost] if c != item["code"]]
            visits[won] = sorted(visits.get(won, []) + [item["code"]])
            must, also = {"D02"}, {"D03", "D04", "D05", "D06", "D08"} | {"A0%d" % n for n in range(1, 10)}
            must |= ({"D04"} if not visits[lost] else {"D06"}) | ({"D03"} if visits[won] == [item["code"]] else {"D06"})
            if not visits[lost]:
                del visits[lost]
            made = remade(base, visits, targets, recused, (i, j, pool[s["quota"]][0]))
            yield Mutant("selection.tsv:row", "carried-through %s/%s" % (item["code"], s["label"]), {n: (lambda d, c, n=n, made=made: made[n]) for n in made}, must, also, levels=(3,))


def remade(base, visits, targets, recused, cutoff):
    notice, sub = base.notice, base.transcript["subseeds"]
    order = sorted((target_key(base.suite, sub["targets"], v), v) for v in visits)
    sizes = batch_sizes(len(order), notice["batches"])
    batch = [b for b, size in enumerate(sizes, 1) for _ in range(size)]
    selection = write("selection", [[str(n + 1), v, k, ",".join(visits[v]), str(batch[n])] for n, (k, v) in enumerate(order)])
    inputs = visit_inputs([{"id": v, "row": targets[v], "items": visits[v]} for _, v in order])
    table, count = second_random(base.suite, sub, notice["items"], notice["initiator"], notice["team"], inputs, read("inspectors", base.files["inspectors.tsv"]), recused)
    t = json.loads(base.files["transcript.json"])
    t["items"][cutoff[0]]["strata"][cutoff[1]]["cutoff"] = cutoff[2]
    t["visits"], t["batches"] = len(order), sizes
    t["inspectors"] = {"slots": count["slots"], "filled": count["filled"]}
    t["experts"] = {"slots": count["expert_slots"], "filled": count["expert_filled"]}
    return {"selection.tsv": selection, "assignment.tsv": table, "transcript.json": dump(t)}


def mutants(base):
    for part in (transcript, collusion):
        yield from part(base)
