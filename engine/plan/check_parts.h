// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/check_parts.h - what the files of the check share.
#pragma once

#include "engine/plan/check.h"

struct qian_checking {
    const struct qian_planning *planning;
    struct qian_breaches *out;
    const struct qian_plan *plan;      // at hand
    const struct qian_plan_line *line; // at hand, or NULL
};

// Add a breach of the line at hand; `item` is a code, or "". The value is a printf format.
void qian_breach(const struct qian_checking *c, enum qian_rule rule, bool warning, const char *item,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));

void qian_check_line(struct qian_checking *c);      // P01, P02, P05 to P08, P17, P20, P29
void qian_check_dates(struct qian_checking *c);     // P21 to P23, P26, P27
void qian_check_deadlines(struct qian_checking *c); // P24, P25, P28
// P03, P04, P09
void qian_check_year(struct qian_checking *c);
// P10 to P16, P18, P19, P30; they read the rosters.
enum qian_status qian_check_items(struct qian_checking *c, struct qian_err *err) QIAN_MUST_USE;
