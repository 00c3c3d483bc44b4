// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/notice_read.h"

#include <stdlib.h>
#include <string.h>

#include "engine/registry/parties.h"
#include "engine/registry/sources.h"
#include "engine/registry/wishes.h"

static const struct qian_json_place place = {"notice.json", "bundle 3", QIAN_DISAGREES};
static enum qian_status get(json_t *object, const char *name, char **out, struct qian_err *err) {
    return qian_json_get_text(&place, object, "", name, 4096, false, out, err);
}

static enum qian_status get_count(json_t *object, const char *path, const char *name, uint64_t *out,
                                  struct qian_err *err) {
    uint32_t value = 0;
    enum qian_status status =
        qian_json_get_u32(&place, object, path, name, 0, 1000000000, false, &value, err);
    *out = value;
    return status;
}

static struct qian_stated *add_stated(struct qian_notice_copy *out, size_t item) {
    out->stated =
        qian_grow(out->stated, &out->stated_cap, out->stated_count + 1, sizeof *out->stated);
    struct qian_stated *stated = &out->stated[out->stated_count++];
    *stated = (struct qian_stated){.item = item};
    return stated;
}

static enum qian_status read_stratum(json_t *s, size_t item, struct qian_notice_copy *out,
                                     struct qian_err *err) {
    struct qian_stated *stated = add_stated(out, item);
    json_t *label = json_object_get(s, "label");
    if (!json_is_string(label))
        return qian_json_wrong(&place, "strata", "label", "must be a string", err);
    stated->label = qian_str_copy(qian_str(json_string_value(label)));
    enum qian_status status = get_count(s, "strata", "roster", &stated->roster, err);
    if (status == QIAN_OK)
        status = get_count(s, "strata", "eligible", &stated->eligible, err);
    return status == QIAN_OK ? get_count(s, "strata", "quota", &stated->quota, err) : status;
}

static enum qian_status read_stated_item(json_t *item, size_t index, struct qian_notice_copy *out,
                                         struct qian_err *err) {
    json_t *strata = NULL, *s;
    size_t i;
    struct qian_stated *stated = add_stated(out, index);
    enum qian_status status = get_count(item, "items", "roster", &stated->roster, err);
    if (status == QIAN_OK)
        status = get_count(item, "items", "quota", &stated->quota, err);
    if (status == QIAN_OK)
        status = qian_json_get_array(&place, item, "items", "strata", QIAN_STRATA_MAX, false,
                                     &strata, err);
    json_array_foreach(strata, i, s) {
        if (status == QIAN_OK)
            status = read_stratum(s, index, out, err);
    }
    return status;
}

static enum qian_status read_stated(json_t *root, struct qian_notice_copy *out,
                                    struct qian_err *err) {
    json_t *item;
    size_t i;
    json_array_foreach(json_object_get(root, "items"), i, item) {
        enum qian_status status = read_stated_item(item, i, out, err);
        if (status != QIAN_OK)
            return status;
    }
    return QIAN_OK;
}

// Is a member this string?
static bool says(json_t *root, const char *name, const char *wanted) {
    const char *text = json_string_value(json_object_get(root, name));
    return text && strcmp(text, wanted) == 0;
}

static enum qian_status read_digest(json_t *object, const char *path, const char *name,
                                    struct qian_digest *out, struct qian_err *err) {
    json_t *value = json_object_get(object, name);
    struct qian_str text = {json_string_value(value), json_string_length(value)};
    if (!json_is_string(value) || !qian_hex_read(text, out->b, sizeof out->b))
        return qian_json_wrong(&place, path, name, "must be 64 lower-case hexadecimal digits", err);
    return QIAN_OK;
}

static enum qian_status read_commitments(json_t *root, struct qian_notice *n,
                                         struct qian_err *err) {
    const struct {
        const char *name;
        struct qian_commitment *to;
    } all[] = {
        {"targets", &n->targets}, {"inspectors", &n->inspectors}, {"recusals", &n->recusals}};
    enum qian_status status =
        read_digest(json_object_get(root, "rules"), "rules", "digest", &n->rules_digest, err);
    for (size_t i = 0; i < 3 && status == QIAN_OK; i++) {
        json_t *table = json_object_get(root, all[i].name);
        status = read_digest(table, all[i].name, "digest", &all[i].to->digest, err);
        if (status == QIAN_OK)
            status = read_digest(table, all[i].name, "root", &all[i].to->root, err);
        if (status == QIAN_OK)
            status = get_count(table, all[i].name, "rows", &all[i].to->rows, err);
    }
    return status;
}

static enum qian_status read_root(json_t *root, const struct qian_rules *rules,
                                  struct qian_notice_copy *out, struct qian_err *err) {
    struct qian_notice *n = &out->notice;
    struct qian_wishes_from from = {.place = &place, .rules = rules, .stated = true};
    char *suite = NULL;
    if (!says(root, "spec", QIAN_SPEC))
        return qian_fail(err, QIAN_CANNOT, "F12", "bundle 3.1",
                         "this version does not know the notice's spec",
                         "use the version that made it, or a newer one");
    enum qian_status status = get(root, "suite", &suite, err);
    if (status == QIAN_OK && !qian_suite_read(qian_str(suite), &n->suite))
        status = qian_json_wrong(&place, "", "suite", "must be sha256-ed25519 or sm3-sm2", err);
    free(suite);
    if (status == QIAN_OK)
        status = get(root, "draw", &n->draw, err);
    if (status == QIAN_OK)
        status = get(root, "title", &n->title, err);
    if (status == QIAN_OK)
        status = get(root, "authority", &n->authority, err);
    if (status == QIAN_OK)
        status = qian_wishes_read(&from, root, n, err);
    if (status == QIAN_OK)
        status = read_commitments(root, n, err);
    n->rehearsal = json_is_true(json_object_get(root, "rehearsal"));
    if (status == QIAN_OK)
        status = qian_parties_read(&place, root, n, err);
    if (status == QIAN_OK)
        status = qian_sources_read(&place, root, true, n, err);
    if (status == QIAN_OK)
        status = get(json_object_get(root, "rules"), "name", &n->rules_name, err);
    return status == QIAN_OK ? read_stated(root, out, err) : status;
}

// Give the items what the notice states of them, as far as writing them wants it. Labels are only
// borrowed.
static void lend_stated(struct qian_notice_copy *copy) {
    for (size_t i = 0; i < copy->stated_count; i++) {
        const struct qian_stated *stated = &copy->stated[i];
        struct qian_item *item = &copy->notice.items[stated->item];
        if (stated->label) {
            item->strata[item->strata_count++] = (struct qian_stratum){
                stated->label, 0, stated->roster, stated->eligible, stated->quota};
        } else {
            item->roster = stated->roster;
            item->quota = stated->quota;
            item->strata = qian_take(copy->stated_count, sizeof *item->strata);
        }
    }
}

static void take_back(struct qian_notice *n) {
    for (size_t i = 0; i < n->item_count; i++) {
        free(n->items[i].strata);
        n->items[i].strata = NULL;
        n->items[i].strata_count = 0;
        n->items[i].roster = n->items[i].quota = 0;
    }
}

// Of the same things there is one notice: its members, their order and their layout are those that
// bundle 3 gives.
static bool as_written(struct qian_notice_copy *copy, struct qian_str bytes) {
    struct qian_buf again = {0};
    lend_stated(copy);
    qian_notice_write(&copy->notice, &again);
    take_back(&copy->notice);
    bool same = qian_str_eq(qian_buf_view(&again), bytes);
    qian_buf_free(&again);
    return same;
}

enum qian_status qian_notice_read(struct qian_str bytes, const struct qian_rules *rules,
                                  struct qian_notice_copy *out, struct qian_err *err) {
    *out = (struct qian_notice_copy){0};
    json_t *root = qian_json_load(&place, bytes, err);
    if (!root)
        return err->status;
    enum qian_status status = read_root(root, rules, out, err);
    if (status == QIAN_OK && !qian_json_laid_out(root, bytes))
        status = qian_json_wrong(&place, "", "", "not in the layout that bundle 2.4 wants", err);
    else if (status == QIAN_OK && !as_written(out, bytes))
        status = qian_json_wrong(&place, "", "", "not the members and the order of bundle 3", err);
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
