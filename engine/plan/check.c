// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <string.h>

#include "engine/plan/check_parts.h"

static int by_place(const void *a, const void *b) {
    const struct qian_breach *x = a, *y = b;
    int order = strcmp(x->list, y->list);
    order = order ? order : strcmp(x->line, y->line);
    order = order ? order : strcmp(x->item, y->item);
    order = order ? order : (x->rule > y->rule) - (x->rule < y->rule);
    return order ? order : strcmp(x->value, y->value);
}

enum qian_status qian_plan_check(const struct qian_planning *planning, struct qian_breaches *out,
                                 struct qian_err *err) {
    struct qian_checking c = {.planning = planning, .out = out};
    for (size_t i = 0; i < planning->plans; i++) {
        c.plan = &planning->plan[i];
        c.line = NULL;
        if (!c.plan->wanted)
            continue;
        qian_check_deadlines(&c);
        for (size_t l = 0; l < c.plan->lines; l++) {
            c.line = &c.plan->line[l];
            qian_check_line(&c);
            qian_check_dates(&c);
        }
    }
    qian_check_year(&c);
    enum qian_status status = qian_check_items(&c, err);
    if (out->count > 1)
        qsort(out->breach, out->count, sizeof *out->breach, by_place);
    return status;
}

static bool forbids(enum qian_rule rule) {
    return rule <= QIAN_P08 || (rule >= QIAN_P12 && rule <= QIAN_P14) || rule == QIAN_P17 ||
           rule == QIAN_P20 || rule == QIAN_P21;
}

// Does the breach, of the line itself or of an item over the year, concern the line?
static bool concerns(const struct qian_breach *b, const struct qian_plan *plan,
                     const struct qian_plan_line *line) {
    if (*b->list)
        return strcmp(b->list, plan->name) == 0 &&
               (!*b->line || strcmp(b->line, line->field[QIAN_LINE_ID]) == 0);
    for (size_t i = 0; i < line->items; i++)
        if (qian_str_is(line->code[i], b->item))
            return true;
    return false;
}

// spec/plan.md 4.1: "its plan is approved and nothing was imported since; or, before the first
// approval of the plan, if 3.26 excepts it. The day lies in the window"
enum qian_hindrance qian_line_hindrance(const struct qian_planning *planning,
                                        const struct qian_plan *plan,
                                        const struct qian_plan_line *line,
                                        const struct qian_breaches *breaches, int32_t day) {
    const struct qian_history *h = &plan->history;
    bool never = h->first[QIAN_EVENT_APPROVED].change == 0;
    // A temporary plan is approved like every other (三(三)4): it is excepted from the yearly one.
    bool excepted =
        never && line->kind != QIAN_PLAN_TEMPORARY && qian_line_excepted(planning, line);
    if (!qian_history_holds(h, QIAN_EVENT_APPROVED) && !excepted)
        return QIAN_NOT_APPROVED;
    if (line->starts == QIAN_NO_DAY || day < line->starts || day > line->ends)
        return QIAN_NOT_IN_WINDOW;
    for (size_t i = 0; i < breaches->count; i++)
        if (!breaches->breach[i].warning && forbids(breaches->breach[i].rule) &&
            concerns(&breaches->breach[i], plan, line))
            return QIAN_BREACHED;
    return QIAN_MAY_DRAW;
}

bool qian_line_may_draw(const struct qian_planning *planning, const struct qian_plan *plan,
                        const struct qian_plan_line *line, const struct qian_breaches *breaches,
                        int32_t day) {
    return qian_line_hindrance(planning, plan, line, breaches, day) == QIAN_MAY_DRAW;
}
