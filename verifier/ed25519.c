// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/ed25519.h"

#include "verifier/lang.h"
#include "verifier/mem.h"

#include <openssl/bn.h>
#include <openssl/evp.h>

// Points of -x^2 + y^2 = 1 + d x^2 y^2 over the integers modulo p = 2^255 - 19 (RFC 8032 5.1), in projective
// coordinates: x = X / Z, y = Y / Z. Nothing here is secret, so nothing has to take constant time.
struct curve {
    BN_CTX *scratch;
    BIGNUM *p, *d, *root_of_minus_one, *order, *a, *b, *c, *e, *f, *g, *h, *high, *product;
};

struct point {
    BIGNUM *x, *y, *z;
};

static _Noreturn void no_crypto(void)
{
    trouble("libcrypto", say("大数运算失败", "arithmetic of big numbers failed"),
            say("请在内存更大的机器上重试", "run it again on a machine with more memory"));
}

static void must(int done)
{
    if (done != 1) {
        no_crypto();
    }
}

static BIGNUM *number(const char *decimal)
{
    BIGNUM *n = NULL;
    if (BN_dec2bn(&n, decimal) == 0) {
        no_crypto();
    }
    return n;
}

static void curve_open(struct curve *c)
{
    c->scratch = BN_CTX_new();
    if (c->scratch == NULL) {
        no_crypto();
    }
    c->p = number("57896044618658097711785492504343953926634992332820282019728792003956564819949");
    c->d = number("37095705934669439343138083508754565189542113879843219016388785533085940283555");
    c->root_of_minus_one = number("19681161376707505956807079304988542015446066515923890162744021073123829784752");
    c->order = number("7237005577332262213973186563042994240857116359379907606001950938285454250989");
    BIGNUM **rooms[] = {&c->a, &c->b, &c->c, &c->e, &c->f, &c->g, &c->h, &c->high, &c->product};
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        *rooms[i] = number("0");
    }
}

static void curve_close(struct curve *c)
{
    BIGNUM *all[] = {c->p, c->d, c->root_of_minus_one, c->order, c->a,    c->b,      c->c,
                     c->e, c->f, c->g,                 c->h,     c->high, c->product};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        BN_free(all[i]);
    }
    BN_CTX_free(c->scratch);
}

// 2^255 is 19 modulo p: what stands above bit 255 comes back 19 times. No division, which would take most of the time.
static void fold(struct curve *c, BIGNUM *n)
{
    must(BN_rshift(c->high, n, 255));
    must(BN_is_zero(c->high) || BN_mask_bits(n, 255));
    must(BN_mul_word(c->high, 19));
    must(BN_add(n, n, c->high));
}

// All numbers given to mul, add and sub are from 0 to p - 1, and so are the results.
static void mul(struct curve *c, BIGNUM *out, const BIGNUM *a, const BIGNUM *b)
{
    must(BN_mul(c->product, a, b, c->scratch));
    fold(c, c->product);
    fold(c, c->product);
    must(BN_cmp(c->product, c->p) < 0 || BN_sub(c->product, c->product, c->p));
    must(BN_copy(out, c->product) != NULL);
}

static void add(struct curve *c, BIGNUM *out, const BIGNUM *a, const BIGNUM *b)
{
    must(BN_mod_add_quick(out, a, b, c->p));
}

static void sub(struct curve *c, BIGNUM *out, const BIGNUM *a, const BIGNUM *b)
{
    must(BN_mod_sub_quick(out, a, b, c->p));
}

// x with x^2 = u / v (RFC 8032 5.1.3: x = (u v^3) (u v^7)^((p - 5) / 8), times the root of -1 where needed), or false.
static bool square_root(struct curve *c, BIGNUM *x, const BIGNUM *u, const BIGNUM *v)
{
    mul(c, c->e, v, v);
    mul(c, c->e, c->e, v); // v^3
    mul(c, c->f, c->e, c->e);
    mul(c, c->f, c->f, v); // v^7
    mul(c, c->f, c->f, u);
    must(BN_copy(c->g, c->p) != NULL);
    must(BN_sub_word(c->g, 5));
    must(BN_rshift(c->g, c->g, 3));
    must(BN_mod_exp(c->f, c->f, c->g, c->p, c->scratch));
    mul(c, x, c->e, u);
    mul(c, x, x, c->f);
    mul(c, c->e, x, x);
    mul(c, c->e, c->e, v); // v x^2
    if (BN_cmp(c->e, u) == 0) {
        return true;
    }
    add(c, c->e, c->e, u);
    if (!BN_is_zero(c->e)) {
        return false;
    }
    mul(c, x, x, c->root_of_minus_one);
    return true;
}

// spec/notes.md 2.4: "canonical encodings (y below 2^255 − 19; x = 0 only with sign bit 0)"
static bool decode(struct curve *c, struct point *out, const unsigned char encoding[32])
{
    unsigned char y[32];
    bool sign = encoding[31] >> 7 != 0;
    for (size_t i = 0; i < 32; i++) {
        y[i] = encoding[i];
    }
    y[31] &= 0x7F;
    must(BN_lebin2bn(y, 32, out->y) != NULL);
    if (BN_cmp(out->y, c->p) >= 0) {
        return false;
    }
    // x^2 = (y^2 - 1) / (d y^2 + 1)
    mul(c, c->a, out->y, out->y);
    mul(c, c->b, c->a, c->d);
    sub(c, c->a, c->a, BN_value_one());
    add(c, c->b, c->b, BN_value_one());
    if (!square_root(c, out->x, c->a, c->b)) {
        return false;
    }
    must(BN_one(out->z));
    if (BN_is_zero(out->x)) {
        return !sign;
    }
    if ((BN_is_odd(out->x) != 0) != sign) {
        must(BN_sub(out->x, c->p, out->x));
    }
    return true;
}

// sum = one + two by the complete formulas of twisted Edwards curves (a = -1). sum may be one or two.
static void add_points(struct curve *c, struct point *sum, const struct point *one, const struct point *two)
{
    mul(c, c->a, one->z, two->z);   // A = Z1 Z2
    mul(c, c->b, c->a, c->a);       // B = A^2
    mul(c, c->c, one->x, two->x);   // C = X1 X2
    mul(c, c->e, one->y, two->y);   // D = Y1 Y2
    mul(c, c->f, c->c, c->e);
    mul(c, c->f, c->f, c->d);       // E = d C D
    sub(c, c->g, c->b, c->f);       // F = B - E
    add(c, c->f, c->b, c->f);       // G = B + E
    add(c, c->b, one->x, one->y);
    add(c, c->h, two->x, two->y);
    mul(c, c->b, c->b, c->h);
    sub(c, c->b, c->b, c->c);
    sub(c, c->b, c->b, c->e);       // (X1 + Y1) (X2 + Y2) - C - D
    mul(c, c->b, c->b, c->g);
    mul(c, sum->x, c->b, c->a);     // X3 = A F (...)
    add(c, c->e, c->e, c->c);       // D + C, for a = -1
    mul(c, c->e, c->e, c->f);
    mul(c, sum->y, c->e, c->a);     // Y3 = A G (D + C)
    mul(c, sum->z, c->g, c->f);     // Z3 = F G
}

static bool is_identity(const struct point *q)
{
    return BN_is_zero(q->x) && BN_cmp(q->y, q->z) == 0;
}

// Is order times the point the identity?
static bool in_subgroup(struct curve *c, const struct point *q)
{
    struct point sum = {number("0"), number("1"), number("1")};
    for (int bit = BN_num_bits(c->order) - 1; bit >= 0; bit--) {
        add_points(c, &sum, &sum, &sum);
        if (BN_is_bit_set(c->order, bit)) {
            add_points(c, &sum, &sum, q);
        }
    }
    bool in = is_identity(&sum);
    BN_free(sum.x);
    BN_free(sum.y);
    BN_free(sum.z);
    return in;
}

// spec/notes.md 2.4: "of points of the prime-order subgroup other than the identity."
bool ed25519_point(const unsigned char encoding[32])
{
    struct curve c;
    curve_open(&c);
    struct point q = {number("0"), number("0"), number("0")};
    bool good = decode(&c, &q, encoding) && !is_identity(&q) && in_subgroup(&c, &q);
    BN_free(q.x);
    BN_free(q.y);
    BN_free(q.z);
    curve_close(&c);
    return good;
}

// spec/notes.md 2.4: "S is below the group order, and the equation without cofactor holds: code S02."
// OpenSSL refuses S >= order and compares the encoding of R byte by byte, which is the equation without cofactor.
bool ed25519_verify(const unsigned char key[32], struct bytes message, const unsigned char signature[64])
{
    EVP_PKEY *public_key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key, 32);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (public_key == NULL || context == NULL) {
        no_crypto();
    }
    bool good = EVP_DigestVerifyInit(context, NULL, NULL, NULL, public_key) == 1 &&
                EVP_DigestVerify(context, signature, 64, message.at, message.n) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(public_key);
    return good;
}
