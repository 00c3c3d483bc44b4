// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/flow.h"

#include "verifier/mem.h"

#include <stdlib.h>
#include <string.h>

static size_t node_of_person(const struct flow *f, size_t person)
{
    return f->kinds_count + person;
}

static size_t source(const struct flow *f)
{
    return f->kinds_count + f->people_count;
}

static size_t drain(const struct flow *f)
{
    return source(f) + 1;
}

// Not a node: where every search ends.
static size_t the_team(const struct flow *f)
{
    return source(f) + 2;
}

static void list_by_person(struct flow *f)
{
    for (size_t e = 0; e < f->edges_count; e++) {
        f->people[f->edges[e].person].to++;
    }
    size_t sum = 0;
    for (size_t i = 0; i < f->people_count; i++) {
        size_t count = f->people[i].to;
        f->people[i].first = sum;
        f->people[i].to = sum;
        sum += count;
    }
    for (size_t e = 0; e < f->edges_count; e++) {
        f->by_person[f->people[f->edges[e].person].to++] = e;
    }
}

void flow_open(struct flow *f, const struct crew *c, const struct people *people)
{
    (void)memset(f, 0, sizeof *f);
    f->kinds_count = c->kinds_count;
    f->people_count = people->count;
    f->edges_count = c->candidates_count;
    size_t nodes = f->kinds_count + f->people_count + 2;
    f->edges = mem_new(f->edges_count, sizeof *f->edges);
    f->by_person = mem_new(f->edges_count, sizeof *f->by_person);
    f->kinds = mem_new(f->kinds_count, sizeof *f->kinds);
    f->people = mem_new(f->people_count, sizeof *f->people);
    f->mark = mem_new(nodes, sizeof *f->mark);
    f->link = mem_new(nodes, sizeof *f->link);
    f->link_edge = mem_new(nodes, sizeof *f->link_edge);
    f->queue = mem_new(nodes, sizeof *f->queue);
    for (size_t k = 0; k < f->kinds_count; k++) {
        const struct kind *kind = &c->kinds[k];
        f->kinds[k] = (struct flow_kind){kind->first, kind->first + kind->count, kind->teams, kind->slots, 0};
        for (size_t e = kind->first; e < kind->first + kind->count; e++) {
            f->edges[e] = (struct flow_edge){(uint32_t)k, c->candidates[e], 0, false};
        }
    }
    for (size_t i = 0; i < f->people_count; i++) {
        f->people[i].capacity = people->all[i].capacity;
    }
    list_by_person(f);
    flow_maximise(f);
    (void)memset(f->mark, 0, nodes * sizeof *f->mark); // levels from here on are stamps
}

void flow_close(struct flow *f)
{
    free(f->edges);
    free(f->by_person);
    free(f->kinds);
    free(f->people);
    free(f->mark);
    free(f->link);
    free(f->link_edge);
    free(f->queue);
}

// Units of the kind become planned ones of the current team: those on edges that would be too full without it, then
// others, as many as it has slots.
static void take_units(struct flow *f, struct flow_kind *kind, bool full_ones)
{
    for (size_t e = kind->first; e < kind->to && f->planned < kind->slots; e++) {
        struct flow_edge *edge = &f->edges[e];
        if (full_ones ? edge->units > kind->teams : edge->units > 0 && !f->people[edge->person].planned) {
            edge->units--;
            kind->units--;
            f->people[edge->person].planned = true;
            f->planned++;
        }
    }
}

void flow_begin_team(struct flow *f, uint32_t number)
{
    struct flow_kind *kind = &f->kinds[number];
    kind->teams--;
    f->current = number;
    f->planned = 0;
    f->wanted = kind->slots;
    f->searching = false;
    take_units(f, kind, true);
    take_units(f, kind, false);
}

static void reach(struct flow *f, size_t node, size_t leads_to, size_t edge)
{
    if (f->mark[node] != f->stamp) {
        f->mark[node] = f->stamp;
        f->link[node] = leads_to;
        f->link_edge[node] = edge;
        f->queue[f->queue_to++] = node;
    }
}

// The search goes backwards from the current team along places where one unit can be moved. Its last move is that the
// team takes one more unit from the source, where it has a slot to spare, or gives up one of its planned units.
static void begin_search(struct flow *f)
{
    const struct flow_kind *kind = &f->kinds[f->current];
    f->searching = true;
    f->stamp++;
    f->queue_from = 0;
    f->queue_to = 0;
    if (f->planned < f->wanted) {
        reach(f, source(f), the_team(f), 0);
    }
    for (size_t e = kind->first; e < kind->to; e++) {
        if (f->people[f->edges[e].person].planned) {
            reach(f, node_of_person(f, f->edges[e].person), the_team(f), e);
        }
    }
}

static void before_person(struct flow *f, size_t person)
{
    const struct flow_person *p = &f->people[person];
    size_t node = node_of_person(f, person);
    if (p->units > 0) {
        reach(f, drain(f), node, 0);
    }
    for (size_t i = p->first; i < p->to; i++) {
        const struct flow_edge *edge = &f->edges[f->by_person[i]];
        if (!edge->dead && edge->units < f->kinds[edge->kind].teams) {
            reach(f, edge->kind, node, f->by_person[i]);
        }
    }
}

static void before_kind(struct flow *f, size_t number)
{
    const struct flow_kind *kind = &f->kinds[number];
    if (kind->units < kind->teams * kind->slots) {
        reach(f, source(f), number, 0);
    }
    for (size_t e = kind->first; e < kind->to; e++) {
        if (f->edges[e].units > 0) {
            reach(f, node_of_person(f, f->edges[e].person), number, e);
        }
    }
}

// All nodes from which one unit can be moved to this node.
static void before(struct flow *f, size_t node)
{
    if (node < f->kinds_count) {
        before_kind(f, node);
    } else if (node < source(f)) {
        before_person(f, node - f->kinds_count);
    } else if (node == source(f)) {
        for (size_t k = 0; k < f->kinds_count; k++) {
            if (f->kinds[k].units > 0) {
                reach(f, k, node, 0);
            }
        }
    } else {
        for (size_t i = 0; i < f->people_count; i++) {
            if (f->people[i].units < f->people[i].capacity) {
                reach(f, node_of_person(f, i), node, 0);
            }
        }
    }
}

// Moves one unit from node to the node that it leads to.
static void move_unit(struct flow *f, size_t node)
{
    size_t next = f->link[node];
    size_t edge = f->link_edge[node];
    bool is_person = node >= f->kinds_count && node < source(f);
    if (next == the_team(f)) {
        if (is_person) {
            f->people[node - f->kinds_count].planned = false;
            f->planned--;
        }
    } else if (is_person && next == drain(f)) {
        f->people[node - f->kinds_count].units++;
    } else if (is_person) {
        f->edges[edge].units--;
    } else if (node == source(f)) {
        f->kinds[next].units++;
    } else if (node == drain(f)) {
        f->people[next - f->kinds_count].units--;
    } else if (next == source(f)) {
        f->kinds[node].units--;
    } else {
        f->edges[edge].units++;
    }
}

bool flow_plan(struct flow *f, uint32_t person)
{
    size_t node = node_of_person(f, person);
    if (f->people[person].planned) {
        return true;
    }
    if (!f->searching) {
        begin_search(f);
    }
    while (f->mark[node] != f->stamp) {
        if (f->queue_from == f->queue_to) {
            return false;
        }
        before(f, f->queue[f->queue_from++]);
    }
    for (; node != the_team(f); node = f->link[node]) {
        move_unit(f, node);
    }
    f->people[person].planned = true;
    f->planned++;
    f->searching = false;
    return true;
}

void flow_spend(struct flow *f, uint32_t person)
{
    struct flow_person *p = &f->people[person];
    p->planned = false;
    p->units--;
    p->capacity--;
    f->planned--;
    f->wanted--;
    f->units--;
    f->searching = false;
}
