// SPDX-License-Identifier: MulanPSL-2.0
// A contributor's steps: commit, keep the nonce sealed, print it for the envelope, reveal it.
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/core/seed.h"
#include "engine/ceremony/parts.h"
#include "engine/ceremony/signing.h"
#include "engine/ceremony/steps.h"
#include "engine/crypto/locked.h"

#define SEALED_MAX 16384

// The contributor of this name in the notice or draft.
static enum qian_status find(const struct qian_case *c, const struct qian_act *act,
                             const struct qian_contributor **out, struct qian_signer *signer,
                             struct qian_err *err) {
    struct qian_signers all;
    int at = qian_contributor_find(&c->copy.notice, qian_str(act->name));
    if (at >= 0) {
        *out = &c->copy.notice.contributors[at];
        qian_signers_of(c, QIAN_NOTE_NOTICE, &all);
        for (size_t i = 0; i < all.count; i++)
            if (qian_str_is(all.signer[i].vkey, (*out)->vkey))
                *signer = all.signer[i];
        qian_signers_free(&all);
        return QIAN_OK;
    }
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "E01", "seed 2.3", "the draw has no such contributor",
                  "check --name, and that this is the right case");
    qian_err_value(err, "%.200s", act->name);
    return status;
}

static char *nonce_path(const struct qian_case *c, const char *key_id) {
    struct qian_buf name = {0};
    qian_buf_text(&name, "nonces/");
    qian_buf_text(&name, qian_case_draw(c));
    qian_buf_char(&name, '.');
    qian_buf_text(&name, key_id);
    qian_buf_text(&name, ".sealed");
    char *path = qian_path_join(c->order->home, name.p);
    qian_buf_free(&name);
    return path;
}

// What a sealed nonce is bound to: it opens for this draw and name alone.
static void context_of(const struct qian_case *c, const char *name, struct qian_buf *out) {
    qian_buf_text(out, QIAN_SPEC " nonce|");
    qian_buf_text(out, qian_case_draw(c));
    qian_buf_char(out, '|');
    qian_buf_text(out, name);
}

static enum qian_status seal_new(const struct qian_case *c, const char *name, const char *path,
                                 char *nonce, struct qian_err *err) {
    uint8_t random[32];
    struct qian_buf context = {0}, sealed = {0};
    struct qian_digest digits;
    qian_random(random);
    memcpy(digits.b, random, sizeof random);
    qian_digest_hex(&digits, nonce);
    qian_wipe(random, sizeof random);
    qian_wipe(&digits, sizeof digits);
    context_of(c, name, &context);
    enum qian_status status = qian_seal(c->order->vault, name, qian_buf_view(&context), nonce,
                                        QIAN_HEX_SIZE, &sealed, err);
    char *folder = qian_path_folder(path);
    if (status == QIAN_OK)
        status = qian_folder_make(folder, 0700, err);
    if (status == QIAN_OK)
        status = qian_file_write(path, qian_buf_view(&sealed), 0600, err);
    free(folder);
    qian_buf_free(&sealed);
    qian_buf_free(&context);
    return status;
}

static enum qian_status unseal(const struct qian_case *c, const char *name, const char *path,
                               char *nonce, struct qian_err *err) {
    struct qian_buf context = {0}, sealed = {0};
    size_t n = 0;
    context_of(c, name, &context);
    enum qian_status status = qian_file_read_regular(path, SEALED_MAX, &sealed, err);
    if (status == QIAN_OK)
        status = qian_unseal(c->order->vault, name, qian_buf_view(&context), qian_buf_view(&sealed),
                             nonce, QIAN_HEX_SIZE, &n, err);
    if (status == QIAN_OK && n != QIAN_HEX_SIZE)
        status = qian_seal_wrong(err);
    if (status != QIAN_OK && !*err->where)
        qian_err_where(err, "%.200s", path);
    qian_buf_free(&sealed);
    qian_buf_free(&context);
    return status;
}

// The nonce of this draw and name in locked memory: the one that is kept, or, with `make`, a new
// one. It must give the commitment that was acknowledged.
static enum qian_status nonce_of(struct qian_case *c, const char *name, const char *key_id,
                                 bool make, char **nonce, struct qian_digest *commitment,
                                 struct qian_err *err) {
    struct qian_digest before;
    bool found = false;
    void *memory = NULL;
    char *path = nonce_path(c, key_id);
    enum qian_status status = qian_locked_take(QIAN_HEX_SIZE + 1, &memory, err);
    *nonce = memory;
    if (status == QIAN_OK)
        status = qian_store_signed_get(c->store, qian_case_draw(c), "commit", key_id, &found,
                                       &before, err);
    make = make && !found && !qian_file_exists(path); // never a second one
    if (status == QIAN_OK)
        status = make ? seal_new(c, name, path, *nonce, err) : unseal(c, name, path, *nonce, err);
    if (status == QIAN_OK)
        qian_commit(c->hasher, qian_case_draw(c), name, *nonce, commitment);
    if (status == QIAN_OK && found && memcmp(before.b, commitment->b, sizeof before.b) != 0) {
        status = qian_fail(err, QIAN_DISAGREES, "H05", "seed 1.2",
                           "the nonce that is kept does not open the commitment that was given",
                           "take the one from the envelope");
        qian_err_where(err, "%.200s", path);
    }
    free(path);
    return status;
}

static enum qian_status commit(struct qian_case *c, const struct qian_contributor *self,
                               const struct qian_signer *signer, struct qian_err *err) {
    struct qian_key key;
    struct qian_digest commitment;
    struct qian_buf part = {0};
    char *nonce = NULL;
    enum qian_status status = qian_case_key(c, signer->vkey, &key, err); // may it act at all?
    if (status == QIAN_OK)
        status = nonce_of(c, self->name, signer->id, !c->noticed, &nonce, &commitment, err);
    if (status == QIAN_OK)
        status = qian_store_signed_add(c->store, qian_case_draw(c), "commit", signer->id,
                                       &commitment, false, err);
    if (status == QIAN_OK) {
        qian_commit_part_write(qian_case_draw(c), self->name, &commitment, &part);
        status = qian_part_write(c, "commit", signer->id, qian_buf_view(&part), err);
    }
    if (status == QIAN_OK) {
        char hex[QIAN_HEX_SIZE + 1];
        qian_digest_hex(&commitment, hex);
        qian_say(&c->said, "committed", "%s", hex);
        qian_say(&c->said, "next: put a paper copy of the nonce into the envelope",
                 "qian ceremony paper");
    }
    qian_locked_free(nonce);
    qian_key_close(&key);
    qian_buf_free(&part);
    return status;
}

enum qian_status qian_step_commit(const struct qian_case_order *order, const struct qian_act *act,
                                  struct qian_case *c, struct qian_err *err) {
    const struct qian_contributor *self = NULL;
    struct qian_signer signer = {0};
    enum qian_status status = qian_case_enter(order, c, err);
    if (status == QIAN_OK)
        status = find(c, act, &self, &signer, err);
    return status == QIAN_OK ? commit(c, self, &signer, err) : status;
}

enum qian_status qian_step_paper(const struct qian_case_order *order, const struct qian_act *act,
                                 struct qian_case *c, struct qian_err *err) {
    const struct qian_contributor *self = NULL;
    struct qian_signer signer = {0};
    struct qian_digest commitment;
    char *nonce = NULL;
    enum qian_status status = qian_case_enter(order, c, err);
    if (status == QIAN_OK)
        status = find(c, act, &self, &signer, err);
    if (status == QIAN_OK)
        status = nonce_of(c, self->name, signer.id, false, &nonce, &commitment, err);
    if (status == QIAN_OK) {
        struct qian_buf part = {0};
        char hex[QIAN_HEX_SIZE + 1];
        qian_digest_hex(&commitment, hex);
        qian_buf_text(&part, QIAN_SPEC " nonce\ndraw ");
        qian_buf_text(&part, qian_case_draw(c));
        qian_buf_text(&part, "\nname ");
        qian_buf_text(&part, self->name);
        qian_buf_text(&part, "\ncommitment ");
        qian_buf_text(&part, hex);
        qian_buf_text(&part, "\nnonce ");
        qian_buf_text(&part, nonce);
        qian_buf_char(&part, '\n');
        status = qian_file_write(act->out, qian_buf_view(&part), 0600, err);
        qian_wipe(part.p, part.n);
        qian_buf_free(&part);
        qian_say(&c->said, "written, to be printed, sealed and deleted", "%s", act->out);
    }
    qian_locked_free(nonce);
    return status;
}

// spec/ceremony.md 6.3: "the notice that they signed is in the log, by their own policy, with its
// quorum"
static enum qian_status may_reveal(struct qian_case *c, const struct qian_signer *signer,
                                   struct qian_err *err) {
    struct qian_buf text = {0};
    struct qian_digest signed_before, now;
    bool found = false;
    int64_t time = 0;
    enum qian_status status = qian_case_proven(c, QIAN_NOTE_NOTICE, &time, err);
    if (status == QIAN_OK)
        status = qian_case_note_text(c, QIAN_NOTE_NOTICE, &text, err);
    if (status == QIAN_OK)
        status = qian_store_signed_get(c->store, qian_case_draw(c), "notice", signer->id, &found,
                                       &signed_before, err);
    if (status == QIAN_OK) {
        qian_sha256(qian_buf_view(&text), &now);
        if (!found || memcmp(now.b, signed_before.b, sizeof now.b) != 0)
            status = qian_fail(err, QIAN_REFUSED, "C01", "ceremony 6.3",
                               "this is not the notice that you signed",
                               "do not reveal; ask for the notice that you signed");
    }
    if (status == QIAN_OK && qian_now() > qian_close_deadline(&c->copy.notice))
        status = qian_fail(err, QIAN_REFUSED, "T02", "ceremony 5.6",
                           "it is too late: the public value exists or is about to",
                           "do not reveal; the draw has to be made void");
    qian_buf_free(&text);
    return status;
}

enum qian_status qian_step_reveal(const struct qian_case_order *order, const struct qian_act *act,
                                  struct qian_case *c, struct qian_err *err) {
    const struct qian_contributor *self = NULL;
    struct qian_signer signer = {0};
    struct qian_digest commitment;
    struct qian_buf part = {0};
    char *nonce = NULL;
    enum qian_status status = qian_case_enter(order, c, err);
    if (status == QIAN_OK)
        status = qian_case_snapshot(c, err);
    if (status == QIAN_OK)
        status = qian_case_not_void(c, err);
    if (status == QIAN_OK)
        status = find(c, act, &self, &signer, err);
    if (status == QIAN_OK && !c->noticed)
        status = qian_fail(err, QIAN_REFUSED, "T01", "ceremony 6.3", "there is no notice yet",
                           "wait for the notice, and sign it first");
    if (status == QIAN_OK)
        status = may_reveal(c, &signer, err);
    if (status == QIAN_OK)
        status = nonce_of(c, self->name, signer.id, false, &nonce, &commitment, err);
    if (status == QIAN_OK && memcmp(commitment.b, self->commitment.b, sizeof commitment.b) != 0)
        status = qian_fail(err, QIAN_DISAGREES, "H05", "seed 2.5",
                           "the notice has another commitment than yours",
                           "do not reveal; the draw has to be made void");
    if (status == QIAN_OK) {
        qian_reveal_part_write(qian_case_draw(c), &c->notice_digest, self->name, nonce, &part);
        status = qian_part_write(c, "reveal", signer.id, qian_buf_view(&part), err);
    }
    if (status == QIAN_OK)
        qian_say(&c->said, "revealed", "parts/reveal.%s", signer.id);
    qian_locked_free(nonce);
    qian_buf_free(&part);
    return status;
}
