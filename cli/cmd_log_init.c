// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/house.h"

// Only a home that has no log yet gets a key.
static enum qian_status init(struct house *house, const char *origin, struct qian_err *err) {
    bool there;
    enum qian_status status = qian_log_look(house->store, origin, &there, err);
    if (status == QIAN_OK)
        status = there ? house_open_key(house, origin, err) : house_make_key(house, origin, err);
    if (status == QIAN_OK)
        status = qian_log_init(house->store, house->home, origin, house->key.secret, err);
    return status;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}, PASSPHRASE_OPTION};
    const char *origin[1];
    size_t origins = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 2, origin, &origins, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_log_init);
        return QIAN_OK;
    }
    if (origins != 1)
        return ui_usage(ui, "the name of the log is missing", "");
    struct house house;
    struct qian_err err;
    enum qian_status status = house_open(ui, options[0].value, &options[1], &house, &err);
    if (status == QIAN_OK)
        status = init(&house, origin[0], &err);
    if (status == QIAN_OK)
        (void)show_text(ui, "qian.log/1", "vkey", house.key.vkey);
    return house_end(ui, &house, status, &err);
}

const struct ui_command cmd_log_init = {
    .name = "log init",
    .summary = "start a log in this home, with a key of its own, and print its vkey",
    .usage = "  qian log init NAME [--home HOME] " PASSPHRASE_USAGE,
    .examples = "  qian log init qian.example.gov.cn/2026 --home HOME",
    .run = run};
