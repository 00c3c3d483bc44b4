// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "engine/ceremony/roster.h"

static const char *path_of(void *context, const char *file) {
    const struct qian_solo *s = context;
    if (strcmp(file, "targets") == 0)
        return s->request.targets;
    return strcmp(file, "inspectors") == 0 ? s->request.inspectors : s->request.recusals;
}

static int freeze(struct ui *ui, const struct qian_roster_order *order) {
    struct qian_solo *s = qian_take(1, sizeof *s);
    struct qian_err err = {0};
    struct qian_buf text = {0};
    bool before = false;
    enum qian_status status = qian_roster_freeze(order, s, &before, &err);
    int code;
    if (status == QIAN_OK) {
        qian_buf_text(&text, ui_say(ui, before ? "frozen before, and written out again: "
                                               : "frozen, to be given to the operator: "));
        qian_show(&text, qian_str(order->out), 1024);
        qian_buf_char(&text, '\n');
        code = ui->json ? QIAN_OK : ui_print(ui, &text);
    } else {
        code = s->intake.bad.count > 0 ? ui_fail_rows(ui, &err, &s->intake.bad, path_of, s)
                                       : ui_fail(ui, &err);
    }
    qian_buf_free(&text);
    qian_solo_free(s);
    free(s);
    return code;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {
        {.name = "--home"}, {.name = "--out"}, {.name = "--allow-legacy-ids", .flag = true}};
    const char *word[2];
    size_t words = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 3, word, &words, 2, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_roster_freeze);
        return QIAN_OK;
    }
    bool inspectors = words == 2 && strcmp(word[0], "inspectors") == 0;
    if (words != 2 || (!inspectors && strcmp(word[0], "targets") != 0))
        return ui_usage(ui, "targets or inspectors, and REQUEST.json, are wanted", "");
    if (!options[1].value || !*options[1].value)
        return ui_usage(ui, "--out is missing: where to write", "");
    char *home = home_of(ui, options[0].value);
    if (!home)
        return QIAN_USAGE;
    const struct qian_roster_order order = {.request = word[1],
                                            .home = home,
                                            .out = options[1].value,
                                            .inspectors = inspectors,
                                            .legacy_ids = options[2].value != NULL};
    int code = freeze(ui, &order);
    free(home);
    return code;
}

const struct ui_command cmd_roster_freeze = {
    .name = "roster freeze",
    .summary = "custodian: freeze a roster of one's own for a ceremony",
    .usage = "  qian roster freeze targets|inspectors REQUEST.json --out FOLDER [--home HOME]\n"
             "      [--allow-legacy-ids]",
    .examples = "  qian roster freeze inspectors request.json --home HOME --out /media/stick",
    .run = run};
