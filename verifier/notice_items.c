// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/lang.h"
#include "verifier/mem.h"
#include "verifier/notice.h"

enum { ITEM_MEMBERS_MAX = 10 };

static void read_strata(struct notice *n, struct item *item, uint32_t array)
{
    static const char *const NAMES[] = {"label", "roster", "eligible", "quota"};
    struct shape *s = &n->shape;
    if (!shape_type(s, array, "strata", JSON_ARRAY)) {
        return;
    }
    size_t count = s->json.values[array].children;
    item->strata = mem_new(count, sizeof *item->strata);
    uint32_t e = s->json.values[array].first;
    for (size_t i = 0; i < count; i++, e = s->json.values[e].next) {
        struct stratum *stratum = &item->strata[i];
        uint32_t m[4];
        shape_down(s, "strata", (int64_t)i);
        if (shape_object(s, e, NAMES, 4, m)) {
            stratum->label = shape_string(s, m[0], "label", is_any, "string");
            stratum->roster = shape_number(s, m[1], "roster", 0, UINT64_MAX);
            stratum->eligible = shape_number(s, m[2], "eligible", 0, UINT64_MAX);
            stratum->quota = shape_number(s, m[3], "quota", 0, UINT64_MAX);
            // spec/bundle.md 3.8: "strata ascending by `label` and distinct (F05)."
            shape_judge(s, STEP_ORDER, i == 0 || bytes_order(item->strata[i - 1].label, stratum->label) < 0, "label",
                        stratum->label, say("按标签升序", "ascending labels"));
        }
        shape_up(s);
    }
    item->strata_count = count;
}

static void read_ratios(struct notice *n, struct item *item, uint32_t object)
{
    struct shape *s = &n->shape;
    item->by_class = true;
    if (!shape_type(s, object, "ratios", JSON_OBJECT)) {
        return;
    }
    shape_sorted(s, object, "ratios");
    for (uint32_t e = s->json.values[object].first; e != 0; e = s->json.values[e].next) {
        int class_no = class_of(json_name(&s->json, e));
        uint32_t ratio = shape_ratio(s, e, "ratios");
        shape_judge(s, STEP_LAYOUT, class_no != CLASS_NONE, "ratios", json_name(&s->json, e), "A, B, C, D, -");
        if (class_no != CLASS_NONE) {
            item->ratios[class_no] = ratio;
        }
    }
}

// spec/bundle.md 3.8: "Each has either `ratio`, a ratio (quota 1.1), or `ratios`, which maps classes to ratios; then,
// optional, `cap`, a ratio, and, optional, `approval`, a string, in this order; then `roster`, `quota` and `strata`
// (quota.md)"
static size_t item_members(const struct json *j, uint32_t object, const char **names)
{
    static const char *const FIRST[] = {"code", "name", "department", "kind"};
    static const char *const LAST[] = {"roster", "quota", "strata"};
    size_t count = 0;
    for (size_t i = 0; i < 4; i++) {
        names[count++] = FIRST[i];
    }
    names[count++] = json_member(j, object, "ratios") != 0 ? "ratios" : "ratio";
    if (json_member(j, object, "cap") != 0) {
        names[count++] = "cap";
    }
    if (json_member(j, object, "approval") != 0) {
        names[count++] = "approval";
    }
    for (size_t i = 0; i < 3; i++) {
        names[count++] = LAST[i];
    }
    return count;
}

static void read_item(struct notice *n, struct item *item, uint32_t object)
{
    struct shape *s = &n->shape;
    const struct json *j = &s->json;
    const char *names[ITEM_MEMBERS_MAX];
    uint32_t m[ITEM_MEMBERS_MAX];
    bool is_object = json_type(j, object) == JSON_OBJECT;
    size_t count = item_members(j, is_object ? object : 0, names);
    if (!shape_object(s, object, names, count, m)) {
        return;
    }
    item->code = shape_string(s, m[0], "code", bytes_code, "[0-9A-Za-z._:-]{1,64}");
    item->name = shape_string(s, m[1], "name", bytes_text, "1–512 bytes");
    item->department = shape_string(s, m[2], "department", bytes_code, "[0-9A-Za-z._:-]{1,64}");
    struct bytes kind = shape_string(s, m[3], "kind", is_any, "general, key");
    item->key_kind = bytes_are(kind, "key");
    // spec/bundle.md 3.8: "`kind` is `general` or `key`."
    shape_judge(s, STEP_LAYOUT, item->key_kind || bytes_are(kind, "general"), "kind", kind, "general, key");
    if (bytes_are(json_name(j, m[4]), "ratios")) {
        read_ratios(n, item, m[4]);
    } else {
        item->ratio = shape_ratio(s, m[4], "ratio");
    }
    uint32_t cap = json_member(j, object, "cap");
    uint32_t approval = json_member(j, object, "approval");
    if (cap != 0) {
        item->cap = shape_ratio(s, cap, "cap");
    }
    if (approval != 0) {
        item->approval = true;
        (void)shape_string(s, approval, "approval", bytes_text, "1–512 bytes");
    }
    item->roster = shape_number(s, m[count - 3], "roster", 0, UINT64_MAX);
    item->quota = shape_number(s, m[count - 2], "quota", 0, UINT64_MAX);
    read_strata(n, item, m[count - 1]);
}

void notice_read_items(struct notice *n, uint32_t array)
{
    struct shape *s = &n->shape;
    if (!shape_type(s, array, "items", JSON_ARRAY)) {
        return;
    }
    size_t count = s->json.values[array].children;
    // spec/bundle.md 3.8: "`items`: at least one, ascending by `code`, distinct (code F05)."
    shape_judge(s, STEP_LAYOUT, count > 0, "items", bytes_of("[]"), ">= 1");
    n->items = mem_new(count, sizeof *n->items);
    n->items_count = count;
    uint32_t e = s->json.values[array].first;
    for (size_t i = 0; i < count; i++, e = s->json.values[e].next) {
        shape_down(s, "items", (int64_t)i);
        read_item(n, &n->items[i], e);
        shape_judge(s, STEP_ORDER, i == 0 || bytes_order(n->items[i - 1].code, n->items[i].code) < 0, "code",
                    n->items[i].code, say("按代码升序", "ascending codes"));
        shape_up(s);
    }
}

size_t notice_item(const struct notice *n, struct bytes code)
{
    size_t low = 0;
    size_t high = n->items_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = bytes_order(n->items[middle].code, code);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return n->items_count;
}
