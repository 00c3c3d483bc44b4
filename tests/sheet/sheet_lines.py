# SPDX-License-Identifier: MulanPSL-2.0
"""What tests/engine/sheet_rows.c escapes."""
BACK = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}


def unescape(text):
    out, at = [], 0
    while at < len(text):
        piece = text[at:at + 2] if text[at] == "\\" else text[at]
        out.append(BACK.get(piece, piece))
        at += len(piece)
    return "".join(out)
