// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/xlsx.h - the rows of one sheet of a workbook, OOXML (spec/import.md 3).
//
// A row is read at a time. In memory are kept the workbook's shared strings, up to QIAN_SHARED_MAX
// bytes, and the merged ranges of the sheet; all else has a size that does not grow with the file.
#pragma once

#include "engine/sheet/rows.h"

#define QIAN_SHEETS_MAX 1024    // sheets of a workbook
#define QIAN_MERGED_MAX 1048576 // merged ranges of a sheet
#define QIAN_SHEET_COLUMNS                                                                         \
    16384 // columns that a sheet can have, of which QIAN_ROW_CELLS_MAX are read

struct qian_xlsx; // opaque

// Open a ZIP archive as a workbook and find the sheet: the one of this name, or if `sheet` is NULL
// the only one that has a row with text. QIAN_BAD_DATA, with what to do next, if there is none or
// there are several (err->value names them), if the archive is no workbook, is damaged or breaks a
// limit of rows.h; QIAN_CANNOT if the file cannot be read. *out is NULL unless QIAN_OK.
enum qian_status qian_xlsx_open(const char *path, const char *sheet, struct qian_xlsx **out,
                                struct qian_err *err) QIAN_MUST_USE;
// The next row that has a cell with text, valid until the next call; *row is NULL at the end. Its
// cells end with the last that has text or lies in a merged range. Read to its end, or the sheet is
// not known to be whole. After an error only qian_xlsx_close may follow.
enum qian_status qian_xlsx_next(struct qian_xlsx *x, struct qian_sheet_row **row,
                                struct qian_err *err) QIAN_MUST_USE;
// Owned by `x`. Hidden columns count once a cell with text was met in them, hidden rows if they
// have text, merged ranges all from the beginning, the filter once it was met.
const struct qian_rows_info *qian_xlsx_info(const struct qian_xlsx *x);
// How many bytes of the file have been read, about, for progress.
uint64_t qian_xlsx_read(const struct qian_xlsx *x);
void qian_xlsx_close(struct qian_xlsx *x); // NULL is well
