// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/dice.h - repeatable random numbers for tests: the label is the seed.
#pragma once

#include <stdio.h>
#include <string.h>

#include "engine/crypto/hash.h"

// Sanitizers make everything about ten times slower: tests do less then.
#if defined(__SANITIZE_ADDRESS__)
#define SLOW_BUILD 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SLOW_BUILD 1
#endif
#endif
#ifndef SLOW_BUILD
#define SLOW_BUILD 0
#endif

struct dice {
    uint64_t state;
};

// A digest that only the label and the number decide.
static inline struct qian_digest dice_digest(const char *label, uint64_t number) {
    char text[128];
    struct qian_digest d;
    snprintf(text, sizeof text, "%s%llu", label, (unsigned long long)number);
    qian_sha256(qian_str(text), &d);
    return d;
}

static inline struct dice dice_of(const char *label, uint64_t number) {
    struct qian_digest d = dice_digest(label, number);
    struct dice dice;
    memcpy(&dice.state, d.b, sizeof dice.state);
    return dice;
}

static inline uint64_t dice_next(struct dice *d) { // splitmix64
    d->state += 0x9e3779b97f4a7c15u;
    uint64_t z = d->state;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

// Uniform from 0 to n - 1; the biased tail is thrown again.
static inline size_t dice_below(struct dice *d, size_t n) {
    uint64_t limit = UINT64_MAX - UINT64_MAX % n, v;
    do
        v = dice_next(d);
    while (v >= limit);
    return (size_t)(v % n);
}

static inline bool dice_one_in(struct dice *d, size_t n) {
    return dice_below(d, n) == 0;
}

// Put 0 … n - 1 into a random order.
static inline void dice_shuffle(struct dice *d, size_t *order, size_t n) {
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n; i > 1; i--) {
        size_t k = dice_below(d, i), swap = order[i - 1];
        order[i - 1] = order[k];
        order[k] = swap;
    }
}
