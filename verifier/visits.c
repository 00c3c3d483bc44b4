// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/visits.h"

#include "verifier/mem.h"

#include <stdlib.h>
#include <string.h>

struct pick {
    const struct taken *row; // in a heap of the roster
    uint32_t item;
};

static int by_offset_and_item(const void *a, const void *b)
{
    const struct pick *one = a;
    const struct pick *two = b;
    if (one->row->offset != two->row->offset) {
        return one->row->offset < two->row->offset ? -1 : 1;
    }
    return (one->item > two->item) - (one->item < two->item);
}

static struct pick *collect(const struct roster *roster, size_t *count)
{
    size_t sum = 0;
    for (size_t i = 0; i < roster->numbers.count; i++) {
        sum += roster->strata[i].taken;
    }
    struct pick *picks = mem_new(sum, sizeof *picks);
    *count = 0;
    for (size_t i = 0; i < roster->numbers.count; i++) {
        const struct roster_stratum *s = &roster->strata[i];
        for (size_t k = 0; k < s->taken; k++) {
            picks[(*count)++] = (struct pick){&s->heap[k], s->item};
        }
    }
    qsort(picks, *count, sizeof *picks, by_offset_and_item);
    return picks;
}

// spec/targets.md 2.2: "A target taken for at least one item is a visit."
static void join(struct visits *v, const struct pick *picks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct taken *row = picks[i].row;
        if (v->count == 0 || v->all[v->count - 1].offset != row->offset) {
            v->all = mem_grow(v->all, &v->room, v->count + 1, sizeof *v->all);
            struct visit *fresh = &v->all[v->count++];
            (void)memset(fresh, 0, sizeof *fresh);
            (void)memcpy(fresh->key, row->key, DIGEST_BYTES);
            fresh->offset = row->offset;
        }
        itemset_add(&v->all[v->count - 1].items, picks[i].item);
    }
}

// The ids and areas are fetched in a further pass: the first one could not know whose would be needed.
static void fetch(struct visits *v, const struct file *file)
{
    struct rows rows;
    rows_open(&rows, file, FILE_TARGETS);
    for (size_t i = 0; i < v->count && rows_next(&rows);) {
        struct visit *visit = &v->all[i];
        if (rows.lines.start == visit->offset) {
            visit->id = arena_keep(&v->texts, rows.fields[T_ID]);
            (void)area_of(rows.fields[T_AREA], &visit->area);
            i++;
        }
    }
    rows_close(&rows);
}

// spec/targets.md 2.4: "The rows ascend by key, equal keys by id"; ids ascend with the offset.
static int by_key(const void *a, const void *b)
{
    const struct visit *one = a;
    const struct visit *two = b;
    int order = memcmp(one->key, two->key, DIGEST_BYTES);
    return order != 0 ? order : (one->offset > two->offset) - (one->offset < two->offset);
}

static const struct visit *sorting;

static int by_id(const void *a, const void *b)
{
    return bytes_order(sorting[*(const uint32_t *)a].id, sorting[*(const uint32_t *)b].id);
}

void visits_load(struct visits *v, const struct roster *roster, const struct file *file)
{
    size_t count = 0;
    struct pick *picks = collect(roster, &count);
    join(v, picks, count);
    free(picks);
    fetch(v, file);
    v->by_id = mem_new(v->count, sizeof *v->by_id);
    if (v->count > 0) {
        qsort(v->all, v->count, sizeof *v->all, by_key);
    }
    for (size_t i = 0; i < v->count; i++) {
        v->by_id[i] = (uint32_t)i;
    }
    sorting = v->all;
    qsort(v->by_id, v->count, sizeof *v->by_id, by_id);
    v->loaded = true;
}

void visits_free(struct visits *v)
{
    arena_free(&v->texts);
    free(v->all);
    free(v->by_id);
    (void)memset(v, 0, sizeof *v);
}

size_t visits_find(const struct visits *v, struct bytes id)
{
    size_t low = 0;
    size_t high = v->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = bytes_order(v->all[v->by_id[middle]].id, id);
        if (order == 0) {
            return v->by_id[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return v->count;
}
