// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/places.h"

void place_start(struct place *p, const struct bundle *b)
{
    *p = (struct place){.b = b};
}

// spec/inspectors.md 5.1: "One row a slot: by visit; in a visit the teams by department, slots 1, 2, … in each team; then the
// visit's expert slots 1, 2, … ."
bool place_next(struct place *p)
{
    if (p->team != NULL && p->slot < p->team->slots) {
        p->slot++;
        return true;
    }
    while (p->visit < p->b->visits.count) {
        for (size_t i = 0; i < CREW_COUNT; i++) {
            const struct crew *crew = &p->b->crews[i];
            while (p->next[i] < crew->count && crew->teams[p->next[i]].visit == p->visit) {
                p->crew = crew;
                p->team = &crew->teams[p->next[i]++];
                p->slot = 1;
                if (p->team->slots > 0) {
                    return true;
                }
            }
        }
        p->visit++;
    }
    p->team = NULL;
    return false;
}

int64_t place_given(const struct place *p)
{
    return p->crew->given[p->team->first_slot + p->slot - 1];
}
