// SPDX-License-Identifier: MulanPSL-2.0
// How often (抽查频次). The words stand in any order, so they are gathered wherever they are; what
// is not known makes the text one of some departments or targets alone.
#include <string.h>

#include "engine/registry/said.h"

#define TIMES_MAX 1000

typedef struct qian_str str;

struct gathering {
    struct qian_frequency_text *out;
    enum qian_ratio_said bound;
    bool words; // that are not known
};

// A period; two different ones contradict each other.
static bool set_every(struct qian_frequency_text *out, enum qian_every every, uint32_t periods) {
    bool same =
        out->every == QIAN_EVERY_NOT_SAID || (out->every == every && out->periods == periods);
    out->every = every;
    out->periods = periods;
    return same && periods > 0;
}

static const struct {
    enum qian_every every;
    const char *phrases;
} periods[] = {
    {QIAN_EVERY_HALF_YEAR, "每半年|/半年"},
    {QIAN_EVERY_YEAR, "同一年度内|每年度|每年|年度内|年度|全年|/每年|/年度|/年|一年内"},
    {QIAN_EVERY_QUARTER, "每季度|每季|/季度|/季"},
    {QIAN_EVERY_MONTH, "每个月|每月|/月"},
    {QIAN_EVERY_WEEK, "每周|/周"},
    {QIAN_EVERY_DAY, "每天|每日|/天|/日"},
    {QIAN_EVERY_VALIDITY, "许可有效期内|备案有效期内|有效期内"},
};

// 每2年, 每两年
static bool take_years(str *rest, uint32_t *years) {
    str at = *rest;
    if (!qian_take_phrase(&at, "每") || !qian_take_integer(&at, 100, years) ||
        !qian_take_phrase(&at, "年"))
        return false;
    *rest = at;
    return true;
}

// True if a period stood there; *good is false if it contradicts another.
static bool take_every(str *rest, struct gathering *g, bool *good) {
    uint32_t years = 0;
    if (take_years(rest, &years)) {
        *good = set_every(g->out, QIAN_EVERY_YEAR, years);
        return true;
    }
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++)
        if (qian_take_one_of(rest, periods[i].phrases)) {
            *good = set_every(g->out, periods[i].every, 1);
            return true;
        }
    return false;
}

// 2次, 1—2次, or, where nothing else follows, the number alone behind a bound (>=1).
static bool take_times(str *rest, struct gathering *g, bool *good) {
    str at = *rest;
    uint32_t low = 0, high = 0;
    if (!qian_take_integer(&at, TIMES_MAX, &low))
        return false;
    high = low;
    bool two = qian_take_dash(&at);
    if (two && !qian_take_integer(&at, TIMES_MAX, &high))
        return false;
    if (!qian_take_phrase(&at, "次") && !(at.n == 0 && g->bound))
        return false;
    // A second number, 0 or an interval with a bound is nothing that is known.
    *good = g->out->low == 0 && g->out->high == 0 && low > 0 && (two ? low < high : true) &&
            !(two && g->bound);
    g->out->said = two ? QIAN_SAID_INTERVAL : g->bound ? g->bound : QIAN_SAID_EXACT;
    g->out->low = g->out->said == QIAN_SAID_AT_MOST ? 0 : low;
    g->out->high = g->out->said == QIAN_SAID_AT_LEAST ? 0 : high;
    *rest = at;
    return true;
}

static bool take_word(str *rest, struct gathering *g) {
    if (qian_take_one_of(rest, "原则上|一般"))
        g->out->loose = true;
    else if (qian_take_one_of(rest, "同一个|同一|一个单位|每户|每家"))
        g->out->each_target = true;
    else if (!qian_take_one_of(rest, "根据实际工作需要|根据实际需要|根据实际情况|单位|机构|企业|"
                                     "对象|组织|开展|进行|抽查|检查|监督|的|在|对|内|,"))
        return false;
    return true;
}

static bool gather(str rest, struct gathering *g) {
    bool good = true;
    while (rest.n > 0 && good) {
        enum qian_ratio_said bound;
        if (take_every(&rest, g, &good) || take_word(&rest, g))
            continue;
        if (qian_take_bound(&rest, &bound)) {
            good = g->bound == QIAN_SAID_NOTHING;
            g->bound = bound;
        } else if (!take_times(&rest, g, &good)) {
            // spec/items.md 4.3: "a second number, or an alternative (`或`, `；`)"
            good = !qian_has_digit((str){rest.p, 1}) && rest.p[0] != ';' &&
                   !qian_take_phrase(&rest, "或");
            g->words = true;
            if (good)
                qian_take_any(&rest);
        }
    }
    return good;
}

bool qian_frequency_text_read(str text, struct qian_frequency_text *out) {
    struct qian_buf folded = {0};
    struct gathering g = {.out = out};
    *out = (struct qian_frequency_text){0};
    qian_said_fold(text, &folded);
    str s = qian_buf_view(&folded);
    bool number = qian_has_digit(s);
    bool good = gather(s, &g);
    bool times = out->low > 0 || out->high > 0;
    if (good && !times && out->every != QIAN_EVERY_NOT_SAID && !g.words && !g.bound) {
        out->said = QIAN_SAID_EXACT; // 每月
        out->low = out->high = 1;
    } else if (!times && !number) {
        *out = (struct qian_frequency_text){0}; // 根据实际情况确定
        good = true;
    } else if (!good || !times) {
        *out = (struct qian_frequency_text){.said = QIAN_SAID_UNREAD};
        good = false;
    }
    out->scoped = good && out->said != QIAN_SAID_NOTHING && g.words;
    qian_buf_free(&folded);
    return good;
}
