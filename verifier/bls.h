// SPDX-License-Identifier: MulanPSL-2.0
// BLS signatures on BLS12-381 with the signature in G1 and the key in G2: verifying alone.
#ifndef QIAN_VERIFIER_BLS_H
#define QIAN_VERIFIER_BLS_H

#include "verifier/bls_point.h"

// Is the signature a point of G1, the key one of G2, and e(signature, g2) = e(Q, key), where Q is what the message
// hashes to with that tag (at most 255 bytes)?
bool bls_verify(const unsigned char key[G2_BYTES], struct bytes tag, struct bytes message,
                const unsigned char signature[G1_BYTES]);

#endif
