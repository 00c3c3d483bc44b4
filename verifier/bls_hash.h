// SPDX-License-Identifier: MulanPSL-2.0
// Hashing to G1 by RFC 9380, suite BLS12381G1_XMD:SHA-256_SSWU_RO_.
#ifndef QIAN_VERIFIER_BLS_HASH_H
#define QIAN_VERIFIER_BLS_HASH_H

#include "verifier/bls_point.h"

// expand_message_xmd with SHA-256 (RFC 9380 5.3.1): n bytes, at most 8160. The tag has at most 255.
void bls_expand(struct bytes message, struct bytes tag, unsigned char *out, size_t n);
// hash_to_curve (RFC 9380 3).
struct point bls_hash_to_g1(struct bytes message, struct bytes tag);
// map_to_curve (RFC 9380 6.6.3): a point of the curve, not yet of G1 (bls_map.c).
struct point bls_map(struct fp u);

#endif
