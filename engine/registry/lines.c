// SPDX-License-Identifier: MulanPSL-2.0
#define _GNU_SOURCE // qsort_r
#include "engine/registry/lines.h"

#include <stdlib.h>

void qian_lines_begin(struct qian_lines *lines) {
    lines->start = lines->text.n;
}

void qian_lines_end(struct qian_lines *lines, size_t row) {
    lines->line = qian_grow(lines->line, &lines->cap, lines->count + 1, sizeof *lines->line);
    lines->line[lines->count++] =
        (struct qian_line){lines->start, lines->text.n - lines->start, row};
}

static int compare(const void *a, const void *b, void *text) {
    const struct qian_line *x = a, *y = b;
    const char *p = text;
    int order = qian_str_cmp((struct qian_str){p + x->start, x->length},
                             (struct qian_str){p + y->start, y->length});
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

void qian_lines_sort(struct qian_lines *lines) {
    if (lines->count > 1)
        qsort_r(lines->line, lines->count, sizeof *lines->line, compare, lines->text.p);
}

struct qian_str qian_lines_get(const struct qian_lines *lines, size_t i) {
    return (struct qian_str){lines->text.p + lines->line[i].start, lines->line[i].length};
}

void qian_lines_write(const struct qian_lines *lines, struct qian_buf *out) {
    for (size_t i = 0; i < lines->count; i++) {
        qian_buf_str(out, qian_lines_get(lines, i));
        qian_buf_char(out, '\n');
    }
}

void qian_lines_free(struct qian_lines *lines) {
    qian_buf_free(&lines->text);
    free(lines->line);
    *lines = (struct qian_lines){0};
}
