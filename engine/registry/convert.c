// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/convert.h"

#include <string.h>

#include "engine/base/date.h"
#include "engine/base/text.h"
#include "engine/core/field.h"
#include "engine/core/ratio.h"
#include "engine/registry/convert_forms.h"

#define LONG_MAX_BYTES 8192 // of a long text

typedef struct qian_str str;

static bool reject(const struct qian_convert *c, const struct qian_column *column, str value,
                   const char *reason, const char *remedy) {
    qian_finding_add(c->findings, QIAN_REJECTED, c->row, column->name, value, reason, remedy);
    return false;
}

void qian_corrected(const struct qian_convert *c, const struct qian_column *column, str text,
                    const struct qian_buf *out, size_t start) {
    str now = {out->p + start, out->n - start};
    struct qian_buf both = {0};
    if (qian_str_eq(now, text))
        return;
    qian_buf_str(&both, text);
    qian_buf_text(&both, " → ");
    qian_buf_str(&both, now);
    qian_finding_add(c->findings, QIAN_CORRECTED, c->row, column->name, qian_buf_view(&both),
                     "the value was written otherwise", "");
    qian_buf_free(&both);
}

static bool cut(str *s, const char *blank, bool front) {
    size_t n = strlen(blank);
    if (s->n < n || memcmp(front ? s->p : s->p + s->n - n, blank, n) != 0)
        return false;
    s->p += front ? n : 0;
    s->n -= n;
    return true;
}

struct qian_str qian_trim(struct qian_str s) {
    static const char *const blanks[] = {" ", "\xc2\xa0", "\xe3\x80\x80", "\t", "\n", "\r"};
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
            more = cut(&s, blanks[i], true) || cut(&s, blanks[i], false) || more;
    }
    return s;
}

// spec/import.md 5.5: "What stands for nothing (`无`, `-`, `—`, `N/A`, `/`, `空`, `null`,
// in any case)"
static bool stands_for_nothing(str s) {
    static const char *const nothing[] = {"", "无", "-", "—", "/", "空", "n/a", "null"};
    char lower[8];
    if (s.n >= sizeof lower)
        return false;
    for (size_t i = 0; i < s.n; i++)
        lower[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] - 'A' + 'a' : s.p[i]);
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (qian_str_is((str){lower, s.n}, nothing[i]))
            return true;
    return false;
}

static bool number(str s, size_t digits_max, unsigned *out) {
    *out = 0;
    if (s.n == 0 || s.n > digits_max)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        *out = *out * 10 + (unsigned)(s.p[i] - '0');
    }
    return true;
}

// Take digits up to a separator off the front of *s; the separator too.
static bool part(str *s, const char *separator, unsigned *out) {
    size_t n = 0, width = strlen(separator);
    while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
        n++;
    if (!number((str){s->p, n}, 4, out) || s->n - n < width ||
        memcmp(s->p + n, separator, width) != 0)
        return false;
    *s = (str){s->p + n + width, s->n - n - width};
    return true;
}

static bool read_date(str s, unsigned *y, unsigned *m, unsigned *d) {
    static const char *const separators[][3] = {
        {"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}};
    for (size_t i = 0; i < 4; i++) {
        str rest = s;
        if (part(&rest, separators[i][0], y) && part(&rest, separators[i][1], m) &&
            part(&rest, separators[i][2], d) && rest.n == 0)
            return true;
    }
    return s.n == 8 && number((str){s.p, 4}, 4, y) && number((str){s.p + 4, 2}, 2, m) &&
           number((str){s.p + 6, 2}, 2, d);
}

bool qian_convert_date(str text, struct qian_buf *out) {
    unsigned y = 0, m = 0, d = 0;
    char day[11] = "0000-00-00";
    if (!read_date(text, &y, &m, &d) || y < 1000 || y > 9998 || m > 12 || d > 31)
        return false;
    for (size_t i = 0; i < 4; i++, y /= 10)
        day[3 - i] = (char)('0' + y % 10);
    day[5] = (char)('0' + m / 10), day[6] = (char)('0' + m % 10);
    day[8] = (char)('0' + d / 10), day[9] = (char)('0' + d % 10);
    if (!qian_date_good(qian_str(day)))
        return false;
    qian_buf_add(out, day, 10);
    return true;
}

static bool convert_date(const struct qian_convert *c, const struct qian_column *column, str text,
                         struct qian_buf *out) {
    struct qian_buf plain = {0};
    qian_plain_code(text, &plain);
    size_t start = out->n;
    bool good = qian_convert_date(qian_buf_view(&plain), out);
    if (!good)
        reject(c, column, text, "not a day that exists", "write it as YYYY-MM-DD");
    else
        qian_corrected(c, column, text, out, start);
    qian_buf_free(&plain);
    return good;
}

static bool convert_area(const struct qian_convert *c, const struct qian_column *column, str text,
                         struct qian_buf *out) {
    char code[7];
    unsigned ignored;
    struct qian_buf plain = {0};
    qian_plain_code(text, &plain);
    bool digits = plain.n == 6 && number(qian_buf_view(&plain), 6, &ignored);
    size_t start = out->n;
    if (digits) {
        qian_buf_str(out, qian_buf_view(&plain));
        qian_corrected(c, column, text, out, start);
    }
    qian_buf_free(&plain);
    if (digits)
        return true;
    enum qian_area_answer answer = qian_area_find(c->areas, c->province, text, code);
    if (answer == QIAN_AREA_FOUND) {
        qian_buf_add(out, code, 6);
        return true;
    }
    // spec/import.md 5.6: "the area is `-`, and the row is noted"
    qian_finding_add(c->findings, QIAN_NOTED, c->row, column->name, text,
                     answer == QIAN_AREA_AMBIGUOUS ? "several divisions have this name"
                                                   : "no division has this name",
                     "give its code of six digits (GB/T 2260), or a column with the province");
    qian_buf_char(out, '-');
    return true;
}

// spec/bundle.md 2.1, 2.2; spec/import.md 5.2
static bool convert_text(const struct qian_convert *c, const struct qian_column *column, str text,
                         size_t max, struct qian_buf *out) {
    size_t start = out->n;
    for (size_t i = 0; i < text.n; i++) {
        bool line = text.p[i] == '\n' || text.p[i] == '\r';
        if (line && column->form != QIAN_FORM_TEXT)
            return reject(c, column, text, "a line break inside", "write it in one line");
        if (line && !(i > 0 && (text.p[i - 1] == '\n' || text.p[i - 1] == '\r')))
            qian_buf_text(out, "；");
        else if (!line)
            qian_buf_char(out, text.p[i]);
    }
    str done = {out->p + start, out->n - start};
    const char *fault = qian_text_fault(done, false);
    if (fault)
        return reject(c, column, text,
                      strcmp(fault, "F01") == 0
                          ? "not UTF-8"
                          : "a control character, private character or one that is not normalised",
                      "type the cell in again");
    return done.n <= max || reject(c, column, text, "the text is too long", "shorten it");
}

// The words of a choice: "live=存续|在业;revoked=吊销". The value itself is one too.
static bool choose(const char *choices, str text, struct qian_buf *out) {
    struct qian_split values = qian_split(qian_str(choices), ';');
    str value;
    while (qian_split_next(&values, &value)) {
        const char *equals = memchr(value.p, '=', value.n);
        size_t n = equals ? (size_t)(equals - value.p) : value.n;
        bool is = qian_str_eq((str){value.p, n}, text);
        struct qian_split words = qian_split((str){value.p + n, value.n - n}, '|');
        str word;
        for (bool first = true; !is && qian_split_next(&words, &word); first = false)
            is = qian_str_eq(first && word.n ? (str){word.p + 1, word.n - 1} : word, text);
        if (is) {
            qian_buf_add(out, value.p, n);
            return true;
        }
    }
    return false;
}

static size_t separator(str s, size_t at) {
    static const char *const separators[] = {";", ",", "，", "；", "、", "\n"};
    for (size_t i = 0; i < 6; i++) {
        size_t n = strlen(separators[i]);
        if (s.n - at >= n && memcmp(s.p + at, separators[i], n) == 0)
            return n;
    }
    return 0;
}

// A list, whatever separates it, in the order in which it stands, separated by `;`. `one` converts
// an element.
static bool convert_list(const struct qian_convert *c, const struct qian_column *column, str text,
                         bool (*one)(const struct qian_convert *, const struct qian_column *, str,
                                     struct qian_buf *),
                         struct qian_buf *out) {
    size_t from = 0, start = out->n;
    for (size_t at = 0; at <= text.n; at++) {
        size_t n = at < text.n ? separator(text, at) : 1;
        if (n == 0)
            continue;
        str element = qian_trim((str){text.p + from, at - from});
        from = at + n;
        at += n - 1;
        if (element.n == 0)
            continue;
        if (out->n > start)
            qian_buf_char(out, ';');
        if (!one(c, column, element, out))
            return false;
    }
    return true;
}

static bool one_code(const struct qian_convert *c, const struct qian_column *column, str text,
                     struct qian_buf *out) {
    size_t start = out->n;
    qian_plain_code(text, out);
    str code = {out->p + start, out->n - start};
    if (qian_check_code(code))
        return reject(c, column, text, "not a code: 1 to 64 of 0-9 A-Z a-z . _ : -",
                      "give the code, not the name");
    qian_corrected(c, column, text, out, start);
    return true;
}

static bool one_choice(const struct qian_convert *c, const struct qian_column *column, str text,
                       struct qian_buf *out) {
    return choose(column->choices, text, out) ||
           reject(c, column, text, "not one of the words that may stand here",
                  "qian import KIND --columns lists them");
}

static bool one_area(const struct qian_convert *c, const struct qian_column *column, str text,
                     struct qian_buf *out) {
    if (qian_str_is(text, "*") || qian_str_is(text, "全部")) {
        qian_buf_char(out, '*');
        return true;
    }
    return convert_area(c, column, text, out);
}

// `A=3%;B=5%`: a class and what stands for it.
static bool one_of_class(const struct qian_convert *c, const struct qian_column *column, str text,
                         struct qian_buf *out) {
    size_t start = out->n;
    uint32_t ignored;
    unsigned weight;
    qian_plain_code(text, out);
    str s = {out->p + start, out->n - start};
    bool form = s.n > 2 && s.p[0] >= 'A' && s.p[0] <= 'D' && s.p[1] == '=';
    str value = {s.p + 2, form ? s.n - 2 : 0};
    bool good =
        form && (column->form == QIAN_FORM_RATIOS ? qian_ratio_read(value, &ignored)
                                                  : number(value, 6, &weight) && weight > 0);
    if (!good)
        return reject(c, column, text, "not a class with its value, such as A=5",
                      "write A=…;B=…;C=…;D=…");
    qian_corrected(c, column, text, out, start);
    return true;
}

static bool convert_integer(const struct qian_convert *c, const struct qian_column *column,
                            str text, struct qian_buf *out) {
    size_t start = out->n;
    uint64_t ignored;
    qian_plain_code(text, out);
    if (!qian_u64_read((str){out->p + start, out->n - start}, QIAN_CAPACITY_MAX, &ignored))
        return reject(c, column, text, "not an integer from 0 to 1,000,000", "write digits alone");
    qian_corrected(c, column, text, out, start);
    return true;
}

static bool convert_ratio(const struct qian_convert *c, const struct qian_column *column, str text,
                          struct qian_buf *out) {
    size_t start = out->n;
    uint32_t ignored;
    qian_plain_code(text, out);
    if (!qian_ratio_read((str){out->p + start, out->n - start}, &ignored))
        return reject(c, column, text, "not a ratio, such as 5% or 12.5%", "write one ratio");
    qian_corrected(c, column, text, out, start);
    return true;
}

static bool convert_word(const struct qian_convert *c, const struct qian_column *column, str text,
                         struct qian_buf *out) {
    size_t start = out->n;
    qian_plain_code(text, out);
    str word = {out->p + start, out->n - start};
    if (qian_text_fault(word, false) || qian_text_has_space(word) || word.n > QIAN_CODE_MAX ||
        memchr(word.p, '|', word.n))
        return reject(c, column, text, "more than 64 bytes, or a blank or | inside",
                      "write the number alone");
    qian_corrected(c, column, text, out, start);
    return true;
}

static bool by_form(const struct qian_convert *c, const struct qian_column *column, str text,
                    struct qian_buf *out) {
    switch (column->form) {
    case QIAN_FORM_TARGET:
        return qian_convert_target(c, column, text, out);
    case QIAN_FORM_CODE:
        return one_code(c, column, text, out);
    case QIAN_FORM_WORD:
        return convert_word(c, column, text, out);
    case QIAN_FORM_NAME:
        return convert_text(c, column, text, QIAN_TEXT_MAX, out);
    case QIAN_FORM_TEXT:
        return convert_text(c, column, text, LONG_MAX_BYTES, out);
    case QIAN_FORM_DATE:
        return convert_date(c, column, text, out);
    case QIAN_FORM_AREA:
        return convert_area(c, column, text, out);
    case QIAN_FORM_AREAS:
        return convert_list(c, column, text, one_area, out);
    case QIAN_FORM_CODES:
        return convert_list(c, column, text, one_code, out);
    case QIAN_FORM_RATIOS:
    case QIAN_FORM_WEIGHTS:
        return convert_list(c, column, text, one_of_class, out);
    case QIAN_FORM_INTEGER:
        return convert_integer(c, column, text, out);
    case QIAN_FORM_RATIO:
        return convert_ratio(c, column, text, out);
    case QIAN_FORM_CHOICE:
        return one_choice(c, column, text, out);
    case QIAN_FORM_CHOICES:
        return convert_list(c, column, text, one_choice, out);
    }
    return false;
}

static bool is_code(enum qian_form form) {
    return form == QIAN_FORM_TARGET || form == QIAN_FORM_CODE || form == QIAN_FORM_WORD;
}

// What a workbook has already done to the cell (spec/import.md 3.5, 3.6).
static bool usable(const struct qian_convert *c, const struct qian_column *column,
                   const struct qian_cell *cell) {
    if (cell->marks & QIAN_CELL_CONTESTED)
        return reject(c, column, cell->text, "a character that programs read differently, or none",
                      "type the cell in again, or save the file as UTF-8");
    bool cut = (cell->marks & QIAN_CELL_NUMBER) && is_code(column->form) && cell->text.n > 0 &&
               memchr(cell->text.p, 'e', cell->text.n);
    if ((cell->marks & QIAN_CELL_DAMAGED) || cut)
        return reject(c, column, cell->text, "Excel has lost the last digits of this number",
                      "set the column to text and type the number in again");
    if (cell->marks & QIAN_CELL_ERROR)
        return reject(c, column, cell->text, "an error of a formula", "mend the formula");
    if (cell->marks & QIAN_CELL_MERGED)
        return reject(c, column, cell->text, "the cell is merged with another",
                      "take the merge apart and fill each cell");
    if (cell->marks & QIAN_CELL_FORMULA)
        qian_finding_add(c->findings, QIAN_NOTED, c->row, column->name, cell->text,
                         "the value of a formula, as it was last computed", "");
    if ((cell->marks & QIAN_CELL_NUMBER) && is_code(column->form))
        qian_finding_add(c->findings, QIAN_NOTED, c->row, column->name, cell->text,
                         "a number in a column of codes: zeros at its front would be lost", "");
    return true;
}

bool qian_convert(const struct qian_convert *c, const struct qian_column *column,
                  const struct qian_cell *cell, struct qian_buf *out) {
    if (cell->marks && !usable(c, column, cell))
        return false;
    str text = qian_trim(cell->text);
    if (!stands_for_nothing(text))
        return by_form(c, column, text, out);
    if (column->required)
        return reject(c, column, cell->text, "the cell is empty", "fill it in");
    qian_buf_text(out, column->absent ? column->absent : "");
    return true;
}
