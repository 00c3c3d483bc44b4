// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/bls.h"

#include "verifier/bls_hash.h"
#include "verifier/bls_pairing.h"

bool bls_verify(const unsigned char key[G2_BYTES], struct bytes tag, struct bytes message,
                const unsigned char signature[G1_BYTES])
{
    struct point signed_point;
    struct point key_point;
    struct point g2 = g2_generator();
    if (!g1_decode(signature, &signed_point) || !g2_decode(key, &key_point)) {
        return false;
    }
    struct point q = bls_hash_to_g1(message, tag);
    // spec/beacons.md 2.4: "The signature verifies: e(signature, g2) = e(Q, key)"
    return !point_is_infinity(&q) && pairings_same(&signed_point, &g2, &q, &key_point);
}
