// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/notice_read.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/json_in.h"

static const struct qian_json_place place = {"notice.json", "bundle 3", QIAN_DISAGREES};
static const char *const class_members[] = {"A", "B", "C", "D", "-"}; // as "ABCD-"

static enum qian_status get(json_t *object,
                            const char *path,
                            const char *name,
                            bool optional,
                            char **out,
                            struct qian_err *err) {
    return qian_json_get_text(&place, object, path, name, 4096, optional, out, err);
}

static enum qian_status ratio(json_t *object,
                              const char *name,
                              bool optional,
                              char **text,
                              uint32_t *out,
                              struct qian_err *err) {
    enum qian_status status = get(object, "items", name, optional, text, err);
    if (status == QIAN_OK && *text && !qian_ratio_read(qian_str(*text), out))
        status = qian_json_wrong(&place, "items", name, "not a ratio such as 5% or 12.5%", err);
    return status;
}

static enum qian_status
read_strata(json_t *item, size_t index, struct qian_notice_copy *out, struct qian_err *err) {
    json_t *strata = NULL, *s;
    size_t i;
    enum qian_status status =
        qian_json_get_array(&place, item, "items", "strata", QIAN_STRATA_MAX, false, &strata, err);
    if (status != QIAN_OK)
        return status;
    json_array_foreach(strata, i, s) {
        json_t *label = json_object_get(s, "label");
        uint32_t quota = 0;
        status = qian_json_get_u32(&place, s, "strata", "quota", 0, 1000000000, false, &quota, err);
        if (status == QIAN_OK && !json_is_string(label))
            status = qian_json_wrong(&place, "strata", "label", "must be a string", err);
        if (status != QIAN_OK)
            return status;
        out->stated =
            qian_grow(out->stated, &out->stated_cap, out->stated_count + 1, sizeof *out->stated);
        out->stated[out->stated_count++] =
            (struct qian_stated){index, qian_str_copy(qian_str(json_string_value(label))), quota};
    }
    return QIAN_OK;
}

static enum qian_status read_item(json_t *item,
                                  size_t index,
                                  const struct qian_rules *rules,
                                  struct qian_notice_copy *out,
                                  struct qian_err *err) {
    struct qian_item *o = &out->notice.items[index];
    char *kind = NULL;
    enum qian_status status = get(item, "items", "code", false, &o->code, err);
    if (status == QIAN_OK)
        status = get(item, "items", "name", false, &o->name, err);
    if (status == QIAN_OK)
        status = get(item, "items", "department", false, &o->department, err);
    if (status == QIAN_OK)
        status = get(item, "items", "kind", false, &kind, err);
    o->key_kind = kind && strcmp(kind, "key") == 0;
    free(kind);
    json_t *ratios = json_object_get(item, "ratios");
    o->wish.by_class = ratios != NULL;
    for (size_t c = 0; ratios && c < QIAN_CLASSES && status == QIAN_OK; c++)
        status = ratio(ratios, class_members[c], true, &o->ratios[c], &o->wish.ratios[c], err);
    if (status == QIAN_OK && !ratios)
        status = ratio(item, "ratio", false, &o->ratio, &o->wish.ratio, err);
    if (status == QIAN_OK)
        status = ratio(item, "cap", true, &o->cap, &o->wish.cap, err);
    if (status == QIAN_OK)
        status = get(item, "items", "approval", true, &o->approval, err);
    o->wish.approved = o->approval != NULL;
    o->wish.min = o->key_kind ? rules->key_min : rules->general_min;
    o->wish.max = o->key_kind ? rules->key_max : rules->general_max;
    return status == QIAN_OK ? read_strata(item, index, out, err) : status;
}

static enum qian_status read_items(json_t *root,
                                   const struct qian_rules *rules,
                                   struct qian_notice_copy *out,
                                   struct qian_err *err) {
    json_t *items = NULL, *item;
    size_t i;
    enum qian_status status =
        qian_json_get_array(&place, root, "", "items", QIAN_ITEMS_MAX, false, &items, err);
    if (status != QIAN_OK)
        return status;
    out->notice.items = qian_take(json_array_size(items), sizeof *out->notice.items);
    json_array_foreach(items, i, item) {
        out->notice.item_count++;
        status = read_item(item, i, rules, out, err);
        if (status != QIAN_OK)
            return status;
    }
    return QIAN_OK;
}

static void read_stratify(json_t *root, struct qian_notice *n) {
    json_t *element;
    size_t i;
    json_array_foreach(json_object_get(root, "stratify"), i, element) {
        const char *column = json_is_string(element) ? json_string_value(element) : "";
        if (strcmp(column, "class") == 0)
            n->by_class = true;
        if (strcmp(column, "area") == 0) {
            n->by_area = true;
            n->area_first = !n->by_class;
        }
    }
}

static enum qian_status read_numbers(json_t *root, struct qian_notice *n, struct qian_err *err) {
    json_t *team = json_object_get(root, "team"), *weights = json_object_get(root, "weights");
    uint32_t minimum = 0;
    enum qian_status status =
        qian_json_get_u32(&place, root, "", "minimum", 0, 1000000000, false, &minimum, err);
    if (status == QIAN_OK)
        status = qian_json_get_u32(&place, root, "", "batches", 1, 1000, false, &n->batches, err);
    if (status == QIAN_OK)
        status =
            qian_json_get_u32(&place, team, "team", "per_visit", 1, 20, false, &n->per_visit, err);
    if (status == QIAN_OK)
        status = qian_json_get_u32(&place, team, "team", "per_department", 1, 20, false,
                                   &n->per_department, err);
    if (status == QIAN_OK)
        status = qian_json_get_u32(&place, team, "team", "experts", 0, 20, false, &n->experts, err);
    for (size_t c = 0; c < QIAN_CLASSES && status == QIAN_OK; c++)
        status = qian_json_get_u32(&place, weights, "weights", class_members[c], 1, QIAN_WEIGHT_MAX,
                                   true, &n->weights[c], err);
    n->minimum = minimum;
    for (size_t i = 0; i < n->item_count; i++) {
        n->items[i].wish.minimum = minimum;
        for (size_t c = 0; c < QIAN_CLASSES; c++)
            n->items[i].wish.weights[c] = n->weights[c] ? n->weights[c] : 1;
    }
    return status;
}

static enum qian_status read_root(json_t *root,
                                  const struct qian_rules *rules,
                                  struct qian_notice_copy *out,
                                  struct qian_err *err) {
    struct qian_notice *n = &out->notice;
    char *suite = NULL;
    enum qian_status status = get(root, "", "suite", false, &suite, err);
    if (status == QIAN_OK && !qian_suite_read(qian_str(suite), &n->suite))
        status = qian_json_wrong(&place, "", "suite", "must be sha256-ed25519 or sm3-sm2", err);
    free(suite);
    if (status == QIAN_OK)
        status = get(root, "", "draw", false, &n->draw, err);
    if (status == QIAN_OK)
        status = get(root, "", "title", false, &n->title, err);
    if (status == QIAN_OK)
        status = get(root, "", "authority", false, &n->authority, err);
    if (status == QIAN_OK)
        status = get(root, "", "initiator", false, &n->initiator, err);
    if (status == QIAN_OK)
        status = read_items(root, rules, out, err);
    read_stratify(root, n);
    n->rehearsal = json_is_true(json_object_get(root, "rehearsal"));
    n->public_count = json_array_size(json_object_get(root, "public"));
    return status == QIAN_OK ? read_numbers(root, n, err) : status;
}

enum qian_status qian_notice_read(struct qian_str bytes,
                                  const struct qian_rules *rules,
                                  struct qian_notice_copy *out,
                                  struct qian_err *err) {
    *out = (struct qian_notice_copy){0};
    json_t *root = qian_json_load(&place, bytes, err);
    if (!root)
        return err->status;
    enum qian_status status = read_root(root, rules, out, err);
    if (status == QIAN_OK && !qian_json_laid_out(root, bytes))
        status = qian_json_wrong(&place, "", "", "not in the layout that bundle 2.4 wants", err);
    json_decref(root);
    return status;
}

void qian_notice_copy_free(struct qian_notice_copy *copy) {
    for (size_t i = 0; i < copy->stated_count; i++)
        free(copy->stated[i].label);
    free(copy->stated);
    qian_notice_free(&copy->notice);
    *copy = (struct qian_notice_copy){0};
}
