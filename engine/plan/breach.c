// SPDX-License-Identifier: MulanPSL-2.0
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/plan/check_parts.h"

#define RULE(code, clause, what, next)                                                             \
    { code, clause, what, next, "" }
#define RULE_BY(code, clause, what, next, constants)                                               \
    { code, clause, what, next, constants }
static const struct qian_rule_text rules[QIAN_RULES] = {
    RULE("", "", "", ""),
    RULE("P01", "", "the line lacks what a draw needs", "fill in what is named"),
    RULE("P02", "三(三)1", "joint plans are of the office alone, and the office makes no others",
         "move the line to the office's plan, or to its department's own"),
    RULE("P03", "附件5", "a plan is of one year and one kind",
         "make a list for each year and kind"),
    RULE("P04", "三(三)3", "the item stands in a joint plan of the year, which goes first",
         "take it out of the own plan"),
    RULE("P05", "三(二)", "the item is named twice, is not in the list of items, or is retired",
         "name a live item of the list of items, once"),
    RULE("P06", "三(三)2", "the item's department is neither initiator nor participant",
         "add the department, or take the item out"),
    RULE("P07", "三(三)2", "a participant has none of the line's items",
         "add an item of it, or take the participant out"),
    RULE("P08", "三(三)3", "the initiator of an own line is another department",
         "state the list's department, or make it a joint line"),
    RULE("P09", "三(二)", "a live item stands in no plan of the year",
         "plan it: every item is inspected within the year"),
    RULE("P10", "三(二)", "the item is neither general nor key", "mark it in the list of items"),
    RULE("P11", "三(二)", "the item's roster is empty, cannot be counted, or contradicts itself",
         "import or correct its lists of targets; the item stays in the report of coverage"),
    RULE("P12", "三(二)", "no whole number lies between the bounds for so small a roster",
         "join rosters, rotate over several years, or cite an approval for one target"),
    RULE("P13", "三(二)", "the quota of the item is refused",
         "change the ratio, lift bars, or cite an approval; see quota.md"),
    RULE("P14", "三(二)", "over the year the item is above its upper bound",
         "lower the ratios of its lines"),
    RULE("P15", "三(二)", "over the year the item is below its lower bound",
         "raise the ratio, or plan another line"),
    RULE_BY("P16", "三(三)3", "the roster has grown: the bounds need a new base",
            "adjust the plan, and have it approved anew", "roster_growth_rebase"),
    RULE_BY("P17", "三(四)",
            "a weight is below the least that is allowed: too few would be inspected",
            "give every class a weight of at least {weight_minimum}", "weight_minimum"),
    RULE_BY("P18", "三(二)", "so high a ratio is better inspected in batches", "state batches",
            "batches_from"),
    RULE("P19", "三(二)",
         "the whole roster is inspected: only the order is drawn, and it is no random selection",
         "publish it as an order"),
    RULE("P20", "三(三)4", "a temporary line needs its legal basis and an approval",
         "state basis and approval"),
    RULE("P21", "本年度", "the window is not within the year", "state starts and ends in the year"),
    RULE_BY("P22", "三(六)2", "the education of the roster is missing or too late for the window",
            "educate the whole roster earlier, or begin later", "education_before"),
    RULE_BY("P23", "三(六)5", "no notice can be served in time within the window",
            "have the plan approved earlier, or move the window", "entry_notice"),
    RULE("P24", "三(三)", "the plan is not filed, or was filed late", "file it"),
    RULE_BY("P25", "三(五)", "the arrangement of the year is not issued, or was issued late",
            "issue it: qian register event LIST arranged", "arrangement_due"),
    RULE("P26", "三(三)", "the window has begun, and the plan is not approved",
         "have it approved; until then only carried over or temporary lines are drawn"),
    RULE("P27", "三(五)", "the line has no scheme (实施方案)", "state the scheme"),
    RULE("P28", "三(三)3", "an approved plan was changed without a reason",
         "state the reason with the import"),
    RULE_BY("P29", "三(四)", "the team is too small",
            "at least {team_minimum} inspectors a visit, of each department at least "
            "{team_per_department_minimum}, and room in the visit for all of them",
            "team_minimum team_per_department_minimum"),
    RULE_BY("P30", "一", "targets have had all the visits of the year that the cap allows",
            "join lines, so that one visit does for several items",
            "visits_cap visits_cap_a visits_cap_b visits_cap_c visits_cap_d"),
};

const struct qian_rule_text *qian_rule_text(enum qian_rule rule) {
    return &rules[rule];
}

// The unit is that of the constant.
static uint32_t number_of(const struct qian_planning *planning, const char *name) {
    const struct qian_constant *c = NULL;
    for (size_t i = 0; !c && i < planning->packs; i++)
        c = qian_rules_find(planning->rules[i], name);
    return c ? qian_planning_most(planning, name, c->unit) : 0;
}

// spec/plan.md 3: "Numbers in a remedy are those of the packs."
void qian_rule_say(const struct qian_planning *planning, enum qian_rule rule, const char *sentence,
                   struct qian_buf *out) {
    struct qian_split names = qian_split(qian_str(rules[rule].constants), ' ');
    struct qian_str name;
    const char *rest = sentence;
    while (qian_split_next(&names, &name) && name.n > 0) {
        char place[64], constant[62];
        (void)snprintf(constant, sizeof constant, "%.*s", (int)name.n, name.p);
        (void)snprintf(place, sizeof place, "{%s}", constant);
        const char *at = strstr(rest, place);
        if (!at)
            continue;
        qian_buf_add(out, rest, (size_t)(at - rest));
        qian_buf_u64(out, number_of(planning, constant));
        rest = at + strlen(place);
    }
    qian_buf_text(out, rest);
}

static char *copy(const char *text) {
    return qian_str_copy(qian_str(text));
}

void qian_breach(const struct qian_checking *c, enum qian_rule rule, bool warning, const char *item,
                 const char *format, ...) {
    char value[512], name[64];
    struct qian_breaches *out = c->out;
    struct qian_buf whole = {0};
    struct qian_split names = qian_split(qian_str(rules[rule].constants), ' ');
    struct qian_str one;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(value, sizeof value, format, args);
    va_end(args);
    qian_buf_text(&whole, value);
    while (qian_split_next(&names, &one) && one.n > 0) {
        (void)snprintf(name, sizeof name, "%.*s", (int)one.n, one.p);
        qian_planning_each(c->planning, name, &whole);
    }
    out->breach = qian_grow(out->breach, &out->cap, out->count + 1, sizeof *out->breach);
    out->breach[out->count++] =
        (struct qian_breach){rule,
                             warning,
                             copy(c->plan ? c->plan->name : ""),
                             copy(c->line ? c->line->field[QIAN_LINE_ID] : ""),
                             copy(item),
                             copy(whole.p)};
    out->warnings += warning;
    qian_buf_free(&whole);
}

void qian_breaches_free(struct qian_breaches *breaches) {
    for (size_t i = 0; i < breaches->count; i++) {
        struct qian_breach *b = &breaches->breach[i];
        free(b->list);
        free(b->line);
        free(b->item);
        free(b->value);
    }
    free(breaches->breach);
    *breaches = (struct qian_breaches){0};
}
