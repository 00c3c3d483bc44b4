// SPDX-License-Identifier: MulanPSL-2.0
// cli/office.h - what offices sign: rules packs and calendars (spec/rules.md 3), plans
// (spec/plan.md 7).
#pragma once

#include "cli/house.h"
#include "engine/ceremony/office.h"
#include "engine/ceremony/policy_read.h"
#include "engine/plan/calendar.h"
#include "engine/plan/file.h"

// A paper out of a file. Start with {0}; free with office_paper_free.
struct office_paper {
    struct qian_buf bytes;
    struct qian_rules rules;
    struct qian_calendar calendar;
    struct qian_plan_file plan;
    char *name;                  // of the plan's list
    struct qian_office_paper is; // points into what stands above
};

struct office_order {
    const char *path, *policy, *note;
    const char *name; // of the signer
    enum qian_suite suite;
    bool plan; // the file is a plan's, else a pack or calendar
};

// Read the file. `items` tell what joint items of a plan are; NULL: nothing is known of them.
enum qian_status office_paper_read(const char *path, bool plan, const struct qian_items *items,
                                   struct office_paper *out, struct qian_err *err) QIAN_MUST_USE;
void office_paper_free(struct office_paper *paper);

// Does the policy have an `office` line?
bool office_wanted(const struct qian_policy *policy);
// Judge a note by the offices of the policy (spec/rules.md 3.2).
enum qian_status office_judge(const struct qian_office_paper *paper,
                              const struct qian_policy *policy, struct qian_str note,
                              const char *where, struct qian_err *err) QIAN_MUST_USE;
// Say what was done with a paper.
int office_show(struct ui *ui, const struct qian_office_paper *paper, const char *what);

// Add a signature to the order's note. `house` has its home and source; it is closed, and the exit
// code returned.
int office_sign(struct ui *ui, const struct office_order *order, struct house *house);
