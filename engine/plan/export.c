// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/plan/export.h"

#include <stdlib.h>

#include "engine/sheet/marked.h"

#define WIDTH 16      // characters of a column
#define WIDTH_LONG 40 // of those with names

static bool is_long(size_t column) {
    return column == QIAN_LINE_TITLE || column == QIAN_LINE_OBJECT || column == QIAN_LINE_BASIS ||
           column == QIAN_LINE_NOTE;
}

// spec/plan.md 6.1: "one sheet, the header in Chinese, one row a line, all columns"
enum qian_status qian_plan_export(const struct qian_plan *plan, const char *path,
                                  struct qian_err *err) {
    char *name[QIAN_LINE_COLUMNS];
    const char *names[QIAN_LINE_COLUMNS];
    struct qian_book *book = qian_book_open(path);
    qian_book_sheet(book, "年度双随机抽查计划");
    for (size_t c = 0; c < QIAN_LINE_COLUMNS; c++) {
        struct qian_split split = qian_split(qian_str(qian_lines_kind.column[c].synonyms), '|');
        struct qian_str first = {"", 0};
        (void)qian_split_next(&split, &first);
        names[c] = name[c] = qian_str_copy(first);
        qian_book_width(book, c, is_long(c) ? WIDTH_LONG : WIDTH);
    }
    qian_book_header(book, names, QIAN_LINE_COLUMNS, plan->lines);
    for (size_t i = 0; i < plan->lines; i++)
        for (size_t c = 0; c < QIAN_LINE_COLUMNS; c++)
            if (plan->line[i].field[c][0])
                qian_book_text(book, i + 1, c, qian_str(plan->line[i].field[c]));
    for (size_t c = 0; c < QIAN_LINE_COLUMNS; c++)
        free(name[c]);
    return qian_book_close(book, err);
}
