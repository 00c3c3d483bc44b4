// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/policy_read.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/core/field.h"

#define POLICY_MAX 1048576 // spec/verify.md 4.3
#define WORDS_MAX 200
#define ORGANISATION_MAX 128
#define VALUE_MAX 120 // bytes of a word, in an error

// One line cut into its words, and the policy that it goes into.
struct reading {
    struct qian_policy *policy;
    struct qian_str word[WORDS_MAX];
    size_t words;
    bool quorum, version, previous; // such a line was read
    const char *why;                // a line is refused, and the word at which it is
    struct qian_str value;
};

// Refuse the line. The first reason counts.
static bool no(struct reading *r, const char *why, struct qian_str value) {
    if (!r->why) {
        r->why = why;
        r->value = value;
    }
    return false;
}

static bool no_words(struct reading *r) {
    return no(r, "the line has the wrong number of words", r->word[0]);
}

static const struct {
    const char *first, *second; // words that begin the line; second may be NULL
    enum qian_role role;
} roles[] = {{"operator", NULL, QIAN_ROLE_OPERATOR},
             {"contributor", NULL, QIAN_ROLE_CONTRIBUTOR},
             {"custodian", "targets", QIAN_ROLE_CUSTODIAN_TARGETS},
             {"custodian", "inspectors", QIAN_ROLE_CUSTODIAN_INSPECTORS},
             {"supervisor", NULL, QIAN_ROLE_SUPERVISOR},
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

static bool read_quorum(struct reading *r) {
    if (!qian_quorum_line(&r->policy->quorum, r->word, r->words))
        return true;
    if (r->words < 2)
        return no_words(r);
    return no(r, "a witness, group or quorum line names what is unknown or was named before",
              r->word[1]);
}

// The words after those that name the role: [NAME] VKEY [URL].
static bool read_role(struct reading *r, enum qian_role role, size_t at) {
    struct qian_policy *p = r->policy;
    struct qian_policy_key key = {.role = role, .from = INT64_MIN, .until = INT64_MAX};
    bool named = role == QIAN_ROLE_WITNESS || role == QIAN_ROLE_SIGNER;
    bool linked = role == QIAN_ROLE_WITNESS || role == QIAN_ROLE_LOG;
    if (named && at < r->words)
        key.witness = r->word[at++];
    if (at >= r->words)
        return no_words(r);
    struct qian_str vkey = r->word[at++];
    if (!read_vkey(vkey, role == QIAN_ROLE_WITNESS, &key) || !qian_signer_name_good(key.name) ||
        (role == QIAN_ROLE_LOG && key.suite != QIAN_SHA256_ED25519))
        return no(r, "this is no vkey of the form that the line wants", vkey);
    if (linked && at < r->words)
        key.url = r->word[at++];
    if (at != r->words)
        return no_words(r);
    if (role == QIAN_ROLE_SIGNER && !signer_fits(p, &key))
        return no(r, "a signer is of a witness on an earlier line, one of each suite", key.witness);
    for (size_t i = 0; i < p->keys; i++)
        if (p->key[i].role == role && qian_str_eq(p->key[i].vkey, key.vkey))
            return no(r, "this key has this role on an earlier line", vkey);
    p->key = qian_grow(p->key, &p->cap, p->keys + 1, sizeof *p->key);
    p->key[p->keys++] = key;
    return role != QIAN_ROLE_WITNESS || read_quorum(r);
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
static bool read_key(struct reading *r) {
    static const char *const names[] = {"organisation", "from", "to", "revoked"};
    struct qian_str value[4] = {0};
    size_t at = 2;
    for (size_t i = 0; i < 4 && at < r->words; i++)
        if (value_of(r->word[at], names[i], &value[i]))
            at++;
    if (r->words < 3)
        return no_words(r);
    if (at != r->words || qian_text_chars(value[0]) > ORGANISATION_MAX)
        return no(r, "a key line has organisation, from, to and revoked, in this order",
                  r->word[at < r->words ? at : 2]);
    int64_t time[4] = {0};
    for (size_t i = 1; i < 4; i++)
        if (value[i].n > 0 && !qian_time_read(value[i], &time[i]))
            return no(r, "must be a time: YYYY-MM-DDTHH:MM:SS+08:00", value[i]);
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
    return found || no(r, "this key line is of a vkey that stands nowhere", r->word[1]);
}

static bool is_hex(struct qian_str s, size_t digits) {
    uint8_t bytes[64];
    return s.n == digits && qian_hex_read(s, bytes, digits / 2);
}

static bool read_number(struct reading *r) {
    struct qian_policy *p = r->policy;
    bool version = qian_str_is(r->word[0], "policy");
    bool *before = version ? &r->version : &r->previous;
    if (r->words != 2)
        return no_words(r);
    if (*before)
        return no(r, "there may be one such line", r->word[0]);
    *before = true;
    if (version)
        return (qian_u64_read(r->word[1], QIAN_LOG_SIZE_MAX, &p->version) && p->version > 0) ||
               no(r, "this is no number of a policy version", r->word[1]);
    if (!is_hex(r->word[1], 64))
        return no(r, "this is no digest of the right length", r->word[1]);
    p->previous = r->word[1];
    return true;
}

// A line of a word, perhaps a code, and a digest.
static bool read_digest(struct reading *r, size_t words, size_t digits) {
    if (r->words != words)
        return no_words(r);
    if (words == 3 && qian_check_code(r->word[1]))
        return no(r, "this is no name of a rules pack", r->word[1]);
    return is_hex(r->word[words - 1], digits) ||
           no(r, "this is no digest of the right length", r->word[words - 1]);
}

// `key` lines are read when all others have been: their key may stand anywhere in the file.
static bool read_line(struct reading *r) {
    struct qian_str first = r->word[0];
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (qian_str_is(first, roles[i].first) &&
            (!roles[i].second || (r->words > 1 && qian_str_is(r->word[1], roles[i].second))))
            return read_role(r, roles[i].role, roles[i].second ? 2 : 1);
    if (qian_str_is(first, "group") || qian_str_is(first, "quorum"))
        return read_quorum(r);
    if (qian_str_is(first, "policy") || qian_str_is(first, "previous"))
        return read_number(r);
    if (qian_str_is(first, "rules"))
        return read_digest(r, 3, 64);
    if (qian_str_is(first, "nist"))
        return read_digest(r, 2, 128);
    if (qian_str_is(first, "rehearsal"))
        return (r->policy->rehearsal = r->words == 1) || no_words(r);
    return qian_str_is(first, "key") || no(r, "no line of a policy begins with this word", first);
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

// The line's words with one blank between them, appended to `words`.
static void squeeze(struct qian_str line, struct qian_buf *words) {
    size_t start = words->n;
    for (size_t i = 0; i < line.n; i++) {
        bool gap = i > 0 && is_blank(line.p[i - 1]) && words->n > start;
        if (!is_blank(line.p[i])) {
            if (gap)
                qian_buf_char(words, ' ');
            qian_buf_char(words, line.p[i]);
        }
    }
    qian_buf_char(words, '\n');
}

static bool cut(struct reading *r, struct qian_str line) {
    struct qian_split split = qian_split(line, ' ');
    struct qian_str word;
    r->words = 0;
    while (qian_split_next(&split, &word)) {
        if (r->words == WORDS_MAX)
            return no_words(r);
        r->word[r->words++] = word;
    }
    return r->words > 0;
}

static enum qian_status no_policy(const char *path, size_t line, const char *why,
                                  struct qian_str value, struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_BAD_DATA, "F07", "policy 1", why,
                                        "correct the line, or get the file again");
    if (line > 0)
        qian_err_where(err, "%.200s:%zu", path, line);
    else
        qian_err_where(err, "%.200s", path);
    if (value.n > 0)
        qian_err_value(err, "%.*s", value.n < VALUE_MAX ? (int)value.n : VALUE_MAX, value.p);
    return status;
}

static bool told_before(const struct qian_policy *p, size_t line, struct qian_str vkey) {
    for (size_t i = 0; i < line; i++) {
        struct qian_split split = qian_split(p->line[i], ' ');
        struct qian_str word = {"", 0};
        if (qian_split_next(&split, &word) && qian_str_is(word, "key") &&
            qian_split_next(&split, &word) && qian_str_eq(word, vkey))
            return true;
    }
    return false;
}

// The number of the line that this view of `words` begins.
static size_t number_of(const struct qian_policy *p, struct qian_str line) {
    size_t number = 1;
    for (const char *at = p->words.p; at < line.p; at++)
        number += *at == '\n';
    return number;
}

// spec/policy.md 1.3: "of `key` one for a vkey"
static bool read_keys(struct reading *r, size_t *number) {
    struct qian_policy *p = r->policy;
    for (size_t i = 0; i < p->lines; i++) {
        *number = number_of(p, p->line[i]);
        if (!cut(r, p->line[i]))
            return false;
        if (!qian_str_is(r->word[0], "key"))
            continue;
        if (!read_key(r))
            return false;
        if (told_before(p, i, r->word[1]))
            return no(r, "a vkey has one key line", r->word[1]);
    }
    return true;
}

static enum qian_status read_lines(struct qian_policy *p, const char *path, struct qian_err *err) {
    const struct qian_str none = {"", 0};
    struct reading r = {.policy = p, .value = none};
    struct qian_split split = qian_split(qian_buf_view(&p->text), '\n');
    struct qian_str raw;
    size_t number = 1;
    while (qian_split_next(&split, &raw)) // the views below must not move any more
        squeeze(raw, &p->words);
    split = qian_split(qian_buf_view(&p->words), '\n');
    for (; qian_split_next(&split, &raw); number++) {
        if (raw.n == 0 || raw.p[0] == '#')
            continue;
        // spec/policy.md 1.3: "A line stands once (two `log` lines of one vkey are one line,
        // whatever their URLs)."
        if (qian_policy_has(p, raw))
            return no_policy(path, number, "this line stands twice", none, err);
        if (!cut(&r, raw) || !read_line(&r))
            return no_policy(path, number, r.why, r.value, err);
        p->line = qian_grow(p->line, &p->lines_cap, p->lines + 1, sizeof *p->line);
        p->line[p->lines++] = raw;
    }
    if (!read_keys(&r, &number))
        return no_policy(path, number, r.why, r.value, err);
    if (!p->quorum.given)
        return no_policy(path, 0, "a policy needs a quorum line", none, err);
    if ((p->version > 1) != (p->previous.n > 0))
        return no_policy(path, 0, "a policy from version 2 on, and no other, has a previous line",
                         none, err);
    return QIAN_OK;
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
    return a->role == b->role || (!is_alone(a->role) && !is_alone(b->role));
}

static enum qian_status check_keys(const struct qian_policy *p, const char *path,
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

// The times between which each witness's cosignatures count.
static void set_times(struct qian_policy *p) {
    for (size_t n = 0; n < p->quorum.count; n++)
        for (size_t i = 0; i < p->keys; i++) {
            const struct qian_policy_key *key = &p->key[i];
            struct qian_quorum_node *node = &p->quorum.node[n];
            if (key->role != QIAN_ROLE_WITNESS || !qian_str_eq(key->witness, node->name))
                continue;
            node->from = key->from < 0 ? 0 : (uint64_t)key->from;
            node->until = key->until < 0 ? 0 : (uint64_t)key->until;
        }
}

// spec/notes.md 3.1: "Blanks and TABs at the ends of a line are passed over (a policy may hold
// TAB)"
static bool is_text(struct qian_str bytes) {
    bool good = true;
    struct qian_split split = qian_split(bytes, '\n');
    struct qian_str line;
    while (qian_split_next(&split, &line)) {
        struct qian_buf plain = {0};
        squeeze(line, &plain);
        plain.n--;
        good = good && !qian_text_fault(qian_buf_view(&plain), false);
        qian_buf_free(&plain);
    }
    return good;
}

enum qian_status qian_policy_parse(const char *path, struct qian_str bytes, struct qian_policy *out,
                                   struct qian_err *err) {
    *out = (struct qian_policy){0};
    qian_buf_str(&out->text, bytes);
    qian_sha256(bytes, &out->digest);
    enum qian_status status = is_text(qian_buf_view(&out->text))
                                  ? read_lines(out, path, err)
                                  : no_policy(path, 0, "the file is no text that a policy can be",
                                              (struct qian_str){"", 0}, err);
    if (status == QIAN_OK)
        status = check_keys(out, path, err);
    if (status == QIAN_OK)
        set_times(out);
    return status;
}

enum qian_status qian_policy_read(const char *path, struct qian_policy *out, struct qian_err *err) {
    struct qian_buf file = {0};
    *out = (struct qian_policy){0};
    enum qian_status status = qian_file_read(path, POLICY_MAX, &file, err);
    if (status == QIAN_OK)
        status = qian_policy_parse(path, qian_buf_view(&file), out, err);
    qian_buf_free(&file);
    return status;
}

void qian_policy_free(struct qian_policy *policy) {
    qian_quorum_free(&policy->quorum);
    qian_buf_free(&policy->text);
    qian_buf_free(&policy->words);
    free(policy->line);
    free(policy->key);
    *policy = (struct qian_policy){0};
}
