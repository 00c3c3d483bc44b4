// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/show_monitor.h"

#include "engine/base/json_out.h"

static void add(struct qian_buf *out, const char *text) {
    qian_buf_text(out, text);
}

static void text_would(const struct ui *ui, const struct qian_finding *f, struct qian_buf *out) {
    add(out, ui_say(ui, "  it would have drawn, with these items and inspectors:\n"));
    for (size_t i = 0; i < f->woulds; i++) {
        add(out, "    ");
        add(out, f->would[i].id);
        add(out, "\t");
        add(out, f->would[i].items);
        add(out, "\t");
        add(out, f->would[i].inspectors);
        add(out, "\n");
    }
}

static void text_finding(const struct ui *ui, const struct qian_finding *f, struct qian_buf *out) {
    add(out, *f->code ? f->code : "-");
    add(out, "\t");
    add(out, *f->draw ? f->draw : "-");
    add(out, "\t");
    if (f->entry >= 0)
        qian_buf_u64(out, (uint64_t)f->entry);
    else
        add(out, "-");
    add(out, "\t");
    add(out, ui_say(ui, f->what));
    if (*f->value) {
        add(out, ": ");
        add(out, f->value);
    }
    add(out, "; ");
    add(out, ui_say(ui, f->next));
    add(out, "\n");
    if (f->determined)
        text_would(ui, f, out);
}

static void text_going(const struct ui *ui, const struct qian_going *g, struct qian_buf *out) {
    add(out, ui_say(ui, "goes on"));
    add(out, "\t");
    add(out, g->draw);
    add(out, "\t");
    qian_buf_u64(out, (uint64_t)g->entry);
    add(out, "\t");
    add(out, ui_say(ui, g->due ? "due " : "when it is due is not known without its bundle"));
    add(out, g->due ? g->due : "");
    add(out, "\n");
}

static void count(const struct ui *ui, const char *what, uint64_t value, struct qian_buf *out) {
    add(out, ui_say(ui, what));
    qian_buf_u64(out, value);
}

static void text(const struct ui *ui, const struct qian_monitor *m, struct qian_buf *out) {
    for (size_t i = 0; i < m->findings; i++)
        text_finding(ui, &m->finding[i], out);
    for (size_t i = 0; i < m->goings; i++)
        text_going(ui, &m->going[i], out);
    count(ui, "entries ", m->size, out);
    count(ui, ", of no draw ", m->other, out);
    count(ui, ", draws ", m->watched_count, out);
    count(ui, ", open ", m->goings, out);
    count(ui, ", bundles ", m->published_count, out);
    count(ui, ", of other logs ", m->elsewhere, out);
    count(ui, ", found ", m->findings, out);
    add(out, "\n");
}

static void json_finding(struct qian_json *j, const struct qian_finding *f) {
    qian_json_object(j, NULL);
    qian_json_text(j, "code", f->code);
    qian_json_text(j, "clause", f->clause);
    qian_json_text_or_null(j, "draw", *f->draw ? f->draw : NULL);
    if (f->entry >= 0)
        qian_json_u64(j, "entry", (uint64_t)f->entry);
    else
        qian_json_null(j, "entry");
    qian_json_text(j, "what", f->what);
    qian_json_text(j, "value", f->value);
    qian_json_text(j, "next", f->next);
    if (f->determined) {
        qian_json_array(j, "would_draw");
        for (size_t i = 0; i < f->woulds; i++) {
            qian_json_object(j, NULL);
            qian_json_text(j, "id", f->would[i].id);
            qian_json_text(j, "items", f->would[i].items);
            qian_json_text(j, "inspectors", f->would[i].inspectors);
            qian_json_close(j);
        }
        qian_json_close(j);
    } else {
        qian_json_null(j, "would_draw");
    }
    qian_json_close(j);
}

static void json(const char *today, const struct qian_monitor *m, struct qian_buf *out) {
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "format", "qian.log.monitor/1");
    qian_json_text(&j, "today", today);
    qian_json_u64(&j, "size", m->size);
    qian_json_u64(&j, "other", m->other);
    qian_json_u64(&j, "draws", m->watched_count);
    qian_json_u64(&j, "bundles", m->published_count);
    qian_json_u64(&j, "elsewhere", m->elsewhere);
    qian_json_array(&j, "findings");
    for (size_t i = 0; i < m->findings; i++)
        json_finding(&j, &m->finding[i]);
    qian_json_close(&j);
    qian_json_array(&j, "open");
    for (size_t i = 0; i < m->goings; i++) {
        qian_json_object(&j, NULL);
        qian_json_text(&j, "draw", m->going[i].draw);
        qian_json_u64(&j, "entry", (uint64_t)m->going[i].entry);
        qian_json_text_or_null(&j, "due", m->going[i].due);
        qian_json_close(&j);
    }
    qian_json_close(&j);
    qian_json_end(&j);
}

int show_monitor(struct ui *ui, const char *today, const struct qian_monitor *m) {
    struct qian_buf out = {0};
    if (ui->json)
        json(today, m, &out);
    else
        text(ui, m, &out);
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code == QIAN_OK && m->findings > 0 ? QIAN_DISAGREES : code;
}
