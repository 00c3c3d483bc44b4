// SPDX-License-Identifier: MulanPSL-2.0
// What the fields of a line say (spec/plan.md 1.3 to 1.7).
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/plan/plan.h"

static struct qian_str field(const struct qian_plan_line *line, enum qian_line_column column) {
    return qian_str(line->field[column]);
}

const char *qian_plan_kind_name(enum qian_plan_kind kind) {
    static const char *const names[] = {"", "joint", "own", "temporary"};
    return names[kind];
}

static enum qian_plan_kind kind_of(struct qian_str text) {
    for (int k = QIAN_PLAN_JOINT; k <= QIAN_PLAN_TEMPORARY; k++)
        if (qian_str_is(text, qian_plan_kind_name((enum qian_plan_kind)k)))
            return (enum qian_plan_kind)k;
    return QIAN_PLAN_UNKNOWN;
}

static uint64_t number(struct qian_str text) {
    uint64_t n = 0;
    return qian_u64_read(text, QIAN_CAPACITY_MAX, &n) ? n : 0;
}

static int32_t day_of(struct qian_str text) {
    int32_t day = 0;
    return qian_day_read(text, &day) ? day : QIAN_NO_DAY;
}

// "A=3%;B=5%" or "A=1;B=2".
static void by_class(struct qian_str text, bool ratios, uint32_t out[QIAN_CLASSES]) {
    struct qian_split split = qian_split(text, ';');
    struct qian_str one;
    while (qian_split_next(&split, &one)) {
        const char *at = one.n > 2 ? strchr("ABCD", one.p[0]) : NULL;
        struct qian_str value = {one.p + 2, one.n > 2 ? one.n - 2 : 0};
        if (!at || !*at || one.p[1] != '=')
            continue;
        uint32_t *to = &out[at - (const char *)"ABCD"];
        uint64_t weight = 0;
        if (ratios)
            (void)qian_ratio_read(value, to);
        else if (qian_u64_read(value, QIAN_WEIGHT_MAX, &weight))
            *to = (uint32_t)weight;
    }
}

static struct qian_str *split_list(struct qian_str text, size_t room, size_t *count) {
    struct qian_str *out = qian_take(text.n / 2 + 2 + room, sizeof *out);
    struct qian_split split = qian_split(text, ';');
    struct qian_str one;
    *count = room;
    while (qian_split_next(&split, &one))
        if (one.n > 0)
            out[(*count)++] = one;
    return out;
}

static void add_item(struct qian_plan_line *line, struct qian_str code,
                     const struct qian_listed_item *found, const struct qian_items *items) {
    size_t cap = line->items, item_cap = line->items;
    line->code = qian_grow(line->code, &cap, line->items + 1, sizeof *line->code);
    line->item = qian_grow(line->item, &item_cap, line->items + 1, sizeof *line->item);
    line->code[line->items] = code;
    line->item[line->items++] = found ? (size_t)(found - items->item) : QIAN_NO_ITEM;
}

// spec/plan.md 1.1: "a joint item stands for its members"
static void read_items(struct qian_plan_line *line, const struct qian_items *items) {
    struct qian_split split = qian_split(field(line, QIAN_LINE_ITEMS), ';');
    struct qian_str one, member;
    while (qian_split_next(&split, &one)) {
        const struct qian_listed_item *found = qian_items_find(items, one);
        struct qian_split members = qian_split(qian_str(found ? found->members : ""), ';');
        bool joint = found && *found->members;
        while (joint && qian_split_next(&members, &member))
            add_item(line, member, qian_items_find(items, member), items);
        if (!joint && one.n > 0)
            add_item(line, one, found, items);
    }
}

static void read_lists(struct qian_plan_line *line, const struct qian_items *items) {
    read_items(line, items);
    struct qian_str initiator = field(line, QIAN_LINE_INITIATOR);
    line->initiated = initiator.n > 0;
    line->department =
        split_list(field(line, QIAN_LINE_PARTICIPANTS), line->initiated, &line->departments);
    if (line->initiated)
        line->department[0] = initiator;
}

static bool take_text(struct qian_str *s, const char *text) {
    size_t n = strlen(text);
    if (s->n < n || memcmp(s->p, text, n) != 0)
        return false;
    *s = (struct qian_str){s->p + n, s->n - n};
    return true;
}

static bool take_month(struct qian_str *s, int *month) {
    *month = 0;
    size_t digits = 0;
    while (digits < 2 && digits < s->n && s->p[digits] >= '0' && s->p[digits] <= '9')
        *month = *month * 10 + (s->p[digits++] - '0');
    *s = (struct qian_str){s->p + digits, s->n - digits};
    return *month >= 1 && *month <= 12 && take_text(s, "月");
}

// spec/plan.md 1.5: "the year is known and `period` is `M月—N月` or `M月` (with `-`, `–`, `—`, `至`
// or `~`)"
static bool read_months(struct qian_str s, int *from, int *to) {
    static const char *const dashes[] = {"-", "–", "—", "至", "~"};
    if (!take_month(&s, from))
        return false;
    *to = *from;
    for (size_t i = 0; i < 5; i++)
        if (take_text(&s, dashes[i]))
            return take_month(&s, to) && s.n == 0 && *to >= *from;
    return s.n == 0;
}

static void read_window(struct qian_plan_line *line) {
    int from = 0, to = 0;
    line->starts = day_of(field(line, QIAN_LINE_STARTS));
    line->ends = day_of(field(line, QIAN_LINE_ENDS));
    line->education = day_of(field(line, QIAN_LINE_EDUCATION));
    if (line->starts != QIAN_NO_DAY || line->ends != QIAN_NO_DAY || line->year == 0 ||
        !read_months(field(line, QIAN_LINE_PERIOD), &from, &to))
        return;
    line->starts = qian_date_day((struct qian_date){line->year, from, 1});
    line->ends = qian_date_day((struct qian_date){line->year, to, qian_month_days(line->year, to)});
}

// Give the ratio to the items of this code. False if the line has none, or one has its ratio
// already.
static bool rate(struct qian_plan_line *line, struct qian_str code, uint32_t ratio) {
    bool good = false;
    for (size_t i = 0; i < line->items; i++) {
        if (!qian_str_eq(line->code[i], code))
            continue;
        if (line->ratio[i])
            return false;
        line->ratio[i] = ratio;
        good = true;
    }
    return good;
}

// "A1=5%", where A1 may be a joint item.
static bool read_one(struct qian_plan_line *line, struct qian_str one,
                     const struct qian_items *items) {
    const char *at = one.n > 0 ? memchr(one.p, '=', one.n) : NULL;
    size_t n = at ? (size_t)(at - one.p) : 0;
    struct qian_str code = {one.p, n}, member;
    uint32_t ratio = 0;
    if (!at || !qian_ratio_read((struct qian_str){at + 1, one.n - n - 1}, &ratio))
        return false;
    const struct qian_listed_item *found = qian_items_find(items, code);
    if (!found || !*found->members)
        return rate(line, code, ratio);
    bool good = true;
    struct qian_split members = qian_split(qian_str(found->members), ';');
    while (good && qian_split_next(&members, &member))
        good = rate(line, member, ratio);
    return good;
}

// spec/plan.md 1.4: "or where it names every item of the line once, as `A1=5%;B1=30%`: then each
// item has its own"
static void read_ratio(struct qian_plan_line *line, const struct qian_items *items) {
    struct qian_split split = qian_split(field(line, QIAN_LINE_RATIO), ';');
    struct qian_str one;
    uint32_t all = 0;
    line->ratio = qian_take(line->items + 1, sizeof *line->ratio);
    line->rated = qian_ratio_read(field(line, QIAN_LINE_RATIO), &all);
    for (size_t i = 0; line->rated && i < line->items; i++)
        line->ratio[i] = all;
    if (line->rated)
        return;
    line->rated = line->items > 0;
    while (line->rated && qian_split_next(&split, &one))
        line->rated = read_one(line, one, items);
    for (size_t i = 0; i < line->items; i++)
        line->rated = line->rated && line->ratio[i] > 0;
    for (size_t i = 0; !line->rated && i < line->items; i++)
        line->ratio[i] = 0;
}

static void read_drawing(struct qian_plan_line *line) {
    struct qian_str stratify = field(line, QIAN_LINE_STRATIFY);
    line->by_ratios = field(line, QIAN_LINE_RATIOS).n > 0;
    by_class(field(line, QIAN_LINE_RATIOS), true, line->ratios);
    for (size_t c = 0; c < QIAN_CLASSES; c++)
        line->weights[c] = 1;
    by_class(field(line, QIAN_LINE_WEIGHTS), false, line->weights);
    line->by_class = strstr(line->field[QIAN_LINE_STRATIFY], "class") != NULL;
    line->by_area = strstr(line->field[QIAN_LINE_STRATIFY], "area") != NULL;
    line->area_first = stratify.n > 0 && stratify.p[0] == 'a';
    line->minimum = number(field(line, QIAN_LINE_MINIMUM));
    line->batches = (uint32_t)number(field(line, QIAN_LINE_BATCHES));
    line->per_visit = (uint32_t)number(field(line, QIAN_LINE_PER_VISIT));
    line->per_department = (uint32_t)number(field(line, QIAN_LINE_PER_DEPARTMENT));
    line->experts = (uint32_t)number(field(line, QIAN_LINE_EXPERTS));
}

void qian_line_read(struct qian_plan_line *line, const struct qian_items *items) {
    uint64_t year = number(field(line, QIAN_LINE_YEAR));
    line->year = year >= 1 && year <= 9998 ? (int)year : 0;
    line->kind = kind_of(field(line, QIAN_LINE_KIND));
    read_lists(line, items);
    read_window(line);
    read_ratio(line, items);
    read_drawing(line);
}

void qian_line_free(struct qian_plan_line *line) {
    for (size_t c = 0; c < QIAN_LINE_COLUMNS; c++)
        free(line->field[c]);
    free(line->code);
    free(line->item);
    free(line->ratio);
    free(line->department);
    *line = (struct qian_plan_line){0};
}
