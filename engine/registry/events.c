// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/events.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/json_in.h"
#include "engine/base/json_out.h"
#include "engine/core/field.h"

static const char *const names[QIAN_EVENTS] = {"filed", "approved", "published", "frozen",
                                               "arranged"};

const char *qian_event_name(enum qian_event event) {
    return names[event];
}

enum qian_event qian_event_find(const char *name) {
    size_t i = 0;
    while (i < QIAN_EVENTS && strcmp(names[i], name) != 0)
        i++;
    return (enum qian_event)i;
}

// A member of the manifest, if it is a text that is not empty.
static bool member(const char *manifest, const char *name, char *out, size_t size) {
    json_t *root = json_loads(manifest, 0, NULL);
    const char *text = json_string_value(json_object_get(root, name));
    bool there = text && *text && strlen(text) < size;
    if (there)
        memcpy(out, text, strlen(text) + 1);
    json_decref(root);
    return there;
}

static void take(struct qian_history *out, const struct qian_stored_change *c) {
    enum qian_event event = qian_event_find(c->kind);
    char reason[QIAN_TEXT_MAX * 2];
    if (strcmp(c->kind, "import") == 0) {
        out->imported = c->number;
        out->unexplained = out->first[QIAN_EVENT_APPROVED].change > 0 &&
                           !member(c->manifest, "reason", reason, sizeof reason);
    }
    if (event == QIAN_EVENTS || strlen(c->time) >= sizeof out->last[event].time)
        return;
    struct qian_event_at *at = &out->last[event];
    at->change = c->number;
    memcpy(at->time, c->time, strlen(c->time) + 1);
    memcpy(at->day, c->time, 10);
    at->day[10] = 0;
    (void)member(c->manifest, "day", at->day, sizeof at->day);
    if (out->first[event].change == 0)
        out->first[event] = *at;
}

enum qian_status qian_history_read(struct qian_store *store, uint64_t list, uint64_t change,
                                   struct qian_history *out, struct qian_err *err) {
    struct qian_stored_change *changes = NULL;
    size_t count = 0;
    enum qian_status status = qian_store_changes(store, list, 0, &changes, &count, err);
    *out = (struct qian_history){0};
    for (size_t i = 0; status == QIAN_OK && i < count; i++)
        if (changes[i].number <= change)
            take(out, &changes[i]);
    qian_stored_changes_free(changes, count);
    return status;
}

enum qian_status qian_event_note(struct qian_store *store, uint64_t list, uint64_t change,
                                 struct qian_buf *out, struct qian_err *err) {
    struct qian_stored_change *changes = NULL;
    size_t count = 0;
    enum qian_status status = qian_store_changes(store, list, change - 1, &changes, &count, err);
    if (status == QIAN_OK && count > 0 && changes[0].number == change) {
        json_t *root = json_loads(changes[0].manifest, 0, NULL);
        const char *note = json_string_value(json_object_get(root, "note"));
        qian_buf_text(out, note ? note : "");
        json_decref(root);
    }
    qian_stored_changes_free(changes, count);
    return status;
}

bool qian_history_holds(const struct qian_history *history, enum qian_event event) {
    return history->imported > 0 && history->last[event].change > history->imported;
}

// spec/plan.md 2.2: "`approved` is refused for a plan whose last import has not been filed since,
// `published` for one that has not been approved since."
// spec/registers.md 4.1: "`published` is refused for a list of items or lines whose last import has
// not been filed, or for lines approved, since."
static enum qian_status allowed(const struct qian_history *h, enum qian_event event, bool lines,
                                struct qian_err *err) {
    if (h->imported == 0)
        return qian_fail(err, QIAN_REFUSED, "", "registers 4.1",
                         "nothing was imported into the list", "import it first");
    if (event == QIAN_EVENT_FILED && qian_history_holds(h, event))
        return qian_fail(err, QIAN_REFUSED, "", "plan 2.2", "the list was filed already as it is",
                         "nothing is to be done");
    bool wants_filed = event == QIAN_EVENT_APPROVED || event == QIAN_EVENT_PUBLISHED;
    if (wants_filed && !qian_history_holds(h, QIAN_EVENT_FILED))
        return qian_fail(err, QIAN_REFUSED, "", "registers 4.1",
                         "the list was not filed since its last import",
                         "file it: qian register event LIST filed");
    if (event == QIAN_EVENT_PUBLISHED && lines && !qian_history_holds(h, QIAN_EVENT_APPROVED))
        return qian_fail(err, QIAN_REFUSED, "", "registers 4.1",
                         "the plan was not approved since its last import",
                         "have it approved: qian register event LIST approved");
    return QIAN_OK;
}

static enum qian_status wrong_call(const char *what, const char *next, const char *value,
                                   struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_USAGE, "", "registers 4.1", what, next);
    qian_err_value(err, "%.200s", value);
    return status;
}

enum qian_status qian_list_find(struct qian_store *store, const char *name, uint64_t *number,
                                const struct qian_register **reg, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    *number = 0;
    for (size_t r = 0; status == QIAN_OK && r < qian_register_count && *number == 0; r++) {
        struct qian_stored_list *list = NULL;
        size_t count = 0;
        status = qian_store_lists(store, qian_registers[r].name, &list, &count, err);
        for (size_t i = 0; status == QIAN_OK && i < count; i++)
            if (strcmp(list[i].name, name) == 0)
                *number = list[i].number;
        qian_stored_lists_free(list, count);
        *reg = &qian_registers[r];
    }
    if (status == QIAN_OK && *number == 0)
        status = wrong_call("there is no list of this name", "", name, err);
    return status;
}

static enum qian_status enter(struct qian_store *store, const struct qian_event_order *order,
                              uint64_t list, uint64_t *change, struct qian_err *err) {
    char day[11];
    memcpy(day, order->day ? order->day : order->time, 10);
    day[10] = 0;
    struct qian_buf manifest = {0};
    struct qian_json j = qian_json_begin(&manifest);
    qian_json_text(&j, "list", order->list);
    qian_json_text(&j, "event", names[order->event]);
    qian_json_text(&j, "day", day);
    qian_json_text(&j, "reference", order->reference);
    if (order->version > 0)
        qian_json_u64(&j, "version", order->version);
    if (order->digest)
        qian_json_hex(&j, "digest", order->digest->b, sizeof order->digest->b);
    if (order->note.n > 0)
        qian_json_str(&j, "note", order->note);
    qian_json_end(&j);
    struct qian_change entry = {.list = list,
                                .time = order->time,
                                .who = order->who,
                                .kind = names[order->event],
                                .manifest = manifest.p};
    enum qian_status status = qian_store_change_add(store, &entry, err);
    *change = entry.number;
    qian_buf_free(&manifest);
    return status;
}

enum qian_status qian_event_enter(struct qian_store *store, const struct qian_event_order *order,
                                  uint64_t *change, struct qian_err *err) {
    uint64_t list = 0;
    const struct qian_register *reg = NULL;
    struct qian_history history;
    if (order->event == QIAN_EVENT_FROZEN || order->event >= QIAN_EVENTS)
        return wrong_call("a list is frozen by a freeze alone", "", "frozen", err);
    if (order->day && strncmp(order->day, order->time, 10) > 0)
        return wrong_call("the day of the event is not come yet", "enter it when it has happened",
                          order->day, err);
    enum qian_status status = qian_list_find(store, order->list, &list, &reg, err);
    bool lines = status == QIAN_OK && strcmp(reg->name, "lines") == 0;
    if (status == QIAN_OK && order->event == QIAN_EVENT_ARRANGED && !lines)
        status = wrong_call("only a plan can be arranged", "", order->list, err);
    if (status != QIAN_OK)
        return status;
    status = qian_store_begin(store, err);
    if (status != QIAN_OK)
        return status;
    status = qian_history_read(store, list, UINT64_MAX, &history, err);
    if (status == QIAN_OK)
        status = allowed(&history, order->event, lines, err);
    if (status == QIAN_OK && order->version > 0 && order->version != history.imported)
        status = qian_fail(err, QIAN_REFUSED, "", "registers 4.1",
                           "the list was imported anew in the meantime", "look at it again");
    if (status == QIAN_OK)
        status = enter(store, order, list, change, err);
    return qian_store_end(store, status, err);
}

void qian_event_say(const char *manifest, struct qian_event_said *out) {
    json_t *root = json_loads(manifest, 0, NULL);
    char **to[] = {&out->reference, &out->line, &out->digest};
    static const char *const members[] = {"reference", "line", "digest"};
    for (size_t i = 0; i < 3; i++) {
        const char *text = json_string_value(json_object_get(root, members[i]));
        *to[i] = qian_str_copy(qian_str(text ? text : ""));
    }
    json_int_t version = json_integer_value(json_object_get(root, "version"));
    out->version = version > 0 ? (uint64_t)version : 0;
    json_decref(root);
}

void qian_event_said_free(struct qian_event_said *said) {
    free(said->reference);
    free(said->line);
    free(said->digest);
}
