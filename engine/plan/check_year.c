// SPDX-License-Identifier: MulanPSL-2.0
// Rules between the lines and plans of a year: P03, P04, P09.
#include <string.h>

#include "engine/plan/check_parts.h"
#include "engine/plan/opening.h"

// The first line of a plan of the year that has the item; of `kind`, or of any if it is unknown.
static const struct qian_plan *plan_with(const struct qian_planning *p, size_t item,
                                         enum qian_plan_kind kind, const char **line) {
    for (size_t i = 0; i < p->plans; i++)
        for (size_t l = 0; p->plan[i].year == p->year && l < p->plan[i].lines; l++)
            if ((kind == QIAN_PLAN_UNKNOWN || p->plan[i].line[l].kind == kind) &&
                qian_line_has(&p->plan[i].line[l], item)) {
                *line = p->plan[i].line[l].field[QIAN_LINE_ID];
                return &p->plan[i];
            }
    return NULL;
}

static void check_mixed(struct qian_checking *c) {
    for (size_t l = 0; l < c->plan->lines; l++) {
        c->line = &c->plan->line[l];
        bool year = c->line->year && c->line->year != c->plan->year;
        bool kind = c->line->kind && c->line->kind != c->plan->kind;
        if (year)
            qian_breach(c, QIAN_P03, false, "", "%d / %d", c->line->year, c->plan->year);
        if (kind)
            qian_breach(c, QIAN_P03, false, "", "%s / %s", qian_plan_kind_name(c->line->kind),
                        qian_plan_kind_name(c->plan->kind));
    }
}

// spec/plan.md 3.4: "an own plan has an item of a joint plan of the year"
static void check_joint_first(struct qian_checking *c) {
    for (size_t l = 0; l < c->plan->lines; l++) {
        c->line = &c->plan->line[l];
        for (size_t i = 0; c->line->kind == QIAN_PLAN_OWN && i < c->line->items; i++) {
            const char *other = "";
            if (c->line->item[i] == QIAN_NO_ITEM)
                continue;
            const struct qian_plan *joint =
                plan_with(c->planning, c->line->item[i], QIAN_PLAN_JOINT, &other);
            if (joint)
                qian_breach(c, QIAN_P04, false, c->planning->items.item[c->line->item[i]].code,
                            "%s/%s", joint->name, other);
        }
    }
}

// Is this a department whose own plan is checked, or that takes part in a plan that is?
static bool is_checked(const struct qian_planning *p, const char *department) {
    for (size_t i = 0; i < p->plans; i++)
        if (p->plan[i].wanted && strcmp(p->plan[i].department, department) == 0)
            return true;
    return false;
}

static bool live_in_year(const struct qian_planning *p, const struct qian_listed_item *item) {
    if (!*item->retired)
        return true;
    int year = 0;
    for (size_t i = 0; i < 4; i++)
        year = year * 10 + (item->retired[i] - '0');
    return year > p->year;
}

void qian_check_year(struct qian_checking *c) {
    const struct qian_planning *p = c->planning;
    const char *line = "";
    for (size_t i = 0; i < p->plans; i++) {
        c->plan = &p->plan[i];
        if (!c->plan->wanted)
            continue;
        check_mixed(c);
        check_joint_first(c);
    }
    c->plan = NULL;
    c->line = NULL;
    for (size_t i = 0; i < p->items.count; i++) {
        const struct qian_listed_item *item = &p->items.item[i];
        if (!*item->members && is_checked(p, item->department) && live_in_year(p, item) &&
            !plan_with(p, i, QIAN_PLAN_UNKNOWN, &line))
            qian_breach(c, QIAN_P09, false, item->code, "%s", item->department);
    }
}
