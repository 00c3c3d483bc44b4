// SPDX-License-Identifier: MulanPSL-2.0
// What has changed in the lists since their last freeze (spec/registers.md 4.4).
#include <stdlib.h>
#include <string.h>

#include "engine/base/json_in.h"
#include "engine/plan/rosters.h"

struct churn {
    struct qian_rostering *r;
    struct qian_stored_change *change; // all
    size_t changes;
    const char *list;
};

static const struct qian_stored_change *change_of(const struct churn *c, uint64_t number) {
    for (size_t i = 0; i < c->changes; i++)
        if (c->change[i].number == number)
            return &c->change[i];
    return NULL;
}

// The reason that a change's manifest gives for its removals. The caller frees.
static char *reason_of(const struct churn *c, uint64_t number) {
    const struct qian_stored_change *change = change_of(c, number);
    json_t *root = change ? json_loads(change->manifest, JSON_REJECT_DUPLICATES, NULL) : NULL;
    const char *reason = json_string_value(json_object_get(root, "reason"));
    char *copy = qian_str_copy(qian_str(reason ? reason : ""));
    json_decref(root);
    return copy;
}

static void tell(struct churn *c, const char *what, const struct qian_scanned *row) {
    struct qian_buf *csv = &c->r->churn;
    char *reason = row->ended ? reason_of(c, row->ended) : NULL;
    bool removed = strcmp(what, "removed") == 0;
    qian_buf_text(csv, c->list);
    qian_buf_char(csv, ',');
    qian_buf_text(csv, what);
    qian_buf_char(csv, ',');
    qian_buf_str(csv, row->field[0]);
    qian_buf_char(csv, ',');
    qian_csv_cell(csv, row->field[1]);
    qian_buf_char(csv, ',');
    qian_csv_cell(csv, qian_str(removed && reason ? reason : ""));
    qian_buf_char(csv, '\n');
    free(reason);
}

struct side {
    struct qian_scan *scan;
    struct qian_scanned row;
    bool more;
};

static enum qian_status step(struct side *side, struct qian_err *err) {
    return qian_scan_next(side->scan, &side->more, &side->row, err);
}

static bool differs(const struct side *old, const struct side *new, size_t columns) {
    for (size_t i = 0; i < columns; i++)
        if (!qian_str_eq(old->row.field[i], new->row.field[i]))
            return true;
    return false;
}

// Both by id: who is in one alone came or went.
static enum qian_status compare(struct churn *c, struct side *old, struct side *new, size_t columns,
                                struct qian_err *err) {
    struct qian_rosters *out = c->r->out;
    enum qian_status status = step(old, err);
    if (status == QIAN_OK)
        status = step(new, err);
    while (status == QIAN_OK && (old->more || new->more)) {
        int order = !old->more   ? 1
                    : !new->more ? -1
                                 : qian_str_cmp(old->row.field[0], new->row.field[0]);
        if (order < 0) {
            tell(c, "removed", &old->row);
            out->removed++;
        } else if (order > 0) {
            tell(c, "added", &new->row);
            out->added++;
        } else if (differs(old, new, columns)) {
            tell(c, "changed", &new->row);
            out->changed++;
        }
        if (order <= 0)
            status = step(old, err);
        if (status == QIAN_OK && order >= 0)
            status = step(new, err);
    }
    return status;
}

static enum qian_status list_churn(struct churn *c, const struct qian_stored_list *list,
                                   const struct qian_stored_change *frozen, struct qian_err *err) {
    const struct qian_pool_order *pool = &c->r->order->pool;
    char day[11] = "";
    memcpy(day, frozen->time, 10);
    struct qian_scan_order then = {.reg = qian_register_find("targets"),
                                   .list = list->number,
                                   .change = frozen->number,
                                   .day = day};
    struct qian_scan_order now = then;
    struct side old = {0}, new = {0};
    now.change = pool->change;
    now.day = pool->day;
    c->list = list->name;
    enum qian_status status = qian_store_scan(pool->store, &then, &old.scan, err);
    if (status == QIAN_OK)
        status = qian_store_scan(pool->store, &now, &new.scan, err);
    if (status == QIAN_OK)
        status = compare(c, &old, &new, then.reg->columns, err);
    qian_scan_close(old.scan);
    qian_scan_close(new.scan);
    return status;
}

static const struct qian_stored_change *last_freeze(const struct churn *c, const char *list,
                                                    uint64_t before) {
    const struct qian_stored_change *last = NULL;
    for (size_t i = 0; i < c->changes; i++)
        if (c->change[i].number <= before && strcmp(c->change[i].kind, "frozen") == 0 &&
            strcmp(c->change[i].list, list) == 0)
            last = &c->change[i];
    return last;
}

static bool is_used(const struct qian_pool_order *pool, const char *list) {
    for (size_t i = 0; i < pool->item_count; i++) {
        struct qian_split split = qian_split(qian_str(pool->items->item[pool->item[i]].lists), ';');
        struct qian_str name;
        while (qian_split_next(&split, &name))
            if (qian_str_is(name, list))
                return true;
    }
    return false;
}

enum qian_status qian_rosters_churn(struct qian_rostering *r, struct qian_err *err) {
    struct churn c = {.r = r};
    struct qian_stored_list *list = NULL;
    size_t lists = 0;
    const struct qian_pool_order *pool = &r->order->pool;
    qian_buf_text(&r->churn, "list,what,id,name,reason\n");
    enum qian_status status = qian_store_changes(pool->store, 0, 0, &c.change, &c.changes, err);
    if (status == QIAN_OK)
        status = qian_store_lists(pool->store, "targets", &list, &lists, err);
    for (size_t i = 0; status == QIAN_OK && i < lists; i++) {
        const struct qian_stored_change *frozen = last_freeze(&c, list[i].name, pool->change);
        if (frozen && is_used(pool, list[i].name))
            status = list_churn(&c, &list[i], frozen, err);
    }
    qian_stored_lists_free(list, lists);
    qian_stored_changes_free(c.change, c.changes);
    return status;
}
