// SPDX-License-Identifier: MulanPSL-2.0
// Ed25519 as notes.md 2.3 and 2.4 have it: stricter than any library, so that all verifiers agree.
#ifndef QIAN_VERIFIER_ED25519_H
#define QIAN_VERIFIER_ED25519_H

#include "verifier/bytes.h"

// Are these 32 bytes the canonical encoding of a point of the prime-order subgroup other than the identity?
bool ed25519_point(const unsigned char encoding[32]);
// Does the equation without cofactor hold, with S below the group order? The key and R have passed ed25519_point.
bool ed25519_verify(const unsigned char key[32], struct bytes message, const unsigned char signature[64]);

#endif
