// SPDX-License-Identifier: MulanPSL-2.0
// Copies of short texts that stay where they are until all are freed together.
#ifndef QIAN_VERIFIER_ARENA_H
#define QIAN_VERIFIER_ARENA_H

#include "verifier/bytes.h"

struct arena {
    unsigned char **blocks; // owned, each ARENA_BLOCK bytes
    size_t count, room;
    size_t used; // of the last block
};

enum { ARENA_BLOCK = 1 << 18 };

// A copy of text; text.n <= ARENA_BLOCK. A zeroed arena is an empty one.
struct bytes arena_keep(struct arena *a, struct bytes text);
void arena_free(struct arena *a);

#endif
