// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "engine/base/json_out.h"
#include "engine/log/fsck.h"

static void show_json(const struct qian_fsck *fsck, struct qian_buf *out) {
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "format", "qian.log.fsck/1");
    qian_json_u64(&j, "size", fsck->size);
    qian_json_u64(&j, "files", fsck->files);
    qian_json_array(&j, "damaged");
    for (size_t i = 0; i < fsck->count; i++) {
        qian_json_object(&j, NULL);
        qian_json_text(&j, "file", fsck->damage[i].file);
        qian_json_text(&j, "what", fsck->damage[i].what);
        qian_json_close(&j);
    }
    qian_json_close(&j);
    qian_json_end(&j);
}

static void show(struct ui *ui, const struct qian_fsck *fsck) {
    struct qian_buf out = {0};
    if (ui->json)
        show_json(fsck, &out);
    for (size_t i = 0; i < fsck->count && !ui->json; i++) {
        qian_buf_text(&out, fsck->damage[i].file);
        qian_buf_text(&out, ": ");
        qian_buf_text(&out, ui_say(ui, fsck->damage[i].what));
        qian_buf_char(&out, '\n');
    }
    if (!ui->json) {
        qian_buf_text(&out, ui_say(ui, "entries "));
        qian_buf_u64(&out, fsck->size);
        qian_buf_text(&out, ui_say(ui, ", files "));
        qian_buf_u64(&out, fsck->files);
        qian_buf_text(&out, ui_say(ui, ", damaged "));
        qian_buf_u64(&out, fsck->count);
        qian_buf_char(&out, '\n');
    }
    (void)ui_print(ui, &out);
    qian_buf_free(&out);
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--log"}};
    struct qian_note_key key;
    const char *folder[1];
    size_t folders = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 1, folder, &folders, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_log_fsck);
        return QIAN_OK;
    }
    if (folders != 1)
        return ui_usage(ui, "the folder of a log is missing", "");
    struct qian_err err;
    struct qian_fsck fsck = {0};
    if (qian_sign_start(&err) != QIAN_OK)
        return ui_fail(ui, &err);
    if (options[0].value && qian_note_key_read(qian_str(options[0].value), false, &key))
        return ui_usage(ui, "not the vkey of a log", options[0].value);
    if (qian_fsck(folder[0], options[0].value ? &key : NULL, &fsck, &err) != QIAN_OK)
        return ui_fail(ui, &err);
    show(ui, &fsck);
    int code = fsck.count > 0 ? QIAN_DISAGREES : QIAN_OK;
    qian_fsck_free(&fsck);
    return code;
}

const struct ui_command cmd_log_fsck = {
    .name = "log fsck",
    .summary = "compute a log again from its entries, and name each file that is damaged",
    .usage = "  qian log fsck DIR [--log VKEY]",
    .examples = "  qian log fsck HOME/log\n"
                "  qian log fsck copy --log qian.example.gov.cn/2026+eee2…+AZ…",
    .run = run};
