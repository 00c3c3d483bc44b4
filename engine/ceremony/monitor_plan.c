// SPDX-License-Identifier: MulanPSL-2.0
// Serials, plan lines and the plan, from the notices of published bundles.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/ceremony/monitor.h"

#define PLAN_MAX 16777216
#define LINE_MAX_BYTES 64 // spec/bundle.md 3.4
#define YEAR 4            // characters of `created`

// The bundles whose notice the log knows.
static const struct qian_published **known(const struct qian_monitor *m, size_t *count) {
    const struct qian_published **list = qian_take(m->published_count + 1, sizeof *list);
    *count = 0;
    for (size_t i = 0; i < m->published_count; i++)
        if (m->published[i].watched)
            list[(*count)++] = &m->published[i];
    return list;
}

// Authority, year, and whether it is a rehearsal: what serials and plan lines are counted in.
static int by_group(const struct qian_notice *x, const struct qian_notice *y) {
    int order = strcmp(x->authority, y->authority);
    if (order == 0)
        order = strncmp(x->created, y->created, YEAR);
    return order != 0 ? order : (int)x->rehearsal - (int)y->rehearsal;
}

static const struct qian_published *at(const void *element) {
    return *(const struct qian_published *const *)element;
}

static int by_serial(const void *a, const void *b) {
    const struct qian_notice *x = &at(a)->copy.notice, *y = &at(b)->copy.notice;
    int order = by_group(x, y);
    if (order == 0 && x->serial != y->serial)
        order = x->serial < y->serial ? -1 : 1;
    return order != 0 ? order : strcmp(x->draw, y->draw);
}

static void hole(struct qian_monitor *m, const struct qian_notice *n, uint32_t from, uint32_t to) {
    struct qian_finding *f =
        qian_find(m, "C02", "ceremony 6.3", "", -1, "serials of an authority and year have a hole",
                  "ask the authority for the bundle of this serial, or why there is none");
    if (from == to)
        qian_find_value(f, "%s %.4s: %u", n->authority, n->created, from);
    else
        qian_find_value(f, "%s %.4s: %u-%u", n->authority, n->created, from, to);
}

// spec/ceremony.md 6.3: "the serial is the next one"
void qian_monitor_serials(struct qian_monitor *m) {
    size_t count;
    const struct qian_published **list = known(m, &count);
    qsort(list, count, sizeof *list, by_serial);
    for (size_t i = 1; i < count; i++) {
        const struct qian_notice *before = &list[i - 1]->copy.notice, *n = &list[i]->copy.notice;
        if (by_group(before, n) != 0)
            continue;
        if (n->serial == before->serial)
            qian_find_value(qian_find(m, "C02", "ceremony 6.3", n->draw,
                                      list[i]->watched->first[QIAN_NOTE_NOTICE],
                                      "two draws of an authority and year have one serial",
                                      "ask the authority which of them it is"),
                            "%s %.4s: %u, %s", n->authority, n->created, n->serial, before->draw);
        else if (n->serial > before->serial + 1)
            hole(m, n, before->serial + 1, n->serial - 1);
    }
    free(list);
}

static int by_line(const void *a, const void *b) {
    const struct qian_published *p = at(a), *q = at(b);
    const struct qian_notice *x = &p->copy.notice, *y = &q->copy.notice;
    int order = by_group(x, y);
    if (order == 0)
        order = strcmp(x->plan_line, y->plan_line);
    int64_t i = p->watched->first[QIAN_NOTE_NOTICE], k = q->watched->first[QIAN_NOTE_NOTICE];
    return order != 0 ? order : i < k ? -1 : i > k;
}

static void line_fault(struct qian_monitor *m, const struct qian_published *p, const char *what,
                       const char *before) {
    const struct qian_notice *n = &p->copy.notice;
    qian_find_value(qian_find(m, "C04", "ceremony 6.3", n->draw,
                              p->watched->first[QIAN_NOTE_NOTICE], what,
                              "ask the authority why this was drawn again"),
                    "%s, %s", n->plan_line, before);
}

// spec/ceremony.md 6.3: "a plan line that was drawn before names the void that it replaces"
void qian_monitor_lines(struct qian_monitor *m) {
    size_t count;
    const struct qian_published **list = known(m, &count);
    qsort(list, count, sizeof *list, by_line);
    for (size_t i = 0; i < count; i++) {
        const struct qian_notice *n = &list[i]->copy.notice;
        const struct qian_notice *before = i > 0 ? &list[i - 1]->copy.notice : NULL;
        bool again =
            before && by_group(before, n) == 0 && strcmp(before->plan_line, n->plan_line) == 0;
        const struct qian_watched *old = n->replaces ? qian_watched_find(m, n->replaces) : NULL;
        // A void in between whose bundle is not there may be the one before.
        if (again &&
            !(n->replaces && (strcmp(n->replaces, before->draw) == 0 || (old && !old->taken))))
            line_fault(m, list[i],
                       "a plan line was drawn again without naming the void of the draw before",
                       before->draw);
        else if (old && (old->first[QIAN_NOTE_VOID] < 0 ||
                         old->first[QIAN_NOTE_VOID] > list[i]->watched->first[QIAN_NOTE_NOTICE]))
            line_fault(m, list[i], "the draw that is replaced was not made void before",
                       n->replaces);
    }
    free(list);
}

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
    free(line);
    qian_buf_free(&bytes);
    return status;
}
