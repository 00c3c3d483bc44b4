// SPDX-License-Identifier: MulanPSL-2.0
// cli/approval.h - is a plan approved by a note that a policy's offices signed (spec/plan.md 4.4)?
#pragma once

#include "engine/ceremony/policy_read.h"
#include "engine/plan/request.h"

// A qian_approval; `context` is a struct qian_policy, which may be empty: then every approval is
// good. QIAN_REFUSED otherwise.
enum qian_status approval_judge(void *context, const struct qian_planning *planning,
                                const struct qian_plan *plan, struct qian_err *err);
