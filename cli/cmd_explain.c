// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/show_explain.h"
#include "engine/core/field.h"

static int run(struct ui *ui, int argc, char **argv) {
    const char *given[2];
    size_t n = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, NULL, 0, given, &n, 2, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_explain);
        return QIAN_OK;
    }
    if (n != 2)
        return ui_usage(ui, "a bundle and an id are wanted", "");
    if (qian_check_any_id(qian_str(given[1])))
        return ui_usage(ui, "not an id: 1 to 64 of 0-9 A-Z a-z . _ : -", given[1]);
    struct qian_again *again = qian_take(1, sizeof *again);
    struct qian_err err = {0};
    ui_progress(ui, "computing the draw again", 0);
    enum qian_status status = qian_again_run(given[0], again, &err);
    int code = status == QIAN_OK ? show_explain(ui, given[0], again, qian_str(given[1]))
                                 : ui_fail(ui, &err);
    qian_again_free(again);
    free(again);
    return code;
}

const struct ui_command cmd_explain = {
    .name = "explain",
    .summary = "tell why a target was drawn or not, with stock commands that recompute each number",
    .usage = "  qian explain BUNDLE ID",
    .examples = "  qian explain 220100-2026-J-0017 91220101MA13XQYL0T\n"
                "  qian explain 220100-2026-J-0017 loc:220102-07 --json",
    .run = run};
