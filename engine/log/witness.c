// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/log/witness.h"

#include <stdlib.h>
#include <string.h>

#include "engine/log/cosign.h"

static const char old_word[] = "old ";
#define OLD (sizeof old_word - 1)

// spec/log.md 4.1: "a line `old ` and that size; the hashes of a consistency proof from there,
// base64, at most 63 lines; an empty line; the new checkpoint"
bool qian_witness_request_read(struct qian_str bytes, struct qian_witness_request *out) {
    struct qian_str line;
    memset(out, 0, sizeof *out);
    if (!qian_line_next(&bytes, &line) || line.n <= OLD || memcmp(line.p, old_word, OLD) != 0 ||
        !qian_u64_read((struct qian_str){line.p + OLD, line.n - OLD}, QIAN_LOG_SIZE_MAX,
                       &out->old) ||
        qian_hash_lines_read(&bytes, out->path, &out->length))
        return false;
    out->checkpoint = bytes;
    return true;
}

void qian_witness_request_write(struct qian_buf *out, uint64_t old, const struct qian_digest *path,
                                size_t length, struct qian_str checkpoint) {
    qian_buf_text(out, old_word);
    qian_buf_u64(out, old);
    qian_buf_char(out, '\n');
    qian_hash_lines_write(out, path, length);
    qian_buf_str(out, checkpoint);
}

static unsigned say(struct qian_buf *answer, unsigned http, const char *why) {
    qian_buf_text(answer, why);
    qian_buf_char(answer, '\n');
    return http;
}

static bool proof_holds(const struct qian_witness_request *request,
                        const struct qian_checkpoint *checkpoint,
                        const struct qian_known_log *log) {
    if (checkpoint->size == 0) { // nothing but nothing is the tree of no entries
        struct qian_digest nothing;
        qian_sha256((struct qian_str){"", 0}, &nothing);
        return request->length == 0 && memcmp(nothing.b, checkpoint->root.b, 32) == 0;
    }
    // spec/log.md 4.4: "old 0 has an empty proof and is consistent with every tree."
    if (request->old == 0)
        return request->length == 0;
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    bool holds = qian_consistency_check(h, request->old, checkpoint->size, &log->root,
                                        &checkpoint->root, request->path, request->length);
    qian_hasher_close(h);
    return holds;
}

// spec/log.md 4.2: "400 a request of wrong form, or old above the new size; 403 no good signature
// of the log; 404 an origin that it does not know; 409 and the size that it remembers, where `old`
// is not that; 422 a proof that fails, or another root for the same size."
static unsigned decide(const struct qian_witness_request *request,
                       const struct qian_checkpoint *checkpoint, const struct qian_known_log *log,
                       struct qian_buf *answer) {
    struct qian_note_key key;
    struct qian_seen seen;
    if (qian_note_key_read(qian_str(log->vkey), false, &key) ||
        qian_checkpoint_judge(checkpoint, &key, 1, &seen) || !seen.here)
        return say(answer, 403, "no good signature of the log");
    if (request->old > checkpoint->size)
        return say(answer, 400, "old is above the new size");
    if (request->old != log->size) {
        qian_buf_u64(answer, log->size);
        qian_buf_char(answer, '\n');
        return 409;
    }
    if (!proof_holds(request, checkpoint, log))
        return say(answer, 422, "the consistency proof does not hold");
    return 200;
}

// Make the cosignature line, and store the checkpoint with it.
static enum qian_status remember(struct qian_store *store, const struct qian_witness *witness,
                                 const struct qian_checkpoint *checkpoint,
                                 const struct qian_digest *id, const struct qian_known_log *log,
                                 uint64_t now, struct qian_buf *answer, struct qian_err *err) {
    struct qian_note_key own = qian_note_key_of(witness->name, witness->secret, true), key;
    struct qian_buf whole = {0};
    uint8_t cosignature[QIAN_COSIGNED_SIZE];
    struct qian_seen seen = {0};
    qian_cosign(witness->secret, checkpoint->note.text, now, cosignature);
    qian_signature_line_write(answer, own.name, own.id, cosignature, sizeof cosignature);
    if (!qian_note_key_read(qian_str(log->vkey), false, &key))
        (void)qian_checkpoint_judge(checkpoint, &key, 1, &seen); // judged before: tells the line
    qian_buf_str(&whole, checkpoint->note.text);
    qian_buf_char(&whole, '\n');
    qian_buf_str(&whole, checkpoint->note.line[seen.line].line);
    qian_buf_char(&whole, '\n');
    qian_buf_str(&whole, qian_buf_view(answer));
    enum qian_status status = qian_store_known_set(store, id, checkpoint->size, &checkpoint->root,
                                                   qian_buf_view(&whole), err);
    qian_buf_free(&whole);
    return status;
}

// spec/log.md 4.2: "Checking and storing are one step: of two requests at once, one sees what the
// other stored."
static enum qian_status in_one_step(struct qian_store *store, const struct qian_witness *witness,
                                    const struct qian_witness_request *request,
                                    const struct qian_checkpoint *checkpoint, uint64_t now,
                                    unsigned *http, struct qian_buf *answer, struct qian_err *err) {
    struct qian_known_log log = {0};
    struct qian_digest id;
    bool found = false;
    qian_sha256(checkpoint->origin, &id);
    enum qian_status status = qian_store_begin(store, err);
    if (status == QIAN_OK) {
        status = qian_store_known_get(store, &id, &found, &log, err);
        if (status == QIAN_OK)
            *http = found ? decide(request, checkpoint, &log, answer)
                          : say(answer, 404, "this log is not known");
        if (status == QIAN_OK && *http == 200)
            status = remember(store, witness, checkpoint, &id, &log, now, answer, err);
        status = qian_store_end(store, status, err);
    }
    qian_known_log_free(&log);
    return status;
}

enum qian_status qian_witness_answer(struct qian_store *store, const struct qian_witness *witness,
                                     struct qian_str request, uint64_t now, unsigned *http,
                                     struct qian_buf *answer, struct qian_err *err) {
    struct qian_witness_request *read = qian_take(1, sizeof *read);
    struct qian_checkpoint *checkpoint = qian_take(1, sizeof *checkpoint);
    struct qian_buf body = {0};
    enum qian_status status = QIAN_OK;
    if (!qian_witness_request_read(request, read))
        *http = say(&body, 400, "not an add-checkpoint request");
    else if (qian_checkpoint_read(read->checkpoint, checkpoint))
        *http = say(&body, 400, "not a checkpoint");
    else
        status = in_one_step(store, witness, read, checkpoint, now, http, &body, err);
    if (status == QIAN_OK) // nothing is answered that was not stored
        qian_buf_str(answer, qian_buf_view(&body));
    qian_buf_free(&body);
    free(checkpoint);
    free(read);
    return status;
}

enum qian_status qian_witness_last(struct qian_store *store, const struct qian_digest *origin_id,
                                   unsigned *http, struct qian_buf *answer, struct qian_err *err) {
    struct qian_known_log log;
    bool found = false;
    enum qian_status status = qian_store_known_get(store, origin_id, &found, &log, err);
    *http = 404;
    if (status == QIAN_OK && log.checkpoint) {
        *http = 200;
        qian_buf_text(answer, log.checkpoint);
    } else if (status == QIAN_OK) {
        say(answer, 404, found ? "nothing is cosigned yet" : "this log is not known");
    }
    qian_known_log_free(&log);
    return status;
}
