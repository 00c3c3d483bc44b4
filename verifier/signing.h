// SPDX-License-Identifier: MulanPSL-2.0
// Keys and signatures by suite (notes.md 2.3 to 2.5).
#ifndef QIAN_VERIFIER_SIGNING_H
#define QIAN_VERIFIER_SIGNING_H

#include "verifier/hash.h"

// Is the public key a good point? Its length is that of the suite.
bool signing_key_good(enum suite suite, struct bytes public_key);
// Is R good? In suite sm3-sm2 there is nothing to judge.
bool signing_r_good(enum suite suite, const unsigned char signature[64]);
// Does it verify? Key and R are good.
bool signing_verifies(enum suite suite, struct bytes public_key, struct bytes text, const unsigned char signature[64]);

#endif
