# SPDX-License-Identifier: MulanPSL-2.0
"""Whole draws: make one, read one, compute again what is derived, re-seal after a change.

For other test tools. A bundle is a dict of file name -> bytes; keys are notes.Signer objects.

    files = read_bundle(folder); keys = load_keys("vectors/bundles/keys.json", "NAME")
    files["targets.tsv"] = files["targets.tsv"].replace(b"...", b"...")
    files = reseal(files, 2, keys)      # digests, roots, manifests and signatures fit again
    files = rebuild(files, keys)        # as if the whole draw had been made from the changed notice and tables
"""
import json
import os

import notes
import tree
from assign import second_random
from base import by_bytes, h
from draw import SCOPES, barred_counts, commitment, contributions, entropy, seeds, select, strata_of
from quota import quotas
from tables import read
from textform import dump

SOLO = ("solo: one machine held every key and nonce, so the commitments prove little; the draw is fair if the "
        "public value came into being after the close")
SOLO_ALONE = ("solo without a public value: one machine held every key and nonce, and whoever ran it could have "
              "chosen the outcome")
ENGINE = "qian-vectors 1 (third hand)"
TABLES = ("targets", "inspectors", "recusals")


def read_bundle(folder):
    files = {}
    for name in sorted(os.listdir(folder)):
        place = os.path.join(folder, name)
        if os.path.isdir(place):
            files.update({name + "/" + n: d for n, d in read_bundle(place).items()})
            continue
        with open(place, "rb") as f:
            files[name] = f.read()
    return files


def write_bundle(folder, files):
    os.makedirs(folder, exist_ok=True)
    for name, data in files.items():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "wb") as f:
            f.write(data)


def load_keys(path, bundle):
    """The signers of one bundle in order: operator, contributors."""
    with open(path, encoding="utf-8") as f:
        entry = json.load(f)["bundles"][bundle]
    return [notes.Signer(k["name"], entry["suite"], bytes.fromhex(k["secret"])) for k in entry["keys"]]


def load_nonces(path, bundle):
    with open(path, encoding="utf-8") as f:
        return json.load(f)["bundles"][bundle]["nonces"]


# --- making a draw ---

def item_entry(item, rows, stratify, weights, minimum, pack):
    """An item of the notice with roster, quota and strata (quota.md). Raises quota.Refusal."""
    strata = strata_of(rows, item["code"], stratify)
    kind = pack["kinds"][item["kind"]]
    case = {"min": kind["min"], "max": kind["max"], "cap": item.get("cap"), "approval": "approval" in item,
            "stratify": stratify, "weights": weights, "minimum": minimum, "strata": strata}
    case["ratio" if "ratio" in item else "ratios"] = item.get("ratio", item.get("ratios"))
    k, seats = quotas(case)
    entry = {name: item[name] for name in ("code", "name", "department", "kind", "ratio", "ratios", "cap", "approval")
             if name in item}
    entry["roster"] = sum(s["roster"] for s in strata)
    entry["quota"] = k
    entry["strata"] = [{"label": s["label"], "roster": s["roster"], "eligible": s["eligible"],
                        "quota": seats[s["label"]]} for s in strata]
    return entry


def table_entry(suite, data):
    return {"rows": data.count(b"\n") - 1, "digest": h(suite, data), "root": tree.table_root(suite, data)}


def assurance_of(notice, contributions_file=b""):
    """bundle 4.6, 4.9."""
    sources = [p["source"] for p in notice["public"]]
    if notice["mode"] == "solo":
        return SOLO if sources else SOLO_ALONE
    every = ("ceremony: to foresee the outcome, every contributor and the maker of every public value (%s) would have to "
             "work together; " % ", ".join(sources))
    if not sources:
        said = ("ceremony without a public value: to foresee or steer the outcome, every contributor would have to work together; "
                "the last to reveal alone could only make the draw void")
    elif "balls" in sources:
        said = every + "to steer it, whoever draws the balls would have to know all else and choose how they fall"
    else:
        said = every + ("to steer it, the maker of every public value would have to work with a contributor before the "
                        "close")
    withheld = len([x for x in contributions_file.split(b"\n") if x.startswith(b"withheld ")])
    if withheld:
        said += "; withheld: %d of %d contributors" % (withheld, len(notice["contributors"]))
    return said + ("; that the lottery's numbers are these, the witnesses vouch" if "lottery" in sources else "")


def notice_of(plan, suite, files, signers, nonces):
    """notice.json as a value, members in the order of bundle 3. plan: all that people decide; mode ceremony has
    `custodians`, two vkeys, and `log`, the origin of the draw's log (bundle 3.12)."""
    pack = json.loads(files["rules.json"])
    rows = read("targets", files["targets.tsv"])
    return {
        "spec": "qian/1", "suite": suite, "draw": plan["draw"], "title": plan["title"],
        "authority": plan["authority"], "operator": signers[0].vkey, "rehearsal": plan["rehearsal"],
        "mode": "ceremony" if "custodians" in plan else "solo",
        "plan": plan["plan"], "rules": {"name": pack["name"], "digest": h(suite, files["rules.json"])},
        **{t: table_entry(suite, files[t + ".tsv"]) for t in TABLES},
        "initiator": plan["initiator"], "stratify": plan["stratify"], "weights": plan["weights"],
        "minimum": plan["minimum"],
        "items": [item_entry(i, rows, plan["stratify"], plan["weights"], plan["minimum"], pack)
                  for i in sorted(plan["items"], key=lambda i: by_bytes(i["code"]))],
        "batches": plan["batches"], "team": plan["team"],
        "contributors": [{"name": s.name, "key": s.vkey, "commitment": commitment(suite, plan["draw"], s.name, n)}
                         for s, n in zip(signers[1:], nonces)],
        **({"custodians": plan["custodians"], "log": plan["log"]} if "custodians" in plan else {}),
        "on_missing": plan["on_missing"], "public": plan["public"], "embargo": plan.get("embargo"),
        "created": plan["created"]}


def make_bundle(suite, plan, tables, rules, signers, nonces):
    """nonces: one a contributor; plan["withheld"]: names of those that do not reveal; plan["values"]: public values."""
    files = {"rules.json": rules, **{t + ".tsv": tables[t] for t in TABLES}}
    notice = notice_of(plan, suite, files, signers, nonces)
    files["notice.json"] = dump(notice)
    digest = h(suite, files["notice.json"])
    reveals = [(s.name, None if s.name in plan["withheld"] else n) for s, n in zip(signers[1:], nonces)]
    files["contributions.txt"] = contributions(plan["draw"], digest, reveals)
    files["entropy.txt"] = entropy(plan["draw"], digest, h(suite, files["contributions.txt"]),
                                   [(p["source"], v) for p, v in zip(plan["public"], plan["values"])])
    draw_again(files)
    return in_order(sign_all(files, suite, plan["draw"], signers))


def in_order(files):
    names = [n for n in notes.FILES["transcript"] + ("transcript.note",) if n in files]
    return {n: files[n] for n in names + [n for n in files if n not in names]}


def visit_inputs(visits):
    """What inspectors.md needs of the visits."""
    return [{"target": v["id"], "area": v["row"]["area"], "items": v["items"]} for v in visits]


def draw_again(files):
    """Make selection, assignment and transcript from notice, tables and entropy (in place)."""
    notice = json.loads(files["notice.json"])
    suite, stratify = notice["suite"], notice["stratify"]
    rows = read("targets", files["targets.tsv"])
    seed, subseeds = seeds(suite, files["entropy.txt"])
    selection, cutoffs, visits, sizes = select(suite, subseeds["targets"], stratify, notice["batches"],
                                               notice["items"], rows)
    recused = {(r["inspector"], r["target"]) for r in read("recusals", files["recusals.tsv"])}
    assignment, count = second_random(suite, subseeds, notice["items"], notice["initiator"], notice["team"],
                                      visit_inputs(visits), read("inspectors", files["inspectors.tsv"]), recused)
    files["selection.tsv"], files["assignment.tsv"] = selection, assignment
    items = []
    for i in notice["items"]:
        strata = [{"label": s["label"], "roster": s["roster"], "eligible": s["eligible"],
                   "barred": barred_counts(rows, i["code"], stratify, s["label"]), "quota": s["quota"],
                   "cutoff": cutoffs[i["code"]][s["label"]],
                   "chance": "%d/%d" % (s["quota"], s["eligible"]) if s["eligible"] else None} for s in i["strata"]]
        items.append({"code": i["code"], "roster": i["roster"], "eligible": sum(s["eligible"] for s in strata),
                      "barred": barred_counts(rows, i["code"], stratify), "quota": i["quota"], "strata": strata})
    files["transcript.json"] = dump({
        "spec": "qian/1", "draw": notice["draw"], "notice": h(suite, files["notice.json"]), "seed": seed,
        "subseeds": {scope: subseeds[scope] for scope in SCOPES}, "items": items, "visits": len(visits),
        "batches": sizes, "inspectors": {"slots": count["slots"], "filled": count["filled"]},
        "experts": {"slots": count["expert_slots"], "filled": count["expert_filled"]},
        "assurance": assurance_of(notice, files.get("contributions.txt", b"")),
         "versions": {"engine": ENGINE}})


def sign_all(files, suite, draw, signers):
    for kind in ("notice", "close", "transcript"):
        text = notes.note_text(kind, draw, notes.manifest(suite, notes.FILES[kind], files))
        files[kind + ".note"] = notes.make_note(text, signers if kind == "notice" else signers[:1])
    return files


def reseal(files, level, keys=(), rows=False, skip=()):
    """See reseal.py, which needs this module first."""
    from reseal import reseal as work
    return work(files, level, keys, rows, skip)


def rebuild(files, keys):
    """See reseal.py."""
    from reseal import rebuild as work
    return work(files, keys)
