# SPDX-License-Identifier: MulanPSL-2.0
"""Further policies for stored ceremonies: what a policy wants (policy 1.1, 3.5-3.7, beacons 4.3), and what it says of the same bundle
then. FURTHER: bundle -> name -> (arguments of ceremony.policy_text instead of the bundle's own, codes)."""

FOURTH = "contributor {other:fourth}"
OTHER_SUITE = "contributor {other:fourth-other-suite}"          # the same name
SECOND = "contributor {other:contributor-other-suite}"          # of one who takes part
LATEST = "2023-08-23T%s+08:00"          # the notice of ce-ed-drand is proven at 09:21:05


def fourth(words, *lines):
    """A contributor who takes no part, with words of the key line; lines: what else the policy says."""
    return {"more": [FOURTH, *lines], "organisations": {"other:fourth": words} if words else {}}


def other_suite(words, *lines):
    """The same with a key of the other suite alone."""
    return {"more": [OTHER_SUITE, *lines], "organisations": {"other:fourth-other-suite": words} if words else {}}


def more(*lines):
    return {"more": list(lines)}


DRAND = {
    # policy 3.5 with lines
    "wants": (more("contributors any 公证处", "contributors 2 纪检监察 公证处 observer.west", "public any drand nist"), ""),
    "wants-everyone": (more("contributors all 纪检监察 公证处 observer.west", "public all drand"), ""),
    "fourth-not-wanted": (fourth("organisation=审计局", "contributors 2 公证处 纪检监察"), ""),
    "fourth-or-another": (fourth("", "contributors any 公证处 审计局"), ""),
    "fourth-wanted": (fourth("organisation=审计局", "contributors all 公证处 审计局"), "S05"),
    "fourth-wanted-2-of-2": (fourth("", "contributors 2 审计局 公证处"), "S05"),
    "fourth-wanted-second-line": (fourth("", "contributors any 公证处", "contributors any 审计局"), "S05"),
    "fourth-wanted-first-line": (fourth("", "contributors any 审计局", "contributors any 公证处"), "S05"),
    # who a line wants is wanted whether the key is valid or not
    "fourth-wanted-revoked": (fourth("revoked=" + LATEST % "09:00:00", "contributors any 审计局"), "S05"),
    # without lines: everyone who has a key, of either suite, that is valid at the proven time of the notice
    "fourth": (fourth("organisation=审计局"), "S05"),
    "fourth-no-key-line": (fourth(""), "S05"),
    "fourth-revoked": (fourth("organisation=审计局 revoked=" + LATEST % "09:00:00"), ""),
    "fourth-revoked-in-that-second": (fourth("revoked=" + LATEST % "09:21:05"), ""),
    "fourth-revoked-a-second-later": (fourth("revoked=" + LATEST % "09:21:06"), "S05"),
    "fourth-later": (fourth("organisation=审计局 from=2024-01-01T00:00:00+08:00"), ""),
    "fourth-from-a-second-later": (fourth("from=" + LATEST % "09:21:06"), ""),
    "fourth-from-that-second": (fourth("from=" + LATEST % "09:21:05"), "S05"),
    "fourth-ended": (fourth("to=" + LATEST % "09:21:04"), ""),
    "fourth-ends-in-that-second": (fourth("to=" + LATEST % "09:21:05"), "S05"),
    "fourth-other-suite": (other_suite(""), "S05"),
    "fourth-other-suite-organisation": (other_suite("organisation=审计局"), "S05"),
    "fourth-other-suite-revoked": (other_suite("organisation=审计局 revoked=" + LATEST % "09:00:00"), ""),
    "fourth-other-suite-revoked-in-that-second": (other_suite("revoked=" + LATEST % "09:21:05"), ""),
    "fourth-other-suite-revoked-a-second-later": (other_suite("revoked=" + LATEST % "09:21:06"), "S05"),
    "fourth-other-suite-from-a-second-later": (other_suite("from=" + LATEST % "09:21:06"), ""),
    "fourth-other-suite-from-that-second": (other_suite("from=" + LATEST % "09:21:05"), "S05"),
    "fourth-other-suite-ended": (other_suite("to=" + LATEST % "09:21:04"), ""),
    "fourth-other-suite-ends-in-that-second": (other_suite("to=" + LATEST % "09:21:05"), "S05"),
    "fourth-other-suite-not-wanted": (other_suite("organisation=审计局", "contributors 2 公证处 纪检监察"), ""),
    "fourth-other-suite-wanted": (other_suite("", "contributors any 审计局"), "S05"),
    "fourth-both-suites": (fourth("", OTHER_SUITE), "S05"),
    "fourth-both-suites-that-of-the-notice-revoked": (fourth("revoked=" + LATEST % "09:00:00", OTHER_SUITE), "S05"),
    "second-key-of-a-name": (more("contributor {other:contributor}"), ""),
    "second-key-of-a-name-other-suite": (more(SECOND), ""),
    "second-key-of-a-name-both-suites": (more("contributor {other:contributor}", SECOND), ""),
    # policy 1.1: no check reads `office` lines
    "office": (more("office {other:fourth}"), ""),
    "office-other-suite": (more("office {other:fourth-other-suite}"), ""),
    "office-several": (more("office {other:fourth}", "office {other:fourth-other-suite}", "office {other:operator}"), ""),
    "office-key-line": ({"more": ["office {other:fourth}"], "organisations": {"other:fourth": "organisation=审计局 from=2026-01-01T00:00:00+08:00"}}, ""),
    "office-revoked": ({"more": ["office {other:fourth}"], "organisations": {"other:fourth": "revoked=2020-01-01T00:00:00+08:00"}}, ""),
    "office-of-a-contributor-who-is-wanted": (more("contributor {other:fourth}", "office {other:fourth-other-suite}"), "S05"),
    # policy 3.6
    "public-none": (more("public none"), ""),
    "public-two-lines": (more("public any drand nist", "public any balls drand"), ""),
    "public-all": (more("public all drand balls"), "E12"),
    "public-2-of-4": (more("public 2 balls drand lottery nist"), "E12"),
    "public-other": (more("public any balls lottery nist"), "E12"),
    "public-second-line": (more("public any drand", "public any balls"), "E12"),
    "both": (fourth("", "public any balls"), "E12 S05"),
    # policy 3.7
    "overlap-0": ({"quorum": ["group g any jiwei xueyuan", "quorum g"]}, "L04"),
    "overlap-0-one-of-three": ({"quorum": ["group g 1 jiwei renda xueyuan", "quorum g"]}, "L04"),
    "overlap-0-in-a-group": ({"quorum": ["group x all jiwei", "group y any x xueyuan", "group z all y", "quorum z"]}, "L04"),
    "overlap-1-two-of-three": ({"quorum": ["group two 2 jiwei renda xueyuan", "quorum two"]}, ""),
    "overlap-2": ({"quorum": ["group g all jiwei xueyuan", "quorum g"]}, "")}

kl8 = lambda issue, day: "lottery kl8 %s %sT21:30:00+08:00" % (issue, day)
ssq = lambda issue, day: "lottery ssq %s %sT21:15:00+08:00" % (issue, day)
FURTHER = {
    "ce-ed-drand": DRAND,
    "ce-ed-lottery-kl8": {
        "calendar-of-the-issue": (more(kl8("2026122", "2026-05-12")), ""), "calendar-with-a-later-line": (more(kl8("2026045", "2026-02-24"), kl8("2026123", "2026-05-20")), ""),
        "calendar-none": ({}, "E06"), "calendar-of-other-years": (more(kl8("2025122", "2025-05-12"), kl8("2027001", "2027-01-01")), "E06"),
        "calendar-of-the-other-game": (more(ssq("2026020", "2026-02-24")), "E06"), "calendar-a-day-later": (more(kl8("2026045", "2026-02-25")), "E06"),
        "calendar-a-second-later": (more(kl8("2026045", "2026-02-24").replace(":00+", ":01+")), "E06"), "calendar-above": (more(kl8("2026123", "2026-05-13")), "E06"),
        "calendar-another-pause": (more(kl8("2026045", "2026-02-24"), kl8("2026100", "2026-04-21")), "E06")},
    "ce-sm-balls": {
        "fourth-other-suite": (other_suite(""), "S05"), "fourth-other-suite-revoked": (other_suite("revoked=2026-11-23T16:40:02+08:00"), ""),
        "office": (more("office {other:fourth}", "office {other:fourth-other-suite}"), ""), "office-supervisor": (more("office {supervisor}"), ""),
        "fourth-other-suite-not-wanted": (other_suite("", "contributors any 公证处"), ""), "second-key-of-a-name-other-suite": (more(SECOND), "")},
    "ce-sm-lottery-ssq": {
        "calendar-no-draw-day": (more(ssq("2026020", "2026-02-25")), ""), "calendar-a-draw-day-later": (more(ssq("2026020", "2026-02-26")), "E06")},
    "ce-sm-several": {
        "public-all": (more("nist {nist}", kl8("2019001", "2019-01-01"), "public all balls drand lottery nist"), ""), "calendar-none": (more("nist {nist}"), "E06")},
    "ce-sm-none": {"public-no-line": (more(), "E12"), "public-any": (more("public any balls drand lottery nist"), "E12")},
    "ce-ed-withheld": {"wants-the-withheld": (more(ssq("2026020", "2026-02-24"), "contributors all 公证处"), "")},
    "ce-ed-void-notice": {
        "office": (more("office {other:fourth}"), ""),
        "fourth": (fourth("organisation=审计局"), "S05"), "fourth-other-suite": (other_suite(""), "S05"), "public-all": (more("public all balls drand"), "E12"), "overlap-0": ({"quorum": ["group g any jiwei xueyuan", "quorum g"]}, "L04")}}

# where the quorum is another, so are the proven times
PROVEN = {
    ("ce-ed-drand", "overlap-0"): ("2023-08-23T09:20:11", "2023-08-23T20:09:59", "2023-08-24T00:10:00"),
    ("ce-ed-drand", "overlap-0-one-of-three"): ("2023-08-23T09:20:11", "2023-08-23T20:09:30", "2023-08-24T00:10:00"),
    ("ce-ed-drand", "overlap-0-in-a-group"): ("2023-08-23T09:20:11", "2023-08-23T20:09:59", "2023-08-24T00:10:00"),
    ("ce-ed-drand", "overlap-1-two-of-three"): ("2023-08-23T09:21:05", "2023-08-23T20:09:59", "2023-08-24T00:10:05"),
    ("ce-ed-drand", "overlap-2"): ("2023-08-23T09:21:05", "2023-08-23T20:10:00", "2023-08-24T00:12:00"),
    ("ce-ed-void-notice", "overlap-0"): ("2026-08-03T09:40:00", "2026-08-03T13:59:00")}


def add(plans, nist_id):
    """Into the plans: `policies`, `codes_by` and `proven_by` of each."""
    for bundle, further in FURTHER.items():
        p = plans[bundle]
        own = {"quorum": p["policies"]["policy"]["quorum"]}
        for name, (arguments, codes) in further.items():
            lines = [x.replace("{nist}", nist_id) for x in arguments.get("more", ())]
            p["policies"][name] = {**own, **arguments, "more": lines}
            p["codes_by"][name] = codes
            times = PROVEN.get((bundle, name))
            if times:
                p["proven_by"][name] = dict(zip(p["proven"], (t + "+08:00" for t in times)))
    return plans
