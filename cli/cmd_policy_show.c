// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/show_policy.h"

static int run(struct ui *ui, int argc, char **argv) {
    const char *path[1];
    size_t paths = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, NULL, 0, path, &paths, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_policy_show);
        return QIAN_OK;
    }
    if (paths != 1)
        return ui_usage(ui, "the policy file is missing", "");
    struct qian_policy policy = {0};
    struct qian_err err;
    enum qian_status status = qian_sign_start(&err);
    if (status == QIAN_OK)
        status = qian_policy_read(path[0], &policy, &err);
    int code = status == QIAN_OK ? show_policy(ui, &policy) : ui_fail(ui, &err);
    qian_policy_free(&policy);
    return code;
}

const struct ui_command cmd_policy_show = {
    .name = "policy show",
    .summary = "a policy in words: who may do what, when, and which witnesses are enough",
    .usage = "  qian policy show FILE",
    .examples = "  qian policy show policy.txt\n"
                "  qian policy show policy.txt --json",
    .run = run};
