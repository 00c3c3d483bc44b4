// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/report.h - the report of a year: what was done of its plans (spec/plan.md 8).
#pragma once

#include "engine/plan/plan.h"
#include "engine/registry/visits.h"

// One of the planning's items.
struct qian_reported_item {
    bool told;              // it belongs to the year; if not, nothing else of it is said
    bool drawn;             // by a draw that was entered
    size_t lines, executed; // lines of the year that have it, and how many of them have a draw
    uint64_t roster;        // opening
    uint64_t reached;       // targets inspected
    uint64_t least;         // which the year must reach
};
// Why no draw of the year took it (spec/plan.md 8.2).
enum qian_undone {
    QIAN_UNDONE_NOT, // one did
    QIAN_UNDONE_EMPTY_ROSTER,
    QIAN_UNDONE_NO_LINE,
    QIAN_UNDONE_NOT_EXECUTED,
    QIAN_UNDONE_LEFT_OUT,
};
enum qian_undone qian_undone_why(const struct qian_reported_item *item);

struct qian_unexecuted {
    const struct qian_plan *plan; // borrowed from the planning
    const struct qian_plan_line *line;
    uint32_t over; // days after the end of its window; 0 if it has not ended, or has none
};
// Numbers of a department's items; [0] of the year, [1] of the year before.
struct qian_key_share {
    char *department; // owned
    size_t items[2], key[2];
};

// Start with {0}; free with qian_plan_report_free.
struct qian_plan_report {
    struct qian_reported_item *item; // a place for each of the planning's items
    struct qian_unexecuted *unexecuted;
    size_t unexecuteds, unexecuted_cap;
    struct qian_key_share *share; // by department
    size_t shares, share_cap;
    struct qian_visits visits;
};
// The plans that are wanted are all of the year.
enum qian_status qian_plan_report(const struct qian_planning *planning,
                                  struct qian_plan_report *out, struct qian_err *err) QIAN_MUST_USE;
void qian_plan_report_free(struct qian_plan_report *report);
