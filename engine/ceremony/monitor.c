// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/monitor.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/text.h"

#define DAY 86400
#define OPEN_DAYS 30 // a draw without a time of its own ends within
#define VALUE_MAX 1024

struct qian_finding *qian_find(struct qian_monitor *m, const char *code, const char *clause,
                               const char *draw, int64_t entry, const char *what,
                               const char *next) {
    m->finding = qian_grow(m->finding, &m->findings_cap, m->findings + 1, sizeof *m->finding);
    struct qian_finding *f = &m->finding[m->findings++];
    *f = (struct qian_finding){.code = code, .clause = clause, .what = what, .next = next};
    f->draw = qian_str_copy(qian_str(draw));
    f->entry = entry;
    f->value = qian_str_copy(qian_str(""));
    return f;
}

void qian_find_value(struct qian_finding *f, const char *format, ...) {
    char text[VALUE_MAX];
    struct qian_buf shown = {0};
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    qian_show(&shown, qian_str(text), sizeof text);
    free(f->value);
    f->value = qian_str_copy(qian_buf_view(&shown));
    qian_buf_free(&shown);
}

static int by_draw(const void *a, const void *b) {
    const struct qian_watched *x = a, *y = b;
    return strcmp(x->draw, y->draw);
}

struct qian_watched *qian_watched_find(const struct qian_monitor *m, const char *draw) {
    const struct qian_watched key = {.draw = (char *)(uintptr_t)draw};
    return m->watched_count == 0 ? NULL
                                 : bsearch(&key, m->watched, m->watched_count, sizeof key, by_draw);
}

// spec/ceremony.md 6.5: "A party signs one text of a kind for one draw and no other"
static void look_for_second_texts(struct qian_monitor *m) {
    const struct qian_logged *first = NULL;
    for (size_t i = 0; i < m->logged_count; i++) {
        const struct qian_logged *note = &m->logged[i];
        if (!first || first->kind != note->kind || !qian_str_eq(first->draw, note->draw)) {
            first = note;
        } else if (!qian_str_eq(first->text, note->text)) {
            char *draw = qian_str_copy(note->draw);
            struct qian_finding *f = qian_find(
                m, "C01", "ceremony 6.5", draw, (int64_t)note->index,
                "two notes of one kind for one draw say different things",
                "keep both entries with their proofs: if both are signed, they prove fraud");
            qian_find_value(f, "%s: %llu, %llu", qian_note_kinds[note->kind],
                            (unsigned long long)first->index, (unsigned long long)note->index);
            free(draw);
        }
    }
}

static void out_of_order(struct qian_monitor *m, const struct qian_watched *w,
                         enum qian_note_kind kind, const char *wanted) {
    struct qian_finding *f =
        qian_find(m, "L08", "ceremony 5.3", w->draw, w->first[kind],
                  "a note stands in the log without the one that has to be before it",
                  "do not accept the draw; ask the authority");
    qian_find_value(f, "%s, %s", qian_note_kinds[kind], wanted);
}

// spec/ceremony.md 5.3: "The indexes ascend: notice, close, transcript, open; notice, close, void"
static void look_at_order(struct qian_monitor *m, const struct qian_watched *w) {
    static const struct {
        enum qian_note_kind kind, before;
    } pairs[] = {{QIAN_NOTE_CLOSE, QIAN_NOTE_NOTICE},      {QIAN_NOTE_VOID, QIAN_NOTE_NOTICE},
                 {QIAN_NOTE_TRANSCRIPT, QIAN_NOTE_NOTICE}, {QIAN_NOTE_OPEN, QIAN_NOTE_NOTICE},
                 {QIAN_NOTE_TRANSCRIPT, QIAN_NOTE_CLOSE},  {QIAN_NOTE_OPEN, QIAN_NOTE_TRANSCRIPT}};
    const int64_t *at = w->first;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (at[pairs[i].kind] >= 0 &&
            (at[pairs[i].before] < 0 || at[pairs[i].before] > at[pairs[i].kind]))
            out_of_order(m, w, pairs[i].kind, qian_note_kinds[pairs[i].before]);
    if (at[QIAN_NOTE_VOID] >= 0 && at[QIAN_NOTE_CLOSE] > at[QIAN_NOTE_VOID])
        (void)qian_find(m, "L08", "ceremony 5.3", w->draw, at[QIAN_NOTE_CLOSE],
                        "the draw was closed after it was made void",
                        "do not accept the draw; ask the authority");
    if (at[QIAN_NOTE_VOID] >= 0 && at[QIAN_NOTE_TRANSCRIPT] >= 0)
        (void)qian_find(m, "C03", "ceremony 6.6", w->draw,
                        at[QIAN_NOTE_VOID] > at[QIAN_NOTE_TRANSCRIPT] ? at[QIAN_NOTE_VOID]
                                                                      : at[QIAN_NOTE_TRANSCRIPT],
                        "the draw has both a transcript and a void",
                        "ask the authority which of them holds, and why there are two");
}

const struct qian_published *qian_published_of(const struct qian_monitor *m,
                                               const struct qian_watched *w) {
    for (size_t i = 0; w && i < m->published_count; i++)
        if (m->published[i].watched == w)
            return &m->published[i];
    return NULL;
}

// When the draw should have ended: the last public value's time, or 30 days after the notice.
static bool due_of(const struct qian_published *bundle, int64_t *due) {
    const struct qian_notice *n = &bundle->copy.notice;
    int64_t time;
    bool any = false;
    for (size_t i = 0; i < n->public_count; i++) {
        if (!qian_time_read(qian_str(n->public[i].time), &time))
            continue;
        *due = any && *due > time ? *due : time;
        any = true;
    }
    if (any || !qian_time_read(qian_str(n->created), &time))
        return any;
    *due = time + (int64_t)OPEN_DAYS * DAY;
    return true;
}

// A draw whose bundle nobody has shown. What stands before a published draw's notice in the log was
// there when that one came, which is at most 30 days after its `created` (spec/ceremony.md 5.5).
static bool due_unseen(const struct qian_monitor *m, const struct qian_watched *w, int64_t *due) {
    bool any = false;
    for (size_t i = 0; i < m->published_count; i++) {
        const struct qian_published *p = &m->published[i];
        int64_t time;
        if (!p->watched || p->watched->first[QIAN_NOTE_NOTICE] < w->first[QIAN_NOTE_NOTICE] ||
            !qian_time_read(qian_str(p->copy.notice.created), &time))
            continue;
        time += (int64_t)2 * OPEN_DAYS * DAY;
        *due = any && *due < time ? *due : time;
        any = true;
    }
    return any;
}

// spec/ceremony.md 6.6: "afterwards it ends as a transcript or a void"
static void look_at_end(struct qian_monitor *m, const struct qian_watched *w) {
    const struct qian_published *bundle = qian_published_of(m, w);
    char text[26];
    int64_t due = 0;
    if (w->first[QIAN_NOTE_NOTICE] < 0 || w->first[QIAN_NOTE_TRANSCRIPT] >= 0 ||
        w->first[QIAN_NOTE_VOID] >= 0)
        return;
    bool known = bundle ? due_of(bundle, &due) : due_unseen(m, w, &due);
    if (known)
        qian_time_write(due, text);
    m->going = qian_grow(m->going, &m->goings_cap, m->goings + 1, sizeof *m->going);
    m->going[m->goings++] =
        (struct qian_going){.draw = qian_str_copy(qian_str(w->draw)),
                            .entry = w->first[QIAN_NOTE_NOTICE],
                            .due = known ? qian_str_copy(qian_str(text)) : NULL};
    if (known && due < m->today)
        qian_find_value(qian_find(m, "", "ceremony 6.6", w->draw, w->first[QIAN_NOTE_NOTICE],
                                  "the draw is overdue: neither a transcript nor a void is there",
                                  "ask the authority for the one or the other"),
                        "%s", text);
}

static int by_place(const void *a, const void *b) {
    const struct qian_finding *x = a, *y = b;
    int order = strcmp(x->draw, y->draw);
    if (order == 0 && x->entry != y->entry)
        order = x->entry < y->entry ? -1 : 1;
    if (order == 0)
        order = strcmp(x->code, y->code);
    if (order == 0)
        order = strcmp(x->what, y->what);
    return order != 0 ? order : strcmp(x->value, y->value);
}

enum qian_status qian_monitor_run(const struct qian_monitor_order *order, struct qian_monitor *m,
                                  struct qian_err *err) {
    struct qian_buf midnight = {0};
    *m = (struct qian_monitor){0};
    qian_buf_text(&midnight, order->today);
    qian_buf_text(&midnight, "T00:00:00+08:00");
    bool day = qian_time_read(qian_buf_view(&midnight), &m->today);
    qian_buf_free(&midnight);
    if (!day)
        return qian_fail(err, QIAN_USAGE, "", "", "a day is written YYYY-MM-DD", "");
    enum qian_status status = qian_monitor_log(m, order, err);
    if (status == QIAN_OK && order->bundles)
        status = qian_monitor_bundles(m, order, err);
    if (status != QIAN_OK)
        return status;
    look_for_second_texts(m);
    for (size_t i = 0; i < m->watched_count; i++) {
        look_at_order(m, &m->watched[i]);
        look_at_end(m, &m->watched[i]);
    }
    qian_monitor_serials(m);
    qian_monitor_lines(m);
    status = qian_monitor_voids(m, order, err);
    if (status == QIAN_OK && order->plan)
        status = qian_monitor_plan(m, order, err);
    if (m->findings > 0)
        qsort(m->finding, m->findings, sizeof *m->finding, by_place);
    return status;
}

static void free_finding(struct qian_finding *f) {
    for (size_t i = 0; i < f->woulds; i++) {
        free(f->would[i].id);
        free(f->would[i].items);
        free(f->would[i].inspectors);
    }
    free(f->would);
    free(f->draw);
    free(f->value);
}

void qian_monitor_free(struct qian_monitor *m) {
    for (size_t i = 0; i < m->files; i++)
        qian_buf_free(&m->file[i]);
    for (size_t i = 0; i < m->watched_count; i++)
        free(m->watched[i].draw);
    for (size_t i = 0; i < m->published_count; i++) {
        free(m->published[i].name);
        free(m->published[i].path);
        qian_rules_free(&m->published[i].rules);
        qian_notice_copy_free(&m->published[i].copy);
    }
    for (size_t i = 0; i < m->findings; i++)
        free_finding(&m->finding[i]);
    for (size_t i = 0; i < m->goings; i++) {
        free(m->going[i].draw);
        free(m->going[i].due);
    }
    free(m->origin);
    free(m->file);
    free(m->logged);
    free(m->watched);
    free(m->published);
    free(m->finding);
    free(m->going);
    *m = (struct qian_monitor){0};
}
