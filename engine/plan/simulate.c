// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/visits.h"
#include "engine/plan/simulate.h"

#include <stdlib.h>
#include <string.h>

#include "engine/plan/simulating.h"

static struct qian_figure *figure(struct qian_simulating *s, enum qian_figure_kind kind,
                                  const char *label) {
    struct qian_simulation *out = s->out;
    for (size_t i = 0; i < out->figures; i++)
        if (out->figure[i].kind == kind && strcmp(out->figure[i].label, label) == 0)
            return &out->figure[i];
    out->figure = qian_grow(out->figure, &out->figure_cap, out->figures + 1, sizeof *out->figure);
    struct qian_figure *new = &out->figure[out->figures++];
    *new = (struct qian_figure){kind, qian_str_copy(qian_str(label)),
                                qian_take(s->order->runs, sizeof *new->run)};
    return new;
}

void qian_sim_add(struct qian_simulating *s, enum qian_figure_kind kind, const char *label,
                  size_t run, uint64_t n) {
    figure(s, kind, label)->run[run] += n;
}

static int by_number(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static int by_kind(const void *a, const void *b) {
    const struct qian_figure *x = a, *y = b;
    int order = (x->kind > y->kind) - (x->kind < y->kind);
    return order ? order : strcmp(x->label, y->label);
}

uint64_t qian_figure_median(const struct qian_figure *f, size_t runs) {
    return f->run[(runs - 1) / 2];
}

// So that what nobody was counted for is shown as 0.
static void prepare(struct qian_simulating *s) {
    static const char *const months[] = {"01", "02", "03", "04", "05", "06",
                                         "07", "08", "09", "10", "11", "12"};
    static const char *const doors[] = {"0", "1", "2", "3", "4", "5+"};
    static const char *const classes[] = {"A", "B", "C", "D", "-"};
    static const enum qian_figure_kind single[] = {QIAN_FIGURE_VISITS, QIAN_FIGURE_SAVED,
                                                   QIAN_FIGURE_REFUSED};
    for (size_t i = 0; i < 12; i++)
        (void)figure(s, QIAN_FIGURE_MONTH, months[i]);
    for (size_t i = 0; i < QIAN_DOORS_SHOWN; i++)
        (void)figure(s, QIAN_FIGURE_DOORS, doors[i]);
    for (size_t i = 0; i < 5; i++)
        (void)figure(s, QIAN_FIGURE_CLASS, classes[i]);
    for (size_t i = 0; i < 3; i++)
        (void)figure(s, single[i], "");
    for (size_t l = 0; l < s->lines; l++)
        for (size_t i = 0; i < s->line[l].items; i++)
            (void)figure(s, QIAN_FIGURE_REACHED,
                         s->order->planning->items.item[s->line[l].item[i]].code);
}

static int by_item(const void *a, const void *b) {
    const struct qian_bounds *x = a, *y = b;
    return (x->item > y->item) - (x->item < y->item);
}

static void add_bounds(struct qian_simulating *s, size_t item, uint64_t roster) {
    struct qian_simulation *out = s->out;
    const struct qian_planning *p = s->order->planning;
    uint32_t min = 0, max = 0, cap = p->items.item[item].cap;
    for (size_t i = 0; i < out->bound_count; i++)
        if (out->bounds[i].item == item)
            return;
    qian_planning_bounds(p, p->items.item[item].kind, &min, &max);
    max = cap && (!max || cap < max) ? cap : max;
    out->bounds =
        qian_grow(out->bounds, &out->bound_cap, out->bound_count + 1, sizeof *out->bounds);
    out->bounds[out->bound_count++] = (struct qian_bounds){
        item, roster, qian_ratio_ceil(min, roster), max ? qian_ratio_floor(max, roster) : roster};
}

// Over all areas, whatever the lines of the item have.
static enum qian_status find_bounds(struct qian_simulating *s, struct qian_err *err) {
    static char everywhere[] = "*";
    const struct qian_planning *p = s->order->planning;
    enum qian_status status = QIAN_OK;
    for (size_t l = 0; status == QIAN_OK && l < s->lines; l++) {
        struct qian_plan_line line = *s->line[l].line;
        struct qian_counted counted = {0};
        line.field[QIAN_LINE_AREAS] = everywhere;
        status = qian_line_count(p, &line, p->change, p->day, &counted, err);
        for (size_t i = 0; status == QIAN_OK && i < counted.items; i++)
            add_bounds(s, counted.item[i].item, counted.item[i].roster);
        qian_counted_free(&counted);
    }
    if (s->out->bound_count > 1)
        qsort(s->out->bounds, s->out->bound_count, sizeof *s->out->bounds, by_item);
    return status;
}

static void release(struct qian_simulating *s) {
    for (size_t i = 0; i < s->lines; i++) {
        struct qian_sim_line *l = &s->line[i];
        for (size_t k = 0; k < l->labels; k++)
            free(l->label[k]);
        for (size_t r = 0; r < l->rows; r++)
            free(l->id[r]);
        free(l->label);
        free(l->id);
        free(l->row);
        free(l->item);
        free(l->visits);
    }
    for (size_t i = 0; i < s->order->planning->items.count; i++)
        free(s->taken[i]);
    free(s->taken);
    free(s->line);
    free(s->id);
    free(s->past);
    free(s->doors);
    free(s->class_of);
}

enum qian_status qian_simulate(const struct qian_simulate_order *order, struct qian_simulation *out,
                               struct qian_err *err) {
    struct qian_simulating s = {.order = order, .out = out};
    s.taken = qian_take(order->planning->items.count + 1, sizeof *s.taken);
    out->runs = order->runs;
    enum qian_status status =
        qian_visits_caps(s.order->planning->rules, s.order->planning->packs, s.cap_of, err);
    if (status == QIAN_OK)
        status = qian_sim_read(&s, err);
    if (status == QIAN_OK)
        status = find_bounds(&s, err);
    if (status == QIAN_OK) {
        prepare(&s);
        for (size_t run = 0; run < order->runs; run++)
            qian_sim_run(&s, run);
        status = qian_sim_staff(&s, err);
        for (size_t i = 0; i < out->figures; i++)
            qsort(out->figure[i].run, out->runs, sizeof *out->figure[i].run, by_number);
        qsort(out->figure, out->figures, sizeof *out->figure, by_kind);
    }
    release(&s);
    return status;
}

void qian_simulation_free(struct qian_simulation *simulation) {
    for (size_t i = 0; i < simulation->figures; i++) {
        free(simulation->figure[i].label);
        free(simulation->figure[i].run);
    }
    for (size_t i = 0; i < simulation->chances; i++)
        free(simulation->chance[i].label);
    for (size_t i = 0; i < simulation->loads; i++)
        free(simulation->load[i].department);
    free(simulation->figure);
    free(simulation->chance);
    free(simulation->load);
    free(simulation->bounds);
    *simulation = (struct qian_simulation){0};
}
