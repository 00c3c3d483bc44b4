// SPDX-License-Identifier: MulanPSL-2.0
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/house.h"
#include "engine/base/json_out.h"
#include "engine/log/serve.h"

static void ready(void *context, const char *url) {
    struct ui *ui = context;
    (void)show_text(ui, "qian.witness.serve/1", "url", url);
    fflush(stdout); // whoever waits for the line must not wait for more
}

static void trouble(void *context, const struct qian_err *err) {
    struct ui on_stderr = *(const struct ui *)context;
    on_stderr.json = false;
    (void)ui_fail(&on_stderr, err);
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}, {.name = "--listen"}, PASSPHRASE_OPTION};
    size_t none = 0;
    bool help = false;
    int ended_by = 0;
    if (!ui_parse(ui, argc, argv, options, 3, NULL, &none, 0, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_witness_serve);
        return QIAN_OK;
    }
    struct house house;
    struct qian_err err;
    enum qian_status status = house_open_witness(ui, options[0].value, &options[2], &house, &err);
    if (status == QIAN_OK) {
        // Each request opens the store for itself, so that others can work on the home in between.
        house_let_go(&house);
        struct qian_serve serve = {.home = house.home,
                                   .witness = {qian_str(house.key.name), house.key.secret},
                                   .listen = options[1].value ? options[1].value : "127.0.0.1:8080",
                                   .ready = ready,
                                   .trouble = trouble,
                                   .context = ui};
        status = qian_serve(&serve, &ended_by, &err);
    }
    int code = house_end(ui, &house, status, &err);
    return code == QIAN_OK && ended_by == SIGINT ? EXIT_CANCELLED : code;
}

const struct ui_command cmd_witness_serve = {
    .name = "witness serve",
    .summary = "answer requests of logs over HTTP until told to end; prints where when it is ready",
    .usage = "  qian witness serve [--listen ADDRESS:PORT] [--home HOME] " PASSPHRASE_USAGE,
    .examples = "  qian witness serve --home HOME\n"
                "  qian witness serve --home HOME --listen 127.0.0.1:0",
    .run = run};
