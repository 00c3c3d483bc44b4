// SPDX-License-Identifier: MulanPSL-2.0
// engine/log/signed.h - the outer form of any C2SP signed note: text, empty line, signature lines.
#pragma once

#include "engine/crypto/vkey.h"

// More than an entry of 65,535 bytes has room for (spec/log.md 1.1): a line with a name of one
// letter and an Ed25519 or SM2 signature has 99 bytes.
#define QIAN_SIGNED_LINES_MAX 662

// One signature line. What it points to belongs to whoever gave the note.
struct qian_signature_line {
    struct qian_str line; // without LF
    struct qian_str name;
    struct qian_str base64; // of key id and signature
    size_t size;            // bytes of the signature, without the key id
    uint8_t id[QIAN_KEY_ID_SIZE];
};

struct qian_signed {
    struct qian_str text; // with its final LF
    struct qian_signature_line line[QIAN_SIGNED_LINES_MAX];
    size_t lines;
};

// What is wrong with the bytes of a text file that may hold `empty` empty lines, none of them the
// first (spec/bundle.md 2.1 to 2.3): NULL, F01, F02 or F03. U+FEFF at the start is F02, as
// anywhere: that a file must not begin with it is for who reads a file.
const char *qian_signed_bytes_fault(struct qian_str bytes, size_t empty);
// Split a note at its empty line. Returns NULL, or the code: F01, F02, F03 for its bytes, F07
// for its form, F11 for too many lines. A note without signature lines is read too.
const char *qian_signed_read(struct qian_str bytes, struct qian_signed *out);

bool qian_signature_line_read(struct qian_str line, struct qian_signature_line *out);
// A signer is known by name and key id together (spec/notes.md 1.4).
bool qian_same_signer(const struct qian_signature_line *a, const struct qian_signature_line *b);
// The signature's bytes; false unless there are exactly `n` of them.
bool qian_signature_line_bytes(const struct qian_signature_line *line, uint8_t *out, size_t n);
// Append the line, with LF. At most 72 bytes of signature.
void qian_signature_line_write(struct qian_buf *out, struct qian_str name,
                               const uint8_t id[QIAN_KEY_ID_SIZE], const uint8_t *signature,
                               size_t n);
