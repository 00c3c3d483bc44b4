// SPDX-License-Identifier: MulanPSL-2.0
// What a policy says, once it is read.
#include <stdlib.h>
#include <string.h>

#include "engine/ceremony/policy_read.h"

const struct qian_policy_key *qian_policy_find(const struct qian_policy *policy,
                                               enum qian_role role, enum qian_suite suite,
                                               const char *name) {
    for (size_t i = 0; i < policy->keys; i++)
        if (policy->key[i].role == role && policy->key[i].suite == suite &&
            qian_str_is(policy->key[i].name, name))
            return &policy->key[i];
    return NULL;
}

const struct qian_policy_key *qian_policy_of_vkey(const struct qian_policy *policy,
                                                  enum qian_role role, struct qian_str vkey) {
    for (size_t i = 0; i < policy->keys; i++)
        if (policy->key[i].role == role && qian_str_eq(policy->key[i].vkey, vkey))
            return &policy->key[i];
    return NULL;
}

bool qian_policy_has(const struct qian_policy *policy, struct qian_str line) {
    for (size_t i = 0; i < policy->lines; i++)
        if (qian_str_eq(policy->line[i], line))
            return true;
    return false;
}

static bool has_digest(const struct qian_policy *policy, const char *words, const uint8_t *bytes,
                       size_t n) {
    struct qian_buf line = {0};
    qian_buf_text(&line, words);
    qian_buf_hex(&line, bytes, n);
    bool found = qian_policy_has(policy, qian_buf_view(&line));
    qian_buf_free(&line);
    return found;
}

bool qian_policy_has_rules(const struct qian_policy *policy, const char *name,
                           const struct qian_digest *digest) {
    struct qian_buf words = {0};
    qian_buf_text(&words, "rules ");
    qian_buf_text(&words, name);
    qian_buf_char(&words, ' ');
    bool found = has_digest(policy, words.p, digest->b, sizeof digest->b);
    qian_buf_free(&words);
    return found;
}

bool qian_policy_has_nist(const struct qian_policy *policy, const uint8_t id[64]) {
    return has_digest(policy, "nist ", id, 64);
}

bool qian_policy_valid(const struct qian_policy_key *key, int64_t time) {
    return key->from <= time && time <= key->until;
}

bool qian_policy_met(const struct qian_policy *policy, const struct qian_str *witness,
                     size_t witnesses) {
    const struct qian_quorum *q = &policy->quorum;
    struct qian_quorum all = *q; // whatever the validity of cosigner keys
    struct qian_seen *seen = qian_take(q->count + 1, sizeof *seen);
    all.node = qian_take(q->count + 1, sizeof *all.node);
    if (q->count > 0)
        memcpy(all.node, q->node, q->count * sizeof *all.node);
    for (size_t n = 0; n < q->count; n++) {
        all.node[n].from = 0;
        all.node[n].until = UINT64_MAX;
        for (size_t i = 0; i < witnesses; i++)
            seen[n].here =
                seen[n].here || (!q->node[n].group && qian_str_eq(q->node[n].name, witness[i]));
    }
    bool met = !q->none && qian_quorum_met(&all, seen, UINT64_MAX);
    free(all.node);
    free(seen);
    return met;
}
