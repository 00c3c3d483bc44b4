// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/planning.h"
#include "engine/base/json_out.h"

static void place(struct qian_buf *out, const struct qian_breach *b) {
    const char *parts[] = {b->list, b->line, b->item};
    static const char *const between[] = {"", "/", " "};
    bool any = false;
    for (size_t i = 0; i < 3; i++) {
        if (!*parts[i])
            continue;
        qian_buf_text(out, any ? between[i] : "");
        qian_show(out, qian_str(parts[i]), 100);
        any = true;
    }
}

static void breach_text(struct ui *ui, const struct qian_breach *b, struct qian_buf *out) {
    const struct qian_rule_text *rule = qian_rule_text(b->rule);
    place(out, b);
    qian_buf_text(out, ": ");
    qian_buf_text(out, b->warning ? ui_say(ui, "warning: ") : "");
    qian_buf_text(out, ui_say(ui, rule->what));
    qian_buf_text(out, ": ");
    qian_show(out, qian_str(b->value), 300);
    qian_buf_text(out, " (");
    qian_buf_text(out, rule->code);
    qian_buf_text(out, *rule->clause ? ", " : "");
    qian_buf_text(out, rule->clause);
    qian_buf_text(out, "); ");
    qian_buf_text(out, ui_say(ui, rule->next));
    qian_buf_char(out, '\n');
}

static void breach_json(struct ui *ui, const struct qian_breach *b, struct qian_json *j) {
    const struct qian_rule_text *rule = qian_rule_text(b->rule);
    qian_json_object(j, NULL);
    qian_json_text(j, "code", rule->code);
    qian_json_text(j, "clause", rule->clause);
    qian_json_bool(j, "warning", b->warning);
    qian_json_text(j, "list", b->list);
    qian_json_text(j, "line", b->line);
    qian_json_text(j, "item", b->item);
    struct qian_buf value = {0};
    qian_show(&value, qian_str(b->value), 500);
    qian_json_str(j, "value", qian_buf_view(&value));
    qian_buf_free(&value);
    qian_json_text(j, "what", ui_say(ui, rule->what));
    qian_json_text(j, "next", ui_say(ui, rule->next));
    qian_json_close(j);
}

static void count_line(struct ui *ui, struct qian_buf *out, const char *what, size_t n) {
    qian_buf_text(out, ui_say(ui, what));
    qian_buf_u64(out, n);
    qian_buf_char(out, '\n');
}

static int show(struct ui *ui, const struct qian_planning *p, const struct qian_breaches *found) {
    struct qian_buf out = {0};
    size_t plans = 0, lines = 0;
    for (size_t i = 0; i < p->plans; i++) {
        plans += p->plan[i].wanted;
        lines += p->plan[i].wanted ? p->plan[i].lines : 0;
    }
    if (ui->json) {
        struct qian_json j = qian_json_begin(&out);
        qian_json_text(&j, "format", "qian.plan-check/1");
        qian_json_u64(&j, "year", (uint64_t)p->year);
        qian_json_u64(&j, "plans", plans);
        qian_json_u64(&j, "lines", lines);
        qian_json_u64(&j, "breaches", found->count - found->warnings);
        qian_json_u64(&j, "warnings", found->warnings);
        qian_json_array(&j, "found");
        for (size_t i = 0; i < found->count; i++)
            breach_json(ui, &found->breach[i], &j);
        qian_json_close(&j);
        qian_json_end(&j);
    } else {
        for (size_t i = 0; i < found->count; i++)
            breach_text(ui, &found->breach[i], &out);
        count_line(ui, &out, "plans: ", plans);
        count_line(ui, &out, "lines: ", lines);
        count_line(ui, &out, "breaches: ", found->count - found->warnings);
        count_line(ui, &out, "warnings: ", found->warnings);
    }
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code != QIAN_OK ? code : found->count > found->warnings ? QIAN_REFUSED : QIAN_OK;
}

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
        code = show(ui, &planning.plans, &found);
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
