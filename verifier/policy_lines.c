// SPDX-License-Identifier: MulanPSL-2.0
// The lines of a policy, one by one (notes.md 3.1, policy.md 1.1).
#include "verifier/policy.h"

#include "verifier/date.h"
#include "verifier/mem.h"
#include "verifier/moment.h"
#include "verifier/utf8.h"

#include <string.h>

enum { ORGANISATION_MAX = 128, CERTIFICATE_ID_DIGITS = 128 };

static bool add_key(struct policy *p, enum role role, struct bytes text, size_t party)
{
    p->keys = mem_grow(p->keys, &p->keys_room, p->keys_count + 1, sizeof *p->keys);
    struct policy_key *key = &p->keys[p->keys_count++];
    (void)memset(key, 0, sizeof *key);
    key->role = role;
    key->party = party;
    return vkey_read(&key->key, text);
}

static bool add_rules(struct policy *p, struct bytes name, struct bytes digest)
{
    p->rules = mem_grow(p->rules, &p->rules_room, p->rules_count + 1, sizeof *p->rules);
    p->rules[p->rules_count++] = (struct policy_rules){name, digest};
    return bytes_code(name) && bytes_hex(digest, DIGEST_DIGITS);
}

// spec/policy.md 1.2: "NAME is of the form of a signer's name (notes 2.1) and not `none`; names of witnesses and groups
// are distinct."
static struct party *add_party(struct policy *p, struct bytes name)
{
    if (!vkey_is_name(name) || bytes_are(name, "none") || dict_find(&p->names, name) != DICT_NONE) {
        return NULL;
    }
    (void)dict_put(&p->names, name);
    p->parties = mem_grow(p->parties, &p->parties_room, p->parties_count + 1, sizeof *p->parties);
    struct party *party = &p->parties[p->parties_count++];
    *party = (struct party){.name = name};
    return party;
}

// spec/policy.md 1.1: "`custodian targets VKEY`, `custodian inspectors VKEY`"
static bool add_custodian(struct policy *p, struct bytes which, struct bytes vkey)
{
    if (bytes_are(which, "targets")) {
        return add_key(p, ROLE_CUSTODIAN_TARGETS, vkey, 0);
    }
    return bytes_are(which, "inspectors") && add_key(p, ROLE_CUSTODIAN_INSPECTORS, vkey, 0);
}

// spec/policy.md 1.1: "`witness NAME VKEY [URL]`: a witness and its cosigner key"
static bool add_witness(struct policy *p, struct bytes name, struct bytes vkey)
{
    return add_party(p, name) != NULL && add_key(p, ROLE_WITNESS, vkey, p->parties_count - 1);
}

// spec/policy.md 1.1: "`signer NAME VKEY`: a key with which the witness NAME signs notes and objections; the witness
// stands on an earlier line;"
static bool add_signer(struct policy *p, struct bytes name, struct bytes vkey)
{
    int64_t party = dict_find(&p->names, name);
    return party != DICT_NONE && !p->parties[party].is_group && add_key(p, ROLE_SIGNER, vkey, (size_t)party);
}

// spec/policy.md 1.1: "K is `any`, `all`, or an integer from 1 to the number of members;"
bool policy_need(struct bytes k, size_t members, size_t *need)
{
    uint64_t number = bytes_are(k, "any") ? 1 : members;
    if (!bytes_are(k, "any") && !bytes_are(k, "all") && !bytes_integer(k, &number)) {
        return false;
    }
    *need = (size_t)number;
    return number >= 1 && number <= members;
}

// spec/policy.md 1.1: "`group NAME K MEMBER…`: at least one member; [...] members are witnesses or groups of earlier
// lines;"
// spec/policy.md 1.2: "A witness or group is a member of at most one group, and once."
static bool add_group(struct policy *p, const struct bytes *words, size_t count)
{
    size_t need = 0;
    size_t first = p->members_count;
    if (count < 4 || !policy_need(words[2], count - 3, &need)) {
        return false;
    }
    for (size_t i = 3; i < count; i++) {
        int64_t member = dict_find(&p->names, words[i]);
        if (member == DICT_NONE || p->parties[member].taken) {
            return false;
        }
        p->parties[member].taken = true;
        p->members = mem_grow(p->members, &p->members_room, p->members_count + 1, sizeof *p->members);
        p->members[p->members_count++] = (size_t)member;
    }
    struct party *group = add_party(p, words[1]);
    if (group == NULL) {
        return false;
    }
    group->is_group = true;
    group->need = need;
    group->first = first;
    group->count = count - 3;
    return true;
}

// spec/policy.md 1.1: "`quorum NAME`: a witness or group of an earlier line; or `quorum none`;"
static bool set_quorum(struct policy *p, struct bytes name)
{
    int64_t party = dict_find(&p->names, name);
    p->has_quorum = party != DICT_NONE;
    p->quorum = p->has_quorum ? (size_t)party : 0;
    return p->has_quorum || bytes_are(name, "none");
}

// spec/policy.md 1.2: "TEXT is a word of 1 to 128 characters."
static bool is_organisation(struct bytes text)
{
    size_t count = 0;
    while (text.n > 0) {
        uint32_t c = 0;
        size_t n = utf8_char(text, &c);
        if (n == 0) {
            return false;
        }
        text = bytes_after(text, n);
        count++;
    }
    return count >= 1 && count <= ORGANISATION_MAX;
}

// The value of `name=value`, where the word is that; it is taken from the words.
static bool take_option(const struct bytes **words, size_t *count, const char *name, struct bytes *value)
{
    if (*count == 0 || !bytes_begin(**words, name)) {
        return false;
    }
    *value = bytes_after(**words, strlen(name));
    (*words)++;
    (*count)--;
    return true;
}

// True, and *good false, where the option is there and no time.
static bool take_time(const struct bytes **words, size_t *count, const char *name, int64_t *when, bool *good)
{
    struct bytes value;
    if (!take_option(words, count, name, &value)) {
        return false;
    }
    if (!date_is_time(value)) {
        *good = false;
        return true;
    }
    *when = moment_of(value);
    return true;
}

// spec/policy.md 1.1: "`key VKEY` and then, in this order and each optional but at least one, `organisation=TEXT`,
// `from=TIME`, `to=TIME`, `revoked=TIME`"
static bool add_fact(struct policy *p, const struct bytes *words, size_t count)
{
    struct vkey key;
    struct policy_fact fact = {0};
    if (count < 3) {
        return false;
    }
    fact.vkey = words[1];
    bool good = vkey_read(&key, words[1]);
    vkey_free(&key);
    words += 2;
    count -= 2;
    if (take_option(&words, &count, "organisation=", &fact.organisation)) {
        good = good && is_organisation(fact.organisation);
    }
    fact.has_from = take_time(&words, &count, "from=", &fact.from, &good);
    fact.has_to = take_time(&words, &count, "to=", &fact.to, &good);
    fact.has_revoked = take_time(&words, &count, "revoked=", &fact.revoked, &good);
    p->facts = mem_grow(p->facts, &p->facts_room, p->facts_count + 1, sizeof *p->facts);
    p->facts[p->facts_count++] = fact;
    return good && count == 0;
}

static bool add_beacon(struct policy *p, struct bytes id)
{
    p->beacons = mem_grow(p->beacons, &p->beacons_room, p->beacons_count + 1, sizeof *p->beacons);
    p->beacons[p->beacons_count++] = id;
    return bytes_hex(id, CERTIFICATE_ID_DIGITS);
}

static bool set_version(struct policy *p, struct bytes number)
{
    p->versions++;
    return bytes_integer(number, &p->version) && p->version >= 1;
}

static bool read_rehearsal(struct policy *p, const struct bytes *words, size_t count)
{
    (void)words;
    p->rehearsal = true;
    return count == 1;
}

static bool read_operator(struct policy *p, const struct bytes *words, size_t count)
{
    return count == 2 && add_key(p, ROLE_OPERATOR, words[1], 0);
}

static bool read_contributor(struct policy *p, const struct bytes *words, size_t count)
{
    if (count != 2 || !add_key(p, ROLE_CONTRIBUTOR, words[1], 0)) {
        return false;
    }
    policy_add_contributor(p, p->keys[p->keys_count - 1].key.name);
    return true;
}

static bool read_supervisor(struct policy *p, const struct bytes *words, size_t count)
{
    return count == 2 && add_key(p, ROLE_SUPERVISOR, words[1], 0);
}

// spec/policy.md 1.1: "`office VKEY`: this key may sign rules packs and calendars (rules 3); no check of a bundle reads
// it;"
static bool read_office(struct policy *p, const struct bytes *words, size_t count)
{
    return count == 2 && add_key(p, ROLE_OFFICE, words[1], 0);
}

static bool read_custodian(struct policy *p, const struct bytes *words, size_t count)
{
    return count == 3 && add_custodian(p, words[1], words[2]);
}

static bool read_rules(struct policy *p, const struct bytes *words, size_t count)
{
    return count == 3 && add_rules(p, words[1], words[2]);
}

static bool read_log(struct policy *p, const struct bytes *words, size_t count)
{
    return (count == 2 || count == 3) && add_key(p, ROLE_LOG, words[1], 0);
}

static bool read_witness(struct policy *p, const struct bytes *words, size_t count)
{
    return (count == 3 || count == 4) && add_witness(p, words[1], words[2]);
}

static bool read_signer(struct policy *p, const struct bytes *words, size_t count)
{
    return count == 3 && add_signer(p, words[1], words[2]);
}

static bool read_quorum(struct policy *p, const struct bytes *words, size_t count)
{
    p->quorums++;
    return count == 2 && set_quorum(p, words[1]);
}

static bool read_nist(struct policy *p, const struct bytes *words, size_t count)
{
    return count == 2 && add_beacon(p, words[1]);
}

static bool read_version(struct policy *p, const struct bytes *words, size_t count)
{
    return count == 2 && set_version(p, words[1]);
}

static bool read_previous(struct policy *p, const struct bytes *words, size_t count)
{
    p->previous++;
    return count == 2 && bytes_hex(words[1], DIGEST_DIGITS);
}

// spec/notes.md 3.2: "Any other first word belongs to later versions: the policy is UNSUPPORTED, code F12. A line with
// a wrong number of words, a VKEY (2.2), NAME (a code) or DIGEST of wrong form, [...] makes the verifier stop with
// ERROR, exit 4"
enum policy_state policy_line(struct policy *p, const struct bytes *words, size_t count)
{
    static const struct {
        const char *word;
        bool (*read)(struct policy *p, const struct bytes *words, size_t count);
    } LINES[] = {
        {"operator", read_operator},
        {"contributor", read_contributor},
        {"custodian", read_custodian},
        {"supervisor", read_supervisor},
        {"office", read_office},
        {"rules", read_rules},
        {"rehearsal", read_rehearsal},
        {"log", read_log},
        {"witness", read_witness},
        {"signer", read_signer},
        {"group", add_group},
        {"quorum", read_quorum},
        {"key", add_fact},
        {"contributors", policy_add_wish},
        {"public", policy_add_public},
        {"lottery", policy_add_issue},
        {"nist", read_nist},
        {"policy", read_version},
        {"previous", read_previous},
    };
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        if (bytes_are(words[0], LINES[i].word)) {
            return LINES[i].read(p, words, count) ? POLICY_GOOD : POLICY_BAD;
        }
    }
    return POLICY_UNSUPPORTED;
}
