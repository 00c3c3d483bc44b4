// SPDX-License-Identifier: MulanPSL-2.0
// engine/beacon/hash_to_curve.h - RFC 9380, suite BLS12381G1_XMD:SHA-256_SSWU_RO_.
#pragma once

#include "engine/beacon/point.h"

#define EXPANDED_MAX 256 // bytes that expand_message gives here

// RFC 9380 5.3.1 with SHA-256: n bytes (at most EXPANDED_MAX) from a message and a domain
// separation tag of at most 255 bytes.
void expand_message(struct qian_str message, struct qian_str tag, uint8_t *out, size_t n);

// RFC 9380 3: a point of G1, infinity with odds that nobody will see.
struct point hash_to_curve(struct qian_str message, struct qian_str tag);
