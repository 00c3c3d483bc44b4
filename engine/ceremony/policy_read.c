// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/ceremony/policy_line.h"
#include "engine/core/field.h"

#define POLICY_MAX 1048576 // spec/verify.md 4.3
#define VALUE_MAX 120      // bytes of a word, in an error

// Refuse the line. The first reason counts.
bool qian_line_no(struct qian_policy_line *r, const char *why, struct qian_str value) {
    if (!r->why) {
        r->why = why;
        r->value = value;
    }
    return false;
}

bool qian_line_words(struct qian_policy_line *r) {
    return qian_line_no(r, "the line has the wrong number of words", r->word[0]);
}

static bool is_hex(struct qian_str s, size_t digits) {
    uint8_t bytes[64];
    return s.n == digits && qian_hex_read(s, bytes, digits / 2);
}

static bool read_number(struct qian_policy_line *r) {
    struct qian_policy *p = r->policy;
    bool version = qian_str_is(r->word[0], "policy");
    bool *before = version ? &r->version : &r->previous;
    if (r->words != 2)
        return qian_line_words(r);
    if (*before)
        return qian_line_no(r, "there may be one such line", r->word[0]);
    *before = true;
    if (version)
        return (qian_u64_read(r->word[1], QIAN_LOG_SIZE_MAX, &p->version) && p->version > 0) ||
               qian_line_no(r, "this is no number of a policy version", r->word[1]);
    if (!is_hex(r->word[1], 64))
        return qian_line_no(r, "this is no digest of the right length", r->word[1]);
    p->previous = r->word[1];
    return true;
}

// A line of a word, perhaps a code, and a digest.
static bool read_digest(struct qian_policy_line *r, size_t words, size_t digits) {
    if (r->words != words)
        return qian_line_words(r);
    if (words == 3 && qian_check_code(r->word[1]))
        return qian_line_no(r, "this is no name of a rules pack", r->word[1]);
    return is_hex(r->word[words - 1], digits) ||
           qian_line_no(r, "this is no digest of the right length", r->word[words - 1]);
}

// `key` lines are read when all others have been: their key may stand anywhere in the file.
static bool read_line(struct qian_policy_line *r) {
    struct qian_str first = r->word[0];
    size_t role = 0;
    if (qian_line_is_role(r, &role))
        return qian_line_role(r, role);
    if (qian_str_is(first, "group") || qian_str_is(first, "quorum"))
        return qian_line_quorum(r);
    if (qian_str_is(first, "contributors"))
        return qian_line_contributors(r);
    if (qian_str_is(first, "public"))
        return qian_line_public(r);
    if (qian_str_is(first, "lottery"))
        return qian_line_lottery(r);
    if (qian_str_is(first, "policy") || qian_str_is(first, "previous"))
        return read_number(r);
    if (qian_str_is(first, "rules"))
        return read_digest(r, 3, 64);
    if (qian_str_is(first, "nist"))
        return read_digest(r, 2, 128);
    if (qian_str_is(first, "rehearsal"))
        return (r->policy->rehearsal = r->words == 1) || qian_line_words(r);
    return qian_str_is(first, "key") ||
           qian_line_no(r, "no line of a policy begins with this word", first);
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

static bool cut(struct qian_policy_line *r, struct qian_str line) {
    struct qian_split split = qian_split(line, ' ');
    struct qian_str word;
    r->words = 0;
    while (qian_split_next(&split, &word)) {
        r->word = qian_grow(r->word, &r->words_cap, r->words + 1, sizeof *r->word);
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
static bool read_keys(struct qian_policy_line *r, size_t *number) {
    struct qian_policy *p = r->policy;
    for (size_t i = 0; i < p->lines; i++) {
        bool good = cut(r, p->line[i]);
        if (good && qian_str_is(r->word[0], "key"))
            good = qian_line_key(r) && (!told_before(p, i, r->word[1]) ||
                                        qian_line_no(r, "a vkey has one key line", r->word[1]));
        if (!good) {
            *number = number_of(p, p->line[i]);
            return false;
        }
    }
    return true;
}

static enum qian_status read_each(struct qian_policy_line *r, const char *path,
                                  struct qian_err *err) {
    struct qian_policy *p = r->policy;
    const struct qian_str none = {"", 0};
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
        if (!cut(r, raw) || !read_line(r))
            return no_policy(path, number, r->why, r->value, err);
        p->line = qian_grow(p->line, &p->lines_cap, p->lines + 1, sizeof *p->line);
        p->line[p->lines++] = raw;
    }
    if (!read_keys(r, &number))
        return no_policy(path, number, r->why, r->value, err);
    if (!p->quorum.given)
        return no_policy(path, 0, "a policy needs a quorum line", none, err);
    if ((p->version > 1) != (p->previous.n > 0))
        return no_policy(path, 0, "a policy from version 2 on, and no other, has a previous line",
                         none, err);
    return QIAN_OK;
}

static enum qian_status read_lines(struct qian_policy *p, const char *path, struct qian_err *err) {
    struct qian_policy_line r = {.policy = p, .value = {"", 0}};
    enum qian_status status = read_each(&r, path, err);
    free(r.word);
    return status;
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
        status = qian_policy_keys_check(out, path, err);
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
    for (size_t i = 0; i < policy->wants; i++)
        free(policy->want[i].name);
    free(policy->want);
    free(policy->issue);
    qian_quorum_free(&policy->quorum);
    qian_buf_free(&policy->text);
    qian_buf_free(&policy->words);
    free(policy->line);
    free(policy->key);
    *policy = (struct qian_policy){0};
}
