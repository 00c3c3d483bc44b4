// SPDX-License-Identifier: MulanPSL-2.0
// engine/core/assign.h - the second random: who inspects whom (spec/inspectors.md 3-5).
#pragma once

#include "engine/core/staff.h"

// One slot: a row of assignment.tsv.
struct qian_place {
    uint32_t team;      // index in the teams that were asked for
    uint32_t slot;      // from 1
    uint32_t inspector; // row of inspectors.tsv, or QIAN_NOBODY
    struct qian_digest key;
};

struct qian_places {
    struct qian_place *place; // by team, then slot; owned
    size_t count, filled;
};

// Assign the slots of these teams: the maximum that the random keys put first. `subseed` is that
// of the scope.
void qian_assign(const struct qian_frame *frame, const struct qian_selection *selection,
                 const struct qian_staff *staff, const struct qian_need *team, size_t teams,
                 const struct qian_digest *subseed, struct qian_hasher *h, struct qian_places *out);
void qian_places_free(struct qian_places *places);

// spec/inspectors.md 2.3: the pair key.
void qian_pair_key(struct qian_hasher *prefixed, struct qian_str target, struct qian_str inspector,
                   struct qian_digest *out);

// Append assignment.tsv from the inspectors' and the experts' places.
void qian_assignment_write(const struct qian_frame *frame, const struct qian_selection *selection,
                           const struct qian_staff *staff, const struct qian_need *team,
                           const struct qian_places *places, const struct qian_need *expert_team,
                           const struct qian_places *expert_places, struct qian_buf *out);
