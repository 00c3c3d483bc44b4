// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/policy_version.h - how a policy passes on to its next version (spec/policy.md 4):
// the witnesses of the version before sign the new one.
#pragma once

#include "engine/ceremony/keys.h"
#include "engine/ceremony/policy_read.h"

// Is `next` the version after `previous` (spec/policy.md 4.1)? QIAN_REFUSED otherwise.
enum qian_status qian_policy_follows(const struct qian_policy *next,
                                     const struct qian_policy *previous,
                                     struct qian_err *err) QIAN_MUST_USE;
// Append what the witnesses sign.
void qian_policy_note_text(const struct qian_policy *next, struct qian_buf *out);

// Who has signed a note: NAMEs of witnesses of the version before, from whose policy they are
// borrowed, one a line.
struct qian_policy_signers {
    struct qian_str witness[QIAN_SIGNED_LINES_MAX];
    size_t count;
    bool enough; // they satisfy the quorum of the version before
};
// Judge the lines of a note. QIAN_DISAGREES: F07 (form), H01 (of another policy file), S03 (a line
// of who is no witness there, or is revoked), S04, F05, S02. That too few have signed is told by
// `enough` alone. `where` is the note's path, for errors.
enum qian_status qian_policy_note_judge(const struct qian_policy *next,
                                        const struct qian_policy *previous, struct qian_str note,
                                        const char *where, struct qian_policy_signers *out,
                                        struct qian_err *err) QIAN_MUST_USE;
// May `next` be accepted by who holds `previous`? QIAN_DISAGREES if not, S01 where too few have
// signed.
enum qian_status qian_policy_accept(const struct qian_policy *next,
                                    const struct qian_policy *previous, struct qian_str note,
                                    const char *where, struct qian_policy_signers *out,
                                    struct qian_err *err) QIAN_MUST_USE;

// The `signer` key of the version before that signs under this vkey name. QIAN_REFUSED: S03 if
// there is none, S06 if it is revoked.
enum qian_status qian_policy_signer(const struct qian_policy *previous, const char *name,
                                    enum qian_suite suite, const struct qian_policy_key **out,
                                    struct qian_err *err) QIAN_MUST_USE;
// Append `note` (empty at first; it must be judged good) with the line of this key added in its
// place. *before says that the line stood there already.
void qian_policy_note_add(const struct qian_policy *next, const struct qian_key *key,
                          struct qian_str note, bool *before, struct qian_buf *out);
