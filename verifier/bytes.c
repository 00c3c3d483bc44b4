// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/bytes.h"

#include <stdlib.h>
#include <string.h>

static const uint64_t INTEGER_MAX = 9007199254740991U; // 2^53 - 1

struct bytes bytes_of(const char *text)
{
    return (struct bytes){(const unsigned char *)text, strlen(text)};
}

void bytes_release(struct bytes owned)
{
    union {
        const unsigned char *kept;
        unsigned char *ours;
    } room = {.kept = owned.at};
    free(room.ours);
}

bool bytes_same(struct bytes a, struct bytes b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}

bool bytes_are(struct bytes a, const char *text)
{
    return bytes_same(a, bytes_of(text));
}

bool bytes_begin(struct bytes a, const char *text)
{
    size_t n = strlen(text);
    return a.n >= n && memcmp(a.at, text, n) == 0;
}

struct bytes bytes_after(struct bytes a, size_t skip)
{
    return (struct bytes){a.at + skip, a.n - skip};
}

size_t bytes_find(struct bytes a, unsigned char c)
{
    const unsigned char *hit = a.n == 0 ? NULL : memchr(a.at, c, a.n);
    return hit == NULL ? a.n : (size_t)(hit - a.at);
}

// spec/bundle.md: "*Ascending* and *sorted* mean by unsigned bytes, a proper prefix before the longer string."
int bytes_order(struct bytes a, struct bytes b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n == 0 ? 0 : memcmp(a.at, b.at, n);
    if (order != 0) {
        return order;
    }
    return (a.n > b.n) - (a.n < b.n);
}

// spec/bundle.md: "An *integer* is `0` or a digit 1–9 followed by digits, at most 9007199254740991 (2^53 − 1)."
bool bytes_integer(struct bytes a, uint64_t *value)
{
    uint64_t sum = 0;
    if (a.n == 0 || a.n > 16 || (a.at[0] == '0' && a.n > 1)) {
        return false;
    }
    for (size_t i = 0; i < a.n; i++) {
        if (a.at[i] < '0' || a.at[i] > '9') {
            return false;
        }
        sum = sum * 10 + (uint64_t)(a.at[i] - '0');
    }
    if (sum > INTEGER_MAX) {
        return false;
    }
    *value = sum;
    return true;
}

static bool is_hex(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool bytes_hex(struct bytes a, size_t n)
{
    if (a.n != n) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!is_hex(a.at[i])) {
            return false;
        }
    }
    return true;
}

static unsigned hex_value(unsigned char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a') + 10U;
}

void hex_to_digest(struct bytes digits, unsigned char digest[DIGEST_BYTES])
{
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        digest[i] = (unsigned char)(hex_value(digits.at[2 * i]) << 4 | hex_value(digits.at[2 * i + 1]));
    }
}

void digest_to_hex(const unsigned char digest[DIGEST_BYTES], char digits[DIGEST_DIGITS])
{
    static const char DIGITS[] = "0123456789abcdef";
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        digits[2 * i] = DIGITS[digest[i] >> 4];
        digits[2 * i + 1] = DIGITS[digest[i] & 15];
    }
}

static bool is_code_byte(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' ||
           c == ':' || c == '-';
}

// spec/bundle.md 2.7: "matches `[0-9A-Za-z._:-]{1,64}`."
bool bytes_code(struct bytes a)
{
    if (a.n == 0 || a.n > CODE_MAX) {
        return false;
    }
    for (size_t i = 0; i < a.n; i++) {
        if (!is_code_byte(a.at[i])) {
            return false;
        }
    }
    return true;
}

static const char *const BLANKS[] = {" ", "\xC2\xA0", "\xE3\x80\x80"}; // U+0020, U+00A0, U+3000

bool bytes_blank_at_end(struct bytes a)
{
    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(BLANKS[i]);
        if (bytes_begin(a, BLANKS[i]) || (a.n >= n && memcmp(a.at + a.n - n, BLANKS[i], n) == 0)) {
            return true;
        }
    }
    return false;
}

// spec/bundle.md 2.6: "have 1 to 512 bytes of UTF-8 and neither begin nor end with a blank (U+0020, U+00A0, U+3000)."
bool bytes_text(struct bytes a)
{
    return a.n >= 1 && a.n <= TEXT_MAX && !bytes_blank_at_end(a);
}
