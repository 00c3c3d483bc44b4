# SPDX-License-Identifier: MulanPSL-2.0
"""Hash of the suite, codes, ids, ratios, lines: what all pages of spec/ share."""
import hashlib
import re

SUITES = ("sha256-ed25519", "sm3-sm2")
CODE = re.compile(r"[0-9A-Za-z._:-]{1,64}")                    # bundle 2.7
BLANKS = "\u0020\u00a0\u3000"                                  # bundle 2.6
MAX_INTEGER = 2**53 - 1                                        # bundle, conventions
THIRTEEN = ("rules.json", "targets.tsv", "inspectors.tsv", "recusals.tsv", "notice.json", "notice.note",
            "contributions.txt", "close.note", "entropy.txt", "selection.tsv", "assignment.tsv",
            "transcript.json", "transcript.note")


def hash_bytes(suite, data):
    return hashlib.new("sha256" if suite == "sha256-ed25519" else "sm3", data).digest()


def h(suite, data):
    """H of the suite, as 64 lower-case digits. Text is hashed as its UTF-8."""
    if isinstance(data, str):
        data = data.encode()
    return hash_bytes(suite, data).hex()


def is_code(value):
    return CODE.fullmatch(value) is not None


def is_hex(value, digits):
    return re.fullmatch("[0-9a-f]{%d}" % digits, value) is not None


def is_integer(value, least=0, most=MAX_INTEGER):
    """bundle, conventions: 0, or a digit 1-9 followed by digits."""
    return re.fullmatch("0|[1-9][0-9]{0,15}", value) is not None and least <= int(value) <= most


def by_bytes(value):
    """Sort key: unsigned bytes, a proper prefix before the longer string."""
    return value.encode()


def lines_of(data):
    """verify 2.1: the parts between LFs; a last part without LF counts if it is not empty."""
    parts = data.split(b"\n")
    if parts[-1] == b"":
        parts.pop()
    return parts


# --- target ids, tables 2.1 ---
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc_valid(value):
    if len(value) != 18 or any(c not in USCC_ALPHABET for c in value):
        return False
    total = sum(USCC_ALPHABET.index(value[i]) * 3**i for i in range(17))
    return (total % 31 + USCC_ALPHABET.index(value[17])) % 31 == 0


def uscc_check(first17):
    """The check character that makes 17 characters a valid code."""
    return next(c for c in USCC_ALPHABET if uscc_valid(first17 + c))


def registration_valid(value):
    if re.fullmatch("[0-9]{15}", value) is None:
        return False
    p = 10
    for digit in value[:14]:
        s = (p + int(digit)) % 10 or 10
        p = 2 * s % 11
    return (p + int(value[14])) % 10 == 1


def registration_check(first14):
    return next(c for c in "0123456789" if registration_valid(first14 + c))


def id_form(value):
    """`uscc`, `registration`, `typed`, or None where tables 2.1 refuses the id."""
    if not is_code(value):
        return None
    if uscc_valid(value):
        return "uscc"
    if registration_valid(value):
        return "registration"
    if re.fullmatch("[a-z]+:.+", value):
        return "typed"
    return None


# --- ratios, quota 1.1 ---
def millionths(value):
    """A ratio in millionths, or None where its form is refused."""
    m = re.fullmatch(r"(0|[1-9][0-9]*)(?:\.([0-9]{1,4}))?%", value)
    if m is None:
        return None
    r = int(m[1]) * 10000 + int((m[2] or "").ljust(4, "0"))
    return r if 0 < r <= 1000000 else None


class Rand:
    """Numbers and digits from a label: everything that a vector holds can be made again."""

    def __init__(self, label):
        self.label, self.counter = label, 0

    def bytes(self):
        self.counter += 1
        return hashlib.sha256(("qian vectors|%s|%d" % (self.label, self.counter)).encode()).digest()

    def hex(self, digits=64):
        return self.bytes().hex()[:digits]

    def below(self, n):
        return int.from_bytes(self.bytes(), "big") % n

    def pick(self, things):
        return things[self.below(len(things))]

    def some(self, things, n):
        """n different ones, in the order of the list."""
        chosen = sorted(range(len(things)), key=lambda i: self.bytes())[:n]
        return [things[i] for i in sorted(chosen)]


def splice(base, data):
    """[from, to, text]: `data` is `base` with the bytes from `from` to `to` (not included) replaced by the text. Cut between characters."""
    a, b = base.decode(), data.decode()
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    m = 0
    while m < min(len(a), len(b)) - n and a[-1 - m] == b[-1 - m]:
        m += 1
    out = [len(a[:n].encode()), len(a[:len(a) - m].encode()), b[n:len(b) - m]]
    assert base[:out[0]] + out[2].encode() + base[out[1]:] == data
    return out
