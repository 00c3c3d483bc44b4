// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/office.h"

#include <string.h>

#include "engine/ceremony/note.h"
#include "engine/ceremony/note_judge.h"

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

struct offices {
    const char *const *vkey;
    size_t count;
};

// The office whose vkey has the line's name and key id, and its suite; NULL if there is none.
static const char *office_of(void *context, const struct qian_signature_line *line,
                             enum qian_suite *suite) {
    const struct offices *offices = context;
    for (size_t i = 0; i < offices->count; i++)
        for (int s = QIAN_SHA256_ED25519; s <= QIAN_SM3_SM2; s++) {
            struct qian_signature_line own = {0};
            struct qian_public key;
            *suite = (enum qian_suite)s;
            if (qian_vkey_read(qian_str(offices->vkey[i]), *suite, &own.name, &key))
                continue;
            qian_key_id(own.name, &key, own.id);
            if (qian_same_signer(&own, line))
                return offices->vkey[i];
        }
    return NULL;
}

// spec/rules.md 3.2: "There is at least one signature line"
enum qian_status qian_office_note_judge(const struct qian_office_paper *paper,
                                        const char *const *office, size_t offices,
                                        struct qian_str note, const char *where,
                                        struct qian_err *err) {
    struct qian_buf text = {0};
    struct offices all = {office, offices};
    size_t lines;
    qian_office_note_text(paper, &text);
    const struct qian_note_order order = {.where = where,
                                          .clause = "rules 3.2",
                                          .next = "do not use this file; ask whoever sent it",
                                          .text = qian_buf_view(&text),
                                          .other = "the note is of another file or name",
                                          .stranger = "a line of who is no office",
                                          .signer = office_of,
                                          .context = &all};
    enum qian_status status = qian_note_judge(&order, note, &lines, err);
    if (status == QIAN_OK && lines == 0)
        status = qian_note_bad(&order, "S01", "no office has signed", err);
    qian_buf_free(&text);
    return status;
}

void qian_office_note_add(const struct qian_office_paper *paper, const struct qian_key *key,
                          struct qian_str note, bool *before, struct qian_buf *out) {
    struct qian_buf text = {0};
    qian_office_note_text(paper, &text);
    qian_note_add(qian_buf_view(&text), key, note, before, out);
    qian_buf_free(&text);
}
