// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/policy_version.h"

#include <stdlib.h>
#include <string.h>

#include "engine/ceremony/note.h"
#include "engine/ceremony/note_judge.h"

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

static const char next_step[] = "do not use this policy; ask whoever sent it";

struct judging {
    const struct qian_policy *previous;
    struct qian_policy_signers *out;
    char *vkey; // of the line at hand
};

// spec/policy.md 4.2: "with `signer` keys (of either suite) that are not revoked there"
static const char *witness_of(void *context, const struct qian_signature_line *line,
                              enum qian_suite *suite) {
    struct judging *j = context;
    const struct qian_policy_key *key = signer_of(j->previous, line);
    if (!key || key->revoked)
        return NULL;
    free(j->vkey);
    j->vkey = qian_str_copy(key->vkey);
    *suite = key->suite;
    j->out->witness[j->out->count++] = key->witness;
    return j->vkey;
}

// spec/policy.md 4.2: "lines in the order of names, so that they satisfy that version's quorum"
enum qian_status qian_policy_note_judge(const struct qian_policy *next,
                                        const struct qian_policy *previous, struct qian_str note,
                                        const char *where, struct qian_policy_signers *out,
                                        struct qian_err *err) {
    struct qian_buf text = {0};
    struct judging j = {.previous = previous, .out = out};
    size_t lines;
    *out = (struct qian_policy_signers){0};
    qian_policy_note_text(next, &text);
    const struct qian_note_order order = {.where = where,
                                          .clause = "policy 4.2",
                                          .next = next_step,
                                          .text = qian_buf_view(&text),
                                          .other = "the note is of another policy file or version",
                                          .stranger =
                                              "a line of who is no witness of the version before",
                                          .signer = witness_of,
                                          .context = &j};
    enum qian_status status = qian_note_judge(&order, note, &lines, err);
    if (status == QIAN_OK)
        out->enough = !previous->quorum.none && qian_policy_met(previous, out->witness, out->count);
    qian_buf_free(&text);
    free(j.vkey);
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
        status = qian_note_bad(
            &(struct qian_note_order){.where = where, .clause = "policy 4.2", .next = next_step},
            "S01", "those who have signed are no quorum of the version before", err);
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
