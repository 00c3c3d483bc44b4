// SPDX-License-Identifier: MulanPSL-2.0
// cli/show_plan_check.h - what speaks against the plans of a year, for people and as JSON
// (spec/plan.md 3.32).
#pragma once

#include "cli/ui.h"
#include "engine/plan/check.h"

// The breaches are sorted as the check leaves them. The exit code is the caller's.
int show_plan_check(struct ui *ui, const struct qian_planning *planning,
                    const struct qian_breaches *found);
