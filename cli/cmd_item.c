// SPDX-License-Identifier: MulanPSL-2.0
// The verbs of items: they read the registers and change nothing.
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/commands.h"
#include "cli/show_item.h"
#include "engine/base/date.h"
#include "engine/base/file.h"

#define STORE_WAIT_MS 5000
#define DEFAULT_PACK "changchun-2021"

enum { O_HOME, O_AS_OF, O_RULES, OPTIONS };

// What a verb does once the items are there. May be NULL.
typedef enum qian_status item_work(struct ui *ui, struct qian_store *store, struct item_view *v,
                                   struct qian_err *err);
typedef int item_show(struct ui *ui, const struct item_view *v);

static enum qian_status check(struct ui *ui, struct qian_store *store, struct item_view *v,
                              struct qian_err *err) {
    (void)ui;
    return qian_items_check(store, &v->items, &v->rules, &v->findings, err);
}

static enum qian_status suggest(struct ui *ui, struct qian_store *store, struct item_view *v,
                                struct qian_err *err) {
    return qian_items_join(store, &v->items, &v->rules, v->change, v->day, ui_progress, ui,
                           &v->joins, err);
}

static enum qian_status load(struct ui *ui, const char *home, item_work *work, struct item_view *v,
                             struct qian_err *err) {
    struct qian_store *store = NULL;
    enum qian_status status = qian_store_open_registers(home, STORE_WAIT_MS, &store, err);
    if (status == QIAN_OK)
        status = qian_store_change_at(store, v->time, &v->change, err);
    if (status == QIAN_OK)
        status = qian_items_load(store, v->change, v->day, &v->items, err);
    if (status == QIAN_OK && work)
        status = work(ui, store, v, err);
    qian_store_close(store);
    return status;
}

static int start(struct ui *ui, const struct ui_option *option, item_work *work, item_show *show) {
    struct item_view v = {0};
    struct qian_err err = {0};
    char now[26], day[11] = "";
    qian_time_write((int64_t)time(NULL), now);
    v.time = option[O_AS_OF].value ? option[O_AS_OF].value : now;
    if (!qian_time_good(qian_str(v.time)))
        return ui_usage(ui, "--as-of wants a time, YYYY-MM-DDTHH:MM:SS+08:00", v.time);
    memcpy(day, v.time, 10);
    v.day = day;
    const char *pack = option[O_RULES].value ? option[O_RULES].value : DEFAULT_PACK;
    char *home = home_of(ui, option[O_HOME].value);
    if (!home)
        return QIAN_USAGE;
    enum qian_status status = qian_rules_load(pack, ".", &v.rules, &err);
    if (status == QIAN_OK)
        status = load(ui, home, work, &v, &err);
    int code = status == QIAN_OK ? show(ui, &v) : ui_fail(ui, &err);
    qian_joins_free(&v.joins);
    qian_item_findings_free(&v.findings);
    qian_items_free(&v.items);
    qian_rules_free(&v.rules);
    free(home);
    return code;
}

static int run(struct ui *ui, int argc, char **argv, const struct ui_command *command,
               item_work *work, item_show *show) {
    struct ui_option option[OPTIONS] = {[O_HOME] = {.name = "--home"},
                                        [O_AS_OF] = {.name = "--as-of"},
                                        [O_RULES] = {.name = "--rules"}};
    size_t n = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, option, OPTIONS, NULL, &n, 0, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, command);
        return QIAN_OK;
    }
    return start(ui, option, work, show);
}

static int run_list(struct ui *ui, int argc, char **argv) {
    return run(ui, argc, argv, &cmd_item_list, NULL, show_items);
}

static int run_check(struct ui *ui, int argc, char **argv) {
    return run(ui, argc, argv, &cmd_item_check, check, show_item_check);
}

static int run_suggest(struct ui *ui, int argc, char **argv) {
    return run(ui, argc, argv, &cmd_item_suggest, suggest, show_item_joins);
}

const struct ui_command cmd_item_list = {
    .name = "item list",
    .summary = "list the items of all departments",
    .usage = "  qian item list [--home HOME] [--as-of TIME]",
    .examples = "  qian item list --home HOME\n"
                "  qian item list --home HOME --as-of 2026-03-01T09:00:00+08:00 --json",
    .run = run_list};

const struct ui_command cmd_item_check = {
    .name = "item check",
    .summary = "tell of each item what it lacks and what it overlaps with",
    .usage = "  qian item check [--home HOME] [--as-of TIME] [--rules PACK]",
    .examples = "  qian item check --home HOME\n  qian item check --home HOME --json",
    .run = run_check};

const struct ui_command cmd_item_suggest = {
    .name = "item suggest",
    .summary = "suggest items of several departments that one visit could serve",
    .usage = "  qian item suggest [--home HOME] [--as-of TIME] [--rules PACK]",
    .examples = "  qian item suggest --home HOME\n  qian item suggest --home HOME --json",
    .run = run_suggest};
