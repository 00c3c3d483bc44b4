// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/roster.h"

#include "verifier/ids.h"
#include "verifier/lang.h"
#include "verifier/mem.h"

#include <stdlib.h>
#include <string.h>

// The row that is being read, and what all rows need.
struct pass {
    struct roster *roster;
    struct report *report;
    struct rows rows;
    struct hash *hash;
    struct bytes subseed; // no bytes: none
    uint32_t area;
    int class_no;
    struct taken now;
    struct bytes reasons[ITEMS_MAX];  // why each item is barred in the line
    uint64_t barred_in[ITEMS_MAX];    // of this number
    uint64_t listed_in[ITEMS_MAX];    // the last line that lists the item
};

// The number of a stratum; new ones are entered. UINT32_MAX where the item has too many.
static uint32_t stratum_number(struct roster *roster, uint32_t item, uint32_t label)
{
    uint32_t pair[2] = {item, label};
    struct bytes key = {(const unsigned char *)pair, sizeof pair};
    struct roster_item *owner = &roster->items[item];
    if (owner->strata_count >= STRATA_MAX && dict_find(&roster->numbers, key) == DICT_NONE) {
        owner->overflow = true;
        return UINT32_MAX;
    }
    size_t known = roster->numbers.count;
    size_t number = dict_put(&roster->numbers, key);
    if (number == known) {
        roster->strata = mem_grow(roster->strata, &roster->strata_room, number + 1, sizeof *roster->strata);
        (void)memset(&roster->strata[number], 0, sizeof *roster->strata);
        roster->strata[number].item = item;
        roster->strata[number].label = label;
        owner->strata_count++;
    }
    return (uint32_t)number;
}

// Strata are entered with the quotas that the notice states, as far as their labels can be labels at all.
static void enter_quotas(struct roster *roster)
{
    const struct notice *n = roster->notice;
    for (size_t i = 0; i < n->items_count; i++) {
        for (size_t k = 0; k < n->items[i].strata_count; k++) {
            const struct stratum *stated = &n->items[i].strata[k];
            uint32_t label = label_read(&n->plan, stated->label);
            uint32_t number = label == NO_LABEL ? UINT32_MAX : stratum_number(roster, (uint32_t)i, label);
            if (number != UINT32_MAX) {
                roster->strata[number].quota = stated->quota;
            }
        }
    }
}

static void count_bar(struct roster *roster, uint32_t stratum, struct bytes reason)
{
    uint32_t pair[2] = {stratum, (uint32_t)dict_put(&roster->reasons, reason)};
    size_t known = roster->bar_numbers.count;
    size_t number = dict_put(&roster->bar_numbers, (struct bytes){(const unsigned char *)pair, sizeof pair});
    if (number == known) {
        roster->bars = mem_grow(roster->bars, &roster->bars_room, number + 1, sizeof *roster->bars);
        roster->bars[number] = (struct roster_bar){pair[0], pair[1], 0};
    }
    roster->bars[number].rows++;
}

// The row stands in the item's stratum; reason has no bytes where it is not barred.
static void count_row(struct pass *p, size_t item, struct bytes reason)
{
    struct roster *roster = p->roster;
    struct quota_counts *counts = &roster->items[item].counts;
    bool eligible = reason.n == 0;
    counts->rows++;
    counts->class_rows[p->class_no]++;
    counts->eligible += eligible;
    counts->class_eligible[p->class_no] += eligible;
    uint32_t label = label_number(&roster->notice->plan, p->class_no, p->area);
    uint32_t number = stratum_number(roster, (uint32_t)item, label);
    if (number == UINT32_MAX) {
        return;
    }
    struct roster_stratum *stratum = &roster->strata[number];
    stratum->rows++;
    stratum->eligible += eligible;
    if (!eligible) {
        count_bar(roster, number, reason);
    } else if (roster->drawn) {
        stratum_offer(stratum, &p->now);
    }
}

static void judge_code(struct pass *p, bool known, struct bytes code, const char *column)
{
    if (report_judge(p->report, STEP_ITEM_CODES, known)) {
        report_fault(p->report, STEP_ITEM_CODES, code,
                     bytes_of(say("公告中且该行所列的事项", "an item of the notice and of the row")),
                     "targets.tsv:%llu %s", (unsigned long long)p->rows.lines.number, column);
    }
}

// Notes the reasons of the row's bars by item. An item of another row's bars has an older line number.
static void read_bars(struct pass *p)
{
    struct bytes rest = p->rows.fields[T_BARRED];
    struct bytes element = {NULL, 0};
    bool more = rest.n > 0;
    while (list_next(&rest, &more, &element)) {
        struct bar bar;
        size_t item = bar_read(element, &bar) ? notice_item(p->roster->notice, bar.item) : ITEMS_MAX;
        if (item < p->roster->notice->items_count) {
            p->reasons[item] = bar.reason;
            p->barred_in[item] = p->rows.lines.number;
        }
    }
}

static void read_items(struct pass *p)
{
    const struct notice *n = p->roster->notice;
    struct bytes rest = p->rows.fields[T_ITEMS];
    struct bytes code = {NULL, 0};
    bool more = rest.n > 0;
    while (list_next(&rest, &more, &code)) {
        size_t item = notice_item(n, code);
        // spec/tables.md 2.3: "Each is an item of the notice, code R04."
        judge_code(p, item < n->items_count, code, "items");
        if (item < n->items_count) {
            p->listed_in[item] = p->rows.lines.number;
            bool barred = p->barred_in[item] == p->rows.lines.number;
            count_row(p, item, barred ? p->reasons[item] : (struct bytes){code.at, 0});
        }
    }
}

// spec/tables.md 2.4: "and stands in the row's `items` (code R04)."
static void judge_bars(struct pass *p)
{
    struct bytes rest = p->rows.fields[T_BARRED];
    struct bytes element = {NULL, 0};
    bool more = rest.n > 0;
    while (list_next(&rest, &more, &element)) {
        struct bar bar;
        size_t item = bar_read(element, &bar) ? notice_item(p->roster->notice, bar.item) : ITEMS_MAX;
        bool known = item < p->roster->notice->items_count && p->listed_in[item] == p->rows.lines.number;
        judge_code(p, known, element, "barred");
    }
}

static void read_row(struct pass *p)
{
    const struct bytes *fields = p->rows.fields;
    if (report_judge(p->report, STEP_IDS, id_form(fields[T_ID]) != ID_NONE)) {
        report_fault(p->report, STEP_IDS, fields[T_ID],
                     bytes_of(say("校验位正确的编号", "a lawful id with its check character")), "targets.tsv:%llu id",
                     (unsigned long long)p->rows.lines.number);
    }
    if (p->roster->notice == NULL) {
        return;
    }
    p->class_no = class_of(fields[T_CLASS]);
    (void)area_of(fields[T_AREA], &p->area);
    p->now.offset = p->rows.lines.start;
    if (p->roster->drawn) {
        // spec/targets.md 1.1: "key(id) = H(subseed(targets) "|" id), as 64 digits."
        hash_start(p->hash);
        hash_add(p->hash, p->subseed);
        hash_add(p->hash, bytes_of("|"));
        hash_add(p->hash, fields[T_ID]);
        hash_end(p->hash, p->now.key);
    }
    read_bars(p);
    read_items(p);
    judge_bars(p);
}

static const struct roster *sorting;

static int by_item_and_label(const void *a, const void *b)
{
    const struct roster_stratum *one = &sorting->strata[*(const uint32_t *)a];
    const struct roster_stratum *two = &sorting->strata[*(const uint32_t *)b];
    if (one->item != two->item) {
        return one->item < two->item ? -1 : 1;
    }
    return (one->label > two->label) - (one->label < two->label);
}

static int by_stratum_and_reason(const void *a, const void *b)
{
    const struct roster_bar *one = a;
    const struct roster_bar *two = b;
    if (one->stratum != two->stratum) {
        return one->stratum < two->stratum ? -1 : 1;
    }
    return bytes_order(sorting->reasons.keys[one->reason], sorting->reasons.keys[two->reason]);
}

static void sort_bars(struct roster *roster)
{
    size_t count = roster->bar_numbers.count;
    if (count > 0) {
        qsort(roster->bars, count, sizeof *roster->bars, by_stratum_and_reason);
    }
    for (size_t i = 0; i < count; i++) {
        struct roster_stratum *s = &roster->strata[roster->bars[i].stratum];
        s->bars = s->bars_to == 0 ? (uint32_t)i : s->bars;
        s->bars_to = (uint32_t)i + 1;
    }
}

// Puts the strata in order. Those that only the notice knows have no rows, and are left out.
static void sort_strata(struct roster *roster)
{
    size_t count = 0;
    roster->order = mem_new(roster->numbers.count, sizeof *roster->order);
    for (size_t i = 0; i < roster->numbers.count; i++) {
        if (roster->strata[i].rows > 0) {
            roster->order[count++] = (uint32_t)i;
        }
    }
    sorting = roster;
    qsort(roster->order, count, sizeof *roster->order, by_item_and_label);
    for (size_t i = 0; i < roster->notice->items_count; i++) {
        roster->items[i].strata_count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        struct roster_item *item = &roster->items[roster->strata[roster->order[i]].item];
        item->first = item->strata_count == 0 ? i : item->first;
        item->strata_count++;
    }
    sort_bars(roster);
}

void roster_load(struct roster *roster, struct report *r, const struct file *file, const struct notice *notice,
                 struct hash *h, const char *subseed, struct recusals *recusals)
{
    struct pass p = {.roster = roster, .report = r, .hash = h};
    (void)memset(roster, 0, sizeof *roster);
    dict_open(&roster->numbers);
    dict_open(&roster->reasons);
    dict_open(&roster->bar_numbers);
    roster->notice = notice;
    roster->drawn = notice != NULL && subseed != NULL;
    report_able(r, STEP_IDS);
    if (notice != NULL) {
        report_able(r, STEP_ITEM_CODES);
        enter_quotas(roster);
    }
    if (subseed != NULL) {
        p.subseed = (struct bytes){(const unsigned char *)subseed, DIGEST_DIGITS};
    }
    rows_open(&p.rows, file, FILE_TARGETS);
    while (rows_next(&p.rows)) {
        read_row(&p);
        if (recusals != NULL) {
            recusals_pass(recusals, p.rows.fields[T_ID], p.rows.lines.start);
        }
    }
    rows_close(&p.rows);
    if (notice != NULL) {
        sort_strata(roster);
    }
    roster->loaded = notice != NULL;
}

void roster_free(struct roster *roster)
{
    for (size_t i = 0; i < roster->numbers.count; i++) {
        free(roster->strata[i].heap);
    }
    dict_free(&roster->numbers);
    dict_free(&roster->reasons);
    dict_free(&roster->bar_numbers);
    free(roster->strata);
    free(roster->order);
    free(roster->bars);
    (void)memset(roster, 0, sizeof *roster);
}

const struct roster_stratum *roster_find(const struct roster *roster, size_t item, struct bytes label)
{
    uint32_t pair[2] = {(uint32_t)item, label_read(&roster->notice->plan, label)};
    int64_t number = pair[1] == NO_LABEL ? DICT_NONE
                                         : dict_find(&roster->numbers, (struct bytes){(const unsigned char *)pair, sizeof pair});
    return number == DICT_NONE ? NULL : &roster->strata[number];
}
