# SPDX-License-Identifier: MulanPSL-2.0
"""ids.json, ratios.json, text.json, json.json, roots.json."""
import tree
from base import SUITES, Rand, id_form, millionths, registration_check
from cases_tables import tables
from textform import FORBIDDEN, json_codes, text_codes


def case(name, comment, **members):
    return {"id": name, "comment": comment, **members}


def ids():
    good = "91350100M000100Y43"
    listed = [
        ("uscc-example", "the example of GB 32100", good),
        ("uscc-wrong-check", "another check character", "91350100M000100Y4Z"),
        ("uscc-swapped", "two neighbours swapped", "91350100M001000Y43"),
        ("uscc-one-changed", "one character changed", "91350100M000200Y43"),
        ("uscc-lower", "lower case", good.lower()),
        ("uscc-one-lower", "one letter in lower case", "91350100m000100Y43"),
        ("uscc-full-width", "full-width digits", "９1350100M000100Y43"),
        ("uscc-17", "17 characters", good[:17]),
        ("uscc-19", "19 characters", good + "0"),
        ("uscc-blank", "a blank at the end", good + " "),
        ("uscc-lf", "LF at the end", good + "\n"),
        ("uscc-letter-I", "I is not in the alphabet", "9135I100M000100Y43"),
        ("uscc-letter-O", "O is not in the alphabet", "913501O0M000100Y43"),
        ("uscc-zeros", "all zeros: 0 is divisible by 31", "0" * 18),
        ("uscc-ones", "all the same digit", "1" * 18),
        ("uscc-hyphen", "hyphens inside", "91350100-M000100Y43"),
        ("registration-14", "14 digits", "11010800000001"),
        ("registration-16", "16 digits", "1101080000000016"),
        ("registration-letter", "a letter inside", "11010800000A016"),
        ("registration-full-width", "a full-width digit", "11010800000001６"),
        ("registration-zeros", "fifteen zeros", "0" * 15),
        ("typed-area", "area", "area:220102"),
        ("typed-upper-rest", "upper case after the colon", "loc:ABC-01"),
        ("typed-upper-type", "the type in upper case", "LOC:abc"),
        ("typed-mixed-type", "the type in mixed case", "Loc:abc"),
        ("typed-no-rest", "nothing after the colon", "loc:"),
        ("typed-no-type", "nothing before the colon", ":loc"),
        ("typed-digit-in-type", "a digit in the type", "loc2:abc"),
        ("typed-hyphen-in-type", "a hyphen in the type", "a-b:c"),
        ("typed-second-colon", "a second colon belongs to the rest", "a:b:c"),
        ("typed-two-colons", "the rest is a colon", "a::"),
        ("typed-shortest", "three characters", "a:b"),
        ("typed-64", "64 characters", "loc:" + "x" * 60),
        ("typed-65", "65 characters", "loc:" + "x" * 61),
        ("typed-64-type", "a type of 62 letters", "t" * 62 + ":1"),
        ("typed-slash", "a slash", "loc:a/b"),
        ("typed-blank", "a blank", "loc:a b"),
        ("typed-tab", "a TAB", "loc:a\tb"),
        ("typed-comma", "a comma", "loc:a,b"),
        ("typed-equals", "an equals sign", "loc:a=b"),
        ("typed-chinese", "a Chinese character", "loc:长春"),
        ("typed-umlaut", "a letter that is not ASCII in the type", "löc:1"),
        ("typed-uscc", "a code after a colon is a typed id", "x:" + good),
        ("typed-wrong-uscc", "even if its check character is wrong", "uscc:91350100M000100Y4Z"),
        ("typed-all-marks", "each mark that an id may hold", "z:A._:-9"),
        ("typed-colon-full-width", "a full-width colon", "loc：1"),
        ("empty", "the empty string", ""),
        ("hyphen", "a hyphen alone is a code but no id", "-"),
        ("word", "a word", "changchun"),
        ("lf-after-typed", "LF at the end", "loc:1\n")]
    rand = Rand("ids")
    for n in range(6):
        first = "2201%010d" % rand.below(10**10)
        listed.append(("registration-good-%d" % n, "MOD 11,10", first + registration_check(first)))
        wrong = str((int(registration_check(first)) + 1 + rand.below(9)) % 10)
        listed.append(("registration-bad-%d" % n, "another check digit", first + wrong))
    from plans import DISTRICTS, uscc
    for n in range(12):
        value = uscc(rand, rand.pick(DISTRICTS))
        listed.append(("uscc-good-%d" % n, "a made-up code of Changchun", value))
        place = rand.below(17)
        listed.append(("uscc-changed-%d" % n, "character %d changed" % (place + 1),
                       value[:place] + ("7" if value[place] != "7" else "8") + value[place + 1:]))
    return [case(i, c, value=v, form=id_form(v)) for i, c, v in listed]


def ratios():
    values = """5% 12.5% 0.25% 1% 3% 20% 100% 100.0% 100.00% 100.0000% 99.9999% 0.0001% 0.001% 0.01% 0.1% 1.0000% 1.0%
        12.3456% 33.3333% 10% 10.10% 0% 0.0% 0.0000% 00% 00.5% 03% 03.5% 010% 101% 100.01% 100.0001% 1000% 0.00001% 5.00000%
        12.34567% .5% 5.% . % 3 3.5 %5 5%% -5% +5% 1e1% 5,5% 5％ ５% 0x5% 5.5.5% 5.-5% ٣% 99999999999999999999%
        18446744073709551621% 4294967301%""".split()
    listed = [("ratio-" + v, "", v) for v in values]
    listed += [("blank-before-sign", "", "3 %"), ("blank-first", "", " 3%"), ("blank-last", "", "3% "), ("lf-last", "", "3%\n"),
               ("empty", "", ""), ("permille", "", "5‰"), ("ideographic-blank", "", "3\u3000%"), ("apostrophe", "", "1'0%")]
    return [case(i, c or ("good" if millionths(v) else "refused"), value=v, millionths=millionths(v)) for i, c, v in listed]


def point_case(point, why):
    data = ("甲a" + chr(point) + "b乙\n").encode()
    return case("u+%04X-%s" % (point, why), why.replace("-", " "), file_hex=data.hex(), codes=sorted(text_codes(data)))


def text():
    out = []

    def add(name, comment, data):
        data = data.encode() if isinstance(data, str) else data
        out.append(case(name, comment, file_hex=data.hex(), codes=sorted(text_codes(data))))
    add("plain", "good", "qian\n签\n")
    add("nfd-latin", "e and U+0301 compose", "Cafe\u0301\n")
    add("nfc-latin", "good: é as one character", "Café\n")
    add("nfd-hangul", "jamo compose", "\u1112\u1161\u11ab\n")
    add("nfc-hangul", "good", "한\n")
    add("hangul-lv-11a7", "good: U+11A7 follows a syllable and does not compose with it", "\uac00\u11a7\n")
    add("hangul-lv-11a8", "U+11A8 does", "\uac00\u11a8\n")
    add("nonstarter-decomposition", "U+0F73 comes apart into two marks", "\u0f71\u0f73\n")
    add("compatibility-ideograph", "U+F9D1 decomposes to another ideograph", "\uf9d1\n")
    add("compatibility-ideograph-2", "U+2F800 decomposes", "\U0002f800\n")
    add("ideograph-fa0e", "good: U+FA0E does not decompose", "\ufa0e\n")
    add("ohm", "U+2126 is U+03A9 in NFC", "\u2126\n")
    add("angstrom", "U+212B is U+00C5 in NFC", "\u212b\n")
    add("excluded-composition", "U+0958 is excluded from composition", "\u0958\n")
    add("marks-out-of-order", "combining marks not in canonical order", "a\u0301\u0323\n")
    add("marks-in-order", "good: U+1EA1 U+0301 cannot be one", "\u1ea1\u0301\n")
    add("mark-composes-over-mark", "a, U+0327, U+0301: the acute composes past the cedilla", "a\u0327\u0301\n")
    add("forty-marks", "good: forty marks of one class", "q" + "\u0308" * 40 + "\n")
    add("mark-at-start", "good: a mark after LF joins nothing", "q\n\u0301\n")
    add("full-width", "good: full-width letters are NFC", "ＡＢＣ，（）\n")
    add("ligature", "good: compatibility forms stay in NFC", "ﬁ①㎡\n")
    for point in (0x20BB7, 0x2CC56, 0x31350, 0x9FFC, 0x3400, 0x4DBF, 0x1F600, 0x2A6DE, 0x30000):
        add("rare-%X" % point, "good: a rare character, an emoji", chr(point) + "\n")
    for point in list(range(0x20)):
        if point not in (0x0A, 0x0D):
            out.append(point_case(point, "c0"))
    add("nul-last", "U+0000 before the end", "a\0\n")
    done = {int(c["id"][2:].split("-")[0], 16) for c in out if c["id"].startswith("u+")}
    for first, last in FORBIDDEN:
        for point, why in ((first - 1, "before-range"), (first, "first-of-range"), (last, "last-of-range"),
                           (last + 1, "after-range")):
            if point not in done and point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF:
                done.add(point)
                out.append(point_case(point, why))
    for point in (0x200D, 0x202E, 0x2066, 0xFE0F, 0xE0100, 0xFFFE, 0xFFFF, 0x1FFFE, 0x1FFFF, 0x2FFFE, 0x3FFFF, 0xDFFFE,
                  0xEFFFE, 0xEFFFF, 0x10FFFE, 0xF8FF, 0xE123):
        if point not in done:
            done.add(point)
            out.append(point_case(point, "inside"))
    for point in (0xA0, 0x2003, 0x3000, 0x303F, 0xFFFD, 0x1FFFD, 0xE1000, 0xEFFFD, 0x1FFF0, 0x10000, 0xD7FF, 0x378, 0x7FF,
                  0x800, 0x40000):
        if point not in done:
            done.add(point)
            out.append(point_case(point, "allowed"))
    raw = [
        ("overlong-2", "U+002F in two bytes", b"a\xc0\xafb\n"), ("overlong-nul", "U+0000 in two bytes", b"a\xc0\x80b\n"),
        ("overlong-3", "U+00E9 in three bytes", b"a\xe0\x83\xa9b\n"), ("overlong-3-max", "U+07FF in three bytes", b"\xe0\x9f\xbf\n"),
        ("overlong-4", "U+FFFD in four bytes", b"\xf0\x8f\xbf\xbd\n"), ("c1", "byte C1", b"a\xc1\xbfb\n"),
        ("surrogate-first", "U+D800", b"\xed\xa0\x80\n"), ("surrogate-last", "U+DFFF", b"\xed\xbf\xbf\n"),
        ("surrogate-pair", "CESU-8", b"\xed\xa0\xbd\xed\xb8\x80\n"), ("above-10ffff", "U+110000", b"\xf4\x90\x80\x80\n"),
        ("f5", "byte F5", b"\xf5\x80\x80\x80\n"), ("five-bytes", "five bytes", b"\xf8\x88\x80\x80\x80\n"), ("ff", "byte FF", b"a\xffb\n"),
        ("fe", "byte FE", b"\xfe\n"), ("lone-continuation", "a continuation byte alone", b"a\x80b\n"),
        ("extra-continuation", "one continuation byte too many", b"\xe4\xb8\xad\x80\n"),
        ("truncated-2", "two-byte character cut", b"a\xc3\n"), ("truncated-3", "three-byte character cut", b"a\xe4\xb8\n"),
        ("truncated-4", "four-byte character cut", b"a\xf0\xa0\xae\n"), ("gbk", "GBK bytes", "长春".encode("gbk") + b"\n"),
        ("truncated-at-end", "cut at the very end: F01, and no LF at the end", b"a\xe4\xb8"),
        ("utf-16", "UTF-16 with mark, no LF as last byte", "\ufeffa\n".encode("utf-16-le")),
        ("lowest-4", "good: U+10000", b"\xf0\x90\x80\x80\n"), ("last-before-surrogates", "good: U+D7FF", b"\xed\x9f\xbf\n"),
        ("cr-lf", "CR LF", b"a\r\nb\r\n"), ("cr", "CR alone inside", b"a\rb\n"), ("cr-last", "CR before the last LF", b"a\nb\r\n"),
        ("cr-only", "CR for LF", b"a\rb\r"),
        ("bom", "a byte order mark is F03, not F02", b"\xef\xbb\xbfa\n"), ("bom-second-line", "U+FEFF later is F02", b"a\n\xef\xbb\xbfb\n"),
        ("bom-twice", "the first is F03, the second F02", b"\xef\xbb\xbf\xef\xbb\xbfa\n"),
        ("no-last-lf", "no LF at the end", b"a\nb"), ("empty-line", "an empty line", b"a\n\nb\n"),
        ("empty-first-line", "the first line is empty", b"\na\n"), ("empty-last-line", "two LF at the end", b"a\n\n"),
        ("only-lf", "one empty line", b"\n"), ("empty-file", "nothing", b""), ("blank-line", "good: a line of one blank", b"a\n \nb\n"),
        ("one-byte", "one character without LF", b"a"), ("bad-and-forbidden", "F02 is not judged in a file with F01", b"\xff\xe2\x80\x8b\n")]
    for name, comment, data in raw:
        add(name, comment, data)
    return out


def json_cases():
    out = []

    def add(name, comment, data):
        data = data.encode() if isinstance(data, str) else data
        if "F03" in text_codes(data):
            comment += " by bundle 2.4 and 2.5 (in a bundle the same file is F03, and by 2.8 then not judged for F08)"
        out.append(case(name, comment, file_hex=data.hex(), codes=sorted(json_codes(data))))

    def value(name, comment, inner):
        add(name, comment, '{\n "a": ' + inner + "\n}\n")
    add("plain", "good", '{\n "a": 1,\n "b": [\n  "x",\n  {\n   "c": null\n  }\n ]\n}\n')
    add("empty-object-at-top", "good", "{}\n")
    add("name-not-ascii", "good", '{\n "签": "长春市"\n}\n')
    add("empty-name", "good: 2.4 does not forbid an empty name", '{\n "": 1\n}\n')
    for name, inner in (("true", "true"), ("false", "false"), ("null", "null"), ("zero", "0"), ("max", "9007199254740991"),
                        ("quote", '"\\""'), ("backslash", '"\\\\"'), ("backslash-n", '"\\\\n"'), ("solidus", '"a/b"'), ("e-acute", '"é"'),
                        ("rare", '"𠮷"'), ("empty-string", '""'), ("empty-object", "{}"), ("empty-array", "[]"),
                        ("digits-string", '"007"'), ("brackets-in-string", '"{ [ , : ] }"'), ("line-separator-like", '"a  b"')):
        value("value-" + name, "good", inner)
    for name, inner in (("minus-zero", "-0"), ("minus-one", "-1"), ("plus", "+1"), ("leading-zero", "01"), ("double-zero", "00"), ("real", "1.0"),
                        ("half", "1.5"), ("exponent", "1e0"), ("exponent-upper", "1E0"), ("exponent-plus", "1e+0"), ("point-last", "1."),
                        ("point-first", ".5"), ("two-to-53", "9007199254740992"), ("two-to-64", "18446744073709551616"),
                        ("wraps-to-1", "18446744073709551617"), ("forty-digits", "1" * 40), ("hex", "0x10"), ("nan", "NaN"), ("infinity", "Infinity"),
                        ("minus-infinity", "-Infinity"), ("full-width-digit", "５"), ("true-upper", "True"), ("null-upper", "NULL"),
                        ("undefined", "undefined"), ("single-quotes", "'x'"), ("nothing", "")):
        value("number-" + name if inner[:1] in "-+.0159" and inner else "word-" + name, "refused", inner)
    for name, inner in (("solidus", r'"a\/b"'), ("u00e9", r'"\u00e9"'), ("u00E9", r'"\u00E9"'), ("u-quote", r'"\u0022"'), ("u-backslash", r'"\u005c"'),
                        ("n", r'"\n"'), ("t", r'"\t"'), ("r", r'"\r"'), ("b", r'"\b"'), ("f", r'"\f"'), ("u0000", r'"\u0000"'), ("u001f", r'"\u001f"'),
                        ("u-ascii", r'"\u0041"'), ("surrogate-pair", r'"\ud842\udfb7"'), ("lone-surrogate", r'"\ud842"'), ("x", r'"\x41"'),
                        ("unknown", r'"\q"'), ("cut", r'"\u12"'), ("raw-lf", '"a\nb"'), ("raw-tab", '"a\tb"'), ("unended", '"a'), ("backslash-last", '"a\\"')):
        value("escape-" + name, "refused", inner)
    bad = [
        ("compact", '{"a":1}\n'), ("one-line", '{"a": 1}\n'), ("no-blank-after-colon", '{\n "a":1\n}\n'),
        ("two-blanks-after-colon", '{\n "a":  1\n}\n'), ("blank-before-colon", '{\n "a" : 1\n}\n'),
        ("tab-after-colon", '{\n "a":\t1\n}\n'), ("lf-after-colon", '{\n "a":\n1\n}\n'),
        ("indent-2", '{\n  "a": 1\n}\n'), ("indent-tab", '{\n\t"a": 1\n}\n'), ("indent-0", '{\n"a": 1\n}\n'),
        ("indent-inner", '{\n "a": {\n "b": 1\n }\n}\n'), ("indent-closing", '{\n "a": {\n  "b": 1\n  }\n}\n'),
        ("blank-at-line-end", '{\n "a": 1 \n}\n'), ("blank-after-comma", '{\n "a": 1, \n "b": 2\n}\n'),
        ("blank-before-comma", '{\n "a": 1 ,\n "b": 2\n}\n'), ("comma-on-next-line", '{\n "a": 1\n, "b": 2\n}\n'),
        ("two-on-a-line", '{\n "a": 1, "b": 2\n}\n'), ("comma-last", '{\n "a": 1,\n}\n'), ("comma-last-array", '{\n "a": [\n  1,\n ]\n}\n'),
        ("comma-missing", '{\n "a": 1\n "b": 2\n}\n'), ("comma-twice", '{\n "a": [\n  1,,\n  2\n ]\n}\n'), ("comma-first", '{\n "a": [\n  ,1\n ]\n}\n'),
        ("array-on-a-line", '{\n "a": [1, 2]\n}\n'), ("array-compact", '{\n "a": [1,2]\n}\n'),
        ("empty-object-blank", '{\n "a": { }\n}\n'), ("empty-array-blank", '{\n "a": [ ]\n}\n'),
        ("empty-object-lf", '{\n "a": {\n }\n}\n'), ("empty-array-lf", '{\n "a": [\n ]\n}\n'), ("empty-top-blank", "{ }\n"),
        ("blank-first", ' {\n "a": 1\n}\n'), ("lf-first", '\n{\n "a": 1\n}\n'), ("bom", '\ufeff{\n "a": 1\n}\n'),
        ("no-last-lf", '{\n "a": 1\n}'), ("two-last-lf", '{\n "a": 1\n}\n\n'), ("blank-last", '{\n "a": 1\n} \n'),
        ("blank-after-last-lf", '{\n "a": 1\n}\n '), ("crlf", '{\r\n "a": 1\r\n}\r\n'), ("two-values", '{\n "a": 1\n}\n{\n "a": 1\n}\n'),
        ("text-after", '{\n "a": 1\n}\nx\n'), ("nul-after", '{\n "a": 1\n}\n\0'), ("comment", '{\n "a": 1 /* x */\n}\n'),
        ("line-comment", '{\n "a": 1 // x\n}\n'), ("name-unquoted", '{\n a: 1\n}\n'), ("name-number", '{\n 1: 1\n}\n'),
        ("colon-missing", '{\n "a" 1\n}\n'), ("equals", '{\n "a"= 1\n}\n'), ("unclosed", '{\n "a": 1\n'), ("wrong-bracket", '{\n "a": [\n  1\n }\n}\n'),
        ("duplicate", '{\n "a": 1,\n "a": 1\n}\n'), ("duplicate-other-value", '{\n "a": 1,\n "b": 2,\n "a": 3\n}\n'),
        ("duplicate-inner", '{\n "a": {\n  "b": 1,\n  "b": 2\n }\n}\n'), ("duplicate-escaped", '{\n "a": 1,\n "\\u0061": 2\n}\n'),
        ("name-escaped", '{\n "\\u0061": 2\n}\n'), ("name-escaped-solidus", '{\n "a\\/b": 2\n}\n'), ("nothing", ""), ("only-lf", "\n"),
        ("nbsp-indent", '{\n\u00a0"a": 1\n}\n'), ("vertical-tab", '{\n\x0b"a": 1\n}\n')]
    for name, data in bad:
        add(name, "refused", data)
    add("same-name-elsewhere", "good: the same name in two objects", '{\n "a": {\n  "a": 1\n },\n "b": {\n  "a": 1\n }\n}\n')
    add("names-case", "good: names that differ in case", '{\n "A": 1,\n "a": 1\n}\n')
    add("name-with-quote", "good", '{\n "a\\"b\\\\": 1\n}\n')
    for depth in (15, 16, 17, 18, 100):
        for kind in ("array", "object"):            # the top is an object (bundle 2.6), what is inside is either
            inner = "[]" if kind == "array" else "{}"
            for n in range(depth - 1, 0, -1):
                shape = "[\n%s%s\n%s]" if kind == "array" and n > 1 else '{\n%s"a": %s\n%s}'
                inner = shape % (" " * n, inner, " " * (n - 1))
            add("depth-%d-%s" % (depth, kind), "brackets open inside one another", inner + "\n")
    value("depth-100000", "far too deep, on one line", "[" * 100000 + "]" * 100000)
    add("depth-16-scalar", "good: a number in sixteen brackets", '{\n "a": ' + "".join("[\n" + " " * n for n in range(2, 17)) + "1"
        + "".join("\n" + " " * n + "]" for n in range(15, 0, -1)) + "\n}\n")
    return out


def roots():
    out = []
    for suite in SUITES:
        for n in list(range(1, 10)) + [33]:
            lines = ["id\tname"] + ["%04d\t企业%d" % (i, i) for i in range(1, n)]
            raw = [line.encode() for line in lines]
            root = tree.head(suite, raw)
            indexes = range(n) if n < 10 else (0, 1, 15, 16, 31, 32)
            proofs = [{"index": i, "path": [p.hex() for p in tree.path(suite, raw, i)]} for i in indexes]
            for p in proofs:
                assert tree.root_of_path(suite, raw[p["index"]], p["index"], n, [bytes.fromhex(x) for x in p["path"]]) == root
            out.append(case("%s-%d" % (suite, n), "%d lines, the header among them" % n, suite=suite, lines=lines, root=root.hex(),
                            proofs=proofs))
        long = ["x" * 65535, "y" * 55, "z" * 56, "z" * 63, "z" * 64]
        out.append(case(suite + "-long", "lines around the hash's block size and the longest line", suite=suite, lines=long,
                        root=tree.head(suite, [x.encode() for x in long]).hex(), proofs=[]))
    return out


FILES = {"ids.json": ("tables.md", ids), "ratios.json": ("quota.md", ratios), "text.json": ("bundle.md", text),
         "json.json": ("bundle.md", json_cases), "tables.json": ("tables.md", tables), "roots.json": ("tables.md", roots)}
