// SPDX-License-Identifier: MulanPSL-2.0
// The public source `drand` (beacons.md 2).
#ifndef QIAN_VERIFIER_DRAND_H
#define QIAN_VERIFIER_DRAND_H

#include "verifier/bytes.h"

enum { DRAND_SIGNATURE_DIGITS = 96 };

// beacons.md 2.1: is it the chain that the verifier knows (else E04, UNSUPPORTED: step 10)? Any bytes may be asked
// about.
bool drand_known(struct bytes chain);
// beacons.md 2.2: the first round that is not before the time, which date_is_time accepts. False where the time is
// before genesis (E06: step 70).
bool drand_round(struct bytes time, uint64_t *round);
// beacons.md 2.3, 2.4: is it the known chain's signature of that round (E04: step 71)? It has DRAND_SIGNATURE_DIGITS
// lower-case hexadecimal digits.
bool drand_verifies(uint64_t round, struct bytes signature);

// SHA-256(u64 round), which is the message (beacons.md 2.4).
void drand_message(uint64_t round, unsigned char message[DIGEST_BYTES]);

#endif
