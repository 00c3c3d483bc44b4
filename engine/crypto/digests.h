// SPDX-License-Identifier: MulanPSL-2.0
// engine/crypto/digests.h - hashes that other people's formats want. A draw's own is in hash.h.
#pragma once

#include "engine/base/bytes.h"

// SHA-512: NIST's beacon (spec/beacons.md 3).
void qian_sha512(struct qian_str message, uint8_t out[64]);
// MD5: RFC 3797 (spec/beacons.md 5.1), where its weakness is that of the draw compared.
void qian_md5(struct qian_str message, uint8_t out[16]);
