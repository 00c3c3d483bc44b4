// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/check.h - what speaks against the plans of a year (spec/plan.md 3).
#pragma once

#include "engine/plan/plan.h"

// P01 to P30, in the order of the spec.
enum qian_rule {
    QIAN_P01 = 1,
    QIAN_P02,
    QIAN_P03,
    QIAN_P04,
    QIAN_P05,
    QIAN_P06,
    QIAN_P07,
    QIAN_P08,
    QIAN_P09,
    QIAN_P10,
    QIAN_P11,
    QIAN_P12,
    QIAN_P13,
    QIAN_P14,
    QIAN_P15,
    QIAN_P16,
    QIAN_P17,
    QIAN_P18,
    QIAN_P19,
    QIAN_P20,
    QIAN_P21,
    QIAN_P22,
    QIAN_P23,
    QIAN_P24,
    QIAN_P25,
    QIAN_P26,
    QIAN_P27,
    QIAN_P28,
    QIAN_P29,
    QIAN_P30,
    QIAN_RULES
};

struct qian_breach {
    enum qian_rule rule;
    bool warning;
    char *list, *line, *item; // where; "" where it is of all. Owned
    char *value;              // what was found, printable; owned
};
struct qian_breaches {
    struct qian_breach *breach; // by list, line, item, rule; owned
    size_t count, cap;
    size_t warnings; // of `count`
};

// "P01", the notice's clause, the fixed sentences, and the constants of a pack that decide,
// separated by blanks. A sentence may name a number of the packs, as {team_minimum}.
struct qian_rule_text {
    const char *code, *clause, *what, *next, *constants;
};
const struct qian_rule_text *qian_rule_text(enum qian_rule rule);
// Append a sentence of a rule, in whatever language, with the numbers in their places: the greatest
// of the packs.
void qian_rule_say(const struct qian_planning *planning, enum qian_rule rule, const char *sentence,
                   struct qian_buf *out);

// Check the plans that are wanted, against all of the year. QIAN_OK with breaches too. Start `out`
// with {0}; free with qian_breaches_free.
enum qian_status qian_plan_check(const struct qian_planning *planning, struct qian_breaches *out,
                                 struct qian_err *err) QIAN_MUST_USE;
void qian_breaches_free(struct qian_breaches *breaches);

// The approved plan of the year before on which a line goes on (spec/plan.md 3.26); NULL if there
// is none.
const struct qian_plan *qian_line_carried(const struct qian_planning *planning,
                                          const struct qian_plan_line *line);
// Is a line excepted from the approval of its plan (spec/plan.md 3.26)?
bool qian_line_excepted(const struct qian_planning *planning, const struct qian_plan_line *line);
// What hinders the line from being drawn on the day (spec/plan.md 4.1): the first that does, in
// this order. The breaches are those of its plan.
enum qian_hindrance {
    QIAN_MAY_DRAW,
    QIAN_NOT_APPROVED,
    QIAN_NOT_IN_WINDOW,
    QIAN_BREACHED,
    QIAN_HINDRANCES
};
enum qian_hindrance qian_line_hindrance(const struct qian_planning *planning,
                                        const struct qian_plan *plan,
                                        const struct qian_plan_line *line,
                                        const struct qian_breaches *breaches, int32_t day);
bool qian_line_may_draw(const struct qian_planning *planning, const struct qian_plan *plan,
                        const struct qian_plan_line *line, const struct qian_breaches *breaches,
                        int32_t day);
