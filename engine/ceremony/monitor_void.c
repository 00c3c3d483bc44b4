// SPDX-License-Identifier: MulanPSL-2.0
// spec/ceremony.md 2.3: "Where contributions.txt and the public value are known, anyone can compute
// what would have been drawn: a void after that is shown by those who watch the log."
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/ceremony/monitor.h"
#include "engine/ceremony/solo.h"
#include "engine/ceremony/steps.h"

#define TABLE_MAX (UINT64_C(1) << 36)
#define TEXT_MAX 65536

// What a void would have drawn, while it is computed.
struct would {
    const struct qian_published *bundle;
    struct qian_frozen frozen;
    struct qian_draw draw;
    struct qian_buf contributions, stated; // stated: entropy.txt as the bundle has it
    struct qian_buf words[QIAN_PUBLIC_MAX_SOURCES];
    struct qian_buf entropy;
};

static enum qian_status read_in(const struct would *w, const char *name, uint64_t max,
                                struct qian_buf *out, struct qian_err *err) {
    char *path = qian_path_join(w->bundle->path, name);
    enum qian_status status = qian_file_read_regular(path, max, out, err);
    free(path);
    return status;
}

static bool has(const struct would *w, const char *name) {
    char *path = qian_path_join(w->bundle->path, name);
    bool there = qian_file_exists(path);
    free(path);
    return there;
}

static enum qian_status open_frozen(struct would *w, struct qian_err *err) {
    static const enum qian_bundle_file files[] = {QIAN_F_RULES, QIAN_F_TARGETS, QIAN_F_INSPECTORS,
                                                  QIAN_F_RECUSALS, QIAN_F_NOTICE};
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < sizeof files / sizeof *files && status == QIAN_OK; i++)
        status = read_in(w, qian_bundle_names[files[i]], TABLE_MAX,
                         &w->frozen.bundle.file[files[i]], err);
    if (status == QIAN_OK)
        status = read_in(w, "contributions.txt", TEXT_MAX, &w->contributions, err);
    return status == QIAN_OK ? qian_frozen_open(&w->frozen, err) : status;
}

static void write_entropy(struct would *w) {
    const struct qian_notice *n = &w->frozen.copy.notice;
    const char *value[QIAN_PUBLIC_MAX_SOURCES] = {0};
    struct qian_digest contributions;
    for (size_t i = 0; i < n->public_count; i++)
        value[i] = w->words[i].p;
    qian_hash(w->frozen.hasher, qian_buf_view(&w->contributions), &contributions);
    qian_entropy_write(n, &w->frozen.notice_digest, &contributions, value, &w->entropy);
}

// The values of the bundle's entropy.txt: false if it is not this notice's and these
// contributions', or a value does not verify (nist: by its form alone).
static bool take_stated(struct would *w) {
    const struct qian_notice *n = &w->frozen.copy.notice;
    struct qian_split split = qian_split(qian_buf_view(&w->stated), '\n');
    struct qian_str line;
    struct qian_err ignored;
    size_t at = 0;
    while (qian_split_next(&split, &line)) {
        if (line.n < 7 || memcmp(line.p, "public ", 7) != 0 || at == n->public_count)
            continue;
        const char *name = qian_source_names[n->public[at].kind];
        size_t skip = 7 + strlen(name) + 1;
        if (line.n <= skip || memcmp(line.p + 7, name, skip - 8) != 0)
            return false;
        qian_buf_add(&w->words[at], line.p + skip, line.n - skip);
        if (qian_public_check(&n->public[at], qian_buf_view(&w->words[at]), &ignored) != QIAN_OK)
            return false;
        at++;
    }
    if (at != n->public_count)
        return false;
    write_entropy(w);
    return qian_str_eq(qian_buf_view(&w->entropy), qian_buf_view(&w->stated));
}

// The values that were given: false if they are not for this draw.
static bool take_given(struct would *w, const struct qian_monitor_order *order) {
    const struct qian_notice *n = &w->frozen.copy.notice;
    struct qian_err ignored;
    if (order->values != n->public_count || (order->draw && strcmp(order->draw, n->draw) != 0))
        return false;
    for (size_t i = 0; i < n->public_count; i++) {
        const char *value = NULL;
        if (qian_public_given(&n->public[i], order -> value[i], &value, &ignored) != QIAN_OK)
            return false;
        qian_public_words(&n->public[i], value, &w -> words[i]);
        if (qian_public_check(&n->public[i], qian_buf_view(&w->words[i]), &ignored) != QIAN_OK)
            return false;
    }
    write_entropy(w);
    return true;
}

// The inspectors of a target, out of assignment.tsv.
static char *inspectors_of(const struct qian_table *assignment, struct qian_str target) {
    struct qian_buf out = {0};
    qian_buf_text(&out, "");
    for (size_t i = 0; i < assignment->rows; i++) {
        const struct qian_row *row = &assignment->row[i];
        if (!qian_str_eq(row->field[A_TARGET], target))
            continue;
        qian_buf_text(&out, out.n > 0 ? ", " : "");
        qian_buf_str(&out, row->field[A_INSPECTOR]);
    }
    char *text = qian_str_copy(qian_buf_view(&out));
    qian_buf_free(&out);
    return text;
}

static void keep(const struct would *w, struct qian_finding *f) {
    const struct qian_frame *frame = &w->frozen.frame;
    const struct qian_draw *d = &w->draw;
    struct qian_buf selection = {0}, assignment = {0};
    struct qian_table chosen, places;
    qian_selection_write(frame, &d->selection, &selection);
    qian_assignment_write(frame, &d->selection, &d->staff, d->team, &d->places, d->expert_team,
                          &d->expert_places, &assignment);
    qian_table_read(QIAN_SELECTION, qian_buf_view(&selection), &chosen);
    qian_table_read(QIAN_ASSIGNMENT, qian_buf_view(&assignment), &places);
    f->would = qian_take(chosen.rows + 1, sizeof *f->would);
    for (size_t i = 0; i < chosen.rows; i++) {
        const struct qian_str *field = chosen.row[i].field;
        f->would[f->woulds++] =
            (struct qian_would){.id = qian_str_copy(field[S_ID]),
                                .items = qian_str_copy(field[S_ITEMS]),
                                .inspectors = inspectors_of(&places, field[S_ID])};
    }
    f->determined = true;
    qian_table_free(&chosen);
    qian_table_free(&places);
    qian_buf_free(&selection);
    qian_buf_free(&assignment);
}

static struct qian_finding *found(struct qian_monitor *m, const struct qian_watched *draw) {
    return qian_find(m, "C03", "ceremony 2.3", draw->draw, draw->first[QIAN_NOTE_VOID],
                     "the draw was made void after the contributions were closed",
                     "read the reason in void.json; ask who knew the public value by then");
}

// *fits counts the voids for which the given values are.
static void look(struct qian_monitor *m, const struct qian_monitor_order *order,
                 const struct qian_watched *draw, struct would *w, size_t *fits) {
    struct qian_err err = {0};
    bool stated = has(w, "entropy.txt"), known = false;
    enum qian_status status = open_frozen(w, &err);
    if (status == QIAN_OK && stated)
        status = read_in(w, "entropy.txt", TEXT_MAX, &w->stated, &err);
    if (status == QIAN_OK && stated) {
        known = take_stated(w);
        if (!known)
            (void)qian_find(m, "E08", "seed 3.2", draw->draw, draw->first[QIAN_NOTE_VOID],
                            "the void's entropy.txt is not of its notice and contributions",
                            "run qian-verify on the bundle");
    } else if (status == QIAN_OK) {
        bool none = w->frozen.copy.notice.public_count == 0; // the contributions tell all
        if (none)
            write_entropy(w);
        known = none || take_given(w, order);
        *fits += known && !none;
    }
    if (status == QIAN_OK && known)
        status = qian_draw_run(&w->frozen.frame, &w->frozen.inspectors, &w->frozen.recusals,
                               qian_buf_view(&w->entropy), w->frozen.hasher, &w->draw, &err);
    struct qian_finding *f = found(m, draw);
    if (status == QIAN_OK && known)
        keep(w, f);
    else if (status != QIAN_OK)
        qian_find_value(f, "%s %s", err.code, err.where);
}

static void close_would(struct would *w) {
    for (size_t i = 0; i < QIAN_PUBLIC_MAX_SOURCES; i++)
        qian_buf_free(&w->words[i]);
    qian_buf_free(&w->contributions);
    qian_buf_free(&w->stated);
    qian_buf_free(&w->entropy);
    qian_draw_free(&w->draw);
    qian_frozen_close(&w->frozen);
    free(w);
}

enum qian_status qian_monitor_voids(struct qian_monitor *m, const struct qian_monitor_order *order,
                                    struct qian_err *err) {
    size_t fits = 0;
    for (size_t i = 0; i < m->watched_count; i++) {
        const struct qian_watched *draw = &m->watched[i];
        const struct qian_published *p = NULL;
        if (draw->first[QIAN_NOTE_CLOSE] < 0 ||
            draw->first[QIAN_NOTE_VOID] < draw->first[QIAN_NOTE_CLOSE])
            continue;
        for (size_t k = 0; k < m->published_count && draw->taken && !p; k++)
            if (m->published[k].watched == draw && m->published[k].sound)
                p = &m->published[k];
        if (!p) {
            (void)found(m, draw);
            continue;
        }
        struct would *w = qian_take(1, sizeof *w);
        w->bundle = p;
        look(m, order, draw, w, &fits);
        close_would(w);
    }
    if (order->values == 0 || fits == 1)
        return QIAN_OK;
    return fits == 0 ? qian_fail(err, QIAN_USAGE, "E03", "ceremony 2.3",
                                 "the public value is that of no void in the log and the bundles",
                                 "give --public SOURCE=VALUE for each source of one void")
                     : qian_fail(err, QIAN_USAGE, "E03", "ceremony 2.3",
                                 "the public value could be that of more than one void",
                                 "name the draw: --draw ID");
}
