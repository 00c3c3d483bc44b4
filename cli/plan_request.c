// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/plan_request.h"

#include <stdlib.h>
#include <string.h>

#include "cli/approval.h"
#include "cli/commands.h"
#include "cli/desk.h"
#include "cli/show_values.h"
#include "engine/base/file.h"
#include "engine/base/json_in.h"
#include "engine/base/json_out.h"
#include "engine/plan/request.h"

#define BASE_MAX 1048576

struct made {
    struct qian_policy policy;
    struct qian_rules rules;
    struct qian_planning planning;
    struct qian_plan_request request;
};

// The pack that the base names, as the request will read it.
static enum qian_status read_pack(const char *base, struct qian_rules *out, struct qian_err *err) {
    const struct qian_json_place place = {base, "request 1", QIAN_BAD_DATA};
    struct qian_buf bytes = {0};
    char *name = NULL, *folder = qian_path_folder(base);
    enum qian_status status = qian_file_read(base, BASE_MAX, &bytes, err);
    json_t *root = status == QIAN_OK ? qian_json_load(&place, qian_buf_view(&bytes), err) : NULL;
    if (status == QIAN_OK && !root)
        status = QIAN_BAD_DATA;
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, root, "", "rules", 1024, false, &name, err);
    if (status == QIAN_OK)
        status = qian_rules_load(name, folder, out, err);
    json_decref(root);
    qian_buf_free(&bytes);
    free(folder);
    free(name);
    return status;
}

static enum qian_status make(struct desk *desk, const struct plan_request_order *order,
                             struct made *made, struct qian_err *err) {
    const struct qian_rules *rules[] = {&made->rules};
    const char *lists[] = {order->plan};
    struct qian_planning_order open = {.store = desk->store,
                                       .rules = rules,
                                       .packs = 1,
                                       .time = desk->now,
                                       .list = lists,
                                       .lists = 1};
    enum qian_status status = QIAN_OK;
    if (order->policy)
        status = qian_policy_read(order->policy, &made->policy, err);
    if (status == QIAN_OK)
        status = read_pack(order->base, &made->rules, err);
    if (status == QIAN_OK)
        status = qian_planning_open(&open, &made->planning, err);
    struct qian_plan_request_order want = {.planning = &made->planning,
                                           .list = order->plan,
                                           .line = order->line,
                                           .base = order->base,
                                           .folder = order->folder,
                                           .who = desk_user(),
                                           .again = order->again,
                                           .approval = approval_judge,
                                           .context = &made->policy};
    return status == QIAN_OK ? qian_plan_request_make(&want, &made->request, err) : status;
}

static const struct {
    const char *name, *says;
} numbers[] = {
    {"targets", "targets in the roster:"},
    {"not_live", "of these revoked, cancelled or moved (they are skipped if drawn):"},
    {"unknown_area", "left out, of an area that is not known:"},
    {"barred_repeat", "barred, inspected already this year:"},
    {"barred_certified", "barred, certified:"},
    {"barred_cap", "barred, visited as often as allowed:"},
    {"inspectors", "inspectors:"},
    {"experts", "experts:"},
    {"waiting", "of these not filed yet (待备案):"},
    {"expired", "left out, certificate not valid for the whole window:"},
    {"not_qualified", "left out, qualified for none of the items:"},
    {"recusals", "recusals:"},
    {"added", "added to the lists since the last freeze:"},
    {"changed", "changed since then:"},
    {"removed", "removed since then:"},
};

static void show(struct ui *ui, const struct plan_request_order *order, const struct made *made) {
    const struct qian_rosters *r = &made->request.rosters;
    const size_t values[] = {r->targets,   r->not_live,    r->unknown_area, r->barred[0],
                             r->barred[1], r->barred[2],   r->inspectors,   r->experts,
                             r->waiting,   r->left_out[0], r->left_out[1],  r->recusals,
                             r->added,     r->changed,     r->removed};
    struct qian_buf text = {0};
    struct qian_json j = {0};
    if (ui->json) {
        j = qian_json_begin(&text);
        qian_json_text(&j, "format", "qian.plan.request/1");
        qian_json_text(&j, "draw", made->request.draw);
        qian_json_text(&j, "plan", order->plan);
        qian_json_text(&j, "line", order->line);
        qian_json_u64(&j, "frozen_before", made->request.before);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (ui->json) {
            qian_json_u64(&j, numbers[i].name, values[i]);
        } else if (values[i] > 0 || i == 0) {
            qian_buf_text(&text, "  ");
            qian_buf_text(&text, ui_say(ui, numbers[i].says));
            qian_buf_char(&text, ' ');
            qian_buf_u64(&text, values[i]);
            qian_buf_char(&text, '\n');
        }
    }
    if (ui->json) {
        qian_json_end(&j);
    } else {
        if (made->request.before) {
            qian_buf_text(&text, "  ");
            qian_buf_text(&text, ui_say(ui, "frozen before, which no longer stands, as change"));
            qian_buf_char(&text, ' ');
            qian_buf_u64(&text, made->request.before);
            qian_buf_char(&text, '\n');
        }
        qian_buf_text(&text, ui_say(ui, "written to"));
        qian_buf_char(&text, ' ');
        ui_quote(&text, order->folder);
        qian_buf_char(&text, '\n');
    }
    (void)ui_print(ui, &text); // main says if it cannot be written
    qian_buf_free(&text);
}

// What stands against the line, before the error says that it may not be drawn.
static void show_breaches(struct ui *ui, const struct qian_breaches *breaches, const char *line) {
    for (size_t i = 0; !ui->json && i < breaches->count; i++) {
        const struct qian_breach *b = &breaches->breach[i];
        const struct qian_rule_text *rule = qian_rule_text(b->rule);
        struct qian_buf value = {0};
        if (b->warning || (*b->line && strcmp(b->line, line) != 0))
            continue;
        qian_buf_text(&value, "");
        show_value(ui, b, &value);
        fprintf(stderr, "  %s %s %s: %s: %s\n", rule->code, rule->clause, b->line,
                ui_say(ui, rule->what), value.p);
        qian_buf_free(&value);
    }
}

static void show_conflicts(const struct ui *ui, const struct qian_rosters *r) {
    for (size_t i = 0; !ui->json && i < r->conflicts; i++) {
        const struct qian_pool_conflict *c = &r->conflict[i];
        fprintf(stderr, "  %s %s: %s \"%s\" ≠ %s \"%s\"\n", c->id, c->column, c->list[0],
                c->value[0], c->list[1], c->value[1]);
    }
}

int plan_request(struct ui *ui, const struct plan_request_order *order, bool quiet) {
    struct ui_option options[DESK_OPTION_COUNT] = {{.value = order->home}};
    struct made *made = qian_take(1, sizeof *made);
    struct desk desk;
    struct qian_err err = {0};
    enum qian_status status = desk_open(ui, options, &desk, &err);
    if (status == QIAN_OK)
        status = make(&desk, order, made, &err);
    if (status == QIAN_OK && !quiet)
        show(ui, order, made);
    if (status != QIAN_OK && err.clause && strcmp(err.clause, "plan 4.1") == 0)
        show_breaches(ui, &made->request.breaches, order->line);
    if (status != QIAN_OK)
        show_conflicts(ui, &made->request.rosters);
    qian_plan_request_free(&made->request);
    qian_planning_close(&made->planning);
    qian_rules_free(&made->rules);
    qian_policy_free(&made->policy);
    free(made);
    return desk_end(ui, &desk, status, &err);
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"},   {.name = "--line"},
                                  {.name = "--base"},   {.name = "--out"},
                                  {.name = "--policy"}, {.name = "--again", .flag = true}};
    const char *word[1];
    size_t words = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 6, word, &words, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_plan_request);
        return QIAN_OK;
    }
    struct plan_request_order order = {.home = options[0].value,
                                       .plan = words ? word[0] : NULL,
                                       .line = options[1].value,
                                       .base = options[2].value,
                                       .folder = options[3].value,
                                       .policy = options[4].value,
                                       .again = options[5].value != NULL};
    if (!order.plan || !order.line || !order.base || !order.folder)
        return ui_usage(ui, "a plan, --line, --base and --out are wanted", "");
    return plan_request(ui, &order, false);
}

const struct ui_command cmd_plan_request = {
    .name = "plan request",
    .summary = "write the request of a draw, with its rosters, out of an approved plan",
    .usage =
        "  qian plan request PLAN --line LINE --base BASE.json --out FOLDER\n"
        "      [--policy POLICY] [--again] [--home HOME]\n\n"
        "  BASE.json is a request (spec/request.md) without what the plan says: it has draw,\n"
        "  serial, authority, suite, rules, contributors, public and, for a ceremony, custodians.\n"
        "  With a policy that has an office, the approval of the plan must have a good note.\n"
        "  A draw that was requested before and given up is requested again with --again",
    .examples = "  qian plan request plan-2026-j --line 2026-J-017 --base base.json --out request "
                "--home HOME",
    .run = run};
