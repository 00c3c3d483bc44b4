// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <unistd.h>

#include "cli/commands.h"
#include "engine/base/json_out.h"
#include "engine/base/file.h"
#include "engine/ceremony/home.h"
#include "engine/ceremony/keys.h"

char *home_of(struct ui *ui, const char *option) {
    const char *home = getenv("HOME");
    if (option ? !*option : !home || !*home) {
        ui_usage(ui, option ? "--home is empty" : "--home is missing, and HOME is not set", "");
        return NULL;
    }
    return option ? qian_str_copy(qian_str(option)) : qian_path_join(home, ".qian");
}

static int show(struct ui *ui, const struct qian_key *key) {
    struct qian_buf text = {0};
    if (ui->json) {
        struct qian_json j = qian_json_begin(&text);
        qian_json_text(&j, "format", "qian.key/1");
        qian_json_text(&j, "name", key->name);
        qian_json_text(&j, "suite", qian_suite_name(key->secret.suite));
        qian_json_text(&j, "vkey", key->vkey);
        qian_json_end(&j);
    } else {
        qian_buf_text(&text, key->vkey);
        qian_buf_char(&text, '\n');
    }
    int code = ui_print(ui, &text);
    qian_buf_free(&text);
    return code;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}, {.name = "--suite"}};
    const char *name[1];
    size_t names = 0;
    bool help = false;
    enum qian_suite suite = QIAN_SHA256_ED25519;
    if (!ui_parse(ui, argc, argv, options, 2, name, &names, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_key_new);
        return QIAN_OK;
    }
    if (names != 1)
        return ui_usage(ui, "the name of the new key is missing", "");
    if (options[1].value && !qian_suite_read(qian_str(options[1].value), &suite))
        return ui_usage(ui, "the suite is sha256-ed25519 or sm3-sm2", options[1].value);
    struct qian_err err;
    struct qian_key key = {0};
    char *home = home_of(ui, options[0].value);
    if (!home)
        return QIAN_USAGE;
    enum qian_status status = qian_sign_start(&err);
    int lock = -1;
    if (status == QIAN_OK)
        status = qian_home_lock(home, &lock, &err);
    if (status == QIAN_OK)
        status = qian_key_new(home, name[0], suite, &key, &err);
    int code = status == QIAN_OK ? show(ui, &key) : ui_fail(ui, &err);
    qian_key_close(&key);
    if (lock >= 0)
        close(lock);
    free(home);
    return code;
}

const struct ui_command cmd_key_new = {
    .name = "key new",
    .summary = "make a signing key and print its public vkey",
    .usage = "  qian key new NAME [--home HOME] [--suite sha256-ed25519|sm3-sm2]",
    .examples = "  qian key new 纪检监察 --home HOME\n  qian key new operator --suite sm3-sm2",
    .run = run};
