// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/note_judge.h"

#include <stdlib.h>

#include "engine/ceremony/note.h"

enum qian_status qian_note_bad(const struct qian_note_order *order, const char *code,
                               const char *what, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_DISAGREES, code, order->clause, what, order->next);
    qian_err_where(err, "%.200s", order->where);
    return status;
}

// spec/rules.md 3.2: "in ascending order of the names in the lines, no signer twice, each good
// (notes 2)"
static enum qian_status judge_line(const struct qian_note_order *order,
                                   const struct qian_signed *note, size_t at,
                                   struct qian_err *err) {
    const struct qian_signature_line *line = &note->line[at];
    enum qian_suite suite;
    const char *vkey = order->signer(order->context, line, &suite);
    if (!vkey) {
        enum qian_status status = qian_note_bad(order, "S03", order->stranger, err);
        qian_err_value(err, "%.*s", line->name.n < 200 ? (int)line->name.n : 200, line->name.p);
        return status;
    }
    for (size_t i = 0; i < at; i++)
        if (qian_same_signer(&note->line[i], line))
            return qian_note_bad(order, "S04", "one signer stands there twice", err);
    if (at > 0 && qian_str_cmp(note->line[at - 1].name, line->name) > 0)
        return qian_note_bad(order, "F05", "the lines do not stand in the order of names", err);
    if (!qian_signature_word_good(line->name, line->base64, note->text, vkey, suite))
        return qian_note_bad(order, "S02", "a signature does not verify", err);
    return QIAN_OK;
}

enum qian_status qian_note_judge(const struct qian_note_order *order, struct qian_str note,
                                 size_t *lines, struct qian_err *err) {
    struct qian_signed *read = qian_take(1, sizeof *read);
    enum qian_status status = QIAN_OK;
    const char *code = qian_signed_read(note, read);
    if (code)
        status = qian_note_bad(order, code, "this is no note", err);
    else if (!qian_str_eq(read->text, order->text))
        status = qian_note_bad(order, "H01", order->other, err);
    *lines = status == QIAN_OK ? read->lines : 0;
    for (size_t i = 0; status == QIAN_OK && i < read->lines; i++)
        status = judge_line(order, read, i, err);
    free(read);
    return status;
}
