// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/desk.h"
#include "cli/office.h"
#include "engine/base/file.h"
#include "engine/base/json_out.h"
#include "engine/core/field.h"
#include "engine/log/checkpoint.h"

enum { HOME, AS_OF, DAY, NOTE, POLICY, REFERENCE, WHO, OPTIONS };

struct approving {
    const struct ui_option *option;
    const char *plan;
    struct qian_policy policy;
    struct qian_buf file, note;
    struct qian_digest digest;
    uint64_t list, version, change;
};

static void show(struct ui *ui, const struct approving *a) {
    struct qian_buf out = {0};
    if (ui->json) {
        struct qian_json j = qian_json_begin(&out);
        qian_json_text(&j, "format", "qian.plan-approve/1");
        qian_json_text(&j, "list", a->plan);
        qian_json_u64(&j, "version", a->version);
        qian_json_hex(&j, "digest", a->digest.b, sizeof a->digest.b);
        qian_json_u64(&j, "change", a->change);
        qian_json_end(&j);
    } else {
        qian_buf_text(&out, a->plan);
        qian_buf_text(&out, ": ");
        qian_buf_text(&out, ui_say(ui, "approved"));
        qian_buf_text(&out, ui_say(ui, ", version "));
        qian_buf_u64(&out, a->version);
        qian_buf_text(&out, ui_say(ui, ", as change "));
        qian_buf_u64(&out, a->change);
        qian_buf_char(&out, '\n');
    }
    (void)ui_print(ui, &out); // main says if it cannot be written
    qian_buf_free(&out);
}

// spec/plan.md 7.3: "if the note is good for the plan file of the version"
static enum qian_status look(struct approving *a, struct desk *desk, struct qian_err *err) {
    struct qian_history history;
    enum qian_status status = desk_list(desk, "lines", a->plan, &a->list, err);
    if (status == QIAN_OK)
        status = qian_history_read(desk->store, a->list, UINT64_MAX, &history, err);
    if (status != QIAN_OK)
        return status;
    a->version = history.imported;
    status = qian_plan_file_write(desk->store, a->list, a->version, NULL, &a->file, err);
    if (status == QIAN_OK)
        status = qian_policy_read(a->option[POLICY].value, &a->policy, err);
    if (status == QIAN_OK)
        status = qian_file_read(a->option[NOTE].value, QIAN_CHECKPOINT_MAX, &a->note, err);
    const struct qian_office_paper paper = {"plan", a->plan, qian_buf_view(&a->file)};
    if (status == QIAN_OK)
        status =
            office_judge(&paper, &a->policy, qian_buf_view(&a->note), a->option[NOTE].value, err);
    qian_sha256(qian_buf_view(&a->file), &a->digest);
    return status;
}

static int approve(struct ui *ui, struct approving *a) {
    struct desk desk;
    struct qian_err err = {0};
    enum qian_status status = desk_open(ui, a->option, &desk, &err);
    if (status == QIAN_OK)
        status = look(a, &desk, &err);
    struct qian_event_order order = {.list = a->plan,
                                     .event = QIAN_EVENT_APPROVED,
                                     .reference = a->option[REFERENCE].value,
                                     .day = a->option[DAY].value,
                                     .time = desk.now,
                                     .who =
                                         a->option[WHO].value ? a->option[WHO].value : desk_user(),
                                     .version = a->version,
                                     .digest = &a->digest,
                                     .note = qian_buf_view(&a->note)};
    if (status == QIAN_OK)
        status = qian_event_enter(desk.store, &order, &a->change, &err);
    if (status == QIAN_OK)
        show(ui, a);
    qian_policy_free(&a->policy);
    qian_buf_free(&a->file);
    qian_buf_free(&a->note);
    return desk_end(ui, &desk, status, &err);
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[OPTIONS] = {DESK_OPTIONS,
                                         {.name = "--note"},
                                         {.name = "--policy"},
                                         {.name = "--reference"},
                                         {.name = "--who"}};
    const char *word[1];
    size_t words = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, OPTIONS, word, &words, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_plan_approve);
        return QIAN_OK;
    }
    const char *reference = options[REFERENCE].value;
    if (words != 1 || !options[NOTE].value || !options[POLICY].value)
        return ui_usage(ui, "a plan, --note, --policy and --reference are wanted", "");
    if (!reference || qian_check_text(qian_str(reference)))
        return ui_usage(ui, "--reference wants the number of the paper, or another text",
                        reference ? reference : "");
    if (options[AS_OF].value)
        return ui_usage(ui, "an event is entered now; --day says when it happened", "--as-of");
    struct approving a = {.option = options, .plan = word[0]};
    return approve(ui, &a);
}

const struct ui_command cmd_plan_approve = {
    .name = "plan approve",
    .summary = "enter that a plan was approved, with the note that the office signed",
    .usage = "  qian plan approve PLAN --note NOTE --policy POLICY --reference TEXT\n"
             "      [--day DAY] [--who NAME] [--home HOME]",
    .examples = "  qian plan approve plan-2026-j --note plan-2026-j.note --policy policy.txt \\\n"
                "    --reference 长司审〔2026〕5号 --home HOME",
    .run = run};
