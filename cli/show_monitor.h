// SPDX-License-Identifier: MulanPSL-2.0
// cli/show_monitor.h - what was found in a log and its bundles.
#pragma once

#include "cli/ui.h"
#include "engine/ceremony/monitor.h"

// Print it; QIAN_DISAGREES if anything was found.
int show_monitor(struct ui *ui, const char *today, const struct qian_monitor *m);
