// SPDX-License-Identifier: MulanPSL-2.0
// cli/show_values.h - what a rule found, in the language of the user.
#pragma once

#include "cli/ui.h"
#include "engine/plan/check.h"

// Append the value of a breach. In Chinese, columns of a plan have the names of its workbook
// (spec/plan.md 6.1), and the few words that rules use are said.
void show_value(const struct ui *ui, const struct qian_breach *breach, struct qian_buf *out);
