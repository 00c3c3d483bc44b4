// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/plan/file.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"

// A day on which a row is valid exactly where it has no end.
#define LAST_DAY "9999-12-30"

static void write_header(struct qian_buf *out) {
    const struct qian_register *reg = qian_register_find("lines");
    for (size_t c = 0; c < QIAN_LINE_COLUMNS; c++) {
        qian_buf_text(out, c > 0 ? "\t" : "");
        qian_buf_text(out, reg->column[c]);
    }
    qian_buf_char(out, '\n');
}

static bool breaks_line(struct qian_str field) {
    return field.n > 0 && (memchr(field.p, '\t', field.n) || memchr(field.p, '\n', field.n) ||
                           memchr(field.p, '\r', field.n));
}

static enum qian_status unfit(const char *code, const char *what, const char *next,
                              const struct qian_str *id, struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_REFUSED, code, "plan 7.1", what, next);
    qian_err_where(err, "%.*s", id->n < 100 ? (int)id->n : 100, id->p);
    return status;
}

// spec/plan.md 7.1: "A field that holds a TAB or an end of line cannot be written."
static enum qian_status write_row(const struct qian_scanned *row, struct qian_buf *out,
                                  struct qian_err *err) {
    for (size_t c = 0; c < QIAN_LINE_COLUMNS; c++) {
        if (breaks_line(row->field[c]))
            return unfit("F04", "a field of the plan holds a TAB or an end of line",
                         "import the plan again", &row->field[0], err);
        qian_buf_text(out, c > 0 ? "\t" : "");
        qian_buf_str(out, row->field[c]);
    }
    qian_buf_char(out, '\n');
    if (out->n > QIAN_PLAN_FILE_MAX)
        return unfit("F11", "the plan is too large to be signed", "make several plans of it",
                     &row->field[0], err);
    return QIAN_OK;
}

enum qian_status qian_plan_file_write(struct qian_store *store, uint64_t list, uint64_t version,
                                      const char *day, struct qian_buf *out, struct qian_err *err) {
    struct qian_scan_order order = {.reg = qian_register_find("lines"),
                                    .list = list,
                                    .change = version,
                                    .day = day ? day : LAST_DAY};
    struct qian_scan *scan = NULL;
    struct qian_scanned row;
    bool more = true;
    write_header(out);
    enum qian_status status = qian_store_scan(store, &order, &scan, err);
    while (status == QIAN_OK && more) {
        status = qian_scan_next(scan, &more, &row, err);
        if (status == QIAN_OK && more)
            status = write_row(&row, out, err);
    }
    qian_scan_close(scan);
    return status;
}

struct reading {
    const char *where;
    const struct qian_items *items;
    struct qian_plan_file *out;
    size_t number; // of the line at hand
};

static enum qian_status no_file(const struct reading *r, const char *code, const char *what,
                                struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_BAD_DATA, code, "plan 7.1", what,
                                        "have the plan exported again: qian plan export --tsv");
    qian_err_where(err, "%.200s:%zu", r->where, r->number);
    return status;
}

// The line at which a fault of the whole file is told: the first.
static enum qian_status judge_text(const struct reading *r, struct qian_str bytes,
                                   struct qian_err *err) {
    const char *code = qian_text_fault(bytes, true);
    if (bytes.n == 0 || bytes.p[bytes.n - 1] != '\n' || memchr(bytes.p, '\r', bytes.n))
        return no_file(r, "F03", "the file is empty, or a line of it does not end with LF alone",
                       err);
    if (bytes.n > QIAN_PLAN_FILE_MAX)
        return no_file(r, "F11", "the file is too large", err);
    return code ? no_file(r, code, "the file is not good text", err) : QIAN_OK;
}

// False where there are not exactly the columns.
static bool cut(struct qian_str row, struct qian_str field[QIAN_LINE_COLUMNS]) {
    struct qian_split split = qian_split(row, '\t');
    struct qian_str one;
    size_t n = 0;
    while (qian_split_next(&split, &one)) {
        if (n == QIAN_LINE_COLUMNS)
            return false;
        field[n++] = one;
    }
    return n == QIAN_LINE_COLUMNS;
}

// spec/plan.md 7.1: "a row for each line, ascending by `id`, no id twice (F05, F06)"
static enum qian_status read_row(struct reading *r, struct qian_str row, struct qian_err *err) {
    struct qian_plan_file *out = r->out;
    struct qian_str field[QIAN_LINE_COLUMNS];
    if (!cut(row, field))
        return no_file(r, "F04", "a row has not exactly the columns", err);
    if (out->lines > 0) {
        const char *before = out->line[out->lines - 1].field[QIAN_LINE_ID];
        int order = qian_str_cmp(qian_str(before), field[QIAN_LINE_ID]);
        if (order >= 0)
            return no_file(r, order == 0 ? "F06" : "F05", "the rows do not ascend by id", err);
    }
    out->line = qian_grow(out->line, &out->cap, out->lines + 1, sizeof *out->line);
    struct qian_plan_line *line = &out->line[out->lines++];
    *line = (struct qian_plan_line){0};
    for (size_t c = 0; c < QIAN_LINE_COLUMNS; c++)
        line->field[c] = qian_str_copy(field[c]);
    qian_line_read(line, r->items);
    return QIAN_OK;
}

enum qian_status qian_plan_file_read(struct qian_str bytes, const char *where,
                                     const struct qian_items *items, struct qian_plan_file *out,
                                     struct qian_err *err) {
    struct reading r = {.where = where, .items = items, .out = out, .number = 1};
    struct qian_buf header = {0};
    enum qian_status status = judge_text(&r, bytes, err);
    if (status != QIAN_OK)
        return status;
    write_header(&header);
    if (bytes.n < header.n || memcmp(bytes.p, header.p, header.n) != 0)
        status = no_file(&r, "F04", "the header is not that of a plan file", err);
    struct qian_str rest = {bytes.p + header.n, bytes.n - header.n};
    while (status == QIAN_OK && rest.n > 0) {
        const char *end = memchr(rest.p, '\n', rest.n); // there is one: the last byte
        struct qian_str row = {rest.p, (size_t)(end - rest.p)};
        r.number++;
        status = read_row(&r, row, err);
        rest = (struct qian_str){end + 1, rest.n - row.n - 1};
    }
    qian_buf_free(&header);
    return status;
}

void qian_plan_file_free(struct qian_plan_file *file) {
    for (size_t i = 0; i < file->lines; i++)
        qian_line_free(&file->line[i]);
    free(file->line);
    *file = (struct qian_plan_file){0};
}

const struct qian_plan_line *qian_plan_file_line(const struct qian_plan_file *file,
                                                 struct qian_str id) {
    for (size_t i = 0; i < file->lines; i++)
        if (qian_str_is(id, file->line[i].field[QIAN_LINE_ID]))
            return &file->line[i];
    return NULL;
}
