// SPDX-License-Identifier: MulanPSL-2.0
// engine/core/select.h - the first random: which targets (spec/targets.md).
#pragma once

#include "engine/core/frame.h"
#include "engine/core/seed.h"

struct qian_visit {
    uint32_t row; // in targets.tsv, from 0
    struct qian_digest key;
    struct qian_itemset items; // for which the target is taken; never empty
};

struct qian_selection {
    size_t count;
    struct qian_visit *visit; // in the order of the draw; owned
    // The greatest key taken by stratum s of item i, at [item_first[i] + s]; only where any was
    // taken.
    struct qian_digest *cutoff;
    uint64_t *taken; // how many rows each took, likewise
    size_t *item_first;
};

// Draw. Needs the quotas of the notice's strata, each at most its eligible rows.
void qian_select(const struct qian_frame *frame, const struct qian_digest *subseed,
                 struct qian_hasher *h, struct qian_selection *out);
void qian_selection_free(struct qian_selection *selection);

// targets 3.1: the batch, from 1, of the visit with this index, from 0.
uint32_t qian_batch_of(size_t visit, size_t visits, uint32_t batches);
uint64_t qian_batch_size(uint32_t batch, size_t visits, uint32_t batches);

// Append selection.tsv.
void qian_selection_write(const struct qian_frame *frame, const struct qian_selection *selection,
                          struct qian_buf *out);
