// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/crypto/sm2.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rand.h>
#include <string.h>

#include "engine/base/err.h"

// spec/notes.md 2.3: "with the identifier `1234567812345678`"
static const char sm2_id[] = "1234567812345678";

static void must(bool ok) {
    if (!ok)
        qian_stop("the SM2 library failed");
}

static EC_GROUP *curve(void) {
    EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_sm2);
    must(group != NULL);
    return group;
}

bool qian_sm2_scalar_good(const uint8_t scalar[32]) {
    EC_GROUP *group = curve();
    BIGNUM *d = BN_bin2bn(scalar, 32, NULL), *top = BN_dup(EC_GROUP_get0_order(group));
    must(d && top && BN_sub_word(top, 2) == 1);
    bool good = !BN_is_zero(d) && BN_cmp(d, top) <= 0;
    BN_clear_free(d);
    BN_free(top);
    EC_GROUP_free(group);
    return good;
}

void qian_sm2_public(const uint8_t scalar[32], uint8_t out[65]) {
    EC_GROUP *group = curve();
    BIGNUM *d = BN_bin2bn(scalar, 32, NULL);
    EC_POINT *point = EC_POINT_new(group);
    must(d && point && EC_POINT_mul(group, point, d, NULL, NULL, NULL) == 1);
    must(EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, out, 65, NULL) == 65);
    BN_clear_free(d);
    EC_POINT_free(point);
    EC_GROUP_free(group);
}

bool qian_sm2_point_good(const uint8_t point[65]) {
    EC_GROUP *group = curve();
    EC_POINT *p = EC_POINT_new(group);
    must(p != NULL);
    // EC_POINT_oct2point refuses coordinates that are not reduced and points off the curve.
    bool good = point[0] == 4 && EC_POINT_oct2point(group, p, point, 65, NULL) == 1 &&
                EC_POINT_is_at_infinity(group, p) == 0;
    EC_POINT_free(p);
    EC_GROUP_free(group);
    return good;
}

static EVP_PKEY *pkey_of(OSSL_LIB_CTX *lib, const uint8_t *scalar, const uint8_t key[65]) {
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    BIGNUM *d = scalar ? BN_bin2bn(scalar, 32, NULL) : NULL;
    must(build && (!scalar || d));
    must(OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0) == 1);
    must(OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, key, 65) == 1);
    if (d)
        must(OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, d) == 1);
    OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(build);
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(lib, "SM2", NULL);
    must(params && ctx && EVP_PKEY_fromdata_init(ctx) == 1);
    EVP_PKEY *pkey = NULL;
    if (EVP_PKEY_fromdata(ctx, &pkey, d ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params) != 1)
        pkey = NULL;
    EVP_PKEY_CTX_free(ctx);
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(build);
    BN_clear_free(d);
    return pkey;
}

// A context for one signature or verification, with the identifier set before the first byte.
static EVP_MD_CTX *md_ctx_of(OSSL_LIB_CTX *lib, EVP_PKEY *pkey, bool sign) {
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(lib, pkey, NULL);
    must(md && ctx && EVP_PKEY_CTX_set1_id(ctx, sm2_id, sizeof sm2_id - 1) == 1);
    EVP_MD_CTX_set_pkey_ctx(md, ctx);
    must((sign ? EVP_DigestSignInit_ex(md, NULL, "SM3", lib, NULL, pkey, NULL)
               : EVP_DigestVerifyInit_ex(md, NULL, "SM3", lib, NULL, pkey, NULL)) == 1);
    return md;
}

static void md_ctx_free(EVP_MD_CTX *md) {
    EVP_PKEY_CTX *ctx = EVP_MD_CTX_get_pkey_ctx(md);
    EVP_MD_CTX_free(md);
    EVP_PKEY_CTX_free(ctx);
}

// A library context whose generator gives `nonce`: for tests that need the same bytes twice.
static OSSL_LIB_CTX *test_library(const uint8_t nonce[32]) {
    OSSL_LIB_CTX *lib = OSSL_LIB_CTX_new();
    must(lib && RAND_set_DRBG_type(lib, "TEST-RAND", NULL, NULL, NULL) == 1);
    uint8_t stream[4096];
    for (size_t i = 0; i < sizeof stream; i++)
        stream[i] = nonce[i % 32];
    unsigned int strength = 256;
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_RAND_PARAM_TEST_ENTROPY, stream, sizeof stream),
        OSSL_PARAM_construct_uint(OSSL_RAND_PARAM_STRENGTH, &strength), OSSL_PARAM_construct_end()};
    EVP_RAND_CTX *rand = RAND_get0_private(lib);
    must(rand && EVP_RAND_CTX_set_params(rand, params) == 1);
    must(EVP_RAND_instantiate(rand, 256, 0, NULL, 0, params) == 1);
    return lib;
}

static void raw_from_der(const uint8_t *der, size_t n, uint8_t out[64]) {
    const uint8_t *at = der;
    ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)n);
    must(sig != NULL);
    must(BN_bn2binpad(ECDSA_SIG_get0_r(sig), out, 32) == 32);
    must(BN_bn2binpad(ECDSA_SIG_get0_s(sig), out + 32, 32) == 32);
    ECDSA_SIG_free(sig);
}

static size_t der_from_raw(const uint8_t raw[64], uint8_t der[80]) {
    ECDSA_SIG *sig = ECDSA_SIG_new();
    must(sig != NULL);
    must(ECDSA_SIG_set0(sig, BN_bin2bn(raw, 32, NULL), BN_bin2bn(raw + 32, 32, NULL)) == 1);
    uint8_t *at = der;
    int n = i2d_ECDSA_SIG(sig, &at);
    must(n > 0 && n <= 80);
    ECDSA_SIG_free(sig);
    return (size_t)n;
}

void qian_sm2_sign(const uint8_t scalar[32], struct qian_str message, const uint8_t *test_nonce,
                   uint8_t out[64]) {
    OSSL_LIB_CTX *lib = test_nonce ? test_library(test_nonce) : NULL;
    uint8_t key[65], der[80];
    size_t n = sizeof der;
    qian_sm2_public(scalar, key);
    EVP_PKEY *pkey = pkey_of(lib, scalar, key);
    must(pkey != NULL);
    EVP_MD_CTX *md = md_ctx_of(lib, pkey, true);
    must(EVP_DigestSign(md, der, &n, (const uint8_t *)message.p, message.n) == 1);
    raw_from_der(der, n, out);
    md_ctx_free(md);
    EVP_PKEY_free(pkey);
    OSSL_LIB_CTX_free(lib);
    if (!qian_sm2_verify(key, message, out))
        qian_stop("a signature just made does not verify");
}

bool qian_sm2_verify(const uint8_t key[65], struct qian_str message, const uint8_t sig[64]) {
    if (!qian_sm2_point_good(key))
        return false;
    EVP_PKEY *pkey = pkey_of(NULL, NULL, key);
    if (!pkey)
        return false;
    uint8_t der[80];
    size_t n = der_from_raw(sig, der);
    EVP_MD_CTX *md = md_ctx_of(NULL, pkey, false);
    bool good = EVP_DigestVerify(md, der, n, (const uint8_t *)message.p, message.n) == 1;
    md_ctx_free(md);
    EVP_PKEY_free(pkey);
    return good;
}
