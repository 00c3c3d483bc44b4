// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/xlsx_sheet.h - the rows of one sheet's part (spec/import.md 3.4 to 3.6).
#pragma once

#include "engine/sheet/rows.h"
#include "engine/sheet/xlsx_merged.h"
#include "engine/sheet/xlsx_strings.h"
#include "engine/sheet/xlsx_styles.h"

struct qian_xlsx_sheet; // opaque

// What the cells of a sheet refer to. All borrowed.
struct qian_xlsx_tables {
    const struct qian_strings *strings;
    const struct qian_styles *styles;
    bool from_1904;
};

// Read the rows of what `source` gives. `merged` may be NULL; `info` gets what was met. All are
// borrowed until qian_xlsx_sheet_close.
struct qian_xlsx_sheet *qian_xlsx_sheet_open(struct qian_xlsx_tables tables,
                                             struct qian_merged *merged,
                                             struct qian_rows_info *info, qian_xml_source *source,
                                             void *from);
enum qian_status qian_xlsx_sheet_next(struct qian_xlsx_sheet *sheet, struct qian_sheet_row **row,
                                      struct qian_err *err) QIAN_MUST_USE;
void qian_xlsx_sheet_close(struct qian_xlsx_sheet *sheet); // NULL is well
