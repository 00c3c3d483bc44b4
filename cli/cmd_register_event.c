// SPDX-License-Identifier: MulanPSL-2.0
#include <stdio.h>
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/copy.h"
#include "cli/desk.h"
#include "engine/base/json_out.h"
#include "engine/core/field.h"
#include "engine/registry/events.h"

enum { HOME, AS_OF, DAY, REFERENCE, WHO, FILED_COPY, READING, OPTIONS = READING + COPY_OPTIONS };

static int show(struct ui *ui, const struct qian_event_order *order, uint64_t change) {
    struct qian_buf out = {0};
    if (ui->json) {
        struct qian_json j = qian_json_begin(&out);
        qian_json_text(&j, "format", "qian.event/1");
        qian_json_text(&j, "list", order->list);
        qian_json_text(&j, "event", qian_event_name(order->event));
        qian_json_u64(&j, "change", change);
        qian_json_end(&j);
    } else {
        qian_buf_text(&out, order->list);
        qian_buf_text(&out, ": ");
        qian_buf_text(&out, ui_say(ui, qian_event_name(order->event)));
        qian_buf_text(&out, ui_say(ui, ", as change "));
        qian_buf_u64(&out, change);
        qian_buf_char(&out, '\n');
    }
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code;
}

// spec/registers.md 4.6: "`filed` with `--copy` is refused where there is a difference"
static enum qian_status look_at_copy(struct ui *ui, const struct ui_option *option,
                                     const char *list, struct qian_copy *copy,
                                     struct qian_err *err) {
    struct qian_buf out = {0};
    enum qian_status status = copy_compare(ui, option[HOME].value, option + READING, list,
                                           option[FILED_COPY].value, copy, err);
    if (status != QIAN_OK || copy->count == 0)
        return status;
    copy_text(ui, copy, &out);
    if (!ui->json)
        fputs(out.p, stderr);
    qian_buf_free(&out);
    status = qian_fail(
        err, QIAN_REFUSED, "", "registers 4.6", "the copy that was filed is not what the list says",
        "qian register compare lists the differences; file what the list says, or correct it");
    qian_err_where(err, "%.200s", option[FILED_COPY].value);
    qian_err_value(err, "%zu", copy->count);
    return status;
}

static int enter(struct ui *ui, const struct ui_option *option, const char *const *word) {
    struct desk desk = {0};
    struct qian_copy *copy = qian_take(1, sizeof *copy);
    struct qian_err err = {0};
    uint64_t change = 0;
    int code = QIAN_OK;
    enum qian_status status = QIAN_OK;
    if (option[FILED_COPY].value)
        status = look_at_copy(ui, option, word[0], copy, &err);
    if (status == QIAN_OK)
        status = desk_open(ui, option, &desk, &err);
    struct qian_event_order order = {.list = word[0],
                                     .event = qian_event_find(word[1]),
                                     .reference = option[REFERENCE].value,
                                     .day = option[DAY].value,
                                     .time = desk.now,
                                     .who = option[WHO].value ? option[WHO].value : desk_user(),
                                     .version = copy->version,
                                     .digest =
                                         option[FILED_COPY].value ? &copy->read.digest : NULL};
    if (status == QIAN_OK)
        status = qian_event_enter(desk.store, &order, &change, &err);
    if (status == QIAN_OK)
        code = show(ui, &order, change);
    qian_copy_free(copy);
    free(copy);
    int ended = desk_end(ui, &desk, status, &err);
    return ended != QIAN_OK ? ended : code;
}

static int run(struct ui *ui, int argc, char **argv) {
    const char *word[2], *map[COPY_MAPS_MAX];
    struct ui_option options[OPTIONS] = {
        DESK_OPTIONS, {.name = "--reference"}, {.name = "--who"}, {.name = "--copy"}};
    bool help = false;
    size_t words = 0;
    copy_options(options + READING, map);
    if (!ui_parse(ui, argc, argv, options, OPTIONS, word, &words, 2, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_register_event);
        return QIAN_OK;
    }
    if (words < 2 || qian_event_find(word[1]) == QIAN_EVENTS)
        return ui_usage(ui, "EVENT is filed, approved, published or arranged",
                        words > 1 ? word[1] : "");
    const char *reference = options[REFERENCE].value;
    if (!reference || qian_check_text(qian_str(reference)))
        return ui_usage(ui, "--reference wants the number of the paper, or another text",
                        reference ? reference : "");
    if (options[FILED_COPY].value && qian_event_find(word[1]) != QIAN_EVENT_FILED)
        return ui_usage(ui, "--copy is of what was filed", word[1]);
    if (options[AS_OF].value)
        return ui_usage(ui, "an event is entered now; --day says when it happened", "--as-of");
    return enter(ui, options, word);
}

const struct ui_command cmd_register_event = {
    .name = "register event",
    .summary = "enter that a list was filed, approved or published, or a year's work arranged",
    .usage = "  qian register event LIST filed|approved|published|arranged --reference TEXT\n"
             "      [--day DAY] [--who NAME] [--home HOME]\n"
             "  qian register event LIST filed --reference TEXT --copy FILE ...\n"
             "      " COPY_USAGE,
    .examples = "  qian register event plan-2026-j filed --reference 长司备〔2026〕3号 --home HOME",
    .run = run};
