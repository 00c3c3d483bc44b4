// SPDX-License-Identifier: MulanPSL-2.0
// One pass over targets.tsv: who is in which stratum of which item, and who is taken (quota.md 1.2, 3.1; targets.md 2.1).
// Of a row nothing is kept but, where it is taken, its key and place.
#ifndef QIAN_VERIFIER_ROSTER_H
#define QIAN_VERIFIER_ROSTER_H

#include "verifier/dict.h"
#include "verifier/people.h"
#include "verifier/quota.h"

struct taken {
    unsigned char key[DIGEST_BYTES];
    uint64_t offset; // of the row in targets.tsv: ids ascend with it
};

struct roster_stratum {
    uint32_t item, label;
    uint64_t rows, eligible;
    uint64_t quota;     // as the notice states it; 0 where the notice does not know the stratum
    struct taken *heap; // owned; the greatest on top
    size_t taken, room;
    uint32_t bars, bars_to; // its reasons in roster.bars
};

struct roster_item {
    struct quota_counts counts;
    bool overflow; // more strata than bundle.md 1.3 allows: the rest is not kept
    size_t first, strata_count; // in roster.order
};

// Rows of one stratum that are barred for one reason.
struct roster_bar {
    uint32_t stratum, reason;
    uint64_t rows;
};

struct roster {
    bool loaded;
    bool drawn; // a subseed was known: the heaps say who is taken
    const struct notice *notice; // borrowed
    struct roster_item items[ITEMS_MAX];
    struct dict numbers; // item and label -> number in strata
    struct roster_stratum *strata; // owned
    size_t strata_room;
    uint32_t *order; // owned; numbers of strata by item, then label
    struct dict reasons;
    struct dict bar_numbers; // stratum and reason -> number in bars
    struct roster_bar *bars; // owned; in the end by stratum, then reason as text
    size_t bars_room;
};

// Reads a usable targets.tsv. Step 16; with a notice steps 17 and the counts; with a subseed (64 digits) the draw; with
// recusals it says which targets stand there. Each may be NULL.
void roster_load(struct roster *roster, struct report *r, const struct file *file, const struct notice *notice,
                 struct hash *h, const char *subseed, struct recusals *recusals);
void roster_free(struct roster *roster);

// The stratum of that label of an item, or NULL.
const struct roster_stratum *roster_find(const struct roster *roster, size_t item, struct bytes label);

// One eligible row of the stratum has come (taken.c).
void stratum_offer(struct roster_stratum *s, const struct taken *row);

#endif
