// SPDX-License-Identifier: MulanPSL-2.0
// engine/beacon/fp.h - the prime field of BLS12-381, and its square extension.
//
// Verification alone: nothing here is secret, so nothing is made to take constant time. The names
// fp_, fp2_, fp12_, point_ are this room's own; the doors to other rooms begin with qian_.
#pragma once

#include "engine/base/bytes.h"

#define FP_SIZE 48 // bytes of an element, big-endian

// An element of Fp: six limbs, least first, below p, times 2^384 (Montgomery's form).
struct fp {
    uint64_t l[6];
};

// c0 + c1·u, where u² = −1.
struct fp2 {
    struct fp c0, c1;
};

extern const struct fp fp_zero, fp_one;

// 48 bytes below p; false otherwise.
bool fp_read(const uint8_t bytes[FP_SIZE], struct fp *out);
void fp_write(const struct fp *a, uint8_t bytes[FP_SIZE]);
// The 96 hexadecimal digits of a constant in this program; it must be below p.
struct fp fp_constant(const char *digits);
// 64 bytes, big-endian, modulo p (RFC 9380 5.2).
struct fp fp_reduce(const uint8_t bytes[64]);

bool fp_is_zero(struct fp a);
bool fp_eq(struct fp a, struct fp b);
struct fp fp_add(struct fp a, struct fp b);
struct fp fp_sub(struct fp a, struct fp b);
struct fp fp_neg(struct fp a);
struct fp fp_mul(struct fp a, struct fp b);
// 1 / a; 0 for 0.
struct fp fp_inv(struct fp a);
// The square root, either one; false if there is none.
bool fp_sqrt(struct fp a, struct fp *out);
// Is the number odd?
bool fp_odd(struct fp a);
// Is it above (p − 1)/2: the greater of a and −a?
bool fp_greater(struct fp a);

bool fp2_is_zero(struct fp2 a);
bool fp2_eq(struct fp2 a, struct fp2 b);
struct fp2 fp2_add(struct fp2 a, struct fp2 b);
struct fp2 fp2_sub(struct fp2 a, struct fp2 b);
struct fp2 fp2_neg(struct fp2 a);
struct fp2 fp2_conjugate(struct fp2 a);
struct fp2 fp2_mul(struct fp2 a, struct fp2 b);
struct fp2 fp2_scale(struct fp2 a, struct fp s);
struct fp2 fp2_inv(struct fp2 a);
bool fp2_sqrt(struct fp2 a, struct fp2 *out);
// The greater of a and −a, compared by c1, then by c0.
bool fp2_greater(struct fp2 a);
// a^((p − 1)/6): what the Frobenius map multiplies w by (engine/beacon/pairing.c).
struct fp2 fp2_sixth(struct fp2 a);
