// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/frozen.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/json_in.h"

static char *member(const json_t *manifest, const char *name) {
    const char *text = json_string_value(json_object_get(manifest, name));
    return qian_str_copy(qian_str(text ? text : ""));
}

static void take(struct qian_draw_changes *out, const struct qian_stored_change *c) {
    static const char *const kinds[] = {"frozen", "transcript", "void"};
    size_t fate = 0;
    while (fate < 3 && strcmp(c->kind, kinds[fate]) != 0)
        fate++;
    json_t *manifest = fate < 3 ? json_loads(c->manifest, 0, NULL) : NULL;
    const json_t *quotas = json_object_get(manifest, "quotas");
    if (manifest && (fate != QIAN_DRAW_FROZEN || quotas)) {
        char *text = quotas ? json_dumps(quotas, 0) : NULL;
        out->at = qian_grow(out->at, &out->cap, out->count + 1, sizeof *out->at);
        out->at[out->count++] = (struct qian_draw_change){
            (enum qian_draw_fate)fate,
            c->number,
            member(manifest, fate == QIAN_DRAW_FROZEN ? "reference" : "draw"),
            member(manifest, fate == QIAN_DRAW_ENTERED ? "plan_line" : "line"),
            member(manifest, fate == QIAN_DRAW_ENTERED ? "valid_from" : "day"),
            member(manifest, "replaces"),
            json_is_true(json_object_get(manifest, "rehearsal")),
            qian_str_copy(qian_str(text ? text : "{}"))};
        free(text);
    }
    json_decref(manifest);
}

enum qian_status qian_draw_changes_read(struct qian_store *store, uint64_t change,
                                        struct qian_draw_changes *out, struct qian_err *err) {
    struct qian_stored_change *changes = NULL;
    size_t count = 0;
    enum qian_status status = qian_store_changes(store, 0, 0, &changes, &count, err);
    for (size_t i = 0; status == QIAN_OK && i < count; i++)
        if (changes[i].number <= change)
            take(out, &changes[i]);
    qian_stored_changes_free(changes, count);
    return status;
}

void qian_draw_changes_free(struct qian_draw_changes *changes) {
    for (size_t i = 0; i < changes->count; i++) {
        free(changes->at[i].draw);
        free(changes->at[i].line);
        free(changes->at[i].day);
        free(changes->at[i].replaces);
        free(changes->at[i].quotas);
    }
    free(changes->at);
    *changes = (struct qian_draw_changes){0};
}

const struct qian_draw_change *qian_draw_last(const struct qian_draw_changes *changes,
                                              const char *draw, enum qian_draw_fate fate) {
    for (size_t i = changes->count; i > 0; i--)
        if (changes->at[i - 1].fate == fate && strcmp(changes->at[i - 1].draw, draw) == 0)
            return &changes->at[i - 1];
    return NULL;
}

// spec/plan.md 4.5: "a draw that is frozen in the year, and of which neither transcript nor void
// was entered"
bool qian_draw_open(const struct qian_draw_changes *changes, const struct qian_draw_change *at) {
    return at->fate == QIAN_DRAW_FROZEN && !at->rehearsal &&
           qian_draw_last(changes, at->draw, QIAN_DRAW_FROZEN) == at &&
           !qian_draw_last(changes, at->draw, QIAN_DRAW_ENTERED) &&
           !qian_draw_last(changes, at->draw, QIAN_DRAW_VOID);
}

uint64_t qian_draw_quota(const struct qian_draw_change *at, const char *item) {
    json_t *quotas = json_loads(at->quotas, 0, NULL);
    json_int_t quota = json_integer_value(json_object_get(quotas, item));
    json_decref(quotas);
    return quota > 0 ? (uint64_t)quota : 0;
}
