// SPDX-License-Identifier: MulanPSL-2.0
// engine/core/seed.h - commitments, contributions, entropy, seeds (spec/seed.md).
#pragma once

#include "engine/core/notice.h"

enum qian_scope { QIAN_SCOPE_TARGETS, QIAN_SCOPE_INSPECTORS, QIAN_SCOPE_EXPERTS, QIAN_SCOPES };

struct qian_seeds {
    struct qian_digest seed;
    struct qian_digest subseed[QIAN_SCOPES];
};

// seed 1.2: the commitment to a nonce of 64 digits.
void qian_commit(struct qian_hasher *h, const char *draw, const char *name, const char *nonce,
                 struct qian_digest *out);

// seed 2: append contributions.txt. nonces[i] is the nonce of the notice's contributor i, or NULL
// where it is withheld.
void qian_contributions_write(const struct qian_notice *notice,
                              const struct qian_digest *notice_digest, const char *const *nonces,
                              struct qian_buf *out);
// seed 3: append entropy.txt. values[i] is the value of the notice's public source i.
void qian_entropy_write(const struct qian_notice *notice, const struct qian_digest *notice_digest,
                        const struct qian_digest *contributions, const char *const *values,
                        struct qian_buf *out);

// seed 3.4: NULL, or the code of what is wrong with the value: F07, E10.
const char *qian_balls_fault(const struct qian_balls *balls, struct qian_str value);
// seed 3.5: do these balls carry at least 20 bits?
bool qian_balls_enough(const struct qian_balls *balls);

// seed 4.
void qian_seeds_of(struct qian_hasher *h, struct qian_str entropy, struct qian_seeds *out);
// The subseed's 64 digits and '|': what every key's hash begins with.
void qian_subseed_prefix(const struct qian_seeds *seeds, enum qian_scope scope,
                         struct qian_buf *out);
