// SPDX-License-Identifier: MulanPSL-2.0
#include <string.h>

#include "engine/core/field.h"
#include "engine/registry/intake.h"
#include "engine/registry/lines.h"

#define TELL_EVERY 65536

static void tell(const struct qian_intake *in, const char *what, size_t rows) {
    if (in->tell && rows % TELL_EVERY == 0)
        in->tell(in->context, what, rows);
}

// spec/tables.md 2.4: "stands in the row's `items` (code R04)"
static void check_bars(struct qian_intake *in, const struct qian_sheet *s, size_t column,
                       struct qian_str items, struct qian_str bars) {
    struct qian_split split = qian_split(bars, ',');
    struct qian_str entry;
    struct qian_bar bar;
    while (qian_split_next(&split, &entry))
        if (qian_bar_read(entry, &bar) && !qian_list_has(items, bar.item))
            qian_badrow_say(&in->bad, s->file, s->csv.row, s->name[column], entry, "R04",
                            "tables 2.4", "barred for an item that does not apply to the row");
}

static struct qian_str or_dash(struct qian_str field) {
    return field.n ? field : qian_str("-");
}

static void check_target_id(struct qian_intake *in, const struct qian_sheet *s) {
    if (qian_intake_check(in, s, 0, QIAN_TARGETS, T_ID, s->field[0]) && !in->legacy_ids &&
        qian_id_form(s->field[0]) == QIAN_ID_REGISTRATION)
        qian_badrow_say(&in->bad, s->file, s->csv.row, s->name[0], s->field[0], "R01",
                        "request 2.3", "an old registration number; --allow-legacy-ids admits it");
}

enum { C_ID, C_NAME, C_AREA, C_CLASS, C_ITEMS, C_BARRED, C_TARGETS };
static const char *const target_columns[] = {"id", "name", "area", "class", "items", "barred"};

static void import_target(struct qian_intake *in, const struct qian_sheet *s,
                          struct qian_buf *out) {
    struct qian_str area = or_dash(s->field[C_AREA]), cls = or_dash(s->field[C_CLASS]);
    check_target_id(in, s);
    qian_intake_check(in, s, C_NAME, QIAN_TARGETS, T_NAME, s->field[C_NAME]);
    qian_intake_check(in, s, C_AREA, QIAN_TARGETS, T_AREA, area);
    qian_intake_check(in, s, C_CLASS, QIAN_TARGETS, T_CLASS, cls);
    struct qian_str plain[] = {s->field[C_ID], s->field[C_NAME], area, cls};
    for (size_t i = 0; i < 4; i++) {
        qian_buf_str(out, plain[i]);
        qian_buf_char(out, '\t');
    }
    size_t items = out->n;
    bool good = qian_intake_list(in, s, C_ITEMS, QIAN_TARGETS, T_ITEMS, out);
    size_t items_n = out->n - items;
    qian_buf_char(out, '\t');
    size_t bars = out->n;
    bool bars_good = qian_intake_list(in, s, C_BARRED, QIAN_TARGETS, T_BARRED, out);
    struct qian_str list = {out->p + items, items_n};
    if (good)
        qian_intake_items(in, s, C_ITEMS, list);
    if (good && bars_good)
        check_bars(in, s, C_BARRED, list, (struct qian_str){out->p + bars, out->n - bars});
    qian_buf_char(out, '\t');
    qian_intake_salt(in, "targets", s->field[C_ID], out);
}

static struct qian_str first_field(struct qian_str line) {
    const char *tab = memchr(line.p, '\t', line.n);
    return (struct qian_str){line.p, tab ? (size_t)(tab - line.p) : line.n};
}

// Lines are sorted: those of one id are neighbours, since TAB sorts before every character of an
// id. Of rows with one id, those after the first in the file are listed.
static void list_repeats(struct qian_intake *in, const char *file, const char *column,
                         const struct qian_lines *lines) {
    for (size_t i = 0; i < lines->count;) {
        struct qian_str id = first_field(qian_lines_get(lines, i));
        size_t end = i + 1, first = i;
        while (end < lines->count && qian_str_eq(first_field(qian_lines_get(lines, end)), id)) {
            if (lines->line[end].row < lines->line[first].row)
                first = end;
            end++;
        }
        for (size_t k = i; k < end && end - i > 1; k++)
            if (k != first) {
                qian_badrow_add(&in->bad, file, lines->line[k].row, column, id, "F06");
                in->bad.row[in->bad.count - 1].other_row = lines->line[first].row;
            }
        i = end;
    }
}

void qian_import_targets(struct qian_intake *in, struct qian_buf *bytes, struct qian_buf *out) {
    struct qian_sheet sheet;
    struct qian_lines lines = {0};
    if (qian_sheet_open(&sheet, "targets", bytes, target_columns, C_TARGETS, &in->bad,
                        &in->ignored))
        while (qian_sheet_next(&sheet)) {
            qian_lines_begin(&lines);
            import_target(in, &sheet, &lines.text);
            qian_lines_end(&lines, sheet.csv.row);
            qian_intake_line(in, &sheet, lines.line[lines.count - 1].length);
            tell(in, "targets", lines.count);
        }
    qian_sheet_close(&sheet);
    qian_lines_sort(&lines);
    list_repeats(in, "targets", "id", &lines);
    qian_buf_text(out, qian_table_header(QIAN_TARGETS));
    qian_buf_char(out, '\n');
    qian_lines_write(&lines, out);
    qian_lines_free(&lines);
}
