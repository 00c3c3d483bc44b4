// SPDX-License-Identifier: MulanPSL-2.0
// How many slots can still be filled: a flow from kinds of teams to people (inspectors.md 3.1, "Finding it fast").
//
//   source --(teams * slots)--> kind --(teams)--> person --(capacity)--> sink
//
// The team that is being decided (the current one) has been taken out of its kind: it may send one unit to each of its
// candidates, and its units are planned[]. Everything not yet decided flows at its maximum all the time.
#ifndef QIAN_VERIFIER_FLOW_H
#define QIAN_VERIFIER_FLOW_H

#include "verifier/teams.h"

struct flow_edge {
    uint32_t kind, person;
    uint32_t units; // at most the kind's teams
    bool dead;      // no maximum has a unit here, nor will any
};

struct flow_kind {
    size_t first, to; // its edges
    uint64_t teams;   // undecided, without the current one
    uint64_t slots;   // of each
    uint64_t units;   // at most teams * slots
};

struct flow_person {
    size_t first, to;  // in by_person
    uint64_t capacity; // what is left of it
    uint64_t units;    // at most capacity; planned ones included
    bool planned;      // the current team has a unit here
};

struct flow {
    struct flow_edge *edges; // owned, as are the others; by kind
    struct flow_kind *kinds;
    struct flow_person *people;
    size_t *by_person; // edges by person
    size_t edges_count, kinds_count, people_count;
    uint64_t units;   // in all
    uint32_t current; // the kind of the current team
    uint64_t planned; // units of the current team
    uint64_t wanted;  // its slots that are not decided
    // Work space. Nodes: kinds, then people, then source and drain.
    uint32_t *mark;    // level or stamp of each node
    size_t *link;      // the edge to try next, or the node that a node leads to
    size_t *link_edge; // and by which edge
    size_t *queue;
    size_t queue_from, queue_to;
    uint32_t stamp;
    bool searching; // for the current slot, from queue_from on
};

// The greatest flow for all teams of the crew.
void flow_open(struct flow *f, const struct crew *c, const struct people *people);
void flow_close(struct flow *f);
// Makes a team of that kind the current one.
void flow_begin_team(struct flow *f, uint32_t kind);
// Can the current team's next slot go to this candidate (who is not in it), with as many slots filled in all as before?
// Then the unit is planned.
bool flow_plan(struct flow *f, uint32_t person);
// Decides: the planned unit of this person is spent.
void flow_spend(struct flow *f, uint32_t person);

// The first maximum (maxflow.c).
void flow_maximise(struct flow *f);

#endif
