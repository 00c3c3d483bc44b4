// SPDX-License-Identifier: MulanPSL-2.0
// engine/core/table.h - the strict reader of the five tables (spec/tables.md 1-5).
//
// A table is read from the bytes of its file, which the rows point into: the bytes must outlive
// the table. Reading never stops at a fault, so that all codes are known; but rows may be used
// only if there was none.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"

#define QIAN_LINE_MAX 65535 // spec/bundle.md 1.3
#define QIAN_TARGETS_MAX 1000000000u
#define QIAN_INSPECTORS_MAX 999999u
#define QIAN_RECUSALS_MAX 10000000u
#define QIAN_COLUMNS_MAX 7

enum qian_table_kind {
    QIAN_TARGETS,
    QIAN_INSPECTORS,
    QIAN_RECUSALS,
    QIAN_SELECTION,
    QIAN_ASSIGNMENT,
};

// The fields of one row, in the order of the header.
struct qian_row {
    struct qian_str field[QIAN_COLUMNS_MAX];
};

struct qian_table {
    enum qian_table_kind kind;
    size_t rows;
    struct qian_row *row;  // owned
    uint32_t codes;        // set of faults: bit i is qian_table_codes[i]
    struct qian_err first; // the first fault met, if codes is not 0
};

// "F01", "F02", … in the order of the bits of `codes`.
extern const char *const qian_table_codes[];
extern const size_t qian_table_code_count;

const char *qian_table_file(enum qian_table_kind kind);   // "targets.tsv"
const char *qian_table_header(enum qian_table_kind kind); // header line without LF
size_t qian_table_columns(enum qian_table_kind kind);
const char *qian_table_column(enum qian_table_kind kind, size_t column); // its name

// Check one field as the column wants it: NULL or a reason code.
const char *qian_table_check(enum qian_table_kind kind, size_t column, struct qian_str field);

// Read the bytes of a whole file. Free with qian_table_free.
void qian_table_read(enum qian_table_kind kind, struct qian_str bytes, struct qian_table *out);
void qian_table_free(struct qian_table *table);

// Columns by name, for those who use rows.
enum { T_ID, T_NAME, T_AREA, T_CLASS, T_ITEMS, T_BARRED, T_SALT };
enum { I_ID, I_ROLE, I_DEPARTMENT, I_AREAS, I_ITEMS, I_CAPACITY, I_IDENTITY };
enum { R_INSPECTOR, R_TARGET, R_REASON };
enum { S_ORDER, S_ID, S_KEY, S_ITEMS, S_BATCH };
enum { A_ORDER, A_TARGET, A_DEPARTMENT, A_SLOT, A_ROLE, A_INSPECTOR, A_KEY };
