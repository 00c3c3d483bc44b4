// SPDX-License-Identifier: MulanPSL-2.0
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/desk.h"
#include "engine/base/json_out.h"
#include "engine/publish/drawn.h"

#define STATED_MAX 200 // items of a draw

enum { HOME, LEVEL, SYSTEM, WHO, APPLY, OPTIONS };

static const char *const outcomes[] = {"drawn", "void", "rehearsal"};
static const char *const lines[] = {"executed", "executed", "none", "several"};
static const char *const differences[] = {"unchanged", "added", "changed", "removed"};

static void show_json(const struct qian_outcome_read *read, const struct qian_drawn_entry *entry,
                      struct qian_buf *out) {
    const struct qian_drawn *d = &read->drawn;
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "format", "qian.import.transcript/1");
    qian_json_text(&j, "draw", read->draw);
    qian_json_text(&j, "outcome", outcomes[read->outcome]);
    qian_json_bool(&j, "applied", entry->change + entry->event > 0);
    qian_json_bool(&j, "signatures_checked", false); // spec/history.md 1.3: qian-verify does
    if (read->outcome == QIAN_OUTCOME_DRAWN) {
        qian_json_text(&j, "day", d->day);
        qian_json_u64(&j, "serial", d->serial);
        qian_json_hex(&j, "notice", d->notice.b, sizeof d->notice.b);
        qian_json_hex(&j, "transcript", d->transcript.b, sizeof d->transcript.b);
        qian_json_u64(&j, "visits", d->visits);
        qian_json_u64(&j, "rows", d->rows);
        for (size_t i = 0; i < 4; i++)
            qian_json_u64(&j, differences[i], entry->counts[i]);
    }
    if (read->outcome != QIAN_OUTCOME_REHEARSAL) {
        qian_json_text(&j, "plan_line", d->line);
        qian_json_text(&j, "line_found", lines[entry->executed]);
        qian_json_text_or_null(&j, "plan", entry->plan);
        qian_json_text_or_null(&j, "line", entry->line);
        qian_json_u64(&j, "change", entry->change);
        qian_json_u64(&j, "event", entry->event);
    }
    qian_json_end(&j);
}

static void number_line(const struct ui *ui, struct qian_buf *out, const char *what, uint64_t n) {
    qian_buf_text(out, "  ");
    qian_buf_text(out, ui_say(ui, what));
    qian_buf_char(out, ' ');
    qian_buf_u64(out, n);
    qian_buf_char(out, '\n');
}

static void text_line(const struct ui *ui, struct qian_buf *out, const char *what,
                      const char *value) {
    qian_buf_text(out, "  ");
    qian_buf_text(out, ui_say(ui, what));
    qian_buf_char(out, ' ');
    qian_show(out, qian_str(value), 200);
    qian_buf_char(out, '\n');
}

static void show_line(const struct ui *ui, const struct qian_drawn *d,
                      const struct qian_drawn_entry *entry, struct qian_buf *out) {
    struct qian_buf name = {0};
    switch (entry->executed) {
    case QIAN_DRAWN_LINE:
    case QIAN_DRAWN_LINE_BEFORE:
        qian_buf_text(&name, entry->plan);
        qian_buf_char(&name, '/');
        qian_buf_text(&name, entry->line);
        text_line(ui, out, "line of the plan, executed by it:", name.p);
        break;
    case QIAN_DRAWN_LINE_NONE:
        text_line(ui, out, "no plan has the line, and none becomes executed:", d->line);
        break;
    case QIAN_DRAWN_LINE_SEVERAL:
        text_line(ui, out,
                  "several plans of the year have the line, and none becomes executed:", d->line);
        break;
    }
    qian_buf_free(&name);
}

static void show_void(const struct ui *ui, const struct qian_drawn *d,
                      const struct qian_drawn_entry *entry, bool apply, struct qian_buf *out) {
    text_line(ui, out, "the draw is void; line of the plan:", d->line);
    if (!entry->plan)
        text_line(ui, out, "no plan, or more than one, has the line: nothing is entered", "");
    else if (entry->event)
        number_line(ui, out, "applied, as change", entry->event);
    else if (apply)
        text_line(ui, out, "the list is like this already: nothing was changed", "");
    else
        text_line(ui, out, "nothing was changed; --apply does it", "");
}

static void show_text(const struct ui *ui, const struct qian_outcome_read *read,
                      const struct qian_drawn_entry *entry, bool apply, struct qian_buf *out) {
    const struct qian_drawn *d = &read->drawn;
    qian_buf_text(out, read->draw);
    qian_buf_char(out, '\n');
    qian_buf_text(out,
                  ui_say(ui, "  signatures were not looked at here: qian-verify comes first\n"));
    if (read->outcome == QIAN_OUTCOME_VOID) {
        show_void(ui, d, entry, apply, out);
        return;
    }
    if (read->outcome == QIAN_OUTCOME_REHEARSAL) {
        qian_buf_text(out, ui_say(ui, "  the draw is a rehearsal: nothing is entered\n"));
        return;
    }
    text_line(ui, out, "day:", d->day);
    number_line(ui, out, "visits:", d->visits);
    number_line(ui, out, "rows, one a target and item:", d->rows);
    number_line(ui, out, "added to the list:", entry->counts[QIAN_ADDED]);
    number_line(ui, out, "changed in the list:", entry->counts[QIAN_CHANGED]);
    number_line(ui, out, "removed from the list:", entry->counts[QIAN_REMOVED]);
    number_line(ui, out, "unchanged:", entry->counts[QIAN_SAME]);
    show_line(ui, d, entry, out);
    if (entry->change)
        number_line(ui, out, "applied, as change", entry->change);
    if (entry->event)
        number_line(ui, out, "the line is executed, as change", entry->event);
    if (!apply)
        text_line(ui, out, "nothing was changed; --apply does it", "");
    else if (entry->change + entry->event == 0)
        text_line(ui, out, "the list is like this already: nothing was changed", "");
}

static enum qian_status enter(const struct ui_option *option, const char *const *system,
                              struct desk *desk, const struct qian_outcome_read *read,
                              struct qian_drawn_entry *entry, struct qian_err *err) {
    const struct passwd *pw = getpwuid(geteuid());
    const char *user = pw && pw->pw_name && *pw->pw_name ? pw->pw_name : "-";
    struct qian_drawn_order order = {.store = desk->store,
                                     .drawn = &read->drawn,
                                     .level = option[LEVEL].value,
                                     .system = system,
                                     .systems = option[SYSTEM].count,
                                     .time = desk->now,
                                     .who = option[WHO].value ? option[WHO].value : user,
                                     .apply = option[APPLY].value != NULL};
    if (read->outcome == QIAN_OUTCOME_DRAWN)
        return qian_drawn_enter(&order, entry, err);
    return read->outcome == QIAN_OUTCOME_VOID ? qian_drawn_void(&order, entry, err) : QIAN_OK;
}

static int import(struct ui *ui, const struct ui_option *option, const char *const *system,
                  const char *path) {
    struct qian_outcome_read *read = qian_take(1, sizeof *read);
    struct qian_drawn_entry entry = {0};
    // What was drawn is entered now: as of no other time.
    struct ui_option options[DESK_OPTION_COUNT] = {{.value = option[HOME].value}};
    struct desk desk = {0};
    struct qian_err err = {0};
    struct qian_buf text = {0};
    ui_progress(ui, "computing the draw again", 0);
    enum qian_status status = qian_outcome_read(path, read, &err);
    if (status == QIAN_OK)
        status = desk_open(ui, options, &desk, &err);
    if (status == QIAN_OK)
        status = enter(option, system, &desk, read, &entry, &err);
    if (status == QIAN_OK && ui->json)
        show_json(read, &entry, &text);
    else if (status == QIAN_OK)
        show_text(ui, read, &entry, option[APPLY].value != NULL, &text);
    int code = ui_print(ui, &text);
    qian_buf_free(&text);
    qian_drawn_entry_free(&entry);
    qian_outcome_free(read);
    free(read);
    int ended = desk_end(ui, &desk, status, &err);
    return ended != QIAN_OK ? ended : code;
}

static int run(struct ui *ui, int argc, char **argv) {
    const char *system[STATED_MAX], *word[1];
    size_t words = 0;
    bool help = false;
    struct ui_option option[OPTIONS] = {[HOME] = {.name = "--home"},
                                        [LEVEL] = {.name = "--level"},
                                        [WHO] = {.name = "--who"},
                                        [APPLY] = {.name = "--apply", .flag = true}};
    option[SYSTEM] = (struct ui_option){.name = "--system", .values = system, .max = STATED_MAX};
    if (!ui_parse(ui, argc, argv, option, OPTIONS, word, &words, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_import_transcript);
        return QIAN_OK;
    }
    if (words != 1)
        return ui_usage(ui, "the bundle to import is missing", "");
    return import(ui, option, system, word[0]);
}

const struct ui_command cmd_import_transcript = {
    .name = "import transcript",
    .summary = "enter what a draw took into the history, and mark its line of the plan executed",
    .usage = "  qian import transcript BUNDLE [--level LEVEL] [--system ITEM=SYSTEM]...\n"
             "      [--home HOME] [--who NAME] [--apply]\n\n"
             "  LEVEL is national, province, city or county; without it, the level of the plan's\n"
             "  line. Systems are those of the register of items. Run qian-verify first.",
    .examples = "  qian import transcript 220100-2026-J-0017 --level city --home HOME --apply",
    .run = run};
