# SPDX-License-Identifier: MulanPSL-2.0
"""Makes a ceremony out of a solo bundle of vectors/bundles, with any fault that a test wants (used by ceremonies.py).

The pure parts (hashes, keys, the draw itself) are those of vectors/make, which was written from spec/ by a third hand.
"""
import base64
import calendar
import hashlib
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "vectors", "make"))
import bundle  # noqa: E402
import edwards  # noqa: E402
import notes  # noqa: E402
import tree  # noqa: E402
from base import h  # noqa: E402
from draw import contributions, entropy  # noqa: E402
from textform import dump  # noqa: E402

ED = "sha256-ed25519"
ORIGIN = "log.example/2026"
NONE = "ceremony without a public value: to foresee or steer the outcome, every contributor would have to work " \
    "together; the last to reveal alone could only make the draw void"
BALLS = "whoever draws the balls would have to know all else and choose how they fall"
OTHERS = "the maker of every public value would have to work with a contributor before the close"
ORDER = ("rules.json", "targets.tsv", "inspectors.tsv", "recusals.tsv", "notice.json", "notice.note",
         "contributions.txt", "close.note", "entropy.txt", "selection.tsv", "assignment.tsv", "transcript.json")


def b64(data):
    return base64.b64encode(data).decode()


def secret(label):
    return hashlib.sha256(b"qian-verify test key " + label.encode()).digest()


def clock(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S+08:00", time.gmtime(seconds + 8 * 3600))


class Key:
    """An Ed25519 key of the log (type 1) or a cosigner (type 4)."""

    def __init__(self, name, kind, label=None):
        self.name, self.secret = name, secret(label or name)
        self.typed = bytes([kind]) + edwards.public_key(self.secret)
        self.id = notes.key_id(name, self.typed)
        self.vkey = notes.vkey_of(name, self.typed)

    def line(self, blob):
        return notes.signature_line(self.name, self.id, blob)


def cosign(key, text, when):
    message = b"cosignature/v1\ntime %d\n" % when + text
    return key.line(when.to_bytes(8, "big") + edwards.sign(key.secret, message))


class Ceremony:
    """Set members, then build(). `times`: seconds after `created` at which witnesses cosign each note's checkpoint."""

    def __init__(self, source, keys, name):
        self.files = bundle.read_bundle(os.path.join(source, "bundle"))
        self.signers = bundle.load_keys(keys, name)
        self.nonces = bundle.load_nonces(keys, name)
        self.notice = json.loads(self.files["notice.json"])
        self.suite = self.notice["suite"]
        self.created = calendar.timegm(time.strptime(self.notice["created"][:19], "%Y-%m-%dT%H:%M:%S")) - 8 * 3600
        self.values = [line.split(" ", 2)[2] for line in self.files["entropy.txt"].decode().split("\n")[4:-1]]
        self.custodians = [self.signer("custodian.targets"), self.signer("custodian.inspectors")]
        self.supervisor = self.signer("supervisor")
        self.witnesses = [(self.signer("w%d.signs" % i), Key("w%d.example" % i, 4)) for i in (1, 2)]
        self.log = Key(ORIGIN, 1)
        self.named_log = None       # or another origin in the notice
        self.times = {"notice": (100, 110), "close": (200, 210), "transcript": (900, 910), "open": (1000, 1010),
                      "void": (300, 310), "replaces": (50, 60)}
        self.void = None            # or "early" (no close), "late", "seeded"
        self.embargo = None         # or seconds after created
        self.replaces = False
        self.objections = []        # (signer, reason)
        self.withheld = ()
        self.after = {}             # note -> signers after the operator
        self.first = {}             # note -> its first signer
        self.edit_notice = lambda notice: None
        self.edit_text = lambda kind, text: text
        self.edit_lines = lambda kind, lines: lines         # of a checkpoint
        self.edit_policy = lambda lines: lines
        self.edit_files = lambda files: None                # before the notes of the log are put into it
        self.edit_proof = lambda kind, data: data
        self.edit_last = lambda files: None
        self.evidence = {}          # files of the folder beacon
        self.texts = {}             # note -> text of its checkpoint
        self.order = ["replaces", "notice", "close", "void", "transcript", "open"]
        self.origins = {}           # note -> another log key

    def start(self, created):
        """Another time of `created`."""
        self.created, self.notice["created"] = created, clock(created)

    def signer(self, name):
        return notes.Signer(name, self.suite, secret(self.suite + name))

    # --- the files ---

    def make_notice(self):
        n = self.notice
        n["mode"] = "ceremony"
        if self.replaces:
            n["plan"].update(replaces="OLD-DRAW", reason="the first one was made void")
        if self.embargo is not None:
            n["embargo"] = {"contributor": n["contributors"][0]["name"], "until": clock(self.created + self.embargo)}
        out = {}
        for name, value in n.items():
            out[name] = value
            if name == "contributors":
                out["custodians"] = {"targets": self.custodians[0].vkey, "inspectors": self.custodians[1].vkey}
                out["log"] = self.named_log or self.log.name
        self.notice = out
        self.edit_notice(out)
        self.files["notice.json"] = dump(out)

    def note(self, kind, names, signers, draw=None, lines=None, title=None):
        text = notes.note_text(title or kind, draw or self.notice["draw"],
                               lines or notes.manifest(self.suite, names, self.files))
        self.files[kind + ".note"] = notes.make_note(self.edit_text(kind, text), signers)

    def signers_of(self, kind, default):
        return [self.first.get(kind, self.signers[0])] + self.after.get(kind, default)

    def assurance(self):
        names = [p["source"] for p in self.notice["public"]]
        if not names:
            text = NONE
        else:
            text = "ceremony: to foresee the outcome, every contributor and the maker of every public value (%s) " \
                "would have to work together; to steer it, %s" % (
                    ", ".join(names), BALLS if "balls" in names else OTHERS)
        if self.withheld:
            text += "; withheld: %d of %d contributors" % (len(self.withheld), len(self.signers) - 1)
        if "lottery" in names:
            text += "; that the lottery's numbers are these, the witnesses vouch"
        return text

    def make_objections(self):
        digest = h(self.suite, self.files["transcript.json"])
        out = "qian/1 objections\ndraw %s\ntranscript %s\n" % (self.notice["draw"], digest)
        for who, reason in self.objections:
            text = "qian/1 objection\n%s\n%s  transcript.json\nreason %s\n" % (self.notice["draw"], digest, reason)
            blob = notes.key_id(who.name, who.typed) + who.sign(text.encode())
            out += "objection %s %s %s\n" % (who.name, b64(blob), reason)
        self.files["objections.txt"] = out.encode()

    def make_result(self):
        witnesses = [w[0] for w in self.witnesses]
        bundle.draw_again(self.files)
        transcript = json.loads(self.files["transcript.json"])
        transcript["assurance"] = self.assurance()
        self.files["transcript.json"] = dump(transcript)
        self.make_objections()
        self.files.update(self.evidence)
        names = ORDER[:9] + tuple(sorted(self.evidence)) + ORDER[9:] + ("objections.txt",)
        self.note("transcript", names, self.signers_of("transcript", witnesses))
        if self.embargo is not None:
            self.note("open", ("contributions.txt",), [self.signers[0]] + self.after.get("open", [self.signers[1]]))

    def make_void(self):
        self.files["void.json"] = dump({"spec": "qian/1", "draw": self.notice["draw"],
                                        "notice": h(self.suite, self.files["notice.json"]), "reason": "名录有误",
                                        "created": clock(self.created + 250)})
        names = ["notice.json", "notice.note", "void.json"]
        if self.void != "early":
            names[2:2] = ["contributions.txt", "close.note"]
        self.note("void", names, self.signers_of("void", [self.supervisor]))

    def make_old_void(self):
        lines = "".join("%064x  %s\n" % (n, name) for n, name in enumerate(("notice.json", "notice.note", "void.json")))
        self.note("replaces", (), self.signers_of("replaces", [self.supervisor]), "OLD-DRAW", lines, "void")

    def make_files(self):
        for name in ORDER[5:] + ("transcript.note",):
            self.files.pop(name, None)
        self.make_notice()
        self.note("notice", notes.FILES["notice"],
                  self.signers + self.after.get("notice", self.custodians))
        digest = h(self.suite, self.files["notice.json"])
        if self.void != "early":
            self.files["contributions.txt"] = contributions(
                self.notice["draw"], digest,
                [(s.name, None if s.name in self.withheld else n) for s, n in zip(self.signers[1:], self.nonces)])
            self.note("close", ("contributions.txt",), self.signers_of("close", [w[0] for w in self.witnesses]))
        if self.void in (None, "seeded"):
            self.files["entropy.txt"] = entropy(
                self.notice["draw"], digest, h(self.suite, self.files["contributions.txt"]),
                [(p["source"], v) for p, v in zip(self.notice["public"], self.values)])
        if self.void is None:
            self.make_result()
        else:
            self.make_void()
        if self.replaces:
            self.make_old_void()

    # --- the log ---

    def checkpoint(self, kind, entries):
        log = self.origins.get(kind, self.log)
        text = ("%s\n%d\n%s\n" % (log.name, len(entries), b64(tree.head(ED, entries)))).encode()
        self.texts[kind] = text
        lines = [log.line(edwards.sign(log.secret, text))]
        lines += [cosign(w[1], text, self.created + t) for w, t in zip(self.witnesses, self.times[kind])]
        return text.decode() + "\n" + "".join(self.edit_lines(kind, lines))

    def proof(self, kind, entries, index):
        path = tree.path(ED, entries, index)
        out = "c2sp.org/tlog-proof@v1\nindex %d\n" % index + "".join(b64(p) + "\n" for p in path) + "\n"
        return self.edit_proof(kind, (out + self.checkpoint(kind, entries)).encode())

    def make_log(self):
        entries = [b"something else\n"]
        for kind in self.order:
            note = self.files.get(kind + ".note")
            if note is None:
                continue
            entries.append(note)
            index = len(entries) - 1
            entries.append(b"after %s\n" % kind.encode())
            self.files["log/%s.tlog-proof" % kind] = self.proof(kind, entries, index)

    def policy(self):
        n = self.notice
        operator, contributors = self.signers[0], self.signers[1:]
        lines = ["# a policy of tests", "policy 2", "previous " + "0" * 64, "operator " + operator.vkey]
        lines += ["contributor " + s.vkey for s in contributors]
        lines += ["custodian targets " + self.custodians[0].vkey, "custodian inspectors " + self.custodians[1].vkey,
                  "supervisor " + self.supervisor.vkey, "supervisor " + contributors[0].vkey,
                  "rules %s %s" % (n["rules"]["name"], n["rules"]["digest"]),
                  "log %s https://log.example/" % self.log.vkey]
        for i, (signs, cosigns) in enumerate(self.witnesses, 1):
            lines += ["witness w%d %s" % (i, cosigns.vkey), "signer w%d %s" % (i, signs.vkey)]
        lines += ["group one any w1", "group two all w2", "group both 2 one two", "quorum both",
                  "key %s organisation=市场监管局" % operator.vkey]
        lines += ["key %s organisation=单位%d" % (s.vkey, i) for i, s in enumerate(contributors)]
        return "".join(line + "\n" for line in self.edit_policy(lines)).encode()

    def build(self):
        """-> (files by name, policy)"""
        self.make_files()
        self.edit_files(self.files)
        self.make_log()
        self.edit_last(self.files)
        return self.files, self.policy()


def write(folder, files):
    for name, data in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as out:
            out.write(data)


CASES = []


def case(expected, suite="ed", **options):
    """A case: expected codes, or the verdict where there are none. The function sets the ceremony up.

    Options: policy=False gives the verifier none; steps, faults, counted: see check_steps of ceremonies.py."""
    def add(setup):
        CASES.append((setup.__name__, expected, suite, setup, options))
        return setup
    return add
