# SPDX-License-Identifier: MulanPSL-2.0
"""Commitments, seeds and the first random (seed.md, targets.md)."""
import re

from base import by_bytes, h
from tables import barred_items, elements, read, write

SCOPES = ("targets", "inspectors", "experts")


def commitment(suite, draw, name, nonce):
    return h(suite, "qian/1|commit|" + draw + "|" + name + "|" + nonce)        # seed 1.2


def contributions(draw, notice_digest, reveals):
    """seed 2.1; reveals: (name, nonce or None) in the notice's order."""
    lines = ["qian/1 contributions", "draw " + draw, "notice " + notice_digest]
    for name, nonce in reveals:
        lines.append("withheld " + name if nonce is None else "reveal " + name + " " + nonce)
    return "".join(line + "\n" for line in lines).encode()


def entropy(draw, notice_digest, contributions_digest, values):
    """seed 3.1; values: (source, value) in the notice's order."""
    lines = ["qian/1 entropy", "draw " + draw, "notice " + notice_digest, "contributions " + contributions_digest]
    lines += ["public " + source + " " + value for source, value in values]
    return "".join(line + "\n" for line in lines).encode()


def seeds(suite, entropy_file):
    """seed 4: (seed, {scope: subseed})."""
    seed = h(suite, entropy_file)
    return seed, {scope: h(suite, seed + "|" + scope) for scope in SCOPES}


def balls_codes(count, low, high, value):
    """F07, E09, E10 of a value of the source `balls` (seed 3.4, 3.5)."""
    codes = set()
    n = high - low + 1
    ways = 1
    for i in range(count):
        ways *= max(n - i, 0)
    if low > high or not 1 <= count <= n or ways < 1048576:
        codes.add("E09")
    if re.fullmatch("[0-9]{2}(-[0-9]{2})*", value) is None:
        codes.add("F07")            # the file is then unusable: E10 is not judged (verify 2.2)
    else:
        numbers = [int(x) for x in value.split("-")]
        if len(numbers) != count or len(set(numbers)) < len(numbers) or any(not low <= x <= high for x in numbers):
            codes.add("E10")
    return codes


def target_key(suite, subseed, target):
    return h(suite, subseed + "|" + target)                                    # targets 1.1


def label_of(row, stratify):
    return "/".join(row[column] for column in stratify)                        # quota 3.1


def applies(row, item):
    return item in elements(row["items"])


def eligible(row, item):
    return applies(row, item) and item not in barred_items(row["barred"])      # quota 2.4


def select(suite, subseed, stratify, batches, items, rows):
    """targets 2, 3. items: [{code, strata: [{label, quota}]}]; rows of targets.tsv.
    -> (selection.tsv, cutoffs, visits [{order, id, key, items, batch, row}], batch sizes)"""
    taken, cutoffs = {}, {}
    keys = {r["id"]: target_key(suite, subseed, r["id"]) for r in rows}
    for item in items:
        cutoffs[item["code"]] = {}
        for stratum in item["strata"]:
            pool = [r for r in rows if eligible(r, item["code"]) and label_of(r, stratify) == stratum["label"]]
            pool.sort(key=lambda r: (keys[r["id"]], by_bytes(r["id"])))
            winners = pool[:stratum["quota"]]
            for r in winners:
                taken.setdefault(r["id"], []).append(item["code"])
            cutoffs[item["code"]][stratum["label"]] = keys[winners[-1]["id"]] if winners else None
    drawn = sorted((r for r in rows if r["id"] in taken), key=lambda r: (keys[r["id"]], by_bytes(r["id"])))
    sizes = batch_sizes(len(drawn), batches)
    batch_numbers = [b for b, size in enumerate(sizes, 1) for _ in range(size)]
    visits = [{"order": n, "id": r["id"], "key": keys[r["id"]], "items": sorted(taken[r["id"]], key=by_bytes),
               "batch": batch_numbers[n - 1], "row": r} for n, r in enumerate(drawn, 1)]
    file = write("selection", [[str(v["order"]), v["id"], v["key"], ",".join(v["items"]), str(v["batch"])]
                               for v in visits])
    return file, cutoffs, visits, sizes


def batch_sizes(visits, batches):
    q, m = divmod(visits, batches)                                             # targets 3.1
    return [q + 1] * m + [q] * (batches - m)


def strata_of(rows, item, stratify):
    """quota 3.1: [{label, roster, eligible}] of an item, ascending."""
    strata = {}
    for r in rows:
        if applies(r, item):
            s = strata.setdefault(label_of(r, stratify), {"roster": 0, "eligible": 0})
            s["roster"] += 1
            s["eligible"] += eligible(r, item)
    return [{"label": label, **strata[label]} for label in sorted(strata, key=by_bytes)]


def barred_counts(rows, item, stratify, label=None):
    """bundle 4.2: how many rows are barred for the item, by reason, sorted."""
    counts = {}
    for r in rows:
        if applies(r, item) and label in (None, label_of(r, stratify)):
            reason = barred_items(r["barred"]).get(item)
            if reason is not None:
                counts[reason] = counts.get(reason, 0) + 1
    return {reason: counts[reason] for reason in sorted(counts)}
