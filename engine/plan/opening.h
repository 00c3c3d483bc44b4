// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/opening.h - the opening rosters of the items of a year, and what its lines come to
// (spec/plan.md 2.6, 3.14, 4.2).
#pragma once

#include "engine/plan/plan.h"

// Of one item.
struct qian_opening {
    size_t lines;
    const struct qian_plan *plan; // whose opening roster it is; NULL: no line was counted
    uint64_t roster, quota;
    bool partial; // `quota` leaves out a line (3.14)
    bool wanted;  // one of its lines is looked at
};

// What a line finds at the opening, or now; in its areas, or everywhere.
enum qian_status qian_opening_count(const struct qian_planning *planning,
                                    const struct qian_plan *plan, const struct qian_plan_line *line,
                                    bool opening, bool everywhere, struct qian_counted *out,
                                    struct qian_err *err) QIAN_MUST_USE;
// Add a line, counted at the opening: `counted` in its areas, `whole` everywhere. `opening` has a
// place for each of the planning's items.
void qian_opening_add(const struct qian_planning *planning, const struct qian_plan *plan,
                      const struct qian_plan_line *line, const struct qian_counted *counted,
                      const struct qian_counted *whole, struct qian_opening *opening);
// A line whose roster cannot be counted.
void qian_opening_leave_out(const struct qian_counted *uncounted, struct qian_opening *opening);
// All lines of the year; where `with` is given, those alone that have an item of it. `out` has a
// place for each of the planning's items.
enum qian_status qian_openings_read(const struct qian_planning *planning,
                                    const struct qian_plan_line *with, struct qian_opening *out,
                                    struct qian_err *err) QIAN_MUST_USE;

// Fill in the rosters of the time of the check for the items that have no plan.
enum qian_status qian_rosters_now(const struct qian_planning *planning,
                                  struct qian_opening *opening, struct qian_err *err) QIAN_MUST_USE;

// The smaller of the item's cap and the pack's maximum; 0: none.
uint32_t qian_wish_upper(const struct qian_wish *wish);
bool qian_line_has(const struct qian_plan_line *line, size_t item);
// Is there room for a draw of the line under this id (spec/plan.md 4.5)? QIAN_REFUSED if not. `now`
// is the line, counted now; start it with {0}.
struct qian_draw_changes;
enum qian_status qian_line_room(const struct qian_planning *planning, const struct qian_plan *plan,
                                const struct qian_plan_line *line, const char *draw,
                                const struct qian_draw_changes *changes, struct qian_counted *now,
                                struct qian_err *err) QIAN_MUST_USE;
