// SPDX-License-Identifier: MulanPSL-2.0
// Rows of one file that have the same id.
#include <stdlib.h>
#include <string.h>

#include "engine/base/fold.h"
#include "engine/base/json_in.h"
#include "engine/core/field.h"
#include "engine/registry/import_steps.h"

#define CONFLICT_ROWS_MAX 16

// A field's name; rows of one file have one day, unless a column says it.
static const char *column_name(const struct qian_importing *im, size_t i) {
    return i < im->reg->columns ? im->reg->column[i] : im->order->kind->valid_from;
}

static bool is_decisive(const struct qian_importing *im, size_t column) {
    struct qian_split split = qian_split(qian_str(im->order->kind->decisive), '|');
    struct qian_str one;
    while (qian_split_next(&split, &one))
        if (qian_str_is(one, column_name(im, column)))
            return true;
    return false;
}

// The row goes; its id and the columns in which it differs are told.
static void drop(struct qian_importing *im, const struct qian_twin *twin,
                 enum qian_finding_kind kind, const char *reason, const char *remedy) {
    struct qian_findings *findings = &im->out->findings;
    struct qian_buf value = {0};
    bool first = true;
    qian_buf_str(&value, twin->field[0]);
    for (size_t i = 0; i <= im->reg->columns; i++)
        if (kind != QIAN_REPEATED && twin->differ >> i & 1) {
            qian_buf_text(&value, first ? " (" : ", ");
            qian_buf_text(&value, column_name(im, i));
            first = false;
        }
    qian_buf_text(&value, first ? "" : ")");
    qian_finding_add(findings, kind, (size_t)twin->row, "id", qian_buf_view(&value), reason,
                     remedy);
    if (!findings->full)
        qian_finding_last(findings)->other_row = (size_t)twin->first;
    qian_buf_free(&value);
}

// One finding a column, with both values.
static void tell_conflict(struct qian_importing *im, const struct qian_twin *twin) {
    struct qian_findings *findings = &im->out->findings;
    for (size_t i = 0; i < im->reg->columns; i++) {
        if (!(twin->differ >> i & 1) || !is_decisive(im, i))
            continue;
        struct qian_buf value = {0};
        qian_buf_str(&value, twin->field[i]);
        qian_buf_text(&value, " ≠ ");
        qian_buf_str(&value, twin->first_field[i]);
        qian_finding_add(findings, QIAN_CONFLICT, (size_t)twin->row, im->reg->column[i],
                         qian_buf_view(&value), "an earlier row of this id says otherwise",
                         "correct the file: no roster with it is frozen while it says two things");
        if (!findings->full)
            qian_finding_last(findings)->other_row = (size_t)twin->first;
        qian_buf_free(&value);
    }
}

// spec/registers.md 3.6: "a JSON array with an object for each other row, in the order of the file,
// whose members are the columns that differ, with that row's values; rows that say the same stand
// there once, and after the sixteenth no more"
static void keep_conflict(struct qian_importing *im, const struct qian_twin *twin) {
    struct qian_str so_far = qian_buf_view(twin->conflict);
    json_t *rows = so_far.n ? json_loadb(so_far.p, so_far.n, 0, NULL) : json_array();
    json_t *mine = json_object();
    bool known = false;
    for (size_t i = 0; i < im->reg->columns; i++)
        if (twin->differ >> i & 1 && is_decisive(im, i))
            json_object_set_new(mine, im->reg->column[i],
                                json_stringn(twin->field[i].p, twin->field[i].n));
    for (size_t i = 0; i < json_array_size(rows); i++)
        known = known || json_equal(json_array_get(rows, i), mine);
    if (!known && json_array_size(rows) < CONFLICT_ROWS_MAX)
        json_array_append(rows, mine);
    char *bytes = json_dumps(rows, JSON_COMPACT);
    if (!bytes)
        qian_stop("out of memory");
    twin->conflict->n = 0;
    qian_buf_text(twin->conflict, bytes);
    free(bytes);
    json_decref(mine);
    json_decref(rows);
}

// The first row stays. `twin` has lost what folding takes away.
static void drop_later(struct qian_importing *im, const struct qian_twin *twin) {
    bool decisive = false;
    for (size_t i = 0; i < im->reg->columns; i++)
        decisive = decisive || (twin->differ >> i & 1 && is_decisive(im, i));
    if (decisive) {
        tell_conflict(im, twin);
        keep_conflict(im, twin);
    } else {
        drop(im, twin, QIAN_NOTED, "an earlier row of this id differs, and is taken", "");
    }
}

// spec/import.md 6.2: "a row whose values are all those of the first one (names of targets after
// folding, registers 3.2) is a *repeat*"
enum qian_twins qian_import_twin(void *context, const struct qian_twin *twin) {
    struct qian_importing *im = context;
    const struct qian_kind *kind = im->order->kind;
    struct qian_twin left = *twin;
    im->out->taken--;
    if (kind->column[0].form == QIAN_FORM_TARGET)
        im->out->forms[qian_id_form(twin->field[0])]--;
    if (kind->decisive && twin->differ >> 1 & 1 &&
        qian_fold_same_name(twin->field[1], twin->first_field[1]))
        left.differ &= ~UINT32_C(2);
    if (left.differ && !kind->decisive) {
        drop(im, &left, QIAN_REJECTED, "two rows have this id and differ",
             "decide which is right and take the other out");
        return QIAN_NONE_STAYS;
    }
    if (left.differ)
        drop_later(im, &left);
    else
        drop(im, &left, QIAN_REPEATED, "the same row stands there twice", "");
    return QIAN_FIRST_STAYS;
}
