// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/planning.h"
#include "cli/show_plan_check.h"

static int run(struct ui *ui, int argc, char **argv) {
    struct planning planning = {0};
    struct ui_option options[PLANNING_OPTIONS];
    struct qian_breaches found = {0};
    struct qian_err err = {0};
    int code = QIAN_OK;
    planning_options(&planning, options);
    if (!planning_start(ui, &cmd_plan_check, argc, argv, options, PLANNING_OPTIONS, &planning,
                        &code))
        return code;
    enum qian_status status = qian_plan_check(&planning.plans, &found, &err);
    if (status == QIAN_OK)
        code = show_plan_check(ui, &planning.plans, &found);
    if (status == QIAN_OK && code == QIAN_OK && found.count > found.warnings)
        code = QIAN_REFUSED;
    qian_breaches_free(&found);
    int ended = planning_end(ui, &planning, status, &err);
    return ended != QIAN_OK ? ended : code;
}

const struct ui_command cmd_plan_check = {
    .name = "plan check",
    .summary = "tell what speaks against a plan: every breach with its clause and remedy",
    .usage = "  qian plan check [LIST]... " PLANNING_USAGE,
    .examples = "  qian plan check plan-2026-j --home HOME\n"
                "  qian plan check --year 2026 --rules changchun-2021 --rules "
                "changchun-guobanfa-2024-54 --home HOME",
    .run = run};
