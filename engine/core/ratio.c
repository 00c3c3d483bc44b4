// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/core/ratio.h"

#define DECIMALS_MAX 4

// spec/quota.md 1.1: "an integer part `0` or without leading zero, optionally a point and one to
// four decimals, then `%`"
bool qian_ratio_read(struct qian_str text, uint32_t *millionths) {
    size_t at = 0;
    uint32_t value = 0;
    while (at < text.n && text.p[at] >= '0' && text.p[at] <= '9') {
        if (at == 3)
            return false; // beyond 100
        value = value * 10 + (uint32_t)(text.p[at++] - '0');
    }
    if (at == 0 || (at > 1 && text.p[0] == '0'))
        return false;
    size_t decimals = 0;
    if (at < text.n && text.p[at] == '.') {
        at++;
        while (at < text.n && text.p[at] >= '0' && text.p[at] <= '9') {
            if (++decimals > DECIMALS_MAX)
                return false;
            value = value * 10 + (uint32_t)(text.p[at++] - '0');
        }
        if (decimals == 0)
            return false;
    }
    for (; decimals < DECIMALS_MAX; decimals++)
        value *= 10;
    if (at + 1 != text.n || text.p[at] != '%')
        return false;
    *millionths = value;
    // quota 1.1: "It is above 0 and at most 100 %."
    return value > 0 && value <= QIAN_RATIO_WHOLE;
}

void qian_ratio_write(uint32_t millionths, char *out) {
    char digits[QIAN_RATIO_TEXT];
    uint32_t whole = millionths / 10000, rest = millionths % 10000;
    size_t n = 0, at = 0;
    do
        digits[n++] = (char)('0' + whole % 10);
    while ((whole /= 10) > 0);
    while (n > 0)
        out[at++] = digits[--n];
    if (rest > 0)
        out[at++] = '.';
    for (uint32_t unit = 1000; rest > 0; unit /= 10) {
        out[at++] = (char)('0' + rest / unit);
        rest %= unit;
    }
    out[at++] = '%';
    out[at] = 0;
}

uint64_t qian_ratio_floor(uint32_t millionths, uint64_t n) {
    return (uint64_t)((qian_u128)millionths * n / QIAN_RATIO_WHOLE);
}

uint64_t qian_ratio_ceil(uint32_t millionths, uint64_t n) {
    qian_u128 product = (qian_u128)millionths * n;
    return (uint64_t)((product + QIAN_RATIO_WHOLE - 1) / QIAN_RATIO_WHOLE);
}
