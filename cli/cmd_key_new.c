// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/key.h"
#include "cli/passphrase.h"
#include "engine/base/file.h"
#include "engine/ceremony/home.h"

char *home_of(struct ui *ui, const char *option) {
    const char *home = getenv("HOME");
    if (option ? !*option : !home || !*home) {
        ui_usage(ui, option ? "--home is empty" : "--home is missing, and HOME is not set", "");
        return NULL;
    }
    return option ? qian_str_copy(qian_str(option)) : qian_path_join(home, ".qian");
}

#define MEMORY_MIN 8
#define MEMORY_MAX 1024

// Ask before the home is locked, and only if the key can be made.
static enum qian_status make(const char *home, const char *name, enum qian_suite suite,
                             struct qian_vault *vault, struct qian_key *key, int *lock,
                             struct qian_err *err) {
    bool there = false;
    enum qian_status status = qian_sign_start(err);
    if (status == QIAN_OK)
        status = qian_key_look(home, name, suite, &there, key, err);
    qian_key_close(key);
    if (status == QIAN_OK && !there && qian_signer_name_good(qian_str(name)))
        status = qian_vault_ask(vault, QIAN_ASK_NEW, name, err);
    if (status == QIAN_OK)
        status = qian_home_lock(home, lock, err);
    if (status == QIAN_OK)
        status = qian_key_new(home, name, suite, vault, key, err);
    return status;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {
        {.name = "--home"}, {.name = "--suite"}, PASSPHRASE_OPTION, {.name = "--memory"}};
    const char *name[1];
    size_t names = 0;
    bool help = false;
    enum qian_suite suite = QIAN_SHA256_ED25519;
    struct passphrase source;
    uint64_t memory = 0;
    if (!ui_parse(ui, argc, argv, options, 4, name, &names, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_key_new);
        return QIAN_OK;
    }
    if (names != 1)
        return ui_usage(ui, "the name of the new key is missing", "");
    if (options[1].value && !qian_suite_read(qian_str(options[1].value), &suite))
        return ui_usage(ui, "the suite is sha256-ed25519 or sm3-sm2", options[1].value);
    if (options[3].value &&
        (!qian_u64_read(qian_str(options[3].value), MEMORY_MAX, &memory) || memory < MEMORY_MIN))
        return ui_usage(ui, "--memory is 8 to 1024 MiB", options[3].value);
    if (!passphrase_source(ui, &options[2], &source))
        return QIAN_USAGE;
    char *home = home_of(ui, options[0].value);
    if (!home)
        return QIAN_USAGE;
    struct qian_err err;
    struct qian_key key = {0};
    struct qian_vault *vault = qian_vault_new(passphrase_ask, &source);
    int lock = -1;
    if (memory > 0)
        qian_vault_cost(vault, QIAN_SEAL_OPSLIMIT, memory << 20);
    enum qian_status status = make(home, name[0], suite, vault, &key, &lock, &err);
    int code = status == QIAN_OK ? key_print(ui, &key, NULL) : ui_fail(ui, &err);
    qian_vault_free(vault);
    qian_key_close(&key);
    if (lock >= 0)
        close(lock);
    free(home);
    return code;
}

const struct ui_command cmd_key_new = {
    .name = "key new",
    .summary = "make a signing key, sealed under a passphrase, and print its public vkey",
    .usage = "  qian key new NAME [--home HOME] [--suite sha256-ed25519|sm3-sm2]\n"
             "      [--memory MIB] " PASSPHRASE_USAGE "\n\n"
             "  MIB is what opening the key takes: 8 to 1024, else 256. Less opens sooner and is\n"
             "  guessed sooner.",
    .examples = "  qian key new 纪检监察 --home HOME\n  qian key new operator --suite sm3-sm2",
    .run = run};
