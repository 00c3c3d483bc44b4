// SPDX-License-Identifier: MulanPSL-2.0
// Points of the two curves of BLS12-381: y² = x³ + 4 over Fp, whose subgroup of order r is G1, and y² = x³ + 4ξ over
// Fp2, whose subgroup of order r is G2. The same formulas serve both: a number of Fp is one of Fp2 without u.
#ifndef QIAN_VERIFIER_BLS_POINT_H
#define QIAN_VERIFIER_BLS_POINT_H

#include "verifier/bls_fp2.h"

enum { G1_BYTES = 48, G2_BYTES = 96 };

// (X/Z², Y/Z³); Z = 0 at infinity.
struct point {
    struct fp2 x, y, z;
};

struct point point_of(struct fp2 x, struct fp2 y);
struct point point_infinity(void);
bool point_is_infinity(const struct point *p);
struct point point_double(const struct point *p);
struct point point_add(const struct point *p, const struct point *q);
// p times a number of that many limbs, least first.
struct point point_multiply(const struct point *p, const uint64_t *number, size_t limbs);
// Its x and y; p is not infinity.
void point_affine(const struct point *p, struct fp2 *x, struct fp2 *y);
// Does p, of one of the curves, lie in its subgroup of order r?
bool point_in_subgroup(const struct point *p);

// The compressed forms. False where bytes are none of a point of the group, or of infinity.
bool g1_decode(const unsigned char bytes[G1_BYTES], struct point *out);
bool g2_decode(const unsigned char bytes[G2_BYTES], struct point *out);
// The standard generator of G2.
struct point g2_generator(void);

#endif
