// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/match.h - two lists of targets beside each other: who is in both by code, and who
// might be, by name (spec/registers.md 3.3, 3.4).
#pragma once

#include "engine/store/registers.h"

#define QIAN_MATCH_ROWS_MAX 2000000 // of the smaller list, which is kept in memory
#define QIAN_SUGGESTIONS_MAX 100000

enum qian_suggestion_kind {
    QIAN_SAME_NAME,  // the same folded name, other ids
    QIAN_LOOK_ALIKE, // ids that become one another by replacing look-alikes
};
struct qian_suggestion {
    enum qian_suggestion_kind kind;
    char *id[2], *name[2]; // of each list; owned
};
// Start with {0}; free with qian_match_free.
struct qian_match {
    size_t rows[2];
    size_t same_id;    // canonical ids that are in both
    size_t other_name; // of these, with another folded name
    size_t same_name;  // rows of the smaller list met by name alone
    size_t look_alikes;
    struct qian_suggestion *suggestion; // owned; up to QIAN_SUGGESTIONS_MAX
    size_t suggestions, cap;
};

// Numbers of two lists of targets; the first is kept in memory. As recorded by `change`, valid on
// `day`. QIAN_REFUSED if the first has more than QIAN_MATCH_ROWS_MAX rows.
enum qian_status qian_match_lists(struct qian_store *store, const uint64_t list[2], uint64_t change,
                                  const char *day, struct qian_match *out,
                                  struct qian_err *err) QIAN_MUST_USE;
void qian_match_free(struct qian_match *match);
