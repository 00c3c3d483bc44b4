// SPDX-License-Identifier: MulanPSL-2.0

#include "engine/publish/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double log2_factorial(uint64_t n) {
    int sign;
    return lgamma_r((double)n + 1, &sign) / log(2);
}

static double log2_choose(uint64_t n, uint64_t k) {
    return k >= n ? 0 : log2_factorial(n) - log2_factorial(k) - log2_factorial(n - k);
}

double qian_bits_of_item(const struct qian_item *item) {
    double bits = 0;
    for (size_t s = 0; s < item->strata_count; s++)
        bits += log2_choose(item->strata[s].eligible, item->strata[s].quota);
    return bits;
}

// Teams that are alike but for recusals, with their candidates.
struct sort {
    struct qian_need need;
    struct qian_str area;
    size_t teams, slots, empty;
    uint32_t *candidate;
    size_t candidates;
    uint64_t *use; // how many slots each inspector fills here
};

struct sorts {
    struct sort *sort;
    size_t n, cap;
};

static struct qian_str area_of(const struct qian_frame *frame, const struct qian_draw *draw,
                               const struct qian_need *team) {
    return frame->targets->row[draw->selection.visit[team->visit].row].field[T_AREA];
}

static bool alike(const struct sort *s, const struct qian_need *team, struct qian_str area) {
    return s->need.slots == team->slots && qian_str_eq(s->area, area) &&
           (s->need.department == team->department ||
            (s->need.department && team->department &&
             strcmp(s->need.department, team->department) == 0)) &&
           memcmp(&s->need.items, &team->items, sizeof team->items) == 0;
}

static void start_sort(struct sort *s, const struct qian_staff *staff, const struct qian_need *team,
                       struct qian_str area) {
    *s = (struct sort){.need = *team, .area = area};
    s->candidate = qian_take(staff->count, sizeof *s->candidate);
    s->use = qian_take(staff->count, sizeof *s->use);
    for (size_t i = 0; i < staff->count; i++)
        if (qian_eligible(&staff->member[i], team, area))
            s->candidate[s->candidates++] = (uint32_t)i;
}

static struct sort *sort_of(struct sorts *sorts, const struct qian_frame *frame,
                            const struct qian_draw *draw, const struct qian_need *team) {
    struct qian_str area = area_of(frame, draw, team);
    for (size_t i = 0; i < sorts->n; i++)
        if (alike(&sorts->sort[i], team, area))
            return &sorts->sort[i];
    sorts->sort = qian_grow(sorts->sort, &sorts->cap, sorts->n + 1, sizeof *sorts->sort);
    start_sort(&sorts->sort[sorts->n], &draw->staff, team, area);
    return &sorts->sort[sorts->n++];
}

static struct sorts make_sorts(const struct qian_frame *frame, const struct qian_draw *draw,
                               bool experts) {
    const struct qian_places *places = experts ? &draw->expert_places : &draw->places;
    const struct qian_need *team = experts ? draw->expert_team : draw->team;
    size_t teams = experts ? draw->expert_teams : draw->teams, at = 0;
    struct sorts sorts = {0};
    for (size_t t = 0; t < teams; t++) {
        struct sort *s = sort_of(&sorts, frame, draw, &team[t]);
        s->teams++;
        s->slots += team[t].slots;
        for (uint32_t k = 0; k < team[t].slots; k++, at++) {
            if (places->place[at].inspector == QIAN_NOBODY)
                s->empty++;
            else
                s->use[places->place[at].inspector]++;
        }
    }
    return sorts;
}

static void free_sorts(struct sorts *sorts) {
    for (size_t i = 0; i < sorts->n; i++) {
        free(sorts->sort[i].candidate);
        free(sorts->sort[i].use);
    }
    free(sorts->sort);
}

double qian_bits_of_teams(const struct qian_frame *frame, const struct qian_draw *draw,
                          bool experts) {
    struct sorts sorts = make_sorts(frame, draw, experts);
    double bits = 0;
    for (size_t i = 0; i < sorts.n; i++)
        bits += (double)sorts.sort[i].teams *
                log2_choose(sorts.sort[i].candidates, sorts.sort[i].need.slots);
    free_sorts(&sorts);
    return bits;
}

// From one sort on: its candidates, the sorts that use these, their candidates, and so on. None of
// them has capacity left, or a slot could have been filled by exchanges along that way.
static void find_blocking(const struct sorts *sorts, size_t from, const struct qian_staff *staff,
                          struct qian_shortage *out) {
    bool *in = qian_take(sorts->n, sizeof *in), *known = qian_take(staff->count, sizeof *known);
    size_t *queue = qian_take(sorts->n, sizeof *queue), head = 0, tail = 0;
    out->inspector = qian_take(staff->count, sizeof *out->inspector);
    in[from] = true;
    queue[tail++] = from;
    while (head < tail) {
        const struct sort *s = &sorts->sort[queue[head++]];
        for (size_t c = 0; c < s->candidates; c++) {
            uint32_t i = s->candidate[c];
            if (known[i])
                continue;
            known[i] = true;
            out->inspector[out->inspectors++] = i;
            out->capacity += staff->member[i].capacity;
            for (size_t k = 0; k < sorts->n; k++)
                if (!in[k] && sorts->sort[k].use[i] > 0) {
                    in[k] = true;
                    queue[tail++] = k;
                }
        }
    }
    free(in);
    free(known);
    free(queue);
}

static int by_number(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static bool same_set(const struct qian_shortage *a, const struct qian_shortage *b) {
    bool one_department =
        a->department == b->department ||
        (a->department && b->department && strcmp(a->department, b->department) == 0);
    return one_department && a->inspectors == b->inspectors &&
           memcmp(a->inspector, b->inspector, a->inspectors * sizeof *a->inspector) == 0;
}

// Put a sort of teams to the shortage of its blocking set, or begin a new one.
static void add_shortage(struct qian_shortage *all, size_t *count, const struct sort *s,
                         struct qian_shortage *found) {
    size_t i = 0;
    if (found->inspectors > 1)
        qsort(found->inspector, found->inspectors, sizeof *found->inspector, by_number);
    while (i < *count && !same_set(&all[i], found))
        i++;
    if (i == *count)
        all[(*count)++] = *found;
    else
        free(found->inspector);
    struct qian_shortage *out = &all[i];
    out->team = qian_grow(out->team, &out->team_cap, out->teams + 1, sizeof *out->team);
    out->team[out->teams++] = (struct qian_short_team){s->area, s->need.items, s->empty};
    out->empty += s->empty;
}

// Could a team of this sort have one of the inspectors of the set?
static bool competes(const struct sort *s, const struct qian_shortage *set) {
    size_t a = 0, b = 0; // both ascend
    while (a < s->candidates && b < set->inspectors) {
        if (s->candidate[a] == set->inspector[b])
            return true;
        if (s->candidate[a] < set->inspector[b])
            a++;
        else
            b++;
    }
    return false;
}

struct qian_shortage *qian_shortages(const struct qian_frame *frame, const struct qian_draw *draw,
                                     bool experts, size_t *count) {
    struct sorts sorts = make_sorts(frame, draw, experts);
    struct qian_shortage *all = qian_take(sorts.n, sizeof *all);
    *count = 0;
    for (size_t i = 0; i < sorts.n; i++) {
        if (sorts.sort[i].empty == 0)
            continue;
        struct qian_shortage found = {.department = sorts.sort[i].need.department};
        find_blocking(&sorts, i, &draw->staff, &found);
        add_shortage(all, count, &sorts.sort[i], &found);
    }
    for (size_t i = 0; i < *count; i++)
        for (size_t k = 0; k < sorts.n; k++)
            if (competes(&sorts.sort[k], &all[i]))
                all[i].slots += sorts.sort[k].slots;
    free_sorts(&sorts);
    return all;
}

void qian_shortages_free(struct qian_shortage *shortage, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(shortage[i].inspector);
        free(shortage[i].team);
    }
    free(shortage);
}
