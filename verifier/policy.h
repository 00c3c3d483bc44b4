// SPDX-License-Identifier: MulanPSL-2.0
// The policy file: whose signature counts, when, and how many witnesses are enough (notes.md 3, policy.md).
#ifndef QIAN_VERIFIER_POLICY_H
#define QIAN_VERIFIER_POLICY_H

#include "verifier/dict.h"
#include "verifier/vkey.h"

enum { POLICY_MAX = 1 << 20 };
enum policy_state { POLICY_NONE, POLICY_GOOD, POLICY_UNSUPPORTED, POLICY_BAD };

enum role {
    ROLE_OPERATOR,
    ROLE_CONTRIBUTOR,
    ROLE_CUSTODIAN_TARGETS,
    ROLE_CUSTODIAN_INSPECTORS,
    ROLE_SUPERVISOR,
    ROLE_LOG,
    ROLE_WITNESS, // a witness's cosigner key
    ROLE_SIGNER   // the key with which a witness signs notes
};

struct policy_rules {
    struct bytes name, digest;
};

struct policy_key {
    enum role role;
    struct vkey key;
    size_t party; // ROLE_WITNESS, ROLE_SIGNER: whose
};

// A witness or a group.
struct party {
    struct bytes name;
    bool is_group;
    size_t need;       // of a group: so many members
    size_t first, count; // of a group: its members, in policy.members
    bool taken;        // it is a member of a group
};

// A `key` line.
struct policy_fact {
    struct bytes vkey, organisation;
    bool has_from, has_to, has_revoked;
    int64_t from, to, revoked; // seconds since 1970-01-01T00:00:00Z
};

struct policy {
    enum policy_state state;
    bool rehearsal;
    size_t quorums, versions, previous;
    uint64_t version;
    bool has_quorum; // it is not `none`
    size_t quorum;   // then the party
    uint64_t bad_line; // of POLICY_BAD or POLICY_UNSUPPORTED; 0: the file as a whole
    struct policy_key *keys; // owned
    size_t keys_count, keys_room;
    struct policy_rules *rules; // owned
    size_t rules_count, rules_room;
    struct party *parties; // owned
    size_t parties_count, parties_room;
    size_t *members; // owned
    size_t members_count, members_room;
    struct policy_fact *facts; // owned
    size_t facts_count, facts_room;
    struct bytes *beacons; // owned: certificateIds
    size_t beacons_count, beacons_room;
    struct dict names; // of parties; its numbers are theirs
};

// Reads a policy's text, which must outlive it.
void policy_read(struct policy *p, struct bytes text);
void policy_free(struct policy *p);
// One line of words, not empty and no comment (policy_lines.c).
enum policy_state policy_line(struct policy *p, const struct bytes *words, size_t count);
// policy.md 1.3, 1.4: what holds between lines (policy_roles.c).
bool policy_roles_hold(const struct policy *p);

bool policy_has_key(const struct policy *p, enum role role, struct bytes vkey);
// The key of that role, name and key id; NULL where there is none.
const struct policy_key *policy_key_by(const struct policy *p, enum role role, struct bytes name,
                                       const unsigned char id[KEY_ID_BYTES]);
bool policy_has_rules(const struct policy *p, struct bytes name, struct bytes digest);
bool policy_has_beacon(const struct policy *p, struct bytes certificate_id);
// What is known of the key, or NULL.
const struct policy_fact *policy_fact_of(const struct policy *p, struct bytes vkey);
// policy.md 2.1: is the key valid at that time?
bool policy_valid(const struct policy *p, struct bytes vkey, int64_t when);
// policy.md 3.3: do the parties that have signed, by number, satisfy the quorum? False where there is none.
bool policy_satisfied(const struct policy *p, const bool *signed_by);

// A word of a policy file's line; *rest is what follows. False at the end of the line.
bool policy_word(struct bytes *rest, struct bytes *word);

#endif
