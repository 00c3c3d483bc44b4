// SPDX-License-Identifier: MulanPSL-2.0
// One run of the simulation: all lines are drawn, one after the other.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/plan/simulating.h"

struct ticket {
    struct qian_digest key;
    uint32_t row;
};

static int by_key(const void *a, const void *b) {
    const struct ticket *x = a, *y = b;
    int order = memcmp(x->key.b, y->key.b, sizeof x->key.b);
    return order ? order : (x->row > y->row) - (x->row < y->row); // rows come by id
}

// spec/plan.md 5.1: "with the subseed SHA-256("qian/1 rehearsal|" seed "|" run "|" list "/" line)"
static void subseed(const struct qian_simulating *s, const struct qian_sim_line *l, size_t run,
                    struct qian_buf *prefix) {
    struct qian_buf text = {0};
    struct qian_digest digest;
    qian_buf_text(&text, "qian/1 rehearsal|");
    qian_buf_text(&text, s->order->seed);
    qian_buf_char(&text, '|');
    qian_buf_u64(&text, run + 1);
    qian_buf_char(&text, '|');
    qian_buf_text(&text, l->plan->name);
    qian_buf_char(&text, '/');
    qian_buf_text(&text, l->line->field[QIAN_LINE_ID]);
    qian_sha256(qian_buf_view(&text), &digest);
    qian_buf_hex(prefix, digest.b, sizeof digest.b);
    qian_buf_char(prefix, '|');
    qian_buf_free(&text);
}

static bool is_taken(const struct qian_simulating *s, size_t item, uint32_t target) {
    return s->taken[item] && s->taken[item][target / 8] >> (target % 8) & 1;
}

// spec/plan.md 5.2: "A target taken for a general item is barred for that item for the rest of the
// year, and counts as a visit for the cap."
static uint64_t eligible(const struct qian_simulating *s, const struct qian_sim_line *l,
                         const struct qian_sim_row *row) {
    const struct qian_items *items = &s->order->planning->items;
    uint32_t cap = s->cap_of[row->class];
    uint64_t bits = row->eligible;
    if (cap != UINT32_MAX && s->past[row->target] + s->doors[row->target] >= cap)
        return 0;
    for (size_t i = 0; i < l->items; i++)
        if (items->item[l->item[i]].kind == QIAN_ITEM_GENERAL &&
            is_taken(s, l->item[i], row->target))
            bits &= ~(UINT64_C(1) << i);
    return bits;
}

// What the line can still take of each item and label, at [item * labels + label]; false where a
// quota is refused.
static bool seats_of(const struct qian_simulating *s, const struct qian_sim_line *l,
                     const uint64_t *open, uint64_t *seats) {
    const struct qian_planning *p = s->order->planning;
    bool good = true;
    for (size_t i = 0; good && i < l->items; i++) {
        struct qian_stratum *strata = qian_take(l->labels + 1, sizeof *strata);
        struct qian_err err;
        uint64_t quota = 0;
        size_t n = 0;
        for (size_t k = 0; k < l->labels; k++)
            strata[k] = (struct qian_stratum){.label = l->label[k], .cls = -1};
        for (size_t r = 0; r < l->rows; r++) {
            struct qian_stratum *st = &strata[l->row[r].stratum];
            st->roster += l->row[r].applies >> i & 1;
            st->eligible += open[r] >> i & 1;
            st->cls = l->line->by_class ? l->row[r].class : -1;
        }
        for (size_t k = 0; k < l->labels; k++)
            if (strata[k].roster > 0)
                strata[n++] = strata[k];
        struct qian_wish wish = qian_line_wish(p, l->line, &p->items.item[l->item[i]]);
        good = qian_quota(&wish, strata, n, &quota, &err) == QIAN_OK;
        for (size_t k = 0; good && k < n; k++)
            for (size_t at = 0; at < l->labels; at++)
                if (strata[k].label == l->label[at])
                    seats[i * l->labels + at] = strata[k].quota;
        free(strata);
    }
    return good;
}

static size_t make_tickets(const struct qian_simulating *s, const struct qian_sim_line *l,
                           size_t run, const uint64_t *open, struct ticket *tickets) {
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    struct qian_buf prefix = {0};
    size_t n = 0;
    subseed(s, l, run, &prefix);
    qian_hash_prefix(h, prefix.p, prefix.n);
    for (size_t r = 0; r < l->rows; r++) {
        const char *id = s->id[l->row[r].target];
        if (!open[r])
            continue;
        qian_hash_begin_prefixed(h);
        qian_hash_add(h, id, strlen(id));
        qian_hash_end(h, &tickets[n].key);
        tickets[n++].row = (uint32_t)r;
    }
    qian_buf_free(&prefix);
    qian_hasher_close(h);
    if (n > 1)
        qsort(tickets, n, sizeof *tickets, by_key);
    return n;
}

// The items for which a ticket is taken, whose seats go down.
static uint64_t offer(const struct qian_sim_line *l, const struct qian_sim_row *row, uint64_t open,
                      uint64_t *seats) {
    uint64_t took = 0;
    for (size_t i = 0; i < l->items; i++) {
        uint64_t *seat = &seats[i * l->labels + row->stratum];
        if (!(open >> i & 1) || *seat == 0)
            continue;
        (*seat)--;
        took |= UINT64_C(1) << i;
    }
    return took;
}

static void count_departments(struct qian_simulating *s, const struct qian_sim_line *l,
                              uint64_t took, size_t run) {
    const struct qian_items *items = &s->order->planning->items;
    for (size_t i = 0; i < l->items; i++) {
        bool seen = !(took >> i & 1);
        for (size_t k = 0; k < i && !seen; k++)
            seen = (took >> k & 1) && strcmp(items->item[l->item[k]].department,
                                             items->item[l->item[i]].department) == 0;
        if (!seen)
            qian_sim_add(s, QIAN_FIGURE_DEPARTMENT, items->item[l->item[i]].department, run, 1);
    }
}

static void take(struct qian_simulating *s, const struct qian_sim_line *l,
                 const struct qian_sim_row *row, uint64_t took, size_t run) {
    const struct qian_items *items = &s->order->planning->items;
    char class[2] = {"ABCD-"[row->class], 0};
    uint64_t n = 0;
    for (size_t i = 0; i < l->items; i++) {
        if (!(took >> i & 1))
            continue;
        n++;
        uint8_t **bits = &s->taken[l->item[i]];
        if (!*bits)
            *bits = qian_take(s->ids / 8 + 1, 1);
        if (!is_taken(s, l->item[i], row->target))
            qian_sim_add(s, QIAN_FIGURE_REACHED, items->item[l->item[i]].code, run, 1);
        (*bits)[row->target / 8] |= (uint8_t)(1u << (row->target % 8));
    }
    s->doors[row->target]++;
    qian_sim_add(s, QIAN_FIGURE_VISITS, "", run, 1);
    qian_sim_add(s, QIAN_FIGURE_CLASS, class, run, 1);
    if (l->line->kind == QIAN_PLAN_JOINT)
        qian_sim_add(s, QIAN_FIGURE_SAVED, "", run, n - 1);
    count_departments(s, l, took, run);
}

// spec/plan.md 5.3: "visit i (from 0) is on the day starts + floor(i · days / k)"
static void spread(struct qian_simulating *s, const struct qian_sim_line *l, size_t run) {
    uint64_t days = (uint64_t)(l->line->ends - l->line->starts) + 1, k = l->visits[run];
    for (uint64_t i = 0; i < k; i++) {
        char month[12];
        int32_t day = l->line->starts + (int32_t)((qian_u128)i * days / k);
        (void)snprintf(month, sizeof month, "%02d", qian_date_of(day).month);
        qian_sim_add(s, QIAN_FIGURE_MONTH, month, run, 1);
    }
}

static void draw(struct qian_simulating *s, struct qian_sim_line *l, size_t run) {
    uint64_t *open = qian_take(l->rows + 1, sizeof *open);
    uint64_t *seats = qian_take(l->items * l->labels + 1, sizeof *seats);
    struct ticket *tickets = qian_take(l->rows + 1, sizeof *tickets);
    for (size_t r = 0; r < l->rows; r++)
        open[r] = eligible(s, l, &l->row[r]);
    if (seats_of(s, l, open, seats)) {
        size_t n = make_tickets(s, l, run, open, tickets);
        for (size_t t = 0; t < n; t++) {
            const struct qian_sim_row *row = &l->row[tickets[t].row];
            uint64_t took = offer(l, row, open[tickets[t].row], seats);
            if (!took)
                continue;
            take(s, l, row, took, run);
            l->visits[run]++;
        }
        spread(s, l, run);
    } else {
        qian_sim_add(s, QIAN_FIGURE_REFUSED, "", run, 1);
    }
    free(open);
    free(seats);
    free(tickets);
}

void qian_sim_run(struct qian_simulating *s, size_t run) {
    const struct qian_items *items = &s->order->planning->items;
    memset(s->doors, 0, s->ids * sizeof *s->doors);
    for (size_t i = 0; i < items->count; i++)
        if (s->taken[i])
            memset(s->taken[i], 0, s->ids / 8 + 1);
    for (size_t l = 0; l < s->lines; l++)
        draw(s, &s->line[l], run);
    for (size_t t = 0; t < s->ids; t++) {
        char times[12];
        bool more = s->doors[t] >= QIAN_DOORS_SHOWN - 1;
        (void)snprintf(times, sizeof times, more ? "%u+" : "%u",
                       more ? QIAN_DOORS_SHOWN - 1u : s->doors[t]);
        qian_sim_add(s, QIAN_FIGURE_DOORS, times, run, 1);
    }
}
