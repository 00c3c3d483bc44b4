// SPDX-License-Identifier: MulanPSL-2.0
// Prints the rows of a file as lines: sheet_rows FILE [ENCODING|- [SHEET]], or how many there are:
// sheet_rows --count FILE. A row is its number, its fault or "-", and its cells, each behind a TAB;
// a cell is its marks (hexadecimal), ":" and its text, in which \, TAB, LF and CR are escaped.
// Refusals go to standard output as "! status clause what | next | where | value".
#include <stdio.h>
#include <string.h>

#include "engine/sheet/rows.h"

static void print_text(struct qian_str text) {
    static const char special[] = "\\\t\n\r", letter[] = "\\tnr";
    for (size_t i = 0; i < text.n; i++) {
        const char *at = text.p[i] ? strchr(special, text.p[i]) : NULL;
        if (at)
            printf("\\%c", letter[at - special]);
        else
            putchar(text.p[i]);
    }
}

static int refused(const struct qian_err *err) {
    printf("! %d %s %s | %s | %s | %s\n", (int)err->status, err->clause, err->what, err->next,
           err->where, err->value);
    return 1;
}

static void print_row(const struct qian_sheet_row *row) {
    printf("%zu\t%s", row->number, row->fault ? row->fault : "-");
    for (size_t i = 0; i < row->cells; i++) {
        printf("\t%x:", row->cell[i].marks);
        print_text(row->cell[i].text);
    }
    putchar('\n');
}

int main(int argc, char **argv) {
    static const char *const names[] = {"utf-8", "utf-8 with a mark", "gbk", "gb18030", "xlsx"};
    bool count = argc > 2 && strcmp(argv[1], "--count") == 0;
    struct qian_rows_order order = {.path = argc > 1 ? argv[count ? 2 : 1] : ""};
    if (!count && argc > 2 && strcmp(argv[2], "-") != 0)
        order.encoding = argv[2];
    if (!count && argc > 3)
        order.sheet = argv[3];
    struct qian_rows *rows;
    struct qian_sheet_row *row = NULL;
    struct qian_err err = {0};
    size_t n = 0, cells = 0, faults = 0, marks = 0, bytes = 0;
    if (qian_rows_open(&order, &rows, &err))
        return refused(&err);
    const struct qian_rows_info *info = qian_rows_info(rows);
    printf("# %s\t%s\t", info->format, names[info->encoding]);
    print_text(qian_buf_view(&info->sample));
    putchar('\n');
    enum qian_status status;
    while ((status = qian_rows_next(rows, &row, &err)) == QIAN_OK && row) {
        n++;
        cells += row->cells;
        faults += row->fault != NULL;
        for (size_t i = 0; i < row->cells; i++) {
            marks += row->cell[i].marks != 0;
            bytes += row->cell[i].text.n;
        }
        if (!count)
            print_row(row);
    }
    if (count)
        printf("%zu rows, %zu cells, %zu bytes, %zu faults, %zu marked\n", n, cells, bytes, faults,
               marks);
    qian_rows_close(rows);
    return status ? refused(&err) : 0;
}
