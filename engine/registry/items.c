// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/items.h"

#include <stdlib.h>
#include <string.h>

#include "engine/registry/ratio_text.h"

struct loading {
    const struct qian_register *reg;
    struct qian_stored_list *list;
    size_t lists;
    struct qian_stored_change *change;
    size_t changes;
    uint64_t until;
    const char *day;
    const struct qian_scanned *row;
};

static struct qian_str field(const struct loading *l, const char *column) {
    return l->row->field[qian_register_column(l->reg, column)];
}

static char *copy(const struct loading *l, const char *column) {
    return qian_str_copy(field(l, column));
}

static const struct qian_stored_list *list_of(const struct loading *l, uint64_t number) {
    for (size_t i = 0; i < l->lists; i++)
        if (l->list[i].number == number)
            return &l->list[i];
    return NULL;
}

// spec/items.md 2.1: "An item is *filed* or *published* if its list was after the change that
// recorded its row."
static uint64_t event(const struct loading *l, const char *kind) {
    const struct qian_stored_list *list = list_of(l, l->row->list);
    for (size_t i = 0; i < l->changes; i++) {
        const struct qian_stored_change *c = &l->change[i];
        if (c->number > l->row->recorded && c->number <= l->until && strcmp(c->kind, kind) == 0 &&
            list && c->list && strcmp(c->list, list->name) == 0)
            return c->number;
    }
    return 0;
}

static enum qian_item_kind kind_of(struct qian_str s) {
    return qian_str_is(s, "key")       ? QIAN_ITEM_KEY
           : qian_str_is(s, "general") ? QIAN_ITEM_GENERAL
                                       : QIAN_ITEM_UNMARKED;
}

static char *department_of(const struct loading *l) {
    const struct qian_stored_list *list = list_of(l, l->row->list);
    struct qian_str said = field(l, "department");
    return qian_str_copy(said.n == 0 && list ? qian_str(list->department) : said);
}

static void take(const struct loading *l, struct qian_listed_item *item) {
    struct qian_str unit = field(l, "unit"), retired = field(l, "retired");
    *item = (struct qian_listed_item){
        .code = copy(l, "id"),
        .name = copy(l, "name"),
        .part = copy(l, "part"),
        .department = department_of(l),
        .system = copy(l, "system"),
        .type = copy(l, "type"),
        .lists = copy(l, "lists"),
        .members = copy(l, "members"),
        .external = copy(l, "external"),
        .source = copy(l, "source"),
        .reason = copy(l, "reason"),
        .basis = copy(l, "basis"),
        .object = copy(l, "object"),
        .agency = copy(l, "agency"),
        .content = copy(l, "content"),
        .method = copy(l, "method"),
        .procedure = copy(l, "procedure"),
        .staff = copy(l, "staff"),
        .frequency = copy(l, "frequency"),
        .ratio_text = copy(l, "ratio"),
        .note = copy(l, "note"),
        .retired = copy(l, "retired"),
        .kind = kind_of(field(l, "kind")),
        .special = qian_str_is(field(l, "special"), "yes"),
        .unit_said = unit.n > 0,
        .premises = qian_str_is(unit, "premises"),
        // spec/items.md 1.7: "An item is *live* on a day that is before `retired`."
        .live = retired.n == 0 || qian_str_cmp(qian_str(l->day), retired) < 0,
        .list = l->row->list,
        .recorded = l->row->recorded,
        .filed = event(l, "filed"),
        .published = event(l, "published"),
    };
    (void)qian_ratio_read(field(l, "cap"), &item->cap);
}

static enum qian_status scan(struct qian_store *store, struct loading *l, struct qian_items *out,
                             struct qian_err *err) {
    struct qian_scan_order order = {.reg = l->reg, .change = l->until, .day = l->day};
    struct qian_scan *scan = NULL;
    struct qian_scanned row;
    bool more = true;
    l->row = &row;
    enum qian_status status = qian_store_scan(store, &order, &scan, err);
    while (status == QIAN_OK && more) {
        status = qian_scan_next(scan, &more, &row, err);
        if (status != QIAN_OK || !more)
            break;
        if (out->count == QIAN_LISTED_ITEMS_MAX) {
            status = qian_fail(err, QIAN_REFUSED, "", "items 1.1",
                               "there are more than 4,096 items", "retire what is no longer used");
            break;
        }
        out->item = qian_grow(out->item, &out->cap, out->count + 1, sizeof *out->item);
        take(l, &out->item[out->count++]);
    }
    qian_scan_close(scan);
    return status;
}

enum qian_status qian_items_load(struct qian_store *store, uint64_t change, const char *day,
                                 struct qian_items *out, struct qian_err *err) {
    struct loading l = {.reg = qian_register_find("items"), .until = change, .day = day};
    *out = (struct qian_items){0};
    enum qian_status status = qian_store_lists(store, "items", &l.list, &l.lists, err);
    if (status == QIAN_OK)
        status = qian_store_changes(store, 0, 0, &l.change, &l.changes, err);
    if (status == QIAN_OK)
        status = scan(store, &l, out, err);
    qian_stored_lists_free(l.list, l.lists);
    qian_stored_changes_free(l.change, l.changes);
    return status;
}

const struct qian_listed_item *qian_items_find(const struct qian_items *items,
                                               struct qian_str code) {
    size_t low = 0, high = items->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (qian_str_cmp(qian_str(items->item[middle].code), code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < items->count && qian_str_is(code, items->item[low].code) ? &items->item[low]
                                                                          : NULL;
}

static void free_item(struct qian_listed_item *item) {
    char *const owned[] = {item->code,      item->name,   item->part,      item->department,
                           item->system,    item->type,   item->lists,     item->members,
                           item->external,  item->source, item->reason,    item->basis,
                           item->object,    item->agency, item->content,   item->method,
                           item->procedure, item->staff,  item->frequency, item->ratio_text,
                           item->note,      item->retired};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
}

void qian_items_free(struct qian_items *items) {
    for (size_t i = 0; i < items->count; i++)
        free_item(&items->item[i]);
    free(items->item);
    *items = (struct qian_items){0};
}

bool qian_words_have(const char *list, struct qian_str word) {
    struct qian_split split = qian_split(qian_str(list), ';');
    struct qian_str one;
    while (qian_split_next(&split, &one))
        if (qian_str_eq(one, word))
            return true;
    return false;
}

bool qian_words_meet(const char *a, const char *b) {
    struct qian_split split = qian_split(qian_str(a), ';');
    struct qian_str one;
    while (qian_split_next(&split, &one))
        if (qian_words_have(b, one))
            return true;
    return false;
}

// spec/items.md 5.2: "the larger of the pack's minimum for its kind and what the text says as exact
// or lower bound; an upper bound of text or cap that is smaller than this takes its place"
uint32_t qian_item_ratio(const struct qian_listed_item *item, const struct qian_rules *rules) {
    struct qian_ratio_text said;
    uint32_t ratio = item->kind == QIAN_ITEM_KEY ? rules->key_min : rules->general_min;
    (void)qian_ratio_text_read(qian_str(item->ratio_text), &said);
    if (said.low > ratio)
        ratio = said.low;
    if (said.high > 0 && said.high < ratio)
        ratio = said.high;
    return item->cap > 0 && item->cap < ratio ? item->cap : ratio;
}
