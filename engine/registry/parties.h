// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/parties.h - who takes part, by a notice.json: the members of spec/bundle.md 3
// that the draw itself does not use.
#pragma once

#include "engine/base/json_in.h"
#include "engine/core/notice.h"

// Read mode, operator, plan, contributors, custodians, log, on_missing, embargo and created. The
// suite is there already. Every vkey is then a good one of the suite, of a name and key of its own;
// else the codes F08, F13, S05, S07, S08.
enum qian_status qian_parties_read(const struct qian_json_place *place, json_t *root,
                                   struct qian_notice *out, struct qian_err *err) QIAN_MUST_USE;
