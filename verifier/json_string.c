// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/json_string.h"

#include <string.h>

// Four hexadecimal digits at text[0 ... 4), or false.
static bool four_digits(const unsigned char *text, uint32_t *unit)
{
    *unit = 0;
    for (size_t i = 0; i < 4; i++) {
        unsigned char c = text[i];
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10
                                                : 16;
        if (digit == 16) {
            return false;
        }
        *unit = *unit << 4 | digit;
    }
    return true;
}

static size_t put_utf8(unsigned char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (unsigned char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (unsigned char)(0xC0 | c >> 6);
        to[1] = (unsigned char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (unsigned char)(0xE0 | c >> 12);
        to[1] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
        to[2] = (unsigned char)(0x80 | (c & 0x3F));
        return 3;
    }
    to[0] = (unsigned char)(0xF0 | c >> 18);
    to[1] = (unsigned char)(0x80 | (c >> 12 & 0x3F));
    to[2] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
    to[3] = (unsigned char)(0x80 | (c & 0x3F));
    return 4;
}

// \uXXXX, or two of them for one character, at text[at]: only in test vectors. Returns the place after it, 0 if bad.
static size_t unicode_escape(unsigned char *text, size_t n, size_t at, size_t *to)
{
    uint32_t c = 0;
    uint32_t low = 0;
    if (n - at < 6 || !four_digits(text + at + 2, &c)) {
        return 0;
    }
    at += 6;
    if (c >= 0xD800 && c <= 0xDBFF && n - at >= 6 && text[at] == '\\' && text[at + 1] == 'u' &&
        four_digits(text + at + 2, &low) && low >= 0xDC00 && low <= 0xDFFF) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        at += 6;
    }
    *to += put_utf8(text + *to, c);
    return at;
}

// One escape at text[at], written to text[*to]. Returns the place after it, 0 if bad.
static size_t escape(unsigned char *text, size_t n, size_t at, bool strict, size_t *to)
{
    static const char FROM[] = "\"\\/bfnrt";
    static const char TO[] = "\"\\/\b\f\n\r\t";
    if (n - at < 2) {
        return 0;
    }
    const char *hit = strchr(FROM, text[at + 1]);
    // spec/bundle.md 2.5: "every other character stands for itself and no other escape is used;"
    if (strict && (hit == NULL || hit - FROM > 1)) {
        return 0;
    }
    if (text[at + 1] == 'u') {
        return unicode_escape(text, n, at, to);
    }
    if (hit == NULL || *hit == '\0') {
        return 0;
    }
    text[(*to)++] = (unsigned char)TO[hit - FROM];
    return at + 2;
}

size_t json_unescape(unsigned char *text, size_t n, size_t at, bool strict, size_t *length, const char **what)
{
    size_t start = at;
    size_t to = at;
    while (at < n && text[at] != '"') {
        // spec/bundle.md 2.5: "no character below U+0020 stands in a string."
        if (text[at] < 0x20) {
            *what = "no control character in a string";
            break;
        }
        if (text[at] != '\\') {
            text[to++] = text[at++];
            continue;
        }
        size_t next = escape(text, n, at, strict, &to);
        if (next == 0) {
            *what = "no escape but \\\" and \\\\";
            break;
        }
        at = next;
    }
    if (*what == NULL && at == n) {
        *what = "a closing quotation mark";
    }
    *length = to - start;
    return *what == NULL ? at + 1 : at;
}
