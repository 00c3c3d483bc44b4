// SPDX-License-Identifier: MulanPSL-2.0
// The policy file: whose signature counts, when, and how many witnesses are enough (notes.md 3, policy.md).
#ifndef QIAN_VERIFIER_POLICY_H
#define QIAN_VERIFIER_POLICY_H

#include "verifier/dict.h"
#include "verifier/vkey.h"

// At most 1 MiB (verify.md 4.3): that bounds the lines, words, names and members of a policy, too.
enum { POLICY_MAX = 1 << 20 };
enum policy_state { POLICY_NONE, POLICY_GOOD, POLICY_UNSUPPORTED, POLICY_BAD };

enum role {
    ROLE_OPERATOR,
    ROLE_CONTRIBUTOR,
    ROLE_CUSTODIAN_TARGETS,
    ROLE_CUSTODIAN_INSPECTORS,
    ROLE_SUPERVISOR,
    ROLE_OFFICE, // signs rules packs and calendars: no check of a bundle reads it
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

// A `contributors` or `public` line: of its names or sources so many are wanted.
struct policy_wish {
    struct bytes words; // what stands after the first word
    size_t need;
    size_t first, count; // of `contributors`: its names, in policy.wished
    unsigned sources;    // of `public`: one bit, 1 << enum public_kind, for each
};

// A `lottery` line.
struct policy_issue {
    struct bytes game, issue, time; // as they stand
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
    struct dict contributors; // names that stand in `contributor` vkeys
    size_t *last_wishes; // owned: for each of them, which `contributors` line has named it last, from 1
    size_t last_wishes_room;
    struct policy_wish *wishes; // owned: `contributors` lines
    size_t wishes_count, wishes_room;
    size_t *wished; // owned: numbers of names
    size_t wished_count, wished_room;
    struct policy_wish *publics; // owned: `public` lines but for `public none`
    size_t publics_count, publics_room;
    bool public_none;
    struct policy_issue *issues; // owned
    size_t issues_count, issues_room;
    struct dict issue_names; // game and issue
};

// Reads a policy's text, which must outlive it.
void policy_read(struct policy *p, struct bytes text);
void policy_free(struct policy *p);
// One line of words, not empty and no comment (policy_lines.c).
enum policy_state policy_line(struct policy *p, const struct bytes *words, size_t count);
// policy.md 1.1: K of a line that has so many members.
bool policy_need(struct bytes k, size_t members, size_t *need);
// What a ceremony must have: `contributors`, `public` and `lottery` lines (policy_wishes.c).
bool policy_add_wish(struct policy *p, const struct bytes *words, size_t count);
bool policy_add_public(struct policy *p, const struct bytes *words, size_t count);
bool policy_add_issue(struct policy *p, const struct bytes *words, size_t count);
// The name of a `contributor` vkey (policy_wishes.c).
void policy_add_contributor(struct policy *p, struct bytes name);
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
// policy.md 2.1: is the key valid at that time, by its `key` line?
bool policy_fact_allows(const struct policy_fact *fact, int64_t when);
bool policy_valid(const struct policy *p, struct bytes vkey, int64_t when);
// policy.md 3.3: do the parties that have signed, by number, satisfy the quorum? False where there is none.
bool policy_satisfied(const struct policy *p, const bool *signed_by);
// policy.md 3.7: the least number of witnesses that two ways to satisfy the quorum share. 0 where there is none.
size_t policy_overlap(const struct policy *p);
// policy.md 3.5: of the names of a `contributors` line, how many are there? The names that are there are marked by their
// number in p->contributors. *missing is the first that is not there, or empty.
size_t policy_have(const struct policy *p, const struct policy_wish *wish, const bool *there, struct bytes *missing);
// beacons.md 4.3: the `lottery` line for an issue, or NULL.
const struct policy_issue *policy_issue_for(const struct policy *p, struct bytes game, struct bytes issue);

// A word of a policy file's line; *rest is what follows. False at the end of the line.
bool policy_word(struct bytes *rest, struct bytes *word);

#endif
