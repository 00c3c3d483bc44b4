// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "engine/base/file.h"
#include "engine/base/json_out.h"
#include "engine/ceremony/policy_version.h"

static int show(struct ui *ui, const struct qian_policy *next,
                const struct qian_policy_signers *signers) {
    struct qian_buf out = {0};
    struct qian_json j = {0};
    if (ui->json) {
        j = qian_json_begin(&out);
        qian_json_text(&j, "format", "qian.policy.check/1");
        qian_json_u64(&j, "version", next->version);
        qian_json_hex(&j, "digest", next->digest.b, sizeof next->digest.b);
        qian_json_array(&j, "witnesses");
        for (size_t i = 0; i < signers->count; i++)
            qian_json_str(&j, NULL, signers->witness[i]);
        qian_json_close(&j);
        qian_json_end(&j);
    } else {
        qian_buf_text(&out, ui_say(ui, "accepted: version "));
        qian_buf_u64(&out, next->version);
        qian_buf_text(&out, ui_say(ui, "; signed by "));
        for (size_t i = 0; i < signers->count; i++) {
            qian_buf_text(&out, i > 0 ? ", " : "");
            qian_show(&out, signers->witness[i], 256);
        }
        qian_buf_text(&out, "\nSHA-256 ");
        qian_buf_hex(&out, next->digest.b, sizeof next->digest.b);
        qian_buf_char(&out, '\n');
    }
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code;
}

static int check(struct ui *ui, const char *new_path, const char *old_path, const char *note_path) {
    struct qian_policy next = {0}, previous = {0};
    struct qian_policy_signers signers;
    struct qian_buf note = {0};
    struct qian_err err;
    enum qian_status status = qian_sign_start(&err);
    if (status == QIAN_OK)
        status = qian_policy_read(old_path, &previous, &err);
    if (status == QIAN_OK)
        status = qian_policy_read(new_path, &next, &err);
    if (status == QIAN_OK)
        status = qian_file_read(note_path, QIAN_CHECKPOINT_MAX, &note, &err);
    if (status == QIAN_OK)
        status =
            qian_policy_accept(&next, &previous, qian_buf_view(&note), note_path, &signers, &err);
    int code = status == QIAN_OK ? show(ui, &next, &signers) : ui_fail(ui, &err);
    qian_policy_free(&next);
    qian_policy_free(&previous);
    qian_buf_free(&note);
    return code;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--previous"}, {.name = "--note"}};
    const char *path[1];
    size_t paths = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 2, path, &paths, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_policy_check);
        return QIAN_OK;
    }
    if (paths != 1)
        return ui_usage(ui, "the policy file is missing", "");
    if (!options[0].value)
        return ui_usage(ui, "--previous is missing: the policy file of the version before", "");
    if (!options[1].value)
        return ui_usage(ui, "--note is missing: the note that the witnesses have signed", "");
    return check(ui, path[0], options[0].value, options[1].value);
}

const struct ui_command cmd_policy_check = {
    .name = "policy check",
    .summary = "may whoever holds the version before accept this one?",
    .usage = "  qian policy check NEW --previous OLD --note NOTE",
    .examples = "  qian policy check policy-4.txt --previous policy-3.txt --note policy-4.note",
    .run = run};
