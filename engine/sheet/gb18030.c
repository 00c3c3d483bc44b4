// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/gb18030.h"

#include "engine/sheet/gb18030_table.h"

static bool is_lead(uint8_t b) {
    return b >= 0x81 && b <= 0xfe;
}

static bool is_digit(uint8_t b) {
    return b >= 0x30 && b <= 0x39;
}

static bool is_trail(uint8_t b) {
    return b >= 0x40 && b <= 0xfe && b != 0x7f;
}

size_t qian_gb_length(const char *p, size_t n) {
    const uint8_t *b = (const uint8_t *)p;
    if (b[0] < 0x80)
        return 1;
    if (!is_lead(b[0]) || n < 2)
        return 0;
    if (is_trail(b[1]))
        return 2;
    return n >= 4 && is_digit(b[1]) && is_lead(b[2]) && is_digit(b[3]) ? 4 : 0;
}

static uint32_t point_of_four(const uint8_t *b) {
    uint32_t place = (((b[0] - 0x81u) * 10 + b[1] - 0x30u) * 126 + b[2] - 0x81u) * 10 + b[3] - 0x30;
    size_t low = 0, high = qian_gb_run_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct qian_gb_run *run = &qian_gb_runs[middle];
        if (place < run->first)
            high = middle;
        else if (place - run->first >= run->count)
            low = middle + 1;
        else
            return run->point + (place - run->first);
    }
    return 0;
}

// spec/import.md 2.4: "codes whose character is of private use (U+E000–U+F8FF), and codes without a
// character" stand in no table, and neither do the codes that are named there.
uint32_t qian_gb_point(const char *p, size_t length) {
    const uint8_t *b = (const uint8_t *)p;
    if (length == 4)
        return point_of_four(b);
    return qian_gb_two[b[0] - 0x81][b[1] - (b[1] > 0x7f ? 0x41 : 0x40)];
}

static void put_point(struct qian_buf *out, uint32_t c) {
    char u[4];
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; c >>= 6)
        u[i] = (char)(0x80 | (c & 0x3f));
    u[0] = (char)(n == 1 ? c : (0xf00u >> n & 0xf0) | c);
    qian_buf_add(out, u, n);
}

static void put_bytes(struct qian_buf *out, const char *p, size_t n) {
    static const char digit[] = "0123456789ABCDEF";
    for (size_t i = 0; i < n; i++) {
        uint8_t b = (uint8_t)p[i];
        char shown[4] = {'\\', 'x', digit[b >> 4], digit[b & 15]};
        qian_buf_add(out, shown, 4);
    }
}

// Append the character at the front of `rest` and cut it off there. False if it is none that all
// agree on.
static bool take_one(struct qian_str *rest, struct qian_buf *out) {
    size_t length = qian_gb_length(rest->p, rest->n);
    uint32_t c = length > 1 ? qian_gb_point(rest->p, length) : 0;
    bool good = length == 1 || c;
    if (length == 1)
        qian_buf_add(out, rest->p, 1);
    else if (c)
        put_point(out, c);
    else // of bytes that are no code the first is passed over: an ASCII byte behind it is one
        put_bytes(out, rest->p, length ? length : 1);
    length = length ? length : 1;
    *rest = (struct qian_str){rest->p + length, rest->n - length};
    return good;
}

enum qian_gb_result qian_gb_decode(struct qian_str raw, size_t max, struct qian_buf *out) {
    enum qian_gb_result result = QIAN_GB_GOOD;
    size_t start = out->n;
    while (raw.n) {
        size_t before = out->n;
        if (!take_one(&raw, out))
            result = QIAN_GB_CONTESTED;
        if (out->n - start > max) {
            out->n = before;
            out->p[before] = 0;
            return QIAN_GB_LONG;
        }
    }
    return result;
}
