// SPDX-License-Identifier: MulanPSL-2.0
// The rosters of all lines, as the simulation needs them: once, before any run.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/plan/simulating.h"
#include "engine/registry/pool.h"

#define LABEL_ROOM 64

static size_t label_place(struct qian_sim_line *l, const char *label) {
    for (size_t i = 0; i < l->labels; i++)
        if (strcmp(l->label[i], label) == 0)
            return i;
    l->label = qian_grow(l->label, &l->label_cap, l->labels + 1, sizeof *l->label);
    l->label[l->labels] = qian_str_copy(qian_str(label));
    return l->labels++;
}

static void take(struct qian_simulating *s, struct qian_sim_line *l,
                 const struct qian_pool_row *row) {
    char label[LABEL_ROOM];
    uint64_t barred = 0;
    size_t id_cap = l->id_cap;
    for (size_t b = 0; b < row->bars; b++) {
        barred |= UINT64_C(1) << row->bar[b].item;
        s->out->barred[row->bar[b].ground]++;
    }
    qian_line_label(l->line, row->class, row->area, label);
    l->row = qian_grow(l->row, &l->row_cap, l->rows + 1, sizeof *l->row);
    l->id = qian_grow(l->id, &id_cap, l->rows + 1, sizeof *l->id);
    l->id_cap = id_cap;
    l->id[l->rows] = qian_str_copy(qian_str(row->id));
    l->row[l->rows++] = (struct qian_sim_row){.target = row->visits, // until they are numbered
                                              .stratum = (uint32_t)label_place(l, label),
                                              .applies = row->items,
                                              .eligible = row->items & ~barred,
                                              .class = qian_class_place(row->class)};
}

static enum qian_status read_pool(struct qian_simulating *s, struct qian_sim_line *l,
                                  struct qian_err *err) {
    const struct qian_pool_row *row = NULL;
    struct qian_pool *pool = NULL;
    struct qian_pool_order order = {0};
    char year[12];
    qian_line_pool(s->order->planning, l->line, l->item, l->items, year, &order);
    enum qian_status status = qian_pool_open(&order, &pool, err);
    while (status == QIAN_OK) {
        status = qian_pool_next(pool, &row, err);
        if (status != QIAN_OK || !row)
            break;
        take(s, l, row);
    }
    qian_pool_close(pool);
    return status;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static uint32_t place_of(const struct qian_simulating *s, const char *id) {
    char **at = bsearch(&id, s->id, s->ids, sizeof *s->id, by_text);
    return (uint32_t)(at - s->id);
}

static void number_targets(struct qian_simulating *s) {
    size_t n = 0, unique = 0;
    for (size_t i = 0; i < s->lines; i++)
        n += s->line[i].rows;
    s->id = qian_take(n + 1, sizeof *s->id);
    for (size_t i = 0; i < s->lines; i++)
        for (size_t r = 0; r < s->line[i].rows; r++)
            s->id[s->ids++] = s->line[i].id[r];
    if (n > 1)
        qsort(s->id, n, sizeof *s->id, by_text);
    for (size_t i = 0; i < n; i++)
        if (unique == 0 || strcmp(s->id[unique - 1], s->id[i]) != 0)
            s->id[unique++] = s->id[i];
    s->ids = unique;
    s->past = qian_take(unique + 1, sizeof *s->past);
    s->doors = qian_take(unique + 1, sizeof *s->doors);
    s->class_of = qian_take(unique + 1, sizeof *s->class_of);
    for (size_t i = 0; i < s->lines; i++)
        for (size_t r = 0; r < s->line[i].rows; r++) {
            struct qian_sim_row *row = &s->line[i].row[r];
            uint32_t target = place_of(s, s->line[i].id[r]);
            s->past[target] = row->target;
            s->class_of[target] = (uint8_t)row->class;
            row->target = target;
        }
    s->out->targets = unique;
}

static int by_draw(const void *a, const void *b) {
    const struct qian_sim_line *x = a, *y = b;
    int order = (x->line->starts > y->line->starts) - (x->line->starts < y->line->starts);
    order = order ? order : strcmp(x->plan->name, y->plan->name);
    return order ? order : strcmp(x->line->field[QIAN_LINE_ID], y->line->field[QIAN_LINE_ID]);
}

// Can the line be drawn at all (spec/plan.md 3.1), and with the rosters of today?
static bool is_ready(const struct qian_plan_line *line, const struct qian_counted *counted) {
    bool ready = counted->items > 0 && !*counted->uncounted && line->starts != QIAN_NO_DAY &&
                 line->ends != QIAN_NO_DAY && line->ends >= line->starts &&
                 (line->rated || line->by_ratios);
    for (size_t i = 0; i < counted->items; i++)
        ready = ready && !*counted->item[i].refused;
    return ready;
}

// spec/plan.md 5.4: "quota / eligible of each stratum, before anything is drawn"
static void keep_chances(struct qian_simulating *s, const struct qian_sim_line *l,
                         const struct qian_counted *counted) {
    struct qian_simulation *out = s->out;
    for (size_t i = 0; i < counted->items; i++)
        for (size_t k = 0; k < counted->item[i].strata_count; k++) {
            const struct qian_stratum *st = &counted->item[i].strata[k];
            out->chance =
                qian_grow(out->chance, &out->chance_cap, out->chances + 1, sizeof *out->chance);
            out->chance[out->chances++] =
                (struct qian_chance){.plan = l->plan,
                                     .line = l->line,
                                     .item = counted->item[i].item,
                                     .label = qian_str_copy(qian_str(st->label)),
                                     .roster = st->roster,
                                     .eligible = st->eligible,
                                     .quota = st->quota};
        }
}

static enum qian_status read_line(struct qian_simulating *s, const struct qian_plan *plan,
                                  const struct qian_plan_line *line, struct qian_err *err) {
    const struct qian_planning *p = s->order->planning;
    struct qian_counted counted = {0};
    enum qian_status status = qian_line_count(p, line, p->change, p->day, &counted, err);
    if (status == QIAN_OK && is_ready(line, &counted)) {
        s->line = qian_grow(s->line, &s->cap, s->lines + 1, sizeof *s->line);
        struct qian_sim_line *l = &s->line[s->lines++];
        *l = (struct qian_sim_line){.plan = plan, .line = line, .items = counted.items};
        l->item = qian_take(counted.items, sizeof *l->item);
        l->visits = qian_take(s->order->runs, sizeof *l->visits);
        for (size_t i = 0; i < counted.items; i++)
            l->item[i] = counted.item[i].item;
        keep_chances(s, l, &counted);
        status = read_pool(s, l, err);
    } else if (status == QIAN_OK) {
        s->out->skipped++;
    }
    qian_counted_free(&counted);
    return status;
}

enum qian_status qian_sim_read(struct qian_simulating *s, struct qian_err *err) {
    const struct qian_planning *p = s->order->planning;
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; status == QIAN_OK && i < p->plans; i++)
        for (size_t l = 0; status == QIAN_OK && p->plan[i].wanted && l < p->plan[i].lines; l++)
            status = read_line(s, &p->plan[i], &p->plan[i].line[l], err);
    if (status != QIAN_OK)
        return status;
    if (s->lines > 1)
        qsort(s->line, s->lines, sizeof *s->line, by_draw);
    number_targets(s);
    s->out->lines = s->lines;
    return QIAN_OK;
}
