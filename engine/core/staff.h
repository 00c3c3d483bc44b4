// SPDX-License-Identifier: MulanPSL-2.0
// engine/core/staff.h - inspectors and experts as the second random sees them, and the teams that
// the visits need (spec/inspectors.md 1, 2, 4).
#pragma once

#include "engine/core/select.h"

#define QIAN_NOBODY UINT32_MAX

struct qian_member {
    struct qian_str id, department, areas;
    bool expert;
    uint32_t capacity;
    struct qian_itemset items;
};

struct qian_recused {
    struct qian_str target;
    uint32_t inspector;
};

// Strings point into the tables' bytes.
struct qian_staff {
    struct qian_member *member; // by row of inspectors.tsv; owned
    size_t count;
    struct qian_recused *recused; // sorted by target, then inspector; owned
    size_t recused_count;
};

// Items that the notice has not are passed over. QIAN_BAD_DATA with R08: a recusal names no row.
enum qian_status qian_staff_read(const struct qian_frame *frame,
                                 const struct qian_table *inspectors,
                                 const struct qian_table *recusals, struct qian_staff *out,
                                 struct qian_err *err) QIAN_MUST_USE;
void qian_staff_free(struct qian_staff *staff);
// Does each inspector name items of the notice alone? QIAN_BAD_DATA with R04.
enum qian_status qian_staff_check(const struct qian_notice *notice,
                                  const struct qian_table *inspectors,
                                  struct qian_err *err) QIAN_MUST_USE;

// One team: slots that are filled from the same candidates. An expert team is a whole visit's.
struct qian_need {
    uint32_t visit;         // from 0
    const char *department; // NULL for experts
    struct qian_itemset items;
    uint32_t slots;
};

// The inspectors' teams in order, or, with `experts`, the experts'. Caller frees.
struct qian_need *qian_teams(const struct qian_notice *notice, const struct qian_selection *sel,
                             bool experts, size_t *count);

// Is the member a candidate of the team on a target in this area, recusals apart?
bool qian_eligible(const struct qian_member *member, const struct qian_need *team,
                   struct qian_str area);
// Does recusals.tsv hold the pair?
bool qian_is_recused(const struct qian_staff *staff, struct qian_str target, uint32_t member);
