// SPDX-License-Identifier: MulanPSL-2.0
// What a workbook's parts hold, once unpacked; the first byte says which: a sheet, shared strings,
// a number, a format. Rows are within the bounds of the law and in their order; a number's text
// reads back as the same number.
#include <string.h>

#include "engine/base/date.h"
#include "engine/sheet/xlsx_sheet.h"
#include "tests/fuzz/fuzz.h"

// Hands the bytes out in pieces of which no length is like the one before.
struct pieces {
    struct qian_str rest;
    size_t turn;
};

static enum qian_status give(void *from, char *to, size_t room, size_t *got, struct qian_err *err) {
    struct pieces *p = from;
    size_t n = 1 + p->turn * 37 % 101;
    (void)err;
    p->turn++;
    n = n < p->rest.n ? n : p->rest.n;
    n = n < room ? n : room;
    if (n)
        memcpy(to, p->rest.p, n);
    p->rest = (struct qian_str){p->rest.p + n, p->rest.n - n};
    *got = n;
    return QIAN_OK;
}

static void check_row(const struct qian_sheet_row *row, size_t before) {
    bool any = row->fault != NULL;
    MUST(row->number > before && row->number <= QIAN_SHEET_ROWS_MAX);
    MUST(row->cells <= QIAN_ROW_CELLS_MAX);
    for (size_t c = 0; c < row->cells; c++) {
        const struct qian_cell *cell = &row->cell[c];
        MUST(cell->text.p && cell->text.n <= QIAN_CELL_MAX);
        MUST(!(cell->marks & QIAN_CELL_DATE) || cell->text.n == 10);
        any = any || cell->text.n > 0;
    }
    MUST(any);
}

static void fuzz_sheet(struct qian_str bytes) {
    static char text[] = "ab";
    static uint32_t ends[] = {1, 1, 2}, format[] = {0, 14, 22};
    static uint8_t shows[QIAN_STYLES_MAX] = {
        [14] = QIAN_SHOWS_DATE, [22] = QIAN_SHOWS_DATE_AND_TIME};
    struct qian_strings strings = {.text = {text, 2, 3}, .end = ends, .count = 3};
    struct qian_styles styles = {.format = format, .count = 3, .shows = shows};
    struct qian_band first[] = {{1, 1, 1, 2}, {2, 9, 0, 2}}, last[] = {{1, 1, 1, 2}, {2, 9, 0, 2}};
    struct qian_merged merged = {.by_first = first, .by_last = last, .bands = 2};
    struct qian_rows_info info = {0};
    struct pieces pieces = {bytes, 0};
    struct qian_err err = {0};
    struct qian_sheet_row *row;
    size_t before = 0;
    struct qian_xlsx_sheet *sheet = qian_xlsx_sheet_open(
        (struct qian_xlsx_tables){&strings, &styles, false}, &merged, &info, give, &pieces);
    enum qian_status status;
    while ((status = qian_xlsx_sheet_next(sheet, &row, &err)) == QIAN_OK && row) {
        check_row(row, before);
        before = row->number;
    }
    MUST(status == QIAN_OK || (status == QIAN_BAD_DATA && err.what && *err.next));
    qian_xlsx_sheet_close(sheet);
}

static void fuzz_strings(struct qian_str bytes) {
    struct qian_strings strings = {0};
    struct pieces pieces = {bytes, 0};
    struct qian_err err = {0};
    struct qian_str text;
    bool ended;
    size_t sum = 0;
    struct qian_xml *xml = qian_xml_open(&qian_strings_table, &strings, give, &pieces);
    if (qian_xml_run(xml, &ended, &err) == QIAN_OK) {
        MUST(ended);
        for (size_t i = 0; i < strings.count; i++) {
            MUST(qian_strings_at(&strings, i, &text) && text.p);
            sum += text.n;
        }
        MUST(sum == strings.text.n && !qian_strings_at(&strings, strings.count, &text));
    } else {
        MUST(err.status == QIAN_BAD_DATA && err.what && *err.next);
    }
    qian_xml_close(xml);
    qian_strings_free(&strings);
}

static void fuzz_number(struct qian_str bytes) {
    for (unsigned mode = 0; mode < 8; mode++) {
        struct qian_numbers how = {(enum qian_shows)(mode / 2), mode % 2 == 1};
        struct qian_buf out = {0}, again = {0};
        unsigned marks = qian_number_text(how, bytes, &out);
        MUST((marks == 0) == (out.n == 0));
        if (marks & QIAN_CELL_DATE)
            MUST(qian_date_good(qian_buf_view(&out)));
        if (marks & QIAN_CELL_NUMBER && out.p[out.n - 1] == '%')
            MUST(how.shows == QIAN_SHOWS_PERCENT && strspn(out.p, "-.0123456789") == out.n - 1);
        else if (marks & QIAN_CELL_NUMBER) {
            how.shows = QIAN_SHOWS_NUMBER;
            MUST(qian_number_text(how, qian_buf_view(&out), &again) & QIAN_CELL_NUMBER);
            MUST(qian_str_eq(qian_buf_view(&out), qian_buf_view(&again)));
        }
        qian_buf_free(&out);
        qian_buf_free(&again);
    }
}

static void fuzz_format(struct qian_str bytes) {
    char *code = qian_str_copy(bytes);
    MUST(qian_format_shows(code) <= QIAN_SHOWS_PERCENT);
    free(code);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static void (*const all[])(struct qian_str) = {fuzz_sheet, fuzz_strings, fuzz_number,
                                                   fuzz_format};
    if (size > 0)
        all[data[0] % 4]((struct qian_str){(const char *)data + 1, size - 1});
    return 0;
}
