// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/sources.h - the public sources that a request or a notice names
// (spec/beacons.md 1.1).
#pragma once

#include "engine/base/json_in.h"
#include "engine/core/notice.h"

// Read the list `public` of `root` into the notice. In a request (`stated` false) a drand source
// may leave out `chain` (then it is empty) and `round` (then it is 0).
enum qian_status qian_sources_read(const struct qian_json_place *place, json_t *root, bool stated,
                                   struct qian_notice *out, struct qian_err *err) QIAN_MUST_USE;
