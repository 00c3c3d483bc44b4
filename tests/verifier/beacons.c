// SPDX-License-Identifier: MulanPSL-2.0
// Public values against the data of others: hashing to G1 and the signatures of drand here, points in beacons_points.c,
// NIST pulses in beacons_nist.c, forms in beacons_values.c.
#include "tests/verifier/beacons.h"
#include "tests/verifier/harness.h"

#include "verifier/bls.h"
#include "verifier/bls_hash.h"
#include "verifier/drand.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *const TAG_RFC = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
static const char *const TAG_OLD = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"; // scheme bls-unchained-on-g1

// A coordinate of a vector: 0x and 96 digits.
static struct fp2 coordinate(struct bytes text)
{
    struct fp x = FP_ZERO;
    struct bytes plain = unhex(bytes_after(text, 2));
    CHECK(plain.n == FP_BYTES && fp_of_bytes(plain.at, &x), "it is no number of the field");
    release(plain);
    return fp2_of(x);
}

static void expect_point(const struct vectors *v, uint32_t object, const char *member, struct point found)
{
    uint32_t point = member_of(v, object, member);
    struct fp2 x;
    struct fp2 y;
    point_affine(&found, &x, &y);
    CHECK(fp2_same(x, coordinate(text_of(v, point, "x"))) && fp2_same(y, coordinate(text_of(v, point, "y"))),
          "%s is another", member);
}

static void test_hash_to_g1(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    OPEN_OR_FAIL(&v, folder, "rfc9380_bls12381g1_xmd_sha256_sswu_ro.json")
    struct bytes tag = text_of(&v, 1, "dst");
    for (uint32_t c = vectors_first(&v, "vectors"); c != 0; c = next_of(&v, c), cases++) {
        uint32_t u = first_of(&v, c, "u");
        current_case = text_of(&v, c, "msg");
        expect_point(&v, c, "Q0", bls_map(coordinate(json_text(&v.json, u)).a));
        expect_point(&v, c, "Q1", bls_map(coordinate(json_text(&v.json, next_of(&v, u))).a));
        expect_point(&v, c, "P", bls_hash_to_g1(current_case, tag));
    }
    CHECK(cases == 5, "%lu", cases);
    vectors_count(current_file, cases);
    vectors_close(&v);
}

// u = 0, for which RFC 9380 6.6.2 has a case of its own, and no vector. The point is of a plain reading of it in Python.
static void test_map_of_zero(void)
{
    struct fp2 x;
    struct fp2 y;
    struct point p = bls_map(FP_ZERO);
    current_file = "map of 0";
    point_affine(&p, &x, &y);
    struct fp right_x = fp_of_hex(
        "1956714e4244749bcdcef542ac99a287d43cb887988b8adabe76cc7d0153351193ea5769ba338d1ac61609ac3d3c8eaf");
    struct fp right_y = fp_of_hex(
        "0acadf436f71189445cf3148db5dd35b045e00de62e7e1b3c25164b5b097f5de804be566f90dbf69fc212c6d23d50639");
    CHECK(fp2_same(x, fp2_of(right_x)) && fp2_same(y, fp2_of(right_y)), "another point");
}

static void test_expand(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    OPEN_OR_FAIL(&v, folder, "rfc9380_expand_message_xmd_sha256.json")
    for (uint32_t c = vectors_first(&v, "tests"); c != 0; c = next_of(&v, c), cases++) {
        unsigned char out[256] = {0};
        struct bytes right = unhex(text_of(&v, c, "uniform_bytes"));
        current_case = text_of(&v, c, "msg");
        bls_expand(current_case, text_of(&v, 1, "DST"), out, right.n);
        CHECK(bytes_same((struct bytes){out, right.n}, right), "%zu bytes", right.n);
        release(right);
    }
    CHECK(cases == 10, "%lu", cases);
    vectors_count(current_file, cases);
    vectors_close(&v);
}

static bool verifies(struct bytes key, const char *tag, uint64_t round, struct bytes signature)
{
    unsigned char message[DIGEST_BYTES];
    drand_message(round, message);
    return bls_verify(key.at, bytes_of(tag), (struct bytes){message, sizeof message}, signature.at);
}

static void expect_refused(struct bytes digits, uint64_t round, const char *why)
{
    CHECK(!drand_verifies(round, digits), "accepted: %s", why);
}

// Every bit of a good signature, and its whole first byte.
static void flip(struct bytes digits, uint64_t round)
{
    static const char DIGITS[] = "0123456789abcdef";
    char room[DRAND_SIGNATURE_DIGITS];
    struct bytes changed = {(const unsigned char *)room, sizeof room};
    for (size_t bit = 0; bit < (size_t)4 * DRAND_SIGNATURE_DIGITS; bit++) {
        (void)memcpy(room, digits.at, sizeof room);
        size_t value = (size_t)(strchr(DIGITS, room[bit / 4]) - DIGITS);
        room[bit / 4] = DIGITS[value ^ ((size_t)8 >> bit % 4)];
        expect_refused(changed, round, "one bit is another");
    }
    for (size_t first = 0; first < 256; first++) {
        (void)memcpy(room, digits.at, sizeof room);
        room[0] = DIGITS[first >> 4];
        room[1] = DIGITS[first & 15];
        CHECK(drand_verifies(round, changed) == bytes_same(changed, digits), "first byte %02zx", first);
    }
}

static unsigned long test_beacon(const struct vectors *v, uint32_t c)
{
    const char *tag = bytes_are(text_of(v, c, "scheme"), "bls-unchained-g1-rfc9380") ? TAG_RFC : TAG_OLD;
    const char *other = tag == TAG_RFC ? TAG_OLD : TAG_RFC;
    struct bytes digits = text_of(v, c, "signature");
    uint64_t round = number_of(v, c, "round");
    bool valid = json_type(&v->json, member_of(v, c, "valid")) == JSON_TRUE;
    if (digits.n != DRAND_SIGNATURE_DIGITS) {
        return 0; // signatures in G2
    }
    struct bytes signature = unhex(digits);
    struct bytes key = unhex(text_of(v, c, "public_key"));
    current_case = digits;
    CHECK(verifies(key, tag, round, signature) == valid, "round %llu", (unsigned long long)round);
    CHECK(!verifies(key, tag, round + (valid ? 1 : 1000), signature), "another round");
    CHECK(!verifies(key, other, round, signature), "another tag");
    bool known = bytes_begin(text_of(v, c, "public_key"), "83cf0f28");
    CHECK(drand_verifies(round, digits) == (valid && known), "under the key of quicknet");
    release(key);
    release(signature);
    return 1;
}

static void test_drand(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    uint32_t flipped = 0;
    OPEN_OR_FAIL(&v, folder, "drand_beacons.json")
    for (uint32_t c = vectors_first(&v, "beacons"); c != 0; c = next_of(&v, c)) {
        cases += test_beacon(&v, c);
        flipped = bytes_begin(text_of(&v, c, "signature"), "b33bf366") ? c : flipped;
    }
    CHECK(cases > 0 && flipped != 0, "%lu", cases);
    flip(text_of(&v, flipped, "signature"), number_of(&v, flipped, "round"));
    uint32_t chain = member_of(&v, member_of(&v, 1, "chains"), "QUICKNET_CHAIN_INFO");
    CHECK(drand_known(text_of(&v, chain, "hash")), "quicknet");
    chain = member_of(&v, member_of(&v, 1, "chains"), "DEFAULT_CHAIN_INFO");
    CHECK(!drand_known(text_of(&v, chain, "hash")), "default");
    vectors_count(current_file, cases);
    vectors_close(&v);
}

// The example of spec/beacons.md is of round 1000 and not of the round that stands in it; see also how long it takes.
static void test_speed(void)
{
    enum { TIMES = 20 };
    struct bytes signature = bytes_of("b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
                                      "e342b73a8dd2bacbe47e4b6b63ed5e39");
    clock_t start = clock();
    current_file = "drand speed";
    for (int i = 0; i < TIMES; i++) {
        CHECK(drand_verifies(1000, signature), "round 1000");
    }
    (void)printf("one drand verification: %.1f ms of processor time\n",
                 (double)(clock() - start) * 1000 / CLOCKS_PER_SEC / TIMES);
    CHECK(!drand_verifies(26543210, signature), "the round of the example");
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        (void)printf("usage: %s vectors/third-party\n", argv[0]);
        return 2;
    }
    test_expand(argv[1]);
    test_hash_to_g1(argv[1]);
    test_map_of_zero();
    test_points(argv[1]);
    test_drand(argv[1]);
    test_speed();
    test_nist(argv[1]);
    test_values();
    (void)printf("%lu failed\n", failures);
    return failures > 0;
}
