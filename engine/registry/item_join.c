// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/item_join.h"

#include <stdlib.h>
#include <string.h>

#define TELL_EVERY 65536
#define VISIT QIAN_RATIO_WHOLE // in the millionths in which visits are counted

struct joining {
    const struct qian_items *items;
    size_t n;           // items that are looked at
    size_t *at;         // their places
    uint64_t *common;   // n·n, of which a < b are used
    bool *list_of_item; // [item][list]
    uint64_t *list;     // numbers of the lists that an item names
    size_t lists;
    bool *hit;          // the items of the target at hand
    struct qian_buf id; // of the target at hand
    struct qian_joins *out;
};

static bool takes_part(const struct qian_listed_item *it) {
    return it->live && !*it->members && *it->lists;
}

static void choose_items(struct joining *j) {
    j->at = qian_take(j->items->count + 1, sizeof *j->at);
    for (size_t i = 0; i < j->items->count; i++)
        if (takes_part(&j->items->item[i]))
            j->at[j->n++] = i;
    j->common = qian_take(j->n * j->n + 1, sizeof *j->common);
    j->hit = qian_take(j->n + 1, sizeof *j->hit);
}

static enum qian_status choose_lists(struct joining *j, struct qian_store *store,
                                     struct qian_err *err) {
    struct qian_stored_list *list = NULL;
    enum qian_status status = qian_store_lists(store, "targets", &list, &j->lists, err);
    j->list = qian_take(j->lists + 1, sizeof *j->list);
    j->list_of_item = qian_take(j->n * j->lists + 1, sizeof *j->list_of_item);
    for (size_t l = 0; l < j->lists; l++) {
        j->list[l] = list[l].number;
        for (size_t i = 0; i < j->n; i++)
            j->list_of_item[i * j->lists + l] =
                qian_words_have(j->items->item[j->at[i]].lists, qian_str(list[l].name));
    }
    qian_stored_lists_free(list, j->lists);
    return status;
}

// Count the target whose rows have been seen.
static void count(struct joining *j) {
    for (size_t a = 0; a < j->n; a++) {
        if (!j->hit[a])
            continue;
        j->out->of_item[j->at[a]]++;
        for (size_t b = a + 1; b < j->n; b++)
            j->common[a * j->n + b] += j->hit[b];
    }
    memset(j->hit, 0, j->n);
}

static void take_row(struct joining *j, const struct qian_scanned *row, size_t type) {
    size_t l = 0;
    while (l < j->lists && j->list[l] != row->list)
        l++;
    if (!qian_str_eq(row->field[0], qian_buf_view(&j->id))) {
        count(j);
        j->out->targets++;
        j->id.n = 0;
        qian_buf_str(&j->id, row->field[0]);
    }
    for (size_t i = 0; l < j->lists && i < j->n; i++)
        if (j->list_of_item[i * j->lists + l] &&
            qian_words_have(j->items->item[j->at[i]].type, row->field[type]))
            j->hit[i] = true;
}

static enum qian_status scan(struct joining *j, struct qian_store *store, uint64_t change,
                             const char *day, void (*tell)(void *, const char *, size_t),
                             void *context, struct qian_err *err) {
    struct qian_scan_order order = {
        .reg = qian_register_find("targets"), .change = change, .day = day};
    size_t type = qian_register_column(order.reg, "type"), rows = 0;
    struct qian_scan *scanned = NULL;
    struct qian_scanned row;
    bool more = true;
    enum qian_status status = qian_store_scan(store, &order, &scanned, err);
    while (status == QIAN_OK && more) {
        status = qian_scan_next(scanned, &more, &row, err);
        if (status != QIAN_OK || !more)
            break;
        if (tell && ++rows % TELL_EVERY == 0)
            tell(context, "counting common targets", rows);
        take_row(j, &row, type);
    }
    if (status == QIAN_OK)
        count(j);
    qian_scan_close(scanned);
    return status;
}

// Are both members of one joint item that is live?
static bool joined(const struct qian_items *items, const char *a, const char *b) {
    for (size_t i = 0; i < items->count; i++)
        if (items->item[i].live && qian_words_have(items->item[i].members, qian_str(a)) &&
            qian_words_have(items->item[i].members, qian_str(b)))
            return true;
    return false;
}

// spec/items.md 5.3: "drawn together, with one random key for each target, min(p, q)·n visits serve
// both; drawn apart, p·q·n do by chance"
static void pair(struct joining *j, size_t a, size_t b) {
    struct qian_joins *out = j->out;
    uint64_t n = j->common[a * j->n + b];
    size_t x = j->at[a], y = j->at[b];
    const struct qian_listed_item *first = &j->items->item[x], *second = &j->items->item[y];
    uint32_t p = out->ratio[x], q = out->ratio[y];
    uint64_t saved = n * (p < q ? p : q);
    // spec/items.md 5.4: "of whose visits at least one would serve both"
    if (saved < VISIT || strcmp(first->department, second->department) == 0 ||
        joined(j->items, first->code, second->code))
        return;
    out->pair = qian_grow(out->pair, &out->pair_cap, out->pairs + 1, sizeof *out->pair);
    out->pair[out->pairs++] = (struct qian_joinable){x, y, n, saved, (qian_u128)p * q * n};
}

qian_u128 qian_join_gain(const struct qian_joinable *p) {
    return (qian_u128)p->saved * QIAN_RATIO_WHOLE - p->chance;
}

// Places are in the order of codes.
static int by_gain(const void *a, const void *b) {
    const struct qian_joinable *x = a, *y = b;
    qian_u128 gx = qian_join_gain(x), gy = qian_join_gain(y);
    if (gx != gy)
        return gx > gy ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

// The pair that serves most of those with one end in the group and the other in none.
static const struct qian_joinable *next(const struct qian_joins *out, const size_t *group_of,
                                        size_t group) {
    const struct qian_joinable *best = NULL;
    for (size_t i = 0; i < out->pairs; i++) {
        const struct qian_joinable *p = &out->pair[i];
        size_t a = group_of[p->a], b = group_of[p->b];
        if (((a == group && b == 0) || (b == group && a == 0)) && (!best || p->saved > best->saved))
            best = p;
    }
    return best;
}

// spec/items.md 5.5: "the first pair whose items are in no group begins one"
static void group(struct qian_joins *out, size_t *group_of, const struct qian_joinable *first) {
    out->group = qian_grow(out->group, &out->group_cap, out->groups + 1, sizeof *out->group);
    struct qian_join_group *g = &out->group[out->groups++];
    size_t number = out->groups; // 0 is none
    *g = (struct qian_join_group){.item = {first->a, first->b}, .count = 2, .saved = first->saved};
    group_of[first->a] = group_of[first->b] = number;
    const struct qian_joinable *p;
    while (g->count < QIAN_JOIN_GROUP_MAX && (p = next(out, group_of, number)) != NULL) {
        size_t item = group_of[p->a] == number ? p->b : p->a;
        group_of[item] = number;
        g->item[g->count++] = item;
        g->saved += p->saved;
    }
}

static void suggest(struct joining *j) {
    struct qian_joins *out = j->out;
    for (size_t a = 0; a < j->n; a++)
        for (size_t b = a + 1; b < j->n; b++)
            pair(j, a, b);
    if (out->pairs > 1)
        qsort(out->pair, out->pairs, sizeof *out->pair, by_gain);
    size_t *group_of = qian_take(j->items->count + 1, sizeof *group_of);
    for (size_t i = 0; i < out->pairs; i++)
        if (group_of[out->pair[i].a] == 0 && group_of[out->pair[i].b] == 0)
            group(out, group_of, &out->pair[i]);
    free(group_of);
}

enum qian_status qian_items_join(struct qian_store *store, const struct qian_items *items,
                                 const struct qian_rules *rules, uint64_t change, const char *day,
                                 void (*tell)(void *, const char *, size_t), void *context,
                                 struct qian_joins *out, struct qian_err *err) {
    struct joining j = {.items = items, .out = out};
    *out = (struct qian_joins){0};
    out->of_item = qian_take(items->count + 1, sizeof *out->of_item);
    out->ratio = qian_take(items->count + 1, sizeof *out->ratio);
    for (size_t i = 0; i < items->count; i++)
        out->ratio[i] = qian_item_ratio(&items->item[i], rules);
    choose_items(&j);
    enum qian_status status = choose_lists(&j, store, err);
    if (status == QIAN_OK)
        status = scan(&j, store, change, day, tell, context, err);
    if (status == QIAN_OK)
        suggest(&j);
    free(j.at);
    free(j.common);
    free(j.hit);
    free(j.list);
    free(j.list_of_item);
    qian_buf_free(&j.id);
    return status;
}

void qian_joins_free(struct qian_joins *joins) {
    free(joins->of_item);
    free(joins->ratio);
    free(joins->pair);
    free(joins->group);
    *joins = (struct qian_joins){0};
}
