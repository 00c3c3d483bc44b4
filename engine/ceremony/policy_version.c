// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/policy_version.h"

#include <stdlib.h>
#include <string.h>

#include "engine/ceremony/note.h"

// spec/policy.md 4.1: "A new version's `policy` is one more than that of the version before, and
// its `previous` is that version's digest."
enum qian_status qian_policy_follows(const struct qian_policy *next,
                                     const struct qian_policy *previous, struct qian_err *err) {
    char digest[QIAN_HEX_SIZE + 1];
    qian_digest_hex(&previous->digest, digest);
    if (previous->version > 0 && next->version == previous->version + 1 &&
        qian_str_is(next->previous, digest))
        return QIAN_OK;
    enum qian_status status = qian_fail(err, QIAN_REFUSED, "", "policy 4.1",
                                        "this is not the version that follows the one before",
                                        "compare policy and previous with the file of the version "
                                        "before and its SHA-256");
    qian_err_value(err, "policy %llu, previous %.*s; policy %llu, SHA-256 %s",
                   (unsigned long long)next->version, (int)next->previous.n,
                   next->previous.n > 0 ? next->previous.p : "",
                   (unsigned long long)previous->version, digest);
    return status;
}

// spec/policy.md 4.2: "Its note has the lines `qian/1 policy`, the version as an integer, and one
// manifest line with SHA-256 of the policy file and the name `policy.txt`."
void qian_policy_note_text(const struct qian_policy *next, struct qian_buf *out) {
    const struct qian_file file = {"policy.txt", next->digest};
    struct qian_buf version = {0};
    qian_buf_u64(&version, next->version);
    qian_note_text("policy", version.p, &file, 1, out);
    qian_buf_free(&version);
}

static enum qian_status bad_note(const char *where, const char *code, const char *what,
                                 struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_DISAGREES, code, "policy 4.2", what,
                                        "do not use this policy; ask whoever sent it");
    qian_err_where(err, "%.200s", where);
    return status;
}

static const struct qian_policy_key *signer_of(const struct qian_policy *previous,
                                               const struct qian_signature_line *line) {
    struct qian_buf id = {0};
    const struct qian_policy_key *found = NULL;
    qian_buf_hex(&id, line->id, sizeof line->id);
    for (size_t i = 0; i < previous->keys && !found; i++) {
        const struct qian_policy_key *key = &previous->key[i];
        if (key->role == QIAN_ROLE_SIGNER && qian_str_eq(key->name, line->name) &&
            strcmp(key->id, id.p) == 0)
            found = key;
    }
    qian_buf_free(&id);
    return found;
}

// spec/policy.md 4.2: "It is signed by witnesses of the version before with `signer` keys (of
// either suite) that are not revoked there, lines in the order of names, so that they satisfy that
// version's quorum."
static enum qian_status judge_line(const struct qian_policy *previous,
                                   const struct qian_signed *note, size_t at, const char *where,
                                   struct qian_policy_signers *out, struct qian_err *err) {
    const struct qian_signature_line *line = &note->line[at];
    const struct qian_policy_key *key = signer_of(previous, line);
    if (!key || key->revoked) {
        enum qian_status status =
            bad_note(where, "S03", "a line of who is no witness of the version before", err);
        qian_err_value(err, "%.*s", line->name.n < 200 ? (int)line->name.n : 200, line->name.p);
        return status;
    }
    for (size_t i = 0; i < at; i++)
        if (qian_same_signer(&note->line[i], line))
            return bad_note(where, "S04", "one signer stands there twice", err);
    if (at > 0 && qian_str_cmp(note->line[at - 1].name, line->name) > 0)
        return bad_note(where, "F05", "the lines do not stand in the order of names", err);
    char *vkey = qian_str_copy(key->vkey);
    bool good = qian_signature_word_good(line->name, line->base64, note->text, vkey, key->suite);
    free(vkey);
    if (!good)
        return bad_note(where, "S02", "a signature does not verify", err);
    out->witness[out->count++] = key->witness;
    return QIAN_OK;
}

enum qian_status qian_policy_note_judge(const struct qian_policy *next,
                                        const struct qian_policy *previous, struct qian_str note,
                                        const char *where, struct qian_policy_signers *out,
                                        struct qian_err *err) {
    struct qian_signed *read = qian_take(1, sizeof *read);
    struct qian_buf text = {0};
    enum qian_status status = QIAN_OK;
    *out = (struct qian_policy_signers){0};
    qian_policy_note_text(next, &text);
    const char *code = qian_signed_read(note, read);
    if (code)
        status = bad_note(where, code, "this is no note", err);
    else if (!qian_str_eq(read->text, qian_buf_view(&text)))
        status = bad_note(where, "H01", "the note is of another policy file or version", err);
    for (size_t i = 0; i < read->lines && status == QIAN_OK; i++)
        status = judge_line(previous, read, i, where, out, err);
    if (status == QIAN_OK)
        out->enough = !previous->quorum.none && qian_policy_met(previous, out->witness, out->count);
    qian_buf_free(&text);
    free(read);
    return status;
}

enum qian_status qian_policy_accept(const struct qian_policy *next,
                                    const struct qian_policy *previous, struct qian_str note,
                                    const char *where, struct qian_policy_signers *out,
                                    struct qian_err *err) {
    *out = (struct qian_policy_signers){0};
    if (qian_policy_follows(next, previous, err) != QIAN_OK)
        return err->status = QIAN_DISAGREES;
    enum qian_status status = qian_policy_note_judge(next, previous, note, where, out, err);
    if (status == QIAN_OK && !out->enough)
        status = bad_note(where, "S01", "those who have signed are no quorum of the version before",
                          err);
    return status;
}

enum qian_status qian_policy_signer(const struct qian_policy *previous, const char *name,
                                    enum qian_suite suite, const struct qian_policy_key **out,
                                    struct qian_err *err) {
    const struct qian_policy_key *key = qian_policy_find(previous, QIAN_ROLE_SIGNER, suite, name);
    enum qian_status status = QIAN_OK;
    *out = key;
    if (!key)
        status = qian_fail(err, QIAN_REFUSED, "S03", "policy 4.2",
                           "the version before has no such signer key of a witness",
                           "name a key that stands on one of its signer lines");
    else if (key->revoked)
        status =
            qian_fail(err, QIAN_REFUSED, "S06", "policy 4.2",
                      "the key is revoked in the version before", "let the other witnesses sign");
    if (status != QIAN_OK)
        qian_err_value(err, "%.200s", name);
    return status;
}

void qian_policy_note_add(const struct qian_policy *next, const struct qian_key *key,
                          struct qian_str note, bool *before, struct qian_buf *out) {
    struct qian_buf text = {0};
    qian_policy_note_text(next, &text);
    qian_note_add(qian_buf_view(&text), key, note, before, out);
    qian_buf_free(&text);
}
