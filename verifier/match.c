// SPDX-License-Identifier: MulanPSL-2.0
// The assignment: each slot in turn to the first candidate by key with whom as many slots as possible can still be
// filled (inspectors.md 3).
#include "verifier/flow.h"
#include "verifier/mem.h"

#include <stdlib.h>
#include <string.h>

struct candidate {
    unsigned char key[DIGEST_BYTES];
    uint32_t person;
    size_t edge;
};

struct matching {
    struct crew *crew;
    const struct people *people;
    struct hash *hash;
    const char *subseed;
    struct flow flow;
    struct candidate *list; // owned; the candidates of a team as a heap, the first one on top
    size_t count, room;
};

// spec/inspectors.md 3.2: "are tried by ascending pair key, equal keys by id."
static bool goes_first(const struct matching *m, const struct candidate *a, const struct candidate *b)
{
    int order = memcmp(a->key, b->key, DIGEST_BYTES);
    if (order == 0) {
        order = bytes_order(m->people->all[a->person].id, m->people->all[b->person].id);
    }
    return order < 0;
}

static void sink(struct matching *m, size_t place)
{
    for (;;) {
        size_t best = place;
        for (size_t child = 2 * place + 1; child <= 2 * place + 2 && child < m->count; child++) {
            if (goes_first(m, &m->list[child], &m->list[best])) {
                best = child;
            }
        }
        if (best == place) {
            return;
        }
        struct candidate moved = m->list[place];
        m->list[place] = m->list[best];
        m->list[best] = moved;
        place = best;
    }
}

// The team's candidates who have capacity left. People whose edge is dead cannot be taken by any team of the kind.
static void list_candidates(struct matching *m, const struct team *team)
{
    const struct flow_kind *kind = &m->flow.kinds[team->kind];
    m->count = 0;
    for (size_t e = kind->first; e < kind->to; e++) {
        uint32_t person = m->flow.edges[e].person;
        if (m->flow.edges[e].dead || m->flow.people[person].capacity == 0) {
            continue;
        }
        m->list = mem_grow(m->list, &m->room, m->count + 1, sizeof *m->list);
        struct candidate *fresh = &m->list[m->count++];
        fresh->person = person;
        fresh->edge = e;
        crew_pair_key(m->crew, team, m->people, person, m->hash, m->subseed, fresh->key);
    }
    for (size_t i = m->count / 2; i-- > 0;) {
        sink(m, i);
    }
}

static struct candidate next_candidate(struct matching *m)
{
    struct candidate top = m->list[0];
    m->list[0] = m->list[--m->count];
    sink(m, 0);
    return top;
}

// spec/inspectors.md 3.2: "The first one is taken with whom, given all decisions so far, M slots in total can still be
// filled. If there is none, the slot stays empty."
//
// Who is refused for one slot of a team would be refused for its later slots, too: whatever fills those as well could
// have filled this one with the two changed about. So each candidate is tried once a team.
static int64_t decide(struct matching *m, bool first_slot)
{
    while (m->count > 0) {
        struct candidate candidate = next_candidate(m);
        if (flow_plan(&m->flow, candidate.person)) {
            flow_spend(&m->flow, candidate.person);
            return candidate.person;
        }
        if (first_slot) {
            // Nothing has been decided about this team yet, so the same holds for all teams of its kind.
            m->flow.edges[candidate.edge].dead = true;
        }
    }
    return NOBODY;
}

static void match_team(struct matching *m, const struct team *team)
{
    int64_t *given = &m->crew->given[team->first_slot];
    for (uint32_t slot = 0; slot < team->slots; slot++) {
        given[slot] = NOBODY;
    }
    // spec/inspectors.md: "When every remaining candidate's capacity is used up, or M slots are filled, all later slots
    // are empty without further search."
    if (m->flow.units == 0) {
        return;
    }
    flow_begin_team(&m->flow, team->kind);
    list_candidates(m, team);
    // spec/inspectors.md 3.3: "Once a slot of a team stays empty, so do the later slots of that team."
    for (uint32_t slot = 0; slot < team->slots; slot++) {
        given[slot] = decide(m, slot == 0);
        if (given[slot] == NOBODY) {
            return;
        }
        m->crew->filled++;
    }
}

void crew_match(struct crew *c, const struct people *people, struct hash *h, const char *subseed)
{
    struct matching m = {.crew = c, .people = people, .hash = h, .subseed = subseed};
    c->given = mem_new(c->slots, sizeof *c->given);
    c->filled = 0;
    flow_open(&m.flow, c, people);
    for (size_t i = 0; i < c->count; i++) {
        match_team(&m, &c->teams[i]);
    }
    flow_close(&m.flow);
    free(m.list);
}
