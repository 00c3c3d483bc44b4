// SPDX-License-Identifier: MulanPSL-2.0
// SM2 with SM3 (notes.md 2.3, 2.5; GB/T 32918.2).
#ifndef QIAN_VERIFIER_SM2_H
#define QIAN_VERIFIER_SM2_H

#include "verifier/bytes.h"

// 0x04 x y: is it a point of the curve, coordinates below p?
bool sm2_point(const unsigned char key[65]);
// Does the signature r s over the message verify under the identifier id? The key has passed sm2_point.
bool sm2_verify(const unsigned char key[65], const char *id, struct bytes message, const unsigned char signature[64]);

#endif
