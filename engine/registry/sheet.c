// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"

// What the file has as its header, to show where a column is looked for in vain.
static void write_header(const struct qian_sheet *s, struct qian_buf *out) {
    for (size_t i = 0; i < s->csv.fields; i++) {
        if (i > 0)
            qian_buf_char(out, ',');
        qian_buf_str(out, s->csv.field[i]);
    }
}

static bool find_columns(struct qian_sheet *s, struct qian_buf *ignored) {
    bool good = true;
    for (size_t c = 0; c < s->columns; c++) {
        size_t found = 0;
        for (size_t i = 0; i < s->csv.fields; i++)
            if (qian_str_is(s->csv.field[i], s->name[c])) {
                s->at[c] = i;
                found++;
            }
        if (found != 1) {
            struct qian_buf header = {0};
            write_header(s, &header);
            qian_badrow_say(s->bad, s->file, 1, s->name[c], qian_buf_view(&header), "F04",
                            "request 2.2",
                            found ? "the column stands twice" : "the column is missing");
            qian_buf_free(&header);
            good = false;
        }
    }
    for (size_t i = 0; i < s->csv.fields; i++) {
        bool wanted = false;
        for (size_t c = 0; c < s->columns; c++)
            wanted = wanted || qian_str_is(s->csv.field[i], s->name[c]);
        if (wanted)
            continue;
        if (ignored->n > 0)
            qian_buf_text(ignored, ", ");
        qian_buf_text(ignored, s->file);
        qian_buf_char(ignored, '.');
        qian_show(ignored, s->csv.field[i], 80);
    }
    return good;
}

bool qian_sheet_open(struct qian_sheet *sheet, const char *file, struct qian_buf *bytes,
                     const char *const *name, size_t columns, struct qian_badrows *bad,
                     struct qian_buf *ignored) {
    *sheet = (struct qian_sheet){.file = file, .columns = columns, .name = name, .bad = bad};
    qian_csv_open(&sheet->csv, bytes);
    if (!qian_csv_next(&sheet->csv)) {
        qian_badrow_say(bad, file, 1, "", qian_str(""), "F04", "request 2.1",
                        "the file has no header");
        return false;
    }
    if (sheet->csv.fault) {
        qian_badrow_say(bad, file, 1, "", sheet->csv.field[0], "F04", "request 2.1",
                        sheet->csv.fault);
        return false;
    }
    sheet->width = sheet->csv.fields;
    return find_columns(sheet, ignored);
}

bool qian_sheet_next(struct qian_sheet *s) {
    while (qian_csv_next(&s->csv)) {
        if (s->csv.fault) {
            qian_badrow_say(s->bad, s->file, s->csv.row, "", s->csv.field[0], "F04", "request 2.1",
                            s->csv.fault);
        } else if (s->csv.fields != s->width) {
            struct qian_buf found = {0};
            qian_buf_u64(&found, s->csv.fields);
            qian_buf_text(&found, " ≠ ");
            qian_buf_u64(&found, s->width);
            qian_badrow_add(s->bad, s->file, s->csv.row, "", qian_buf_view(&found), "F04");
            qian_buf_free(&found);
        } else {
            for (size_t c = 0; c < s->columns; c++)
                s->field[c] = s->csv.field[s->at[c]];
            return true;
        }
    }
    return false;
}

void qian_sheet_close(struct qian_sheet *sheet) {
    qian_csv_close(&sheet->csv);
}

static int compare(const void *a, const void *b) {
    return qian_str_cmp(*(const struct qian_str *)a, *(const struct qian_str *)b);
}

const char *qian_sheet_list(struct qian_str field, struct qian_buf *out) {
    if (field.n && memchr(field.p, ',', field.n))
        return "F07";
    struct qian_str *part = NULL;
    size_t n = 0, cap = 0;
    struct qian_split split = qian_split(field, ';');
    struct qian_str next;
    bool distinct = true;
    while (qian_split_next(&split, &next)) {
        part = qian_grow(part, &cap, n + 1, sizeof *part);
        part[n++] = next;
    }
    if (n > 1)
        qsort(part, n, sizeof *part, compare);
    for (size_t i = 0; i < n; i++) {
        distinct = distinct && (i == 0 || !qian_str_eq(part[i - 1], part[i]));
        if (i > 0)
            qian_buf_char(out, ',');
        qian_buf_str(out, part[i]);
    }
    free(part);
    return distinct ? NULL : "F05";
}
