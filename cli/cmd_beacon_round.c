// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "engine/base/date.h"
#include "engine/base/json_out.h"
#include "engine/beacon/drand.h"

static int show(struct ui *ui, uint64_t round) {
    struct qian_buf text = {0};
    char time[26];
    qian_time_write(qian_drand_time_of(round), time);
    if (ui->json) {
        struct qian_json j = qian_json_begin(&text);
        qian_json_text(&j, "format", "qian.round/1");
        qian_json_text(&j, "source", "drand");
        qian_json_text(&j, "chain", QIAN_DRAND_CHAIN);
        qian_json_u64(&j, "round", round);
        qian_json_text(&j, "comes", time);
        qian_json_end(&j);
    } else {
        qian_buf_u64(&text, round);
        qian_buf_text(&text, ui_say(ui, "  comes into being at "));
        qian_buf_text(&text, time);
        qian_buf_char(&text, '\n');
    }
    int code = ui_print(ui, &text);
    qian_buf_free(&text);
    return code;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--time"}};
    size_t n = 0;
    bool help = false;
    int64_t time = 0;
    uint64_t round = 0;
    if (!ui_parse(ui, argc, argv, options, 1, NULL, &n, 0, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_beacon_round);
        return QIAN_OK;
    }
    if (!options[0].value)
        return ui_usage(ui, "--time is missing", "");
    if (!qian_time_read(qian_str(options[0].value), &time))
        return ui_usage(ui, "a time is YYYY-MM-DDTHH:MM:SS+08:00", options[0].value);
    if (!qian_drand_round_of(time, &round))
        return ui_usage(ui, "the time is before the chain's first round", options[0].value);
    return show(ui, round);
}

const struct ui_command cmd_beacon_round = {
    .name = "beacon round",
    .summary = "tell which round of drand's chain quicknet is the first that is not before a time",
    .usage = "  qian beacon round --time TIME",
    .examples = "  qian beacon round --time 2026-11-24T10:00:00+08:00",
    .run = run};
