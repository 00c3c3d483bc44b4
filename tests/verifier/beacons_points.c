// SPDX-License-Identifier: MulanPSL-2.0
// Points of G1 and G2: which bytes are some, and what the pairing does with them.
#include "tests/verifier/beacons.h"
#include "tests/verifier/harness.h"

#include "verifier/bls_pairing.h"
#include "verifier/hex.h"
#include "verifier/mem.h"

#include <stdio.h>
#include <string.h>

enum { POINTS = 1000 };

static const char *const P_DIGITS =
    "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab";

static const char *const GENERATOR =
    "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb";

static bool load(const char *folder, const char *name, unsigned char *room, size_t n)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    current_file = name;
    current_case = bytes_of("");
    bool good = file != NULL && fread(room, 1, n, file) == n && fgetc(file) == EOF;
    CHECK(good, "it cannot be read whole");
    if (file != NULL) {
        (void)fclose(file);
    }
    return good;
}

static bool same(const struct point *p, const struct point *q)
{
    struct fp2 px;
    struct fp2 py;
    struct fp2 qx;
    struct fp2 qy;
    point_affine(p, &px, &py);
    point_affine(q, &qx, &qy);
    return fp2_same(px, qx) && fp2_same(py, qy);
}

// x + p in the 381 bits that the form has for it, where there is room.
static bool add_p(unsigned char bytes[G1_BYTES])
{
    unsigned char p[FP_BYTES];
    unsigned carry = 0;
    unsigned char flags = bytes[0] & 0xE0;
    bytes[0] &= 0x1F;
    hex_bytes(bytes_of(P_DIGITS), p);
    for (size_t i = FP_BYTES; i-- > 0;) {
        carry += (unsigned)bytes[i] + p[i];
        bytes[i] = (unsigned char)carry;
        carry >>= 8;
    }
    bool fits = bytes[0] < 0x20;
    bytes[0] |= flags;
    return fits;
}

// The multiples 0 to 999 of the generator.
static void test_multiples_g1(const char *folder)
{
    static unsigned char bytes[POINTS * G1_BYTES];
    unsigned long above = 0;
    struct point sum = point_infinity();
    struct point generator;
    if (!load(folder, "zkcrypto_g1_compressed_valid.dat", bytes, sizeof bytes) ||
        !g1_decode(bytes + G1_BYTES, &generator)) {
        CHECK(false, "the generator");
        return;
    }
    for (size_t i = 0; i < POINTS; i++) {
        struct point p;
        unsigned char *at = bytes + i * G1_BYTES;
        bool good = g1_decode(at, &p);
        CHECK(good == (i > 0), "%zu times the generator", i); // infinity is refused
        CHECK(!good || same(&p, &sum), "%zu times the generator is another point", i);
        sum = point_add(&sum, &generator);
        if (i > 0 && add_p(at)) {
            above++;
            CHECK(!g1_decode(at, &p), "x + p for %zu", i);
        }
    }
    CHECK(above > 0, "no x is small enough");
    vectors_count(current_file, POINTS);
}

static void test_multiples_g2(const char *folder)
{
    static unsigned char bytes[POINTS * G2_BYTES];
    unsigned long above = 0;
    struct point sum = point_infinity();
    struct point generator = g2_generator();
    if (!load(folder, "zkcrypto_g2_compressed_valid.dat", bytes, sizeof bytes)) {
        return;
    }
    for (size_t i = 0; i < POINTS; i++) {
        struct point p;
        unsigned char *at = bytes + i * G2_BYTES;
        bool good = g2_decode(at, &p);
        CHECK(good == (i > 0), "%zu times the generator", i);
        CHECK(!good || same(&p, &sum), "%zu times the generator is another point", i);
        sum = point_add(&sum, &generator);
        if (i > 0 && add_p(at)) {
            above++;
            CHECK(!g2_decode(at, &p), "x + p for %zu", i);
        }
    }
    CHECK(above > 0, "no x is small enough");
    vectors_count(current_file, POINTS);
}

static bool digits_decode(struct bytes digits)
{
    struct point p;
    struct bytes plain = unhex(digits);
    bool good = (plain.n == G1_BYTES && g1_decode(plain.at, &p)) || (plain.n == G2_BYTES && g2_decode(plain.at, &p));
    release(plain);
    return good;
}

// Signatures there are in G2 and keys in G1; what they say of a point's form is used.
static void test_wycheproof(const char *folder)
{
    static const char *const REFUSED[] = {"InvalidEncoding", "InvalidFlags",  "NotOnCurve",         "NotInSubgroup",
                                          "IdentityPoint",   "FieldBoundary", "TruncatedSignature"};
    struct vectors v;
    unsigned long cases = 0;
    OPEN_OR_FAIL(&v, folder, "wycheproof_bls_sig_g2_basic_verify_test.json")
    for (uint32_t g = vectors_first(&v, "testGroups"); g != 0; g = next_of(&v, g)) {
        struct bytes key = text_of(&v, member_of(&v, g, "publicKey"), "pk");
        uint32_t first = first_of(&v, g, "tests");
        bool refused = number_of(&v, first, "tcId") >= 72; // groups of one test, of the key
        current_case = text_of(&v, first, "comment");
        CHECK(digits_decode(key) == !refused, "key");
        for (uint32_t t = refused ? 0 : first; t != 0; t = next_of(&v, t), cases++) {
            bool bad = false;
            struct bytes flag = json_text(&v.json, first_of(&v, t, "flags"));
            current_case = text_of(&v, t, "comment");
            for (size_t i = 0; i < sizeof REFUSED / sizeof REFUSED[0]; i++) {
                bad = bad || bytes_are(flag, REFUSED[i]);
            }
            if (bad || bytes_are(text_of(&v, t, "result"), "valid")) {
                CHECK(digits_decode(text_of(&v, t, "sig")) == !bad, "signature");
            }
        }
        cases += refused;
    }
    CHECK(cases == 88, "%lu", cases);
    vectors_count(current_file, cases);
    vectors_close(&v);
}

static struct point times(const struct point *p, uint64_t number)
{
    return point_multiply(p, &number, 1);
}

static void test_pairing(void)
{
    struct point g1;
    struct point g2 = g2_generator();
    unsigned char bytes[G1_BYTES];
    current_file = "pairing";
    hex_bytes(bytes_of(GENERATOR), bytes);
    CHECK(g1_decode(bytes, &g1), "the generator of G1");
    CHECK(point_in_subgroup(&g2), "the generator of G2");
    for (uint64_t a = 1; a < 4; a++) {
        for (uint64_t b = 1; b < 4; b++) {
            struct point ag1 = times(&g1, a * 1000003);
            struct point bg2 = times(&g2, b * 7919);
            struct point abg1 = times(&g1, a * 1000003 * b * 7919);
            struct point abg2 = times(&g2, a * 1000003 * b * 7919);
            CHECK(pairings_same(&ag1, &bg2, &abg1, &g2), "both numbers on the left");
            CHECK(pairings_same(&ag1, &bg2, &g1, &abg2), "both numbers on the right");
            CHECK(!pairings_same(&ag1, &bg2, &abg1, &bg2), "one number too many");
        }
    }
    struct point negative = g1;
    negative.y = fp2_neg(negative.y);
    CHECK(!pairings_same(&g1, &g2, &negative, &g2), "it tells a point from its opposite");
    struct point twice = point_add(&g1, &g1);
    struct point doubled = point_double(&g1);
    struct point none = point_add(&g1, &negative);
    CHECK(same(&twice, &doubled) && point_is_infinity(&none), "the sum of the same and of opposite points");
}

static void encode(const struct point *p, unsigned char bytes[G1_BYTES])
{
    static const struct fp PLAIN_ONE = {{1}};
    struct fp2 x;
    struct fp2 y;
    point_affine(p, &x, &y);
    struct fp number = fp_mul(x.a, PLAIN_ONE);
    for (size_t i = 0; i < FP_BYTES; i++) {
        size_t place = FP_BYTES - 1 - i;
        bytes[i] = (unsigned char)(number.limb[place / 8] >> (place % 8 * 8));
    }
    bytes[0] |= (unsigned char)(fp_is_greater(y.a) ? 0xA0 : 0x80);
}

// G1 plus (0, 2), which has the order 3: the pairing is blind to it, the check of the subgroup is not.
static void test_subgroup(void)
{
    struct point two = point_of(FP2_ZERO, fp2_of(fp_add(FP_ONE, FP_ONE)));
    unsigned char bytes[G1_BYTES] = {0};
    struct point p;
    unsigned long on_curve = 0;
    current_file = "subgroup";
    for (unsigned x = 0; x < 200; x++) {
        struct fp number;
        struct fp root;
        (void)memset(bytes, 0, sizeof bytes);
        bytes[G1_BYTES - 1] = (unsigned char)x;
        (void)fp_of_bytes(bytes, &number);
        struct fp four = fp_add(fp_add(FP_ONE, FP_ONE), fp_add(FP_ONE, FP_ONE));
        on_curve += fp_root(fp_add(fp_mul(fp_mul(number, number), number), four), &root);
        bytes[0] = 0x80;
        CHECK(!g1_decode(bytes, &p), "x = %u", x);
        bytes[0] = 0xA0;
        CHECK(!g1_decode(bytes, &p), "x = %u, the greater y", x);
    }
    CHECK(on_curve > 50, "%lu", on_curve);
    hex_bytes(bytes_of(GENERATOR), bytes);
    CHECK(g1_decode(bytes, &p), "the generator");
    struct point g2 = g2_generator();
    struct point outside = point_add(&p, &two);
    CHECK(pairings_same(&p, &g2, &outside, &g2), "the pairing is not blind to it");
    encode(&outside, bytes);
    CHECK(!g1_decode(bytes, &outside), "generator plus a point of order 3");
    struct point back = point_add(&outside, &two);
    back = point_add(&back, &two);
    encode(&back, bytes);
    CHECK(g1_decode(bytes, &outside) && same(&outside, &p), "the generator by encode");
}

static void test_edges(void)
{
    static const char *const REFUSED[] = {
        "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", // infinity
        "e00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        "400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        "9a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab", // p
        "ba0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
        "9a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaaa", // p - 1
        "9fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "bfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"};
    current_file = "edges";
    for (size_t i = 0; i < sizeof REFUSED / sizeof REFUSED[0]; i++) {
        CHECK(!digits_decode(bytes_of(REFUSED[i])), "%s", REFUSED[i]);
    }
}

void test_points(const char *folder)
{
    test_edges();
    test_multiples_g1(folder);
    test_multiples_g2(folder);
    test_wycheproof(folder);
    test_pairing();
    test_subgroup();
}
