// SPDX-License-Identifier: MulanPSL-2.0
// engine/log/checkpoint.h - checkpoints (spec/log.md 2): read, judge, write.
#pragma once

#include "engine/log/signed.h"

#define QIAN_CHECKPOINT_LINES_MAX 64 // spec/log.md 2.2: "At most 64 signature lines: F11."
#define QIAN_CHECKPOINT_MAX 65536    // bytes (spec/bundle.md 1.3)
#define QIAN_LOG_SIZE_MAX ((UINT64_C(1) << 53) - 1) // spec/bundle.md: an integer

// Everything points into the bytes that were read.
struct qian_checkpoint {
    struct qian_str origin;
    uint64_t size;
    struct qian_digest root;
    struct qian_signed note;
};

// NULL, or the code: as qian_signed_read; F07 for the form of the three lines, F13 for the root;
// F11 if too long.
const char *qian_checkpoint_read(struct qian_str bytes, struct qian_checkpoint *out);

// A key that a reader knows: of a log, or of a witness.
struct qian_note_key {
    struct qian_str name; // borrowed
    struct qian_public key;
    uint8_t id[QIAN_KEY_ID_SIZE];
    bool witness;
};
// Read it from a vkey, into which the name points. NULL, or the code F13, S08 or S07.
const char *qian_note_key_read(struct qian_str vkey, bool witness, struct qian_note_key *out);
struct qian_note_key qian_note_key_of(struct qian_str name, const struct qian_secret *secret,
                                      bool witness);

// Where a known key signed. `time` is that of a cosignature.
struct qian_seen {
    bool here;
    size_t line;
    uint64_t time;
};
// Look for the lines of `count` known keys; `seen` has room for each. Unknown lines are passed
// over. NULL, or the code: L02 if a known line fails, S07 if its key or R is bad, L05 for a second
// line of one key, known or not. Whether a key must sign is for the caller to ask of `seen`.
const char *qian_checkpoint_judge(const struct qian_checkpoint *checkpoint,
                                  const struct qian_note_key *known, size_t count,
                                  struct qian_seen *seen);

// Append the text of a checkpoint: three lines.
void qian_checkpoint_text(struct qian_buf *out, struct qian_str origin, uint64_t size,
                          const struct qian_digest *root);
