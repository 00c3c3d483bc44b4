// SPDX-License-Identifier: MulanPSL-2.0
// engine/publish/report.h - what people want to know of a draw beyond its signed files: how much
// choice there was, and why slots stayed empty. Reports are never signed; this is the one place of
// the engine with floating point.
#pragma once

#include "engine/core/draw.h"

// log2 of the number of possible outcomes of one item's selection: of the choices of its quota
// among the eligible rows, over all strata.
double qian_bits_of_item(const struct qian_item *item);
// log2 of the number of ways to fill all teams from their candidates, at most: capacities, recusals
// and the demand of the others are left out, which can only lower it.
double qian_bits_of_teams(const struct qian_frame *frame, const struct qian_draw *draw,
                          bool experts);

// Teams that are alike: of one department (NULL: experts), in one area, for the same items.
struct qian_short_team {
    struct qian_str area;
    struct qian_itemset items;
    size_t empty; // slots of theirs that stayed empty
};

// A set that blocks slots: the teams that compete, and the too few inspectors that they compete
// for. All teams that the same inspectors block stand in one of these.
struct qian_shortage {
    const char *department;
    struct qian_short_team *team; // owned
    size_t teams, team_cap;
    size_t empty;        // empty slots of all of these teams
    size_t slots;        // slots of all teams that compete
    uint64_t capacity;   // of the inspectors together
    uint32_t *inspector; // rows of inspectors.tsv, ascending; owned
    size_t inspectors;
};
// All of them. Free with qian_shortages_free.
struct qian_shortage *qian_shortages(const struct qian_frame *frame, const struct qian_draw *draw,
                                     bool experts, size_t *count);
void qian_shortages_free(struct qian_shortage *shortage, size_t count);
