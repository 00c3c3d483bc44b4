// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/base64.h"

// 0 to 63, or 64.
static uint32_t value_of(unsigned char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (uint32_t)(c - 'A');
    }
    if (c >= 'a' && c <= 'z') {
        return (uint32_t)(c - 'a') + 26;
    }
    if (c >= '0' && c <= '9') {
        return (uint32_t)(c - '0') + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : 64;
}

bool base64_decode(struct bytes text, unsigned char *room, size_t *n)
{
    size_t padding = 0;
    *n = 0;
    if (text.n % 4 != 0) {
        return false;
    }
    while (padding < 2 && padding < text.n && text.at[text.n - 1 - padding] == '=') {
        padding++;
    }
    for (size_t i = 0; i < text.n; i += 4) {
        size_t digits = i + 4 == text.n ? 4 - padding : 4;
        uint32_t bits = 0;
        for (size_t k = 0; k < 4; k++) {
            uint32_t six = k < digits ? value_of(text.at[i + k]) : 0;
            if (six == 64) {
                return false;
            }
            bits = bits << 6 | six;
        }
        for (size_t k = 0; k + 1 < digits; k++) {
            room[(*n)++] = (unsigned char)(bits >> (16 - 8 * k) & 0xFF);
        }
        // The bits that no byte takes: 8 of them with one sign of padding, 16 with two.
        if ((bits & (((uint32_t)1 << 8 * (4 - digits)) - 1)) != 0) {
            return false;
        }
    }
    return true;
}
