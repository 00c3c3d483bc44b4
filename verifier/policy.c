// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/policy.h"

#include "verifier/mem.h"
#include "verifier/text.h"
#include "verifier/vkey.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 4 };

// spec/notes.md 3.1: "words separated by spaces or TABs"
static size_t split(struct bytes line, struct bytes words[WORDS_MAX])
{
    size_t count = 0;
    size_t at = 0;
    while (at < line.n) {
        size_t start = at;
        while (at < line.n && line.at[at] != ' ' && line.at[at] != '\t') {
            at++;
        }
        if (at > start) {
            if (count < WORDS_MAX) {
                words[count] = (struct bytes){line.at + start, at - start};
            }
            count++;
        }
        at++;
    }
    return count;
}

static bool add_key(struct policy *p, bool is_operator, struct bytes text)
{
    struct vkey key;
    bool good = vkey_read(&key, text);
    vkey_free(&key);
    p->keys = mem_grow(p->keys, &p->keys_room, p->keys_count + 1, sizeof *p->keys);
    p->keys[p->keys_count++] = (struct policy_key){is_operator, text};
    return good;
}

static bool add_rules(struct policy *p, struct bytes name, struct bytes digest)
{
    p->rules = mem_grow(p->rules, &p->rules_room, p->rules_count + 1, sizeof *p->rules);
    p->rules[p->rules_count++] = (struct policy_rules){name, digest};
    return bytes_code(name) && bytes_hex(digest, DIGEST_DIGITS);
}

// spec/notes.md 3.2: "Lines `log`, `witness`, `group`, a `quorum` other than `none`, and any other first word belong to
// later versions: the policy is UNSUPPORTED, code F12. A line with a wrong number of words, a VKEY (2.2), NAME (a code) or
// DIGEST of wrong form, no `quorum` line or two, text that breaks bundle 2.1 or 2.2, or a carriage return, makes the
// verifier stop with ERROR, exit 4"
static enum policy_state read_line(struct policy *p, struct bytes line)
{
    struct bytes words[WORDS_MAX];
    size_t count = split(line, words);
    bool good = true;
    if (count == 0 || words[0].at[0] == '#') {
        return POLICY_GOOD;
    }
    if (bytes_are(words[0], "operator") || bytes_are(words[0], "contributor")) {
        good = count == 2 && add_key(p, bytes_are(words[0], "operator"), words[1]);
    } else if (bytes_are(words[0], "rules")) {
        good = count == 3 && add_rules(p, words[1], words[2]);
    } else if (bytes_are(words[0], "rehearsal")) {
        good = count == 1;
        p->rehearsal = true;
    } else if (bytes_are(words[0], "quorum")) {
        p->quorums++;
        good = count == 2;
        if (good && !bytes_are(words[1], "none")) {
            return POLICY_UNSUPPORTED;
        }
    } else {
        return POLICY_UNSUPPORTED;
    }
    return good ? POLICY_GOOD : POLICY_BAD;
}

static bool is_text(struct bytes text)
{
    struct text t;
    text_start(&t, KIND_TABLE); // "a policy may hold TAB"
    text_feed(&t, text);
    text_end(&t);
    return t.not_utf8 == 0 && t.forbidden == 0 && t.not_normal == 0 && t.mark == 0 && t.return_char == 0;
}

void policy_read(struct policy *p, struct bytes text)
{
    (void)memset(p, 0, sizeof *p);
    p->state = is_text(text) ? POLICY_GOOD : POLICY_BAD;
    for (uint64_t line = 1; text.n > 0; line++) {
        size_t n = bytes_find(text, '\n');
        enum policy_state state = read_line(p, (struct bytes){text.at, n});
        text = bytes_after(text, n < text.n ? n + 1 : n);
        // spec/notes.md 3.2: "This goes before UNSUPPORTED."
        if (state > p->state) {
            p->state = state;
            p->bad_line = line;
        }
    }
    // spec/notes.md 3.1: "exactly one `quorum` line stands in a policy."
    if (p->quorums != 1 && p->state != POLICY_BAD) {
        p->state = POLICY_BAD;
        p->bad_line = 0;
    }
}

void policy_free(struct policy *p)
{
    free(p->keys);
    free(p->rules);
}

bool policy_has_key(const struct policy *p, bool is_operator, struct bytes vkey)
{
    for (size_t i = 0; i < p->keys_count; i++) {
        if (p->keys[i].is_operator == is_operator && bytes_same(p->keys[i].vkey, vkey)) {
            return true;
        }
    }
    return false;
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
