// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/enumeration_search.h - the second random on tiny instances by exhaustive search:
// spec/inspectors.md read anew, without anything of the engine's that knows of it.
#pragma once

#include "engine/core/staff.h"
#include "tests/engine/dice.h"

enum { VISITS = 4, DEPARTMENTS = 3, PEOPLE = 6, ITEMS = 4, AREAS = 3, SLOTS = 32 };

struct person {
    bool expert, everywhere;
    size_t department, capacity;
    unsigned items, areas; // sets
};

struct instance {
    size_t items, visits, people, departments, initiator;
    size_t owner[ITEMS];
    struct {
        unsigned items;
        size_t area, row;
    } visit[VISITS];
    struct person person[PEOPLE];
    bool recused[VISITS][PEOPLE]; // by row
    uint32_t per_visit, per_department, experts;
    enum qian_suite suite;
    struct qian_digest subseed[2];
};

struct slot {
    size_t visit, department; // department: DEPARTMENTS for experts
    size_t order[PEOPLE], candidates;
    struct qian_digest key[PEOPLE]; // by person
};

struct search {
    size_t slots, people;
    struct slot slot[SLOTS];
    bool later[SLOTS]; // not the first slot of its team
};

// The slots of the instance, with their candidates by pair key.
void search_open(const struct instance *in,
                 bool experts,
                 struct qian_hasher *h,
                 struct search *out);
// inspectors 3.2, to the letter: who is in each slot. Returns M.
uint32_t search_decide(const struct instance *in, const struct search *s, uint32_t taken[SLOTS]);
// The same by listing every assignment there is and keeping the best; false if there are too many.
bool search_list(const struct instance *in,
                 const struct search *s,
                 uint32_t taken[SLOTS],
                 uint32_t *m);
