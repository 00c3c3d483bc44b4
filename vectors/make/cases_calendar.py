# SPDX-License-Identifier: MulanPSL-2.0
"""Cases of calendar.md: what every day is, and when periods end. Reads the calendar of spec/ alone."""
import json
from datetime import date, datetime, timedelta
from pathlib import Path

SPEC = Path(__file__).resolve().parents[2] / "spec"
CALENDAR = json.loads((SPEC / "calendars" / "state-council.json").read_text(encoding="utf-8"))
OFF = {d for y in CALENDAR["years"] for d in y["off"]}
WORK = {d for y in CALENDAR["years"] for d in y["work"]}
YEARS = {y["year"] for y in CALENDAR["years"]}
ONE = timedelta(days=1)


class Missing(Exception):
    pass


def kind(day):
    """calendar 2.1, 2.2"""
    wanted = [day.year] + ([day.year + 1] if (day.month, day.day) >= (12, 22) else [])
    for year in wanted:
        if year not in YEARS:
            raise Missing(year)
    if day.isoformat() in OFF:
        return "holiday"
    if day.isoformat() in WORK:
        return "made-up"
    return "weekend" if day.weekday() >= 5 else "weekday"


def works(day):
    return kind(day) in ("weekday", "made-up")


def working_days(start, n):
    while n:
        start += ONE
        n -= works(start)
    return start


def next_working(day):
    while not works(day):
        day += ONE
    return day


def month_length(year, month):
    return (date(year + month // 12, month % 12 + 1, 1) - ONE).day


def months_later(start, n):
    year, month = divmod(start.year * 12 + start.month - 1 + n, 12)
    return date(year, month + 1, min(start.day, month_length(year, month + 1)))


def quarter_end(day):
    month = (day.month - 1) // 3 * 3 + 3
    return date(day.year, month, month_length(day.year, month))


def quarter_due(day):
    day = quarter_end(day)
    while not works(day):
        day -= ONE
    return day


def education_latest(visit, n):
    day = visit
    while months_later(day, n) >= visit:
        day -= ONE
    return day


def or_missing(function, *args):
    """The members that say the result: `due`, or the year that is missing."""
    try:
        return {"due": function(*args).isoformat()}
    except Missing as m:
        return {"missing": m.args[0]}


def moment(text):
    return datetime.fromisoformat(text)


def count(id, comment, start, n):
    start = date.fromisoformat(start)
    return {"id": id, "comment": comment, "what": "working-days", "from": start.isoformat(), "n": n,
            **or_missing(working_days, start, n)}


def span(id, comment, start, n, unit):
    start = date.fromisoformat(start)
    last = start + n * ONE if unit == "days" else months_later(start, n)
    due = or_missing(next_working, last) if n else {"due": last.isoformat()}
    return {"id": id, "comment": comment, "what": unit, "from": start.isoformat(), "n": n, "last": last.isoformat(), **due}


def hours(id, comment, n, at=None, on=None):
    start = moment(at) if at else moment(on + "T00:00:00+08:00") + ONE
    return {"id": id, "comment": comment, "what": "hours", **({"at": at} if at else {"on": on}), "n": n,
            "from": (start + timedelta(hours=n)).isoformat()}


def light(id, comment, before, day):
    limit = date.fromisoformat(day[:5] + before)
    day = date.fromisoformat(day)
    return {"id": id, "comment": comment, "what": "before", "before": before, "day": day.isoformat(),
            "light": "green" if day < limit else "amber" if day == limit else "red"}


def in_time(id, comment, due, done):
    return {"id": id, "comment": comment, "what": "in-time", "due": due, "done": done, "in_time": done[:10] <= due}


def quarter(id, comment, day):
    day = date.fromisoformat(day)
    return {"id": id, "comment": comment, "what": "quarter", "day": day.isoformat(), "end": quarter_end(day).isoformat(),
            **or_missing(quarter_due, day)}


def filing(id, comment, changed, filed, today):
    late = date.fromisoformat(today) > quarter_end(date.fromisoformat(changed))
    return {"id": id, "comment": comment, "what": "filing", "changed": changed, "filed": filed, "today": today,
            "state": "filed" if filed else "overdue" if late else "waiting"}


def visit(id, comment, education, n):
    return {"id": id, "comment": comment, "what": "visit", "education": education, "n": n,
            "earliest": (months_later(date.fromisoformat(education), n) + ONE).isoformat()}


def education(id, comment, visit_day, n):
    return {"id": id, "comment": comment, "what": "education", "visit": visit_day, "n": n,
            "latest": education_latest(date.fromisoformat(visit_day), n).isoformat()}


def campaign(id, comment, ends, n):
    last = max(date.fromisoformat(e) for e in ends)
    return {"id": id, "comment": comment, "what": "campaign", "ends": ends, "n": n, "end": last.isoformat(),
            **or_missing(working_days, last, n)}


def plan_year(id, comment, at):
    return {"id": id, "comment": comment, "what": "plan-year", "at": at, "year": int(at[:4])}


def day_kind(id, comment, day):
    try:
        result = {"kind": kind(date.fromisoformat(day))}
    except Missing as m:
        result = {"missing": m.args[0]}
    return {"id": id, "comment": comment, "what": "day", "day": day, **result}


def the_table():
    """The rows of calendar 7."""
    return [
        count("spring-2021", "B20: a made-up Saturday counts, the festival does not", "2021-02-09", 7),
        in_time("same-day", "B21", "2021-03-05", "2021-03-05T23:59:59+08:00"),
        in_time("same-day-24", "B21: 24:00 is the next day", "2021-03-05", "2021-03-06T00:00:00+08:00"),
        campaign("two-ends", "B22: the latest end, broken off or not", ["2021-03-05", "2021-03-12", "2021-03-09"], 7),
        hours("served", "B23", 48, at="2021-03-30T09:00:00+08:00"),
        hours("served-date", "B23: the date alone", 48, on="2021-03-30"),
        visit("educated-end-of-january", "B24: no corresponding day", "2021-01-31", 1),
        education("visit-end-of-march", "B24: 03-01 would be a day too late", "2021-03-31", 1),
        visit("later-in-the-roster", "B25: a Saturday is not moved: it is a wait", "2021-03-10", 1),
        light("before-green", "B26", "03-01", "2021-02-28"), light("before-amber", "B26", "03-01", "2021-03-01"),
        light("before-red", "B26", "03-01", "2021-03-02"), light("before-leap", "B26: leap year", "03-01", "2024-02-29"),
        quarter("first-quarter", "B28: the list of January 4", "2021-01-04"),
        quarter("first-quarter-weekend", "B28: ends on a Sunday", "2019-01-02"),
        filing("not-filed", "B29: to the quarter's last day", "2021-02-10", False, "2021-03-31"),
        filing("not-filed-late", "B29", "2021-02-10", False, "2021-04-01"),
        filing("filed", "B29", "2021-02-10", True, "2021-04-01"),
        plan_year("year-ends", "B30", "2021-12-31T23:59:59+08:00"), plan_year("year-begins", "B30", "2022-01-01T00:00:00+08:00"),
        count("no-data", "B20: December 22 on wants the next year", "2026-12-15", 7)]


def edges():
    return [
        count("zero", "the day itself", "2021-03-05", 0), count("zero-off", "on a day off too, and without data", "2031-03-01", 0),
        count("from-saturday", "", "2021-03-06", 1), count("from-made-up", "from a Saturday that works", "2021-02-20", 1),
        count("national-day", "eight days off", "2020-09-30", 1), count("long", "a year of working days", "2019-03-01", 250),
        count("over-new-year", "", "2018-12-28", 1), count("over-new-year-2", "the Saturday of the next year's notice", "2018-12-28", 2),
        count("new-year-2012", "a Saturday worked, in the next notice", "2011-12-30", 1), count("extended-2020", "the epidemic's longer festival", "2020-01-23", 1),
        count("victory-2015", "a day off by a second notice", "2015-09-02", 1), count("twenty", "20 working days of another paper", "2021-02-09", 20),
        count("last-covered", "", "2026-12-14", 5), count("one-too-many", "", "2026-12-14", 6), count("before-data", "2006 has none", "2006-06-01", 1),
        count("december-2006", "the notice of 2007 alone does not cover 2006", "2006-12-29", 1), count("into-2007", "", "2007-01-01", 1),
        span("days-0", "not moved", "2021-03-06", 0, "days"), span("days-moved", "ends on a Saturday", "2021-03-01", 5, "days"),
        span("days-festival", "ends in the festival", "2021-02-01", 11, "days"), span("days-made-up", "ends on a Saturday that works", "2021-02-10", 10, "days"),
        span("days-leap", "", "2024-02-28", 1, "days"), span("days-missing", "", "2026-12-20", 5, "days"),
        span("month-31", "no corresponding day", "2021-01-31", 1, "months"), span("month-leap", "", "2024-01-31", 1, "months"),
        span("month-from-leap", "12 months from a leap day", "2024-02-29", 12, "months"), span("month-48", "four years", "2020-02-29", 48, "months"),
        span("month-end-to-longer", "the same number, not the month's end", "2021-02-28", 1, "months"), span("month-year", "into the next year", "2021-12-15", 1, "months"),
        span("month-moved", "October 1", "2021-09-01", 1, "months"), span("month-0", "not moved", "2021-05-01", 0, "months"),
        hours("hours-0", "", 0, at="2021-03-30T09:00:00+08:00"), hours("hours-year", "over the year's end", 48, at="2021-12-31T23:59:59+08:00"),
        hours("hours-leap", "", 48, at="2024-02-28T12:00:00+08:00"), hours("hours-date-leap", "", 48, on="2024-02-28"),
        hours("hours-festival", "days off count", 48, at="2021-02-11T17:30:00+08:00"), hours("hours-72", "another pack's number", 72, at="2021-03-30T09:00:01+08:00"),
        light("before-april", "", "04-01", "2022-03-31"), light("before-new-year", "", "01-01", "2022-01-01"), light("before-year-end", "late in its own year", "03-01", "2021-12-31"),
        visit("educated-leap", "", "2024-01-31", 1), visit("educated-plain", "", "2021-02-15", 1), visit("educated-two", "", "2021-12-31", 2), visit("educated-none", "the day after", "2021-03-31", 0),
        education("visit-begin-of-march", "", "2021-03-01", 1), education("visit-begin-of-march-leap", "", "2024-03-01", 1), education("visit-leap", "", "2024-02-29", 1),
        education("visit-january", "", "2021-01-01", 1), education("visit-two", "", "2021-04-30", 2), education("visit-year", "", "2025-03-01", 12),
        quarter("quarter-own-day", "made on its last day", "2021-06-30"), quarter("quarter-missing", "", "2026-10-01"),
        quarter("quarter-national", "the last working day is before the festival", "2023-09-01"),
        filing("filing-last-quarter", "", "2021-12-31", False, "2021-12-31"), filing("filing-next-year", "", "2021-12-31", False, "2022-01-01"),
        campaign("one-visit", "", ["2021-09-30"], 7), campaign("campaign-missing", "", ["2026-12-01", "2026-12-18"], 7),
        plan_year("leap-year-ends", "", "2024-12-31T23:59:59+08:00")]


def every_quarter():
    return [quarter("quarter-%d-%d" % (y, q), "", date(y, 3 * q, 1).isoformat()) for y in range(2007, 2027) for q in (1, 2, 3, 4)]


def every_festival():
    """Seven working days from the last working day before each Spring Festival, and each January 1 and October 1."""
    out = []
    for year in sorted(YEARS):
        block = next(y for y in CALENDAR["years"] if y["year"] == year)
        first = next(d for d in block["off"] if d[5:] > "01-15")
        for name, day in (("spring", first), ("october", "%d-10-01" % year)):
            start = date.fromisoformat(day) - ONE
            out += [count("%s-%d-%d" % (name, year, n), "", start.isoformat(), n) for n in (1, 7)]
    return out


def said_days():
    """Every day that a notice changes, and those beside it."""
    days = {date.fromisoformat(d) + k * ONE for d in OFF | WORK for k in (-1, 0, 1)}
    days |= {date(2026, 12, d) for d in range(20, 32)} | {date(2027, 1, 1), date(2006, 12, 31)}
    return [day_kind("day-" + d.isoformat(), "", d.isoformat()) for d in sorted(days)]


def deadlines():
    return the_table() + edges() + every_quarter() + [c for c in every_festival() if c["id"] != "spring-2021-7"] + said_days()


FILES = {"deadlines.json": ("calendar.md", deadlines)}
