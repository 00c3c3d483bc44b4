// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/intake.h - what the three imports share: a field of a CSV row, put into the form
// of the table and checked; every fault is listed in the intake's bad rows.
#pragma once

#include "engine/registry/roster.h"
#include "engine/registry/sheet.h"

// Check one field, once it is in the form of the table. `column` is the sheet's.
bool qian_intake_check(struct qian_intake *in, const struct qian_sheet *s, size_t column,
                       enum qian_table_kind kind, size_t table_column, struct qian_str field);
// Convert a list field, append it to `out` and check it.
bool qian_intake_list(struct qian_intake *in, const struct qian_sheet *s, size_t column,
                      enum qian_table_kind kind, size_t table_column, struct qian_buf *out);
// List the codes of a converted list that are no items of the notice.
void qian_intake_items(struct qian_intake *in, const struct qian_sheet *s, size_t column,
                       struct qian_str list);
// Append 32 digits that only the holder of the intake's secret can compute for this id.
void qian_intake_salt(const struct qian_intake *in, const char *label, struct qian_str id,
                      struct qian_buf *out);
// Append the pseudonym of the row with this index: P000001 is 0.
void qian_pseudonym_write(struct qian_buf *out, size_t index);
// List the row if its line of the table, of this length, is over the limit.
void qian_intake_line(struct qian_intake *in, const struct qian_sheet *s, size_t length);
