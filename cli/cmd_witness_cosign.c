// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <time.h>

#include "cli/commands.h"
#include "cli/house.h"
#include "engine/base/file.h"
#include "engine/base/json_out.h"
#include "engine/log/witness.h"

static enum qian_status refuse(unsigned http, const struct qian_buf *answer, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    if (http == 400)
        status = qian_fail(err, QIAN_BAD_DATA, "", "log 4.2", "not a request that can be judged",
                           "take what qian log request writes");
    if (http == 403)
        status = qian_fail(err, QIAN_DISAGREES, "L02", "log 4.2", "no good signature of the log",
                           "do not cosign; ask whoever keeps it");
    if (http == 404)
        status = qian_fail(err, QIAN_REFUSED, "", "log 4.2", "this witness does not know the log",
                           "enter it: qian witness add-log VKEY");
    if (http == 409)
        status = qian_fail(err, QIAN_REFUSED, "", "log 4.2",
                           "the request begins at another size than this witness remembers",
                           "give the answer back: the log makes a new request");
    if (http == 422)
        status = qian_fail(err, QIAN_DISAGREES, "L06", "log 4.2",
                           "the tree does not continue the one that was cosigned",
                           "do not cosign; keep the request: it may prove a second history");
    if (status != QIAN_OK)
        qian_err_value(err, "%u: %.*s", http, (int)(answer->n > 0 ? answer->n - 1 : 0), answer->p);
    return status;
}

static enum qian_status cosign(struct ui *ui, struct house *house, const char *path,
                               const char *out, struct qian_err *err) {
    struct qian_buf request = {0}, answer = {0};
    struct qian_witness witness = {qian_str(house->key.name), house->key.secret};
    unsigned http = 0;
    enum qian_status status = qian_file_read(path, QIAN_WITNESS_BODY_MAX, &request, err);
    if (status == QIAN_OK)
        status = qian_witness_answer(house->store, &witness, qian_buf_view(&request),
                                     (uint64_t)time(NULL), &http, &answer, err);
    // What is given back as a file is the same as by HTTP: a cosignature, or the size remembered.
    if (status == QIAN_OK && (http == 200 || (http == 409 && out)))
        status = house_write(ui, out, &answer, err);
    if (status == QIAN_OK && http != 200) {
        status = refuse(http, &answer, err);
        qian_err_where(err, "%.200s", path);
    }
    qian_buf_free(&request);
    qian_buf_free(&answer);
    return status;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--home"}, {.name = "--out"}, PASSPHRASE_OPTION};
    const char *path[1];
    size_t paths = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 3, path, &paths, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_witness_cosign);
        return QIAN_OK;
    }
    if (paths != 1)
        return ui_usage(ui, "the file of the request is missing", "");
    struct house house;
    struct qian_err err;
    enum qian_status status = house_open_witness(ui, options[0].value, &options[2], &house, &err);
    if (status == QIAN_OK)
        status = cosign(ui, &house, path[0], options[1].value, &err);
    return house_end(ui, &house, status, &err);
}

const struct ui_command cmd_witness_cosign = {
    .name = "witness cosign",
    .summary = "check a request that came as a file, and cosign its checkpoint",
    .usage = "  qian witness cosign REQUEST [--out ANSWER] [--home HOME] " PASSPHRASE_USAGE,
    .examples = "  qian witness cosign request.txt --out answer.txt --home HOME",
    .run = run};
