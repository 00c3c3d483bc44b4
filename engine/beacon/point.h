// SPDX-License-Identifier: MulanPSL-2.0
// engine/beacon/point.h - the groups G1 and G2 of BLS12-381.
//
// Both curves are y² = x³ + b and share one arithmetic: G1 has b = 4 and lies in those elements
// of Fp2 whose second half is zero, G2 has b = 4(1 + u).
#pragma once

#include "engine/beacon/fp.h"

#define G1_SIZE 48 // bytes of a compressed point
#define G2_SIZE 96

// Jacobian coordinates: the point (X/Z², Y/Z³), infinity where Z is 0.
struct point {
    struct fp2 x, y, z;
};

// The point with z = 1 that has these coordinates; nothing is checked.
struct point point_at(struct fp2 x, struct fp2 y);
struct point point_add(const struct point *a, const struct point *b);
struct point point_neg(const struct point *a);
// k·a for a number of `limbs` limbs, least first.
struct point point_mul(const struct point *a, const uint64_t *k, size_t limbs);
bool point_is_infinity(const struct point *a);
bool point_eq(const struct point *a, const struct point *b);
// The same point with z = 1. It must not be infinity.
struct point point_affine(const struct point *a);

// spec/beacons.md 2.3: decode a compressed point. False if a flag is wrong, x is not below p or of
// no point of the curve, or the point is not of the subgroup of order r.
bool point_read_g1(const uint8_t bytes[G1_SIZE], struct point *out);
// The same for G2: c1 of x stands before c0.
bool point_read_g2(const uint8_t bytes[G2_SIZE], struct point *out);

// The standard generator of G2.
struct point point_g2(void);
