# SPDX-License-Identifier: MulanPSL-2.0
"""Cases of ceremonies.py about what came before what, and keys that are valid in time."""
from ceremony import Key, case, clock, edwards


@case("L08 T04")
def close_before_notice(c):
    c.order, c.times["notice"] = ["replaces", "close", "notice", "transcript", "open"], (199, 199)


@case("C04 T04")
def replaced_after(c):
    c.replaces, c.order = True, ["notice", "replaces", "close", "transcript"]
    c.times["replaces"], c.times["notice"] = (90, 100), (90, 110)


@case("C04")
def replaced_later(c):
    other = Key("other.example", 1)
    c.replaces, c.origins, c.times["replaces"] = True, {"replaces": other}, (111, 105)
    c.edit_policy = lambda lines: lines + ["log " + other.vkey]


@case("T01 T04")
def close_before_notice_in_time(c): c.times["notice"], c.times["close"] = (200, 250), (200, 210)


@case("T01")
def created_after(c): c.times["notice"] = (-20, -10)


MONTH = 30 * 86400


def a_month_later(c, seconds):
    c.times = {kind: tuple(t + MONTH + seconds - 110 for t in times) for kind, times in c.times.items()}


@case("VALID")
def created_30_days_before(c): a_month_later(c, 0)


@case("T01")
def created_longer_before(c): a_month_later(c, 1)


@case("T04")
def clock_backwards(c): c.times["notice"], c.times["close"] = (205, 110), (200, 210)


@case("T05")
def opened_late(c): c.embargo = 1005


@case("VALID")
def opened_at_the_last_moment(c): c.embargo = 1010


@case("S06")
def operator_expired(c):
    c.edit_policy = lambda lines: [x + " to=" + clock(c.created + 905) if "市场监管局" in x else x for x in lines]


@case("VALID")
def operator_valid_to_the_end(c):
    times = " from=%s to=%s revoked=%s" % tuple(clock(c.created + t) for t in (110, 910, 911))
    c.edit_policy = lambda lines: [x + times if "市场监管局" in x else x for x in lines]


@case("L04")
def cosigner_revoked(c):
    c.edit_policy = lambda lines: lines + ["key %s revoked=%s" % (c.witnesses[0][1].vkey, clock(c.created + 900))]


@case("S06")
def log_revoked(c):
    c.edit_policy = lambda lines: lines + ["key %s revoked=%s" % (c.log.vkey, clock(c.created + 900))]


def log_with_two_keys(c, times):
    """Another key of the log signs too, of which the policy says this."""
    old = Key(c.log.name, 1, "an older key of the log")

    def edit(kind, lines):
        text = c.texts[kind]
        return [old.line(edwards.sign(old.secret, text))] + lines
    c.edit_lines = edit
    c.edit_policy = lambda lines: lines + ["log " + old.vkey, "key %s revoked=%s" % (old.vkey, clock(c.created + times))]


@case("VALID")
def log_with_an_older_key(c): log_with_two_keys(c, 911)


@case("S06")
def log_with_a_revoked_key(c): log_with_two_keys(c, 910)
