// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/planning.h"
#include "engine/base/json_out.h"
#include "engine/plan/export.h"

static int show(struct ui *ui, const struct qian_plan *plan, const char *path) {
    struct qian_buf out = {0};
    if (ui->json) {
        struct qian_json j = qian_json_begin(&out);
        qian_json_text(&j, "format", "qian.plan-export/1");
        qian_json_text(&j, "list", plan->name);
        qian_json_u64(&j, "lines", plan->lines);
        qian_json_end(&j);
    } else {
        ui_quote(&out, path);
        qian_buf_char(&out, '\n');
    }
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct planning planning = {0};
    struct ui_option options[PLANNING_OPTIONS + 1];
    struct qian_err err = {0};
    const struct qian_plan *plan = NULL;
    size_t wanted = 0;
    int code = QIAN_OK;
    planning_options(&planning, options);
    options[PLANNING_OPTIONS] = (struct ui_option){.name = "--out"};
    if (!planning_start(ui, &cmd_plan_export, argc, argv, options, PLANNING_OPTIONS + 1, &planning,
                        &code))
        return code;
    for (size_t i = 0; i < planning.plans.plans; i++)
        if (planning.plans.plan[i].wanted) {
            plan = &planning.plans.plan[i];
            wanted++;
        }
    const char *path = options[PLANNING_OPTIONS].value;
    enum qian_status status = QIAN_OK;
    if (wanted != 1)
        code = ui_usage(ui, "name one plan to export", "");
    else if (!path)
        code = ui_usage(ui, "--out wants the workbook to write", "");
    else
        status = qian_plan_export(plan, path, &err);
    if (status == QIAN_OK && code == QIAN_OK)
        code = show(ui, plan, path);
    int ended = planning_end(ui, &planning, status, &err);
    return ended != QIAN_OK ? ended : code;
}

const struct ui_command cmd_plan_export = {
    .name = "plan export",
    .summary = "write a plan as a workbook in the form of annex 5, which can be imported again",
    .usage = "  qian plan export LIST --out FILE.xlsx " PLANNING_USAGE,
    .examples = "  qian plan export plan-2026-j --out 年度双随机抽查计划.xlsx --home HOME",
    .run = run};
