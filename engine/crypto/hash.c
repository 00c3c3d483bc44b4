// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/crypto/hash.h"

#include <openssl/evp.h>
#include <stdlib.h>

#include "engine/base/err.h"

struct qian_hasher {
    EVP_MD *md;
    EVP_MD_CTX *ctx;
    EVP_MD_CTX *prefix;
};

const char *qian_suite_name(enum qian_suite suite) {
    return suite == QIAN_SM3_SM2 ? "sm3-sm2" : "sha256-ed25519";
}

bool qian_suite_read(struct qian_str name, enum qian_suite *out) {
    *out = qian_str_is(name, "sm3-sm2") ? QIAN_SM3_SM2 : QIAN_SHA256_ED25519;
    return qian_str_is(name, qian_suite_name(*out));
}

static void must(int ok) {
    if (ok != 1)
        qian_stop("the hash library failed");
}

struct qian_hasher *qian_hasher_open(enum qian_suite suite) {
    struct qian_hasher *h = qian_take(1, sizeof *h);
    h->md = EVP_MD_fetch(NULL, suite == QIAN_SM3_SM2 ? "SM3" : "SHA2-256", NULL);
    h->ctx = EVP_MD_CTX_new();
    h->prefix = EVP_MD_CTX_new();
    must(h->md && h->ctx && h->prefix);
    return h;
}

void qian_hasher_close(struct qian_hasher *h) {
    if (!h)
        return;
    EVP_MD_CTX_free(h->ctx);
    EVP_MD_CTX_free(h->prefix);
    EVP_MD_free(h->md);
    free(h);
}

void qian_hash_begin(struct qian_hasher *h) {
    must(EVP_DigestInit_ex2(h->ctx, h->md, NULL));
}

void qian_hash_add(struct qian_hasher *h, const void *bytes, size_t n) {
    must(EVP_DigestUpdate(h->ctx, bytes, n));
}

void qian_hash_end(struct qian_hasher *h, struct qian_digest *out) {
    must(EVP_DigestFinal_ex(h->ctx, out->b, NULL));
}

void qian_hash_prefix(struct qian_hasher *h, const void *bytes, size_t n) {
    must(EVP_DigestInit_ex2(h->prefix, h->md, NULL));
    must(EVP_DigestUpdate(h->prefix, bytes, n));
}

void qian_hash_begin_prefixed(struct qian_hasher *h) {
    must(EVP_MD_CTX_copy_ex(h->ctx, h->prefix));
}

void qian_hash(struct qian_hasher *h, struct qian_str message, struct qian_digest *out) {
    qian_hash_begin(h);
    qian_hash_add(h, message.p, message.n);
    qian_hash_end(h, out);
}

void qian_sha256(struct qian_str message, struct qian_digest *out) {
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    qian_hash(h, message, out);
    qian_hasher_close(h);
}

void qian_digest_hex(const struct qian_digest *d, char out[QIAN_HEX_SIZE + 1]) {
    struct qian_buf buf = {0};
    qian_buf_hex(&buf, d->b, sizeof d->b);
    for (size_t i = 0; i <= QIAN_HEX_SIZE; i++)
        out[i] = buf.p[i];
    qian_buf_free(&buf);
}
