// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/file.h - a version of a plan as the file that offices sign (spec/plan.md 7.1).
#pragma once

#include "engine/plan/plan.h"

#define QIAN_PLAN_FILE_MAX 16777216 // bytes

// Append the plan file of a version, the number of a change. With a `day` the rows that are valid
// on that day, instead of those that are valid without an end. QIAN_REFUSED where a field cannot be
// written (F04) or the file would be too large (F11).
enum qian_status qian_plan_file_write(struct qian_store *store, uint64_t list, uint64_t version,
                                      const char *day, struct qian_buf *out,
                                      struct qian_err *err) QIAN_MUST_USE;

// Lines out of a file. Start with {0}; free with qian_plan_file_free.
struct qian_plan_file {
    struct qian_plan_line *line; // by id; owned
    size_t lines, cap;
};
// Read the bytes of a file; `where` is its path, for errors, and `items` tell what joint items are.
// QIAN_BAD_DATA with the code of spec/plan.md 7.1.
enum qian_status qian_plan_file_read(struct qian_str bytes, const char *where,
                                     const struct qian_items *items, struct qian_plan_file *out,
                                     struct qian_err *err) QIAN_MUST_USE;
void qian_plan_file_free(struct qian_plan_file *file);
// The line of this id; NULL if there is none.
const struct qian_plan_line *qian_plan_file_line(const struct qian_plan_file *file,
                                                 struct qian_str id);
