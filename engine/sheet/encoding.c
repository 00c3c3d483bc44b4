// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/encoding.h"

#include <stdlib.h>
#include <string.h>

#include "engine/sheet/gb18030.h"

#define NOWHERE UINT64_MAX

// How far the bytes fit an encoding.
struct fit {
    uint64_t bad;      // place of the first sequence that does not; NOWHERE
    uint64_t begin;    // place of the sequence that is being read
    unsigned left;     // UTF-8: bytes to come; GB: bytes had of the sequence
    uint8_t low, high; // UTF-8: bounds of the next byte
};

struct look {
    struct fit utf8, gb;
    uint64_t four;    // place of the first sequence of four bytes; NOWHERE
    uint64_t strange; // place of the first byte that is not ASCII; NOWHERE
    uint64_t line;    // place where the line of that byte begins
    uint64_t marked;  // bytes of a mark of UTF-8: 3 or 0
    uint8_t head[3];
    size_t heads;
};

// Bytes from `p` on that are ASCII.
static size_t ascii_run(const uint8_t *p, size_t n) {
    size_t i = 0;
    for (uint64_t word; i + 8 <= n; i += 8) {
        memcpy(&word, p + i, 8);
        if (word & 0x8080808080808080u)
            break;
    }
    while (i < n && p[i] < 0x80)
        i++;
    return i;
}

// The first byte of a sequence that is not ASCII. False if none begins with it.
static bool utf8_lead(struct fit *f, uint8_t b) {
    if (b < 0xc2 || b > 0xf4)
        return false;
    f->left = b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
    f->low = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80;
    f->high = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;
    return true;
}

// spec/bundle.md 2.1: "no overlong form, no surrogate, nothing above U+10FFFF"
static void look_utf8(struct fit *f, const uint8_t *p, size_t n, uint64_t place) {
    for (size_t i = 0; i < n && f->bad == NOWHERE; i++) {
        if (f->left == 0) {
            i += ascii_run(p + i, n - i);
            if (i == n)
                return;
            f->begin = place + i;
            if (!utf8_lead(f, p[i]))
                f->bad = f->begin;
        } else if (p[i] >= f->low && p[i] <= f->high) {
            f->left--;
            f->low = 0x80;
            f->high = 0xbf;
        } else {
            f->bad = f->begin;
        }
    }
}

// spec/import.md 2.2: "every byte sequence is one of two bytes, 81–FE and 40–7E or 80–FE, or ASCII"
// spec/import.md 2.2: "one with four-byte sequences (81–FE, 30–39, 81–FE, 30–39) as well"
static bool gb_step(struct look *l, uint8_t b) {
    struct fit *f = &l->gb;
    bool lead = b >= 0x81 && b <= 0xfe, digit = b >= 0x30 && b <= 0x39;
    bool trail = b >= 0x40 && b <= 0xfe && b != 0x7f;
    if (f->left == 1 && trail) {
        f->left = 0;
        return true;
    }
    if (f->left == 3 && digit) {
        f->left = 0;
        if (l->four == NOWHERE)
            l->four = f->begin;
        return true;
    }
    bool good = f->left == 0 || f->left == 2 ? lead : f->left == 1 && digit;
    f->left++;
    return good;
}

static void look_gb(struct look *l, const uint8_t *p, size_t n, uint64_t place) {
    struct fit *f = &l->gb;
    for (size_t i = 0; i < n && f->bad == NOWHERE; i++) {
        if (f->left == 0) {
            i += ascii_run(p + i, n - i);
            if (i == n)
                return;
            f->begin = place + i;
        }
        if (!gb_step(l, p[i]))
            f->bad = f->begin;
    }
}

// Find the first byte that is not ASCII, and its line.
static void look_strange(struct look *l, const uint8_t *p, size_t n, uint64_t place) {
    size_t ascii = l->strange == NOWHERE ? ascii_run(p, n) : 0;
    if (l->strange != NOWHERE)
        return;
    for (size_t i = ascii; i > 0; i--)
        if (p[i - 1] == '\n') {
            l->line = place + i;
            break;
        }
    if (ascii < n)
        l->strange = place + ascii;
}

// The first bytes, of which a mark of the encoding is made.
static enum qian_status read_head(struct qian_source source, struct look *l, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    size_t got = 1;
    while (l->heads < sizeof l->head && got > 0 && status == QIAN_OK) {
        status = source.read(source.who, l->heads, l->head + l->heads, sizeof l->head - l->heads,
                             &got, err);
        l->heads += status ? 0 : got;
    }
    return status;
}

static bool begins(const struct look *l, const char *mark) {
    return l->heads >= strlen(mark) && memcmp(l->head, mark, strlen(mark)) == 0;
}

static enum qian_status look_at_all(struct qian_source source, struct look *l,
                                    struct qian_err *err) {
    *l = (struct look){.utf8.bad = NOWHERE, .gb.bad = NOWHERE, .four = NOWHERE, .strange = NOWHERE};
    enum qian_status status = read_head(source, l, err);
    uint8_t *chunk = qian_take(QIAN_SOURCE_CHUNK, 1);
    uint64_t at = l->line = l->marked = status == QIAN_OK && begins(l, "\xef\xbb\xbf") ? 3 : 0;
    size_t got = 1;
    while (status == QIAN_OK && got > 0) {
        status = source.read(source.who, at, chunk, QIAN_SOURCE_CHUNK, &got, err);
        if (status)
            break;
        look_strange(l, chunk, got, at);
        look_utf8(&l->utf8, chunk, got, at);
        look_gb(l, chunk, got, at);
        at += got;
    }
    free(chunk);
    if (l->utf8.left && l->utf8.bad == NOWHERE) // the file ends within a sequence
        l->utf8.bad = l->utf8.begin;
    if (l->gb.left && l->gb.bad == NOWHERE)
        l->gb.bad = l->gb.begin;
    return status;
}

// Say where it is that the bytes fit no longer.
static enum qian_status bad_place(struct qian_source source, uint64_t place,
                                  enum qian_status status, struct qian_err *err) {
    char chunk[4096];
    uint64_t line = 1, at = 0;
    uint8_t byte = 0;
    struct qian_err unread;
    size_t got = 0;
    while (at <= place &&
           source.read(source.who, at, chunk, sizeof chunk, &got, &unread) == QIAN_OK && got > 0) {
        size_t n = place - at < got ? (size_t)(place - at) : got;
        for (size_t i = 0; i < n; i++)
            line += chunk[i] == '\n';
        if (n < got)
            byte = (uint8_t)chunk[n];
        at += got;
    }
    qian_err_where(err, "line %llu", (unsigned long long)line);
    qian_err_value(err, "0x%02X, byte %llu", byte, (unsigned long long)place + 1);
    return status;
}

// The sample ends with its line, and with a whole character.
static enum qian_status take_sample(struct qian_source source, const struct look *l, bool gb,
                                    struct qian_buf *sample, struct qian_err *err) {
    char raw[QIAN_SAMPLE_MAX];
    // Where a line has much ASCII before it, the sample begins where that ends.
    uint64_t from = l->strange - l->line > QIAN_SAMPLE_MAX / 2 ? l->strange : l->line;
    size_t n = 0, got = 0, at = 0;
    enum qian_status status = QIAN_OK;
    if (l->strange == NOWHERE)
        return QIAN_OK;
    while (n < sizeof raw &&
           (status = source.read(source.who, from + n, raw + n, sizeof raw - n, &got, err)) ==
               QIAN_OK &&
           got > 0)
        n += got;
    const char *lf = memchr(raw, '\n', n);
    n = lf ? (size_t)(lf - raw) : n;
    n -= n > 0 && raw[n - 1] == '\r';
    if (gb) {
        for (size_t step; at < n && (step = qian_gb_length(raw + at, n - at)) > 0;)
            at += step;
        qian_gb_decode((struct qian_str){raw, at}, SIZE_MAX, sample);
        return status;
    }
    for (at = n; at > 0 && n == sizeof raw && ((uint8_t)raw[at - 1] & 0xc0) == 0x80;)
        at--;
    if (n == sizeof raw && at > 0 && (uint8_t)raw[at - 1] >= 0xc0)
        at--;
    qian_buf_add(sample, raw, at);
    return status;
}

#define SAVE_AS_UTF8 "save it as CSV UTF-8 or as .xlsx"

static enum qian_status detect(struct qian_source source, const struct look *l,
                               enum qian_encoding *out, struct qian_err *err) {
    // A mark is as good as a word: what follows is UTF-8 or nothing.
    bool gb = !l->marked && l->utf8.bad != NOWHERE;
    uint64_t bad = l->utf8.bad;
    *out = gb ? l->four == NOWHERE ? QIAN_GBK : QIAN_GB18030 : QIAN_UTF8;
    if (gb)
        bad = l->gb.bad == NOWHERE || l->gb.bad > bad ? l->gb.bad : bad;
    if (bad == NOWHERE)
        return QIAN_OK;
    // spec/import.md 2.2: "refused at the first byte that fits none"
    return bad_place(source, bad,
                     qian_fail(err, QIAN_BAD_DATA, "", "import 2.2",
                               "the text is in no known encoding", SAVE_AS_UTF8),
                     err);
}

// spec/import.md 2.3: "A stated encoding that the bytes contradict is refused."
static enum qian_status obey(struct qian_source source, const struct look *l, const char *stated,
                             enum qian_encoding *out, struct qian_err *err) {
    uint64_t bad = l->gb.bad;
    if (strcmp(stated, "utf-8") == 0) {
        *out = QIAN_UTF8;
        bad = l->utf8.bad;
    } else if (strcmp(stated, "gb18030") == 0) {
        *out = QIAN_GB18030;
    } else if (strcmp(stated, "gbk") == 0) {
        *out = QIAN_GBK;
        bad = l->four < bad ? l->four : bad;
    } else {
        enum qian_status status = qian_fail(err, QIAN_USAGE, "", "import 2.2",
                                            "there is no such encoding", "utf-8, gbk or gb18030");
        qian_err_value(err, "%s", stated);
        return status;
    }
    if (l->marked && *out != QIAN_UTF8)
        bad = 0;
    if (bad == NOWHERE)
        return QIAN_OK;
    return bad_place(source, bad,
                     qian_fail(err, QIAN_BAD_DATA, "", "import 2.3",
                               "the bytes of the file contradict the encoding that was stated",
                               "leave --encoding out to see what is detected"),
                     err);
}

enum qian_status qian_encoding_find(struct qian_source source, const char *stated,
                                    enum qian_encoding *out, struct qian_buf *sample,
                                    struct qian_err *err) {
    struct look l;
    enum qian_status status = look_at_all(source, &l, err);
    if (status)
        return status;
    if (begins(&l, "\xff\xfe") || begins(&l, "\xfe\xff"))
        return qian_fail(err, QIAN_BAD_DATA, "", "import 2.2", "this is text in UTF-16",
                         SAVE_AS_UTF8);
    status = stated ? obey(source, &l, stated, out, err) : detect(source, &l, out, err);
    if (status)
        return status;
    if (l.marked)
        *out = QIAN_UTF8_BOM;
    return take_sample(source, &l, *out == QIAN_GBK || *out == QIAN_GB18030, sample, err);
}
