// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/beacon/hash_to_curve.h"

#include <assert.h>

#include "engine/beacon/isogeny.h"
#include "engine/crypto/hash.h"

#define BLOCK 64   // bytes of a block of SHA-256
#define DIGEST 32  // bytes of what it gives
#define ELEMENT 64 // RFC 9380's L: bytes that become one element of Fp

// RFC 9380 5.3.1: b_0 = H(Z_pad, msg, l_i_b_str, 0, DST_prime); b_i = H(b_0 xor b_(i-1), i,
// DST_prime), where for b_1 nothing is joined to b_0.
void expand_message(struct qian_str message, struct qian_str tag, uint8_t *out, size_t n) {
    static const uint8_t zeros[BLOCK];
    assert(n <= EXPANDED_MAX && tag.n <= 255);
    const uint8_t length[3] = {(uint8_t)(n >> 8), (uint8_t)n, 0}, tag_size = (uint8_t)tag.n;
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    struct qian_digest first, block = {{0}};
    qian_hash_begin(h);
    qian_hash_add(h, zeros, BLOCK);
    qian_hash_add(h, message.p, message.n);
    qian_hash_add(h, length, sizeof length);
    qian_hash_add(h, tag.p, tag.n);
    qian_hash_add(h, &tag_size, 1);
    qian_hash_end(h, &first);
    for (size_t i = 0; i < n; i++) {
        if (i % DIGEST == 0) {
            const uint8_t number = (uint8_t)(i / DIGEST + 1);
            for (size_t k = 0; k < DIGEST; k++)
                block.b[k] ^= first.b[k];
            qian_hash_begin(h);
            qian_hash_add(h, block.b, DIGEST);
            qian_hash_add(h, &number, 1);
            qian_hash_add(h, tag.p, tag.n);
            qian_hash_add(h, &tag_size, 1);
            qian_hash_end(h, &block);
        }
        out[i] = block.b[i % DIGEST];
    }
    qian_hasher_close(h);
}

// c[0] + c[1]·x + … + c[n − 1]·x^(n − 1), and x^n besides where the polynomial is monic.
static struct fp polynomial(const char *const *c, size_t n, bool monic, struct fp x) {
    struct fp out = monic ? fp_one : fp_zero;
    while (n-- > 0)
        out = fp_add(fp_mul(out, x), fp_constant(c[n]));
    return out;
}

// RFC 9380 appendix E.2. Where a denominator is 0 the image is infinity.
static struct point isogeny(struct fp x, struct fp y) {
    struct fp x_den = polynomial(isogeny_x_den, 10, true, x);
    struct fp y_den = polynomial(isogeny_y_den, 15, true, x);
    struct fp2 to_x = {fp_mul(polynomial(isogeny_x_num, 12, false, x), fp_inv(x_den)), fp_zero};
    struct fp2 to_y = {fp_mul(y, fp_mul(polynomial(isogeny_y_num, 16, false, x), fp_inv(y_den))),
                       fp_zero};
    struct point out = point_at(to_x, to_y);
    if (fp_is_zero(x_den) || fp_is_zero(y_den))
        out.z.c0 = fp_zero;
    return out;
}

// RFC 9380 6.6.2, the simplified method of Shallue, van de Woestijne and Ulas, onto E':
// y² = x³ + A'x + B', and from there by the isogeny (6.6.3) onto the curve.
static struct point map_to_curve(struct fp u) {
    struct fp a = fp_constant("00144698a3b8e9433d693a02c96d4982b0ea985383ee66a8d8e8981aefd881ac"
                              "98936f8da0e0f97f5cf428082d584c1d");
    struct fp b = fp_constant("12e2908d11688030018b12e8753eee3b2016c1f0f24f4070a0b9c14fcef35ef5"
                              "5a23215a316ceaa5d1cc48e98e172be0");
    struct fp z = fp_zero; // 11
    for (size_t i = 0; i < 11; i++)
        z = fp_add(z, fp_one);
    struct fp zuu = fp_mul(z, fp_mul(u, u));
    struct fp t = fp_inv(fp_add(fp_mul(zuu, zuu), zuu));
    struct fp x = fp_mul(fp_mul(fp_neg(b), fp_inv(a)), fp_add(fp_one, t));
    if (fp_is_zero(t))
        x = fp_mul(b, fp_inv(fp_mul(z, a)));
    struct fp y;
    if (!fp_sqrt(fp_add(fp_mul(fp_add(fp_mul(x, x), a), x), b), &y)) {
        x = fp_mul(zuu, x);
        bool square = fp_sqrt(fp_add(fp_mul(fp_add(fp_mul(x, x), a), x), b), &y);
        assert(square); // one of the two always is
        (void)square;
    }
    if (fp_odd(u) != fp_odd(y))
        y = fp_neg(y);
    return isogeny(x, y);
}

struct point hash_to_curve(struct qian_str message, struct qian_str tag) {
    static const uint64_t cofactor[1] = {0xd201000000010001}; // h_eff
    uint8_t bytes[2 * ELEMENT];
    expand_message(message, tag, bytes, sizeof bytes);
    struct point first = map_to_curve(fp_reduce(bytes));
    struct point second = map_to_curve(fp_reduce(bytes + ELEMENT));
    struct point sum = point_add(&first, &second);
    return point_mul(&sum, cofactor, 1);
}
