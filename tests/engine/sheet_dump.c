// SPDX-License-Identifier: MulanPSL-2.0
// What a workbook is read as, for tests/sheet/xlsx.py; and the time that it takes.
//
//     sheet_dump FILE [SHEET]           the rows, a line each, then what was met
//     sheet_dump --count FILE           the numbers of rows and cells alone
//     sheet_dump --make FILE ROWS COLS  a workbook of so many rows of text and numbers
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/sheet/marked.h"
#include "engine/sheet/xlsx.h"

static int say(const struct qian_err *err) {
    printf("error\t%d\t%s\t%s\t%s\t%s\t%s\n", (int)err->status, err->clause, err->what, err->next,
           err->where, err->value);
    return (int)err->status;
}

static void put_text(struct qian_str text) {
    for (size_t i = 0; i < text.n; i++) {
        switch (text.p[i]) {
        case '\t':
            fputs("\\t", stdout);
            break;
        case '\n':
            fputs("\\n", stdout);
            break;
        case '\r':
            fputs("\\r", stdout);
            break;
        case '\\':
            fputs("\\\\", stdout);
            break;
        default:
            putchar(text.p[i]);
        }
    }
}

static void put_row(const struct qian_sheet_row *row) {
    static const char letters[] = "FNDXEMC";
    printf("row\t%zu\t%s\t%s", row->number, row->hidden ? "hidden" : "",
           row->fault ? row->fault : "");
    for (size_t c = 0; c < row->cells; c++) {
        putchar('\t');
        for (size_t bit = 0; bit < sizeof letters - 1; bit++)
            if (row->cell[c].marks >> bit & 1)
                putchar(letters[bit]);
        putchar('=');
        put_text(row->cell[c].text);
    }
    putchar('\n');
}

static int dump(const char *path, const char *sheet, bool count) {
    struct qian_err err = {0};
    struct qian_xlsx *x;
    struct qian_sheet_row *row = NULL;
    size_t rows = 0, cells = 0;
    if (qian_xlsx_open(path, sheet, &x, &err) != QIAN_OK)
        return say(&err);
    enum qian_status status;
    while ((status = qian_xlsx_next(x, &row, &err)) == QIAN_OK && row) {
        rows++;
        cells += row->cells;
        if (!count)
            put_row(row);
    }
    if (status == QIAN_OK) {
        const struct qian_rows_info *info = qian_xlsx_info(x);
        printf("info\t%s\t%zu\t%zu\t%zu\t%d\n", info->sheet, info->hidden_rows,
               info->hidden_columns, info->merged_ranges, info->filtered);
        if (count)
            printf("%zu rows, %zu cells, %" PRIu64 " of %" PRIu64 " bytes\n", rows, cells,
                   qian_xlsx_read(x), info->bytes);
    }
    qian_xlsx_close(x);
    return status == QIAN_OK ? 0 : say(&err);
}

static int make(const char *path, size_t rows, size_t columns) {
    struct qian_err err = {0};
    char text[96];
    struct qian_book *book = qian_book_open(path);
    qian_book_sheet(book, "名单");
    for (size_t r = 0; r < rows; r++) {
        for (size_t c = 0; c < columns; c++) {
            snprintf(text, sizeof text, "青岛某某食品有限公司 %zu-%zu", r, c);
            if (c % 4 == 3)
                qian_book_integer(book, r, c, r * 31 + c);
            else
                qian_book_text(book, r, c, qian_str(text));
        }
    }
    return qian_book_close(book, &err) == QIAN_OK ? 0 : say(&err);
}

int main(int argc, char **argv) {
    if (argc == 5 && strcmp(argv[1], "--make") == 0)
        return make(argv[2], strtoul(argv[3], NULL, 10), strtoul(argv[4], NULL, 10));
    if (argc == 3 && strcmp(argv[1], "--count") == 0)
        return dump(argv[2], NULL, true);
    if (argc == 2 || argc == 3)
        return dump(argv[1], argv[2], false);
    fputs("usage: sheet_dump FILE [SHEET]\n", stderr);
    return QIAN_USAGE;
}
