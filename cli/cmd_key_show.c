// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/key.h"
#include "engine/base/json_out.h"

static void show_json(const struct qian_keys *keys, const char *name, struct qian_buf *out) {
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "format", "qian.keys/1");
    qian_json_array(&j, "keys");
    for (size_t i = 0; i < keys->count; i++) {
        const struct qian_key *key = &keys->key[i];
        if (name && strcmp(name, key->name) != 0)
            continue;
        qian_json_object(&j, NULL);
        qian_json_text(&j, "name", key->name);
        qian_json_text(&j, "suite", qian_suite_name(key->suite));
        qian_json_text(&j, "vkey", key->vkey);
        qian_json_close(&j);
    }
    qian_json_close(&j);
    qian_json_array(&j, "damaged");
    for (size_t i = 0; i < keys->damaged_count; i++) {
        struct qian_buf shown = {0};
        qian_show(&shown, qian_str(keys->damaged[i]), SIZE_MAX);
        qian_json_text(&j, NULL, shown.p);
        qian_buf_free(&shown);
    }
    qian_json_close(&j);
    qian_json_end(&j);
}

static void show_text(const struct qian_keys *keys, const char *name, struct qian_buf *out) {
    for (size_t i = 0; i < keys->count; i++) {
        const struct qian_key *key = &keys->key[i];
        if (name && strcmp(name, key->name) != 0)
            continue;
        qian_buf_text(out, qian_suite_name(key->suite));
        qian_buf_text(out, key->suite == QIAN_SM3_SM2 ? "         " : "  ");
        qian_buf_text(out, key->vkey);
        qian_buf_char(out, '\n');
    }
}

static int show(struct ui *ui, const struct qian_keys *keys, const char *name) {
    struct qian_buf text = {0};
    struct qian_err err;
    size_t found = 0;
    for (size_t i = 0; i < keys->count; i++)
        found += !name || strcmp(name, keys->key[i].name) == 0;
    if (name && found == 0 && keys->damaged_count == 0)
        return ui_usage(ui, "the home has no key of this name", name);
    if (ui->json)
        show_json(keys, name, &text);
    else
        show_text(keys, name, &text);
    int code = ui_print(ui, &text);
    qian_buf_free(&text);
    if (keys->damaged_count == 0 || code != QIAN_OK)
        return code;
    (void)qian_fail(&err, QIAN_CANNOT, "", "", "this is no key file of that name",
                    "restore the file from a copy");
    qian_err_where(&err, "%.200s", keys->damaged[0]);
    return ui->json ? QIAN_CANNOT : ui_fail(ui, &err);
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}};
    const char *name[1] = {NULL};
    size_t names = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 1, name, &names, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_key_show);
        return QIAN_OK;
    }
    char *home = home_of(ui, options[0].value);
    if (!home)
        return QIAN_USAGE;
    struct qian_keys keys = {0};
    struct qian_err err;
    enum qian_status status = qian_sign_start(&err);
    if (status == QIAN_OK)
        status = qian_keys_list(home, &keys, &err);
    int code = status == QIAN_OK ? show(ui, &keys, name[0]) : ui_fail(ui, &err);
    qian_keys_free(&keys);
    free(home);
    return code;
}

const struct ui_command cmd_key_show = {
    .name = "key show",
    .summary = "list the keys of the home: suite and public vkey; no passphrase is needed",
    .usage = "  qian key show [NAME] [--home HOME]",
    .examples = "  qian key show --home HOME\n  qian key show 纪检监察 --home HOME --json",
    .run = run};
