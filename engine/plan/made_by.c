// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/plan/made_by.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"

struct holding {
    const struct qian_plan_line *line;
    const struct qian_notice *notice;
    struct qian_made_by *out;
    bool carried; // it is the line of the year before, with which the notice's goes on
};

static void differ(struct qian_made_by *out, const char *what, struct qian_str item,
                   struct qian_str plan, struct qian_str draw) {
    out->difference =
        qian_grow(out->difference, &out->cap, out->count + 1, sizeof *out->difference);
    out->difference[out->count++] = (struct qian_made_by_difference){
        what, qian_str_copy(item), qian_str_copy(plan), qian_str_copy(draw)};
}

static void hold_text(const struct holding *h, const char *what, const char *item,
                      struct qian_str plan, struct qian_str draw) {
    if (!qian_str_eq(plan, draw))
        differ(h->out, what, qian_str(item), plan, draw);
}

static void hold_number(const struct holding *h, const char *what, const char *item, uint64_t plan,
                        uint64_t draw) {
    struct qian_buf a = {0}, b = {0};
    qian_buf_u64(&a, plan);
    qian_buf_u64(&b, draw);
    hold_text(h, what, item, qian_buf_view(&a), qian_buf_view(&b));
    qian_buf_free(&a);
    qian_buf_free(&b);
}

// spec/plan.md 4.2: "names the line as `LIST/ID`"
static const struct qian_plan_line *find_line(const struct qian_plan_file *file, const char *list,
                                              const struct qian_notice *notice) {
    const char *slash = strrchr(notice->plan_line, '/');
    if (!slash ||
        !qian_str_is((struct qian_str){notice->plan_line, (size_t)(slash - notice->plan_line)},
                     list))
        return NULL;
    return qian_plan_file_line(file, qian_str(slash + 1));
}

static struct qian_str window_day(int32_t day, char text[11]) {
    if (day == QIAN_NO_DAY)
        return qian_str("-");
    qian_day_write(day, text);
    return qian_str(text);
}

static void hold_window(const struct holding *h) {
    const struct qian_plan_line *l = h->line;
    struct qian_str created = {h->notice->created, 10};
    struct qian_buf window = {0};
    char text[11];
    int32_t day = 0;
    bool known = qian_day_read(created, &day) && l->starts != QIAN_NO_DAY && l->ends != QIAN_NO_DAY;
    qian_buf_str(&window, window_day(l->starts, text));
    qian_buf_text(&window, " / ");
    qian_buf_str(&window, window_day(l->ends, text));
    if (!known || day < l->starts || day > l->ends)
        differ(h->out, "window", qian_str(""), qian_buf_view(&window), created);
    qian_buf_free(&window);
}

// spec/plan.md 7.6: "`created` lies in the year after the file's line"
static void hold_next_year(const struct holding *h) {
    struct qian_buf year = {0};
    uint64_t created = 0;
    bool known = qian_u64_read((struct qian_str){h->notice->created, 4}, 9999, &created);
    qian_buf_u64(&year, h->line->year ? (uint64_t)h->line->year + 1 : 0);
    if (!known || h->line->year == 0 || created != (uint64_t)h->line->year + 1)
        differ(h->out, "year", qian_str(""), qian_buf_view(&year),
               (struct qian_str){h->notice->created, 4});
    qian_buf_free(&year);
}

static const struct qian_item *drawn_item(const struct qian_notice *notice, struct qian_str code) {
    int at = qian_item_find(notice, code);
    return at < 0 ? NULL : &notice->items[at];
}

static bool has_code(const struct qian_plan_line *line, const char *code) {
    for (size_t i = 0; i < line->items; i++)
        if (qian_str_is(line->code[i], code))
            return true;
    return false;
}

static void hold_items(const struct holding *h) {
    const struct qian_str none = qian_str("-");
    for (size_t i = 0; i < h->line->items; i++)
        if (!drawn_item(h->notice, h->line->code[i]))
            differ(h->out, "items", h->line->code[i], h->line->code[i], none);
    for (size_t i = 0; i < h->notice->item_count; i++) {
        struct qian_str code = qian_str(h->notice->items[i].code);
        if (!has_code(h->line, h->notice->items[i].code))
            differ(h->out, "items", code, none, code);
    }
}

// The ratios by class as they are written in a plan.
static void write_ratios(const struct qian_item *item, struct qian_buf *out) {
    for (size_t c = 0; c < QIAN_CLASSES; c++) {
        if (!item->ratios[c])
            continue;
        qian_buf_text(out, out->n > 0 ? ";" : "");
        qian_buf_char(out, "ABCD-"[c]);
        qian_buf_char(out, '=');
        qian_buf_text(out, item->ratios[c]);
    }
}

static uint32_t ratio_of(const struct qian_plan_line *line, const char *code) {
    for (size_t i = 0; i < line->items; i++)
        if (qian_str_is(line->code[i], code))
            return line->ratio[i];
    return 0;
}

// Ratios are held against each other as numbers: 5% and 5.0% are the same.
static bool same_ratios(const struct qian_plan_line *line, const struct qian_item *item) {
    if (line->by_ratios != item->wish.by_class)
        return false;
    if (!line->by_ratios)
        return ratio_of(line, item->code) == item->wish.ratio;
    return memcmp(line->ratios, item->wish.ratios, sizeof line->ratios) == 0;
}

static void hold_ratio(const struct holding *h, const struct qian_item *item) {
    struct qian_buf draw = {0};
    if (item->ratio)
        qian_buf_text(&draw, item->ratio);
    else
        write_ratios(item, &draw);
    const char *plan = h->line->field[h->line->by_ratios ? QIAN_LINE_RATIOS : QIAN_LINE_RATIO];
    if (!same_ratios(h->line, item))
        differ(h->out, "ratio", qian_str(item->code), qian_str(plan), qian_buf_view(&draw));
    qian_buf_free(&draw);
}

static void hold_department(const struct holding *h, const struct qian_item *item) {
    struct qian_buf all = {0};
    bool found = false;
    for (size_t i = 0; i < h->line->departments; i++) {
        qian_buf_text(&all, i > 0 ? ";" : "");
        qian_buf_str(&all, h->line->department[i]);
        found = found || qian_str_is(h->line->department[i], item->department);
    }
    if (!found)
        differ(h->out, "department", qian_str(item->code), qian_buf_view(&all),
               qian_str(item->department));
    qian_buf_free(&all);
}

static void hold_each_item(const struct holding *h) {
    // spec/plan.md 3.20: "Its approval is of the line: it is none of an item (quota 1.4), and
    // bounds hold."
    bool temporary = h->line->kind == QIAN_PLAN_TEMPORARY;
    const char *approval = temporary ? "" : h->line->field[QIAN_LINE_APPROVAL];
    for (size_t i = 0; i < h->notice->item_count; i++) {
        const struct qian_item *item = &h->notice->items[i];
        if (!has_code(h->line, item->code))
            continue;
        hold_ratio(h, item);
        hold_text(h, "approval", item->code, qian_str(approval),
                  qian_str(item->approval ? item->approval : ""));
        hold_department(h, item);
    }
}

static const char *strata(bool by_class, bool by_area, bool area_first) {
    if (by_class && by_area)
        return area_first ? "area/class" : "class/area";
    return by_class ? "class" : by_area ? "area" : "-";
}

static void hold_strata(const struct holding *h) {
    const struct qian_plan_line *l = h->line;
    const struct qian_notice *n = h->notice;
    hold_text(h, "stratify", "", qian_str(strata(l->by_class, l->by_area, l->area_first)),
              qian_str(strata(n->by_class, n->by_area, n->area_first)));
    for (size_t c = 0; c < QIAN_CLASSES; c++) {
        char class[2] = {"ABCD-"[c], 0};
        // spec/quota.md 3.3 gives 1 to a class that is not named.
        hold_number(h, "weights", class, l->weights[c], n->weights[c] ? n->weights[c] : 1);
    }
    hold_number(h, "minimum", "", l->minimum, n->minimum);
}

static void hold_team(const struct holding *h, const struct qian_rules *rules) {
    const struct qian_plan_line *l = h->line;
    const struct qian_notice *n = h->notice;
    const struct qian_planning planning = {.rules = {rules}, .packs = 1};
    hold_number(h, "batches", "", l->batches ? l->batches : 1, n->batches);
    hold_number(h, "per_visit", "", qian_line_per_visit(&planning, l), n->per_visit);
    hold_number(h, "per_department", "", qian_line_per_department(&planning, l), n->per_department);
    hold_number(h, "experts", "", l->experts, n->experts);
}

// spec/plan.md 7.6: "the notice names the line that goes on, of another list"
static const struct qian_plan_line *carried_line(const struct qian_made_by_order *order) {
    const char *named = order->notice->plan_line, *slash = strrchr(named, '/');
    if (!slash || qian_str_is((struct qian_str){named, (size_t)(slash - named)}, order->list))
        return NULL;
    return qian_plan_file_line(order->file, qian_str(order->carried));
}

void qian_made_by_compare(const struct qian_made_by_order *order, struct qian_made_by *out) {
    const struct qian_notice *notice = order->notice;
    struct holding h = {.line = order->carried ? carried_line(order)
                                               : find_line(order->file, order->list, notice),
                        .notice = notice,
                        .out = out,
                        .carried = order->carried != NULL};
    if (!h.line) {
        differ(out, "line", qian_str(""), qian_str(order->list), qian_str(notice->plan_line));
        return;
    }
    if (h.carried)
        hold_next_year(&h);
    else
        hold_window(&h);
    hold_items(&h);
    hold_text(&h, "initiator", "", qian_str(h.line->field[QIAN_LINE_INITIATOR]),
              qian_str(notice->initiator));
    hold_each_item(&h);
    hold_strata(&h);
    hold_team(&h, order->rules);
}

void qian_made_by_free(struct qian_made_by *drawn) {
    for (size_t i = 0; i < drawn->count; i++) {
        free(drawn->difference[i].item);
        free(drawn->difference[i].plan);
        free(drawn->difference[i].draw);
    }
    free(drawn->difference);
    *drawn = (struct qian_made_by){0};
}
