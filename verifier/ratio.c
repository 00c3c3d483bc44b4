// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/ratio.h"

// spec/quota.md 1.1: "A ratio is a string: an integer part `0` or without leading zero, optionally a point and one to four
// decimals, then `%`: `5%`, `12.5%`, `0.25%`. It is above 0 and at most 100 %."
bool ratio_read(struct bytes text, uint32_t *millionths)
{
    uint64_t whole = 0;
    uint64_t part = 0;
    if (text.n == 0 || text.at[text.n - 1] != '%') {
        return false;
    }
    text.n--;
    size_t point = bytes_find(text, '.');
    if (!bytes_integer((struct bytes){text.at, point}, &whole) || whole > 100) {
        return false;
    }
    if (point < text.n) {
        struct bytes decimals = bytes_after(text, point + 1);
        if (decimals.n == 0 || decimals.n > 4) {
            return false;
        }
        for (size_t i = 0; i < 4; i++) {
            unsigned char c = i < decimals.n ? decimals.at[i] : '0';
            if (c < '0' || c > '9') {
                return false;
            }
            part = part * 10 + (uint64_t)(c - '0');
        }
    }
    uint64_t sum = whole * 10000 + part;
    if (sum == 0 || sum > RATIO_ONE) {
        return false;
    }
    *millionths = (uint32_t)sum;
    return true;
}
