// SPDX-License-Identifier: MulanPSL-2.0
// How many witnesses any two ways to satisfy a quorum share (policy.md 3.7).
#include "verifier/policy.h"

#include "verifier/mem.h"

#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
    const size_t *one = a;
    const size_t *two = b;
    return (*one > *two) - (*one < *two);
}

// spec/policy.md 3.7: "The overlap of a witness is 1; that of a group of n members of which K are wanted is the sum of
// the 2K − n least overlaps of its members, 0 where 2K − n is not positive."
static size_t overlap_of(const struct policy *p, const struct party *party, const size_t *overlaps, size_t *room)
{
    size_t sum = 0;
    if (!party->is_group) {
        return 1;
    }
    if (2 * party->need <= party->count) {
        return 0;
    }
    for (size_t i = 0; i < party->count; i++) {
        room[i] = overlaps[p->members[party->first + i]];
    }
    qsort(room, party->count, sizeof *room, ascending);
    // No overflow: each witness is under one member at most (1.2), so the sum is at most the number of witnesses.
    for (size_t i = 0; i < 2 * party->need - party->count; i++) {
        sum += room[i];
    }
    return sum;
}

size_t policy_overlap(const struct policy *p)
{
    if (!p->has_quorum) {
        return 0;
    }
    size_t *overlaps = mem_new(p->parties_count, sizeof *overlaps);
    size_t *room = mem_new(p->members_count, sizeof *room);
    // Members stand on earlier lines: one pass settles all, however deep the groups are.
    for (size_t i = 0; i <= p->quorum; i++) {
        overlaps[i] = overlap_of(p, &p->parties[i], overlaps, room);
    }
    size_t overlap = overlaps[p->quorum];
    free(room);
    free(overlaps);
    return overlap;
}
