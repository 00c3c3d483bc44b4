// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/beacon/point.h"

#include <assert.h>
#include <string.h>

#define FLAG_COMPRESSED 0x80
#define FLAG_INFINITY 0x40
#define FLAG_GREATER 0x20
#define FLAGS 0xe0

// The order of both groups.
static const uint64_t R[4] = {0xffffffff00000001, 0x53bda402fffe5bfe, 0x3339d80809a1d805,
                              0x73eda753299d7d48};

struct point point_at(struct fp2 x, struct fp2 y) {
    return (struct point){x, y, {fp_one, fp_zero}};
}

struct point point_neg(const struct point *a) {
    return (struct point){a->x, fp2_neg(a->y), a->z};
}

bool point_is_infinity(const struct point *a) {
    return fp2_is_zero(a->z);
}

static struct fp2 twice(struct fp2 a) {
    return fp2_add(a, a);
}

// With the slope 3X²/2Y; Z = 0 stays 0. Both curves have an odd number of points, so none with y =
// 0.
static struct point doubled(const struct point *a) {
    struct fp2 xx = fp2_mul(a->x, a->x), yy = fp2_mul(a->y, a->y);
    struct fp2 s = twice(twice(fp2_mul(a->x, yy))), m = fp2_add(twice(xx), xx);
    struct point out;
    out.x = fp2_sub(fp2_mul(m, m), twice(s));
    struct fp2 yyyy8 = twice(twice(twice(fp2_mul(yy, yy))));
    out.y = fp2_sub(fp2_mul(m, fp2_sub(s, out.x)), yyyy8);
    out.z = twice(fp2_mul(a->y, a->z));
    return out;
}

struct point point_add(const struct point *a, const struct point *b) {
    if (point_is_infinity(a))
        return *b;
    if (point_is_infinity(b))
        return *a;
    struct fp2 aa = fp2_mul(a->z, a->z), bb = fp2_mul(b->z, b->z);
    struct fp2 xa = fp2_mul(a->x, bb), xb = fp2_mul(b->x, aa);
    struct fp2 ya = fp2_mul(a->y, fp2_mul(b->z, bb)), yb = fp2_mul(b->y, fp2_mul(a->z, aa));
    struct fp2 h = fp2_sub(xb, xa), d = fp2_sub(yb, ya);
    if (fp2_is_zero(h) && fp2_is_zero(d))
        return doubled(a);
    struct fp2 hh = fp2_mul(h, h), hhh = fp2_mul(h, hh), v = fp2_mul(xa, hh);
    struct point out;
    out.x = fp2_sub(fp2_sub(fp2_mul(d, d), hhh), twice(v));
    out.y = fp2_sub(fp2_mul(d, fp2_sub(v, out.x)), fp2_mul(ya, hhh));
    out.z = fp2_mul(h, fp2_mul(a->z, b->z)); // 0 where b = −a
    return out;
}

struct point point_mul(const struct point *a, const uint64_t *k, size_t limbs) {
    struct point out = point_at((struct fp2){fp_one, fp_zero}, (struct fp2){fp_one, fp_zero});
    out.z = (struct fp2){fp_zero, fp_zero};
    for (size_t i = limbs * 64; i-- > 0;) {
        out = doubled(&out);
        if (k[i / 64] >> (i % 64) & 1)
            out = point_add(&out, a);
    }
    return out;
}

bool point_eq(const struct point *a, const struct point *b) {
    struct point minus = point_neg(b), difference = point_add(a, &minus);
    return point_is_infinity(&difference);
}

struct point point_affine(const struct point *a) {
    assert(!point_is_infinity(a));
    struct fp2 z = fp2_inv(a->z), zz = fp2_mul(z, z);
    return point_at(fp2_mul(a->x, zz), fp2_mul(a->y, fp2_mul(zz, z)));
}

// The point with this x, if the curve y² = x³ + b has one and it is of the subgroup.
static bool finish(struct fp2 x, struct fp2 b, bool greater, bool g1, struct point *out) {
    struct fp2 y2 = fp2_add(fp2_mul(fp2_mul(x, x), x), b), y = {fp_zero, fp_zero};
    if (!(g1 ? fp_sqrt(y2.c0, &y.c0) : fp2_sqrt(y2, &y)))
        return false;
    if (fp2_greater(y) != greater) // y is never 0
        y = fp2_neg(y);
    *out = point_at(x, y);
    struct point end = point_mul(out, R, 4);
    return point_is_infinity(&end);
}

static struct fp small(unsigned n) {
    struct fp out = fp_zero;
    while (n-- > 0)
        out = fp_add(out, fp_one);
    return out;
}

// spec/beacons.md 2.3: "the first bit of the first byte is 1, the second (infinity) is 0, the third
// tells the greater y; the x that the other bits give is below p, is the x of a point of the curve,
// and the point is of the subgroup of order r."
static bool flags_good(uint8_t first) {
    return (first & FLAG_COMPRESSED) && !(first & FLAG_INFINITY);
}

bool point_read_g1(const uint8_t bytes[G1_SIZE], struct point *out) {
    uint8_t x_bytes[FP_SIZE];
    struct fp2 x = {fp_zero, fp_zero};
    memcpy(x_bytes, bytes, FP_SIZE);
    x_bytes[0] &= (uint8_t)~FLAGS;
    return flags_good(bytes[0]) && fp_read(x_bytes, &x.c0) &&
           finish(x, (struct fp2){small(4), fp_zero}, bytes[0] & FLAG_GREATER, true, out);
}

bool point_read_g2(const uint8_t bytes[G2_SIZE], struct point *out) {
    uint8_t c1[FP_SIZE];
    struct fp2 x;
    memcpy(c1, bytes, FP_SIZE);
    c1[0] &= (uint8_t)~FLAGS;
    return flags_good(bytes[0]) && fp_read(c1, &x.c1) && fp_read(bytes + FP_SIZE, &x.c0) &&
           finish(x, (struct fp2){small(4), small(4)}, bytes[0] & FLAG_GREATER, false, out);
}

struct point point_g2(void) {
    struct fp2 x = {fp_constant("024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d177"
                                "0bac0326a805bbefd48056c8c121bdb8"),
                    fp_constant("13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049"
                                "334cf11213945d57e5ac7d055d042b7e")};
    struct fp2 y = {fp_constant("0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c"
                                "923ac9cc3baca289e193548608b82801"),
                    fp_constant("0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab"
                                "3f370d275cec1da1aaa9075ff05f79be")};
    return point_at(x, y);
}
