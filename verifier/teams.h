// SPDX-License-Identifier: MulanPSL-2.0
// Teams, their slots and their candidates (inspectors.md 1, 2.1, 4.1).
#ifndef QIAN_VERIFIER_TEAMS_H
#define QIAN_VERIFIER_TEAMS_H

#include "verifier/people.h"
#include "verifier/visits.h"

enum { NOBODY = -1, NO_DEPARTMENT = ITEMS_MAX };

struct departments {
    struct bytes names[ITEMS_MAX]; // ascending
    struct itemset items[ITEMS_MAX];
    size_t count;
};

struct team {
    uint32_t visit;
    uint32_t department; // in departments; NO_DEPARTMENT for experts
    uint32_t slots;
    uint32_t kind;
    size_t first_slot; // in crew.given
};

// Teams with the same candidates and the same number of slots (inspectors.md, "Finding it fast").
struct kind {
    size_t first; // in crew.candidates: numbers of people, ascending
    uint32_t count;
    uint32_t slots;
    uint64_t teams;
};

// All teams of inspectors, or all of experts.
struct crew {
    bool experts;
    const struct notice *notice; // borrowed, as are visits
    const struct visits *visits;
    struct departments departments;
    struct team *teams; // owned; in the order of inspectors.md 1.1
    size_t count, room;
    size_t slots;
    struct kind *kinds; // owned; empty before crew_kinds
    size_t kinds_count, kinds_room;
    uint32_t *candidates; // owned
    size_t candidates_count, candidates_room;
    int64_t *given; // owned; a person or NOBODY for each slot; made by crew_match
    uint64_t filled;
};

void crew_teams(struct crew *c, bool experts, const struct notice *notice, const struct visits *visits);
void crew_kinds(struct crew *c, const struct people *people, const struct recusals *recusals);
void crew_free(struct crew *c);

// inspectors.md 2.1 or 4.1 without the recusal: may this person be in the team?
bool crew_eligible(const struct crew *c, const struct team *team, const struct people *people, size_t person);
// Is the pair of the team's target and the person recused?
bool crew_recused(const struct crew *c, const struct team *team, const struct recusals *recusals, size_t person);
// H(subseed "|" target "|" person) (inspectors.md 2.3, 4.2).
void crew_pair_key(const struct crew *c, const struct team *team, const struct people *people, size_t person,
                   struct hash *h, const char *subseed, unsigned char key[DIGEST_BYTES]);
// inspectors.md 3, 4.2: fills the slots.
void crew_match(struct crew *c, const struct people *people, struct hash *h, const char *subseed);

#endif
