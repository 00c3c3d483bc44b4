// SPDX-License-Identifier: MulanPSL-2.0
// engine/beacon/rfc3797.h - other people's draws by RFC 3797, for comparison alone (spec/beacons.md
// 5.1).
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"

#define QIAN_RFC3797_POOL_MAX 65535

struct qian_rfc3797 {
    struct qian_buf key; // "9319./2.5.8.10.12./"
    uint32_t pool;       // how many there are to choose from, numbered from 1
    uint32_t picks;      // 1 to pool
    uint32_t *claimed;   // the `picks` numbers that are said to have been picked, in that order
};

// Read `{"sources": [[9319], [2, 5, 12, 8, 10]], "pool": 25, "picks": 2, "claimed": [17, 7]}`:
// exactly these members, numbers in any order within a source. QIAN_BAD_DATA on failure; `file` is
// named in errors. Free in either case.
enum qian_status qian_rfc3797_read(const char *file, struct qian_str json, struct qian_rfc3797 *out,
                                   struct qian_err *err) QIAN_MUST_USE;
void qian_rfc3797_free(struct qian_rfc3797 *draw);

// What is picked, in order: `picks` numbers from 1 to `pool`.
void qian_rfc3797_run(const struct qian_rfc3797 *draw, uint32_t *picked);
