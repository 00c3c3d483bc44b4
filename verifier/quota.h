// SPDX-License-Identifier: MulanPSL-2.0
// How many are drawn of an item, and from which stratum (quota.md). Pure arithmetic on counts.
#ifndef QIAN_VERIFIER_QUOTA_H
#define QIAN_VERIFIER_QUOTA_H

#include "verifier/classes.h"

enum refusal { REFUSED_NOT, REFUSED_Q01, REFUSED_Q02, REFUSED_Q03, REFUSED_Q04 };

// Ratios in millionths.
struct quota_rule {
    uint32_t min;
    uint32_t upper; // 0: none
    bool approval;
    bool by_class;      // ratios, not ratio
    bool classes_apart; // `class` stands in `stratify`
    uint32_t ratio;
    uint32_t ratios[CLASS_COUNT]; // 0: not named
};

struct quota_counts {
    uint64_t rows, eligible;
    uint64_t class_rows[CLASS_COUNT], class_eligible[CLASS_COUNT];
};

struct quota {
    enum refusal refused; // then k says nothing
    uint64_t k;
    uint64_t class_k[CLASS_COUNT]; // where by_class
};

struct seat {
    uint64_t weight, rows, eligible;
    uint64_t seats; // out
};

// The smaller of two upper bounds, 0 being none.
uint32_t quota_upper(uint32_t a, uint32_t b);
// quota.md 1.2, 1.4 and 2.
struct quota quota_of_item(const struct quota_rule *rule, const struct quota_counts *counts);
// quota.md 3.2: k seats over the strata, which stand ascending by label. False where the minimum alone exceeds k.
// O(count log count), times the bits of a bar, for rosters that bundle.md 1.3 allows.
bool quota_apportion(struct seat *seats, size_t count, uint64_t k, uint64_t minimum);

#endif
