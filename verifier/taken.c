// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/mem.h"
#include "verifier/roster.h"

#include <string.h>

// spec/targets.md 1.1: "Keys are compared as bytes; equal keys by id."
static bool below(const struct taken *a, const struct taken *b)
{
    int order = memcmp(a->key, b->key, DIGEST_BYTES);
    return order != 0 ? order < 0 : a->offset < b->offset;
}

static void rise(struct taken *heap, size_t place, const struct taken *row)
{
    while (place > 0 && below(&heap[(place - 1) / 2], row)) {
        heap[place] = heap[(place - 1) / 2];
        place = (place - 1) / 2;
    }
    heap[place] = *row;
}

static void fall(struct taken *heap, size_t count, const struct taken *row)
{
    size_t place = 0;
    for (;;) {
        size_t child = 2 * place + 1;
        if (child + 1 < count && below(&heap[child], &heap[child + 1])) {
            child++;
        }
        if (child >= count || !below(row, &heap[child])) {
            heap[place] = *row;
            return;
        }
        heap[place] = heap[child];
        place = child;
    }
}

// spec/targets.md 2.1: "the `quota` rows of the notice with the smallest keys among the rows of that stratum that are
// eligible for the item (quota 2.4) are taken for the item (all of them, if the notice wrongly states more than there
// are)."
void stratum_offer(struct roster_stratum *s, const struct taken *row)
{
    if (s->taken < s->quota) {
        s->heap = mem_grow(s->heap, &s->room, s->taken + 1, sizeof *s->heap);
        rise(s->heap, s->taken++, row);
    } else if (s->taken > 0 && below(row, &s->heap[0])) {
        fall(s->heap, s->taken, row);
    }
}
