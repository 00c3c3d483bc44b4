// SPDX-License-Identifier: MulanPSL-2.0
// engine/base/bytes.h - borrowed strings, growing buffers, hexadecimal, base64, integers, lists.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Borrowed bytes, not terminated. Whoever made it says how long it lives.
struct qian_str {
    const char *p;
    size_t n;
};

// Owned bytes that grow. Start with {0}; free with qian_buf_free. p[n] is always 0 once grown.
struct qian_buf {
    char *p;
    size_t n;
    size_t cap;
};

#define QIAN_HEX_SIZE 64 // digits of a digest

// Zeroed memory, never NULL: the program stops when there is none.
void *qian_take(size_t count, size_t size);
// Grow an array to hold `want` elements, doubling; new memory is not zeroed.
void *qian_grow(void *array, size_t *cap, size_t want, size_t size);

struct qian_str qian_str(const char *terminated);
bool qian_str_eq(struct qian_str a, struct qian_str b);
bool qian_str_is(struct qian_str a, const char *terminated);
// spec/bundle.md: "by unsigned bytes, a proper prefix before the longer string"
int qian_str_cmp(struct qian_str a, struct qian_str b);
// A terminated copy that the caller frees.
char *qian_str_copy(struct qian_str s);

void qian_buf_add(struct qian_buf *buf, const void *bytes, size_t n);
void qian_buf_str(struct qian_buf *buf, struct qian_str s);
void qian_buf_text(struct qian_buf *buf, const char *terminated);
void qian_buf_char(struct qian_buf *buf, char c);
void qian_buf_u64(struct qian_buf *buf, uint64_t value);
void qian_buf_hex(struct qian_buf *buf, const uint8_t *bytes, size_t n);
void qian_buf_base64(struct qian_buf *buf, const uint8_t *bytes, size_t n);
void qian_buf_free(struct qian_buf *buf);
static inline struct qian_str qian_buf_view(const struct qian_buf *buf) {
    return (struct qian_str){buf->p, buf->n};
}

// Lower-case hexadecimal of exactly 2 * n digits; false otherwise.
bool qian_hex_read(struct qian_str s, uint8_t *out, size_t n);
// Standard padded base64 in its one canonical form, decoded to exactly n bytes; false otherwise.
bool qian_base64_read(struct qian_str s, uint8_t *out, size_t n);
// How many bytes such base64 would decode to, by its length and padding; 0 if its length is none.
size_t qian_base64_size(struct qian_str s);
// spec/bundle.md: "`0` or a digit 1–9 followed by digits"; at most `max`; false otherwise.
bool qian_u64_read(struct qian_str s, uint64_t max, uint64_t *out);

// Cut the next part of *rest off at `separator`. False when nothing is left; an empty string has
// no parts, and "a," has two.
struct qian_split {
    struct qian_str rest;
    char separator;
    bool more;
};
struct qian_split qian_split(struct qian_str list, char separator);
bool qian_split_next(struct qian_split *split, struct qian_str *part);
// Cut the line "word value" and its LF off at the front of *rest. False, and *rest as it was, if
// another line, or none that ends, stands there.
bool qian_line_take(struct qian_str *rest, const char *word, struct qian_str *value);
// Does the list, separated by ',', hold this element?
bool qian_list_has(struct qian_str list, struct qian_str element);
