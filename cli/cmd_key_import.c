// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/key.h"
#include "cli/passphrase.h"
#include "engine/ceremony/home.h"

// Ask before the home is locked, and only if the copy looks like one.
static enum qian_status import(const char *home, const char *path, struct qian_vault *vault,
                               struct qian_key *key, int *lock, struct qian_err *err) {
    enum qian_status status = qian_sign_start(err);
    if (status == QIAN_OK)
        status = qian_key_look_at_copy(path, key, err);
    if (status == QIAN_OK)
        status = qian_vault_ask(vault, QIAN_ASK_OPEN, key->name, err);
    qian_key_close(key);
    if (status == QIAN_OK)
        status = qian_home_lock(home, lock, err);
    if (status == QIAN_OK)
        status = qian_key_import(home, path, vault, key, err);
    return status;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}, PASSPHRASE_OPTION};
    const char *path[1];
    size_t paths = 0;
    bool help = false;
    struct passphrase source;
    if (!ui_parse(ui, argc, argv, options, 2, path, &paths, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_key_import);
        return QIAN_OK;
    }
    if (paths != 1)
        return ui_usage(ui, "the file to import is missing", "");
    if (!passphrase_source(ui, &options[1], &source))
        return QIAN_USAGE;
    char *home = home_of(ui, options[0].value);
    if (!home)
        return QIAN_USAGE;
    struct qian_err err;
    struct qian_key key = {0};
    struct qian_vault *vault = qian_vault_new(passphrase_ask, &source);
    int lock = -1;
    enum qian_status status = import(home, path[0], vault, &key, &lock, &err);
    int code = status == QIAN_OK ? key_print(ui, &key, NULL) : ui_fail(ui, &err);
    qian_vault_free(vault);
    qian_key_close(&key);
    if (lock >= 0)
        close(lock);
    free(home);
    return code;
}

const struct ui_command cmd_key_import = {
    .name = "key import",
    .summary = "take a copy of a key's file into the home, once its passphrase has opened it",
    .usage = "  qian key import FILE [--home HOME] " PASSPHRASE_USAGE,
    .examples = "  qian key import /media/stick/纪检监察.key --home HOME",
    .run = run};
