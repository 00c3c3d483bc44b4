// SPDX-License-Identifier: MulanPSL-2.0
// The forms of public values, their numbers, and rounds of times.
#include "tests/verifier/beacons.h"
#include "tests/verifier/harness.h"

#include "verifier/drand.h"
#include "verifier/lottery.h"
#include "verifier/moment.h"
#include "verifier/public_value.h"

#include <string.h>

// E05: its form is good, and no notice can name it.
enum want { GOOD, F07, F13, BOTH, E10, E05 };

struct sample {
    const char *source, *value;
    enum want want;
};

#define CHAIN "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
#define CHAIN_ELSE "62db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
#define SIGNATURE "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
#define KL8 "01.02.03.04.05.06.07.08.09.10.11.12.13.14.15.16.17.18.19."

static const struct sample SAMPLES[] = {
    {"balls", "03-17-22-08-31-11-29-05", GOOD},
    {"balls", "03-17-22-08-31-11-29", E10},
    {"balls", "03-17-22-08-31-11-29-05-01", E10},
    {"balls", "03-17-22-08-31-11-29-03", E10},
    {"balls", "03-17-22-08-31-11-29-36", E10},
    {"balls", "03-17-22-08-31-11-29-5", F07},
    {"balls", "03-17 22", F07},
    {"balls", "", F07},
    {"dice", "03-17", F07},
    {"", "03-17", F07},
    {"drand", CHAIN " 1000 " SIGNATURE, GOOD},
    {"drand", CHAIN " 0 " SIGNATURE, E05},
    {"drand", CHAIN " 01000 " SIGNATURE, F07},
    {"drand", CHAIN " 9007199254740992 " SIGNATURE, F07},
    {"drand", CHAIN " 1000", F07},
    {"drand", CHAIN " 1000 " SIGNATURE " 1", F07},
    {"drand", CHAIN " 1000 " SIGNATURE " ", F07},
    {"drand", CHAIN "  1000 " SIGNATURE, F07},
    {"drand", " " CHAIN " 1000 " SIGNATURE, F07},
    {"drand", CHAIN "0 1000 " SIGNATURE, F13},
    {"drand", "A2db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971 1000 " SIGNATURE, F13},
    {"drand", CHAIN " 1000 " SIGNATURE "00", F13},
    {"drand", CHAIN " x " SIGNATURE "00", BOTH},
    {"nist", CHAIN " 1000 " SIGNATURE, BOTH},
    {"nist", "1 1000 " CHAIN CHAIN, GOOD},
    {"nist", "255 1000 " CHAIN CHAIN, GOOD},
    {"nist", "256 1000 " CHAIN CHAIN, E05},
    {"nist", "0 1000 " CHAIN CHAIN, E05},
    {"nist", "1 0 " CHAIN CHAIN, E05},
    {"nist", "1 1000 " CHAIN, F13},
    {"nist", "1 1000", F07},
    {"lottery", "kl8 2026123 " KL8 "20", GOOD},
    {"lottery", "kl8 2026123 " KL8 "80", GOOD},
    {"lottery", "kl8 2026123 " KL8 "81", E10},
    {"lottery", "kl8 2026123 " KL8 "19", E10},
    {"lottery", "kl8 2026123 " KL8 "00", E10},
    {"lottery", "kl8 2026123 00.02.03.04.05.06.07.08.09.10.11.12.13.14.15.16.17.18.19.20", E10},
    {"lottery", "kl8 2026123 02.01.03.04.05.06.07.08.09.10.11.12.13.14.15.16.17.18.19.20", E10},
    {"lottery", "kl8 2026123 " KL8 "20.21", F07},
    {"lottery", "kl8 2026123 " KL8, F07},
    {"lottery", "kl8 2026123 1.02.03.04.05.06.07.08.09.10.11.12.13.14.15.16.17.18.19.20", F07},
    {"lottery", "kl8 202612 " KL8 "20", F07},
    {"lottery", "kl8 20261234 " KL8 "20", F07},
    {"lottery", "kl8 202612x " KL8 "20", F07},
    {"lottery", "kl9 2026123 " KL8 "20", F07},
    {"lottery", "kl8 2026123", F07},
    {"lottery", "ssq 2026123 01.07.12.22.30.33+16", GOOD},
    {"lottery", "ssq 2026123 01.07.12.22.30.33+01", GOOD},
    {"lottery", "ssq 2026123 01.07.12.22.30.34+16", E10},
    {"lottery", "ssq 2026123 01.07.12.22.30.33+17", E10},
    {"lottery", "ssq 2026123 01.07.12.22.30.33+00", E10},
    {"lottery", "ssq 2026123 01.07.12.22.22.33+16", E10},
    {"lottery", "ssq 2026123 01.12.07.22.30.33+16", E10},
    {"lottery", "ssq 2026123 01.07.12.22.30.33.16", F07},
    {"lottery", "ssq 2026123 01.07.12.22.30+33+16", F07},
    {"lottery", "ssq 2026123 01-07-12-22-30-33+16", F07},
    {"lottery", "ssq 2026123 01.07.12.22.30.33", F07},
    {"lottery", "ssq 2026123 " KL8 "20", F07},
};

static void test_samples(void)
{
    static const struct public_source BALLS = {.kind = PUBLIC_BALLS, .count = 8, .from = 1, .to = 35};
    current_file = "values";
    for (size_t i = 0; i < sizeof SAMPLES / sizeof SAMPLES[0]; i++) {
        const struct sample *s = &SAMPLES[i];
        struct public_value v;
        current_case = bytes_of(s->value);
        public_value_read(&v, bytes_of(s->source), bytes_of(s->value));
        CHECK(v.form_good == (s->want != F07 && s->want != BOTH), "F07");
        CHECK(v.digits_good == (s->want != F13 && s->want != BOTH), "F13");
        if (v.form_good && v.digits_good) {
            CHECK(public_value_fits(&v, &BALLS) == (s->want != E10), "E10");
        }
        if (v.form_good && v.kind == PUBLIC_DRAND && v.digits_good) {
            CHECK(public_value_verifies(&v) == (s->want == GOOD), "the signature");
        }
    }
    vectors_count(current_file, sizeof SAMPLES / sizeof SAMPLES[0]);
}

static bool named(const char *source, const char *value, const struct public_source *s)
{
    struct public_value v;
    public_value_read(&v, bytes_of(source), bytes_of(value));
    CHECK(v.form_good && v.digits_good && v.kind == s->kind, "%s", value);
    return public_value_named(&v, s);
}

static void test_named(void)
{
    struct public_source drand = {.kind = PUBLIC_DRAND, .chain = bytes_of(CHAIN), .number = 1000};
    struct public_source nist = {.kind = PUBLIC_NIST, .chain_index = 2, .number = 77};
    struct public_source lottery = {.kind = PUBLIC_LOTTERY, .game = bytes_of("ssq"), .issue = bytes_of("2026123")};
    struct public_source balls = {.kind = PUBLIC_BALLS, .count = 2, .from = 1, .to = 35};
    current_file = "named";
    CHECK(named("drand", CHAIN " 1000 " SIGNATURE, &drand), "drand");
    CHECK(!named("drand", CHAIN " 1001 " SIGNATURE, &drand), "another round");
    CHECK(!named("drand", CHAIN_ELSE " 1000 " SIGNATURE, &drand), "another chain");
    CHECK(named("nist", "2 77 " CHAIN CHAIN, &nist), "nist");
    CHECK(!named("nist", "1 77 " CHAIN CHAIN, &nist) && !named("nist", "2 78 " CHAIN CHAIN, &nist), "another pulse");
    CHECK(named("lottery", "ssq 2026123 01.07.12.22.30.33+16", &lottery), "lottery");
    CHECK(!named("lottery", "ssq 2026124 01.07.12.22.30.33+16", &lottery), "another issue");
    CHECK(!named("lottery", "kl8 2026123 " KL8 "20", &lottery), "another game");
    CHECK(named("balls", "01-02", &balls), "balls");
    for (int kind = PUBLIC_BALLS; kind <= PUBLIC_LOTTERY; kind++) {
        CHECK((int)public_kind_of(bytes_of(public_source_name((enum public_kind)kind))) == kind, "%d", kind);
    }
}

static uint64_t round_of(const char *time)
{
    uint64_t round = 0;
    return drand_round(bytes_of(time), &round) ? round : 0;
}

static void expect_utc(const char *time, const char *utc)
{
    char found[PULSE_TIME_DIGITS];
    moment_in_utc(bytes_of(time), found);
    CHECK(bytes_are((struct bytes){(const unsigned char *)found, sizeof found}, utc), "%s is %.24s", time, found);
}

static void test_times(void)
{
    current_file = "times";
    CHECK(moment_of(bytes_of("1970-01-01T08:00:00+08:00")) == 0, "the first second");
    CHECK(moment_of(bytes_of("1970-01-01T07:59:59+08:00")) == -1, "the one before");
    CHECK(moment_of(bytes_of("2023-08-23T23:09:27+08:00")) == 1692803367, "genesis"); // date -d @1692803367
    CHECK(moment_of(bytes_of("2024-02-29T12:00:00+08:00")) == 1709179200, "a leap day");
    CHECK(moment_of(bytes_of("0001-01-01T08:00:00+08:00")) == -62135596800, "the year 1");
    CHECK(moment_of(bytes_of("9999-12-31T23:59:59+08:00")) == 253402271999, "the last");
    CHECK(round_of("2023-08-23T23:09:26+08:00") == 0, "before genesis");
    CHECK(round_of("2023-08-23T23:09:27+08:00") == 1, "genesis");
    CHECK(round_of("2023-08-23T23:09:28+08:00") == 2 && round_of("2023-08-23T23:09:29+08:00") == 2 &&
              round_of("2023-08-23T23:09:30+08:00") == 2 && round_of("2023-08-23T23:09:31+08:00") == 3,
          "the first that is not before");
    expect_utc("2018-08-31T01:44:00+08:00", "2018-08-30T17:44:00.000Z");
    expect_utc("2024-03-01T07:59:59+08:00", "2024-02-29T23:59:59.000Z");
    expect_utc("2023-03-01T08:00:00+08:00", "2023-03-01T00:00:00.000Z");
    expect_utc("2000-01-01T00:00:00+08:00", "1999-12-31T16:00:00.000Z");
    expect_utc("2000-12-31T23:59:59+08:00", "2000-12-31T15:59:59.000Z");
    expect_utc("0001-01-01T00:00:00+08:00", "0000-12-31T16:00:00.000Z");
    expect_utc("9999-12-31T23:59:59+08:00", "9999-12-31T15:59:59.000Z");
}

void test_values(void)
{
    test_samples();
    test_named();
    test_times();
    current_case = bytes_of("");
    current_file = "lotteries";
    CHECK(lottery_is_game(bytes_of("kl8")) && lottery_is_game(bytes_of("ssq")), "games");
    CHECK(!lottery_is_game(bytes_of("KL8")) && !lottery_is_game(bytes_of("")), "no games");
    CHECK(lottery_is_issue(bytes_of("0000000")) && !lottery_is_issue(bytes_of("")), "issues");
}
