// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/people.h"

#include "verifier/lang.h"
#include "verifier/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// spec/tables.md 3.1: "The rows are numbered `P000001`, `P000002`, … without a hole, and their `identity` ascends strictly.
// Code R07."
static void judge_number(struct report *r, const struct rows *rows, size_t number, struct bytes before)
{
    char expected[16];
    (void)snprintf(expected, sizeof expected, "P%06u", (unsigned)number % 1000000U);
    if (report_judge(r, STEP_NUMBERING, bytes_are(rows->fields[I_ID], expected))) {
        report_fault(r, STEP_NUMBERING, rows->fields[I_ID], bytes_of(expected), "inspectors.tsv:%llu id",
                     (unsigned long long)rows->lines.number);
    }
    if (report_judge(r, STEP_NUMBERING, bytes_order(before, rows->fields[I_IDENTITY]) < 0)) {
        report_fault(r, STEP_NUMBERING, rows->fields[I_IDENTITY], bytes_of(say("大于上一行", "above the row before")),
                     "inspectors.tsv:%llu identity", (unsigned long long)rows->lines.number);
    }
}

static void read_areas(struct people *p, struct person *person, struct bytes rest)
{
    struct bytes element;
    bool more = rest.n > 0;
    person->everywhere = bytes_are(rest, "*");
    person->areas_from = (uint32_t)p->areas_count;
    while (!person->everywhere && list_next(&rest, &more, &element)) {
        p->areas = mem_grow(p->areas, &p->areas_room, p->areas_count + 1, sizeof *p->areas);
        (void)area_of(element, &p->areas[p->areas_count++]);
    }
    person->areas_to = (uint32_t)p->areas_count;
}

// spec/tables.md 3.2: "`items` is a list of item codes, each an item of the notice (code R04)."
static void read_items(struct report *r, const struct rows *rows, const struct notice *notice, struct itemset *items)
{
    struct bytes rest = rows->fields[I_ITEMS];
    struct bytes element;
    bool more = rest.n > 0;
    while (list_next(&rest, &more, &element)) {
        size_t item = notice_item(notice, element);
        bool known = item < notice->items_count;
        if (report_judge(r, STEP_ITEM_CODES, known)) {
            report_fault(r, STEP_ITEM_CODES, element, bytes_of(say("公告中的事项", "an item of the notice")),
                         "inspectors.tsv:%llu items", (unsigned long long)rows->lines.number);
        }
        if (known) {
            itemset_add(items, item);
        }
    }
}

static void read_person(struct people *p, const struct rows *rows)
{
    uint64_t capacity = 0;
    p->all = mem_grow(p->all, &p->room, p->count + 1, sizeof *p->all);
    struct person *person = &p->all[p->count++];
    (void)memset(person, 0, sizeof *person);
    person->id = arena_keep(&p->texts, rows->fields[I_ID]);
    person->department = arena_keep(&p->texts, rows->fields[I_DEPARTMENT]);
    person->expert = bytes_are(rows->fields[I_ROLE], "expert");
    (void)bytes_integer(rows->fields[I_CAPACITY], &capacity);
    person->capacity = (uint32_t)capacity;
    read_areas(p, person, rows->fields[I_AREAS]);
}

// qsort has no argument for the array that its indices mean.
static const struct person *sorting;

static int by_id(const void *a, const void *b)
{
    uint32_t one = *(const uint32_t *)a;
    uint32_t two = *(const uint32_t *)b;
    int order = bytes_order(sorting[one].id, sorting[two].id);
    return order != 0 ? order : (one > two) - (one < two);
}

static void sort_ids(struct people *p)
{
    p->by_id = mem_new(p->count, sizeof *p->by_id);
    for (size_t i = 0; i < p->count; i++) {
        p->by_id[i] = (uint32_t)i;
    }
    sorting = p->all;
    qsort(p->by_id, p->count, sizeof *p->by_id, by_id);
}

void people_load(struct people *p, struct report *r, const struct file *file, const struct notice *notice)
{
    struct rows rows;
    char before[DIGEST_DIGITS] = {0};
    size_t before_n = 0; // an identity is 64 digits; before the first row there is none
    report_able(r, STEP_NUMBERING);
    rows_open(&rows, file, FILE_INSPECTORS);
    while (rows_next(&rows)) {
        judge_number(r, &rows, p->count + 1, (struct bytes){(const unsigned char *)before, before_n});
        (void)memcpy(before, rows.fields[I_IDENTITY].at, DIGEST_DIGITS);
        before_n = DIGEST_DIGITS;
        read_person(p, &rows);
        if (notice != NULL) {
            report_able(r, STEP_ITEM_CODES);
            read_items(r, &rows, notice, &p->all[p->count - 1].items);
        }
    }
    rows_close(&rows);
    sort_ids(p);
    p->loaded = true;
}

void people_free(struct people *p)
{
    arena_free(&p->texts);
    free(p->all);
    free(p->areas);
    free(p->by_id);
    (void)memset(p, 0, sizeof *p);
}

size_t people_find(const struct people *p, struct bytes id)
{
    size_t low = 0;
    size_t high = p->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (bytes_order(p->all[p->by_id[middle]].id, id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < p->count && bytes_same(p->all[p->by_id[low]].id, id) ? p->by_id[low] : p->count;
}

// spec/inspectors.md 2.1: "`areas` is `*` or contains the target's area as an equal string"
bool person_covers(const struct people *p, size_t person, uint32_t area)
{
    const struct person *one = &p->all[person];
    size_t low = one->areas_from;
    size_t high = one->areas_to;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (p->areas[middle] < area) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return one->everywhere || (low < one->areas_to && p->areas[low] == area);
}
