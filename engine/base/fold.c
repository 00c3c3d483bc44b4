// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/base/fold.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

void qian_fold_compatible(struct qian_buf *out, struct qian_str text) {
    uint8_t *normal = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const uint8_t *)(text.n ? text.p : ""), (utf8proc_ssize_t)text.n, &normal,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    if (n >= 0)
        qian_buf_add(out, normal, (size_t)n);
    else
        qian_buf_str(out, text);
    free(normal);
}

// Characters that brackets come in once compatibility is taken away.
static const char *const openers[] = {"(", "[", "{", "<", "【", "〔", "〈", "《", "「", "『", "〖"};
static const char *const closers[] = {")", "]", "}", ">", "】", "〕", "〉", "》", "」", "』", "〗"};
#define BRACKETS (sizeof openers / sizeof *openers)

static bool starts(struct qian_str text, size_t at, const char *with) {
    size_t n = strlen(with);
    return text.n - at >= n && memcmp(text.p + at, with, n) == 0;
}

// The length of the bracket that stands there, 0 if there is none.
static size_t bracket(struct qian_str text, size_t at, const char *const *kinds) {
    for (size_t i = 0; i < BRACKETS; i++)
        if (starts(text, at, kinds[i]))
            return strlen(kinds[i]);
    return 0;
}

static size_t character(struct qian_str text, size_t at) {
    size_t n = 1;
    while (at + n < text.n && ((uint8_t)text.p[at + n] & 0xc0) == 0x80)
        n++;
    return n;
}

static bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

void qian_fold_header(struct qian_buf *out, struct qian_str text) {
    struct qian_buf plain = {0};
    qian_fold_compatible(&plain, text);
    struct qian_str s = qian_buf_view(&plain);
    size_t depth = 0;
    for (size_t at = 0, n; at < s.n; at += n) {
        if ((n = bracket(s, at, openers)) > 0) {
            depth++;
        } else if ((n = bracket(s, at, closers)) > 0) {
            depth -= depth > 0;
        } else {
            n = character(s, at);
            char c = s.p[at];
            if (depth > 0 || is_blank(c) || c == '*' || c == ':')
                continue;
            if (c >= 'A' && c <= 'Z')
                qian_buf_char(out, (char)(c - 'A' + 'a'));
            else
                qian_buf_add(out, s.p + at, n);
        }
    }
    qian_buf_free(&plain);
}

void qian_fold_name(struct qian_buf *out, struct qian_str text) {
    struct qian_buf plain = {0};
    qian_fold_compatible(&plain, text);
    struct qian_str s = qian_buf_view(&plain);
    for (size_t at = 0, n; at < s.n; at += n) {
        if ((n = bracket(s, at, openers)) > 0) {
            qian_buf_char(out, '(');
        } else if ((n = bracket(s, at, closers)) > 0) {
            qian_buf_char(out, ')');
        } else {
            n = character(s, at);
            if (!is_blank(s.p[at]))
                qian_buf_add(out, s.p + at, n);
        }
    }
    qian_buf_free(&plain);
}

bool qian_fold_same_name(struct qian_str a, struct qian_str b) {
    if (qian_str_eq(a, b))
        return true;
    struct qian_buf x = {0}, y = {0};
    qian_fold_name(&x, a);
    qian_fold_name(&y, b);
    bool same = qian_str_eq(qian_buf_view(&x), qian_buf_view(&y));
    qian_buf_free(&x);
    qian_buf_free(&y);
    return same;
}
