// SPDX-License-Identifier: MulanPSL-2.0
// engine/core/ratio.h - ratios in millionths (spec/quota.md 1.1).
#pragma once

#include "engine/base/bytes.h"

// Products of counts that may exceed 64 bits.
__extension__ typedef unsigned __int128 qian_u128;

#define QIAN_RATIO_WHOLE 1000000u // 100 %

// Read "12.5%" as 125,000 millionths. False if it has not the form of quota 1.1.
bool qian_ratio_read(struct qian_str text, uint32_t *millionths);
// The shortest text of that form: "12.5%". `out` has room for QIAN_RATIO_TEXT bytes.
#define QIAN_RATIO_TEXT 16
void qian_ratio_write(uint32_t millionths, char *out);
// floor and ceiling of ratio · n / 1,000,000.
uint64_t qian_ratio_floor(uint32_t millionths, uint64_t n);
uint64_t qian_ratio_ceil(uint32_t millionths, uint64_t n);
