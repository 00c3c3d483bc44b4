// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/parts.h - the small files by which the parties answer (spec/ceremony.md 6.2):
// written, and read strictly.
#pragma once

#include "engine/core/notice.h"

#define QIAN_PART_MAX 65536 // bytes

void qian_commit_part_write(const char *draw, const char *name,
                            const struct qian_digest *commitment, struct qian_buf *out);
bool qian_commit_part_read(struct qian_str part, const char *draw, const char *name,
                           struct qian_digest *commitment);
// `nonce`: 64 digits and a final NUL.
void qian_reveal_part_write(const char *draw, const struct qian_digest *notice, const char *name,
                            const char *nonce, struct qian_buf *out);
bool qian_reveal_part_read(struct qian_str part, const char *draw, const struct qian_digest *notice,
                           const char *name, char nonce[QIAN_HEX_SIZE + 1]);

// Append the first three lines of objections.txt (spec/ceremony.md 1.1).
void qian_objections_head(const char *draw, const struct qian_digest *transcript,
                          struct qian_buf *out);
// One objection (spec/ceremony.md 1.1). The views point into the line.
struct qian_objection {
    struct qian_str name, word, reason; // word: base64 of key id and signature
};
// A line without LF. False if it has another form.
bool qian_objection_read(struct qian_str line, struct qian_objection *out);
// Append what an objection signs (spec/ceremony.md 1.3).
void qian_objection_text(const char *draw, const struct qian_digest *transcript,
                         struct qian_str reason, struct qian_buf *out);
// Is this a reason (spec/bundle.md 2.6)?
bool qian_reason_good(struct qian_str reason);

// Append void.json (spec/ceremony.md 2.1). `created` is a time of spec/bundle.md 3.11.
void qian_void_write(const char *draw, const struct qian_digest *notice, const char *reason,
                     const char *created, struct qian_buf *out);
