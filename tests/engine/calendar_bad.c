// SPDX-License-Identifier: MulanPSL-2.0
// Files that are no calendars, and constants that are not there: nothing is guessed.
#include "tests/engine/calendar.h"

#include <string.h>

#include "engine/base/date.h"
#include "tests/check.h"

// The text with the first `from` replaced by `to`. The caller frees.
static struct qian_buf with(const struct qian_buf *text, const char *from, const char *to) {
    struct qian_buf out = {0};
    const char *at = strstr(text->p, from);
    CHECK(at != NULL, "%s is not there", from);
    if (at) {
        qian_buf_add(&out, text->p, (size_t)(at - text->p));
        qian_buf_text(&out, to);
        qian_buf_text(&out, at + strlen(from));
    }
    return out;
}

static void test_faults(const struct qian_calendar *calendar) {
    static const struct {
        const char *from, *to;
    } faults[] = {
        {"qian/1 calendar", "qian/1 rules"},
        {"\"edition\": 1", "\"edition\": 0"},
        {"\"edition\": 1", "\"edition\": 1.0"},
        {"\"edition\": 1,\n", ""},
        {"\"name\": \"state-council\"", "\"name\": \"state council\""},
        {"\"year\": 2008", "\"year\": 2009"},
        {"\"year\": 2009", "\"year\": 2008"},
        {"\"2007-01-01\",\n    \"2007-01-02\"", "\"2007-01-02\",\n    \"2007-01-01\""},
        {"\"2007-01-02\"", "\"2007-01-01\""},
        {"\"2007-01-01\"", "\"2007-01-32\""},
        {"\"2007-01-01\"", "\"2006-11-01\""},
        {"\"2007-01-01\"", "\"2007-1-1\""},
        {"\"2007-10-05\"", "\"2007-10-06\""}, // a Saturday off
        {"\"2007-10-05\"", "\"2007-12-31\""}, // stands in 2008 too
        {"\"2007-09-30\"", "\"2007-10-01\""}, // a Monday made up
        {"\"2007-10-05\"", "\"2008-01-02\""},
        {"\"2007-10-05\"", "20071005"},
        {"\"http://www.gov.cn/zhengce/zhengceku/2008-03/28/content_1761.htm\"", ""},
        {"\n   \"sources\"", "\n    \"sources\""},
        {"\"title\": \"", "\"title\": \" "},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct qian_buf text = with(&calendar->bytes, faults[i].from, faults[i].to);
        struct qian_calendar read;
        struct qian_err err;
        CHECK(qian_calendar_parse(qian_buf_view(&text), &read, &err) == QIAN_BAD_DATA,
              "accepted with %s", faults[i].to);
        qian_calendar_free(&read);
        qian_buf_free(&text);
    }
    struct qian_calendar read;
    struct qian_err err;
    CHECK(qian_calendar_load("no-such", ".", &read, &err) == QIAN_BAD_DATA, "no such calendar");
    qian_calendar_free(&read);
}

// One byte altered, anywhere: the file is read or refused, and what is read can be asked.
static void test_altered(const struct qian_calendar *calendar) {
    static const char bytes[] = {'0', '9', '"', ',', '\n', ' ', '}', (char)0xff};
    struct qian_buf text = {0};
    size_t accepted = 0;
    qian_buf_str(&text, qian_buf_view(&calendar->bytes));
    for (size_t at = 0, turn = 0; at < text.n; at += 5, turn++) {
        char was = text.p[at];
        struct qian_calendar read;
        struct qian_err err = {0};
        enum qian_day_kind kind;
        text.p[at] = bytes[turn % sizeof bytes];
        enum qian_status status = qian_calendar_parse(qian_buf_view(&text), &read, &err);
        CHECK(status == QIAN_OK || (status == QIAN_BAD_DATA && *err.what), "byte %zu", at);
        for (int32_t day = 13514; status == QIAN_OK && day < 20809; day += 97) // 2007 to 2026
            CHECK(qian_calendar_day(&read, day, &kind, &err) == QIAN_OK, "byte %zu: %d", at, day);
        accepted += status == QIAN_OK;
        qian_calendar_free(&read);
        text.p[at] = was;
    }
    CHECK(accepted > 10 && accepted < text.n / 10, "%zu accepted", accepted);
    qian_buf_free(&text);
}

static void check_numbers(const struct qian_rules *rules) {
    struct qian_err err;
    uint32_t n = 0;
    const char *text = "";
    struct qian_month_day date = {0, 0};
    CHECK(qian_rules_number(rules, "entry_notice", "hour", &n, &err) == QIAN_OK && n == 48, "48");
    CHECK(qian_rules_number(rules, "entry_notice", "day", &n, &err) == QIAN_BAD_DATA, "unit");
    CHECK(qian_rules_number(rules, "entry_notices", "hour", &n, &err) == QIAN_BAD_DATA, "name");
    CHECK(qian_rules_number(rules, "joint_plan_due", "month-day", &n, &err) == QIAN_BAD_DATA,
          "text");
    CHECK(qian_rules_text(rules, "entry_notice", "hour", &text, &err) == QIAN_BAD_DATA, "number");
    CHECK(qian_rules_text(rules, "working_day_calendar", "calendar", &text, &err) == QIAN_OK &&
              strcmp(text, "state-council") == 0,
          "calendar");
    CHECK(qian_rules_month_day(rules, "joint_plan_due", &date, &err) == QIAN_OK &&
              date.month == 3 && date.day == 1,
          "03-01");
    CHECK(qian_rules_month_day(rules, "own_plan_due", &date, &err) == QIAN_OK && date.month == 4 &&
              date.day == 1,
          "04-01");
    // What decides a draw stands in a fixed place; the constants of the same name say the same.
    CHECK(qian_rules_ratio(rules, "general_ratio_min", &n, &err) == QIAN_OK &&
              n == rules->general_min && n == 30000,
          "3%%");
    CHECK(qian_rules_ratio(rules, "general_ratio_max", &n, &err) == QIAN_OK &&
              n == rules->general_max && n == 200000,
          "20%%");
    CHECK(qian_rules_ratio(rules, "key_ratio_min", &n, &err) == QIAN_OK && n == rules->key_min &&
              rules->key_max == 0,
          "key");
    CHECK(qian_rules_number(rules, "team_minimum", "inspector", &n, &err) == QIAN_OK &&
              n == rules->team_minimum,
          "team");
}

static void check_caps(const struct qian_rules *rules, const char *classes, const uint32_t *caps) {
    struct qian_err err;
    for (size_t i = 0; classes[i]; i++) {
        uint32_t cap = 0;
        const char class[] = {classes[i], 0};
        CHECK(qian_rules_visits_cap(rules, class, &cap, &err) == QIAN_OK && cap == caps[i],
              "%s: class %s: %u", rules->name, class, cap);
    }
    uint32_t cap = 0;
    CHECK(qian_rules_visits_cap(rules, "", &cap, &err) == QIAN_OK && cap == caps[4], "no class");
}

// A number of the pack is changed, and what is computed changes, without any change of code.
static void check_changed(const struct qian_rules *rules, const struct qian_calendar *calendar) {
    struct qian_buf text = with(&rules->bytes, "\"name\": \"publication\",\n   \"value\": 7",
                                "\"name\": \"publication\",\n   \"value\": 20");
    struct qian_rules changed;
    struct qian_err err;
    struct qian_period period;
    struct qian_end end = {0};
    int32_t from = 0, want[2] = {0};
    CHECK(qian_day_read(qian_str("2021-02-09"), &from) &&
              qian_day_read(qian_str("2021-02-24"), &want[0]) &&
              qian_day_read(qian_str("2021-03-15"), &want[1]),
          "days");
    CHECK(qian_rules_parse(qian_buf_view(&text), &changed, &err) == QIAN_OK, "changed pack");
    for (int i = 0; i < 2; i++) {
        CHECK(qian_period_of(i ? &changed : rules, "publication", &period, &err) == QIAN_OK &&
                  qian_period_end(&period, calendar, qian_day_begins(from), true, &end, &err) ==
                      QIAN_OK &&
                  end.day == want[i],
              "publication %d", i);
    }
    CHECK(qian_period_of(rules, "ratio_period", &period, &err) == QIAN_BAD_DATA, "no period");
    qian_rules_free(&changed);
    qian_buf_free(&text);
}

static void test_constants(const struct qian_calendar *calendar) {
    static const uint32_t none[] = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX};
    static const uint32_t caps[] = {1, 2, 4, UINT32_MAX, 2};
    struct qian_rules rules[2];
    struct qian_err err;
    CHECK(qian_rules_load("changchun-2021", ".", &rules[0], &err) == QIAN_OK, "2021");
    CHECK(qian_rules_load("changchun-guobanfa-2024-54", ".", &rules[1], &err) == QIAN_OK, "2024");
    for (size_t i = 0; i < 2; i++) {
        check_numbers(&rules[i]);
        check_changed(&rules[i], calendar);
    }
    check_caps(&rules[0], "ABCD", none);
    check_caps(&rules[1], "ABCD", caps);
    check_caps(&rules[1], "abcd", caps);
    qian_rules_free(&rules[0]);
    qian_rules_free(&rules[1]);
}

struct outcome test_bad_calendars(const struct qian_calendar *calendar) {
    test_faults(calendar);
    test_altered(calendar);
    test_constants(calendar);
    return (struct outcome){checks_passed, checks_failed};
}
