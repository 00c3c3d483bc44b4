// SPDX-License-Identifier: MulanPSL-2.0
// Cells of departments' files: what is taken has the form of its column and is taken again as it
// is; what is not is told. Names of columns and divisions; days; look-alikes.
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/fold.h"
#include "engine/base/text.h"
#include "engine/core/field.h"
#include "engine/registry/convert.h"
#include "tests/fuzz/fuzz.h"

static void check_taken(const struct qian_column *column, struct qian_str value) {
    MUST(!qian_text_fault(value, false));
    if (value.n == 0)
        return;
    if (column->form == QIAN_FORM_TARGET)
        MUST(!qian_check_target_id(value));
    if (column->form == QIAN_FORM_CODE)
        MUST(!qian_check_code(value));
    if (column->form == QIAN_FORM_DATE)
        MUST(qian_date_good(value));
    if (column->form == QIAN_FORM_AREA)
        MUST(qian_str_is(value, "-") || value.n == 6);
    if (column->form == QIAN_FORM_NAME)
        MUST(value.n <= QIAN_TEXT_MAX && !memchr(value.p, '\n', value.n));
}

// The value that was taken gives itself, and no correction.
static void again(struct qian_convert *c, const struct qian_column *column, struct qian_str value) {
    struct qian_buf out = {0};
    struct qian_cell cell = {value, 0};
    size_t corrected = c->findings->rows[QIAN_CORRECTED];
    c->row++;
    if (value.n > 0 && !qian_str_is(value, "-")) {
        MUST(qian_convert(c, column, &cell, &out));
        MUST(qian_str_eq(qian_buf_view(&out), value));
        MUST(c->findings->rows[QIAN_CORRECTED] == corrected);
    }
    qian_buf_free(&out);
}

// No byte of it does anything to a terminal, and it is UTF-8.
static bool printable(const char *text) {
    const char *fault = qian_text_fault(qian_str(text), true);
    for (const char *p = text; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            return false;
    return !fault || strcmp(fault, "F01") != 0;
}

static void convert(const struct qian_column *column, struct qian_str text, unsigned marks,
                    struct qian_areas *areas) {
    struct qian_findings findings = {0};
    struct qian_convert c = {.findings = &findings, .areas = areas, .row = 1};
    struct qian_cell cell = {text, marks};
    struct qian_buf out = {0};
    bool good = qian_convert(&c, column, &cell, &out);
    MUST(good == (findings.rows[QIAN_REJECTED] == 0));
    if (good && out.n > 0) {
        check_taken(column, qian_buf_view(&out));
        again(&c, column, qian_buf_view(&out));
    }
    for (size_t i = 0; i < findings.count; i++)
        MUST(printable(findings.finding[i].value));
    qian_findings_free(&findings);
    qian_buf_free(&out);
}

static void fold_twice(void (*fold)(struct qian_buf *, struct qian_str), struct qian_str text) {
    struct qian_buf once = {0}, twice = {0};
    fold(&once, text);
    fold(&twice, (struct qian_str){once.p ? once.p : "", once.n});
    MUST(once.n == twice.n && (once.n == 0 || memcmp(once.p, twice.p, once.n) == 0));
    qian_buf_free(&once);
    qian_buf_free(&twice);
}

static void look(struct qian_str text, struct qian_areas *areas) {
    struct qian_buf out = {0};
    char code[7];
    if (qian_convert_date(text, &out))
        MUST(qian_date_good(qian_buf_view(&out)));
    out.n = 0;
    if (qian_look_alike(text, &out))
        MUST(qian_id_form(qian_buf_view(&out)) == QIAN_ID_USCC &&
             !qian_str_eq(text, qian_buf_view(&out)));
    size_t half = text.n / 2;
    if (qian_area_find(areas, (struct qian_str){text.p, half},
                       (struct qian_str){text.p + half, text.n - half}, code) == QIAN_AREA_FOUND)
        MUST(!qian_check_area(qian_str(code)));
    (void)qian_area_find(areas, qian_str(""), text, code);
    qian_buf_free(&out);
    if (!qian_text_fault(text, true))
        fold_twice(qian_fold_compatible, text);
    // Brackets and blanks go by what is around them: this one only has to end.
    qian_fold_header(&out, text);
    qian_fold_name(&out, text);
    qian_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct qian_areas areas; // as in an import, it remembers
    if (size < 3)
        return 0;
    const struct qian_kind *kind = qian_kinds[data[0] % qian_kind_count];
    struct qian_str text = {(const char *)data + 3, size - 3};
    convert(&kind->column[data[1] % kind->columns], text, data[2] & 1 ? data[2] >> 1 : 0, &areas);
    look(text, &areas);
    return 0;
}
