// SPDX-License-Identifier: MulanPSL-2.0
// Rules of single lines that need no roster: P01, P02, P05 to P08, P17, P20, P29.
#include <stdio.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/plan/check_parts.h"

static bool given(const struct qian_checking *c, enum qian_line_column column) {
    return c->line->field[column][0] != 0;
}

static void lack(struct qian_buf *list, bool lacks, const char *name) {
    if (!lacks)
        return;
    qian_buf_text(list, list->n > 0 ? ", " : "");
    qian_buf_text(list, name);
}

// spec/plan.md 3.1: "`initiator` or a participant is no code, or `ratio` no ratio. All that it
// lacks is named."
static void check_draft(const struct qian_checking *c) {
    const struct qian_plan_line *l = c->line;
    struct qian_buf list = {0};
    bool coded = true;
    for (size_t i = l->initiated; i < l->departments; i++)
        coded = coded && !qian_check_code(l->department[i]);
    bool ratio = given(c, QIAN_LINE_RATIO);
    lack(&list, l->year == 0, "year");
    lack(&list, l->kind == QIAN_PLAN_UNKNOWN, "kind");
    lack(&list, l->items == 0, "items");
    lack(&list, !l->initiated, "initiator");
    lack(&list, l->initiated && qian_check_code(l->department[0]), "initiator (a code)");
    lack(&list, !coded, "participants (codes)");
    lack(&list, !ratio && !l->by_ratios, "ratio");
    lack(&list, ratio && !l->rated, "ratio (such as 5%)");
    lack(&list, l->starts == QIAN_NO_DAY, "starts");
    lack(&list, l->ends == QIAN_NO_DAY, "ends");
    if (list.n > 0)
        qian_breach(c, QIAN_P01, false, "", "%s", list.p);
    qian_buf_free(&list);
}

// spec/plan.md 1.2: "Joint plans are of the office (双随机办)"
static void check_owner(const struct qian_checking *c) {
    bool office = strcmp(c->plan->department, QIAN_OFFICE) == 0;
    enum qian_plan_kind kind = c->line->kind;
    if (kind != QIAN_PLAN_UNKNOWN && (kind == QIAN_PLAN_JOINT) != office)
        qian_breach(c, QIAN_P02, false, "", "%s, %s", qian_plan_kind_name(kind),
                    c->plan->department);
    if (kind == QIAN_PLAN_OWN && c->line->initiated &&
        strcmp(c->line->field[QIAN_LINE_INITIATOR], c->plan->department) != 0)
        qian_breach(c, QIAN_P08, false, "", "%.60s, %s", c->line->field[QIAN_LINE_INITIATOR],
                    c->plan->department);
}

static void code_of(struct qian_str code, char out[QIAN_CODE_MAX + 1]) {
    (void)snprintf(out, QIAN_CODE_MAX + 1, "%.*s", (int)code.n, code.p);
}

static bool retired(const struct qian_plan_line *l, const struct qian_listed_item *item) {
    char day[11] = "";
    if (!*item->retired || l->starts == QIAN_NO_DAY)
        return false;
    qian_day_write(l->starts, day);
    return strcmp(item->retired, day) <= 0;
}

static bool takes_part(const struct qian_plan_line *l, const char *department) {
    for (size_t d = 0; d < l->departments; d++)
        if (qian_str_is(l->department[d], department))
            return true;
    return false;
}

static void check_codes(const struct qian_checking *c) {
    const struct qian_plan_line *l = c->line;
    const struct qian_items *items = &c->planning->items;
    for (size_t i = 0; i < l->items; i++) {
        char code[QIAN_CODE_MAX + 1];
        bool twice = false;
        code_of(l->code[i], code);
        for (size_t k = 0; k < i; k++)
            twice = twice || qian_str_eq(l->code[i], l->code[k]);
        if (twice || l->item[i] == QIAN_NO_ITEM) {
            qian_breach(c, QIAN_P05, false, code, "%s", twice ? "twice" : "unknown");
            continue;
        }
        const struct qian_listed_item *item = &items->item[l->item[i]];
        if (retired(l, item))
            qian_breach(c, QIAN_P05, false, code, "retired %s", item->retired);
        if (!takes_part(l, item->department))
            qian_breach(c, QIAN_P06, false, code, "%s", item->department);
    }
}

// spec/plan.md 3.7: "The initiator may have none."
static void check_participants(const struct qian_checking *c) {
    const struct qian_plan_line *l = c->line;
    for (size_t d = l->initiated; d < l->departments; d++) {
        bool owns = qian_check_code(l->department[d]) != NULL; // P01 has it
        for (size_t i = 0; i < l->items && !owns; i++)
            owns = l->item[i] != QIAN_NO_ITEM &&
                   qian_str_is(l->department[d], c->planning->items.item[l->item[i]].department);
        if (!owns)
            qian_breach(c, QIAN_P07, false, "", "%.*s", (int)l->department[d].n,
                        l->department[d].p);
    }
}

// spec/plan.md 3.17: "a line states weights, and that of a class (1, where it is not named) is
// below `weight_minimum`"
static void check_weights(const struct qian_checking *c) {
    uint32_t least = qian_planning_most(c->planning, "weight_minimum", "weight");
    for (size_t k = 0; given(c, QIAN_LINE_WEIGHTS) && k < QIAN_CLASSES - 1; k++)
        if (c->line->weights[k] < least)
            qian_breach(c, QIAN_P17, false, "", "%c=%u < %u", "ABCD"[k], c -> line -> weights[k],
                        least);
}

// spec/plan.md 3.29: "or `per_visit` too small for `per_department` of each department"
static void check_team(const struct qian_checking *c) {
    const struct qian_plan_line *l = c->line;
    uint32_t team = qian_planning_most(c->planning, "team_minimum", "inspector");
    uint32_t each = qian_planning_most(c->planning, "team_per_department_minimum", "inspector");
    uint32_t per_visit = qian_line_per_visit(c->planning, l);
    uint32_t per_department = qian_line_per_department(c->planning, l);
    if (given(c, QIAN_LINE_PER_VISIT) && l->per_visit < team)
        qian_breach(c, QIAN_P29, false, "", "per_visit %u < %u", l->per_visit, team);
    if (given(c, QIAN_LINE_PER_DEPARTMENT) && l->per_department < each)
        qian_breach(c, QIAN_P29, false, "", "per_department %u < %u", l->per_department, each);
    if (given(c, QIAN_LINE_PER_VISIT) && l->per_visit >= team &&
        (uint64_t)per_department * l->departments > per_visit)
        qian_breach(c, QIAN_P29, false, "", "per_visit %u < %u x %zu", per_visit, per_department,
                    l->departments);
}

void qian_check_line(struct qian_checking *c) {
    check_draft(c);
    check_owner(c);
    check_codes(c);
    check_participants(c);
    check_weights(c);
    check_team(c);
    if (c->line->kind == QIAN_PLAN_TEMPORARY &&
        (!given(c, QIAN_LINE_BASIS) || !given(c, QIAN_LINE_APPROVAL)))
        qian_breach(c, QIAN_P20, false, "", "%s%s", given(c, QIAN_LINE_BASIS) ? "" : "basis ",
                    given(c, QIAN_LINE_APPROVAL) ? "" : "approval");
}
