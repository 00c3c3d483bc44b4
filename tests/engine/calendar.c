// SPDX-License-Identifier: MulanPSL-2.0
// Vectors of working days and deadlines (vectors/qian/deadlines.json).
#include "tests/engine/calendar.h"

#include "engine/base/date.h"
#include "tests/check.h"
#include "tests/engine/cases.h"

static struct qian_calendar calendar;

static int32_t day_of(json_t *c, const char *name) {
    int32_t day = 0;
    CHECK(qian_day_read(str_of(c, name), &day), "%s: %s is no day", text_of(c, "id"), name);
    return day;
}

static int64_t time_of(json_t *c, const char *name) {
    int64_t time = 0;
    CHECK(qian_time_read(str_of(c, name), &time), "%s: %s is no time", text_of(c, "id"), name);
    return time;
}

static uint32_t n_of(json_t *c) {
    return (uint32_t)json_integer_value(json_object_get(c, "n"));
}

static void check_day(json_t *c, const char *name, int32_t day) {
    char text[11];
    qian_day_write(day, text);
    CHECK(strcmp(text, text_of(c, name)) == 0, "%s: %s: got %s", text_of(c, "id"), name, text);
}

// The result is the day `due`, or a refusal that names the year `missing`.
static void check_due(json_t *c, enum qian_status status, int32_t due, const struct qian_err *err) {
    json_t *missing = json_object_get(c, "missing");
    if (!missing) {
        CHECK(status == QIAN_OK, "%s: refused: %s", text_of(c, "id"), status ? err->what : "");
        check_day(c, "due", due);
        return;
    }
    char year[32];
    snprintf(year, sizeof year, "%lld", (long long)json_integer_value(missing));
    CHECK(status == QIAN_REFUSED && strcmp(err->value, year) == 0, "%s: wants a refusal for %s",
          text_of(c, "id"), year);
}

static void test_working_days(json_t *c) {
    struct qian_err err;
    int32_t due = 0;
    enum qian_status status =
        qian_due_working_days(&calendar, day_of(c, "from"), n_of(c), &due, &err);
    check_due(c, status, due, &err);
}

static void test_span(json_t *c, enum qian_period_unit unit) {
    const struct qian_period limit = {QIAN_PERIOD_LIMIT, unit, n_of(c)},
                             wait = {QIAN_PERIOD_WAIT, unit, n_of(c)};
    struct qian_err err;
    struct qian_end end = {0};
    int64_t at = qian_day_begins(day_of(c, "from")) + 43200;
    enum qian_status status = qian_period_end(&limit, &calendar, at, true, &end, &err);
    check_due(c, status, end.day, &err);
    CHECK(status != QIAN_OK || end.moment == qian_day_begins(end.day + 1), "%s: moment",
          text_of(c, "id"));
    status = qian_period_end(&wait, NULL, at, true, &end, &err);
    CHECK(status == QIAN_OK && end.day == end.last + 1, "%s: a wait is not moved",
          text_of(c, "id"));
    check_day(c, "last", end.last);
}

static void test_days(json_t *c) {
    test_span(c, QIAN_DAYS);
}

static void test_months(json_t *c) {
    test_span(c, QIAN_MONTHS);
}

static void test_hours(json_t *c) {
    const struct qian_period period = {QIAN_PERIOD_WAIT, QIAN_HOURS, n_of(c)};
    bool alone = json_object_get(c, "on") != NULL;
    int64_t at = alone ? qian_day_begins(day_of(c, "on")) + 3600 : time_of(c, "at");
    struct qian_err err;
    struct qian_end end = {0};
    char text[26];
    enum qian_status status = qian_period_end(&period, NULL, at, alone, &end, &err);
    qian_time_write(end.moment, text);
    CHECK(status == QIAN_OK && strcmp(text, text_of(c, "from")) == 0, "%s: got %s",
          text_of(c, "id"), text);
}

static void test_before(json_t *c) {
    static const char *const lights[] = {"green", "amber", "red"};
    const char *before = text_of(c, "before");
    struct qian_month_day limit = {atoi(before), atoi(before + 3)};
    const char *light = lights[qian_light_before(limit, day_of(c, "day"))];
    CHECK(strcmp(light, text_of(c, "light")) == 0, "%s: got %s", text_of(c, "id"), light);
}

static void test_in_time(json_t *c) {
    CHECK(qian_in_time(day_of(c, "due"), time_of(c, "done")) ==
              json_is_true(json_object_get(c, "in_time")),
          "%s", text_of(c, "id"));
}

static void test_quarter(json_t *c) {
    struct qian_err err;
    int32_t due = 0;
    check_day(c, "end", qian_quarter_end(day_of(c, "day")));
    enum qian_status status = qian_quarter_due(&calendar, day_of(c, "day"), &due, &err);
    check_due(c, status, due, &err);
}

static void test_filing(json_t *c) {
    static const char *const states[] = {"filed", "waiting", "overdue"};
    bool filed = json_is_true(json_object_get(c, "filed"));
    const char *state = states[qian_filing_state(day_of(c, "changed"), filed, day_of(c, "today"))];
    CHECK(strcmp(state, text_of(c, "state")) == 0, "%s: got %s", text_of(c, "id"), state);
}

static void test_visit(json_t *c) {
    struct qian_err err;
    int32_t day = 0;
    CHECK(qian_visit_earliest(day_of(c, "education"), n_of(c), &day, &err) == QIAN_OK, "%s",
          text_of(c, "id"));
    check_day(c, "earliest", day);
}

static void test_education(json_t *c) {
    struct qian_err err;
    int32_t day = 0;
    CHECK(qian_education_latest(day_of(c, "visit"), n_of(c), &day, &err) == QIAN_OK, "%s",
          text_of(c, "id"));
    check_day(c, "latest", day);
}

static void test_campaign(json_t *c) {
    json_t *list = json_object_get(c, "ends"), *row;
    int32_t ends[16] = {0}, due = 0;
    size_t i, n = json_array_size(list);
    struct qian_err err;
    json_array_foreach(list, i, row)
        CHECK(i < 16 && qian_day_read(qian_str(json_string_value(row)), &ends[i]), "%s: end",
              text_of(c, "id"));
    int32_t end = qian_campaign_end(ends, n);
    check_day(c, "end", end);
    enum qian_status status = qian_due_working_days(&calendar, end, n_of(c), &due, &err);
    check_due(c, status, due, &err);
}

static void test_plan_year(json_t *c) {
    CHECK(qian_year_of(time_of(c, "at")) == json_integer_value(json_object_get(c, "year")), "%s",
          text_of(c, "id"));
}

static void test_day(json_t *c) {
    static const char *const kinds[] = {"weekday", "made-up", "weekend", "holiday"};
    struct qian_err err;
    enum qian_day_kind kind = QIAN_DAY_WEEKDAY;
    enum qian_status status = qian_calendar_day(&calendar, day_of(c, "day"), &kind, &err);
    if (json_object_get(c, "missing"))
        check_due(c, status, 0, &err);
    else
        CHECK(status == QIAN_OK && strcmp(kinds[kind], text_of(c, "kind")) == 0, "%s: got %s",
              text_of(c, "id"), kinds[kind]);
}

static void run(json_t *c) {
    static const struct {
        const char *what;
        void (*test)(json_t *c);
    } all[] = {{"working-days", test_working_days},
               {"days", test_days},
               {"months", test_months},
               {"hours", test_hours},
               {"before", test_before},
               {"in-time", test_in_time},
               {"quarter", test_quarter},
               {"filing", test_filing},
               {"visit", test_visit},
               {"education", test_education},
               {"campaign", test_campaign},
               {"plan-year", test_plan_year},
               {"day", test_day}};
    size_t i = 0, n = sizeof all / sizeof *all;
    while (i < n && strcmp(all[i].what, text_of(c, "what")) != 0)
        i++;
    CHECK(i < n, "%s: %s is not known", text_of(c, "id"), text_of(c, "what"));
    if (i < n)
        all[i].test(c);
}

int main(void) {
    struct qian_err err = {0};
    enum qian_status status = qian_calendar_load("state-council", ".", &calendar, &err);
    CHECK(status == QIAN_OK, "the built-in calendar: %s", status ? err.what : "");
    json_t *root = cases_load("qian", "deadlines.json"), *c;
    size_t i;
    json_array_foreach(json_object_get(root, "cases"), i, c) run(c);
    json_decref(root);
    const struct outcome more[] = {test_every_day(&calendar), test_bad_calendars(&calendar)};
    for (size_t k = 0; k < 2; k++) {
        checks_passed += more[k].passed;
        checks_failed += more[k].failed;
    }
    qian_calendar_free(&calendar);
    return check_end("engine calendar");
}
