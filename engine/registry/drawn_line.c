// SPDX-License-Identifier: MulanPSL-2.0
// Lines of plans and the draws that executed them (spec/plan.md 2.7).
#include <stdlib.h>
#include <string.h>

#include "engine/base/json_in.h"
#include "engine/core/field.h"
#include "engine/registry/columns_lines.h"
#include "engine/registry/drawn.h"

// What a plan says of a line of this id.
struct look {
    bool year, there; // is it a plan of the year; has it the line
    char *level;      // owned
};

static enum qian_status look_in(struct qian_store *store, struct qian_scan_order *order,
                                const char *year, struct qian_str id, struct look *out,
                                struct qian_err *err) {
    struct qian_scan *scan = NULL;
    struct qian_scanned row;
    bool more = true, dated = false;
    *out = (struct look){0};
    enum qian_status status = qian_store_scan(store, order, &scan, err);
    while (status == QIAN_OK && more) {
        status = qian_scan_next(scan, &more, &row, err);
        if (status != QIAN_OK || !more)
            break;
        // A plan is of the year of the first line that says one.
        if (!dated && row.field[QIAN_LINE_YEAR].n > 0) {
            dated = true;
            out->year = qian_str_is(row.field[QIAN_LINE_YEAR], year);
        }
        if (!out->there && qian_str_eq(row.field[QIAN_LINE_ID], id)) {
            out->there = true;
            out->level = qian_str_copy(row.field[QIAN_LINE_LEVEL]);
        }
    }
    qian_scan_close(scan);
    return status;
}

static void found(struct qian_named_line *out, const struct qian_stored_list *list,
                  struct qian_str id, struct look *look) {
    if (out->found != QIAN_DRAWN_LINE_NONE) {
        out->found = QIAN_DRAWN_LINE_SEVERAL;
        return;
    }
    *out = (struct qian_named_line){.found = QIAN_DRAWN_LINE,
                                    .list = list->number,
                                    .plan = qian_str_copy(qian_str(list->name)),
                                    .line = qian_str_copy(id),
                                    .level = look->level};
    look->level = NULL;
}

// spec/plan.md 2.7: "`LIST/LINE`, or `LINE` alone where exactly one plan of the draw's year has a
// line of this id"
static enum qian_status try_list(struct qian_store *store, struct qian_scan_order *order,
                                 const char *year, const struct qian_stored_list *list,
                                 const char *name, struct qian_named_line *out,
                                 struct qian_err *err) {
    size_t n = strlen(list->name);
    bool stated = strncmp(name, list->name, n) == 0 && name[n] == '/';
    struct qian_str id = qian_str(stated ? name + n + 1 : name);
    struct look look;
    order->list = list->number;
    enum qian_status status = look_in(store, order, year, id, &look, err);
    if (status == QIAN_OK && look.there && (stated || look.year))
        found(out, list, id, &look);
    free(look.level);
    return status;
}

void qian_named_line_free(struct qian_named_line *line) {
    free(line->plan);
    free(line->line);
    free(line->level);
    line->plan = line->line = line->level = NULL;
}

enum qian_status qian_line_named(struct qian_store *store, uint64_t change, const char *day,
                                 const char *year, const char *name, struct qian_named_line *out,
                                 struct qian_err *err) {
    struct qian_scan_order order = {
        .reg = qian_register_find("lines"), .change = change, .day = day};
    struct qian_stored_list *list = NULL;
    size_t count = 0;
    *out = (struct qian_named_line){.found = QIAN_DRAWN_LINE_NONE};
    enum qian_status status = qian_store_lists(store, "lines", &list, &count, err);
    for (size_t i = 0; status == QIAN_OK && i < count; i++)
        status = try_list(store, &order, year, &list[i], name, out, err);
    qian_stored_lists_free(list, count);
    if (out->found != QIAN_DRAWN_LINE)
        qian_named_line_free(out);
    return status;
}

static char *member(const json_t *manifest, const char *name) {
    const char *text = json_string_value(json_object_get(manifest, name));
    return qian_str_copy(qian_str(text ? text : ""));
}

enum qian_status qian_executed_read(struct qian_store *store, uint64_t list, uint64_t change,
                                    struct qian_executed **out, size_t *count,
                                    struct qian_err *err) {
    struct qian_stored_change *changes = NULL;
    size_t n = 0, cap = 0;
    *out = NULL;
    *count = 0;
    enum qian_status status = qian_store_changes(store, list, 0, &changes, &n, err);
    for (size_t i = 0; status == QIAN_OK && i < n; i++) {
        if (strcmp(changes[i].kind, "executed") != 0 || changes[i].number > change)
            continue;
        json_t *manifest = json_loads(changes[i].manifest, 0, NULL);
        *out = qian_grow(*out, &cap, *count + 1, sizeof **out);
        (*out)[(*count)++] = (struct qian_executed){
            member(manifest, "line"), member(manifest, "draw"), member(manifest, "day"),
            (uint32_t)json_integer_value(json_object_get(manifest, "serial"))};
        json_decref(manifest);
    }
    qian_stored_changes_free(changes, n);
    return status;
}

void qian_executed_free(struct qian_executed *executed, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(executed[i].line);
        free(executed[i].draw);
        free(executed[i].day);
    }
    free(executed);
}
