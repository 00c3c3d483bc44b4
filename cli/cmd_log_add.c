// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/house.h"
#include "engine/base/file.h"
#include "engine/base/json_out.h"
#include "engine/log/ask.h"

#define NOTES_MAX 4096
#define NOTE_FILE_MAX (1 << 24) // bytes that are read before a note is called too long

struct notes {
    const char *path[NOTES_MAX];
    struct qian_buf bytes[NOTES_MAX];
    struct qian_str entry[NOTES_MAX];
    uint64_t index[NOTES_MAX];
    size_t count;
};

static enum qian_status read_notes(struct notes *notes, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; status == QIAN_OK && i < notes->count; i++) {
        status = qian_file_read(notes->path[i], NOTE_FILE_MAX, &notes->bytes[i], err);
        notes->entry[i] = qian_buf_view(&notes->bytes[i]);
    }
    return status;
}

static void show_json(const struct notes *notes, uint64_t size, bool published,
                      struct qian_buf *out) {
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "format", "qian.log.add/1");
    qian_json_u64(&j, "size", size);
    qian_json_bool(&j, "published", published);
    qian_json_array(&j, "entries");
    for (size_t i = 0; i < notes->count; i++) {
        struct qian_buf shown = {0};
        qian_show(&shown, qian_str(notes->path[i]), SIZE_MAX);
        qian_json_object(&j, NULL);
        qian_json_u64(&j, "index", notes->index[i]);
        qian_json_text(&j, "file", shown.p);
        qian_json_close(&j);
        qian_buf_free(&shown);
    }
    qian_json_close(&j);
    qian_json_end(&j);
}

static void show(struct ui *ui, const struct notes *notes, uint64_t size, bool published) {
    struct qian_buf out = {0};
    if (ui->json)
        show_json(notes, size, published, &out);
    for (size_t i = 0; i < notes->count && !ui->json; i++) {
        qian_buf_text(&out, ui_say(ui, "index "));
        qian_buf_u64(&out, notes->index[i]);
        qian_buf_text(&out, ui_say(ui, ", size "));
        qian_buf_u64(&out, size);
        qian_buf_text(&out, "  ");
        qian_show(&out, qian_str(notes->path[i]), SIZE_MAX);
        qian_buf_char(&out, '\n');
    }
    if (!published && !ui->json) {
        qian_buf_text(&out, ui_say(ui, "signed, but not published: no witness has cosigned it; "
                                       "next: qian log cosign, or qian log request"));
        qian_buf_char(&out, '\n');
    }
    (void)ui_print(ui, &out);
    qian_buf_free(&out);
}

static int add(struct ui *ui, struct notes *notes, const struct ui_option *options) {
    struct house house;
    struct qian_err err;
    uint64_t size = 0;
    size_t bad = notes->count;
    enum qian_status status = house_open_log(ui, options[0].value, &options[1], &house, &err);
    if (status == QIAN_OK)
        status = read_notes(notes, &err);
    if (status == QIAN_OK)
        status = house_log_key(&house, &err);
    if (status == QIAN_OK)
        status = qian_log_ask_sizes(&house.log, &err);
    if (status == QIAN_OK) {
        status =
            qian_log_add(&house.log, notes->entry, notes->count, notes->index, &size, &bad, &err);
        if (status != QIAN_OK && bad < notes->count)
            qian_err_where(&err, "%.200s", notes->path[bad]);
    }
    if (status == QIAN_OK)
        show(ui, notes, size, house.log.published);
    return house_end(ui, &house, status, &err);
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}, PASSPHRASE_OPTION};
    struct notes *notes = qian_take(1, sizeof *notes);
    bool help = false;
    int code = QIAN_USAGE;
    if (ui_parse(ui, argc, argv, options, 2, notes->path, &notes->count, NOTES_MAX, &help)) {
        if (help) {
            ui_help(ui, &cmd_log_add);
            code = QIAN_OK;
        } else if (notes->count == 0) {
            code = ui_usage(ui, "a note is wanted", "");
        } else {
            code = add(ui, notes, options);
        }
    }
    for (size_t i = 0; i < notes->count; i++)
        qian_buf_free(&notes->bytes[i]);
    free(notes);
    return code;
}

const struct ui_command cmd_log_add = {
    .name = "log add",
    .summary = "append notes to the log of this home, and sign it; what is there keeps its place",
    .usage = "  qian log add NOTE... [--home HOME] " PASSPHRASE_USAGE,
    .examples = "  qian log add 220100-2026-J-0017/notice.note --home HOME",
    .run = run};
