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

// Teams of one sort with empty slots, and the set that blocks them: the sorts of teams that
// compete, and the too few inspectors that they compete for.
struct qian_shortage {
    const char *department; // NULL: experts
    struct qian_str area;
    struct qian_itemset items;
    size_t empty;      // slots of this sort that stayed empty
    size_t slots;      // slots of all teams of the blocking set
    uint64_t capacity; // of its inspectors together
    uint32_t *inspector; // rows of inspectors.tsv; owned
    size_t inspectors;
};
// All sorts with empty slots. Free with qian_shortages_free.
struct qian_shortage *qian_shortages(const struct qian_frame *frame, const struct qian_draw *draw,
                                     bool experts, size_t *count);
void qian_shortages_free(struct qian_shortage *shortage, size_t count);
