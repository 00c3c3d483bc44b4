// SPDX-License-Identifier: MulanPSL-2.0
#include <string.h>

#include "cli/commands.h"
#include "cli/planning.h"
#include "engine/base/date.h"
#include "engine/base/json_out.h"

static const enum qian_line_column shown[] = {QIAN_LINE_TITLE,     QIAN_LINE_ITEMS,
                                              QIAN_LINE_INITIATOR, QIAN_LINE_PARTICIPANTS,
                                              QIAN_LINE_RATIO,     QIAN_LINE_RATIOS};
#define SHOWN (sizeof shown / sizeof *shown)

static bool is_of(const struct qian_executed *executed, const struct qian_plan_line *line) {
    return strcmp(executed->line, line->field[QIAN_LINE_ID]) == 0;
}

static void executed_text(struct ui *ui, const struct qian_plan *plan,
                          const struct qian_plan_line *line, struct qian_buf *out) {
    for (size_t i = 0; i < plan->executeds; i++) {
        const struct qian_executed *e = &plan->executed[i];
        if (!is_of(e, line))
            continue;
        qian_buf_text(out, "    ");
        qian_buf_text(out, ui_say(ui, "executed by"));
        qian_buf_char(out, ' ');
        qian_show(out, qian_str(e->draw), 100);
        qian_buf_text(out, ui_say(ui, ", serial "));
        qian_buf_u64(out, e->serial);
        qian_buf_text(out, ", ");
        qian_show(out, qian_str(e->day), 100);
        qian_buf_char(out, '\n');
    }
}

static void executed_json(const struct qian_plan *plan, const struct qian_plan_line *line,
                          struct qian_json *j) {
    qian_json_array(j, "executed");
    for (size_t i = 0; i < plan->executeds; i++) {
        const struct qian_executed *e = &plan->executed[i];
        if (!is_of(e, line))
            continue;
        qian_json_object(j, NULL);
        qian_json_text(j, "draw", e->draw);
        qian_json_u64(j, "serial", e->serial);
        qian_json_text(j, "day", e->day);
        qian_json_close(j);
    }
    qian_json_close(j);
}

static void plan_text(struct ui *ui, const struct qian_plan *plan, struct qian_buf *out) {
    qian_buf_text(out, plan->name);
    qian_buf_text(out, ": ");
    qian_buf_text(out, plan->department);
    qian_buf_char(out, ' ');
    qian_buf_u64(out, (uint64_t)plan->year);
    qian_buf_char(out, ' ');
    qian_buf_text(out, ui_say(ui, qian_plan_kind_name(plan->kind)));
    qian_buf_text(out, ", ");
    qian_buf_text(out, ui_say(ui, qian_plan_state(plan)));
    qian_buf_char(out, '\n');
    for (size_t i = 0; i < plan->lines; i++) {
        const struct qian_plan_line *line = &plan->line[i];
        char day[11] = "";
        qian_buf_text(out, "  ");
        qian_buf_text(out, line->field[QIAN_LINE_ID]);
        for (size_t c = 0; c < SHOWN; c++) {
            qian_buf_char(out, '\t');
            qian_show(out, qian_str(line->field[shown[c]]), 200);
        }
        for (size_t k = 0; k < 2; k++) {
            int32_t at = k ? line->ends : line->starts;
            qian_buf_char(out, k ? ' ' : '\t');
            if (at != QIAN_NO_DAY)
                qian_day_write(at, day);
            qian_buf_text(out, at != QIAN_NO_DAY ? day : "-");
        }
        qian_buf_char(out, '\n');
        executed_text(ui, plan, line, out);
    }
}

static void plan_json(const struct qian_plan *plan, struct qian_json *j) {
    const struct qian_register *reg = qian_register_find("lines");
    qian_json_object(j, NULL);
    qian_json_text(j, "list", plan->name);
    qian_json_text(j, "department", plan->department);
    qian_json_u64(j, "year", (uint64_t)plan->year);
    qian_json_text(j, "kind", qian_plan_kind_name(plan->kind));
    qian_json_text(j, "state", qian_plan_state(plan));
    qian_json_array(j, "lines");
    for (size_t i = 0; i < plan->lines; i++) {
        qian_json_object(j, NULL);
        for (size_t c = 0; c < QIAN_LINE_COLUMNS; c++)
            qian_json_text(j, reg->column[c], plan->line[i].field[c]);
        executed_json(plan, &plan->line[i], j);
        qian_json_close(j);
    }
    qian_json_close(j);
    qian_json_close(j);
}

static int show(struct ui *ui, const struct qian_planning *p) {
    struct qian_buf out = {0};
    struct qian_json j = {0};
    qian_buf_text(&out, "");
    if (ui->json) {
        j = qian_json_begin(&out);
        qian_json_text(&j, "format", "qian.plans/1");
        qian_json_array(&j, "plans");
    }
    for (size_t i = 0; i < p->plans; i++) {
        if (!p->plan[i].wanted)
            continue;
        if (ui->json)
            plan_json(&p->plan[i], &j);
        else
            plan_text(ui, &p->plan[i], &out);
    }
    if (ui->json) {
        qian_json_close(&j);
        qian_json_end(&j);
    }
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct planning planning = {0};
    struct ui_option options[PLANNING_OPTIONS];
    struct qian_err err = {0};
    int code = QIAN_OK;
    planning_options(&planning, options);
    if (!planning_start(ui, &cmd_plan_show, argc, argv, options, PLANNING_OPTIONS, &planning,
                        &code))
        return code;
    code = show(ui, &planning.plans);
    int ended = planning_end(ui, &planning, QIAN_OK, &err);
    return ended != QIAN_OK ? ended : code;
}

const struct ui_command cmd_plan_show = {
    .name = "plan show",
    .summary = "show the plans of a year: state, lines, windows, draws",
    .usage = "  qian plan show [LIST]... " PLANNING_USAGE,
    .examples = "  qian plan show plan-2026-j --home HOME\n"
                "  qian plan show --year 2026 --json --home HOME",
    .run = run};
