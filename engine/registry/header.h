// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/header.h - which column of a file is which of the kind (spec/import.md 4).
#pragma once

#include "engine/registry/columns.h"
#include "engine/sheet/rows.h"

#define QIAN_HEADER_ROWS 20 // in which the header is looked for
#define QIAN_KIND_COLUMNS_MAX 32
#define QIAN_NO_COLUMN SIZE_MAX

struct qian_header_order {
    const struct qian_kind *kind;
    size_t row;             // of the header; 0: look for it
    const char *const *map; // "COLUMN=NAME"
    size_t maps;
    const char *const *set; // "COLUMN=VALUE"
    size_t sets;
};

// Start with {0}; free with qian_header_free.
struct qian_header {
    size_t row;                       // on which it stands
    size_t width;                     // its cells
    size_t at[QIAN_KIND_COLUMNS_MAX]; // of the file, for each column of the kind, or QIAN_NO_COLUMN
    char *name[QIAN_KIND_COLUMNS_MAX];      // as the file has it, or NULL; owned
    const char *set[QIAN_KIND_COLUMNS_MAX]; // the value of every row, or NULL; borrowed
    struct qian_buf unread;                 // the other columns' names, separated by ", "
    struct qian_buf above;                  // what stands above the header
};

// Read rows up to the header. QIAN_BAD_DATA if none of the rows is one, QIAN_USAGE for a mapping
// that names what is not there.
enum qian_status qian_header_find(const struct qian_header_order *order, struct qian_rows *rows,
                                  struct qian_header *out, struct qian_err *err) QIAN_MUST_USE;
void qian_header_free(struct qian_header *header);
