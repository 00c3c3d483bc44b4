// SPDX-License-Identifier: MulanPSL-2.0
// Steps 11 to 15 for tables: header, fields, order, repeats, forms (tables.md 1 to 5).
#ifndef QIAN_VERIFIER_FORMS_H
#define QIAN_VERIFIER_FORMS_H

#include "verifier/table.h"

// One row while it is judged: each step counts once a row, with the first fault in words.
struct row {
    struct report *report;
    struct file *file;
    const struct columns *columns;
    uint64_t line;
    uint64_t faults; // bit n: step n
    struct bytes fields[COLUMNS_MAX];
};

void table_judge(struct report *r, struct file *file, int file_number);

// A fault in the column. (Used by fields.c.)
void row_fault(struct row *row, int step, size_t column, const char *expected);
// The fields of a row of that table (fields.c).
void fields_judge(struct row *row, int file_number);

#endif
