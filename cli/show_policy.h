// SPDX-License-Identifier: MulanPSL-2.0
// cli/show_policy.h - a policy in words: roles, witnesses, quorum, validity.
#pragma once

#include "cli/ui.h"
#include "engine/ceremony/policy_read.h"

int show_policy(struct ui *ui, const struct qian_policy *policy);
