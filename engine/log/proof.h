// SPDX-License-Identifier: MulanPSL-2.0
// engine/log/proof.h - consistency proofs (RFC 9162, 2.1.4) and `.tlog-proof` files (spec/log.md
// 3). Inclusion proofs are those of engine/core/merkle.h, given a SHA-256 hasher.
#pragma once

#include "engine/core/merkle.h"

#define QIAN_PROOF_MAX 63 // hashes

// The proof that the tree of the first `old` leaves is the beginning of that of `count`; 0 < old <=
// count. Returns its length.
size_t qian_consistency_path(struct qian_hasher *h, const struct qian_digest *leaves, size_t old,
                             size_t count, struct qian_digest path[QIAN_TREE_DEPTH_MAX]);
// Does it hold? With `old` 0 no proof says anything: false (spec/log.md 4.4 is for the caller).
bool qian_consistency_check(struct qian_hasher *h, uint64_t old, uint64_t count,
                            const struct qian_digest *old_root, const struct qian_digest *root,
                            const struct qian_digest *path, size_t length);

struct qian_log_proof {
    uint64_t index;
    struct qian_digest path[QIAN_PROOF_MAX];
    size_t length;
    struct qian_str checkpoint; // borrowed: the rest of the file
};
// NULL, or the code: F01, F02, F03 for the bytes, F07 for the form (or more than 63 hashes), F13
// for a hash. The checkpoint is not looked into.
const char *qian_log_proof_read(struct qian_str bytes, struct qian_log_proof *out);
void qian_log_proof_write(struct qian_buf *out, uint64_t index, const struct qian_digest *path,
                          size_t length, struct qian_str checkpoint);
// Read lines of hashes up to an empty line. `*rest` begins at the first and ends behind the empty
// line. The same codes.
const char *qian_hash_lines_read(struct qian_str *rest, struct qian_digest path[QIAN_PROOF_MAX],
                                 size_t *length);
void qian_hash_lines_write(struct qian_buf *out, const struct qian_digest *path, size_t length);
// The line at the front of *rest, without LF, cut off; false if no LF is left.
bool qian_line_next(struct qian_str *rest, struct qian_str *line);
