# SPDX-License-Identifier: MulanPSL-2.0
"""Cases of ceremonies.py with a lottery, and with the policy's calendar for it (spec/beacons.md 4, step 98)."""
from ceremony import case, clock
from ceremony_edits import policy_with
from ceremony_values import ROUND_TIME

SSQ = "01.05.09.20.30.33+16"
DAY = 86400


def lottery(c, game="ssq", numbers=SSQ, issue="2023097", named=None, lines=None, when=ROUND_TIME):
    """At that time, by a line of the policy's (or these)."""
    c.start(when - 1000)
    named = named or issue
    c.notice["public"] = [{"source": "lottery", "game": game, "issue": named, "time": clock(when)}]
    c.values = ["%s %s %s" % (game, issue, numbers)]
    c.times["transcript"] = (1000, 1001)
    if lines is None:
        lines = ["lottery %s %s %s" % (game, named, clock(when))]
    c.edit_policy = policy_with(*lines)


@case("VALID", steps={98: "passed", 97: "passed"})
def ssq(c): lottery(c)


@case("VALID", "sm", steps={98: "passed"})
def ssq_sm2(c): lottery(c)


@case("E10")
def ssq_out_of_range(c): lottery(c, numbers="01.05.09.20.30.34+16")


@case("E10")
def ssq_not_ascending(c): lottery(c, numbers="05.01.09.20.30.33+16")


@case("F07")
def ssq_form(c): lottery(c, numbers="01.05.09.20.30+16")


@case("E05", steps={98: "passed"})
def another_issue(c): lottery(c, named="2023098")


# ROUND_TIME is on Wednesday, 23 August 2023: the issues after that come on Thursday, Sunday, Tuesday.
def after(c, issue, days, game="ssq", **more):
    """That issue so many days after the policy's, which is the 97th."""
    line = "lottery %s 2023097 %s" % (game, clock(ROUND_TIME))
    lottery(c, game=game, issue=issue, when=ROUND_TIME + days * DAY, lines=[line], **more)


@case("VALID", steps={98: "passed"})
def issue_on_thursday(c): after(c, "2023098", 1)


@case("VALID", steps={98: "passed"})
def issue_on_sunday(c): after(c, "2023099", 4)


@case("VALID", steps={98: "passed"})
def issue_on_tuesday(c): after(c, "2023100", 6)


@case("E06", steps={98: "failed", 70: "none"},
      faults={98: clock(ROUND_TIME + 4 * DAY) + " (lottery ssq 2023097 " + clock(ROUND_TIME) + ")"})
def issue_on_no_draw_day(c): after(c, "2023099", 5)


@case("E06", steps={98: "failed"})
def issue_a_draw_too_late(c): after(c, "2023099", 6)


@case("E06", steps={98: "failed"})
def issue_a_second_late(c):
    lottery(c, when=ROUND_TIME + 1, lines=["lottery ssq 2023097 " + clock(ROUND_TIME)])


@case("E06", steps={98: "failed"}, faults={98: "lottery"})
def issue_before_the_calendar(c): lottery(c, lines=["lottery ssq 2023098 " + clock(ROUND_TIME)])


@case("E06", steps={98: "failed"})
def issue_of_no_line(c): lottery(c, lines=[])


@case("E06", steps={98: "failed"})
def issue_of_the_other_game(c): lottery(c, lines=["lottery kl8 2023097 " + clock(ROUND_TIME)])


@case("E06", steps={98: "failed"})
def issue_of_another_year(c): lottery(c, lines=["lottery ssq 2022097 " + clock(ROUND_TIME - 365 * DAY)])


@case("E06", steps={98: "failed"})
def issue_of_number_0(c): lottery(c, issue="2023000", lines=["lottery ssq 2023001 " + clock(ROUND_TIME)])


@case("VALID", steps={98: "passed"})
def issue_of_the_last_line(c):
    lines = ["lottery ssq 2023%03d %s" % (number, clock(ROUND_TIME - days * DAY))
             for number, days in ((98, 0), (97, 0), (96, 200), (1, 230))]
    lottery(c, lines=lines)


def new_year(c, days):
    """An issue that many days after 30 December 2023."""
    day = 1703939400  # 2023-12-30T20:30:00+08:00
    numbers = ".".join("%02d" % n for n in range(1, 21))
    lottery(c, "kl8", numbers, issue="2023%03d" % (351 + days), when=day + days * DAY,
            lines=["lottery kl8 2023351 " + clock(day)])


@case("VALID", steps={98: "passed"})
def issue_at_the_end_of_the_year(c): new_year(c, 1)


@case("E06", steps={98: "failed"}, faults={98: "2024-01-01T20:30:00+08:00"})
def issue_in_the_next_year(c): new_year(c, 2)


@case("E06", steps={98: "failed"})
def void_with_another_time(c): after(c, "2023099", 5); c.void = "early"


@case("INCOMPLETE", policy=False, steps={98: "open"})
def issue_without_a_policy(c): lottery(c)


@case("UNSUPPORTED", steps={98: "unsupported"})
def issue_of_a_later_policy(c): lottery(c, lines=["later word"])


@case("F08", steps={98: "not done"})
def issue_of_a_bad_notice(c):
    lottery(c)
    c.edit_notice = lambda n: n.pop("custodians")


@case("E12", steps={98: "passed", 97: "failed"})
def lottery_and_no_drand(c):
    lottery(c, lines=["lottery ssq 2023097 " + clock(ROUND_TIME), "public all lottery drand"])
