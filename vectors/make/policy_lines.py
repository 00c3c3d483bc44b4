# SPDX-License-Identifier: MulanPSL-2.0
"""Words of lines of the policy (policy 1.1-1.3): times, `key`, `contributors`, `public`, `lottery`. p: a Policy of policy.py."""
import datetime
import re

from base import is_integer

SOURCES = {"balls", "drand", "lottery", "nist"}


class NoPolicy(Exception):
    """ERROR: the file is no policy (policy 1.5, notes 3.2)."""


def time_of(text):
    """bundle 3.11: seconds since 1970 of a time, or None where its form is another."""
    m = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})\+08:00", text)
    if m is None:
        return None
    try:
        there = datetime.datetime(*map(int, m.groups()), tzinfo=datetime.timezone.utc)
    except ValueError:
        return None
    first = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (there - first) // datetime.timedelta(seconds=1) - 8 * 3600


def text_of(seconds):
    """The time of bundle 3.11 for seconds since 1970, or None."""
    if seconds is None:
        return None
    first = datetime.datetime(1970, 1, 1, 8)
    return (first + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S+08:00").zfill(25)


def attributes(words):
    """The words of a `key` line after the VKEY (policy 1.1)."""
    out, order = {}, ["organisation", "from", "to", "revoked"]
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or name not in order:
            raise NoPolicy(word)
        order = order[order.index(name) + 1:]
        if name == "organisation":
            if not 1 <= len(value) <= 128:
                raise NoPolicy(word)
            out[name] = value
        else:
            out[name] = time_of(value)
            if out[name] is None:
                raise NoPolicy(word)
    if not out:
        raise NoPolicy("key line without words")
    return out


def number_of(word, members):
    """K of a line (policy 1.1): how many of the members are wanted."""
    if word in ("any", "all"):
        return 1 if word == "any" else len(members)
    if not is_integer(word, 1, len(members)):
        raise NoPolicy("K " + word)
    return int(word)


def contributors(p, k, names):
    """Names of `contributor` vkeys of earlier lines, of whatever suite; a NAME is never `none` (1.2)."""
    known = {v.split("+", 1)[0] for v in p.contributors} - {"none"}
    if not set(names) <= known or len(set(names)) < len(names):
        raise NoPolicy("contributors " + " ".join(names))
    p.wanted.append((number_of(k, names), names))


def public(p, words):
    """`public none` alone, or any number of lines with K and sources."""
    sources = words[1:]
    if words == ["none"]:
        if p.public is not None:
            raise NoPolicy("public none beside another public line")
        p.public = []
        return
    if p.public == [] or not sources or not set(sources) <= SOURCES or len(set(sources)) < len(sources):
        raise NoPolicy("public " + " ".join(words))
    p.public = (p.public or []) + [(number_of(words[0], sources), sources)]


def lottery(p, game, issue, time):
    """An entry of the calendar; the year is that which TIME shows."""
    if game not in ("kl8", "ssq") or re.fullmatch("[0-9]{7}", issue) is None or issue.endswith("000") \
            or time_of(time) is None or issue[:4] != time[:4] or (game, issue) in p.lotteries:
        raise NoPolicy("lottery " + game + " " + issue)
    p.lotteries[game, issue] = time
