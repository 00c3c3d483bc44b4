// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/plan/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/core/ratio.h"
#include "engine/plan/opening.h"
#include "engine/plan/reached.h"

struct reporting {
    const struct qian_planning *planning;
    struct qian_plan_report *out;
    char year[5];
};

// spec/plan.md 8.2: "the first of these reasons that holds: its roster is empty; it is in no line
// of the year; none of its lines was executed; its lines were executed without it"
enum qian_undone qian_undone_why(const struct qian_reported_item *item) {
    if (item->drawn)
        return QIAN_UNDONE_NOT;
    if (item->roster == 0)
        return QIAN_UNDONE_EMPTY_ROSTER;
    if (item->lines == 0)
        return QIAN_UNDONE_NO_LINE;
    return item->executed == 0 ? QIAN_UNDONE_NOT_EXECUTED : QIAN_UNDONE_LEFT_OUT;
}

// spec/plan.md 8.1: "Items are those that are live, without members"; of a code that stands in
// several lists the first.
static bool belongs(const struct qian_items *items, const struct qian_listed_item *item) {
    return item->live && !*item->members && qian_items_find(items, qian_str(item->code)) == item;
}

static void take_line(struct reporting *r, const struct qian_plan *plan,
                      const struct qian_plan_line *line) {
    struct qian_plan_report *out = r->out;
    int32_t today = qian_day_of(r->planning->at);
    bool executed = qian_line_draws(plan, line) > 0;
    for (size_t i = 0; i < r->planning->items.count; i++)
        if (qian_line_has(line, i)) {
            out->item[i].lines++;
            out->item[i].executed += executed;
        }
    if (executed)
        return;
    bool over = line->ends != QIAN_NO_DAY && line->ends < today;
    out->unexecuted = qian_grow(out->unexecuted, &out->unexecuted_cap, out->unexecuteds + 1,
                                sizeof *out->unexecuted);
    out->unexecuted[out->unexecuteds++] =
        (struct qian_unexecuted){plan, line, over ? (uint32_t)(today - line->ends) : 0};
}

static void take_lines(struct reporting *r) {
    const struct qian_planning *p = r->planning;
    for (size_t i = 0; i < p->plans; i++)
        for (size_t l = 0; p->plan[i].year == p->year && l < p->plan[i].lines; l++)
            take_line(r, &p->plan[i], &p->plan[i].line[l]);
}

static struct qian_key_share *share_of(struct qian_plan_report *out, const char *department) {
    size_t i = 0;
    while (i < out->shares && strcmp(out->share[i].department, department) < 0)
        i++;
    if (i < out->shares && strcmp(out->share[i].department, department) == 0)
        return &out->share[i];
    out->share = qian_grow(out->share, &out->share_cap, out->shares + 1, sizeof *out->share);
    memmove(out->share + i + 1, out->share + i, (out->shares - i) * sizeof *out->share);
    out->shares++;
    out->share[i] = (struct qian_key_share){.department = qian_str_copy(qian_str(department))};
    return &out->share[i];
}

static void add_shares(struct qian_plan_report *out, const struct qian_items *items, size_t when) {
    for (size_t i = 0; i < items->count; i++) {
        const struct qian_listed_item *item = &items->item[i];
        if (!belongs(items, item))
            continue;
        struct qian_key_share *share = share_of(out, item->department);
        share->items[when]++;
        share->key[when] += item->kind == QIAN_ITEM_KEY;
    }
}

// spec/plan.md 8.5: "the number of its items and how many of them are key, and the same on the last
// day of the year before"
static enum qian_status count_shares(struct reporting *r, struct qian_err *err) {
    const struct qian_planning *p = r->planning;
    struct qian_items before = {0};
    char day[24];
    (void)snprintf(day, sizeof day, "%04d-12-31", p->year > 1 ? p->year - 1 : 1);
    add_shares(r->out, &p->items, 0);
    enum qian_status status = qian_items_load(p->store, p->change, day, &before, err);
    if (status == QIAN_OK)
        add_shares(r->out, &before, 1);
    qian_items_free(&before);
    return status;
}

static enum qian_status count_visits(struct reporting *r, struct qian_err *err) {
    const struct qian_planning *p = r->planning;
    struct qian_visits_order order = {.store = p->store,
                                      .rules = p->rules,
                                      .packs = p->packs,
                                      .change = p->change,
                                      .day = p->done,
                                      .year = r->year};
    return qian_visits_count(&order, &r->out->visits, err);
}

// spec/plan.md 8.4: "the distinct targets inspected in the year (2.5, 3.15) over the opening
// roster, and ceil(min·N)"
static enum qian_status count_reached(struct reporting *r, struct qian_err *err) {
    const struct qian_planning *p = r->planning;
    struct qian_opening *opening = qian_take(p->items.count + 1, sizeof *opening);
    uint64_t *reached = qian_take(p->items.count + 1, sizeof *reached);
    uint64_t *drawn = qian_take(p->items.count + 1, sizeof *drawn);
    enum qian_status status = qian_openings_read(p, NULL, opening, err);
    if (status == QIAN_OK)
        status = qian_rosters_now(p, opening, err);
    if (status == QIAN_OK)
        status = qian_reached(p, reached, err);
    if (status == QIAN_OK)
        status = qian_drawn_targets(p, drawn, err);
    for (size_t i = 0; status == QIAN_OK && i < p->items.count; i++) {
        uint32_t min, max;
        struct qian_reported_item *item = &r->out->item[i];
        qian_planning_bounds(p, p->items.item[i].kind, &min, &max);
        item->roster = opening[i].roster;
        item->reached = reached[i];
        // spec/plan.md 8.2: "items of which no draw was entered whose day is in the year"
        item->drawn = drawn[i] > 0;
        // An item that is not marked has no bound.
        if (p->items.item[i].kind != QIAN_ITEM_UNMARKED)
            item->least = qian_ratio_ceil(min, opening[i].roster);
    }
    free(opening);
    free(reached);
    free(drawn);
    return status;
}

enum qian_status qian_plan_report(const struct qian_planning *planning,
                                  struct qian_plan_report *out, struct qian_err *err) {
    struct reporting r = {.planning = planning, .out = out};
    char year[16];
    (void)snprintf(year, sizeof year, "%04d", planning->year);
    memcpy(r.year, year, 4);
    out->item = qian_take(planning->items.count + 1, sizeof *out->item);
    for (size_t i = 0; i < planning->items.count; i++)
        out->item[i].told = belongs(&planning->items, &planning->items.item[i]);
    take_lines(&r);
    enum qian_status status = count_reached(&r, err);
    if (status == QIAN_OK)
        status = count_shares(&r, err);
    return status == QIAN_OK ? count_visits(&r, err) : status;
}

void qian_plan_report_free(struct qian_plan_report *report) {
    for (size_t i = 0; i < report->shares; i++)
        free(report->share[i].department);
    free(report->item);
    free(report->unexecuted);
    free(report->share);
    qian_visits_free(&report->visits);
    *report = (struct qian_plan_report){0};
}
