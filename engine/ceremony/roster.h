// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/roster.h - a custodian freezes a roster of their own, before a ceremony is opened
// (spec/request.md 1.5).
#pragma once

#include "engine/ceremony/solo.h"

struct qian_roster_order {
    const char *request, *home;
    const char *out; // a folder; the tables go into it
    bool inspectors; // inspectors.tsv and recusals.tsv; else targets.tsv
    bool legacy_ids;
};

// Freeze, write the tables, and keep them in the home, so that the custodian signs a notice of
// these and no others. Where a roster was frozen for this draw before, *before is true, nothing is
// frozen, and the tables that were kept are written out again (spec/ceremony.md 6.4). `solo`
// (zeroed; free it) has the bad rows where there are any.
enum qian_status qian_roster_freeze(const struct qian_roster_order *order, struct qian_solo *solo,
                                    bool *before, struct qian_err *err) QIAN_MUST_USE;
