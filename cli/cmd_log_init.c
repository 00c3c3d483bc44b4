// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/house.h"

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}};
    const char *origin[1];
    size_t origins = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 1, origin, &origins, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_log_init);
        return QIAN_OK;
    }
    if (origins != 1)
        return ui_usage(ui, "the name of the log is missing", "");
    struct house house;
    struct qian_err err;
    enum qian_status status = house_open(ui, options[0].value, &house, &err);
    if (status == QIAN_OK)
        status = qian_key_need(house.home, origin[0], QIAN_SHA256_ED25519, &house.key, &err);
    if (status == QIAN_OK)
        status = qian_log_init(house.store, house.home, origin[0], &house.key.secret, &err);
    if (status == QIAN_OK)
        (void)show_text(ui, "qian.log/1", "vkey", house.key.vkey);
    return house_end(ui, &house, status, &err);
}

const struct ui_command cmd_log_init = {
    .name = "log init",
    .summary = "start a log in this home, with a key of its own, and print its vkey",
    .usage = "  qian log init NAME [--home HOME]",
    .examples = "  qian log init qian.example.gov.cn/2026 --home HOME",
    .run = run};
