// SPDX-License-Identifier: MulanPSL-2.0
// engine/publish/frozen.h - what is fixed before the randomness exists, read back from a bundle's
// files and computed once more: rules, notice, tables, quotas.
#pragma once

#include "engine/core/frame.h"
#include "engine/publish/bundle.h"
#include "engine/registry/notice_read.h"

struct qian_frozen {
    struct qian_bundle bundle; // the files read so far
    struct qian_rules rules;
    struct qian_notice_copy copy;
    struct qian_hasher *hasher;
    struct qian_table targets, inspectors, recusals;
    struct qian_frame frame; // its notice is the copy's, with quotas
    struct qian_digest notice_digest;
};

// Compute from the rules, the three tables and notice.json that `bundle` holds. QIAN_DISAGREES
// where a table or a quota is not what the notice says. Free in every case.
enum qian_status qian_frozen_open(struct qian_frozen *frozen, struct qian_err *err) QIAN_MUST_USE;
void qian_frozen_close(struct qian_frozen *frozen);
