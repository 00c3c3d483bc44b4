// SPDX-License-Identifier: MulanPSL-2.0
// engine/core/flow.h - how many slots can be filled, and can this one be filled like this
// (spec/inspectors.md 3).
//
// Alike teams (same candidates, same number of slots) are one *kind*: whenever a flow gives a kind
// of n teams at most n units of each candidate, it can be dealt out over the teams without giving
// one inspector twice to a team. The team that is being decided stands apart from its kind.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct qian_kind {
    size_t teams; // still undecided
    size_t slots; // of each team
    size_t candidates;
    uint32_t *candidate; // inspectors; owned
    uint64_t *flow;      // units that the kind now takes of each; owned, zero at first
    uint64_t total;      // sum of flow
};

// One step of a search: kind `take` could take the inspector, if kind `give` lets go of `before`.
// Mostly these are one kind; they differ where `give` goes without and `take` has a slot empty.
struct qian_arc {
    uint32_t before;
    uint32_t take, take_place;
    uint32_t give, give_place;
};

struct qian_flow {
    struct qian_kind *kind; // owned array
    size_t kinds;
    size_t inspectors;
    uint64_t *spare; // capacity of each inspector that nobody uses; owned
    // The uses of each inspector: pairs (kind, place in the kind), at use[first[i]..first[i + 1]).
    struct {
        uint32_t kind, place;
    } * use;
    size_t *first;
    // Scratch of a search: how each inspector was reached, and in which round he was.
    struct qian_arc *arc;
    uint32_t *queue, *seen_inspector, *seen_kind;
    size_t tail;
    uint32_t round;
    bool source_seen;
};

// `kind` (an array whose members the flow then owns) and capacities; finds a maximum flow.
void qian_flow_open(struct qian_flow *flow, struct qian_kind *kind, size_t kinds,
                    const uint32_t *capacity, size_t inspectors);
void qian_flow_close(struct qian_flow *flow);

// The units that undecided teams now take: with those already fixed they make M.
uint64_t qian_flow_total(const struct qian_flow *flow);

// The team being decided.
struct qian_team {
    uint32_t kind;
    size_t open;      // slots not yet decided
    size_t members;   // units that the flow now gives to these slots
    uint32_t *member; // `open` places; owned
};

// Take one team out of a kind, with its share of the flow.
void qian_team_open(struct qian_flow *flow, uint32_t kind, struct qian_team *team);
// Can the next open slot have this candidate, M being still reached? If so it is fixed: the
// inspector's unit is gone for good and the slot is decided.
bool qian_team_try(struct qian_flow *flow, struct qian_team *team, uint32_t inspector);
void qian_team_close(struct qian_team *team);
