// SPDX-License-Identifier: MulanPSL-2.0
// BLS12-381: fields, points in their compressed form, hashing to the curve, the pairing.
#include "engine/beacon/hash_to_curve.h"
#include "engine/beacon/pairing.h"
#include "tests/check.h"
#include "tests/engine/beacons.h"
#include "tests/engine/cases.h"

#define POINTS 1000

static const char p_digits[] = "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f624"
                               "1eabfffeb153ffffb9feffffffffaaab";

static void read_p(uint8_t out[FP_SIZE]) {
    CHECK(qian_hex_read(qian_str(p_digits), out, FP_SIZE), "p");
}

static struct fp fp_small(unsigned n) {
    struct fp out = fp_zero;
    while (n-- > 0)
        out = fp_add(out, fp_one);
    return out;
}

static void test_field(void) {
    uint8_t p[FP_SIZE], wide[64] = {0}, got[FP_SIZE];
    struct fp a, b;
    read_p(p);
    CHECK(!fp_read(p, &a), "p is no element");
    p[FP_SIZE - 1]--;
    CHECK(fp_read(p, &a) && fp_eq(a, fp_neg(fp_one)), "p - 1 is -1");
    CHECK(fp_greater(a) && !fp_greater(fp_one) && !fp_greater(fp_zero), "greater");
    struct fp half = fp_inv(fp_small(2)); // (p + 1)/2
    CHECK(fp_greater(half) && !fp_greater(fp_sub(half, fp_one)), "the bound of greater");
    CHECK(fp_odd(fp_one) && !fp_odd(fp_small(2)) && !fp_odd(a), "odd");
    for (unsigned i = 1; i < 200; i++) {
        struct fp n = fp_small(i), square = fp_mul(n, n);
        CHECK(fp_eq(fp_mul(n, fp_inv(n)), fp_one), "1/%u", i);
        CHECK(fp_sqrt(square, &b) && (fp_eq(b, n) || fp_eq(b, fp_neg(n))), "root of %u²", i);
        CHECK(!fp_sqrt(fp_neg(square), &b), "-%u² has no root", i); // p = 3 modulo 4
        struct fp2 c = {n, fp_small(i * 7 % 31)}, root;
        CHECK(fp2_sqrt(fp2_mul(c, c), &root) && (fp2_eq(root, c) || fp2_eq(root, fp2_neg(c))),
              "root in Fp2, %u", i);
        CHECK(fp2_sqrt((struct fp2){fp_neg(square), fp_zero}, &root), "-%u² in Fp2", i);
        CHECK(fp2_eq(fp2_mul(c, fp2_inv(c)), (struct fp2){fp_one, fp_zero}), "1/c, %u", i);
        struct fp2 xi = {fp_one, fp_one}; // is no square and no cube
        CHECK(!fp2_sqrt(fp2_mul(xi, fp2_mul(c, c)), &root), "xi c² has no root, %u", i);
    }
    // p written into 64 bytes is 0, and so is p·2^64; one less is -1.
    read_p(p);
    memcpy(wide + 16, p, FP_SIZE);
    CHECK(fp_is_zero(fp_reduce(wide)), "p is 0");
    wide[63]--;
    CHECK(fp_eq(fp_reduce(wide), fp_neg(fp_one)), "p - 1 reduced");
    memset(wide, 0, sizeof wide);
    memcpy(wide, p, FP_SIZE);
    CHECK(fp_is_zero(fp_reduce(wide)), "p times 2^128 is 0");
    a = fp_constant("000000000000000000000000000000000000000000000000"
                    "0102030405060708090a0b0c0d0e0f101112131415161718");
    fp_write(&a, got);
    CHECK(got[24] == 1 && got[47] == 0x18 && got[23] == 0, "written");
}

static bool read_point(const uint8_t *bytes, size_t size, struct point *out) {
    return size == G1_SIZE ? point_read_g1(bytes, out) : point_read_g2(bytes, out);
}

// Write x + p in place of x. False where that has more than 381 bits.
static bool add_p(uint8_t bytes[FP_SIZE]) {
    uint8_t p[FP_SIZE];
    unsigned sum = 0, flags = bytes[0] & 0xe0;
    read_p(p);
    bytes[0] &= 0x1f;
    for (size_t i = FP_SIZE; i-- > 0;) {
        sum = (sum >> 8) + bytes[i] + p[i];
        bytes[i] = (uint8_t)sum;
    }
    bool fits = sum < 0x20;
    bytes[0] |= (uint8_t)flags;
    return fits;
}

// The k-th point of the files is k times the generator; 0 is infinity. Every `stride`-th is read.
static void test_multiples(const char *file, size_t size, size_t stride) {
    struct qian_buf bytes = cases_bytes("third-party", file);
    const uint64_t zero = 0;
    size_t above = 0;
    struct point generator, got, g2 = point_g2();
    CHECK(bytes.n == POINTS * size, "%s: %zu bytes", file, bytes.n);
    CHECK(read_point((uint8_t *)bytes.p + size, size, &generator), "%s: generator", file);
    CHECK(size == G1_SIZE || point_eq(&g2, &generator), "the generator of G2");
    struct point sum = point_mul(&generator, &zero, 1);
    for (size_t k = 0; k < POINTS; k++, sum = point_add(&sum, &generator)) {
        if (k % stride)
            continue;
        uint8_t one[G2_SIZE];
        memcpy(one, bytes.p + k * size, size);
        bool good = read_point(one, size, &got);
        CHECK(good == (k > 0), "%s: point %zu", file, k);
        CHECK(!good || point_eq(&sum, &got), "%s: %zu times the generator", file, k);
        one[0] ^= 0x20;
        struct point minus = point_neg(&sum);
        if (k % 16 == 5)
            CHECK(read_point(one, size, &got) && point_eq(&minus, &got), "%s: -%zu", file, k);
        if (k > 0 && add_p(one)) {
            CHECK(!read_point(one, size, &got), "%s: x + p of point %zu", file, k);
            above++;
        }
    }
    CHECK(above > 20, "%s: only %zu encodings above p", file, above);
    qian_buf_free(&bytes);
}

// Points of the curve that are not of the subgroup, and numbers that are no x.
static void test_strangers(void) {
    size_t on = 0, off = 0;
    struct point got;
    for (unsigned i = 0; i < 64; i++) {
        uint8_t bytes[G2_SIZE] = {0x80};
        struct fp x = fp_small(i), y;
        bool curve = fp_sqrt(fp_add(fp_mul(fp_mul(x, x), x), fp_small(4)), &y);
        on += curve;
        off += !curve;
        bytes[G1_SIZE - 1] = (uint8_t)i;
        CHECK(!point_read_g1(bytes, &got), "G1: x = %u (on the curve: %d)", i, curve);
        bytes[G1_SIZE - 1] = 0;
        bytes[G2_SIZE - 1] = (uint8_t)i;
        CHECK(!point_read_g2(bytes, &got), "G2: x = %u", i);
    }
    CHECK(on > 16 && off > 16, "%zu on the curve, %zu not", on, off);
}

// The three first bits of a good point, in all their values.
static void test_flags(const char *file, size_t size) {
    struct qian_buf bytes = cases_bytes("third-party", file);
    struct point got;
    for (unsigned flags = 0; flags < 8; flags++) {
        uint8_t one[G2_SIZE], infinity[G2_SIZE] = {(uint8_t)(flags << 5)};
        memcpy(one, bytes.p + 5 * size, size);
        one[0] = (uint8_t)((one[0] & 0x1f) | flags << 5);
        bool good = read_point(one, size, &got);
        CHECK(good == (flags == 4 || flags == 5), "%s: flags %u", file, flags);
        CHECK(!read_point(infinity, size, &got), "%s: nothing but flags %u", file, flags);
    }
    qian_buf_free(&bytes);
}

static bool has_flag(json_t *c, const char *name) {
    json_t *flag;
    size_t i;
    json_array_foreach(json_object_get(c, "flags"), i,
                       flag) if (strcmp(json_string_value(flag), name) == 0) return true;
    return false;
}

// Wycheproof's signatures are points of G2 and its keys of G1, so these cases are for the
// encodings: where the fault is not one of encoding both are proper points, else one is none. A
// flipped bit of a signature may give either.
static void test_wycheproof(void) {
    json_t *root = cases_load("third-party", "wycheproof_bls_sig_g2_basic_verify_test.json");
    json_t *group, *c;
    size_t g, i, refused = 0;
    json_array_foreach(json_object_get(root, "testGroups"), g, group) {
        struct qian_buf key = hex_of(json_object_get(group, "publicKey"), "pk");
        json_array_foreach(json_object_get(group, "tests"), i, c) {
            struct qian_buf sig = hex_of(c, "sig");
            struct point point;
            bool good = sig.n == G2_SIZE && key.n == G1_SIZE &&
                        point_read_g2((uint8_t *)sig.p, &point) &&
                        point_read_g1((uint8_t *)key.p, &point);
            bool want = strcmp(text_of(c, "result"), "valid") == 0 || has_flag(c, "WrongMessage") ||
                        has_flag(c, "WrongKey") || has_flag(c, "SignatureMalleability");
            refused += !want;
            CHECK(good == want || has_flag(c, "InvalidSignature"), "wycheproof %lld: %s",
                  (long long)json_integer_value(json_object_get(c, "tcId")), text_of(c, "comment"));
            qian_buf_free(&sig);
        }
        qian_buf_free(&key);
    }
    CHECK(refused > 40, "wycheproof: %zu", refused);
    json_decref(root);
}

static void test_expand(void) {
    json_t *root = cases_load("third-party", "rfc9380_expand_message_xmd_sha256.json"), *c;
    size_t i;
    json_array_foreach(json_object_get(root, "tests"), i, c) {
        struct qian_buf want = hex_of(c, "uniform_bytes");
        uint8_t got[EXPANDED_MAX];
        CHECK(want.n > 0 && want.n <= sizeof got &&
                  want.n == strtoull(text_of(c, "len_in_bytes"), NULL, 16),
              "expand %zu: length", i);
        expand_message(str_of(c, "msg"), str_of(root, "DST"), got, want.n);
        CHECK(memcmp(got, want.p, want.n) == 0, "expand %zu", i);
        qian_buf_free(&want);
    }
    CHECK(json_array_size(json_object_get(root, "tests")) == 10, "expand: cases");
    json_decref(root);
}

static bool is_coordinate(struct fp2 got, json_t *point, const char *name) {
    const char *text = text_of(point, name);
    return strlen(text) == 98 && fp_is_zero(got.c1) && fp_eq(got.c0, fp_constant(text + 2));
}

static void test_hash(void) {
    json_t *root = cases_load("third-party", "rfc9380_bls12381g1_xmd_sha256_sswu_ro.json"), *c;
    size_t i;
    json_array_foreach(json_object_get(root, "vectors"), i, c) {
        struct point got = hash_to_curve(str_of(c, "msg"), str_of(root, "dst"));
        got = point_affine(&got);
        json_t *want = json_object_get(c, "P");
        CHECK(is_coordinate(got.x, want, "x") && is_coordinate(got.y, want, "y"), "hash %zu", i);
    }
    CHECK(json_array_size(json_object_get(root, "vectors")) == 5, "hash: cases");
    json_decref(root);
}

// e(aP, bQ)·e(−cP, Q) = 1 exactly if ab = c.
static void test_pairing(void) {
    static const struct {
        uint64_t a, b, c;
    } cases[] = {{1, 1, 1},
                 {2, 3, 6},
                 {7, 11, 77},
                 {1, 1, 2},
                 {2, 3, 5},
                 {1, 2, 1},
                 {0xffffffff, 2, 0x1fffffffe},
                 {3, 3, 10},
                 {999, 1, 1},
                 {1, 999, 999}};
    struct qian_buf bytes = cases_bytes("third-party", "zkcrypto_g1_compressed_valid.dat");
    struct point g1, g2 = point_g2();
    CHECK(point_read_g1((uint8_t *)bytes.p + G1_SIZE, &g1), "generator");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct point p[2] = {point_mul(&g1, &cases[i].a, 1), point_mul(&g1, &cases[i].c, 1)};
        struct point q[2] = {point_mul(&g2, &cases[i].b, 1), g2};
        CHECK(pairing_cancels(p, q) == false, "pairing %zu, not negated", i);
        p[1] = point_neg(&p[1]);
        CHECK(pairing_cancels(p, q) == (cases[i].a * cases[i].b == cases[i].c), "pairing %zu", i);
    }
    qian_buf_free(&bytes);
}

int beacons_curve(void) {
    test_field();
    test_multiples("zkcrypto_g1_compressed_valid.dat", G1_SIZE, 3);
    test_multiples("zkcrypto_g2_compressed_valid.dat", G2_SIZE, 5);
    test_strangers();
    test_flags("zkcrypto_g1_compressed_valid.dat", G1_SIZE);
    test_flags("zkcrypto_g2_compressed_valid.dat", G2_SIZE);
    test_wycheproof();
    test_expand();
    test_hash();
    test_pairing();
    return check_end("engine beacons, curve");
}
