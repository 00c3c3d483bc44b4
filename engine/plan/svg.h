// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/svg.h - bar charts as SVG: no script, no link, no font; the same bars give the same
// bytes (spec/plan.md 6.2).
#pragma once

#include "engine/base/bytes.h"

struct qian_bar_shown {
    const char *label; // text
    uint64_t value;
    uint64_t low, high; // bounds, drawn as a bracket where high > 0
    const char *text;   // what is written at its end
};
// Append a chart. Bars lie below each other in their order.
void qian_svg_bars(struct qian_buf *out, const char *title, const struct qian_bar_shown *bar,
                   size_t bars);
