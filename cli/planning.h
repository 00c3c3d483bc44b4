// SPDX-License-Identifier: MulanPSL-2.0
// cli/planning.h - the plans of a year, open for the verbs of plans.
#pragma once

#include "cli/desk.h"
#include "engine/plan/check.h"

#define PLANNING_LISTS_MAX 64
// The first options of each verb of plans, filled by planning_options: home, as-of, day, rules,
// policy, year.
#define PLANNING_OPTIONS 6
#define PLANNING_USAGE "[--year YEAR] [--rules PACK]... [--policy POLICY] " DESK_USAGE

struct planning {
    struct desk desk;
    const char *pack[QIAN_PLAN_PACKS_MAX];
    struct qian_rules rules[QIAN_PLAN_PACKS_MAX];
    struct qian_planning plans;
    const char *list[PLANNING_LISTS_MAX];
    size_t lists;
    char until[11]; // a day after which plans and items are not looked at, or ""
};

void planning_options(struct planning *planning, struct ui_option *options);
// Read the arguments of a verb, and open what they name; `count` options in all, of which the first
// are PLANNING_OPTIONS. False where there is nothing more to do: then *code is the exit code.
bool planning_start(struct ui *ui, const struct ui_command *command, int argc, char **argv,
                    struct ui_option *options, size_t count, struct planning *planning, int *code);
// What it does once the arguments are read. Close with planning_end also after a failure.
enum qian_status planning_open(struct ui *ui, struct planning *planning, struct ui_option *options,
                               int year, struct qian_err *err) QIAN_MUST_USE;
// Close, print the error if there is one, and return the exit code.
int planning_end(struct ui *ui, struct planning *planning, enum qian_status status,
                 const struct qian_err *err);
