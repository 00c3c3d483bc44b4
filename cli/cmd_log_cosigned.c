// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/house.h"
#include "cli/show_cosigned.h"
#include "engine/base/file.h"
#include "engine/base/json_out.h"

#define ANSWER_MAX 65536

static void show(struct ui *ui, const char *path, const struct qian_cosigned *cosigned) {
    struct qian_buf out = {0};
    if (ui->json) {
        struct qian_json j = qian_json_begin(&out);
        qian_json_text(&j, "format", "qian.log.cosigned/1");
        qian_json_u64(&j, "cosignatures", cosigned->count);
        qian_json_u64(&j, "size", cosigned->size);
        qian_json_bool(&j, "published", cosigned->published);
        qian_json_end(&j);
    } else {
        show_cosigned(ui, path, cosigned, &out);
    }
    (void)ui_print(ui, &out);
    qian_buf_free(&out);
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}, {.name = "--witness"}};
    const char *path[1];
    size_t paths = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 2, path, &paths, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_log_cosigned);
        return QIAN_OK;
    }
    if (paths != 1)
        return ui_usage(ui, "the file of the answer is missing", "");
    struct house house;
    struct qian_err err;
    struct qian_buf answer = {0};
    struct qian_cosigned cosigned;
    enum qian_status status = house_open_log(ui, options[0].value, NULL, &house, &err);
    if (status == QIAN_OK)
        status = qian_file_read(path[0], ANSWER_MAX, &answer, &err);
    if (status == QIAN_OK) {
        status = qian_log_take_answer(&house.log, options[1].value, qian_buf_view(&answer),
                                      &cosigned, &err);
        if (status != QIAN_OK)
            qian_err_where(&err, "%.200s", path[0]);
    }
    if (status == QIAN_OK)
        show(ui, path[0], &cosigned);
    qian_buf_free(&answer);
    return house_end(ui, &house, status, &err);
}

const struct ui_command cmd_log_cosigned = {
    .name = "log cosigned",
    .summary = "take the answer of a witness from a file, and publish the checkpoint",
    .usage = "  qian log cosigned ANSWER [--witness NAME] [--home HOME]",
    .examples = "  qian log cosigned answer.txt --home HOME",
    .run = run};
