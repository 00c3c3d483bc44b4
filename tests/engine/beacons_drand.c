// SPDX-License-Identifier: MulanPSL-2.0
// drand's rounds, lotteries, RFC 3797, and the values that entropy.txt states.
#include "engine/base/date.h"
#include "engine/beacon/drand.h"
#include "engine/beacon/public.h"
#include "engine/beacon/rfc3797.h"
#include "engine/crypto/digests.h"
#include "tests/check.h"
#include "tests/engine/beacons.h"
#include "tests/engine/cases.h"

#define G1_TAG "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
#define G2_TAG "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_" // an older scheme's, with keys in G2
#define ROUND_1000                                                                                 \
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"                             \
    "e342b73a8dd2bacbe47e4b6b63ed5e39"
#define QUICKNET QIAN_DRAND_CHAIN

static struct qian_digest message_of(uint64_t round) {
    struct qian_digest out;
    char bytes[8];
    for (size_t i = 0; i < 8; i++)
        bytes[i] = (char)(round >> (56 - 8 * i));
    qian_sha256((struct qian_str){bytes, 8}, &out);
    return out;
}

static bool is_digest(const struct qian_digest *d, const char *digits) {
    char hex[QIAN_HEX_SIZE + 1];
    qian_digest_hex(d, hex);
    return strcmp(hex, digits) == 0;
}

static void test_beacons(void) {
    json_t *root = cases_load("third-party", "drand_beacons.json"), *c;
    size_t i, checked = 0, quicknet = 0;
    json_array_foreach(json_object_get(root, "beacons"), i, c) {
        struct qian_buf key = hex_of(c, "public_key"), sig = hex_of(c, "signature");
        uint64_t round = (uint64_t)json_integer_value(json_object_get(c, "round"));
        bool valid = json_is_true(json_object_get(c, "valid"));
        struct qian_digest message = message_of(round), other = message_of(round + 1), random;
        qian_sha256(qian_buf_view(&sig), &random);
        if (*text_of(c, "randomness"))
            CHECK(is_digest(&random, text_of(c, "randomness")), "beacon %zu: randomness", i);
        if (sig.n == QIAN_BLS_SIGNATURE) {
            bool old = strcmp(text_of(c, "scheme"), "bls-unchained-on-g1") == 0;
            struct qian_str tag = qian_str(old ? G2_TAG : G1_TAG);
            struct qian_str m = {(const char *)message.b, 32}, n = {(const char *)other.b, 32};
            const uint8_t *k = (uint8_t *)key.p, *s = (uint8_t *)sig.p;
            CHECK(qian_bls_verify(k, tag, m, s) == valid, "beacon %zu", i);
            CHECK(!qian_bls_verify(k, tag, n, s), "beacon %zu for another round", i);
            CHECK(!qian_bls_verify(k, qian_str(old ? G1_TAG : G2_TAG), m, s), "beacon %zu: tag", i);
            checked++;
        }
        if (strncmp(text_of(c, "public_key"), "83cf0f28", 8) == 0) {
            struct qian_err err;
            bool good = qian_drand_verify(round, (uint8_t *)sig.p, &err) == QIAN_OK;
            CHECK(good == valid && (good || strcmp(err.code, "E04") == 0), "quicknet %zu", i);
            qian_drand_randomness((uint8_t *)sig.p, &random);
            CHECK(!valid || is_digest(&random, text_of(c, "randomness")), "quicknet %zu", i);
            quicknet++;
        }
        qian_buf_free(&key);
        qian_buf_free(&sig);
    }
    CHECK(checked >= 15 && quicknet >= 6, "%zu beacons, %zu of quicknet", checked, quicknet);
    json_decref(root);
}

// No bit of a signature or of a key can be other than it is.
static void test_flips(void) {
    json_t *root = cases_load("third-party", "drand_beacons.json"), *chain;
    chain = json_object_get(json_object_get(root, "chains"), "QUICKNET_CHAIN_INFO");
    struct qian_buf key = hex_of(chain, "public_key");
    struct qian_digest m = message_of(1000);
    struct qian_str message = {(const char *)m.b, 32};
    uint8_t signature[QIAN_BLS_SIGNATURE];
    struct qian_err err;
    CHECK(strcmp(text_of(chain, "hash"), QIAN_DRAND_CHAIN) == 0 &&
              json_integer_value(json_object_get(chain, "period")) == QIAN_DRAND_PERIOD &&
              json_integer_value(json_object_get(chain, "genesis_time")) == QIAN_DRAND_GENESIS,
          "the chain is quicknet");
    CHECK(qian_hex_read(qian_str(ROUND_1000), signature, sizeof signature), "signature");
    CHECK(qian_bls_verify((uint8_t *)key.p, qian_str(G1_TAG), message, signature), "round 1000");
    CHECK(qian_drand_verify(1000, signature, &err) == QIAN_OK, "round 1000");
    for (size_t i = 0; i < sizeof signature * 8; i++) {
        signature[i / 8] ^= (uint8_t)(1 << i % 8);
        CHECK(qian_drand_verify(1000, signature, &err) == QIAN_DISAGREES &&
                  strcmp(err.code, "E04") == 0,
              "signature: bit %zu", i);
        signature[i / 8] ^= (uint8_t)(1 << i % 8);
    }
    for (size_t i = 0; i < key.n * 8; i += 13) {
        key.p[i / 8] = (char)(key.p[i / 8] ^ 1 << i % 8);
        CHECK(!qian_bls_verify((uint8_t *)key.p, qian_str(G1_TAG), message, signature),
              "key: bit %zu", i);
        key.p[i / 8] = (char)(key.p[i / 8] ^ 1 << i % 8);
    }
    static const uint64_t others[] = {0, 1, 999, 1001, 1000 + (1ull << 32), 1000ull << 8};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        CHECK(qian_drand_verify(others[i], signature, &err) == QIAN_DISAGREES, "other round %zu",
              i);
    qian_buf_free(&key);
    json_decref(root);
}

static void test_rounds(void) {
    static const struct {
        int64_t since; // genesis
        uint64_t round;
    } cases[] = {{0, 1}, {1, 2}, {2, 2}, {3, 2}, {4, 3}, {2997, 1000}, {2996, 1000}, {2998, 1001}};
    uint64_t round = 0;
    int64_t time = 0;
    CHECK(!qian_drand_round_of(QIAN_DRAND_GENESIS - 1, &round), "before the first round");
    CHECK(!qian_drand_round_of(INT64_MIN, &round), "long before");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK(qian_drand_round_of(QIAN_DRAND_GENESIS + cases[i].since, &round) &&
                  round == cases[i].round &&
                  qian_drand_time_of(round) - QIAN_DRAND_GENESIS >= cases[i].since,
              "round of genesis + %lld", (long long)cases[i].since);
    CHECK(qian_time_read(qian_str("2026-11-24T10:00:00+08:00"), &time) &&
              qian_drand_round_of(time, &round) && round == 34227412 &&
              qian_drand_time_of(round) == time,
          "round of a time: %llu", (unsigned long long)round);
}

static void test_times(void) {
    static const struct {
        const char *text;
        int64_t seconds;
    } good[] = {{"1970-01-01T08:00:00+08:00", 0},
                {"2023-08-23T23:09:27+08:00", 1692803367},
                {"0001-01-01T00:00:00+08:00", -62135625600},
                {"9999-12-31T23:59:59+08:00", 253402271999},
                {"2000-02-29T00:00:00+08:00", 951753600}};
    static const char *const bad[] = {"2026-02-29T00:00:00+08:00", "1900-02-29T00:00:00+08:00",
                                      "2026-01-01T24:00:00+08:00", "2026-01-01T00:00:60+08:00",
                                      "2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00Z",
                                      "2026-01-01 00:00:00+08:00", "0000-01-01T00:00:00+08:00",
                                      "2026-13-01T00:00:00+08:00", ""};
    int64_t seconds = 0;
    char again[26];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        CHECK(qian_time_read(qian_str(good[i].text), &seconds) && seconds == good[i].seconds,
              "%s is %lld", good[i].text, (long long)seconds);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!qian_time_read(qian_str(bad[i]), &seconds), "time %s", bad[i]);
    for (int64_t t = 0; t < 4102444800; t += 86399 * 13) { // until 2100, every hour of the day
        qian_time_write(t, again);
        CHECK(qian_time_read(qian_str(again), &seconds) && seconds == t, "%s", again);
    }
}

#define TWENTY "01.02.03.04.05.06.07.08.09.10.11.12.13.14.15.16.17.18.19"
#define SIXTEEN "0000000000000000"
#define OUTPUT SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN

static const struct qian_source drand = {
    .kind = QIAN_DRAND, .chain = QUICKNET, .number = 1000, .time = "2023-08-23T23:59:24+08:00"};
static const struct qian_source alien = {.kind = QIAN_DRAND,
                                         .chain = SIXTEEN SIXTEEN SIXTEEN SIXTEEN,
                                         .number = 1000,
                                         .time = "2023-08-23T23:59:24+08:00"};
static const struct qian_source nist = {.kind = QIAN_NIST, .chain_index = 2, .number = 77};
static const struct qian_source kl8 = {.kind = QIAN_LOTTERY, .game = "kl8", .issue = "2026123"};
static const struct qian_source ssq = {.kind = QIAN_LOTTERY, .game = "ssq", .issue = "2026123"};

static const struct {
    const struct qian_source *source;
    const char *value, *code; // NULL: good
} values[] = {
    {&drand, QUICKNET " 1000 " ROUND_1000, NULL},
    {&drand, QUICKNET " 1001 " ROUND_1000, "E05"},
    {&drand, QUICKNET " 01000 " ROUND_1000, "F07"},
    {&drand, QUICKNET " x " ROUND_1000, "F07"},
    {&drand, QUICKNET " 1000", "F07"},
    {&drand, QUICKNET "  1000 " ROUND_1000, "F07"},
    {&drand, QUICKNET " 1000 " ROUND_1000 " ", "F07"},
    {&drand, QUICKNET " 1000 " ROUND_1000 " x", "F07"},
    {&drand, "", "F07"},
    {&drand, QUICKNET " 1000 00", "F13"},
    {&drand, QUICKNET " 1000 " ROUND_1000 "00", "F13"},
    {&drand, "52DB 1000 " ROUND_1000, "F13"},
    {&drand, SIXTEEN SIXTEEN SIXTEEN SIXTEEN " 1000 " ROUND_1000, "E05"},
    {&drand, QUICKNET " 1000 " SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN, "E04"},
    // round 1001's
    {&drand,
     QUICKNET " 1000 b33bf3667cbd5a82de3a24b4e0e9fe5513cc1a0e840368c6e31f5fcfa79bea03f73896b25883ab"
              "f2853d10337fb8fa41",
     "E04"},
    {&nist, "2 77 " OUTPUT, NULL},
    {&nist, "1 77 " OUTPUT, "E05"},
    {&nist, "2 78 " OUTPUT, "E05"},
    {&nist, "2 77 " OUTPUT "0", "F13"},
    {&nist, "2 077 " OUTPUT, "F07"},
    {&nist, "2 77", "F07"},
    {&kl8, "kl8 2026123 " TWENTY ".80", NULL},
    {&kl8, "kl8 2026123 " TWENTY ".81", "E10"},
    {&kl8, "kl8 2026123 " TWENTY ".19", "E10"},
    {&kl8, "kl8 2026123 " TWENTY ".18", "E10"},
    {&kl8, "kl8 2026123 " TWENTY, "F07"},
    {&kl8, "kl8 2026123 " TWENTY ".20.21", "F07"},
    {&kl8, "kl8 2026123 " TWENTY ".2", "F07"},
    {&kl8, "kl8 2026123 " TWENTY ".20.", "F07"},
    {&kl8, "kl8 2026123 " TWENTY "-20", "F07"},
    {&kl8, "kl8 2026124 " TWENTY ".20", "E05"},
    {&kl8, "kl8 202612 " TWENTY ".20", "F07"},
    {&kl8, "kl9 2026123 " TWENTY ".20", "F07"},
    {&kl8, "kl8 2026123 00." TWENTY, "E10"},
    {&ssq, "ssq 2026123 03.07.12.18.25.31+09", NULL},
    {&ssq, "ssq 2026123 03.07.12.18.25.33+16", NULL},
    {&ssq, "ssq 2026123 03.07.12.18.25.34+09", "E10"},
    {&ssq, "ssq 2026123 03.07.12.18.25.31+17", "E10"},
    {&ssq, "ssq 2026123 03.07.12.18.25.31+00", "E10"},
    {&ssq, "ssq 2026123 03.07.12.25.18.31+09", "E10"},
    {&ssq, "ssq 2026123 03.07.12.18.25.34+9", "F07"},
    {&ssq, "ssq 2026123 03.07.12.18.25+09", "F07"},
    {&ssq, "ssq 2026123 03.07.12.18.25.31.09", "F07"},
    {&ssq, "ssq 2026123 03.07.12.18.25.31+09+10", "F07"},
    {&ssq, "ssq 2026123 +09", "F07"},
    {&ssq, "kl8 2026123 " TWENTY ".20", "E05"},
};

static bool same_code(const char *got, const char *want) {
    return got ? want && strcmp(got, want) == 0 : !want;
}

static void test_values(void) {
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        const char *got = qian_source_value_fault(values[i].source, qian_str(values[i].value));
        CHECK(same_code(got, values[i].code), "value %zu, %s: %s", i, values[i].value,
              got ? got : "good");
    }
    struct qian_source late = drand;
    CHECK(same_code(qian_source_fault(&drand), NULL), "drand source");
    CHECK(same_code(qian_source_fault(&alien), "E04"), "another chain");
    memcpy(late.time, "2023-08-23T23:59:25", 19);
    CHECK(same_code(qian_source_fault(&late), "E06"), "a time after the round");
    memcpy(late.time, "2023-08-23T23:59:22", 19);
    CHECK(same_code(qian_source_fault(&late), NULL), "a time that wants the same round");
    memcpy(late.time, "2023-08-23T23:59:21", 19);
    CHECK(same_code(qian_source_fault(&late), "E06"), "a time that wants the round before");
}

static const char *const draws[] = {
    "{\"sources\": [], \"pool\": 5, \"picks\": 1, \"claimed\": [1]}",
    "{\"sources\": [[]], \"pool\": 5, \"picks\": 1, \"claimed\": [1]}",
    "{\"sources\": [[-1]], \"pool\": 5, \"picks\": 1, \"claimed\": [1]}",
    "{\"sources\": [[1.5]], \"pool\": 5, \"picks\": 1, \"claimed\": [1]}",
    "{\"sources\": [[1]], \"pool\": 65536, \"picks\": 1, \"claimed\": [1]}",
    "{\"sources\": [[1]], \"pool\": 5, \"picks\": 6, \"claimed\": [1, 2, 3, 4, 5, 5]}",
    "{\"sources\": [[1]], \"pool\": 5, \"picks\": 2, \"claimed\": [1]}",
    "{\"sources\": [[1]], \"pool\": 5, \"picks\": 1, \"claimed\": [6]}",
    "{\"sources\": [[1]], \"pool\": 5, \"picks\": 1, \"claimed\": [0]}",
    "{\"sources\": [[1]], \"pool\": 5, \"picks\": 1, \"claimed\": [1], \"more\": 1}",
    "{\"sources\": [[1]], \"pool\": 5, \"picks\": 1}",
    "{\"sources\": [1], \"pool\": 5, \"picks\": 1, \"claimed\": [1]}",
    "[]",
};

static void test_rfc3797(void) {
    json_t *root = cases_load("third-party", "rfc3797_example.json"), *row;
    json_t *input = json_pack("{s:O, s:O, s:i, s:O}", "sources", json_object_get(root, "sources"),
                              "pool", json_object_get(root, "pool"), "picks", 10, "claimed",
                              json_object_get(root, "picked"));
    char *text = json_dumps(input, 0);
    struct qian_rfc3797 draw;
    struct qian_err err;
    uint32_t picked[10] = {0};
    size_t i;
    CHECK(qian_rfc3797_read("x", qian_str(text), &draw, &err) == QIAN_OK && draw.picks == 10 &&
              strcmp(draw.key.p, text_of(root, "key")) == 0,
          "rfc3797: key %s", draw.key.p);
    qian_rfc3797_run(&draw, picked);
    CHECK(memcmp(picked, draw.claimed, sizeof picked) == 0, "rfc3797: picks");
    json_array_foreach(json_object_get(root, "rows"), i, row) {
        struct qian_buf want = hex_of(row, "md5"), all = {0};
        uint8_t md5[16];
        qian_buf_add(&all, (const char[]){0, (char)i}, 2);
        qian_buf_str(&all, qian_buf_view(&draw.key));
        qian_buf_add(&all, (const char[]){0, (char)i}, 2);
        qian_md5(qian_buf_view(&all), md5);
        CHECK(memcmp(md5, want.p, 16) == 0, "rfc3797: row %zu", i);
        qian_buf_free(&want);
        qian_buf_free(&all);
    }
    qian_rfc3797_free(&draw);
    for (i = 0; i < sizeof draws / sizeof *draws; i++) {
        CHECK(qian_rfc3797_read("x", qian_str(draws[i]), &draw, &err) == QIAN_BAD_DATA, "draw %zu",
              i);
        qian_rfc3797_free(&draw);
    }
    free(text);
    json_decref(input);
    json_decref(root);
}

int beacons_drand(void) {
    test_beacons();
    test_flips();
    test_rounds();
    test_times();
    test_values();
    test_rfc3797();
    return check_end("engine beacons, drand and values");
}
