// SPDX-License-Identifier: MulanPSL-2.0
// Who signs looks first: each at what concerns them (spec/ceremony.md 6.3).
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/base/json_in.h"
#include "engine/ceremony/signing.h"
#include "engine/ceremony/steps.h"

#define ROSTER_MAX ((uint64_t)1 << 38)

// Which note is now to be signed.
static enum qian_status stage(const struct qian_case *c, enum qian_note_kind *out,
                              struct qian_err *err) {
    if (qian_case_has(c, "void.json"))
        *out = QIAN_NOTE_VOID;
    else if (qian_case_has(c, "open.note"))
        *out = QIAN_NOTE_OPEN;
    else if (qian_case_has(c, "transcript.json"))
        return qian_fail(err, QIAN_REFUSED, "", "ceremony 6.3",
                         "a transcript is signed by who has verified it",
                         "use qian ceremony witness");
    else if (qian_case_has(c, "contributions.txt"))
        *out = QIAN_NOTE_CLOSE;
    else if (c->noticed)
        *out = QIAN_NOTE_NOTICE;
    else
        return qian_fail(err, QIAN_REFUSED, "", "ceremony 6.3", "there is nothing to sign yet",
                         "see qian ceremony status");
    return QIAN_OK;
}

static enum qian_status find(const struct qian_case *c, enum qian_note_kind kind, const char *name,
                             struct qian_signer *out, struct qian_err *err) {
    struct qian_signers all;
    bool found = false;
    qian_signers_of(c, kind, &all);
    for (size_t i = 0; i < all.count && !found; i++) {
        found = qian_str_is(all.signer[i].name, name);
        *out = all.signer[i];
    }
    qian_signers_free(&all);
    if (found)
        return QIAN_OK;
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "S05", "notes 1.4", "this name does not sign this note",
                  "check --name, --policy and the case; see qian ceremony status");
    qian_err_where(err, "%s", qian_note_files[kind]);
    qian_err_value(err, "%.200s", name);
    return status;
}

enum qian_status qian_operator_signed(const struct qian_case *c, enum qian_note_kind kind,
                                      struct qian_str text, struct qian_err *err) {
    struct qian_buf note = {0};
    struct qian_str have, lines = {"", 0}, first = {0};
    const char *vkey = c->copy.notice.operator_vkey;
    enum qian_status status = qian_case_read(c, qian_note_files[kind], &note, err);
    if (status == QIAN_OK) {
        bool good = qian_policy_of_vkey(&c->policy, QIAN_ROLE_OPERATOR, qian_str(vkey)) &&
                    qian_note_split(qian_buf_view(&note), &have, &lines) && qian_str_eq(have, text);
        struct qian_split split = qian_split(lines, '\n');
        good = good && qian_split_next(&split, &first) &&
               qian_signature_good(first, text, vkey, c->copy.notice.suite);
        if (!good) {
            status = qian_fail(err, QIAN_DISAGREES, "S02", "notes 1.5",
                               "the operator of the policy has not signed these files",
                               "sign nothing; find out what was changed");
            qian_err_where(err, "%s", qian_note_files[kind]);
        }
    }
    qian_buf_free(&note);
    return status;
}

// A contributor's own commitment is in the notice.
static enum qian_status check_commitment(struct qian_case *c, const struct qian_signer *signer,
                                         struct qian_err *err) {
    struct qian_digest mine;
    bool found = false;
    int at = qian_contributor_find(&c->copy.notice, signer->name);
    enum qian_status status = qian_store_signed_get(c->store, qian_case_draw(c), "commit",
                                                    signer->id, &found, &mine, err);
    if (status != QIAN_OK)
        return status;
    if (found && at >= 0 &&
        memcmp(mine.b, c->copy.notice.contributors[at].commitment.b, sizeof mine.b) == 0)
        return QIAN_OK;
    return qian_fail(err, QIAN_DISAGREES, "H05", "seed 1.2",
                     "the commitment in the notice is not the one that this home gave",
                     "sign nothing; find out what was changed");
}

// The digest of the custodian's own table: of --roster (the recusals lie beside the inspectors), or
// of what was frozen in this home.
static enum qian_status own_table(struct qian_case *c, const struct qian_act *act, const char *name,
                                  bool *found, struct qian_digest *want, struct qian_err *err) {
    struct qian_buf mine = {0};
    enum qian_status status = QIAN_OK;
    if (!act->roster)
        return qian_store_file_get(c->store, qian_case_draw(c), name, found, want, err);
    char *folder = qian_path_folder(act->roster);
    bool beside = strcmp(name, "recusals.tsv") == 0;
    char *path = beside ? qian_path_join(folder, name) : qian_str_copy(qian_str(act->roster));
    status = qian_file_read(path, ROSTER_MAX, &mine, err);
    qian_sha256(qian_buf_view(&mine), want);
    *found = status == QIAN_OK;
    free(path);
    free(folder);
    qian_buf_free(&mine);
    return status;
}

static enum qian_status check_table(struct qian_case *c, const struct qian_act *act,
                                    const char *name, struct qian_err *err) {
    struct qian_buf here = {0};
    struct qian_digest want, have;
    bool found = false;
    enum qian_status status = qian_case_read(c, name, &here, err);
    if (status == QIAN_OK)
        status = own_table(c, act, name, &found, &want, err);
    qian_sha256(qian_buf_view(&here), &have);
    qian_buf_free(&here);
    if (status == QIAN_OK && !found)
        status = qian_fail(err, QIAN_USAGE, "", "ceremony 6.3",
                           "a custodian signs for a roster of their own",
                           "give the one that you froze or checked, with --roster");
    else if (status == QIAN_OK && memcmp(want.b, have.b, sizeof want.b) != 0)
        status = qian_fail(err, QIAN_DISAGREES, "H01", "ceremony 6.3",
                           "the roster in the case is not the custodian's",
                           "sign nothing; find out what was changed");
    else
        return status;
    qian_err_where(err, "%s", name);
    return status;
}

// spec/bundle.md 3.12: "the vkey of the custodian who signs for that roster"
static enum qian_status check_roster(struct qian_case *c, const struct qian_act *act,
                                     const struct qian_signer *signer, struct qian_err *err) {
    if (strcmp(signer->role, "custodian targets") == 0)
        return check_table(c, act, "targets.tsv", err);
    enum qian_status status = check_table(c, act, "inspectors.tsv", err);
    return status == QIAN_OK ? check_table(c, act, "recusals.tsv", err) : status;
}

// The digests and quotas of the notice are what the tables give.
static enum qian_status check_frozen(const struct qian_case *c, struct qian_err *err) {
    static const enum qian_bundle_file files[] = {QIAN_F_RULES, QIAN_F_TARGETS, QIAN_F_INSPECTORS,
                                                  QIAN_F_RECUSALS, QIAN_F_NOTICE};
    struct qian_frozen *frozen = qian_take(1, sizeof *frozen);
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < 5 && status == QIAN_OK; i++)
        status =
            qian_case_read(c, qian_bundle_names[files[i]], &frozen->bundle.file[files[i]], err);
    if (status == QIAN_OK)
        status = qian_frozen_open(frozen, err);
    qian_frozen_close(frozen);
    free(frozen);
    return status;
}

// spec/ceremony.md 6.3: "the nonces open the commitments; their clock is before the public value
// by 60 s"
static enum qian_status check_close(const struct qian_case *c, struct qian_err *err) {
    char *nonce[QIAN_CONTRIBUTORS_MAX] = {0};
    size_t withheld = 0;
    int64_t time = 0;
    enum qian_status status = qian_case_proven(c, QIAN_NOTE_NOTICE, &time, err);
    if (status == QIAN_OK)
        status = qian_policy_allows(&c->policy, &c->copy.notice, time, err);
    if (status == QIAN_OK)
        status = qian_contributions_read(c, nonce, &withheld, err);
    for (size_t i = 0; i < c->copy.notice.contributor_count; i++)
        free(nonce[i]);
    if (status == QIAN_OK && qian_now() > qian_close_deadline(&c->copy.notice))
        status = qian_fail(err, QIAN_REFUSED, "T02", "ceremony 5.6",
                           "it is too late: the public value exists or is about to",
                           "sign nothing; the draw has to be made void");
    return status;
}

static bool says(json_t *root, const char *name, const char *want) {
    const char *text = json_string_value(json_object_get(root, name));
    return text && strcmp(text, want) == 0;
}

// spec/ceremony.md 2.1: the void is of this draw and notice; its reason is shown to who signs it.
// spec/ceremony.md 6.3: "the notice is in the log, the transcript is not"
static enum qian_status check_void(struct qian_case *c, struct qian_err *err) {
    static const struct qian_json_place place = {"void.json", "ceremony 2.1", QIAN_DISAGREES};
    struct qian_buf file = {0};
    char digest[QIAN_HEX_SIZE + 1];
    int64_t time = 0;
    enum qian_status status = qian_case_proven(c, QIAN_NOTE_NOTICE, &time, err);
    if (status == QIAN_OK)
        status = qian_case_read(c, "void.json", &file, err);
    json_t *root = status == QIAN_OK ? qian_json_load(&place, qian_buf_view(&file), err) : NULL;
    if (status == QIAN_OK && !root)
        status = err->status;
    qian_digest_hex(&c->notice_digest, digest);
    const char *reason = json_string_value(json_object_get(root, "reason"));
    if (status == QIAN_OK &&
        (!says(root, "draw", qian_case_draw(c)) || !says(root, "notice", digest) || !reason))
        status = qian_json_wrong(&place, "", "draw", "this void is of another draw or notice", err);
    if (status == QIAN_OK && qian_case_has(c, qian_proof_files[QIAN_NOTE_TRANSCRIPT]))
        status = qian_fail(err, QIAN_REFUSED, "C03", "ceremony 6.3",
                           "this draw has its transcript: a result is not made void",
                           "what was drawn stays drawn");
    if (status == QIAN_OK)
        qian_say(&c->said, "reason of the void", "%s", reason);
    // spec/ceremony.md, Why: "Balls that fell before could be made void as if nothing had been
    // revealed."
    if (status == QIAN_OK && qian_case_has(c, "contributions.txt") &&
        !qian_case_has(c, qian_proof_files[QIAN_NOTE_CLOSE]))
        qian_say(&c->said, "revealed, and not closed in the log: see that no ball has fallen", "%s",
                 qian_case_draw(c));
    json_decref(root);
    qian_buf_free(&file);
    return status;
}

static enum qian_status check(struct qian_case *c, const struct qian_act *act,
                              enum qian_note_kind kind, const struct qian_signer *signer,
                              struct qian_err *err) {
    int64_t time = 0;
    switch (kind) {
    case QIAN_NOTE_NOTICE: {
        // spec/ceremony.md 6.3: "their own policy allows its parties and public sources (policy 3,
        // beacons 4.3)"
        enum qian_status status = qian_policy_allows(&c->policy, &c->copy.notice, qian_now(), err);
        if (status == QIAN_OK)
            status = check_frozen(c, err);
        if (status != QIAN_OK)
            return status;
        return strcmp(signer->role, "contributor") == 0 ? check_commitment(c, signer, err)
                                                        : check_roster(c, act, signer, err);
    }
    case QIAN_NOTE_CLOSE:
        return check_close(c, err);
    case QIAN_NOTE_OPEN: {
        enum qian_status status = qian_embargo_runs(c, err);
        return status == QIAN_OK ? qian_case_proven(c, QIAN_NOTE_TRANSCRIPT, &time, err) : status;
    }
    case QIAN_NOTE_VOID:
        return check_void(c, err);
    case QIAN_NOTE_TRANSCRIPT:
    case QIAN_NOTE_KINDS:
        break;
    }
    return QIAN_OK;
}

// spec/ceremony.md 6.5: "A party signs one text of a kind for one draw and no other"
static enum qian_status sign(struct qian_case *c, enum qian_note_kind kind,
                             const struct qian_signer *signer, struct qian_str text,
                             struct qian_err *err) {
    struct qian_key key;
    struct qian_digest digest;
    struct qian_buf line = {0}, part = {0};
    qian_sha256(text, &digest);
    qian_buf_text(&part, "sign-");
    qian_buf_text(&part, qian_note_kinds[kind]);
    enum qian_status status = qian_case_key(c, signer->vkey, &key, err);
    if (status == QIAN_OK)
        status = qian_store_signed_add(c->store, qian_case_draw(c), qian_note_kinds[kind],
                                       signer->id, &digest, false, err);
    if (status == QIAN_OK) {
        qian_signature_write(&key, text, NULL, &line);
        status = qian_part_write(c, part.p, signer->id, qian_buf_view(&line), err);
    }
    if (status == QIAN_OK)
        qian_say(&c->said, "signed", "%s", qian_note_files[kind]);
    qian_key_close(&key);
    qian_buf_free(&line);
    qian_buf_free(&part);
    return status;
}

enum qian_status qian_step_sign(const struct qian_case_order *order, const struct qian_act *act,
                                struct qian_case *c, struct qian_err *err) {
    struct qian_signer signer;
    struct qian_buf text = {0};
    enum qian_note_kind kind = QIAN_NOTE_NOTICE;
    enum qian_status status = qian_case_enter(order, c, err);
    if (status == QIAN_OK)
        status = qian_case_snapshot(c, err);
    if (status == QIAN_OK)
        status = stage(c, &kind, err);
    if (status == QIAN_OK)
        status = find(c, kind, act->name, &signer, err);
    if (status == QIAN_OK)
        status = qian_note_takes(c, kind, &signer, err);
    if (status == QIAN_OK)
        status = qian_case_note_text(c, kind, &text, err);
    if (status == QIAN_OK)
        status = qian_operator_signed(c, kind, qian_buf_view(&text), err);
    if (status == QIAN_OK)
        status = check(c, act, kind, &signer, err);
    if (status == QIAN_OK)
        status = sign(c, kind, &signer, qian_buf_view(&text), err);
    qian_buf_free(&text);
    return status;
}
