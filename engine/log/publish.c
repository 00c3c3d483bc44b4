// SPDX-License-Identifier: MulanPSL-2.0
// engine/log/publish.c - what a log gives out: checkpoints and proofs (log.h).
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/log/log.h"
#include "engine/log/proof.h"
#include "engine/log/tiles.h"

// Append the cosignature line of a witness, if it has cosigned this size.
static enum qian_status add_cosignature(struct qian_log *log,
                                        const struct qian_stored_witness *witness, uint64_t size,
                                        struct qian_buf *out, size_t *count, struct qian_err *err) {
    uint8_t cosignature[QIAN_COSIGNATURE_SIZE];
    struct qian_note_key key;
    bool found = false;
    enum qian_status status =
        qian_store_cosignature_get(log->store, size, witness->name, &found, cosignature, err);
    if (status == QIAN_OK && found && !qian_note_key_read(qian_str(witness->vkey), true, &key)) {
        qian_signature_line_write(out, key.name, key.id, cosignature, sizeof cosignature);
        ++*count;
    }
    return status;
}

// The whole checkpoint; *cosigners counts its cosignatures, *witnesses those that were asked.
static enum qian_status write_checkpoint(struct qian_log *log,
                                         const struct qian_stored_checkpoint *checkpoint,
                                         struct qian_buf *out, size_t *cosigners, size_t *witnesses,
                                         struct qian_err *err) {
    struct qian_stored_witness *witness = NULL;
    *cosigners = 0;
    qian_checkpoint_text(out, log->key.name, checkpoint->size, &checkpoint->root);
    qian_buf_char(out, '\n');
    qian_signature_line_write(out, log->key.name, log->key.id, checkpoint->signature,
                              sizeof checkpoint->signature);
    enum qian_status status = qian_store_log_witnesses(log->store, &witness, witnesses, err);
    for (size_t i = 0; status == QIAN_OK && i < *witnesses; i++)
        status = add_cosignature(log, &witness[i], checkpoint->size, out, cosigners, err);
    qian_stored_witnesses_free(witness, *witnesses);
    return status;
}

enum qian_status qian_log_last(struct qian_log *log, uint64_t most,
                               struct qian_stored_checkpoint *out, struct qian_err *err) {
    bool found = false;
    enum qian_status status = qian_store_checkpoint_last(log->store, most, &found, out, err);
    if (status == QIAN_OK && (!found || !out->is_signed))
        status = qian_fail(err, QIAN_REFUSED, "", "", "the log has no signed checkpoint yet",
                           "add a note, or init the log again");
    return status;
}

enum qian_status qian_log_checkpoint(struct qian_log *log, uint64_t most, struct qian_buf *out,
                                     struct qian_err *err) {
    struct qian_stored_checkpoint last;
    size_t cosigners, witnesses;
    enum qian_status status = qian_log_last(log, most, &last, err);
    if (status == QIAN_OK)
        status = write_checkpoint(log, &last, out, &cosigners, &witnesses, err);
    return status;
}

// spec/log.md 6.2: "It asks its witnesses before it publishes."
enum qian_status qian_log_publish(struct qian_log *log, bool *published, struct qian_err *err) {
    struct qian_stored_checkpoint last;
    struct qian_buf checkpoint = {0};
    size_t cosigners = 0, witnesses = 0;
    enum qian_status status = qian_log_last(log, QIAN_LOG_SIZE_MAX, &last, err);
    if (status == QIAN_OK)
        status = write_checkpoint(log, &last, &checkpoint, &cosigners, &witnesses, err);
    *published = status == QIAN_OK && (cosigners > 0 || witnesses == 0);
    if (*published) {
        char *path = qian_path_join(log->folder, "checkpoint");
        status = qian_file_write(path, qian_buf_view(&checkpoint), 0644, err);
        free(path);
        if (status == QIAN_OK)
            qian_tiles_tidy(log->folder, (size_t)last.size);
    }
    qian_buf_free(&checkpoint);
    return status;
}

static enum qian_status no_entry(uint64_t index, struct qian_err *err) {
    enum qian_status status = qian_fail(
        err, QIAN_USAGE, "", "", "the log has no entry of this index", "indices count from 0");
    qian_err_value(err, "%llu", (unsigned long long)index);
    return status;
}

// The path to the checkpoint, and the checkpoint with all its cosignatures.
static enum qian_status write_proof(struct qian_log *log, uint64_t index,
                                    const struct qian_stored_checkpoint *at, struct qian_buf *out,
                                    struct qian_err *err) {
    struct qian_digest *leaves = NULL, path[QIAN_TREE_DEPTH_MAX];
    struct qian_buf checkpoint = {0};
    size_t count = 0, cosigners, witnesses;
    enum qian_status status = qian_store_leaves(log->store, &leaves, &count, err);
    bool good = at->size <= count;
    if (status == QIAN_OK && good)
        status = write_checkpoint(log, at, &checkpoint, &cosigners, &witnesses, err);
    if (status == QIAN_OK && good) {
        struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
        size_t n = qian_tree_path(h, leaves, (size_t)at->size, (size_t)index, path);
        good = qian_tree_check(h, &leaves[index], index, at->size, path, n, &at->root);
        qian_hasher_close(h);
        if (good)
            qian_log_proof_write(out, index, path, n, qian_buf_view(&checkpoint));
    }
    if (status == QIAN_OK && !good)
        status = qian_fail(err, QIAN_CANNOT, "", "", "the database is damaged",
                           "restore it from a copy");
    qian_buf_free(&checkpoint);
    free(leaves);
    return status;
}

enum qian_status qian_log_proof(struct qian_log *log, uint64_t index, struct qian_buf *out,
                                uint64_t *size, struct qian_err *err) {
    struct qian_stored_checkpoint best = {0};
    bool found = false;
    if (index > QIAN_LOG_SIZE_MAX)
        return no_entry(index, err);
    enum qian_status status = qian_store_checkpoint_best(log->store, index, &found, &best, err);
    if (status == QIAN_OK && !found)
        return no_entry(index, err);
    if (status == QIAN_OK)
        status = write_proof(log, index, &best, out, err);
    *size = best.size;
    return status;
}

enum qian_status qian_log_proof_next(struct qian_log *log, uint64_t index, uint64_t *size,
                                     bool *found, struct qian_buf *out, struct qian_err *err) {
    struct qian_stored_checkpoint next;
    uint64_t above = *size > index ? *size : index;
    enum qian_status status = qian_store_checkpoint_next(log->store, above, found, &next, err);
    if (status != QIAN_OK || !*found)
        return status;
    *size = next.size;
    return write_proof(log, index, &next, out, err);
}
