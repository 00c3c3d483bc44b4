#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""The walls of the house: who may include whom, and what may be where.

    cli -> ceremony, publish -> registry -> core -> crypto -> base;   verifier -> itself alone
    sheet -> base;   cli, ceremony -> beacon -> core;   cli, ceremony -> log -> store, core;   store -> crypto
    cli -> plan -> registry, sheet, store

Also: no floating point, clock, file, environment, locale or random source in engine/core; SQL
headers in engine/store alone; files and functions of a size that can be read.
`--library FILE` names a built libqian_core.a, whose undefined symbols are then looked at.
"""
import argparse
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAY = {
    "engine/base": {"engine/base"},
    "engine/crypto": {"engine/crypto", "engine/base"},
    "engine/beacon": {"engine/beacon", "engine/core", "engine/crypto", "engine/base"},
    "engine/core": {"engine/core", "engine/crypto", "engine/base"},
    "engine/registry": {"engine/registry", "engine/sheet", "engine/store", "engine/core", "engine/crypto", "engine/base"},
    "engine/sheet": {"engine/sheet", "engine/base"},
    "engine/plan": {"engine/plan", "engine/registry", "engine/sheet", "engine/store", "engine/core",
                    "engine/crypto", "engine/base"},
    "engine/publish": {"engine/publish", "engine/registry", "engine/core", "engine/crypto", "engine/base"},
    "engine/ceremony": {"engine/ceremony", "engine/publish", "engine/registry", "engine/core",
                        "engine/beacon", "engine/log", "engine/store", "engine/crypto", "engine/base"},
    "engine/store": {"engine/store", "engine/crypto", "engine/base"},
    "engine/log": {"engine/log", "engine/store", "engine/core", "engine/crypto", "engine/base"},
    "cli": {"cli", "engine/log", "engine/store", "engine/ceremony", "engine/publish", "engine/plan",
            "engine/registry", "engine/sheet", "engine/core", "engine/beacon", "engine/crypto", "engine/base"},
    "verifier": {"verifier"},
}
# Third-party headers and the only rooms that may see them.
THIRD = {
    "sodium.h": {"engine/crypto", "verifier"},
    "openssl/": {"engine/crypto", "verifier"},
    "jansson.h": {"engine/base", "engine/registry", "engine/plan", "engine/publish", "engine/ceremony"},
    "utf8proc.h": {"engine/base", "verifier"},
    "sqlite3.h": {"engine/store"},
    "curl/": {"engine/log"},
    "microhttpd.h": {"engine/log"},
    "zip.h": {"engine/sheet"},
    "expat.h": {"engine/sheet"},
    "xlsxwriter.h": {"engine/sheet"},
}
FLOAT = re.compile(r"\b(double|float|long double)\b")
IMPURE = re.compile(r"\b(time|clock|clock_gettime|gettimeofday|getenv|setlocale|localeconv|rand|"
                    r"random|getrandom|arc4random|open|fopen|fread|read|printf|fprintf|system)\s*\(")
ALLOWED_SYMBOLS = re.compile(
    r"^(qian_\w+|mem(cpy|cmp|set|chr|move)|str(cmp|len|cspn|chr|ncmp|ncpy)|qsort|bsearch|free|calloc|"
    r"realloc|malloc|__stack_chk_fail|__assert_fail|__\w+_chk|_GLOBAL_OFFSET_TABLE_|__(?:u\w+|div|mod)ti3|__popcountdi2)$")
LINES_MAX = 500
FUNCTION_MAX = 60


def room_of(path):
    parts = path.relative_to(ROOT).parts
    return "/".join(parts[:2]) if parts[0] == "engine" else parts[0]


def code_of(text):
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text)
    return re.sub(r"//[^\n]*", "", text)


def check_includes(path, room, text):
    for header in re.findall(r'#include\s+"([^"]+)"', text):
        target = header.rsplit("/", 1)[0]
        if target not in MAY[room]:
            yield f"includes {header}, which {room} may not see"
    for header in re.findall(r"#include\s+<([^>]+)>", text):
        for name, rooms in THIRD.items():
            if header.startswith(name) and room not in rooms:
                yield f"includes <{header}>, which only {', '.join(sorted(rooms))} may see"


def check_functions(text):
    """A body runs from a line that ends with "{", outside of any other, to the next line "}"."""
    start = None
    for number, line in enumerate(text.split("\n"), 1):
        if start is None and line.endswith("{"):
            start = number
        elif line in ("}", "};") or line.startswith("} "):
            if line == "}" and start and number - start - 1 > FUNCTION_MAX:
                yield f"line {start}: a function of {number - start - 1} lines"
            start = None


def check_file(path):
    room = room_of(path)
    text = path.read_text(encoding="utf-8")
    code = code_of(text)
    yield from check_includes(path, room, text)
    if text.count("\n") > LINES_MAX:
        yield f"{text.count(chr(10))} lines; the limit is {LINES_MAX}"
    if path.suffix == ".c":
        yield from check_functions(text)
    if not text.startswith("// SPDX-License-Identifier: MulanPSL-2.0\n"):
        yield "does not begin with its licence line"
    if room in ("engine/core", "verifier") and FLOAT.search(code):
        yield "floating point"
    if room == "engine/core":
        for m in IMPURE.finditer(code):
            yield f"calls {m.group(1)}: core is pure"


def check_symbols(library):
    out = subprocess.run(["nm", "-u", library], capture_output=True, text=True, check=True).stdout
    for line in out.split("\n"):
        if line.startswith(" "):
            symbol = line.split()[-1]
            if not ALLOWED_SYMBOLS.match(symbol) and not symbol.startswith(("__asan", "__ubsan")):
                yield f"core needs {symbol}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--library")
    args = parser.parse_args()
    passed = failed = 0
    for room in ("engine", "cli", "verifier"):
        for path in sorted((ROOT / room).rglob("*.[ch]")):
            faults = list(check_file(path))
            failed += len(faults)
            passed += not faults
            for fault in faults:
                print(f"{path.relative_to(ROOT)}: {fault}")
    if args.library:
        for fault in check_symbols(args.library):
            print(fault)
            failed += 1
    print(f"walls: {passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
