// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/core/flow.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/bytes.h"

#define NOBODY UINT32_MAX

static void index_uses(struct qian_flow *f) {
    f->first = qian_take(f->inspectors + 2, sizeof *f->first);
    for (size_t k = 0; k < f->kinds; k++)
        for (size_t c = 0; c < f->kind[k].candidates; c++)
            f->first[f->kind[k].candidate[c] + 2]++;
    for (size_t i = 2; i < f->inspectors + 2; i++)
        f->first[i] += f->first[i - 1];
    f->use = qian_take(f->first[f->inspectors + 1], sizeof *f->use);
    for (size_t k = 0; k < f->kinds; k++)
        for (size_t c = 0; c < f->kind[k].candidates; c++) {
            size_t at = f->first[f->kind[k].candidate[c] + 1]++;
            f->use[at].kind = (uint32_t)k;
            f->use[at].place = (uint32_t)c;
        }
}

static uint64_t at_most(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

static void start_search(struct qian_flow *f) {
    f->round++;
    f->tail = 0;
    f->source_seen = false;
}

static bool is_short(const struct qian_kind *k) {
    return k->total < (uint64_t)k->teams * k->slots;
}

// Put the candidates whom `kind` could take one more unit of into the queue.
static void reach(struct qian_flow *f, uint32_t kind, struct qian_arc arc) {
    struct qian_kind *k = &f->kind[kind];
    if (f->seen_kind[kind] == f->round)
        return;
    f->seen_kind[kind] = f->round;
    arc.take = kind;
    for (size_t c = 0; c < k->candidates; c++) {
        uint32_t i = k->candidate[c];
        if (f->seen_inspector[i] == f->round || k->flow[c] >= k->teams)
            continue;
        f->seen_inspector[i] = f->round;
        arc.take_place = (uint32_t)c;
        f->arc[i] = arc;
        f->queue[f->tail++] = i;
    }
}

// The kinds that use this inspector may let go of him: each can then take another instead, and so
// can any kind that has slots empty while the first goes without.
static void expand(struct qian_flow *f, uint32_t inspector) {
    for (size_t u = f->first[inspector]; u < f->first[inspector + 1]; u++) {
        uint32_t kind = f->use[u].kind, place = f->use[u].place;
        if (f->kind[kind].flow[place] == 0)
            continue;
        struct qian_arc arc = {.before = inspector, .give = kind, .give_place = place};
        reach(f, kind, arc);
        if (f->source_seen)
            continue;
        f->source_seen = true;
        for (uint32_t k = 0; k < f->kinds; k++)
            if (is_short(&f->kind[k]))
                reach(f, k, arc);
    }
}

// Work through the queue: the first inspector for whom `stop` holds, or NOBODY.
static uint32_t search(struct qian_flow *f,
                       bool (*stop)(const struct qian_flow *, const void *, uint32_t),
                       const void *context) {
    for (size_t head = 0; head < f->tail; head++) {
        if (stop(f, context, f->queue[head]))
            return f->queue[head];
        expand(f, f->queue[head]);
    }
    return NOBODY;
}

// The most units that can move along the path that ends at `end` and starts after `start`.
static uint64_t width(const struct qian_flow *f, uint32_t start, uint32_t end, uint64_t limit) {
    for (uint32_t i = end; i != start; i = f->arc[i].before) {
        const struct qian_arc *a = &f->arc[i];
        const struct qian_kind *take = &f->kind[a->take];
        limit = at_most(limit, take->teams - take->flow[a->take_place]);
        if (a->before != NOBODY)
            limit = at_most(limit, f->kind[a->give].flow[a->give_place]);
    }
    return limit;
}

// Move units along that path.
static void shift(struct qian_flow *f, uint32_t start, uint32_t end, uint64_t units) {
    for (uint32_t i = end; i != start; i = f->arc[i].before) {
        const struct qian_arc *a = &f->arc[i];
        f->kind[a->take].flow[a->take_place] += units;
        f->kind[a->take].total += units;
        if (a->before == NOBODY)
            return;
        f->kind[a->give].flow[a->give_place] -= units;
        f->kind[a->give].total -= units;
    }
}

static bool is_spare(const struct qian_flow *f, const void *context, uint32_t inspector) {
    (void)context;
    return f->spare[inspector] > 0;
}

// Give kind k as many units as can be: directly first, then along augmenting paths.
static void fill(struct qian_flow *f, uint32_t kind) {
    struct qian_kind *k = &f->kind[kind];
    uint64_t want = (uint64_t)k->teams * k->slots;
    for (size_t c = 0; c < k->candidates && k->total < want; c++) {
        uint64_t *spare = &f->spare[k->candidate[c]];
        uint64_t units = at_most(at_most(*spare, k->teams), want - k->total);
        k->flow[c] += units;
        k->total += units;
        *spare -= units;
    }
    while (k->total < want) {
        start_search(f);
        f->source_seen = true; // a way back through the source adds nothing
        reach(f, kind, (struct qian_arc){.before = NOBODY});
        uint32_t end = search(f, is_spare, NULL);
        if (end == NOBODY)
            return;
        uint64_t units = width(f, NOBODY, end, at_most(f->spare[end], want - k->total));
        shift(f, NOBODY, end, units);
        f->spare[end] -= units;
    }
}

void qian_flow_open(struct qian_flow *flow, struct qian_kind *kind, size_t kinds,
                    const uint32_t *capacity, size_t inspectors) {
    *flow = (struct qian_flow){.kind = kind, .kinds = kinds, .inspectors = inspectors};
    flow->spare = qian_take(inspectors, sizeof *flow->spare);
    for (size_t i = 0; i < inspectors; i++)
        flow->spare[i] = capacity[i];
    flow->queue = qian_take(inspectors, sizeof *flow->queue);
    flow->arc = qian_take(inspectors, sizeof *flow->arc);
    flow->seen_inspector = qian_take(inspectors, sizeof *flow->seen_inspector);
    flow->seen_kind = qian_take(kinds, sizeof *flow->seen_kind);
    index_uses(flow);
    for (size_t k = 0; k < kinds; k++)
        fill(flow, (uint32_t)k);
}

void qian_flow_close(struct qian_flow *flow) {
    for (size_t k = 0; k < flow->kinds; k++) {
        free(flow->kind[k].candidate);
        free(flow->kind[k].flow);
    }
    void *owned[] = {flow->kind,  flow->spare,          flow->use,      flow->first, flow->arc,
                     flow->queue, flow->seen_inspector, flow->seen_kind};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
    *flow = (struct qian_flow){0};
}

uint64_t qian_flow_total(const struct qian_flow *flow) {
    uint64_t total = 0;
    for (size_t k = 0; k < flow->kinds; k++)
        total += flow->kind[k].total;
    return total;
}

static size_t member_place(const struct qian_team *team, uint32_t inspector) {
    size_t at = 0;
    while (at < team->members && team->member[at] != inspector)
        at++;
    return at;
}

// The share of one of n teams of X units: ceil(X / n), whom first those of whom the others could
// not take so many any more. The rest then fits the other n - 1 teams: at most n - 1 of each
// inspector, and X - ceil(X / n) <= (n - 1) * slots.
void qian_team_open(struct qian_flow *flow, uint32_t kind, struct qian_team *team) {
    struct qian_kind *k = &flow->kind[kind];
    assert(k->teams > 0);
    size_t share = (size_t)((k->total + k->teams - 1) / k->teams);
    *team = (struct qian_team){.kind = kind, .open = k->slots};
    team->member = qian_take(k->slots, sizeof *team->member);
    for (int pass = 0; pass < 2; pass++)
        for (size_t c = 0; c < k->candidates && team->members < share; c++) {
            bool whole = k->flow[c] == k->teams;
            if (k->flow[c] == 0 || (pass == 0) != whole ||
                member_place(team, k->candidate[c]) < team->members)
                continue;
            team->member[team->members++] = k->candidate[c];
            k->flow[c]--;
            k->total--;
        }
    k->teams--;
}

static void drop_member(struct qian_team *team, size_t at) {
    team->member[at] = team->member[--team->members];
}

static bool releases(const struct qian_flow *f, const void *team, uint32_t inspector) {
    const struct qian_team *t = team;
    return f->spare[inspector] > 0 || member_place(t, inspector) < t->members;
}

// A full team takes `inspector`, who has no unit to spare: some kind that uses him must let go,
// and take another instead, and so on, until one is met who is spare or whom the team itself
// lets go.
static bool exchange(struct qian_flow *f, struct qian_team *team, uint32_t inspector) {
    start_search(f);
    f->seen_inspector[inspector] = f->round;
    expand(f, inspector);
    uint32_t end = search(f, releases, team);
    if (end == NOBODY)
        return false;
    size_t place = member_place(team, end);
    if (place == team->members) {
        f->spare[end]--;
        f->spare[team->member[0]]++;
        place = 0;
    }
    drop_member(team, place);
    shift(f, inspector, end, 1);
    return true;
}

// A team that is not full takes a unit away from any kind: the total stays the same.
static bool take_from_kind(struct qian_flow *f, uint32_t inspector) {
    for (size_t u = f->first[inspector]; u < f->first[inspector + 1]; u++) {
        struct qian_kind *k = &f->kind[f->use[u].kind];
        if (k->flow[f->use[u].place] > 0) {
            k->flow[f->use[u].place]--;
            k->total--;
            return true;
        }
    }
    return false;
}

bool qian_team_try(struct qian_flow *flow, struct qian_team *team, uint32_t inspector) {
    size_t place = member_place(team, inspector);
    if (place < team->members) {
        drop_member(team, place);
    } else if (team->members < team->open) {
        // The flow is a maximum: whoever could fill this slot without loss is used elsewhere.
        if (!take_from_kind(flow, inspector))
            return false;
    } else if (flow->spare[inspector] > 0) {
        flow->spare[inspector]--;
        flow->spare[team->member[0]]++;
        drop_member(team, 0);
    } else if (!exchange(flow, team, inspector)) {
        return false;
    }
    team->open--;
    return true;
}

void qian_team_close(struct qian_team *team) {
    free(team->member);
    *team = (struct qian_team){0};
}
