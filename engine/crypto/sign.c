// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/crypto/sign.h"

#include <sodium.h>
#include <string.h>

#include "engine/crypto/ed25519.h"
#include "engine/crypto/sm2.h"

enum qian_status qian_sign_start(struct qian_err *err) {
    if (sodium_init() < 0)
        return qian_fail(err, QIAN_CANNOT, "", "", "the signature library does not start",
                         "reinstall libsodium");
    return QIAN_OK;
}

bool qian_secret_from(enum qian_suite suite, const uint8_t random[32], struct qian_secret *out) {
    out->suite = suite;
    memcpy(out->bytes, random, 32);
    return suite == QIAN_SHA256_ED25519 || qian_sm2_scalar_good(random);
}

void qian_secret_wipe(struct qian_secret *secret) {
    sodium_memzero(secret, sizeof *secret);
}

void qian_public_of(const struct qian_secret *secret, struct qian_public *out) {
    *out = (struct qian_public){.suite = secret->suite};
    if (secret->suite == QIAN_SM3_SM2) {
        out->size = 65;
        qian_sm2_public(secret->bytes, out->bytes);
    } else {
        out->size = 32;
        qian_ed25519_public(secret->bytes, out->bytes);
    }
}

void qian_sign(const struct qian_secret *secret, struct qian_str message, const uint8_t *test_nonce,
               uint8_t out[QIAN_SIGNATURE_SIZE]) {
    if (secret->suite == QIAN_SM3_SM2)
        qian_sm2_sign(secret->bytes, message, test_nonce, out);
    else
        qian_ed25519_sign(secret->bytes, message, out);
}

bool qian_public_good(const struct qian_public *key) {
    return key->suite == QIAN_SM3_SM2 ? qian_sm2_point_good(key->bytes)
                                      : qian_ed25519_point_good(key->bytes);
}

bool qian_signature_good_r(enum qian_suite suite, const uint8_t signature[QIAN_SIGNATURE_SIZE]) {
    return suite == QIAN_SM3_SM2 || qian_ed25519_point_good(signature);
}

bool qian_verify(const struct qian_public *key, struct qian_str message,
                 const uint8_t signature[QIAN_SIGNATURE_SIZE]) {
    return key->suite == QIAN_SM3_SM2 ? qian_sm2_verify(key->bytes, message, signature)
                                      : qian_ed25519_verify(key->bytes, message, signature);
}

void qian_random(uint8_t out[32]) {
    randombytes_buf(out, 32);
}

void qian_wipe(void *secret, size_t n) {
    sodium_memzero(secret, n);
}

void qian_derive(const uint8_t key[32], const char *label, struct qian_str name, uint8_t out[32]) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, key, 32, 32);
    // The label ends with its 0 byte, so that no label and name can be taken for another pair.
    crypto_generichash_update(&state, (const uint8_t *)label, strlen(label) + 1);
    crypto_generichash_update(&state, (const uint8_t *)name.p, name.n);
    crypto_generichash_final(&state, out, 32);
    sodium_memzero(&state, sizeof state);
}
