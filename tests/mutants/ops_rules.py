# SPDX-License-Identifier: MulanPSL-2.0
"""Faults of meaning and of form in rules.json. The policy names the changed pack unless the operator says `old-policy`."""
from lab import Mutant, jedit
from ops_json import paths, policy_follows, put, text
from ops_notice import BAD_RATIOS
from ops_quota import counts_codes


def rules(base):
    pack = base.pack

    def m(leaf, op, change, codes, also=(), **more):
        return Mutant("rules.json:" + leaf, op, {"rules.json": jedit(change)}, codes, also, **{"policy": policy_follows, **more})
    for path, v in paths(pack):
        if path[-1] in ("min", "max") and isinstance(v, str):
            for value in BAD_RATIOS:
                yield m(text(path), "ratio " + value, put(path, value), ["F07"], usable=False)
    for path, value in [(("format",), "qian/1"), (("format",), ""), (("name",), "a b"), (("name",), ""), (("title",), ""), (("title",), "长" * 171), (("effective", "from"), "2021-02-29"), (("effective", "from"), "2021-1-4"),
                        (("effective", "to"), "2026-13-01"), (("effective", "to"), ""), (("team", "minimum"), 0), (("team", "minimum"), 21), (("constants", 0, "name"), "Upper"), (("constants", 0, "name"), ""),
                        (("constants", 0, "name"), "a" * 65), (("constants", 0, "name"), "1a"), (("constants", 0, "value"), "长" * 171), (("constants", 0, "unit"), "x" * 65), (("constants", 0, "clause"), "长" * 22),
                        (("constants", 0, "text"), "长" * 171), (("kinds",), {"general": pack["kinds"]["general"]})]:
        yield m(text(path), "value %.20s" % value, put(path, value), ["F08"], usable=False)
    yield m("constants", "double", lambda v, x: v["constants"].append(v["constants"][0]), ["F08"], usable=False)
    yield m("name", "other", put(("name",), "changchun-2022"), ["C07"])
    yield m("effective.from", "later", put(("effective", "from"), "2026-11-24"), ["C07"])
    yield m("effective.to", "earlier", put(("effective", "to"), "2026-11-22"), ["C07"])
    yield m("team.minimum", "20", put(("team", "minimum"), 20), ["A05"])
    yield m("title", "old-policy", put(("title",), "别的"), ["C07"], policy=None)
    yield m("constants", "old-policy", lambda v, x: v["constants"].pop(), ["C07"], policy=None)
    yield m("title", "other-valid", put(("title",), "别的"), [], levels=(0, 1, 2))
    for kind in ("general", "key"):
        for which in ("min", "max"):
            for r in ("0.0001%", "1%", "12%", "15%", "20%", "25%", "100%"):
                change = put(("kinds", kind, which), r)
                must, also = counts_codes(base, {"rules.json": jedit(change)})
                if pack["kinds"][kind][which] != r:
                    yield m("kinds.%s.%s" % (kind, which), "to " + r, change, must, also, levels=(0, 1, 2, 3) if must else (0, 1, 2))


def mutants(base):
    yield from rules(base)
