# SPDX-License-Identifier: MulanPSL-2.0
"""What the cases of ceremonies.py do to files, notes, policies and signature lines."""
import base64


def cut(name):
    return lambda files: files.pop(name)


def replace(kind, old, new, count=1):
    def edit(which, text):
        if which != kind:
            return text
        assert old in text, (kind, old)
        return text.replace(old, new, count)
    return edit


def policy_without(start):
    return lambda lines: [line for line in lines if not line.startswith(start)]


def spoil(note, name):
    lines = note.decode().split("\n")
    for i, line in enumerate(lines):
        words = line.split(" ")
        if len(words) == 3 and words[1] == name:
            blob = bytearray(base64.b64decode(words[2]))
            blob[-10] ^= 1
            words[2] = base64.b64encode(bytes(blob)).decode()
            lines[i] = " ".join(words)
    return "\n".join(lines).encode()


def weak(line, at):
    """The line with R = the identity."""
    words = line.rstrip("\n").split(" ")
    blob = bytearray(base64.b64decode(words[2]))
    blob[at:at + 32] = b"\x01" + bytes(31)
    return "%s %s %s\n" % (words[0], words[1], base64.b64encode(bytes(blob)).decode())


def solo(c):
    """The solo draw from which the ceremony is made, whole."""
    files = dict(c.files)
    c.edit_last = lambda made: (made.clear(), made.update(files))


def policy_with(*more):
    return lambda lines: lines + list(more)


def policy_quorum(*instead):
    """Other lines in place of the outermost group and the quorum."""
    def edit(lines):
        kept = [line for line in lines if line.split()[0] != "quorum" and not line.startswith("group both")]
        return kept + list(instead)
    return edit
