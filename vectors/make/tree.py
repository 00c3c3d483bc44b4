# SPDX-License-Identifier: MulanPSL-2.0
"""RFC 6962 trees over the lines of a table (tables 6)."""
from base import hash_bytes, lines_of


def _split(n):
    """The largest power of two smaller than n."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def head(suite, lines):
    """MTH of tables 6.1, as bytes."""
    if len(lines) == 1:
        return hash_bytes(suite, b"\x00" + lines[0])
    k = _split(len(lines))
    return hash_bytes(suite, b"\x01" + head(suite, lines[:k]) + head(suite, lines[k:]))


def path(suite, lines, index):
    """RFC 6962 2.1.1: the audit path, from the leaf's sibling up."""
    if len(lines) == 1:
        return []
    k = _split(len(lines))
    if index < k:
        return path(suite, lines[:k], index) + [head(suite, lines[k:])]
    return path(suite, lines[k:], index - k) + [head(suite, lines[:k])]


def root_of_path(suite, line, index, size, audit):
    """The root that a path leads to, reckoned without the other lines; None where its length is wrong."""
    def climb(index, size, audit):
        if size == 1:
            return hash_bytes(suite, b"\x00" + line) if not audit else None
        if not audit:
            return None
        k = _split(size)
        if index < k:
            left, right = climb(index, k, audit[:-1]), audit[-1]
        else:
            left, right = audit[-1], climb(index - k, size - k, audit[:-1])
        return None if left is None or right is None else hash_bytes(suite, b"\x01" + left + right)
    return climb(index, size, list(audit))


def table_root(suite, data):
    return head(suite, lines_of(data)).hex()
