// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <string.h>

#include "engine/registry/intake.h"
#include "engine/registry/lines.h"

enum { Q_CERTIFICATE, Q_TARGET, Q_REASON, Q_COLUMNS };
static const char *const recusal_columns[] = {"certificate", "target", "reason"};

// A person's place among the pseudonyms, by certificate.
struct known {
    const char *certificate;
    size_t index;
};

static int known_order(const void *a, const void *b) {
    return strcmp(((const struct known *)a)->certificate, ((const struct known *)b)->certificate);
}

static int compare_target(const void *key, const void *row) {
    return qian_str_cmp(*(const struct qian_str *)key, ((const struct qian_row *)row)->field[T_ID]);
}

static void import_recusal(struct qian_intake *in, const struct qian_sheet *s,
                           const struct known *known, size_t count,
                           const struct qian_table *targets, struct qian_buf *out) {
    char *certificate = qian_str_copy(s->field[Q_CERTIFICATE]);
    struct known wanted = {.certificate = certificate};
    const struct known *found = bsearch(&wanted, known, count, sizeof wanted, known_order);
    if (!found)
        qian_badrow_add(&in->bad, s->file, s->csv.row, s->name[Q_CERTIFICATE],
                        s->field[Q_CERTIFICATE], "R08");
    if (!bsearch(&s->field[Q_TARGET], targets->row, targets->rows, sizeof *targets->row,
                 compare_target))
        qian_badrow_add(&in->bad, s->file, s->csv.row, s->name[Q_TARGET], s->field[Q_TARGET],
                        "R08");
    qian_intake_check(in, s, Q_REASON, QIAN_RECUSALS, R_REASON, s->field[Q_REASON]);
    qian_pseudonym_write(out, found ? found->index : 0);
    qian_buf_char(out, '\t');
    qian_buf_str(out, s->field[Q_TARGET]);
    qian_buf_char(out, '\t');
    qian_buf_str(out, s->field[Q_REASON]);
    free(certificate);
}

// Two rows of one pair, with whatever reasons, are neighbours.
static void list_repeated_pairs(struct qian_intake *in, const struct qian_lines *lines) {
    for (size_t i = 1; i < lines->count; i++) {
        struct qian_str a = qian_lines_get(lines, i - 1), b = qian_lines_get(lines, i);
        size_t pair = a.n;
        while (pair > 0 && a.p[pair - 1] != '\t')
            pair--;
        if (pair > b.n || memcmp(a.p, b.p, pair) != 0)
            continue;
        qian_badrow_add(&in->bad, "recusals", lines->line[i].row, "target", b, "F06");
        in->bad.row[in->bad.count - 1].other_row = lines->line[i - 1].row;
    }
}

void qian_import_recusals(struct qian_intake *in, struct qian_buf *bytes,
                          const struct qian_people *people, const struct qian_table *targets,
                          struct qian_buf *out) {
    struct qian_sheet sheet;
    struct qian_lines lines = {0};
    struct known *known = qian_take(people->count, sizeof *known);
    for (size_t i = 0; i < people->count; i++)
        known[i] = (struct known){people->person[i].certificate, i};
    qsort(known, people->count, sizeof *known, known_order);
    if (bytes) {
        if (qian_sheet_open(&sheet, "recusals", bytes, recusal_columns, Q_COLUMNS, &in->bad,
                            &in->ignored))
            while (qian_sheet_next(&sheet)) {
                qian_lines_begin(&lines);
                import_recusal(in, &sheet, known, people->count, targets, &lines.text);
                qian_lines_end(&lines, sheet.csv.row);
            }
        qian_sheet_close(&sheet);
    }
    free(known);
    qian_lines_sort(&lines);
    list_repeated_pairs(in, &lines);
    qian_buf_text(out, qian_table_header(QIAN_RECUSALS));
    qian_buf_char(out, '\n');
    qian_lines_write(&lines, out);
    qian_lines_free(&lines);
}
