// SPDX-License-Identifier: MulanPSL-2.0
// An office signs a rules pack, a calendar or a plan; everybody checks that it did (spec/rules.md
// 3, spec/plan.md 7).
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/key.h"
#include "cli/office.h"
#include "engine/base/file.h"
#include "engine/log/checkpoint.h"

static int check(struct ui *ui, const struct office_order *order) {
    struct office_paper paper = {0};
    struct qian_policy policy = {0};
    struct qian_buf note = {0};
    struct qian_err err;
    enum qian_status status = qian_policy_read(order->policy, &policy, &err);
    if (status == QIAN_OK)
        status = office_paper_read(order->path, false, NULL, &paper, &err);
    if (status == QIAN_OK)
        status = qian_file_read(order->note, QIAN_CHECKPOINT_MAX, &note, &err);
    if (status == QIAN_OK)
        status = office_judge(&paper.is, &policy, qian_buf_view(&note), order->note, &err);
    int code = status == QIAN_OK ? office_show(ui, &paper.is, "signed by an office of the policy")
                                 : ui_fail(ui, &err);
    office_paper_free(&paper);
    qian_policy_free(&policy);
    qian_buf_free(&note);
    return code;
}

// The note of a plan stands beside it: NAME.tsv has NAME.note. The caller frees.
static char *note_beside(const char *path) {
    struct qian_buf out = {0};
    size_t n = strlen(path), ending = strlen(".tsv");
    qian_buf_add(&out, path, n > ending && strcmp(path + n - ending, ".tsv") == 0 ? n - ending : n);
    qian_buf_text(&out, ".note");
    return out.p;
}

static int sign(struct ui *ui, struct ui_option *options, struct office_order *order) {
    struct house house = {.lock = -1};
    if (!passphrase_source(ui, &options[5], &house.source))
        return QIAN_USAGE;
    house.home = home_of(ui, options[3].value);
    if (!house.home)
        return QIAN_USAGE;
    if (key_suite(ui, options[4].value, house.home, order->name, &order->suite))
        return office_sign(ui, order, &house);
    free(house.home);
    return QIAN_USAGE;
}

static int run_any(struct ui *ui, int argc, char **argv, const struct ui_command *command,
                   bool plan) {
    struct ui_option options[] = {{.name = "--policy"}, {.name = "--name"},  {.name = "--note"},
                                  {.name = "--home"},   {.name = "--suite"}, PASSPHRASE_OPTION};
    const char *path[1];
    size_t paths = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 6, path, &paths, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, command);
        return QIAN_OK;
    }
    struct office_order order = {.path = paths ? path[0] : NULL,
                                 .policy = options[0].value,
                                 .note = options[2].value,
                                 .name = options[1].value,
                                 .plan = plan};
    if (!order.path || !order.policy || !order.name || (!plan && !order.note))
        return plan
                   ? ui_usage(ui, "a plan file, --policy and --name are wanted", "")
                   : ui_usage(ui, "a pack or calendar, --policy, --name and --note are wanted", "");
    char *beside = note_beside(order.path);
    order.note = order.note ? order.note : beside;
    int code = sign(ui, options, &order);
    free(beside);
    return code;
}

static int run_sign(struct ui *ui, int argc, char **argv) {
    return run_any(ui, argc, argv, &cmd_rules_sign, false);
}

static int run_plan(struct ui *ui, int argc, char **argv) {
    return run_any(ui, argc, argv, &cmd_plan_sign, true);
}

static int run_check(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--policy"}, {.name = "--note"}};
    const char *path[1];
    size_t paths = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 2, path, &paths, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_rules_check);
        return QIAN_OK;
    }
    struct office_order order = {
        .path = paths ? path[0] : NULL, .policy = options[0].value, .note = options[1].value};
    if (!order.path || !order.policy || !order.note)
        return ui_usage(ui, "a pack or calendar, --policy and --note are wanted", "");
    return check(ui, &order);
}

const struct ui_command cmd_rules_sign = {
    .name = "rules sign",
    .summary = "office: add one's signature to the note of a rules pack or calendar",
    .usage = "  qian rules sign FILE --policy POLICY --name OFFICE --note NOTE [--suite SUITE]\n"
             "      [--home HOME] " PASSPHRASE_USAGE,
    .examples = "  qian rules sign changchun-2021.json --policy policy.txt --name 双随机办公室 \\\n"
                "    --note changchun-2021.note --home HOME",
    .run = run_sign};
const struct ui_command cmd_plan_sign = {
    .name = "plan sign",
    .summary = "office: approve a plan, by one's signature in the note beside its file",
    .usage =
        "  qian plan sign PLAN.tsv --policy POLICY --name OFFICE [--note NOTE] [--suite SUITE]\n"
        "      [--home HOME] " PASSPHRASE_USAGE,
    .examples = "  qian plan sign plan-2026-j.tsv --policy policy.txt --name 司法局 --home HOME",
    .run = run_plan};
const struct ui_command cmd_rules_check = {
    .name = "rules check",
    .summary = "check that an office of the policy has signed a rules pack or calendar",
    .usage = "  qian rules check FILE --policy POLICY --note NOTE",
    .examples =
        "  qian rules check changchun-2021.json --policy policy.txt --note changchun-2021.note",
    .run = run_check};
