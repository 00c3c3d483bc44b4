// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/export.h - a plan as a workbook in the form of annex 5 (spec/plan.md 6.1); when its
// lines are due (6.3).
#pragma once

#include "engine/plan/plan.h"

// QIAN_CANNOT where the file cannot be written; it is then as it was.
enum qian_status qian_plan_export(const struct qian_plan *plan, const char *path,
                                  struct qian_err *err) QIAN_MUST_USE;
// Write which lines of the approved ones among the wanted plans are due when, for
// `qian log monitor`; *lines is how many. QIAN_REFUSED where a line has no end or too long a name.
enum qian_status qian_plan_export_due(const struct qian_planning *planning, const char *path,
                                      size_t *lines, struct qian_err *err) QIAN_MUST_USE;
