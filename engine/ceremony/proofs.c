// SPDX-License-Identifier: MulanPSL-2.0
// Reads the proofs of a case by a party's own policy (spec/log.md 3, 5; spec/ceremony.md 5).
#include <stdlib.h>
#include <string.h>

#include "engine/core/merkle.h"
#include "engine/ceremony/signing.h"
#include "engine/ceremony/steps.h"
#include "engine/log/proof.h"

static enum qian_status bad_proof(const char *where, const char *code, const char *clause,
                                  const char *what, struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_DISAGREES, code, clause, what,
                                        "do nothing further; find out what was changed");
    qian_err_where(err, "%s", where);
    return status;
}

// The policy's log of this origin.
static const struct qian_policy_key *log_of(const struct qian_case *c, struct qian_str origin) {
    for (size_t i = 0; i < c->policy.keys; i++)
        if (c->policy.key[i].role == QIAN_ROLE_LOG && qian_str_eq(c->policy.key[i].name, origin))
            return &c->policy.key[i];
    return NULL;
}

// spec/log.md 3.2: "index below size, as many hashes as the place wants, and the checkpoint's root
// comes out."
static bool included(struct qian_str entry, const struct qian_log_proof *proof,
                     const struct qian_checkpoint *checkpoint) {
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    struct qian_digest leaf;
    qian_leaf_hash(h, entry, &leaf);
    bool good = qian_tree_check(h, &leaf, proof->index, checkpoint->size, proof->path,
                                proof->length, &checkpoint->root);
    qian_hasher_close(h);
    return good;
}

// spec/policy.md 2.2: "that of the log at that of each proof"
static enum qian_status valid_then(const struct qian_case *c, const char *where,
                                   const struct qian_policy_key *log, int64_t time,
                                   struct qian_err *err) {
    const struct qian_policy_key *op =
        qian_policy_of_vkey(&c->policy, QIAN_ROLE_OPERATOR, qian_str(c->copy.notice.operator_vkey));
    if (op && qian_policy_valid(op, time) && qian_policy_valid(log, time))
        return QIAN_OK;
    return bad_proof(where, "S06", "policy 2.2",
                     "the key of the operator or of the log was not valid then", err);
}

// spec/log.md 5.1
static enum qian_status judge(const struct qian_case *c, const char *where,
                              const struct qian_checkpoint *checkpoint, int64_t *time,
                              struct qian_err *err) {
    const struct qian_policy_key *log = log_of(c, checkpoint->origin);
    // spec/ceremony.md 5.2: "The proofs, but for that of replaces.note, name the origin that the
    // notice names as its `log`"
    if (!qian_str_is(checkpoint->origin, c->copy.notice.log))
        return bad_proof(where, "L03", "ceremony 5.2", "this is not the log that the notice names",
                         err);
    if (!log)
        return bad_proof(where, "L03", "ceremony 5.2", "the policy does not know this log", err);
    struct qian_note_key key;
    struct qian_seen seen = {0};
    const char *code = qian_note_key_read(log->vkey, false, &key);
    if (!code)
        code = qian_checkpoint_judge(checkpoint, &key, 1, &seen);
    if (code || !seen.here)
        return bad_proof(where, "L02", "log 2.3", "the log has not signed this checkpoint", err);
    struct qian_seen *all = qian_take(c->policy.quorum.count + 1, sizeof *all);
    uint64_t proven = 0;
    code = qian_quorum_judge(&c->policy.quorum, checkpoint, all);
    bool met = !code && !c->policy.quorum.none && qian_quorum_time(&c->policy.quorum, all, &proven);
    free(all);
    *time = (int64_t)proven;
    if (code)
        return bad_proof(where, code, "log 2.4", "a witness's cosignature does not verify", err);
    return met ? valid_then(c, where, log, *time, err)
               : bad_proof(where, "L04", "log 5.1",
                           "the witnesses that have cosigned are no quorum of the policy", err);
}

// The note that a proof is of is the note of these very files, signed by the operator.
static enum qian_status tied(const struct qian_case *c, enum qian_note_kind kind,
                             struct qian_buf *note, struct qian_err *err) {
    struct qian_buf text = {0};
    enum qian_status status = qian_case_note_text(c, kind, &text, err);
    if (status == QIAN_OK)
        status = qian_operator_signed(c, kind, qian_buf_view(&text), err);
    if (status == QIAN_OK)
        status = qian_case_read(c, qian_note_files[kind], note, err);
    qian_buf_free(&text);
    return status;
}

enum qian_status qian_proof_judge(const struct qian_case *c, enum qian_note_kind kind,
                                  struct qian_str file, int64_t *time, struct qian_err *err) {
    struct qian_buf note = {0};
    const char *where = qian_proof_files[kind];
    struct qian_log_proof *proof = qian_take(1, sizeof *proof);
    struct qian_checkpoint *checkpoint = qian_take(1, sizeof *checkpoint);
    enum qian_status status = tied(c, kind, &note, err);
    if (status == QIAN_OK) {
        const char *code = qian_log_proof_read(file, proof);
        if (!code)
            code = qian_checkpoint_read(proof->checkpoint, checkpoint);
        if (code)
            status = bad_proof(where, code, "log 3.1", "this is no proof of a log", err);
        else if (!included(qian_buf_view(&note), proof, checkpoint))
            status = bad_proof(where, "L01", "log 3.2",
                               "this does not prove that the note is in the log", err);
        else
            status = judge(c, where, checkpoint, time, err);
    }
    free(checkpoint);
    free(proof);
    qian_buf_free(&note);
    return status;
}

enum qian_status qian_case_proven(const struct qian_case *c, enum qian_note_kind kind,
                                  int64_t *time, struct qian_err *err) {
    struct qian_buf file = {0};
    enum qian_status status = QIAN_OK;
    if (!qian_case_has(c, qian_proof_files[kind])) {
        status = qian_fail(err, QIAN_REFUSED, "", "ceremony 6.3",
                           "this note is not proven to be in the log yet",
                           "wait until it is; see qian ceremony status");
        qian_err_where(err, "%s", qian_note_files[kind]);
    }
    if (status == QIAN_OK)
        status = qian_case_read(c, qian_proof_files[kind], &file, err);
    if (status == QIAN_OK)
        status = qian_proof_judge(c, kind, qian_buf_view(&file), time, err);
    qian_buf_free(&file);
    return status;
}
