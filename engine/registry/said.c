// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/said.h"

#include <string.h>

#include "engine/base/fold.h"

bool qian_take_phrase(struct qian_str *rest, const char *phrase) {
    size_t n = strlen(phrase);
    if (rest->n < n || memcmp(rest->p, phrase, n) != 0)
        return false;
    *rest = (struct qian_str){rest->p + n, rest->n - n};
    return true;
}

bool qian_take_one_of(struct qian_str *rest, const char *phrases) {
    struct qian_split split = qian_split(qian_str(phrases), '|');
    struct qian_str one;
    while (qian_split_next(&split, &one)) {
        if (rest->n < one.n || memcmp(rest->p, one.p, one.n) != 0)
            continue;
        *rest = (struct qian_str){rest->p + one.n, rest->n - one.n};
        return true;
    }
    return false;
}

bool qian_take_bound(struct qian_str *rest, enum qian_ratio_said *out) {
    if (qian_take_one_of(rest, "不低于|不少于|不小于|至少|最低|>=|≥|≧"))
        *out = QIAN_SAID_AT_LEAST;
    else if (qian_take_one_of(rest, "不高于|不超过|不多于|不大于|至多|最高|<=|≤|≦"))
        *out = QIAN_SAID_AT_MOST;
    else if (qian_take_phrase(rest, "="))
        *out = QIAN_SAID_EXACT;
    else
        return false;
    return true;
}

bool qian_take_dash(struct qian_str *rest) {
    return qian_take_one_of(rest, "--|-|——|—|–|~|至|到");
}

void qian_take_any(struct qian_str *rest) {
    size_t n = 1;
    while (n < rest->n && ((uint8_t)rest->p[n] & 0xc0) == 0x80)
        n++;
    *rest = (struct qian_str){rest->p + n, rest->n - n};
}

// 一 … 九, 两; 0 if none stands there.
static uint32_t take_numeral(struct qian_str *rest) {
    static const char *const numerals[] = {"一", "二", "三", "四", "五",
                                           "六", "七", "八", "九", "两"};
    for (uint32_t i = 0; i < 10; i++)
        if (qian_take_phrase(rest, numerals[i]))
            return i == 9 ? 2 : i + 1;
    return 0;
}

static bool take_chinese(struct qian_str *rest, uint32_t *out) {
    uint32_t tens = take_numeral(rest);
    if (!qian_take_phrase(rest, "十")) {
        *out = tens;
        return tens > 0;
    }
    *out = (tens ? tens : 1) * 10;
    *out += take_numeral(rest);
    return true;
}

bool qian_take_integer(struct qian_str *rest, uint32_t max, uint32_t *out) {
    struct qian_str at = *rest;
    uint64_t value = 0;
    size_t n = 0;
    for (; n < at.n && at.p[n] >= '0' && at.p[n] <= '9' && value <= max; n++)
        value = value * 10 + (uint64_t)(at.p[n] - '0');
    if (n == 0) {
        if (!take_chinese(&at, out) || *out > max)
            return false;
        *rest = at;
        return true;
    }
    if (value > max)
        return false;
    *out = (uint32_t)value;
    *rest = (struct qian_str){at.p + n, at.n - n};
    return true;
}

bool qian_has_digit(struct qian_str text) {
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] >= '0' && text.p[i] <= '9')
            return true;
    return false;
}

static bool ends_with(const struct qian_buf *out, const char *end) {
    size_t n = strlen(end);
    return out->n >= n && memcmp(out->p + out->n - n, end, n) == 0;
}

void qian_said_fold(struct qian_str text, struct qian_buf *out) {
    static const char *const ends[] = {"。", ".", ";", ","};
    struct qian_buf plain = {0};
    qian_fold_compatible(&plain, text);
    for (size_t i = 0; i < plain.n; i++)
        if (plain.p[i] != ' ' && !(plain.p[i] >= '\t' && plain.p[i] <= '\r'))
            qian_buf_char(out, plain.p[i]);
    qian_buf_free(&plain);
    for (size_t i = 0; i < 4; i++)
        if (ends_with(out, ends[i])) {
            out->n -= strlen(ends[i]);
            i = SIZE_MAX; // from the first again
        }
}
