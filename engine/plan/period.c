// SPDX-License-Identifier: MulanPSL-2.0
#include <string.h>

#include "engine/base/date.h"
#include "engine/plan/deadline.h"

static const char *const units[] = {"working-day", "day", "month", "hour"};

const char *qian_period_unit_name(enum qian_period_unit unit) {
    return units[unit];
}

// spec/calendar.md 4.6: "The periods of the packs that are limits: `result_same_day`,
// `result_special`, `entry_special`, `publication`. Waits: `entry_notice`, `education_before`.
// Validity: `certificate_validity_default`."
static const struct {
    const char *name;
    enum qian_period_kind kind;
} periods[] = {
    {"result_same_day", QIAN_PERIOD_LIMIT},
    {"result_special", QIAN_PERIOD_LIMIT},
    {"entry_special", QIAN_PERIOD_LIMIT},
    {"publication", QIAN_PERIOD_LIMIT},
    {"entry_notice", QIAN_PERIOD_WAIT},
    {"education_before", QIAN_PERIOD_WAIT},
    {"certificate_validity_default", QIAN_PERIOD_VALIDITY},
};
#define PERIODS (sizeof periods / sizeof *periods)

enum qian_status qian_period_of(const struct qian_rules *rules, const char *name,
                                struct qian_period *out, struct qian_err *err) {
    const struct qian_constant *constant = qian_rules_find(rules, name);
    size_t at = 0, unit = 0;
    while (at < PERIODS && strcmp(periods[at].name, name) != 0)
        at++;
    if (at == PERIODS) {
        enum qian_status status =
            qian_fail(err, QIAN_BAD_DATA, "", "calendar 4.6", "this is not the name of a period",
                      "see calendar 4.6 for the names");
        qian_err_value(err, "%.100s", name);
        return status;
    }
    while (constant && unit < sizeof units / sizeof *units &&
           strcmp(units[unit], constant->unit) != 0)
        unit++;
    if (unit == sizeof units / sizeof *units)
        unit = 0; // the look-up says what is wrong
    out->kind = periods[at].kind;
    out->unit = (enum qian_period_unit)unit;
    return qian_rules_number(rules, name, units[unit], &out->n, err);
}

static enum qian_status end_of_days(const struct qian_period *period,
                                    const struct qian_calendar *calendar, int32_t from,
                                    struct qian_end *out, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    if (period->unit == QIAN_WORKING_DAYS)
        status = qian_due_working_days(calendar, from, period->n, &out->last, err);
    else if (period->unit == QIAN_DAYS)
        status = qian_last_of_days(from, period->n, &out->last, err);
    else
        status = qian_last_of_months(from, period->n, &out->last, err);
    out->day = out->last;
    if (status == QIAN_OK && period->kind == QIAN_PERIOD_LIMIT && period->n > 0 &&
        period->unit != QIAN_WORKING_DAYS)
        status = qian_due_limit(calendar, out->last, &out->day, err);
    if (status != QIAN_OK)
        return status;
    out->moment = qian_day_begins(out->day + 1);
    // spec/calendar.md 4.5: "A wait is never moved, and what it holds back may be done from the day
    // after its last day on"
    if (period->kind == QIAN_PERIOD_WAIT)
        out->day++;
    return QIAN_OK;
}

enum qian_status qian_period_end(const struct qian_period *period,
                                 const struct qian_calendar *calendar, int64_t at, bool date_alone,
                                 struct qian_end *out, struct qian_err *err) {
    struct qian_end end = {0};
    int32_t from = qian_day_of(at);
    enum qian_status status = QIAN_OK;
    if (period->unit == QIAN_HOURS) {
        end.moment = qian_after_hours(date_alone ? qian_moment_of_date(from) : at, period->n);
        end.day = end.last = qian_day_of(end.moment);
    } else {
        status = end_of_days(period, calendar, from, &end, err);
    }
    if (status == QIAN_OK)
        *out = end;
    return status;
}
