# SPDX-License-Identifier: MulanPSL-2.0
"""Cases of ceremonies.py about the log: proofs, checkpoints, cosignatures (spec/log.md)."""
import base64

from ceremony import Key, case, cosign, edwards
from ceremony_edits import weak


@case("L01")
def proof_index(c): c.edit_proof = lambda k, d: d.replace(b"index 1\n", b"index 0\n") if k == "notice" else d


@case("F07")
def proof_index_form(c): c.edit_proof = lambda k, d: d.replace(b"index 1\n", b"index 01\n") if k == "notice" else d


@case("F07")
def proof_extra(c): c.edit_proof = lambda k, d: d.replace(b"index", b"extra AA==\nindex") if k == "notice" else d


@case("F13")
def proof_hash(c): c.edit_proof = lambda k, d: d.replace(b"=\n", b"\n", 1) if k == "notice" else d


@case("F03")
def proof_three_empty_lines(c): c.edit_proof = lambda k, d: d + b"\n" if k == "notice" else d


@case("F07")
def proof_one_empty_line(c): c.edit_proof = lambda k, d: d.replace(b"\n\n", b"\n", 1) if k == "notice" else d


@case("F11")
def checkpoint_of_65(c):
    other = Key("somebody", 4)
    c.edit_lines = lambda k, lines: lines + [Key("x%d" % i, 4).line(b"y" * 64) for i in range(62)] + [
        other.line(b"x")] if k == "close" else lines


@case("VALID")
def checkpoint_unknown_lines(c): c.edit_lines = lambda k, lines: [Key("u", 4).line(b"y" * 200)] + lines + [
    Key("w1.example", 1, "u").line(b"z")]


@case("VALID")
def checkpoint_further_lines(c):
    real = c.checkpoint

    def with_more(kind, entries):
        text, _, rest = real(kind, entries).partition("\n\n")
        text += "\nmore\nand more\n"
        lines = [c.log.line(edwards.sign(c.log.secret, text.encode()))]
        lines += [cosign(w[1], text.encode(), c.created + t) for w, t in zip(c.witnesses, c.times[kind])]
        return text + "\n" + "".join(lines)
    c.checkpoint = with_more


@case("L05")
def cosigned_twice(c): c.edit_lines = lambda k, lines: lines + lines[1:2] if k == "close" else lines


@case("L02")
def log_has_not_signed(c): c.edit_lines = lambda k, lines: lines[1:] if k == "close" else lines


@case("L04")
def one_cosignature(c): c.edit_lines = lambda k, lines: lines[:2] if k == "transcript" else lines


@case("L02 L04")
def cosignature_of_another_time(c):
    def edit(kind, lines):
        if kind != "close":
            return lines
        words = lines[2].split(" ")
        blob = bytearray(base64.b64decode(words[2]))
        blob[11] ^= 1
        return lines[:2] + ["%s %s %s\n" % (words[0], words[1], base64.b64encode(bytes(blob)).decode())]
    c.edit_lines = edit


@case("L04 S07")
def cosignature_weak(c): c.edit_lines = lambda k, lines: lines[:2] + [weak(lines[2], 12)] if k == "close" else lines


@case("L02")
def log_signature_weak(c): c.edit_lines = lambda k, lines: [weak(lines[0], 4)] + lines[1:] if k == "close" else lines
