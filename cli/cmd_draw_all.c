// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/passphrase.h"
#include "cli/show_draw.h"

#define PUBLIC_MAX 8

static const char *path_of(void *context, const char *file) {
    const struct qian_solo *solo = context;
    if (strcmp(file, "targets") == 0)
        return solo->request.targets;
    return strcmp(file, "inspectors") == 0 ? solo->request.inspectors : solo->request.recusals;
}

// "balls=03-17" gives "03-17". False for another source.
static bool read_public(struct ui *ui, const struct ui_option *option, const char **value) {
    for (size_t i = 0; i < option->count; i++) {
        if (strncmp(option->values[i], "balls=", 6) != 0) {
            ui_usage(ui, "a public value is balls=NN-NN-…", option->values[i]);
            return false;
        }
        value[i] = option->values[i] + 6;
    }
    return true;
}

static int draw(struct ui *ui, const struct qian_solo_order *order) {
    struct qian_solo *solo = qian_take(1, sizeof *solo);
    struct qian_err err = {0};
    int code;
    if (qian_solo_run(order, solo, &err) == QIAN_OK)
        code = show_draw(ui, order, solo);
    else if (solo->intake.bad.count > 0)
        code = ui_fail_rows(ui, &err, &solo->intake.bad, path_of, solo);
    else
        code = ui_fail(ui, &err);
    qian_solo_free(solo);
    free(solo);
    return code;
}

static int run(struct ui *ui, int argc, char **argv) {
    const char *given[PUBLIC_MAX], *value[PUBLIC_MAX], *request[1];
    struct ui_option options[] = {{.name = "--home"},
                                  {.name = "--out"},
                                  {.name = "--public", .values = given, .max = PUBLIC_MAX},
                                  {.name = "--allow-legacy-ids", .flag = true},
                                  {.name = "--test-seed"},
                                  PASSPHRASE_OPTION};
    struct passphrase source;
    size_t requests = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, sizeof options / sizeof *options, request, &requests, 1,
                  &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_draw_all);
        return QIAN_OK;
    }
    if (requests != 1)
        return ui_usage(ui, "REQUEST.json is missing", "");
    if (!options[1].value || !*options[1].value)
        return ui_usage(ui, "--out is missing: the folder that the bundle is to become", "");
    if (!read_public(ui, &options[2], value) || !passphrase_source(ui, &options[5], &source))
        return QIAN_USAGE;
    char *home = home_of(ui, options[0].value);
    if (!home)
        return QIAN_USAGE;
    struct qian_solo_order order = {.request = request[0],
                                    .home = home,
                                    .out = options[1].value,
                                    .public_value = value,
                                    .public_values = options[2].count,
                                    .legacy_ids = options[3].value != NULL,
                                    .test_seed = options[4].value,
                                    .vault = qian_vault_new(passphrase_ask, &source),
                                    .tell = ui_progress,
                                    .context = ui};
    int code = draw(ui, &order);
    qian_vault_free(order.vault);
    free(home);
    return code;
}

const struct ui_command cmd_draw_all = {
    .name = "draw all",
    .summary = "make a whole draw on this machine, from rosters to signed transcript",
    .usage = "  qian draw all REQUEST.json --out BUNDLE [--home HOME] [--public balls=NN-NN-…]...\n"
             "      [--allow-legacy-ids] [--test-seed FILE] " PASSPHRASE_USAGE,
    .examples = "  qian draw all request.json --home HOME --out 220100-2026-J-0017 "
                "--public balls=03-17-22-08\n"
                "  qian draw all request.json --home HOME --out draw --json",
    .run = run};
