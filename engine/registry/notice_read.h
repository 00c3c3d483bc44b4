// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/notice_read.h - reads back what the engine needs of a notice.json in order to
// compute its draw again.
//
// This is no verification: it takes for granted what it does not use. Verdicts are the verifier's.
#pragma once

#include "engine/core/notice.h"
#include "engine/registry/rules.h"

// Items come without roster and strata: those are to be counted again. What the notice states of
// quotas goes to `quotas`, in the order of items and strata, as (label, quota).
struct qian_stated {
    size_t item;
    char *label;
    uint64_t quota;
};
struct qian_notice_copy {
    struct qian_notice notice;
    struct qian_stated *stated; // owned
    size_t stated_count, stated_cap;
};

enum qian_status qian_notice_read(struct qian_str bytes, const struct qian_rules *rules,
                                  struct qian_notice_copy *out, struct qian_err *err) QIAN_MUST_USE;
void qian_notice_copy_free(struct qian_notice_copy *copy);
