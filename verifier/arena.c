// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/arena.h"

#include "verifier/mem.h"

#include <stdlib.h>
#include <string.h>

struct bytes arena_keep(struct arena *a, struct bytes text)
{
    if (a->count == 0 || ARENA_BLOCK - a->used < text.n) {
        a->blocks = mem_grow(a->blocks, &a->room, a->count + 1, sizeof *a->blocks);
        a->blocks[a->count++] = mem_new(ARENA_BLOCK, 1);
        a->used = 0;
    }
    unsigned char *at = a->blocks[a->count - 1] + a->used;
    if (text.n > 0) {
        (void)memcpy(at, text.at, text.n);
    }
    a->used += text.n;
    return (struct bytes){at, text.n};
}

void arena_free(struct arena *a)
{
    for (size_t i = 0; i < a->count; i++) {
        free(a->blocks[i]);
    }
    free(a->blocks);
    *a = (struct arena){0};
}
