// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/show_item.h"

#include <string.h>

#include "engine/base/json_out.h"
#include "engine/registry/ratio_text.h"

static struct qian_json begin(const struct item_view *v, const char *format, struct qian_buf *out) {
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "format", format);
    qian_json_text(&j, "as_of", v->time);
    qian_json_u64(&j, "change", v->change);
    qian_json_text(&j, "rules", v->rules.name);
    return j;
}

static int end(struct ui *ui, struct qian_buf *text, int code) {
    int printed = ui_print(ui, text);
    qian_buf_free(text);
    return printed ? printed : code;
}

static void add(struct qian_buf *out, const char *text) {
    qian_buf_text(out, "  ");
    qian_show(out, qian_str(text), 200);
}

static const char *kind_name(enum qian_item_kind kind) {
    return kind == QIAN_ITEM_KEY ? "key" : kind == QIAN_ITEM_GENERAL ? "general" : "";
}

static const char *said_kind(const struct ui *ui, enum qian_item_kind kind) {
    switch (kind) {
    case QIAN_ITEM_KEY:
        return ui_say(ui, "key");
    case QIAN_ITEM_GENERAL:
        return ui_say(ui, "general");
    case QIAN_ITEM_UNMARKED:
        break;
    }
    return ui_say(ui, "not marked");
}

static const char *ratio_name(const struct qian_listed_item *it) {
    static const char *const names[] = {"nothing",  "exact", "at-least",  "at-most",
                                        "interval", "count", "per-class", "unread"};
    struct qian_ratio_text said;
    (void)qian_ratio_text_read(qian_str(it->ratio_text), &said);
    return names[said.said];
}

static void item_json(struct qian_json *j, const struct qian_listed_item *it) {
    qian_json_object(j, NULL);
    qian_json_text(j, "id", it->code);
    qian_json_text(j, "name", it->name);
    qian_json_text(j, "part", it->part);
    qian_json_text(j, "department", it->department);
    qian_json_text(j, "kind", kind_name(it->kind));
    qian_json_text(j, "ratio", it->ratio_text);
    qian_json_text(j, "ratio_read", ratio_name(it));
    qian_json_text(j, "frequency", it->frequency);
    qian_json_text(j, "type", it->type);
    qian_json_text(j, "lists", it->lists);
    qian_json_text(j, "members", it->members);
    qian_json_bool(j, "live", it->live);
    qian_json_text(j, "retired", it->retired);
    qian_json_u64(j, "filed", it->filed);
    qian_json_u64(j, "published", it->published);
    qian_json_close(j);
}

static void item_text(const struct ui *ui, const struct qian_listed_item *it,
                      struct qian_buf *out) {
    qian_buf_text(out, it->code);
    add(out, said_kind(ui, it->kind));
    add(out, it->department);
    add(out, it->name);
    if (*it->part)
        add(out, it->part);
    if (*it->ratio_text)
        add(out, it->ratio_text);
    if (!it->live) {
        add(out, ui_say(ui, "retired from"));
        qian_buf_char(out, ' ');
        qian_buf_text(out, it->retired);
    } else if (it->published) {
        add(out, ui_say(ui, "published"));
    } else {
        add(out, it->filed ? ui_say(ui, "filed") : ui_say(ui, "draft"));
    }
    qian_buf_char(out, '\n');
}

int show_items(struct ui *ui, const struct item_view *v) {
    struct qian_buf text = {0};
    if (!ui->json) {
        for (size_t i = 0; i < v->items.count; i++)
            item_text(ui, &v->items.item[i], &text);
        return end(ui, &text, QIAN_OK);
    }
    struct qian_json j = begin(v, "qian.items/1", &text);
    qian_json_array(&j, "items");
    for (size_t i = 0; i < v->items.count; i++)
        item_json(&j, &v->items.item[i]);
    qian_json_close(&j);
    qian_json_end(&j);
    return end(ui, &text, QIAN_OK);
}

static void fault_json(struct qian_json *j, const struct item_view *v,
                       const struct qian_item_fault *f) {
    qian_json_object(j, NULL);
    qian_json_text(j, "item", v->items.item[f->item].code);
    qian_json_text(j, "code", f->code);
    qian_json_text(j, "clause", "items 3");
    qian_json_bool(j, "stops", f->stops);
    qian_json_text(j, "field", f->field);
    qian_json_text(j, "value", f->value);
    qian_json_text(j, "what", f->what);
    qian_json_text(j, "next", f->next);
    qian_json_text_or_null(j, "other",
                           f->other == QIAN_NO_ITEM ? NULL : v->items.item[f->other].code);
    qian_json_close(j);
}

static int check_json(struct ui *ui, const struct item_view *v, int code) {
    struct qian_buf text = {0};
    const struct qian_item_findings *f = &v->findings;
    struct qian_json j = begin(v, "qian.item-check/1", &text);
    qian_json_u64(&j, "exit", (uint64_t)code);
    qian_json_u64(&j, "items", v->items.count);
    qian_json_u64(&j, "live", f->live);
    qian_json_u64(&j, "stopped", f->stopped);
    qian_json_array(&j, "departments");
    for (size_t i = 0; i < f->shares; i++) {
        qian_json_object(&j, NULL);
        qian_json_text(&j, "department", f->share[i].department);
        qian_json_u64(&j, "live", f->share[i].live);
        qian_json_u64(&j, "key", f->share[i].key);
        qian_json_u64(&j, "general", f->share[i].general);
        qian_json_u64(&j, "unmarked", f->share[i].unmarked);
        qian_json_close(&j);
    }
    qian_json_close(&j);
    qian_json_array(&j, "findings");
    for (size_t i = 0; i < f->count; i++)
        fault_json(&j, v, &f->fault[i]);
    qian_json_close(&j);
    qian_json_end(&j);
    return end(ui, &text, code);
}

static void fault_text(const struct ui *ui, const struct item_view *v,
                       const struct qian_item_fault *f, struct qian_buf *out) {
    qian_buf_text(out, f->stops ? "  ! " : "  . ");
    qian_buf_text(out, f->code);
    qian_buf_char(out, ' ');
    qian_buf_text(out, ui_say(ui, f->what));
    if (*f->value) {
        qian_buf_text(out, ": ");
        qian_buf_text(out, f->value);
    }
    if (f->other != QIAN_NO_ITEM) {
        qian_buf_text(out, " (");
        qian_buf_text(out, v->items.item[f->other].code);
        qian_buf_char(out, ')');
    }
    qian_buf_text(out, "; ");
    qian_buf_text(out, ui_say(ui, f->next));
    qian_buf_char(out, '\n');
}

static void number(const struct ui *ui, struct qian_buf *out, const char *what, uint64_t n) {
    qian_buf_text(out, "  ");
    qian_buf_text(out, ui_say(ui, what));
    qian_buf_char(out, ' ');
    qian_buf_u64(out, n);
}

static void sums_text(const struct ui *ui, const struct item_view *v, struct qian_buf *out) {
    const struct qian_item_findings *f = &v->findings;
    for (size_t i = 0; i < f->shares; i++) {
        const struct qian_item_share *s = &f->share[i];
        qian_buf_text(out, s->department);
        qian_buf_char(out, ':');
        number(ui, out, "live", s->live);
        number(ui, out, "key", s->key);
        number(ui, out, "general", s->general);
        number(ui, out, "not marked", s->unmarked);
        qian_buf_char(out, '\n');
    }
    qian_buf_text(out, ui_say(ui, "items:"));
    number(ui, out, "in all", v->items.count);
    number(ui, out, "live", f->live);
    number(ui, out, "of these cannot be planned", f->stopped);
    qian_buf_char(out, '\n');
}

int show_item_check(struct ui *ui, const struct item_view *v) {
    const struct qian_item_findings *f = &v->findings;
    int code = f->stopped > 0 ? QIAN_REFUSED : QIAN_OK;
    if (ui->json)
        return check_json(ui, v, code);
    struct qian_buf text = {0};
    for (size_t i = 0; i < f->count; i++) {
        const struct qian_listed_item *it = &v->items.item[f->fault[i].item];
        if (i == 0 || f->fault[i].item != f->fault[i - 1].item) {
            qian_buf_text(&text, it->code);
            add(&text, it->name);
            if (*it->part)
                add(&text, it->part);
            qian_buf_char(&text, '\n');
        }
        fault_text(ui, v, &f->fault[i], &text);
    }
    sums_text(ui, v, &text);
    return end(ui, &text, code);
}

static void add_u128(struct qian_buf *out, qian_u128 value) {
    char digits[40];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + (int)(value % 10));
    while ((value /= 10) > 0);
    qian_buf_add(out, digits + at, sizeof digits - at);
}

// Whole visits and the first three decimals: what is shown, never what is compared.
static void add_visits(struct qian_buf *out, qian_u128 value, qian_u128 unit) {
    add_u128(out, value / unit);
    uint32_t rest = (uint32_t)(value % unit * 1000 / unit);
    const char decimals[] = {'.', (char)('0' + rest / 100), (char)('0' + rest / 10 % 10),
                             (char)('0' + rest % 10), 0};
    qian_buf_text(out, decimals);
}

static void pairs_json(struct qian_json *j, const struct item_view *v) {
    qian_json_array(j, "pairs");
    for (size_t i = 0; i < v->joins.pairs; i++) {
        const struct qian_joinable *p = &v->joins.pair[i];
        struct qian_buf chance = {0};
        add_u128(&chance, p->chance);
        qian_json_object(j, NULL);
        qian_json_text(j, "a", v->items.item[p->a].code);
        qian_json_text(j, "b", v->items.item[p->b].code);
        qian_json_u64(j, "common", p->common);
        qian_json_u64(j, "ratio_a_millionths", v->joins.ratio[p->a]);
        qian_json_u64(j, "ratio_b_millionths", v->joins.ratio[p->b]);
        qian_json_u64(j, "saved_millionths", p->saved);
        qian_json_text(j, "chance_1e-12", chance.p);
        qian_json_close(j);
        qian_buf_free(&chance);
    }
    qian_json_close(j);
}

static int joins_json(struct ui *ui, const struct item_view *v) {
    struct qian_buf text = {0};
    struct qian_json j = begin(v, "qian.item-suggest/1", &text);
    qian_json_u64(&j, "targets", v->joins.targets);
    pairs_json(&j, v);
    qian_json_array(&j, "groups");
    for (size_t i = 0; i < v->joins.groups; i++) {
        const struct qian_join_group *g = &v->joins.group[i];
        qian_json_object(&j, NULL);
        qian_json_array(&j, "items");
        for (size_t k = 0; k < g->count; k++)
            qian_json_text(&j, NULL, v->items.item[g->item[k]].code);
        qian_json_close(&j);
        qian_json_u64(&j, "saved_at_least_millionths", g->saved);
        qian_json_close(&j);
    }
    qian_json_close(&j);
    qian_json_end(&j);
    return end(ui, &text, QIAN_OK);
}

static void pair_text(const struct ui *ui, const struct item_view *v, const struct qian_joinable *p,
                      struct qian_buf *out) {
    const size_t at[] = {p->a, p->b};
    for (size_t i = 0; i < 2; i++) {
        const struct qian_listed_item *it = &v->items.item[at[i]];
        qian_buf_text(out, i ? " + " : "");
        qian_buf_text(out, it->code);
        qian_buf_text(out, " (");
        qian_buf_text(out, it->department);
        qian_buf_char(out, ')');
    }
    number(ui, out, "common targets", p->common);
    add(out, ui_say(ui, "visits that serve both, drawn together"));
    qian_buf_char(out, ' ');
    add_visits(out, p->saved, QIAN_RATIO_WHOLE);
    add(out, ui_say(ui, "by chance, drawn apart"));
    qian_buf_char(out, ' ');
    add_visits(out, p->chance, (qian_u128)QIAN_RATIO_WHOLE * QIAN_RATIO_WHOLE);
    qian_buf_char(out, '\n');
}

int show_item_joins(struct ui *ui, const struct item_view *v) {
    if (ui->json)
        return joins_json(ui, v);
    struct qian_buf text = {0};
    for (size_t i = 0; i < v->joins.pairs; i++)
        pair_text(ui, v, &v->joins.pair[i], &text);
    for (size_t i = 0; i < v->joins.groups; i++) {
        const struct qian_join_group *g = &v->joins.group[i];
        qian_buf_text(&text, ui_say(ui, "in one visit:"));
        for (size_t k = 0; k < g->count; k++) {
            qian_buf_char(&text, ' ');
            qian_buf_text(&text, v->items.item[g->item[k]].code);
        }
        add(&text, ui_say(ui, "saves at least, in visits,"));
        qian_buf_char(&text, ' ');
        add_visits(&text, g->saved, QIAN_RATIO_WHOLE);
        qian_buf_char(&text, '\n');
    }
    if (v->joins.pairs == 0) {
        qian_buf_text(&text, ui_say(ui, "no two items of different departments have enough targets "
                                        "in common"));
        qian_buf_char(&text, '\n');
    }
    return end(ui, &text, QIAN_OK);
}
