# SPDX-License-Identifier: MulanPSL-2.0
"""Faults of the folder, truncations, and files of other draws."""
import os

from base import Rand
from lab import ORDER, Base, Mutant, base_names
from ops_json import policy_follows

_bases = {}


def sister(base):
    """Another base of the same suite, with as many files as this one."""
    for name in base_names():
        other = _bases.get(name) or _bases.setdefault(name, Base(name))
        if other.suite == base.suite and name != base.name:
            return other


def folder(base):
    def m(leaf, op, fs, codes, exit=(1,), exact=True):
        return Mutant(leaf, op, {}, codes, levels=(0,), fs=fs, exit=exit, exact=exact)
    path = os.path.join
    for file in ORDER:
        def gone(then, file=file):
            def work(f, b):
                os.remove(path(f, file))
                then(path(f, file))
            return work
        yield m(file, "deleted", gone(lambda p: None), ["F09"], (2,))
        yield m(file, "directory", gone(os.mkdir), ["F09"], (1, 2), False)
        yield m(file, "fifo", gone(os.mkfifo), ["F09"], (1, 2), False)

        def linked(f, b, file=file):
            os.rename(path(f, file), path(os.path.dirname(f), "elsewhere"))
            os.symlink(path(os.path.dirname(f), "elsewhere"), path(f, file))
        yield m(file, "symlink-to-itself-elsewhere", linked, ["F09"], (1, 2), False)
        yield m(file, "symlink-dangling", gone(lambda p: os.symlink("/nowhere/x", p)), ["F09"], (1, 2), False)
        yield m(file, "symlink-loop", gone(lambda p: os.symlink(p, p)), ["F09"], (1, 2), False)
        yield m(file, "symlink-dev-zero", gone(lambda p: os.symlink("/dev/zero", p)), ["F09"], (1, 2), False)

        def renamed(to):
            return lambda f, b, file=file: os.rename(path(f, file), path(f, to))
        yield m(file, "renamed", renamed(file + ".bak"), ["F10"])
        yield m(file, "upper-name", renamed(file.upper()), ["F10"])

        def copied(to):
            return lambda f, b, file=file: open(path(f, to), "wb").write(b.files[file]) and None
        yield m(file, "case-twin", copied(file.capitalize()), ["F10"])
        yield m(file, "copy", copied("copy of " + file), ["F10"])

        def exchanged(f, b, file=file):
            other = ORDER[(ORDER.index(file) + 1) % 13]
            os.rename(path(f, file), path(f, "tmp"))
            os.rename(path(f, other), path(f, file))
            os.rename(path(f, "tmp"), path(f, other))
        yield m(file, "exchanged-with-next", exchanged, [], exact=False)

    def extra(op, name, make):
        return m("folder", op, lambda f, b: make(os.path.join(os.fsencode(f), name)), ["F10"])
    touch = lambda p: open(p, "wb").close()
    for op, name in [("extra", b"README"), ("hidden", b".DS_Store"), ("tilde", b"notice.json~"), ("blank", b"notice.json "), ("not-utf8", b"\xff\xfe"), ("newline", b"a\nb"), ("255-bytes", b"x" * 255), ("bidi", "\u202egpj.note".encode()),
                     ("escape", b"\x1b[2J"), ("dots", b"..."), ("percent", b"%s%n%n"), ("quote", b"\"'`$(id)"), ("backslash", b"..\\notice.json")]:
        yield extra(op, name, touch)
    yield extra("log-folder", b"log", os.mkdir)
    yield extra("fifo", b"pipe", os.mkfifo)
    yield extra("symlink", b"link", lambda p: os.symlink("/etc/passwd", p))
    yield extra("link-to-self", b"self", lambda p: os.symlink(".", p))
    yield m("folder", "many-extra", lambda f, b: [touch(os.path.join(f, "x%d" % i)) for i in range(3000)] and None, ["F10"])
    yield m("folder", "all-deleted", lambda f, b: [os.remove(path(f, x)) for x in ORDER] and None, ["F09"], (2,))
    yield m("folder", "deleted-and-extra", lambda f, b: os.rename(path(f, "rules.json"), path(f, "pack.json")), ["F10"])


def truncated(base):
    rand = Rand("offsets " + base.name)
    for file in ORDER:
        data, more = base.files[file], {"policy": policy_follows} if file == "rules.json" else {}
        cuts = [n + 1 for n, b in enumerate(data) if b == 10][:-1]
        odd = sorted({1 + rand.below(len(data) - 2) for _ in range(40)} - set(cuts))
        for n in odd:
            cut = lambda d, c, n=n: d[:max(1, n * len(d) // len(data))] if d[:n][-1:] == b"\n" else d[:n]
            yield Mutant(file, "cut-at %d" % n, {file: cut}, ["F03|F01"], ["F01", "F02", "F03"], levels=(0, 2), usable=False, l0={"F03|F01"}, **more) if data[n - 1] != 10 else None
        for n in cuts:
            kind = file.split(".")[1]
            codes = {"json": {"F08"}, "tsv": {"H01"}, "txt": {"H01", "F07|E01|E03|E02"}, "note": {"F07|S01|F03"}}[kind]
            yield Mutant(file + ":line", "cut-after-line %d" % data[:n].count(b"\n"), {file: lambda d, c, n=n: d[:n]}, codes, levels=(0,), l0=codes)
        yield Mutant(file, "last-byte-missing", {file: lambda d, c: d[:-1]}, ["F03"], levels=(0, 1, 2), usable=False, l0={"F03"}, **more)
        yield Mutant(file, "lf-appended", {file: lambda d, c: d + b"\n"}, ["F03"], levels=(0, 1, 2), usable=False, l0={"F03"}, **more)


def sisters(base):
    other = sister(base)
    if other is None:
        return
    for file in ORDER:
        if other.files[file] != base.files[file]:
            codes = {"notice.json": {"H01", "S09"}, "transcript.note": {"S09", "H01"}}.get(file, {"H01"})
            if file in ("contributions.txt", "entropy.txt", "transcript.json"):
                codes |= {"H04"}
            if file.endswith(".note"):
                codes = {"S09", "H01"}
            yield Mutant(file, "of-sister", {file: lambda d, c, file=file: other.files[file]}, codes, levels=(0,), l0=codes)
            if file in ("contributions.txt", "entropy.txt"):
                yield Mutant(file, "of-sister-sealed", {file: lambda d, c, file=file: other.files[file]}, ["H04"], levels=(2, 3), exact=False)
    for n in (1, 4, 6, 9, 12):
        edits = {file: (lambda d, c, file=file: other.files[file]) for file in ORDER[:n]}
        yield Mutant("folder", "first %d of sister" % n, edits, [], levels=(0,), l0={"H01|S09|S01|H04"}) if any(other.files[f] != base.files[f] for f in ORDER[:n]) else None
    for file in ORDER:
        double = lambda d, c, file=file: d + other.files[file]
        yield Mutant(file, "joined-with-sister", {file: double}, ["H01|F08|F07|F03|F04|S09"], levels=(0,), l0={"F08|F04|F07|F03|F13"})


def mutants(base):
    for part in (folder, truncated, sisters):
        yield from (m for m in part(base) if m is not None)
