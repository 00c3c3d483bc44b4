// SPDX-License-Identifier: MulanPSL-2.0
// The field of BLS12-381: the integers modulo p, a prime of 381 bits. Nothing here is secret, so nothing has to take
// constant time.
#ifndef QIAN_VERIFIER_BLS_FP_H
#define QIAN_VERIFIER_BLS_FP_H

#include "verifier/bytes.h"

enum { FP_LIMBS = 6, FP_BYTES = 48 };

// The number a·2^384 mod p stands for a (Montgomery's form), least limb first, always below p: equal numbers have equal
// limbs.
struct fp {
    uint64_t limb[FP_LIMBS];
};

extern const struct fp FP_ZERO;
extern const struct fp FP_ONE;

struct fp fp_add(struct fp a, struct fp b);
struct fp fp_sub(struct fp a, struct fp b);
struct fp fp_neg(struct fp a);
struct fp fp_mul(struct fp a, struct fp b);
// a to the power of an exponent of that many limbs, least first.
struct fp fp_pow(struct fp a, const uint64_t *exponent, size_t limbs);
// 1/a; 0 for 0.
struct fp fp_inverse(struct fp a);
// True and the root where a is a square; which of the two roots is not said.
bool fp_root(struct fp a, struct fp *root);

bool fp_same(struct fp a, struct fp b);
bool fp_is_zero(struct fp a);
// Is the number, from 0 to p - 1, odd?
bool fp_is_odd(struct fp a);
// Is it greater than p - a, that is, above (p - 1)/2?
bool fp_is_greater(struct fp a);

// 48 bytes, big-endian. False where the number is not below p.
bool fp_of_bytes(const unsigned char bytes[FP_BYTES], struct fp *out);
// Digits as in RFC 9380, without 0x: at most 96, lower case, of a number below p. For constants.
struct fp fp_of_hex(const char *digits);

#endif
