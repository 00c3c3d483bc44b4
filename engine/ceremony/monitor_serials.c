// SPDX-License-Identifier: MulanPSL-2.0
// Serials and plan lines, from the notices of published bundles.
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/ceremony/monitor.h"

#define YEAR 4 // characters of `created`
#define DAY 86400
#define YEAR_END_DAYS 92 // within which a line of another year is taken for the same one

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

// Rehearsals apart, by plan line, in the order of the log: a line is one, whatever the authority
// calls itself.
static int by_line(const void *a, const void *b) {
    const struct qian_published *p = at(a), *q = at(b);
    const struct qian_notice *x = &p->copy.notice, *y = &q->copy.notice;
    int order = (int)x->rehearsal - (int)y->rehearsal;
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

// Is this the line of the draw before? Plans count their lines by the year: years later it is
// another one.
static bool is_again(const struct qian_notice *before, const struct qian_notice *n) {
    int64_t a = 0, b = 0;
    if (before->rehearsal != n->rehearsal || strcmp(before->plan_line, n->plan_line) != 0)
        return false;
    if (strncmp(before->created, n->created, YEAR) == 0)
        return true;
    return qian_time_read(qian_str(before->created), &a) &&
           qian_time_read(qian_str(n->created), &b) && b - a < (int64_t)YEAR_END_DAYS * DAY &&
           a - b < (int64_t)YEAR_END_DAYS * DAY;
}

// spec/ceremony.md 3.1: "replaces.note is the void of that draw"
static void look_at_replaced(struct qian_monitor *m, const struct qian_published *p) {
    const struct qian_notice *n = &p->copy.notice;
    const struct qian_watched *old = qian_watched_find(m, n->replaces);
    const struct qian_published *was = qian_published_of(m, old);
    if (old && (old->first[QIAN_NOTE_VOID] < 0 ||
                old->first[QIAN_NOTE_VOID] > p->watched->first[QIAN_NOTE_NOTICE]))
        line_fault(m, p, "the draw that is replaced was not made void before", n->replaces);
    if (was && strcmp(was->copy.notice.plan_line, n->plan_line) != 0)
        line_fault(m, p, "the draw that is replaced was of another plan line", n->replaces);
}

static void look_for_second_replacements(struct qian_monitor *m,
                                         const struct qian_published *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count && list[i]->copy.notice.replaces; k++) {
            const struct qian_notice *a = &list[k]->copy.notice, *b = &list[i]->copy.notice;
            if (a->replaces && strcmp(a->replaces, b->replaces) == 0 &&
                list[k]->watched->first[QIAN_NOTE_NOTICE] <
                    list[i]->watched->first[QIAN_NOTE_NOTICE])
                line_fault(m, list[i], "the draw that is replaced was replaced before", a->draw);
        }
}

// spec/ceremony.md 6.3: "a plan line that was drawn before names the void that it replaces"
void qian_monitor_lines(struct qian_monitor *m) {
    size_t count;
    const struct qian_published **list = known(m, &count);
    qsort(list, count, sizeof *list, by_line);
    for (size_t i = 0; i < count; i++) {
        const struct qian_notice *n = &list[i]->copy.notice;
        const struct qian_notice *before = i > 0 ? &list[i - 1]->copy.notice : NULL;
        const struct qian_watched *old = n->replaces ? qian_watched_find(m, n->replaces) : NULL;
        // A void in between whose bundle is not there may be the one before.
        if (before && is_again(before, n) &&
            !(n->replaces && (strcmp(n->replaces, before->draw) == 0 || (old && !old->taken))))
            line_fault(m, list[i],
                       "a plan line was drawn again without naming the void of the draw before",
                       before->draw);
        else if (n->replaces)
            look_at_replaced(m, list[i]);
    }
    look_for_second_replacements(m, list, count);
    free(list);
}
