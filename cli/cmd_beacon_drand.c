// SPDX-License-Identifier: MulanPSL-2.0
#include <string.h>

#include "cli/commands.h"
#include "engine/base/date.h"
#include "engine/base/json_out.h"
#include "engine/beacon/drand.h"

// Rounds until the end of the year 9999, the last that a time can say.
#define ROUND_MAX 83903156211u

struct asked {
    uint64_t round;
    const char *digits; // 96
    uint8_t signature[QIAN_BLS_SIGNATURE];
};

static void value_of(const struct asked *asked, struct qian_buf *out) {
    qian_buf_text(out, QIAN_DRAND_CHAIN " ");
    qian_buf_u64(out, asked->round);
    qian_buf_char(out, ' ');
    qian_buf_text(out, asked->digits);
}

static void show_json(const struct asked *asked, const char *time, struct qian_buf *text) {
    struct qian_buf value = {0};
    struct qian_digest randomness;
    value_of(asked, &value);
    qian_drand_randomness(asked->signature, &randomness);
    struct qian_json j = qian_json_begin(text);
    qian_json_text(&j, "format", "qian.beacon/1");
    qian_json_text(&j, "source", "drand");
    qian_json_bool(&j, "verified", true);
    qian_json_text(&j, "chain", QIAN_DRAND_CHAIN);
    qian_json_u64(&j, "round", asked->round);
    qian_json_text(&j, "time", time);
    qian_json_hex(&j, "randomness", randomness.b, sizeof randomness.b);
    qian_json_str(&j, "value", qian_buf_view(&value));
    qian_json_end(&j);
    qian_buf_free(&value);
}

static int show(struct ui *ui, const struct asked *asked) {
    struct qian_buf text = {0};
    char time[26];
    qian_time_write(qian_drand_time_of(asked->round), time);
    if (ui->json) {
        show_json(asked, time, &text);
    } else {
        qian_buf_text(&text, ui_say(ui, "the signature is the chain's signature of this round\n"));
        qian_buf_text(&text, ui_say(ui, "  came into being at "));
        qian_buf_text(&text, time);
        qian_buf_text(&text, ui_say(ui, "\n  in entropy.txt: "));
        qian_buf_text(&text, "public drand ");
        value_of(asked, &text);
        qian_buf_char(&text, '\n');
    }
    int code = ui_print(ui, &text);
    qian_buf_free(&text);
    return code;
}

static int read_asked(struct ui *ui, const struct ui_option options[3], struct asked *asked) {
    if (!options[0].value || !options[1].value)
        return ui_usage(ui, "--round and --signature are wanted", "");
    if (!qian_u64_read(qian_str(options[0].value), ROUND_MAX, &asked->round) || !asked->round)
        return ui_usage(ui, "the round is a number from 1 to that of the year 9999",
                        options[0].value);
    asked->digits = options[1].value;
    if (!qian_hex_read(qian_str(asked->digits), asked->signature, sizeof asked->signature))
        return ui_usage(ui, "the signature has 96 lower-case hexadecimal digits", asked->digits);
    if (options[2].value && strcmp(options[2].value, QIAN_DRAND_CHAIN) != 0)
        return ui_usage(ui, "the one chain that is known is quicknet", options[2].value);
    return QIAN_OK;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {
        {.name = "--round"}, {.name = "--signature"}, {.name = "--chain"}};
    struct asked asked;
    struct qian_err err;
    size_t n = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 3, NULL, &n, 0, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_beacon_drand);
        return QIAN_OK;
    }
    int code = read_asked(ui, options, &asked);
    if (code != QIAN_OK)
        return code;
    if (qian_drand_verify(asked.round, asked.signature, &err) != QIAN_OK)
        return ui_fail(ui, &err);
    return show(ui, &asked);
}

const struct ui_command cmd_beacon_drand = {
    .name = "beacon verify drand",
    .summary = "verify the signature of a round of drand's chain quicknet",
    .usage = "  qian beacon verify drand --round N --signature HEX [--chain HASH]",
    .examples = "  qian beacon verify drand --round 1000 --signature "
                "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
                "e342b73a8dd2bacbe47e4b6b63ed5e39",
    .run = run};
