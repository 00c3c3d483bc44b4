// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/registry/intake.h"

#define CERTIFICATE_MAX 64

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
    qian_intake_salt(in, "inspectors", qian_str(person->certificate), &salt);
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
    qian_intake_check(in, s, P_NAME, QIAN_TARGETS, T_NAME, s->field[P_NAME]);
    qian_intake_check(in, s, P_ROLE, QIAN_INSPECTORS, I_ROLE, s->field[P_ROLE]);
    qian_intake_check(in, s, P_DEPARTMENT, QIAN_INSPECTORS, I_DEPARTMENT, s->field[P_DEPARTMENT]);
    qian_intake_check(in, s, P_CAPACITY, QIAN_INSPECTORS, I_CAPACITY, s->field[P_CAPACITY]);
    qian_buf_str(&rest, s->field[P_ROLE]);
    qian_buf_char(&rest, '\t');
    qian_buf_str(&rest, s->field[P_DEPARTMENT]);
    qian_buf_char(&rest, '\t');
    qian_intake_list(in, s, P_AREAS, QIAN_INSPECTORS, I_AREAS, &rest);
    qian_buf_char(&rest, '\t');
    size_t items = rest.n;
    if (qian_intake_list(in, s, P_ITEMS, QIAN_INSPECTORS, I_ITEMS, &rest))
        qian_intake_items(in, s, P_ITEMS, (struct qian_str){rest.p + items, rest.n - items});
    qian_buf_char(&rest, '\t');
    qian_buf_str(&rest, s->field[P_CAPACITY]);
    // id and identity and their TABs come to 73 bytes
    qian_intake_line(in, s, rest.n + 73);
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
        qian_pseudonym_write(out, i);
        qian_buf_char(out, '\t');
        qian_buf_text(out, people->person[i].rest);
        qian_buf_char(out, '\t');
        qian_buf_hex(out, people->person[i].identity.b, 32);
        qian_buf_char(out, '\n');
    }
}
