// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/pool_parts.h - what the files of the pool share.
#pragma once

#include "engine/registry/pool.h"
#include "engine/registry/visits.h"

// A register by the canonical id of one of its columns, a row at a time.
struct qian_keyed {
    struct qian_scan *scan;
    struct qian_scanned row;
    bool more;
};
enum qian_status qian_keyed_open(struct qian_keyed *keyed, struct qian_store *store,
                                 const struct qian_scan_order *order, struct qian_err *err);
enum qian_status qian_keyed_step(struct qian_keyed *keyed, struct qian_err *err);
// Step over rows before this key. Then, where keyed->more and the key is this one, the row is its.
enum qian_status qian_keyed_seek(struct qian_keyed *keyed, struct qian_str key,
                                 struct qian_err *err);
bool qian_keyed_is(const struct qian_keyed *keyed, struct qian_str key);
void qian_keyed_close(struct qian_keyed *keyed);

struct qian_pool {
    const struct qian_pool_order *order; // a copy; its pointers are borrowed
    struct qian_pool_order own;
    struct qian_keyed targets, classes, inspections, certificates, approvals;
    struct qian_stored_list *list; // names of lists of targets and classes
    size_t lists;
    struct qian_pool_row row;
    struct qian_buf id, name, area, status; // of the row at hand
    struct qian_pasts pasts;                // what was done there, in the plan's year
    uint64_t *drawn;                        // lists of draws
    size_t drawns;
    struct qian_pool_bar *bar;
    size_t bar_cap;
    struct qian_pool_conflict *conflict;
    size_t conflicts, conflict_cap;
    size_t unknown;    // targets that are left out, since nobody knows their area
    uint32_t validity; // months of a certificate without an end; 0 where the pack does not say
    int32_t day;
    uint32_t cap[5]; // of visits, by class A–D and -
};
// What one list says of the subject, to be held against what another says.
struct qian_said {
    uint64_t list;
    struct qian_str value;
};
// The subject at hand is said to be two things.
void qian_pool_conflict(struct qian_pool *pool, const char *column, struct qian_said a,
                        struct qian_said b);
// What the row's file says of it elsewhere (spec/registers.md 3.6).
void qian_pool_row_conflicts(struct qian_pool *pool, const struct qian_scanned *row);
// Fill row.bar and row.visits from inspections, certificates and approvals of the row's id.
enum qian_status qian_pool_bars(struct qian_pool *pool, struct qian_err *err);
