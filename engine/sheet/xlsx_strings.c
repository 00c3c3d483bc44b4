// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/xlsx_strings.h"

#include <stdlib.h>
#include <string.h>

#include "engine/sheet/rows.h"

#define ESCAPE 7 // bytes of _xHHHH_

enum { TABLE = 1, STRING, RUN, TEXT };

static const struct qian_xml_rule rules[] = {
    {0, TABLE, "sst"},  {TABLE, STRING, "si"}, {STRING, TEXT, "t"},
    {STRING, RUN, "r"}, {RUN, TEXT, "t"},
};

static int digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The UTF-16 unit of an escape that begins at `p`, or -1.
static int32_t unit_at(const char *p, const char *end) {
    int32_t unit = 0;
    if (end - p < ESCAPE || p[0] != '_' || p[1] != 'x' || p[6] != '_')
        return -1;
    for (int i = 2; i < 6; i++) {
        if (digit(p[i]) < 0)
            return -1;
        unit = unit << 4 | digit(p[i]);
    }
    return unit;
}

// The character that one escape, or two for a pair, stand for; *taken bytes are theirs. -1: none.
static int32_t character_at(const char *p, const char *end, size_t *taken) {
    int32_t high = unit_at(p, end), low;
    *taken = ESCAPE;
    if (high < 0xd800 || high > 0xdfff)
        return high;
    low = high < 0xdc00 ? unit_at(p + ESCAPE, end) : -1;
    if (low < 0xdc00 || low > 0xdfff)
        return -1;
    *taken = 2 * ESCAPE;
    return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

static char *put(char *to, int32_t c) {
    if (c < 0x80) {
        *to++ = (char)c;
    } else if (c < 0x800) {
        *to++ = (char)(0xc0 | c >> 6);
        *to++ = (char)(0x80 | (c & 63));
    } else if (c < 0x10000) {
        *to++ = (char)(0xe0 | c >> 12);
        *to++ = (char)(0x80 | (c >> 6 & 63));
        *to++ = (char)(0x80 | (c & 63));
    } else {
        *to++ = (char)(0xf0 | c >> 18);
        *to++ = (char)(0x80 | (c >> 12 & 63));
        *to++ = (char)(0x80 | (c >> 6 & 63));
        *to++ = (char)(0x80 | (c & 63));
    }
    return to;
}

// spec/import.md 3.4: "`_xHHHH_` stands for that character."
void qian_unescape(struct qian_buf *text, size_t start) {
    if (text->n - start < ESCAPE || !memchr(text->p + start, '_', text->n - start))
        return;
    char *from = text->p + start, *to = from, *end = text->p + text->n;
    while (from < end) {
        size_t taken;
        int32_t c = *from == '_' ? character_at(from, end, &taken) : -1;
        if (c >= 0) { // never longer than its escape
            to = put(to, c);
            from += taken;
        } else {
            *to++ = *from++;
        }
    }
    text->n = (size_t)(to - text->p);
    text->p[text->n] = 0;
}

// spec/import.md 3.2: "the shared strings to at most 1 GiB"
static bool fits(const struct qian_strings *s, size_t more) {
    return s->text.n + more + (s->count + 1) * sizeof *s->end <= QIAN_SHARED_MAX;
}

static void too_large(struct qian_xml *xml) {
    qian_xml_fail(xml, "import 3.2", "the workbook unpacks to more than is allowed",
                  "save what is needed as a workbook of its own");
}

static void on_text(struct qian_xml *xml, void *context, unsigned place, struct qian_str text) {
    struct qian_strings *s = context;
    if (place != TEXT)
        return;
    if (fits(s, text.n))
        qian_buf_str(&s->text, text);
    else
        too_large(xml);
}

static void leave(struct qian_xml *xml, void *context, unsigned place) {
    struct qian_strings *s = context;
    if (place != STRING)
        return;
    if (!fits(s, 0)) {
        too_large(xml);
        return;
    }
    qian_unescape(&s->text, s->count ? s->end[s->count - 1] : 0);
    s->end = qian_grow(s->end, &s->cap, s->count + 1, sizeof *s->end);
    s->end[s->count++] = (uint32_t)s->text.n;
}

const struct qian_xml_table qian_strings_table = {
    QIAN_SPACE_MAIN, rules, sizeof rules / sizeof *rules, NULL, leave, on_text};

enum qian_status qian_strings_read(struct qian_zip *zip, const char *part,
                                   struct qian_strings *strings, struct qian_err *err) {
    return qian_xml_part(zip, part, &qian_strings_table, strings, err);
}

bool qian_strings_at(const struct qian_strings *strings, uint64_t index, struct qian_str *text) {
    if (index >= strings->count)
        return false;
    uint32_t start = index ? strings->end[index - 1] : 0;
    *text = (struct qian_str){strings->text.p ? strings->text.p + start : "",
                              strings->end[index] - start};
    return true;
}

void qian_strings_free(struct qian_strings *strings) {
    qian_buf_free(&strings->text);
    free(strings->end);
    *strings = (struct qian_strings){0};
}
