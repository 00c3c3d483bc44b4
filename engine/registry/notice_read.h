// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/notice_read.h - reads a notice.json back, in order to compute its draw again or
// to go on with its ceremony.
//
// This is no verification; verdicts are the verifier's. But a notice that is read has exactly the
// members of spec/bundle.md 3 in their order and layout, and keys that can sign. What is left out:
// that drand rounds are those of their times, which needs engine/beacon.
#pragma once

#include "engine/core/notice.h"
#include "engine/registry/rules.h"

// What a notice states of one item (label NULL) or of one of its strata.
struct qian_stated {
    size_t item;
    char *label; // owned
    uint64_t roster, eligible, quota;
};

// Items come without roster and strata: those are to be counted again. What the notice states of
// them stands in `stated`: each item, then its strata, in the notice's order.
struct qian_notice_copy {
    struct qian_notice notice;
    struct qian_stated *stated; // owned
    size_t stated_count, stated_cap;
};

enum qian_status qian_notice_read(struct qian_str bytes, const struct qian_rules *rules,
                                  struct qian_notice_copy *out, struct qian_err *err) QIAN_MUST_USE;
void qian_notice_copy_free(struct qian_notice_copy *copy);
