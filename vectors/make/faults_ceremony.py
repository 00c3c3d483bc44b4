# SPDX-License-Identifier: MulanPSL-2.0
"""Faulty ceremonies, made by re-sealing: examples for tests, and a test of the re-sealing itself (selftest.py runs it).

FAULTS: (name, bundle, change(files, keys) -> files or None (in place), level, further arguments of ceremony.seal, the codes that
steps 65-99 of verify.md must then report). `codes` are those of check_ceremony.judge: what solo draws have too (H01 and so on) is
not among them. POLICIES: name of a fault -> change(the policy's text, keys) -> text, where the policy is another than the bundle's;
faulty() gives that policy."""
import json
import re

import ceremony
import check_ceremony
import tlog
from textform import dump

D = "ce-ed-drand"
LOGS = lambda kind: "log/" + kind + ".tlog-proof"


def edit(name, old, new, count=1):
    def change(files, keys):
        assert old.encode() in files[name], (name, old)
        files[name] = files[name].replace(old.encode(), new.encode(), count)
    return change


def edit_notice(change_value):
    def change(files, keys):
        v = json.loads(files["notice.json"])
        change_value(v)
        files["notice.json"] = dump(v)
    return change


def nothing(files, keys):
    pass


def drop_line(name, start):
    def change(files, keys):
        lines = files[name].decode().split("\n")
        kept = [x for x in lines if not x.startswith(start)]
        assert len(kept) < len(lines)
        files[name] = "\n".join(kept).encode()
    return change


def repeat_line(name, start):
    def change(files, keys):
        line = next(x for x in files[name].decode().split("\n") if x.startswith(start))
        files[name] += (line + "\n").encode()
    return change


def sign_more(kind, role):
    def change(files, keys):
        text = files[kind + ".note"].split(b"\n\n")[0] + b"\n"
        files[kind + ".note"] += keys[role].line(text).encode()
    return change


def second_root(files, keys):
    """The close's checkpoint gets the size of the notice's, with a root of its own, signed by everyone."""
    places = ceremony.read_places(files, keys)
    n, c = places["notice"], places["close"]
    leaves = ceremony.log_leaves(n["size"], {n["size"] - 1: tlog.leaf(files["close.note"])})
    files[LOGS("close")] = ceremony.make_proof(keys["log"].name, leaves, n["size"] - 1, n["size"], [(keys["log"], None)] + [(keys.cosigner(w), t) for w, t in c["cosign"]])


def other_origin(files, keys):
    p = ceremony.read_places(files, keys)["close"]
    own = {p["index"]: tlog.leaf(files["close.note"])}
    files[LOGS("close")] = ceremony.make_proof(keys["other:log"].name, ceremony.log_leaves(p["size"], own), p["index"], p["size"], [(keys["other:log"], None)] + [(keys.cosigner(w), t) for w, t in p["cosign"]])


def swap_proofs(files, keys):
    files[LOGS("notice")], files[LOGS("close")] = files[LOGS("close")], files[LOGS("notice")]


def leave_out(name):
    """A contributor who is in nothing: notice, notice.note, contributions."""
    def change(files, keys):
        edit_notice(lambda v: v.update(contributors=[c for c in v["contributors"] if c["name"] != name]))(files, keys)
        drop_line("notice.note", "— " + name + " ")(files, keys)
        drop_line("contributions.txt", "reveal " + name + " ")(files, keys)
    return change


def sources(*places):
    """Of the public sources (counted from 0), these, in this order; a place may stand twice."""
    def change(files, keys):
        edit_notice(lambda v: v.update(public=[v["public"][i] for i in places]))(files, keys)
        lines = files["entropy.txt"].decode().split("\n")[:-1]
        files["entropy.txt"] = "".join(x + "\n" for x in lines[:4] + [lines[4 + i] for i in places]).encode()
    return change


def lottery(place=0, **members):
    """Another issue or time of a lottery, in the notice and in the value."""
    def change(files, keys):
        old = json.loads(files["notice.json"])["public"][place]
        edit_notice(lambda v: v["public"][place].update(members))(files, keys)
        if "issue" in members:
            edit("entropy.txt", " " + old["issue"] + " ", " " + members["issue"] + " ")(files, keys)
    return change


def public_of_a_void(time):
    """One lottery in the notice of a void that has no entropy.txt: step 98 judges the notice alone."""
    return edit_notice(lambda v: v.update(public=[{"source": "lottery", "game": "kl8", "issue": "2026207", "time": time}]))


def names_log(role):
    """The notice names the log of another key."""
    def change(files, keys):
        edit_notice(lambda v: v.update(log=keys[role].name))(files, keys)
    return change


def logged(*kinds, **more):
    """Arguments of seal: the proofs of these notes, or of all, in the other log."""
    return {"logs": dict.fromkeys(kinds or ceremony.ORDER, "other:log"), **more}


def policy_more(*lines):
    """{role} in a line is the vkey of a role."""
    def change(text, keys):
        return text + "".join(re.sub("{(.*)}", lambda m: keys[m[1]].vkey, line) + "\n" for line in lines)
    return change


def policy_without(start, *lines):
    """Without the lines that start so; with others at the end."""
    def change(text, keys):
        begin = policy_more(start)("", keys)[:-1]
        kept = [x for x in text.split("\n") if not x.startswith(begin)]
        assert len(kept) <= text.count("\n"), start
        return policy_more(*lines)("\n".join(kept), keys)
    return change


def quorum(*lines):
    """Other groups, the last of them the quorum."""
    def change(text, keys):
        kept = [x for x in text.split("\n") if x.split(" ")[0] not in ("group", "quorum")]
        return "\n".join(kept) + "".join(line + "\n" for line in [*lines, "quorum " + lines[-1].split(" ")[1]])
    return change


at = "2023-08-23T%s+08:00"
K, W, S = "ce-ed-lottery-kl8", "ce-ed-withheld", "ce-sm-several"
AGAIN = {"redraw": True}
LOG, OTHER_SUITE, SECOND = "log {other:log}", "contributor {other:fourth-other-suite}", "contributor {other:contributor-other-suite}"
FOURTH, CALENDAR = "contributor {other:fourth}", "lottery kl8 2026045 2026-02-24T21:30:00+08:00"
FAULTS = [
    # L0: the bytes alone
    ("proof of another note", D, swap_proofs, 0, {}, "L01 L08 T01"),   # the other's index and time stand there too
    ("cosignatures of a group taken away", D, drop_line(LOGS("close"), "— xueyuan"), 0, {}, "L04"),
    ("log's signature taken away", D, drop_line(LOGS("close"), "— qian"), 0, {}, "L02"),
    ("a cosignature twice", D, repeat_line(LOGS("close"), "— xueyuan"), 0, {}, "L05"),
    ("a log that the policy does not know", D, other_origin, 0, {}, "L03"),
    ("two roots of one size", D, second_root, 0, {}, "L09"),
    ("no witness on the transcript", D, lambda f, k: (drop_line("transcript.note", "— jiwei")(f, k), drop_line("transcript.note", "— 人大")(f, k)), 4, {}, "S01"),
    # L2: the operator changes a roster after the fact
    ("a changed roster, the operator alone", D, edit("targets.tsv", "长春市", "吉林市"), 2, {"redraw": True}, "L01 S01 S02"),
    # L3: all but the witnesses
    ("a changed roster, without witnesses", D, edit("targets.tsv", "长春市", "吉林市"), 3, {"redraw": True}, "L04 S01"),
    ("the same, old witnesses' lines left in", D, edit("targets.tsv", "长春市", "吉林市"), 3, {"redraw": True, "stale": "keep"}, "L04 S01 S02"),
    # L4: everyone
    ("a changed roster, everyone", D, edit("targets.tsv", "长春市", "吉林市"), 4, {"redraw": True}, ""),
    ("a notice created after it was logged", D, edit_notice(lambda v: v.update(created=at % "09:21:06")), 4, {"redraw": True}, "T01"),
    ("a notice created in the second of its proof", D, edit_notice(lambda v: v.update(created=at % "09:21:05")), 4, {"redraw": True}, ""),
    ("notice proved after the close", D, nothing, 4, {"times": {"notice": at % "21:00:00"}}, "T01 T04"),
    ("close 59 seconds before the value", D, nothing, 4, {"times": {"close": at % "23:58:28"}}, "T02"),
    ("close 60 seconds before the value", D, nothing, 4, {"times": {"close": at % "23:58:27"}}, ""),
    ("a transcript's cosignature before the value", D, nothing, 4, {"times": {"transcript": {"jiwei": at % "23:59:26", "xueyuan": at % "23:59:27"}}}, "T03"),
    ("the same in its second", D, nothing, 4, {"times": {"transcript": at % "23:59:27"}}, ""),
    ("a clock that runs backwards", "ce-sm-none", nothing, 4, {"times": {"close": {"jiwei": "2026-03-02T09:39:59+08:00", "xueyuan": "2026-03-02T10:41:00+08:00"}}}, "T04"),
    ("order in the log", D, nothing, 4, {"places": {"notice": (8, 9), "close": (3, 5)}}, "L08 T04"),
    ("another round", D, edit_notice(lambda v: v["public"][0].update(round=1002)), 4, {"redraw": True}, "E05 E06"),
    ("an embargo opened a second late", "ce-ed-embargo", nothing, 4, {"times": {"open": "2023-09-01T09:00:01+08:00"}}, "T05"),
    ("an embargo opened for its end", "ce-ed-embargo", nothing, 4, {"times": {"open": "2023-09-01T09:00:00+08:00"}}, ""),
    ("a contributor for a witness", D, sign_more("close", "contributor:公证处"), 4, {}, "S03"),
    ("a witness on a void", "ce-ed-void-notice", sign_more("void", "signer:xueyuan"), 4, {}, "S03"),
    ("no supervisor", "ce-ed-void-notice", drop_line("void.note", "— 纪检监察"), 4, {}, "S01"),
    ("the void of another draw", "ce-ed-replacement", edit_notice(lambda v: v["plan"].update(replaces="220100-2026-J-0399")), 4, {"redraw": True}, "S09"),
    ("a void after the notice that replaces it", "ce-ed-replacement", nothing, 4, {"times": {"notice": "2026-08-03T13:59:59+08:00"}}, "C04 T01 T04"),
    ("a key that was valid up to the second before", "ce-sm-rotation", nothing, 4, {"times": {"notice": "2026-10-08T09:40:59+08:00"}}, "S06"),
    ("a key that is no longer valid", "ce-sm-rotation", nothing, 4, {"times": {"transcript": {"jiwei": "2026-10-08T11:41:01+08:00", "xueyuan": "2026-10-08T11:41:00+08:00"}}}, "S06"),
    ("a cosigner's key that is no longer valid", "ce-sm-rotation", nothing, 4, {"times": {"transcript": "2026-10-08T11:41:01+08:00"}}, "L04"),
    ("a pulse with another value", "ce-ed-nist", edit("beacon/1.pulse", "statusCode 0\nsignature", "statusCode 1\nsignature"), 4, {"redraw": True}, "E04 E06 E07"),
    ("an objection with another reason", "ce-sm-objection", edit("objections.txt", "封条", "封签"), 3, {"stale": "keep"}, "L04 S01 S02"),
    ("the same, signed anew", "ce-sm-objection", edit("objections.txt", "封条", "封签"), 4, {}, ""),
    # 79: the log. Proofs in another log are not held against each other's indexes and roots, and have no proven time
    ("the notice names another log of the policy", D, names_log("other:log"), 4, AGAIN, "L03"),
    ("the notice names another log of the policy, SM2", "ce-sm-balls", names_log("other:log"), 4, AGAIN, "L03"),
    ("the same, without witnesses", D, names_log("other:log"), 3, AGAIN, "L03 S01"),
    ("the notice names a log of nobody", D, edit_notice(lambda v: v.update(log="nobody.example.org/log")), 4, AGAIN, "L03"),
    ("the notice names the log in other letters", D, edit_notice(lambda v: v.update(log=v["log"].upper())), 4, AGAIN, "L03"),
    ("the notice of a void names another log", "ce-ed-void-notice", names_log("other:log"), 4, {}, "L03"),
    ("the notice names the log of the void that it replaces", "ce-sm-replacement", names_log("other:log"), 4, AGAIN, "L03"),
    ("notice.note in another log", D, nothing, 4, logged("notice"), "L03"),
    ("the close in another log", D, nothing, 4, logged("close"), "L03"),
    ("the close in another log, at the notice's index", D, nothing, 4, logged("close", places={"close": (3, 5)}), "L03"),
    ("the close in another log, the transcript before the notice", "ce-sm-none", nothing, 4, logged("close", places={"notice": (4, 5), "transcript": (2, 3)}), "L03 L08 T04"),
    ("the close in another log that has the size of the notice's", "ce-sm-drand", nothing, 4, logged("close"), "L03"),
    ("the close in another log after the public value", D, nothing, 4, logged("close", times={"close": at % "23:59:28"}), "L03"),
    ("the transcript in another log", D, nothing, 4, logged("transcript"), "L03"),
    ("an embargo opened in another log", "ce-ed-embargo", nothing, 4, logged("open"), "L03"),
    ("the whole draw in another log than the notice names", D, nothing, 4, logged(), "L03"),
    ("the whole draw in another log, which the notice names", D, names_log("other:log"), 4, logged(**AGAIN), ""),
    ("the same, and the policy does not know it", D, names_log("other:log"), 4, logged(**AGAIN), "L03"),
    ("all but the notice in another log, which the notice names", D, names_log("other:log"), 4, logged("close", "transcript", **AGAIN), "L03"),
    ("a void in another log", "ce-ed-void-notice", nothing, 4, logged("void"), "L03"),
    ("a void after the close in another log", "ce-ed-void-entropy", nothing, 4, logged("void"), "L03"),
    ("the void that is replaced in a log that the policy does not know", "ce-sm-replacement", nothing, 4, {}, "L03"),
    # 96: contributors
    ("a contributor of the policy left out", D, leave_out("observer.west"), 4, AGAIN, "S05"),
    ("a contributor of the policy left out, SM2", "ce-sm-balls", leave_out("公证处"), 4, AGAIN, "S05"),
    ("the one contributor left out whom the policy names", D, leave_out("公证处"), 4, AGAIN, "S05"),
    ("two wanted of three, one of them left out", D, leave_out("纪检监察"), 4, AGAIN, ""),
    ("all wanted of three, one of them left out", D, leave_out("纪检监察"), 4, AGAIN, "S05"),
    ("a contributor left out who is not wanted", D, leave_out("observer.west"), 4, AGAIN, ""),
    ("a contributor left out whose key ended before the notice was proven", D, leave_out("observer.west"), 4, AGAIN, ""),
    ("a fourth contributor of the policy", "ce-ed-nist", nothing, 4, {}, "S05"),
    ("a fourth contributor whom a late proof makes wanted", D, nothing, 4, {"times": {"notice": {"jiwei": at % "09:30:00", "xueyuan": at % "09:29:00"}}}, "S05"),
    ("the same a second before", D, nothing, 4, {"times": {"notice": {"jiwei": at % "09:29:59", "xueyuan": at % "09:29:00"}}}, ""),
    ("a fourth contributor with a key of the other suite", D, nothing, 4, {}, "S05"),
    ("a fourth contributor with a key of the other suite, SM2", "ce-sm-balls", nothing, 4, {}, "S05"),
    ("a contributor left out who has a key of the other suite alone", D, leave_out("公证处"), 4, AGAIN, "S05"),
    ("who takes part has a key of the other suite too", D, nothing, 4, {}, ""),
    ("who withheld takes part", W, nothing, 4, {}, ""),
    # 97: public sources
    ("no public source", D, sources(), 4, AGAIN, "E12"),
    ("no public source where none is wanted", D, sources(), 4, AGAIN, ""),
    ("no public source where one is wanted", "ce-ed-void-notice", edit_notice(lambda v: v.update(public=[])), 4, {}, "E12"),
    ("balls where another source is wanted", "ce-ed-large-log", nothing, 4, {}, "E12"),
    ("a wanted source left out", S, sources(0, 1, 3), 4, AGAIN, "E12"),
    ("a source left out where three of four are enough", S, sources(0, 1, 3), 4, AGAIN, ""),
    ("balls twice are one source", "ce-ed-large-log", sources(0, 0), 4, AGAIN, "E12"),
    # 98: the time of an issue
    ("a lottery a second early", K, lottery(time="2026-05-12T21:29:59+08:00"), 4, AGAIN, "E06"),
    ("a lottery a second late", K, lottery(time="2026-05-12T21:30:01+08:00"), 4, {"times": {"transcript": "2026-05-12T21:40:00+08:00"}, **AGAIN}, "E06"),
    ("the issue of the day after", K, lottery(issue="2026123"), 4, AGAIN, "E06"),
    ("the issue of the day before", K, lottery(issue="2026121"), 4, AGAIN, "E06"),
    ("an issue of last year with a time to come", K, lottery(issue="2025122"), 4, AGAIN, "E06"),
    ("the same, and last year's calendar", K, lottery(issue="2025122"), 4, AGAIN, "E06"),
    ("an issue below the policy's line", K, lottery(issue="2026044"), 4, AGAIN, "E06"),
    ("the issue and the time of the day after", K, lottery(issue="2026123", time="2026-05-13T21:30:00+08:00"), 4, {"times": {"transcript": "2026-05-13T21:40:00+08:00"}, **AGAIN}, ""),
    ("a lottery on a day without a draw", W, lottery(1, time="2026-06-03T21:15:00+08:00"), 4, {"times": {"transcript": "2026-06-03T22:00:00+08:00"}, **AGAIN}, "E06"),
    ("an issue that would come a year later", K, lottery(issue="2026356", time="2027-01-01T21:30:00+08:00"), 4, {"times": {"transcript": "2027-01-01T22:00:00+08:00"}, **AGAIN}, "E06"),
    ("a lottery that the policy does not know", S, nothing, 4, {}, "E06"),
    ("a pause in the calendar", K, nothing, 4, {}, "E06"),
    ("a void's lottery", "ce-ed-void-notice", public_of_a_void("2026-08-05T21:30:00+08:00"), 4, {}, ""),
    ("a void's lottery of another day", "ce-ed-void-notice", public_of_a_void("2026-08-06T21:30:00+08:00"), 4, {}, "E06"),
    # 99: the quorum
    ("a quorum of any of two", D, nothing, 4, {}, "L04"),
    ("a quorum of one of three", "ce-sm-balls", nothing, 4, {}, "L04"),
    ("a quorum of either of two groups", "ce-ed-nist", nothing, 4, {}, "L04"),
    ("a quorum of two groups that share nobody", D, nothing, 4, {}, "L04"),
    ("a quorum of two groups, one of which shares one", D, nothing, 4, {}, ""),
    ("a quorum of two of three", D, nothing, 4, {}, ""),
    ("an entry that belongs to no bundle", D, lambda f, k: f.update({"log/x.tlog-proof": b"x\n"}), 0, {}, "F10"),
    ("no objections.txt", D, lambda f, k: f.pop("objections.txt") and None, 0, {}, "F09"),
]


POLICIES = {
    **dict.fromkeys(("the notice names another log of the policy", "the notice names another log of the policy, SM2", "the same, without witnesses",
                     "the notice of a void names another log", "notice.note in another log", "the close in another log", "the close in another log, at the notice's index",
                     "the close in another log, the transcript before the notice", "the close in another log that has the size of the notice's",
                     "the close in another log after the public value", "the transcript in another log", "an embargo opened in another log",
                     "the whole draw in another log than the notice names", "the whole draw in another log, which the notice names",
                     "all but the notice in another log, which the notice names", "a void in another log", "a void after the close in another log"), policy_more(LOG)),
    "the void that is replaced in a log that the policy does not know": policy_without(LOG),
    "the one contributor left out whom the policy names": policy_more("contributors any 公证处"),
    "two wanted of three, one of them left out": policy_more("contributors 2 纪检监察 公证处 observer.west"),
    "all wanted of three, one of them left out": policy_more("contributors all 纪检监察 公证处 observer.west"),
    "a contributor left out who is not wanted": policy_more("contributors all 纪检监察 公证处"),
    "a contributor left out whose key ended before the notice was proven": policy_without("key {contributor:observer.west}", "key {contributor:observer.west} to=" + at % "09:21:04"),
    "a fourth contributor of the policy": policy_more(FOURTH),
    "a fourth contributor whom a late proof makes wanted": policy_more(FOURTH, "key {other:fourth} from=" + at % "09:30:00"),
    "the same a second before": policy_more(FOURTH, "key {other:fourth} from=" + at % "09:30:00"),
    "a fourth contributor with a key of the other suite": policy_more(OTHER_SUITE),
    "a fourth contributor with a key of the other suite, SM2": policy_more(OTHER_SUITE),
    "a contributor left out who has a key of the other suite alone": lambda text, keys: policy_without("key {contributor:公证处}")(
        policy_without("contributor {contributor:公证处}", SECOND)(text, keys), keys),
    "who takes part has a key of the other suite too": policy_more(SECOND),
    "who withheld takes part": policy_more("contributors all 公证处"),
    "no public source where none is wanted": policy_more("public none"),
    "balls where another source is wanted": policy_more("public any drand lottery nist"),
    "a wanted source left out": policy_more("public all balls drand lottery nist"),
    "a source left out where three of four are enough": policy_more("public 3 balls drand lottery nist"),
    "balls twice are one source": policy_more("public 2 balls drand"),
    "the same, and last year's calendar": policy_more("lottery kl8 2025001 2025-01-01T21:30:00+08:00"),
    "a lottery that the policy does not know": policy_without("lottery "),
    "a void's lottery": policy_more(CALENDAR), "a void's lottery of another day": policy_more(CALENDAR),
    "a pause in the calendar": policy_without("lottery ", CALENDAR, "lottery kl8 2026120 2026-05-11T21:30:00+08:00"),
    "a quorum of any of two": quorum("group g any jiwei xueyuan"),
    "a quorum of one of three": quorum("group g 1 jiwei renda xueyuan"),
    "a quorum of either of two groups": quorum("group x all jiwei xueyuan", "group y all renda", "group z any x y"),
    "a quorum of two groups that share nobody": quorum("group x any xueyuan", "group y any jiwei renda", "group z any x", "group q any z y"),
    "a quorum of two groups, one of which shares one": quorum("group x any xueyuan", "group y any jiwei renda", "group q all x y"),
    "a quorum of two of three": quorum("group g 2 jiwei renda xueyuan")}


def faulty(name):
    """(files, policy, codes) of one of FAULTS."""
    name, bundle, change, level, arguments, codes = next(f for f in FAULTS if f[0] == name)
    files, policy, keys = ceremony.build(bundle)
    change(files, keys)
    if name in POLICIES:
        policy = POLICIES[name](policy.decode(), keys).encode()
    return ceremony.seal(files, level, keys, **arguments), policy, set(codes.split())


def check():
    assert len({f[0] for f in FAULTS}) == len(FAULTS) and set(POLICIES) <= {f[0] for f in FAULTS}
    for fault in FAULTS:
        files, policy, wanted = faulty(fault[0])
        codes, _, _, _ = check_ceremony.judge(files, policy)
        assert codes == wanted, (fault[0], codes, wanted)
        if fault[3] == 4:
            check_ceremony.whole(files)
    for code in ("S05", "E12", "E06", "L04"):       # steps 96-99: by themselves, with everybody's signature
        assert sum(f[3] == 4 and f[5] == code for f in FAULTS) >= 3, code
    return len(FAULTS)


if __name__ == "__main__":
    print("%d faults: as expected" % check())
