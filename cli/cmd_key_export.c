// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/key.h"

static enum qian_status export(const char *home, const char *name, enum qian_suite suite,
                               const char *to, struct qian_key *key, struct qian_err *err) {
    bool there; enum qian_status status = qian_key_export(home, name, suite, to, err);
    if (status == QIAN_OK) status = qian_key_look(home, name, suite, &there, key, err);
    return status;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}, {.name = "--suite"}, {.name = "--out"}};
    const char *name[1];
    size_t names = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 3, name, &names, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_key_export);
        return QIAN_OK;
    }
    const char *to = options[2].value;
    if (names != 1)
        return ui_usage(ui, "the name of the key is missing", "");
    if (!to || !*to)
        return ui_usage(ui, "--out is missing: the file that the copy is to become", "");
    char *home = home_of(ui, options[0].value);
    if (!home)
        return QIAN_USAGE;
    struct qian_err err;
    struct qian_key key = {0};
    enum qian_suite suite;
    int code = QIAN_USAGE;
    if (qian_sign_start(&err) != QIAN_OK)
        code = ui_fail(ui, &err);
    else if (key_suite(ui, options[1].value, home, name[0], &suite))
        code = export(home, name[0], suite, to, &key, &err) == QIAN_OK ? key_print(ui, &key, to)
                                                                       : ui_fail(ui, &err);
    qian_key_close(&key);
    free(home);
    return code;
}

const struct ui_command cmd_key_export = {
    .name = "key export",
    .summary = "copy a key's file, sealed as it is, for a stick or a safe",
    .usage = "  qian key export NAME --out FILE [--home HOME] [--suite sha256-ed25519|sm3-sm2]",
    .examples = "  qian key export 纪检监察 --home HOME --out /media/stick/纪检监察.key",
    .run = run};
