// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/crypto/rsa.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "engine/base/err.h"

static X509 *parse(struct qian_str der) {
    const uint8_t *at = (const uint8_t *)der.p;
    if (der.n == 0 || der.n > INT_MAX)
        return NULL;
    X509 *certificate = d2i_X509(NULL, &at, (long)der.n);
    if (certificate && at != (const uint8_t *)der.p + der.n) {
        X509_free(certificate);
        certificate = NULL;
    }
    return certificate;
}

static bool key_good(const EVP_PKEY *key) {
    int bits = key ? EVP_PKEY_get_bits(key) : 0;
    return key && EVP_PKEY_is_a(key, "RSA") && bits >= QIAN_RSA_BITS_MIN &&
           bits <= QIAN_RSA_BITS_MAX;
}

bool qian_rsa_verify(struct qian_str certificate, struct qian_str message,
                     struct qian_str signature) {
    X509 *parsed = parse(certificate);
    EVP_PKEY *key = parsed ? X509_get0_pubkey(parsed) : NULL; // PKCS #1 v1.5 is what it takes
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    if (!ctx)
        qian_stop("the signature library failed");
    bool good = key_good(key) &&
                EVP_DigestVerifyInit_ex(ctx, NULL, "SHA2-512", NULL, NULL, key, NULL) == 1 &&
                EVP_DigestVerify(ctx, (const uint8_t *)signature.p, signature.n,
                                 (const uint8_t *)message.p, message.n) == 1;
    EVP_MD_CTX_free(ctx);
    X509_free(parsed);
    return good;
}
