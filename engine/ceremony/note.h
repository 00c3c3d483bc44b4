// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/note.h - signed manifests (spec/notes.md 1).
#pragma once

#include "engine/ceremony/keys.h"

#define QIAN_NOTE_FILES_MAX 45 // thirteen, and at most four for each of eight public sources

// A file of the bundle: its name and digest.
struct qian_file {
    const char *name;
    struct qian_digest digest;
};

// Append the text of a note: kind, draw, manifest. `kind` is "notice", "close", "transcript",
// "void" or "open".
void qian_note_text(const char *kind, const char *draw, const struct qian_file *file, size_t files,
                    struct qian_buf *out);
// Append one signature line over the text. With `test_seed` the SM2 nonce comes from it and the
// text (tests; the signer's key then comes from the seed too).
void qian_signature_write(const struct qian_key *key, struct qian_str text,
                          const uint8_t *test_seed, struct qian_buf *out);
// The base64 word of such a line: key id and signature.
void qian_signature_word(const struct qian_key *key, struct qian_str text, const uint8_t *test_seed,
                         struct qian_buf *out);

// Is this line (without LF) the signature of the key of this vkey over the text?
bool qian_signature_good(struct qian_str line, struct qian_str text, const char *vkey,
                         enum qian_suite suite);
bool qian_signature_word_good(struct qian_str name, struct qian_str word, struct qian_str text,
                              const char *vkey, enum qian_suite suite);

// Append a whole note: text, empty line, one signature line a signer.
void qian_note_write(const char *kind, const char *draw, const struct qian_file *file, size_t files,
                     const struct qian_key *const *signer, size_t signers, const uint8_t *test_seed,
                     struct qian_buf *out);

// Append a note that is signed by many, in the order of names: `note` (empty at first; it must be
// judged good, and of this text) with the line of this key added in its place. *before says that
// the line stood there already.
void qian_note_add(struct qian_str text, const struct qian_key *key, struct qian_str note,
                   bool *before, struct qian_buf *out);

// The two parts of a note: its text with the final LF, and its signature lines. False if there is
// no empty line.
bool qian_note_split(struct qian_str note, struct qian_str *text, struct qian_str *lines);
