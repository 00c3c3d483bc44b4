# SPDX-License-Identifier: MulanPSL-2.0
"""rounds.json, values.json, lotteries.json, pulses.json, nist.json (beacons.md). issues.json: cases_lottery.py."""
import hashlib

import beacons
import plans_ceremony
from base import Rand, splice
from policy import time_of

CHAIN = beacons.CHAIN


def rounds():
    out = []

    def add(name, comment, time, wanted):
        t = time_of(time)
        found = beacons.round_of(t)
        assert found == wanted, (name, found)
        out.append({"id": name, "comment": comment, "time": time, "seconds": t, "round": found, "codes": [] if found else ["E06"]})
    # genesis: 2023-08-23T15:09:27Z
    add("genesis", "genesis is round 1", "2023-08-23T23:09:27+08:00", 1)
    add("genesis-before", "a second before genesis", "2023-08-23T23:09:26+08:00", None)
    add("year-before", "long before", "2022-08-23T23:09:27+08:00", None)
    for s, r in ((28, 2), (29, 2), (30, 2), (31, 3), (33, 3), (34, 4)):
        add("second-%d" % s, "the first round that is not before the time", "2023-08-23T23:09:%d+08:00" % s, r)
    for text, r in (("23:59:24", 1000), ("23:59:25", 1001), ("23:59:26", 1001), ("23:59:27", 1001), ("23:59:28", 1002), ("23:59:51", 1009), ("23:59:52", 1010)):
        add("round-%d-%s" % (r, text[-2:]), "real rounds of vectors/third-party", "2023-08-23T" + text + "+08:00", r)
    add("midnight", "over midnight", "2023-08-24T00:00:00+08:00", 1012)
    add("leap-day", "29 February", "2024-02-29T12:00:00+08:00", -((1692803367 - 1709179200) // 3) + 1)
    add("example", "the time of the page's example", "2026-11-24T10:00:00+08:00", -((1692803367 - 1795485600) // 3) + 1)
    add("far", "year 9999", "9999-12-31T23:59:59+08:00", -((1692803367 - 253402271999) // 3) + 1)
    assert [time_of(x) for x in ("2024-02-29T12:00:00+08:00", "2026-11-24T10:00:00+08:00", "9999-12-31T23:59:59+08:00")] == [1709179200, 1795485600, 253402271999]
    return out


def values():
    out = []
    rand = Rand("values")
    d, dv = plans_ceremony.drand(1001)
    d = {**d, "time": "2023-08-23T23:59:27+08:00"}
    n, nv, _ = plans_ceremony.nist(1)
    kl8 = {"source": "lottery", "game": "kl8", "issue": "2026123", "time": "2026-05-12T21:30:00+08:00"}
    ssq = {**kl8, "game": "ssq"}
    b = {"source": "balls", "count": 4, "from": 1, "to": 99}
    signature, output = dv.split(" ")[2], nv.split(" ")[2]
    k = "02.03.07.11.13.19.24.28.33.37.41.42.50.55.58.62.66.71.79.80"
    s = "01.05.12.18.29.33+16"

    def add(name, comment, element, value, *codes):
        found = sorted(beacons.value_codes(element, value))
        assert found == sorted(codes), (name, found)
        out.append({"id": name, "comment": comment, "element": element, "line": "public " + value, "codes": found})
    add("drand-good", "good", d, "drand " + dv)
    add("drand-other-signature", "another signature has its form; whether it verifies is E04", d, "drand " + CHAIN + " 1001 " + rand.hex() + rand.hex(32))
    for what, comment, value, code in (
            ("chain-upper", "the chain in upper case", "drand " + CHAIN.upper() + " 1001 " + signature, "F13"), ("chain-short", "63 digits", "drand " + CHAIN[1:] + " 1001 " + signature, "F13"),
            ("chain-name", "the chain by name", "drand quicknet 1001 " + signature, "F13"), ("chain-other", "another chain than the notice's", "drand " + CHAIN[:-1] + "0 1001 " + signature, "E05"),
            ("round-other", "another round", "drand " + CHAIN + " 1002 " + signature, "E05"), ("round-0", "round 0", "drand " + CHAIN + " 0 " + signature, "E05"),
            ("round-zero-first", "a zero first", "drand " + CHAIN + " 01001 " + signature, "F07"), ("round-plus", "a sign", "drand " + CHAIN + " +1001 " + signature, "F07"),
            ("round-word", "no integer", "drand " + CHAIN + " x " + signature, "F07"), ("round-2^53", "above 2^53 - 1", "drand " + CHAIN + " 9007199254740992 " + signature, "F07"),
            ("signature-upper", "the signature in upper case", "drand " + CHAIN + " 1001 " + signature.upper(), "F13"), ("signature-short", "94 digits", "drand " + CHAIN + " 1001 " + signature[2:], "F13"),
            ("signature-long", "98 digits", "drand " + CHAIN + " 1001 " + signature + "00", "F13"), ("signature-g2", "192 digits", "drand " + CHAIN + " 1001 " + signature * 2, "F13"),
            ("signature-letter", "a letter that is no digit", "drand " + CHAIN + " 1001 g" + signature[1:], "F13"), ("randomness", "the round's randomness in place of the signature", "drand " + CHAIN + " 1001 " + hashlib.sha256(bytes.fromhex(signature)).hexdigest(), "F13"),
            ("word-missing", "a word less", "drand " + CHAIN + " " + signature, "F07"), ("word-more", "a word more", "drand " + dv + " x", "F07"), ("two-blanks", "two blanks", "drand  " + dv, "F07"),
            ("blank-last", "a blank at the end", "drand " + dv + " ", "F07"), ("tab", "a TAB for a blank", "drand\t" + dv, "F07"), ("alone", "the source alone", "drand", "F07")):
        add("drand-" + what, comment, d, value, code)
    add("drand-two-faults", "round and signature", d, "drand " + CHAIN + " x " + signature.upper(), "F07", "F13")
    add("drand-other-both", "chain and round are others: one code", d, "drand " + CHAIN[:-1] + "0 5 " + signature, "E05")
    add("source-upper", "the source in upper case", d, "DRAND " + dv, "F07")
    add("source-unknown", "a source of no page", d, "dice 1-2-3", "F07")
    add("source-other", "lottery where the notice has drand", d, "lottery kl8 2026123 " + k, "E03")
    add("source-other-balls", "balls where the notice has drand", d, "balls 01-02-03", "E03")
    add("source-other-bad", "nist where the notice has drand, in another form: the file is not usable", d, "nist 1 54610 " + output.upper(), "F13")
    add("source-other-range", "a lottery's numbers out of range where the notice has balls: passed over", b, "lottery ssq 2026123 01.05.12.18.29.34+16", "E03")
    add("nist-good", "good", n, "nist " + nv)
    for what, comment, value, code in (
            ("chain-other", "another chain", "nist 2 54610 " + output, "E05"), ("chain-01", "a zero first", "nist 01 54610 " + output, "F07"), ("chain-256", "an integer above 255: another chain", "nist 256 54610 " + output, "E05"),
            ("chain-word", "no integer", "nist one 54610 " + output, "F07"), ("pulse-other", "another pulse", "nist 1 54609 " + output, "E05"), ("pulse-word", "no integer", "nist 1 last " + output, "F07"),
            ("output-upper", "upper case, as the service writes it", "nist 1 54610 " + output.upper(), "F13"), ("output-short", "127 digits", "nist 1 54610 " + output[1:], "F13"), ("output-64", "64 digits", "nist 1 54610 " + output[:64], "F13"),
            ("word-missing", "a word less", "nist 54610 " + output, "F07"), ("word-more", "a word more", "nist " + nv + " 0", "F07")):
        add("nist-" + what, comment, n, value, code)
    add("nist-other-output", "another outputValue has its form (E07 elsewhere)", n, "nist 1 54610 " + output[::-1])
    add("kl8-good", "good", kl8, "lottery kl8 2026123 " + k)
    add("ssq-good", "good", ssq, "lottery ssq 2026123 " + s)
    for what, comment, element, value, code in (
            ("kl8-issue-other", "another issue", kl8, "lottery kl8 2026124 " + k, "E05"), ("kl8-issue-short", "six digits", kl8, "lottery kl8 202612 " + k, "F07"), ("kl8-issue-long", "eight digits", kl8, "lottery kl8 20261230 " + k, "F07"),
            ("kl8-issue-letter", "a letter", kl8, "lottery kl8 2026I23 " + k, "F07"), ("kl8-is-ssq", "the other game", kl8, "lottery ssq 2026123 " + s, "E05"), ("ssq-is-kl8", "the other game", ssq, "lottery kl8 2026123 " + k, "E05"),
            ("game-unknown", "a game of no page", kl8, "lottery dlt 2026123 01.02.03.04.05+01.02", "F07"), ("game-upper", "KL8", kl8, "lottery KL8 2026123 " + k, "F07"),
            ("kl8-numbers-of-ssq", "ssq's form in kl8", kl8, "lottery kl8 2026123 " + s, "F07"), ("ssq-numbers-of-kl8", "kl8's form in ssq", ssq, "lottery ssq 2026123 " + k, "F07"),
            ("kl8-word-missing", "a word less", kl8, "lottery 2026123 " + k, "F07"), ("kl8-word-more", "a word more", kl8, "lottery kl8 2026123 " + k + " 1", "F07"),
            ("kl8-order", "not ascending", kl8, "lottery kl8 2026123 03.02" + k[5:], "E10"), ("kl8-81", "out of range", kl8, "lottery kl8 2026123 " + k[:-2] + "81", "E10")):
        add("lottery-" + what, comment, element, value, code)
    add("lottery-issue-and-numbers", "another issue, and numbers out of range", kl8, "lottery kl8 2026124 " + k[:-2] + "81", "E05", "E10")
    add("balls-good", "good", b, "balls 07-99-01-50")
    for what, comment, value, code in (("words", "numbers as words", "balls 07 99 01 50", "F07"), ("dots", "dots", "balls 07.99.01.50", "F07"), ("one-digit", "one digit", "balls 7-99-01-50", "F07"), ("range", "out of range", "balls 00-99-01-50", "E10"),
                                       ("count", "one too few", "balls 07-99-01", "E10"), ("repeat", "one twice", "balls 07-07-01-50", "E10"), ("none", "no value", "balls", "F07"), ("empty", "an empty word", "balls ", "F07")):
        add("balls-" + what, comment, b, value, code)
    return out


def lotteries():
    out = []
    k = ["%02d" % x for x in (2, 3, 7, 11, 13, 19, 24, 28, 33, 37, 41, 42, 50, 55, 58, 62, 66, 71, 79, 80)]

    def add(name, comment, game, numbers, *codes):
        found = sorted(beacons.lottery_codes(game, numbers))
        assert found == sorted(codes), (name, found)
        out.append({"id": game + "-" + name, "comment": comment, "game": game, "numbers": numbers, "codes": found})
    kl8 = lambda name, comment, numbers, *codes: add(name, comment, "kl8", numbers if isinstance(numbers, str) else ".".join(numbers), *codes)
    kl8("good", "good", k)
    kl8("good-first", "the first twenty", ["%02d" % x for x in range(1, 21)])
    kl8("good-last", "the last twenty", ["%02d" % x for x in range(61, 81)])
    kl8("zero", "00", ["00"] + k[1:], "E10")
    kl8("81", "81", k[:-1] + ["81"], "E10")
    kl8("99", "99", k[:-1] + ["99"], "E10")
    kl8("twice", "a number twice", k[:1] + k[:1] + k[2:], "E10")
    kl8("twice-apart", "a number twice, apart", k[:5] + k[:1] + k[6:], "E10")
    kl8("order", "two swapped", [k[1], k[0]] + k[2:], "E10")
    kl8("descending", "descending", k[::-1], "E10")
    kl8("19", "nineteen numbers", k[1:], "F07")
    kl8("21", "twenty-one", ["01"] + k, "F07")
    kl8("dash", "dashes", "-".join(k), "F07")
    kl8("comma", "commas", ",".join(k), "F07")
    kl8("one-digit", "a number of one digit", [x.lstrip("0") for x in k], "F07")
    kl8("three-digits", "a number of three digits", ["002"] + k[1:], "F07")
    kl8("point-last", "a point at the end", ".".join(k) + ".", "F07")
    kl8("point-first", "a point at the start", "." + ".".join(k), "F07")
    kl8("two-points", "two points", ".".join(k).replace(".", "..", 1), "F07")
    kl8("blue", "a blue number", ".".join(k) + "+01", "F07")
    kl8("empty", "nothing", "", "F07")
    kl8("arabic", "digits of another script", "٠٢" + ".".join(k)[2:], "F07")
    kl8("fullwidth", "full-width digits", "０２" + ".".join(k)[2:], "F07")
    ssq = lambda name, comment, numbers, *codes: add(name, comment, "ssq", numbers, *codes)
    ssq("good", "good", "01.05.12.18.29.33+16")
    ssq("good-blue-among-red", "the blue number may be one of the red", "01.05.12.18.29.33+05")
    ssq("good-first", "the first", "01.02.03.04.05.06+01")
    ssq("red-0", "00", "00.05.12.18.29.33+16", "E10")
    ssq("red-34", "34", "01.05.12.18.29.34+16", "E10")
    ssq("red-twice", "a red number twice", "01.05.05.18.29.33+16", "E10")
    ssq("red-order", "not ascending", "05.01.12.18.29.33+16", "E10")
    ssq("blue-0", "blue 00", "01.05.12.18.29.33+00", "E10")
    ssq("blue-17", "blue 17", "01.05.12.18.29.33+17", "E10")
    ssq("both", "red and blue out of range", "01.05.12.18.29.34+17", "E10")
    ssq("5", "five red numbers", "01.05.12.18.29+16", "F07")
    ssq("7", "seven", "01.05.12.18.29.30.33+16", "F07")
    ssq("no-blue", "no blue number", "01.05.12.18.29.33", "F07")
    ssq("two-blue", "two blue numbers", "01.05.12.18.29.33+15.16", "F07")
    ssq("two-plus", "two plus", "01.05.12.18.29.33++16", "F07")
    ssq("point-blue", "a point before the blue number", "01.05.12.18.29.33.16", "F07")
    ssq("one-digit", "one digit", "1.5.12.18.29.33+16", "F07")
    ssq("blue-one-digit", "blue of one digit", "01.05.12.18.29.33+6", "F07")
    ssq("empty", "nothing", "", "F07")
    return out


def pulses():
    out = []
    _, _, files = plans_ceremony.nist(1)
    good = files["beacon/1.pulse"]
    lines = good.decode().split("\n")[:-1]

    def add(name, comment, data, *codes):
        data = data if isinstance(data, bytes) else data.encode()
        found = sorted(beacons.pulse_codes(data))
        assert found == sorted(codes), (name, found)
        out.append({"id": name, "comment": comment, "pulse": splice(good, data), "codes": found,
                    "message_sha512": None if found else hashlib.sha512(beacons.message(beacons.pulse_of(data))).hexdigest()})

    def line(name, comment, which, value, *codes):
        at = beacons.PULSE.index(which)
        add(which + "-" + name, comment, "\n".join(lines[:at] + [which + " " + value] + lines[at + 1:]) + "\n", *codes)
    add("good", "pulse 54610 of chain 1", good)
    add("good-previous", "pulse 54609", files["beacon/1.previous"])
    for which in ("cipherSuite", "period", "external.statusCode", "statusCode"):
        line("largest", "2^32 - 1", which, "4294967295")
        line("2^32", "2^32", which, "4294967296", "F07")
        line("zero-first", "a zero first", which, "00", "F07")
        line("minus", "a sign", which, "-1", "F07")
        line("empty", "nothing", which, "", "F07")
    for which in ("chainIndex", "pulseIndex"):
        line("0", "0", which, "0")
        line("largest", "2^53 - 1", which, "9007199254740991")
        line("2^53", "2^53", which, "9007199254740992", "F07")
        line("zero-first", "a zero first", which, "01", "F07")
        line("hex", "hexadecimal", which, "0xd552", "F07")
    for which in ("certificateId", "localRandomValue", "external.sourceId", "external.value", "previous", "hour", "day", "month", "year", "precommitmentValue", "outputValue", "signatureValue"):
        value = lines[beacons.PULSE.index(which)].split(" ")[1]
        line("short", "a digit less", which, value[1:], "F13")
        line("long", "a digit more", which, value + "0", "F13")
        if which in ("certificateId", "outputValue", "signatureValue"):
            line("upper", "upper case", which, value[:-1] + "A", "F13")
            line("letter", "a letter that is no digit", which, "g" + value[1:], "F13")
            line("empty", "nothing", which, "", "F07")
            line("blank-last", "a blank at the end", which, value + " ", "F07")
    for value, comment in (("2018-08-30T17:44:00.000", "no Z"), ("2018-08-30T17:44:00Z", "no milliseconds"), ("2018-08-30 17:44:00.000Z", "a blank for T"), ("2018-08-30T17:44:00.00Z", "two digits"),
                           ("2018-08-30T17:44:00,000Z", "a comma"), ("2018-02-30T17:44:00.000Z", "30 February"), ("2018-08-30T24:00:00.000Z", "hour 24"), ("2018-08-30T17:44:60.000Z", "second 60"), ("2018-08-30T17:44:00.000+00:00", "an offset"), ("", "nothing")):
        there = comment in ("30 February", "hour 24", "second 60")      # beacons 3.2: its pattern of digits alone is judged here
        line("form-" + str(len(out)), comment + (": its form is right (E06 elsewhere)" if there else ""), "timeStamp", value, *([] if there else ["F07"]))
    line("half", "half a second: its form is right (E06 elsewhere)", "timeStamp", "2018-08-30T17:44:00.500Z")
    line("256", "256 characters", "uri", "u" * 256)
    line("257", "257 characters", "uri", "u" * 257, "F07")
    line("one", "one character", "version", "2")
    line("blank-inside", "blanks inside", "version", "Version  2.0")
    line("blank-first", "a blank at the start", "version", " 2.0", "F07")
    line("blank-last", "a blank at the end", "version", "2.0 ", "F07")
    line("chinese", "not ASCII", "version", "二", "F07")
    line("empty", "nothing", "uri", "", "F07")
    for which in ("certificateId", "previous", "outputValue", "signatureValue"):
        value = lines[beacons.PULSE.index(which)].split(" ")[1]
        line("blank-inside", "a blank for a digit", which, value[:7] + " " + value[8:], "F07")
    line("blank-alone", "a blank for the value", "hour", " ", "F07")
    add("order", "two lines swapped", "\n".join(lines[:2] + [lines[3], lines[2]] + lines[4:]) + "\n", "F07")
    add("missing", "a line less", "\n".join(lines[:-1]) + "\n", "F07")
    add("more", "a line more", good + b"x y\n", "F07")
    add("twice", "a line twice", "\n".join(lines[:1] + lines) + "\n", "F07")
    add("name", "a name in another case", good.replace(b"cipherSuite", b"ciphersuite"), "F07")
    add("colon", "a colon behind the name", good.replace(b"uri ", b"uri: ", 1), "F07")
    add("tab", "a TAB for the blank", good.replace(b"period ", b"period\t"), "F02", "F07")
    add("crlf", "CR LF", good.replace(b"\n", b"\r\n"), "F03")
    add("no-last-lf", "no LF at the end", good[:-1], "F03")
    add("empty-line", "an empty line", good + b"\n", "F03")
    add("json", "the service's JSON", '{"pulse": {"uri": "x"}}\n', "F07")
    return good.decode(), out


def nists():
    """Whole sources. The files are those of bundles/ce-ed-nist; `change` says what is altered."""
    out = []
    e, value, files = plans_ceremony.nist(1)
    pulse, previous, certificate = (files["beacon/1." + x].decode() for x in ("pulse", "previous", "certificate"))
    ids = [plans_ceremony.NIST_ID]
    base = {"pulse": pulse, "previous": previous, "certificate": certificate}
    cut = lambda name, text: splice(base[name].encode(), text.encode())
    field = lambda text, name: beacons.pulse_of(text.encode())[name]

    def put(text, name, new):
        return text.replace(name + " " + field(text, name) + "\n", name + " " + new + "\n")
    flip = lambda hexadecimal: ("1" if hexadecimal[0] == "0" else "0") + hexadecimal[1:]

    def reoutput(text):
        p = beacons.pulse_of(text.encode())
        return put(text, "outputValue", hashlib.sha512(beacons.message(p) + bytes.fromhex(p["signatureValue"])).hexdigest())

    def add(name, comment, codes, element=e, words=None, pulse=pulse, previous=previous, certificate=certificate, ids=ids):
        words = "nist " + (words or value)
        found = sorted(beacons.nist_codes(element, words, pulse.encode(), previous and previous.encode(), certificate.encode(), ids))
        assert found == sorted(codes), (name, found)
        out.append({"id": name, "comment": comment, "element": element, "line": "public " + words, "policy_nist": ids, "pulse": cut("pulse", pulse), "previous": cut("previous", previous), "certificate": cut("certificate", certificate), "codes": found})
    add("good", "the real pulse", [])
    add("policy-other", "the policy knows another certificate", ["S05"], ids=["0" * 128])
    add("policy-none", "the policy knows none", ["S05"], ids=[])
    add("policy-two", "the policy knows two", [], ids=["0" * 128] + ids)
    add("time-other", "the notice's time is a minute later", ["E06"], element={**e, "time": "2018-08-31T01:45:00+08:00"})
    add("time-utc", "the notice's time is the time stamp's digits, not its time", ["E06"], element={**e, "time": "2018-08-30T17:44:00+08:00"})
    add("pulse-is-previous", "the pulse before in place of the pulse", ["E04", "E05", "E06", "E07"], pulse=previous)
    add("previous-is-pulse", "the pulse itself in place of the one before", ["E04"], previous=pulse)
    bad = put(pulse, "signatureValue", flip(field(pulse, "signatureValue")))
    add("signature", "a digit of the signature changed", ["E04", "E07"], pulse=bad)
    new = reoutput(bad)
    add("signature-with-output", "the same, with the outputValue that follows, in pulse and value", ["E04"], pulse=new, words="1 54610 " + field(new, "outputValue"))
    add("output", "a digit of the outputValue in the pulse changed", ["E07"], pulse=put(pulse, "outputValue", flip(field(pulse, "outputValue"))))
    add("value", "a digit of the value in entropy.txt changed", ["E07"], words="1 54610 " + flip(value.split(" ")[2]))
    both = flip(value.split(" ")[2])
    add("output-and-value", "both changed alike", ["E07"], pulse=put(pulse, "outputValue", both), words="1 54610 " + both)
    for name in ("localRandomValue", "precommitmentValue", "hour", "external.value"):
        add("message-" + name, "a digit of the message changed", ["E04", "E07"], pulse=put(pulse, name, flip(field(pulse, name))))
    add("status", "statusCode 1 (and so another message)", ["E04", "E06", "E07"], pulse=put(pulse, "statusCode", "1") if "external.statusCode 0" not in pulse else pulse.replace("\nstatusCode 0\n", "\nstatusCode 1\n"))
    add("stamp-no-time", "30 February: the form is right, no time is this (and so another message)", ["E04", "E06", "E07"], pulse=put(pulse, "timeStamp", "2018-02-30T17:44:00.000Z"))
    add("previous-signature", "a digit of the signature of the pulse before changed", ["E04"], previous=put(previous, "signatureValue", flip(field(previous, "signatureValue"))))
    add("previous-precommitment", "its precommitmentValue changed", ["E04"], previous=put(previous, "precommitmentValue", flip(field(previous, "precommitmentValue"))))
    add("previous-output", "its outputValue changed", ["E04"], previous=put(previous, "outputValue", flip(field(previous, "outputValue"))))
    add("value-pulse-other", "the value names another pulse than notice and pulse", ["E05"], words="1 54609 " + value.split(" ")[2])
    add("notice-pulse-other", "the notice names another pulse", ["E05"], element={**e, "pulse": 54611})
    add("chain-other", "notice and value name another chain", ["E05"], element={**e, "chain": 2}, words="2 54610 " + value.split(" ")[2])
    other = (plans_ceremony.THIRD / "nist" / "certificate-528943a5.pem").read_text(encoding="utf-8").replace("\r\n", "\n").rstrip("\n") + "\n"
    der = beacons.certificate_der(other.encode())
    add("certificate-other", "another certificate of NIST's, which the policy knows too", ["E04"], certificate=other, ids=ids + [hashlib.sha512(der).hexdigest()])
    add("certificate-other-unknown", "another certificate, which the policy does not know", ["E04", "S05"], certificate=other)
    for name, text in (("crlf", certificate.replace("\n", "\r\n")), ("text-before", "subject=x\n" + certificate), ("lines-of-76", certificate.replace("\n", "", 1)), ("two", certificate * 2), ("no-end", certificate.rsplit("-----END", 1)[0]), ("label", certificate.replace("CERTIFICATE", "X509 CERTIFICATE"))):
        if name != "crlf":
            add("certificate-" + name, "the certificate in another form", ["F07"], certificate=text)
    return base, out


FILES = {"rounds.json": ("beacons.md", rounds), "values.json": ("beacons.md", values), "lotteries.json": ("beacons.md", lotteries), "pulses.json": ("beacons.md", pulses), "nist.json": ("beacons.md", nists)}
