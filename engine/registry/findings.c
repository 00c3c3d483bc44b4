// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/findings.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"

#define SHOWN_MAX 80

void qian_finding_add(struct qian_findings *findings, enum qian_finding_kind kind, size_t row,
                      const char *column, struct qian_str value, const char *reason,
                      const char *remedy) {
    struct qian_buf shown = {0};
    if (findings->last[kind] != row || findings->rows[kind] == 0)
        findings->rows[kind]++;
    findings->last[kind] = row;
    if (findings->count == QIAN_FINDINGS_MAX) {
        findings->full = true;
        return;
    }
    qian_show(&shown, value, SHOWN_MAX);
    findings->finding = qian_grow(findings->finding, &findings->cap, findings->count + 1,
                                  sizeof *findings->finding);
    findings->finding[findings->count++] =
        (struct qian_finding){.row = row,
                              .column = column,
                              .value = shown.p ? shown.p : qian_str_copy(qian_str("")),
                              .reason = reason,
                              .remedy = remedy,
                              .kind = kind};
}

struct qian_finding *qian_finding_last(struct qian_findings *findings) {
    return &findings->finding[findings->count - 1];
}

static int compare(const void *a, const void *b) {
    const struct qian_finding *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    int order = strcmp(x->column, y->column);
    return order ? order : strcmp(x->reason, y->reason);
}

void qian_findings_sort(struct qian_findings *findings) {
    if (findings->count > 1)
        qsort(findings->finding, findings->count, sizeof *findings->finding, compare);
}

void qian_findings_free(struct qian_findings *findings) {
    for (size_t i = 0; i < findings->count; i++)
        free(findings->finding[i].value);
    free(findings->finding);
    *findings = (struct qian_findings){0};
}
