// SPDX-License-Identifier: MulanPSL-2.0
// The checks of verify.md 3. Each does nothing where what it needs is not usable: its steps stay not done.
#ifndef QIAN_VERIFIER_CHECKS_H
#define QIAN_VERIFIER_CHECKS_H

#include "verifier/bundle.h"

void check_version(struct bundle *b);      // step 8, spec
void check_suite(struct bundle *b);        // step 9
void check_mode(struct bundle *b);         // steps 8, mode, and 10
void check_notice(struct bundle *b);       // steps 20, 21, 64
void check_digests(struct bundle *b);      // steps 22 to 24
void check_belongs(struct bundle *b);      // steps 25, 26
void check_signers(struct bundle *b);      // steps 12 (notes), 27 to 32
void check_contributions(struct bundle *b); // steps 33 to 36
void check_sources(struct bundle *b);      // steps 37 to 39
void check_counts(struct bundle *b);       // step 40
void check_quotas(struct bundle *b);       // steps 41 to 43
void check_seeds(struct bundle *b);        // step 45
void check_selection(struct bundle *b);    // steps 46 to 50
void check_batches(struct bundle *b);      // step 51
void check_strata(struct bundle *b);       // steps 52 to 54
void check_places(struct bundle *b);       // steps 55, 56
void check_assignment(struct bundle *b);   // steps 57 to 62
void check_slots(struct bundle *b);        // step 63
void check_policy(struct bundle *b);       // steps 65 to 67

// Do the labels of the notice's strata of an item agree with those of the roster? (check_counts.c)
bool labels_agree(const struct bundle *b, size_t item);
// What a usable transcript says of an item or stratum of the notice, or NULL: it has none there, or one of another code or
// label (check_counts.c).
const struct said_item *said_item(const struct bundle *b, size_t item);
const struct said_stratum *said_stratum(const struct bundle *b, size_t item, size_t stratum);

#endif
