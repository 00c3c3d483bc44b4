// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/beacon/fp.h"

#include <assert.h>
#include <string.h>

#define LIMBS 6
#define BITS 381

__extension__ typedef unsigned __int128 u128;

// All of p, as the RFC writes it: 1a0111ea…ffffaaab, least limb first.
static const uint64_t P[LIMBS] = {0xb9feffffffffaaab, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624,
                                  0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a};
// −1/p modulo 2^64.
#define P_INVERSE 0x89f3fffcfffcfffdu
// 2^768 modulo p: takes a number into Montgomery's form.
static const struct fp R2 = {{0xf4df1f341c341746, 0x0a76e6a609d104f1, 0x8de5476c4c95b6d5,
                              0x67eb88a9939d83c0, 0x9a793e85b519952d, 0x11988fe592cae3aa}};
const struct fp fp_zero = {{0}};
// 2^384 modulo p.
const struct fp fp_one = {{0x760900000002fffd, 0xebf4000bc40c0002, 0x5f48985753c758ba,
                           0x77ce585370525745, 0x5c071a97a256ec6d, 0x15f65ec3fa80e493}};

// a >= b, limb by limb from the greatest.
static bool at_least(const uint64_t a[LIMBS], const uint64_t b[LIMBS]) {
    for (size_t i = LIMBS; i-- > 0;)
        if (a[i] != b[i])
            return a[i] > b[i];
    return true;
}

static uint64_t subtract(uint64_t out[LIMBS], const uint64_t a[LIMBS], const uint64_t b[LIMBS]) {
    uint64_t borrow = 0;
    for (size_t i = 0; i < LIMBS; i++) {
        u128 d = (u128)a[i] - b[i] - borrow;
        out[i] = (uint64_t)d;
        borrow = (uint64_t)(d >> 64) & 1;
    }
    return borrow;
}

static uint64_t sum(uint64_t out[LIMBS], const uint64_t a[LIMBS], const uint64_t b[LIMBS]) {
    uint64_t carry = 0;
    for (size_t i = 0; i < LIMBS; i++) {
        u128 s = (u128)a[i] + b[i] + carry;
        out[i] = (uint64_t)s;
        carry = (uint64_t)(s >> 64);
    }
    return carry;
}

bool fp_is_zero(struct fp a) {
    return fp_eq(a, fp_zero);
}

bool fp_eq(struct fp a, struct fp b) {
    return memcmp(a.l, b.l, sizeof a.l) == 0;
}

struct fp fp_add(struct fp a, struct fp b) { // 2p is below 2^384: no carry leaves the limbs
    struct fp out;
    (void)sum(out.l, a.l, b.l);
    if (at_least(out.l, P))
        (void)subtract(out.l, out.l, P);
    return out;
}

struct fp fp_sub(struct fp a, struct fp b) {
    struct fp out;
    if (subtract(out.l, a.l, b.l))
        (void)sum(out.l, out.l, P);
    return out;
}

struct fp fp_neg(struct fp a) {
    return fp_sub(fp_zero, a);
}

// Montgomery's product a·b / 2^384, one limb of b after the other. t stays below 2p and so within
// its limbs.
struct fp fp_mul(struct fp a, struct fp b) {
    uint64_t t[LIMBS] = {0};
    for (size_t i = 0; i < LIMBS; i++) {
        u128 s = (u128)a.l[0] * b.l[i] + t[0];
        uint64_t m = (uint64_t)s * P_INVERSE;
        u128 r = (u128)m * P[0] + (uint64_t)s; // the least limb becomes 0
        for (size_t j = 1; j < LIMBS; j++) {
            s = (u128)a.l[j] * b.l[i] + t[j] + (uint64_t)(s >> 64);
            r = (u128)m * P[j] + (uint64_t)s + (uint64_t)(r >> 64);
            t[j - 1] = (uint64_t)r;
        }
        t[LIMBS - 1] = (uint64_t)(s >> 64) + (uint64_t)(r >> 64);
    }
    struct fp out;
    memcpy(out.l, t, sizeof out.l);
    if (at_least(out.l, P))
        (void)subtract(out.l, out.l, P);
    return out;
}

// The number itself, out of Montgomery's form.
static struct fp plain(struct fp a) {
    return fp_mul(a, (struct fp){{1}});
}

bool fp_read(const uint8_t bytes[FP_SIZE], struct fp *out) {
    struct fp number;
    for (size_t i = 0; i < LIMBS; i++) {
        uint64_t limb = 0;
        for (size_t j = 0; j < 8; j++)
            limb = limb << 8 | bytes[(LIMBS - 1 - i) * 8 + j];
        number.l[i] = limb;
    }
    if (at_least(number.l, P))
        return false;
    *out = fp_mul(number, R2);
    return true;
}

void fp_write(const struct fp *a, uint8_t bytes[FP_SIZE]) {
    struct fp number = plain(*a);
    for (size_t i = 0; i < FP_SIZE; i++)
        bytes[i] = (uint8_t)(number.l[LIMBS - 1 - i / 8] >> (56 - i % 8 * 8));
}

struct fp fp_constant(const char *digits) {
    uint8_t bytes[FP_SIZE];
    struct fp out = fp_zero;
    bool good = qian_hex_read(qian_str(digits), bytes, sizeof bytes) && fp_read(bytes, &out);
    assert(good);
    (void)good;
    return out;
}

// The upper and the lower 32 bytes are each below p; the upper ones count 2^256.
struct fp fp_reduce(const uint8_t bytes[64]) {
    uint8_t high[FP_SIZE] = {0}, low[FP_SIZE] = {0}, shift[FP_SIZE] = {0};
    struct fp h = fp_zero, l = fp_zero, s = fp_zero;
    memcpy(high + 16, bytes, 32);
    memcpy(low + 16, bytes + 32, 32);
    shift[FP_SIZE - 33] = 1;
    bool good = fp_read(high, &h) && fp_read(low, &l) && fp_read(shift, &s);
    assert(good);
    (void)good;
    return fp_add(fp_mul(h, s), l);
}

// (p − subtrahend) / divisor, for the exponents below. The division leaves no rest, or one that is
// wanted away.
static void exponent(uint64_t subtrahend, uint64_t divisor, uint64_t out[LIMBS]) {
    const uint64_t small[LIMBS] = {subtrahend};
    (void)subtract(out, P, small);
    u128 rest = 0;
    for (size_t i = LIMBS; i-- > 0;) {
        rest = rest << 64 | out[i];
        out[i] = (uint64_t)(rest / divisor);
        rest %= divisor;
    }
}

static bool bit(const uint64_t e[LIMBS], size_t i) {
    return e[i / 64] >> (i % 64) & 1;
}

static struct fp power(struct fp a, const uint64_t e[LIMBS]) {
    struct fp out = fp_one;
    for (size_t i = BITS; i-- > 0;) {
        out = fp_mul(out, out);
        if (bit(e, i))
            out = fp_mul(out, a);
    }
    return out;
}

struct fp fp_inv(struct fp a) { // a^(p − 2)
    uint64_t e[LIMBS];
    exponent(2, 1, e);
    return power(a, e);
}

bool fp_sqrt(struct fp a, struct fp *out) { // p = 3 modulo 4: a^((p + 1)/4) = a · a^((p − 3)/4)
    uint64_t e[LIMBS];
    exponent(3, 4, e);
    *out = fp_mul(a, power(a, e));
    return fp_eq(fp_mul(*out, *out), a);
}

bool fp_odd(struct fp a) {
    return plain(a).l[0] & 1;
}

bool fp_greater(struct fp a) {
    uint64_t half[LIMBS];
    exponent(1, 2, half);
    return !at_least(half, plain(a).l);
}

bool fp2_is_zero(struct fp2 a) {
    return fp_is_zero(a.c0) && fp_is_zero(a.c1);
}

bool fp2_eq(struct fp2 a, struct fp2 b) {
    return fp_eq(a.c0, b.c0) && fp_eq(a.c1, b.c1);
}

struct fp2 fp2_add(struct fp2 a, struct fp2 b) {
    return (struct fp2){fp_add(a.c0, b.c0), fp_add(a.c1, b.c1)};
}

struct fp2 fp2_sub(struct fp2 a, struct fp2 b) {
    return (struct fp2){fp_sub(a.c0, b.c0), fp_sub(a.c1, b.c1)};
}

struct fp2 fp2_neg(struct fp2 a) {
    return (struct fp2){fp_neg(a.c0), fp_neg(a.c1)};
}

struct fp2 fp2_conjugate(struct fp2 a) {
    return (struct fp2){a.c0, fp_neg(a.c1)};
}

struct fp2 fp2_mul(struct fp2 a, struct fp2 b) {
    struct fp m0 = fp_mul(a.c0, b.c0), m1 = fp_mul(a.c1, b.c1);
    struct fp cross = fp_mul(fp_add(a.c0, a.c1), fp_add(b.c0, b.c1));
    return (struct fp2){fp_sub(m0, m1), fp_sub(fp_sub(cross, m0), m1)};
}

struct fp2 fp2_scale(struct fp2 a, struct fp s) {
    return (struct fp2){fp_mul(a.c0, s), fp_mul(a.c1, s)};
}

struct fp2 fp2_inv(struct fp2 a) {
    struct fp norm = fp_add(fp_mul(a.c0, a.c0), fp_mul(a.c1, a.c1));
    return fp2_scale(fp2_conjugate(a), fp_inv(norm));
}

static struct fp2 power2(struct fp2 a, const uint64_t e[LIMBS]) {
    struct fp2 out = {fp_one, fp_zero};
    for (size_t i = BITS; i-- > 0;) {
        out = fp2_mul(out, out);
        if (bit(e, i))
            out = fp2_mul(out, a);
    }
    return out;
}

// Adj and Rodríguez-Henríquez, "Square root computation over even extension fields", algorithm 9.
bool fp2_sqrt(struct fp2 a, struct fp2 *out) {
    uint64_t quarter[LIMBS], half[LIMBS];
    exponent(3, 4, quarter);
    exponent(1, 2, half);
    struct fp2 one = {fp_one, fp_zero}, part = power2(a, quarter);
    struct fp2 root = fp2_mul(part, a), alpha = fp2_mul(part, root);
    if (fp2_eq(alpha, fp2_neg(one)))
        *out = (struct fp2){fp_neg(root.c1), root.c0}; // u · root
    else
        *out = fp2_mul(power2(fp2_add(one, alpha), half), root);
    return fp2_eq(fp2_mul(*out, *out), a);
}

bool fp2_greater(struct fp2 a) {
    return fp_is_zero(a.c1) ? fp_greater(a.c0) : fp_greater(a.c1);
}

struct fp2 fp2_sixth(struct fp2 a) {
    uint64_t e[LIMBS];
    exponent(1, 6, e);
    return power2(a, e);
}
