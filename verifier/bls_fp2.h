// SPDX-License-Identifier: MulanPSL-2.0
// Fp2 = Fp[u] with u² = -1, and its non-residue ξ = 1 + u, over which bls_fp12.h is built.
#ifndef QIAN_VERIFIER_BLS_FP2_H
#define QIAN_VERIFIER_BLS_FP2_H

#include "verifier/bls_fp.h"

struct fp2 {
    struct fp a, b; // a + b·u
};

extern const struct fp2 FP2_ZERO;

struct fp2 fp2_one(void);
struct fp2 fp2_of(struct fp a);
struct fp2 fp2_add(struct fp2 x, struct fp2 y);
struct fp2 fp2_sub(struct fp2 x, struct fp2 y);
struct fp2 fp2_neg(struct fp2 x);
struct fp2 fp2_mul(struct fp2 x, struct fp2 y);
struct fp2 fp2_square(struct fp2 x);
// x·ξ
struct fp2 fp2_times_xi(struct fp2 x);
// a - b·u, which is the p-th power
struct fp2 fp2_conjugate(struct fp2 x);
// 1/x; 0 for 0.
struct fp2 fp2_inverse(struct fp2 x);
struct fp2 fp2_pow(struct fp2 x, const uint64_t *exponent, size_t limbs);
// True and the root where x is a square; which of the two roots is not said.
bool fp2_root(struct fp2 x, struct fp2 *root);

bool fp2_same(struct fp2 x, struct fp2 y);
bool fp2_is_zero(struct fp2 x);
// Is it greater than -x: by b, or by a where b is 0?
bool fp2_is_greater(struct fp2 x);

#endif
