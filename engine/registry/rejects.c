// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/rejects.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/sheet/csv_out.h"
#include "engine/sheet/marked.h"

#define COLUMN_WIDTH 24
#define FILE_MODE 0600

struct rejects {
    const struct qian_import_order *order;
    const struct qian_import *import;
    const char *(*say)(void *context, const char *sentence);
    void *context;
    size_t next; // finding
};

static const char *file_column(const struct rejects *r, const char *column) {
    const struct qian_kind *kind = r->order->kind;
    for (size_t k = 0; k < kind->columns; k++)
        if (strcmp(kind->column[k].name, column) == 0 && r->import->header.name[k])
            return r->import->header.name[k];
    return column;
}

// What the department has to mend in its file.
static bool to_mend(const struct qian_finding *finding) {
    return finding->kind == QIAN_REJECTED || finding->kind == QIAN_CONFLICT;
}

static enum qian_status write_csv(struct rejects *r, const char *path, struct qian_err *err) {
    static const char *const header[] = {"row", "column", "value", "reason", "remedy", "other row"};
    struct qian_buf out = {0};
    qian_buf_text(&out, "\xef\xbb\xbf"); // spreadsheets take it for UTF-8 then
    for (size_t i = 0; i < 6; i++) {
        qian_buf_text(&out, i > 0 ? "," : "");
        qian_csv_cell(&out, qian_str(r->say(r->context, header[i])));
    }
    qian_buf_text(&out, "\r\n");
    for (size_t i = 0; i < r->import->findings.count; i++) {
        const struct qian_finding *f = &r->import->findings.finding[i];
        if (!to_mend(f))
            continue;
        const char *texts[] = {file_column(r, f->column), f->value, r->say(r->context, f->reason),
                               r->say(r->context, f->remedy)};
        qian_buf_u64(&out, f->row);
        for (size_t k = 0; k < 4; k++) {
            qian_buf_char(&out, ',');
            qian_csv_cell(&out, qian_str(texts[k]));
        }
        qian_buf_char(&out, ',');
        if (f->other_row)
            qian_buf_u64(&out, f->other_row);
        qian_buf_text(&out, "\r\n");
    }
    enum qian_status status = qian_file_write(path, qian_buf_view(&out), FILE_MODE, err);
    qian_buf_free(&out);
    return status;
}

// The next finding of this row that is to be mended; NULL if there is no more.
static const struct qian_finding *next_of(struct rejects *r, size_t row) {
    const struct qian_findings *all = &r->import->findings;
    while (r->next < all->count) {
        const struct qian_finding *f = &all->finding[r->next];
        if (f->row > row)
            return NULL;
        r->next++;
        if (f->row == row && to_mend(f))
            return f;
    }
    return NULL;
}

static size_t cell_of(const struct rejects *r, const char *column) {
    const struct qian_kind *kind = r->order->kind;
    for (size_t k = 0; k < kind->columns; k++)
        if (strcmp(kind->column[k].name, column) == 0)
            return r->import->header.at[k];
    return QIAN_NO_COLUMN;
}

static void note(const struct rejects *r, const struct qian_finding *f, struct qian_buf *out) {
    qian_buf_text(out, out->n ? "; " : "");
    qian_buf_text(out, r->say(r->context, f->reason));
    if (*f->remedy) {
        qian_buf_text(out, " → ");
        qian_buf_text(out, r->say(r->context, f->remedy));
    }
    if (f->other_row) {
        qian_buf_text(out, " (");
        qian_buf_u64(out, f->other_row);
        qian_buf_char(out, ')');
    }
}

// First its number and what is wrong, then its cells as they are, those at fault in red.
static void write_row(struct rejects *r, struct qian_book *book, size_t at,
                      const struct qian_sheet_row *row, const struct qian_finding *f) {
    struct qian_buf notes = {0};
    bool *marked = qian_take(row->cells + 1, sizeof *marked);
    for (; f; f = next_of(r, row->number)) {
        size_t cell = cell_of(r, f->column);
        note(r, f, &notes);
        marked[cell < row->cells ? cell : row->cells] = true;
    }
    qian_book_integer(book, at, 0, row->number);
    qian_book_marked(book, at, 1, qian_buf_view(&notes), NULL);
    for (size_t i = 0; i < row->cells; i++) {
        if (marked[i])
            qian_book_marked(book, at, i + 2, row->cell[i].text, NULL);
        else
            qian_book_text(book, at, i + 2, row->cell[i].text);
    }
    free(marked);
    qian_buf_free(&notes);
}

static void write_header(struct rejects *r, struct qian_book *book,
                         const struct qian_sheet_row *row) {
    size_t count = row->cells + 2,
           rows = r->import->findings.rows[QIAN_REJECTED] + r->import->findings.rows[QIAN_CONFLICT];
    const char **names = qian_take(count, sizeof *names);
    char **copies = qian_take(count, sizeof *copies);
    names[0] = r->say(r->context, "row");
    names[1] = r->say(r->context, "reason");
    for (size_t i = 0; i < row->cells; i++)
        names[i + 2] = copies[i] = qian_str_copy(row->cell[i].text);
    qian_book_sheet(book, "qian");
    for (size_t i = 0; i < count; i++)
        qian_book_width(book, i, i == 0 ? 8 : i == 1 ? 2 * COLUMN_WIDTH : COLUMN_WIDTH);
    qian_book_header(book, names, count, rows);
    for (size_t i = 0; i < row->cells; i++)
        free(copies[i]);
    free(copies);
    free(names);
}

static enum qian_status copy_rows(struct rejects *r, struct qian_rows *rows, struct qian_book *book,
                                  struct qian_err *err) {
    struct qian_sheet_row *row = NULL;
    size_t at = 1;
    enum qian_status status;
    while ((status = qian_rows_next(rows, &row, err)) == QIAN_OK && row) {
        if (row->number == r->import->header.row)
            write_header(r, book, row);
        const struct qian_finding *f =
            row->number > r->import->header.row ? next_of(r, row->number) : NULL;
        if (f)
            write_row(r, book, at++, row, f);
    }
    return status;
}

static enum qian_status write_xlsx(struct rejects *r, const char *path, struct qian_err *err) {
    struct qian_rows_order order = {r->order->path, r->import->encoding, r->import->sheet};
    struct qian_rows *rows = NULL;
    if (strcmp(r->import->format, "xlsx") == 0)
        order.encoding = NULL;
    enum qian_status status = qian_rows_open(&order, &rows, err);
    if (status != QIAN_OK)
        return status;
    struct qian_book *book = qian_book_open(path);
    status = copy_rows(r, rows, book, err);
    qian_rows_close(rows);
    if (status == QIAN_OK)
        return qian_book_close(book, err);
    qian_book_drop(book);
    return status;
}

enum qian_status qian_rejects_write(const struct qian_import_order *order,
                                    const struct qian_import *import, const char *path,
                                    const char *(*say)(void *context, const char *sentence),
                                    void *context, struct qian_err *err) {
    struct rejects r = {order, import, say, context, 0};
    size_t n = strlen(path);
    bool workbook = n > 5 && strcmp(path + n - 5, ".xlsx") == 0;
    return workbook ? write_xlsx(&r, path, err) : write_csv(&r, path, err);
}
