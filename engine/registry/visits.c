// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/visits.h"

#include <stdlib.h>
#include <string.h>

enum { I_ID, I_TARGET, I_ITEM, I_DEPARTMENT, I_SYSTEM, I_LEVEL, I_DATE, I_KIND };

void qian_pasts_clear(struct qian_pasts *pasts) {
    pasts->count = pasts->text.n = 0;
}

size_t qian_pasts_put(struct qian_pasts *pasts, struct qian_str text) {
    size_t at = pasts->text.n;
    qian_buf_str(&pasts->text, text);
    qian_buf_add(&pasts->text, "", 1);
    return at;
}

const char *qian_pasts_text(const struct qian_pasts *pasts, size_t at) {
    return pasts->text.p + at;
}

void qian_pasts_add(struct qian_pasts *pasts, const struct qian_str *field, bool drawn) {
    pasts->past = qian_grow(pasts->past, &pasts->cap, pasts->count + 1, sizeof *pasts->past);
    pasts->past[pasts->count++] =
        (struct qian_past){.id = qian_pasts_put(pasts, field[I_ID]),
                           .item = qian_pasts_put(pasts, field[I_ITEM]),
                           .system = qian_pasts_put(pasts, field[I_SYSTEM]),
                           .department = qian_pasts_put(pasts, field[I_DEPARTMENT]),
                           .date = qian_pasts_put(pasts, field[I_DATE]),
                           .kind = qian_pasts_put(pasts, field[I_KIND]),
                           .drawn = drawn};
}

static int compare(const struct qian_pasts *pasts, size_t a, size_t b) {
    return strcmp(qian_pasts_text(pasts, a), qian_pasts_text(pasts, b));
}

// By date, then id, as bytes: there are a handful.
static void sort(struct qian_pasts *pasts) {
    for (size_t i = 1; i < pasts->count; i++)
        for (size_t k = i; k > 0; k--) {
            struct qian_past *a = &pasts->past[k - 1], *b = &pasts->past[k], swap = *a;
            int order = compare(pasts, a->date, b->date);
            order = order ? order : compare(pasts, a->id, b->id);
            if (order <= 0)
                break;
            *a = *b;
            *b = swap;
        }
}

// spec/history.md 2.6: "a row of a department's list that has its target, item and system, the kind
// `drawn`, and a day of the same year that is not before the draw's"
static bool does(const struct qian_pasts *pasts, const struct qian_past *row,
                 const struct qian_past *draw) {
    const char *a = qian_pasts_text(pasts, row->date), *b = qian_pasts_text(pasts, draw->date);
    return !row->drawn && !row->done && strcmp(qian_pasts_text(pasts, row->kind), "drawn") == 0 &&
           strcmp(a, b) >= 0 && compare(pasts, row->item, draw->item) == 0 &&
           compare(pasts, row->system, draw->system) == 0;
}

// spec/history.md 2.6: "Each row does one row of a draw: those of the earlier draw first, by the
// earlier day." A department's row that did one is marked as well, for as long as this takes.
static void find_done(struct qian_pasts *pasts) {
    for (size_t i = 0; i < pasts->count; i++)
        for (size_t k = 0; pasts->past[i].drawn && k < pasts->count; k++)
            if (does(pasts, &pasts->past[k], &pasts->past[i])) {
                pasts->past[i].done = pasts->past[k].done = true;
                break;
            }
    for (size_t k = 0; k < pasts->count; k++)
        pasts->past[k].done = pasts->past[k].done && pasts->past[k].drawn;
}

static bool together(const struct qian_pasts *pasts, const struct qian_past *a,
                     const struct qian_past *b) {
    return compare(pasts, a->department, b->department) == 0 &&
           compare(pasts, a->date, b->date) == 0;
}

// spec/history.md 2.6: "Rows of draws with one target, department and date, of which one is done,
// are no visit any more"
static void spread_done(struct qian_pasts *pasts) {
    for (size_t i = 0; i < pasts->count; i++)
        for (size_t k = 0; pasts->past[i].drawn && k < pasts->count; k++)
            if (pasts->past[k].done && together(pasts, &pasts->past[i], &pasts->past[k]))
                pasts->past[i].done = true;
}

// spec/history.md 2.3: "A visit is a target, department and date, of kind `drawn` or `special`."
static bool counts(const struct qian_pasts *pasts, const struct qian_past *past) {
    const char *kind = qian_pasts_text(pasts, past->kind);
    return !past->done && (strcmp(kind, "drawn") == 0 || strcmp(kind, "special") == 0);
}

unsigned qian_pasts_judge(struct qian_pasts *pasts) {
    unsigned visits = 0;
    sort(pasts);
    find_done(pasts);
    spread_done(pasts);
    for (size_t i = 0; i < pasts->count; i++) {
        struct qian_past *past = &pasts->past[i];
        past->visit = counts(pasts, past);
        for (size_t k = 0; past->visit && k < i; k++)
            past->visit =
                !counts(pasts, &pasts->past[k]) || !together(pasts, &pasts->past[k], past);
        visits += past->visit;
    }
    return visits;
}

void qian_pasts_free(struct qian_pasts *pasts) {
    free(pasts->past);
    qian_buf_free(&pasts->text);
    *pasts = (struct qian_pasts){0};
}

enum qian_status qian_drawn_lists(struct qian_store *store, uint64_t **out, size_t *count,
                                  struct qian_err *err) {
    struct qian_stored_list *list = NULL;
    size_t lists = 0;
    enum qian_status status = qian_store_lists(store, "inspections", &list, &lists, err);
    *out = qian_take(lists + 1, sizeof **out);
    *count = 0;
    for (size_t i = 0; i < lists; i++)
        if (list[i].drawn)
            (*out)[(*count)++] = list[i].number;
    qian_stored_lists_free(list, lists);
    return status;
}

bool qian_is_drawn_list(const uint64_t *list, size_t count, uint64_t number) {
    for (size_t i = 0; i < count; i++)
        if (list[i] == number)
            return true;
    return false;
}

// spec/plan.md 3.31: "the smaller maximum and cap"
enum qian_status qian_visits_caps(const struct qian_rules *const *rules, size_t packs,
                                  uint32_t cap[5], struct qian_err *err) {
    static const char *const classes[] = {"A", "B", "C", "D", "-"};
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < 5; i++)
        cap[i] = UINT32_MAX;
    for (size_t k = 0; k < packs; k++)
        for (size_t i = 0; status == QIAN_OK && i < 5; i++) {
            uint32_t n = UINT32_MAX;
            status = qian_rules_visits_cap(rules[k], classes[i], &n, err);
            cap[i] = n < cap[i] ? n : cap[i];
        }
    return status;
}
