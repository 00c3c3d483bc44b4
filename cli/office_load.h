// SPDX-License-Identifier: MulanPSL-2.0
// cli/office_load.h - packs and calendars for plans and deadlines: those that come with the
// program, or, where a policy has offices, those that an office signed (spec/rules.md 3.3).
#pragma once

#include "engine/plan/calendar.h"

// As qian_rules_load and qian_calendar_load from here; `policy` is the path of a policy, or NULL.
// QIAN_REFUSED where the note is missing, QIAN_BAD_DATA where it is no good.
enum qian_status office_rules_load(const char *name_or_path, const char *policy,
                                   struct qian_rules *out, struct qian_err *err) QIAN_MUST_USE;
enum qian_status office_calendar_load(const char *name_or_path, const char *policy,
                                      struct qian_calendar *out,
                                      struct qian_err *err) QIAN_MUST_USE;
