// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/json.h"

#include "verifier/json_string.h"
#include "verifier/mem.h"

#include <stdlib.h>
#include <string.h>

// The parser's place: no recursion, the open brackets stand on a stack of fixed depth.
struct parser {
    struct json *j;
    const unsigned char *text;
    size_t n;
    size_t at;
    bool strict;
    uint32_t open[JSON_DEPTH]; // values of the open brackets
    uint32_t last[JSON_DEPTH]; // the last child of each, 0 none
    size_t depth;
};

static bool bad(struct parser *p, const char *what)
{
    if (p->j->bad == NULL) {
        p->j->bad = what;
        p->j->bad_at = p->at;
    }
    return false;
}

static bool here(const struct parser *p, unsigned char c)
{
    return p->at < p->n && p->text[p->at] == c;
}

static bool literal(struct parser *p, const char *word)
{
    size_t n = strlen(word);
    if (p->n - p->at < n || memcmp(p->text + p->at, word, n) != 0) {
        return bad(p, word);
    }
    p->at += n;
    return true;
}

static void skip_white(struct parser *p)
{
    while (!p->strict && (here(p, ' ') || here(p, '\n') || here(p, '\t') || here(p, '\r'))) {
        p->at++;
    }
}

// spec/bundle.md 2.4: "indented by one space for each bracket that is open"
static bool new_line(struct parser *p, size_t indent)
{
    skip_white(p);
    if (!p->strict) {
        return true;
    }
    if (!here(p, '\n')) {
        return bad(p, "LF");
    }
    p->at++;
    for (size_t i = 0; i < indent; i++) {
        if (!here(p, ' ')) {
            return bad(p, "indentation by one space a bracket");
        }
        p->at++;
    }
    return true;
}

static uint32_t new_value(struct parser *p, enum json_type type)
{
    struct json *j = p->j;
    if (j->count + 1 > j->room) {
        j->values = mem_grow(j->values, &j->room, j->count + 1, sizeof *j->values);
    }
    (void)memset(&j->values[j->count], 0, sizeof *j->values);
    j->values[j->count].type = type;
    return (uint32_t)j->count++;
}

static void hang(struct parser *p, uint32_t v)
{
    if (p->depth == 0) {
        return;
    }
    struct json_value *parent = &p->j->values[p->open[p->depth - 1]];
    uint32_t *last = &p->last[p->depth - 1];
    if (*last == 0) {
        parent->first = v;
    } else {
        p->j->values[*last].next = v;
    }
    *last = v;
    parent->children++;
}

static bool string(struct parser *p, uint32_t *at, uint32_t *n)
{
    const char *what = NULL;
    size_t length = 0;
    if (!here(p, '"')) {
        return bad(p, "a string");
    }
    *at = (uint32_t)p->at + 1;
    p->at = json_unescape(p->j->text, p->n, p->at + 1, p->strict, &length, &what);
    *n = (uint32_t)length;
    return what == NULL || bad(p, what);
}

// spec/bundle.md 2.5: "Numbers are integers as defined above: no sign, point or exponent."
static bool number(struct parser *p, uint32_t v)
{
    struct bytes rest = {p->text + p->at, p->n - p->at};
    size_t n = 0;
    while (n < rest.n && memchr("+-.0123456789eE", rest.at[n], 15) != NULL) {
        n++;
    }
    if (!bytes_integer((struct bytes){rest.at, n}, &p->j->values[v].number)) {
        return bad(p, "a value");
    }
    p->at += n;
    return true;
}

static bool scalar(struct parser *p, uint32_t v)
{
    static const struct {
        const char *word;
        enum json_type type;
    } WORDS[] = {{"null", JSON_NULL}, {"false", JSON_FALSE}, {"true", JSON_TRUE}};
    if (here(p, '"')) {
        uint32_t at = 0;
        uint32_t n = 0;
        p->j->values[v].type = JSON_STRING;
        bool good = string(p, &at, &n);
        p->j->values[v].at = at;
        p->j->values[v].n = n;
        return good;
    }
    for (size_t i = 0; i < 3; i++) {
        if (here(p, (unsigned char)WORDS[i].word[0])) {
            p->j->values[v].type = WORDS[i].type;
            return literal(p, WORDS[i].word);
        }
    }
    p->j->values[v].type = JSON_NUMBER;
    return number(p, v);
}

// Opens a bracket. *empty: it has been closed at once.
static bool open_bracket(struct parser *p, uint32_t v, bool *empty)
{
    bool object = here(p, '{');
    p->j->values[v].type = object ? JSON_OBJECT : JSON_ARRAY;
    // spec/bundle.md 2.5: "Nesting is at most 16 deep."
    if (p->depth == JSON_DEPTH) {
        return bad(p, "at most 16 open brackets");
    }
    p->at++;
    skip_white(p);
    *empty = here(p, object ? '}' : ']');
    if (*empty) {
        p->at++;
        return true;
    }
    p->open[p->depth] = v;
    p->last[p->depth] = 0;
    p->depth++;
    return new_line(p, p->depth);
}

static bool value(struct parser *p, bool *opened)
{
    uint32_t name_at = 0;
    uint32_t name_n = 0;
    *opened = false;
    if (p->depth > 0 && p->j->values[p->open[p->depth - 1]].type == JSON_OBJECT) {
        if (!string(p, &name_at, &name_n)) {
            return false;
        }
        skip_white(p);
        if (!literal(p, p->strict ? ": " : ":")) {
            return false;
        }
        skip_white(p);
    }
    uint32_t v = new_value(p, JSON_NULL);
    p->j->values[v].name_at = name_at;
    p->j->values[v].name_n = name_n;
    hang(p, v);
    if (here(p, '{') || here(p, '[')) {
        bool empty = false;
        bool good = open_bracket(p, v, &empty);
        *opened = good && !empty;
        return good;
    }
    return scalar(p, v);
}

static int by_name(const void *a, const void *b)
{
    return bytes_order(*(const struct bytes *)a, *(const struct bytes *)b);
}

// spec/bundle.md 2.5: "Names in an object are distinct."
static bool names_distinct(struct parser *p, uint32_t object)
{
    const struct json *j = p->j;
    size_t count = j->values[object].children;
    struct bytes *names = mem_new(count, sizeof *names);
    size_t i = 0;
    for (uint32_t v = j->values[object].first; v != 0; v = j->values[v].next) {
        names[i++] = json_name(j, v);
    }
    qsort(names, count, sizeof *names, by_name);
    bool distinct = true;
    for (i = 1; i < count && distinct; i++) {
        distinct = !bytes_same(names[i - 1], names[i]);
    }
    free(names);
    return distinct || bad(p, "distinct names");
}

// After a value: a comma and the next one, or closing brackets. *more: a value must follow.
static bool after_value(struct parser *p, bool *more)
{
    *more = false;
    while (p->depth > 0) {
        skip_white(p);
        if (here(p, ',')) {
            p->at++;
            *more = true;
            return new_line(p, p->depth);
        }
        uint32_t v = p->open[p->depth - 1];
        bool object = p->j->values[v].type == JSON_OBJECT;
        if (!new_line(p, p->depth - 1)) {
            return false;
        }
        if (!literal(p, object ? "}" : "]") || (object && !names_distinct(p, v))) {
            return false;
        }
        p->depth--;
    }
    return true;
}

// spec/bundle.md 2.4: "After the last bracket stands one LF; there is no other white space."
static bool end(struct parser *p)
{
    skip_white(p);
    if (p->strict && !literal(p, "\n")) {
        return false;
    }
    return p->at == p->n || bad(p, "the end of the file");
}

static bool document(struct parser *p)
{
    bool more = true;
    skip_white(p);
    while (more) {
        bool opened = false;
        if (!value(p, &opened)) {
            return false;
        }
        if (!opened && !after_value(p, &more)) {
            return false;
        }
    }
    return end(p);
}

void json_parse(struct json *j, unsigned char *text, size_t n, bool strict)
{
    struct parser p = {.j = j, .text = text, .n = n, .strict = strict};
    (void)memset(j, 0, sizeof *j);
    j->text = text;
    (void)new_value(&p, JSON_NULL);
    j->valid = document(&p);
}

void json_free(struct json *j)
{
    free(j->values);
    j->values = NULL;
}

enum json_type json_type(const struct json *j, uint32_t v)
{
    return j->values[v].type;
}

struct bytes json_text(const struct json *j, uint32_t v)
{
    return (struct bytes){j->text + j->values[v].at, j->values[v].n};
}

struct bytes json_name(const struct json *j, uint32_t v)
{
    return (struct bytes){j->text + j->values[v].name_at, j->values[v].name_n};
}

uint32_t json_member(const struct json *j, uint32_t object, const char *name)
{
    for (uint32_t v = j->values[object].first; v != 0; v = j->values[v].next) {
        if (bytes_are(json_name(j, v), name)) {
            return v;
        }
    }
    return 0;
}
