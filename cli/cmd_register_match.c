// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/desk.h"
#include "engine/base/json_out.h"
#include "engine/registry/match.h"

#define SHOWN 100

static const char *const kinds[] = {"same name", "look-alike codes"};

static void show_json(const struct qian_match *m, struct qian_buf *text) {
    struct qian_json j = qian_json_begin(text);
    qian_json_text(&j, "format", "qian.match/1");
    qian_json_u64(&j, "first_rows", m->rows[0]);
    qian_json_u64(&j, "second_rows", m->rows[1]);
    qian_json_u64(&j, "same_id", m->same_id);
    qian_json_u64(&j, "same_id_other_name", m->other_name);
    qian_json_u64(&j, "same_name_other_id", m->same_name);
    qian_json_u64(&j, "look_alikes", m->look_alikes);
    qian_json_array(&j, "suggestions");
    for (size_t i = 0; i < m->suggestions; i++) {
        const struct qian_suggestion *s = &m->suggestion[i];
        qian_json_object(&j, NULL);
        qian_json_text(&j, "kind", kinds[s->kind]);
        qian_json_text(&j, "first_id", s->id[0]);
        qian_json_text(&j, "first_name", s->name[0]);
        qian_json_text(&j, "second_id", s->id[1]);
        qian_json_text(&j, "second_name", s->name[1]);
        qian_json_close(&j);
    }
    qian_json_close(&j);
    qian_json_end(&j);
}

static void number_line(const struct ui *ui, struct qian_buf *out, const char *what, size_t n) {
    qian_buf_text(out, "  ");
    qian_buf_text(out, ui_say(ui, what));
    qian_buf_char(out, ' ');
    qian_buf_u64(out, n);
    qian_buf_char(out, '\n');
}

static void show_text(const struct ui *ui, const struct qian_match *m, struct qian_buf *text) {
    for (size_t i = 0; i < m->suggestions && i < SHOWN; i++) {
        const struct qian_suggestion *s = &m->suggestion[i];
        const char *parts[] = {ui_say(ui, kinds[s->kind]), s->id[0], s->name[0], s->id[1],
                               s->name[1]};
        for (size_t k = 0; k < 5; k++) {
            qian_buf_text(text, k ? "  " : "");
            qian_buf_text(text, parts[k]);
        }
        qian_buf_char(text, '\n');
    }
    number_line(ui, text, "rows of the first list:", m->rows[0]);
    number_line(ui, text, "rows of the second list:", m->rows[1]);
    number_line(ui, text, "in both, by code:", m->same_id);
    number_line(ui, text, "of these under another name:", m->other_name);
    number_line(
        ui, text,
        "the same name, another code (suggested; a pair with a proof joins them):", m->same_name);
    number_line(ui, text, "codes that look alike:", m->look_alikes);
}

static enum qian_status act(struct ui *ui, struct desk *desk, const char *const *word,
                            struct qian_err *err) {
    uint64_t list[2] = {0};
    struct qian_match match = {0};
    enum qian_status status = desk_list(desk, "targets", word[0], &list[0], err);
    if (status == QIAN_OK)
        status = desk_list(desk, "targets", word[1], &list[1], err);
    if (status == QIAN_OK)
        status = qian_match_lists(desk->store, list, desk->change, desk->day, &match, err);
    if (status == QIAN_OK) {
        struct qian_buf text = {0};
        if (ui->json)
            show_json(&match, &text);
        else
            show_text(ui, &match, &text);
        (void)ui_print(ui, &text); // main says if it cannot be written
        qian_buf_free(&text);
    }
    qian_match_free(&match);
    return status;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {DESK_OPTIONS};
    const char *word[2];
    struct desk desk;
    struct qian_err err = {0};
    bool help = false;
    size_t words = 0;
    if (!ui_parse(ui, argc, argv, options, DESK_OPTION_COUNT, word, &words, 2, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_register_match);
        return QIAN_OK;
    }
    if (words < 2)
        return ui_usage(ui, "two lists of targets are wanted, the smaller one first", "");
    enum qian_status status = desk_open(ui, options, &desk, &err);
    if (status == QIAN_OK)
        status = act(ui, &desk, word, &err);
    return desk_end(ui, &desk, status, &err);
}

const struct ui_command cmd_register_match = {
    .name = "register match",
    .summary = "hold two lists of targets against each other: who is in both by code, who might be "
               "by name",
    .usage = "  qian register match SMALLER LARGER " DESK_USAGE,
    .examples = "  qian register match yjgl-list scjg-food --home HOME",
    .run = run};
