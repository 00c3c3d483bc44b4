// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/bls_point.h"

#include <string.h>

// r = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001
static const uint64_t ORDER[4] = {0xffffffff00000001, 0x53bda402fffe5bfe, 0x3339d80809a1d805, 0x73eda753299d7d48};

struct point point_of(struct fp2 x, struct fp2 y)
{
    return (struct point){x, y, fp2_one()};
}

struct point point_infinity(void)
{
    return (struct point){fp2_one(), fp2_one(), FP2_ZERO};
}

bool point_is_infinity(const struct point *p)
{
    return fp2_is_zero(p->z);
}

static struct fp2 twice(struct fp2 x)
{
    return fp2_add(x, x);
}

// With s = 4XY² and m = 3X²: X' = m² - 2s, Y' = m(s - X') - 8Y⁴, Z' = 2YZ.
struct point point_double(const struct point *p)
{
    struct point out;
    struct fp2 xx = fp2_square(p->x);
    struct fp2 yy = fp2_square(p->y);
    struct fp2 s = twice(twice(fp2_mul(p->x, yy)));
    struct fp2 m = fp2_add(twice(xx), xx);
    out.x = fp2_sub(fp2_square(m), twice(s));
    out.y = fp2_sub(fp2_mul(m, fp2_sub(s, out.x)), twice(twice(twice(fp2_square(yy)))));
    out.z = twice(fp2_mul(p->y, p->z));
    return out;
}

// With both brought to the same Z, h the difference of their X and m of their Y: X' = m² - h³ - 2X₁h²,
// Y' = m(X₁h² - X') - Y₁h³, Z' = Z₁Z₂h.
struct point point_add(const struct point *p, const struct point *q)
{
    struct point out;
    if (point_is_infinity(p) || point_is_infinity(q)) {
        return point_is_infinity(p) ? *q : *p;
    }
    struct fp2 zz1 = fp2_square(p->z);
    struct fp2 zz2 = fp2_square(q->z);
    struct fp2 x1 = fp2_mul(p->x, zz2);
    struct fp2 y1 = fp2_mul(p->y, fp2_mul(zz2, q->z));
    struct fp2 h = fp2_sub(fp2_mul(q->x, zz1), x1);
    struct fp2 m = fp2_sub(fp2_mul(q->y, fp2_mul(zz1, p->z)), y1);
    if (fp2_is_zero(h)) { // the same point, or opposite ones
        return fp2_is_zero(m) ? point_double(p) : point_infinity();
    }
    struct fp2 hh = fp2_square(h);
    struct fp2 hhh = fp2_mul(hh, h);
    struct fp2 v = fp2_mul(x1, hh);
    out.x = fp2_sub(fp2_sub(fp2_square(m), hhh), twice(v));
    out.y = fp2_sub(fp2_mul(m, fp2_sub(v, out.x)), fp2_mul(y1, hhh));
    out.z = fp2_mul(fp2_mul(p->z, q->z), h);
    return out;
}

struct point point_multiply(const struct point *p, const uint64_t *number, size_t limbs)
{
    struct point out = point_infinity();
    for (size_t i = limbs * 64; i-- > 0;) {
        out = point_double(&out);
        if ((number[i / 64] >> (i % 64) & 1) != 0) {
            out = point_add(&out, p);
        }
    }
    return out;
}

void point_affine(const struct point *p, struct fp2 *x, struct fp2 *y)
{
    struct fp2 inverse = fp2_inverse(p->z);
    struct fp2 square = fp2_square(inverse);
    *x = fp2_mul(p->x, square);
    *y = fp2_mul(p->y, fp2_mul(square, inverse));
}

bool point_in_subgroup(const struct point *p)
{
    struct point multiple = point_multiply(p, ORDER, sizeof ORDER / sizeof ORDER[0]);
    return point_is_infinity(&multiple);
}

static struct fp four(void)
{
    struct fp two = fp_add(FP_ONE, FP_ONE);
    return fp_add(two, two);
}

enum { FLAG_COMPRESSED = 0x80, FLAG_INFINITY = 0x40, FLAG_GREATER = 0x20, FLAGS = 0xE0 };

// A number of 48 bytes whose first has no flags any more. False where it is not below p.
static bool read_x(const unsigned char *bytes, bool flags, struct fp *x)
{
    unsigned char plain[FP_BYTES];
    (void)memcpy(plain, bytes, FP_BYTES);
    plain[0] &= (unsigned char)(flags ? 0xFF & ~FLAGS : 0xFF);
    return fp_of_bytes(plain, x);
}

// spec/beacons.md 2.3: "the first bit of the first byte is 1, the second (infinity) is 0, the third tells the greater
// y; the x that the other bits give is below p, is the x of a point of the curve, and the point is of the subgroup of
// order r."
bool g1_decode(const unsigned char bytes[G1_BYTES], struct point *out)
{
    struct fp x;
    struct fp y;
    if ((bytes[0] & (FLAG_COMPRESSED | FLAG_INFINITY)) != FLAG_COMPRESSED || !read_x(bytes, true, &x)) {
        return false;
    }
    if (!fp_root(fp_add(fp_mul(fp_mul(x, x), x), four()), &y)) {
        return false;
    }
    if (fp_is_greater(y) != ((bytes[0] & FLAG_GREATER) != 0)) {
        y = fp_neg(y);
    }
    *out = point_of(fp2_of(x), fp2_of(y));
    return point_in_subgroup(out);
}

// The same form for x = a + b·u: b with the flags, then a.
bool g2_decode(const unsigned char bytes[G2_BYTES], struct point *out)
{
    struct fp2 x;
    struct fp2 y;
    if ((bytes[0] & (FLAG_COMPRESSED | FLAG_INFINITY)) != FLAG_COMPRESSED || !read_x(bytes, true, &x.b) ||
        !read_x(bytes + FP_BYTES, false, &x.a)) {
        return false;
    }
    struct fp2 cube = fp2_mul(fp2_square(x), x);
    if (!fp2_root(fp2_add(cube, fp2_times_xi(fp2_of(four()))), &y)) {
        return false;
    }
    if (fp2_is_greater(y) != ((bytes[0] & FLAG_GREATER) != 0)) {
        y = fp2_neg(y);
    }
    *out = point_of(x, y);
    return point_in_subgroup(out);
}

struct point g2_generator(void)
{
    struct fp2 x = {
        fp_of_hex("024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"),
        fp_of_hex("13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e")};
    struct fp2 y = {
        fp_of_hex("0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801"),
        fp_of_hex("0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be")};
    return point_of(x, y);
}
