// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/export.h - a plan as a workbook in the form of annex 5 (spec/plan.md 6.1).
#pragma once

#include "engine/plan/plan.h"

// QIAN_CANNOT where the file cannot be written; it is then as it was.
enum qian_status qian_plan_export(const struct qian_plan *plan, const char *path,
                                  struct qian_err *err) QIAN_MUST_USE;
