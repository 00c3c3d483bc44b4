// SPDX-License-Identifier: MulanPSL-2.0
// engine/store/log.h - what a log of its own remembers: entries, checkpoints, witnesses and their
// cosignatures.
//
// Entries are never changed or taken away (triggers stop accidents). Functions that change more
// than one thing stand between qian_store_begin and qian_store_end.
#pragma once

#include "engine/crypto/hash.h"
#include "engine/store/store.h"

#define QIAN_COSIGNATURE_SIZE 72 // time, signature

// One log a home. Owned; free with qian_stored_log_free.
struct qian_stored_log {
    char *origin;
    char *vkey;
    // A size that a witness remembers and this log has not reached: it has lost entries.
    uint64_t behind;
};
enum qian_status qian_store_log_make(struct qian_store *store, const char *origin, const char *vkey,
                                     struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_store_log_get(struct qian_store *store, bool *found,
                                    struct qian_stored_log *out,
                                    struct qian_err *err) QIAN_MUST_USE;
// Remember that the log is behind this size, if it is not behind a larger one; 0 takes it back.
enum qian_status qian_store_log_behind(struct qian_store *store, uint64_t size,
                                       struct qian_err *err) QIAN_MUST_USE;
void qian_stored_log_free(struct qian_stored_log *log);

// Append an entry, or find it: *index is its place. Its digest is SHA-256 of its bytes.
enum qian_status qian_store_entry_add(struct qian_store *store, struct qian_str entry,
                                      const struct qian_digest *leaf, uint64_t *index,
                                      struct qian_err *err) QIAN_MUST_USE;
// Is it there?
enum qian_status qian_store_entry_find(struct qian_store *store, struct qian_str entry, bool *found,
                                       struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_store_entry_get(struct qian_store *store, uint64_t index,
                                      struct qian_buf *out, struct qian_err *err) QIAN_MUST_USE;
// The leaf hashes of all entries in their order. The caller frees *leaf.
enum qian_status qian_store_leaves(struct qian_store *store, struct qian_digest **leaf,
                                   size_t *count, struct qian_err *err) QIAN_MUST_USE;

struct qian_stored_checkpoint {
    uint64_t size;
    struct qian_digest root;
    bool is_signed;
    uint8_t signature[64];
};
// spec/log.md 6.1: "never two roots for one size"
// QIAN_REFUSED (L09) if another root is stored for this size.
enum qian_status qian_store_checkpoint_add(struct qian_store *store, uint64_t size,
                                           const struct qian_digest *root,
                                           struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_store_checkpoint_sign(struct qian_store *store, uint64_t size,
                                            const uint8_t signature[64],
                                            struct qian_err *err) QIAN_MUST_USE;
// The largest checkpoint of a size up to `most`.
enum qian_status qian_store_checkpoint_last(struct qian_store *store, uint64_t most, bool *found,
                                            struct qian_stored_checkpoint *out,
                                            struct qian_err *err) QIAN_MUST_USE;
// Of the signed checkpoints that hold entry `index`, the smallest with the most cosignatures.
enum qian_status qian_store_checkpoint_best(struct qian_store *store, uint64_t index, bool *found,
                                            struct qian_stored_checkpoint *out,
                                            struct qian_err *err) QIAN_MUST_USE;
// The smallest signed checkpoint above size `above` that somebody has cosigned.
enum qian_status qian_store_checkpoint_next(struct qian_store *store, uint64_t above, bool *found,
                                            struct qian_stored_checkpoint *out,
                                            struct qian_err *err) QIAN_MUST_USE;

struct qian_stored_witness {
    char *name, *vkey;
    char *url;     // NULL if it has none
    uint64_t size; // of the largest tree that it is known to remember
};
// Enter the witness, or give it this URL. QIAN_REFUSED if the name has another key.
enum qian_status qian_store_log_witness_add(struct qian_store *store, const char *name,
                                            const char *vkey, const char *url,
                                            struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_store_log_witness_size(struct qian_store *store, const char *name,
                                             uint64_t size, struct qian_err *err) QIAN_MUST_USE;
// All witnesses by name. Free with qian_stored_witnesses_free.
enum qian_status qian_store_log_witnesses(struct qian_store *store,
                                          struct qian_stored_witness **out, size_t *count,
                                          struct qian_err *err) QIAN_MUST_USE;
void qian_stored_witnesses_free(struct qian_stored_witness *witness, size_t count);

// A cosignature that is there already stays.
enum qian_status qian_store_cosignature_add(struct qian_store *store, uint64_t size,
                                            const char *witness,
                                            const uint8_t cosignature[QIAN_COSIGNATURE_SIZE],
                                            struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_store_cosignature_get(struct qian_store *store, uint64_t size,
                                            const char *witness, bool *found,
                                            uint8_t cosignature[QIAN_COSIGNATURE_SIZE],
                                            struct qian_err *err) QIAN_MUST_USE;
