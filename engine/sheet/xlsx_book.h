// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/xlsx_book.h - what is common to the sheets of a workbook (spec/import.md 3.1, 3.3).
#pragma once

#include "engine/sheet/xlsx_rels.h"
#include "engine/sheet/xlsx_strings.h"
#include "engine/sheet/xlsx_styles.h"

struct qian_xlsx_tab {
    char *name;
    const char *part;
};

// Start with {0}; free with qian_xlsx_book_free.
struct qian_xlsx_book {
    struct qian_rels root, rels;
    struct qian_xlsx_tab *tab; // sheets of cells, in the order of the workbook; no charts
    size_t tabs, cap;
    bool from_1904;
    struct qian_strings strings;
    struct qian_styles styles;
};

enum qian_status qian_xlsx_book_read(struct qian_zip *zip, struct qian_xlsx_book *book,
                                     struct qian_err *err) QIAN_MUST_USE;
void qian_xlsx_book_free(struct qian_xlsx_book *book);
