// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/policy.h"

#include "verifier/mem.h"
#include "verifier/text.h"

#include <stdlib.h>
#include <string.h>

static bool is_blank(unsigned char c)
{
    return c == ' ' || c == '\t';
}

// spec/notes.md 3.1: "words separated by spaces or TABs"
bool policy_word(struct bytes *rest, struct bytes *word)
{
    size_t start = 0;
    while (start < rest->n && is_blank(rest->at[start])) {
        start++;
    }
    size_t end = start;
    while (end < rest->n && !is_blank(rest->at[end])) {
        end++;
    }
    *word = (struct bytes){rest->at + start, end - start};
    *rest = bytes_after(*rest, end);
    return word->n > 0;
}

struct words {
    struct bytes *all; // owned
    size_t count, room;
};

// The words of a line, and the line with one blank between them, by which it is known again.
static bool split(struct words *words, struct bytes line, unsigned char *joined, size_t *joined_n)
{
    struct bytes word;
    words->count = 0;
    *joined_n = 0;
    while (policy_word(&line, &word)) {
        words->all = mem_grow(words->all, &words->room, words->count + 1, sizeof *words->all);
        words->all[words->count++] = word;
        (void)memcpy(joined + *joined_n, word.at, word.n);
        *joined_n += word.n;
        joined[(*joined_n)++] = ' ';
    }
    return words->count > 0 && words->all[0].at[0] != '#';
}

static bool is_text(struct bytes text)
{
    struct text t;
    text_start(&t, KIND_TABLE); // "a policy may hold TAB"
    text_feed(&t, text);
    text_end(&t);
    return t.not_utf8 == 0 && t.forbidden == 0 && t.not_normal == 0 && t.mark == 0 && t.return_char == 0;
}

// The digest under which a line is known: lines may be longer than a dictionary's text.
static struct bytes line_digest(struct bytes joined, char digits[DIGEST_DIGITS])
{
    struct hash h;
    hash_open(&h, SUITE_SHA256_ED25519);
    hash_digits(&h, &joined, 1, digits);
    hash_close(&h);
    return (struct bytes){(const unsigned char *)digits, DIGEST_DIGITS};
}

static void worse(struct policy *p, enum policy_state state, uint64_t line)
{
    // spec/notes.md 3.2: "This goes before UNSUPPORTED."
    if (state > p->state) {
        p->state = state;
        p->bad_line = line;
    }
}

static void read_lines(struct policy *p, struct bytes text)
{
    struct words words = {0};
    struct dict seen;
    unsigned char *joined = mem_new(text.n + 2, 1);
    dict_open(&seen);
    for (uint64_t line = 1; text.n > 0; line++) {
        char digits[DIGEST_DIGITS];
        size_t joined_n = 0;
        size_t n = bytes_find(text, '\n');
        if (split(&words, (struct bytes){text.at, n}, joined, &joined_n)) {
            struct bytes digest = line_digest((struct bytes){joined, joined_n}, digits);
            // spec/policy.md 1.3: "A line stands once"
            bool again = dict_find(&seen, digest) != DICT_NONE;
            (void)dict_put(&seen, digest);
            worse(p, again ? POLICY_BAD : policy_line(p, words.all, words.count), line);
        }
        text = bytes_after(text, n < text.n ? n + 1 : n);
    }
    dict_free(&seen);
    free(joined);
    free(words.all);
}

void policy_read(struct policy *p, struct bytes text)
{
    (void)memset(p, 0, sizeof *p);
    p->state = is_text(text) ? POLICY_GOOD : POLICY_BAD;
    dict_open(&p->names);
    dict_open(&p->contributors);
    dict_open(&p->issue_names);
    read_lines(p, text);
    // spec/notes.md 3.1: "exactly one `quorum` line stands in a policy."
    // spec/policy.md 1.1: "which stands exactly where N is above 1."
    // spec/policy.md 1.1: "or `public none`, and then no other `public` line;"
    bool whole = p->quorums == 1 && p->versions <= 1 && p->previous == (p->version > 1 ? 1U : 0U) &&
                 !(p->public_none && p->publics_count > 0);
    worse(p, whole && policy_roles_hold(p) ? POLICY_GOOD : POLICY_BAD, 0);
}

void policy_free(struct policy *p)
{
    for (size_t i = 0; i < p->keys_count; i++) {
        vkey_free(&p->keys[i].key);
    }
    free(p->keys);
    free(p->rules);
    free(p->parties);
    free(p->members);
    free(p->facts);
    free(p->beacons);
    free(p->last_wishes);
    free(p->wishes);
    free(p->wished);
    free(p->publics);
    free(p->issues);
    if (p->state != POLICY_NONE) {
        dict_free(&p->names);
        dict_free(&p->contributors);
        dict_free(&p->issue_names);
    }
}

bool policy_has_key(const struct policy *p, enum role role, struct bytes vkey)
{
    for (size_t i = 0; i < p->keys_count; i++) {
        if (p->keys[i].role == role && bytes_same(p->keys[i].key.text, vkey)) {
            return true;
        }
    }
    return false;
}

const struct policy_key *policy_key_by(const struct policy *p, enum role role, struct bytes name,
                                       const unsigned char id[KEY_ID_BYTES])
{
    for (size_t i = 0; i < p->keys_count; i++) {
        const struct policy_key *key = &p->keys[i];
        if (key->role == role && bytes_same(key->key.name, name) && memcmp(key->key.id, id, KEY_ID_BYTES) == 0) {
            return key;
        }
    }
    return NULL;
}

bool policy_has_rules(const struct policy *p, struct bytes name, struct bytes digest)
{
    for (size_t i = 0; i < p->rules_count; i++) {
        if (bytes_same(p->rules[i].name, name) && bytes_same(p->rules[i].digest, digest)) {
            return true;
        }
    }
    return false;
}

bool policy_has_beacon(const struct policy *p, struct bytes certificate_id)
{
    for (size_t i = 0; i < p->beacons_count; i++) {
        if (bytes_same(p->beacons[i], certificate_id)) {
            return true;
        }
    }
    return false;
}

const struct policy_fact *policy_fact_of(const struct policy *p, struct bytes vkey)
{
    for (size_t i = 0; i < p->facts_count; i++) {
        if (bytes_same(p->facts[i].vkey, vkey)) {
            return &p->facts[i];
        }
    }
    return NULL;
}

// spec/policy.md 2.1: "A key is *valid* at a time t if its `key` line, where there is one, has `from` (if given) at or
// before t, `to` (if given) at or after t, and `revoked` (if given) after t."
bool policy_fact_allows(const struct policy_fact *fact, int64_t when)
{
    return (!fact->has_from || fact->from <= when) && (!fact->has_to || fact->to >= when) &&
           (!fact->has_revoked || fact->revoked > when);
}

bool policy_valid(const struct policy *p, struct bytes vkey, int64_t when)
{
    const struct policy_fact *fact = policy_fact_of(p, vkey);
    return fact == NULL || policy_fact_allows(fact, when);
}

// spec/policy.md 3.3: "A witness satisfies itself where it has signed (or cosigned); a group where at least K members
// (`any`: 1, `all`: all) are satisfied; the quorum where the one named is. A quorum of `none` is satisfied by nobody"
bool policy_satisfied(const struct policy *p, const bool *signed_by)
{
    if (!p->has_quorum) {
        return false;
    }
    bool *satisfied = mem_new(p->parties_count, sizeof *satisfied);
    // Members stand on earlier lines: one pass settles all.
    for (size_t i = 0; i < p->parties_count; i++) {
        const struct party *party = &p->parties[i];
        size_t have = 0;
        for (size_t k = 0; k < party->count; k++) {
            have += satisfied[p->members[party->first + k]] ? 1 : 0;
        }
        satisfied[i] = party->is_group ? have >= party->need : signed_by[i];
    }
    bool good = satisfied[p->quorum];
    free(satisfied);
    return good;
}
