// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/plan/calendar.h"

#include <stdlib.h>

#include "engine/base/date.h"

static int compare_days(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static const struct qian_calendar_year *year_of(const struct qian_calendar *calendar, int year) {
    if (calendar->years == 0 || year < calendar->year[0].year ||
        year > calendar->year[calendar->years - 1].year)
        return NULL;
    return &calendar->year[year - calendar->year[0].year];
}

bool qian_day_works(enum qian_day_kind kind) {
    return kind == QIAN_DAY_WEEKDAY || kind == QIAN_DAY_MADE_UP;
}

// spec/calendar.md 2.2: "A day of year Y is *covered* if Y stands in `years`; one from December 22
// on is covered only if Y + 1 stands there too."
int qian_calendar_missing(const struct qian_calendar *calendar, int32_t day) {
    struct qian_date date = qian_date_of(day);
    if (!year_of(calendar, date.year))
        return date.year;
    if (date.month == 12 && date.day >= 22 && !year_of(calendar, date.year + 1))
        return date.year + 1;
    return 0;
}

// Does the list of this or the next year's notice hold the day?
static bool is_said(const struct qian_calendar *calendar, int32_t day, bool off) {
    int year = qian_date_of(day).year;
    for (int y = year; y <= year + 1; y++) {
        const struct qian_calendar_year *block = year_of(calendar, y);
        if (block && bsearch(&day, off ? block->off : block->work, off ? block->offs : block->works,
                             sizeof day, compare_days))
            return true;
    }
    return false;
}

// spec/calendar.md 2.1: "A day that stands in `off` is a day off; one that stands in `work` is a
// working day; of the others Monday to Friday are working days, and Saturday and Sunday are days
// off."
enum qian_status qian_calendar_day(const struct qian_calendar *calendar, int32_t day,
                                   enum qian_day_kind *kind, struct qian_err *err) {
    int missing = qian_calendar_missing(calendar, day);
    if (missing) {
        char text[11];
        qian_day_write(day, text);
        enum qian_status status = qian_fail(
            err, QIAN_REFUSED, "", "calendar 2.2",
            "the calendar lacks a year: which days are working days is not known",
            "use an edition of the calendar that has the year; without it nothing is computed");
        qian_err_where(err, "%.100s, edition %u, %s", calendar->name, calendar->edition, text);
        qian_err_value(err, "%d", missing);
        return status;
    }
    bool weekend = qian_weekday(day) >= 6;
    if (is_said(calendar, day, !weekend))
        *kind = weekend ? QIAN_DAY_MADE_UP : QIAN_DAY_HOLIDAY;
    else
        *kind = weekend ? QIAN_DAY_WEEKEND : QIAN_DAY_WEEKDAY;
    return QIAN_OK;
}

// The first working day at or after `day` (step 1), or at or before it (step -1).
static enum qian_status seek(const struct qian_calendar *calendar, int32_t day, int32_t step,
                             int32_t *out, struct qian_err *err) {
    for (;; day += step) { // ends where the calendar does, at the latest
        enum qian_day_kind kind;
        enum qian_status status = qian_calendar_day(calendar, day, &kind, err);
        if (status != QIAN_OK)
            return status;
        if (qian_day_works(kind)) {
            *out = day;
            return QIAN_OK;
        }
    }
}

enum qian_status qian_calendar_next(const struct qian_calendar *calendar, int32_t day, int32_t *out,
                                    struct qian_err *err) {
    return seek(calendar, day + 1, 1, out, err);
}

enum qian_status qian_calendar_last(const struct qian_calendar *calendar, int32_t day, int32_t *out,
                                    struct qian_err *err) {
    return seek(calendar, day, -1, out, err);
}
