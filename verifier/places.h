// SPDX-License-Identifier: MulanPSL-2.0
// The slots of the draw in the order of assignment.tsv (inspectors.md 5.1).
#ifndef QIAN_VERIFIER_PLACES_H
#define QIAN_VERIFIER_PLACES_H

#include "verifier/bundle.h"

struct place {
    const struct bundle *b;
    size_t visit;
    size_t next[CREW_COUNT]; // team of each crew
    // The slot that place_next gave last:
    const struct crew *crew;
    const struct team *team;
    uint32_t slot; // from 1
};

void place_start(struct place *p, const struct bundle *b);
// The next slot, or false after the last one.
bool place_next(struct place *p);
// Who is prescribed for it (crews are matched): a person or NOBODY.
int64_t place_given(const struct place *p);

#endif
