// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/ids.h"

// spec/tables.md 2.1: "a unified social credit code: 18 characters of `0123456789ABCDEFGHJKLMNPQRTUWXY` with values 0–30 in
// this order, such that the sum of value_i · 3^i mod 31 over i = 0…16, plus the last value, is divisible by 31 (GB
// 32100);"
static bool is_uscc(struct bytes id)
{
    static const char ALPHABET[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    size_t sum = 0;
    size_t power = 1;
    if (id.n != 18) {
        return false;
    }
    for (size_t i = 0; i < 18; i++) {
        size_t value = bytes_find(bytes_of(ALPHABET), id.at[i]);
        if (value == 31) {
            return false;
        }
        sum += i < 17 ? value * power : value;
        power = power * 3 % 31;
    }
    return sum % 31 == 0;
}

// spec/tables.md 2.1: "an old registration number: 15 digits; start with p = 10; for each of the first 14 digits d let s =
// (p + d) mod 10, or 10 where that is 0, and p = 2·s mod 11; then (p + last digit) mod 10 = 1"
static bool is_registration(struct bytes id)
{
    unsigned p = 10;
    if (id.n != 15) {
        return false;
    }
    for (size_t i = 0; i < 15; i++) {
        if (id.at[i] < '0' || id.at[i] > '9') {
            return false;
        }
    }
    for (size_t i = 0; i < 14; i++) {
        unsigned s = (p + (unsigned)(id.at[i] - '0')) % 10;
        p = 2 * (s == 0 ? 10 : s) % 11;
    }
    return (p + (unsigned)(id.at[14] - '0')) % 10 == 1;
}

// spec/tables.md 2.1: "a typed id: lower-case letters `a`–`z`, a colon, and at least one more character"
static bool is_typed(struct bytes id)
{
    size_t colon = bytes_find(id, ':');
    for (size_t i = 0; i < colon; i++) {
        if (id.at[i] < 'a' || id.at[i] > 'z') {
            return false;
        }
    }
    return colon > 0 && colon + 1 < id.n;
}

enum id_form id_form(struct bytes id)
{
    if (!bytes_code(id)) {
        return ID_NONE;
    }
    if (is_uscc(id)) {
        return ID_USCC;
    }
    if (is_registration(id)) {
        return ID_REGISTRATION;
    }
    return is_typed(id) ? ID_TYPED : ID_NONE;
}
