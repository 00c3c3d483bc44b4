// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/deadline.h - until when something is due, or from when it may be done
// (spec/calendar.md 3 to 5).
//
// Pure functions of days (since 1970-01-01, UTC+08:00) and seconds (since 1970, UTC). What is due
// on a day is due until 24:00 of it. Results lie in the years 1 to 9999: beyond, QIAN_REFUSED, with
// the result untouched.
#pragma once

#include "engine/plan/calendar.h"

// N working days after the day of an event (4.1).
enum qian_status qian_due_working_days(const struct qian_calendar *calendar, int32_t from,
                                       uint32_t n, int32_t *due,
                                       struct qian_err *err) QIAN_MUST_USE;
// The last day of a period of N days, or months (4.2, 4.3), wherever it falls.
enum qian_status qian_last_of_days(int32_t from, uint32_t n, int32_t *last,
                                   struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_last_of_months(int32_t from, uint32_t n, int32_t *last,
                                     struct qian_err *err) QIAN_MUST_USE;
// The day on which a limit that ends on `last` is due: that day, or the next working day (4.5).
enum qian_status qian_due_limit(const struct qian_calendar *calendar, int32_t last, int32_t *due,
                                struct qian_err *err) QIAN_MUST_USE;
// The moment at which N hours have passed (4.4).
int64_t qian_after_hours(int64_t from, uint32_t n);
// The moment of an event of which only the date is known: 24:00 of it (4.4).
int64_t qian_moment_of_date(int32_t day);
// Is what is done at this second in time, where it is due on that day (3.2)?
bool qian_in_time(int32_t due, int64_t done);

// How a pack's constant of unit working-day, day, month or hour runs.
enum qian_period_kind { QIAN_PERIOD_LIMIT, QIAN_PERIOD_WAIT, QIAN_PERIOD_VALIDITY };
enum qian_period_unit { QIAN_WORKING_DAYS, QIAN_DAYS, QIAN_MONTHS, QIAN_HOURS };
struct qian_period {
    enum qian_period_kind kind;
    enum qian_period_unit unit;
    uint32_t n;
};
// "working-day", "day", "month", "hour".
const char *qian_period_unit_name(enum qian_period_unit unit);
// The period of a constant that spec/calendar.md 4.6 names. QIAN_BAD_DATA where the pack has no
// number for it, or it is none of those.
enum qian_status qian_period_of(const struct qian_rules *rules, const char *name,
                                struct qian_period *out, struct qian_err *err) QIAN_MUST_USE;

// When a period that began with an event ends.
struct qian_end {
    int32_t last;   // the last day of the period; of hours, the day of their end
    int32_t day;    // of a limit, the day on which it is due; of a wait, the first day after it;
                    // of a validity, `last`
    int64_t moment; // the second from which it is late, may be done, or is no longer valid
};
// `at` is the moment of the event; with `date_alone`, any moment of its date, of which the time is
// not known. The calendar is asked only where it is needed (2.3, 4.5), and may be NULL for a wait
// or validity in other units than working days.
enum qian_status qian_period_end(const struct qian_period *period,
                                 const struct qian_calendar *calendar, int64_t at, bool date_alone,
                                 struct qian_end *out, struct qian_err *err) QIAN_MUST_USE;

// What is due before a day of the year, done on `day` (5.1).
enum qian_light { QIAN_GREEN, QIAN_AMBER, QIAN_RED };
enum qian_light qian_light_before(struct qian_month_day before, int32_t day);

// The last day of the calendar quarter that a day is in; its last working day (5.3).
int32_t qian_quarter_end(int32_t day);
enum qian_status qian_quarter_due(const struct qian_calendar *calendar, int32_t day, int32_t *due,
                                  struct qian_err *err) QIAN_MUST_USE;
// A roster changed on a day, as seen on another (5.4).
enum qian_filing { QIAN_FILED, QIAN_FILING_WAITING, QIAN_FILING_OVERDUE };
enum qian_filing qian_filing_state(int32_t changed, bool filed, int32_t today);

// The earliest day of a visit after education, and the latest of education before a visit (5.5).
enum qian_status qian_visit_earliest(int32_t education, uint32_t months, int32_t *visit,
                                     struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_education_latest(int32_t visit, uint32_t months, int32_t *education,
                                       struct qian_err *err) QIAN_MUST_USE;

// The end of a campaign, of the ends of its visits, broken off ones included (5.6). At least one.
int32_t qian_campaign_end(const int32_t *end, size_t ends);
