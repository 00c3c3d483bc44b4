// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/hash.h"

#include "verifier/lang.h"
#include "verifier/mem.h"

static _Noreturn void no_crypto(void)
{
    trouble("libcrypto", say("密码库调用失败", "a call of the library failed"),
            say("请检查 OpenSSL 3 是否完整安装", "see that OpenSSL 3 is installed whole"));
}

// Fetched once: a fetch looks through all providers, and a draw makes millions of digests.
static const EVP_MD *sm3_method(void)
{
    static EVP_MD *method;
    if (method == NULL) {
        method = EVP_MD_fetch(NULL, "SM3", NULL);
    }
    if (method == NULL) {
        no_crypto();
    }
    return method;
}

void hash_open(struct hash *h, enum suite suite)
{
    h->suite = suite;
    h->sm3 = NULL;
    if (suite == SUITE_SM3_SM2) {
        h->sm3 = EVP_MD_CTX_new();
        if (h->sm3 == NULL) {
            no_crypto();
        }
    }
}

void hash_start(struct hash *h)
{
    if (h->suite == SUITE_SM3_SM2) {
        if (EVP_DigestInit_ex2(h->sm3, sm3_method(), NULL) != 1) {
            no_crypto();
        }
    } else {
        (void)crypto_hash_sha256_init(&h->sha256);
    }
}

void hash_add(struct hash *h, struct bytes piece)
{
    if (h->suite == SUITE_SM3_SM2) {
        if (EVP_DigestUpdate(h->sm3, piece.at, piece.n) != 1) {
            no_crypto();
        }
    } else {
        (void)crypto_hash_sha256_update(&h->sha256, piece.at, piece.n);
    }
}

void hash_end(struct hash *h, unsigned char digest[DIGEST_BYTES])
{
    if (h->suite == SUITE_SM3_SM2) {
        if (EVP_DigestFinal_ex(h->sm3, digest, NULL) != 1) {
            no_crypto();
        }
    } else {
        (void)crypto_hash_sha256_final(&h->sha256, digest);
    }
}

void hash_close(struct hash *h)
{
    EVP_MD_CTX_free(h->sm3);
    h->sm3 = NULL;
}

void hash_digits(struct hash *h, const struct bytes *parts, size_t count, char digits[DIGEST_DIGITS])
{
    unsigned char digest[DIGEST_BYTES];
    hash_start(h);
    for (size_t i = 0; i < count; i++) {
        hash_add(h, parts[i]);
    }
    hash_end(h, digest);
    digest_to_hex(digest, digits);
}
