// SPDX-License-Identifier: MulanPSL-2.0
// inspectors.tsv and recusals.tsv as data.
#ifndef QIAN_VERIFIER_PEOPLE_H
#define QIAN_VERIFIER_PEOPLE_H

#include "verifier/arena.h"
#include "verifier/itemset.h"
#include "verifier/notice.h"
#include "verifier/table.h"

struct person {
    struct bytes id, department;
    bool expert;
    bool everywhere; // areas is *
    uint32_t capacity;
    uint32_t areas_from, areas_to; // in people.areas
    struct itemset items;
};

struct people {
    bool loaded;
    struct arena texts;
    struct person *all; // owned; in the order of the rows
    size_t count, room;
    uint32_t *areas; // owned; as area_of gives them
    size_t areas_count, areas_room;
    uint32_t *by_id; // owned; numbers of rows, ascending by id
};

// Loads a usable inspectors.tsv; step 18 and, where notice is not NULL, its part of step 17. notice NULL: no items.
void people_load(struct people *p, struct report *r, const struct file *file, const struct notice *notice);
void people_free(struct people *p);
// The number of the person of that id, or count.
size_t people_find(const struct people *p, struct bytes id);
bool person_covers(const struct people *p, size_t person, uint32_t area);

enum { NO_OFFSET = -1 };

struct recusal {
    struct bytes target;
    uint32_t person; // people.count where there is none of that id
    uint64_t line;
    int64_t offset; // of the target's row in targets.tsv, or NO_OFFSET
};

struct recusals {
    bool loaded;
    struct arena texts;
    struct recusal *all; // owned; ascending by target, then person
    size_t count, room;
    size_t next; // the first one whose target is not below those that have gone by
};

void recusals_load(struct recusals *s, const struct file *file, const struct people *people);
void recusals_free(struct recusals *s);
// Says that a target stands at that offset. Ids must come in ascending order.
void recusals_pass(struct recusals *s, struct bytes target, uint64_t offset);
// After all targets have gone by: brings the recusals into the order that recusals_of needs.
void recusals_settle(struct recusals *s);
// The recusals of the target whose row is at that offset.
void recusals_of(const struct recusals *s, uint64_t offset, size_t *from, size_t *to);
// Step 19, after recusals_settle.
void recusals_judge(const struct recusals *s, struct report *r, const struct people *people);

#endif
