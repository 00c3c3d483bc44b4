// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/house.h"
#include "engine/store/witness.h"

// The key of this name, which becomes the witness of this home if it has none.
static enum qian_status become(struct house *house, const char *name, struct qian_err *err) {
    struct qian_buf vkey = {0};
    enum qian_status status =
        qian_key_need(house->home, name, QIAN_SHA256_ED25519, &house->key, err);
    if (status != QIAN_OK)
        return status;
    qian_log_vkey_write(&vkey, qian_str(name), &house->key.public_key, true);
    status = qian_store_self_set(house->store, name, vkey.p, err);
    qian_buf_free(&vkey);
    return status;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}};
    const char *name[1];
    size_t names = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 1, name, &names, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_witness_key);
        return QIAN_OK;
    }
    struct house house;
    struct qian_err err;
    char *self = NULL, *vkey = NULL;
    enum qian_status status = house_open(ui, options[0].value, &house, &err);
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
    .usage = "  qian witness key [NAME] [--home HOME]",
    .examples = "  qian witness key jiwei.example.gov.cn --home HOME\n"
                "  qian witness key --home HOME",
    .run = run};
