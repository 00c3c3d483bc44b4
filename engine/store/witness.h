// SPDX-License-Identifier: MulanPSL-2.0
// engine/store/witness.h - what a witness remembers (spec/log.md 4.1): itself, and of each log the
// largest tree that it has cosigned.
#pragma once

#include "engine/crypto/hash.h"
#include "engine/store/store.h"

// The name and vkey of the witness that this home is. One a home: QIAN_REFUSED if it is another.
enum qian_status qian_store_self_set(struct qian_store *store, const char *name, const char *vkey,
                                     struct qian_err *err) QIAN_MUST_USE;
// Owned by the caller; both NULL if the home is no witness yet.
enum qian_status qian_store_self_get(struct qian_store *store, char **name, char **vkey,
                                     struct qian_err *err) QIAN_MUST_USE;

// Free with qian_known_log_free.
struct qian_known_log {
    char *origin;
    char *vkey;
    uint64_t size; // 0 before the first cosignature
    struct qian_digest root;
    char *checkpoint; // the last one cosigned, with signatures; NULL before the first
};
// QIAN_REFUSED if the log is known with another key.
enum qian_status qian_store_known_add(struct qian_store *store, const char *origin,
                                      const char *vkey, struct qian_err *err) QIAN_MUST_USE;
// By SHA-256 of the origin.
enum qian_status qian_store_known_get(struct qian_store *store, const struct qian_digest *id,
                                      bool *found, struct qian_known_log *out,
                                      struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_store_known_set(struct qian_store *store, const struct qian_digest *id,
                                      uint64_t size, const struct qian_digest *root,
                                      struct qian_str checkpoint,
                                      struct qian_err *err) QIAN_MUST_USE;
void qian_known_log_free(struct qian_known_log *log);
