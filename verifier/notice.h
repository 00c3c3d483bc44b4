// SPDX-License-Identifier: MulanPSL-2.0
// notice.json as data (bundle.md 3). All text is borrowed from the shape, which the notice keeps.
#ifndef QIAN_VERIFIER_NOTICE_H
#define QIAN_VERIFIER_NOTICE_H

#include "verifier/classes.h"
#include "verifier/public_value.h"
#include "verifier/shape.h"
#include "verifier/vkey.h"

enum { CONTRIBUTORS_MAX = 64, SOURCES_MAX = 8, BALLS_MAX = 99 };

struct stratum {
    struct bytes label;
    uint64_t roster, eligible, quota;
};

// Ratios are in millionths, 0 none.
struct item {
    struct bytes code, name, department;
    bool key_kind; // kind "key", otherwise "general"
    bool by_class; // it has ratios, not a ratio
    uint32_t ratio;
    uint32_t ratios[CLASS_COUNT];
    uint32_t cap;
    bool approval;
    uint64_t roster, quota;
    struct stratum *strata; // owned; ascending by label
    size_t strata_count;
};

struct table_claim {
    uint64_t rows;
    struct bytes digest, root;
};

struct contributor {
    struct bytes name, commitment;
    struct vkey key;
};

struct source {
    struct public_source is;
    int64_t seconds; // its time, where it has one, since 1970-01-01T00:00:00Z
};

// Has a source of that kind a time at which its value comes into being?
static inline bool source_timed(const struct source *source)
{
    return source->is.kind != PUBLIC_BALLS && source->is.kind != PUBLIC_NONE;
}

struct notice {
    struct shape shape;
    struct bytes draw, created, rules_name, rules_digest, initiator, replaces;
    bool has_replaces, has_reason, rehearsal, proceed;
    bool ceremony; // else solo
    bool embargoed;
    size_t embargo_contributor; // its place, where embargoed
    int64_t created_seconds, until_seconds;
    struct vkey operator_key;
    struct vkey custodians[2]; // of targets, of inspectors; in mode ceremony
    struct bytes log;          // the origin of the draw's log; in mode ceremony
    struct table_claim tables[3]; // targets, inspectors, recusals
    struct strata_plan plan;
    uint32_t weights[CLASS_COUNT]; // 0 where the class is not named
    uint64_t minimum, batches, per_visit, per_department, experts;
    struct item *items; // owned; ascending by code
    size_t items_count;
    struct contributor contributors[CONTRIBUTORS_MAX];
    size_t contributors_count;
    struct source sources[SOURCES_MAX];
    size_t sources_count;
};

// Loads and parses it, and judges nothing yet: spec and suite are wanted before the files can be hashed.
void notice_load(struct notice *n, struct report *r, struct file *file);
// verify.md 2.3: the texts of the first member if it is `spec`, of the second if that is `suite`; false where it is
// not.
bool notice_spec(const struct notice *n, struct bytes *spec);
bool notice_suite(const struct notice *n, struct bytes *suite);
// Judges and reads all members, after the survey of the files.
void notice_read(struct notice *n);
void notice_free(struct notice *n);

// Items and strata (notice_items.c).
void notice_read_items(struct notice *n, uint32_t array);
// Public sources (notice_sources.c).
void notice_read_sources(struct notice *n, uint32_t array);
// The item of that code, or items_count. Items must be sorted.
size_t notice_item(const struct notice *n, struct bytes code);

#endif
