// SPDX-License-Identifier: MulanPSL-2.0
// A set of the notice's items (at most 200) as bits.
#ifndef QIAN_VERIFIER_ITEMSET_H
#define QIAN_VERIFIER_ITEMSET_H

#include "verifier/bytes.h"

enum { ITEMSET_WORDS = 4 };

struct itemset {
    uint64_t words[ITEMSET_WORDS];
};

static inline void itemset_add(struct itemset *s, size_t item)
{
    s->words[item / 64] |= (uint64_t)1 << item % 64;
}

static inline bool itemset_has(const struct itemset *s, size_t item)
{
    return (s->words[item / 64] >> item % 64 & 1) != 0;
}

// Does s contain all of part?
static inline bool itemset_covers(const struct itemset *s, const struct itemset *part)
{
    uint64_t lacking = 0;
    for (size_t i = 0; i < ITEMSET_WORDS; i++) {
        lacking |= part->words[i] & ~s->words[i];
    }
    return lacking == 0;
}

static inline bool itemset_meets(const struct itemset *a, const struct itemset *b)
{
    uint64_t common = 0;
    for (size_t i = 0; i < ITEMSET_WORDS; i++) {
        common |= a->words[i] & b->words[i];
    }
    return common != 0;
}

#endif
