// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/item_join.h - which items would better be done in one visit (能联合尽联合),
// counted on the registers as they are (spec/items.md 5).
//
// Targets are gone through once; memory grows with the square of the live items alone.
#pragma once

#include "engine/core/ratio.h"
#include "engine/registry/items.h"

#define QIAN_JOIN_GROUP_MAX 64

// Two items of different departments. a < b, places in qian_items.item.
struct qian_joinable {
    size_t a, b;
    uint64_t common;  // n: targets of both
    uint64_t saved;   // min(p, q)·n, in millionths of visits
    qian_u128 chance; // p·q·n, in 10^-12 visits
};

struct qian_join_group {
    size_t item[QIAN_JOIN_GROUP_MAX]; // in the order in which it grew
    size_t count;
    uint64_t saved; // at least, in millionths of visits
};

// Start with {0}; free with qian_joins_free.
struct qian_joins {
    uint64_t targets;  // rows of targets that were looked at, each id once
    uint64_t *of_item; // targets of each item; owned
    uint32_t *ratio;   // at which each would be drawn, millionths; owned
    struct qian_joinable *pair;
    size_t pairs, pair_cap;
    struct qian_join_group *group;
    size_t groups, group_cap;
};

// `tell` may be NULL.
enum qian_status qian_items_join(struct qian_store *store, const struct qian_items *items,
                                 const struct qian_rules *rules, uint64_t change, const char *day,
                                 void (*tell)(void *context, const char *what, size_t rows),
                                 void *context, struct qian_joins *out,
                                 struct qian_err *err) QIAN_MUST_USE;
// What joining saves beyond chance, in 10^-12 visits.
qian_u128 qian_join_gain(const struct qian_joinable *pair);
void qian_joins_free(struct qian_joins *joins);
