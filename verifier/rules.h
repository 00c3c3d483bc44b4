// SPDX-License-Identifier: MulanPSL-2.0
// rules.json as data (rules.md). Text is borrowed from the shape.
#ifndef QIAN_VERIFIER_RULES_H
#define QIAN_VERIFIER_RULES_H

#include "verifier/shape.h"

// Ratios in millionths; max 0: none.
struct bounds {
    uint32_t min, max;
};

struct rules {
    struct shape shape;
    struct bytes name, from, to; // to: no bytes where there is no end
    bool has_to;
    struct bounds general, key;
    uint64_t team_minimum;
};

void rules_read(struct rules *rules, struct report *r, struct file *file);
void rules_free(struct rules *rules);

#endif
