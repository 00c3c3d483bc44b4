// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/bls_fp12.h"

// (p - 1)/6
static const uint64_t SIXTH[FP_LIMBS] = {0x49aa7ffffffff1c7, 0x051caaaa72e35555, 0xe688231ad3c82906,
                                         0xe613e1eb7deb831f, 0x0c849bf3b5e1f223, 0x045582fc5eeaa66f};

struct fp12 fp12_one(void)
{
    struct fp12 one = {{{{{0}}, {{0}}}}};
    one.c[0] = fp2_one();
    return one;
}

struct fp12 fp12_mul(const struct fp12 *x, const struct fp12 *y)
{
    struct fp2 sums[2 * FP12_PARTS] = {{{{0}}, {{0}}}};
    struct fp12 out;
    for (size_t i = 0; i < FP12_PARTS; i++) {
        for (size_t k = 0; k < FP12_PARTS && !fp2_is_zero(x->c[i]); k++) {
            sums[i + k] = fp2_add(sums[i + k], fp2_mul(x->c[i], y->c[k]));
        }
    }
    for (size_t i = 0; i < FP12_PARTS; i++) {
        out.c[i] = fp2_add(sums[i], fp2_times_xi(sums[i + FP12_PARTS]));
    }
    return out;
}

struct fp12 fp12_conjugate(const struct fp12 *x)
{
    struct fp12 out = *x;
    for (size_t i = 1; i < FP12_PARTS; i += 2) {
        out.c[i] = fp2_neg(out.c[i]);
    }
    return out;
}

// wᵖ = w·(w⁶ to the power (p - 1)/6).
struct fp12 fp12_frobenius(const struct fp12 *x)
{
    struct fp12 out;
    struct fp2 step = fp2_pow(fp2_times_xi(fp2_one()), SIXTH, FP_LIMBS);
    struct fp2 power = fp2_one();
    for (size_t i = 0; i < FP12_PARTS; i++) {
        out.c[i] = fp2_mul(fp2_conjugate(x->c[i]), power);
        power = fp2_mul(power, step);
    }
    return out;
}

// The inverse of a + b·v + c·v² with v = w², v³ = ξ: its cofactors over its norm.
static struct fp12 inverse_of_even(const struct fp12 *x)
{
    struct fp12 out = {{{{{0}}, {{0}}}}};
    struct fp2 a = x->c[0];
    struct fp2 b = x->c[2];
    struct fp2 c = x->c[4];
    struct fp2 ca = fp2_sub(fp2_square(a), fp2_times_xi(fp2_mul(b, c)));
    struct fp2 cb = fp2_sub(fp2_times_xi(fp2_square(c)), fp2_mul(a, b));
    struct fp2 cc = fp2_sub(fp2_square(b), fp2_mul(a, c));
    struct fp2 norm = fp2_add(fp2_mul(a, ca), fp2_times_xi(fp2_add(fp2_mul(b, cc), fp2_mul(c, cb))));
    struct fp2 inverse = fp2_inverse(norm);
    out.c[0] = fp2_mul(ca, inverse);
    out.c[2] = fp2_mul(cb, inverse);
    out.c[4] = fp2_mul(cc, inverse);
    return out;
}

// x times its conjugate has even powers of w alone.
struct fp12 fp12_inverse(const struct fp12 *x)
{
    struct fp12 conjugate = fp12_conjugate(x);
    struct fp12 even = fp12_mul(x, &conjugate);
    struct fp12 inverse = inverse_of_even(&even);
    return fp12_mul(&inverse, &conjugate);
}

bool fp12_is_one(const struct fp12 *x)
{
    bool one = fp2_same(x->c[0], fp2_one());
    for (size_t i = 1; i < FP12_PARTS; i++) {
        one = one && fp2_is_zero(x->c[i]);
    }
    return one;
}
