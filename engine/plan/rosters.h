// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/rosters.h - from registers to the CSV files of a request (spec/request.md 2): who can
// be drawn, who can inspect, who must not meet, and what has changed since the last freeze.
#pragma once

#include "engine/plan/deadline.h"
#include "engine/registry/pool.h"
#include "engine/sheet/csv_out.h"

struct qian_rosters_order {
    struct qian_pool_order pool;
    const char *const *department; // initiator and participants
    size_t departments;
    const char *starts, *ends; // days between which visits are made
    const char *folder;        // in which the files are written; it is there
};

// Why a person of these departments is not in inspectors.csv.
enum qian_left_out {
    QIAN_CERTIFICATE_EXPIRED, // it is not valid on every day of the window
    QIAN_NOT_QUALIFIED,       // for none of the items
    QIAN_LEFT_OUT,
};

// Start with {0}; free with qian_rosters_free.
struct qian_rosters {
    size_t unknown_area;      // targets left out, since nobody knows their area
    size_t targets, not_live; // not_live: revoked, cancelled or moved; they are in all the same
    size_t barred[QIAN_BAR_GROUNDS];     // targets with a bar of this ground
    size_t inspectors, experts, waiting; // waiting: not yet filed
    size_t left_out[QIAN_LEFT_OUT];
    size_t recusals;
    size_t added, changed, removed;      // churn
    struct qian_pool_conflict *conflict; // owned
    size_t conflicts;
};

// Write targets.csv, inspectors.csv, recusals.csv and churn.csv. QIAN_REFUSED where rows contradict
// each other; they are then in `out`, and nothing is written.
enum qian_status qian_rosters_write(const struct qian_rosters_order *order,
                                    struct qian_rosters *out, struct qian_err *err) QIAN_MUST_USE;
void qian_rosters_free(struct qian_rosters *rosters);

// The files, for rosters.c alone. Each appends its file to `csv`.
struct qian_rostering {
    const struct qian_rosters_order *order;
    struct qian_rosters *out;
    struct qian_buf targets, inspectors, recusals, churn;
    char **person; // certificates in inspectors.csv, sorted
    size_t persons, person_cap;
};
enum qian_status qian_rosters_people(struct qian_rostering *r, struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_rosters_churn(struct qian_rostering *r, struct qian_err *err) QIAN_MUST_USE;
