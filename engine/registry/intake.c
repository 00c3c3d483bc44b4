// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/intake.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/crypto/sign.h"

// Check one field, once it is in the form of the table, and list what is wrong with it.
bool qian_intake_check(struct qian_intake *in, const struct qian_sheet *s, size_t column,
                       enum qian_table_kind kind, size_t table_column, struct qian_str field) {
    const char *code = qian_text_fault(field, false);
    if (!code)
        code = qian_table_check(kind, table_column, field);
    if (code)
        qian_badrow_add(&in->bad, s->file, s->csv.row, s->name[column], s->field[column], code);
    return code == NULL;
}

// Convert a list field, append it to `out` and check it.
bool qian_intake_list(struct qian_intake *in, const struct qian_sheet *s, size_t column,
                      enum qian_table_kind kind, size_t table_column, struct qian_buf *out) {
    size_t start = out->n;
    const char *code = qian_sheet_list(s->field[column], out);
    if (code && strcmp(code, "F07") == 0)
        qian_badrow_say(&in->bad, s->file, s->csv.row, s->name[column], s->field[column], code,
                        "request 2.1", "a list is separated by ;");
    else if (code)
        qian_badrow_add(&in->bad, s->file, s->csv.row, s->name[column], s->field[column], code);
    if (code)
        return false;
    return qian_intake_check(in, s, column, kind, table_column,
                             (struct qian_str){out->p + start, out->n - start});
}

// spec/tables.md 2.3: "Each is an item of the notice, code R04."
void qian_intake_items(struct qian_intake *in, const struct qian_sheet *s, size_t column,
                       struct qian_str list) {
    struct qian_split split = qian_split(list, ',');
    struct qian_str code;
    while (qian_split_next(&split, &code))
        if (qian_item_find(in->notice, code) < 0)
            qian_badrow_add(&in->bad, s->file, s->csv.row, s->name[column], code, "R04");
}

void qian_intake_salt(const struct qian_intake *in, const char *label, struct qian_str id,
                      struct qian_buf *out) {
    uint8_t salt[32];
    qian_derive(in->secret, label, id, salt);
    qian_buf_hex(out, salt, 16);
}

void qian_pseudonym_write(struct qian_buf *out, size_t index) {
    char id[] = "P000000";
    for (size_t at = 6, number = index + 1; number > 0; number /= 10)
        id[at--] = (char)('0' + number % 10);
    qian_buf_text(out, id);
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

// spec/bundle.md 1.3: "a line of any file has at most 65,535 bytes without its LF"
void qian_intake_line(struct qian_intake *in, const struct qian_sheet *s, size_t length) {
    if (length > QIAN_LINE_MAX)
        qian_badrow_say(&in->bad, s->file, s->csv.row, "", s->field[0], "F11", "bundle 1.3",
                        "the row is longer than a table may hold");
}
