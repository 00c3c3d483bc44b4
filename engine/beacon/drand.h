// SPDX-License-Identifier: MulanPSL-2.0
// engine/beacon/drand.h - rounds of the drand network's chain `quicknet` (spec/beacons.md 2).
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"
#include "engine/beacon/bls.h"
#include "engine/crypto/hash.h"

#define QIAN_DRAND_CHAIN "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
#define QIAN_DRAND_PERIOD 3
#define QIAN_DRAND_GENESIS 1692803367    // seconds since 1970
#define QIAN_ROUND_MAX 9007199254740991u // the greatest integer (spec/bundle.md)

// The first round that is not before a time in seconds since 1970. False if the time is before the
// chain's first round.
bool qian_drand_round_of(int64_t time, uint64_t *round);
// When a round, from 1 to QIAN_ROUND_MAX, comes into being.
int64_t qian_drand_time_of(uint64_t round);

// QIAN_DISAGREES (code E04) where the signature is no proper point or does not verify for this
// round.
enum qian_status qian_drand_verify(uint64_t round, const uint8_t signature[QIAN_BLS_SIGNATURE],
                                   struct qian_err *err) QIAN_MUST_USE;
// What the drand network calls the round's randomness; a draw does not use it (beacons 2.5).
void qian_drand_randomness(const uint8_t signature[QIAN_BLS_SIGNATURE], struct qian_digest *out);
