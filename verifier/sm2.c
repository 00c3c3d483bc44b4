// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/sm2.h"

#include "verifier/lang.h"
#include "verifier/mem.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string.h>

enum { DER_ROOM = 80 };

static _Noreturn void no_crypto(void)
{
    trouble("libcrypto", say("SM2 运算失败", "the work on SM2 failed"),
            say("请检查 OpenSSL 3 是否完整安装", "see that OpenSSL 3 is installed whole"));
}

static BIGNUM *hex_number(const char *hex)
{
    BIGNUM *n = NULL;
    if (BN_hex2bn(&n, hex) == 0) {
        no_crypto();
    }
    return n;
}

static BIGNUM *bytes_number(const unsigned char *bytes)
{
    BIGNUM *n = BN_bin2bn(bytes, 32, NULL);
    if (n == NULL) {
        no_crypto();
    }
    return n;
}

// y^2 = x^3 + a x + b modulo p, with the a = p - 3 and b of the curve sm2p256v1 (GB/T 32918.5).
static bool on_curve(const BIGNUM *p, const BIGNUM *x, const BIGNUM *y)
{
    BN_CTX *scratch = BN_CTX_new();
    BIGNUM *b = hex_number("28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93");
    BIGNUM *left = hex_number("0");
    BIGNUM *right = hex_number("0");
    BIGNUM *three = hex_number("3");
    if (scratch == NULL || BN_mod_sqr(left, y, p, scratch) != 1 || BN_mod_sqr(right, x, p, scratch) != 1 ||
        BN_mod_sub(right, right, three, p, scratch) != 1 || BN_mod_mul(right, right, x, p, scratch) != 1 ||
        BN_mod_add(right, right, b, p, scratch) != 1) {
        no_crypto();
    }
    bool equal = BN_cmp(left, right) == 0;
    BN_free(b);
    BN_free(left);
    BN_free(right);
    BN_free(three);
    BN_CTX_free(scratch);
    return equal;
}

// spec/notes.md 2.5: "the key begins with 0x04 and is a point of the curve other than infinity, coordinates below p."
bool sm2_point(const unsigned char key[65])
{
    BIGNUM *p = hex_number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF");
    BIGNUM *x = bytes_number(key + 1);
    BIGNUM *y = bytes_number(key + 33);
    bool good = key[0] == 4 && BN_cmp(x, p) < 0 && BN_cmp(y, p) < 0 && on_curve(p, x, y);
    BN_free(p);
    BN_free(x);
    BN_free(y);
    return good;
}

// spec/notes.md 2.5: "r and s are from 1 to n − 1: code S02."
static bool in_range(const unsigned char *number)
{
    BIGNUM *n = hex_number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");
    BIGNUM *value = bytes_number(number);
    bool good = !BN_is_zero(value) && BN_cmp(value, n) < 0;
    BN_free(n);
    BN_free(value);
    return good;
}

// The DER form of a positive integer of 32 bytes; returns its length.
static size_t der_integer(unsigned char *out, const unsigned char *number)
{
    size_t skip = 0;
    while (skip < 31 && number[skip] == 0) {
        skip++;
    }
    size_t pad = number[skip] >> 7; // a leading zero, so that it is not read as negative
    size_t n = 32 - skip + pad;
    out[0] = 0x02;
    out[1] = (unsigned char)n;
    out[2] = 0;
    (void)memcpy(out + 2 + pad, number + skip, 32 - skip);
    return 2 + n;
}

static size_t der_signature(unsigned char out[DER_ROOM], const unsigned char signature[64])
{
    size_t n = der_integer(out + 2, signature);
    n += der_integer(out + 2 + n, signature + 32);
    out[0] = 0x30;
    out[1] = (unsigned char)n;
    return n + 2;
}

static EVP_PKEY *public_key(const unsigned char key[65])
{
    EVP_PKEY *made = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "SM2", NULL);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    if (context == NULL || build == NULL ||
        OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, key, 65) != 1) {
        no_crypto();
    }
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(build);
    if (parameters == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &made, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
        no_crypto();
    }
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(build);
    EVP_PKEY_CTX_free(context);
    return made;
}

bool sm2_verify(const unsigned char key[65], const char *id, struct bytes message, const unsigned char signature[64])
{
    unsigned char der[DER_ROOM];
    if (!in_range(signature) || !in_range(signature + 32)) {
        return false;
    }
    size_t n = der_signature(der, signature);
    EVP_PKEY *pkey = public_key(key);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, pkey, NULL);
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    EVP_MD *sm3 = EVP_MD_fetch(NULL, "SM3", NULL);
    // The identifier has to be set before DigestVerifyInit, which hashes it.
    if (context == NULL || digest == NULL || sm3 == NULL || EVP_PKEY_CTX_set1_id(context, id, (int)strlen(id)) != 1) {
        no_crypto();
    }
    EVP_MD_CTX_set_pkey_ctx(digest, context);
    if (EVP_DigestVerifyInit(digest, NULL, sm3, NULL, pkey) != 1) {
        no_crypto();
    }
    bool good = EVP_DigestVerify(digest, der, n, message.at, message.n) == 1;
    EVP_MD_free(sm3);
    EVP_MD_CTX_free(digest);
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(pkey);
    return good;
}
