// SPDX-License-Identifier: MulanPSL-2.0
// The RFC 6962 tree head over the lines of a table (tables.md 6), made in one pass with one digest a level.
#ifndef QIAN_VERIFIER_MERKLE_H
#define QIAN_VERIFIER_MERKLE_H

#include "verifier/hash.h"

enum { MERKLE_LEVELS = 64 };

struct merkle {
    struct hash *h;                                  // borrowed
    uint64_t leaves;                                 // lines that are complete
    unsigned char peak[MERKLE_LEVELS][DIGEST_BYTES]; // peak[i] is in use where bit i of leaves is 1
    bool in_leaf;                                    // a line has begun
};

void merkle_start(struct merkle *m, struct hash *h);
// A piece of a file: LF ends a leaf. The hash h must not be used for anything else before merkle_root.
void merkle_feed(struct merkle *m, struct bytes piece);
// verify.md 2.1: a last part without LF is a line, too.
void merkle_root(struct merkle *m, unsigned char root[DIGEST_BYTES]);

#endif
