// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/house.h"
#include "engine/log/ask.h"

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}, {.name = "--url"}};
    const char *vkey[1];
    size_t vkeys = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 2, vkey, &vkeys, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_log_add_witness);
        return QIAN_OK;
    }
    if (vkeys != 1)
        return ui_usage(ui, "the vkey of the witness is missing", "");
    struct house house;
    struct qian_err err;
    enum qian_status status = house_open_log(ui, options[0].value, NULL, &house, &err);
    if (status == QIAN_OK)
        status = qian_log_add_witness(&house.log, vkey[0], options[1].value, &err);
    if (status == QIAN_OK)
        (void)show_text(ui, "qian.log.witness/1", "vkey", vkey[0]);
    return house_end(ui, &house, status, &err);
}

const struct ui_command cmd_log_add_witness = {
    .name = "log add-witness",
    .summary = "enter a witness of the log by its vkey, and by its URL if it has one",
    .usage = "  qian log add-witness VKEY [--url URL] [--home HOME]",
    .examples = "  qian log add-witness jiwei.example.gov.cn+4a9cec99+BLui… --home HOME\n"
                "  qian log add-witness VKEY --url https://witness.example.gov.cn --home HOME",
    .run = run};
