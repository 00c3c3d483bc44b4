// SPDX-License-Identifier: MulanPSL-2.0
// engine/core/quota.h - how many are drawn of each item and stratum (spec/quota.md).
//
// Integers and exact fractions only.
#pragma once

#include "engine/base/err.h"
#include "engine/core/field.h"
#include "engine/core/ratio.h"

#define QIAN_STRATA_MAX 100000
#define QIAN_WEIGHT_MAX 1000

struct qian_stratum {
    char *label;       // owned, e.g. "A/220101"
    int cls;           // index in "ABCD-", or -1 where `class` is not stratified
    uint64_t roster;   // rows to which the item applies
    uint64_t eligible; // of these, not barred
    uint64_t quota;    // result
};

// What an item asks for. Ratios in millionths, 0 where there is none.
struct qian_wish {
    uint32_t ratio;                // or:
    uint32_t ratios[QIAN_CLASSES]; // by class
    bool by_class;                 // which of the two
    uint32_t min, max;             // the pack's bounds of the kind
    uint32_t cap;                  // the item's own
    bool approved;
    uint32_t weights[QIAN_CLASSES]; // 1 where none is named; quota 3.3
    uint64_t minimum;
};

// Compute the item's quota and those of its strata, which are sorted by label. On refusal
// (QIAN_REFUSED with code Q01 to Q04) quotas are undefined.
enum qian_status qian_quota(const struct qian_wish *wish, struct qian_stratum *strata, size_t n,
                            uint64_t *quota, struct qian_err *err) QIAN_MUST_USE;
