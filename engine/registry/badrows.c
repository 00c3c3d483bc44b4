// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/badrows.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"

#define SHOWN_MAX 80

static const struct {
    const char *code, *clause, *reason;
} known[] = {
    {"F01", "bundle 2.1", "not valid UTF-8"},
    {"F02", "bundle 2.2", "a control or invisible character, or not in Normalization Form C"},
    {"F04", "request 2.1", "wrong number of fields"},
    {"F05", "request 2.1", "an element stands twice in the list"},
    {"F06", "tables 2.1", "stands twice"},
    {"F07", "tables 2", "the field has another form"},
    {"R01", "tables 2.1", "wrong check digit, or not a form of id that is known"},
    {"R04", "tables 2.3", "an item that this draw does not have"},
    {"R08", "tables 4.1", "names no row of the other file"},
};

void qian_badrow_say(struct qian_badrows *rows, const char *file, size_t row, const char *column,
                     struct qian_str value, const char *code, const char *clause,
                     const char *reason) {
    struct qian_buf shown = {0};
    qian_show(&shown, value, SHOWN_MAX);
    rows->row = qian_grow(rows->row, &rows->cap, rows->count + 1, sizeof *rows->row);
    rows->row[rows->count++] = (struct qian_badrow){.file = file,
                                                    .row = row,
                                                    .column = column,
                                                    .value = shown.p,
                                                    .reason = reason,
                                                    .code = code,
                                                    .clause = clause};
}

// The clause that a code stands for in one of the files, where it is not that of targets.
static const char *clause_of(const char *file, const char *code, const char *otherwise) {
    static const struct {
        const char *file, *code, *clause;
    } special[] = {{"inspectors", "F07", "tables 3.2"},
                   {"inspectors", "R04", "tables 3.2"},
                   {"inspectors", "F06", "request 2.4"},
                   {"recusals", "F06", "tables 4.1"},
                   {"recusals", "F07", "tables 1.2"}};
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (strcmp(special[i].file, file) == 0 && strcmp(special[i].code, code) == 0)
            return special[i].clause;
    return otherwise;
}

void qian_badrow_add(struct qian_badrows *rows, const char *file, size_t row, const char *column,
                     struct qian_str value, const char *code) {
    size_t i = 0;
    while (i + 1 < sizeof known / sizeof *known && strcmp(known[i].code, code) != 0)
        i++;
    qian_badrow_say(rows, file, row, column, value, code, clause_of(file, code, known[i].clause),
                    known[i].reason);
}

static int compare(const void *a, const void *b) {
    const struct qian_badrow *x = a, *y = b;
    int order = strcmp(y->file, x->file); // targets, recusals, inspectors: as they are read
    if (order == 0)
        order = (x->row > y->row) - (x->row < y->row);
    return order ? order : strcmp(x->column, y->column);
}

void qian_badrows_sort(struct qian_badrows *rows) {
    if (rows->count > 1)
        qsort(rows->row, rows->count, sizeof *rows->row, compare);
}

void qian_badrows_free(struct qian_badrows *rows) {
    for (size_t i = 0; i < rows->count; i++)
        free(rows->row[i].value);
    free(rows->row);
    *rows = (struct qian_badrows){0};
}
