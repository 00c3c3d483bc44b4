// SPDX-License-Identifier: MulanPSL-2.0
// What several rules packs say together (spec/plan.md 3.31).
#include <stdio.h>
#include <string.h>

#include "engine/plan/plan.h"

// spec/plan.md 3.31: "the greater minimum, the smaller maximum and cap, the earlier deadline, the
// longer wait and validity"
void qian_planning_bounds(const struct qian_planning *planning, enum qian_item_kind kind,
                          uint32_t *min, uint32_t *max) {
    *min = *max = 0;
    for (size_t i = 0; i < planning->packs; i++) {
        const struct qian_rules *r = planning->rules[i];
        uint32_t low = kind == QIAN_ITEM_KEY ? r->key_min : r->general_min;
        uint32_t high = kind == QIAN_ITEM_KEY ? r->key_max : r->general_max;
        *min = low > *min ? low : *min;
        *max = high && (!*max || high < *max) ? high : *max;
    }
}

static bool number_of(const struct qian_rules *rules, const char *name, const char *unit,
                      uint32_t *n) {
    struct qian_err ignored;
    return (strcmp(unit, "ratio") == 0
                ? qian_rules_ratio(rules, name, n, &ignored)
                : qian_rules_number(rules, name, unit, n, &ignored)) == QIAN_OK;
}

uint32_t qian_planning_most(const struct qian_planning *planning, const char *name,
                            const char *unit) {
    uint32_t most = 0, n = 0;
    for (size_t i = 0; i < planning->packs; i++)
        if (number_of(planning->rules[i], name, unit, &n) && n > most)
            most = n;
    return most;
}

uint32_t qian_planning_least(const struct qian_planning *planning, const char *name,
                             const char *unit) {
    uint32_t least = 0, n = 0;
    for (size_t i = 0; i < planning->packs; i++)
        if (number_of(planning->rules[i], name, unit, &n) && (least == 0 || n < least))
            least = n;
    return least;
}

static void constant_text(const struct qian_rules *rules, const char *name, struct qian_buf *out) {
    const struct qian_constant *c = qian_rules_find(rules, name);
    qian_buf_text(out, rules->name);
    qian_buf_char(out, ' ');
    if (!c || c->is_null || (c->is_number && c->number < 0))
        qian_buf_char(out, '-');
    else if (c->is_number)
        qian_buf_u64(out, (uint64_t)c->number);
    else
        qian_buf_text(out, c->value);
}

static bool same(const struct qian_rules *a, const struct qian_rules *b, const char *name) {
    const struct qian_constant *x = qian_rules_find(a, name), *y = qian_rules_find(b, name);
    if (!x || !y || x->is_null || y->is_null)
        return (!x || x->is_null) && (!y || y->is_null);
    return x->is_number == y->is_number && x->number == y->number &&
           strcmp(x->value, y->value) == 0;
}

// spec/plan.md 3.31: "Where packs differ the value shows each."
void qian_planning_each(const struct qian_planning *planning, const char *name,
                        struct qian_buf *out) {
    bool differ = false;
    for (size_t i = 1; i < planning->packs; i++)
        differ = differ || !same(planning->rules[0], planning->rules[i], name);
    for (size_t i = 0; differ && i < planning->packs; i++) {
        if (i == 0) {
            qian_buf_text(out, "; ");
            qian_buf_text(out, name);
        }
        qian_buf_text(out, i > 0 ? ", " : ": ");
        constant_text(planning->rules[i], name, out);
    }
}

void qian_planning_each_bound(const struct qian_planning *planning, enum qian_item_kind kind,
                              struct qian_buf *out) {
    bool key = kind == QIAN_ITEM_KEY, differ = false;
    for (size_t i = 1; i < planning->packs; i++) {
        const struct qian_rules *a = planning->rules[0], *b = planning->rules[i];
        differ =
            differ || (key ? a->key_min != b->key_min || a->key_max != b->key_max
                           : a->general_min != b->general_min || a->general_max != b->general_max);
    }
    for (size_t i = 0; differ && i < planning->packs; i++) {
        const struct qian_rules *r = planning->rules[i];
        char low[QIAN_RATIO_TEXT], high[QIAN_RATIO_TEXT];
        uint32_t max = key ? r->key_max : r->general_max;
        qian_ratio_write(key ? r->key_min : r->general_min, low);
        qian_ratio_write(max ? max : QIAN_RATIO_WHOLE, high);
        qian_buf_text(out, i > 0 ? ", " : "; ");
        qian_buf_text(out, r->name);
        qian_buf_char(out, ' ');
        qian_buf_text(out, low);
        qian_buf_char(out, '-');
        qian_buf_text(out, high);
    }
}
