// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/planning.h"
#include "engine/base/json_out.h"
#include "engine/base/file.h"
#include "engine/plan/export.h"
#include "engine/plan/file.h"

enum { OUT = PLANNING_OPTIONS, TSV, OPTIONS };

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

// spec/plan.md 7.1: "`--as-of` gives the version of then."
static enum qian_status write_file(const struct planning *planning, const struct qian_plan *plan,
                                   const char *path, struct qian_err *err) {
    struct qian_buf file = {0};
    enum qian_status status = qian_plan_file_write(planning->desk.store, plan->list,
                                                   plan->history.imported, NULL, &file, err);
    if (status == QIAN_OK)
        status = qian_file_write(path, qian_buf_view(&file), 0644, err);
    qian_buf_free(&file);
    return status;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct planning planning = {0};
    struct ui_option options[OPTIONS];
    struct qian_err err = {0};
    const struct qian_plan *plan = NULL;
    size_t wanted = 0;
    int code = QIAN_OK;
    planning_options(&planning, options);
    options[OUT] = (struct ui_option){.name = "--out"};
    options[TSV] = (struct ui_option){.name = "--tsv"};
    if (!planning_start(ui, &cmd_plan_export, argc, argv, options, OPTIONS, &planning, &code))
        return code;
    for (size_t i = 0; i < planning.plans.plans; i++)
        if (planning.plans.plan[i].wanted) {
            plan = &planning.plans.plan[i];
            wanted++;
        }
    const char *book = options[OUT].value, *tsv = options[TSV].value;
    enum qian_status status = QIAN_OK;
    if (wanted != 1)
        code = ui_usage(ui, "name one plan to export", "");
    else if (!book == !tsv)
        code = ui_usage(ui, "give --out, the workbook to write, or --tsv, the plan file", "");
    else
        status = book ? qian_plan_export(plan, book, &err) : write_file(&planning, plan, tsv, &err);
    if (status == QIAN_OK && code == QIAN_OK)
        code = show(ui, plan, book ? book : tsv);
    int ended = planning_end(ui, &planning, status, &err);
    return ended != QIAN_OK ? ended : code;
}

const struct ui_command cmd_plan_export = {
    .name = "plan export",
    .summary =
        "write a plan as a workbook, which can be imported again, or as the file that is signed",
    .usage = "  qian plan export LIST --out FILE.xlsx | --tsv LIST.tsv " PLANNING_USAGE,
    .examples = "  qian plan export plan-2026-j --out 年度双随机抽查计划.xlsx --home HOME\n"
                "  qian plan export plan-2026-j --tsv plan-2026-j.tsv --home HOME",
    .run = run};
