// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/pool.h - the targets of some items, out of the lists of all departments: one row
// a subject, with its class and with what it is barred for (spec/registers.md 3, spec/history.md).
//
// Rows come by id, as bytes. Memory grows with pairs, classes of one list and bars, not with
// targets.
#pragma once

#include "engine/registry/items.h"

#define QIAN_POOL_ITEMS_MAX 64

enum qian_bar_ground { QIAN_BAR_REPEAT, QIAN_BAR_CERTIFIED, QIAN_BAR_CAP, QIAN_BAR_GROUNDS };

struct qian_pool_order {
    struct qian_store *store;
    const struct qian_rules *const *rules; // the stricter of them holds
    size_t packs;                          // at least one
    const struct qian_items *items;        // all of them
    const size_t *item;                    // which of them are drawn for, ascending
    size_t item_count;                     // up to QIAN_POOL_ITEMS_MAX
    uint64_t change;                       // as recorded by it
    const char *day;                       // and valid on it: the day of the freeze
    const char *year;                      // of the plan: four digits
    const char *areas;                     // "*" or areas separated by ';'
};

// One bar: item=ground:reference.
struct qian_pool_bar {
    size_t item; // place in order->item
    enum qian_bar_ground ground;
    const char *reference; // until the next row
    size_t at;             // the pool's own
};

struct qian_pool_row {
    const char *id, *name, *area; // until the next row
    char class;                   // 'A'–'D' or '-'
    const char *status;           // "live", "revoked", …
    uint64_t items;               // bit i: order->item[i] applies
    const struct qian_pool_bar *bar;
    size_t bars;
    unsigned visits; // inspections of this year, of all departments
    size_t rows;     // of lists that became this one
};

// Rows of several lists that are one subject and contradict each other (spec/registers.md 3.2).
struct qian_pool_conflict {
    char *id, *column;        // owned
    char *list[2], *value[2]; // owned
};

struct qian_pool;
enum qian_status qian_pool_open(const struct qian_pool_order *order, struct qian_pool **out,
                                struct qian_err *err) QIAN_MUST_USE;
// The next row; *row is NULL at the end.
enum qian_status qian_pool_next(struct qian_pool *pool, const struct qian_pool_row **row,
                                struct qian_err *err) QIAN_MUST_USE;
// How many targets were left out so far, since their area is not known (`-`) and areas are wanted.
size_t qian_pool_unknown_areas(const struct qian_pool *pool);
// The conflicts met so far. A freeze is refused while there are any.
const struct qian_pool_conflict *qian_pool_conflicts(const struct qian_pool *pool, size_t *count);
// The same, and they are the caller's from now on.
struct qian_pool_conflict *qian_pool_take_conflicts(struct qian_pool *pool, size_t *count);
void qian_pool_conflicts_free(struct qian_pool_conflict *conflict, size_t count);
void qian_pool_close(struct qian_pool *pool);
