// SPDX-License-Identifier: MulanPSL-2.0
// Who could do the visits, and how many each would have (spec/plan.md 5.6).
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/plan/simulating.h"

static int by_number(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static bool meets(struct qian_str areas, const char *wanted) {
    struct qian_split split = qian_split(areas, ';');
    struct qian_str one, other;
    while (qian_split_next(&split, &one)) {
        struct qian_split list = qian_split(qian_str(wanted), ';');
        while (qian_split_next(&list, &other))
            if (qian_str_is(one, "*") || qian_str_is(other, "*") || qian_str_eq(one, other))
                return true;
    }
    return !*wanted;
}

// Does the inspector's list hold an item that the department has in the line?
static bool qualified(const struct qian_simulating *s, const struct qian_load *load,
                      struct qian_str codes) {
    const struct qian_items *items = &s->order->planning->items;
    struct qian_split split = qian_split(codes, ';');
    struct qian_str one;
    while (qian_split_next(&split, &one))
        for (size_t i = 0; i < load->line->items; i++)
            if (qian_str_eq(one, load->line->code[i]) && load->line->item[i] != QIAN_NO_ITEM &&
                strcmp(items->item[load->line->item[i]].department, load->department) == 0)
                return true;
    return false;
}

// spec/plan.md 5.6: "whose certificate is valid for the whole window"
static bool valid(const struct qian_plan_line *line, struct qian_str issued,
                  struct qian_str expires) {
    int32_t from = 0, to = 0;
    return (!qian_day_read(issued, &from) || from <= line->starts) && qian_day_read(expires, &to) &&
           to >= line->ends;
}

static enum qian_status count_staff(struct qian_simulating *s, struct qian_err *err) {
    enum { CLASS = 2, ROLE, DEPARTMENT, AREAS, ITEMS, CAPACITY, ISSUED, EXPIRES };
    const struct qian_planning *p = s->order->planning;
    struct qian_scan_order order = {
        .reg = qian_register_find("inspectors"), .change = p->change, .day = p->day};
    struct qian_scan *scan = NULL;
    struct qian_scanned row;
    bool more = true;
    enum qian_status status = qian_store_scan(p->store, &order, &scan, err);
    while (status == QIAN_OK && more) {
        status = qian_scan_next(scan, &more, &row, err);
        for (size_t i = 0; status == QIAN_OK && more && i < s->out->loads; i++) {
            struct qian_load *load = &s->out->load[i];
            load->available += qian_str_is(row.field[ROLE], "inspector") &&
                               qian_str_is(row.field[DEPARTMENT], load->department) &&
                               valid(load->line, row.field[ISSUED], row.field[EXPIRES]) &&
                               meets(row.field[AREAS], load->line->field[QIAN_LINE_AREAS]) &&
                               qualified(s, load, row.field[ITEMS]);
        }
    }
    qian_scan_close(scan);
    return status;
}

// floor(log2 C(n, k)), at most 127: C(n, i) is whole after each step, and stops before it
// overflows.
static unsigned bits_of_choice(uint64_t n, uint64_t k) {
    qian_u128 c = 1;
    unsigned bits = 0;
    if (k > n)
        return 0;
    k = k > n - k ? n - k : k;
    for (uint64_t i = 1; i <= k; i++) {
        if (c >> 100)
            return 127;
        c = c * (n - k + i) / i;
    }
    while (c >>= 1)
        bits++;
    return bits > 127 ? 127 : bits;
}

static void add_load(struct qian_simulating *s, const struct qian_sim_line *l,
                     struct qian_str department, uint64_t visits, bool alone) {
    const struct qian_planning *p = s->order->planning;
    struct qian_simulation *out = s->out;
    bool owns = false;
    for (size_t i = 0; i < l->items; i++)
        owns = owns || qian_str_is(department, p->items.item[l->item[i]].department);
    if (!owns)
        return;
    out->load = qian_grow(out->load, &out->load_cap, out->loads + 1, sizeof *out->load);
    out->load[out->loads++] = (struct qian_load){
        .plan = l->plan,
        .line = l->line,
        .department = qian_str_copy(department),
        .visits = visits,
        .slots = alone ? qian_line_per_visit(p, l->line) : qian_line_per_department(p, l->line)};
}

enum qian_status qian_sim_staff(struct qian_simulating *s, struct qian_err *err) {
    struct qian_simulation *out = s->out;
    for (size_t i = 0; i < s->lines; i++) {
        struct qian_sim_line *l = &s->line[i];
        qsort(l->visits, out->runs, sizeof *l->visits, by_number);
        uint64_t visits = l->visits[(out->runs - 1) / 2];
        for (size_t d = 0; d < l->line->departments; d++)
            add_load(s, l, l->line->department[d], visits, l->line->departments == 1);
    }
    enum qian_status status = count_staff(s, err);
    for (size_t i = 0; i < out->loads; i++) {
        struct qian_load *load = &out->load[i];
        uint64_t n = load->visits * load->slots * 100;
        load->hundredths =
            load->available ? (n + load->available - 1) / load->available : UINT64_MAX;
        load->bits = bits_of_choice(load->available, load->slots);
    }
    return status;
}
