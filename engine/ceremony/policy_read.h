// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/policy_read.h - a policy file as those who take part in a ceremony read it
// (spec/notes.md 3, spec/policy.md).
#pragma once

#include "engine/beacon/lottery.h"
#include "engine/core/notice.h"
#include "engine/log/quorum.h"

enum qian_role {
    QIAN_ROLE_OPERATOR,
    QIAN_ROLE_CONTRIBUTOR,
    QIAN_ROLE_CUSTODIAN_TARGETS,
    QIAN_ROLE_CUSTODIAN_INSPECTORS,
    QIAN_ROLE_SUPERVISOR,
    QIAN_ROLE_OFFICE, // signs rules packs, calendars and plans
    QIAN_ROLE_LOG,
    QIAN_ROLE_WITNESS,
    QIAN_ROLE_SIGNER,
    QIAN_ROLES
};

// One line that gives a key a role. What it points to lives as long as the policy.
struct qian_policy_key {
    enum qian_role role;
    struct qian_str vkey, name; // name: the vkey's own
    struct qian_str witness;    // NAME of a witness or signer
    struct qian_str url;        // of a log or witness; may be empty
    enum qian_suite suite;      // logs and witnesses: sha256-ed25519
    struct qian_public key;
    char id[2 * QIAN_KEY_ID_SIZE + 1]; // hexadecimal digits of the key id
    struct qian_str organisation;      // empty: none stated
    int64_t from, until; // seconds since 1970 (UTC) between which it is valid, both included
    bool revoked;        // at whatever time
};

// A line `contributors` or `public`: at least `wanted` of these names (spec/policy.md 3.5, 3.6).
struct qian_policy_want {
    bool sources; // kinds of public sources, else contributors
    size_t wanted;
    struct qian_str *name; // owned
    size_t names;
};

// A line `lottery` (spec/beacons.md 4.3).
struct qian_policy_issue {
    enum qian_game game;
    uint32_t issue;
    int64_t time;
};

struct qian_policy {
    struct qian_buf text;
    struct qian_digest digest;   // SHA-256 of the file
    struct qian_policy_key *key; // owned
    size_t keys, cap;
    struct qian_quorum quorum;
    struct qian_str *line; // owned: all lines, with single blanks; they point into `words`
    size_t lines, lines_cap;
    struct qian_buf words;
    struct qian_policy_want *want; // owned
    size_t wants, wants_cap;
    struct qian_policy_issue *issue; // owned
    size_t issues, issues_cap;
    bool rehearsal;
    bool public_none;         // `public none`: a draw need have no public source
    uint64_t version;         // 0: not stated
    struct qian_str previous; // digest of the version before; empty: none
};

// QIAN_BAD_DATA with the line if the file is no policy. Free in every case.
enum qian_status qian_policy_read(const char *path, struct qian_policy *out,
                                  struct qian_err *err) QIAN_MUST_USE;
// The same from bytes, which are copied; `path` is named in errors.
enum qian_status qian_policy_parse(const char *path, struct qian_str bytes, struct qian_policy *out,
                                   struct qian_err *err) QIAN_MUST_USE;
void qian_policy_free(struct qian_policy *policy);

// The key of this role, suite and name (a signer's or witness's vkey name); NULL if there is none.
const struct qian_policy_key *qian_policy_find(const struct qian_policy *policy,
                                               enum qian_role role, enum qian_suite suite,
                                               const char *name);
const struct qian_policy_key *qian_policy_of_vkey(const struct qian_policy *policy,
                                                  enum qian_role role, struct qian_str vkey);
// Does the policy have this line, written with single blanks?
bool qian_policy_has(const struct qian_policy *policy, struct qian_str line);
// The lines `rules NAME DIGEST` and `nist CERTIFICATEID`: is this pack in force, this certificate
// the beacon's?
bool qian_policy_has_rules(const struct qian_policy *policy, const char *name,
                           const struct qian_digest *digest);
bool qian_policy_has_nist(const struct qian_policy *policy, const uint8_t id[64]);
bool qian_policy_valid(const struct qian_policy_key *key, int64_t time);
// When an issue of a lottery comes into being (spec/beacons.md 4.3). False if no line says so, or
// it would be in another year.
bool qian_policy_issue_time(const struct qian_policy *policy, enum qian_game game, uint32_t issue,
                            int64_t *time);
// The part of the next of a lottery alone: QIAN_REFUSED (E06).
enum qian_status qian_policy_allows_lottery(const struct qian_policy *policy,
                                            const struct qian_source *source,
                                            struct qian_err *err) QIAN_MUST_USE;
// May this notice be one of the policy's (spec/notes.md 3.3-3.5, spec/policy.md 2.2, 3, beacons
// 4.3), its keys being used at `when`? QIAN_REFUSED otherwise.
enum qian_status qian_policy_allows(const struct qian_policy *policy,
                                    const struct qian_notice *notice, int64_t when,
                                    struct qian_err *err) QIAN_MUST_USE;
// Do these witnesses, by policy NAME, satisfy the quorum (spec/policy.md 3.3)?
bool qian_policy_met(const struct qian_policy *policy, const struct qian_str *witness,
                     size_t witnesses);
