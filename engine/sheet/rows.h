// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/rows.h - rows of cells out of a department's file: CSV in one of three encodings, or
// a workbook (spec/import.md 2, 3).
//
// A row is read at a time; memory does not grow with the rows (a workbook's shared strings are
// kept, up to QIAN_SHARED_MAX bytes). All text that comes out is UTF-8 without a byte order mark;
// whether a cell's text is good text (spec/bundle.md 2.1, 2.2) is for the caller to judge.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"

#define QIAN_CELL_MAX 65535             // bytes of one cell, decoded
#define QIAN_ROW_CELLS_MAX 1024         // cells of one row
#define QIAN_ROWS_MAX 20000000          // rows of one CSV file
#define QIAN_SHEET_ROWS_MAX 1048576     // rows of one sheet of a workbook
#define QIAN_SHARED_MAX (1ull << 30)    // bytes of a workbook's shared strings
#define QIAN_UNPACKED_MAX (16ull << 30) // bytes that all parts of a workbook unpack to
#define QIAN_UNPACK_RATIO_MAX 1000      // a part unpacks to at most so many times its packed size

enum qian_encoding { QIAN_UTF8, QIAN_UTF8_BOM, QIAN_GBK, QIAN_GB18030, QIAN_UNICODE_XLSX };

// What a cell of a workbook brings along. A cell of a CSV has none.
enum qian_cell_mark {
    QIAN_CELL_FORMULA = 1, // its text is the value that was stored when it was last computed
    QIAN_CELL_NUMBER = 2,  // stored as a number; text is its shortest decimal form
    QIAN_CELL_DATE = 4,    // stored as a number that its style shows as a date; text is YYYY-MM-DD
    QIAN_CELL_DAMAGED = 8, // a number of more than 15 digits: its last digits are lost
    QIAN_CELL_ERROR = 16,  // #N/A and its like
    QIAN_CELL_MERGED = 32, // lies in a merged range and is not its first cell
    QIAN_CELL_CONTESTED =
        64, // GBK or GB18030 bytes that converters read differently, or cannot read
};

struct qian_cell {
    struct qian_str text; // until the next row is read
    unsigned marks;
};

struct qian_sheet_row {
    size_t number; // line of the CSV on which it begins, or the sheet's row; the first is 1
    struct qian_cell *cell;
    size_t cells;
    bool hidden; // a hidden or filtered row of a workbook
    // What is wrong with the row's form (a fixed sentence), or NULL. The cells of a faulted row of
    // a CSV are those before the fault, and the piece at which it was seen.
    const char *fault;
};

struct qian_rows_order {
    const char *path;
    const char *encoding; // "utf-8", "gbk", "gb18030"; NULL: detect
    const char *sheet;    // name of the sheet; NULL: the only one that has rows
};

// What a file turned out to be. Owned by the rows.
struct qian_rows_info {
    const char *format; // "csv" or "xlsx"
    enum qian_encoding encoding;
    bool detected;          // the encoding was found by looking, not stated
    struct qian_buf sample; // the first line that is not ASCII, converted, for a person to confirm
    char *sheet;            // name of the sheet, or NULL
    size_t hidden_rows, hidden_columns, merged_ranges; // as far as read
    bool filtered;                                     // the sheet has a filter
    uint64_t bytes;                                    // size of the file
};

struct qian_rows; // opaque

// Open a file. QIAN_BAD_DATA, with what to do next, for what is no readable file of these formats:
// BIFF8 (.xls of Excel 97-2003), XML SpreadsheetML, a password-protected workbook, a zip without
// the parts of a workbook, several sheets with rows and none named, text of no known encoding.
// What a file is, its bytes say, not its name. A CSV is looked at as a whole before the first row,
// so bytes that fit no encoding, or not the stated one, are refused here, with their line. The file
// must stay as it is until it is closed.
enum qian_status qian_rows_open(const struct qian_rows_order *order, struct qian_rows **out,
                                struct qian_err *err) QIAN_MUST_USE;
const struct qian_rows_info *qian_rows_info(const struct qian_rows *rows);
// The next row; *row is NULL at the end. Rows without any cell that has text are passed over.
// Too many or too large cells of a CSV are the row's fault; QIAN_BAD_DATA for too many rows, and
// for a workbook that breaks off or breaks a limit above.
enum qian_status qian_rows_next(struct qian_rows *rows, struct qian_sheet_row **row,
                                struct qian_err *err) QIAN_MUST_USE;
// How many bytes of the file have been read, for progress.
uint64_t qian_rows_read(const struct qian_rows *rows);
void qian_rows_close(struct qian_rows *rows);
