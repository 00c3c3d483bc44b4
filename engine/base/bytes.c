// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/base/bytes.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/err.h"

void *qian_take(size_t count, size_t size) {
    void *p = calloc(count ? count : 1, size ? size : 1);
    if (!p)
        qian_stop("out of memory");
    return p;
}

void *qian_grow(void *array, size_t *cap, size_t want, size_t size) {
    if (want <= *cap)
        return array;
    size_t next = *cap ? *cap : 16;
    while (next < want)
        next *= 2;
    if (next > SIZE_MAX / 2 / size)
        qian_stop("out of memory");
    void *p = realloc(array, next * size);
    if (!p)
        qian_stop("out of memory");
    *cap = next;
    return p;
}

struct qian_str qian_str(const char *terminated) {
    return (struct qian_str){terminated, strlen(terminated)};
}

bool qian_str_eq(struct qian_str a, struct qian_str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool qian_str_is(struct qian_str a, const char *terminated) {
    return qian_str_eq(a, qian_str(terminated));
}

int qian_str_cmp(struct qian_str a, struct qian_str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

char *qian_str_copy(struct qian_str s) {
    char *copy = qian_take(s.n + 1, 1);
    if (s.n)
        memcpy(copy, s.p, s.n);
    return copy;
}

void qian_buf_add(struct qian_buf *buf, const void *bytes, size_t n) {
    buf->p = qian_grow(buf->p, &buf->cap, buf->n + n + 1, 1);
    if (n)
        memcpy(buf->p + buf->n, bytes, n);
    buf->n += n;
    buf->p[buf->n] = 0;
}

void qian_buf_str(struct qian_buf *buf, struct qian_str s) {
    qian_buf_add(buf, s.p, s.n);
}

void qian_buf_text(struct qian_buf *buf, const char *terminated) {
    qian_buf_add(buf, terminated, strlen(terminated));
}

void qian_buf_char(struct qian_buf *buf, char c) {
    qian_buf_add(buf, &c, 1);
}

void qian_buf_u64(struct qian_buf *buf, uint64_t value) {
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    qian_buf_add(buf, digits + at, sizeof digits - at);
}

void qian_buf_hex(struct qian_buf *buf, const uint8_t *bytes, size_t n) {
    static const char digit[] = "0123456789abcdef";
    buf->p = qian_grow(buf->p, &buf->cap, buf->n + 2 * n + 1, 1);
    for (size_t i = 0; i < n; i++) {
        buf->p[buf->n++] = digit[bytes[i] >> 4];
        buf->p[buf->n++] = digit[bytes[i] & 15];
    }
    buf->p[buf->n] = 0;
}

static const char base64_digit[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void qian_buf_base64(struct qian_buf *buf, const uint8_t *bytes, size_t n) {
    for (size_t i = 0; i < n; i += 3) {
        uint32_t v = (uint32_t)bytes[i] << 16;
        if (i + 1 < n)
            v |= (uint32_t)bytes[i + 1] << 8;
        if (i + 2 < n)
            v |= bytes[i + 2];
        char four[4] = {base64_digit[v >> 18], base64_digit[v >> 12 & 63],
                        i + 1 < n ? base64_digit[v >> 6 & 63] : '=',
                        i + 2 < n ? base64_digit[v & 63] : '='};
        qian_buf_add(buf, four, 4);
    }
}

void qian_buf_free(struct qian_buf *buf) {
    free(buf->p);
    *buf = (struct qian_buf){0};
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

bool qian_hex_read(struct qian_str s, uint8_t *out, size_t n) {
    if (s.n != 2 * n)
        return false;
    for (size_t i = 0; i < n; i++) {
        int high = hex_value(s.p[2 * i]), low = hex_value(s.p[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static int base64_value(char c) {
    const char *at = c ? strchr(base64_digit, c) : NULL;
    return at ? (int)(at - base64_digit) : -1;
}

bool qian_base64_read(struct qian_str s, uint8_t *out, size_t n) {
    size_t pad = (3 - n % 3) % 3;
    if (s.n != (n + 2) / 3 * 4)
        return false;
    for (size_t i = 0; i < pad; i++)
        if (s.p[s.n - 1 - i] != '=')
            return false;
    uint32_t bits = 0, held = 0;
    size_t at = 0;
    for (size_t i = 0; i < s.n - pad; i++) {
        int value = base64_value(s.p[i]);
        if (value < 0)
            return false;
        bits = (bits << 6 | (uint32_t)value) & 0xffffff;
        held += 6;
        if (held >= 8) {
            held -= 8;
            out[at++] = (uint8_t)(bits >> held);
        }
    }
    // Canonical: the bits that belong to no byte are zero.
    return at == n && (bits & ((1u << held) - 1)) == 0;
}

size_t qian_base64_size(struct qian_str s) {
    if (s.n == 0 || s.n % 4)
        return 0;
    size_t pad = (s.p[s.n - 1] == '=') + (size_t)(s.p[s.n - 1] == '=' && s.p[s.n - 2] == '=');
    return s.n / 4 * 3 - pad;
}

bool qian_u64_read(struct qian_str s, uint64_t max, uint64_t *out) {
    if (s.n == 0 || s.n > 20 || (s.n > 1 && s.p[0] == '0'))
        return false;
    uint64_t value = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        if (__builtin_mul_overflow(value, 10u, &value) ||
            __builtin_add_overflow(value, (uint64_t)(s.p[i] - '0'), &value))
            return false;
    }
    *out = value;
    return value <= max;
}

struct qian_split qian_split(struct qian_str list, char separator) {
    return (struct qian_split){list, separator, list.n > 0};
}

bool qian_split_next(struct qian_split *split, struct qian_str *part) {
    if (!split->more)
        return false;
    const char *at = split->rest.n ? memchr(split->rest.p, split->separator, split->rest.n) : NULL;
    part->p = split->rest.p;
    part->n = at ? (size_t)(at - split->rest.p) : split->rest.n;
    split->more = at != NULL;
    if (at) {
        split->rest.n -= part->n + 1;
        split->rest.p = at + 1;
    }
    return true;
}

bool qian_line_take(struct qian_str *rest, const char *word, struct qian_str *value) {
    size_t n = strlen(word);
    const char *lf = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    size_t line = lf ? (size_t)(lf - rest->p) : 0;
    if (line <= n || memcmp(rest->p, word, n) != 0 || rest->p[n] != ' ')
        return false;
    *value = (struct qian_str){rest->p + n + 1, line - n - 1};
    *rest = (struct qian_str){lf + 1, rest->n - line - 1};
    return true;
}

bool qian_list_has(struct qian_str list, struct qian_str element) {
    struct qian_split split = qian_split(list, ',');
    struct qian_str part;
    while (qian_split_next(&split, &part))
        if (qian_str_eq(part, element))
            return true;
    return false;
}
