// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/show_ceremony.h"

#include "engine/base/json_out.h"

static const char *const states[] = {"done", "now", "later"};

static void show_value(struct qian_buf *out, const char *value) {
    qian_show(out, qian_str(value), 1024);
}

static void text_board(const struct ui *ui, const struct qian_case *c, struct qian_buf *out) {
    const struct qian_board *b = &c->board;
    if (b->count == 0)
        return;
    qian_buf_text(out, ui_say(ui, "draw "));
    show_value(out, c->copy.notice.draw);
    if (c->copy.notice.rehearsal)
        qian_buf_text(out, ui_say(ui, " (rehearsal)"));
    qian_buf_char(out, '\n');
    for (size_t i = 0; i < b->count; i++) {
        qian_buf_text(out, b->row[i].state == QIAN_NOW ? "> " : "  ");
        qian_buf_text(out, ui_say(ui, states[b->row[i].state]));
        qian_buf_text(out, "\t");
        qian_buf_text(out, ui_say(ui, b->row[i].step));
        qian_buf_text(out, "\t");
        qian_buf_text(out, ui_say(ui, b->row[i].role));
        qian_buf_char(out, ' ');
        show_value(out, b->row[i].name);
        if (b->row[i].state == QIAN_NOW) {
            qian_buf_text(out, "\t");
            qian_buf_text(out, b->row[i].command);
        }
        qian_buf_char(out, '\n');
    }
}

static void text(const struct ui *ui, const struct qian_case *c, struct qian_buf *out) {
    for (size_t i = 0; i < c->said.count; i++) {
        qian_buf_text(out, ui_say(ui, c->said.line[i].what));
        qian_buf_text(out, *c->said.line[i].value ? ": " : "");
        show_value(out, c->said.line[i].value);
        qian_buf_char(out, '\n');
    }
    text_board(ui, c, out);
}

static void json_board(struct qian_json *j, const struct qian_board *b) {
    qian_json_array(j, "board");
    for (size_t i = 0; i < b->count; i++) {
        qian_json_object(j, NULL);
        qian_json_text(j, "step", b->row[i].step);
        qian_json_text(j, "role", b->row[i].role);
        qian_json_text(j, "name", b->row[i].name);
        qian_json_text(j, "state", states[b->row[i].state]);
        qian_json_text(j, "command", b->row[i].command);
        qian_json_close(j);
    }
    qian_json_close(j);
}

static void json(const struct ui *ui, const struct qian_case *c, struct qian_buf *out) {
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "format", "qian.ceremony/1");
    qian_json_text(&j, "verb", ui->verb);
    qian_json_text_or_null(&j, "draw", c->copy.notice.draw);
    qian_json_array(&j, "said");
    for (size_t i = 0; i < c->said.count; i++) {
        qian_json_object(&j, NULL);
        qian_json_text(&j, "what", c->said.line[i].what);
        qian_json_text(&j, "value", c->said.line[i].value);
        qian_json_close(&j);
    }
    qian_json_close(&j);
    json_board(&j, &c->board);
    qian_json_end(&j);
}

static const char *file_of(void *context, const char *file) {
    (void)file;
    return context;
}

int show_ceremony(struct ui *ui, const struct qian_case *c, const char *request,
                  enum qian_status status, const struct qian_err *err) {
    struct qian_buf out = {0};
    int code = QIAN_OK;
    if (status != QIAN_OK && c->bad.count > 0)
        return ui_fail_rows(ui, err, &c->bad, file_of, (void *)(uintptr_t)request);
    if (status == QIAN_OK && ui->json)
        json(ui, c, &out);
    else if (!ui->json) // also what was done before others were wanted
        text(ui, c, &out);
    if (out.n > 0)
        code = ui_print(ui, &out);
    qian_buf_free(&out);
    return status == QIAN_OK ? code : ui_fail(ui, err);
}
