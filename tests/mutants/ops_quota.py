# SPDX-License-Identifier: MulanPSL-2.0
"""What the Q steps must say when a table, the notice or the pack is changed and everything after it follows: the notice's
numbers against those that vectors/make computes from the changed files (verify 3.1 and the steps 40-43)."""
import json

from draw import strata_of
from quota import Refusal, quotas
from tables import read

ALL = {"Q01", "Q02", "Q03", "Q04", "Q05"}


def counts_codes(base, edits):
    """(must, also) of an edit that leaves its file usable."""
    files = dict(base.files)
    for name, edit in edits.items():
        files[name] = edit(files[name], {"base": base, "level": 3, "keys": base.keys, "files": files})
    notice, pack = json.loads(files["notice.json"]), json.loads(files["rules.json"])
    rows, must = read("targets", files["targets.tsv"]), set()
    also = set()
    for item in notice["items"]:
        found = item_codes(item, rows, notice, pack)
        strata = strata_of(rows, item["code"], notice["stratify"])
        if strata and [s["label"] for s in strata] != [s["label"] for s in item["strata"]] and "Q03" in found:
            found.discard("Q03")            # verify 3.1: 43 is not judged there; open for a refusal by quota 2.3
            also.add("Q03")
        must |= found
    return must, also - must


def item_codes(item, rows, notice, pack):
    strata = strata_of(rows, item["code"], notice["stratify"])
    found = set()
    if not strata:
        return {"Q01"}
    stated = [{k: s[k] for k in ("label", "roster", "eligible")} for s in item["strata"]]
    if stated != strata or item["roster"] != sum(s["roster"] for s in strata):
        found.add("Q01")
    kind = pack["kinds"][item["kind"]]
    case = {"min": kind["min"], "max": kind["max"], "cap": item.get("cap"), "approval": "approval" in item, "stratify": notice["stratify"],
            "weights": notice["weights"], "minimum": notice["minimum"], "strata": strata}
    case["ratio" if "ratio" in item else "ratios"] = item.get("ratio", item.get("ratios"))
    try:
        k, seats = quotas(case)
    except Refusal as refusal:
        code = refusal.code
        if code == "Q03":           # if 3.2 alone refuses, the item's quota stands and is judged
            try:
                if quotas({**case, "minimum": 0})[0] != item["quota"]:
                    found.add("Q02")
            except Refusal:
                pass
        return found | {code}
    if k != item["quota"]:
        found.add("Q02")
    if [s["label"] for s in item["strata"]] == [s["label"] for s in strata] and {s["label"]: s["quota"] for s in item["strata"]} != seats:
        found.add("Q03")
    return found
