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
// Write a number of seconds since 1970 (UTC), of the years 1 to 9999, as such a time. `out` has room
// for 26 bytes.
void qian_time_write(int64_t seconds, char out[26]);
