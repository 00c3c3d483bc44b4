// SPDX-License-Identifier: MulanPSL-2.0
// Whoever has a plan file, its note and the policy checks the approval, and whether a draw was made
// by it.
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/office.h"
#include "engine/base/file.h"
#include "engine/base/json_out.h"
#include "engine/log/checkpoint.h"
#include "engine/plan/made_by.h"
#include "engine/registry/notice_read.h"

#define NOTICE_MAX ((uint64_t)64 << 20) // spec/bundle.md 1.3
#define STORE_WAIT_MS 5000

enum { POLICY, DRAW, HOME, CARRIED, OPTIONS };

struct verifying {
    const char *path, *where; // of the file and its note
    const struct ui_option *option;
    struct qian_policy policy;
    struct office_paper paper;
    struct qian_buf note, bytes; // bytes: of the notice
    struct qian_rules rules;     // of the bundle
    struct qian_notice_copy copy;
    struct qian_items items;
    struct qian_made_by drawn;
};

static enum qian_status read_draw(struct verifying *v, struct qian_err *err) {
    const char *bundle = v->option[DRAW].value;
    char *notice = qian_path_join(bundle, "notice.json");
    enum qian_status status = qian_rules_load("rules.json", bundle, &v->rules, err);
    if (status == QIAN_OK)
        status = qian_file_read(notice, NOTICE_MAX, &v->bytes, err);
    if (status == QIAN_OK)
        status = qian_notice_read(qian_buf_view(&v->bytes), &v->rules, &v->copy, err);
    free(notice);
    return status;
}

// spec/plan.md 7.5: "The members of joint items are those that the registers of a home, if one is
// given, have at `created`."
static enum qian_status read_items(struct verifying *v, struct qian_err *err) {
    struct qian_store *store = NULL;
    uint64_t change = 0;
    char day[11] = "";
    memcpy(day, v->copy.notice.created, 10);
    enum qian_status status =
        qian_store_open_registers(v->option[HOME].value, STORE_WAIT_MS, &store, err);
    if (status == QIAN_OK)
        status = qian_store_change_at(store, v->copy.notice.created, &change, err);
    if (status == QIAN_OK)
        status = qian_items_load(store, change, day, &v->items, err);
    qian_store_close(store);
    return status;
}

static enum qian_status verify(struct verifying *v, struct qian_err *err) {
    bool draw = v->option[DRAW].value != NULL;
    enum qian_status status = qian_policy_read(v->option[POLICY].value, &v->policy, err);
    if (status == QIAN_OK && draw)
        status = read_draw(v, err);
    if (status == QIAN_OK && draw && v->option[HOME].value)
        status = read_items(v, err);
    if (status == QIAN_OK)
        status = office_paper_read(v->path, true, &v->items, &v->paper, err);
    if (status == QIAN_OK)
        status = qian_file_read(v->where, QIAN_CHECKPOINT_MAX, &v->note, err);
    if (status == QIAN_OK)
        status = office_judge(&v->paper.is, &v->policy, qian_buf_view(&v->note), v->where, err);
    const struct qian_made_by_order order = {.file = &v->paper.plan,
                                             .list = v->paper.name,
                                             .notice = &v->copy.notice,
                                             .rules = &v->rules,
                                             .carried = v->option[CARRIED].value};
    if (status == QIAN_OK && draw)
        qian_made_by_compare(&order, &v->drawn);
    return status;
}

static void verified_json(const struct verifying *v, struct qian_buf *out) {
    struct qian_digest digest;
    struct qian_json j = qian_json_begin(out);
    qian_sha256(v->paper.is.bytes, &digest);
    qian_json_text(&j, "format", "qian.plan-verify/1");
    qian_json_text(&j, "list", v->paper.name);
    qian_json_u64(&j, "lines", v->paper.plan.lines);
    qian_json_hex(&j, "digest", digest.b, sizeof digest.b);
    qian_json_text_or_null(&j, "draw", v->copy.notice.draw);
    qian_json_text_or_null(&j, "line", v->copy.notice.plan_line);
    qian_json_array(&j, "differences");
    for (size_t i = 0; i < v->drawn.count; i++) {
        const struct qian_made_by_difference *d = &v->drawn.difference[i];
        qian_json_object(&j, NULL);
        qian_json_text(&j, "what", d->what);
        qian_json_text(&j, "item", d->item);
        qian_json_text(&j, "plan", d->plan);
        qian_json_text(&j, "draw", d->draw);
        qian_json_close(&j);
    }
    qian_json_close(&j);
    qian_json_end(&j);
}

static void verified_text(struct ui *ui, const struct verifying *v, struct qian_buf *out) {
    qian_buf_text(out, ui_say(ui, "signed by an office of the policy"));
    qian_buf_text(out, ": ");
    qian_buf_text(out, v->paper.name);
    qian_buf_char(out, '\n');
    for (size_t i = 0; i < v->drawn.count; i++) {
        const struct qian_made_by_difference *d = &v->drawn.difference[i];
        qian_buf_text(out, "  ");
        qian_buf_text(out, d->what);
        qian_buf_text(out, *d->item ? " " : "");
        qian_show(out, qian_str(d->item), 100);
        qian_buf_text(out, ui_say(ui, ": the plan says "));
        qian_show(out, qian_str(d->plan), 300);
        qian_buf_text(out, ui_say(ui, ", the draw "));
        qian_show(out, qian_str(d->draw), 300);
        qian_buf_char(out, '\n');
    }
    if (v->copy.notice.draw && v->drawn.count == 0) {
        const char *carried = v->option[CARRIED].value;
        qian_buf_text(out, carried ? ui_say(ui, "made as the line says with which it goes on: ")
                                   : ui_say(ui, "made by this line of the plan: "));
        qian_show(out, qian_str(v->copy.notice.plan_line), 100);
        qian_buf_text(out, carried ? " <- " : "");
        qian_show(out, qian_str(carried ? carried : ""), 100);
        qian_buf_char(out, '\n');
    }
}

static int show(struct ui *ui, const struct verifying *v) {
    struct qian_buf out = {0};
    struct qian_err err;
    if (ui->json)
        verified_json(v, &out);
    else
        verified_text(ui, v, &out);
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    if (code != QIAN_OK || v->drawn.count == 0)
        return code;
    (void)qian_fail(&err, QIAN_DISAGREES, "", "plan 7.5",
                    "the draw was not made by this line of the plan", "ask the operator why");
    qian_err_where(&err, "%.200s", v->copy.notice.draw);
    qian_err_value(&err, "%zu", v->drawn.count);
    return ui->json ? QIAN_DISAGREES : ui_fail(ui, &err);
}

static void end(struct verifying *v) {
    qian_made_by_free(&v->drawn);
    qian_items_free(&v->items);
    qian_notice_copy_free(&v->copy);
    qian_rules_free(&v->rules);
    qian_buf_free(&v->bytes);
    qian_buf_free(&v->note);
    office_paper_free(&v->paper);
    qian_policy_free(&v->policy);
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[OPTIONS] = {
        {.name = "--policy"}, {.name = "--draw"}, {.name = "--home"}, {.name = "--carried"}};
    const char *path[2];
    size_t paths = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, OPTIONS, path, &paths, 2, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_plan_verify);
        return QIAN_OK;
    }
    if (paths != 2 || !options[POLICY].value)
        return ui_usage(ui, "a plan file, its note and --policy are wanted", "");
    if (options[CARRIED].value && !options[DRAW].value)
        return ui_usage(ui, "--carried is of a draw", "--draw");
    struct verifying *v = qian_take(1, sizeof *v);
    struct qian_err err;
    *v = (struct verifying){.path = path[0], .where = path[1], .option = options};
    int code = verify(v, &err) == QIAN_OK ? show(ui, v) : ui_fail(ui, &err);
    end(v);
    free(v);
    return code;
}

const struct ui_command cmd_plan_verify = {
    .name = "plan verify",
    .summary = "check that an office approved this plan, and that a draw was made by it",
    .usage =
        "  qian plan verify PLAN.tsv NOTE --policy POLICY [--draw BUNDLE [--home HOME]\n"
        "    [--carried LINE]]\n\n"
        "  With a home, joint items are looked up in its registers. --carried is the line of the\n"
        "  file, of the year before, with which the draw's line goes on. Whether the bundle\n"
        "  itself is good, qian-verify says",
    .examples = "  qian plan verify plan-2026-j.tsv plan-2026-j.note --policy policy.txt\n"
                "  qian plan verify plan-2026-j.tsv plan-2026-j.note --policy policy.txt \\\n"
                "    --draw 220100-2026-J-0017",
    .run = run};
