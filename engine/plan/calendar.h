// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/calendar.h - working days and days off (spec/calendar.md 1, 2).
//
// Days are counted since 1970-01-01, as engine/base/date.h has them.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"
#include "engine/registry/rules.h"

// One year of a calendar; the lists are owned and sorted.
struct qian_calendar_year {
    int year;
    char **source;
    int32_t *off, *work;
    size_t sources, offs, works;
};

struct qian_calendar {
    struct qian_buf bytes; // of the file; owned
    char *name, *title;    // owned
    uint32_t edition;
    struct qian_calendar_year *year; // without a hole
    size_t years;
};

// Load a calendar: by the name of one that comes with the program, or from a path (it holds '/' or
// ends in ".json"), relative to `folder`. QIAN_BAD_DATA where it breaks spec/calendar.md 1.2 to
// 1.5, QIAN_REFUSED where it alters an edition that comes with the program (1.1).
enum qian_status qian_calendar_load(const char *name_or_path, const char *folder,
                                    struct qian_calendar *out, struct qian_err *err) QIAN_MUST_USE;
// Read a calendar from bytes, which are copied.
enum qian_status qian_calendar_parse(struct qian_str bytes, struct qian_calendar *out,
                                     struct qian_err *err) QIAN_MUST_USE;
void qian_calendar_free(struct qian_calendar *calendar);

// What a day is, and why.
enum qian_day_kind {
    QIAN_DAY_WEEKDAY, // works: Monday to Friday, and no notice says otherwise
    QIAN_DAY_MADE_UP, // works: Saturday or Sunday, by a notice
    QIAN_DAY_WEEKEND, // off
    QIAN_DAY_HOLIDAY, // off: Monday to Friday, by a notice
};
bool qian_day_works(enum qian_day_kind kind);

// 0 if the day is covered (spec/calendar.md 2.2), else the first year whose data it lacks.
int qian_calendar_missing(const struct qian_calendar *calendar, int32_t day);
// QIAN_REFUSED where the day is not covered; err->value says the year that is missing.
enum qian_status qian_calendar_day(const struct qian_calendar *calendar, int32_t day,
                                   enum qian_day_kind *kind, struct qian_err *err) QIAN_MUST_USE;
// The first working day after, or the last one not after, a day. `out` is untouched on failure.
enum qian_status qian_calendar_next(const struct qian_calendar *calendar, int32_t day, int32_t *out,
                                    struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_calendar_last(const struct qian_calendar *calendar, int32_t day, int32_t *out,
                                    struct qian_err *err) QIAN_MUST_USE;

// The calendars that come with the program (made at build time from spec/calendars/), by name.
extern const struct qian_pack qian_calendars[];
extern const size_t qian_calendar_count;
