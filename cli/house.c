// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/house.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "engine/base/file.h"
#include "engine/base/json_out.h"
#include "engine/ceremony/home.h"
#include "engine/store/witness.h"

static enum qian_status hold(struct house *house, struct qian_err *err) {
    enum qian_status status = qian_home_lock(house->home, &house->lock, err);
    if (status == QIAN_OK)
        status = qian_store_open(house->home, 5000, &house->store, err);
    return status;
}

void house_let_go(struct house *house) {
    qian_log_close(&house->log);
    qian_store_close(house->store);
    house->store = NULL;
    if (house->lock >= 0)
        close(house->lock);
    house->lock = -1;
}

enum qian_status house_open(struct ui *ui, const char *home, const struct ui_option *passphrase,
                            struct house *out, struct qian_err *err) {
    *out = (struct house){.lock = -1};
    *err = (struct qian_err){.status = QIAN_USAGE};
    if (passphrase && !passphrase_source(ui, passphrase, &out->source))
        return QIAN_USAGE;
    out->home = home_of(ui, home);
    if (!out->home)
        return QIAN_USAGE;
    enum qian_status status = qian_sign_start(err);
    if (status == QIAN_OK && passphrase)
        out->vault = qian_vault_new(passphrase_ask, &out->source);
    if (status == QIAN_OK)
        status = hold(out, err);
    return status;
}

enum qian_status house_open_log(struct ui *ui, const char *home, const struct ui_option *passphrase,
                                struct house *out, struct qian_err *err) {
    enum qian_status status = house_open(ui, home, passphrase, out, err);
    if (status == QIAN_OK)
        status = qian_log_open(out->store, out->home, &out->log, err);
    return status;
}

static enum qian_status look(struct house *house, const char *name, bool *there,
                             struct qian_err *err) {
    enum qian_status status =
        qian_key_look(house->home, name, QIAN_SHA256_ED25519, there, &house->key, err);
    qian_key_close(&house->key);
    return status;
}

enum qian_status house_open_key(struct house *house, const char *name, struct qian_err *err) {
    bool there;
    house_let_go(house);
    enum qian_status status = look(house, name, &there, err);
    if (status == QIAN_OK && !there) {
        status = qian_fail(err, QIAN_CANNOT, "", "", "the home has lost the key of this name",
                           "take it back from a copy: qian key import FILE");
        qian_err_where(err, "%.200s", name);
    }
    if (status == QIAN_OK)
        status =
            qian_key_open(house->home, name, QIAN_SHA256_ED25519, house->vault, &house->key, err);
    return status == QIAN_OK ? hold(house, err) : status;
}

enum qian_status house_make_key(struct house *house, const char *name, struct qian_err *err) {
    bool there;
    enum qian_status status = look(house, name, &there, err);
    if (status != QIAN_OK || there)
        return status == QIAN_OK ? house_open_key(house, name, err) : status;
    house_let_go(house);
    if (qian_signer_name_good(qian_str(name)))
        status = qian_vault_ask(house->vault, QIAN_ASK_NEW, name, err);
    if (status == QIAN_OK)
        status = hold(house, err);
    if (status == QIAN_OK)
        status =
            qian_key_new(house->home, name, QIAN_SHA256_ED25519, house->vault, &house->key, err);
    return status;
}

enum qian_status house_log_key(struct house *house, struct qian_err *err) {
    char *name = qian_str_copy(qian_str(house->log.about.origin));
    enum qian_status status = house_open_key(house, name, err);
    if (status == QIAN_OK)
        status = qian_log_open(house->store, house->home, &house->log, err);
    if (status == QIAN_OK)
        status = qian_log_use_key(&house->log, house->key.secret, err);
    free(name);
    return status;
}

// The key must be the one that the witness has always been known by.
static enum qian_status check_key(const struct house *house, const char *vkey,
                                  struct qian_err *err) {
    struct qian_note_key key = qian_note_key_of(qian_str(house->key.name), house->key.secret, true);
    struct qian_buf own = {0};
    enum qian_status status = QIAN_OK;
    qian_log_vkey_write(&own, key.name, &key.key, true);
    if (strcmp(own.p, vkey) != 0) {
        status = qian_fail(err, QIAN_CANNOT, "", "", "the key is not the one of this witness",
                           "restore it from a copy");
        qian_err_value(err, "%.200s", vkey);
    }
    qian_buf_free(&own);
    return status;
}

enum qian_status house_open_witness(struct ui *ui, const char *home,
                                    const struct ui_option *passphrase, struct house *out,
                                    struct qian_err *err) {
    char *vkey = NULL;
    enum qian_status status = house_open(ui, home, passphrase, out, err);
    if (status == QIAN_OK)
        status = qian_store_self_get(out->store, &out->witness, &vkey, err);
    if (status == QIAN_OK && !out->witness)
        status = qian_fail(err, QIAN_REFUSED, "", "", "this home is no witness yet",
                           "give it a key: qian witness key NAME");
    if (status == QIAN_OK)
        status = house_open_key(out, out->witness, err);
    if (status == QIAN_OK)
        status = check_key(out, vkey, err);
    free(vkey);
    return status;
}

void house_close(struct house *house) {
    house_let_go(house);
    qian_key_close(&house->key);
    qian_vault_free(house->vault);
    free(house->witness);
    free(house->home);
    *house = (struct house){.lock = -1};
}

int house_end(struct ui *ui, struct house *house, enum qian_status status,
              const struct qian_err *err) {
    bool printed = !house->home; // passphrase_source or home_of has said it
    house_close(house);
    return status == QIAN_OK || printed ? (int)status : ui_fail(ui, err);
}

enum qian_status house_write(struct ui *ui, const char *path, const struct qian_buf *bytes,
                             struct qian_err *err) {
    if (path)
        return qian_file_write(path, qian_buf_view(bytes), 0644, err);
    (void)ui_print(ui, bytes); // a fault of standard output is told at the end of the program
    return QIAN_OK;
}

int show_text(struct ui *ui, const char *format, const char *name, const char *text) {
    struct qian_buf out = {0};
    if (ui->json) {
        struct qian_json j = qian_json_begin(&out);
        qian_json_text(&j, "format", format);
        qian_json_text(&j, name, text);
        qian_json_end(&j);
    } else {
        qian_buf_text(&out, text);
        qian_buf_char(&out, '\n');
    }
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code;
}
