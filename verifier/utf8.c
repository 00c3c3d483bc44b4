// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/utf8.h"

size_t utf8_length(unsigned char first)
{
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xC2) {
        return 0;
    }
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
}

// spec/bundle.md 2.1: "no overlong form, no surrogate, nothing above U+10FFFF."
size_t utf8_char(struct bytes text, uint32_t *c)
{
    static const uint32_t LEAST[] = {0, 0, 0x80, 0x800, 0x10000};
    static const unsigned char MASK[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    size_t n = utf8_length(text.at[0]);
    if (n == 0 || n > text.n) {
        return 0;
    }
    uint32_t sum = text.at[0] & MASK[n];
    for (size_t i = 1; i < n; i++) {
        if ((text.at[i] & 0xC0) != 0x80) {
            return 0;
        }
        sum = sum << 6 | (text.at[i] & 0x3F);
    }
    if (sum < LEAST[n] || (sum >= 0xD800 && sum <= 0xDFFF) || sum > 0x10FFFF) {
        return 0;
    }
    *c = sum;
    return n;
}

struct range {
    uint32_t from;
    uint32_t to;
};

static bool among(uint32_t c, const struct range *ranges, size_t count)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > ranges[middle].to) {
            low = middle + 1;
        } else if (c < ranges[middle].from) {
            high = middle;
        } else {
            return true;
        }
    }
    return false;
}

// spec/bundle.md 2.2: "U+0000–001F but LF (and TAB in tables), U+007F–009F, U+00AD, U+0600–0605, U+061C, U+06DD, U+070F,
// U+0890–0891, U+08E2, U+180B–180F, U+200B–200F, U+2028–202E, U+2060–206F, U+E000–F8FF, U+FDD0–FDEF, U+FE00–FE0F,
// U+FEFF (but see 2.3), U+FFF0–FFFB, U+110BD, U+110CD, U+13430–1343F, U+1BCA0–1BCA3, U+1D173–1D17A, U+E0000–E0FFF,
// U+F0000–10FFFF, and every code point whose last sixteen bits are FFFE or FFFF."
bool utf8_forbidden(uint32_t c)
{
    static const struct range RANGES[] = {
        {0x00, 0x08},       {0x0B, 0x0C},       {0x0E, 0x1F},       {0x7F, 0x9F},       {0xAD, 0xAD},
        {0x600, 0x605},     {0x61C, 0x61C},     {0x6DD, 0x6DD},     {0x70F, 0x70F},     {0x890, 0x891},
        {0x8E2, 0x8E2},     {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},
        {0xE000, 0xF8FF},   {0xFDD0, 0xFDEF},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFF0, 0xFFFB},
        {0x110BD, 0x110BD}, {0x110CD, 0x110CD}, {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A},
        {0xE0000, 0xE0FFF}, {0xF0000, 0x10FFFF}};
    if (c >= 0x20 && c < 0x7F) {
        return false;
    }
    return (c & 0xFFFE) == 0xFFFE || among(c, RANGES, sizeof RANGES / sizeof RANGES[0]);
}

bool utf8_white_space(uint32_t c)
{
    static const struct range RANGES[] = {{0x09, 0x0D},     {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},
                                          {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F},
                                          {0x205F, 0x205F}, {0x3000, 0x3000}};
    return among(c, RANGES, sizeof RANGES / sizeof RANGES[0]);
}
