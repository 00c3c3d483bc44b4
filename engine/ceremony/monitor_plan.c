// SPDX-License-Identifier: MulanPSL-2.0
// The plan, held against the notices of published bundles.
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/ceremony/monitor.h"

#define PLAN_MAX 16777216
#define LINE_MAX_BYTES 64 // spec/bundle.md 3.4

static enum qian_status no_plan(const char *path, size_t line, const char *what,
                                struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_BAD_DATA, "F07", "", what,
                                        "correct the plan: the header line<TAB>due, then a plan "
                                        "line, a TAB and a day YYYY-MM-DD a line");
    qian_err_where(err, "%.200s:%zu", path, line);
    return status;
}

static bool is_fulfilled(const struct qian_monitor *m, struct qian_str line) {
    for (size_t i = 0; i < m->published_count; i++) {
        const struct qian_published *p = &m->published[i];
        // A rehearsal fulfils nothing.
        if (p->watched && !p->copy.notice.rehearsal &&
            p->watched->first[QIAN_NOTE_TRANSCRIPT] >= 0 &&
            qian_str_is(line, p->copy.notice.plan_line))
            return true;
    }
    return false;
}

static int by_bytes(const void *a, const void *b) {
    return qian_str_cmp(*(const struct qian_str *)a, *(const struct qian_str *)b);
}

// Draws of lines that are none of the plan's.
static void look_for_unplanned(struct qian_monitor *m, const struct qian_str *line, size_t lines) {
    for (size_t i = 0; i < m->published_count; i++) {
        const struct qian_published *p = &m->published[i];
        struct qian_str mine = p->copy.notice.plan_line ? qian_str(p->copy.notice.plan_line)
                                                        : (struct qian_str){"", 0};
        if (!p->watched || p->copy.notice.rehearsal ||
            (lines > 0 && bsearch(&mine, line, lines, sizeof *line, by_bytes)))
            continue;
        qian_find_value(
            qian_find(m, "", "", p->copy.notice.draw, p->watched->first[QIAN_NOTE_NOTICE],
                      "the draw is of no line of the plan", "ask the authority why this was drawn"),
            "%s", p->copy.notice.plan_line);
    }
}

static enum qian_status read_row(struct qian_monitor *m, const struct qian_monitor_order *order,
                                 struct qian_str row, size_t number, struct qian_str *line,
                                 struct qian_err *err) {
    struct qian_split split = qian_split(row, '\t');
    struct qian_str due = {0}, more;
    *line = (struct qian_str){0};
    bool form = qian_split_next(&split, line) && qian_split_next(&split, &due) &&
                !qian_split_next(&split, &more);
    if (!form || line->n == 0 || line->n > LINE_MAX_BYTES || qian_text_fault(*line, false))
        return no_plan(order->plan, number, "this is no line of a plan", err);
    if (!qian_date_good(due))
        return no_plan(order->plan, number, "a day is written YYYY-MM-DD", err);
    if (qian_str_cmp(due, qian_str(order->today)) < 0 && !is_fulfilled(m, *line))
        qian_find_value(qian_find(m, "", "", "", -1,
                                  "a line of the plan is overdue: no transcript fulfils it",
                                  "ask the authority when it will be drawn, or why it was not"),
                        "%.*s %.*s", (int)line->n, line->p, (int)due.n, due.p);
    return QIAN_OK;
}

enum qian_status qian_monitor_plan(struct qian_monitor *m, const struct qian_monitor_order *order,
                                   struct qian_err *err) {
    struct qian_buf bytes = {0};
    struct qian_str *line = NULL, row;
    size_t lines = 0, cap = 0;
    enum qian_status status = qian_file_read(order->plan, PLAN_MAX, &bytes, err);
    if (status == QIAN_OK && (bytes.n == 0 || bytes.p[bytes.n - 1] != '\n'))
        status = no_plan(order->plan, 1, "the last line has no end", err);
    struct qian_split split =
        qian_split((struct qian_str){bytes.p, bytes.n > 0 ? bytes.n - 1 : 0}, '\n');
    for (size_t number = 1; status == QIAN_OK && qian_split_next(&split, &row); number++) {
        if (number == 1) {
            if (!qian_str_is(row, "line\tdue"))
                status = no_plan(order->plan, number, "the header is not line<TAB>due", err);
            continue;
        }
        line = qian_grow(line, &cap, lines + 1, sizeof *line);
        status = read_row(m, order, row, number, &line[lines++], err);
    }
    if (lines > 0)
        qsort(line, lines, sizeof *line, by_bytes);
    for (size_t i = 1; i < lines && status == QIAN_OK; i++)
        if (qian_str_eq(line[i - 1], line[i])) {
            status = no_plan(order->plan, 1, "a plan line stands twice", err);
            qian_err_value(err, "%.*s", (int)line[i].n, line[i].p);
        }
    if (status == QIAN_OK)
        look_for_unplanned(m, line, lines);
    free(line);
    qian_buf_free(&bytes);
    return status;
}
