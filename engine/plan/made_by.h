// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/made_by.h - was a draw made by this line of this plan (spec/plan.md 7.5)?
#pragma once

#include "engine/core/notice.h"
#include "engine/plan/file.h"

// What plan and notice say where they differ; owned.
struct qian_made_by_difference {
    const char *what;  // fixed: "ratio", "window", …
    char *item;        // a code, or ""
    char *plan, *draw; // values
};
// Start with {0}; free with qian_made_by_free.
struct qian_made_by {
    struct qian_made_by_difference *difference; // in the order of spec/plan.md 7.5; owned
    size_t count, cap;
};

struct qian_made_by_order {
    const struct qian_plan_file *file;
    const char *list; // of the file
    const struct qian_notice *notice;
    const struct qian_rules *rules; // the pack of the bundle
    const char *carried; // id of the file's line with which the notice's goes on (7.6), or NULL
};
// Hold the notice against the plan file of a list. Where the notice names no line of the plan, that
// is the one difference.
void qian_made_by_compare(const struct qian_made_by_order *order, struct qian_made_by *out);
void qian_made_by_free(struct qian_made_by *drawn);
