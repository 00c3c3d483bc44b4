// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/convert.h - from what a cell says to a register's value (spec/import.md 5).
#pragma once

#include "engine/registry/areas.h"
#include "engine/registry/columns.h"
#include "engine/sheet/rows.h"

struct qian_convert {
    struct qian_findings *findings;
    struct qian_areas *areas; // borrowed
    struct qian_str province; // of the row, for names of divisions; or empty
    size_t row;
};

// Append the value of a cell; false if the cell cannot be used, which is then among the findings.
bool qian_convert(const struct qian_convert *c, const struct qian_column *column,
                  const struct qian_cell *cell, struct qian_buf *out);

// The text without blanks at its ends.
struct qian_str qian_trim(struct qian_str text);
// Append a day in any of the forms of import 5.4 as YYYY-MM-DD; false if it is none.
bool qian_convert_date(struct qian_str text, struct qian_buf *out);
// Append the code that replacing of look-alikes makes of this one; false unless exactly one is
// right.
bool qian_look_alike(struct qian_str code, struct qian_buf *out);
