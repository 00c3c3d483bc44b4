// SPDX-License-Identifier: MulanPSL-2.0
// Rosters of items that no line has (spec/plan.md 8.4), many in one pass over the registers.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/plan/opening.h"

struct batch {
    const struct qian_planning *planning;
    size_t item[QIAN_POOL_ITEMS_MAX];
    size_t items;
    struct qian_opening *opening;
};

// Are all lists of the item in the register, and is there one? If not, nobody is on its roster.
static bool has_lists(const struct qian_listed_item *item, const struct qian_stored_list *list,
                      size_t lists) {
    struct qian_split split = qian_split(qian_str(item->lists), ';');
    struct qian_str name;
    bool any = false;
    while (qian_split_next(&split, &name)) {
        size_t i = 0;
        while (i < lists && !qian_str_is(name, list[i].name))
            i++;
        if (i == lists)
            return false;
        any = true;
    }
    return any;
}

static enum qian_status count(struct batch *b, struct qian_err *err) {
    const struct qian_planning *p = b->planning;
    char year[16];
    (void)snprintf(year, sizeof year, "%04d", p->year);
    struct qian_pool_order order = {.store = p->store,
                                    .rules = p->rules,
                                    .packs = p->packs,
                                    .items = &p->items,
                                    .item = b->item,
                                    .item_count = b->items,
                                    .change = p->change,
                                    .day = p->day,
                                    .year = year,
                                    .areas = "*"};
    struct qian_pool *pool = NULL;
    const struct qian_pool_row *row = NULL;
    if (b->items == 0)
        return QIAN_OK;
    enum qian_status status = qian_pool_open(&order, &pool, err);
    while (status == QIAN_OK) {
        status = qian_pool_next(pool, &row, err);
        if (status != QIAN_OK || !row)
            break;
        for (size_t i = 0; i < b->items; i++)
            b->opening[b->item[i]].roster += row->items >> i & 1;
    }
    qian_pool_close(pool);
    b->items = 0;
    return status;
}

enum qian_status qian_rosters_now(const struct qian_planning *planning,
                                  struct qian_opening *opening, struct qian_err *err) {
    struct batch b = {.planning = planning, .opening = opening};
    struct qian_stored_list *list = NULL;
    size_t lists = 0;
    enum qian_status status = qian_store_lists(planning->store, "targets", &list, &lists, err);
    for (size_t i = 0; status == QIAN_OK && i < planning->items.count; i++) {
        if (opening[i].plan || !has_lists(&planning->items.item[i], list, lists))
            continue;
        b.item[b.items++] = i;
        if (b.items == QIAN_POOL_ITEMS_MAX)
            status = count(&b, err);
    }
    if (status == QIAN_OK)
        status = count(&b, err);
    qian_stored_lists_free(list, lists);
    return status;
}
