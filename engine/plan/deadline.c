// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/plan/deadline.h"

#include <assert.h>

#include "engine/base/date.h"

#define DAY_FIRST (-719162) // 0001-01-01
#define DAY_LAST 2932896    // 9999-12-31
#define HOUR 3600

static enum qian_status in_range(int64_t day, int32_t *out, struct qian_err *err) {
    if (day < DAY_FIRST || day > DAY_LAST)
        return qian_fail(err, QIAN_REFUSED, "", "calendar 3.1",
                         "the period ends outside the years 1 to 9999", "check day and number");
    *out = (int32_t)day;
    return QIAN_OK;
}

// spec/calendar.md 4.1: "A period of N working days ends on the Nth working day after the day of
// the event; the day of the event is not counted. N = 0 is the day of the event itself, be it a
// working day or not."
enum qian_status qian_due_working_days(const struct qian_calendar *calendar, int32_t from,
                                       uint32_t n, int32_t *due, struct qian_err *err) {
    int32_t day = from;
    for (uint32_t i = 0; i < n; i++) {
        enum qian_status status = qian_calendar_next(calendar, day, &day, err);
        if (status != QIAN_OK)
            return status;
    }
    *due = day;
    return QIAN_OK;
}

// spec/calendar.md 4.2: "A period of N days ends on the Nth day after the day of the event"
enum qian_status qian_last_of_days(int32_t from, uint32_t n, int32_t *last, struct qian_err *err) {
    return in_range((int64_t)from + n, last, err);
}

static enum qian_status shift_months(int32_t from, int64_t months, int32_t *out,
                                     struct qian_err *err) {
    int32_t then = qian_day_months_later(from, months);
    return in_range(then == INT32_MAX ? INT64_MAX : then, out, err);
}

// spec/calendar.md 4.3: "A period of N months ends on the day of the same number in the month N
// months later, or, where that month has no such day, on its last day."
enum qian_status qian_last_of_months(int32_t from, uint32_t n, int32_t *last,
                                     struct qian_err *err) {
    return shift_months(from, n, last, err);
}

// spec/calendar.md 4.5: "A limit of 4.2 or 4.3, with N from 1, whose last day is a day off is due
// on the next working day."
enum qian_status qian_due_limit(const struct qian_calendar *calendar, int32_t last, int32_t *due,
                                struct qian_err *err) {
    return qian_calendar_next(calendar, last - 1, due, err);
}

// spec/calendar.md 4.4: "A period of N hours ends N × 3600 seconds after the moment of the event,
// working hours or not; at that moment it has passed."
int64_t qian_after_hours(int64_t from, uint32_t n) {
    return from + (int64_t)n * HOUR;
}

// spec/calendar.md 4.4: "Where only the date of the event is known, its moment is 24:00 of that
// date."
int64_t qian_moment_of_date(int32_t day) {
    return qian_day_begins(day + 1);
}

// spec/calendar.md 3.2: "what is done at a time whose day is not after it is in time."
bool qian_in_time(int32_t due, int64_t done) {
    return qian_day_of(done) <= due;
}

// spec/calendar.md 5.1: "is *green* if it is done before that day, *amber* on that day, *red* after
// it."
enum qian_light qian_light_before(struct qian_month_day before, int32_t day) {
    struct qian_date date = {qian_date_of(day).year, before.month, before.day};
    int32_t limit = qian_date_day(date);
    return day < limit ? QIAN_GREEN : day == limit ? QIAN_AMBER : QIAN_RED;
}

int32_t qian_quarter_end(int32_t day) {
    struct qian_date date = qian_date_of(day);
    date.month = (date.month + 2) / 3 * 3;
    date.day = qian_month_days(date.year, date.month);
    return qian_date_day(date);
}

// spec/calendar.md 5.3: "is due on the last working day of the calendar quarter in which it was
// made or changed."
enum qian_status qian_quarter_due(const struct qian_calendar *calendar, int32_t day, int32_t *due,
                                  struct qian_err *err) {
    return qian_calendar_last(calendar, qian_quarter_end(day), due, err);
}

// spec/calendar.md 5.4: "A changed roster that is not filed is *waiting* until the last day of the
// quarter of its change, be that a working day or not, and may be drawn from; after that day it is
// *overdue*, and no draw is made from it."
enum qian_filing qian_filing_state(int32_t changed, bool filed, int32_t today) {
    if (filed)
        return QIAN_FILED;
    return today <= qian_quarter_end(changed) ? QIAN_FILING_WAITING : QIAN_FILING_OVERDUE;
}

// spec/calendar.md 5.5: "the earliest day of a visit is the day after the last day of the period
// (4.3)."
enum qian_status qian_visit_earliest(int32_t education, uint32_t months, int32_t *visit,
                                     struct qian_err *err) {
    int32_t last;
    enum qian_status status = qian_last_of_months(education, months, &last, err);
    return status == QIAN_OK ? in_range((int64_t)last + 1, visit, err) : status;
}

// spec/calendar.md 5.5: "The latest day of education for a visit on V is the latest E from which a
// visit on V is allowed."
enum qian_status qian_education_latest(int32_t visit, uint32_t months, int32_t *education,
                                       struct qian_err *err) {
    int32_t day = 0, earliest;
    enum qian_status status = in_range((int64_t)visit - 1, &day, err);
    if (status == QIAN_OK)
        status = shift_months(day, -(int64_t)months, &day, err);
    if (status != QIAN_OK)
        return status;
    // The days from the corresponding one to the end of a short month may do as well: at most 3.
    while (qian_visit_earliest(day + 1, months, &earliest, err) == QIAN_OK && earliest <= visit)
        day++;
    *education = day;
    return QIAN_OK;
}

// spec/calendar.md 5.6: "the latest end of all its visits, broken off ones included"
int32_t qian_campaign_end(const int32_t *end, size_t ends) {
    assert(ends > 0);
    int32_t last = end[0];
    for (size_t i = 1; i < ends; i++)
        last = end[i] > last ? end[i] : last;
    return last;
}
