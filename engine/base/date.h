// SPDX-License-Identifier: MulanPSL-2.0
// engine/base/date.h - days of the Gregorian calendar as text.
#pragma once

#include "engine/base/bytes.h"

// Is this `YYYY-MM-DD`, a day that exists?
bool qian_date_good(struct qian_str text);
// Is this `YYYY-MM-DDTHH:MM:SS+08:00` (spec/bundle.md 3.11)?
bool qian_time_good(struct qian_str text);
// The number of seconds since 1970-01-01T00:00:00Z that such a time says; false where it is none.
bool qian_time_read(struct qian_str text, int64_t *seconds);
// The year that such a time has, of a number of seconds since 1970 (UTC).
int64_t qian_year_of(int64_t seconds);
// The day of UTC+08:00 on which this second falls, in days since 1970-01-01.
int32_t qian_day_of(int64_t seconds);
// The second, since 1970 (UTC), at which that day begins.
int64_t qian_day_begins(int32_t day);

// A day taken apart. Days are counted since 1970-01-01, of the years 1 to 9999.
struct qian_date {
    int year, month, day; // month 1 to 12, day 1 to 31
};
struct qian_date qian_date_of(int32_t day);
// The day of a date that exists.
int32_t qian_date_day(struct qian_date date);
// The number of days of a month: 28 to 31.
int qian_month_days(int year, int month);
// The same day of the month so many months later, or, where that month is shorter, its last day.
// The answer is of the years 1 to 9999, or else INT32_MAX.
int32_t qian_day_months_later(int32_t day, int64_t months);
// 1, Monday, to 7, Sunday.
int qian_weekday(int32_t day);
// Read `YYYY-MM-DD`; false where it is no day that exists.
bool qian_day_read(struct qian_str text, int32_t *day);
void qian_day_write(int32_t day, char out[11]);

// Write a number of seconds since 1970 (UTC), of the years 1 to 9999, as such a time. `out` has
// room for 26 bytes.
void qian_time_write(int64_t seconds, char out[26]);
