// SPDX-License-Identifier: MulanPSL-2.0
// engine/log/ask.h - how a log has its checkpoint cosigned: by HTTP, or by files that travel.
#pragma once

#include "engine/log/log.h"

// Enter a witness of this log by its vkey (type 0x04). `url` is its prefix, or NULL: without a
// network. Give a URL later by entering it again.
enum qian_status qian_log_add_witness(struct qian_log *log, const char *vkey, const char *url,
                                      struct qian_err *err) QIAN_MUST_USE;

// The request for the last checkpoint, from the size that this witness is known to remember.
// QIAN_USAGE if the log does not know the witness.
enum qian_status qian_log_request(struct qian_log *log, const char *witness, struct qian_buf *out,
                                  struct qian_err *err) QIAN_MUST_USE;

struct qian_cosigned {
    uint64_t size;  // of the checkpoint that was cosigned
    size_t count;   // cosignatures of known witnesses in the answer
    bool published; // HOME/log/checkpoint has them now
};
// Take the body of an answer: cosignature lines, or, from `witness` (else NULL), the size that it
// remembers instead; out->size is then that and out->count is 0. Publishes. QIAN_BAD_DATA for what
// is neither or does not verify; QIAN_REFUSED (L10) if the witness names a larger tree than the log
// has: that is its word alone, and nothing is remembered of it.
enum qian_status qian_log_take_answer(struct qian_log *log, const char *witness,
                                      struct qian_str answer, struct qian_cosigned *out,
                                      struct qian_err *err) QIAN_MUST_USE;

// Ask the witness at a URL: request, answer, and again where it remembers another size.
enum qian_status qian_log_ask(struct qian_log *log, const char *url, struct qian_cosigned *out,
                              struct qian_err *err) QIAN_MUST_USE;
// Ask the witnesses that have a URL for the largest tree they show. One that is larger than the log
// and bears the log's own signature proves that entries are lost: QIAN_REFUSED (L10), and the log
// signs nothing until they are back. A witness that cannot be reached says nothing.
enum qian_status qian_log_ask_sizes(struct qian_log *log, struct qian_err *err) QIAN_MUST_USE;
