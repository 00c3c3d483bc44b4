// SPDX-License-Identifier: MulanPSL-2.0
// engine/beacon/pairing.h - the pairing of BLS12-381, as far as a verification needs it.
#pragma once

#include "engine/beacon/point.h"

// Is e(p[0], q[0]) · e(p[1], q[1]) = 1? Points p of G1 and q of G2, none of them infinity.
bool pairing_cancels(const struct point p[2], const struct point q[2]);
