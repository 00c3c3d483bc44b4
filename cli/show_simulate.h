// SPDX-License-Identifier: MulanPSL-2.0
// cli/show_simulate.h - what a rehearsal of the plans of a year came to.
#pragma once

#include "cli/ui.h"
#include "engine/plan/simulate.h"

int show_simulation(struct ui *ui, const struct qian_simulate_order *order,
                    const struct qian_simulation *simulation);
// Write the four charts into a folder: months.svg, doors.svg, ratios.svg, inspectors.svg.
enum qian_status show_charts(struct ui *ui, const struct qian_simulate_order *order,
                             const struct qian_simulation *simulation, const char *folder,
                             struct qian_err *err) QIAN_MUST_USE;
