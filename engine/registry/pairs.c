// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/pairs.h"

#include <stdlib.h>
#include <string.h>

struct pair {
    char *id, *current;
};
struct pairs {
    struct pair *pair; // by id
    size_t count, cap;
};

static enum qian_status contradiction(const char *what, const struct pair *pair,
                                      struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "", "registers 3.1", what, "mend the list of pairs");
    qian_err_where(err, "%.64s", pair->id);
    qian_err_value(err, "%.64s", pair->current);
    return status;
}

static enum qian_status add(struct pairs *pairs, const struct qian_scanned *row,
                            struct qian_err *err) {
    struct pair *last = pairs->count ? &pairs->pair[pairs->count - 1] : NULL;
    if (last && qian_str_is(row->field[0], last->id)) {
        if (qian_str_is(row->field[1], last->current))
            return QIAN_OK;
        return contradiction("an old id has two current ones", last, err);
    }
    pairs->pair = qian_grow(pairs->pair, &pairs->cap, pairs->count + 1, sizeof *pairs->pair);
    pairs->pair[pairs->count++] =
        (struct pair){qian_str_copy(row->field[0]), qian_str_copy(row->field[1])};
    return QIAN_OK;
}

static enum qian_status load(struct qian_store *store, uint64_t change, const char *day,
                             struct pairs *pairs, struct qian_err *err) {
    struct qian_scan_order order = {
        .reg = qian_register_find("pairs"), .change = change, .day = day};
    struct qian_scan *scan;
    struct qian_scanned row;
    bool more = true;
    enum qian_status status = qian_store_scan(store, &order, &scan, err);
    while (status == QIAN_OK && more) {
        status = qian_scan_next(scan, &more, &row, err);
        if (status == QIAN_OK && more)
            status = add(pairs, &row, err);
    }
    qian_scan_close(scan);
    return status;
}

static int compare(const void *key, const void *pair) {
    return strcmp(key, ((const struct pair *)pair)->id);
}

// spec/registers.md 3.1: "the `current` id of the pair whose `id` it is, and so on (a circle is
// refused)"
static enum qian_status resolve(struct qian_store *store, const struct pairs *pairs,
                                const struct pair *pair, struct qian_err *err) {
    const struct pair *at = pair;
    for (size_t steps = 0; steps <= pairs->count; steps++) {
        const struct pair *next =
            bsearch(at->current, pairs->pair, pairs->count, sizeof *at, compare);
        if (!next)
            return qian_store_canon_add(store, qian_str(pair->id), qian_str(at->current), err);
        at = next;
    }
    return contradiction("pairs of ids go in a circle", pair, err);
}

enum qian_status qian_pairs_resolve(struct qian_store *store, uint64_t change, const char *day,
                                    struct qian_err *err) {
    struct pairs pairs = {0};
    enum qian_status status = qian_store_canon_clear(store, err);
    if (status == QIAN_OK)
        status = load(store, change, day, &pairs, err);
    for (size_t i = 0; status == QIAN_OK && i < pairs.count; i++)
        status = resolve(store, &pairs, &pairs.pair[i], err);
    for (size_t i = 0; i < pairs.count; i++) {
        free(pairs.pair[i].id);
        free(pairs.pair[i].current);
    }
    free(pairs.pair);
    return status;
}
