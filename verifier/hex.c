// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/hex.h"

static unsigned value_of(unsigned char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a') + 10U;
}

static unsigned char byte_at(struct bytes digits, size_t i)
{
    return (unsigned char)(value_of(digits.at[2 * i]) << 4 | value_of(digits.at[2 * i + 1]));
}

void hex_bytes(struct bytes digits, unsigned char *room)
{
    for (size_t i = 0; i < digits.n / 2; i++) {
        room[i] = byte_at(digits, i);
    }
}

bool hex_says(struct bytes digits, struct bytes plain)
{
    if (digits.n != 2 * plain.n) {
        return false;
    }
    for (size_t i = 0; i < plain.n; i++) {
        if (byte_at(digits, i) != plain.at[i]) {
            return false;
        }
    }
    return true;
}
