# SPDX-License-Identifier: MulanPSL-2.0
"""Cases of ceremonies.py with public values that are no balls (spec/beacons.md).

The values are those of ce-ed-drand and ce-ed-nist in vectors/bundles: the network's and NIST's own."""
import os

from ceremony import case, clock

QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
ROUND, ROUND_TIME = 1001, 1692806367
VALUE = "b33bf3667cbd5a82de3a24b4e0e9fe5513cc1a0e840368c6e31f5fcfa79bea03f73896b25883abf2853d10337fb8fa41"
PULSE, PULSE_TIME = 54610, 1535651040
BUNDLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "vectors", "bundles")


def drand(c, number=ROUND, when=ROUND_TIME, value=None, chain=QUICKNET):
    c.start(ROUND_TIME - 1000)
    c.notice["public"] = [{"source": "drand", "chain": chain, "round": number, "time": clock(when)}]
    c.values = [value or "%s %d %s" % (QUICKNET, ROUND, VALUE)]
    c.times["transcript"] = (1000, 1001)


@case("VALID")
def drand_good(c): drand(c)


@case("VALID", "sm")
def drand_good_sm2(c): drand(c)


@case("VALID")
def drand_time_between(c): drand(c, when=ROUND_TIME - 2)


@case("E06")
def drand_time_too_early(c): drand(c, when=ROUND_TIME - 3)


@case("E06 T03")
def drand_time_too_late(c): drand(c, when=ROUND_TIME + 1)


@case("E05 E06")
def drand_another_round(c): drand(c, number=1002)


@case("E04")
def drand_signature_changed(c): drand(c, value="%s %d %s" % (QUICKNET, ROUND, VALUE[:-1] + "0"))


@case("E04 E05")
def drand_value_of_another_round(c): drand(c, value="%s %d %s" % (QUICKNET, ROUND + 1, VALUE))


@case("F13")
def drand_upper(c): drand(c, value="%s %d %s" % (QUICKNET, ROUND, VALUE.upper()))


@case("F07")
def drand_two_words(c): drand(c, value="%d %s" % (ROUND, VALUE))


@case("UNSUPPORTED")
def drand_another_chain(c): drand(c, chain="8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce")


@case("VALID")
def closed_60_seconds_before(c):
    drand(c)
    c.times["close"] = (940, 940)


@case("T02")
def closed_59_seconds_before(c):
    drand(c)
    c.times["close"] = (940, 941)


@case("T03")
def transcript_before(c):
    drand(c)
    c.times["transcript"] = (999, 1001)


@case("VALID")
def void_closed_late(c):
    drand(c)
    c.void, c.times["close"], c.times["void"] = "late", (990, 991), (1300, 1300)


@case("VALID")
def void_with_value(c):
    drand(c)
    c.void, c.times["void"] = "seeded", (1300, 1300)


@case("E04")
def void_with_bad_value(c):
    drand(c, value="%s %d %s" % (QUICKNET, ROUND, VALUE[:-1] + "0"))
    c.void, c.times["void"] = "seeded", (1300, 1300)


def nist(c, when=PULSE_TIME, number=PULSE, edit=None):
    """The pack is not yet in force then: C07 besides."""
    c.start(PULSE_TIME - 1000)
    c.times["transcript"] = (1000, 1001)
    folder = os.path.join(BUNDLES, "ce-ed-nist", "bundle", "beacon")
    for name in ("certificate", "previous", "pulse"):
        with open(os.path.join(folder, "1." + name), "rb") as file:
            c.evidence["beacon/1." + name] = file.read()
    pulse = dict(line.split(b" ", 1) for line in c.evidence["beacon/1.pulse"].split(b"\n")[:-1])
    c.notice["public"] = [{"source": "nist", "chain": 1, "pulse": number, "time": clock(when)}]
    c.values = ["1 %d %s" % (PULSE, pulse[b"outputValue"].decode())]
    identity = pulse[b"certificateId"].decode()
    c.edit_policy = lambda lines: lines + ["nist " + identity]
    if edit:
        for name, change in edit.items():
            old = c.evidence["beacon/1." + name]
            c.evidence["beacon/1." + name] = change(old)
            assert change(old) != old, name


def pulse_field(field, change):
    def edit(data):
        lines = data.split(b"\n")
        for i, line in enumerate(lines):
            if line.startswith(field + b" "):
                lines[i] = field + b" " + change(line[len(field) + 1:])
        return b"\n".join(lines)
    return edit


def flip(value):
    return value[:-1] + (b"0" if value[-1:] != b"0" else b"1")


@case("C07")
def nist_good(c): nist(c)


@case("C07 E06")
def nist_time(c): nist(c, when=PULSE_TIME - 60)


@case("C07 E05")
def nist_number(c): nist(c, number=PULSE + 1)


@case("C07 E04 E07")
def nist_signature(c): nist(c, edit={"pulse": pulse_field(b"signatureValue", flip)})


@case("C07 E07")
def nist_output(c): nist(c, edit={"pulse": pulse_field(b"outputValue", flip)})


@case("C07 E04 E06 E07")
def nist_status(c): nist(c, edit={"pulse": pulse_field(b"statusCode", lambda v: b"1")})


@case("C07 E04")
def nist_previous(c): nist(c, edit={"previous": pulse_field(b"hour", flip)})


@case("C07 F07")
def nist_pulse_line(c): nist(c, edit={"pulse": lambda d: d.replace(b"period ", b"Period ")})


@case("C07 F13")
def nist_pulse_digits(c): nist(c, edit={"pulse": pulse_field(b"hour", bytes.upper)})


@case("C07 F07")
def nist_pulse_short(c): nist(c, edit={"pulse": lambda d: d[:d.index(b"outputValue")]})


@case("C07 F07")
def nist_certificate_form(c): nist(c, edit={"certificate": lambda d: d + b"more\n"})


@case("C07 E04 S05")
def nist_another_certificate(c):
    def change(data):
        lines = data.split(b"\n")
        lines[5] = lines[5][1:] + lines[5][:1]
        return b"\n".join(lines)
    nist(c, edit={"certificate": change})


@case("C07 S05")
def nist_unknown_certificate(c):
    nist(c)
    c.edit_policy = lambda lines: lines + ["nist " + "0" * 128]


@case("C07 F10")
def nist_needless_certificate(c):
    nist(c)
    c.evidence["beacon/1.certificate.previous"] = c.evidence["beacon/1.certificate"]


@case("C07 F07")
def nist_certificate_not_in_manifest(c):
    nist(c)
    c.edit_text = lambda k, t: t if k != "transcript" else "".join(
        x for x in t.splitlines(True) if "beacon/1.certificate" not in x)


@case("C07")
def nist_previous_missing(c):
    nist(c)
    c.edit_last = lambda files: files.pop("beacon/1.previous")


@case("C07 F10")
def nist_file_of_no_source(c):
    nist(c)
    c.edit_last = lambda files: files.update({"beacon/2.pulse": files["beacon/1.pulse"]})
