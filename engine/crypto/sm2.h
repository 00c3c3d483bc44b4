// SPDX-License-Identifier: MulanPSL-2.0
// engine/crypto/sm2.h - SM2 over SM3 through OpenSSL; see sign.h for what it promises.
#pragma once

#include "engine/base/bytes.h"

// Is the scalar from 1 to n - 2, as SM2 wants it?
bool qian_sm2_scalar_good(const uint8_t scalar[32]);
void qian_sm2_public(const uint8_t scalar[32], uint8_t out[65]);
// `test_nonce` NULL: the library's generator.
void qian_sm2_sign(const uint8_t scalar[32], struct qian_str message, const uint8_t *test_nonce,
                   uint8_t out[64]);
bool qian_sm2_point_good(const uint8_t point[65]);
bool qian_sm2_verify(const uint8_t key[65], struct qian_str message, const uint8_t sig[64]);
