// SPDX-License-Identifier: MulanPSL-2.0
// engine/crypto/vkey.h - signers' names, key ids and vkeys (spec/notes.md 2.1, 2.2), and those of
// logs and witnesses (spec/log.md 2.3, 2.5), whose names follow C2SP's looser rule.
#pragma once

#include "engine/crypto/sign.h"

#define QIAN_KEY_ID_SIZE 4
#define QIAN_ORIGIN_MAX 255 // bytes of a log's or witness's name

// spec/notes.md 2.1. `name` may be any bytes.
bool qian_signer_name_good(struct qian_str name);

void qian_key_id(struct qian_str name, const struct qian_public *key,
                 uint8_t out[QIAN_KEY_ID_SIZE]);
// Append `name+id+base64` to `out`.
void qian_vkey_write(struct qian_buf *out, struct qian_str name, const struct qian_public *key);

// Read a vkey of the suite. `name` then points into `vkey`. Returns NULL, or the code: F13 for its
// form or key id, S08 for a key of another suite, S07 for a point that is not good.
const char *qian_vkey_read(struct qian_str vkey, enum qian_suite suite, struct qian_str *name,
                           struct qian_public *key);

// The name of a log or witness: 1 to QIAN_ORIGIN_MAX bytes of UTF-8 without control characters,
// white space or `+`, as C2SP signed-note wants it.
bool qian_origin_good(struct qian_str name);
// The same for the key of a log (type 0x01) or of a witness (type 0x04). The keys are Ed25519.
void qian_log_key_id(struct qian_str name, const struct qian_public *key, bool witness,
                     uint8_t out[QIAN_KEY_ID_SIZE]);
void qian_log_vkey_write(struct qian_buf *out, struct qian_str name, const struct qian_public *key,
                         bool witness);
const char *qian_log_vkey_read(struct qian_str vkey, bool witness, struct qian_str *name,
                               struct qian_public *key);
