# SPDX-License-Identifier: MulanPSL-2.0
"""Faults of layout, type and form at each JSON leaf of notice.json, rules.json and transcript.json: code F08."""
import json

from lab import Mutant, dump, jedit

MARK = "@@MARK@@"
RAW_INTEGERS = ["-1", "01", "+1", "1.0", "1e0", "-0", "0x1", "9007199254740992", "18446744073709551616", "18446744073709551617", "1" * 40, "1.", ".5", "1E3",
                "1 ", "1_0", "NaN", "Infinity", "１", "true", "null", "0.0", "4294967296e0"]
DATA = ("weights", "ratios", "barred")              # objects whose names are data


def paths(value, path=()):
    """(path, value) of every member and element, containers first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, v in inner:
        yield path + (name,), v
        yield from paths(v, path + (name,))


def get(value, path):
    for p in path:
        value = value[p]
    return value


def put(path, new):
    def change(value, context):
        old = get(value, path)
        get(value, path[:-1])[path[-1]] = new(old) if callable(new) else new
    return change


def text(path):
    out = ""
    for p in path:
        out += "[%d]" % p if isinstance(p, int) else "." + p if out else p
    return out


def raw(path, literal):
    """A literal in place of a value, byte for byte."""
    def work(data, context):
        value = json.loads(data)
        put(path, MARK)(value, context)
        return dump(value).replace(b'"' + MARK.encode() + b'"', literal.encode("utf-8", "surrogatepass"))
    return work


def renamed(path, literal):
    """The name of a member written otherwise, byte for byte."""
    def work(data, context):
        value = json.loads(data)
        inner = get(value, path[:-1])
        kept = list(inner.items())
        inner.clear()
        inner.update((MARK if k == path[-1] else k, v) for k, v in kept)
        return dump(value).replace(b'"' + MARK.encode() + b'"', literal.encode())
    return work


def twice(path):
    def work(data, context):
        value = json.loads(data)
        inner = get(value, path[:-1])
        kept = list(inner.items())
        inner.clear()
        for k, v in kept:
            inner[k] = v
            if k == path[-1]:
                inner[MARK] = v
        return dump(value).replace(MARK.encode(), path[-1].encode())
    return work


def reorder(path):
    def change(value, context):
        inner = get(value, path)
        kept = list(inner.items())
        inner.clear()
        inner.update([kept[1], kept[0]] + kept[2:])
    return change


def policy_follows(base, files, level):
    """A policy with the digest of the pack as it stands."""
    old = base.h(base.files["rules.json"])
    return base.policy.replace(old.encode(), base.h(files["rules.json"]).encode()) if level >= 1 and "rules.json" in files else base.policy


def type_changes(path, value, file):
    """[(operator, other value)] that F08 must refuse. A boolean is no integer, an integer no string."""
    name = path[-1]
    if file == "notice.json" and name == "embargo":
        return []
    if file == "rules.json" and name == "value":
        return [("type", True), ("type-2", [])]
    if isinstance(value, bool):
        return [("type", 1), ("type-2", "false"), ("null", None)]
    if isinstance(value, int):
        return [("type", str(value)), ("type-2", True), ("null", None), ("type-3", [value])]
    if isinstance(value, str):
        out = [("type", 7), ("type-2", {}), ("type-3", [value])]
        if name in ("replaces", "reason", "cutoff", "chance", "to") or file == "rules.json" and name == "max":
            return out
        return out + [("null", None)]
    if value is None:
        return [("type", False), ("type-2", 0), ("type-3", {})]
    return [("type", [] if isinstance(value, dict) else {}), ("type-2", "x"), ("null", None)]


def generic(base, file, value, few=False):
    """few: only the first of each array's elements (the others are alike)."""
    more = {"policy": policy_follows} if file == "rules.json" else {}

    def mutant(leaf, op, edit, codes="F08", **extra):
        return Mutant(file + ":" + leaf, op, {file: edit}, [codes], usable=False, **{**more, **extra})

    for path, v in paths(value):
        if few and any(isinstance(p, int) and p not in (0, len(get(value, path[:i])) - 1) for i, p in enumerate(path)):
            continue
        leaf, member = text(path), isinstance(path[-1], str)
        data = len(path) > 1 and path[-2] in DATA
        for op, new in type_changes(path, v, file):
            yield mutant(leaf, op, jedit(put(path, new)))
        if isinstance(v, int) and not isinstance(v, bool):
            for literal in RAW_INTEGERS:
                yield mutant(leaf, "raw " + literal, raw(path, literal))
        if isinstance(v, str) and len(v) > 1 and "+" not in v:
            for op, literal in [("escape-u", '"\\u%04x%s"' % (ord(v[0]), v[1:])), ("escape-n", '"%s\\n"' % v), ("escape-slash", '"%s\\/"' % v), ("escape-bad", '"%s\\x41"' % v),
                                ("quote", "'%s'" % v), ("lone-surrogate", '"%s\\ud800"' % v), ("open", '"%s' % v)]:
                yield mutant(leaf, op, raw(path, literal))
            yield mutant(leaf, "raw-lf", raw(path, '"%s\n"' % v))
            yield mutant(leaf, "raw-tab", raw(path, '"%s\t"' % v), also=["F02"])
        if member and not data:
            yield mutant(leaf, "upper-name", renamed(path, '"%s"' % path[-1].upper()))
            if path[-1] not in ("cap", "approval"):
                yield mutant(leaf, "absent", jedit(lambda value, c, path=path: get(value, path[:-1]).pop(path[-1])))
        if member:
            yield mutant(leaf, "twice", twice(path))
            yield mutant(leaf, "name-escaped", renamed(path, '"\\u%04x%s"' % (ord(path[-1][0]), path[-1][1:])))
            yield mutant(leaf, "name-unquoted", renamed(path, path[-1]))
        if isinstance(v, dict):
            yield from of_object(mutant, path, v, leaf)
        if isinstance(v, list):
            yield mutant(leaf, "null-element", jedit(lambda value, c, path=path: get(value, path).append(None)))
            if v:
                yield mutant(leaf, "trailing-comma", trailing(path))
            else:
                yield mutant(leaf, "open-empty", raw(path, "[\n ]"))
    yield from of_object(mutant, (), value, "")


def of_object(mutant, path, v, leaf):
    if path and path[-1] in DATA:
        if path[-1] != "barred":                # a reason more is a false count there, see ops_transcript
            yield mutant(leaf, "extra", jedit(lambda value, c: get(value, path).update(zz=1)))
    else:
        yield mutant(leaf, "extra", jedit(lambda value, c: get(value, path).update(zz=1)))
        yield mutant(leaf, "extra-empty-name", jedit(lambda value, c: get(value, path).update({"": None})))
        yield mutant(leaf, "comment", jedit(lambda value, c: get(value, path).update({"//": "x"})))
    if len(v) > 1:
        yield mutant(leaf, "order", jedit(reorder(path)))


def trailing(path):
    def work(data, context):
        value = json.loads(data)
        get(value, path).append(MARK)
        lines = dump(value).split(b"\n")
        return b"\n".join(x for x in lines if MARK.encode() not in x)
    return work


def nested(n, open_, close):
    """A member's value n brackets deep, laid out by 2.4 as far as brackets go."""
    return open_ * n + close * n


LAYOUTS = [
    ("compact", lambda d: json.dumps(json.loads(d), ensure_ascii=False, separators=(",", ":")).encode() + b"\n", "F08"),
    ("one-line", lambda d: json.dumps(json.loads(d), ensure_ascii=False).encode() + b"\n", "F08"),
    ("indent-2", lambda d: json.dumps(json.loads(d), ensure_ascii=False, indent=2).encode() + b"\n", "F08"),
    ("indent-0", lambda d: json.dumps(json.loads(d), ensure_ascii=False, indent=0).encode() + b"\n", "F08"),
    ("indent-tab", lambda d: json.dumps(json.loads(d), ensure_ascii=False, indent="\t").encode() + b"\n", "F08"),
    ("ascii", lambda d: json.dumps(json.loads(d), indent=1).encode() + b"\n" if any(b > 127 for b in d) else d.replace(b":", b" :", 1), "F08"),
    ("sorted", lambda d: json.dumps(json.loads(d), ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n", "F08"),
    ("blank-before-colon", lambda d: d.replace(b'": ', b'" : ', 1), "F08"), ("no-blank-after-colon", lambda d: d.replace(b'": ', b'":', 1), "F08"),
    ("two-blanks-after-colon", lambda d: d.replace(b'": ', b'":  ', 1), "F08"), ("blank-at-line-end", lambda d: d.replace(b",\n", b", \n", 1), "F08"),
    ("blank-at-end", lambda d: d[:-1] + b" \n", "F08"), ("blank-at-start", lambda d: b" " + d, "F08"), ("second-value", lambda d: d + b"{}\n", "F08"),
    ("comment-line", lambda d: b"// x\n" + d, "F08"), ("comment-in", lambda d: d.replace(b"{\n", b"{\n /* x */\n", 1), "F08"), ("array-top", lambda d: b"[\n" + d[:-1] + b"\n]\n", "F08"),
    ("null-top", lambda d: b"null\n", "F08"), ("string-top", lambda d: b'"qian/1"\n', "F08"), ("empty-object", lambda d: b"{}\n", "F08"), ("empty-array", lambda d: b"[]\n", "F08"),
    ("bracket-short", lambda d: d[:-3] + b"\n", "F08"), ("bracket-more", lambda d: d[:-1] + b"}\n", "F08"), ("wrong-bracket", lambda d: d[:-2] + b"]\n", "F08"),
    ("form-feed", lambda d: d.replace(b"\n ", b"\n\x0c", 1), "F08|F02"), ("nbsp-indent", lambda d: d.replace(b"\n ", "\n\u00a0".encode(), 1), "F08"),
    ("deep-17", lambda d: d.replace(b"{\n", b'{\n "zz": ' + nested(16, b"[", b"]") + b",\n", 1), "F08"),
    ("deep-array", lambda d: b"[" * 100000 + b"]" * 100000 + b"\n", "F08"), ("brackets-10^6", lambda d: b"[" * 10**6 + b"\n", "F08"), ("braces-10^6", lambda d: b'{"a":' * 190000 + b"\n", "F08"),
    ("deep-lines", lambda d: b"".join(b" " * i + b"[\n" for i in range(1000)) + b"\n".join(b" " * i + b"]" for i in reversed(range(1000))) + b"\n", "F08"),
    ("long-line", lambda d: d.replace(b": \"", b": \"" + b"x" * (1 << 20), 1), "F11"), ("many-members", lambda d: d[:-2] + b"".join(b',\n "z%d": 0' % i for i in range(50000)) + b"\n}\n", "F08"),
]


def layouts(base, file):
    more = {"policy": policy_follows} if file == "rules.json" else {}
    for op, change, code in LAYOUTS:
        also = ["F08"] if code == "F11" else ["F11"] if "10^6" in op else ["F02"] if op in ("indent-tab", "form-feed") else []
        yield Mutant(file, op, {file: lambda d, c, change=change: change(d)}, [code], also, usable=False, **more)


def mutants(base):
    for file, value in (("notice.json", base.notice), ("rules.json", base.pack), ("transcript.json", base.transcript)):
        yield from generic(base, file, value, few=True)
        yield from layouts(base, file)
