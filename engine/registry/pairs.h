// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/pairs.h - which ids are another's (spec/registers.md 3.1).
#pragma once

#include "engine/store/registers.h"

// Tell the store the canonical id of each id that is another's, for scans by canonical id.
// QIAN_REFUSED where pairs go in a circle, or one id has two others.
enum qian_status qian_pairs_resolve(struct qian_store *store, uint64_t change, const char *day,
                                    struct qian_err *err) QIAN_MUST_USE;
