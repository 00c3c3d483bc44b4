// SPDX-License-Identifier: MulanPSL-2.0
// Products of two 64-bit numbers.
#ifndef QIAN_VERIFIER_WIDE_H
#define QIAN_VERIFIER_WIDE_H

__extension__ typedef unsigned __int128 wide;

#endif
