// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/parties.h - who takes part, by a notice.json: the members of spec/bundle.md 3
// that the draw itself does not use.
#pragma once

#include "engine/base/json_in.h"
#include "engine/core/notice.h"

// Read mode, operator, plan, contributors, custodians, on_missing, embargo and created.
enum qian_status qian_parties_read(const struct qian_json_place *place, json_t *root,
                                   struct qian_notice *out, struct qian_err *err) QIAN_MUST_USE;
