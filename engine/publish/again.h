// SPDX-License-Identifier: MulanPSL-2.0
// engine/publish/again.h - computes the draw of a bundle once more from what was fixed before, and
// holds the result against the bundle's files byte for byte.
#pragma once

#include "engine/core/draw.h"
#include "engine/publish/bundle.h"
#include "engine/registry/notice_read.h"

struct qian_again {
    struct qian_bundle bundle;
    struct qian_rules rules;
    struct qian_notice_copy copy;
    struct qian_hasher *hasher;
    struct qian_table targets, inspectors, recusals;
    struct qian_frame frame;
    struct qian_draw draw;
    struct qian_digest notice_digest;
};

// Read and compute. QIAN_DISAGREES where a file is not what the draw gives. Free in every case.
enum qian_status qian_again_run(const char *path, struct qian_again *out,
                                struct qian_err *err) QIAN_MUST_USE;
void qian_again_free(struct qian_again *again);
