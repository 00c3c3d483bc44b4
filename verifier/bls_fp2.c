// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/bls_fp2.h"

const struct fp2 FP2_ZERO = {{{0}}, {{0}}};

struct fp2 fp2_one(void)
{
    return fp2_of(FP_ONE);
}

struct fp2 fp2_of(struct fp a)
{
    return (struct fp2){a, FP_ZERO};
}

struct fp2 fp2_add(struct fp2 x, struct fp2 y)
{
    return (struct fp2){fp_add(x.a, y.a), fp_add(x.b, y.b)};
}

struct fp2 fp2_sub(struct fp2 x, struct fp2 y)
{
    return (struct fp2){fp_sub(x.a, y.a), fp_sub(x.b, y.b)};
}

struct fp2 fp2_neg(struct fp2 x)
{
    return (struct fp2){fp_neg(x.a), fp_neg(x.b)};
}

struct fp2 fp2_mul(struct fp2 x, struct fp2 y)
{
    struct fp aa = fp_mul(x.a, y.a);
    struct fp bb = fp_mul(x.b, y.b);
    struct fp all = fp_mul(fp_add(x.a, x.b), fp_add(y.a, y.b));
    return (struct fp2){fp_sub(aa, bb), fp_sub(all, fp_add(aa, bb))};
}

struct fp2 fp2_square(struct fp2 x)
{
    struct fp ab = fp_mul(x.a, x.b);
    return (struct fp2){fp_mul(fp_add(x.a, x.b), fp_sub(x.a, x.b)), fp_add(ab, ab)};
}

struct fp2 fp2_times_xi(struct fp2 x)
{
    return (struct fp2){fp_sub(x.a, x.b), fp_add(x.a, x.b)};
}

struct fp2 fp2_conjugate(struct fp2 x)
{
    return (struct fp2){x.a, fp_neg(x.b)};
}

// a² + b², which is x times its conjugate
static struct fp norm(struct fp2 x)
{
    return fp_add(fp_mul(x.a, x.a), fp_mul(x.b, x.b));
}

struct fp2 fp2_inverse(struct fp2 x)
{
    struct fp inverse = fp_inverse(norm(x));
    return (struct fp2){fp_mul(x.a, inverse), fp_neg(fp_mul(x.b, inverse))};
}

struct fp2 fp2_pow(struct fp2 x, const uint64_t *exponent, size_t limbs)
{
    struct fp2 out = fp2_one();
    for (size_t i = limbs * 64; i-- > 0;) {
        out = fp2_square(out);
        if ((exponent[i / 64] >> (i % 64) & 1) != 0) {
            out = fp2_mul(out, x);
        }
    }
    return out;
}

// The root c + d·u has c² - d² = a, 2cd = b and c² + d² = the root of the norm, n: so c² = (a + n)/2, for one of the
// two n.
bool fp2_root(struct fp2 x, struct fp2 *root)
{
    struct fp half = fp_inverse(fp_add(FP_ONE, FP_ONE));
    struct fp n;
    struct fp c;
    struct fp d;
    if (!fp_root(norm(x), &n)) {
        return false;
    }
    if (!fp_root(fp_mul(fp_add(x.a, n), half), &c) && !fp_root(fp_mul(fp_sub(x.a, n), half), &c)) {
        return false;
    }
    if (!fp_is_zero(c)) {
        d = fp_mul(fp_mul(x.b, half), fp_inverse(c));
    } else if (!fp_root(fp_neg(x.a), &d)) {
        return false;
    }
    *root = (struct fp2){c, d};
    return fp2_same(fp2_square(*root), x);
}

bool fp2_same(struct fp2 x, struct fp2 y)
{
    return fp_same(x.a, y.a) && fp_same(x.b, y.b);
}

bool fp2_is_zero(struct fp2 x)
{
    return fp_is_zero(x.a) && fp_is_zero(x.b);
}

bool fp2_is_greater(struct fp2 x)
{
    return fp_is_zero(x.b) ? fp_is_greater(x.a) : fp_is_greater(x.b);
}
