# SPDX-License-Identifier: MulanPSL-2.0
"""After a change of a bundle's files: make digests, roots, manifests, signatures or the whole draw fit again.

Everything works on bytes and touches only what it must, so that a damaged JSON, table or note keeps its damage."""
import json
import re

import notes
import tree
from base import h, lines_of
from bundle import draw_again, item_entry, sign_all
from draw import commitment, contributions, entropy
from tables import read
from textform import dump



def suite_of(files, keys=()):
    """The suite that the notice names, by its text; where it names none, that of the keys, or of notice.note's digests."""
    m = re.search(rb'"suite"\s*:\s*"(sha256-ed25519|sm3-sm2)"', files.get("notice.json", b""))
    if m:
        return m[1].decode()
    if keys:
        return keys[0].suite
    listed = h("sm3-sm2", files.get("rules.json", b"")).encode() in files.get("notice.note", b"")
    return "sm3-sm2" if listed else "sha256-ed25519"


def _set_in_object(data, name, member, value):
    """Replace the string of `member` inside the first object called `name`, byte for byte, if it is there."""
    pattern = rb'("%s"\s*:\s*\{[^{}]*?"%s"\s*:\s*)("[^"\n]*"|[0-9]+)' % (name.encode(), member.encode())
    new = str(value) if isinstance(value, int) else '"' + value + '"'
    return re.sub(pattern, lambda m: m[1] + new.encode(), data, count=1)


def fix_notice(files, rows=False, skip=(), suite=None):
    """Digests and roots (and, if asked, numbers of rows) in notice.json. `skip`: names of files to leave alone."""
    suite, data = suite or suite_of(files), files.get("notice.json")
    if data is None:
        return files
    for name in ("rules", "targets", "inspectors", "recusals"):
        file = name + (".json" if name == "rules" else ".tsv")
        if file not in files or file in skip:
            continue
        data = _set_in_object(data, name, "digest", h(suite, files[file]))
        if name != "rules" and lines_of(files[file]):
            data = _set_in_object(data, name, "root", tree.table_root(suite, files[file]))
            if rows:
                data = _set_in_object(data, name, "rows", len(lines_of(files[file])) - 1)
    return {**files, "notice.json": data}


def fix_manifest(files, kind, skip=(), suite=None):
    """The digests in the manifest lines of one note; lines of another form and the signatures stay."""
    name = kind + ".note"
    if name not in files:
        return files
    suite, out, text = suite or suite_of(files), [], True
    for line in files[name].split(b"\n"):
        text = text and line != b""
        m = re.fullmatch(rb"([^ ]*)(  )([a-z.]+)", line)
        file = m[3].decode() if m else None
        if text and file in files and file not in skip:
            line = h(suite, files[file]).encode() + b"  " + m[3]
        out.append(line)
    return {**files, name: b"\n".join(out)}


def resign(files, kind, keys):
    """Sign the text of a note again. Every signature line whose name is that of a key in `keys` is made anew (so a fault
    inside such a line has to be put in after re-sealing); other lines, and the order and number of lines, stay."""
    name = kind + ".note"
    parts = notes.split_note(files.get(name, b""))
    if parts is None:
        return files
    text = parts[0]
    start = files[name].index(b"\n\n") + 2
    out = []
    for line in files[name][start:].split(b"\n"):
        words = line.split(b" ")
        signer = next((k for k in keys if len(words) == 3 and words[1] == k.name.encode()), None)
        out.append(signer.line(text).encode()[:-1] if signer else line)
    return {**files, name: files[name][:start] + b"\n".join(out)}


def reseal(files, level, keys=(), rows=False, skip=()):
    """A new dict of files. Level 0: as they are. 1: digests and roots in notice.json and all manifest lines.
    2: 1, and all notes signed again. 3: 2, with selection, assignment and transcript made again from what stands there
    (the quotas and commitments that the notice states are left alone; rebuild corrects these too).
    rows: also the numbers of rows in the notice. skip: files whose digests are left alone."""
    files = dict(files)
    if level == 0:
        return files
    suite = suite_of(files, keys)
    files = fix_notice(files, rows, skip, suite)
    if level >= 3:
        files = relink(files, suite)
        again = dict(files)
        try:
            draw_again(again)
            files = again
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError):
            pass                        # too damaged to draw: what was there stays
    for kind in ("notice", "close", "transcript"):      # in this order: the last one lists the two others
        files = fix_manifest(files, kind, skip, suite)
        if level >= 2:
            files = resign(files, kind, keys)
    return files


def relink(files, suite=None):
    """The digests in contributions.txt, entropy.txt and transcript.json as they follow from the files."""
    files, suite = dict(files), suite or suite_of(files)
    if "notice.json" not in files:
        return files
    digest = h(suite, files["notice.json"]).encode()
    for name in ("contributions.txt", "entropy.txt"):
        if name in files:
            files[name] = re.sub(rb"(?m)^notice .*$", b"notice " + digest, files[name], count=1)
        if name == "contributions.txt" and name in files and "entropy.txt" in files:
            files["entropy.txt"] = re.sub(rb"(?m)^contributions .*$", b"contributions " + h(suite, files[name]).encode(),
                                          files["entropy.txt"], count=1)
    if "transcript.json" in files:
        files["transcript.json"] = re.sub(rb'("notice"\s*:\s*")[^"\n]*(")', lambda m: m[1] + digest + m[2],
                                          files["transcript.json"], count=1)
    return files


def rebuild(files, keys):
    """The whole draw that follows from the changed notice, tables, nonces and public values, valid again: counts,
    quotas (quota.Refusal where there are none), commitments of the revealed nonces, both randoms, transcript, notes.
    keys: the operator, then the contributors in the notice's order. The notice must be whole JSON."""
    files = fix_notice(files, rows=True)
    suite, notice = suite_of(files), json.loads(files["notice.json"])
    pack, rows = json.loads(files["rules.json"]), read("targets", files["targets.tsv"])
    notice["operator"] = keys[0].vkey
    notice["items"] = [item_entry(i, rows, notice["stratify"], notice["weights"], notice["minimum"], pack)
                       for i in notice["items"]]
    lines = files["contributions.txt"].decode().split("\n")[3:-1]
    reveals = [(k.name, line.split(" ")[2] if line.startswith("reveal ") else None) for k, line in zip(keys[1:], lines)]
    for c, k, (name, nonce) in zip(notice["contributors"], keys[1:], reveals):
        c["name"], c["key"] = name, k.vkey
        if nonce is not None:
            c["commitment"] = commitment(suite, notice["draw"], name, nonce)
    files["notice.json"] = dump(notice)
    digest = h(suite, files["notice.json"])
    values = [tuple(line.split(" ")[1:3]) for line in files["entropy.txt"].decode().split("\n")[4:-1]]
    files["contributions.txt"] = contributions(notice["draw"], digest, reveals)
    files["entropy.txt"] = entropy(notice["draw"], digest, h(suite, files["contributions.txt"]), values)
    draw_again(files)
    return sign_all(files, suite, notice["draw"], keys)


def edit_json(files, name, change):
    """Apply change(value) to a JSON file and write it in the one layout. For a file that is whole."""
    value = json.loads(files[name])
    change(value)
    return {**files, name: dump(value)}
