# SPDX-License-Identifier: MulanPSL-2.0
"""Keys, notes and the policy file (notes.md)."""
import base64
import binascii
import hashlib
import re

import edwards
import sm2
from base import h, is_code, is_hex
from textform import text_codes

TYPES = {"sha256-ed25519": b"\x01", "sm3-sm2": b"\xffqian-sm2-sm3-v1"}
KEY_LENGTH = {"sha256-ed25519": 32, "sm3-sm2": 65}
DASH = "\u2014"
FILES = {
    "notice": ("rules.json", "targets.tsv", "inspectors.tsv", "recusals.tsv", "notice.json"),
    "close": ("contributions.txt",),
    "transcript": ("rules.json", "targets.tsv", "inspectors.tsv", "recusals.tsv", "notice.json", "notice.note",
                   "contributions.txt", "close.note", "entropy.txt", "selection.tsv", "assignment.tsv",
                   "transcript.json"),
}
# Unicode White_Space
WHITE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


def name_ok(name):
    return 1 <= len(name) <= 64 and not any(c in WHITE or c in "+|" for c in name)      # notes 2.1


def b64(data):
    return base64.b64encode(data).decode()


def unb64(text):
    """Standard, padded, canonical base64, or None."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if b64(data) == text else None          # refuses spare bits too


def key_id(name, typed_key):
    return hashlib.sha256(name.encode() + b"\n" + typed_key).digest()[:4]


def vkey_of(name, typed_key):
    return name + "+" + key_id(name, typed_key).hex() + "+" + b64(typed_key)


class Signer:
    """A test key: name, suite and 32 secret bytes."""

    def __init__(self, name, suite, secret):
        self.name, self.suite, self.secret = name, suite, secret
        if suite == "sm3-sm2":
            self.d = sm2.secret_from_bytes(secret)
            self.key = sm2.public_key(self.d)
        else:
            self.key = edwards.public_key(secret)
        self.typed = TYPES[suite] + self.key
        self.vkey = vkey_of(name, self.typed)

    def sign(self, text):
        return sm2.sign(self.d, text) if self.suite == "sm3-sm2" else edwards.sign(self.secret, text)

    def line(self, text):
        return signature_line(self.name, key_id(self.name, self.typed), self.sign(text))


def signature_line(name, kid, signature):
    return DASH + " " + name + " " + b64(kid + signature) + "\n"


def split_vkey(vkey):
    """(name, key id, typed key), or None where the vkey has F13 (notes 2.2); split at the first two +."""
    parts = vkey.split("+", 2)
    if len(parts) != 3 or not name_ok(parts[0]) or not is_hex(parts[1], 8):
        return None
    typed = unb64(parts[2])
    if typed is None or key_id(parts[0], typed).hex() != parts[1]:
        return None
    return parts[0], bytes.fromhex(parts[1]), typed


def vkey_codes(suite, vkey):
    """F13, S07, S08 of a vkey; F13 leaves the notice unusable, S08 leaves nothing to judge under S07."""
    parts = split_vkey(vkey)
    if parts is None:
        return {"F13"}
    kind, length = TYPES[suite], KEY_LENGTH[suite]
    if not parts[2].startswith(kind) or len(parts[2]) != len(kind) + length:
        return {"S08"}                                                          # notes 2.3
    key = parts[2][len(kind):]
    good = edwards.strict_point(key) if suite == "sha256-ed25519" else sm2.decode(key)
    return {"S07"} if good is None else set()


def manifest(suite, names, files):
    return "".join(h(suite, files[name]) + "  " + name + "\n" for name in names)


def note_text(kind, draw, manifest_lines):
    return "qian/1 " + kind + "\n" + draw + "\n" + manifest_lines


def make_note(text, signers):
    return (text + "\n" + "".join(s.line(text.encode()) for s in signers)).encode()


def split_note(data):
    """(text with its LF, signature lines), or None where there is no empty line."""
    text, gap, rest = data.partition(b"\n\n")
    return (text + b"\n", [line for line in rest.split(b"\n") if line != b""]) if gap else None


def form_codes(data, names):
    """F03, F07, F13 of a note (notes 1.1-1.3) -> (codes, text, [(name, key id, signature)])."""
    codes = text_codes(data, note=True)
    if codes & {"F01", "F03"}:
        return codes, None, []                                                  # bundle 2.8
    parts = split_note(data)
    if parts is None:
        return codes | {"F07"}, None, []
    text, signature_lines = parts
    lines = text.decode("utf-8", "replace").split("\n")[:-1]
    if len(lines) < 2 or not re.fullmatch("qian/1 (notice|close|transcript|void|open)", lines[0]) or not is_code(lines[1]):
        codes.add("F07")
    if len(lines) - 2 != len(names):
        codes.add("F07")
    for line, name in zip(lines[2:], names):
        digest, gap, found = line.partition("  ")
        if not gap or found != name:
            codes.add("F07")
        elif not is_hex(digest, 64):
            codes.add("F13")
    signatures = []
    for line in signature_lines:
        m = re.fullmatch(DASH + " ([^ ]+) ([^ ]*)", line.decode("utf-8", "replace"))
        if m is None or not name_ok(m[1]):
            codes.add("F07")
            continue
        data = unb64(m[2])
        if data is None or len(data) != 68:
            codes.add("F13")                                                    # notes 1.3
            continue
        signatures.append((m[1], data[:4], data[4:]))
    return codes, text, signatures


def note_codes(suite, kind, draw, names, signers, data):
    """Codes of a case of notes.json. signers: vkeys in order, of right form and suite."""
    codes, text, signatures = form_codes(data, names)
    expected = [split_vkey(v) for v in signers]
    places = [[e[:2] for e in expected].index(s[:2]) for s in signatures if s[:2] in [e[:2] for e in expected]]
    first = list(dict.fromkeys(places))         # the first line of each required signer
    if first != sorted(first):
        codes.add("F05")                                                        # notes 1.4
    if codes - {"F02", "F05"}:
        return codes                                                            # verify 2.2: not usable
    lines = text.decode().split("\n")
    if lines[0] != "qian/1 " + kind or lines[1] != draw:
        codes.add("S09")
    if set(places) != set(range(len(expected))):
        codes.add("S01")
    if len(places) < len(signatures):
        codes.add("S03")
    if len(set(places)) < len(places):
        codes.add("S04")
    for v in signers:
        codes |= vkey_codes(suite, v)
    for name, kid, signature in signatures:
        for e in expected:
            if e[:2] == (name, kid):
                key = e[2][len(TYPES[suite]):]
                fault = (sm2 if suite == "sm3-sm2" else edwards).verify(key, text, signature)
                if fault:
                    codes.add(fault)
    return codes


def policy_text(operator, contributors, rules_name, rules_digest, rehearsal):
    lines = ["# test policy: the keys in it are test keys and worth nothing", "operator " + operator]
    lines += ["contributor " + v for v in contributors]
    lines += ["rules " + rules_name + " " + rules_digest]
    if rehearsal:
        lines.append("rehearsal")
    return "".join(line + "\n" for line in lines + ["quorum none"]).encode()
