# SPDX-License-Identifier: MulanPSL-2.0
"""The log: leaves, proofs, checkpoints, cosignatures (log.md)."""
import hashlib
import re

import edwards
from base import MAX_INTEGER, is_integer
from notes import DASH, Signer, b64, key_id, name_ok, signature_line, split_vkey, unb64, vkey_of
from textform import text_codes

SUITE = "sha256-ed25519"            # of the log, whatever that of the draw
HEADER = "c2sp.org/tlog-proof@v1"


class Cosigner(Signer):
    """A witness's key of type 0x04 (log 2.5)."""

    def __init__(self, name, secret):
        super().__init__(name, SUITE, secret)
        self.typed = b"\x04" + self.key
        self.vkey = vkey_of(name, self.typed)

    def cosign(self, text, t):
        """The line for a checkpoint's text (bytes) at a time (log 2.4)."""
        return signature_line(self.name, key_id(self.name, self.typed), t.to_bytes(8, "big") + self.sign(cosigned(text, t)))


def cosigned(text, t):
    return b"cosignature/v1\ntime " + str(t).encode() + b"\n" + text


def leaf(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(n):
    return 1 << ((n - 1).bit_length() - 1)


def root(leaves):
    """leaves: hashes. The root of no entries is SHA-256 of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = _split(len(leaves))
    return node(root(leaves[:k]), root(leaves[k:]))


def path(leaves, index):
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return path(leaves[:k], index) + [root(leaves[k:])]
    return path(leaves[k:], index - k) + [root(leaves[:k])]


def included(hashed, index, size, audit, expected):
    """RFC 9162 2.1.3.2."""
    if index >= size:
        return False
    fn, sn, r = index, size - 1, hashed
    for p in audit:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == expected


def checkpoint_text(origin, size, root_hash, extension=()):
    return "".join(line + "\n" for line in [origin, str(size), b64(root_hash), *extension]).encode()


def checkpoint(text, lines):
    return text + b"\n" + "".join(lines).encode()


def proof_file(index, audit, point):
    return "".join(line + "\n" for line in [HEADER, "index %d" % index, *map(b64, audit), ""]).encode() + point


class Checkpoint:
    """origin, size, root, text (bytes, what is signed), lines [(name, key id, signature)]."""


def parse_checkpoint(data):
    """log 2.1, 2.2 -> (codes, Checkpoint or None). data: bytes, with one empty line; they are the end of a file, so that
    bundle 2.3 says nothing of how they start (a U+FEFF there is 2.2's)."""
    codes = text_codes(b"x\n" + data, note=True)
    if codes & {"F01", "F03"}:
        return codes, None
    head, gap, rest = data.decode().partition("\n\n")
    lines = head.split("\n")
    if not gap or len(lines) < 3 or not is_integer(lines[1]):
        return codes | {"F07"}, None
    c = Checkpoint()
    c.origin, c.size, c.root, c.text, c.lines = lines[0], int(lines[1]), unb64(lines[2]), (head + "\n").encode(), []
    if c.root is None or len(c.root) != 32:
        codes.add("F13")
    found = rest.split("\n")[:-1] if rest else []
    if len(found) > 64:
        return codes | {"F11"}, None
    for line in found:
        m = re.fullmatch(DASH + " ([^ ]+) ([^ ]+)", line)
        raw = unb64(m[2]) if m else None
        if m is None or not name_ok(m[1]) or raw is None or len(raw) < 5:
            codes.add("F07")
            continue
        c.lines.append((m[1], raw[:4], raw[4:]))
    return codes, None if codes & {"F07", "F13"} else c


class Proof:
    """index, audit, checkpoint."""


def parse_proof(data):
    """log 3.1 -> (codes, Proof or None)."""
    codes = text_codes(data, note=2)
    if codes & {"F01", "F03"}:
        return codes, None
    if data.count(b"\n\n") < 2:
        return codes | {"F07"}, None            # not even an empty line before the checkpoint and the checkpoint's own
    head, gap, rest = data.decode().partition("\n\n")
    lines = head.split("\n")
    if lines[0] != HEADER or len(lines) < 2 or not lines[1].startswith("index ") or not is_integer(lines[1][6:]) \
            or len(lines) > 65 or any(" " in line for line in lines[2:]):
        codes.add("F07")
    audit = [unb64(line) for line in lines[2:]]
    if any((a is None or len(a) != 32) and " " not in line for a, line in zip(audit, lines[2:])):
        codes.add("F13")
    more, point = parse_checkpoint(rest.encode())
    codes |= more
    if codes - {"F02"}:
        return codes, None
    p = Proof()
    p.index, p.audit, p.checkpoint = int(lines[1][6:]), audit, point
    return codes, p


def check_line(vkey, line, text):
    """A line whose name and key id are those of this key -> (code or None, time or None). Log: type 0x01; witness: 0x04."""
    typed, signature = split_vkey(vkey)[2], line[2]
    if typed[:1] == b"\x01":
        return ("L02" if len(signature) != 64 or edwards.verify(typed[1:], text, signature) else None), None
    t = int.from_bytes(signature[:8], "big")
    if len(signature) != 72 or t > MAX_INTEGER:
        return "L02", None
    fault = edwards.verify(typed[1:], cosigned(text, t), signature[8:])
    return {None: None, "S02": "L02", "S07": "S07"}[fault], t


def judge(point, log_vkey, witness_vkeys):
    """log 2.2-2.6 -> (codes, [(vkey, time)] of the cosignatures that verify). log_vkey None: the log is not known."""
    codes, counted, log_seen = set(), [], False
    names = [line[:2] for line in point.lines]
    if len(set(names)) < len(names):
        codes.add("L05")
    known = {split_vkey(v)[:2]: v for v in ([log_vkey] if log_vkey else []) + list(witness_vkeys)}
    for line in point.lines:
        vkey = known.get(line[:2])
        if vkey is None:
            continue
        code, t = check_line(vkey, line, point.text)
        if vkey == log_vkey:
            log_seen = True
        elif code is None:
            counted.append((vkey, t))
        if code:
            codes.add(code)
    if not log_seen:
        codes.add("L02")
    return codes, counted
