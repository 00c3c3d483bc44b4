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

// The pseudonym's index of the certificate in the row, or SIZE_MAX, which is then listed.
static size_t find_person(struct qian_intake *in, const struct qian_sheet *s,
                          const struct known *known, size_t count) {
    struct qian_str field = s->field[Q_CERTIFICATE];
    char *certificate = qian_str_copy(field);
    struct known wanted = {.certificate = certificate};
    const struct known *found = NULL;
    if (strlen(certificate) == field.n)
        found = bsearch(&wanted, known, count, sizeof wanted, known_order);
    if (!found)
        qian_badrow_add(&in->bad, s->file, s->csv.row, s->name[Q_CERTIFICATE], field, "R08");
    free(certificate);
    return found ? found->index : SIZE_MAX;
}

static void import_recusal(struct qian_intake *in, const struct qian_sheet *s, size_t person,
                           const struct qian_table *targets, struct qian_buf *out) {
    if (!bsearch(&s->field[Q_TARGET], targets->row, targets->rows, sizeof *targets->row,
                 compare_target))
        qian_badrow_add(&in->bad, s->file, s->csv.row, s->name[Q_TARGET], s->field[Q_TARGET],
                        "R08");
    qian_intake_check(in, s, Q_REASON, QIAN_RECUSALS, R_REASON, s->field[Q_REASON]);
    qian_pseudonym_write(out, person);
    qian_buf_char(out, '\t');
    qian_buf_str(out, s->field[Q_TARGET]);
    qian_buf_char(out, '\t');
    qian_buf_str(out, s->field[Q_REASON]);
}

// A line's pseudonym and target: all before its last TAB.
static struct qian_str pair_of(struct qian_str line) {
    while (line.n > 0 && line.p[line.n - 1] != '\t')
        line.n--;
    return (struct qian_str){line.p, line.n - 1};
}

// Lines of one pair, with whatever reasons, are neighbours. Those after the first row are listed.
static void list_repeated_pairs(struct qian_intake *in, const struct qian_lines *lines) {
    for (size_t i = 0, end; i < lines->count; i = end) {
        struct qian_str pair = pair_of(qian_lines_get(lines, i));
        size_t first = i;
        for (end = i + 1; end < lines->count; end++) {
            if (!qian_str_eq(pair_of(qian_lines_get(lines, end)), pair))
                break;
            if (lines->line[end].row < lines->line[first].row)
                first = end;
        }
        struct qian_str target = {pair.p + 8, pair.n - 8}; // after the pseudonym and its TAB
        for (size_t k = i; k < end; k++)
            if (k != first) {
                qian_badrow_add(&in->bad, "recusals", lines->line[k].row, "target", target, "F06");
                in->bad.row[in->bad.count - 1].other_row = lines->line[first].row;
            }
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
                size_t person = find_person(in, &sheet, known, people->count);
                if (person == SIZE_MAX)
                    continue;
                qian_lines_begin(&lines);
                import_recusal(in, &sheet, person, targets, &lines.text);
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
