// SPDX-License-Identifier: MulanPSL-2.0
// The ate pairing of BLS12-381.
#ifndef QIAN_VERIFIER_BLS_PAIRING_H
#define QIAN_VERIFIER_BLS_PAIRING_H

#include "verifier/bls_point.h"

// Is e(p1, q1) = e(p2, q2)? p1 and p2 are of G1, q1 and q2 of G2, none infinity.
bool pairings_same(const struct point *p1, const struct point *q1, const struct point *p2, const struct point *q2);

#endif
