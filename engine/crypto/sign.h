// SPDX-License-Identifier: MulanPSL-2.0
// engine/crypto/sign.h - keys and signatures of both suites (spec/notes.md 2).
//
// Ed25519 through libsodium, SM2 over SM3 through OpenSSL.
#pragma once

#include "engine/base/err.h"
#include "engine/crypto/hash.h"

#define QIAN_PUBLIC_MAX 65 // Ed25519: 32, SM2: 65
#define QIAN_SIGNATURE_SIZE 64

// A public key: type bytes and key as they stand in a vkey after base64.
struct qian_public {
    enum qian_suite suite;
    size_t size; // 32 or 65
    uint8_t bytes[QIAN_PUBLIC_MAX];
};

// A secret key: the 32-byte seed of Ed25519, or the 32-byte scalar of SM2, big-endian.
struct qian_secret {
    enum qian_suite suite;
    uint8_t bytes[32];
};

// Must be called once before anything else here. QIAN_CANNOT if the library does not start.
enum qian_status qian_sign_start(struct qian_err *err) QIAN_MUST_USE;

// Make a secret key out of 32 uniformly random bytes. False if these bytes give no key (SM2, with
// odds of 2^-32): try others.
bool qian_secret_from(enum qian_suite suite, const uint8_t random[32],
                      struct qian_secret *out) QIAN_MUST_USE;
void qian_secret_wipe(struct qian_secret *secret);
void qian_public_of(const struct qian_secret *secret, struct qian_public *out);

// Sign a message. Ed25519 is deterministic. SM2 takes its nonce from the library's generator, or,
// with `test_nonce` (32 bytes, tests alone), from there.
void qian_sign(const struct qian_secret *secret, struct qian_str message, const uint8_t *test_nonce,
               uint8_t out[QIAN_SIGNATURE_SIZE]);

// spec/notes.md 2.4, 2.5: is the key (and, for Ed25519, R of the signature) a proper point?
bool qian_public_good(const struct qian_public *key);
bool qian_signature_good_r(enum qian_suite suite, const uint8_t signature[QIAN_SIGNATURE_SIZE]);
// Does the signature verify? False too where key or R is not good.
bool qian_verify(const struct qian_public *key, struct qian_str message,
                 const uint8_t signature[QIAN_SIGNATURE_SIZE]);

// 32 random bytes from the system.
void qian_random(uint8_t out[32]);
void qian_wipe(void *secret, size_t n);

// 32 bytes that only the holder of `key` can compute, for this label and name.
void qian_derive(const uint8_t key[32], const char *label, struct qian_str name, uint8_t out[32]);
