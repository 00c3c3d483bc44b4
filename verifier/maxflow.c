// SPDX-License-Identifier: MulanPSL-2.0
// The greatest flow by Dinic's method: shortest ways first, all ways of one length in one phase. No recursion.
#include "verifier/flow.h"

#include <string.h>

static bool has_room(const struct flow *f, size_t node)
{
    const struct flow_person *p = &f->people[node - f->kinds_count];
    return p->units < p->capacity;
}

static uint64_t slack(const struct flow_kind *kind)
{
    return kind->teams * kind->slots - kind->units;
}

// Gives each node its distance from the kinds that could send more, plus 1. Is there a person with room among them?
static bool levels(struct flow *f)
{
    bool found = false;
    size_t from = 0;
    size_t to = 0;
    (void)memset(f->mark, 0, (f->kinds_count + f->people_count + 2) * sizeof *f->mark);
    for (size_t k = 0; k < f->kinds_count; k++) {
        if (slack(&f->kinds[k]) > 0) {
            f->mark[k] = 1;
            f->queue[to++] = k;
        }
    }
    while (from < to) {
        size_t node = f->queue[from++];
        bool is_kind = node < f->kinds_count;
        size_t arc = is_kind ? f->kinds[node].first : f->people[node - f->kinds_count].first;
        size_t end = is_kind ? f->kinds[node].to : f->people[node - f->kinds_count].to;
        found = found || (!is_kind && has_room(f, node));
        for (; arc < end; arc++) {
            const struct flow_edge *edge = &f->edges[is_kind ? arc : f->by_person[arc]];
            size_t next = is_kind ? f->kinds_count + edge->person : edge->kind;
            bool open = is_kind ? edge->units < f->kinds[node].teams : edge->units > 0;
            if (open && f->mark[next] == 0) {
                f->mark[next] = f->mark[node] + 1;
                f->queue[to++] = next;
            }
        }
    }
    return found;
}

// The next node on a way from node, by the first edge that has not been tried in vain; false if there is none.
static bool step(struct flow *f, size_t node, size_t *next)
{
    bool is_kind = node < f->kinds_count;
    size_t end = is_kind ? f->kinds[node].to : f->people[node - f->kinds_count].to;
    for (; f->link[node] < end; f->link[node]++) {
        size_t e = is_kind ? f->link[node] : f->by_person[f->link[node]];
        const struct flow_edge *edge = &f->edges[e];
        bool open = is_kind ? edge->units < f->kinds[node].teams : edge->units > 0;
        *next = is_kind ? f->kinds_count + edge->person : edge->kind;
        if (open && f->mark[*next] == f->mark[node] + 1) {
            f->link_edge[*next] = e;
            return true;
        }
    }
    return false;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

// As many units as fit along queue[0 ... depth], which ends at a person with room.
static void send(struct flow *f, size_t depth)
{
    struct flow_kind *first = &f->kinds[f->queue[0]];
    struct flow_person *last = &f->people[f->queue[depth] - f->kinds_count];
    uint64_t units = least(slack(first), last->capacity - last->units);
    for (size_t i = 1; i <= depth; i++) {
        const struct flow_edge *edge = &f->edges[f->link_edge[f->queue[i]]];
        bool to_person = f->queue[i] >= f->kinds_count;
        units = least(units, to_person ? f->kinds[edge->kind].teams - edge->units : edge->units);
    }
    for (size_t i = 1; i <= depth; i++) {
        struct flow_edge *edge = &f->edges[f->link_edge[f->queue[i]]];
        bool to_person = f->queue[i] >= f->kinds_count;
        edge->units = (uint32_t)(to_person ? edge->units + units : edge->units - units);
    }
    first->units += units;
    last->units += units;
    f->units += units;
}

// All ways that begin at this kind, one after another.
static void send_from(struct flow *f, size_t kind)
{
    size_t depth = 0;
    f->queue[0] = kind;
    while (slack(&f->kinds[kind]) > 0) {
        size_t node = f->queue[depth];
        size_t next = 0;
        if (node >= f->kinds_count && has_room(f, node)) {
            send(f, depth);
            depth = 0;
        } else if (step(f, node, &next)) {
            f->queue[++depth] = next;
        } else if (depth == 0) {
            return;
        } else {
            f->mark[node] = 0; // nothing leads on from here in this phase
            depth--;
        }
    }
}

void flow_maximise(struct flow *f)
{
    while (levels(f)) {
        for (size_t k = 0; k < f->kinds_count; k++) {
            f->link[k] = f->kinds[k].first;
        }
        for (size_t i = 0; i < f->people_count; i++) {
            f->link[f->kinds_count + i] = f->people[i].first;
        }
        for (size_t k = 0; k < f->kinds_count; k++) {
            send_from(f, k);
        }
    }
}
