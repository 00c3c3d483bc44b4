// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/bls_pairing.h"

#include "verifier/bls_fp12.h"

// The curves' parameter x is below 0; this is -x.
static const uint64_t MINUS_X = 0xd201000000010000;

// One pair on its way through Miller's loop. (x, y) on the curve over Fp2 stands for (x/w², y/w³) on y² = x³ + 4 over
// Fp12.
struct pair {
    struct fp2 px, py; // of G1
    struct fp2 qx, qy; // of G2
    struct fp2 tx, ty; // the multiple of q so far
};

static struct pair pair_of(const struct point *p, const struct point *q)
{
    struct pair pair;
    point_affine(p, &pair.px, &pair.py);
    point_affine(q, &pair.qx, &pair.qy);
    pair.tx = pair.qx;
    pair.ty = pair.qy;
    return pair;
}

// The line through t of that slope, at p, times w³: factors out of Fp4 do not outlive the last power. Then t turns into
// the third point on the line, mirrored; other_x is the x of the second.
static struct fp12 line(struct pair *pair, struct fp2 slope, struct fp2 other_x)
{
    struct fp12 value = {{{{{0}}, {{0}}}}};
    value.c[0] = fp2_sub(fp2_mul(slope, pair->tx), pair->ty);
    value.c[2] = fp2_neg(fp2_mul(slope, pair->px));
    value.c[3] = pair->py;
    struct fp2 x = fp2_sub(fp2_square(slope), fp2_add(pair->tx, other_x));
    pair->ty = fp2_sub(fp2_mul(slope, fp2_sub(pair->tx, x)), pair->ty);
    pair->tx = x;
    return value;
}

// q has the order r, and the loop stays far below it: t is never infinity, q or -q when it is divided by.
static void double_step(struct fp12 *f, struct pair *pair)
{
    struct fp2 square = fp2_square(pair->tx);
    struct fp2 slope = fp2_mul(fp2_add(fp2_add(square, square), square), fp2_inverse(fp2_add(pair->ty, pair->ty)));
    struct fp12 value = line(pair, slope, pair->tx);
    *f = fp12_mul(&value, f);
}

static void add_step(struct fp12 *f, struct pair *pair)
{
    struct fp2 slope = fp2_mul(fp2_sub(pair->ty, pair->qy), fp2_inverse(fp2_sub(pair->tx, pair->qx)));
    struct fp12 value = line(pair, slope, pair->qx);
    *f = fp12_mul(&value, f);
}

// The product of both pairs' functions. (That x is below 0 would invert it, which matters not to whether it is 1.)
static struct fp12 miller(struct pair pairs[2])
{
    struct fp12 f = fp12_one();
    for (int bit = 62; bit >= 0; bit--) {
        f = fp12_mul(&f, &f);
        double_step(&f, &pairs[0]);
        double_step(&f, &pairs[1]);
        if ((MINUS_X >> bit & 1) != 0) {
            add_step(&f, &pairs[0]);
            add_step(&f, &pairs[1]);
        }
    }
    return f;
}

// f to the power x; f is of order p⁶ + 1 at most, so that its conjugate is its inverse.
static struct fp12 power_x(const struct fp12 *f)
{
    struct fp12 out = *f;
    for (int bit = 62; bit >= 0; bit--) {
        out = fp12_mul(&out, &out);
        if ((MINUS_X >> bit & 1) != 0) {
            out = fp12_mul(&out, f);
        }
    }
    return fp12_conjugate(&out);
}

static struct fp12 power_x_less_one(const struct fp12 *f)
{
    struct fp12 out = power_x(f);
    struct fp12 inverse = fp12_conjugate(f);
    return fp12_mul(&out, &inverse);
}

// Is f to the power (p¹² - 1)/r one? (p⁶ - 1)(p² + 1) first, then three times the rest, (p⁴ - p² + 1)/r, which is
// (x - 1)²·(x + p)·(x² + p² - 1) + 3. Since 3 does not divide r, three times it is as good.
static bool last_power_is_one(const struct fp12 *f)
{
    struct fp12 a = fp12_conjugate(f);
    struct fp12 b = fp12_inverse(f);
    a = fp12_mul(&a, &b);
    b = fp12_frobenius(&a);
    b = fp12_frobenius(&b);
    struct fp12 easy = fp12_mul(&a, &b);

    a = power_x_less_one(&easy);
    a = power_x_less_one(&a);
    b = fp12_frobenius(&a);
    a = power_x(&a);
    a = fp12_mul(&a, &b); // to the power (x - 1)²·(x + p)
    b = fp12_frobenius(&a);
    b = fp12_frobenius(&b);
    struct fp12 c = fp12_conjugate(&a);
    b = fp12_mul(&b, &c);
    a = power_x(&a);
    a = power_x(&a);
    a = fp12_mul(&a, &b); // and to the power x² + p² - 1
    for (int i = 0; i < 3; i++) {
        a = fp12_mul(&a, &easy);
    }
    return fp12_is_one(&a);
}

bool pairings_same(const struct point *p1, const struct point *q1, const struct point *p2, const struct point *q2)
{
    struct pair pairs[2] = {pair_of(p1, q1), pair_of(p2, q2)};
    pairs[1].py = fp2_neg(pairs[1].py);
    struct fp12 f = miller(pairs);
    return last_power_is_one(&f);
}
