// SPDX-License-Identifier: MulanPSL-2.0
#include <stdio.h>

#include "cli/commands.h"
#include "cli/planning.h"
#include "cli/show_report.h"

static int report(struct ui *ui, struct planning *planning, struct ui_option *options, int year) {
    struct qian_plan_report done = {0};
    struct qian_err err = {0};
    char until[16];
    int code = QIAN_OK;
    // spec/plan.md 8.1: "on the last day of the year, or on the day asked for, if that is earlier"
    (void)snprintf(until, sizeof until, "%04d-12-31", year);
    for (size_t i = 0; i < 10; i++)
        planning->until[i] = until[i];
    enum qian_status status = planning_open(ui, planning, options, year, &err);
    if (status == QIAN_OK)
        status = qian_plan_report(&planning->plans, &done, &err);
    if (status == QIAN_OK)
        code = show_report(ui, &planning->plans, &done);
    qian_plan_report_free(&done);
    int ended = planning_end(ui, planning, status, &err);
    return ended != QIAN_OK ? ended : code;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct planning planning = {0};
    struct ui_option options[PLANNING_OPTIONS];
    const char *word[1];
    size_t words = 0;
    bool help = false;
    uint64_t year = 0;
    planning_options(&planning, options);
    // The year stands as an argument; the last of these options is the year's.
    if (!ui_parse(ui, argc, argv, options, PLANNING_OPTIONS - 1, word, &words, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_plan_report);
        return QIAN_OK;
    }
    if (words != 1 || !qian_u64_read(qian_str(word[0]), 9998, &year) || year == 0)
        return ui_usage(ui, "the year to report on is wanted", words ? word[0] : "");
    return report(ui, &planning, options, (int)year);
}

const struct ui_command cmd_plan_report = {
    .name = "plan report",
    .summary = "report what was done of a year's plans: items, lines, ratios, key items, visits",
    .usage = "  qian plan report YEAR [--rules PACK]... " DESK_USAGE,
    .examples = "  qian plan report 2026 --home HOME\n"
                "  qian plan report 2026 --rules changchun-guobanfa-2024-54 --json --home HOME",
    .run = run};
