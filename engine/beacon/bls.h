// SPDX-License-Identifier: MulanPSL-2.0
// engine/beacon/bls.h - BLS signatures on BLS12-381, verification alone: signatures in G1, keys in
// G2, hashed by BLS12381G1_XMD:SHA-256_SSWU_RO_.
#pragma once

#include "engine/base/bytes.h"

#define QIAN_BLS_SIGNATURE 48 // bytes, compressed
#define QIAN_BLS_KEY 96

// Is this a point of G1 in the form of spec/beacons.md 2.3?
bool qian_bls_signature_good(const uint8_t signature[QIAN_BLS_SIGNATURE]);
// Does the signature verify? False too where it or the key is not in its form. `tag` is the domain
// separation tag, at most 255 bytes.
bool qian_bls_verify(const uint8_t key[QIAN_BLS_KEY], struct qian_str tag, struct qian_str message,
                     const uint8_t signature[QIAN_BLS_SIGNATURE]);
