// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/commands.h"
#include "cli/show_monitor.h"
#include "engine/base/date.h"

#define VALUES_MAX 8

static int monitor(struct ui *ui, const struct qian_monitor_order *order) {
    struct qian_monitor *m = qian_take(1, sizeof *m);
    struct qian_err err = {0};
    enum qian_status status = qian_monitor_run(order, m, &err);
    int code = status == QIAN_OK ? show_monitor(ui, order->today, m) : ui_fail(ui, &err);
    qian_monitor_free(m);
    free(m);
    return code;
}

static int run(struct ui *ui, int argc, char **argv) {
    const char *value[VALUES_MAX], *folder[1];
    struct ui_option options[] = {
        {.name = "--log"},  {.name = "--bundles"},
        {.name = "--plan"}, {.name = "--today"},
        {.name = "--draw"}, {.name = "--public", .values = value, .max = VALUES_MAX}};
    struct qian_note_key key;
    char now[26];
    size_t folders = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 6, folder, &folders, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_log_monitor);
        return QIAN_OK;
    }
    if (folders != 1)
        return ui_usage(ui, "the folder of a log is missing", "");
    qian_time_write((int64_t)time(NULL), now);
    now[10] = 0; // the day alone
    struct qian_monitor_order order = {.log = folder[0],
                                       .bundles = options[1].value,
                                       .plan = options[2].value,
                                       .today = options[3].value ? options[3].value : now,
                                       .draw = options[4].value,
                                       .value = value,
                                       .values = options[5].count};
    struct qian_err err;
    if (qian_sign_start(&err) != QIAN_OK)
        return ui_fail(ui, &err);
    if (options[0].value && qian_note_key_read(qian_str(options[0].value), false, &key))
        return ui_usage(ui, "not the vkey of a log", options[0].value);
    if (!qian_date_good(qian_str(order.today)))
        return ui_usage(ui, "a day is written YYYY-MM-DD", order.today);
    if (!order.bundles && (order.plan || order.values > 0 || order.draw))
        return ui_usage(ui, "--plan, --public and --draw need --bundles", "");
    order.key = options[0].value ? &key : NULL;
    return monitor(ui, &order);
}

const struct ui_command cmd_log_monitor = {
    .name = "log monitor",
    .summary = "watch a log: contradictions, voids after the close, overdue draws, missing bundles",
    .usage = "  qian log monitor LOGDIR [--log VKEY] [--bundles FOLDER] [--plan FILE] "
             "[--today YYYY-MM-DD]\n"
             "                   [--public SOURCE=VALUE]... [--draw ID]",
    .examples = "  qian log monitor HOME/log --bundles published\n"
                "  qian log monitor copy --log qian.example.gov.cn/2026+eee2…+AZ… \\\n"
                "    --bundles published --plan plan.tsv --today 2026-12-31\n"
                "  qian log monitor copy --bundles published --public balls=03-17-22-08 --draw "
                "220100-2026-J-0017",
    .run = run};
