// SPDX-License-Identifier: MulanPSL-2.0
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/show_count.h"
#include "engine/base/json_out.h"

// A unit in words, of one and of more; those that are no plain counts are shown as the pack has
// them.
static const char *said_unit(const struct ui *ui, const struct qian_constant *c) {
    static const struct {
        const char *unit, *said;
    } known[] = {
        {"hour", " hour"},
        {"hour", " hours"},
        {"day", " day"},
        {"day", " days"},
        {"working-day", " working day"},
        {"working-day", " working days"},
        {"month", " month"},
        {"month", " months"},
        {"visit", " visit"},
        {"visit", " visits"},
        {"target", " target"},
        {"target", " targets"},
        {"inspector", " inspector"},
        {"inspector", " inspectors"},
        {"bit", " bit"},
        {"bit", " bits"},
        {"month-day", " (month-day)"},
        {"period", " (period)"},
    };
    size_t rows = sizeof known / sizeof *known;
    for (size_t i = 0; i < rows; i++) {
        bool more = c->is_number && c->number != 1 && i + 1 < rows &&
                    strcmp(known[i + 1].unit, c->unit) == 0;
        if (strcmp(known[i].unit, c->unit) == 0)
            return ui_say(ui, known[more ? i + 1 : i].said);
    }
    return "";
}

static void add_value(const struct ui *ui, const struct qian_constant *c, struct qian_buf *out) {
    if (c->is_null)
        qian_buf_text(out, ui_say(ui, "not set"));
    else if (c->is_number && c->number >= 0)
        qian_buf_u64(out, (uint64_t)c->number);
    else if (c->is_number)
        qian_buf_text(out, "-");
    if (c->is_number && c->number < 0)
        qian_buf_u64(out, (uint64_t)0 - (uint64_t)c->number);
    qian_show(out, qian_str(c->value), SIZE_MAX);
    if (!c->is_null)
        qian_buf_text(out, said_unit(ui, c));
}

static void text_constant(const struct ui *ui, const struct qian_constant *c,
                          struct qian_buf *out) {
    qian_buf_text(out, c->name);
    for (size_t n = strlen(c->name); n < 29; n++)
        qian_buf_char(out, ' ');
    qian_buf_char(out, ' ');
    add_value(ui, c, out);
    qian_buf_char(out, '\n');
    qian_buf_text(out, "    ");
    qian_show(out, qian_str(c->clause), SIZE_MAX);
    qian_buf_text(out, *c->clause ? "  " : "");
    qian_show(out, qian_str(c->text), SIZE_MAX);
    qian_buf_char(out, '\n');
}

// Millionths as a ratio of the pack: 125000 is 12.5%.
static void add_ratio(uint32_t millionths, struct qian_buf *out) {
    char digits[16];
    uint32_t rest = millionths % 10000;
    qian_buf_u64(out, millionths / 10000);
    if (rest > 0) {
        snprintf(digits, sizeof digits, ".%04u", rest);
        for (size_t n = strlen(digits); digits[n - 1] == '0'; n--)
            digits[n - 1] = 0;
        qian_buf_text(out, digits);
    }
    qian_buf_char(out, '%');
}

// What decides a draw: the bounds of both kinds of items, and the least team.
static void add_bounds(const struct ui *ui, const struct qian_rules *rules, struct qian_buf *out) {
    for (int key = 0; key < 2; key++) {
        uint32_t max = key ? rules->key_max : rules->general_max;
        qian_buf_text(out, ui_say(ui, key ? "key items at least " : "general items at least "));
        add_ratio(key ? rules->key_min : rules->general_min, out);
        if (max > 0) {
            qian_buf_text(out, ui_say(ui, ", at most "));
            add_ratio(max, out);
        }
        qian_buf_char(out, '\n');
    }
    qian_buf_text(out, ui_say(ui, "inspectors a visit at least "));
    qian_buf_u64(out, rules->team_minimum);
    qian_buf_char(out, '\n');
}

static void text(const struct ui *ui, const struct qian_rules *rules, struct qian_buf *out) {
    qian_show(out, qian_str(rules->name), SIZE_MAX);
    qian_buf_char(out, '\n');
    qian_show(out, qian_str(rules->title), SIZE_MAX);
    qian_buf_text(out, ui_say(ui, "\nin force from "));
    qian_buf_text(out, rules->from);
    qian_buf_text(out, *rules->to ? ui_say(ui, " to ") : ui_say(ui, " without end"));
    qian_buf_text(out, rules->to);
    qian_buf_char(out, '\n');
    show_digests(out, qian_buf_view(&rules->bytes));
    add_bounds(ui, rules, out);
    for (size_t i = 0; i < rules->constants; i++)
        text_constant(ui, &rules->constant[i], out);
}

static int show(struct ui *ui, const struct qian_rules *rules) {
    struct qian_buf out = {0};
    if (ui->json) // the pack is JSON itself, in the layout that is signed
        qian_buf_str(&out, qian_buf_view(&rules->bytes));
    else
        text(ui, rules, &out);
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code;
}

static int run(struct ui *ui, int argc, char **argv) {
    const char *name[1];
    size_t names = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, NULL, 0, name, &names, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_rules_show);
        return QIAN_OK;
    }
    if (names != 1)
        return ui_usage(ui, "the rules pack is missing: its name, or a file", "");
    struct qian_rules rules;
    struct qian_err err;
    enum qian_status status = qian_rules_load(name[0], ".", &rules, &err);
    int code = status == QIAN_OK ? show(ui, &rules) : ui_fail(ui, &err);
    qian_rules_free(&rules);
    return code;
}

const struct ui_command cmd_rules_show = {
    .name = "rules show",
    .summary = "a rules pack: when it is in force, and every number of it with its clause",
    .usage = "  qian rules show NAME|FILE",
    .examples = "  qian rules show changchun-2021\n"
                "  qian rules show ./changchun-2022.json --json",
    .run = run};
