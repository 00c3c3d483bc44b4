// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/csv_stream.h - RFC 4180, strictly, of a file of any size, in the memory of one row
// (spec/import.md 2.1, 2.4, 2.5).
//
// Bytes are split before they are converted: no second to fourth byte of a code of GBK or GB18030
// is a comma, quotation mark, CR, LF or NUL.
#pragma once

#include "engine/sheet/rows.h"
#include "engine/sheet/source.h"

struct qian_csv_stream; // opaque

// `chunk` is how many bytes are read at once, at least 1. The encoding is what the whole file was
// found to be in (encoding.h): UTF-8 is handed on as it is.
struct qian_csv_stream *qian_csv_stream_open(struct qian_source source, enum qian_encoding encoding,
                                             size_t chunk);

// The next row, until the next call; *row is NULL at the end. Rows without any text are passed
// over. A row with a fault holds the cells before the fault, and the piece at which it was seen;
// reading goes on at the line after the one on which that row began, so that a quotation mark
// too many hides no rows that follow.
// QIAN_BAD_DATA for more than QIAN_ROWS_MAX rows, or what the source says.
enum qian_status qian_csv_stream_next(struct qian_csv_stream *s, struct qian_sheet_row **row,
                                      struct qian_err *err) QIAN_MUST_USE;
// How many bytes have been read.
uint64_t qian_csv_stream_read(const struct qian_csv_stream *s);
void qian_csv_stream_close(struct qian_csv_stream *s);
