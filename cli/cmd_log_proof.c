// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/house.h"

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}, {.name = "--out"}};
    const char *word[1];
    size_t words = 0;
    uint64_t index, size;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 2, word, &words, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_log_proof);
        return QIAN_OK;
    }
    if (words != 1 || !qian_u64_read(qian_str(word[0]), QIAN_LOG_SIZE_MAX, &index))
        return ui_usage(ui, "the index of an entry is wanted", words ? word[0] : "");
    struct house house;
    struct qian_err err;
    struct qian_buf proof = {0};
    enum qian_status status = house_open_log(ui, options[0].value, NULL, &house, &err);
    if (status == QIAN_OK)
        status = qian_log_proof(&house.log, index, &proof, &size, &err);
    if (status == QIAN_OK)
        status = house_write(ui, options[1].value, &proof, &err);
    qian_buf_free(&proof);
    return house_end(ui, &house, status, &err);
}

const struct ui_command cmd_log_proof = {
    .name = "log proof",
    .summary = "write the proof that an entry is in the log, with the cosigned checkpoint",
    .usage = "  qian log proof INDEX [--out FILE] [--home HOME]",
    .examples = "  qian log proof 41 --out notice.tlog-proof --home HOME",
    .run = run};
