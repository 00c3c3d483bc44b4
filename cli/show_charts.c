// SPDX-License-Identifier: MulanPSL-2.0
// The charts of a rehearsal.
#include <stdlib.h>
#include <string.h>

#include "cli/show_simulate.h"
#include "engine/base/file.h"
#include "engine/plan/svg.h"

struct charting {
    struct ui *ui;
    const struct qian_simulate_order *order;
    const struct qian_simulation *s;
    struct qian_bar_shown *bar; // labels and texts are owned
    size_t bars, cap;
};

static char *number_text(uint64_t n) {
    struct qian_buf text = {0};
    qian_buf_u64(&text, n);
    return text.p;
}

static struct qian_bar_shown *add(struct charting *c, const char *label, uint64_t value,
                                  char *text) {
    c->bar = qian_grow(c->bar, &c->cap, c->bars + 1, sizeof *c->bar);
    struct qian_bar_shown *bar = &c->bar[c->bars++];
    *bar = (struct qian_bar_shown){
        .label = qian_str_copy(qian_str(label)), .value = value, .text = text};
    return bar;
}

static void add_figures(struct charting *c, enum qian_figure_kind kind) {
    for (size_t i = 0; i < c->s->figures; i++) {
        const struct qian_figure *f = &c->s->figure[i];
        uint64_t median = qian_figure_median(f, c->s->runs);
        if (f->kind == kind)
            (void)add(c, f->label, median, number_text(median));
    }
}

static const struct qian_figure *reached(const struct qian_simulation *s, const char *code) {
    for (size_t i = 0; i < s->figures; i++)
        if (s->figure[i].kind == QIAN_FIGURE_REACHED && strcmp(s->figure[i].label, code) == 0)
            return &s->figure[i];
    return NULL;
}

// In millionths of the roster, so that items of all sizes fit one chart.
static void add_ratios(struct charting *c) {
    for (size_t i = 0; i < c->s->bound_count; i++) {
        const struct qian_bounds *b = &c->s->bounds[i];
        const char *code = c->order->planning->items.item[b->item].code;
        const struct qian_figure *f = reached(c->s, code);
        if (!f || b->roster == 0)
            continue;
        uint64_t n = qian_figure_median(f, c->s->runs);
        struct qian_buf text = {0};
        qian_buf_u64(&text, n);
        qian_buf_text(&text, " [");
        qian_buf_u64(&text, b->least);
        qian_buf_text(&text, ", ");
        qian_buf_u64(&text, b->most);
        qian_buf_text(&text, "] / ");
        qian_buf_u64(&text, b->roster);
        struct qian_bar_shown *bar = add(c, code, n * 1000000 / b->roster, text.p);
        bar->low = b->least * 1000000 / b->roster;
        bar->high = b->most * 1000000 / b->roster;
    }
}

static void add_loads(struct charting *c) {
    for (size_t i = 0; i < c->s->loads; i++) {
        const struct qian_load *l = &c->s->load[i];
        struct qian_buf label = {0}, text = {0};
        qian_buf_text(&label, l->line->field[QIAN_LINE_ID]);
        qian_buf_char(&label, ' ');
        qian_buf_text(&label, l->department);
        qian_buf_u64(&text, l->visits);
        qian_buf_text(&text, " x ");
        qian_buf_u64(&text, l->slots);
        qian_buf_text(&text, " / ");
        qian_buf_u64(&text, l->available);
        (void)add(c, label.p, l->hundredths == UINT64_MAX ? 0 : l->hundredths, text.p);
        qian_buf_free(&label);
    }
}

static enum qian_status write(struct charting *c, const char *folder, const char *file,
                              const char *title, struct qian_err *err) {
    struct qian_buf svg = {0};
    char *path = qian_path_join(folder, file);
    qian_svg_bars(&svg, title, c->bar, c->bars);
    enum qian_status status = qian_file_write(path, qian_buf_view(&svg), 0644, err);
    for (size_t i = 0; i < c->bars; i++) {
        free((void *)(uintptr_t)c->bar[i].label);
        free((void *)(uintptr_t)c->bar[i].text);
    }
    c->bars = 0;
    qian_buf_free(&svg);
    free(path);
    return status;
}

enum qian_status show_charts(struct ui *ui, const struct qian_simulate_order *order,
                             const struct qian_simulation *simulation, const char *folder,
                             struct qian_err *err) {
    struct charting c = {ui, order, simulation, NULL, 0, 0};
    enum qian_status status = qian_folder_make(folder, 0755, err);
    if (status == QIAN_OK) {
        add_figures(&c, QIAN_FIGURE_MONTH);
        status = write(&c, folder, "months.svg", ui_say(ui, "rehearsal: visits by month"), err);
    }
    if (status == QIAN_OK) {
        add_figures(&c, QIAN_FIGURE_DOORS);
        status = write(&c, folder, "doors.svg",
                       ui_say(ui, "rehearsal: targets by how often they are visited"), err);
    }
    if (status == QIAN_OK) {
        add_ratios(&c);
        status = write(&c, folder, "ratios.svg",
                       ui_say(ui, "rehearsal: targets reached, against the bounds"), err);
    }
    if (status == QIAN_OK) {
        add_loads(&c);
        status =
            write(&c, folder, "inspectors.svg", ui_say(ui, "rehearsal: visits an inspector"), err);
    }
    free(c.bar);
    return status;
}
