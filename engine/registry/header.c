// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/header.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/fold.h"
#include "engine/base/text.h"
#include "engine/registry/convert.h"

// "COLUMN=VALUE" of this column; NULL if it is another's.
static const char *stated(const char *text, const char *column) {
    size_t n = strlen(column);
    return strncmp(text, column, n) == 0 && text[n] == '=' ? text + n + 1 : NULL;
}

static const char *find_stated(const char *const *list, size_t count, const char *column) {
    const char *value = NULL;
    for (size_t i = 0; i < count && !value; i++)
        value = stated(list[i], column);
    return value;
}

static enum qian_status unknown(const char *text, struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_USAGE, "", "import 4.2",
                                        "a mapping names a column that this kind does not have",
                                        "qian import KIND --columns lists them");
    qian_err_value(err, "%.200s", text);
    return status;
}

static enum qian_status check_stated(const struct qian_kind *kind, const char *const *list,
                                     size_t count, struct qian_err *err) {
    for (size_t i = 0; i < count; i++) {
        bool known = false;
        for (size_t c = 0; c < kind->columns; c++)
            known = known || (*kind->column[c].synonyms && stated(list[i], kind->column[c].name));
        if (!known)
            return unknown(list[i], err);
    }
    return QIAN_OK;
}

// The place of a synonym in the column's list, counted from 1; 0 if it is none.
static size_t synonym(const struct qian_column *column, struct qian_str folded) {
    struct qian_split split = qian_split(qian_str(column->synonyms), '|');
    struct qian_str one;
    for (size_t place = 1; *column->synonyms && qian_split_next(&split, &one); place++)
        if (qian_str_eq(one, folded))
            return place;
    return 0;
}

struct matching {
    const struct qian_header_order *order;
    const struct qian_sheet_row *row;
    struct qian_str *folded; // of each cell
    struct qian_header *out;
    const char *twice; // a column of the kind that two cells are
};

// spec/import.md 4.2: "Of several that are one column of the kind the one is taken whose synonym
// stands first"
static void match_column(struct matching *m, size_t c) {
    const struct qian_column *column = &m->order->kind->column[c];
    const char *by_name = find_stated(m->order->map, m->order->maps, column->name);
    size_t best = SIZE_MAX;
    m->out->at[c] = QIAN_NO_COLUMN;
    if (m->out->set[c])
        return;
    for (size_t i = 0; i < m->row->cells; i++) {
        size_t place = by_name ? qian_str_is(qian_trim(m->row->cell[i].text), by_name)
                               : synonym(column, m->folded[i]);
        if (place == 0 || place > best)
            continue;
        if (place == best)
            m->twice = column->name;
        best = place;
        m->out->at[c] = i;
    }
}

static void fold_cells(struct matching *m, struct qian_buf *bytes) {
    size_t *start = qian_take(m->row->cells + 1, sizeof *start);
    for (size_t i = 0; i < m->row->cells; i++) {
        start[i] = bytes->n;
        qian_fold_header(bytes, m->row->cell[i].text);
    }
    start[m->row->cells] = bytes->n;
    for (size_t i = 0; i < m->row->cells; i++)
        m->folded[i] = (struct qian_str){bytes->p + start[i], start[i + 1] - start[i]};
    free(start);
}

// Is one of the columns there of which a header has at least one?
static bool has_head(const struct matching *m) {
    const struct qian_kind *kind = m->order->kind;
    bool found = kind->head == NULL;
    struct qian_split split = qian_split(qian_str(kind->head ? kind->head : ""), '|');
    struct qian_str name;
    while (qian_split_next(&split, &name))
        for (size_t c = 0; c < kind->columns; c++)
            if (qian_str_is(name, kind->column[c].name))
                found = found || m->out->at[c] != QIAN_NO_COLUMN;
    return found;
}

// How many of the required columns the row lacks; `lacks` is the first.
static size_t match(struct matching *m, const char **lacks) {
    struct qian_buf bytes = {0};
    const struct qian_kind *kind = m->order->kind;
    size_t missing = 0;
    m->folded = qian_take(m->row->cells + 1, sizeof *m->folded);
    m->twice = NULL;
    fold_cells(m, &bytes);
    for (size_t c = 0; c < kind->columns; c++) {
        match_column(m, c);
        if (kind->column[c].required && m->out->at[c] == QIAN_NO_COLUMN && !m->out->set[c]) {
            *lacks = missing++ ? *lacks : kind->column[c].name;
        }
    }
    if (!has_head(m))
        *lacks = missing++ ? *lacks : kind->head;
    free(m->folded);
    qian_buf_free(&bytes);
    return missing;
}

static void join(struct qian_buf *out, struct qian_str text) {
    if (text.n == 0)
        return;
    if (out->n > 0)
        qian_buf_text(out, ", ");
    qian_show(out, text, 80);
}

static void keep(const struct matching *m) {
    struct qian_header *out = m->out;
    out->row = m->row->number;
    out->width = m->row->cells;
    for (size_t i = 0; i < m->row->cells; i++) {
        bool read = false;
        for (size_t c = 0; c < m->order->kind->columns; c++)
            if (out->at[c] == i) {
                out->name[c] = qian_str_copy(m->row->cell[i].text);
                read = true;
            }
        if (!read)
            join(&out->unread, m->row->cell[i].text);
    }
}

static enum qian_status no_header(const char *lacks, const char *twice, size_t row,
                                  struct qian_err *err) {
    enum qian_status status =
        twice ? qian_fail(err, QIAN_BAD_DATA, "", "import 4.2",
                          "two columns of the file have the same name",
                          "give one of them another name in the file")
              : qian_fail(err, QIAN_BAD_DATA, "", "import 4.1",
                          "no row is a header with all required columns",
                          "state it with --header, or its columns with --map or --set");
    if (row > 0)
        qian_err_where(err, "%zu", row);
    qian_err_value(err, "%s", twice ? twice : lacks);
    return status;
}

enum qian_status qian_header_find(const struct qian_header_order *order, struct qian_rows *rows,
                                  struct qian_header *out, struct qian_err *err) {
    struct matching m = {.order = order, .out = out};
    struct qian_sheet_row *row;
    const char *lacks = "", *first = NULL;
    size_t fewest = SIZE_MAX, best_row = 0;
    enum qian_status status = check_stated(order->kind, order->map, order->maps, err);
    if (status == QIAN_OK)
        status = check_stated(order->kind, order->set, order->sets, err);
    for (size_t c = 0; status == QIAN_OK && c < order->kind->columns; c++)
        out->set[c] = find_stated(order->set, order->sets, order->kind->column[c].name);
    for (size_t looked = 0; status == QIAN_OK; looked++) {
        status = qian_rows_next(rows, &row, err);
        if (status != QIAN_OK)
            return status;
        bool beyond = row && (order->row ? row->number > order->row : looked >= QIAN_HEADER_ROWS);
        if (!row || beyond)
            return no_header(first ? first : "", m.twice, best_row, err);
        if (order->row && row->number < order->row) {
            join(&out->above, row->cell[0].text);
            continue;
        }
        m.row = row;
        size_t missing = match(&m, &lacks);
        if (missing == 0 && !m.twice) {
            keep(&m);
            return QIAN_OK;
        }
        if (m.twice && missing == 0)
            return no_header(lacks, m.twice, row->number, err);
        if (missing < fewest) {
            fewest = missing;
            first = lacks;
            best_row = row->number;
        }
        join(&out->above, row->cell[0].text);
    }
    return status;
}

void qian_header_free(struct qian_header *header) {
    for (size_t c = 0; c < QIAN_KIND_COLUMNS_MAX; c++)
        free(header->name[c]);
    qian_buf_free(&header->unread);
    qian_buf_free(&header->above);
}
