// SPDX-License-Identifier: MulanPSL-2.0
// engine/publish/explain.h - one target's place in a draw, with the stock commands that recompute
// each number.
#pragma once

#include "engine/publish/again.h"

// One item, as it concerns the target.
struct qian_explain_item {
    const struct qian_item *item;
    const struct qian_stratum *stratum;
    bool barred;
    struct qian_bar bar;              // where barred
    const struct qian_digest *cutoff; // NULL where the quota is 0
    uint64_t rank; // among the eligible rows of the stratum by key, from 1; 0 if barred
    bool drawn;
};

struct qian_explain {
    bool found;
    size_t row;                  // of targets.tsv, from 0
    struct qian_digest leaf;     // hash of its line
    struct qian_digest path[64]; // audit path
    size_t path_length;
    bool proved; // the path leads from the leaf to the root that the notice states
    struct qian_digest key;
    struct qian_explain_item *item; // those that apply; owned
    size_t items;
    size_t visit; // from 0; SIZE_MAX: not drawn
};

// Fill in what the draw says of the id.
void qian_explain_find(const struct qian_again *again, struct qian_str id,
                       struct qian_explain *out);
void qian_explain_free(struct qian_explain *explain);

// Stock commands, to be pasted into a shell in the bundle's folder. Appended to `out`.
void qian_command_seed(const struct qian_again *again, struct qian_buf *out);
void qian_command_subseed(const struct qian_again *again, enum qian_scope scope,
                          struct qian_buf *out);
void qian_command_key(const struct qian_again *again, struct qian_str id, struct qian_buf *out);
void qian_command_pair(const struct qian_again *again, bool expert, struct qian_str target,
                       struct qian_str inspector, struct qian_buf *out);
// The inspector in one slot, as assignment.tsv says: a pseudonym, or "-".
void qian_command_place(struct qian_str target, const struct qian_need *team, uint32_t slot,
                        struct qian_buf *out);
void qian_command_leaf(const struct qian_again *again, struct qian_str id, struct qian_buf *out);
// Count the rows of an item's stratum, or only the eligible ones.
void qian_command_count(const struct qian_again *again, const struct qian_explain_item *item,
                        struct qian_str area, struct qian_str cls, bool eligible,
                        struct qian_buf *out);
