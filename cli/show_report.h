// SPDX-License-Identifier: MulanPSL-2.0
// cli/show_report.h - prints the report of a year (spec/plan.md 8).
#pragma once

#include "cli/ui.h"
#include "engine/plan/report.h"

int show_report(struct ui *ui, const struct qian_planning *planning,
                const struct qian_plan_report *report);
