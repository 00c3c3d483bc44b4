// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/marked.h - write a workbook in which cells are marked, for people to correct
// (spec/import.md 6.1).
//
// The same calls write the same bytes. Memory does not grow with the rows, but with the notes.
// A text is written as text, whatever it begins with: never a formula, a link or a number.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"

struct qian_book; // opaque

// Begin a workbook that is to become the file `path`; until it is closed well there is no such
// file, or the old one. The first thing that goes wrong is told by qian_book_close, and what is
// called in between then does nothing.
struct qian_book *qian_book_open(const char *path);
// Begin a sheet; what is written from now on goes there. A name has 1 to 31 characters, none of
// []:*?/\, and is not that of another sheet in any case.
void qian_book_sheet(struct qian_book *book, const char *name);
// The width of a column in characters. Columns are counted from 0. Before the sheet's first row.
void qian_book_width(struct qian_book *book, size_t column, unsigned characters);
// The first row: bold, it stays when the sheet is scrolled, with a filter over `rows` rows below
// it.
void qian_book_header(struct qian_book *book, const char *const *names, size_t count, size_t rows);
// Write into a cell; rows are counted from 0, and no row above one that was written before is
// written to. A text has at most 32,767 characters. What is no good UTF-8, or a NUL, is written as
// qian_show does.
void qian_book_text(struct qian_book *book, size_t row, size_t column, struct qian_str text);
// The same in red, and if `note` is not NULL with a note that the cell shows.
void qian_book_marked(struct qian_book *book, size_t row, size_t column, struct qian_str text,
                      const char *note);
// As a number; one that has more digits than a spreadsheet keeps is written as text.
void qian_book_integer(struct qian_book *book, size_t row, size_t column, uint64_t value);
// Write the file, all of it or none, such that it stays after a power cut, and free the book.
// QIAN_CANNOT if anything went wrong; `path` is then as it was.
enum qian_status qian_book_close(struct qian_book *book, struct qian_err *err) QIAN_MUST_USE;
// Free a book of which no file is to be made.
void qian_book_drop(struct qian_book *book);
