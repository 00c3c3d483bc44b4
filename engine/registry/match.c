// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/match.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/fold.h"
#include "engine/registry/pairs.h"

// A row of the first list. Texts lie in `text`, each terminated.
struct kept {
    size_t id, name, folded, alike; // offsets
    bool met;                       // by code
};
struct matching {
    struct qian_store *store;
    uint64_t change;
    const char *day;
    struct qian_buf text;
    struct kept *row;
    size_t count, cap;
    const struct kept **by_name, **by_id, **by_alike;
    struct qian_match *out;
};

static const char *text_at(const struct matching *m, size_t at) {
    return m->text.p + at;
}

// The code with every look-alike replaced, so that two codes that look alike are one text.
static void alike(struct qian_buf *out, struct qian_str id) {
    static const char from[] = "OoIilLZzSs", to[] = "0011112255";
    for (size_t i = 0; i < id.n; i++) {
        const char *c = memchr(from, id.p[i], sizeof from - 1);
        qian_buf_char(out, c ? to[c - from] : id.p[i]);
    }
}

static size_t put(struct matching *m, void (*write)(struct qian_buf *, struct qian_str),
                  struct qian_str text) {
    size_t at = m->text.n;
    write(&m->text, text);
    qian_buf_add(&m->text, "", 1);
    return at;
}

static enum qian_status open_list(struct matching *m, uint64_t list, struct qian_scan **scan,
                                  struct qian_err *err) {
    struct qian_scan_order order = {.reg = qian_register_find("targets"),
                                    .list = list,
                                    .change = m->change,
                                    .day = m->day,
                                    .by = "id"};
    return qian_store_scan(m->store, &order, scan, err);
}

static enum qian_status too_many(struct qian_err *err) {
    return qian_fail(err, QIAN_REFUSED, "", "registers 3.3",
                     "the first list has more than 2,000,000 rows", "name the smaller list first");
}

static enum qian_status keep_first(struct matching *m, uint64_t list, struct qian_err *err) {
    struct qian_scan *scan = NULL;
    struct qian_scanned row;
    bool more = true;
    enum qian_status status = open_list(m, list, &scan, err);
    while (status == QIAN_OK && more) {
        status = qian_scan_next(scan, &more, &row, err);
        if (status != QIAN_OK || !more)
            break;
        if (m->count == QIAN_MATCH_ROWS_MAX) {
            status = too_many(err);
            break;
        }
        m->row = qian_grow(m->row, &m->cap, m->count + 1, sizeof *m->row);
        m->row[m->count++] =
            (struct kept){put(m, qian_buf_str, row.key), put(m, qian_buf_str, row.field[1]),
                          put(m, qian_fold_name, row.field[1]), put(m, alike, row.key), false};
    }
    qian_scan_close(scan);
    m->out->rows[0] = m->count;
    return status;
}

// qsort has no context, and the texts have one place.
static const char *sort_text;

static int order_by(size_t x, size_t y) {
    return strcmp(sort_text + x, sort_text + y);
}

static int compare_name(const void *a, const void *b) {
    return order_by((*(const struct kept *const *)a)->folded,
                    (*(const struct kept *const *)b)->folded);
}

static int compare_id(const void *a, const void *b) {
    return order_by((*(const struct kept *const *)a)->id, (*(const struct kept *const *)b)->id);
}

static int compare_alike(const void *a, const void *b) {
    return order_by((*(const struct kept *const *)a)->alike,
                    (*(const struct kept *const *)b)->alike);
}

static const struct kept **sorted(const struct matching *m,
                                  int (*compare)(const void *, const void *)) {
    const struct kept **index = qian_take(m->count + 1, sizeof *index);
    for (size_t i = 0; i < m->count; i++)
        index[i] = &m->row[i];
    sort_text = m->text.p;
    if (m->count > 1)
        qsort(index, m->count, sizeof *index, compare);
    return index;
}

// The first of the index whose text at this member is the one; m->count if there is none.
static size_t find(const struct matching *m, const struct kept **index, size_t member,
                   struct qian_str text) {
    size_t low = 0, high = m->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        size_t at;
        memcpy(&at, (const char *)index[middle] + member, sizeof at);
        if (qian_str_cmp(qian_str(text_at(m, at)), text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_at(const struct matching *m, const struct kept **index, size_t i, size_t member,
                  struct qian_str text) {
    size_t at;
    if (i >= m->count)
        return false;
    memcpy(&at, (const char *)index[i] + member, sizeof at);
    return qian_str_is(text, text_at(m, at));
}

static void suggest(struct matching *m, enum qian_suggestion_kind kind, const struct kept *a,
                    struct qian_str id, struct qian_str name) {
    struct qian_match *out = m->out;
    if (kind == QIAN_SAME_NAME)
        out->same_name++;
    else
        out->look_alikes++;
    if (out->suggestions == QIAN_SUGGESTIONS_MAX)
        return;
    out->suggestion =
        qian_grow(out->suggestion, &out->cap, out->suggestions + 1, sizeof *out->suggestion);
    out->suggestion[out->suggestions++] = (struct qian_suggestion){
        kind,
        {qian_str_copy(qian_str(text_at(m, a->id))), qian_str_copy(id)},
        {qian_str_copy(qian_str(text_at(m, a->name))), qian_str_copy(name)}};
}

struct probe {
    struct qian_str id, name, folded, alike;
};

static void meet_code(struct matching *m, const struct probe *p) {
    size_t i = find(m, m->by_id, offsetof(struct kept, id), p->id);
    if (!is_at(m, m->by_id, i, offsetof(struct kept, id), p->id))
        return;
    m->out->same_id++;
    bool other = true;
    for (; is_at(m, m->by_id, i, offsetof(struct kept, id), p->id); i++) {
        m->row[m->by_id[i] - m->row].met = true;
        other = other && !qian_str_is(p->folded, text_at(m, m->by_id[i]->folded));
    }
    m->out->other_name += other;
}

// spec/registers.md 3.4: "Two codes of which each becomes the other by replacing look-alikes"
static void meet_alike(struct matching *m, const struct probe *p) {
    size_t i = find(m, m->by_alike, offsetof(struct kept, alike), p->alike);
    for (; is_at(m, m->by_alike, i, offsetof(struct kept, alike), p->alike); i++)
        if (!qian_str_is(p->id, text_at(m, m->by_alike[i]->id)))
            suggest(m, QIAN_LOOK_ALIKE, m->by_alike[i], p->id, p->name);
}

// spec/registers.md 3.3: "are *suggested* as one subject, never joined"
static void meet_name(struct matching *m, const struct probe *p) {
    size_t i = find(m, m->by_name, offsetof(struct kept, folded), p->folded);
    for (; is_at(m, m->by_name, i, offsetof(struct kept, folded), p->folded); i++)
        if (!m->by_name[i]->met && !qian_str_is(p->id, text_at(m, m->by_name[i]->id)))
            suggest(m, QIAN_SAME_NAME, m->by_name[i], p->id, p->name);
}

// Go through the second list: codes first, so that who was met by code is not suggested by name.
static enum qian_status go_through(struct matching *m, uint64_t list, bool names,
                                   struct qian_err *err) {
    struct qian_scan *scan = NULL;
    struct qian_scanned row;
    struct qian_buf folded = {0}, like = {0};
    bool more = true;
    enum qian_status status = open_list(m, list, &scan, err);
    while (status == QIAN_OK && more) {
        status = qian_scan_next(scan, &more, &row, err);
        if (status != QIAN_OK || !more)
            break;
        folded.n = like.n = 0;
        qian_fold_name(&folded, row.field[1]);
        alike(&like, row.key);
        struct probe probe = {row.key, row.field[1], qian_buf_view(&folded), qian_buf_view(&like)};
        if (names) {
            meet_name(m, &probe);
            continue;
        }
        m->out->rows[1]++;
        meet_code(m, &probe);
        meet_alike(m, &probe);
    }
    qian_scan_close(scan);
    qian_buf_free(&folded);
    qian_buf_free(&like);
    return status;
}

enum qian_status qian_match_lists(struct qian_store *store, const uint64_t list[2], uint64_t change,
                                  const char *day, struct qian_match *out, struct qian_err *err) {
    struct matching m = {.store = store, .change = change, .day = day, .out = out};
    enum qian_status status = qian_pairs_resolve(store, change, day, err);
    if (status == QIAN_OK)
        status = keep_first(&m, list[0], err);
    m.by_id = sorted(&m, compare_id);
    m.by_name = sorted(&m, compare_name);
    m.by_alike = sorted(&m, compare_alike);
    if (status == QIAN_OK)
        status = go_through(&m, list[1], false, err);
    if (status == QIAN_OK)
        status = go_through(&m, list[1], true, err);
    free(m.by_id);
    free(m.by_name);
    free(m.by_alike);
    free(m.row);
    qian_buf_free(&m.text);
    return status;
}

void qian_match_free(struct qian_match *match) {
    for (size_t i = 0; i < match->suggestions; i++) {
        free(match->suggestion[i].id[0]);
        free(match->suggestion[i].id[1]);
        free(match->suggestion[i].name[0]);
        free(match->suggestion[i].name[1]);
    }
    free(match->suggestion);
    *match = (struct qian_match){0};
}
