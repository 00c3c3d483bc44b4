// SPDX-License-Identifier: MulanPSL-2.0
// Fp12 = Fp2[w] with w⁶ = ξ, as polynomials in w.
#ifndef QIAN_VERIFIER_BLS_FP12_H
#define QIAN_VERIFIER_BLS_FP12_H

#include "verifier/bls_fp2.h"

enum { FP12_PARTS = 6 };

struct fp12 {
    struct fp2 c[FP12_PARTS]; // the sum of c[i]·wⁱ
};

struct fp12 fp12_one(void);
struct fp12 fp12_mul(const struct fp12 *x, const struct fp12 *y);
// The p⁶-th power: w turns into -w.
struct fp12 fp12_conjugate(const struct fp12 *x);
// The p-th power.
struct fp12 fp12_frobenius(const struct fp12 *x);
// 1/x; x is not 0.
struct fp12 fp12_inverse(const struct fp12 *x);
bool fp12_is_one(const struct fp12 *x);

#endif
