// SPDX-License-Identifier: MulanPSL-2.0
// Ratios are read as millionths (quota.md 1.1); nothing is ever rounded.
#ifndef QIAN_VERIFIER_RATIO_H
#define QIAN_VERIFIER_RATIO_H

#include "verifier/bytes.h"

enum { RATIO_ONE = 1000000 };

// "12.5%" to 125,000: 1 to 1,000,000. False, and *millionths untouched, where it is no ratio.
bool ratio_read(struct bytes text, uint32_t *millionths);

#endif
