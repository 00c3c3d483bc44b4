// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/office.h"

#include <stdlib.h>
#include <string.h>

#include "engine/ceremony/note.h"
#include "engine/log/signed.h"

// spec/rules.md 3.1: "Its text is three lines: `qian/1 rules` for a pack, `qian/1 calendar` for a
// calendar; the name; and SHA-256 of the file, two spaces and the name with `.json`."
// spec/plan.md 7.2: "`qian/1 plan`; the list's name; and SHA-256 of the plan file, two spaces and
// the name with `.tsv`."
void qian_office_note_text(const struct qian_office_paper *paper, struct qian_buf *out) {
    struct qian_buf name = {0};
    qian_buf_text(&name, paper->name);
    qian_buf_text(&name, strcmp(paper->kind, "plan") == 0 ? ".tsv" : ".json");
    struct qian_file file = {.name = name.p};
    qian_sha256(paper->bytes, &file.digest);
    qian_note_text(paper->kind, paper->name, &file, 1, out);
    qian_buf_free(&name);
}

static enum qian_status bad_note(const char *where, const char *code, const char *what,
                                 struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_DISAGREES, code, "rules 3.2", what,
                                        "do not use this file; ask whoever sent it");
    qian_err_where(err, "%.200s", where);
    return status;
}

// The office whose vkey has the line's name and key id, and its suite; NULL if there is none.
static const char *office_of(const char *const *office, size_t offices,
                             const struct qian_signature_line *line, enum qian_suite *suite) {
    for (size_t i = 0; i < offices; i++)
        for (int s = QIAN_SHA256_ED25519; s <= QIAN_SM3_SM2; s++) {
            struct qian_signature_line own = {0};
            struct qian_public key;
            *suite = (enum qian_suite)s;
            if (qian_vkey_read(qian_str(office[i]), *suite, &own.name, &key))
                continue;
            qian_key_id(own.name, &key, own.id);
            if (qian_same_signer(&own, line))
                return office[i];
        }
    return NULL;
}

// spec/rules.md 3.2: "There is at least one signature line, in ascending order of the names in the
// lines, no signer twice, each good (notes 2)."
static enum qian_status judge_line(const char *const *office, size_t offices,
                                   const struct qian_signed *note, size_t at, const char *where,
                                   struct qian_err *err) {
    const struct qian_signature_line *line = &note->line[at];
    enum qian_suite suite;
    const char *vkey = office_of(office, offices, line, &suite);
    if (!vkey) {
        enum qian_status status = bad_note(where, "S03", "a line of who is no office", err);
        qian_err_value(err, "%.*s", line->name.n < 200 ? (int)line->name.n : 200, line->name.p);
        return status;
    }
    for (size_t i = 0; i < at; i++)
        if (qian_same_signer(&note->line[i], line))
            return bad_note(where, "S04", "one signer stands there twice", err);
    if (at > 0 && qian_str_cmp(note->line[at - 1].name, line->name) > 0)
        return bad_note(where, "F05", "the lines do not stand in the order of names", err);
    if (!qian_signature_word_good(line->name, line->base64, note->text, vkey, suite))
        return bad_note(where, "S02", "a signature does not verify", err);
    return QIAN_OK;
}

enum qian_status qian_office_note_judge(const struct qian_office_paper *paper,
                                        const char *const *office, size_t offices,
                                        struct qian_str note, const char *where,
                                        struct qian_err *err) {
    struct qian_signed *read = qian_take(1, sizeof *read);
    struct qian_buf text = {0};
    enum qian_status status = QIAN_OK;
    qian_office_note_text(paper, &text);
    const char *code = qian_signed_read(note, read);
    if (code)
        status = bad_note(where, code, "this is no note", err);
    else if (!qian_str_eq(read->text, qian_buf_view(&text)))
        status = bad_note(where, "H01", "the note is of another file or name", err);
    else if (read->lines == 0)
        status = bad_note(where, "S01", "no office has signed", err);
    for (size_t i = 0; status == QIAN_OK && i < read->lines; i++)
        status = judge_line(office, offices, read, i, where, err);
    qian_buf_free(&text);
    free(read);
    return status;
}

void qian_office_note_add(const struct qian_office_paper *paper, const struct qian_key *key,
                          struct qian_str note, bool *before, struct qian_buf *out) {
    struct qian_buf text = {0};
    qian_office_note_text(paper, &text);
    qian_note_add(qian_buf_view(&text), key, note, before, out);
    qian_buf_free(&text);
}
