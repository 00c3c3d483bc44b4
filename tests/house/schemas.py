#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""The JSON Schemas of spec/schemas/ fit what the project makes: notices, transcripts and voids of
the bundles in vectors/, the rules packs, the calendars, the requests of the page and of the made-up rosters. And they
refuse: each required member left out, each member of another type, one member too many.

A small validator of the keywords that the schemas use; any other keyword is a fault.
"""
import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
IGNORED = {"$schema", "title"}


def is_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def valid(schema, value):
    """Does the value fit the schema?"""
    for keyword, want in schema.items():
        if keyword in IGNORED:
            continue
        if not CHECKS[keyword](schema, want, value):
            return False
    return True


def members(schema, want, value):
    if not isinstance(value, dict):
        return True
    return all(valid(want[k], v) for k, v in value.items() if k in want)


def additional(schema, want, value):
    if not isinstance(value, dict):
        return True
    extra = [v for k, v in value.items() if k not in schema.get("properties", {})]
    return not extra if want is False else all(valid(want, v) for v in extra)


CHECKS = {
    "type": lambda s, w, v: any(is_type(v, t) for t in ([w] if isinstance(w, str) else w)),
    "const": lambda s, w, v: v == w,
    "enum": lambda s, w, v: v in w,
    "pattern": lambda s, w, v: not isinstance(v, str) or re.search(w, v) is not None,
    "minLength": lambda s, w, v: not isinstance(v, str) or len(v) >= w,
    "maxLength": lambda s, w, v: not isinstance(v, str) or len(v) <= w,
    "minimum": lambda s, w, v: not is_type(v, "integer") or v >= w,
    "maximum": lambda s, w, v: not is_type(v, "integer") or v <= w,
    "items": lambda s, w, v: not isinstance(v, list) or all(valid(w, e) for e in v),
    "minItems": lambda s, w, v: not isinstance(v, list) or len(v) >= w,
    "maxItems": lambda s, w, v: not isinstance(v, list) or len(v) <= w,
    "uniqueItems": lambda s, w, v: not isinstance(v, list) or len({json.dumps(e) for e in v}) == len(v),
    "properties": members,
    "additionalProperties": additional,
    "propertyNames": lambda s, w, v: not isinstance(v, dict) or all(valid(w, k) for k in v),
    "required": lambda s, w, v: not isinstance(v, dict) or all(k in v for k in w),
    "anyOf": lambda s, w, v: any(valid(x, v) for x in w),
    "oneOf": lambda s, w, v: sum(valid(x, v) for x in w) == 1,
}


def faulty(value, required):
    """The same document with one fault each."""
    for name in required:
        broken = copy.deepcopy(value)
        del broken[name]
        yield f"{name} left out", broken
    for name in value:
        broken = copy.deepcopy(value)
        broken[name] = 1.5
        yield f"{name} a real", broken
    yield "one too many", {**value, "further": 1}


def documents():
    for notice in sorted((ROOT / "vectors/bundles").glob("*/bundle/notice.json")):
        yield "notice", notice, json.loads(notice.read_text(encoding="utf-8"))
    for transcript in sorted((ROOT / "vectors/bundles").glob("*/bundle/transcript.json")):
        yield "transcript", transcript, json.loads(transcript.read_text(encoding="utf-8"))
    for void in sorted((ROOT / "vectors/bundles").glob("*/bundle/void.json")):
        yield "void", void, json.loads(void.read_text(encoding="utf-8"))
    for pack in sorted((ROOT / "spec/rules").glob("*.json")):
        yield "rules", pack, json.loads(pack.read_text(encoding="utf-8"))
    for calendar in sorted((ROOT / "spec/calendars").glob("*.json")):
        yield "calendar", calendar, json.loads(calendar.read_text(encoding="utf-8"))
    page = (ROOT / "spec/request.md").read_text(encoding="utf-8")
    yield "request", "request.md", json.loads(re.search(r"```json\n(.*?)```", page, re.S).group(1))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, str(ROOT / "vectors/make/roster.py"), folder, "--targets", "9",
                        "--inspectors", "3", "--seed", "1", "--items", "A:X", "--capacity", "3"], check=True)
        yield "request", "roster.py", json.loads(pathlib.Path(folder, "request.json").read_text(encoding="utf-8"))


def main():
    passed = failed = 0
    for name, where, value in documents():
        schema = json.loads((ROOT / f"spec/schemas/{name}.schema.json").read_text(encoding="utf-8"))
        cases = [("as it is", value, True)]
        cases += [(what, broken, False) for what, broken in faulty(value, schema["required"])]
        for what, document, want in cases:
            if valid(schema, document) == want:
                passed += 1
            else:
                failed += 1
                print(f"{where}: {what}: {'refused' if want else 'accepted'}")
    print(f"schemas: {passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
