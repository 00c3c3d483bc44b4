// SPDX-License-Identifier: MulanPSL-2.0
// What holds between the lines of a policy: which keys are good, and who may be who (policy.md 1.3, 1.4).
#include "verifier/policy.h"

#include "verifier/ed25519.h"
#include "verifier/mem.h"
#include "verifier/sm2.h"

#include <stdlib.h>

// spec/policy.md 1.3: "Every VKEY of a policy is of the type that its line wants (roles and `signer`: of either suite)
// and good (notes 2.4, 2.5);"
static bool key_good(const struct policy_key *key)
{
    struct bytes public_key;
    if (key->role == ROLE_WITNESS) {
        return vkey_of_witness(&key->key, &public_key) && ed25519_point(public_key.at);
    }
    if (vkey_of_suite(&key->key, SUITE_SHA256_ED25519, &public_key)) {
        return ed25519_point(public_key.at);
    }
    return key->role != ROLE_LOG && vkey_of_suite(&key->key, SUITE_SM3_SM2, &public_key) && sm2_point(public_key.at);
}

// spec/notes.md 3.1: "A policy may hold keys of both suites."
static bool keys_good(const struct policy *p)
{
    for (size_t i = 0; i < p->keys_count; i++) {
        if (!key_good(&p->keys[i])) {
            return false;
        }
    }
    return true;
}

// One bit for each role; the two kinds of a witness's keys have one.
static unsigned bit_of(enum role role)
{
    return 1U << (unsigned)(role == ROLE_SIGNER ? ROLE_WITNESS : role);
}

// spec/policy.md 1.4: "The keys of operators, of custodians, of logs and of witnesses (cosigner or signer) stand in no
// other role, and a custodian of targets is not one of inspectors; the key of an office stands in no role but a
// supervisor's; [...] A contributor or an office may be a supervisor."
static bool may_stand(unsigned roles)
{
    return (roles & (roles - 1)) == 0 || roles == (bit_of(ROLE_CONTRIBUTOR) | bit_of(ROLE_SUPERVISOR)) ||
           roles == (bit_of(ROLE_OFFICE) | bit_of(ROLE_SUPERVISOR));
}

// spec/policy.md 1.4: "One public key (its bytes, whatever the type) stands under one vkey name only. [...] a witness's
// cosigner and signer key may be the same, but two witnesses never share one."
static bool may_share(const struct policy_key *a, const struct policy_key *b)
{
    return bytes_same(a->key.name, b->key.name) &&
           ((bit_of(a->role) & bit_of(b->role) & bit_of(ROLE_WITNESS)) == 0 || a->party == b->party);
}

// Texts of any length are known by their digest.
static struct bytes digest_of(struct bytes text, char digits[DIGEST_DIGITS])
{
    struct hash h;
    hash_open(&h, SUITE_SHA256_ED25519);
    hash_digits(&h, &text, 1, digits);
    hash_close(&h);
    return (struct bytes){(const unsigned char *)digits, DIGEST_DIGITS};
}

// spec/policy.md 1.3: "A line stands once (two `log` lines of one vkey are one line, whatever their URLs)."
static bool log_again(const struct policy_key *a, const struct policy_key *b)
{
    return a->role == ROLE_LOG && b->role == ROLE_LOG && bytes_same(a->key.text, b->key.text);
}

// Names and witnesses are held to those of the first key with the same bytes; roles are judged all together, since a
// supervisor may be a contributor or an office, but not both.
static bool roles_apart(const struct policy *p)
{
    struct dict keys;
    char digits[DIGEST_DIGITS];
    size_t *first = mem_new(p->keys_count, sizeof *first); // by number in the dictionary
    unsigned *roles = mem_new(p->keys_count, sizeof *roles);
    bool good = true;
    dict_open(&keys);
    for (size_t i = 0; good && i < p->keys_count; i++) {
        struct bytes public_key = digest_of(vkey_public(&p->keys[i].key), digits);
        bool again = dict_find(&keys, public_key) != DICT_NONE;
        size_t number = dict_put(&keys, public_key);
        if (again) {
            const struct policy_key *one = &p->keys[first[number]];
            good = may_share(one, &p->keys[i]) && !log_again(one, &p->keys[i]);
        } else {
            first[number] = i;
        }
        roles[number] |= bit_of(p->keys[i].role);
        good = good && may_stand(roles[number]);
    }
    dict_free(&keys);
    free(first);
    free(roles);
    return good;
}

// spec/policy.md 1.1: "at most one of each suite for a witness;"
static bool signers_single(const struct policy *p)
{
    bool *have = mem_new(2 * p->parties_count, sizeof *have);
    bool good = true;
    for (size_t i = 0; i < p->keys_count; i++) {
        struct bytes public_key;
        if (p->keys[i].role != ROLE_SIGNER) {
            continue;
        }
        size_t at = 2 * p->keys[i].party + (vkey_of_suite(&p->keys[i].key, SUITE_SM3_SM2, &public_key) ? 1 : 0);
        good = good && !have[at];
        have[at] = true;
    }
    free(have);
    return good;
}

// spec/policy.md 1.1: "what is known of a key that stands on another line (in any place of the file);"
// spec/policy.md 1.3: "Of `policy`, `previous` and (notes 3.1) `quorum` there is at most one line each, of `key` one for
// a vkey, [...]"
static bool facts_hold(const struct policy *p)
{
    struct dict vkeys;
    struct dict facts;
    char digits[DIGEST_DIGITS];
    bool good = true;
    dict_open(&vkeys);
    dict_open(&facts);
    for (size_t i = 0; i < p->keys_count; i++) {
        (void)dict_put(&vkeys, digest_of(p->keys[i].key.text, digits));
    }
    for (size_t i = 0; good && i < p->facts_count; i++) {
        struct bytes vkey = digest_of(p->facts[i].vkey, digits);
        good = dict_find(&vkeys, vkey) != DICT_NONE && dict_find(&facts, vkey) == DICT_NONE;
        (void)dict_put(&facts, vkey);
    }
    dict_free(&vkeys);
    dict_free(&facts);
    return good;
}

bool policy_roles_hold(const struct policy *p)
{
    // A malformed key has been reported, and has no bytes to compare.
    return p->state == POLICY_BAD || (keys_good(p) && roles_apart(p) && signers_single(p) && facts_hold(p));
}
