// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/core/field.h"

#include <string.h>

#include "engine/base/text.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

// spec/bundle.md 2.7: "`[0-9A-Za-z._:-]{1,64}`"
static bool is_code_char(char c) {
    return is_digit(c) || is_lower(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' ||
           c == ':' || c == '-';
}

static bool is_code(struct qian_str s) {
    for (size_t i = 0; i < s.n; i++)
        if (!is_code_char(s.p[i]))
            return false;
    return s.n >= 1 && s.n <= QIAN_CODE_MAX;
}

static bool is_dash(struct qian_str s) {
    return s.n == 1 && s.p[0] == '-';
}

static bool is_area(struct qian_str s) {
    for (size_t i = 0; i < s.n; i++)
        if (!is_digit(s.p[i]))
            return false;
    return s.n == 6;
}

const char *qian_check_code(struct qian_str field) {
    return is_code(field) ? NULL : "F07";
}

const char *qian_check_text(struct qian_str field) {
    return field.n >= 1 && field.n <= QIAN_TEXT_MAX && !qian_text_blank_end(field) ? NULL : "F07";
}

// spec/tables.md 2.1: "the sum of value_i · 3^i mod 31 over i = 0…16, plus the last value, is
// divisible by 31"
static bool is_uscc(struct qian_str id) {
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    unsigned sum = 0, weight = 1;
    if (id.n != 18)
        return false;
    for (size_t i = 0; i < 18; i++) {
        const char *at = memchr(alphabet, id.p[i], 31);
        if (!at)
            return false;
        sum += (unsigned)(at - alphabet) * (i < 17 ? weight : 1);
        weight = weight * 3 % 31;
    }
    return sum % 31 == 0;
}

// spec/tables.md 2.1: "start with p = 10; for each of the first 14 digits d let s = (p + d) mod
// 10, or 10 where that is 0, and p = 2·s mod 11; then (p + last digit) mod 10 = 1"
static bool is_registration(struct qian_str id) {
    unsigned p = 10;
    if (id.n != 15)
        return false;
    for (size_t i = 0; i < 15; i++)
        if (!is_digit(id.p[i]))
            return false;
    for (size_t i = 0; i < 14; i++) {
        unsigned s = (p + (unsigned)(id.p[i] - '0')) % 10;
        p = 2 * (s ? s : 10) % 11;
    }
    return (p + (unsigned)(id.p[14] - '0')) % 10 == 1;
}

// spec/tables.md 2.1: "lower-case letters `a`–`z`, a colon, and at least one more character"
static bool is_typed(struct qian_str id) {
    size_t n = 0;
    while (n < id.n && is_lower(id.p[n]))
        n++;
    return n >= 1 && n + 1 < id.n && id.p[n] == ':';
}

enum qian_id_form qian_id_form(struct qian_str id) {
    if (!is_code(id))
        return QIAN_ID_NONE;
    if (is_uscc(id))
        return QIAN_ID_USCC;
    if (is_registration(id))
        return QIAN_ID_REGISTRATION;
    return is_typed(id) ? QIAN_ID_TYPED : QIAN_ID_NONE;
}

const char *qian_check_target_id(struct qian_str field) {
    if (!is_code(field))
        return "F07";
    return qian_id_form(field) == QIAN_ID_NONE ? "R01" : NULL;
}

const char *qian_check_any_id(struct qian_str field) {
    return qian_check_code(field);
}

const char *qian_check_area(struct qian_str field) {
    return is_area(field) || is_dash(field) ? NULL : "F07";
}

int qian_class_index(struct qian_str cls) {
    const char *at = cls.n == 1 ? memchr("ABCD-", cls.p[0], QIAN_CLASSES) : NULL;
    return at ? (int)(at - "ABCD-") : -1;
}

const char *qian_check_class(struct qian_str field) {
    return qian_class_index(field) >= 0 ? NULL : "F07";
}

// spec/tables.md 1.3: "A list field holds its elements separated by `,`, sorted, without repeats;
// an empty list is the empty field."
static const char *check_list(struct qian_str list, bool (*good)(struct qian_str)) {
    struct qian_split split = qian_split(list, ',');
    struct qian_str part, last = {NULL, 0};
    const char *code = NULL;
    while (qian_split_next(&split, &part)) {
        if (!good(part))
            return "F07";
        if (last.p && qian_str_cmp(last, part) >= 0)
            code = "F05";
        last = part;
    }
    return code;
}

const char *qian_check_codes(struct qian_str field) {
    return check_list(field, is_code);
}

const char *qian_check_codes_one(struct qian_str field) {
    return field.n ? check_list(field, is_code) : "F07";
}

bool qian_bar_read(struct qian_str entry, struct qian_bar *out) {
    const char *equals = entry.n ? memchr(entry.p, '=', entry.n) : NULL;
    if (!equals)
        return false;
    out->item = (struct qian_str){entry.p, (size_t)(equals - entry.p)};
    struct qian_str rest = {equals + 1, entry.n - out->item.n - 1};
    const char *colon = rest.n ? memchr(rest.p, ':', rest.n) : NULL;
    if (!colon)
        return false;
    out->reason = (struct qian_str){rest.p, (size_t)(colon - rest.p)};
    out->reference = (struct qian_str){colon + 1, rest.n - out->reason.n - 1};
    return true;
}

// spec/tables.md 2.4: "reason `[a-z]{1,32}`, reference `[0-9A-Za-z._:/-]{1,128}` (code F07)"
static bool is_bar(struct qian_str entry) {
    struct qian_bar bar;
    if (!qian_bar_read(entry, &bar) || !is_code(bar.item) || bar.reason.n < 1 ||
        bar.reason.n > 32 || bar.reference.n < 1 || bar.reference.n > 128)
        return false;
    for (size_t i = 0; i < bar.reason.n; i++)
        if (!is_lower(bar.reason.p[i]))
            return false;
    for (size_t i = 0; i < bar.reference.n; i++)
        if (!is_code_char(bar.reference.p[i]) && bar.reference.p[i] != '/')
            return false;
    return true;
}

// spec/tables.md 2.4: "An item is barred at most once in a row (code F05)"
const char *qian_check_barred(struct qian_str field) {
    const char *code = check_list(field, is_bar);
    if (code)
        return code;
    struct qian_split split = qian_split(field, ',');
    struct qian_str part;
    while (qian_split_next(&split, &part)) {
        struct qian_bar bar;
        if (!qian_bar_read(part, &bar))
            return "F07";
        // '=' sorts before letters but after '-', '.', ':' and digits: equal items need not be
        // neighbours when another item's code begins with theirs, so look at all before.
        struct qian_split again = qian_split(field, ',');
        struct qian_str other;
        while (qian_split_next(&again, &other) && other.p != part.p) {
            struct qian_bar seen;
            if (qian_bar_read(other, &seen) && qian_str_eq(seen.item, bar.item))
                return "F05";
        }
    }
    return NULL;
}

const char *qian_check_areas(struct qian_str field) {
    if (field.n == 1 && field.p[0] == '*')
        return NULL;
    return check_list(field, is_area);
}

const char *qian_check_role(struct qian_str field) {
    return qian_str_is(field, "inspector") || qian_str_is(field, "expert") ? NULL : "F07";
}

const char *qian_check_capacity(struct qian_str field) {
    uint64_t value;
    return qian_u64_read(field, QIAN_CAPACITY_MAX, &value) ? NULL : "F07";
}

const char *qian_check_inspector(struct qian_str field) {
    if (field.n != 7 || field.p[0] != 'P')
        return "F07";
    return is_area((struct qian_str){field.p + 1, 6}) ? NULL : "F07";
}

const char *qian_check_inspector_or_none(struct qian_str field) {
    return is_dash(field) ? NULL : qian_check_inspector(field);
}

const char *qian_check_code_or_none(struct qian_str field) {
    return is_dash(field) ? NULL : qian_check_code(field);
}

const char *qian_check_count(struct qian_str field) {
    uint64_t value;
    return qian_u64_read(field, QIAN_INTEGER_MAX, &value) && value >= 1 ? NULL : "F07";
}

static const char *check_hex(struct qian_str field, size_t bytes) {
    uint8_t out[32];
    return qian_hex_read(field, out, bytes) ? NULL : "F13";
}

const char *qian_check_hex32(struct qian_str field) {
    return check_hex(field, 16);
}

const char *qian_check_hex64(struct qian_str field) {
    return check_hex(field, 32);
}

const char *qian_check_hex64_or_none(struct qian_str field) {
    return is_dash(field) ? NULL : check_hex(field, 32);
}
