# SPDX-License-Identifier: MulanPSL-2.0
"""Faulty ceremonies, made by re-sealing: examples for tests, and a test of the re-sealing itself (selftest.py runs it).

FAULTS: (name, bundle, change(files, keys) -> files or None (in place), level, further arguments of ceremony.seal, the codes that
steps 65-94 of verify.md must then report). `codes` are those of check_ceremony.judge: what solo draws have too (H01 and so on) is
not among them."""
import json

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


at = "2023-08-23T%s+08:00"
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
    ("an entry that belongs to no bundle", D, lambda f, k: f.update({"log/x.tlog-proof": b"x\n"}), 0, {}, "F10"),
    ("no objections.txt", D, lambda f, k: f.pop("objections.txt") and None, 0, {}, "F09"),
]


def faulty(name):
    """(files, policy, codes) of one of FAULTS."""
    name, bundle, change, level, arguments, codes = next(f for f in FAULTS if f[0] == name)
    files, policy, keys = ceremony.build(bundle)
    change(files, keys)
    return ceremony.seal(files, level, keys, **arguments), policy, set(codes.split())


def check():
    assert len({f[0] for f in FAULTS}) == len(FAULTS)
    for fault in FAULTS:
        files, policy, wanted = faulty(fault[0])
        codes, _, _, _ = check_ceremony.judge(files, policy)
        assert codes == wanted, (fault[0], codes, wanted)
        if fault[3] == 4:
            check_ceremony.whole(files)
    return len(FAULTS)


if __name__ == "__main__":
    print("%d faults: as expected" % check())
