// SPDX-License-Identifier: MulanPSL-2.0
#include <pwd.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/desk.h"
#include "engine/base/json_out.h"
#include "engine/core/field.h"
#include "engine/registry/events.h"

enum { HOME, AS_OF, DAY, REFERENCE, WHO, OPTIONS };

static const char *user(void) {
    const struct passwd *pw = getpwuid(geteuid());
    return pw && pw->pw_name && *pw->pw_name ? pw->pw_name : "-";
}

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

static int enter(struct ui *ui, const struct ui_option *option, const char *const *word) {
    struct desk desk;
    struct qian_err err = {0};
    uint64_t change = 0;
    int code = QIAN_OK;
    enum qian_status status = desk_open(ui, option, &desk, &err);
    struct qian_event_order order = {.list = word[0],
                                     .event = qian_event_find(word[1]),
                                     .reference = option[REFERENCE].value,
                                     .day = option[DAY].value,
                                     .time = desk.now,
                                     .who = option[WHO].value ? option[WHO].value : user()};
    if (status == QIAN_OK)
        status = qian_event_enter(desk.store, &order, &change, &err);
    if (status == QIAN_OK)
        code = show(ui, &order, change);
    int ended = desk_end(ui, &desk, status, &err);
    return ended != QIAN_OK ? ended : code;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[OPTIONS] = {DESK_OPTIONS, {.name = "--reference"}, {.name = "--who"}};
    const char *word[2];
    bool help = false;
    size_t words = 0;
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
    if (options[AS_OF].value)
        return ui_usage(ui, "an event is entered now; --day says when it happened", "--as-of");
    return enter(ui, options, word);
}

const struct ui_command cmd_register_event = {
    .name = "register event",
    .summary = "enter that a list was filed, approved or published, or a year's work arranged",
    .usage = "  qian register event LIST filed|approved|published|arranged --reference TEXT\n"
             "      [--day DAY] [--who NAME] [--home HOME]",
    .examples = "  qian register event plan-2026-j filed --reference 长司备〔2026〕3号 --home HOME",
    .run = run};
