// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/wishes.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX QIAN_TEXT_MAX

enum qian_status qian_code_read(const struct qian_json_place *place, json_t *object,
                                const char *path, const char *name, char **out,
                                struct qian_err *err) {
    enum qian_status status =
        qian_json_get_text(place, object, path, name, QIAN_CODE_MAX, false, out, err);
    if (status == QIAN_OK && qian_check_code(qian_str(*out))) {
        status =
            qian_json_wrong(place, path, name, "not a code: 1 to 64 of 0-9 A-Z a-z . _ : -", err);
        qian_err_value(err, "%.100s", *out);
    }
    return status;
}

static enum qian_status get_ratio(const struct qian_wishes_from *from, json_t *object,
                                  const char *path, const char *name, bool optional, char **text,
                                  uint32_t *millionths, struct qian_err *err) {
    enum qian_status status =
        qian_json_get_text(from->place, object, path, name, 16, optional, text, err);
    if (status != QIAN_OK || !*text)
        return status;
    if (!qian_ratio_read(qian_str(*text), millionths)) {
        status = qian_json_wrong(from->place, path, name, "not a ratio such as 5% or 12.5%", err);
        err->code = "F07";
        err->clause = "quota 1.1";
        qian_err_value(err, "%.100s", *text);
    }
    return status;
}

static const char *const class_members[] = {"A", "B", "C", "D", "-", NULL}; // as "ABCD-"

static enum qian_status get_ratios(const struct qian_wishes_from *from, json_t *item,
                                   const char *path, struct qian_item *out, struct qian_err *err) {
    json_t *ratios = json_object_get(item, "ratios");
    struct qian_buf inside = {0};
    qian_buf_text(&inside, path);
    qian_buf_text(&inside, ".ratios");
    enum qian_status status = qian_json_known(from->place, ratios, inside.p, class_members, err);
    for (size_t c = 0; c < QIAN_CLASSES && status == QIAN_OK; c++)
        status = get_ratio(from, ratios, inside.p, class_members[c], true, &out->ratios[c],
                           &out->wish.ratios[c], err);
    out->wish.by_class = true;
    qian_buf_free(&inside);
    return status;
}

static enum qian_status get_kind(const struct qian_wishes_from *from, json_t *item,
                                 const char *path, struct qian_item *out, struct qian_err *err) {
    char *kind = NULL;
    enum qian_status status =
        qian_json_get_text(from->place, item, path, "kind", 16, false, &kind, err);
    if (status != QIAN_OK)
        return status;
    out->key_kind = strcmp(kind, "key") == 0;
    if (!out->key_kind && strcmp(kind, "general") != 0)
        status = qian_json_wrong(from->place, path, "kind", "must be general or key", err);
    free(kind);
    out->wish.min = out->key_kind ? from->rules->key_min : from->rules->general_min;
    out->wish.max = out->key_kind ? from->rules->key_max : from->rules->general_max;
    return status;
}

// spec/request.md 1.2: "For a member that may be absent null stands for absent."
static bool given(json_t *object, const char *name) {
    json_t *value = json_object_get(object, name);
    return value && !json_is_null(value);
}

static enum qian_status get_item(const struct qian_wishes_from *from, json_t *item,
                                 const char *path, struct qian_item *out, struct qian_err *err) {
    static const char *const members[] = {"code",   "name", "department", "kind", "ratio",
                                          "ratios", "cap",  "approval",   NULL};
    static const char *const stated[] = {"code",   "name",   "department", "kind",
                                         "ratio",  "ratios", "cap",        "approval",
                                         "roster", "quota",  "strata",     NULL};
    enum qian_status status =
        qian_json_known(from->place, item, path, from->stated ? stated : members, err);
    if (status == QIAN_OK)
        status = qian_code_read(from->place, item, path, "code", &out->code, err);
    if (status == QIAN_OK)
        status =
            qian_json_get_text(from->place, item, path, "name", TEXT_MAX, false, &out->name, err);
    if (status == QIAN_OK)
        status = qian_code_read(from->place, item, path, "department", &out->department, err);
    if (status == QIAN_OK)
        status = get_kind(from, item, path, out, err);
    if (status == QIAN_OK && given(item, "ratio") == given(item, "ratios"))
        status = qian_json_wrong(from->place, path, "ratio", "either ratio or ratios", err);
    if (status == QIAN_OK && given(item, "ratio"))
        status = get_ratio(from, item, path, "ratio", false, &out->ratio, &out->wish.ratio, err);
    if (status == QIAN_OK && given(item, "ratios"))
        status = get_ratios(from, item, path, out, err);
    if (status == QIAN_OK)
        status = get_ratio(from, item, path, "cap", true, &out->cap, &out->wish.cap, err);
    if (status == QIAN_OK)
        status = qian_json_get_text(from->place, item, path, "approval", TEXT_MAX, true,
                                    &out->approval, err);
    out->wish.approved = out->approval != NULL;
    return status;
}

static int by_code(const void *a, const void *b) {
    return strcmp(((const struct qian_item *)a)->code, ((const struct qian_item *)b)->code);
}

static enum qian_status get_items(const struct qian_wishes_from *from, json_t *root,
                                  struct qian_notice *n, struct qian_err *err) {
    json_t *items = NULL, *item;
    size_t i;
    enum qian_status status =
        qian_json_get_array(from->place, root, "", "items", QIAN_ITEMS_MAX, false, &items, err);
    if (status != QIAN_OK)
        return status;
    if (json_array_size(items) == 0)
        return qian_json_wrong(from->place, "", "items", "at least one item", err);
    n->items = qian_take(json_array_size(items), sizeof *n->items);
    json_array_foreach(items, i, item) {
        struct qian_buf path = {0};
        qian_buf_text(&path, "items[");
        qian_buf_u64(&path, i);
        qian_buf_char(&path, ']');
        n->item_count++;
        status = get_item(from, item, path.p, &n->items[i], err);
        qian_buf_free(&path);
        if (status != QIAN_OK)
            return status;
    }
    qsort(n->items, n->item_count, sizeof *n->items, by_code);
    for (i = 1; i < n->item_count; i++)
        if (strcmp(n->items[i - 1].code, n->items[i].code) == 0)
            return qian_json_wrong(from->place, "items", n->items[i].code, "the code stands twice",
                                   err);
    return QIAN_OK;
}

static enum qian_status get_stratify(const struct qian_wishes_from *from, json_t *root,
                                     struct qian_notice *n, struct qian_err *err) {
    json_t *list = NULL, *element;
    size_t i;
    enum qian_status status =
        qian_json_get_array(from->place, root, "", "stratify", 2, true, &list, err);
    if (status != QIAN_OK)
        return status;
    json_array_foreach(list, i, element) {
        const char *column = json_is_string(element) ? json_string_value(element) : "";
        bool *chosen = strcmp(column, "class") == 0  ? &n->by_class
                       : strcmp(column, "area") == 0 ? &n->by_area
                                                     : NULL;
        if (!chosen || *chosen)
            return qian_json_wrong(from->place, "", "stratify", "class and area, each at most once",
                                   err);
        *chosen = true;
        n->area_first = n->area_first || (chosen == &n->by_area && !n->by_class);
    }
    return QIAN_OK;
}

static enum qian_status get_weights(const struct qian_wishes_from *from, json_t *root,
                                    struct qian_notice *n, struct qian_err *err) {
    json_t *weights = json_object_get(root, "weights");
    if (!weights || json_is_null(weights))
        return QIAN_OK;
    enum qian_status status = qian_json_known(from->place, weights, "weights", class_members, err);
    for (size_t c = 0; c < QIAN_CLASSES && status == QIAN_OK; c++)
        status = qian_json_get_u32(from->place, weights, "weights", class_members[c], 1,
                                   QIAN_WEIGHT_MAX, true, &n->weights[c], err);
    return status;
}

static enum qian_status get_team(const struct qian_wishes_from *from, json_t *root,
                                 struct qian_notice *n, struct qian_err *err) {
    static const char *const members[] = {"per_visit", "per_department", "experts", NULL};
    json_t *team = json_object_get(root, "team");
    n->per_visit = 2;
    n->per_department = 1;
    if (!team || json_is_null(team))
        return QIAN_OK;
    enum qian_status status = qian_json_known(from->place, team, "team", members, err);
    if (status == QIAN_OK)
        status = qian_json_get_u32(from->place, team, "team", "per_visit", 1, 20, true,
                                   &n->per_visit, err);
    if (status == QIAN_OK)
        status = qian_json_get_u32(from->place, team, "team", "per_department", 1, 20, true,
                                   &n->per_department, err);
    if (status == QIAN_OK)
        status =
            qian_json_get_u32(from->place, team, "team", "experts", 0, 20, true, &n->experts, err);
    return status;
}

// spec/quota.md 3.3: "w_h is the weight of the stratum's class where `class` stands in `stratify`
// and `weights` names that class, otherwise 1."
static void spread_wishes(struct qian_notice *n) {
    for (size_t i = 0; i < n->item_count; i++) {
        n->items[i].wish.minimum = n->minimum;
        for (size_t c = 0; c < QIAN_CLASSES; c++)
            n->items[i].wish.weights[c] = n->weights[c] ? n->weights[c] : 1;
    }
}

enum qian_status qian_wishes_read(const struct qian_wishes_from *from, json_t *root,
                                  struct qian_notice *out, struct qian_err *err) {
    uint32_t minimum = 0;
    out->batches = 1;
    enum qian_status status =
        qian_code_read(from->place, root, "", "initiator", &out->initiator, err);
    if (status == QIAN_OK)
        status = get_items(from, root, out, err);
    if (status == QIAN_OK)
        status = get_stratify(from, root, out, err);
    if (status == QIAN_OK)
        status = get_weights(from, root, out, err);
    if (status == QIAN_OK)
        status = qian_json_get_u32(from->place, root, "", "minimum", 0, 1000000000, !from->stated,
                                   &minimum, err);
    if (status == QIAN_OK)
        status = qian_json_get_u32(from->place, root, "", "batches", 1, 1000, !from->stated,
                                   &out->batches, err);
    if (status == QIAN_OK)
        status = get_team(from, root, out, err);
    out->minimum = minimum;
    spread_wishes(out);
    return status;
}
