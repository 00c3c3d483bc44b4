// SPDX-License-Identifier: MulanPSL-2.0
// The readers of JSON; the first byte says which. What the layout check accepts is what jansson's
// own printer prints, and the other way round; what is read of packs and notices is within the
// bounds of the law.
#include <string.h>

#include "engine/base/json_in.h"
#include "engine/base/text.h"
#include "engine/core/frame.h"
#include "engine/registry/notice_read.h"
#include "tests/fuzz/fuzz.h"

static const struct qian_json_place place = {"fuzz.json", "bundle 2.4", QIAN_BAD_DATA};

static bool printed_so(json_t *root, struct qian_str bytes) {
    char *text = json_dumps(root, JSON_INDENT(1));
    size_t n = text ? strlen(text) : 0;
    bool same = text && bytes.n == n + 1 && memcmp(text, bytes.p, n) == 0 && bytes.p[n] == '\n';
    free(text);
    return same;
}

// bundle 2.2, 2.5: no forbidden text, integers from 0 to 2^53 - 1.
static bool contents_good(json_t *value) {
    const char *name;
    json_t *element;
    size_t i;
    if (json_is_string(value))
        return !qian_text_fault(
            (struct qian_str){json_string_value(value), json_string_length(value)}, false);
    if (json_is_integer(value))
        return json_integer_value(value) >= 0 && json_integer_value(value) < (json_int_t)1 << 53;
    json_array_foreach(value, i, element) if (!contents_good(element)) return false;
    json_object_foreach(value, name, element) {
        if (qian_text_fault(qian_str(name), false) || !contents_good(element))
            return false;
    }
    return !json_is_real(value);
}

static bool laid_out_by_hand(struct qian_str bytes) {
    json_t *root = json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES, NULL);
    bool good = json_is_object(root) && contents_good(root) && printed_so(root, bytes);
    json_decref(root);
    return good;
}

static void fuzz_layout(struct qian_str bytes) {
    struct qian_err err = {0};
    json_t *root = qian_json_load(&place, bytes, &err);
    if (!root) {
        MUST(err.status == QIAN_BAD_DATA && err.what && strcmp(err.code, "F08") == 0);
        return;
    }
    MUST(qian_json_laid_out(root, bytes) == laid_out_by_hand(bytes));
    json_decref(root);
}

static bool is_ratio(uint32_t r) {
    return r >= 1 && r <= 1000000;
}

// What rules 1.5 asks of constants is held by engine/properties.
static void fuzz_rules(struct qian_str bytes) {
    struct qian_rules rules;
    struct qian_err err = {0};
    if (qian_rules_parse(bytes, &rules, &err) == QIAN_OK) {
        MUST(laid_out_by_hand(bytes));
        MUST(qian_str_eq(qian_buf_view(&rules.bytes), bytes));
        MUST(strlen(rules.name) >= 1 && strlen(rules.name) <= 64);
        MUST(strspn(rules.name, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                "._:-") == strlen(rules.name));
        MUST(strlen(rules.from) == 10 && (!*rules.to || strlen(rules.to) == 10));
        MUST(is_ratio(rules.general_min) && is_ratio(rules.key_min));
        MUST(!rules.general_max || is_ratio(rules.general_max));
        MUST(!rules.key_max || is_ratio(rules.key_max));
        MUST(rules.team_minimum >= 1 && rules.team_minimum <= 20);
    } else {
        MUST(err.status != QIAN_OK && err.what);
    }
    qian_rules_free(&rules);
}

static void check_notice(struct qian_notice_copy *copy) {
    struct qian_notice *n = &copy->notice;
    struct qian_table none = {.kind = QIAN_TARGETS, .row = NULL};
    struct qian_frame frame;
    struct qian_err err;
    uint64_t quota;
    MUST(n->item_count <= QIAN_ITEMS_MAX && n->batches >= 1 && n->batches <= 1000);
    MUST(n->per_visit >= 1 && n->per_visit <= 20 && n->per_department >= 1);
    MUST(n->per_department <= 20 && n->experts <= 20 && n->minimum <= 1000000000);
    for (size_t c = 0; c < QIAN_CLASSES; c++)
        MUST(n->weights[c] <= QIAN_WEIGHT_MAX);
    for (size_t i = 0; i < copy->stated_count; i++)
        MUST(copy->stated[i].item < n->item_count);
    qian_frame_open(n, &none, &frame);
    for (size_t i = 0; i < n->item_count; i++) {
        struct qian_item *item = &n->items[i];
        MUST(item->wish.by_class || is_ratio(item->wish.ratio));
        MUST(item->wish.cap == 0 || is_ratio(item->wish.cap));
        MUST(item->strata_count == 0);
        MUST(qian_quota(&item->wish, item->strata, 0, &quota, &err) == QIAN_REFUSED);
        MUST(strcmp(err.code, "Q01") == 0);
    }
    qian_frame_close(&frame);
}

static void fuzz_notice(struct qian_str bytes) {
    static struct qian_rules rules;
    struct qian_notice_copy copy;
    struct qian_err err = {0};
    if (!rules.name)
        MUST(qian_rules_load(qian_packs[0].name, ".", &rules, &err) == QIAN_OK);
    if (qian_notice_read(bytes, &rules, &copy, &err) == QIAN_OK) {
        MUST(laid_out_by_hand(bytes));
        check_notice(&copy);
    } else {
        MUST(err.status != QIAN_OK && err.what);
    }
    qian_notice_copy_free(&copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static void (*const all[])(struct qian_str) = {fuzz_layout, fuzz_rules, fuzz_notice};
    if (size > 0)
        all[data[0] % 3]((struct qian_str){(const char *)data + 1, size - 1});
    return 0;
}
