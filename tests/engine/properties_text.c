// SPDX-License-Identifier: MulanPSL-2.0
// Every code point by itself against spec/bundle.md 2.1 and 2.2.
#include "engine/base/text.h"
#include "tests/check.h"
#include "tests/engine/properties.h"

struct range {
    uint32_t first, last;
};

// bundle 2.2, copied out anew; the last clause (sixteen bits FFFE, FFFF) is in is_forbidden.
static const struct range forbidden[] = {
    {0x0000, 0x0009},   {0x000b, 0x001f},   {0x007f, 0x009f},   {0x00ad, 0x00ad},
    {0x0600, 0x0605},   {0x061c, 0x061c},   {0x06dd, 0x06dd},   {0x070f, 0x070f},
    {0x0890, 0x0891},   {0x08e2, 0x08e2},   {0x180b, 0x180f},   {0x200b, 0x200f},
    {0x2028, 0x202e},   {0x2060, 0x206f},   {0xe000, 0xf8ff},   {0xfdd0, 0xfdef},
    {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},   {0xfff0, 0xfffb},   {0x110bd, 0x110bd},
    {0x110cd, 0x110cd}, {0x13430, 0x1343f}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
    {0xe0000, 0xe0fff}, {0xf0000, 0x10ffff}};

// Characters that change under Normalization Form C when they stand alone: unicodedata of Python
// 3.11 (Unicode 14). Later versions have added none.
static const struct range unstable[] = {
    {0x0340, 0x0341},   {0x0343, 0x0344},   {0x0374, 0x0374},  {0x037e, 0x037e}, {0x0387, 0x0387},
    {0x0958, 0x095f},   {0x09dc, 0x09dd},   {0x09df, 0x09df},  {0x0a33, 0x0a33}, {0x0a36, 0x0a36},
    {0x0a59, 0x0a5b},   {0x0a5e, 0x0a5e},   {0x0b5c, 0x0b5d},  {0x0f43, 0x0f43}, {0x0f4d, 0x0f4d},
    {0x0f52, 0x0f52},   {0x0f57, 0x0f57},   {0x0f5c, 0x0f5c},  {0x0f69, 0x0f69}, {0x0f73, 0x0f73},
    {0x0f75, 0x0f76},   {0x0f78, 0x0f78},   {0x0f81, 0x0f81},  {0x0f93, 0x0f93}, {0x0f9d, 0x0f9d},
    {0x0fa2, 0x0fa2},   {0x0fa7, 0x0fa7},   {0x0fac, 0x0fac},  {0x0fb9, 0x0fb9}, {0x1f71, 0x1f71},
    {0x1f73, 0x1f73},   {0x1f75, 0x1f75},   {0x1f77, 0x1f77},  {0x1f79, 0x1f79}, {0x1f7b, 0x1f7b},
    {0x1f7d, 0x1f7d},   {0x1fbb, 0x1fbb},   {0x1fbe, 0x1fbe},  {0x1fc9, 0x1fc9}, {0x1fcb, 0x1fcb},
    {0x1fd3, 0x1fd3},   {0x1fdb, 0x1fdb},   {0x1fe3, 0x1fe3},  {0x1feb, 0x1feb}, {0x1fee, 0x1fef},
    {0x1ff9, 0x1ff9},   {0x1ffb, 0x1ffb},   {0x1ffd, 0x1ffd},  {0x2000, 0x2001}, {0x2126, 0x2126},
    {0x212a, 0x212b},   {0x2329, 0x232a},   {0x2adc, 0x2adc},  {0xf900, 0xfa0d}, {0xfa10, 0xfa10},
    {0xfa12, 0xfa12},   {0xfa15, 0xfa1e},   {0xfa20, 0xfa20},  {0xfa22, 0xfa22}, {0xfa25, 0xfa26},
    {0xfa2a, 0xfa6d},   {0xfa70, 0xfad9},   {0xfb1d, 0xfb1d},  {0xfb1f, 0xfb1f}, {0xfb2a, 0xfb36},
    {0xfb38, 0xfb3c},   {0xfb3e, 0xfb3e},   {0xfb40, 0xfb41},  {0xfb43, 0xfb44}, {0xfb46, 0xfb4e},
    {0x1d15e, 0x1d164}, {0x1d1bb, 0x1d1c0}, {0x2f800, 0x2fa1d}};

static bool within(const struct range *r, size_t n, uint32_t c) {
    for (size_t i = 0; i < n; i++)
        if (c >= r[i].first && c <= r[i].last)
            return true;
    return false;
}
#define WITHIN(ranges, c) within(ranges, sizeof(ranges) / sizeof *(ranges), c)

// UTF-8 in `size` bytes, whether or not it is the shortest form. Returns size.
static size_t encode(uint32_t c, size_t size, char out[4]) {
    static const uint8_t lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = size; i-- > 1; c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)(lead[size] | c);
    return size;
}

static size_t shortest(uint32_t c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

static const char *by_hand(uint32_t c, bool lines) {
    if (c >= 0xd800 && c <= 0xdfff)
        return "F01";
    if (c == '\n' || c == '\t' || c == '\r')
        return lines ? NULL : "F02";
    if (WITHIN(forbidden, c) || (c & 0xffff) >= 0xfffe || WITHIN(unstable, c))
        return "F02";
    return NULL;
}

static bool same(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static void test_point(uint32_t c) {
    char bytes[4], text[16];
    size_t n = encode(c, shortest(c), bytes);
    struct qian_str s = {bytes, n};
    for (int lines = 0; lines < 2; lines++) {
        const char *want = by_hand(c, lines), *got = qian_text_fault(s, lines);
        CHECK(same(want, got), "U+%04X lines %d: %s, want %s", (unsigned)c, lines, got ? got : "-",
              want ? want : "-");
    }
    // Between ideographs nothing changes: these neither compose nor are reordered.
    memcpy(text, "\xe4\xb8\x80", 3);
    memcpy(text + 3, bytes, n);
    memcpy(text + 3 + n, "\xe4\xb8\x80", 3);
    const char *got = qian_text_fault((struct qian_str){text, n + 6}, false);
    CHECK(same(by_hand(c, false), got), "U+%04X among others: %s", (unsigned)c, got ? got : "-");
}

static void test_malformed(uint32_t c) {
    char bytes[4];
    for (size_t size = shortest(c) + 1; size <= 4; size++) { // overlong
        size_t n = encode(c, size, bytes);
        CHECK(same(qian_text_fault((struct qian_str){bytes, n}, true), "F01"),
              "U+%04X in %zu bytes", (unsigned)c, size);
    }
    size_t n = encode(c, shortest(c), bytes);
    for (size_t cut = 1; cut < n; cut++) { // cut short
        CHECK(same(qian_text_fault((struct qian_str){bytes, cut}, true), "F01"),
              "U+%04X cut to %zu", (unsigned)c, cut);
        bytes[cut] ^= 0x40; // a byte that does not continue
        CHECK(same(qian_text_fault((struct qian_str){bytes, n}, true), "F01"),
              "U+%04X broken at %zu", (unsigned)c, cut);
        bytes[cut] ^= 0x40;
    }
}

struct outcome properties_of_text(void) {
    char bytes[4];
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        test_point(c);
        if (c % 97 == 0)
            test_malformed(c);
    }
    for (uint32_t c = 0x110000; c < 0x200000; c += 11)
        CHECK(same(qian_text_fault((struct qian_str){bytes, encode(c, 4, bytes)}, true), "F01"),
              "%x is beyond", (unsigned)c);
    for (unsigned b = 0x80; b < 0x100; b++) {
        bytes[0] = (char)b;
        CHECK(same(qian_text_fault((struct qian_str){bytes, 1}, true), "F01"), "byte %x", b);
    }
    return (struct outcome){checks_passed, checks_failed};
}
