// SPDX-License-Identifier: MulanPSL-2.0
// engine/log/witness.h - the witness (spec/log.md 4, C2SP tlog-witness): requests and answers.
#pragma once

#include "engine/log/checkpoint.h"
#include "engine/log/proof.h"
#include "engine/store/witness.h"

#define QIAN_WITNESS_BODY_MAX (QIAN_CHECKPOINT_MAX + 4096) // bytes of a request

// What a request says. The checkpoint is not looked into.
struct qian_witness_request {
    uint64_t old;
    struct qian_digest path[QIAN_PROOF_MAX];
    size_t length;
    struct qian_str checkpoint; // borrowed: the rest
};
bool qian_witness_request_read(struct qian_str bytes, struct qian_witness_request *out);
void qian_witness_request_write(struct qian_buf *out, uint64_t old, const struct qian_digest *path,
                                size_t length, struct qian_str checkpoint);

// Who answers.
struct qian_witness {
    struct qian_str name;
    const struct qian_secret *secret;
};

// Answer a request at `now`, seconds since 1970: *http is 200, 400, 403, 404, 409 or 422, and the
// body is appended to `answer`. What is stored is stored for good on return. The status is only
// that of the store.
enum qian_status qian_witness_answer(struct qian_store *store, const struct qian_witness *witness,
                                     struct qian_str request, uint64_t now, unsigned *http,
                                     struct qian_buf *answer, struct qian_err *err) QIAN_MUST_USE;
// The last checkpoint cosigned for a log: 200 and the checkpoint, or 404.
enum qian_status qian_witness_last(struct qian_store *store, const struct qian_digest *origin_id,
                                   unsigned *http, struct qian_buf *answer,
                                   struct qian_err *err) QIAN_MUST_USE;
