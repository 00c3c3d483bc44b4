// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/note.h - signed manifests (spec/notes.md 1).
#pragma once

#include "engine/ceremony/keys.h"

#define QIAN_NOTE_FILES_MAX 12

// A file of the bundle: its name and digest.
struct qian_file {
    const char *name;
    struct qian_digest digest;
};

// Append the note: text, empty line, one signature line a signer. `kind` is "notice", "close" or
// "transcript". With `test_seed` the SM2 nonces come from it and the text
// (tests; the signers' keys then come from the seed too).
void qian_note_write(const char *kind, const char *draw, const struct qian_file *file, size_t files,
                     const struct qian_key *const *signer, size_t signers, const uint8_t *test_seed,
                     struct qian_buf *out);
