// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/policy.h - HOME/policy.txt, which says who may sign (spec/notes.md 3).
#pragma once

#include "engine/core/notice.h"

// Enter the notice's operator, contributors and rules pack, where they are missing, and write the
// file. A home is for rehearsals or for real draws: QIAN_REFUSED (C08) if this notice is not of
// its kind.
enum qian_status qian_policy_enter(const char *home, const struct qian_notice *notice,
                                   struct qian_err *err) QIAN_MUST_USE;
