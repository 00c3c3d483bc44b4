// SPDX-License-Identifier: MulanPSL-2.0
// engine/crypto/ed25519.h - Ed25519 through libsodium; see sign.h for what it promises.
#pragma once

#include "engine/base/bytes.h"

void qian_ed25519_public(const uint8_t seed[32], uint8_t out[32]);
void qian_ed25519_sign(const uint8_t seed[32], struct qian_str message, uint8_t out[64]);
bool qian_ed25519_point_good(const uint8_t point[32]);
bool qian_ed25519_verify(const uint8_t key[32], struct qian_str message, const uint8_t sig[64]);
