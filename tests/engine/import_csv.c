// SPDX-License-Identifier: MulanPSL-2.0
#include "tests/engine/import_csv.h"

#include <stdlib.h>

enum { COLUMNS = 8, MADE_CERTIFICATE = 100, MADE_NAME, MADE_NOISE };

// Columns of the CSV file and where each comes from in the table.
struct shape {
    const char *name[COLUMNS];
    size_t from[COLUMNS], columns;
};
static const struct shape target_shape = {
    {"id", "name", "area", "class", "items", "barred", "remark"},
    {T_ID, T_NAME, T_AREA, T_CLASS, T_ITEMS, T_BARRED, MADE_NOISE},
    7};
static const struct shape inspector_shape = {
    {"certificate", "name", "role", "department", "areas", "items", "capacity", "telephone"},
    {MADE_CERTIFICATE, MADE_NAME, I_ROLE, I_DEPARTMENT, I_AREAS, I_ITEMS, I_CAPACITY, MADE_NOISE},
    8};

static void
write_quoted(struct dice *d, struct qian_str field, bool shuffle, struct qian_buf *out) {
    bool quote = shuffle && dice_one_in(d, 3);
    for (size_t i = 0; i < field.n; i++)
        quote = quote || field.p[i] == ',' || field.p[i] == '"' || field.p[i] == '\n';
    if (quote)
        qian_buf_char(out, '"');
    for (size_t i = 0; i < field.n; i++) {
        if (field.p[i] == '"')
            qian_buf_char(out, '"');
        qian_buf_char(out, field.p[i]);
    }
    if (quote)
        qian_buf_char(out, '"');
}

// A list, its elements in random order and separated by ';'.
static void list_of(struct dice *d, struct qian_str list, bool shuffle, struct qian_buf *out) {
    struct qian_str part[256];
    size_t order[256], n = 0;
    struct qian_split split = qian_split(list, ',');
    while (n < 256 && qian_split_next(&split, &part[n]))
        n++;
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    if (shuffle && n > 0)
        dice_shuffle(d, order, n);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            qian_buf_char(out, ';');
        qian_buf_str(out, part[order[i]]);
    }
}

static void write_field(struct dice *d,
                        const struct qian_table *t,
                        size_t row,
                        size_t from,
                        bool shuffle,
                        struct qian_buf *out) {
    const struct qian_row *r = &t->row[row];
    bool targets = t->kind == QIAN_TARGETS;
    struct qian_buf text = {0};
    qian_buf_add(&text, "", 0);
    if (from == MADE_CERTIFICATE || from == MADE_NAME) {
        qian_buf_text(&text, from == MADE_NAME ? "Name of " : "C-");
        qian_buf_str(&text, r->field[I_ID]);
    } else if (from == MADE_NOISE) {
        qian_buf_text(&text, shuffle && dice_one_in(d, 2) ? "\"x\",\n" : "x");
    } else if (targets ? from == T_ITEMS || from == T_BARRED : from == I_AREAS || from == I_ITEMS) {
        list_of(d, r->field[from], shuffle, &text);
    } else if (!(targets && (from == T_AREA || from == T_CLASS) && dice_one_in(d, 2) &&
                 qian_str_is(r->field[from], "-"))) { // an empty one becomes "-"
        qian_buf_str(&text, r->field[from]);
    }
    write_quoted(d, qian_buf_view(&text), shuffle, out);
    qian_buf_free(&text);
}

void import_csv(struct dice *d,
                const struct qian_table *table,
                bool shuffle,
                struct qian_buf *out) {
    const struct shape *s = table->kind == QIAN_TARGETS ? &target_shape : &inspector_shape;
    size_t *row = qian_take(table->rows, sizeof *row), column[COLUMNS];
    const char *end = shuffle && dice_one_in(d, 2) ? "\r\n" : "\n";
    size_t columns = s->columns - !(shuffle && dice_one_in(d, 2)); // the noise comes last
    for (size_t i = 0; i < table->rows; i++)
        row[i] = i;
    for (size_t i = 0; i < columns; i++)
        column[i] = i;
    if (shuffle) {
        if (table->rows)
            dice_shuffle(d, row, table->rows);
        dice_shuffle(d, column, columns);
        qian_buf_add(out, "\xef\xbb\xbf", dice_one_in(d, 2) ? 3 : 0);
    }
    for (size_t i = 0; i <= table->rows; i++) {
        for (size_t c = 0; c < columns; c++) {
            if (c > 0)
                qian_buf_char(out, ',');
            if (i == 0)
                write_quoted(d, qian_str(s->name[column[c]]), shuffle, out);
            else
                write_field(d, table, row[i - 1], s->from[column[c]], shuffle, out);
        }
        qian_buf_text(out, end);
    }
    free(row);
}
