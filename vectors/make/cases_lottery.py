# SPDX-License-Identifier: MulanPSL-2.0
"""issues.json: when a lottery's issue comes into being, by the calendar of the policy (beacons 4.3)."""
import datetime

import beacons
import policy as policies

KL8, SSQ = "T21:30:00+08:00", "T21:15:00+08:00"
# 双色球: the first issue of the year and the first after each pause; and issues with the days on which they were drawn
REAL_LINES = ["ssq 2025005 2025-01-12", "ssq 2025012 2025-02-06", "ssq 2025114 2025-10-05", "ssq 2026001 2026-01-01", "ssq 2026020 2026-02-24"]
REAL = (("2025005", "2025-01-12"), ("2025011", "2025-01-26"), ("2025012", "2025-02-06"), ("2025113", "2025-09-30"), ("2025114", "2025-10-05"),
        ("2025151", "2025-12-30"), ("2026001", "2026-01-01"), ("2026019", "2026-02-12"), ("2026020", "2026-02-24"), ("2026096", "2026-08-20"))


def full(game, day):
    """A time; a day alone is that of the game's hour."""
    return day if "T" in day else day + (KL8 if game == "kl8" else SSQ)


def text_of(lines):
    """lines: `GAME ISSUE TIME`."""
    out = ["quorum none"]
    for line in lines:
        game, issue, day = line.split(" ")
        out.append("lottery %s %s %s" % (game, issue, full(game, day)))
    return "".join(line + "\n" for line in out)


def issues():
    out = []

    def add(name, comment, lines, game, issue, day, comes=False):
        """comes: the day (or time) wanted, None where there is none; False: as stated."""
        text, time = text_of(lines), full(game, day)
        found = beacons.issue_time(policies.parse(text).lotteries, game, issue)
        wanted = time if comes is False else comes and full(game, comes)
        assert policies.time_of(time) is not None and found == wanted, (name, found, wanted)
        out.append({"id": name, "comment": comment, "policy": text, "game": game, "issue": issue, "time": time,
                    "codes": [] if found == time else ["E06"], "comes": found})
    examples(add)
    kl8(add)
    ssq(add)
    lines(add)
    years(add)
    stated(add)
    for issue, day in REAL:
        add("real-" + issue, "a real draw", REAL_LINES[::-1] if issue[-1] in "25" else REAL_LINES, "ssq", issue, day)
    return out


def examples(add):
    """The four of the page."""
    for game, first, more in (("kl8", "2026045", ("2026122", "2026-05-12")), ("ssq", "2026020", ("2026053", "2026-05-12"))):
        line = [game + " " + first + " 2026-02-24"]
        add("example-" + game, "the page's: the issue of the line", line, game, first, "2026-02-24")
        add("example-" + game + "-later", "the page's", line, game, *more)
    add("example-ssq-next", "the page's", ["ssq 2026020 2026-02-24"], "ssq", "2026021", "2026-02-26")


def kl8(add):
    """Every day."""
    line = ["kl8 2026045 2026-02-24"]
    add("kl8-next", "the next day", line, "kl8", "2026046", "2026-02-25")
    add("kl8-second", "two days on", line, "kl8", "2026047", "2026-02-26")
    add("kl8-month", "over a month's end, February of 28 days", line, "kl8", "2026050", "2026-03-01")
    add("kl8-month-before", "the month's last day", line, "kl8", "2026049", "2026-02-28")
    leap = ["kl8 2028055 2028-02-28"]
    add("kl8-leap-day", "29 February 2028", leap, "kl8", "2028056", "2028-02-29")
    add("kl8-leap-after", "the day after it", leap, "kl8", "2028057", "2028-03-01")
    add("kl8-no-leap-day", "2100 has none", ["kl8 2100055 2100-02-28"], "kl8", "2100056", "2100-03-01")
    add("kl8-leap-400", "2000 has one", ["kl8 2000055 2000-02-28"], "kl8", "2000056", "2000-02-29")
    year = ["kl8 2027001 2027-01-01"]
    add("kl8-year-last", "the last day of a year", year, "kl8", "2027365", "2027-12-31")
    add("kl8-leap-year-last", "of a leap year", ["kl8 2028001 2028-01-01"], "kl8", "2028366", "2028-12-31")
    midnight = ["kl8 2026100 2026-05-01T00:00:00+08:00"]
    add("kl8-midnight", "the same time of day: the first second", midnight, "kl8", "2026101", "2026-05-02T00:00:00+08:00")
    add("kl8-end-of-day", "the last second", ["kl8 2026100 2026-05-01T23:59:59+08:00"], "kl8", "2026101", "2026-05-02T23:59:59+08:00")
    add("kl8-early", "the day is that of the zone, not of UTC", ["kl8 2026100 2026-05-01T06:30:00+08:00"], "kl8", "2026103", "2026-05-04T06:30:00+08:00")


def ssq(add):
    """Tuesday, Thursday, Sunday; 3 May 2026 is a Sunday."""
    for line, name, gaps in (("ssq 2026050 2026-05-05", "tuesday", ("05-07", "05-10", "05-12", "05-14")), ("ssq 2026050 2026-05-07", "thursday", ("05-10", "05-12", "05-14", "05-17")),
                             ("ssq 2026050 2026-05-03", "sunday", ("05-05", "05-07", "05-10", "05-12"))):
        for n, day in enumerate(gaps, 1):
            add("ssq-%s-%d" % (name, n), "%d on from a %s" % (n, name.capitalize()), [line], "ssq", str(2026050 + n), "2026-" + day)
    for day, name, then in (("04", "monday", "05"), ("06", "wednesday", "07"), ("08", "friday", "10"), ("09", "saturday", "10")):
        line = ["ssq 2026050 2026-05-" + day]
        assert datetime.date(2026, 5, int(day)).strftime("%A").lower() == name
        add("ssq-line-%s" % name, "a line whose TIME is on no draw day: that issue comes then", line, "ssq", "2026050", "2026-05-" + day)
        add("ssq-line-%s-next" % name, "and the next on the first draw day after it", line, "ssq", "2026051", "2026-05-" + then)
    add("ssq-month", "over a month's end", ["ssq 2026050 2026-05-28"], "ssq", "2026052", "2026-06-02")
    add("ssq-leap-day", "29 February 2028, a Tuesday", ["ssq 2028024 2028-02-27"], "ssq", "2028025", "2028-02-29")
    add("ssq-leap-after", "and the draw day after it", ["ssq 2028024 2028-02-27"], "ssq", "2028026", "2028-03-02")
    add("ssq-other-hour", "the time of day is the line's", ["ssq 2026050 2026-05-03T09:00:01+08:00"], "ssq", "2026051", "2026-05-05T09:00:01+08:00")
    add("ssq-every-week", "51 weeks on", ["ssq 2026001 2026-01-01"], "ssq", "2026154", "2026-12-24")


def lines(add):
    """Which line is that of the issue."""
    pause = ["ssq 2026001 2026-01-01", "ssq 2026020 2026-02-24"]
    add("pause-before", "the last before a pause is the first line's", pause, "ssq", "2026019", "2026-02-12")
    add("pause-first", "the first after it is the second line's", pause, "ssq", "2026020", "2026-02-24")
    add("pause-after", "and so the next", pause, "ssq", "2026021", "2026-02-26")
    add("pause-order", "the order of the lines plays no part", pause[::-1], "ssq", "2026021", "2026-02-26")
    add("pause-order-before", "nor for an issue between them", pause[::-1], "ssq", "2026019", "2026-02-12")
    add("pause-not-known", "without the second line the time is too early", pause[:1], "ssq", "2026020", "2026-02-24", "2026-02-15")
    add("pause-two", "the greatest number that is not above it, of three", pause + ["ssq 2026113 2026-10-06"], "ssq", "2026112", "2026-09-27")
    add("pause-kl8", "a pause of the daily one", ["kl8 2026001 2026-01-01", "kl8 2026045 2026-02-24"], "kl8", "2026044", "2026-02-13")
    add("below", "an issue below the only line", ["kl8 2026045 2026-02-24"], "kl8", "2026044", "2026-02-23", None)
    add("below-every", "below every line", pause[1:] + ["ssq 2026030 2026-03-19"], "ssq", "2026019", "2026-02-22", None)
    add("issue-000", "an issue 000 is below every line", ["kl8 2026001 2026-01-01"], "kl8", "2026000", "2026-01-01", None)
    add("other-game", "a line of the other game alone", ["ssq 2026020 2026-02-24"], "kl8", "2026020", "2026-02-24", None)
    add("other-game-nearer", "a nearer line of the other game plays no part", ["kl8 2026045 2026-02-24", "ssq 2026046 2026-02-26"], "kl8", "2026047", "2026-02-26")
    add("no-lines", "no line at all", [], "kl8", "2026122", "2026-05-12", None)


def years(add):
    """An issue is of one year."""
    add("year-none", "lines of other years alone", ["kl8 2025001 2025-01-01", "kl8 2027001 2027-01-01"], "kl8", "2026001", "2026-01-01", None)
    add("year-before", "the line of the year before does not go on", ["kl8 2025360 2025-12-30"], "kl8", "2026001", "2026-01-01", None)
    add("year-before-ssq", "nor for the other game", ["ssq 2025151 2025-12-30"], "ssq", "2026001", "2026-01-01", None)
    add("year-next", "the numbers would go on into the next year", ["kl8 2026351 2026-12-30"], "kl8", "2026353", "2027-01-01", None)
    add("year-next-last", "the last before that", ["kl8 2026351 2026-12-30"], "kl8", "2026352", "2026-12-31")
    add("year-next-ssq", "from the year's last draw day", ["ssq 2026150 2026-12-31"], "ssq", "2026151", "2027-01-03", None)
    add("year-next-999", "the largest number", ["kl8 2026045 2026-02-24"], "kl8", "2026999", "2026-12-31", None)
    add("year-9999", "the last year", ["kl8 9999001 9999-01-01"], "kl8", "9999365", "9999-12-31")
    add("year-9999-over", "beyond it", ["kl8 9999001 9999-01-01"], "kl8", "9999366", "9999-12-31", None)
    add("year-0001", "the first year", ["kl8 0001001 0001-01-01"], "kl8", "0001032", "0001-02-01")
    add("year-last-years-number", "an issue of last year with a time to come", ["kl8 2025001 2025-01-01", "kl8 2026045 2026-02-24"], "kl8", "2025122", "2026-05-12", "2025-05-02")


def stated(add):
    """What the notice says is that time, to the second."""
    line = ["kl8 2026045 2026-02-24"]
    for name, comment, time in (("second-after", "a second after", "2026-05-12T21:30:01+08:00"), ("second-before", "a second before", "2026-05-12T21:29:59+08:00"), ("day-after", "the day after", "2026-05-13"),
                                ("day-before", "the day before", "2026-05-11"), ("hour-of-ssq", "the hour of the other game", "2026-05-12T21:15:00+08:00"), ("year-after", "a year later", "2027-05-12")):
        add("stated-" + name, comment, line, "kl8", "2026122", time, "2026-05-12")
    add("stated-of-line", "a second off at the line itself", line, "kl8", "2026045", "2026-02-24T21:30:01+08:00", "2026-02-24")
    add("stated-ssq-wednesday", "a day without a draw", ["ssq 2026020 2026-02-24"], "ssq", "2026053", "2026-05-13", "2026-05-12")
    add("stated-ssq-next", "the next draw day", ["ssq 2026020 2026-02-24"], "ssq", "2026053", "2026-05-14", "2026-05-12")
    add("stated-ssq-daily", "counted as if there were a draw every day", ["ssq 2026020 2026-02-24"], "ssq", "2026053", "2026-03-29", "2026-05-12")


FILES = {"issues.json": ("beacons.md", issues)}
