// SPDX-License-Identifier: MulanPSL-2.0
// The checks of verify.md 3. Each does nothing where what it needs is not usable: its steps stay not done.
#ifndef QIAN_VERIFIER_CHECKS_H
#define QIAN_VERIFIER_CHECKS_H

#include "verifier/bundle.h"

void check_version(struct bundle *b);      // step 8
void check_suite(struct bundle *b);        // step 9
void check_sources_known(struct bundle *b); // step 10
void check_notice(struct bundle *b);       // steps 20, 21
void check_assurance(struct bundle *b);    // step 64
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
void check_policy(struct bundle *b);       // steps 65 to 67, 95
void check_wishes(struct bundle *b);       // steps 96, 97, 99
void check_issues(struct bundle *b);       // step 98
void check_one_key(struct bundle *b);      // step 68
void check_beacons(struct bundle *b);      // steps 69 to 74; of steps 1 and 2 certificate.previous
void check_log(struct bundle *b);          // steps 75 to 81, 85
void check_times(struct bundle *b);        // steps 82 to 84, 86, 94
void check_custodians(struct bundle *b);   // step 87
void check_witnesses(struct bundle *b);    // steps 88 to 92
void check_void_alone(struct bundle *b);   // step 93
void check_objectors(struct bundle *b);    // step 31, objections
// After all checks: the steps that have nothing to judge, and those that lack a policy (settle.c).
void settle(struct bundle *b);

// The proven time by the cosignatures that have been found good, where there is one (check_log.c).
void find_time(const struct policy *p, struct logged *logged);
// The proven time of a note, where there is one; else the step is open or not done (check_times.c).
bool proven_time(struct bundle *b, int step, enum note_kind kind, int64_t *when);
// Do the labels of the notice's strata of an item agree with those of the roster? (check_counts.c)
bool labels_agree(const struct bundle *b, size_t item);
// What a usable transcript says of an item or stratum of the notice, or NULL: it has none there, or one of another code
// or label (check_counts.c).
const struct said_item *said_item(const struct bundle *b, size_t item);
const struct said_stratum *said_stratum(const struct bundle *b, size_t item, size_t stratum);

#endif
