// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/pool.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/fold.h"
#include "engine/registry/pairs.h"
#include "engine/registry/pool_parts.h"

enum { T_ID, T_NAME, T_TYPE, T_AREA, T_STATUS };
enum { CL_ID, CL_CLASS };

// A list that no item names is not looked at; one that is named and not there is a fault.
static enum qian_status want_list(struct qian_pool *pool, const struct qian_listed_item *item,
                                  struct qian_str name, uint64_t bit, struct qian_err *err) {
    for (size_t i = 0; i < pool->lists; i++)
        if (qian_str_is(name, pool->list[i].name) && strcmp(pool->list[i].reg, "targets") == 0)
            return qian_store_wanted_add(pool->order->store, pool->list[i].number, !item->premises,
                                         bit, err);
    enum qian_status status = qian_fail(err, QIAN_REFUSED, "", "items 3",
                                        "an item's list of targets is not in the register",
                                        "import the list, or name another in the item");
    qian_err_where(err, "%.64s", item->code);
    qian_err_value(err, "%.*s", (int)(name.n < 64 ? name.n : 64), name.p);
    return status;
}

static enum qian_status want_lists(struct qian_pool *pool, struct qian_err *err) {
    const struct qian_pool_order *order = pool->order;
    enum qian_status status = qian_store_wanted_clear(order->store, err);
    for (size_t i = 0; status == QIAN_OK && i < order->item_count; i++) {
        const struct qian_listed_item *item = &order->items->item[order->item[i]];
        struct qian_split split = qian_split(qian_str(item->lists), ';');
        struct qian_str name;
        while (status == QIAN_OK && qian_split_next(&split, &name))
            status = want_list(pool, item, name, UINT64_C(1) << i, err);
    }
    return status;
}

static enum qian_status read_lists(struct qian_pool *pool, struct qian_err *err) {
    static const char *const registers[] = {"targets", "classes"};
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; status == QIAN_OK && i < 2; i++) {
        struct qian_stored_list *list = NULL;
        size_t count = 0, cap = pool->lists;
        status = qian_store_lists(pool->order->store, registers[i], &list, &count, err);
        pool->list = qian_grow(pool->list, &cap, pool->lists + count + 1, sizeof *list);
        if (count)
            memcpy(pool->list + pool->lists, list, count * sizeof *list);
        pool->lists += count;
        free(list); // the names live on in the pool
    }
    return status;
}

// spec/plan.md 3.31: "the longer wait and validity"
static enum qian_status read_caps(struct qian_pool *pool, struct qian_err *err) {
    const struct qian_pool_order *order = pool->order;
    enum qian_status status = qian_visits_caps(order->rules, order->packs, pool->cap, err);
    for (size_t k = 0; status == QIAN_OK && k < order->packs; k++) {
        uint32_t months = 0;
        status = qian_rules_number(order->rules[k], "certificate_validity_default", "month",
                                   &months, err);
        pool->validity = months > pool->validity ? months : pool->validity;
    }
    return status;
}

static enum qian_status open_keyed(struct qian_pool *pool, struct qian_keyed *keyed,
                                   const char *reg, const char *by, struct qian_err *err) {
    struct qian_scan_order order = {.reg = qian_register_find(reg),
                                    .change = pool->order->change,
                                    .day = pool->order->day,
                                    .by = by,
                                    .wanted = keyed == &pool->targets};
    return qian_keyed_open(keyed, pool->order->store, &order, err);
}

static enum qian_status open_all(struct qian_pool *pool, struct qian_err *err) {
    const struct qian_pool_order *order = pool->order;
    if (!qian_day_read(qian_str(order->day), &pool->day))
        return qian_fail(err, QIAN_USAGE, "", "registers 2.5", "not a day", "write YYYY-MM-DD");
    enum qian_status status = read_lists(pool, err);
    if (status == QIAN_OK)
        status = read_caps(pool, err);
    if (status == QIAN_OK)
        status = qian_drawn_lists(order->store, &pool->drawn, &pool->drawns, err);
    if (status == QIAN_OK)
        status = qian_pairs_resolve(order->store, order->change, order->day, err);
    if (status == QIAN_OK)
        status = want_lists(pool, err);
    if (status == QIAN_OK)
        status = open_keyed(pool, &pool->targets, "targets", "id", err);
    if (status == QIAN_OK)
        status = open_keyed(pool, &pool->classes, "classes", "id", err);
    if (status == QIAN_OK)
        status = open_keyed(pool, &pool->inspections, "inspections", "target", err);
    if (status == QIAN_OK)
        status = open_keyed(pool, &pool->certificates, "certificates", "target", err);
    if (status == QIAN_OK)
        status = open_keyed(pool, &pool->approvals, "approvals", "target", err);
    return status;
}

enum qian_status qian_pool_open(const struct qian_pool_order *order, struct qian_pool **out,
                                struct qian_err *err) {
    struct qian_pool *pool = qian_take(1, sizeof *pool);
    pool->own = *order;
    pool->order = &pool->own;
    enum qian_status status = open_all(pool, err);
    *out = status == QIAN_OK ? pool : NULL;
    if (status != QIAN_OK)
        qian_pool_close(pool);
    return status;
}

static void set(struct qian_buf *buf, struct qian_str value) {
    buf->n = 0;
    qian_buf_str(buf, value);
    qian_buf_add(buf, "", 1);
    buf->n--;
}

// The rows of one subject as they come: which of them is its own, and what it says.
struct merging {
    uint64_t list;
    bool own; // a row whose id is the subject's, or another id of it, was met
};

// spec/registers.md 3.2: "Its name, area and status must be the same in all"
static void hold(struct qian_pool *pool, struct merging *m, const struct qian_scanned *row) {
    struct qian_said old[] = {{m->list, qian_buf_view(&pool->name)},
                              {m->list, qian_buf_view(&pool->area)},
                              {m->list, qian_buf_view(&pool->status)}};
    if (!qian_fold_same_name(old[0].value, row->field[T_NAME]))
        qian_pool_conflict(pool, "name", old[0], (struct qian_said){row->list, row->field[T_NAME]});
    // A list that does not know the area contradicts nobody.
    if (qian_str_is(old[1].value, "-"))
        set(&pool->area, row->field[T_AREA]);
    else if (!qian_str_is(row->field[T_AREA], "-") &&
             !qian_str_eq(old[1].value, row->field[T_AREA]))
        qian_pool_conflict(pool, "area", old[1], (struct qian_said){row->list, row->field[T_AREA]});
    if (!qian_str_eq(old[2].value, row->field[T_STATUS]))
        qian_pool_conflict(pool, "status", old[2],
                           (struct qian_said){row->list, row->field[T_STATUS]});
}

static void take(struct qian_pool *pool, struct merging *m, const struct qian_scanned *row) {
    // A place or branch that counts for its subject says nothing of the subject's name or area.
    bool own = !row->by_subject || qian_str_eq(row->field[T_ID], row->key);
    qian_pool_row_conflicts(pool, row);
    pool->row.items |= row->items;
    if (pool->row.rows == 0 || (own && !m->own)) {
        set(&pool->name, row->field[T_NAME]);
        set(&pool->area, row->field[T_AREA]);
        set(&pool->status, row->field[T_STATUS]);
        m->list = row->list;
    } else if (own) {
        hold(pool, m, row);
    }
    m->own = m->own || own;
    pool->row.rows++;
}

static enum qian_status take_class(struct qian_pool *pool, struct qian_err *err) {
    struct qian_str id = qian_buf_view(&pool->id);
    struct qian_keyed *k = &pool->classes;
    uint64_t list = 0;
    enum qian_status status = qian_keyed_seek(k, id, err);
    pool->row.class = '-';
    for (; status == QIAN_OK && qian_keyed_is(k, id); status = qian_keyed_step(k, err)) {
        struct qian_str class = k->row.field[CL_CLASS];
        char old = pool->row.class;
        if (old == '-') {
            pool->row.class = *class.p;
            list = k->row.list;
        } else if (old != *class.p) {
            qian_pool_conflict(pool, "class", (struct qian_said){list, {&old, 1}},
                               (struct qian_said){k->row.list, class});
        }
    }
    return status;
}

static bool has_area(const char *areas, struct qian_str area) {
    struct qian_split split = qian_split(qian_str(areas), ';');
    struct qian_str one;
    while (qian_split_next(&split, &one))
        if (qian_str_is(one, "*") || qian_str_eq(one, area))
            return true;
    return false;
}

static enum qian_status merge_one(struct qian_pool *pool, struct qian_err *err) {
    struct merging m = {0};
    enum qian_status status = QIAN_OK;
    pool->row = (struct qian_pool_row){0};
    set(&pool->id, pool->targets.row.key);
    for (; status == QIAN_OK && qian_keyed_is(&pool->targets, qian_buf_view(&pool->id));
         status = qian_keyed_step(&pool->targets, err))
        take(pool, &m, &pool->targets.row);
    return status;
}

static enum qian_status finish_row(struct qian_pool *pool, struct qian_err *err) {
    enum qian_status status = take_class(pool, err);
    if (status == QIAN_OK)
        status = qian_pool_bars(pool, err);
    pool->row.id = pool->id.p;
    pool->row.name = pool->name.p;
    pool->row.area = pool->area.p;
    pool->row.status = pool->status.p;
    return status;
}

enum qian_status qian_pool_next(struct qian_pool *pool, const struct qian_pool_row **row,
                                struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    *row = NULL;
    while (status == QIAN_OK && pool->targets.more && !*row) {
        status = merge_one(pool, err);
        if (status != QIAN_OK || !has_area(pool->order->areas, qian_buf_view(&pool->area))) {
            pool->unknown += status == QIAN_OK && qian_str_is(qian_buf_view(&pool->area), "-");
            continue;
        }
        status = finish_row(pool, err);
        if (status == QIAN_OK)
            *row = &pool->row;
    }
    return status;
}

size_t qian_pool_unknown_areas(const struct qian_pool *pool) {
    return pool->unknown;
}

void qian_pool_close(struct qian_pool *pool) {
    if (!pool)
        return;
    struct qian_keyed *keyed[] = {&pool->targets, &pool->classes, &pool->inspections,
                                  &pool->certificates, &pool->approvals};
    for (size_t i = 0; i < 5; i++)
        qian_keyed_close(keyed[i]);
    qian_pool_conflicts_free(pool->conflict, pool->conflicts);
    struct qian_buf *bufs[] = {&pool->id, &pool->name, &pool->area, &pool->status};
    for (size_t i = 0; i < 4; i++)
        qian_buf_free(bufs[i]);
    qian_stored_lists_free(pool->list, pool->lists);
    qian_pasts_free(&pool->pasts);
    free(pool->drawn);
    free(pool->bar);
    free(pool);
}
