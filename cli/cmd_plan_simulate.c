// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/planning.h"
#include "cli/show_simulate.h"
#include "engine/core/field.h"

enum { SEED = PLANNING_OPTIONS, RUNS, SVG, OPTIONS };

static int simulate(struct ui *ui, struct planning *planning, const struct ui_option *option,
                    uint64_t runs) {
    struct qian_err err = {0};
    struct qian_simulation done = {0};
    struct qian_simulate_order order = {.planning = &planning->plans,
                                        .seed = option[SEED].value ? option[SEED].value : "qian",
                                        .runs = (size_t)runs};
    int code = QIAN_OK;
    enum qian_status status = qian_simulate(&order, &done, &err);
    if (status == QIAN_OK && option[SVG].value)
        status = show_charts(ui, &order, &done, option[SVG].value, &err);
    if (status == QIAN_OK)
        code = show_simulation(ui, &order, &done);
    qian_simulation_free(&done);
    int ended = planning_end(ui, planning, status, &err);
    return ended != QIAN_OK ? ended : code;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct planning planning = {0};
    struct ui_option options[OPTIONS];
    struct qian_err none = {0};
    uint64_t runs = 1;
    int code = QIAN_OK;
    planning_options(&planning, options);
    options[SEED] = (struct ui_option){.name = "--seed"};
    options[RUNS] = (struct ui_option){.name = "--runs"};
    options[SVG] = (struct ui_option){.name = "--svg"};
    if (!planning_start(ui, &cmd_plan_simulate, argc, argv, options, OPTIONS, &planning, &code))
        return code;
    const char *seed = options[SEED].value, *number = options[RUNS].value;
    if (number && (!qian_u64_read(qian_str(number), QIAN_RUNS_MAX, &runs) || runs == 0))
        code = ui_usage(ui, "--runs wants a number from 1 to 1000", number);
    else if (seed && qian_check_text(qian_str(seed)))
        code = ui_usage(ui, "--seed wants a text", seed);
    else
        return simulate(ui, &planning, options, runs);
    int ended = planning_end(ui, &planning, QIAN_OK, &none);
    return ended != QIAN_OK ? ended : code;
}

const struct ui_command cmd_plan_simulate = {
    .name = "plan simulate",
    .summary = "rehearse the plans of a year: visits, doors, load, ratios, chances; draws nothing",
    .usage =
        "  qian plan simulate [LIST]... [--seed TEXT] [--runs N] [--svg FOLDER] " PLANNING_USAGE,
    .examples = "  qian plan simulate --year 2026 --runs 100 --svg 图 --home HOME",
    .run = run};
