// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/badrows.h - all rows of the input files that cannot be used, and why.
#pragma once

#include "engine/base/bytes.h"

struct qian_badrow {
    const char *file;   // which input: "targets", "inspectors", "recusals"
    size_t row;         // line of the file on which the row begins, the header being 1
    const char *column; // or ""
    char *value;        // printable, shortened; owned
    const char *reason; // a fixed sentence
    const char *code, *clause;
    size_t other_row; // the row that this one repeats, or 0
};

struct qian_badrows {
    struct qian_badrow *row; // owned
    size_t count, cap;
};

void qian_badrow_add(struct qian_badrows *rows, const char *file, size_t row, const char *column,
                     struct qian_str value, const char *code);
// The same for a fault that a code does not name well enough.
void qian_badrow_say(struct qian_badrows *rows, const char *file, size_t row, const char *column,
                     struct qian_str value, const char *code, const char *clause,
                     const char *reason);
// Sort by file, row and column.
void qian_badrows_sort(struct qian_badrows *rows);
void qian_badrows_free(struct qian_badrows *rows);
