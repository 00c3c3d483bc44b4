// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/key.h"

#include "engine/base/json_out.h"

int key_print(struct ui *ui, const struct qian_key *key, const char *file) {
    struct qian_buf text = {0};
    if (ui->json) {
        struct qian_json j = qian_json_begin(&text);
        qian_json_text(&j, "format", "qian.key/1");
        qian_json_text(&j, "name", key->name);
        qian_json_text(&j, "suite", qian_suite_name(key->suite));
        qian_json_text(&j, "vkey", key->vkey);
        if (file) {
            struct qian_buf shown = {0};
            qian_show(&shown, qian_str(file), SIZE_MAX);
            qian_json_text(&j, "file", shown.p);
            qian_buf_free(&shown);
        }
        qian_json_end(&j);
    } else {
        qian_buf_text(&text, key->vkey);
        qian_buf_char(&text, '\n');
    }
    int code = ui_print(ui, &text);
    qian_buf_free(&text);
    return code;
}

bool key_suite(struct ui *ui, const char *option, const char *home, const char *name,
               enum qian_suite *out) {
    *out = QIAN_SHA256_ED25519;
    if (option && !qian_suite_read(qian_str(option), out)) {
        ui_usage(ui, "the suite is sha256-ed25519 or sm3-sm2", option);
        return false;
    }
    if (option)
        return true;
    bool there[2] = {false, false};
    for (enum qian_suite s = QIAN_SHA256_ED25519; s <= QIAN_SM3_SM2; s++) {
        struct qian_key key;
        struct qian_err err;
        if (qian_key_look(home, name, s, &there[s], &key, &err) != QIAN_OK)
            there[s] = true; // damaged: whoever opens it will say so
        qian_key_close(&key);
    }
    if (there[0] && there[1]) {
        ui_usage(ui, "there is a key of this name in both suites: give --suite", name);
        return false;
    }
    *out = there[1] ? QIAN_SM3_SM2 : QIAN_SHA256_ED25519;
    return true;
}
