// SPDX-License-Identifier: MulanPSL-2.0
// Rules that need rosters: P10 to P16, P18, P19, P30.
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/plan/check_parts.h"
#include "engine/plan/opening.h"
#include "engine/plan/reached.h"

struct rosters {
    struct qian_checking *c;
    struct qian_opening *opening; // by item
};

// spec/plan.md 3.12: "the bounds of quota 2.1 leave no whole number (RATIO_EMPTY)"
static bool is_empty(const struct qian_wish *w, uint64_t roster) {
    uint32_t upper = qian_wish_upper(w);
    return upper && qian_ratio_ceil(w->min, roster) > qian_ratio_floor(upper, roster);
}

// What the line asks of the item: one ratio, or those of the classes.
static const char *wished(const struct qian_checking *c, const struct qian_wish *wish, char *room) {
    if (wish->by_class)
        return c->line->field[QIAN_LINE_RATIOS];
    qian_ratio_write(wish->ratio, room);
    return room;
}

static void check_quota(const struct qian_checking *c, const struct qian_counted_item *n,
                        const struct qian_listed_item *item) {
    struct qian_wish wish = qian_line_wish(c->planning, c->line, item);
    char ratio[QIAN_RATIO_TEXT], low[QIAN_RATIO_TEXT], high[QIAN_RATIO_TEXT];
    struct qian_buf packs = {0};
    unsigned long long roster = n->roster;
    qian_buf_text(&packs, "");
    qian_planning_each_bound(c->planning, item->kind, &packs);
    qian_ratio_write(wish.min, low);
    qian_ratio_write(qian_wish_upper(&wish) ? qian_wish_upper(&wish) : QIAN_RATIO_WHOLE, high);
    if (n->roster == 0)
        qian_breach(c, QIAN_P11, false, item->code, "0");
    else if (!wish.approved && (wish.ratio || wish.by_class) && is_empty(&wish, n->roster))
        qian_breach(c, QIAN_P12, false, item->code, "N = %llu%s", roster, packs.p);
    else if (*n->refused)
        qian_breach(c, QIAN_P13, false, item->code, "%s: %s, N = %llu, %s - %s%s", n->refused,
                    wished(c, &wish, ratio), roster, low, high, packs.p);
    else if (n->quota == n->roster)
        qian_breach(c, QIAN_P19, true, item->code, "%llu", roster);
    qian_buf_free(&packs);
}

static void check_item(const struct qian_checking *c, const struct qian_counted_item *n) {
    const struct qian_listed_item *item = &c->planning->items.item[n->item];
    // spec/plan.md 3.31: "the lower ratio from which batches are wanted"
    uint32_t batches_from = qian_planning_least(c->planning, "batches_from", "ratio");
    uint32_t ratio = qian_line_wish(c->planning, c->line, item).ratio;
    if (item->kind == QIAN_ITEM_UNMARKED)
        qian_breach(c, QIAN_P10, false, item->code, "%s", item->name);
    else
        check_quota(c, n, item);
    if (batches_from && item->kind == QIAN_ITEM_KEY && ratio >= batches_from &&
        c->line->batches <= 1) {
        char text[QIAN_RATIO_TEXT];
        qian_ratio_write(ratio, text);
        qian_breach(c, QIAN_P18, true, item->code, "%s", text);
    }
}

// spec/plan.md 3.16: "the roster has grown over the opening roster by more than
// `roster_growth_rebase`"
static void check_growth(const struct qian_checking *c, const struct qian_counted *then,
                         const struct qian_counted *now) {
    uint32_t growth = qian_planning_least(c->planning, "roster_growth_rebase", "ratio");
    for (size_t i = 0; i < then->items && i < now->items; i++) {
        uint64_t a = then->item[i].roster, b = now->item[i].roster;
        if (growth && b > a && (qian_u128)(b - a) * QIAN_RATIO_WHOLE > (qian_u128)growth * a)
            qian_breach(c, QIAN_P16, false, c->planning->items.item[then->item[i].item].code,
                        "%llu > %llu", (unsigned long long)b, (unsigned long long)a);
    }
}

// What a freeze would find now: rows of several lists that contradict each other (P11), and targets
// that have had their visits (P30).
static void check_now(const struct qian_checking *c, const struct qian_counted *now) {
    if (now->conflicts > 0)
        qian_breach(c, QIAN_P11, false, "", "%s", now->value);
    for (size_t i = 0; i < now->items; i++)
        if (now->item[i].barred[QIAN_BAR_CAP] > 0)
            qian_breach(c, QIAN_P30, true, c->planning->items.item[now->item[i].item].code, "%llu",
                        (unsigned long long)now->item[i].barred[QIAN_BAR_CAP]);
}

// spec/plan.md 3.13: "over the opening roster or over that of the time of the check"
static void check_quota_now(const struct qian_checking *c, const struct qian_counted *then,
                            const struct qian_counted *now) {
    for (size_t i = 0; i < then->items && i < now->items; i++)
        if (*now->item[i].refused && !*then->item[i].refused)
            check_quota(c, &now->item[i], &c->planning->items.item[now->item[i].item]);
}

static enum qian_status look_now(const struct qian_checking *c, const struct qian_counted *then,
                                 struct qian_err *err) {
    struct qian_counted now = {0};
    enum qian_status status =
        qian_opening_count(c->planning, c->plan, c->line, false, false, &now, err);
    if (status == QIAN_OK) {
        check_growth(c, then, &now);
        check_quota_now(c, then, &now);
        check_now(c, &now);
    }
    qian_counted_free(&now);
    return status;
}

static enum qian_status check_line(struct rosters *r, struct qian_err *err) {
    const struct qian_checking *c = r->c;
    struct qian_counted counted = {0}, whole = {0};
    enum qian_status status =
        qian_opening_count(c->planning, c->plan, c->line, true, false, &counted, err);
    if (status == QIAN_OK)
        status = qian_opening_count(c->planning, c->plan, c->line, true, true, &whole, err);
    if (status == QIAN_OK && *counted.uncounted && c->plan->wanted)
        qian_breach(c, QIAN_P11, false, "", "%s", counted.value);
    if (status == QIAN_OK && *counted.uncounted)
        qian_opening_leave_out(&counted, r->opening);
    if (status == QIAN_OK && !*counted.uncounted) {
        for (size_t i = 0; c->plan->wanted && i < counted.items; i++)
            check_item(c, &counted.item[i]);
        qian_opening_add(c->planning, c->plan, c->line, &counted, &whole, r->opening);
        if (c->plan->wanted && c->plan->history.last[QIAN_EVENT_APPROVED].change > 0)
            status = look_now(c, &counted, err);
        else if (c->plan->wanted)
            check_now(c, &counted);
    }
    qian_counted_free(&counted);
    qian_counted_free(&whole);
    return status;
}

// spec/plan.md 3.15: "from `ratio_alarm_from` on, the targets inspected in the year do not: a
// warning in the year, a breach after it"
static void check_reached(const struct qian_checking *c, const char *code, uint64_t least,
                          uint64_t reached) {
    struct qian_date today = qian_date_of(qian_day_of(c->planning->at));
    bool alarm = today.year > c->planning->year;
    for (size_t i = 0; i < c->planning->packs && today.year == c->planning->year; i++) {
        struct qian_month_day from;
        struct qian_err ignored;
        alarm = alarm || (qian_rules_month_day(c->planning->rules[i], "ratio_alarm_from", &from,
                                               &ignored) == QIAN_OK &&
                          today.month * 100 + today.day >= from.month * 100 + from.day);
    }
    if (alarm && reached < least)
        qian_breach(c, QIAN_P15, today.year == c->planning->year, code, "inspected %llu < %llu",
                    (unsigned long long)reached, (unsigned long long)least);
}

static void check_sum(const struct qian_checking *c, const struct qian_opening *t,
                      const struct qian_listed_item *item, const struct qian_wish *wish) {
    unsigned long long least = qian_ratio_ceil(wish->min, t->roster), quota = t->quota;
    unsigned long long most = qian_ratio_floor(qian_wish_upper(wish), t->roster),
                       roster = t->roster;
    struct qian_buf packs = {0};
    qian_buf_text(&packs, "");
    qian_planning_each_bound(c->planning, item->kind, &packs);
    if (item->kind == QIAN_ITEM_GENERAL && qian_wish_upper(wish) && quota > most)
        qian_breach(c, QIAN_P14, false, item->code, "%llu > %llu, N = %llu%s", quota, most, roster,
                    packs.p);
    // spec/plan.md 3.15: "unless a quota of the item is left out of the sum (3.14)"
    if (quota < least && !t->partial)
        qian_breach(c, QIAN_P15, false, item->code, "%llu < %llu, N = %llu%s", quota, least, roster,
                    packs.p);
    qian_buf_free(&packs);
}

static void check_total(struct rosters *r, size_t i, uint64_t reached) {
    struct qian_checking *c = r->c;
    const struct qian_opening *t = &r->opening[i];
    const struct qian_listed_item *item = &c->planning->items.item[i];
    struct qian_wish wish = {.cap = item->cap};
    if (!t->wanted || t->roster == 0)
        return;
    qian_planning_bounds(c->planning, item->kind, &wish.min, &wish.max);
    c->plan = NULL;
    c->line = NULL;
    check_sum(c, t, item, &wish);
    if (item->kind != QIAN_ITEM_UNMARKED)
        check_reached(c, item->code, qian_ratio_ceil(wish.min, t->roster), reached);
}

enum qian_status qian_check_items(struct qian_checking *c, struct qian_err *err) {
    const struct qian_planning *p = c->planning;
    struct rosters r = {c, qian_take(p->items.count + 1, sizeof *r.opening)};
    uint64_t *reached = qian_take(p->items.count + 1, sizeof *reached);
    enum qian_status status = qian_reached(p, reached, err);
    for (size_t i = 0; status == QIAN_OK && i < p->plans; i++) {
        c->plan = &p->plan[i];
        for (size_t l = 0; status == QIAN_OK && l < c->plan->lines; l++) {
            c->line = &c->plan->line[l];
            if (c->plan->year == p->year || c->plan->wanted)
                status = check_line(&r, err);
        }
    }
    for (size_t i = 0; status == QIAN_OK && i < p->items.count; i++)
        check_total(&r, i, reached[i]);
    free(r.opening);
    free(reached);
    return status;
}
