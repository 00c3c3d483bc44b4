// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/bls_fp.h"

#include "verifier/wide.h"

#include <string.h>

// p = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab
static const uint64_t P[FP_LIMBS] = {0xb9feffffffffaaab, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624,
                                     0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a};
// -1/p modulo 2^64
static const uint64_t P_INVERSE = 0x89f3fffcfffcfffd;
// p - 2
static const uint64_t TO_INVERSE[FP_LIMBS] = {0xb9feffffffffaaa9, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624,
                                              0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a};
// (p + 1)/4
static const uint64_t TO_ROOT[FP_LIMBS] = {0xee7fbfffffffeaab, 0x07aaffffac54ffff, 0xd9cc34a83dac3d89,
                                           0xd91dd2e13ce144af, 0x92c6e9ed90d2eb35, 0x0680447a8e5ff9a6};
// 2^768 modulo p: its product with a, in Montgomery's way, is a's form
static const struct fp INTO_FORM = {{0xf4df1f341c341746, 0x0a76e6a609d104f1, 0x8de5476c4c95b6d5, 0x67eb88a9939d83c0,
                                     0x9a793e85b519952d, 0x11988fe592cae3aa}};

const struct fp FP_ZERO = {{0}};
// 2^384 modulo p
const struct fp FP_ONE = {{0x760900000002fffd, 0xebf4000bc40c0002, 0x5f48985753c758ba, 0x77ce585370525745,
                           0x5c071a97a256ec6d, 0x15f65ec3fa80e493}};

// a - b as integers; true where that is below 0, and then it is 2^384 too much.
static bool subtract(const uint64_t a[FP_LIMBS], const uint64_t b[FP_LIMBS], uint64_t out[FP_LIMBS])
{
    uint64_t borrow = 0;
    for (size_t i = 0; i < FP_LIMBS; i++) {
        wide difference = (wide)a[i] - b[i] - borrow;
        out[i] = (uint64_t)difference;
        borrow = (uint64_t)(difference >> 64) & 1;
    }
    return borrow != 0;
}

// a where it is below p, a - p where it is not; a is below 2p.
static struct fp reduced(const uint64_t a[FP_LIMBS])
{
    struct fp out;
    if (subtract(a, P, out.limb)) {
        (void)memcpy(out.limb, a, sizeof out.limb);
    }
    return out;
}

struct fp fp_add(struct fp a, struct fp b)
{
    uint64_t sum[FP_LIMBS]; // below 2p: there is room for it
    uint64_t carry = 0;
    for (size_t i = 0; i < FP_LIMBS; i++) {
        wide part = (wide)a.limb[i] + b.limb[i] + carry;
        sum[i] = (uint64_t)part;
        carry = (uint64_t)(part >> 64);
    }
    return reduced(sum);
}

struct fp fp_sub(struct fp a, struct fp b)
{
    struct fp out;
    uint64_t carry = 0;
    if (!subtract(a.limb, b.limb, out.limb)) {
        return out;
    }
    for (size_t i = 0; i < FP_LIMBS; i++) {
        wide part = (wide)out.limb[i] + P[i] + carry;
        out.limb[i] = (uint64_t)part;
        carry = (uint64_t)(part >> 64);
    }
    return out;
}

struct fp fp_neg(struct fp a)
{
    return fp_sub(FP_ZERO, a);
}

// Montgomery's product a·b/2^384 modulo p, a limb of b at a time.
struct fp fp_mul(struct fp a, struct fp b)
{
    uint64_t sum[FP_LIMBS + 1] = {0}; // below 2p after each turn
    for (size_t i = 0; i < FP_LIMBS; i++) {
        uint64_t carry = 0;
        for (size_t k = 0; k < FP_LIMBS; k++) {
            wide part = (wide)a.limb[k] * b.limb[i] + sum[k] + carry;
            sum[k] = (uint64_t)part;
            carry = (uint64_t)(part >> 64);
        }
        sum[FP_LIMBS] = carry;
        // A multiple of p that makes the lowest limb 0, and a step down by one limb.
        uint64_t times = sum[0] * P_INVERSE;
        carry = (uint64_t)(((wide)times * P[0] + sum[0]) >> 64);
        for (size_t k = 1; k < FP_LIMBS; k++) {
            wide part = (wide)times * P[k] + sum[k] + carry;
            sum[k - 1] = (uint64_t)part;
            carry = (uint64_t)(part >> 64);
        }
        sum[FP_LIMBS - 1] = sum[FP_LIMBS] + carry;
    }
    return reduced(sum);
}

struct fp fp_pow(struct fp a, const uint64_t *exponent, size_t limbs)
{
    struct fp out = FP_ONE;
    for (size_t i = limbs * 64; i-- > 0;) {
        out = fp_mul(out, out);
        if ((exponent[i / 64] >> (i % 64) & 1) != 0) {
            out = fp_mul(out, a);
        }
    }
    return out;
}

struct fp fp_inverse(struct fp a)
{
    return fp_pow(a, TO_INVERSE, FP_LIMBS);
}

bool fp_root(struct fp a, struct fp *root)
{
    *root = fp_pow(a, TO_ROOT, FP_LIMBS); // p is 3 modulo 4
    return fp_same(fp_mul(*root, *root), a);
}

bool fp_same(struct fp a, struct fp b)
{
    return memcmp(a.limb, b.limb, sizeof a.limb) == 0;
}

bool fp_is_zero(struct fp a)
{
    return fp_same(a, FP_ZERO);
}

// The number itself.
static struct fp out_of_form(struct fp a)
{
    static const struct fp PLAIN_ONE = {{1}};
    return fp_mul(a, PLAIN_ONE);
}

bool fp_is_odd(struct fp a)
{
    return (out_of_form(a).limb[0] & 1) != 0;
}

bool fp_is_greater(struct fp a)
{
    struct fp number = out_of_form(a);
    struct fp other = out_of_form(fp_neg(a));
    struct fp difference;
    return subtract(other.limb, number.limb, difference.limb);
}

bool fp_of_bytes(const unsigned char bytes[FP_BYTES], struct fp *out)
{
    struct fp number = FP_ZERO;
    struct fp difference;
    for (size_t i = 0; i < FP_BYTES; i++) {
        size_t place = FP_BYTES - 1 - i; // from the right
        number.limb[place / 8] |= (uint64_t)bytes[i] << (place % 8 * 8);
    }
    if (!subtract(number.limb, P, difference.limb)) {
        return false;
    }
    *out = fp_mul(number, INTO_FORM);
    return true;
}

struct fp fp_of_hex(const char *digits)
{
    struct fp number = FP_ZERO;
    size_t n = strlen(digits);
    for (size_t i = 0; i < n; i++) {
        size_t place = n - 1 - i;
        uint64_t value = digits[i] <= '9' ? (uint64_t)(digits[i] - '0') : (uint64_t)(digits[i] - 'a') + 10;
        number.limb[place / 16] |= value << (place % 16 * 4);
    }
    return fp_mul(number, INTO_FORM);
}
