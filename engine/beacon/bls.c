// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/beacon/bls.h"

#include "engine/beacon/hash_to_curve.h"
#include "engine/beacon/pairing.h"

bool qian_bls_signature_good(const uint8_t signature[QIAN_BLS_SIGNATURE]) {
    struct point point;
    return point_read_g1(signature, &point);
}

// spec/beacons.md 2.4: "e(signature, g2) = e(Q, key), where g2 is the standard generator of G2 and
// Q is the point to which RFC 9380, suite `BLS12381G1_XMD:SHA-256_SSWU_RO_`, with the tag"
//
// It is asked as e(signature, −g2)·e(Q, key) = 1.
bool qian_bls_verify(const uint8_t key[QIAN_BLS_KEY], struct qian_str tag, struct qian_str message,
                     const uint8_t signature[QIAN_BLS_SIGNATURE]) {
    struct point p[2], q[2], generator = point_g2();
    if (!point_read_g1(signature, &p[0]) || !point_read_g2(key, &q[1]))
        return false;
    p[1] = hash_to_curve(message, tag);
    if (point_is_infinity(&p[1]))
        return false;
    q[0] = point_neg(&generator);
    return pairing_cancels(p, q);
}
