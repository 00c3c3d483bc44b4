# SPDX-License-Identifier: MulanPSL-2.0
"""Writes vectors/qian/*.json and vectors/bundles/* again, byte for byte; --check compares instead.

    python3 vectors/make/make.py [--check] [NAME ...]      # NAME: `quotas.json`, `bundles`; none: all
"""
import json
import sys
from pathlib import Path

import cases_assign
import cases_draw
import cases_form
import cases_keys
import cases_notes
import cases_quota
import notes
from base import h
from bundle import make_bundle
from plans import all_plans, build

VECTORS = Path(__file__).resolve().parents[1]
RULES = VECTORS.parent / "spec" / "rules" / "changchun-2021.json"
FILES = {**cases_form.FILES, **cases_quota.FILES, **cases_draw.FILES, **cases_assign.FILES, **cases_notes.FILES,
         **cases_keys.FILES}


def as_json(value):
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def vector_file(name):
    page, make = FILES[name]
    cases = make()
    ids = [c["id"] for c in cases]
    assert len(set(ids)) == len(ids), "an id stands twice: " + str([i for i in ids if ids.count(i) > 1])
    return as_json({"page": page, "cases": cases})


def bundles():
    """path -> bytes of vectors/bundles."""
    out = {}
    keys = {"warning": "TEST KEYS: made from fixed labels, known to everyone, worth nothing", "bundles": {}}
    rules = RULES.read_bytes()
    for number, (name, plan) in enumerate(all_plans().items(), 1):
        suite, plan, tables, secrets, nonces = build(name, number, plan)
        signers = [notes.Signer(n, suite, s) for n, s in secrets]
        files = make_bundle(suite, plan, tables, rules, signers, nonces)
        policy = notes.policy_text(signers[0].vkey, [s.vkey for s in signers[1:]], json.loads(rules)["name"],
                                   h(suite, rules), plan["rehearsal"])
        for file, data in files.items():
            out["bundles/%s/bundle/%s" % (name, file)] = data
        out["bundles/%s/policy.txt" % name] = policy
        out["bundles/%s/expect.json" % name] = as_json({"verdict": "VALID", "exit": 0, "codes": []})
        keys["bundles"][name] = {"suite": suite, "keys": [{"name": n, "secret": s.hex()} for n, s in secrets],
                                 "nonces": nonces}
    out["bundles/keys.json"] = as_json(keys)
    return out


def everything(wanted):
    out = {}
    for name in FILES:
        if not wanted or name in wanted:
            out["qian/" + name] = vector_file(name)
    if not wanted or "bundles" in wanted:
        out.update(bundles())
    return out


def main(arguments):
    check = "--check" in arguments
    wrong = 0
    for path, data in everything([a for a in arguments if a != "--check"]).items():
        place = VECTORS / path
        if not check:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        elif not place.is_file() or place.read_bytes() != data:
            print("differs: " + path)
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
