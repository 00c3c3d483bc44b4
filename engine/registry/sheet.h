// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/sheet.h - a CSV file whose columns are found by their names (spec/request.md 2).
#pragma once

#include "engine/registry/badrows.h"
#include "engine/registry/csv.h"

#define QIAN_SHEET_COLUMNS_MAX 7

struct qian_sheet {
    const char *file;
    struct qian_csv csv;
    size_t columns;                    // that are wanted
    const char *const *name;           // their names
    size_t at[QIAN_SHEET_COLUMNS_MAX]; // where each stands in a record
    size_t width;                      // fields of the header
    struct qian_badrows *bad;
    struct qian_str field[QIAN_SHEET_COLUMNS_MAX]; // of the current record, by wanted column
};

// Open over the bytes of the file. False if columns are missing or stand twice, which is then
// listed in `bad`. Names of other columns are appended to `ignored`, separated by ", ".
bool qian_sheet_open(struct qian_sheet *sheet, const char *file, struct qian_buf *bytes,
                     const char *const *name, size_t columns, struct qian_badrows *bad,
                     struct qian_buf *ignored);
// The next record that has the right number of fields; others are listed. False at the end.
bool qian_sheet_next(struct qian_sheet *sheet);
void qian_sheet_close(struct qian_sheet *sheet);

// Turn a list separated by ';' into one separated by ',', sorted. NULL, or the code of what is
// wrong: F07 if it holds a ',', F05 if an element stands twice.
const char *qian_sheet_list(struct qian_str field, struct qian_buf *out);
