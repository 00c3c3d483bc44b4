# SPDX-License-Identifier: MulanPSL-2.0
"""For policies.json: the lines `contributors`, `public` and `lottery` (policy 1.1-1.3), good ones and others."""
import policy as policies
from base import SUITES, Rand
from notes import Signer

ED, SM = SUITES
TIME = "2026-02-24T21:30:00+08:00"


def cases():
    return contributors() + publics() + lotteries() + together()


def collector(base, behind=()):
    """(list, add): policies of base, the lines of the case, and the lines behind."""
    out = []

    def add(name, comment, lines, expect):
        text = "".join(line + "\n" for line in [*base, *([lines] if isinstance(lines, str) else lines), *behind])
        assert policies.result(text) == expect, (name, policies.result(text), expect)
        out.append({"id": "wants-" + name, "comment": comment, "policy": text, "result": expect})
    return out, add


def people():
    """Lines of contributors by name; 公证处 and observer.west have keys of both suites."""
    rand = Rand("policies that want")
    new = lambda name, suite=ED: "contributor " + Signer(name, suite, rand.bytes()).vkey
    return {"纪检监察": new("纪检监察"), "公证处": new("公证处"), "公证处 sm": new("公证处", SM), "observer.west": new("observer.west"),
            "审计局 sm": new("审计局", SM), "none": new("none"), "operator": "operator " + Signer("双随机办公室", ED, rand.bytes()).vkey,
            "公证处 old": new("公证处")}


def contributors():
    who = people()
    base = ["quorum none", who["operator"], who["纪检监察"], who["公证处"], who["observer.west"]]
    out, add = collector(base)
    for k in ("any", "all", "1", "2", "3"):
        add("contributors-good-" + k, "K is " + k, "contributors %s 纪检监察 公证处 observer.west" % k, "ok")
    for k in ("any", "all", "1"):
        add("contributors-good-one-" + k, "one name, K is " + k, "contributors %s 公证处" % k, "ok")
    add("contributors-good-two", "two lines, a name in both", ["contributors any 公证处", "contributors 2 纪检监察 公证处 observer.west"], "ok")
    add("contributors-good-order", "the same names in another order are another line", ["contributors any 公证处 纪检监察", "contributors any 纪检监察 公证处"], "ok")
    add("contributors-good-other-k", "the same names with another K", ["contributors any 公证处 纪检监察", "contributors 1 公证处 纪检监察"], "ok")
    add("contributors-good-tabs", "TABs and blanks between words", "\tcontributors  2\t公证处 \t纪检监察 ", "ok")
    add("contributors-good-suites", "keys of both suites under one name: the name stands once", [who["公证处 sm"], "contributors all 公证处 纪检监察"], "ok")
    add("contributors-good-suite-other", "a name with a key of the other suite alone", [who["审计局 sm"], "contributors any 审计局"], "ok")
    add("contributors-good-suite-later", "one of two lines of the name is earlier", ["contributors all 公证处", who["公证处 sm"]], "ok")
    add("contributors-good-two-keys", "two keys of one suite and name", [who["公证处 old"], "contributors all 公证处"], "ok")
    more_contributors(add, who)
    out_first, add_first = collector(["quorum none", who["operator"], who["纪检监察"]], [who["公证处"]])
    add_first("contributors-later", "a name of a later line", "contributors any 公证处", "error")
    add_first("contributors-later-among", "a name of a later line among others, though K is any", "contributors any 纪检监察 公证处", "error")
    add_first("contributors-earlier", "a name of an earlier line, another contributor later", "contributors any 纪检监察", "ok")
    add_first("contributors-first", "before every contributor", [], "ok")
    return out + out_first


def more_contributors(add, who):
    """Lines that are none."""
    for name, comment, words in (
            ("alone", "no words", ""), ("no-name", "K alone", " any"), ("no-name-number", "a number alone", " 1"), ("no-k", "names alone", " 公证处 纪检监察"), ("no-k-one", "a name alone", " 公证处"),
            ("k-0", "K is 0", " 0 公证处"), ("k-above", "K is above the number of names", " 3 公证处 纪检监察"), ("k-above-one", "K is 2 of one", " 2 公证处"), ("k-01", "K is 01", " 01 公证处"),
            ("k-minus", "K is -1", " -1 公证处"), ("k-plus", "K is +1", " +1 公证处"), ("k-word", "another word", " most 公证处"), ("k-upper", "ALL", " ALL 公证处"), ("k-none", "`none` is no K", " none 公证处"),
            ("k-fraction", "K is 1.0", " 1.0 公证处"), ("k-fullwidth", "K is a full-width digit", " １ 公证处"), ("k-percent", "a share", " 50% 公证处 纪检监察"),
            ("none", "`contributors none` is not of this page", " none"), ("unknown", "a name that is nobody's", " any 审计局"), ("unknown-among", "a name that is nobody's among others", " any 公证处 审计局"),
            ("operator", "the operator's name", " any 双随机办公室"), ("name-case", "a name in another case", " any Observer.West"), ("name-part", "a part of a name", " any observer"),
            ("twice", "a name twice", " any 公证处 公证处"), ("twice-apart", "a name twice, apart", " 2 公证处 纪检监察 公证处"), ("comma", "a comma between names", " any 公证处,纪检监察"), ("ideographic-blank", "U+3000 is no blank between words", " any 公证处\u3000纪检监察")):
        add("contributors-" + name, comment, "contributors" + words, "error")
    add("contributors-vkey", "a vkey for the name", "contributors any " + who["公证处"].split(" ")[1], "error")
    add("contributors-line-twice", "a line twice", ["contributors any 公证处"] * 2, "error")
    add("contributors-line-twice-blanks", "a line twice, with other blanks", ["contributors any 公证处", "contributors\tany  公证处"], "error")
    add("contributors-name-none", "a contributor of the name `none` cannot be wanted by it (1.2)", [who["none"], "contributors any none"], "error")
    add("contributors-comment", "the contributor's line is a comment", ["# " + who["审计局 sm"], "contributors any 审计局"], "error")
    add("contributors-upper", "`Contributors` is another word", "Contributors any 公证处", "unsupported")
    add("contributors-error-unsupported", "an error goes before a word of a later version", ["later word", "contributors any 审计局"], "error")


def publics():
    out, add = collector(["quorum none"])
    for source in ("balls", "drand", "lottery", "nist"):
        add("public-good-" + source, "one source", "public any " + source, "ok")
    for k in ("any", "all", "1", "2", "3", "4"):
        add("public-good-four-" + k, "all four, K is " + k, "public %s balls drand lottery nist" % k, "ok")
    add("public-good-order", "sources in any order", "public 2 nist lottery balls", "ok")
    add("public-good-two", "two lines, a source in both", ["public any balls drand", "public any drand nist"], "ok")
    add("public-good-same", "the same sources in another order are another line", ["public any balls drand", "public any drand balls"], "ok")
    add("public-good-none", "no source is wanted", "public none", "ok")
    add("public-good-none-tab", "the same with a TAB", "public\tnone ", "ok")
    add("public-good-no-line", "no such line", [], "ok")
    for name, comment, lines in (
            ("alone", "no words", "public"), ("no-source", "K alone", "public any"), ("no-source-number", "a number alone", "public 1"), ("no-k", "sources alone", "public balls drand"), ("no-k-one", "a source alone", "public balls"),
            ("k-0", "K is 0", "public 0 balls"), ("k-above", "K is above the number of sources", "public 3 balls drand"), ("k-above-all", "K is 5 of four", "public 5 balls drand lottery nist"), ("k-01", "K is 01", "public 01 balls"),
            ("k-minus", "K is -1", "public -1 balls"), ("k-word", "another word", "public some balls"), ("k-upper", "ANY", "public ANY balls"), ("k-none", "`none` before a source", "public none balls"),
            ("none-as-source", "`none` as a source", "public any none"), ("none-among", "`none` among sources", "public any balls none"), ("none-twice", "`public none` twice", ["public none", "public none"]),
            ("none-twice-blanks", "the same with other blanks", ["public none", "public  none"]), ("none-before", "`public none` before another line", ["public none", "public any balls"]), ("none-behind", "and behind it", ["public any balls", "public none"]),
            ("none-between", "between two", ["public any balls", "public none", "public any drand"]), ("none-words", "two words `none`", "public none none"), ("none-upper", "NONE", "public NONE"),
            ("source-unknown", "a source of no page", "public any dice"), ("source-unknown-among", "among others", "public any balls dice"), ("source-upper", "a source in upper case", "public any DRAND"), ("source-kl8", "a game is no source", "public any kl8"),
            ("source-twice", "a source twice", "public any drand drand"), ("source-twice-apart", "a source twice, apart", "public 2 drand balls drand"), ("source-comma", "a comma between them", "public any balls,drand"),
            ("line-twice", "a line twice", ["public any balls"] * 2), ("line-twice-blanks", "the same with other blanks", ["public any balls", "public \t any balls"])):
        add("public-" + name, comment, lines, "error")
    add("public-upper", "`PUBLIC` is another word", "PUBLIC any balls", "unsupported")
    return out


def lotteries():
    out, add = collector(["quorum none"])
    line = lambda issue="2026045", time=TIME, game="kl8": "lottery %s %s %s" % (game, issue, time)
    add("lottery-good-kl8", "good", line(), "ok")
    add("lottery-good-ssq", "good", line("2026020", "2026-02-24T21:15:00+08:00", "ssq"), "ok")
    add("lottery-good-001", "the first number", line("2026001", "2026-01-01T00:00:00+08:00"), "ok")
    add("lottery-good-999", "the largest number", line("2026999", "2026-12-31T23:59:59+08:00"), "ok")
    add("lottery-good-first-year", "year 0001", line("0001001", "0001-01-01T00:00:00+08:00"), "ok")
    add("lottery-good-last-year", "year 9999", line("9999365", "9999-12-31T23:59:59+08:00"), "ok")
    add("lottery-good-both", "one number in both games", [line(), line(game="ssq")], "ok")
    add("lottery-good-several", "several lines, in any order", [line("2026100", "2026-04-20T21:30:00+08:00"), line(), line("2025001", "2025-01-01T21:30:00+08:00")], "ok")
    add("lottery-good-year-of-zone", "the year is that which TIME shows, not that in UTC", line("2026001", "2026-01-01T07:59:59+08:00"), "ok")
    add("lottery-good-no-draw-day", "ssq on a Monday: draw days are not judged here", line("2026020", "2026-02-23T21:15:00+08:00", "ssq"), "ok")
    add("lottery-good-leap-day", "29 February", line("2028056", "2028-02-29T21:30:00+08:00"), "ok")
    for name, comment, lines in (
            ("alone", "no words", "lottery"), ("game-alone", "the game alone", "lottery kl8"), ("no-time", "a word less", "lottery kl8 2026045"), ("no-issue", "no issue", "lottery kl8 " + TIME), ("no-game", "no game", "lottery 2026045 " + TIME),
            ("words", "a word more", line() + " 7"), ("words-until", "a second time", line() + " " + TIME), ("order", "words in another order", "lottery 2026045 kl8 " + TIME),
            ("game-unknown", "another game", line(game="dlt")), ("game-upper", "KL8", line(game="KL8")), ("game-name", "the game by its name", line(game="快乐8")),
            ("issue-000", "the number 000", line("2026000")), ("issue-6", "six digits", line("202645")), ("issue-8", "eight digits", line("20260045")), ("issue-5", "the year of two digits", line("26045")), ("issue-dash", "a dash", line("2026-045")),
            ("issue-letter", "a letter", line("2026O45")), ("issue-sign", "a sign", line("+202645")), ("issue-fullwidth", "full-width digits", line("２０２６０４５")), ("issue-arabic", "digits of another script", line("٢٠٢٦٠٤٥")),
            ("year-before", "the issue of the year before", line("2025045")), ("year-after", "of the year after", line("2027045")), ("year-of-utc", "the year of TIME in UTC", line("2025365", "2026-01-01T07:59:59+08:00")),
            ("year-0", "year 0000", line("0000001", "0000-01-01T00:00:00+08:00")),
            ("time-utc", "a time with Z", line(time="2026-02-24T13:30:00Z")), ("time-zone", "another zone", line(time="2026-02-24T22:30:00+09:00")), ("time-day", "a day alone", line(time="2026-02-24")), ("time-minutes", "no seconds", line(time="2026-02-24T21:30+08:00")),
            ("time-millis", "milliseconds", line(time="2026-02-24T21:30:00.000+08:00")), ("time-february", "29 February 2026", line(time="2026-02-29T21:30:00+08:00")), ("time-month", "month 13", line(time="2026-13-01T21:30:00+08:00")),
            ("time-24", "hour 24", line(time="2026-02-24T24:00:00+08:00")), ("time-60", "second 60", line(time="2026-02-24T21:30:60+08:00")), ("time-blank", "a blank for T", line(time="2026-02-24 21:30:00+08:00")), ("time-lower", "a small t", line(time="2026-02-24t21:30:00+08:00")),
            ("twice", "a line twice", [line(), line()]), ("twice-blanks", "the same with other blanks", [line(), line().replace(" ", "\t")]), ("issue-twice", "two lines of one game and issue", [line(), line(time="2026-02-25T21:30:00+08:00")]),
            ("issue-twice-apart", "the same, another between them", [line(), line(game="ssq"), line(time="2026-02-24T21:30:01+08:00")])):
        add("lottery-" + name, comment, lines, "error")
    add("lottery-upper", "`Lottery` is another word", "Lottery kl8 2026045 " + TIME, "unsupported")
    return out


def together():
    """The three among other lines."""
    who = people()
    out, add = collector([who["纪检监察"], who["公证处"]], ["quorum none"])
    lines = ["contributors all 公证处", "public any lottery drand", "lottery kl8 2026045 " + TIME]
    add("all-good", "all three, before the quorum", lines, "ok")
    add("all-good-order", "in another order", lines[::-1], "ok")
    add("all-unsupported", "a word of a later version beside them", lines + ["lotteries kl8"], "unsupported")
    add("all-quorum", "a name of a contributor is no witness", lines + ["group g any 公证处"], "error")
    return out
