// SPDX-License-Identifier: MulanPSL-2.0
// Days as text; text of this form compares as the days do.
#ifndef QIAN_VERIFIER_DATE_H
#define QIAN_VERIFIER_DATE_H

#include "verifier/bytes.h"

// YYYY-MM-DD, a day of the Gregorian calendar (rules.md 1.2). The year 0000 does not exist.
bool date_is_day(struct bytes text);
// YYYY-MM-DDTHH:MM:SS+08:00 (bundle.md 3.11).
bool date_is_time(struct bytes text);

// The time that is so many seconds after 1970-01-01T00:00:00Z (moment.h goes the other way); false, and an empty text,
// where it is not in the years 0001 to 9999.
enum { DATE_ROOM = 26 };
bool date_text(int64_t seconds, char room[DATE_ROOM]);

#endif
