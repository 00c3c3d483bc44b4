// SPDX-License-Identifier: MulanPSL-2.0
// engine/core/notice.h - everything that is fixed before the randomness exists (spec/bundle.md 3).
#pragma once

#include "engine/core/quota.h"
#include "engine/core/source.h"
#include "engine/crypto/hash.h"

#define QIAN_ITEMS_MAX 200
#define QIAN_CONTRIBUTORS_MAX 64
#define QIAN_PUBLIC_MAX_SOURCES 8
#define QIAN_SPEC "qian/1"

struct qian_item {
    char *code, *name, *department;
    bool key_kind; // kind `key`, else `general`
    char *ratio;   // as written, NULL where there are ratios
    char *ratios[QIAN_CLASSES];
    char *cap;      // NULL: none
    char *approval; // NULL: none
    struct qian_wish wish;
    uint64_t roster, quota;
    struct qian_stratum *strata; // owned, sorted by label
    size_t strata_count;
};

struct qian_contributor {
    char *name, *vkey;
    struct qian_digest commitment;
};

struct qian_commitment { // to a table
    uint64_t rows;
    struct qian_digest digest, root;
};

// Pointers are owned and freed by qian_notice_free.
struct qian_notice {
    enum qian_suite suite;
    char *draw, *title, *authority, *operator_vkey;
    bool rehearsal;
    bool ceremony;                       // mode `ceremony`, else `solo`
    char *plan_line, *replaces, *reason; // the last two may be NULL
    uint32_t serial;
    char *rules_name;
    struct qian_digest rules_digest;
    struct qian_commitment targets, inspectors, recusals;
    char *initiator;
    bool by_class, by_area;         // which columns are stratified
    bool area_first;                // their order where both are
    uint32_t weights[QIAN_CLASSES]; // 0: not named
    uint64_t minimum;
    struct qian_item *items; // sorted by code
    size_t item_count;
    uint32_t batches, per_visit, per_department, experts;
    struct qian_contributor *contributors;
    size_t contributor_count;
    bool proceed;                                   // on_missing
    char *custodian_targets, *custodian_inspectors; // vkeys; NULL in mode `solo`
    char *log;                                      // origin; NULL in mode `solo`
    struct qian_source public[QIAN_PUBLIC_MAX_SOURCES];
    size_t public_count;
    char *embargo_contributor, *embargo_until; // both NULL without embargo
    char *created;
};

void qian_notice_free(struct qian_notice *notice);
// Append notice.json.
void qian_notice_write(const struct qian_notice *notice, struct qian_buf *out);
// Append the transcript's `assurance` (bundle 4.6, 4.9); `withheld`: how many contributors did not
// reveal.
void qian_assurance_write(const struct qian_notice *notice, size_t withheld, struct qian_buf *out);
// Index of a contributor by name, or -1.
int qian_contributor_find(const struct qian_notice *notice, struct qian_str name);
// Index of an item by its code, or -1.
int qian_item_find(const struct qian_notice *notice, struct qian_str code);
