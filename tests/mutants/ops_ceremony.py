# SPDX-License-Identifier: MulanPSL-2.0
"""Faults that only a ceremony can have: notes of many, log, time, public values, voids, policies.

Each is (name, codes, codes that may come besides, make), where make(level) gives (files, policy)."""
import base64
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ceremony"))
from attacks_keys import send_recused  # noqa: E402
from attacks_kit import drop, json_change, lines_of, several, swap  # noqa: E402
import ceremony  # noqa: E402
import faults_ceremony as examples  # noqa: E402
import notes  # noqa: E402
from ops_wants import want_faults  # noqa: E402
import tlog  # noqa: E402
from policy import text_of, time_of  # noqa: E402


class Faults:
    """The list of one base."""

    def __init__(self, here):
        self.here, self.list = here, []
        self.kinds = [k for k in ceremony.ORDER if k + ".note" in here.files]
        self.quorum = "xueyuan" if "quorum two" not in here.policy.decode() else None

    def add(self, name, codes, change=None, may="", after=None, policy=None, levels=(3, 4), **seal):
        """change before the sealing, after(files, keys) behind it."""
        def make(level):
            files, keys = dict(self.here.files), self.here.own_keys()
            if change:
                files = change(files, keys) or files
            if level == 3:
                seal.pop("times", None)
            files = ceremony.seal(files, level, keys, **seal)
            if after:
                files = after(files, keys) or files
            return files, lines_of(self.here.policy, policy, keys) if policy else self.here.policy
        self.list.append((name, frozenset(codes.split()), frozenset(may.split()), make, levels))


def faults(here):
    """All of one base: [(name, codes, may, make, levels)]."""
    f = Faults(here)
    note_faults(f)
    log_faults(f)
    policy_faults(f)
    want_faults(f)
    time_faults(f)
    if not here.void:
        value_faults(f)
        for n in (0, 1):
            f.add("a recused inspector sent all the same, %d" % n, "A03", lambda files, keys, n=n: send_recused(files, keys, n), may="A02 A04 A06", levels=(4,))
        objection_faults(f)
    void_faults(f)
    return f.list


# notes

def weak_line(name, start):
    """R of a line becomes the identity (Ed25519)."""
    def work(files, keys):
        lines = files[name].decode().split("\n")
        i = next(i for i, x in enumerate(lines) if x.startswith(start))
        head, _, word = lines[i].rpartition(" ")
        raw = bytearray(base64.b64decode(word))
        raw[4:36] = b"\x01" + bytes(31)
        lines[i] = head + " " + base64.b64encode(bytes(raw)).decode()
        files[name] = "\n".join(lines).encode()
        return again(files, keys, name)
    return work


def spoilt_line(name, start):
    def work(files, keys):
        lines = files[name].decode().split("\n")
        i = next(i for i, x in enumerate(lines) if x.startswith(start))
        head, _, word = lines[i].rpartition(" ")
        raw = bytearray(base64.b64decode(word))
        raw[-9] ^= 4
        lines[i] = head + " " + base64.b64encode(bytes(raw)).decode()
        files[name] = "\n".join(lines).encode()
        return again(files, keys, name)
    return work


def again(files, keys, name):
    """What follows from a note that changed: the manifests that list it, everyone's signatures, the log; the note stays."""
    signing = everyone(keys)
    for other in ceremony.ORDER[ceremony.ORDER.index(name[:-5]) + 1:]:
        if other + ".note" in files:
            files = ceremony.resign(ceremony.fix_manifest(files, other, keys.suite), other, signing, [], "keep")
    return ceremony.relog(files, keys, 4)


def everyone(keys):
    return [keys["operator"], *keys.of("contributor"), *keys.of("custodian"), *keys.of("supervisor"), *keys.of("signer")]


def twice(name, start):
    def change(files, keys):
        lines = files[name].decode().split("\n")
        i = next(i for i, x in enumerate(lines) if x.startswith(start))
        lines.insert(i, lines[i])
        files[name] = "\n".join(lines).encode()
    return change


def but_xueyuan(name):
    """Of the witnesses only one is left."""
    def work(files, keys):
        lines = files[name].decode().split("\n")
        files[name] = "\n".join(x for x in lines if not x.startswith(("— jiwei", "— 人大代表"))).encode()
    return work


def note_faults(f):
    here, x = f.here, f.quorum
    for kind in f.kinds:
        note = kind + ".note"
        if kind in ("close", "transcript"):
            f.add(kind + ": a quorum has not signed", "S01", but_xueyuan(note) if x is None else drop(note, "— xueyuan"))
            f.add(kind + ": a contributor among the witnesses", "S03", insert(note, "contributor:公证处"))
            f.add(kind + ": a stranger among the witnesses", "S03", insert(note, None))
            f.add(kind + ": a witness twice", "S04", twice(note, "— xueyuan"))
            enough = "" if x else "S01 "  # two of three are a quorum without it, where three have signed
            f.add(kind + ": a witness's signature fails", ("S01 " if x else "") + "S02", after=spoilt_line(note, "— xueyuan"), levels=(4,), may=enough)
            if here.ed:
                f.add(kind + ": a witness's R is weak", ("S01 " if x else "") + "S07", after=weak_line(note, "— xueyuan"), levels=(4,), may=enough)
        if kind == "notice":
            f.add("notice: a contributor has not signed", "S01", drop(note, "— 公证处"))
            f.add("notice: a custodian has not signed", "S01", drop(note, "— 人事科"))
            f.add("notice: a stranger has signed", "S03", insert(note, None))
            f.add("notice: a witness has signed", "S03", insert(note, "signer:jiwei"))
            f.add("notice: a contributor twice", "S04", twice(note, "— 公证处"))
            f.add("notice: a contributor's signature fails", "S02", after=spoilt_line(note, "— 公证处"), levels=(4,))
            f.add("notice: a custodian's signature fails", "S02", after=spoilt_line(note, "— 登记注册科"), levels=(4,))
            if here.ed:
                f.add("notice: a contributor's R is weak", "S07", after=weak_line(note, "— 公证处"), levels=(4,))
        if kind == "void":
            f.add("void: no supervisor", "S01", drop(note, "— " + here.cast["supervisor"].name))
            f.add("void: a contributor too", "S03", insert(note, "contributor:公证处"))
            f.add("void: the supervisor twice", "S04", twice(note, "— " + here.cast["supervisor"].name))
            f.add("void: the supervisor's signature fails", "S01 S02", after=spoilt_line(note, "— " + here.cast["supervisor"].name), levels=(4,), may="S02")
        if kind == "notice":
            for role in ("targets", "inspectors"):
                f.add("notice: the custodian of %s has a key of the other suite" % role, "S08", other_suite(role), may="S01 S02 S03 S05 S06", redraw=not here.void)
        other = "open" if kind != "open" else "close"
        f.add(kind + ": the text of another kind", "S09", swap(note, "qian/1 " + kind, "qian/1 " + other))
        f.add(kind + ": the text of another draw", "S09", swap(note, here.draw, here.draw + "b"))
        f.add(kind + ": a digest that is no file's", "H01", after=digest_line(kind), levels=(4,))
        f.add(kind + ": the operator has not signed", "S01", drop(note, "— operator"))


def other_suite(role):
    def change(files, keys):
        k = keys["custodian:" + role]
        other = ceremony.key_from("sm3-sm2" if keys.suite == tlog.SUITE else tlog.SUITE, k.name, k.secret)
        files["notice.json"] = files["notice.json"].replace(k.vkey.encode(), other.vkey.encode())
    return change


def insert(note, role):
    """One more line, in its place by name after the operator's (at the end of the notice)."""
    def change(files, keys):
        k = keys[role] if role else ceremony.key_from(keys.suite, "龠陌生人", b"\x0b" * 32)
        text, lines = notes.split_note(files[note])
        line = k.line(text).encode()[:-1]
        rest = lines[1:] + [line]
        if note != "notice.note":
            rest.sort(key=lambda b: b.split(b" ")[1])
        files[note] = text + b"\n" + b"".join(b + b"\n" for b in [lines[0], *rest])
    return change


def digest_line(kind):
    """Everyone signs a manifest whose last digest is no file's."""
    def work(files, keys):
        name = kind + ".note"
        head, _, rest = files[name].partition(b"\n\n")
        lines = head.split(b"\n")
        lines[-1] = b"0" * 64 + lines[-1][64:]
        files[name] = b"\n".join(lines) + b"\n\n" + rest
        return again(ceremony.resign(files, kind, everyone(keys), [], "keep"), keys, name)
    return work


# log

def log_faults(f):
    for kind in f.kinds:
        name = "log/" + kind + ".tlog-proof"
        f.add(kind + ": proof of the place beside", "L01", after=lambda fs, k, n=name: fs.update({n: index_beside(fs[n])}), may="L08")
        f.add(kind + ": the log has not signed", "L02", after=drop(name, "— " + f.here.cast["log"].name))
        f.add(kind + ": the log's signature fails", "L02", after=spoilt(name, f.here.cast["log"].name))
        f.add(kind + ": a cosignature fails", "L02 L04", after=spoilt(name, "xueyuan.example.edu.cn"), levels=(4,))
        f.add(kind + ": a cosignature of another time", "L02 L04", after=spoilt(name, "xueyuan.example.edu.cn", 11), levels=(4,))
        f.add(kind + ": a group has not cosigned", "L04", after=several(*([drop(name, "— xueyuan")] if f.quorum else [drop(name, "— xueyuan"), drop(name, "— jiwei")])), levels=(4,))
        f.add(kind + ": a cosignature twice", "L05", after=examples.repeat_line(name, "— xueyuan"), levels=(4,))
        f.add(kind + ": a cosigner's R is weak", "S07 L04", after=spoilt(name, "xueyuan.example.edu.cn", None), levels=(4,))
        f.add(kind + ": another log", "L03", after=other_log(kind), levels=(4,))
    order = [k for k in f.kinds if k != "open"]
    for a, b in zip(order, order[1:]):
        f.add("%s after %s in the log" % (a, b), "L08", after=exchanged(a, b), levels=(4,), may="T01 T02 T03 T04")
        f.add("two roots of one size: %s, %s" % (a, b), "L09", after=second_root(a, b), levels=(4,), may="L08 T04 T01")


def index_beside(data):
    lines = data.split(b"\n")
    n = int(lines[1].split(b" ")[1])
    lines[1] = b"index %d" % (n - 1 if n else 1)
    return b"\n".join(lines)


def spoilt(name, who, at=-9):
    """One bit of a line's signature (at: byte), or R = the identity (None)."""
    def work(files, keys):
        lines = files[name].decode().split("\n")
        i = max(i for i, x in enumerate(lines) if x.startswith("— " + who + " "))
        head, _, word = lines[i].rpartition(" ")
        raw = bytearray(base64.b64decode(word))
        if at is None:
            raw[12:44] = b"\x01" + bytes(31)
        else:
            raw[at] ^= 4
        lines[i] = head + " " + base64.b64encode(bytes(raw)).decode()
        files[name] = "\n".join(lines).encode()
    return work


def other_log(kind):
    def work(files, keys):
        p = ceremony.read_places(files, keys)[kind]
        log = ceremony.key_from(tlog.SUITE, "log.nowhere.example", b"\x0c" * 32)
        leaves = ceremony.log_leaves(p["size"], {p["index"]: tlog.leaf(files[kind + ".note"])})
        files["log/" + kind + ".tlog-proof"] = ceremony.make_proof(log.name, leaves, p["index"], p["size"], [(log, None)] + [(keys.cosigner(w), t) for w, t in p["cosign"]])
    return work


def exchanged(a, b):
    def work(files, keys):
        p = ceremony.read_places(files, keys)
        return ceremony.relog(files, keys, 4, places={a: (p[b]["index"], p[b]["size"]), b: (p[a]["index"], p[a]["size"])})
    return work


def second_root(a, b):
    def work(files, keys):
        p = ceremony.read_places(files, keys)
        size = max(p[a]["size"], p[b]["index"] + 1)
        for kind, other in ((a, b"x"), (b, b"y")):
            own = {p[kind]["index"]: tlog.leaf(files[kind + ".note"]), (p[b]["index"] if kind == a else p[a]["index"]): tlog.leaf(other)}
            files["log/" + kind + ".tlog-proof"] = ceremony.make_proof(
                keys["log"].name, ceremony.log_leaves(size, own), p[kind]["index"], size, [(keys["log"], None)] + [(keys.cosigner(w), t) for w, t in p[kind]["cosign"]])
    return work


# policies: the same bundle, judged by who says that it is otherwise

def about(role, words):
    def edit(lines, keys):
        start = "key " + keys[role].vkey
        old = next((x[len(start):] for x in lines if x.startswith(start + " ")), "")
        organisation = " ".join(w for w in old.split() if w.startswith("organisation="))
        return [x for x in lines if not x.startswith(start + " ")] + [" ".join(x for x in (start, organisation, words) if x)]
    return edit


def no_line(start):
    return lambda lines, keys: [x for x in lines if not x.startswith(start)]


def nowhere(lines, keys):
    """One log, which is another, in place of all."""
    kept = [x for x in lines if not x.startswith(("log ", "key qian.example"))]
    return kept + ["log " + ceremony.key_from(tlog.SUITE, "log.nowhere.example", b"\x0c" * 32).vkey]


def policy_faults(f):
    early, late = "to=2017-01-01T00:00:00+08:00", "from=2031-01-01T00:00:00+08:00"
    for role in ("operator", "contributor:公证处", "contributor:observer.west", "custodian:targets", "custodian:inspectors", "log"):
        if role in f.here.cast.roles:
            f.add("policy: a key whose time is over: " + role, "S06", policy=about(role, early), levels=(4,))
            f.add("policy: a key whose time is to come: " + role, "S06", policy=about(role, late), levels=(4,))
    f.add("policy: revoked: operator", "S06", policy=about("operator", "revoked=2017-01-01T00:00:00+08:00"), levels=(4,))
    f.add("policy: the cosigner's time is over", "L04", policy=about("witness:xueyuan", early), levels=(4,))
    for kind in ("targets", "inspectors"):
        f.add("policy: not the custodian of " + kind, "S05", policy=lambda lines, k, kind=kind: [x.rsplit(" ", 1)[0] + " " + stranger(k, "登记注册科" if kind == "targets" else "人事科") if x.startswith("custodian " + kind) else x for x in lines], levels=(4,))
    f.add("policy: not a contributor", "S05", policy=no_line(("contributor 公证处", "key 公证处")), levels=(4,))
    f.add("policy: no organisation of the operator", "S05", policy=no_line("key operator"), levels=(4,))
    f.add("policy: not the rules pack", "C07", policy=lambda lines, k: [x.rsplit(" ", 1)[0] + " " + "1" * 64 if x.startswith("rules ") else x for x in lines], levels=(4,))
    f.add("policy: a rehearsal or not", "C08", policy=lambda lines, k: [x for x in lines if x != "rehearsal"] if "rehearsal" in lines else lines + ["rehearsal"], levels=(4,))
    f.add("policy: another log", "L03", policy=nowhere, levels=(4,), may="C04")
    for m in [k for k in ("jiwei", "xueyuan") if "nist " in f.here.policy.decode()]:
        f.add("policy: another certificate of the beacon " + m, "S05", policy=lambda lines, k: [x if not x.startswith("nist ") else "nist " + "2" * 128 for x in lines], levels=(4,))


def stranger(keys, name):
    return ceremony.key_from(keys.suite, name, b"\x0d" * 32).vkey


# times

def shifted(t, seconds):
    return text_of(time_of(t) + seconds)


def time_faults(f):
    here = f.here
    proven = ceremony.read_places(here.files, here.cast)
    latest = lambda kind: max(t for _, t in proven[kind]["cosign"])
    follow = "close" if "close" in proven else "void"
    for seconds in (1, 7200, 40 * 86400):
        # a cosigner's key that is over by then proves no time (policy 2.4)
        code = "T01|L04" if here.name in ("ce-sm-rotation", "ce-ed-revoked") else "T01"
        f.add("notice proved %d s after the %s" % (seconds, follow), code, times={"notice": text_of(latest(follow) + seconds)}, levels=(4,), may="T04 S06 C04")
    first = min(t for _, t in proven["notice"]["cosign"])
    f.add("notice made after it was proved", "T01", json_change("notice.json", lambda v: v.update(created=text_of(latest("notice") + 1))), redraw=not here.void, levels=(4,))
    f.add("notice made 31 days before", "T01", json_change("notice.json", lambda v: v.update(created=text_of(first - 31 * 86400))), redraw=not here.void, levels=(4,), may="C07")
    times = [time_of(s["time"]) for s in here.notice["public"] if "time" in s]
    if times and not here.void:
        for seconds in (59, 0, -3600):
            f.add("close %d s before the value" % seconds, "T02", times={"close": text_of(min(times) - seconds)}, levels=(4,), may="T04 T01")
        for seconds in (1, 600):
            t = max(times) - seconds
            cosigned = proven["transcript"]["cosign"]
            witness = next(w for w, _ in cosigned if not w.startswith("stranger"))
            f.add("transcript cosigned %d s before the value" % seconds, "T03", times={"transcript": {**{w: text_of(u) for w, u in cosigned}, witness: text_of(t)}}, levels=(4,), may="T04")
    if here.notice["embargo"] and not here.void:
        for seconds in (1, 86400, 366 * 86400):
            f.add("opened %d s late" % seconds, "T05", times={"open": shifted(here.notice["embargo"]["until"], seconds)}, levels=(4,))
    kinds = [k for k in f.kinds if k in proven]
    for a, b in zip(kinds, kinds[1:]):
        if proven[a]["size"] < proven[b]["size"]:
            who = [w for w, _ in proven[a]["cosign"]]
            back = {w: text_of(t) for w, t in proven[b]["cosign"]}
            shared = [w for w in who if w in back]
            back[shared[0]] = text_of(dict(proven[a]["cosign"])[shared[0]] - 1)
            f.add("a clock turned back between %s and %s" % (a, b), "T04", times={b: back}, levels=(4,), may="T03 T01")


# public values

def value_faults(f):
    here = f.here
    for i, source in enumerate(here.notice["public"]):
        kind = source["source"]
        if kind == "drand":
            for n in (1, 5, -1):
                f.add("drand: round %+d in the notice (%d)" % (n, i), "E05 E06", element(i, lambda e, n=n: e.update(round=e["round"] + n)), redraw=True)
            for n in (3, -3, 3600):
                f.add("drand: time %+d s (%d)" % (n, i), "E06", element(i, lambda e, n=n: e.update(time=shifted(e["time"], n))), redraw=True, may="T03 T02")
            for bit in (0, 40, 95):
                f.add("drand: another signature, digit %d (%d)" % (bit, i), "E04", value(i, 2, bit), redraw=True)
            f.add("drand: another chain in the value (%d)" % i, "E05", value(i, 0, 5), redraw=True)
        if kind == "nist":
            p = "beacon/%d." % (i + 1)
            for n in (1, -1):
                f.add("nist: pulse %+d in the notice (%d)" % (n, i), "E05", element(i, lambda e, n=n: e.update(pulse=e["pulse"] + n)), redraw=True)
            f.add("nist: another chain in the notice (%d)" % i, "E05", element(i, lambda e: e.update(chain=e["chain"] + 1)), redraw=True)
            for n in (60, -60):
                f.add("nist: time %+d s (%d)" % (n, i), "E06", element(i, lambda e, n=n: e.update(time=shifted(e["time"], n))), redraw=True, may="T03 T02")
            for at in (0, 64, 127):
                f.add("nist: another value, digit %d (%d)" % (at, i), "E07", value(i, 2, at), redraw=True)
            for word in ("localRandomValue", "external.value", "hour", "precommitmentValue"):
                f.add("nist: pulse with another %s (%d)" % (word, i), "E04 E07", digit(p + "pulse", word), redraw=True)
            f.add("nist: pulse with another outputValue (%d)" % i, "E07", digit(p + "pulse", "outputValue"), redraw=True)
            for word in ("localRandomValue", "precommitmentValue", "outputValue", "signatureValue"):
                f.add("nist: previous pulse with another %s (%d)" % (word, i), "E04", digit(p + "previous", word), redraw=True)
        if kind == "lottery":
            f.add("lottery: another issue in the notice (%d)" % i, "E05", element(i, lambda e: e.update(issue="2001001")), redraw=True, may="E06")
            f.add("lottery: a number twice (%d)" % i, "E10", words(i, lambda w: w[:-1] + [w[-1][:3] * 2 + w[-1][6:]]), redraw=True)
            f.add("lottery: a number out of range (%d)" % i, "E10", words(i, lambda w: w[:-1] + ["00" + w[-1][2:]]), redraw=True)
            f.add("lottery: the game's other numbers in the notice (%d)" % i, "E05", element(i, lambda e: e.update(game="ssq" if e["game"] == "kl8" else "kl8")), redraw=True, may="E10 E06")
        if kind == "balls":
            f.add("balls: one of another kind (%d)" % i, "E10", words(i, lambda w: w[:-1] + ["99" + w[-1][2:]]), redraw=True)
            f.add("balls: one twice (%d)" % i, "E10", words(i, lambda w: w[:-1] + [w[-1][:3] + w[-1]]), redraw=True)
            f.add("balls: too few in the notice (%d)" % i, "E09 E10", element(i, lambda e: e.update(count=2)), redraw=True)
            f.add("balls: too few of each (%d)" % i, "E09", element(i, lambda e: e.update({"from": 1, "to": 7})), redraw=True, may="E10")
            f.add("balls: none (%d)" % i, "E09 E10", element(i, lambda e: e.update(count=0)), redraw=True)
    if here.notice["public"]:
        f.add("one source less in the notice", "E03", json_change("notice.json", lambda v: v["public"].pop()), redraw=True, may="E11 E12 E05 E02 E04 E07 F10 T02 T03 E10")


def element(i, change):
    return json_change("notice.json", lambda v: change(v["public"][i]))


def words(i, change):
    def work(files, keys):
        lines = files["entropy.txt"].decode().split("\n")
        lines[4 + i] = " ".join(change(lines[4 + i].split(" ")))
        files["entropy.txt"] = "\n".join(lines).encode()
    return work


def value(i, word, at):
    def change(w):
        d = w[2 + word]
        w[2 + word] = d[:at] + "0123456789abcdef"[int(d[at], 16) ^ 1] + d[at + 1:]
        return w
    return words(i, change)


def digit(name, word):
    def work(files, keys):
        lines = files[name].decode().split("\n")
        i = next(i for i, x in enumerate(lines) if x.startswith(word + " "))
        lines[i] = lines[i][:-1] + "0123456789abcdef"[int(lines[i][-1], 16) ^ 1]
        files[name] = "\n".join(lines).encode()
    return work


# objections, voids, replacement

def objection_faults(f):
    here = f.here
    last = lambda keys: ceremony.key_from(keys.suite, "龠陌生人", b"\x0b" * 32)

    def object_as(signer):
        def change(files, keys):
            draw, digest = here.draw, files["objections.txt"].decode().split("\n")[2].split(" ")[1]
            k = signer(keys)
            files["objections.txt"] += ("objection %s %s %s\n" % (k.name, ceremony.objection_base64(k, draw, digest, "无"), "无")).encode()
        return change
    f.add("objections: of a stranger", "S03", object_as(last))
    f.add("objections: of another draw", "H04", swap("objections.txt", "draw ", "draw b"), may="S02 S01")
    if len(here.files["objections.txt"].split(b"\n")) > 4:
        f.add("objections: twice", "S04", repeat_objection)
        f.add("objections: another reason", "S02", swap("objections.txt", "封条", "封签"), levels=(3,), stale="keep", may="L04 S01")


def repeat_objection(files, keys):
    lines = files["objections.txt"].split(b"\n")
    files["objections.txt"] = b"\n".join(lines[:-1] + [lines[-2], b""])


def void_faults(f):
    here = f.here
    if here.void:
        for name in ("selection.tsv", "assignment.tsv", "transcript.json", "transcript.note"):
            f.add("a void with " + name, "C03", after=lambda fs, k, n=name: fs.update({n: b"x\n"}))
        f.add("void.json of another draw", "H04", json_change("void.json", lambda v: v.update(draw=v["draw"] + "b")))
        f.add("void.json of another notice", "H04", json_change("void.json", lambda v: v.update(notice="0" * 64)), links=False)
    if here.notice["plan"]["replaces"]:
        f.add("replacement: no reason", "C04", json_change("notice.json", lambda v: v["plan"].update(reason=None)), redraw=True)
        f.add("replacement: of the draw itself", "C04 S09", json_change("notice.json", lambda v: v["plan"].update(replaces=v["draw"])), redraw=True)
        f.add("replacement: the void of another", "S09", json_change("notice.json", lambda v: v["plan"].update(replaces="220100-2020-J-0001")), redraw=True)
        void = tlog.parse_proof(here.files["log/replaces.tlog-proof"])[1].checkpoint
        first = min(int.from_bytes(raw[:8], "big") for n, _, raw in void.lines if n != void.origin)
        for seconds in (1, 3600):
            f.add("replacement: logged %d s before the void" % seconds, "C04", times={"notice": text_of(first - seconds)}, levels=(4,), may="T01 T04")
    else:
        f.add("a reason without a replacement", "C04", json_change("notice.json", lambda v: v["plan"].update(reason="无")), redraw=not here.void)

