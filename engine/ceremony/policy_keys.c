// SPDX-License-Identifier: MulanPSL-2.0
// The lines of a policy that give keys roles and times.
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/text.h"
#include "engine/ceremony/policy_line.h"

#define ORGANISATION_MAX 128

static const struct {
    const char *first, *second; // words that begin the line; second may be NULL
    enum qian_role role;
} roles[] = {{"operator", NULL, QIAN_ROLE_OPERATOR},
             {"contributor", NULL, QIAN_ROLE_CONTRIBUTOR},
             {"custodian", "targets", QIAN_ROLE_CUSTODIAN_TARGETS},
             {"custodian", "inspectors", QIAN_ROLE_CUSTODIAN_INSPECTORS},
             {"supervisor", NULL, QIAN_ROLE_SUPERVISOR},
             {"office", NULL, QIAN_ROLE_OFFICE},
             {"log", NULL, QIAN_ROLE_LOG},
             {"witness", NULL, QIAN_ROLE_WITNESS},
             {"signer", NULL, QIAN_ROLE_SIGNER}};

// Read a vkey of any kind that notes 2.3 and log 2.5 know. False if it is none.
static bool read_vkey(struct qian_str vkey, bool witness, struct qian_policy_key *out) {
    out->vkey = vkey;
    out->suite = QIAN_SHA256_ED25519;
    uint8_t id[QIAN_KEY_ID_SIZE];
    if (witness) {
        if (qian_log_vkey_read(vkey, true, &out->name, &out->key))
            return false;
        qian_log_key_id(out->name, &out->key, true, id);
    } else {
        if (qian_vkey_read(vkey, QIAN_SHA256_ED25519, &out->name, &out->key)) {
            out->suite = QIAN_SM3_SM2;
            if (qian_vkey_read(vkey, QIAN_SM3_SM2, &out->name, &out->key))
                return false;
        }
        qian_key_id(out->name, &out->key, id);
    }
    struct qian_buf hex = {0};
    qian_buf_hex(&hex, id, sizeof id);
    memcpy(out->id, hex.p, sizeof out->id);
    qian_buf_free(&hex);
    return true;
}

static bool has_witness(const struct qian_policy *p, struct qian_str name) {
    for (size_t i = 0; i < p->keys; i++)
        if (p->key[i].role == QIAN_ROLE_WITNESS && qian_str_eq(p->key[i].witness, name))
            return true;
    return false;
}

// spec/policy.md 1.1: "the witness stands on an earlier line; at most one of each suite for a
// witness"
static bool signer_fits(const struct qian_policy *p, const struct qian_policy_key *key) {
    bool fits = has_witness(p, key->witness);
    for (size_t i = 0; i < p->keys; i++)
        fits = fits && !(p->key[i].role == QIAN_ROLE_SIGNER && p->key[i].suite == key->suite &&
                         qian_str_eq(p->key[i].witness, key->witness));
    return fits;
}

bool qian_line_quorum(struct qian_policy_line *r) {
    if (!qian_quorum_line(&r->policy->quorum, r->word, r->words))
        return true;
    if (r->words < 2)
        return qian_line_words(r);
    return qian_line_no(
        r, "a witness, group or quorum line names what is unknown or was named before", r->word[1]);
}

bool qian_line_is_role(const struct qian_policy_line *r, size_t *which) {
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (qian_str_is(r->word[0], roles[i].first) &&
            (!roles[i].second || (r->words > 1 && qian_str_is(r->word[1], roles[i].second)))) {
            *which = i;
            return true;
        }
    return false;
}

// The words after those that name the role: [NAME] VKEY [URL].
bool qian_line_role(struct qian_policy_line *r, size_t which) {
    struct qian_policy *p = r->policy;
    enum qian_role role = roles[which].role;
    size_t at = roles[which].second ? 2 : 1;
    struct qian_policy_key key = {.role = role, .from = INT64_MIN, .until = INT64_MAX};
    bool named = role == QIAN_ROLE_WITNESS || role == QIAN_ROLE_SIGNER;
    bool linked = role == QIAN_ROLE_WITNESS || role == QIAN_ROLE_LOG;
    if (named && at < r->words)
        key.witness = r->word[at++];
    if (at >= r->words)
        return qian_line_words(r);
    struct qian_str vkey = r->word[at++];
    if (!read_vkey(vkey, role == QIAN_ROLE_WITNESS, &key) || !qian_signer_name_good(key.name) ||
        (role == QIAN_ROLE_LOG && key.suite != QIAN_SHA256_ED25519))
        return qian_line_no(r, "this is no vkey of the form that the line wants", vkey);
    if (linked && at < r->words)
        key.url = r->word[at++];
    if (at != r->words)
        return qian_line_words(r);
    if (role == QIAN_ROLE_SIGNER && !signer_fits(p, &key))
        return qian_line_no(r, "a signer is of a witness on an earlier line, one of each suite",
                            key.witness);
    for (size_t i = 0; i < p->keys; i++)
        if (p->key[i].role == role && qian_str_eq(p->key[i].vkey, key.vkey))
            return qian_line_no(r, "this key has this role on an earlier line", vkey);
    p->key = qian_grow(p->key, &p->cap, p->keys + 1, sizeof *p->key);
    p->key[p->keys++] = key;
    return role != QIAN_ROLE_WITNESS || qian_line_quorum(r);
}

// "from=2026-…": the value behind `name` and '='; false if the word is another.
static bool value_of(struct qian_str word, const char *name, struct qian_str *value) {
    size_t n = strlen(name);
    if (word.n <= n + 1 || memcmp(word.p, name, n) != 0 || word.p[n] != '=')
        return false;
    *value = (struct qian_str){word.p + n + 1, word.n - n - 1};
    return true;
}

// spec/policy.md 1.1: "in this order and each optional but at least one, `organisation=TEXT`,
// `from=TIME`, `to=TIME`, `revoked=TIME`"
bool qian_line_key(struct qian_policy_line *r) {
    static const char *const names[] = {"organisation", "from", "to", "revoked"};
    struct qian_str value[4] = {0};
    size_t at = 2;
    for (size_t i = 0; i < 4 && at < r->words; i++)
        if (value_of(r->word[at], names[i], &value[i]))
            at++;
    if (r->words < 3)
        return qian_line_words(r);
    if (at != r->words || qian_text_chars(value[0]) > ORGANISATION_MAX)
        return qian_line_no(r, "a key line has organisation, from, to and revoked, in this order",
                            r->word[at < r->words ? at : 2]);
    int64_t time[4] = {0};
    for (size_t i = 1; i < 4; i++)
        if (value[i].n > 0 && !qian_time_read(value[i], &time[i]))
            return qian_line_no(r, "must be a time: YYYY-MM-DDTHH:MM:SS+08:00", value[i]);
    bool found = false;
    for (size_t k = 0; k < r->policy->keys; k++) {
        struct qian_policy_key *key = &r->policy->key[k];
        if (!qian_str_eq(key->vkey, r->word[1]))
            continue;
        found = true;
        key->organisation = value[0];
        if (value[1].n > 0)
            key->from = time[1];
        if (value[2].n > 0)
            key->until = time[2];
        key->revoked = value[3].n > 0;
        // spec/policy.md 2.1: "`revoked` (if given) after t"
        if (value[3].n > 0 && time[3] - 1 < key->until)
            key->until = time[3] - 1;
    }
    return found || qian_line_no(r, "this key line is of a vkey that stands nowhere", r->word[1]);
}

// The roles that keep a key to themselves.
static bool is_alone(enum qian_role role) {
    return role != QIAN_ROLE_CONTRIBUTOR && role != QIAN_ROLE_SUPERVISOR;
}

static bool is_witness(enum qian_role role) {
    return role == QIAN_ROLE_WITNESS || role == QIAN_ROLE_SIGNER;
}

// spec/policy.md 1.4: "One public key (its bytes, whatever the type) stands under one vkey name
// only."
static bool may_share(const struct qian_policy_key *a, const struct qian_policy_key *b) {
    if (a->key.size != b->key.size || memcmp(a->key.bytes, b->key.bytes, a->key.size) != 0)
        return true;
    if (!qian_str_eq(a->name, b->name))
        return false;
    if (is_witness(a->role) && is_witness(b->role))
        return qian_str_eq(a->witness, b->witness);
    // spec/policy.md 1.4: "the key of an office stands in no role but a supervisor's"
    if (a->role == QIAN_ROLE_OFFICE || b->role == QIAN_ROLE_OFFICE)
        return a->role == b->role || a->role == QIAN_ROLE_SUPERVISOR ||
               b->role == QIAN_ROLE_SUPERVISOR;
    return a->role == b->role || (!is_alone(a->role) && !is_alone(b->role));
}

enum qian_status qian_policy_keys_check(const struct qian_policy *p, const char *path,
                                        struct qian_err *err) {
    for (size_t i = 0; i < p->keys; i++) {
        for (size_t k = 0; k < i; k++) {
            if (may_share(&p->key[i], &p->key[k]))
                continue;
            enum qian_status status = qian_fail(
                err, QIAN_BAD_DATA, "S05", "policy 1.4",
                "one public key stands for two names or two roles that exclude each other",
                "give each of them a key of their own");
            qian_err_where(err, "%.200s", path);
            qian_err_value(err, "%.100s", p->key[i].id);
            return status;
        }
    }
    return QIAN_OK;
}
