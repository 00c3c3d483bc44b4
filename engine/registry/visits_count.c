// SPDX-License-Identifier: MulanPSL-2.0
// The visits of a year, of all departments: how many targets had how many (spec/plan.md 8.6).
#include <stdlib.h>
#include <string.h>

#include "engine/registry/pairs.h"
#include "engine/registry/pool_parts.h"
#include "engine/registry/visits.h"

enum { CL_ID, CL_CLASS };
enum { I_DATE = 6 };

struct counting {
    const struct qian_visits_order *order;
    struct qian_visits *out;
    struct qian_keyed inspections, classes;
    uint64_t *list; // of draws
    size_t lists;
    uint32_t cap[5];
    struct qian_buf id; // at hand
    struct qian_pasts pasts;
};

static enum qian_status open_keyed(struct counting *c, struct qian_keyed *keyed, const char *reg,
                                   const char *by, struct qian_err *err) {
    struct qian_scan_order order = {
        .reg = qian_register_find(reg), .change = c->order->change, .day = c->order->day, .by = by};
    return qian_keyed_open(keyed, c->order->store, &order, err);
}

static enum qian_status open_all(struct counting *c, struct qian_err *err) {
    const struct qian_visits_order *order = c->order;
    enum qian_status status = qian_visits_caps(order->rules, order->packs, c->cap, err);
    if (status == QIAN_OK)
        status = qian_drawn_lists(order->store, &c->list, &c->lists, err);
    if (status == QIAN_OK)
        status = qian_pairs_resolve(order->store, order->change, order->day, err);
    if (status == QIAN_OK)
        status = open_keyed(c, &c->inspections, "inspections", "target", err);
    if (status == QIAN_OK)
        status = open_keyed(c, &c->classes, "classes", "id", err);
    return status;
}

static enum qian_status gather(struct counting *c, struct qian_err *err) {
    struct qian_keyed *k = &c->inspections;
    enum qian_status status = QIAN_OK;
    qian_pasts_clear(&c->pasts);
    c->id.n = 0;
    qian_buf_str(&c->id, k->row.key);
    for (; status == QIAN_OK && qian_keyed_is(k, qian_buf_view(&c->id));
         status = qian_keyed_step(k, err)) {
        struct qian_str date = k->row.field[I_DATE];
        if (date.n == 10 && memcmp(date.p, c->order->year, 4) == 0)
            qian_pasts_add(&c->pasts, k->row.field,
                           qian_is_drawn_list(c->list, c->lists, k->row.list));
    }
    return status;
}

static void keep(struct counting *c, unsigned visits) {
    struct qian_visits *out = c->out;
    if (visits > out->most) {
        size_t cap = out->most ? out->most + 1 : 0;
        out->targets = qian_grow(out->targets, &cap, visits + 1, sizeof *out->targets);
        for (unsigned n = out->most ? out->most + 1 : 0; n <= visits; n++)
            out->targets[n] = 0;
        out->most = visits;
    }
    out->targets[visits]++;
}

static enum qian_status class_of(struct counting *c, char *class, struct qian_err *err) {
    enum qian_status status = qian_keyed_seek(&c->classes, qian_buf_view(&c->id), err);
    *class = status == QIAN_OK && qian_keyed_is(&c->classes, qian_buf_view(&c->id))
                 ? *c->classes.row.field[CL_CLASS].p
                 : '-';
    return status;
}

static enum qian_status count_one(struct counting *c, struct qian_err *err) {
    char class;
    unsigned visits = qian_pasts_judge(&c->pasts);
    if (visits == 0)
        return QIAN_OK;
    keep(c, visits);
    enum qian_status status = class_of(c, &class, err);
    uint32_t cap = c->cap[class >= 'A' && class <= 'D' ? class - 'A' : 4];
    if (status != QIAN_OK || visits < cap)
        return status;
    struct qian_visits *out = c->out;
    out->capped = qian_grow(out->capped, &out->cap, out->cappeds + 1, sizeof *out->capped);
    out->capped[out->cappeds++] =
        (struct qian_capped){qian_str_copy(qian_buf_view(&c->id)), class, visits, cap};
    return QIAN_OK;
}

enum qian_status qian_visits_count(const struct qian_visits_order *order, struct qian_visits *out,
                                   struct qian_err *err) {
    struct counting c = {.order = order, .out = out};
    enum qian_status status = open_all(&c, err);
    while (status == QIAN_OK && c.inspections.more) {
        status = gather(&c, err);
        if (status == QIAN_OK)
            status = count_one(&c, err);
    }
    qian_keyed_close(&c.inspections);
    qian_keyed_close(&c.classes);
    qian_pasts_free(&c.pasts);
    qian_buf_free(&c.id);
    free(c.list);
    return status;
}

void qian_visits_free(struct qian_visits *visits) {
    for (size_t i = 0; i < visits->cappeds; i++)
        free(visits->capped[i].id);
    free(visits->capped);
    free(visits->targets);
    *visits = (struct qian_visits){0};
}
