// SPDX-License-Identifier: MulanPSL-2.0
// engine/crypto/vkey.h - signers' names, key ids and vkeys (spec/notes.md 2.1, 2.2).
#pragma once

#include "engine/crypto/sign.h"

#define QIAN_KEY_ID_SIZE 4

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
