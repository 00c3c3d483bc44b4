// SPDX-License-Identifier: MulanPSL-2.0
// engine/log/quorum.h - witnesses, groups and the quorum of a policy (C2SP tlog-policy), and the
// proven time of an entry (spec/log.md 5). Pure: no clock, no file.
//
// Groups nest. A member stands before the group that names it, so there are no cycles. A name is a
// member of at most one group, as C2SP wants it: each witness counts in one way only.
#pragma once

#include "engine/log/checkpoint.h"
#include "engine/log/cosign.h"

// A witness or a group.
struct qian_quorum_node {
    struct qian_str name; // borrowed from the policy
    bool group;
    bool taken; // a member of some group
    // Witness: its key, and the times between which it is valid, both included.
    struct qian_note_key key;
    uint64_t from, until;
    // Group: how many of its members are wanted.
    size_t wanted;
    size_t *member; // owned; places of nodes, all before this one
    size_t members;
};

struct qian_quorum {
    struct qian_quorum_node *node; // owned
    size_t count, cap;
    size_t top; // place of the quorum's node, if `given` and not `none`
    bool given; // there was a `quorum` line
    bool none;  // it was `quorum none`
};

// Take one line of a policy, cut into words: `witness NAME VKEY [URL]`, `group NAME k|any|all
// MEMBER…`, `quorum NAME|none`. Start with {0}. The words must live as long as the quorum. NULL, or
// the code: F07 for a wrong number of words, an unknown or repeated name or number; F13, S08 or S07
// for a vkey; L05 for a key that another witness has.
const char *qian_quorum_line(struct qian_quorum *quorum, const struct qian_str *word, size_t words);
// Take those three kinds of lines out of a whole policy; all others are passed over. F07 too if
// there is not exactly one `quorum` line.
const char *qian_quorum_read(struct qian_quorum *quorum, struct qian_str policy);
void qian_quorum_free(struct qian_quorum *quorum);

// spec/policy.md 3.7: how many witnesses any two ways to satisfy the quorum share at least; 0 with
// `quorum none`.
size_t qian_quorum_overlap(const struct qian_quorum *quorum);
// Read the number of a group: `any`, `all`, or an integer from 1 to `members`.
bool qian_quorum_wanted(struct qian_str word, size_t members, size_t *wanted);

// Is the quorum satisfied by these cosignatures? `seen` has one element a node (groups' are passed
// over); those with a time after `until`, or at which their key was not valid, do not count.
bool qian_quorum_met(const struct qian_quorum *quorum, const struct qian_seen *seen,
                     uint64_t until);
// spec/log.md 5.1. False if there is none (L04). With `quorum none` the time is 0: it proves none.
bool qian_quorum_time(const struct qian_quorum *quorum, const struct qian_seen *seen,
                      uint64_t *time);
// Judge a checkpoint by the witnesses of the quorum; `seen` has room for one element a node. The
// codes of qian_checkpoint_judge.
const char *qian_quorum_judge(const struct qian_quorum *quorum,
                              const struct qian_checkpoint *checkpoint, struct qian_seen *seen);
