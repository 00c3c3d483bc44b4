// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/crypto/ed25519.h"

#include <sodium.h>
#include <string.h>

#include "engine/base/err.h"

void qian_ed25519_public(const uint8_t seed[32], uint8_t out[32]) {
    uint8_t pair[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(out, pair, seed);
    sodium_memzero(pair, sizeof pair);
}

void qian_ed25519_sign(const uint8_t seed[32], struct qian_str message, uint8_t out[64]) {
    uint8_t pair[crypto_sign_SECRETKEYBYTES], key[32];
    crypto_sign_seed_keypair(key, pair, seed);
    crypto_sign_detached(out, NULL, (const uint8_t *)message.p, message.n, pair);
    sodium_memzero(pair, sizeof pair);
    // A signature made by a faulty computation can give the secret key away: check before use.
    if (!qian_ed25519_verify(key, message, out))
        qian_stop("a signature just made does not verify");
}

// The library's own test once let some points of even order pass (CVE-2025-69277), so the
// order is tested here as well: with L the order of the subgroup, (L - 1)·P + P is the identity.
static bool has_prime_order(const uint8_t point[32]) {
    static const uint8_t order_less_one[32] = {0xec, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,
                                               0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                                               0,    0,    0,    0,    0,    0,    0,    0,
                                               0,    0,    0,    0,    0,    0,    0,    0x10};
    static const uint8_t identity[32] = {1};
    uint8_t product[32], sum[32];
    return crypto_scalarmult_ed25519_noclamp(product, order_less_one, point) == 0 &&
           crypto_core_ed25519_add(sum, product, point) == 0 && memcmp(sum, identity, 32) == 0;
}

// spec/notes.md 2.4: "the key and the first half R of each signature are canonical encodings"
bool qian_ed25519_point_good(const uint8_t point[32]) {
    return crypto_core_ed25519_is_valid_point(point) == 1 && has_prime_order(point);
}

bool qian_ed25519_verify(const uint8_t key[32], struct qian_str message, const uint8_t sig[64]) {
    return qian_ed25519_point_good(key) && qian_ed25519_point_good(sig) &&
           crypto_sign_verify_detached(sig, (const uint8_t *)message.p, message.n, key) == 0;
}
