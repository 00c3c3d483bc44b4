// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/house.h"
#include "engine/store/witness.h"

static enum qian_status add(struct house *house, const char *vkey, struct qian_err *err) {
    struct qian_note_key key;
    const char *fault = qian_note_key_read(qian_str(vkey), false, &key);
    if (fault) {
        enum qian_status status =
            qian_fail(err, QIAN_USAGE, fault, "log 2.3", "not the vkey of a log",
                      "take what qian log init prints");
        qian_err_value(err, "%.200s", vkey);
        return status;
    }
    char *origin = qian_str_copy(key.name);
    enum qian_status status = qian_store_begin(house->store, err);
    if (status == QIAN_OK)
        status = qian_store_end(house->store, qian_store_known_add(house->store, origin, vkey, err),
                                err);
    free(origin);
    return status;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}};
    const char *vkey[1];
    size_t vkeys = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 1, vkey, &vkeys, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_witness_add_log);
        return QIAN_OK;
    }
    if (vkeys != 1)
        return ui_usage(ui, "the vkey of the log is missing", "");
    struct house house;
    struct qian_err err;
    enum qian_status status = house_open(ui, options[0].value, NULL, &house, &err);
    if (status == QIAN_OK)
        status = add(&house, vkey[0], &err);
    if (status == QIAN_OK)
        (void)show_text(ui, "qian.witness.log/1", "vkey", vkey[0]);
    return house_end(ui, &house, status, &err);
}

const struct ui_command cmd_witness_add_log = {
    .name = "witness add-log",
    .summary = "let this witness cosign a log, known by its vkey",
    .usage = "  qian witness add-log VKEY [--home HOME]",
    .examples = "  qian witness add-log qian.example.gov.cn/2026+eee2…+AZ… --home HOME",
    .run = run};
