// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/copy.h"
#include "engine/base/json_out.h"

enum { HOME, COPY, OPTIONS = COPY + COPY_OPTIONS };

static void show_json(const struct qian_copy *copy, const char *list, struct qian_buf *out) {
    static const char *const places[] = {"", "copy", "both", "list"}; // by enum qian_difference
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "format", "qian.compare/1");
    qian_json_text(&j, "list", list);
    qian_json_u64(&j, "version", copy->version);
    qian_json_hex(&j, "digest", copy->read.digest.b, sizeof copy->read.digest.b);
    qian_json_u64(&j, "rows", copy->read.rows);
    qian_json_array(&j, "differences");
    for (size_t i = 0; i < copy->count; i++) {
        const struct qian_copy_difference *d = &copy->difference[i];
        qian_json_object(&j, NULL);
        qian_json_text(&j, "in", places[d->what]);
        qian_json_u64(&j, "row", d->row);
        qian_json_text(&j, "id", d->id);
        qian_json_text(&j, "name", d->name);
        qian_json_text(&j, "listed", d->listed);
        qian_json_text(&j, "copied", d->copied);
        qian_json_close(&j);
    }
    qian_json_close(&j);
    qian_json_end(&j);
}

static int show(struct ui *ui, const struct qian_copy *copy, const char *list) {
    struct qian_buf out = {0};
    if (ui->json) {
        show_json(copy, list, &out);
    } else {
        copy_text(ui, copy, &out);
        qian_buf_text(&out, ui_say(ui, "rows of the copy: "));
        qian_buf_u64(&out, copy->read.rows);
        qian_buf_text(&out, ui_say(ui, "; differences: "));
        qian_buf_u64(&out, copy->count);
        qian_buf_char(&out, '\n');
    }
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code != QIAN_OK ? code : copy->count > 0 ? QIAN_DISAGREES : QIAN_OK;
}

static int compare(struct ui *ui, const struct ui_option *options, const char *const *word) {
    struct qian_copy *copy = qian_take(1, sizeof *copy);
    struct qian_err err = {0};
    enum qian_status status =
        copy_compare(ui, options[HOME].value, options + COPY, word[0], word[1], copy, &err);
    int code = status == QIAN_OK ? show(ui, copy, word[0])
               : err.what        ? ui_fail(ui, &err)
                                 : (int)status;
    qian_copy_free(copy);
    free(copy);
    return code;
}

static int run(struct ui *ui, int argc, char **argv) {
    const char *map[COPY_MAPS_MAX], *word[2];
    struct ui_option options[OPTIONS] = {{.name = "--home"}};
    bool help = false;
    size_t words = 0;
    copy_options(options + COPY, map);
    if (!ui_parse(ui, argc, argv, options, OPTIONS, word, &words, 2, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_register_compare);
        return QIAN_OK;
    }
    if (words != 2)
        return ui_usage(ui, "a list, and the copy of it that was filed, are wanted", "");
    return compare(ui, options, word);
}

const struct ui_command cmd_register_compare = {
    .name = "register compare",
    .summary = "hold the copy of a list that was filed against the list: rows, and 一般 or 重点",
    .usage = "  qian register compare LIST FILE [--home HOME]\n"
             "      " COPY_USAGE,
    .examples = "  qian register compare scjg-items 备案清单.xlsx --home HOME",
    .run = run};
