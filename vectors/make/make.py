# SPDX-License-Identifier: MulanPSL-2.0
"""Writes vectors/qian/*.json and vectors/bundles/* again, byte for byte; --check compares instead.

    python3 vectors/make/make.py [--check] [NAME ...]      # NAME: `quotas.json`, `bundles` (solo), `ceremonies`; none: all
"""
import json
import sys
from pathlib import Path

import cases_assign
import cases_beacons
import cases_calendar
import cases_ceremony
import cases_draw
import cases_form
import cases_keys
import cases_log
import cases_lottery
import cases_notes
import cases_policy
import cases_quota
import ceremony
import check_ceremony
import notes
import plans_ceremony
import policy as policies
from base import h
from bundle import make_bundle
from plans import all_plans, build

VECTORS = Path(__file__).resolve().parents[1]
RULES = VECTORS.parent / "spec" / "rules" / "changchun-2021.json"
FILES = {**cases_form.FILES, **cases_quota.FILES, **cases_draw.FILES, **cases_assign.FILES, **cases_notes.FILES,
         **cases_keys.FILES, **cases_policy.FILES, **cases_log.FILES, **cases_beacons.FILES, **cases_lottery.FILES, **cases_ceremony.FILES,
         **cases_calendar.FILES}


def as_json(value):
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def vector_file(name):
    page, make = FILES[name]
    cases, more = make(), {}
    if isinstance(cases, tuple):
        more, cases = {"base": cases[0]}, cases[1]
    ids = [c["id"] for c in cases]
    assert len(set(ids)) == len(ids), "an id stands twice: " + str([i for i in ids if ids.count(i) > 1])
    return as_json({"page": page, **more, "cases": cases})


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


OPEN_WITHOUT_POLICY = ["C07", "C08", "E12", "L02", "L03", "L04", "S01", "S02", "S03", "S05", "S06", "S07", "T01", "T02", "T03", "T04"]
# a bundle with a source that has a time; verify 3.10, 3.11. S05 (step 96) where the policy has no `contributors` line
OPEN_WITHOUT_QUORUM = ["L04", "S01", "S05", "S06", "T01", "T02"]


def incomplete(out, cases):
    """Cases of ceremonies judged without a policy, or without a quorum; their policies are put into out."""
    def case(bundle, policy, steps):
        first = next(c for c in cases if c["bundle"] == bundle)
        return {**first, "policy": policy, "verdict": "INCOMPLETE", "exit": 2, "proven": dict.fromkeys(first["proven"]), "open": sorted(steps)}

    def no_quorum(name, lines, steps):
        place = "policies/ce-ed-drand.%s.txt" % name
        out["bundles/" + place] = out["bundles/ce-ed-drand/policy.txt"].replace(b"quorum both", b"quorum none") + lines.encode()
        return case("ce-ed-drand", place, steps)
    return [case("ce-ed-drand", None, OPEN_WITHOUT_POLICY), no_quorum("quorum-none", "", OPEN_WITHOUT_QUORUM),
            no_quorum("quorum-none-contributors", "contributors any 公证处\n", set(OPEN_WITHOUT_QUORUM) - {"S05"}),   # step 96 needs no time
            case("ce-ed-lottery-kl8", None, OPEN_WITHOUT_POLICY + ["E06"])]                                         # step 98 has a source


def ceremonies():
    """path -> bytes of vectors/bundles/ce-*, policies/, expected.json, ceremony-keys.json. Each bundle is judged before it is written."""
    out, cases, casts, entries = {}, [], {}, {}
    for name, plan in plans_ceremony.all_plans().items():
        files, made, keys = plans_ceremony.build_all(name)
        check_ceremony.whole(files)
        for file, data in files.items():
            out["bundles/%s/bundle/%s" % (name, file)] = data
        for which, data in made.items():
            place = name + "/policy.txt" if which == "policy" else "policies/%s.%s.txt" % (name, which)
            codes, proven, outcome, objections = check_ceremony.judge(files, data)
            wanted, refused = plan["proven_by"].get(which) or plan["proven"], plan["codes_by"].get(which, "").split()
            said = {k: policies.text_of(t) for k, t in proven.items()}
            assert sorted(codes) == refused and said == {**dict.fromkeys(proven), **wanted}, (name, which, codes, said)
            out["bundles/" + place] = data
            cases.append({"bundle": name, "policy": place, "verdict": "INVALID" if refused else "VALID", "exit": 1 if refused else 0,
                          "outcome": outcome, "proven": said, "objections": objections, "codes": refused, "open": []})
        out["bundles/%s/expect.json" % name] = as_json({k: v for k, v in cases[-len(made)].items() if k not in ("bundle", "policy")})
        label = plan["suite"] + (" " + plan["cast"] if plan["cast"] else "")
        if label not in casts:
            casts[label] = {"suite": plan["suite"], "keys": ceremony.keys_json(plans_ceremony.keys_of(name, {**plan, "instead": {}}))}
        entries[name] = {"cast": label, "instead": plan["instead"], "nonces": keys.nonces, "leaves": {str(i): x.hex() for i, x in keys.leaves.items()}}
    cases += incomplete(out, cases)
    out["bundles/expected.json"] = as_json({"page": "verify.md", "cases": cases})
    out["bundles/ceremony-keys.json"] = as_json({"warning": "TEST KEYS: made from fixed labels, known to everyone, worth nothing", "casts": casts, "bundles": entries})
    return out


def everything(wanted):
    out = {}
    for name in FILES:
        if not wanted or name in wanted:
            out["qian/" + name] = vector_file(name)
    if not wanted or "bundles" in wanted:
        out.update(bundles())
    if not wanted or "ceremonies" in wanted:
        out.update(ceremonies())
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
