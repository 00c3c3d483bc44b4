// SPDX-License-Identifier: MulanPSL-2.0
// Items that do the same twice.
#include <stdlib.h>
#include <string.h>

#include "engine/base/fold.h"
#include "engine/registry/item_check_steps.h"

struct folded {
    struct qian_buf basis, content, object;
};

static bool same(const struct qian_buf *a, const struct qian_buf *b) {
    return a->n > 0 && qian_str_eq(qian_buf_view(a), qian_buf_view(b));
}

static bool joined(const struct qian_listed_item *a, const struct qian_listed_item *b) {
    return qian_words_have(a->members, qian_str(b->code)) ||
           qian_words_have(b->members, qian_str(a->code));
}

// spec/items.md 3.7: "where neither has a type, the same object stands for it"
static bool same_target(const struct qian_listed_item *a, const struct qian_listed_item *b,
                        const struct folded *fa, const struct folded *fb) {
    return *a->type || *b->type ? qian_words_meet(a->type, b->type)
                                : same(&fa->object, &fb->object);
}

static void find(const struct qian_item_checking *c, size_t i, size_t k, bool basis) {
    const struct qian_listed_item *a = &c->items->item[i], *b = &c->items->item[k];
    const char *field = basis ? "basis" : "content";
    if (strcmp(a->department, b->department) == 0)
        qian_item_lacks(c, i, "I30", field, "", "it overlaps with another item of the department",
                        "merge them, or retire one");
    else
        qian_item_lacks(c, i, "I31", field, "", "it overlaps with an item of another department",
                        "agree who keeps it, or do both in one visit");
    qian_item_meets(c, k);
}

static void compare(const struct qian_item_checking *c, const struct folded *folded, size_t i,
                    size_t k) {
    const struct qian_listed_item *a = &c->items->item[i], *b = &c->items->item[k];
    if (!a->live || !b->live || joined(a, b) || !same_target(a, b, &folded[i], &folded[k]))
        return;
    bool basis = same(&folded[i].basis, &folded[k].basis);
    if (!basis && !same(&folded[i].content, &folded[k].content))
        return;
    find(c, i, k, basis);
    find(c, k, i, basis);
}

void qian_items_overlap(const struct qian_item_checking *c) {
    size_t n = c->items->count;
    struct folded *folded = qian_take(n + 1, sizeof *folded);
    for (size_t i = 0; i < n; i++) {
        const struct qian_listed_item *it = &c->items->item[i];
        qian_fold_name(&folded[i].basis, qian_str(it->basis));
        qian_fold_name(&folded[i].content, qian_str(it->content));
        qian_fold_name(&folded[i].object, qian_str(it->object));
    }
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++)
            compare(c, folded, i, k);
    for (size_t i = 0; i < n; i++) {
        qian_buf_free(&folded[i].basis);
        qian_buf_free(&folded[i].content);
        qian_buf_free(&folded[i].object);
    }
    free(folded);
}
