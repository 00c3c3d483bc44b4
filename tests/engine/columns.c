// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/columns.c - the tables of what each register takes in, and the forms of values.
#include <string.h>

#include "engine/base/fold.h"
#include "engine/core/field.h"
#include "engine/registry/convert.h"
#include "engine/registry/header.h"
#include "tests/check.h"

// A synonym that is not folded is never found (spec/import.md 4.2).
static void check_synonyms(const struct qian_kind *kind, const struct qian_column *column) {
    struct qian_split split = qian_split(qian_str(column->synonyms), '|');
    struct qian_str one;
    bool own = !*column->synonyms; // no file has it
    while (*column->synonyms && qian_split_next(&split, &one)) {
        struct qian_buf folded = {0};
        qian_fold_header(&folded, one);
        CHECK(one.n > 0 && qian_str_eq(qian_buf_view(&folded), one), "%s.%s: %.*s is not folded",
              kind->name, column->name, (int)one.n, one.p);
        qian_buf_free(&folded);
        own = own || qian_str_is(one, column->name);
    }
    // The file that another program made has the register's own names. Those of the kinds' codes
    // have older ones.
    CHECK(own, "%s.%s: its own name is no synonym", kind->name, column->name);
}

static size_t count_of(const struct qian_kind *kind, struct qian_str word, const char **where) {
    size_t count = 0;
    for (size_t k = 0; k < kind->columns; k++) {
        struct qian_split split = qian_split(qian_str(kind->column[k].synonyms), '|');
        struct qian_str one;
        while (qian_split_next(&split, &one))
            if (qian_str_eq(one, word)) {
                count++;
                *where = kind->column[k].name;
            }
    }
    return count;
}

// One name in a file is one column.
static void check_once(const struct qian_kind *kind) {
    for (size_t k = 0; k < kind->columns; k++) {
        struct qian_split split = qian_split(qian_str(kind->column[k].synonyms), '|');
        struct qian_str one;
        const char *where = "";
        while (qian_split_next(&split, &one))
            CHECK(count_of(kind, one, &where) == 1, "%s: %.*s stands for %s and %s", kind->name,
                  (int)one.n, one.p, kind->column[k].name, where);
    }
}

static void check_word(const struct qian_convert *c, const struct qian_column *column,
                       struct qian_str word, struct qian_str is) {
    struct qian_cell cell = {word, 0};
    struct qian_buf out = {0};
    CHECK(qian_convert(c, column, &cell, &out) && qian_str_eq(qian_buf_view(&out), is),
          "%s: %.*s is not %.*s", column->name, (int)word.n, word.p, (int)is.n, is.p);
    qian_buf_free(&out);
}

static void check_choices(const struct qian_kind *kind, const struct qian_column *column) {
    struct qian_findings findings = {0};
    struct qian_convert c = {.findings = &findings, .row = 1};
    struct qian_split values = qian_split(qian_str(column->choices), ';');
    struct qian_str value;
    while (qian_split_next(&values, &value)) {
        const char *equals = memchr(value.p, '=', value.n);
        CHECK(equals && equals > value.p, "%s.%s: %.*s", kind->name, column->name, (int)value.n,
              value.p);
        if (!equals)
            continue;
        struct qian_str is = {value.p, (size_t)(equals - value.p)};
        struct qian_split words =
            qian_split((struct qian_str){equals + 1, value.n - is.n - 1}, '|');
        check_word(&c, column, is, is);
        struct qian_str word;
        while (qian_split_next(&words, &word))
            check_word(&c, column, word, is);
    }
    qian_findings_free(&findings);
}

static void check_kind(const struct qian_kind *kind) {
    const struct qian_register *reg = qian_register_find(kind->name);
    bool from = !kind->valid_from;
    CHECK(reg && kind->columns >= reg->columns && kind->columns <= QIAN_KIND_COLUMNS_MAX,
          "%s: its register", kind->name);
    for (size_t k = 0; k < kind->columns; k++) {
        const struct qian_column *column = &kind->column[k];
        CHECK(k >= reg->columns || strcmp(column->name, reg->column[k]) == 0,
              "%s: column %zu is %s and not %s", kind->name, k, column->name, reg->column[k]);
        bool chooses = column->form == QIAN_FORM_CHOICE || column->form == QIAN_FORM_CHOICES;
        CHECK(chooses == (column->choices != NULL), "%s.%s: choices", kind->name, column->name);
        CHECK(column->required == (column->absent == NULL), "%s.%s: what stands where nothing is",
              kind->name, column->name);
        check_synonyms(kind, column);
        if (column->choices)
            check_choices(kind, column);
        from = from || strcmp(column->name, kind->valid_from) == 0;
    }
    CHECK(from, "%s: no column %s", kind->name, kind->valid_from ? kind->valid_from : "");
    check_once(kind);
}

static void check_dates(void) {
    static const struct {
        const char *text, *day;
    } cases[] = {{"2026-03-01", "2026-03-01"},
                 {"2026/3/1", "2026-03-01"},
                 {"2026.3.01", "2026-03-01"},
                 {"20260301", "2026-03-01"},
                 {"2026年3月1日", "2026-03-01"},
                 {"2024-02-29", "2024-02-29"},
                 {"2026-02-29", NULL},
                 {"2026-13-01", NULL},
                 {"2026-00-10", NULL},
                 {"2026-01-00", NULL},
                 {"2026-04-31", NULL},
                 {"26-03-01", NULL},
                 {"2026-3", NULL},
                 {"2026年3月1", NULL},
                 {"2026-03-01 10:00", NULL},
                 {"2026/3-1", NULL},
                 {"202603011", NULL},
                 {"03/01/2026", NULL},
                 {"", NULL},
                 {"9999-12-31", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qian_buf out = {0};
        bool good = qian_convert_date(qian_str(cases[i].text), &out);
        CHECK(good == (cases[i].day != NULL) &&
                  (!good || qian_str_is(qian_buf_view(&out), cases[i].day)),
              "%s", cases[i].text);
        qian_buf_free(&out);
    }
}

// spec/import.md 5.3: "exactly one replacing of look-alikes (O→0, I→1, l→1, Z→2, S→5, in any
// number)"
static void check_look_alikes(void) {
    static const char right[] = "91220101MA13XQYL0T";
    static const struct {
        size_t at;
        char put;
    } cases[] = {{4, '2'}, {7, 'l'}, {7, 'I'}, {6, 'O'}, {16, 'O'}, {2, 'Z'}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[sizeof right];
        struct qian_buf out = {0};
        memcpy(text, right, sizeof right);
        text[cases[i].at] = cases[i].put;
        bool found = qian_look_alike(qian_str(text), &out);
        CHECK(found == (i > 0), "%s", text);
        CHECK(!found || qian_str_is(qian_buf_view(&out), right), "%s: %s", text, out.p);
        qian_buf_free(&out);
    }
    struct qian_buf out = {0};
    CHECK(!qian_look_alike(qian_str(right), &out) && !qian_look_alike(qian_str("O"), &out) &&
              !qian_look_alike(qian_str(""), &out),
          "nothing to replace");
    CHECK(qian_look_alike(qian_str("9l220l0lma13xqylOt"), &out) &&
              qian_str_is(qian_buf_view(&out), right),
          "in small letters");
    qian_buf_free(&out);
}

int main(void) {
    for (size_t i = 0; i < qian_kind_count; i++)
        check_kind(qian_kinds[i]);
    check_dates();
    check_look_alikes();
    return check_end("columns");
}
