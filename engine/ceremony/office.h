// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/office.h - rules packs, calendars and plans that offices have signed
// (spec/rules.md 3, spec/plan.md 7).
#pragma once

#include "engine/ceremony/keys.h"

// What an office signs.
struct qian_office_paper {
    const char *kind;      // "rules", "calendar" or "plan"
    const char *name;      // of pack or calendar, as it stands inside; of the plan's list
    struct qian_str bytes; // of the file
};

// Append the text that offices sign.
void qian_office_note_text(const struct qian_office_paper *paper, struct qian_buf *out);
// Append `note` (empty at first; it must be judged good) with the line of this key added in its
// place. *before says that the line stood there already.
void qian_office_note_add(const struct qian_office_paper *paper, const struct qian_key *key,
                          struct qian_str note, bool *before, struct qian_buf *out);

// Judge a note by the vkeys of offices, of either suite. QIAN_DISAGREES with the code of
// spec/rules.md 3.2: F07 (or F01-F03, F11) for its form, H01 (of another file or name), S01 (nobody
// has signed), S03, S04, F05, S02. `where` is the note's path, for errors.
enum qian_status qian_office_note_judge(const struct qian_office_paper *paper,
                                        const char *const *office, size_t offices,
                                        struct qian_str note, const char *where,
                                        struct qian_err *err) QIAN_MUST_USE;
