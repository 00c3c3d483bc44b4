// SPDX-License-Identifier: MulanPSL-2.0
// The visits as the draw must give them (targets.md 2), from the roster's heaps.
#ifndef QIAN_VERIFIER_VISITS_H
#define QIAN_VERIFIER_VISITS_H

#include "verifier/roster.h"

struct visit {
    unsigned char key[DIGEST_BYTES];
    uint64_t offset;
    struct bytes id;
    uint32_t area;
    struct itemset items;
};

struct visits {
    bool loaded;
    struct arena texts;
    struct visit *all; // owned; by key, then id
    size_t count, room;
    uint32_t *by_id; // owned
};

// The roster is drawn; file is its targets.tsv.
void visits_load(struct visits *v, const struct roster *roster, const struct file *file);
void visits_free(struct visits *v);
// The number of the visit to that target, or count.
size_t visits_find(const struct visits *v, struct bytes id);

#endif
