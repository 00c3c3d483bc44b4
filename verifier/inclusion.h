// SPDX-License-Identifier: MulanPSL-2.0
// The inclusion proofs of a log (log.md 1.1, 3.2; RFC 9162), in SHA-256 whatever the suite.
#ifndef QIAN_VERIFIER_INCLUSION_H
#define QIAN_VERIFIER_INCLUSION_H

#include "verifier/hash.h"

// log.md 1.1: SHA-256(0x00 entry).
void inclusion_leaf(struct bytes entry, unsigned char leaf[DIGEST_BYTES]);
// Does the path lead from the leaf at that index of a tree of that size to that root?
bool inclusion_holds(const unsigned char leaf[DIGEST_BYTES], uint64_t index, uint64_t size,
                     const unsigned char (*path)[DIGEST_BYTES], size_t count, const unsigned char root[DIGEST_BYTES]);

#endif
