// SPDX-License-Identifier: MulanPSL-2.0
// An ate pairing with affine lines over Fp12 = Fp2[w]/(w⁶ − ξ), ξ = 1 + u. No tower of fields and
// no trick that would have to be believed; two Miller loops share their squarings and one final
// exponentiation.
#include "engine/beacon/pairing.h"

#include <assert.h>

#define PAIRS 2

// The curve's parameter is −X.
#define X 0xd201000000010000u

// The sum of c[i]·wⁱ.
struct fp12 {
    struct fp2 c[6];
};

static struct fp12 one(void) {
    struct fp12 out = {{{fp_one, fp_zero}}};
    return out;
}

static struct fp2 times_xi(struct fp2 a) { // (1 + u)·a
    return (struct fp2){fp_sub(a.c0, a.c1), fp_add(a.c0, a.c1)};
}

static struct fp12 mul(const struct fp12 *a, const struct fp12 *b) {
    struct fp2 t[11] = {{fp_zero, fp_zero}};
    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < 6; j++)
            if (!fp2_is_zero(b->c[j])) // half of a line is zero
                t[i + j] = fp2_add(t[i + j], fp2_mul(a->c[i], b->c[j]));
    struct fp12 out = {{t[0], t[1], t[2], t[3], t[4], t[5]}};
    for (size_t i = 6; i < 11; i++)
        out.c[i - 6] = fp2_add(out.c[i - 6], times_xi(t[i]));
    return out;
}

// a^p: the coefficients are conjugated, and w^p = w·ξ^((p − 1)/6).
static struct fp12 frobenius(const struct fp12 *a, struct fp2 sixth) {
    struct fp12 out;
    struct fp2 factor = {fp_one, fp_zero};
    for (size_t i = 0; i < 6; i++) {
        out.c[i] = fp2_mul(fp2_conjugate(a->c[i]), factor);
        factor = fp2_mul(factor, sixth);
    }
    return out;
}

// a^(p⁶): w becomes −w. Of what the easy part of the exponentiation leaves, this is the inverse.
static struct fp12 conjugate(const struct fp12 *a) {
    struct fp12 out = *a;
    for (size_t i = 1; i < 6; i += 2)
        out.c[i] = fp2_neg(out.c[i]);
    return out;
}

// The product of all conjugates of a is its norm, an element of Fp: so the product of all but a
// itself, divided by the norm, is the inverse.
static struct fp12 inverse(const struct fp12 *a, struct fp2 sixth) {
    struct fp12 others = one();
    for (size_t i = 0; i < 11; i++) {
        others = mul(&others, a);
        others = frobenius(&others, sixth);
    }
    struct fp2 over = fp2_inv(mul(&others, a).c[0]);
    for (size_t i = 0; i < 6; i++)
        others.c[i] = fp2_mul(others.c[i], over);
    return others;
}

// a^(−X), for a of norm 1 over Fp6.
static struct fp12 power_x(const struct fp12 *a) {
    struct fp12 out = *a;
    for (size_t i = 63; i-- > 0;) {
        out = mul(&out, &out);
        if (X >> i & 1)
            out = mul(&out, a);
    }
    return conjugate(&out);
}

// a^(x − 1) with x = −X.
static struct fp12 power_x_less_1(const struct fp12 *a) {
    struct fp12 out = power_x(a), inverted = conjugate(a);
    return mul(&out, &inverted);
}

// Is f^((p¹² − 1)/r) = 1? Easy part: (p⁶ − 1)(p² + 1). Hard part: three times (p⁴ − p² + 1)/r,
// which is (x − 1)²(x + p)(x² + p² − 1) + 3 (Hayashida, Hayasaka, Teruya 2020). The factor 3 does
// no harm: it has no divisor in common with r.
static bool vanishes(const struct fp12 *f) {
    struct fp2 sixth = fp2_sixth((struct fp2){fp_one, fp_one});
    struct fp12 a = conjugate(f), b = inverse(f, sixth);
    a = mul(&a, &b);
    b = frobenius(&a, sixth);
    b = frobenius(&b, sixth);
    struct fp12 g = mul(&b, &a);
    a = power_x_less_1(&g);
    a = power_x_less_1(&a);
    b = frobenius(&a, sixth);
    a = power_x(&a);
    a = mul(&a, &b); // (x − 1)²(x + p)
    struct fp12 c = power_x(&a);
    c = power_x(&c);
    b = frobenius(&a, sixth);
    b = frobenius(&b, sixth);
    c = mul(&c, &b);
    b = conjugate(&a);
    c = mul(&c, &b); // · (x² + p² − 1)
    for (size_t i = 0; i < 3; i++)
        c = mul(&c, &g);
    for (size_t i = 1; i < 6; i++)
        if (!fp2_is_zero(c.c[i]))
            return false;
    return fp2_eq(c.c[0], (struct fp2){fp_one, fp_zero});
}

// Multiply f by the line through t and q (the tangent where they are the same), taken at p, and
// replace t by t + q. The curve over Fp12 has the point (x/w², y/w³) for (x, y) of G2; the line's
// value there, times w³, has three coefficients. Factors like w³ that lie in a smaller field do
// not change what the final exponentiation gives.
static void step(struct fp12 *f, struct point *t, const struct point *q, const struct point *p) {
    struct fp2 rise, run;
    if (fp2_eq(t->x, q->x)) { // never −q: the multiples of q that occur are below r
        assert(fp2_eq(t->y, q->y));
        struct fp2 xx = fp2_mul(t->x, t->x);
        rise = fp2_add(fp2_add(xx, xx), xx);
        run = fp2_add(t->y, t->y);
    } else {
        rise = fp2_sub(t->y, q->y);
        run = fp2_sub(t->x, q->x);
    }
    struct fp2 slope = fp2_mul(rise, fp2_inv(run));
    struct fp12 line = {{{fp_zero, fp_zero}}};
    line.c[0] = fp2_sub(fp2_mul(slope, t->x), t->y);
    line.c[2] = fp2_neg(fp2_mul(slope, p->x));
    line.c[3] = p->y;
    *f = mul(f, &line);
    struct fp2 x = fp2_sub(fp2_sub(fp2_mul(slope, slope), t->x), q->x);
    struct fp2 y = fp2_sub(fp2_mul(slope, fp2_sub(t->x, x)), t->y);
    *t = point_at(x, y);
}

bool pairing_cancels(const struct point p[PAIRS], const struct point q[PAIRS]) {
    struct point p_affine[PAIRS], q_affine[PAIRS], t[PAIRS];
    for (size_t k = 0; k < PAIRS; k++) {
        p_affine[k] = point_affine(&p[k]);
        t[k] = q_affine[k] = point_affine(&q[k]);
    }
    struct fp12 f = one();
    for (size_t i = 63; i-- > 0;) {
        f = mul(&f, &f);
        for (size_t k = 0; k < PAIRS; k++) {
            step(&f, &t[k], &t[k], &p_affine[k]);
            if (X >> i & 1)
                step(&f, &t[k], &q_affine[k], &p_affine[k]);
        }
    }
    // For the negative parameter the product would be inverted: whether it is 1 stays the same.
    return vanishes(&f);
}
