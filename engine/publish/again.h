// SPDX-License-Identifier: MulanPSL-2.0
// engine/publish/again.h - computes the draw of a bundle once more from what was fixed before, and
// holds the result against the bundle's files byte for byte.
#pragma once

#include "engine/core/draw.h"
#include "engine/publish/frozen.h"

struct qian_again {
    struct qian_frozen frozen;
    struct qian_draw draw;
};

// Read and compute. QIAN_DISAGREES where a file is not what the draw gives. Free in every case.
enum qian_status qian_again_run(const char *path, struct qian_again *out,
                                struct qian_err *err) QIAN_MUST_USE;
void qian_again_free(struct qian_again *again);
