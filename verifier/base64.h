// SPDX-License-Identifier: MulanPSL-2.0
// Base64 in its one canonical form (notes.md 1.3): standard alphabet, padded, unused bits 0.
#ifndef QIAN_VERIFIER_BASE64_H
#define QIAN_VERIFIER_BASE64_H

#include "verifier/bytes.h"

// Decodes text into room, which has at least text.n / 4 * 3 bytes; *n how many came out. False where it is malformed.
bool base64_decode(struct bytes text, unsigned char *room, size_t *n);

#endif
