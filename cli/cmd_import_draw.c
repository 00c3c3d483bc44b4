// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "engine/base/file.h"
#include "engine/base/json_out.h"
#include "engine/beacon/rfc3797.h"

#define INPUT_MAX 1048576 // bytes of a file

static void show_json(const struct qian_rfc3797 *draw, const uint32_t *picked, bool same,
                      struct qian_buf *text) {
    struct qian_json j = qian_json_begin(text);
    qian_json_text(&j, "format", "qian.rfc3797/1");
    qian_json_bool(&j, "same", same);
    qian_json_str(&j, "key", qian_buf_view(&draw->key));
    qian_json_u64(&j, "pool", draw->pool);
    qian_json_array(&j, "picked");
    for (uint32_t i = 0; i < draw->picks; i++)
        qian_json_u64(&j, NULL, picked[i]);
    qian_json_close(&j);
    qian_json_end(&j);
}

static void show_text(const struct ui *ui, const struct qian_rfc3797 *draw, const uint32_t *picked,
                      bool same, struct qian_buf *text) {
    qian_buf_text(text, same ? ui_say(ui, "the claimed picks are those that RFC 3797 gives\n")
                             : ui_say(ui, "the claimed picks are NOT those that RFC 3797 gives\n"));
    qian_buf_text(text, ui_say(ui, "  key string: "));
    qian_buf_str(text, qian_buf_view(&draw->key));
    qian_buf_text(text, ui_say(ui, "\n  picked:"));
    for (uint32_t i = 0; i < draw->picks; i++) {
        qian_buf_char(text, ' ');
        qian_buf_u64(text, picked[i]);
    }
    qian_buf_char(text, '\n');
}

static int compare(struct ui *ui, const struct qian_rfc3797 *draw) {
    struct qian_buf text = {0};
    uint32_t *picked = qian_take(draw->picks, sizeof *picked);
    qian_rfc3797_run(draw, picked);
    bool same = memcmp(picked, draw->claimed, draw->picks * sizeof *picked) == 0;
    if (ui->json)
        show_json(draw, picked, same, &text);
    else
        show_text(ui, draw, picked, same, &text);
    int code = ui_print(ui, &text);
    qian_buf_free(&text);
    free(picked);
    return code == QIAN_OK && !same ? QIAN_DISAGREES : code;
}

static int run(struct ui *ui, int argc, char **argv) {
    const char *path[1];
    size_t n = 0;
    bool help = false;
    struct qian_buf bytes = {0};
    struct qian_rfc3797 draw = {.pool = 0};
    struct qian_err err;
    if (!ui_parse(ui, argc, argv, NULL, 0, path, &n, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_import_draw);
        return QIAN_OK;
    }
    if (n != 1)
        return ui_usage(ui, "the file with the draw is missing", "");
    enum qian_status status = qian_file_read(path[0], INPUT_MAX, &bytes, &err);
    if (status == QIAN_OK)
        status = qian_rfc3797_read(path[0], qian_buf_view(&bytes), &draw, &err);
    int code = status == QIAN_OK ? compare(ui, &draw) : ui_fail(ui, &err);
    qian_rfc3797_free(&draw);
    qian_buf_free(&bytes);
    return code;
}

const struct ui_command cmd_import_draw = {
    .name = "import-draw rfc3797",
    .summary = "recompute a draw that others made by RFC 3797 and compare it with what they claim",
    .usage = "  qian import-draw rfc3797 FILE\n\n"
             "  {\"sources\": [[9319], [2, 5, 12, 8, 10], [9, 18, 26, 34, 41, 45]],\n"
             "   \"pool\": 25, \"picks\": 3, \"claimed\": [17, 7, 2]}\n\n"
             "  sources  1 to 64 lists of 1 to 1,000 integers, in any order\n"
             "  pool     1 to 65,535: how many there are, numbered from 1\n"
             "  picks    1 to pool\n"
             "  claimed  the numbers picked, in their order",
    .examples = "  qian import-draw rfc3797 draw.json",
    .run = run};
