// SPDX-License-Identifier: MulanPSL-2.0
// Numbers 0, 1, 2, ... for byte strings in the order in which they first come. The hash is keyed at random, so that a
// hostile bundle cannot choose strings that collide.
#ifndef QIAN_VERIFIER_DICT_H
#define QIAN_VERIFIER_DICT_H

#include "verifier/arena.h"

enum { DICT_NONE = -1 };

struct dict {
    struct arena texts;
    struct bytes *keys; // owned, as is slots
    size_t count, room;
    uint32_t *slots; // number + 1, or 0
    size_t slot_count;
    uint64_t secret[2];
};

void dict_open(struct dict *d);
void dict_free(struct dict *d);
// The number of key, which is new if it has not come before.
size_t dict_put(struct dict *d, struct bytes key);
// The number of key, or DICT_NONE.
int64_t dict_find(const struct dict *d, struct bytes key);

#endif
