// SPDX-License-Identifier: MulanPSL-2.0
// Hexadecimal, base64, integers, ratios, batches.
#include "engine/core/ratio.h"
#include "engine/core/select.h"
#include "tests/check.h"
#include "tests/engine/properties.h"

enum { BYTES_MAX = 70, ROUNDS = 3000 };

static size_t roll_bytes(struct dice *d, uint8_t out[BYTES_MAX]) {
    size_t n = dice_below(d, BYTES_MAX + 1);
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)dice_next(d);
    return n;
}

// Put another byte at one place: what then reads must read as something else.
static void alter(struct dice *d,
                  struct qian_buf *text,
                  const uint8_t *bytes,
                  size_t n,
                  bool (*read)(struct qian_str, uint8_t *, size_t)) {
    uint8_t back[BYTES_MAX];
    size_t at = dice_below(d, text->n);
    char old = text->p[at], new = (char)dice_next(d);
    if (new == old)
        return;
    text->p[at] = new;
    CHECK(!read(qian_buf_view(text), back, n) || memcmp(back, bytes, n) != 0, "%s reads as before",
          text->p);
    text->p[at] = old;
}

static void test_round_trip(struct dice *d, bool hex) {
    bool (*read)(struct qian_str, uint8_t *, size_t) = hex ? qian_hex_read : qian_base64_read;
    uint8_t bytes[BYTES_MAX], back[BYTES_MAX + 3];
    struct qian_buf text = {0};
    size_t n = roll_bytes(d, bytes);
    (hex ? qian_buf_hex : qian_buf_base64)(&text, bytes, n);
    qian_buf_add(&text, "", 0);
    struct qian_str s = qian_buf_view(&text);
    CHECK(s.n == (hex ? 2 * n : (n + 2) / 3 * 4), "length of %zu bytes", n);
    CHECK(read(s, back, n) && memcmp(back, bytes, n) == 0, "%s does not come back", text.p);
    for (size_t m = n ? n - 1 : 0; m <= n + 1; m++)
        CHECK(m == n || !read(s, back, m), "%s reads as %zu bytes", text.p, m);
    if (n > 0) {
        CHECK(!read((struct qian_str){s.p, s.n - 1}, back, n), "%s less one", text.p);
        alter(d, &text, bytes, n, read);
    }
    static const char *const tails[] = {"=", " ", "\n", "A", "0", "====", "\r\n"};
    size_t tail = dice_below(d, sizeof tails / sizeof *tails);
    qian_buf_text(&text, tails[tail]);
    CHECK(!read(qian_buf_view(&text), back, n), "%s has a tail", text.p);
    qian_buf_free(&text);
}

// Upper case is another spelling.
static void test_hex_case(void) {
    for (int c = 0; c < 256; c++) {
        char pair[2] = {'0', (char)c};
        uint8_t out;
        bool good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        CHECK(qian_hex_read((struct qian_str){pair, 2}, &out, 1) == good, "hex digit %d", c);
    }
}

// Every four characters out of the alphabet and '=' that read as n bytes write back as themselves:
// one spelling for one value.
static void test_base64_whole(size_t n, size_t want) {
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ ";
    static const char heads[] = "AB/=";
    size_t letters = sizeof alphabet - 1, good = 0;
    for (size_t i = 0; i < 4 * letters * letters * letters; i++) {
        char four[4] = {heads[i % 4], alphabet[i / 4 % letters],
                        alphabet[i / 4 / letters % letters], alphabet[i / 4 / letters / letters]};
        uint8_t out[3];
        good += qian_base64_read((struct qian_str){four, 4}, out, n);
    }
    CHECK(good == want, "%zu spellings of %zu bytes, want %zu", good, n, want);
}

// Digits by the clause: `0`, or no zero in front; in 64 bits; at most `max`.
static bool u64_by_hand(const char *text, size_t n, uint64_t max, uint64_t *out) {
    qian_u128 value = 0;
    if (n == 0 || n > 30 || (n > 1 && text[0] == '0'))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (unsigned)(text[i] - '0');
    }
    *out = (uint64_t)value;
    return value <= max;
}

static void test_u64(struct dice *d) {
    static const char *const edges[] = {"",
                                        "0",
                                        "00",
                                        "01",
                                        "-1",
                                        "+1",
                                        " 1",
                                        "1 ",
                                        "1.0",
                                        "1e3",
                                        "0x10",
                                        "\xd9\xa1",
                                        "9007199254740991",
                                        "9007199254740992",
                                        "18446744073709551615",
                                        "18446744073709551616",
                                        "18446744073709551620",
                                        "99999999999999999999",
                                        "100000000000000000000",
                                        "000000000000000000001"};
    static const uint64_t limits[] = {0, 1, 1000000, 9007199254740991, UINT64_MAX};
    for (size_t i = 0; i < sizeof edges / sizeof *edges + ROUNDS; i++) {
        char text[32];
        uint64_t max = limits[dice_below(d, 5)], want = 0, got = 0;
        size_t n = 1 + dice_below(d, 22);
        for (size_t k = 0; k < n; k++)
            text[k] = dice_one_in(d, 60) ? (char)dice_next(d) : (char)('0' + dice_below(d, 10));
        if (i < sizeof edges / sizeof *edges) {
            n = strlen(edges[i]);
            memcpy(text, edges[i], n);
        }
        bool good = u64_by_hand(text, n, max, &want);
        CHECK(qian_u64_read((struct qian_str){text, n}, max, &got) == good &&
                  (!good || got == want),
              "%.*s up to %llu", (int)n, text, (unsigned long long)max);
    }
}

static void test_ratios(struct dice *d) {
    for (int i = 0; i < 100 * ROUNDS; i++) {
        uint32_t r = 1 + (uint32_t)dice_below(d, 1000000);
        uint64_t n = dice_next(d) >> dice_below(d, 64);
        qian_u128 whole = (qian_u128)r * n;
        uint64_t low = (uint64_t)(whole / 1000000), high = low + (whole % 1000000 != 0);
        CHECK(qian_ratio_floor(r, n) == low && qian_ratio_ceil(r, n) == high, "%u of %llu", r,
              (unsigned long long)n);
    }
}

// Every ratio there is, with every number of decimals that can say it, and with one too many.
static void test_ratio_text(void) {
    for (uint32_t r = 1; r <= 1000000; r += SLOW_BUILD ? 7 : 1) {
        uint32_t scale = 10000, got = 0;
        char text[32], shortest[QIAN_RATIO_TEXT] = "";
        for (int decimals = 0; decimals <= 4; decimals++, scale /= 10) {
            if (r % scale)
                continue;
            int n = snprintf(text, sizeof text, "%u", r / 10000);
            if (decimals)
                n += snprintf(text + n, sizeof text - (size_t)n, ".%0*u", decimals,
                              r % 10000 / scale);
            strcpy(text + n, "%");
            CHECK(qian_ratio_read(qian_str(text), &got) && got == r, "%s", text);
            if (!*shortest)
                strcpy(shortest, text);
        }
        char written[QIAN_RATIO_TEXT];
        qian_ratio_write(r, written);
        CHECK(strcmp(written, shortest) == 0, "%s, not %s", written, shortest);
        snprintf(text, sizeof text, "%u.%04u0%%", r / 10000, r % 10000);
        CHECK(!qian_ratio_read(qian_str(text), &got), "%s", text);
        snprintf(text, sizeof text, "0%u.%04u%%", r / 10000, r % 10000);
        CHECK(!qian_ratio_read(qian_str(text), &got), "%s", text);
    }
}

// B35, targets 3.1: sizes sum up, differ by one at most, the larger first; each visit in its batch.
static void test_batches(struct dice *d) {
    size_t visits = dice_below(d, 3000);
    uint32_t batches = 1 + (uint32_t)dice_below(d, dice_one_in(d, 2) ? 20 : 1000);
    size_t visit = 0;
    uint64_t last = UINT64_MAX, first = qian_batch_size(1, visits, batches);
    for (uint32_t b = 1; b <= batches; b++) {
        uint64_t size = qian_batch_size(b, visits, batches);
        CHECK(size <= last && first - size <= 1, "%zu in %u: batch %u has %llu", visits, batches, b,
              (unsigned long long)size);
        for (uint64_t i = 0; i < size; i++, visit++)
            CHECK(qian_batch_of(visit, visits, batches) == b, "visit %zu of %zu in %u", visit,
                  visits, batches);
        last = size;
    }
    CHECK(visit == visits, "%zu in %u: %zu in batches", visits, batches, visit);
}

struct outcome properties_of_bytes(void) {
    struct dice d = dice_of("properties-bytes", 0);
    for (int i = 0; i < ROUNDS; i++) {
        test_round_trip(&d, true);
        test_round_trip(&d, false);
    }
    test_hex_case();
    test_base64_whole(1, 3 * 4);
    test_base64_whole(2, 3 * 64 * 16);
    test_base64_whole(3, 3 * 64 * 64 * 64);
    test_u64(&d);
    test_ratios(&d);
    test_ratio_text();
    for (int i = 0; i < ROUNDS / 10; i++)
        test_batches(&d);
    return (struct outcome){checks_passed, checks_failed};
}
