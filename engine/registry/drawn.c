// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/drawn.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/json_in.h"
#include "engine/base/json_out.h"
#include "engine/core/field.h"
#include "engine/registry/convert.h"
#include "engine/registry/frozen.h"
#include "engine/registry/items.h"

enum { I_ID, I_TARGET, I_ITEM, I_DEPARTMENT, I_SYSTEM, I_LEVEL, I_DATE, I_KIND, I_RESULT, I_ALL };

struct entering {
    const struct qian_drawn_order *order;
    struct qian_drawn_entry *out;
    struct qian_items items;
    struct qian_named_line line;
    struct qian_stage *stage;
    struct qian_buf level;
    uint64_t list; // the draw's; 0 while there is none
    bool executed; // the line has the draw already
};

// Append the level that a text says, as the register has it; false if it says none.
static bool read_level(const char *text, struct qian_buf *out) {
    struct qian_findings untold = {0};
    struct qian_convert convert = {.findings = &untold};
    struct qian_cell cell = {qian_str(text), 0};
    bool good = *text &&
                qian_convert(&convert, &qian_kind_find("inspections")->column[I_LEVEL], &cell, out);
    qian_findings_free(&untold);
    return good;
}

// spec/history.md 1.5: "`level` is what `--level` states, else the level of the plan's line (plan
// 2.7) where it is one of 1.1"
static enum qian_status find_level(struct entering *e, struct qian_err *err) {
    const char *stated = e->order->level;
    if (read_level(stated ? stated : e->line.level ? e->line.level : "", &e->level))
        return QIAN_OK;
    enum qian_status status =
        stated ? qian_fail(err, QIAN_USAGE, "", "history 1.1",
                           "--level is national, province, city or county", "see --help")
               : qian_fail(err, QIAN_REFUSED, "", "history 1.5",
                           "nothing says of which level the draw is", "give --level");
    qian_err_where(err, "%s", e->order->drawn->draw);
    qian_err_value(err, "%.64s", stated ? stated : e->line.level ? e->line.level : "");
    return status;
}

// The system that the call states of an item; empty if none.
static struct qian_str stated_system(const struct entering *e, const char *item) {
    size_t n = strlen(item);
    for (size_t i = 0; i < e->order->systems; i++)
        if (strncmp(e->order->system[i], item, n) == 0 && e->order->system[i][n] == '=')
            return qian_str(e->order->system[i] + n + 1);
    return qian_str("");
}

static struct qian_str system_of(const struct entering *e, const char *item) {
    struct qian_str stated = stated_system(e, item);
    const struct qian_listed_item *listed = qian_items_find(&e->items, qian_str(item));
    return stated.n > 0 ? stated : qian_str(listed ? listed->system : "");
}

static enum qian_status check_stated(const struct entering *e, struct qian_err *err) {
    for (size_t i = 0; i < e->order->systems; i++) {
        const char *stated = e->order->system[i], *equals = strchr(stated, '=');
        size_t n = equals ? (size_t)(equals - stated) : 0;
        if (equals && !qian_check_code((struct qian_str){stated, n}) &&
            !qian_check_code(qian_str(equals + 1)))
            continue;
        enum qian_status status = qian_fail(err, QIAN_USAGE, "", "history 1.5",
                                            "--system wants ITEM=SYSTEM, two codes", "see --help");
        qian_err_value(err, "%.140s", stated);
        return status;
    }
    return QIAN_OK;
}

static bool named_before(const struct qian_drawn *drawn, size_t row) {
    for (size_t i = 0; i < row; i++)
        if (strcmp(drawn->row[i].item, drawn->row[row].item) == 0)
            return true;
    return false;
}

// spec/history.md 1.5: "If one of them is missing the import is refused, and says which."
static enum qian_status check_systems(const struct entering *e, struct qian_err *err) {
    const struct qian_drawn *d = e->order->drawn;
    struct qian_buf missing = {0};
    for (size_t i = 0; i < d->rows; i++)
        if (system_of(e, d->row[i].item).n == 0 && !named_before(d, i)) {
            qian_buf_text(&missing, missing.n ? ", " : "");
            qian_buf_text(&missing, d->row[i].item);
        }
    enum qian_status status = QIAN_OK;
    if (missing.n > 0) {
        status = qian_fail(err, QIAN_REFUSED, "", "history 1.5",
                           "the register of items has no system for what was drawn",
                           "import the list of items with its systems, or give --system");
        qian_err_where(err, "%s", d->draw);
        qian_err_value(err, "%.240s", missing.p);
    }
    qian_buf_free(&missing);
    return status;
}

static enum qian_status contradicts(const char *draw, const char *what, struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_DISAGREES, "", "history 1.6", what,
                                        "ask the log which of the two stands: qian log monitor");
    qian_err_where(err, "%.64s", draw);
    return status;
}

// Was this draw entered? Its list is 0 if there is none of the name.
static enum qian_status was_entered(struct qian_store *store, const char *draw, uint64_t *list,
                                    char **manifest, struct qian_err *err) {
    struct qian_stored_change *change = NULL;
    size_t count = 0;
    *manifest = NULL;
    *list = 0;
    enum qian_status status = qian_store_list(store, draw, "inspections", NULL, list, err);
    if (status == QIAN_OK && *list > 0)
        status = qian_store_changes(store, *list, 0, &change, &count, err);
    if (status == QIAN_OK && count > 0 && strcmp(change[count - 1].kind, "transcript") == 0)
        *manifest = qian_str_copy(qian_str(change[count - 1].manifest));
    qian_stored_changes_free(change, count);
    return status;
}

static bool says(const json_t *manifest, const char *name, const struct qian_digest *digest) {
    struct qian_buf hex = {0};
    qian_buf_hex(&hex, digest->b, sizeof digest->b);
    const char *text = json_string_value(json_object_get(manifest, name));
    bool same = text && qian_str_is(qian_buf_view(&hex), text);
    qian_buf_free(&hex);
    return same;
}

// The entered draw that replaces this one; NULL if there is none.
static const struct qian_draw_change *replacing(const struct qian_draw_changes *changes,
                                                const char *draw) {
    for (size_t i = 0; i < changes->count; i++)
        if (changes->at[i].fate == QIAN_DRAW_ENTERED && strcmp(changes->at[i].replaces, draw) == 0)
            return &changes->at[i];
    return NULL;
}

// spec/history.md 1.6: "Likewise a draw of which a void was entered, and one that a draw that was
// entered replaces."
static enum qian_status check_void(const struct entering *e, struct qian_err *err) {
    struct qian_draw_changes changes = {0};
    const char *draw = e->order->drawn->draw;
    enum qian_status status = qian_draw_changes_read(e->order->store, UINT64_MAX, &changes, err);
    if (status == QIAN_OK && qian_draw_last(&changes, draw, QIAN_DRAW_VOID))
        status = contradicts(draw, "a void of this draw was entered before", err);
    if (status == QIAN_OK && replacing(&changes, draw))
        status = contradicts(draw, "a draw that was entered before replaces this one", err);
    qian_draw_changes_free(&changes);
    return status;
}

// spec/history.md 1.6: "Another bundle of a draw that was entered (another notice or transcript), a
// void of such a draw, and a draw that replaces such a draw are refused"
static enum qian_status check_before(struct entering *e, struct qian_err *err) {
    const struct qian_drawn *d = e->order->drawn;
    char *before = NULL, *replaced = NULL;
    uint64_t other = 0;
    enum qian_status status = was_entered(e->order->store, d->draw, &e->list, &before, err);
    if (status == QIAN_OK && e->list > 0 && !before)
        status = qian_fail(err, QIAN_REFUSED, "", "history 1.4",
                           "a draw's list has what its transcript says, and nothing else",
                           "give the department's list a name of its own");
    if (status == QIAN_OK && before) {
        json_t *manifest = json_loads(before, 0, NULL);
        if (!says(manifest, "notice", &d->notice) || !says(manifest, "transcript", &d->transcript))
            status = contradicts(d->draw, "another bundle of this draw was entered before", err);
        json_decref(manifest);
    }
    if (status == QIAN_OK && d->replaces)
        status = was_entered(e->order->store, d->replaces, &other, &replaced, err);
    if (status == QIAN_OK)
        status = check_void(e, err);
    if (status == QIAN_OK && replaced)
        status =
            contradicts(d->replaces, "the draw that this one replaces was entered as drawn", err);
    free(before);
    free(replaced);
    return status;
}

// spec/history.md 1.4: "`id` is the draw's id, the visit's order and the item's code, with `/`
// between (where that has more than 128 bytes, the first 32 hexadecimal digits of SHA-256 of the
// code stand for the code)"
static void write_id(const struct qian_drawn *d, const struct qian_drawn_row *row,
                     struct qian_buf *id) {
    id->n = 0;
    qian_buf_text(id, d->draw);
    qian_buf_char(id, '/');
    qian_buf_u64(id, row->order);
    qian_buf_char(id, '/');
    if (id->n + strlen(row->item) <= QIAN_INSPECTION_ID_MAX) {
        qian_buf_text(id, row->item);
    } else {
        struct qian_digest digest;
        qian_sha256(qian_str(row->item), &digest);
        qian_buf_hex(id, digest.b, 16);
    }
}

static enum qian_status stage_rows(struct entering *e, struct qian_err *err) {
    const struct qian_drawn *d = e->order->drawn;
    struct qian_buf id = {0};
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; status == QIAN_OK && i < d->rows; i++) {
        const struct qian_drawn_row *row = &d->row[i];
        write_id(d, row, &id);
        struct qian_str field[I_ALL] = {[I_ID] = qian_buf_view(&id),
                                        [I_TARGET] = row->target,
                                        [I_ITEM] = qian_str(row->item),
                                        [I_DEPARTMENT] = qian_str(row->department),
                                        [I_SYSTEM] = system_of(e, row->item),
                                        [I_LEVEL] = qian_buf_view(&e->level),
                                        [I_DATE] = qian_str(d->day),
                                        [I_KIND] = qian_str("drawn"),
                                        [I_RESULT] = qian_str("")};
        status = qian_stage_add(e->stage, i + 1, d->day, field, err);
    }
    qian_buf_free(&id);
    return status;
}

static enum qian_twins twice(void *context, const struct qian_twin *twin) {
    (void)context, (void)twin;
    qian_stop("a draw took one target twice for one item");
}

static enum qian_status compare(struct entering *e, struct qian_err *err) {
    struct qian_stage_order order = {.list = e->list, .valid_from = e->order->drawn->day};
    enum qian_status status =
        qian_store_stage(e->order->store, qian_register_find("inspections"), &e->stage, err);
    if (status == QIAN_OK)
        status = stage_rows(e, err);
    if (status == QIAN_OK)
        status = qian_stage_sort(e->stage, twice, NULL, err);
    return status == QIAN_OK ? qian_stage_compare(e->stage, &order, e->out->counts, err) : status;
}

// spec/history.md 1.7
static void write_manifest(const struct entering *e, struct qian_buf *out) {
    const struct qian_drawn *d = e->order->drawn;
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "register", "inspections");
    qian_json_text(&j, "list", d->draw);
    qian_json_text(&j, "draw", d->draw);
    qian_json_u64(&j, "serial", d->serial);
    qian_json_text_or_null(&j, "replaces", d->replaces);
    qian_json_text(&j, "plan_line", d->line);
    qian_json_text(&j, "suite", d->suite);
    qian_json_hex(&j, "notice", d->notice.b, sizeof d->notice.b);
    qian_json_hex(&j, "transcript", d->transcript.b, sizeof d->transcript.b);
    qian_json_u64(&j, "visits", d->visits);
    qian_json_u64(&j, "rows", d->rows);
    qian_json_text(&j, "valid_from", d->day);
    qian_json_end(&j);
}

static enum qian_status enter_rows(struct entering *e, struct qian_err *err) {
    const struct qian_drawn_order *order = e->order;
    struct qian_buf manifest = {0};
    if (e->out->counts[QIAN_ADDED] + e->out->counts[QIAN_CHANGED] + e->out->counts[QIAN_REMOVED] ==
        0)
        return QIAN_OK;
    write_manifest(e, &manifest);
    struct qian_change change = {
        .time = order->time, .who = order->who, .kind = "transcript", .manifest = manifest.p};
    enum qian_status status = qian_store_list(order->store, order->drawn->draw, "inspections",
                                              order->drawn->initiator, &change.list, err);
    if (status == QIAN_OK)
        status = qian_store_change_add(order->store, &change, err);
    if (status == QIAN_OK)
        status = qian_stage_apply(e->stage, &change, err);
    e->out->change = status == QIAN_OK ? change.number : 0;
    qian_buf_free(&manifest);
    return status;
}

static enum qian_status find_line(struct entering *e, uint64_t now, const char *today,
                                  struct qian_err *err) {
    const struct qian_drawn *d = e->order->drawn;
    char year[5] = "";
    struct qian_executed *executed = NULL;
    size_t count = 0;
    memcpy(year, d->day, 4);
    enum qian_status status =
        qian_line_named(e->order->store, now, today, year, d->line, &e->line, err);
    if (status == QIAN_OK && e->line.found == QIAN_DRAWN_LINE)
        status = qian_executed_read(e->order->store, e->line.list, now, &executed, &count, err);
    for (size_t i = 0; i < count; i++)
        e->executed = e->executed || (strcmp(executed[i].draw, d->draw) == 0 &&
                                      strcmp(executed[i].line, e->line.line) == 0);
    qian_executed_free(executed, count);
    e->out->executed = e->executed ? QIAN_DRAWN_LINE_BEFORE : e->line.found;
    if (e->line.plan) {
        e->out->plan = qian_str_copy(qian_str(e->line.plan));
        e->out->line = qian_str_copy(qian_str(e->line.line));
    }
    return status;
}

// spec/plan.md 2.7: "with the line, the draw, its serial and its day"
static enum qian_status enter_event(struct entering *e, struct qian_err *err) {
    const struct qian_drawn *d = e->order->drawn;
    struct qian_buf manifest = {0};
    if (e->line.found != QIAN_DRAWN_LINE || e->executed)
        return QIAN_OK;
    struct qian_json j = qian_json_begin(&manifest);
    qian_json_text(&j, "list", e->line.plan);
    qian_json_text(&j, "event", "executed");
    qian_json_text(&j, "day", d->day);
    qian_json_text(&j, "line", e->line.line);
    qian_json_text(&j, "draw", d->draw);
    qian_json_u64(&j, "serial", d->serial);
    qian_json_end(&j);
    struct qian_change change = {.list = e->line.list,
                                 .time = e->order->time,
                                 .who = e->order->who,
                                 .kind = "executed",
                                 .manifest = manifest.p};
    enum qian_status status = qian_store_change_add(e->order->store, &change, err);
    e->out->event = status == QIAN_OK ? change.number : 0;
    qian_buf_free(&manifest);
    return status;
}

static enum qian_status work(struct entering *e, struct qian_err *err) {
    const struct qian_drawn_order *order = e->order;
    char today[11] = "";
    uint64_t now = 0;
    memcpy(today, order->time, 10);
    enum qian_status status = qian_store_change_at(order->store, "9999", &now, err);
    if (status == QIAN_OK)
        status = qian_items_load(order->store, now, today, &e->items, err);
    if (status == QIAN_OK)
        status = find_line(e, now, today, err);
    if (status == QIAN_OK)
        status = check_before(e, err);
    if (status == QIAN_OK)
        status = check_stated(e, err);
    if (status == QIAN_OK)
        status = check_systems(e, err);
    if (status == QIAN_OK)
        status = find_level(e, err);
    if (status == QIAN_OK)
        status = compare(e, err);
    if (status == QIAN_OK && order->apply)
        status = enter_rows(e, err);
    if (status == QIAN_OK && order->apply)
        status = enter_event(e, err);
    return status;
}

// spec/plan.md 2.5: "its day is the one stated, or the time's day, and not after it"
static enum qian_status check_day(const struct qian_drawn_order *order, struct qian_err *err) {
    if (strncmp(order->drawn->day, order->time, 10) <= 0)
        return QIAN_OK;
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "", "plan 2.5", "the day of the draw is not come yet",
                  "set the clock right");
    qian_err_where(err, "%s", order->drawn->draw);
    qian_err_value(err, "%s", order->drawn->day);
    return status;
}

enum qian_status qian_drawn_enter(const struct qian_drawn_order *order,
                                  struct qian_drawn_entry *out, struct qian_err *err) {
    struct entering e = {.order = order, .out = out};
    struct qian_err ignored = {0};
    enum qian_status status = check_day(order, err);
    if (status == QIAN_OK)
        status = qian_store_begin(order->store, err);
    if (status != QIAN_OK)
        return status;
    status = work(&e, err);
    bool keep = status == QIAN_OK && out->change + out->event > 0;
    qian_stage_free(e.stage);
    // Where nothing is kept the transaction is rolled back, and `err` says why, if it failed.
    enum qian_status ended =
        qian_store_end(order->store, keep ? QIAN_OK : QIAN_REFUSED, keep ? err : &ignored);
    qian_items_free(&e.items);
    qian_named_line_free(&e.line);
    qian_buf_free(&e.level);
    return keep ? ended : status;
}

void qian_drawn_entry_free(struct qian_drawn_entry *entry) {
    free(entry->plan);
    free(entry->line);
    *entry = (struct qian_drawn_entry){0};
}
