// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/reached.h - how many targets were inspected in the year (spec/plan.md 3.15), and
// drawn (4.2).
#pragma once

#include "engine/plan/plan.h"

// Distinct targets, by canonical id, with an inspection in the year of the plan and up to the time
// of the check, for each item; `out` has room for all of them.
enum qian_status qian_reached(const struct qian_planning *planning, uint64_t *out,
                              struct qian_err *err) QIAN_MUST_USE;
// The same of what draws took, that were entered (spec/history.md 1.4).
enum qian_status qian_drawn_targets(const struct qian_planning *planning, uint64_t *out,
                                    struct qian_err *err) QIAN_MUST_USE;
