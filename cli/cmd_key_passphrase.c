// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/key.h"
#include "cli/passphrase.h"
#include "engine/ceremony/home.h"

// Both questions come before the home is locked; the old passphrase is proved before the new one is
// asked for.
static enum qian_status change(const char *home, const char *name, enum qian_suite suite,
                               struct qian_vault *old, struct qian_vault *fresh,
                               struct qian_key *key, int *lock, struct qian_err *err) {
    enum qian_status status = qian_key_open(home, name, suite, old, key, err);
    qian_key_close(key);
    if (status == QIAN_OK)
        status = qian_vault_ask(fresh, QIAN_ASK_NEW, name, err);
    if (status == QIAN_OK)
        status = qian_home_lock(home, lock, err);
    if (status == QIAN_OK)
        status = qian_key_seal_again(home, name, suite, old, fresh, key, err);
    return status;
}

static int change_in(struct ui *ui, const char *home, const char *name, const char *suite_option,
                     struct passphrase *source) {
    struct qian_err err;
    struct qian_key key = {0};
    enum qian_suite suite;
    int lock = -1;
    if (qian_sign_start(&err) != QIAN_OK)
        return ui_fail(ui, &err);
    if (!key_suite(ui, suite_option, home, name, &suite))
        return QIAN_USAGE;
    struct qian_vault *old = qian_vault_new(passphrase_ask, source);
    struct qian_vault *fresh = qian_vault_new(passphrase_ask, source);
    enum qian_status status = change(home, name, suite, old, fresh, &key, &lock, &err);
    int code = status == QIAN_OK ? key_print(ui, &key, NULL) : ui_fail(ui, &err);
    qian_vault_free(old);
    qian_vault_free(fresh);
    qian_key_close(&key);
    if (lock >= 0)
        close(lock);
    return code;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}, {.name = "--suite"}, PASSPHRASE_OPTION};
    const char *name[1];
    size_t names = 0;
    bool help = false;
    struct passphrase source;
    if (!ui_parse(ui, argc, argv, options, 3, name, &names, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_key_passphrase);
        return QIAN_OK;
    }
    if (names != 1)
        return ui_usage(ui, "the name of the key is missing", "");
    if (!passphrase_source(ui, &options[2], &source))
        return QIAN_USAGE;
    char *home = home_of(ui, options[0].value);
    if (!home)
        return QIAN_USAGE;
    int code = change_in(ui, home, name[0], options[1].value, &source);
    free(home);
    return code;
}

const struct ui_command cmd_key_passphrase = {
    .name = "key passphrase",
    .summary = "seal a key under another passphrase; copies made before keep the old one",
    .usage =
        "  qian key passphrase NAME [--home HOME] [--suite sha256-ed25519|sm3-sm2] "
        "[--passphrase-fd N]\n      (the first line is the passphrase, the second the new one)",
    .examples = "  qian key passphrase 纪检监察 --home HOME",
    .run = run};
