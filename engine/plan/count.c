// SPDX-License-Identifier: MulanPSL-2.0
// What a draw for a line would find in the registers: rosters, strata, quotas (spec/quota.md).
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/plan/plan.h"
#include "engine/registry/pool.h"

#define CAN_HOLD 64

static size_t ascending(const struct qian_plan_line *line, size_t *item) {
    size_t n = 0;
    for (size_t i = 0; i < line->items && n < QIAN_POOL_ITEMS_MAX; i++) {
        if (line->item[i] == QIAN_NO_ITEM)
            continue;
        size_t at = n;
        while (at > 0 && item[at - 1] > line->item[i])
            at--;
        if (at > 0 && item[at - 1] == line->item[i])
            continue; // named twice: counted once
        memmove(item + at + 1, item + at, (n - at) * sizeof *item);
        item[at] = line->item[i];
        n++;
    }
    return n;
}

int qian_class_place(char class) {
    static const char classes[] = "ABCD-";
    const char *at = strchr(classes, class);
    return at && *at ? (int)(at - classes) : QIAN_CLASSES - 1;
}

// spec/quota.md 3.1: "A row's label is the values of the columns named in `stratify`, in that
// order, joined with `/`"
void qian_line_label(const struct qian_plan_line *line, char class, const char *area,
                     char label[64]) {
    char letter[2] = {class, 0};
    const char *first = line->area_first ? area : letter;
    const char *second = line->area_first ? letter : area;
    if (line->by_class && line->by_area)
        (void)snprintf(label, CAN_HOLD, "%.30s/%.30s", first, second);
    else
        (void)snprintf(label, CAN_HOLD, "%.60s",
                       line->by_class  ? letter
                       : line->by_area ? area
                                       : "");
}

static struct qian_stratum *stratum(const struct qian_plan_line *line,
                                    struct qian_counted_item *item, const char *label, int class) {
    for (size_t s = 0; s < item->strata_count; s++)
        if (strcmp(item->strata[s].label, label) == 0)
            return &item->strata[s];
    item->strata =
        qian_grow(item->strata, &item->strata_cap, item->strata_count + 1, sizeof *item->strata);
    struct qian_stratum *new = &item->strata[item->strata_count++];
    *new = (struct qian_stratum){.label = qian_str_copy(qian_str(label)),
                                 .cls = line->by_class ? class : -1};
    return new;
}

static void take(const struct qian_plan_line *line, const struct qian_pool_row *row,
                 struct qian_counted *out) {
    char label[CAN_HOLD];
    qian_line_label(line, row->class, row->area, label);
    for (size_t i = 0; i < out->items; i++) {
        if (!(row->items >> i & 1))
            continue;
        struct qian_counted_item *item = &out->item[i];
        struct qian_stratum *s = stratum(line, item, label, qian_class_place(row->class));
        bool barred = false;
        for (size_t b = 0; b < row->bars; b++)
            if (row->bar[b].item == i) {
                barred = true;
                item->barred[row->bar[b].ground]++;
            }
        item->roster++;
        item->eligible += !barred;
        s->roster++;
        s->eligible += !barred;
    }
}

static enum qian_status read_pool(const struct qian_plan_line *line, struct qian_pool *pool,
                                  struct qian_counted *out, struct qian_err *err) {
    const struct qian_pool_row *row = NULL;
    enum qian_status status = QIAN_OK;
    do {
        status = qian_pool_next(pool, &row, err);
        if (status != QIAN_OK || !row)
            break;
        out->targets++;
        take(line, row, out);
    } while (row);
    size_t conflicts = 0;
    const struct qian_pool_conflict *first = qian_pool_conflicts(pool, &conflicts);
    out->conflicts = conflicts;
    if (conflicts > 0)
        (void)snprintf(out->value, sizeof out->value, "%zu: %.40s %.20s, %.25s / %.25s", conflicts,
                       first->id, first->column, first->list[0], first->list[1]);
    return status;
}

struct qian_wish qian_line_wish(const struct qian_planning *planning,
                                const struct qian_plan_line *line,
                                const struct qian_listed_item *item) {
    // spec/plan.md 3.20: "Its approval is of the line: it is none of an item (quota 1.4), and
    // bounds hold."
    bool approved = line->field[QIAN_LINE_APPROVAL][0] != 0 && line->kind != QIAN_PLAN_TEMPORARY;
    struct qian_wish wish = {.by_class = line->by_ratios,
                             .cap = item->cap,
                             .approved = approved,
                             .minimum = line->minimum};
    for (size_t i = 0; i < line->items; i++)
        if (line->item[i] == (size_t)(item - planning->items.item))
            wish.ratio = line->ratio[i];
    qian_planning_bounds(planning, item->kind, &wish.min, &wish.max);
    memcpy(wish.ratios, line->ratios, sizeof wish.ratios);
    memcpy(wish.weights, line->weights, sizeof wish.weights);
    return wish;
}

static void compute(const struct qian_planning *planning, const struct qian_plan_line *line,
                    struct qian_counted_item *item) {
    struct qian_err err = {0};
    struct qian_wish wish = qian_line_wish(planning, line, &planning->items.item[item->item]);
    if (wish.ratio == 0 && !wish.by_class)
        return;
    if (qian_quota(&wish, item->strata, item->strata_count, &item->quota, &err) == QIAN_OK)
        return;
    (void)snprintf(item->refused, sizeof item->refused, "%.7s", err.code);
    item->quota = 0;
}

void qian_line_pool(const struct qian_planning *planning, const struct qian_plan_line *line,
                    const size_t *item, size_t items, char year[12], struct qian_pool_order *out) {
    const char *areas = line->field[QIAN_LINE_AREAS];
    (void)snprintf(year, 12, "%04d", planning->year);
    *out = (struct qian_pool_order){.store = planning->store,
                                    .rules = planning->rules,
                                    .packs = planning->packs,
                                    .items = &planning->items,
                                    .item = item,
                                    .item_count = items,
                                    .change = planning->change,
                                    .day = planning->day,
                                    .year = year,
                                    .areas = *areas ? areas : "*"};
}

enum qian_status qian_line_count(const struct qian_planning *planning,
                                 const struct qian_plan_line *line, uint64_t change,
                                 const char *day, struct qian_counted *out, struct qian_err *err) {
    size_t item[QIAN_POOL_ITEMS_MAX + 1];
    char year[12];
    struct qian_pool *pool = NULL;
    struct qian_pool_order order = {0};
    *out = (struct qian_counted){.items = ascending(line, item), .uncounted = ""};
    out->item = qian_take(out->items + 1, sizeof *out->item);
    for (size_t i = 0; i < out->items; i++)
        out->item[i].item = item[i];
    if (out->items == 0)
        return QIAN_OK;
    qian_line_pool(planning, line, item, out->items, year, &order);
    order.change = change;
    order.day = day;
    enum qian_status status = qian_pool_open(&order, &pool, err);
    if (status == QIAN_REFUSED) { // a breach of the plan, and no reason to look no further
        out->uncounted = err->what;
        (void)snprintf(out->value, sizeof out->value, "%.60s %.60s", err->where, err->value);
        return QIAN_OK;
    }
    if (status == QIAN_OK)
        status = read_pool(line, pool, out, err);
    qian_pool_close(pool);
    for (size_t i = 0; status == QIAN_OK && i < out->items; i++)
        compute(planning, line, &out->item[i]);
    return status;
}

void qian_counted_free(struct qian_counted *counted) {
    for (size_t i = 0; i < counted->items; i++) {
        for (size_t s = 0; s < counted->item[i].strata_count; s++)
            free(counted->item[i].strata[s].label);
        free(counted->item[i].strata);
    }
    free(counted->item);
    *counted = (struct qian_counted){0};
}
