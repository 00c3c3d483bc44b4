// SPDX-License-Identifier: MulanPSL-2.0
// The second half of a draw: commitments, notice, reveals, close, public value, seed, both draws,
// transcript; each signed.
#include <stdlib.h>
#include <string.h>

#include "engine/ceremony/solo.h"

#define JSON_MAX (64u << 20)
#define ENGINE_NAME "qian " QIAN_VERSION

static void hex_of(const uint8_t bytes[32], char out[QIAN_HEX_SIZE + 1]) {
    struct qian_digest d;
    memcpy(d.b, bytes, 32);
    qian_digest_hex(&d, out);
}

// Signer i: the operator, then the contributors.
static const char *signer_name(const struct qian_solo *s, size_t i) {
    return i == 0 ? s->request.operator_name : s->request.notice.contributors[i - 1].name;
}

enum qian_status qian_solo_unlock(const struct qian_solo_order *order, const struct qian_solo *s,
                                  struct qian_err *err) {
    const struct qian_notice *n = &s->request.notice;
    const char *first = NULL; // that is there
    for (size_t i = 0; i <= n->contributor_count; i++) {
        struct qian_key key;
        bool there;
        enum qian_status status =
            qian_key_look(order->home, signer_name(s, i), n->suite, &there, &key, err);
        qian_key_close(&key);
        if (status != QIAN_OK)
            return status;
        if (there && !first)
            first = signer_name(s, i);
    }
    return qian_vault_ask(order->vault, first ? QIAN_ASK_OPEN : QIAN_ASK_NEW,
                          first ? first : order->home, err);
}

// Open the key if it is there; else, and only with `make`, make it.
static enum qian_status need_key(const struct qian_solo_order *order, const struct qian_solo *s,
                                 const char *name, bool make, struct qian_key *out,
                                 struct qian_err *err) {
    enum qian_suite suite = s->request.notice.suite;
    struct qian_key key;
    bool there;
    if (s->seeded)
        return make ? QIAN_OK : qian_key_of_seed(s->seed_bytes, name, suite, out, err);
    enum qian_status status = qian_key_look(order->home, name, suite, &there, &key, err);
    qian_key_close(&key);
    if (status != QIAN_OK || there == make)
        return status;
    return make ? qian_key_new(order->home, name, suite, order->vault, out, err)
                : qian_key_open(order->home, name, suite, order->vault, out, err);
}

// Open all that are there before one is made: with a wrong passphrase nothing is made.
static enum qian_status open_keys(const struct qian_solo_order *order, struct qian_solo *s,
                                  struct qian_err *err) {
    struct qian_notice *n = &s->request.notice;
    size_t keys = n->contributor_count + 1;
    s->contributor_key = qian_take(n->contributor_count, sizeof *s->contributor_key);
    for (size_t k = 0; k < 2 * keys; k++) {
        size_t i = k % keys;
        struct qian_key *key = i == 0 ? &s->operator_key : &s->contributor_key[i - 1];
        if (key->secret)
            continue;
        enum qian_status status = need_key(order, s, signer_name(s, i), k >= keys, key, err);
        if (status != QIAN_OK)
            return status;
    }
    n->operator_vkey = qian_str_copy(qian_str(s->operator_key.vkey));
    for (size_t i = 0; i < n->contributor_count; i++)
        n->contributors[i].vkey = qian_str_copy(qian_str(s->contributor_key[i].vkey));
    return QIAN_OK;
}

// spec/seed.md 1.1: "Each contributor chooses 32 random bytes, written as 64 lower-case
// hexadecimal digits: the nonce."
static void commit_all(struct qian_solo *s) {
    struct qian_notice *n = &s->request.notice;
    s->nonce = qian_take(n->contributor_count, sizeof *s->nonce);
    for (size_t i = 0; i < n->contributor_count; i++) {
        uint8_t random[32];
        if (s->seeded)
            qian_derive(s->seed_bytes, "nonce", qian_str(n->contributors[i].name), random);
        else
            qian_random(random);
        hex_of(random, s->nonce[i]);
        qian_wipe(random, sizeof random);
        qian_commit(s->hasher, n->draw, n->contributors[i].name, s->nonce[i],
                    &n->contributors[i].commitment);
    }
}

// H of a file of the bundle, computed once. The tables' are those of the notice.
static const struct qian_digest *digest_of(struct qian_solo *s, enum qian_bundle_file file) {
    if (!s->hashed[file])
        qian_hash(s->hasher, qian_buf_view(&s->bundle.file[file]), &s->digest[file]);
    s->hashed[file] = true;
    return &s->digest[file];
}

// Sign these files into the note.
static void sign(struct qian_solo *s, const char *kind, const enum qian_bundle_file *files,
                 size_t count, bool contributors_too, enum qian_bundle_file note) {
    struct qian_file file[QIAN_NOTE_FILES_MAX];
    const struct qian_key *signer[QIAN_CONTRIBUTORS_MAX + 1] = {&s->operator_key};
    size_t signers = 1;
    for (size_t i = 0; i < count; i++)
        file[i] = (struct qian_file){qian_bundle_names[files[i]], *digest_of(s, files[i])};
    for (size_t i = 0; contributors_too && i < s->request.notice.contributor_count; i++)
        signer[signers++] = &s->contributor_key[i];
    qian_note_write(kind, s->request.notice.draw, file, count, signer, signers,
                    s->seeded ? s->seed_bytes : NULL, &s->bundle.file[note]);
}

static void write_notice(struct qian_solo *s) {
    static const enum qian_bundle_file files[] = {QIAN_F_RULES, QIAN_F_TARGETS, QIAN_F_INSPECTORS,
                                                  QIAN_F_RECUSALS, QIAN_F_NOTICE};
    struct qian_buf *notice = &s->bundle.file[QIAN_F_NOTICE];
    qian_notice_write(&s->request.notice, notice);
    s->notice_digest = *digest_of(s, QIAN_F_NOTICE);
    sign(s, "notice", files, 5, true, QIAN_F_NOTICE_NOTE);
}

static void close_contributions(struct qian_solo *s) {
    static const enum qian_bundle_file files[] = {QIAN_F_CONTRIBUTIONS};
    size_t n = s->request.notice.contributor_count;
    const char **nonces = qian_take(n, sizeof *nonces);
    for (size_t i = 0; i < n; i++)
        nonces[i] = s->nonce[i];
    qian_contributions_write(&s->request.notice, &s->notice_digest, nonces,
                             &s->bundle.file[QIAN_F_CONTRIBUTIONS]);
    free(nonces);
    sign(s, "close", files, 1, false, QIAN_F_CLOSE_NOTE);
}

static enum qian_status draw(const struct qian_solo_order *order, struct qian_solo *s,
                             struct qian_err *err) {
    struct qian_buf *file = s->bundle.file;
    qian_entropy_write(&s->request.notice, &s->notice_digest, digest_of(s, QIAN_F_CONTRIBUTIONS),
                       order->public_value, &file[QIAN_F_ENTROPY]);
    if (order->tell)
        order->tell(order->context, "draw", 0);
    return qian_draw_run(&s->frame, &s->inspectors, &s->recusals,
                         qian_buf_view(&file[QIAN_F_ENTROPY]), s->hasher, &s->draw, err);
}

static void write_results(struct qian_solo *s) {
    static const enum qian_bundle_file files[] = {
        QIAN_F_RULES,   QIAN_F_TARGETS,     QIAN_F_INSPECTORS,    QIAN_F_RECUSALS,
        QIAN_F_NOTICE,  QIAN_F_NOTICE_NOTE, QIAN_F_CONTRIBUTIONS, QIAN_F_CLOSE_NOTE,
        QIAN_F_ENTROPY, QIAN_F_SELECTION,   QIAN_F_ASSIGNMENT,    QIAN_F_TRANSCRIPT};
    struct qian_buf *file = s->bundle.file;
    struct qian_draw *d = &s->draw;
    qian_selection_write(&s->frame, &d->selection, &file[QIAN_F_SELECTION]);
    qian_assignment_write(&s->frame, &d->selection, &d->staff, d->team, &d->places, d->expert_team,
                          &d->expert_places, &file[QIAN_F_ASSIGNMENT]);
    qian_transcript_write(&s->frame, d, &s->notice_digest, 0, ENGINE_NAME,
                          &file[QIAN_F_TRANSCRIPT]);
    sign(s, "transcript", files, 12, false, QIAN_F_TRANSCRIPT_NOTE);
}

// spec/bundle.md 1.3: "a JSON file has at most 64 MiB"
static enum qian_status check_size(const struct qian_buf *file, struct qian_err *err) {
    if (file->n <= JSON_MAX)
        return QIAN_OK;
    return qian_fail(err, QIAN_REFUSED, "F11", "bundle 1.3",
                     "notice or transcript would be larger than 64 MiB",
                     "stratify by fewer columns");
}

enum qian_status qian_solo_seal(const struct qian_solo_order *order, struct qian_solo *s,
                                struct qian_err *err) {
    enum qian_status status = open_keys(order, s, err);
    if (status != QIAN_OK)
        return status;
    commit_all(s);
    write_notice(s);
    status = check_size(&s->bundle.file[QIAN_F_NOTICE], err);
    if (status != QIAN_OK)
        return status;
    close_contributions(s);
    status = draw(order, s, err);
    if (status != QIAN_OK)
        return status;
    write_results(s);
    return check_size(&s->bundle.file[QIAN_F_TRANSCRIPT], err);
}
