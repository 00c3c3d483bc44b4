# SPDX-License-Identifier: MulanPSL-2.0
"""Faults against what a policy wants of a draw: contributors, public sources, a quorum whose halves meet, a lottery's calendar.

f is a Faults of ops_ceremony.py, for one base."""
from attacks_kit import json_change
import ceremony
from policy import text_of, time_of

KINDS = ("balls", "drand", "lottery", "nist")
DAY = 86400


def more(*added):
    return lambda lines, keys: lines + [x(keys) if callable(x) else x for x in added]


def instead(starts, *added):
    """Lines that begin so are replaced."""
    return lambda lines, keys: [x for x in lines if not x.startswith(starts)] + list(added)


def another(keys):
    return "contributor " + ceremony.key_from(keys.suite, "另一家", b"\x0e" * 32).vkey


def want_faults(f):
    names = " ".join(c["name"] for c in f.here.notice["contributors"])
    f.add("policy: a contributor more", "S05", policy=more(another), levels=(4,))
    f.add("policy: one more, who is wanted", "S05", policy=more(another, "contributors all 另一家 " + names), levels=(4,))
    f.add("policy: one more, who alone is wanted", "S05", policy=more(another, "contributors any " + names, "contributors any 另一家"), levels=(4,))
    here = {s["source"] for s in f.here.notice["public"]}
    absent = [k for k in KINDS if k not in here]
    plain = ("public ",)
    if absent:
        f.add("policy: sources that are not there", "E12", policy=instead(plain, "public any " + " ".join(absent)), levels=(4,))
        f.add("policy: all sources", "E12", policy=instead(plain, "public all " + " ".join(KINDS)), levels=(4,))
        f.add("policy: one source more than there are", "E12", policy=instead(plain, "public %d %s" % (len(here) + 1, " ".join(KINDS))), levels=(4,))
    if not here:
        f.add("policy: some source", "E12", policy=instead(plain), levels=(4,))
    quorum = ("group ", "quorum ")
    shift = "T01 T02 T03 T04 T05 S06 C04"         # the proven times become those of the first witness
    f.add("policy: any witness", "L04", policy=instead(quorum, "group w any jiwei renda xueyuan", "quorum w"), levels=(4,), may=shift)
    f.add("policy: any of two groups", "L04", policy=instead(quorum, "group a any jiwei renda", "group w any a xueyuan", "quorum w"), levels=(4,), may=shift)
    for i, source in enumerate(f.here.notice["public"]):
        if source["source"] == "lottery":
            lottery_faults(f, i, source)


def lottery_faults(f, i, source):
    element = lambda **change: json_change("notice.json", lambda v: v["public"][i].update(change))
    shifted = lambda seconds: text_of(time_of(source["time"]) + seconds)
    for seconds in (-DAY, -1, 1, DAY, 364 * DAY):
        f.add("lottery: time %+d s (%d)" % (seconds, i), "E06", element(time=shifted(seconds)), redraw=True, may="T02 T03")
    line, start = "lottery %s %s " % (source["game"], source["issue"]), ("lottery " + source["game"],)
    f.add("policy: no calendar (%d)" % i, "E06", policy=instead(start), levels=(4,))
    f.add("policy: a calendar from a later issue on (%d)" % i, "E06", levels=(4,),
          policy=instead(start, "lottery %s %d %s" % (source["game"], int(source["issue"]) + 1, source["time"])))
    for seconds in (-1, 1, DAY):
        f.add("policy: the issue %+d s (%d)" % (seconds, i), "E06", policy=instead(start, line + shifted(seconds)), levels=(4,))
