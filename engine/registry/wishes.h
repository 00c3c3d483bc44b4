// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/wishes.h - what a draw asks for: items, strata, weights, batches, teams. These
// members stand alike in a request (spec/request.md 1) and in a notice (spec/bundle.md 3).
#pragma once

#include "engine/base/json_in.h"
#include "engine/core/notice.h"
#include "engine/registry/rules.h"

struct qian_wishes_from {
    const struct qian_json_place *place;
    const struct qian_rules *rules; // whose bounds go into the items' wishes
    bool stated;                    // a notice: items have roster, quota and strata too
};

// Read `initiator`, `stratify`, `weights`, `minimum`, `items` (sorted by code), `batches` and
// `team` into the notice, and complete the items' wishes. Rosters and strata stay empty.
enum qian_status qian_wishes_read(const struct qian_wishes_from *from, json_t *root,
                                  struct qian_notice *out, struct qian_err *err) QIAN_MUST_USE;

// A member that is a code (spec/bundle.md 2.7). `out` is owned by the caller.
enum qian_status qian_code_read(const struct qian_json_place *place, json_t *object,
                                const char *path, const char *name, char **out,
                                struct qian_err *err) QIAN_MUST_USE;
