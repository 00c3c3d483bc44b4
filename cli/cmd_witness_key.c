// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/house.h"
#include "engine/store/witness.h"

// The key of this name, which becomes the witness of this home if it has none. One that it has
// stays as it is, and no key is made in its place.
static enum qian_status become(struct house *house, const char *name, struct qian_err *err) {
    struct qian_buf own = {0};
    char *self, *vkey;
    enum qian_status status = qian_store_self_get(house->store, &self, &vkey, err);
    if (status == QIAN_OK && self && strcmp(self, name) != 0) {
        status = qian_fail(err, QIAN_REFUSED, "", "", "this home is a witness of another name",
                           "use another --home");
        qian_err_value(err, "%.200s", vkey);
    } else if (status == QIAN_OK && !self) {
        status = house_make_key(house, name, err);
        if (status == QIAN_OK) {
            qian_log_vkey_write(&own, qian_str(name), &house->key.public_key, true);
            status = qian_store_self_set(house->store, name, own.p, err);
        }
    }
    qian_buf_free(&own);
    free(self);
    free(vkey);
    return status;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}, PASSPHRASE_OPTION};
    const char *name[1];
    size_t names = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 2, name, &names, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_witness_key);
        return QIAN_OK;
    }
    struct house house;
    struct qian_err err;
    char *self = NULL, *vkey = NULL;
    enum qian_status status = house_open(ui, options[0].value, &options[1], &house, &err);
    if (status == QIAN_OK && names == 1)
        status = become(&house, name[0], &err);
    if (status == QIAN_OK)
        status = qian_store_self_get(house.store, &self, &vkey, &err);
    if (status == QIAN_OK && !vkey)
        status = qian_fail(&err, QIAN_REFUSED, "", "", "this home is no witness yet",
                           "give it a key: qian witness key NAME");
    if (status == QIAN_OK)
        (void)show_text(ui, "qian.witness.key/1", "vkey", vkey);
    free(self);
    free(vkey);
    return house_end(ui, &house, status, &err);
}

const struct ui_command cmd_witness_key = {
    .name = "witness key",
    .summary = "print the vkey of the witness that this home is; with a name, make it one",
    .usage = "  qian witness key [NAME] [--home HOME] " PASSPHRASE_USAGE,
    .examples = "  qian witness key jiwei.example.gov.cn --home HOME\n"
                "  qian witness key --home HOME",
    .run = run};
