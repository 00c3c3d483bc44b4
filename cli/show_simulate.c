// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/show_simulate.h"

#include <stdlib.h>

#include "engine/base/json_out.h"

static const char *const names[QIAN_FIGURES] = {"visits",     "month",   "doors", "class",
                                                "department", "reached", "saved", "refused"};
static const char *const grounds[] = {"repeat", "certified", "cap"};

static const char *title_of(enum qian_figure_kind kind, const struct ui *ui) {
    switch (kind) {
    case QIAN_FIGURE_VISITS:
        return ui_say(ui, "visits");
    case QIAN_FIGURE_MONTH:
        return ui_say(ui, "visits in month");
    case QIAN_FIGURE_DOORS:
        return ui_say(ui, "targets by times visited:");
    case QIAN_FIGURE_CLASS:
        return ui_say(ui, "visits to class");
    case QIAN_FIGURE_DEPARTMENT:
        return ui_say(ui, "visits of department");
    case QIAN_FIGURE_REACHED:
        return ui_say(ui, "targets reached for item");
    case QIAN_FIGURE_SAVED:
        return ui_say(ui, "doors saved by joining");
    default:
        return ui_say(ui, "lines that could not be drawn");
    }
}

static void number(struct qian_buf *out, uint64_t n) {
    qian_buf_char(out, ' ');
    qian_buf_u64(out, n);
}

static void hundredths(struct qian_buf *out, uint64_t n) {
    qian_buf_u64(out, n / 100);
    qian_buf_char(out, '.');
    qian_buf_char(out, (char)('0' + n / 10 % 10));
    qian_buf_char(out, (char)('0' + n % 10));
}

static void load_text(struct ui *ui, const struct qian_load *load, struct qian_buf *out) {
    qian_buf_text(out, ui_say(ui, "inspectors"));
    qian_buf_char(out, ' ');
    qian_buf_text(out, load->plan->name);
    qian_buf_char(out, '/');
    qian_buf_text(out, load->line->field[QIAN_LINE_ID]);
    qian_buf_char(out, ' ');
    qian_buf_text(out, load->department);
    qian_buf_char(out, ':');
    number(out, load->visits);
    qian_buf_text(out, " x ");
    qian_buf_u64(out, load->slots);
    qian_buf_text(out, " / ");
    qian_buf_u64(out, load->available);
    qian_buf_text(out, " = ");
    if (load->hundredths == UINT64_MAX)
        qian_buf_text(out, ui_say(ui, "nobody is available"));
    else
        hundredths(out, load->hundredths);
    // spec/plan.md 5.6: "where they are 0 everybody knows the team beforehand"
    qian_buf_text(out, ui_say(ui, ", bits of choice "));
    qian_buf_u64(out, load->bits);
    qian_buf_text(out, load->bits == 0 ? ui_say(ui, ": a pool of several areas is wanted") : "");
    qian_buf_char(out, '\n');
}

static void chance_text(struct ui *ui, const struct qian_simulate_order *order,
                        const struct qian_chance *c, struct qian_buf *out) {
    qian_buf_text(out, ui_say(ui, "chance"));
    qian_buf_char(out, ' ');
    qian_buf_text(out, c->plan->name);
    qian_buf_char(out, '/');
    qian_buf_text(out, c->line->field[QIAN_LINE_ID]);
    qian_buf_char(out, ' ');
    qian_buf_text(out, order->planning->items.item[c->item].code);
    qian_buf_char(out, ' ');
    qian_buf_text(out, *c->label ? c->label : "*");
    qian_buf_char(out, ':');
    number(out, c->quota);
    qian_buf_char(out, '/');
    qian_buf_u64(out, c->eligible);
    qian_buf_char(out, '\n');
}

static void bounds_text(struct ui *ui, const struct qian_simulate_order *order,
                        const struct qian_bounds *b, struct qian_buf *out) {
    qian_buf_text(out, ui_say(ui, "bounds of item"));
    qian_buf_char(out, ' ');
    qian_buf_text(out, order->planning->items.item[b->item].code);
    qian_buf_char(out, ':');
    number(out, b->least);
    qian_buf_text(out, " -");
    number(out, b->most);
    qian_buf_text(out, " /");
    number(out, b->roster);
    qian_buf_char(out, '\n');
}

static void simulation_text(struct ui *ui, const struct qian_simulate_order *order,
                            const struct qian_simulation *s, struct qian_buf *out) {
    qian_buf_text(out, ui_say(ui, "a rehearsal: nothing of it is a draw; seed "));
    qian_show(out, qian_str(order->seed), 200);
    qian_buf_text(out, ui_say(ui, ", runs "));
    qian_buf_u64(out, s->runs);
    qian_buf_text(out, ui_say(ui, "; each figure: least, median, greatest"));
    qian_buf_text(out, ui_say(ui, "\nlines drawn "));
    qian_buf_u64(out, s->lines);
    qian_buf_text(out, ui_say(ui, ", left out "));
    qian_buf_u64(out, s->skipped);
    qian_buf_text(out, ui_say(ui, ", targets "));
    qian_buf_u64(out, s->targets);
    qian_buf_char(out, '\n');
    for (size_t g = 0; g < 3; g++) {
        qian_buf_text(out, ui_say(ui, "barred: "));
        qian_buf_text(out, grounds[g]);
        number(out, s->barred[g]);
        qian_buf_char(out, '\n');
    }
    for (size_t i = 0; i < s->figures; i++) {
        const struct qian_figure *f = &s->figure[i];
        qian_buf_text(out, title_of(f->kind, ui));
        qian_buf_text(out, *f->label ? " " : "");
        qian_buf_text(out, f->label);
        qian_buf_char(out, ':');
        number(out, f->run[0]);
        number(out, qian_figure_median(f, s->runs));
        number(out, f->run[s->runs - 1]);
        qian_buf_char(out, '\n');
    }
    for (size_t i = 0; i < s->bound_count; i++)
        bounds_text(ui, order, &s->bounds[i], out);
    for (size_t i = 0; i < s->chances; i++)
        chance_text(ui, order, &s->chance[i], out);
    for (size_t i = 0; i < s->loads; i++)
        load_text(ui, &s->load[i], out);
}

static void figures_json(const struct qian_simulation *s, struct qian_json *j) {
    qian_json_array(j, "figures");
    for (size_t i = 0; i < s->figures; i++) {
        const struct qian_figure *f = &s->figure[i];
        qian_json_object(j, NULL);
        qian_json_text(j, "figure", names[f->kind]);
        qian_json_text(j, "of", f->label);
        qian_json_u64(j, "least", f->run[0]);
        qian_json_u64(j, "median", qian_figure_median(f, s->runs));
        qian_json_u64(j, "greatest", f->run[s->runs - 1]);
        qian_json_close(j);
    }
    qian_json_close(j);
}

static void chances_json(const struct qian_simulate_order *order, const struct qian_simulation *s,
                         struct qian_json *j) {
    qian_json_array(j, "chances");
    for (size_t i = 0; i < s->chances; i++) {
        const struct qian_chance *c = &s->chance[i];
        qian_json_object(j, NULL);
        qian_json_text(j, "list", c->plan->name);
        qian_json_text(j, "line", c->line->field[QIAN_LINE_ID]);
        qian_json_text(j, "item", order->planning->items.item[c->item].code);
        qian_json_text(j, "stratum", c->label);
        qian_json_u64(j, "roster", c->roster);
        qian_json_u64(j, "eligible", c->eligible);
        qian_json_u64(j, "quota", c->quota);
        qian_json_close(j);
    }
    qian_json_close(j);
    qian_json_array(j, "bounds");
    for (size_t i = 0; i < s->bound_count; i++) {
        const struct qian_bounds *b = &s->bounds[i];
        qian_json_object(j, NULL);
        qian_json_text(j, "item", order->planning->items.item[b->item].code);
        qian_json_u64(j, "roster", b->roster);
        qian_json_u64(j, "least", b->least);
        qian_json_u64(j, "most", b->most);
        qian_json_close(j);
    }
    qian_json_close(j);
}

static void loads_json(const struct qian_simulation *s, struct qian_json *j) {
    qian_json_array(j, "inspectors");
    for (size_t i = 0; i < s->loads; i++) {
        const struct qian_load *l = &s->load[i];
        qian_json_object(j, NULL);
        qian_json_text(j, "list", l->plan->name);
        qian_json_text(j, "line", l->line->field[QIAN_LINE_ID]);
        qian_json_text(j, "department", l->department);
        qian_json_u64(j, "visits", l->visits);
        qian_json_u64(j, "slots", l->slots);
        qian_json_u64(j, "available", l->available);
        if (l->hundredths == UINT64_MAX)
            qian_json_null(j, "hundredths");
        else
            qian_json_u64(j, "hundredths", l->hundredths);
        qian_json_u64(j, "bits", l->bits);
        qian_json_close(j);
    }
    qian_json_close(j);
}

static void simulation_json(const struct qian_simulate_order *order,
                            const struct qian_simulation *s, struct qian_buf *out) {
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "format", "qian.rehearsal/1");
    qian_json_bool(&j, "rehearsal", true);
    qian_json_u64(&j, "year", (uint64_t)order->planning->year);
    qian_json_text(&j, "seed", order->seed);
    qian_json_u64(&j, "runs", s->runs);
    qian_json_u64(&j, "lines", s->lines);
    qian_json_u64(&j, "left_out", s->skipped);
    qian_json_u64(&j, "targets", s->targets);
    qian_json_object(&j, "barred");
    for (size_t g = 0; g < 3; g++)
        qian_json_u64(&j, grounds[g], s->barred[g]);
    qian_json_close(&j);
    figures_json(s, &j);
    chances_json(order, s, &j);
    loads_json(s, &j);
    qian_json_end(&j);
}

int show_simulation(struct ui *ui, const struct qian_simulate_order *order,
                    const struct qian_simulation *simulation) {
    struct qian_buf out = {0};
    if (ui->json)
        simulation_json(order, simulation, &out);
    else
        simulation_text(ui, order, simulation, &out);
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code;
}
