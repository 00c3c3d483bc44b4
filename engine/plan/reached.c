// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/plan/reached.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/registry/pairs.h"
#include "engine/registry/visits.h"

// Rows come by target: a target was counted for an item if the item's last target is this one.
struct reading {
    const struct qian_planning *planning;
    struct qian_buf target; // of the rows at hand
    size_t number;          // of targets so far
    size_t *last;           // by item: the number of the last target that was counted
    uint64_t *out;
    size_t item, date; // columns
    bool drawn;        // of draws' lists alone
    uint64_t *list;
    size_t lists;
};

static void take(struct reading *r, const struct qian_scanned *row) {
    const struct qian_planning *p = r->planning;
    struct qian_str date = row->field[r->date];
    if (r->drawn && !qian_is_drawn_list(r->list, r->lists, row->list))
        return;
    int32_t day = 0;
    const struct qian_listed_item *item = qian_items_find(&p->items, row->field[r->item]);
    if (r->number == 0 || !qian_str_eq(row->key, qian_buf_view(&r->target))) {
        r->target.n = 0;
        qian_buf_str(&r->target, row->key);
        r->number++;
    }
    if (!item || !qian_day_read(date, &day) || qian_date_of(day).year != p->year ||
        day > qian_day_of(p->at))
        return;
    size_t i = (size_t)(item - p->items.item);
    r->out[i] += r->last[i] != r->number;
    r->last[i] = r->number;
}

static enum qian_status read(const struct qian_planning *planning, bool drawn, uint64_t *out,
                             struct qian_err *err) {
    struct qian_scan_order order = {.reg = qian_register_find("inspections"),
                                    .change = planning->change,
                                    .day = planning->done,
                                    .by = "target"};
    struct reading r = {.planning = planning, .out = out, .drawn = drawn};
    struct qian_scan *scan = NULL;
    struct qian_scanned row;
    bool more = true;
    r.last = qian_take(planning->items.count + 1, sizeof *r.last);
    r.item = qian_register_column(order.reg, "item");
    r.date = qian_register_column(order.reg, "date");
    enum qian_status status = qian_drawn_lists(planning->store, &r.list, &r.lists, err);
    if (status == QIAN_OK)
        status = qian_pairs_resolve(planning->store, planning->change, planning->done, err);
    if (status == QIAN_OK)
        status = qian_store_scan(planning->store, &order, &scan, err);
    while (status == QIAN_OK && more) {
        status = qian_scan_next(scan, &more, &row, err);
        if (status == QIAN_OK && more)
            take(&r, &row);
    }
    qian_scan_close(scan);
    free(r.last);
    free(r.list);
    qian_buf_free(&r.target);
    return status;
}

enum qian_status qian_reached(const struct qian_planning *planning, uint64_t *out,
                              struct qian_err *err) {
    return read(planning, false, out, err);
}

enum qian_status qian_drawn_targets(const struct qian_planning *planning, uint64_t *out,
                                    struct qian_err *err) {
    return read(planning, true, out, err);
}
