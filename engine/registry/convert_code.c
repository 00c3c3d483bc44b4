// SPDX-License-Identifier: MulanPSL-2.0
// Codes as people type them.
#include <string.h>

#include "engine/core/field.h"
#include "engine/registry/convert_forms.h"

#define CODE 18
#define DOUBTFUL_MAX 12

// spec/import.md 5.3: "look-alikes (O→0, I→1, l→1, Z→2, S→5, in any number)"
// O, I, Z and S are no characters of a code, but Z and S stand in for digits so rarely that a code
// without them is never asked about.
static char look(char c) {
    switch (c) {
    case 'O':
    case 'o':
        return '0';
    case 'I':
    case 'i':
    case 'l': // not L, which is a character of codes
        return '1';
    case 'Z':
    case 'z':
        return '2';
    case 'S':
    case 's':
        return '5';
    default:
        return 0;
    }
}

static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

bool qian_look_alike(struct qian_str code, struct qian_buf *out) {
    char plain[CODE], text[CODE], right[CODE];
    size_t at[CODE], doubtful = 0, found = 0;
    if (code.n != CODE)
        return false;
    for (size_t i = 0; i < CODE; i++) {
        plain[i] = upper(code.p[i]);
        if (look(code.p[i]))
            at[doubtful++] = i;
    }
    if (doubtful == 0 || doubtful > DOUBTFUL_MAX)
        return false;
    for (size_t set = 1; set < (size_t)1 << doubtful; set++) {
        memcpy(text, plain, CODE);
        for (size_t k = 0; k < doubtful; k++)
            if (set >> k & 1)
                text[at[k]] = look(code.p[at[k]]);
        if (qian_id_form((struct qian_str){text, CODE}) == QIAN_ID_USCC) {
            found++;
            memcpy(right, text, CODE);
        }
    }
    if (found == 1)
        qian_buf_add(out, right, CODE);
    return found == 1;
}

static size_t digits(struct qian_str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] >= '0' && s.p[i] <= '9';
    return n;
}

static size_t letters(struct qian_str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= 'a' && s.p[i] <= 'z');
    return n;
}

struct verdict {
    const char *reason, *remedy;
};

// What a code that is none looks like, so that somebody knows where to look for the right one.
static struct verdict why(struct qian_str s) {
    size_t d = digits(s), l = letters(s);
    if (s.n == CODE && d + l == CODE && memchr(s.p, ':', s.n) == NULL) {
        for (size_t i = 0; i < s.n; i++)
            if (strchr("IOZSV", s.p[i]))
                return (struct verdict){"a credit code has no such character",
                                        "look the code up by the name"};
        return (struct verdict){"the credit code's check character is wrong",
                                "look the code up by the name"};
    }
    if (s.n == 15 && d == 15)
        return (struct verdict){"the old registration number's check digit is wrong",
                                "give the credit code of 18 characters"};
    if (s.n == 13 && d == 13)
        return (struct verdict){"an old registration number of 13 digits",
                                "give the credit code of 18 characters"};
    if (s.n == 15 && d + l == 15)
        return (struct verdict){"an old number of a co-operative",
                                "give the credit code of 18 characters"};
    if ((s.n == 9 || s.n == 10) && d + l >= 8)
        return (struct verdict){"an organisation code of 9 characters",
                                "give the credit code, whose characters 9 to 17 it is"};
    return (struct verdict){"no code of a target",
                            "give the credit code of 18 characters, or a typed id"};
}

// spec/import.md 5.1: "In a column of codes, dates or numbers, full-width ASCII (U+FF01–U+FF5E)
// becomes ASCII and blanks within are taken out"
void qian_plain_code(struct qian_str text, struct qian_buf *out) {
    for (size_t i = 0; i < text.n; i++) {
        const uint8_t *p = (const uint8_t *)text.p + i;
        size_t left = text.n - i;
        if (*p == ' ' || *p == '\t')
            continue;
        if (left >= 2 && p[0] == 0xc2 && p[1] == 0xa0) {
            i += 1;
        } else if (left >= 3 && p[0] == 0xe3 && p[1] == 0x80 && p[2] == 0x80) {
            i += 2;
        } else if (left >= 3 && p[0] == 0xef && (p[1] == 0xbc || p[1] == 0xbd)) {
            unsigned wide = (p[1] - 0xbcu) * 64 + (p[2] - 0x80u); // from U+FF00
            if (wide >= 0x01 && wide <= 0x5e)
                qian_buf_char(out, (char)(wide + 0x20));
            else
                qian_buf_add(out, p, 3);
            i += 2;
        } else {
            qian_buf_char(out, text.p[i]);
        }
    }
}

// Small letters of what is no typed id.
static void to_upper(struct qian_buf *out, size_t start) {
    if (memchr(out->p + start, ':', out->n - start))
        return;
    for (size_t i = start; i < out->n; i++)
        out->p[i] = upper(out->p[i]);
}

static void suggest(const struct qian_convert *c, const struct qian_column *column,
                    struct qian_str text) {
    struct qian_buf plain = {0}, right = {0};
    qian_plain_code(text, &plain); // its case says which look-alikes there are
    if (qian_look_alike(qian_buf_view(&plain), &right))
        qian_finding_add(c->findings, QIAN_NOTED, c->row, column->name, qian_buf_view(&right),
                         "look-alikes replaced, the code would be this one",
                         "if it is the right one, write it into the file");
    qian_buf_free(&plain);
    qian_buf_free(&right);
}

bool qian_convert_target(const struct qian_convert *c, const struct qian_column *column,
                         struct qian_str text, struct qian_buf *out) {
    size_t start = out->n;
    qian_plain_code(text, out);
    to_upper(out, start);
    struct qian_str id = {out->p + start, out->n - start};
    if (qian_id_form(id) != QIAN_ID_NONE && !qian_check_target_id(id)) {
        qian_corrected(c, column, text, out, start);
        return true;
    }
    struct verdict verdict = why(id);
    qian_finding_add(c->findings, QIAN_REJECTED, c->row, column->name, text, verdict.reason,
                     verdict.remedy);
    suggest(c, column, text);
    return false;
}
