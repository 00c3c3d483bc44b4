// SPDX-License-Identifier: MulanPSL-2.0
// cli/show_count.h - a deadline, and the days that were passed over and why.
#pragma once

#include "cli/ui.h"
#include "engine/plan/deadline.h"

#define COUNT_PACKS_MAX 8

// One period and its end; `pack` is the name of the pack that has it, or "".
struct count {
    const char *pack;
    struct qian_period period;
    struct qian_end end;
};

// What was counted.
struct counted {
    const struct qian_calendar *calendar;
    const char *from; // as it was given
    int32_t from_day;
    struct count count[COUNT_PACKS_MAX];
    size_t counts;
    size_t holds; // which of them holds (spec/calendar.md 4.7)
};

// Print it and return the exit code.
int show_count(struct ui *ui, const struct counted *counted);
// "Mon" to "Sun" in the user's language.
const char *show_weekday(const struct ui *ui, int32_t day);
// Append SHA-256 and SM3 of bytes, a line each, or as members of an object.
void show_digests(struct qian_buf *out, struct qian_str bytes);
