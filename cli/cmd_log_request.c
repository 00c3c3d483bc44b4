// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/house.h"
#include "engine/log/ask.h"

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}, {.name = "--witness"}, {.name = "--out"}};
    size_t none = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 3, NULL, &none, 0, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_log_request);
        return QIAN_OK;
    }
    if (!options[1].value)
        return ui_usage(ui, "--witness is missing: the name of the witness", "");
    struct house house;
    struct qian_err err;
    struct qian_buf request = {0};
    enum qian_status status = house_open_log(ui, options[0].value, NULL, &house, &err);
    if (status == QIAN_OK)
        status = qian_log_request(&house.log, options[1].value, &request, &err);
    if (status == QIAN_OK)
        status = house_write(ui, options[2].value, &request, &err);
    qian_buf_free(&request);
    return house_end(ui, &house, status, &err);
}

const struct ui_command cmd_log_request = {
    .name = "log request",
    .summary = "write the request that a witness without a network is given as a file",
    .usage = "  qian log request --witness NAME [--out FILE] [--home HOME]",
    .examples = "  qian log request --witness jiwei.example.gov.cn --out request.txt --home HOME",
    .run = run};
