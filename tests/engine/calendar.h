// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/calendar.h - the parts of the test of calendar and deadlines. Each returns how
// many checks passed and failed.
#pragma once

#include "engine/plan/deadline.h"

struct outcome {
    size_t passed, failed;
};

// The built-in calendar against a second, naive one, over all its days.
struct outcome test_every_day(const struct qian_calendar *calendar);
// Files that are no calendars; constants by name and unit, and periods of the packs that come with
// the program.
struct outcome test_bad_calendars(const struct qian_calendar *calendar);
