// SPDX-License-Identifier: MulanPSL-2.0
// The policy file: who may sign, which packs are in force (notes.md 3).
#ifndef QIAN_VERIFIER_POLICY_H
#define QIAN_VERIFIER_POLICY_H

#include "verifier/bytes.h"

enum { POLICY_MAX = 1 << 20 };
enum policy_state { POLICY_NONE, POLICY_GOOD, POLICY_UNSUPPORTED, POLICY_BAD };

struct policy_rules {
    struct bytes name, digest;
};

struct policy_key {
    bool is_operator; // else contributor
    struct bytes vkey;
};

struct policy {
    enum policy_state state;
    bool rehearsal;
    size_t quorums;
    uint64_t bad_line; // of POLICY_BAD or POLICY_UNSUPPORTED; 0: the file as a whole
    struct policy_key *keys; // owned
    size_t keys_count, keys_room;
    struct policy_rules *rules; // owned
    size_t rules_count, rules_room;
};

// Reads a policy's text, which must outlive it.
void policy_read(struct policy *p, struct bytes text);
void policy_free(struct policy *p);
bool policy_has_key(const struct policy *p, bool is_operator, struct bytes vkey);
bool policy_has_rules(const struct policy *p, struct bytes name, struct bytes digest);

#endif
