// SPDX-License-Identifier: MulanPSL-2.0
// What a target is barred for, and why (spec/history.md 2).
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/registry/pool_parts.h"

enum { I_DATE = 6 };
enum { C_ID, C_TARGET, C_ITEM, C_ISSUER, C_ISSUED, C_EXPIRES };
enum { A_ID, A_TARGET, A_ITEM, A_AUTHORITY, A_DATE };

static const char *get(const struct qian_pool *pool, size_t at) {
    return qian_pasts_text(&pool->pasts, at);
}

static bool in_year(const struct qian_pool *pool, struct qian_str date) {
    return date.n == 10 && memcmp(date.p, pool->order->year, 4) == 0;
}

static const struct qian_listed_item *item_of(const struct qian_pool *pool, size_t place) {
    return &pool->order->items->item[pool->order->item[place]];
}

// Keep the inspections of the plan's year of the row at hand.
static enum qian_status gather(struct qian_pool *pool, struct qian_err *err) {
    struct qian_str id = qian_buf_view(&pool->id);
    struct qian_keyed *k = &pool->inspections;
    enum qian_status status = qian_keyed_seek(k, id, err);
    for (; status == QIAN_OK && qian_keyed_is(k, id); status = qian_keyed_step(k, err)) {
        const struct qian_str *f = k->row.field;
        if (in_year(pool, f[I_DATE]))
            qian_pasts_add(&pool->pasts, f,
                           qian_is_drawn_list(pool->drawn, pool->drawns, k->row.list));
    }
    return status;
}

static void bar(struct qian_pool *pool, size_t place, enum qian_bar_ground ground,
                size_t reference) {
    pool->bar = qian_grow(pool->bar, &pool->bar_cap, pool->row.bars + 1, sizeof *pool->bar);
    // `reference` is an offset until the text has stopped moving.
    pool->bar[pool->row.bars++] =
        (struct qian_pool_bar){.item = place, .ground = ground, .reference = NULL};
    pool->bar[pool->row.bars - 1].at = reference;
}

static bool is_barred(const struct qian_pool *pool, size_t place) {
    for (size_t i = 0; i < pool->row.bars; i++)
        if (pool->bar[i].item == place)
            return true;
    return false;
}

// spec/history.md 2.1: "a target is barred for a general item in which the year of the plan has an
// inspection of the same item and the same system"
static void bar_repeats(struct qian_pool *pool, uint64_t approved) {
    for (size_t i = 0; i < pool->order->item_count; i++) {
        const struct qian_listed_item *item = item_of(pool, i);
        bool open = pool->row.items >> i & 1 && !(approved >> i & 1);
        if (!open || item->kind != QIAN_ITEM_GENERAL)
            continue;
        for (size_t k = 0; k < pool->pasts.count; k++) {
            const struct qian_past *p = &pool->pasts.past[k];
            if (strcmp(get(pool, p->item), item->code) == 0 &&
                strcmp(get(pool, p->system), item->system) == 0) {
                bar(pool, i, QIAN_BAR_REPEAT, p->id);
                break;
            }
        }
    }
}

// The place of an item of this code among those that are drawn for; item_count if it is none.
static size_t place_of(const struct qian_pool *pool, struct qian_str code) {
    size_t i = 0;
    while (i < pool->order->item_count && !qian_str_is(code, item_of(pool, i)->code))
        i++;
    return i;
}

static enum qian_status read_approvals(struct qian_pool *pool, uint64_t *approved,
                                       struct qian_err *err) {
    struct qian_str id = qian_buf_view(&pool->id);
    struct qian_keyed *k = &pool->approvals;
    enum qian_status status = qian_keyed_seek(k, id, err);
    for (; status == QIAN_OK && qian_keyed_is(k, id); status = qian_keyed_step(k, err)) {
        size_t place = place_of(pool, k->row.field[A_ITEM]);
        if (place < pool->order->item_count && in_year(pool, k->row.field[A_DATE]))
            *approved |= UINT64_C(1) << place;
    }
    return status;
}

// spec/history.md 2.2: "from `issued` to `expires`, both included, or, where there is no `expires`,
// for `certificate_validity_default` months of the rules pack from `issued` on"
static bool is_valid(const struct qian_pool *pool, struct qian_str issued,
                     struct qian_str expires) {
    int32_t from, to;
    if (!qian_day_read(issued, &from) || pool->day < from)
        return false;
    if (expires.n == 0)
        return pool->day <= qian_day_months_later(from, pool->validity);
    return qian_day_read(expires, &to) && pool->day <= to;
}

static enum qian_status bar_certified(struct qian_pool *pool, struct qian_err *err) {
    struct qian_str id = qian_buf_view(&pool->id);
    struct qian_keyed *k = &pool->certificates;
    enum qian_status status = qian_keyed_seek(k, id, err);
    for (; status == QIAN_OK && qian_keyed_is(k, id); status = qian_keyed_step(k, err)) {
        const struct qian_str *f = k->row.field;
        size_t place = place_of(pool, f[C_ITEM]);
        if (place < pool->order->item_count && pool->row.items >> place & 1 &&
            is_valid(pool, f[C_ISSUED], f[C_EXPIRES]) && !is_barred(pool, place))
            bar(pool, place, QIAN_BAR_CERTIFIED, qian_pasts_put(&pool->pasts, f[C_ID]));
    }
    return status;
}

static void bar_capped(struct qian_pool *pool) {
    char class = pool->row.class;
    uint32_t cap = pool->cap[class >= 'A' && class <= 'D' ? class - 'A' : 4];
    size_t reached = SIZE_MAX;
    for (size_t k = 0; k < pool->pasts.count; k++)
        if (pool->pasts.past[k].visit && ++pool->row.visits == cap)
            reached = pool->pasts.past[k].id;
    for (size_t i = 0; reached != SIZE_MAX && i < pool->order->item_count; i++)
        if (pool->row.items >> i & 1 && !is_barred(pool, i))
            bar(pool, i, QIAN_BAR_CAP, reached);
}

static int by_item(const void *a, const void *b) {
    size_t x = ((const struct qian_pool_bar *)a)->item, y = ((const struct qian_pool_bar *)b)->item;
    return (x > y) - (x < y);
}

enum qian_status qian_pool_bars(struct qian_pool *pool, struct qian_err *err) {
    uint64_t approved = 0;
    qian_pasts_clear(&pool->pasts);
    pool->row.bars = 0;
    pool->row.visits = 0;
    enum qian_status status = gather(pool, err);
    if (status == QIAN_OK)
        status = read_approvals(pool, &approved, err);
    (void)qian_pasts_judge(&pool->pasts);
    if (status == QIAN_OK) {
        bar_repeats(pool, approved);
        status = bar_certified(pool, err);
    }
    if (status != QIAN_OK)
        return status;
    bar_capped(pool);
    for (size_t i = 0; i < pool->row.bars; i++)
        pool->bar[i].reference = get(pool, pool->bar[i].at);
    if (pool->row.bars > 1)
        qsort(pool->bar, pool->row.bars, sizeof *pool->bar, by_item);
    pool->row.bar = pool->bar;
    return QIAN_OK;
}
