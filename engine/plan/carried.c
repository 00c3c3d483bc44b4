// SPDX-License-Identifier: MulanPSL-2.0
// Lines that go on with one of the year before (spec/plan.md 1.7, 3.26).
#include <string.h>

#include "engine/plan/check.h"

static const struct qian_plan_line *find_line(const struct qian_plan *plan, const char *id) {
    for (size_t i = 0; i < plan->lines; i++)
        if (strcmp(plan->line[i].field[QIAN_LINE_ID], id) == 0)
            return &plan->line[i];
    return NULL;
}

// Has `b` each item of `a`, with the same ratio?
static bool has_items(const struct qian_plan_line *a, const struct qian_plan_line *b) {
    for (size_t i = 0; i < a->items; i++) {
        bool found = false;
        for (size_t k = 0; k < b->items; k++)
            found = found || (qian_str_eq(a->code[i], b->code[k]) && a->ratio[i] == b->ratio[k]);
        if (!found)
            return false;
    }
    return true;
}

// Departments are a set, of which the initiator is one.
static bool has_departments(const struct qian_plan_line *a, const struct qian_plan_line *b) {
    for (size_t i = 0; i < a->departments; i++) {
        bool found = false;
        for (size_t k = 0; k < b->departments; k++)
            found = found || qian_str_eq(a->department[i], b->department[k]);
        if (!found)
            return false;
    }
    return true;
}

static bool same_text(const struct qian_plan_line *a, const struct qian_plan_line *b,
                      enum qian_line_column column) {
    return strcmp(a->field[column], b->field[column]) == 0;
}

static bool same_strata(const struct qian_plan_line *a, const struct qian_plan_line *b) {
    return a->by_class == b->by_class && a->by_area == b->by_area &&
           a->area_first == b->area_first && a->minimum == b->minimum &&
           memcmp(a->weights, b->weights, sizeof a->weights) == 0;
}

static uint32_t batches(const struct qian_plan_line *line) {
    return line->batches ? line->batches : 1;
}

// spec/plan.md 1.8: "`areas` `*`"
static const char *areas(const struct qian_plan_line *line) {
    const char *said = line->field[QIAN_LINE_AREAS];
    return *said ? said : "*";
}

static bool same_team(const struct qian_planning *planning, const struct qian_plan_line *a,
                      const struct qian_plan_line *b) {
    return qian_line_per_visit(planning, a) == qian_line_per_visit(planning, b) &&
           qian_line_per_department(planning, a) == qian_line_per_department(planning, b) &&
           a->experts == b->experts && batches(a) == batches(b) && strcmp(areas(a), areas(b)) == 0;
}

// spec/plan.md 3.26: "if that says the same of kind, items, initiator, participants, ratios,
// approval, strata, weights, minimum, batches, areas and team"
static bool says_the_same(const struct qian_planning *planning, const struct qian_plan_line *a,
                          const struct qian_plan_line *b) {
    return a->kind == b->kind && a->items > 0 && has_items(a, b) && has_items(b, a) &&
           a->by_ratios == b->by_ratios && memcmp(a->ratios, b->ratios, sizeof a->ratios) == 0 &&
           has_departments(a, b) && has_departments(b, a) && same_text(a, b, QIAN_LINE_INITIATOR) &&
           same_text(a, b, QIAN_LINE_APPROVAL) && same_strata(a, b) && same_team(planning, a, b);
}

const struct qian_plan *qian_line_carried(const struct qian_planning *planning,
                                          const struct qian_plan_line *line) {
    const char *carried = line->field[QIAN_LINE_CARRIED], *slash = strchr(carried, '/');
    for (size_t i = 0; slash && i < planning->plans; i++) {
        const struct qian_plan *p = &planning->plan[i];
        struct qian_str name = {carried, (size_t)(slash - carried)};
        if (!qian_str_is(name, p->name) || p->year != planning->year - 1 ||
            !qian_history_holds(&p->history, QIAN_EVENT_APPROVED))
            continue;
        const struct qian_plan_line *old = find_line(p, slash + 1);
        return old && says_the_same(planning, old, line) ? p : NULL;
    }
    return NULL;
}

// spec/plan.md 3.26: "temporary lines and those whose `carried` line is in an approved plan of the
// year before are excepted"
bool qian_line_excepted(const struct qian_planning *planning, const struct qian_plan_line *line) {
    return line->kind == QIAN_PLAN_TEMPORARY || qian_line_carried(planning, line);
}
