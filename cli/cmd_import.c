// SPDX-License-Identifier: MulanPSL-2.0
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/passphrase.h"
#include "cli/show_import.h"
#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/core/field.h"
#include "engine/registry/rejects.h"

#define STATED_MAX 32

enum {
    O_HOME,
    O_LIST,
    O_DEPARTMENT,
    O_ENCODING,
    O_SHEET,
    O_HEADER,
    O_MAP,
    O_SET,
    O_FROM,
    O_REASON,
    O_WHO,
    O_REJECTS,
    O_PARTIAL,
    O_APPLY,
    O_SKIP,
    O_COLUMNS,
    OPTIONS
};

struct given {
    struct ui_option option[OPTIONS];
    const char *map[STATED_MAX], *set[STATED_MAX];
    const char *word[2]; // kind, file
    size_t words;
};

static const char *say(void *context, const char *sentence) {
    return ui_say(context, sentence);
}

static const char *user(void) {
    const struct passwd *pw = getpwuid(geteuid());
    return pw && pw->pw_name && *pw->pw_name ? pw->pw_name : "-";
}

static bool good_list(const char *name) {
    return name && !qian_check_code(qian_str(name));
}

// False, and an error printed, if the arguments do not say what is to be done.
static bool complete(struct ui *ui, const struct given *g) {
    uint64_t row = 1;
    const char *header = g->option[O_HEADER].value, *from = g->option[O_FROM].value;
    const char *department = g->option[O_DEPARTMENT].value;
    if (g->words < 2)
        ui_usage(ui, "the file to import is missing", "");
    else if (!good_list(g->option[O_LIST].value))
        ui_usage(ui, "--list wants the name of the list: 1 to 64 of 0-9 A-Z a-z . _ : -",
                 g->option[O_LIST].value ? g->option[O_LIST].value : "");
    else if (department && qian_check_code(qian_str(department)))
        ui_usage(ui, "--department wants its code: 1 to 64 of 0-9 A-Z a-z . _ : -", department);
    else if (header && (!qian_u64_read(qian_str(header), QIAN_ROWS_MAX, &row) || row == 0))
        ui_usage(ui, "--header wants the number of a row", header);
    else if (from && !qian_date_good(qian_str(from)))
        ui_usage(ui, "--valid-from wants a day, YYYY-MM-DD", from);
    else
        return true;
    return false;
}

static int import(struct ui *ui, const struct qian_import_order *order, const char *rejects) {
    struct qian_import *done = qian_take(1, sizeof *done);
    struct qian_err err = {0}, told = {0};
    enum qian_status status = qian_import_run(order, done, &err);
    bool read = done->manifest.n > 0; // it came as far as to compare
    if (read && rejects && qian_rejects_write(order, done, rejects, say, ui, &told) != QIAN_OK) {
        err = told;
        status = told.status;
    }
    int code = QIAN_OK;
    if (read)
        code = show_import(ui, order, done, status == QIAN_OK ? NULL : &err);
    if (status != QIAN_OK && !(read && ui->json))
        code = ui_fail(ui, &err);
    else if (status != QIAN_OK)
        code = (int)status;
    qian_import_free(done);
    free(done);
    return code;
}

static int start(struct ui *ui, struct given *g, const struct qian_kind *kind) {
    struct qian_err err = {0};
    char now[26];
    uint64_t header = 0;
    if (!complete(ui, g))
        return QIAN_USAGE;
    if (g->option[O_HEADER].value)
        (void)qian_u64_read(qian_str(g->option[O_HEADER].value), QIAN_ROWS_MAX, &header);
    char *home = home_of(ui, g->option[O_HOME].value);
    if (!home)
        return QIAN_USAGE;
    qian_time_write((int64_t)time(NULL), now);
    struct qian_import_order order = {
        .kind = kind,
        .home = home,
        .path = g->word[1],
        .list = g->option[O_LIST].value,
        .department = g->option[O_DEPARTMENT].value ? g->option[O_DEPARTMENT].value : "",
        .encoding = g->option[O_ENCODING].value,
        .sheet = g->option[O_SHEET].value,
        .header = {kind, header, g->map, g->option[O_MAP].count, g->set, g->option[O_SET].count},
        .valid_from = g->option[O_FROM].value,
        .reason = g->option[O_REASON].value,
        .who = g->option[O_WHO].value ? g->option[O_WHO].value : user(),
        .time = now,
        .partial = g->option[O_PARTIAL].value != NULL,
        .apply = g->option[O_APPLY].value != NULL,
        .skip_bad = g->option[O_SKIP].value != NULL,
        .tell = ui_progress,
        .context = ui};
    int code = qian_folder_make(home, 0700, &err) == QIAN_OK
                   ? import(ui, &order, g->option[O_REJECTS].value)
                   : ui_fail(ui, &err);
    free(home);
    return code;
}

static int run(struct ui *ui, int argc, char **argv) {
    bool help = false;
    struct given g = {.option = {[O_HOME] = {.name = "--home"},
                                 [O_LIST] = {.name = "--list"},
                                 [O_DEPARTMENT] = {.name = "--department"},
                                 [O_ENCODING] = {.name = "--encoding"},
                                 [O_SHEET] = {.name = "--sheet"},
                                 [O_HEADER] = {.name = "--header"},
                                 [O_FROM] = {.name = "--valid-from"},
                                 [O_REASON] = {.name = "--reason"},
                                 [O_WHO] = {.name = "--who"},
                                 [O_REJECTS] = {.name = "--rejects"},
                                 [O_PARTIAL] = {.name = "--partial", .flag = true},
                                 [O_APPLY] = {.name = "--apply", .flag = true},
                                 [O_SKIP] = {.name = "--skip-bad", .flag = true},
                                 [O_COLUMNS] = {.name = "--columns", .flag = true}}};
    g.option[O_MAP] = (struct ui_option){.name = "--map", .values = g.map, .max = STATED_MAX};
    g.option[O_SET] = (struct ui_option){.name = "--set", .values = g.set, .max = STATED_MAX};
    if (!ui_parse(ui, argc, argv, g.option, OPTIONS, g.word, &g.words, 2, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_import);
        return QIAN_OK;
    }
    const struct qian_kind *kind = g.words > 0 ? qian_kind_find(g.word[0]) : NULL;
    if (!kind)
        return ui_usage(ui,
                        "KIND is targets, inspectors, classes, pairs, items, lines, inspections, "
                        "certificates, approvals or recusals",
                        g.words > 0 ? g.word[0] : "");
    return g.option[O_COLUMNS].value ? show_kind(ui, kind) : start(ui, &g, kind);
}

const struct ui_command cmd_import = {
    .name = "import",
    .summary =
        "read a department's CSV or workbook, tell what it would change in a list, and do it",
    .usage =
        "  qian import KIND FILE --list LIST [--department DEPARTMENT] [--home HOME]\n"
        "      [--encoding utf-8|gbk|gb18030] [--sheet NAME] [--header ROW]\n"
        "      [--map COLUMN=NAME]... [--set COLUMN=VALUE]... [--valid-from DAY]\n"
        "      [--partial] [--reason CODE[:TEXT]] [--skip-bad] [--rejects FILE.xlsx|FILE.csv]\n"
        "      [--who NAME] [--apply]\n"
        "  qian import KIND --columns",
    .examples =
        "  qian import targets 食品经营.xlsx --list scjg-food --department SCJG --home HOME\n"
        "  qian import targets 食品经营.xlsx --list scjg-food --department SCJG --home HOME "
        "--apply\n"
        "  qian import targets 名单.csv --list scjg-food --home HOME --encoding gbk "
        "--rejects 退回.xlsx",
    .run = run};
