// SPDX-License-Identifier: MulanPSL-2.0
// H of the suite (bundle.md, conventions): SHA-256 by libsodium, SM3 by OpenSSL.
#ifndef QIAN_VERIFIER_HASH_H
#define QIAN_VERIFIER_HASH_H

#include "verifier/bytes.h"

#include <openssl/evp.h>
#include <sodium.h>

enum suite { SUITE_SHA256_ED25519, SUITE_SM3_SM2 };

// One running hash. hash_open once, then any number of hash_start ... hash_end, then hash_close.
struct hash {
    enum suite suite;
    crypto_hash_sha256_state sha256;
    EVP_MD_CTX *sm3; // owned; NULL in suite sha256-ed25519
};

void hash_open(struct hash *h, enum suite suite);
void hash_start(struct hash *h);
void hash_add(struct hash *h, struct bytes piece);
void hash_end(struct hash *h, unsigned char digest[DIGEST_BYTES]);
void hash_close(struct hash *h);

// The digest of parts[0] ... parts[count - 1] one after another, as 64 digits.
void hash_digits(struct hash *h, const struct bytes *parts, size_t count, char digits[DIGEST_DIGITS]);

#endif
