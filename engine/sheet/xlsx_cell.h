// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/xlsx_cell.h - the row that is being read of a sheet, cell by cell.
#pragma once

#include "engine/sheet/xlsx_sheet.h"

enum qian_cell_type {
    QIAN_TYPE_NUMBER,
    QIAN_TYPE_SHARED,
    QIAN_TYPE_STRING, // of a formula
    QIAN_TYPE_INLINE,
    QIAN_TYPE_BOOLEAN,
    QIAN_TYPE_ERROR,
    QIAN_TYPE_DATE, // in ISO 8601
    QIAN_TYPE_UNKNOWN,
};

struct qian_xlsx_line {
    struct qian_xlsx_tables tables;
    struct qian_sheet_row row;
    struct qian_cell cell[QIAN_ROW_CELLS_MAX];
    size_t
        at[QIAN_ROW_CELLS_MAX]; // where the cell's text stands in `text`; its p is NULL till then
    struct qian_buf text;       // of the row's cells, but for shared strings
    uint32_t last;              // column of the last cell met, from 1
    size_t used;                // cells that are not all zero
    bool any;                   // a cell has text
    // The cell that is open.
    enum qian_cell_type type;
    uint64_t style;
    unsigned marks;
    size_t start; // of its value in `text`
    bool too_long;
};

void qian_line_begin(struct qian_xlsx_line *line, size_t number, bool hidden);
// False if the cell stands in another row, or not behind the cells before it.
bool qian_line_cell(struct qian_xlsx_line *line, const char **attributes);
// A piece of the open cell's value.
void qian_line_value(struct qian_xlsx_line *line, struct qian_str piece);
void qian_line_cell_end(struct qian_xlsx_line *line);
// The row is complete: its texts stand where they are, `cells` is their number. True if it has
// text.
bool qian_line_end(struct qian_xlsx_line *line, struct qian_merged *merged);
