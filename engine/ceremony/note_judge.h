// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/note_judge.h - a note whose text is known and whose signers are some of those
// that a policy names (spec/policy.md 4.2, spec/rules.md 3.2).
#pragma once

#include "engine/crypto/vkey.h"
#include "engine/log/signed.h"

struct qian_note_order {
    const char *where;    // the file, for errors
    const char *clause;   // that the note breaks, if it does
    const char *next;     // what to do then
    struct qian_str text; // that it must have
    const char *other;    // what is said where it has another one
    const char *stranger; // what is said of a line of nobody whom `signer` knows
    // The vkey of who has signed this line, and its suite; NULL if nobody is known. The string is
    // borrowed. Asked once for each line, in their order.
    const char *(*signer)(void *context, const struct qian_signature_line *line,
                          enum qian_suite *suite);
    void *context;
};

// QIAN_DISAGREES with the code of rules 3.2. *lines is how many have signed; none is no fault here.
enum qian_status qian_note_judge(const struct qian_note_order *order, struct qian_str note,
                                 size_t *lines, struct qian_err *err) QIAN_MUST_USE;
// The same error for what only the caller can judge.
enum qian_status qian_note_bad(const struct qian_note_order *order, const char *code,
                               const char *what, struct qian_err *err);
