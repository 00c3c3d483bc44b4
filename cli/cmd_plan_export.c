// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/planning.h"
#include "engine/base/file.h"
#include "engine/base/json_out.h"
#include "engine/plan/export.h"
#include "engine/plan/file.h"

enum { OUT = PLANNING_OPTIONS, TSV, DUE, OPTIONS };

// `plan` is NULL where neither workbook nor plan file was written.
static int show(struct ui *ui, const struct qian_plan *plan, const struct ui_option *option,
                size_t due) {
    struct qian_buf out = {0};
    if (ui->json) {
        struct qian_json j = qian_json_begin(&out);
        qian_json_text(&j, "format", "qian.plan-export/1");
        if (plan) {
            qian_json_text(&j, "list", plan->name);
            qian_json_u64(&j, "lines", plan->lines);
        }
        if (option[DUE].value)
            qian_json_u64(&j, "due", due);
        qian_json_end(&j);
    } else {
        for (size_t i = OUT; i <= DUE; i++) {
            if (!option[i].value)
                continue;
            ui_quote(&out, option[i].value);
            qian_buf_char(&out, '\n');
        }
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

// The one plan that is wanted; NULL if there is another number of them.
static const struct qian_plan *one_plan(const struct qian_planning *planning) {
    const struct qian_plan *plan = NULL;
    size_t wanted = 0;
    for (size_t i = 0; i < planning->plans; i++)
        if (planning->plan[i].wanted) {
            plan = &planning->plan[i];
            wanted++;
        }
    return wanted == 1 ? plan : NULL;
}

static enum qian_status write_all(const struct planning *planning, const struct qian_plan *plan,
                                  const struct ui_option *option, size_t *due,
                                  struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    if (option[OUT].value)
        status = qian_plan_export(plan, option[OUT].value, err);
    if (status == QIAN_OK && option[TSV].value)
        status = write_file(planning, plan, option[TSV].value, err);
    if (status == QIAN_OK && option[DUE].value)
        status = qian_plan_export_due(&planning->plans, option[DUE].value, due, err);
    return status;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct planning planning = {0};
    struct ui_option options[OPTIONS];
    struct qian_err err = {0};
    enum qian_status status = QIAN_OK;
    size_t due = 0;
    int code = QIAN_OK;
    planning_options(&planning, options);
    options[OUT] = (struct ui_option){.name = "--out"};
    options[TSV] = (struct ui_option){.name = "--tsv"};
    options[DUE] = (struct ui_option){.name = "--due"};
    if (!planning_start(ui, &cmd_plan_export, argc, argv, options, OPTIONS, &planning, &code))
        return code;
    bool of_one = options[OUT].value || options[TSV].value;
    const struct qian_plan *plan = of_one ? one_plan(&planning.plans) : NULL;
    if (of_one && !plan)
        code = ui_usage(ui, "name one plan to export", "");
    else if (!of_one && !options[DUE].value)
        code =
            ui_usage(ui, "give --out, the workbook to write, --tsv, the plan file, or --due", "");
    else
        status = write_all(&planning, plan, options, &due, &err);
    if (status == QIAN_OK && code == QIAN_OK)
        code = show(ui, plan, options, due);
    int ended = planning_end(ui, &planning, status, &err);
    return ended != QIAN_OK ? ended : code;
}

const struct ui_command cmd_plan_export = {
    .name = "plan export",
    .summary = "write a plan as a workbook, which can be imported again, as the file that is "
               "signed, or when its lines are due",
    .usage = "  qian plan export LIST --out FILE.xlsx | --tsv LIST.tsv " PLANNING_USAGE "\n"
             "  qian plan export [LIST]... --due FILE " PLANNING_USAGE "\n\n"
             "  --due writes what qian log monitor --plan takes, of the approved plans",
    .examples = "  qian plan export plan-2026-j --out 年度双随机抽查计划.xlsx --home HOME\n"
                "  qian plan export plan-2026-j --tsv plan-2026-j.tsv --home HOME\n"
                "  qian plan export --year 2026 --due due.tsv --home HOME",
    .run = run};
