// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/roster.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/core/field.h"
#include "engine/crypto/sign.h"
#include "engine/registry/lines.h"
#include "engine/registry/sheet.h"

#define TELL_EVERY 65536
#define CERTIFICATE_MAX 64

static void tell(const struct qian_intake *in, const char *what, size_t rows) {
    if (in->tell && rows % TELL_EVERY == 0)
        in->tell(in->context, what, rows);
}

// Check one field, once it is in the form of the table, and list what is wrong with it.
static bool check(struct qian_intake *in, const struct qian_sheet *s, size_t column,
                  enum qian_table_kind kind, size_t table_column, struct qian_str field) {
    const char *code = qian_text_fault(field, false);
    if (!code)
        code = qian_table_check(kind, table_column, field);
    if (code)
        qian_badrow_add(&in->bad, s->file, s->csv.row, s->name[column], s->field[column], code);
    return code == NULL;
}

// Convert a list field, append it to `out` and check it.
static bool add_list(struct qian_intake *in, const struct qian_sheet *s, size_t column,
                     enum qian_table_kind kind, size_t table_column, struct qian_buf *out) {
    size_t start = out->n;
    if (!qian_sheet_list(s->field[column], out)) {
        qian_badrow_add(&in->bad, s->file, s->csv.row, s->name[column], s->field[column], "F05");
        return false;
    }
    return check(in, s, column, kind, table_column,
                 (struct qian_str){out->p + start, out->n - start});
}

// spec/tables.md 2.3: "Each is an item of the notice, code R04."
static void check_items(struct qian_intake *in, const struct qian_sheet *s, size_t column,
                        struct qian_str list) {
    struct qian_split split = qian_split(list, ',');
    struct qian_str code;
    while (qian_split_next(&split, &code))
        if (qian_item_find(in->notice, code) < 0)
            qian_badrow_add(&in->bad, s->file, s->csv.row, s->name[column], code, "R04");
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

static void add_salt(const struct qian_intake *in, const char *label, struct qian_str id,
                     struct qian_buf *out) {
    uint8_t salt[32];
    qian_derive(in->secret, label, id, salt);
    qian_buf_hex(out, salt, 16);
}

static struct qian_str or_dash(struct qian_str field) {
    return field.n ? field : qian_str("-");
}

static void check_target_id(struct qian_intake *in, const struct qian_sheet *s) {
    if (check(in, s, 0, QIAN_TARGETS, T_ID, s->field[0]) && !in->legacy_ids &&
        qian_id_form(s->field[0]) == QIAN_ID_REGISTRATION)
        qian_badrow_say(&in->bad, s->file, s->csv.row, s->name[0], s->field[0], "R01",
                        "request 2.3",
                        "an old registration number; --allow-legacy-ids admits it");
}

enum { C_ID, C_NAME, C_AREA, C_CLASS, C_ITEMS, C_BARRED, C_TARGETS };
static const char *const target_columns[] = {"id", "name", "area", "class", "items", "barred"};

static void import_target(struct qian_intake *in, const struct qian_sheet *s,
                          struct qian_buf *out) {
    struct qian_str area = or_dash(s->field[C_AREA]), cls = or_dash(s->field[C_CLASS]);
    check_target_id(in, s);
    check(in, s, C_NAME, QIAN_TARGETS, T_NAME, s->field[C_NAME]);
    check(in, s, C_AREA, QIAN_TARGETS, T_AREA, area);
    check(in, s, C_CLASS, QIAN_TARGETS, T_CLASS, cls);
    struct qian_str plain[] = {s->field[C_ID], s->field[C_NAME], area, cls};
    for (size_t i = 0; i < 4; i++) {
        qian_buf_str(out, plain[i]);
        qian_buf_char(out, '\t');
    }
    size_t items = out->n;
    bool good = add_list(in, s, C_ITEMS, QIAN_TARGETS, T_ITEMS, out);
    size_t items_n = out->n - items;
    qian_buf_char(out, '\t');
    size_t bars = out->n;
    bool bars_good = add_list(in, s, C_BARRED, QIAN_TARGETS, T_BARRED, out);
    struct qian_str list = {out->p + items, items_n};
    if (good)
        check_items(in, s, C_ITEMS, list);
    if (good && bars_good)
        check_bars(in, s, C_BARRED, list, (struct qian_str){out->p + bars, out->n - bars});
    qian_buf_char(out, '\t');
    add_salt(in, "targets", s->field[C_ID], out);
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

enum { P_CERTIFICATE, P_NAME, P_ROLE, P_DEPARTMENT, P_AREAS, P_ITEMS, P_CAPACITY, P_COLUMNS };
static const char *const inspector_columns[] = {"certificate", "name",  "role",    "department",
                                                "areas",       "items", "capacity"};

// spec/request.md 2.2: "`certificate` is text of 1 to 64 bytes without blanks or `|`"
static void check_certificate(struct qian_intake *in, const struct qian_sheet *s) {
    struct qian_str field = s->field[P_CERTIFICATE];
    const char *code = qian_text_fault(field, false);
    if (!code && (field.n < 1 || field.n > CERTIFICATE_MAX || qian_text_has_space(field) ||
                  memchr(field.p, '|', field.n)))
        code = "F07";
    if (code)
        qian_badrow_add(&in->bad, s->file, s->csv.row, s->name[P_CERTIFICATE], field, code);
}

// spec/tables.md 3.3: "H(salt "|" certificate number "|" name), where salt is 32 lower-case
// hexadecimal digits that the roster's custodian keeps"
static void make_identity(const struct qian_intake *in, struct qian_person *person) {
    struct qian_buf salt = {0}, text = {0};
    add_salt(in, "inspectors", qian_str(person->certificate), &salt);
    memcpy(person->salt, salt.p, sizeof person->salt);
    qian_buf_str(&text, qian_buf_view(&salt));
    qian_buf_char(&text, '|');
    qian_buf_text(&text, person->certificate);
    qian_buf_char(&text, '|');
    qian_buf_text(&text, person->name);
    qian_hash(in->h, qian_buf_view(&text), &person->identity);
    qian_buf_free(&salt);
    qian_buf_free(&text);
}

static void import_inspector(struct qian_intake *in, const struct qian_sheet *s,
                             struct qian_people *people) {
    struct qian_buf rest = {0};
    check_certificate(in, s);
    check(in, s, P_NAME, QIAN_TARGETS, T_NAME, s->field[P_NAME]);
    check(in, s, P_ROLE, QIAN_INSPECTORS, I_ROLE, s->field[P_ROLE]);
    check(in, s, P_DEPARTMENT, QIAN_INSPECTORS, I_DEPARTMENT, s->field[P_DEPARTMENT]);
    check(in, s, P_CAPACITY, QIAN_INSPECTORS, I_CAPACITY, s->field[P_CAPACITY]);
    qian_buf_str(&rest, s->field[P_ROLE]);
    qian_buf_char(&rest, '\t');
    qian_buf_str(&rest, s->field[P_DEPARTMENT]);
    qian_buf_char(&rest, '\t');
    add_list(in, s, P_AREAS, QIAN_INSPECTORS, I_AREAS, &rest);
    qian_buf_char(&rest, '\t');
    size_t items = rest.n;
    if (add_list(in, s, P_ITEMS, QIAN_INSPECTORS, I_ITEMS, &rest))
        check_items(in, s, P_ITEMS, (struct qian_str){rest.p + items, rest.n - items});
    qian_buf_char(&rest, '\t');
    qian_buf_str(&rest, s->field[P_CAPACITY]);
    people->person =
        qian_grow(people->person, &people->cap, people->count + 1, sizeof *people->person);
    struct qian_person *person = &people->person[people->count++];
    *person = (struct qian_person){.certificate = qian_str_copy(s->field[P_CERTIFICATE]),
                                   .name = qian_str_copy(s->field[P_NAME]),
                                   .rest = rest.p,
                                   .row = s->csv.row};
    make_identity(in, person);
}

static int by_certificate(const void *a, const void *b) {
    const struct qian_person *x = a, *y = b;
    int order = strcmp(x->certificate, y->certificate);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static int by_identity(const void *a, const void *b) {
    return memcmp(((const struct qian_person *)a)->identity.b,
                  ((const struct qian_person *)b)->identity.b, 32);
}

static void list_repeated_people(struct qian_intake *in, struct qian_people *people) {
    for (size_t i = 1, first = 0; i < people->count; i++) {
        if (strcmp(people->person[first].certificate, people->person[i].certificate) != 0) {
            first = i;
            continue;
        }
        qian_badrow_add(&in->bad, "inspectors", people->person[i].row, "certificate",
                        qian_str(people->person[i].certificate), "F06");
        in->bad.row[in->bad.count - 1].other_row = people->person[first].row;
    }
}

static void add_pseudonym(struct qian_buf *out, size_t index) {
    char id[] = "P000000";
    for (size_t at = 6, number = index + 1; number > 0; number /= 10)
        id[at--] = (char)('0' + number % 10);
    qian_buf_text(out, id);
}

void qian_import_inspectors(struct qian_intake *in, struct qian_buf *bytes,
                            struct qian_people *people, struct qian_buf *out) {
    struct qian_sheet sheet;
    if (qian_sheet_open(&sheet, "inspectors", bytes, inspector_columns, P_COLUMNS, &in->bad,
                        &in->ignored))
        while (qian_sheet_next(&sheet)) {
            if (people->count == QIAN_INSPECTORS_MAX) {
                qian_badrow_say(&in->bad, sheet.file, sheet.csv.row, "", qian_str(""), "F11",
                                "bundle 1.3", "more inspectors than pseudonyms");
                break;
            }
            import_inspector(in, &sheet, people);
        }
    qian_sheet_close(&sheet);
    if (people->count > 1)
        qsort(people->person, people->count, sizeof *people->person, by_certificate);
    list_repeated_people(in, people);
    if (people->count > 1)
        qsort(people->person, people->count, sizeof *people->person, by_identity);
    qian_buf_text(out, qian_table_header(QIAN_INSPECTORS));
    qian_buf_char(out, '\n');
    for (size_t i = 0; i < people->count; i++) {
        add_pseudonym(out, i);
        qian_buf_char(out, '\t');
        qian_buf_text(out, people->person[i].rest);
        qian_buf_char(out, '\t');
        qian_buf_hex(out, people->person[i].identity.b, 32);
        qian_buf_char(out, '\n');
    }
}

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
    check(in, s, Q_REASON, QIAN_RECUSALS, R_REASON, s->field[Q_REASON]);
    add_pseudonym(out, found ? found->index : 0);
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

void qian_people_free(struct qian_people *people) {
    for (size_t i = 0; i < people->count; i++) {
        free(people->person[i].certificate);
        free(people->person[i].name);
        free(people->person[i].rest);
    }
    free(people->person);
    *people = (struct qian_people){0};
}

void qian_intake_free(struct qian_intake *in) {
    qian_badrows_free(&in->bad);
    qian_buf_free(&in->ignored);
}
