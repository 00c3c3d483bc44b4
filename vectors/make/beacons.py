# SPDX-License-Identifier: MulanPSL-2.0
"""Public values (beacons.md): forms, drand's rounds, NIST pulses with their RSA signatures, lotteries. No BLS here."""
import base64
import datetime
import hashlib
import re

from base import is_hex, is_integer
from draw import balls_codes
from policy import time_of
from textform import text_codes

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
GENESIS, PERIOD = 1692803367, 3
MEMBERS = {"balls": ("count", "from", "to"), "drand": ("chain", "round", "time"), "nist": ("chain", "pulse", "time"),
           "lottery": ("game", "issue", "time")}
PULSE = ("uri version cipherSuite period certificateId chainIndex pulseIndex timeStamp localRandomValue external.sourceId "
         "external.statusCode external.value previous hour day month year precommitmentValue statusCode signatureValue "
         "outputValue").split()
STAMP = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z"      # beacons 3.2: the pattern alone
TEXTS, U32, U64 = {"uri", "version", "timeStamp"}, {"cipherSuite", "period", "external.statusCode", "statusCode"}, {"chainIndex", "pulseIndex"}


def round_of(seconds):
    """beacons 2.2: the round of a time (seconds since 1970), or None where E06: before genesis."""
    return None if seconds < GENESIS else -((GENESIS - seconds) // PERIOD) + 1


def element_code(e):
    """Code of an element of the notice's `public` (bundle 3.10, beacons 1.1): F08, E04 (a chain that is not known) or None."""
    whole = lambda v, least, most: type(v) is int and least <= v <= most
    if not isinstance(e, dict) or e.get("source") not in MEMBERS or list(e) != ["source", *MEMBERS[e["source"]]]:
        return "F08"
    s = e["source"]
    if s == "balls":
        return None if all(whole(e[m], 0, 99) for m in MEMBERS[s]) else "F08"
    if not isinstance(e["time"], str) or time_of(e["time"]) is None:
        return "F08"
    if s == "drand":
        if not isinstance(e["chain"], str) or not is_hex(e["chain"], 64) or not whole(e["round"], 1, 2**53 - 1):
            return "F08"
        return None if e["chain"] == CHAIN else "E04"
    if s == "nist":
        return None if whole(e["chain"], 1, 255) and whole(e["pulse"], 1, 2**53 - 1) else "F08"
    good = e["game"] in ("kl8", "ssq") and isinstance(e["issue"], str) and re.fullmatch("[0-9]{7}", e["issue"])
    return None if good else "F08"


def lottery_codes(game, numbers):
    """beacons 4.1: F07 or E10."""
    if game not in ("kl8", "ssq") or not re.fullmatch(r"[0-9]{2}(\.[0-9]{2}){19}" if game == "kl8" else r"[0-9]{2}(\.[0-9]{2}){5}\+[0-9]{2}", numbers):
        return {"F07"}
    main, _, blue = numbers.partition("+")
    found = [int(x) for x in main.split(".")]
    good = found == sorted(set(found)) and found[0] >= 1 and found[-1] <= (80 if game == "kl8" else 33)
    return set() if good and (game == "kl8" or 1 <= int(blue) <= 16) else {"E10"}


DRAW_DAYS = {"kl8": range(7), "ssq": (1, 3, 6)}         # beacons 4.3; Monday is 0
SHOWN = "%Y-%m-%dT%H:%M:%S+08:00"


def issue_time(calendar, game, issue):
    """beacons 4.3: the time at which an issue comes, as bundle 3.11 writes it, or None: no line for it, or not in its year.
    calendar: (game, issue) -> TIME, as Policy.lotteries."""
    lines = [i for g, i in calendar if g == game and i[:4] == issue[:4] and i <= issue]
    if not lines:
        return None
    there, steps = datetime.datetime.strptime(calendar[game, max(lines)], SHOWN), int(issue) - int(max(lines))
    try:
        while steps:
            there += datetime.timedelta(days=1)
            steps -= there.weekday() in DRAW_DAYS[game]
    except OverflowError:                   # after the year 9999
        return None
    # strftime does not fill up a year below 1000
    return there.strftime(SHOWN).zfill(25) if there.year == int(issue[:4]) else None


def value_codes(e, words):
    """Codes of the words after `public ` in entropy.txt, held against the element of the notice at that place:
    F07, F13, E03, E05, E09, E10. (E04, E06 and E07 need more than the line.)"""
    words, codes = words.split(" "), set()
    s = words[0]
    if s not in MEMBERS or len(words) != (2 if s == "balls" else 4) or "" in words:
        return {"F07"}
    if s == "balls":
        if re.fullmatch("[0-9]{2}(-[0-9]{2})*", words[1]) is None:
            codes.add("F07")
    elif s == "lottery":
        if not re.fullmatch("[0-9]{7}", words[2]):
            codes.add("F07")
        codes |= lottery_codes(words[1], words[3]) & {"F07"}
    else:
        if s == "drand" and not is_hex(words[1], 64):
            codes.add("F13")
        if s == "nist" and not is_integer(words[1]) or not is_integer(words[2]):
            codes.add("F07")
        if not is_hex(words[3], 96 if s == "drand" else 128):
            codes.add("F13")
    if codes:
        return codes                        # the file is not usable
    if s != e["source"]:
        return {"E03"}
    if s == "balls":
        return balls_codes(e["count"], e["from"], e["to"], words[1])
    if s == "lottery":
        codes = lottery_codes(words[1], words[3])
    if tuple(words[1:3]) != tuple(str(e[m]) for m in MEMBERS[s][:2]):
        codes.add("E05")
    return codes


# --- NIST ---

def pulse_file(value):
    """The file of beacons 3.2 from the service's JSON."""
    p = dict(value["pulse"])
    links = {x["type"]: x["value"] for x in p["listValues"]}
    p = {**p, **links, **{"external." + k: v for k, v in p["external"].items()}}
    show = lambda n: str(p[n]) if n in TEXTS | U32 | U64 else p[n].lower()
    return "".join(n + " " + show(n) + "\n" for n in PULSE).encode()


def pulse_codes(data):
    """F01, F02, F03, F07, F13 of a pulse file."""
    codes = text_codes(data)
    if codes & {"F01", "F03"}:
        return codes
    lines = data.decode().split("\n")[:-1]
    if len(lines) != len(PULSE):
        return codes | {"F07"}
    for line, name in zip(lines, PULSE):
        found, gap, value = line.partition(" ")
        if found != name or not gap:
            codes.add("F07")
        elif name in TEXTS:
            if not re.fullmatch("[!-~]([ -~]{0,254}[!-~])?", value) or name == "timeStamp" and not re.fullmatch(STAMP, value):
                codes.add("F07")
        elif name in U32 | U64:
            if not is_integer(value, 0, 2**32 - 1 if name in U32 else 2**53 - 1):
                codes.add("F07")
        elif not value or " " in value:         # not one word: a fault of the line's form
            codes.add("F07")
        elif not is_hex(value, 1024 if name == "signatureValue" else 128):
            codes.add("F13")
    return codes


def stamp(value):
    """Seconds since 1970 of a timeStamp (whole seconds alone can be a notice's time), or None where it is no time (E06)."""
    m = re.fullmatch(r"(.{10}T.{8})\.([0-9]{3})Z", value)
    t = time_of(m[1] + "+08:00") if m else None
    return None if t is None else t + 8 * 3600 + int(m[2]) / 1000


def pulse_of(data):
    return dict(line.split(" ", 1) for line in data.decode().split("\n")[:-1])


def message(p):
    """beacons 3.3."""
    out = b""
    for n in PULSE[:PULSE.index("signatureValue")]:
        if n in U32:
            out += int(p[n]).to_bytes(4, "big")
        elif n in U64:
            out += int(p[n]).to_bytes(8, "big")
        else:
            v = p[n].encode() if n in TEXTS else bytes.fromhex(p[n])
            out += len(v).to_bytes(4, "big") + v
    return out


def certificate_der(data):
    """The bytes of a PEM of beacons 3.4, or None where its form is another (F07)."""
    m = re.fullmatch(rb"-----BEGIN CERTIFICATE-----\n((?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{1,64}={0,2}\n)-----END CERTIFICATE-----\n", data)
    lines = m[1].split(b"\n")[:-1] if m else []
    if m is None or any(len(x) != 64 for x in lines[:-1]) or len(lines[-1]) > 64:
        return None
    try:
        der = base64.b64decode(b"".join(lines), validate=True)
    except ValueError:
        return None
    return der if base64.b64encode(der) == b"".join(lines) else None


def _tlv(data, at=0):
    """(tag, start of value, end of value) of the DER element at a place."""
    tag, n, at = data[at], data[at + 1], at + 2
    if n & 128:
        k = n & 127
        n, at = int.from_bytes(data[at:at + k], "big"), at + k
    return tag, at, at + n


def rsa_key(der):
    """(n, e) of a certificate: tbsCertificate, its seventh element, the BIT STRING in that."""
    _, at, _ = _tlv(der)
    _, at, end = _tlv(der, at)
    parts = []
    while at < end:
        tag, start, stop = _tlv(der, at)
        parts.append((tag, start, stop, at))
        at = stop
    if parts[0][0] == 0xA0:
        parts.pop(0)
    key = parts[5]
    _, _, stop = _tlv(der, key[1])              # the algorithm
    _, start, stop = _tlv(der, stop)            # the BIT STRING, one byte of unused bits
    _, at, _ = _tlv(der, start + 1)
    _, a, b = _tlv(der, at)
    n = int.from_bytes(der[a:b], "big")
    _, a, b = _tlv(der, b)
    return n, int.from_bytes(der[a:b], "big")


def rsa_verifies(key, data, signature):
    """PKCS #1 v1.5 with SHA-512, by comparing the whole encoded message."""
    n, e = key
    size = (n.bit_length() + 7) // 8
    info = bytes.fromhex("3051300d060960864801650304020305000440") + hashlib.sha512(data).digest()
    wanted = b"\x00\x01" + b"\xff" * (size - 3 - len(info)) + b"\x00" + info
    number = int.from_bytes(signature, "big")
    return len(signature) == size and number < n and pow(number, e, n).to_bytes(size, "big") == wanted


def nist_codes(e, value, pulse, previous, certificate, policy_ids, certificate_previous=None):
    """Codes of a nist source: E04, E05, E06, E07, F07, F13, S05. value: the words of the line; previous: a file or None."""
    codes = pulse_codes(pulse) | (pulse_codes(previous) if previous is not None else set())
    ders = [certificate_der(c) for c in (certificate, certificate_previous) if c is not None]
    if None in ders:
        codes.add("F07")
    if codes:
        return codes
    p, words = pulse_of(pulse), value.split(" ")
    ids = {hashlib.sha512(der).hexdigest(): der for der in ders}

    def signed(q):
        der = ids.get(q["certificateId"])
        return der is not None and rsa_verifies(rsa_key(der), message(q), bytes.fromhex(q["signatureValue"]))

    output = lambda q: hashlib.sha512(message(q) + bytes.fromhex(q["signatureValue"])).hexdigest()
    if words[1:3] != [str(e["chain"]), str(e["pulse"])] or words[1:3] != [p["chainIndex"], p["pulseIndex"]]:
        codes.add("E05")
    if words[3] != p["outputValue"] or output(p) != p["outputValue"]:
        codes.add("E07")
    if p["statusCode"] != "0" or stamp(p["timeStamp"]) != time_of(e["time"]):
        codes.add("E06")
    if hashlib.sha512(ders[0]).hexdigest() not in policy_ids:
        codes.add("S05")
    if p["certificateId"] != hashlib.sha512(ders[0]).hexdigest() or not signed(p):
        codes.add("E04")
    if previous is not None:
        q = pulse_of(previous)
        if q["chainIndex"] != p["chainIndex"] or int(q["pulseIndex"]) + 1 != int(p["pulseIndex"]) or not signed(q) or output(q) != q["outputValue"] \
                or p["previous"] != q["outputValue"] or hashlib.sha512(bytes.fromhex(p["localRandomValue"])).hexdigest() != q["precommitmentValue"]:
            codes.add("E04")
    return codes
