// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/xlsx_merged.h - the merged ranges of a sheet (spec/import.md 3.6).
//
// They stand behind the rows in the part, and are wanted before them: the part is looked through
// once more in front, and parsed only if it names any.
#pragma once

#include "engine/sheet/rows.h"
#include "engine/sheet/xlsx_xml.h"

// Cells without a value of their own: rows first..last, columns left..right.
struct qian_band {
    uint32_t first, last;
    uint16_t left, right;
};

// Start with {0}; free with qian_merged_free.
struct qian_merged {
    size_t ranges;
    struct qian_band *by_first, *by_last; // each `bands` long
    size_t bands, cap, begun, ended;
    uint32_t cover[QIAN_ROW_CELLS_MAX]; // bands over each column in the row that is read
};

enum qian_status qian_merged_read(struct qian_zip *zip, const char *part,
                                  struct qian_merged *merged, struct qian_err *err) QIAN_MUST_USE;
// Go to a row below the one before. True if any cell of it has no value of its own.
bool qian_merged_row(struct qian_merged *merged, uint32_t row);
void qian_merged_free(struct qian_merged *merged);

// "AB12" as row and column, each from 1; false if it is no cell of a sheet. `end` is what may
// follow: 0 or ':'.
bool qian_cell_place(const char *name, char end, uint32_t *row, uint32_t *column);
