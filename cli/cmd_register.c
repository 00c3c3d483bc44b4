// SPDX-License-Identifier: MulanPSL-2.0
// What registers hold, and what was done to them.
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/desk.h"
#include "engine/base/json_out.h"
#include "engine/registry/events.h"

static void list_row(struct ui *ui, struct qian_json *j, struct qian_buf *text,
                     const struct qian_stored_list *list) {
    if (ui->json) {
        qian_json_object(j, NULL);
        qian_json_text(j, "register", list->reg);
        qian_json_text(j, "name", list->name);
        qian_json_text(j, "department", list->department);
        qian_json_close(j);
        return;
    }
    qian_buf_text(text, list->reg);
    qian_buf_char(text, '\t');
    qian_buf_text(text, list->name);
    qian_buf_char(text, '\t');
    qian_buf_text(text, list->department);
    qian_buf_char(text, '\n');
}

static enum qian_status show_lists(struct ui *ui, struct desk *desk, struct qian_buf *text,
                                   struct qian_err *err) {
    struct qian_json j = {0};
    enum qian_status status = QIAN_OK;
    if (ui->json) {
        j = qian_json_begin(text);
        qian_json_text(&j, "format", "qian.lists/1");
        qian_json_array(&j, "lists");
    }
    for (size_t i = 0; status == QIAN_OK && i < qian_register_count; i++) {
        struct qian_stored_list *list = NULL;
        size_t count = 0;
        status = qian_store_lists(desk->store, qian_registers[i].name, &list, &count, err);
        for (size_t k = 0; k < count; k++)
            list_row(ui, &j, text, &list[k]);
        qian_stored_lists_free(list, count);
    }
    if (ui->json) {
        qian_json_close(&j);
        qian_json_end(&j);
    }
    return status;
}

// The paper or draw; and what it was drawn from, or what was approved (spec/plan.md 4.3, 7.3).
static void event_text(struct ui *ui, struct qian_buf *text, const struct qian_event_said *said) {
    qian_buf_char(text, '\t');
    qian_show(text, qian_str(said->reference), 200);
    if (*said->line) {
        qian_buf_char(text, ' ');
        qian_show(text, qian_str(said->line), 200);
    }
    if (said->version > 0) {
        qian_buf_text(text, ui_say(ui, ", version "));
        qian_buf_u64(text, said->version);
    }
}

static void change_row(struct ui *ui, struct qian_json *j, struct qian_buf *text,
                       const struct qian_stored_change *change) {
    const char *fields[] = {change->time, change->kind, change->reg, change->list, change->who};
    static const char *const names[] = {"time", "kind", "register", "list", "who"};
    bool event = qian_event_find(change->kind) != QIAN_EVENTS;
    struct qian_event_said said;
    qian_event_say(change->manifest, &said);
    if (ui->json) {
        qian_json_object(j, NULL);
        qian_json_u64(j, "number", change->number);
        for (size_t i = 0; i < 5; i++)
            qian_json_text(j, names[i], fields[i]);
        if (event) {
            qian_json_text(j, "reference", said.reference);
            qian_json_text(j, "line", said.line);
            qian_json_text(j, "digest", said.digest);
            qian_json_u64(j, "version", said.version);
        }
        qian_json_text(j, "manifest", change->manifest);
        qian_json_close(j);
        qian_event_said_free(&said);
        return;
    }
    qian_buf_u64(text, change->number);
    for (size_t i = 0; i < 5; i++) {
        qian_buf_char(text, '\t');
        qian_show(text, qian_str(fields[i]), 200);
    }
    if (event)
        event_text(ui, text, &said);
    qian_buf_char(text, '\n');
    qian_event_said_free(&said);
}

static enum qian_status show_log(struct ui *ui, struct desk *desk, struct qian_buf *text,
                                 struct qian_err *err) {
    struct qian_json j = {0};
    struct qian_stored_change *change = NULL;
    size_t count = 0;
    enum qian_status status = qian_store_changes(desk->store, 0, 0, &change, &count, err);
    if (ui->json) {
        j = qian_json_begin(text);
        qian_json_text(&j, "format", "qian.changes/1");
        qian_json_array(&j, "changes");
    }
    for (size_t i = 0; i < count; i++)
        change_row(ui, &j, text, &change[i]);
    if (ui->json) {
        qian_json_close(&j);
        qian_json_end(&j);
    }
    qian_stored_changes_free(change, count);
    return status;
}

static enum qian_status check(struct ui *ui, struct desk *desk, struct qian_buf *text,
                              struct qian_err *err) {
    enum qian_status status = qian_store_check(desk->store, err);
    if (status == QIAN_OK && !ui->json) {
        qian_buf_text(text, ui_say(ui, "the file is whole"));
        qian_buf_char(text, '\n');
    } else if (status == QIAN_OK) {
        struct qian_json j = qian_json_begin(text);
        qian_json_text(&j, "format", "qian.check/1");
        qian_json_bool(&j, "whole", true);
        qian_json_end(&j);
    }
    return status;
}

typedef enum qian_status register_act(struct ui *ui, struct desk *desk, struct qian_buf *text,
                                      struct qian_err *err);

static int run(struct ui *ui, int argc, char **argv, const struct ui_command *command,
               register_act *act) {
    struct ui_option options[] = {DESK_OPTIONS};
    struct desk desk;
    struct qian_err err = {0};
    struct qian_buf text = {0};
    bool help = false;
    size_t words = 0;
    if (!ui_parse(ui, argc, argv, options, DESK_OPTION_COUNT, NULL, &words, 0, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, command);
        return QIAN_OK;
    }
    enum qian_status status = desk_open(ui, options, &desk, &err);
    if (status == QIAN_OK)
        status = act(ui, &desk, &text, &err);
    if (status == QIAN_OK)
        (void)ui_print(ui, &text); // main says if it cannot be written
    qian_buf_free(&text);
    return desk_end(ui, &desk, status, &err);
}

static int run_lists(struct ui *ui, int argc, char **argv) {
    return run(ui, argc, argv, &cmd_register_lists, show_lists);
}
static int run_log(struct ui *ui, int argc, char **argv) {
    return run(ui, argc, argv, &cmd_register_log, show_log);
}
static int run_check(struct ui *ui, int argc, char **argv) {
    return run(ui, argc, argv, &cmd_register_check, check);
}

const struct ui_command cmd_register_lists = {
    .name = "register lists",
    .summary = "list the lists of all registers: register, name, department that keeps it",
    .usage = "  qian register lists [--home HOME]",
    .examples = "  qian register lists --home HOME",
    .run = run_lists};
const struct ui_command cmd_register_log = {
    .name = "register log",
    .summary = "list all changes: number, time, what, register, list, who, and what events say",
    .usage = "  qian register log [--home HOME]",
    .examples = "  qian register log --home HOME --json",
    .run = run_log};
const struct ui_command cmd_register_check = {
    .name = "register check",
    .summary = "read the whole file of the registers and look for damage",
    .usage = "  qian register check [--home HOME]",
    .examples = "  qian register check --home HOME",
    .run = run_check};
