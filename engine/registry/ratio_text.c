// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/ratio_text.h"

#include <string.h>

#include "engine/core/ratio.h"
#include "engine/registry/said.h"

#define COUNT_MAX 1000000
#define UNITS "户次|家次|批次|户|家|个|批|件|处|辆|台"

typedef struct qian_str str;

// One bound or number of the text, in one unit.
struct piece {
    enum qian_ratio_said said;
    bool count; // of targets, else millionths
    uint32_t low, high;
    bool loose, scoped;
};

// A number with its decimals, as digits · 10^-decimals.
struct decimal {
    uint32_t digits;
    unsigned decimals;
};

static bool take_decimal(str *rest, struct decimal *out) {
    str at = *rest;
    *out = (struct decimal){0, 0};
    if (!qian_take_integer(&at, COUNT_MAX, &out->digits))
        return false;
    if (qian_take_phrase(&at, ".")) {
        size_t n = 0;
        for (; n < at.n && at.p[n] >= '0' && at.p[n] <= '9'; n++) {
            if (out->decimals == 4 || out->digits > 1000000)
                return false; // finer than a millionth, or no ratio
            out->digits = out->digits * 10 + (uint32_t)(at.p[n] - '0');
            out->decimals++;
        }
        if (n == 0)
            return false;
        at = (str){at.p + n, at.n - n};
    }
    *rest = at;
    return true;
}

// spec/items.md 4.2: "‰ is a tenth of %, and nothing is rounded"
static bool millionths(struct decimal d, bool permille, uint32_t *out) {
    unsigned places = permille ? 3 : 4; // what a unit is, in millionths, is 10^places
    uint64_t value = d.digits;
    if (d.decimals > places)
        return false;
    for (unsigned i = d.decimals; i < places; i++)
        value *= 10;
    *out = (uint32_t)value;
    return value > 0 && value <= QIAN_RATIO_WHOLE;
}

enum unit { UNIT_NONE, UNIT_PERCENT, UNIT_PERMILLE, UNIT_TARGETS };

static enum unit take_unit(str *rest) {
    if (qian_take_phrase(rest, "%"))
        return UNIT_PERCENT;
    if (qian_take_phrase(rest, "‰"))
        return UNIT_PERMILLE;
    return qian_take_one_of(rest, UNITS) ? UNIT_TARGETS : UNIT_NONE;
}

static bool take_number(str *rest, struct decimal *out, enum unit *unit) {
    enum unit front = qian_take_phrase(rest, "百分之")   ? UNIT_PERCENT
                      : qian_take_phrase(rest, "千分之") ? UNIT_PERMILLE
                                                         : UNIT_NONE;
    if (!take_decimal(rest, out))
        return false;
    *unit = front ? front : take_unit(rest);
    return true;
}

static bool measure(struct decimal d, enum unit unit, uint32_t *out) {
    *out = d.digits;
    if (unit == UNIT_TARGETS)
        return d.decimals == 0 && d.digits > 0;
    return unit != UNIT_NONE && millionths(d, unit == UNIT_PERMILLE, out);
}

// A number, or two with a dash between, of which the first may leave its unit to the second.
static bool take_numbers(str *rest, struct piece *p, bool *two) {
    struct decimal first, second;
    enum unit unit, other;
    if (!take_number(rest, &first, &unit))
        return false;
    *two = qian_take_dash(rest);
    if (!*two) {
        second = first;
        other = unit;
    } else if (!take_number(rest, &second, &other)) {
        return false;
    }
    if (unit == UNIT_NONE)
        unit = other;
    p->count = unit == UNIT_TARGETS;
    return unit == other && measure(first, unit, &p->low) && measure(second, unit, &p->high) &&
           (!*two || p->low < p->high);
}

// 市局抽查比例…: of what stands in front. False if that has numbers of its own.
static bool take_scope(str *rest, bool *scoped) {
    static const char word[] = "比例";
    for (size_t i = 0; i + sizeof word - 1 <= rest->n; i++) {
        if (memcmp(rest->p + i, word, sizeof word - 1) != 0)
            continue;
        str front = {rest->p, i};
        *rest = (str){rest->p + i + sizeof word - 1, rest->n - i - (sizeof word - 1)};
        if (qian_has_digit(front))
            return false;
        while (qian_take_one_of(&front, "每年|年度|抽查|检查|抽取|的"))
            continue;
        *scoped = front.n > 0;
        (void)qian_take_phrase(rest, "之和");
        return true;
    }
    return true;
}

static void take_front(str *rest, bool *loose) {
    for (;;) {
        if (qian_take_one_of(rest, "原则上|一般|大约|约"))
            *loose = true;
        else if (!qian_take_one_of(rest,
                                   "每年度|每年|年度|当年|抽查|检查|抽取|应当|应|按照|按|为|:"))
            return;
    }
}

// What stands behind the number. False if it is more than is known.
static bool take_back(str *rest, struct piece *p) {
    while (rest->n > 0) {
        bool free = p->said == QIAN_SAID_EXACT;
        if (free && qian_take_one_of(rest, "及以上|以上")) {
            p->said = QIAN_SAID_AT_LEAST;
        } else if (free && qian_take_one_of(rest, "及以下|以下|以内|之内")) {
            p->said = QIAN_SAID_AT_MOST;
        } else if (qian_take_phrase(rest, "左右")) {
            p->loose = true;
        } else if (qian_take_one_of(rest, "或者按|或按|或者根据|或根据|或者依|或依")) {
            // spec/items.md 4.4: "`或按…确定`"
            p->loose = true;
            bool number = qian_has_digit(*rest);
            rest->n = 0;
            return !number;
        } else if (!qian_take_one_of(rest, "/每年|/年度|/年|每年|的")) {
            return false;
        }
    }
    return true;
}

static bool read_piece(str rest, struct piece *p) {
    bool two = false;
    enum qian_ratio_said bound = QIAN_SAID_NOTHING;
    *p = (struct piece){0};
    if (!take_scope(&rest, &p->scoped))
        return false;
    take_front(&rest, &p->loose);
    (void)qian_take_bound(&rest, &bound);
    (void)qian_take_one_of(&rest, "总数的|总量的|企业总数的|对象总数的|名录库的");
    if (!take_numbers(&rest, p, &two) || (two && bound))
        return false;
    p->said = two ? QIAN_SAID_INTERVAL : bound ? bound : QIAN_SAID_EXACT;
    return take_back(&rest, p);
}

static bool set_count(struct qian_ratio_text *out, const struct piece *p) {
    if (out->count_low || out->count_high)
        return false;
    out->count_low = p->said == QIAN_SAID_AT_MOST ? 0 : p->low;
    out->count_high = p->said == QIAN_SAID_AT_LEAST ? 0 : p->high;
    return true;
}

// 不低于3%，不高于20%: two bounds are an interval.
static bool set_ratio(struct qian_ratio_text *out, const struct piece *p) {
    if (out->said == QIAN_SAID_AT_LEAST && p->said == QIAN_SAID_AT_MOST && out->low < p->high) {
        out->said = QIAN_SAID_INTERVAL;
        out->high = p->high;
        return true;
    }
    if (out->said != QIAN_SAID_NOTHING)
        return false;
    out->said = p->said;
    out->low = p->said == QIAN_SAID_AT_MOST ? 0 : p->low;
    out->high = p->said == QIAN_SAID_AT_LEAST ? 0 : p->high;
    return true;
}

// Does the text speak in numbers at all?
static bool speaks_numbers(str s) {
    for (str rest = s; rest.n > 0; qian_take_any(&rest))
        if (qian_has_digit((str){rest.p, 1}) || rest.p[0] == '%' ||
            qian_take_one_of(&rest, "‰|百分之|千分之"))
            return true;
    return false;
}

static bool read_pieces(str s, struct qian_ratio_text *out) {
    struct piece p;
    size_t from = 0;
    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != ';' && s.p[i] != ',')
            continue;
        str one = {s.p + from, i - from};
        from = i + 1;
        if (!speaks_numbers(one) && qian_take_one_of(&one, "根据实际|结合实际|根据工作"))
            continue;
        if (!read_piece(one, &p) || !(p.count ? set_count(out, &p) : set_ratio(out, &p)))
            return false;
        out->loose = out->loose || p.loose;
        out->scoped = out->scoped || p.scoped;
    }
    if (out->said == QIAN_SAID_NOTHING && (out->count_low || out->count_high))
        out->said = QIAN_SAID_COUNT;
    return out->said != QIAN_SAID_NOTHING;
}

// A类1%，B类3% or A=1%;B=3%: each class once, each with one ratio.
static bool read_classes(str rest, struct qian_ratio_text *out) {
    while (rest.n > 0) {
        struct decimal d;
        enum unit unit;
        unsigned class = (unsigned)(rest.p[0] - 'A');
        if (rest.p[0] < 'A' || rest.p[0] > 'D' || out->class_ratio[class])
            return false;
        qian_take_any(&rest);
        while (qian_take_one_of(&rest, "类|级|企业|主体|为|=|:"))
            continue;
        if (!take_number(&rest, &d, &unit) || unit == UNIT_TARGETS ||
            !measure(d, unit, &out->class_ratio[class]))
            return false;
        if (rest.n > 0 && !qian_take_one_of(&rest, ";|,|、"))
            return false;
    }
    out->said = QIAN_SAID_PER_CLASS;
    return true;
}

// Remarks in brackets that hold no numbers are left out: what they say is left to people.
static bool drop_remarks(const struct qian_buf *folded, struct qian_buf *out) {
    bool dropped = false;
    for (size_t i = 0; i < folded->n; i++) {
        const char *end = folded->p[i] == '(' ? memchr(folded->p + i, ')', folded->n - i) : NULL;
        size_t n = end ? (size_t)(end - (folded->p + i)) + 1 : 0;
        if (n > 0 && !speaks_numbers((str){folded->p + i, n})) {
            i += n - 1;
            dropped = true;
        } else {
            qian_buf_char(out, folded->p[i]);
        }
    }
    return dropped;
}

bool qian_ratio_text_read(str text, struct qian_ratio_text *out) {
    struct qian_buf folded = {0}, plain = {0};
    bool good = true;
    *out = (struct qian_ratio_text){0};
    qian_said_fold(text, &folded);
    bool dropped = drop_remarks(&folded, &plain);
    str s = qian_buf_view(&plain);
    if (qian_str_is(s, "全部") || qian_str_is(s, "全覆盖"))
        *out = (struct qian_ratio_text){
            .said = QIAN_SAID_EXACT, .low = QIAN_RATIO_WHOLE, .high = QIAN_RATIO_WHOLE};
    else if (speaks_numbers(s))
        good = s.p[0] >= 'A' && s.p[0] <= 'D' ? read_classes(s, out) : read_pieces(s, out);
    if (good)
        out->loose = out->loose || (dropped && out->said != QIAN_SAID_NOTHING);
    else
        *out = (struct qian_ratio_text){.said = QIAN_SAID_UNREAD};
    qian_buf_free(&folded);
    qian_buf_free(&plain);
    return good;
}
