// SPDX-License-Identifier: MulanPSL-2.0
#define _GNU_SOURCE // memmem
#include "engine/base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

// spec/bundle.md 2.2: "none of these occurs: U+0000–001F but LF (and TAB in tables), U+007F–009F"
// (LF, TAB and CR are treated where they are met.)
static const struct {
    uint32_t first, last;
} forbidden[] = {{0x0000, 0x001f},   {0x007f, 0x009f},   {0x00ad, 0x00ad},   {0x0600, 0x0605},
                 {0x061c, 0x061c},   {0x06dd, 0x06dd},   {0x070f, 0x070f},   {0x0890, 0x0891},
                 {0x08e2, 0x08e2},   {0x180b, 0x180f},   {0x200b, 0x200f},   {0x2028, 0x202e},
                 {0x2060, 0x206f},   {0xe000, 0xf8ff},   {0xfdd0, 0xfdef},   {0xfe00, 0xfe0f},
                 {0xfeff, 0xfeff},   {0xfff0, 0xfffb},   {0x110bd, 0x110bd}, {0x110cd, 0x110cd},
                 {0x13430, 0x1343f}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
                 {0xf0000, 0x10ffff}};

static bool is_forbidden(uint32_t c) {
    if ((c & 0xfffe) == 0xfffe)
        return true;
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
        if (c >= forbidden[i].first && c <= forbidden[i].last)
            return true;
    return false;
}

// spec/bundle.md 2.1: "no overlong form, no surrogate, nothing above U+10FFFF"
// Returns the length of the character at p, 0 if there is none.
static size_t utf8_next(const uint8_t *p, size_t n, uint32_t *out) {
    if (p[0] < 0x80) {
        *out = p[0];
        return 1;
    }
    size_t len = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    if (p[0] < 0xc2 || p[0] > 0xf4 || n < len)
        return 0;
    uint32_t c = p[0] & (0xffu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3fu);
    }
    bool overlong = (len == 3 && c < 0x800) || (len == 4 && c < 0x10000);
    if (overlong || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        return 0;
    *out = c;
    return len;
}

// Characters that neither change nor combine with one another under Normalization Form C: text
// of these alone (almost every name) needs no further look.
static bool is_inert(uint32_t c) {
    return c < 0x300 || (c >= 0x2010 && c <= 0x2027) || (c >= 0x3000 && c <= 0x3029) ||
           (c >= 0x3400 && c <= 0x9fff) || (c >= 0xff01 && c <= 0xff5e);
}

// The characters that almost all text is made of, neither forbidden nor changed: no table is asked.
static bool is_common(uint32_t c) {
    return (c >= 0x20 && c <= 0x7e) || (c >= 0x4e00 && c <= 0x9fff);
}

static bool part_is_normalised(struct qian_str text) {
    uint8_t *normal = NULL;
    utf8proc_ssize_t n = utf8proc_map((const uint8_t *)text.p, (utf8proc_ssize_t)text.n, &normal,
                                      UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    bool same = n >= 0 && (size_t)n == text.n && memcmp(normal, text.p, text.n) == 0;
    free(normal);
    return same;
}

// U+11A7 composes with nothing, but utf8proc 2.8 lets it vanish behind a Hangul syllable: the parts
// before and after it are judged each for itself.
static bool is_normalised(struct qian_str text) {
    static const char alone[] = "\xe1\x86\xa7";
    const char *at;
    while ((at = memmem(text.p, text.n, alone, 3))) {
        size_t before = (size_t)(at - text.p);
        if (!part_is_normalised((struct qian_str){text.p, before}))
            return false;
        text = (struct qian_str){at + 3, text.n - before - 3};
    }
    return part_is_normalised(text);
}

const char *qian_text_fault(struct qian_str text, bool lines) {
    bool plain = true, forbids = false;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = 0;
        size_t len = utf8_next((const uint8_t *)text.p + at, text.n - at, &c);
        if (len == 0)
            return "F01";
        at += len;
        if (is_common(c))
            continue;
        bool allowed = lines && (c == '\n' || c == '\t' || c == '\r');
        if (!allowed && is_forbidden(c))
            forbids = true;
        if (!is_inert(c))
            plain = false;
    }
    if (forbids)
        return "F02";
    return plain || is_normalised(text) ? NULL : "F02";
}

static bool is_blank(struct qian_str s, bool front) {
    static const char *blanks[] = {" ", "\xc2\xa0", "\xe3\x80\x80"};
    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(blanks[i]);
        if (s.n >= n && memcmp(front ? s.p : s.p + s.n - n, blanks[i], n) == 0)
            return true;
    }
    return false;
}

bool qian_text_blank_end(struct qian_str text) {
    return is_blank(text, true) || is_blank(text, false);
}

bool qian_text_has_space(struct qian_str text) {
    for (size_t at = 0; at < text.n;) {
        uint32_t c = 0;
        size_t len = utf8_next((const uint8_t *)text.p + at, text.n - at, &c);
        if (len == 0)
            return true;
        if ((c >= 9 && c <= 13) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
            (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
            c == 0x205f || c == 0x3000)
            return true;
        at += len;
    }
    return false;
}

size_t qian_text_chars(struct qian_str text) {
    size_t count = 0;
    for (size_t i = 0; i < text.n; i++)
        count += ((uint8_t)text.p[i] & 0xc0) != 0x80;
    return count;
}

static size_t char_length(struct qian_str text, size_t at) {
    unsigned char c = (unsigned char)text.p[at];
    size_t len = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;
    return at + len <= text.n ? len : 1;
}

void qian_show(struct qian_buf *out, struct qian_str text, size_t max) {
    size_t at = 0;
    while (at < text.n && at < max) {
        struct qian_str one = {text.p + at, char_length(text, at)};
        char escape[16];
        const char *fault = qian_text_fault(one, false);
        if (!fault) {
            qian_buf_str(out, one);
        } else if (strcmp(fault, "F01") == 0) {
            one.n = 1;
            snprintf(escape, sizeof escape, "\\x%02x", (unsigned)(unsigned char)*one.p);
            qian_buf_text(out, escape);
        } else {
            unsigned c = (unsigned char)one.p[0];
            if (one.n > 1)
                c &= 0xffu >> (one.n + 1);
            for (size_t i = 1; i < one.n; i++)
                c = c << 6 | ((unsigned char)one.p[i] & 0x3f);
            snprintf(escape, sizeof escape, "\\u{%x}", c);
            qian_buf_text(out, escape);
        }
        at += one.n;
    }
    qian_buf_text(out, at < text.n ? "…" : "");
}
