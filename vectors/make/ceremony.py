# SPDX-License-Identifier: MulanPSL-2.0
"""Whole ceremonies: keys, policy, log, notes; and re-sealing after a change. For tests to import.

    import sys; sys.path.insert(0, "vectors/make")
    import ceremony
    files = ceremony.read_bundle("vectors/bundles/ce-ed-drand/bundle")      # {"notice.json": bytes, "log/notice.tlog-proof": …}
    keys = ceremony.load_keys("ce-ed-drand")                                # every key of everyone
    files["targets.tsv"] = files["targets.tsv"].replace(b"...", b"...")
    files = ceremony.seal4(files, keys)                                     # everyone colludes
    files = ceremony.seal4(files, keys, times={"close": "2023-08-23T23:59:00+08:00"})
    files = ceremony.seal4(files, keys, logs={"close": "other:log"})        # the close in another log
    files, policy, keys = ceremony.build("ce-ed-drand", created="...")      # the same ceremony made anew from another plan

seal0 … seal4: what has been made to fit again after the change:
  L0 nothing; L1 digests, roots, manifests; L2 and the operator signs anew; L3 and contributors, custodians and supervisor
  sign anew, the log has new leaves and signs, the witnesses do nothing; L4 and the witnesses sign and cosign anew.
"""
import json
import os
import re
from pathlib import Path

import notes
import reseal as solo
import tlog
from base import Rand, h
from bundle import draw_again, notice_of, read_bundle, table_entry, write_bundle  # noqa: F401
from draw import contributions, entropy
from notes import DASH, Signer, b64, key_id
from policy import text_of, time_of
from textform import dump

BUNDLES = Path(__file__).resolve().parents[1] / "bundles"
KEYS_FILE = BUNDLES / "ceremony-keys.json"
ORDER = ("notice", "close", "transcript", "open", "void")       # as they stand in a log
RESULT = ("selection.tsv", "assignment.tsv", "transcript.json", "objections.txt", "transcript.note")
LOG_NAME = "qian.example.gov.cn/2026"
WITNESSES = {"jiwei": ("jiwei.example.gov.cn", "jiwei.example.gov.cn"),     # NAME: cosigner's, signer's vkey name
             "renda": ("renda.example.gov.cn", "人大代表"),
             "xueyuan": ("xueyuan.example.edu.cn", "xueyuan.signer")}
OPERATOR, CONTRIBUTORS = "operator", ("纪检监察", "公证处", "observer.west")
CUSTODIANS = {"targets": "登记注册科", "inspectors": "人事科"}


class Keys:
    """All keys of a cast by role: operator, contributor:NAME, custodian:targets, custodian:inspectors, supervisor, log,
    witness:NAME (cosigner), signer:NAME, other:… (of nobody in the policy, or older ones)."""

    def __init__(self, suite, roles):
        self.suite, self.roles = suite, dict(roles)
        self.nonces, self.leaves = [], {}           # leaves: index -> leaf hash, of entries that are neither ours nor filler

    def __getitem__(self, role):
        return self.roles[role]

    def of(self, kind):
        return [k for r, k in self.roles.items() if r.split(":")[0] == kind]

    def name_of(self, role_key):
        return next(r.split(":", 1)[1] for r, k in self.roles.items() if k is role_key)

    def log_role(self, origin):
        """The role of the log of this name; `log` for one that is nobody's."""
        return next((r for r in ("log", "other:log") if r in self.roles and self.roles[r].name == origin), "log")

    def cosigner(self, name):
        """By NAME of the witness, or by the name of the cosigner key."""
        for r, k in self.roles.items():
            if isinstance(k, tlog.Cosigner) and (r == "witness:" + name or r == "other:" + name or k.name == name):
                return k
        return None


def key_from(kind, name, secret):
    return tlog.Cosigner(name, secret) if kind == "cosigner" else Signer(name, kind, secret)


def cast(suite, variant="", supervisor=None):
    """The keys of everybody in a ceremony, from a label. supervisor None: the first contributor."""
    rand = Rand("ceremony cast " + suite + variant)
    new = lambda name, kind=suite: key_from(kind, name, rand.bytes())
    roles = {"operator": new(OPERATOR)}
    roles.update({"contributor:" + n: new(n) for n in CONTRIBUTORS})
    roles.update({"custodian:" + t: new(n) for t, n in CUSTODIANS.items()})
    if supervisor:
        roles["supervisor"] = new(supervisor)
    roles["log"] = new(LOG_NAME, tlog.SUITE)
    for n, (cosigner, signer) in WITNESSES.items():
        roles["witness:" + n] = new(cosigner, "cosigner")
        if n == "jiwei" and suite == tlog.SUITE:        # policy 1.4: cosigner and signer key may be the same
            roles["signer:" + n] = Signer(signer, suite, roles["witness:" + n].secret)
        else:
            roles["signer:" + n] = new(signer)
    roles["other:stranger"] = new("stranger.example.org", "cosigner")
    roles["other:operator"] = new(OPERATOR)             # the operator's key of the year before
    roles["other:log"] = new("qian.example.gov.cn/2025", tlog.SUITE)
    other = "sm3-sm2" if suite == tlog.SUITE else tlog.SUITE
    # contributors by a policy that takes them: one who takes no part, in both suites, and further keys of one who does, in both
    roles["other:fourth"], roles["other:fourth-other-suite"], roles["other:contributor"] = new("审计局"), new("审计局", other), new(CONTRIBUTORS[1])
    roles["other:contributor-other-suite"] = new(CONTRIBUTORS[1], other)
    if not supervisor:
        roles["supervisor"] = roles["contributor:" + CONTRIBUTORS[0]]
    return Keys(suite, roles)


def keys_json(keys):
    seen = {}
    out = []
    for role, k in keys.roles.items():
        kind = "cosigner" if isinstance(k, tlog.Cosigner) else k.suite
        out.append({"role": role, "name": k.name, "kind": kind, "secret": k.secret.hex()})
        seen[role] = k
    return out


def load_keys(bundle, path=KEYS_FILE):
    """The Keys of one stored ce-bundle."""
    with open(path, encoding="utf-8") as f:
        value = json.load(f)
    entry = value["bundles"][bundle]
    c = value["casts"][entry["cast"]]
    keys = Keys(c["suite"], {k["role"]: key_from(k["kind"], k["name"], bytes.fromhex(k["secret"])) for k in c["keys"]})
    for role, old in entry["instead"].items():
        keys.roles[role] = keys.roles[old]
    keys.nonces = entry["nonces"]
    keys.leaves = {int(i): bytes.fromhex(x) for i, x in entry["leaves"].items()}
    return keys


# --- the log ---

def filler(index):
    """The entry at a place of the test log that is nobody's here."""
    return ("qian vectors: entry %d of somebody else\n" % index).encode()


def log_leaves(size, own):
    """Leaf hashes of the first `size` entries. own: index -> leaf hash."""
    return [own[i] if i in own else tlog.leaf(filler(i)) for i in range(size)]


def make_proof(origin, leaves, index, size, signers, extension=(), log_at=0):
    """A .tlog-proof. leaves: at least `size` leaf hashes. signers: [(key, time or None)], None for the log's own key."""
    text = tlog.checkpoint_text(origin, size, tlog.root(leaves[:size]), extension)
    lines = [k.line(text) if t is None else k.cosign(text, t) for k, t in signers]
    return tlog.proof_file(index, tlog.path(leaves[:size], index), tlog.checkpoint(text, lines))


def seconds(t):
    return time_of(t) if isinstance(t, str) else t


def proofs_of(files, places, keys):
    """{log/….tlog-proof: bytes}. places: kind -> {index, size, cosign [(NAME, time)], extension, log_last, log (the role of
    the log's key; none: `log`)}; one tree a log."""
    out, by_log = {}, {}
    for kind, p in places.items():
        by_log.setdefault(p.get("log", "log"), {})[kind] = p
    for role, mine in by_log.items():
        log, own = keys[role], dict(keys.leaves) if role == "log" else {}
        own.update({p["index"]: tlog.leaf(files[k + ".note"]) for k, p in mine.items() if k + ".note" in files})
        leaves = log_leaves(max(p["size"] for p in mine.values()), own)
        for kind, p in mine.items():
            signers = [(log, None)]
            signers[(0 if p.get("log_last") else 1):0] = [(keys.cosigner(n), seconds(t)) for n, t in p["cosign"]]
            out["log/" + kind + ".tlog-proof"] = make_proof(log.name, leaves, p["index"], p["size"], signers, p.get("extension", ()))
    return out


# --- files of a ceremony ---

def objections_file(draw, transcript_digest, objections):
    """objections: [(signer, reason)], in the order of names."""
    lines = ["qian/1 objections", "draw " + draw, "transcript " + transcript_digest]
    for k, reason in objections:
        lines.append("objection " + k.name + " " + objection_base64(k, draw, transcript_digest, reason) + " " + reason)
    return "".join(line + "\n" for line in lines).encode()


def objection_text(draw, transcript_digest, reason):
    return ("qian/1 objection\n%s\n%s  transcript.json\nreason %s\n" % (draw, transcript_digest, reason)).encode()


def objection_base64(k, draw, transcript_digest, reason):
    return b64(key_id(k.name, k.typed) + k.sign(objection_text(draw, transcript_digest, reason)))


def manifest_names(kind, files):
    """notes 1.2."""
    if kind in ("close", "open"):
        return ["contributions.txt"]
    if kind == "void":
        return ["notice.json", "notice.note"] + (["contributions.txt", "close.note"] if "close.note" in files else []) + ["void.json"]
    names = list(notes.FILES[kind])
    if kind == "transcript":
        at = names.index("entropy.txt") + 1
        names[at:at] = sorted(n for n in files if n.startswith("beacon/"))
        names.append("objections.txt")
    return names


def note_of(kind, files, draw, suite, signers):
    return notes.make_note(notes.note_text(kind, draw, notes.manifest(suite, manifest_names(kind, files), files)), signers)


def by_name(signers):
    return sorted(signers, key=lambda k: k.name.encode())


def make(plan, keys, tables, rules):
    """The files of a bundle of mode ceremony. See plans_ceremony.py for what a plan holds."""
    suite, draw = keys.suite, plan["draw"]
    files = {"rules.json": rules, **tables}
    people = [keys["operator"]] + keys.of("contributor")
    custodians = [keys["custodian:targets"], keys["custodian:inspectors"]]
    named = {"custodians": {"targets": custodians[0].vkey, "inspectors": custodians[1].vkey}, "log": keys["log"].name}
    files["notice.json"] = dump(notice_of({**plan, **named}, suite, files, people, keys.nonces))
    digest = h(suite, files["notice.json"])
    files["notice.note"] = note_of("notice", files, draw, suite, people + custodians)
    signing = lambda kind: [keys["operator"]] + by_name([keys["signer:" + w] for w in plan["witnesses"][kind]])
    void, supervisor = plan.get("void"), keys["supervisor"]
    if not void or void["stage"] != "notice":
        reveals = [(c.name, None if c.name in plan["withheld"] else n) for c, n in zip(people[1:], keys.nonces)]
        files["contributions.txt"] = contributions(draw, digest, reveals)
        files["close.note"] = note_of("close", files, draw, suite, signing("close"))
    if not void or void["stage"] == "entropy":
        files["entropy.txt"] = entropy(draw, digest, h(suite, files["contributions.txt"]),
                                       [(e["source"], v) for e, v in zip(plan["public"], plan["values"])])
        files.update(plan.get("beacon", {}))
    if void:
        files["void.json"] = dump({"spec": "qian/1", "draw": draw, "notice": digest, "reason": void["reason"], "created": void["created"]})
        files["void.note"] = note_of("void", files, draw, suite, [keys["operator"], supervisor])
    else:
        draw_again(files)
        files["objections.txt"] = objections_file(draw, h(suite, files["transcript.json"]),
                                                  [(keys["signer:" + w], reason) for w, reason in plan.get("objections", ())])
        files["transcript.note"] = note_of("transcript", files, draw, suite, signing("transcript"))
        if plan.get("embargo"):
            files["open.note"] = note_of("open", files, draw, suite, [keys["operator"], keys["contributor:" + plan["embargo"]["contributor"]]])
    if plan.get("replaces_note"):
        files["replaces.note"] = plan["replaces_note"]
    files.update(proofs_of(files, plan["log"], keys))
    if plan.get("replaces_proof"):
        files["log/replaces.tlog-proof"] = plan["replaces_proof"]
    return files


def policy_text(keys, rules, quorum, organisations=None, more=(), without=(), rehearsal=False, first=()):
    """The lines of a policy. rules: [(name, digest)]; quorum: lines of groups and the quorum; more: further lines;
    without: roles to leave out; organisations: role -> words of its key line."""
    lines = ["# test policy: the keys in it are test keys and worth nothing", *first, "operator " + keys["operator"].vkey]
    lines += ["custodian " + t + " " + keys["custodian:" + t].vkey for t in CUSTODIANS]
    lines += ["contributor " + k.vkey for k in keys.of("contributor")]
    lines += ["supervisor " + keys["supervisor"].vkey]
    lines += ["rules %s %s" % r for r in rules]
    lines += ["log " + keys["log"].vkey + " https://" + LOG_NAME]
    for n in WITNESSES:
        lines += ["witness " + n + " " + keys["witness:" + n].vkey, "signer " + n + " " + keys["signer:" + n].vkey]
    lines += list(quorum)
    about = {"operator": "organisation=市场监管局", "contributor:纪检监察": "organisation=纪委监委派驻组", "contributor:公证处": "organisation=公证处",
             "contributor:observer.west": "organisation=市场监管局", **(organisations or {})}
    lines += ["key " + keys[role].vkey + " " + words for role, words in about.items() if words]
    lines += ["rehearsal"] * rehearsal + list(more)
    return "".join(line + "\n" for line in lines).encode()


# --- re-sealing ---

def relink(files, suite, skip=()):
    """The digests of notice, contributions and transcript in contributions, entropy, transcript, objections and void."""
    kept = {n: files[n] for n in skip if n in files}
    files = {**solo.relink(files, suite), **kept}
    if "notice.json" in files and "void.json" in files and "void.json" not in skip:
        digest = h(suite, files["notice.json"]).encode()
        files["void.json"] = re.sub(rb'("notice"\s*:\s*")[^"\n]*(")', lambda m: m[1] + digest + m[2], files["void.json"], count=1)
    return files


def relink_objections(files, suite, skip=()):
    if "objections.txt" in files and "transcript.json" in files and "objections.txt" not in skip:
        digest = h(suite, files["transcript.json"]).encode()
        files["objections.txt"] = re.sub(rb"(?m)^transcript .*$", b"transcript " + digest, files["objections.txt"], count=1)
    return files


def fix_manifest(files, kind, suite, skip=()):
    """Digests in the manifest lines; lines of another form and the signatures stay."""
    name, out, text = kind + ".note", [], True
    for line in files[name].split(b"\n"):
        text = text and line != b""
        m = re.fullmatch(rb"([^ ]*)(  )([0-9a-z./-]+)", line)
        file = m[3].decode() if m else None
        if text and file in files and file not in skip:
            line = h(suite, files[file]).encode() + b"  " + m[3]
        out.append(line)
    return {**files, name: b"\n".join(out)}


def _verifies(key, text, raw):
    module = notes.sm2 if key.suite == "sm3-sm2" else notes.edwards
    return raw is not None and len(raw) == 68 and module.verify(key.key, text, raw[4:]) is None


def _match(signers, name, base64_word):
    """The signer of a line: by name and key id, else by name."""
    raw = notes.unb64(base64_word.decode("utf-8", "replace"))
    mine = [k for k in signers if k.name.encode() == name]
    exact = [k for k in mine if raw and raw[:4] == key_id(k.name, k.typed)]
    return (exact or mine or [None])[0], raw


def resign(files, kind, signing, leaving, stale):
    """Sign a note's text again: lines of `signing` anew; lines of `leaving` (who would have to sign anew and do not) stay
    if they still verify, else are kept or dropped (stale). Other lines, order and number stay."""
    name = kind + ".note"
    parts = notes.split_note(files[name])
    if parts is None:
        return files
    text, start, out = parts[0], files[name].index(b"\n\n") + 2, []
    for line in files[name][start:].split(b"\n"):
        words = line.split(b" ")
        if len(words) == 3:
            k, raw = _match(signing, words[1], words[2])
            gone, old = _match(leaving, words[1], words[2])
            if k:
                line = k.line(text).encode()[:-1]
            elif gone and stale == "drop" and not _verifies(gone, text, old):
                continue
        out.append(line)
    return {**files, name: files[name][:start] + b"\n".join(out)}


def resign_objections(files, suite, signing, leaving, stale):
    out = []
    lines = files["objections.txt"].decode("utf-8", "surrogateescape").split("\n")
    draw, digest = lines[1].partition(" ")[2] if len(lines) > 1 else "", lines[2].partition(" ")[2] if len(lines) > 2 else ""
    for line in lines:
        words = line.split(" ", 3)
        if words[0] == "objection" and len(words) == 4:
            k, raw = _match(signing, words[1].encode(), words[2].encode())
            gone, old = _match(leaving, words[1].encode(), words[2].encode())
            if k:
                line = " ".join([words[0], words[1], objection_base64(k, draw, digest, words[3]), words[3]])
            elif gone and stale == "drop" and not _verifies(gone, objection_text(draw, digest, words[3]), old):
                continue
        out.append(line)
    return {**files, "objections.txt": "\n".join(out).encode("utf-8", "surrogateescape")}


def read_places(files, keys):
    """kind -> place, from the proofs as they stand (those that can be parsed)."""
    places = {}
    for kind in ORDER:
        codes, p = tlog.parse_proof(files.get("log/" + kind + ".tlog-proof", b""))
        if p is None or p.index >= p.checkpoint.size or p.checkpoint.size > 100000:
            continue
        c, cosign, log_at = p.checkpoint, [], 0
        for n, (name, kid, signature) in enumerate(c.lines):
            k = keys.cosigner(name)
            if k:
                cosign.append((name, int.from_bytes(signature[:8], "big")))
            elif name == c.origin:
                log_at = n
        places[kind] = {"index": p.index, "size": c.size, "cosign": cosign, "extension": c.text.decode().split("\n")[3:-1],
                        "log_last": log_at > 0, "log": keys.log_role(c.origin), "proof": p}
    return places


def relog(files, keys, level, times=None, places=None, skip=(), logs=None):
    """New proofs. Level 3: for the first note whose proof does not fit and all after it, in a larger tree, signed by the
    log alone. Level 4: for all, in one new tree a log, in the logs (whatever the notice names; but for `logs`), at the places
    and (but for `times`) with the cosignatures' times of the proofs as they stand. times: kind -> a time for all cosigners of the proof, or {NAME: time}, who cosign instead.
    places: kind -> (index, size). logs: kind -> role of the log's key; kinds that the bundle has not are passed over."""
    files, found = dict(files), read_places(files, keys)
    for kind, place in (places or {}).items():
        if kind in found:
            found[kind]["index"], found[kind]["size"] = place
    for kind, role in (logs or {}).items():
        if kind in found:
            found[kind]["log"] = role
    for kind, t in (times or {}).items():
        if kind in found:
            found[kind]["cosign"] = list(t.items()) if isinstance(t, dict) else [(n, t) for n, _ in found[kind]["cosign"]]
    if level == 3:
        fits = lambda kind: tlog.included(tlog.leaf(files.get(kind + ".note", b"")), found[kind]["index"], found[kind]["size"],
                                          found[kind]["proof"].audit, found[kind]["proof"].checkpoint.root)
        kinds = list(found)
        while kinds and fits(kinds[0]):
            kinds.pop(0)
        offset = max([p["size"] for p in found.values()], default=0)
        found = {k: {**found[k], "cosign": [], "index": found[k]["index"] + offset, "size": found[k]["size"] + offset} for k in kinds}
    new = proofs_of(files, found, keys)
    files.update({n: d for n, d in new.items() if n not in skip})
    return files


def seal(files, level, keys, links=True, redraw=False, rows=False, skip=(), stale="drop", times=None, places=None, logs=None):
    """A new dict of files, re-sealed at a level 0–4 (see the head of this module).
    links: the digests inside contributions, entropy, transcript, objections and void follow too (from level 1).
    redraw: selection, assignment and transcript are made again from notice, tables and entropy as they stand.
    rows: the numbers of rows in the notice. skip: names of files whose digest (wherever it stands), inner links,
    signatures or (log/…) bytes are left alone. stale: at level 3, what becomes of lines of witnesses that no longer
    verify: `drop` or `keep`. times, places, logs: see relog (level 4; level 3 has no cosignatures)."""
    files = dict(files)
    if level == 0:
        return files
    suite = solo.suite_of(files, [keys["operator"]])
    files = solo.fix_notice(files, rows, skip, suite)
    if links:
        files = relink(files, suite, skip)
    if redraw:
        again = dict(files)
        try:
            draw_again(again)
            files = again
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError):
            pass                        # too damaged to draw: what was there stays
    if links:
        files = relink_objections(files, suite, skip)
    witnesses = keys.of("signer")
    inner = keys.of("contributor") + keys.of("custodian") + keys.of("supervisor")
    signing = [keys["operator"]] + (inner if level >= 3 else []) + (witnesses if level >= 4 else [])
    leaving = witnesses if level == 3 else []
    if "objections.txt" in files and "objections.txt" not in skip and level >= 3:
        files = resign_objections(files, suite, signing if level >= 4 else [], leaving, stale)
    for kind in ("notice", "close", "open", "transcript", "void", "replaces"):
        name = kind + ".note"
        if name in files and name not in skip:
            if kind != "replaces":
                files = fix_manifest(files, kind, suite, skip)
            if level >= 2:
                files = resign(files, kind, signing, leaving, stale)
    if level >= 3:
        files = relog(files, keys, level, times, places, skip, logs)
    return files


def seal0(files, keys=None, **more):
    return seal(files, 0, keys, **more)


def seal1(files, keys, **more):
    return seal(files, 1, keys, **more)


def seal2(files, keys, **more):
    return seal(files, 2, keys, **more)


def seal3(files, keys, **more):
    return seal(files, 3, keys, **more)


def seal4(files, keys, **more):
    return seal(files, 4, keys, **more)


def build(name, **changes):
    """A stored ceremony made anew from its plan, with changes of the plan's members: (files, policy, keys)."""
    import plans_ceremony
    return plans_ceremony.build(name, **changes)


def proven_text(t):
    return text_of(t)


assert os.path.basename(__file__) == "ceremony.py" and DASH
