// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/policy.h - HOME/policy.txt, which says who may sign (spec/notes.md 3).
#pragma once

#include "engine/core/notice.h"

// A home is for rehearsals or for real draws: QIAN_REFUSED (C08) if this draw is not of its kind.
enum qian_status qian_policy_check(const char *home, bool rehearsal,
                                   struct qian_err *err) QIAN_MUST_USE;
// Enter the notice's operator, contributors and rules pack, where they are missing, and write the
// file.
enum qian_status qian_policy_enter(const char *home, const struct qian_notice *notice,
                                   struct qian_err *err) QIAN_MUST_USE;
