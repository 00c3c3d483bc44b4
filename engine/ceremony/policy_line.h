// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/policy_line.h - how the lines of a policy are read (spec/policy.md 1.1). For
// policy_read.c and its parts alone.
#pragma once

#include "engine/ceremony/policy_read.h"

// One line cut into its words, and the policy that it goes into.
struct qian_policy_line {
    struct qian_policy *policy;
    struct qian_str *word; // owned
    size_t words, words_cap;
    bool version, previous; // such a line was read
    const char *why;        // a line is refused, and the word at which it is
    struct qian_str value;
};

// Refuse the line. The first reason counts. False in every case.
bool qian_line_no(struct qian_policy_line *line, const char *why, struct qian_str value);
bool qian_line_words(struct qian_policy_line *line); // it has the wrong number of words

// The lines that give a key a role: is this one of them? Then whether it is good.
bool qian_line_is_role(const struct qian_policy_line *line, size_t *which);
bool qian_line_role(struct qian_policy_line *line, size_t which);
bool qian_line_quorum(struct qian_policy_line *line); // witness, group, quorum
bool qian_line_key(struct qian_policy_line *line);
bool qian_line_contributors(struct qian_policy_line *line);
bool qian_line_public(struct qian_policy_line *line);
bool qian_line_lottery(struct qian_policy_line *line);
// spec/policy.md 1.4, when all lines are read.
enum qian_status qian_policy_keys_check(const struct qian_policy *policy, const char *path,
                                        struct qian_err *err) QIAN_MUST_USE;
