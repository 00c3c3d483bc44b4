// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/show_report.h"

#include "engine/base/date.h"
#include "engine/base/json_out.h"
#include "engine/core/quota.h"
#include "engine/plan/opening.h"

#define CAPPED_SHOWN 100

static const char *const kinds[] = {"", "general", "key"};
static const char *const whys[] = {"", "empty-roster", "no-line", "not-executed", "left-out"};

static const char *why_text(const struct ui *ui, enum qian_undone why) {
    switch (why) {
    case QIAN_UNDONE_EMPTY_ROSTER:
        return ui_say(ui, "no object: its roster is empty");
    case QIAN_UNDONE_NO_LINE:
        return ui_say(ui, "in no line of the year");
    case QIAN_UNDONE_NOT_EXECUTED:
        return ui_say(ui, "its lines were not executed:");
    case QIAN_UNDONE_LEFT_OUT:
        return ui_say(ui, "its lines were executed without it:");
    default:
        return "";
    }
}

// A part of a whole in hundredths of a percent, rounded down.
static uint64_t hundredths(uint64_t part, uint64_t whole) {
    return whole ? (uint64_t)((qian_u128)part * 10000 / whole) : 0;
}

static void number(struct qian_buf *out, const char *before, uint64_t n) {
    qian_buf_text(out, before);
    qian_buf_u64(out, n);
}

static void percent(struct qian_buf *out, uint64_t part, uint64_t whole) {
    uint64_t n = hundredths(part, whole);
    number(out, " (", n / 100);
    qian_buf_char(out, '.');
    qian_buf_char(out, (char)('0' + n / 10 % 10));
    qian_buf_char(out, (char)('0' + n % 10));
    qian_buf_text(out, " %)");
}

static void title(const struct ui *ui, struct qian_buf *out, const char *what, size_t n) {
    qian_buf_text(out, ui_say(ui, what));
    number(out, " ", n);
    qian_buf_char(out, '\n');
}

typedef void on_line(void *to, const struct qian_plan *plan, const struct qian_plan_line *line);

static void each_line(const struct qian_planning *p, size_t item, on_line *say, void *to) {
    for (size_t i = 0; i < p->plans; i++)
        for (size_t l = 0; p->plan[i].year == p->year && l < p->plan[i].lines; l++)
            if (qian_line_has(&p->plan[i].line[l], item))
                say(to, &p->plan[i], &p->plan[i].line[l]);
}

static void write_name(struct qian_buf *out, const struct qian_plan *plan,
                       const struct qian_plan_line *line) {
    qian_buf_text(out, plan->name);
    qian_buf_char(out, '/');
    qian_buf_text(out, line->field[QIAN_LINE_ID]);
}

static void line_text(void *to, const struct qian_plan *plan, const struct qian_plan_line *line) {
    qian_buf_char(to, ' ');
    write_name(to, plan, line);
}

static void line_json(void *to, const struct qian_plan *plan, const struct qian_plan_line *line) {
    struct qian_buf name = {0};
    write_name(&name, plan, line);
    qian_json_str(to, NULL, qian_buf_view(&name));
    qian_buf_free(&name);
}

static size_t count_undone(const struct qian_planning *p, const struct qian_plan_report *r) {
    size_t n = 0;
    for (size_t i = 0; i < p->items.count; i++)
        n += r->item[i].told && qian_undone_why(&r->item[i]) != QIAN_UNDONE_NOT;
    return n;
}

static size_t count_items(const struct qian_planning *p, const struct qian_plan_report *r) {
    size_t n = 0;
    for (size_t i = 0; i < p->items.count; i++)
        n += r->item[i].told;
    return n;
}

static void undone_text(const struct ui *ui, const struct qian_planning *p,
                        const struct qian_plan_report *r, struct qian_buf *out) {
    title(ui, out, "items of the year:", count_items(p, r));
    title(ui, out, "of these without a draw:", count_undone(p, r));
    for (size_t i = 0; i < p->items.count; i++) {
        enum qian_undone why = qian_undone_why(&r->item[i]);
        if (!r->item[i].told || why == QIAN_UNDONE_NOT)
            continue;
        qian_buf_text(out, "  ");
        qian_buf_text(out, p->items.item[i].code);
        qian_buf_char(out, ' ');
        qian_show(out, qian_str(p->items.item[i].name), 200);
        qian_buf_text(out, ": ");
        qian_buf_text(out, why_text(ui, why));
        if (why == QIAN_UNDONE_NOT_EXECUTED || why == QIAN_UNDONE_LEFT_OUT)
            each_line(p, i, line_text, out);
        qian_buf_char(out, '\n');
    }
}

static void undone_json(const struct qian_planning *p, const struct qian_plan_report *r,
                        struct qian_json *j) {
    qian_json_u64(j, "items", count_items(p, r));
    qian_json_array(j, "undone");
    for (size_t i = 0; i < p->items.count; i++) {
        enum qian_undone why = qian_undone_why(&r->item[i]);
        if (!r->item[i].told || why == QIAN_UNDONE_NOT)
            continue;
        qian_json_object(j, NULL);
        qian_json_text(j, "item", p->items.item[i].code);
        qian_json_text(j, "name", p->items.item[i].name);
        qian_json_text(j, "department", p->items.item[i].department);
        qian_json_text(j, "why", whys[why]);
        qian_json_array(j, "lines");
        each_line(p, i, line_json, j);
        qian_json_close(j);
        qian_json_close(j);
    }
    qian_json_close(j);
}

static void day_of(int32_t day, char out[11]) {
    out[0] = '-';
    out[1] = 0;
    if (day != QIAN_NO_DAY)
        qian_day_write(day, out);
}

static void unexecuted_text(const struct ui *ui, const struct qian_plan_report *r,
                            struct qian_buf *out) {
    title(ui, out, "lines that were not executed:", r->unexecuteds);
    for (size_t i = 0; i < r->unexecuteds; i++) {
        const struct qian_unexecuted *u = &r->unexecuted[i];
        char starts[11], ends[11];
        day_of(u->line->starts, starts);
        day_of(u->line->ends, ends);
        qian_buf_text(out, "  ");
        write_name(out, u->plan, u->line);
        qian_buf_char(out, ' ');
        qian_show(out, qian_str(u->line->field[QIAN_LINE_TITLE]), 200);
        qian_buf_text(out, ", ");
        qian_buf_text(out, ui_say(ui, qian_plan_state(u->plan)));
        qian_buf_text(out, ", ");
        qian_buf_text(out, starts);
        qian_buf_text(out, " – ");
        qian_buf_text(out, ends);
        if (u->over > 0) {
            qian_buf_text(out, ui_say(ui, ", days over its end: "));
            qian_buf_u64(out, u->over);
        }
        qian_buf_char(out, '\n');
    }
}

static void unexecuted_json(const struct qian_plan_report *r, struct qian_json *j) {
    qian_json_array(j, "not_executed");
    for (size_t i = 0; i < r->unexecuteds; i++) {
        const struct qian_unexecuted *u = &r->unexecuted[i];
        char starts[11], ends[11];
        day_of(u->line->starts, starts);
        day_of(u->line->ends, ends);
        qian_json_object(j, NULL);
        qian_json_text(j, "plan", u->plan->name);
        qian_json_text(j, "line", u->line->field[QIAN_LINE_ID]);
        qian_json_text(j, "title", u->line->field[QIAN_LINE_TITLE]);
        qian_json_text(j, "state", qian_plan_state(u->plan));
        qian_json_text(j, "starts", starts);
        qian_json_text(j, "ends", ends);
        qian_json_u64(j, "days_over", u->over);
        qian_json_close(j);
    }
    qian_json_close(j);
}

static void reached_text(const struct ui *ui, const struct qian_planning *p,
                         const struct qian_plan_report *r, struct qian_buf *out) {
    qian_buf_text(out, ui_say(ui, "targets inspected, of the opening roster; at least:\n"));
    for (size_t i = 0; i < p->items.count; i++) {
        const struct qian_reported_item *item = &r->item[i];
        if (!item->told)
            continue;
        qian_buf_text(out, "  ");
        qian_buf_text(out, p->items.item[i].code);
        number(out, " ", item->reached);
        number(out, " / ", item->roster);
        percent(out, item->reached, item->roster);
        number(out, " ≥ ", item->least);
        qian_buf_text(out, item->reached < item->least ? ui_say(ui, ": not reached") : "");
        qian_buf_char(out, '\n');
    }
}

static void reached_json(const struct qian_planning *p, const struct qian_plan_report *r,
                         struct qian_json *j) {
    qian_json_array(j, "reached");
    for (size_t i = 0; i < p->items.count; i++) {
        const struct qian_reported_item *item = &r->item[i];
        if (!item->told)
            continue;
        qian_json_object(j, NULL);
        qian_json_text(j, "item", p->items.item[i].code);
        qian_json_text(j, "kind", kinds[p->items.item[i].kind]);
        qian_json_u64(j, "reached", item->reached);
        qian_json_u64(j, "roster", item->roster);
        qian_json_u64(j, "least", item->least);
        qian_json_u64(j, "hundredths", hundredths(item->reached, item->roster));
        qian_json_close(j);
    }
    qian_json_close(j);
}

static void shares_text(const struct ui *ui, const struct qian_plan_report *r,
                        struct qian_buf *out) {
    qian_buf_text(out, ui_say(ui, "key items of each department, of all; the year before:\n"));
    for (size_t i = 0; i < r->shares; i++) {
        const struct qian_key_share *s = &r->share[i];
        qian_buf_text(out, "  ");
        qian_buf_text(out, s->department);
        for (size_t when = 0; when < 2; when++) {
            number(out, when ? "; " : " ", s->key[when]);
            number(out, " / ", s->items[when]);
            percent(out, s->key[when], s->items[when]);
        }
        qian_buf_char(out, '\n');
    }
}

static void shares_json(const struct qian_plan_report *r, struct qian_json *j) {
    static const char *const names[2][3] = {{"items", "key", "hundredths"},
                                            {"items_before", "key_before", "hundredths_before"}};
    qian_json_array(j, "key_items");
    for (size_t i = 0; i < r->shares; i++) {
        const struct qian_key_share *s = &r->share[i];
        qian_json_object(j, NULL);
        qian_json_text(j, "department", s->department);
        for (size_t when = 0; when < 2; when++) {
            qian_json_u64(j, names[when][0], s->items[when]);
            qian_json_u64(j, names[when][1], s->key[when]);
            qian_json_u64(j, names[when][2], hundredths(s->key[when], s->items[when]));
        }
        qian_json_close(j);
    }
    qian_json_close(j);
}

static void visits_text(const struct ui *ui, const struct qian_plan_report *r,
                        struct qian_buf *out) {
    const struct qian_visits *v = &r->visits;
    qian_buf_text(out, ui_say(ui, "targets by their visits in the year, of all departments:\n"));
    for (unsigned n = 1; n <= v->most; n++) {
        number(out, "  ", n);
        number(out, ": ", v->targets[n]);
        qian_buf_char(out, '\n');
    }
    if (v->cappeds == 0)
        return;
    title(ui, out, "targets that have had all the visits they may have:", v->cappeds);
    for (size_t i = 0; i < v->cappeds && i < CAPPED_SHOWN; i++) {
        qian_buf_text(out, "  ");
        qian_buf_text(out, v->capped[i].id);
        qian_buf_char(out, ' ');
        qian_buf_char(out, v->capped[i].class);
        number(out, ": ", v->capped[i].visits);
        number(out, " / ", v->capped[i].cap);
        qian_buf_char(out, '\n');
    }
    if (v->cappeds > CAPPED_SHOWN)
        qian_buf_text(out, ui_say(ui, "  and more, which --json lists\n"));
}

static void visits_json(const struct qian_plan_report *r, struct qian_json *j) {
    const struct qian_visits *v = &r->visits;
    qian_json_array(j, "visits");
    for (unsigned n = 1; n <= v->most; n++) {
        qian_json_object(j, NULL);
        qian_json_u64(j, "visits", n);
        qian_json_u64(j, "targets", v->targets[n]);
        qian_json_close(j);
    }
    qian_json_close(j);
    qian_json_array(j, "capped");
    for (size_t i = 0; i < v->cappeds; i++) {
        qian_json_object(j, NULL);
        qian_json_text(j, "target", v->capped[i].id);
        qian_json_str(j, "class", (struct qian_str){&v->capped[i].class, 1});
        qian_json_u64(j, "visits", v->capped[i].visits);
        qian_json_u64(j, "cap", v->capped[i].cap);
        qian_json_close(j);
    }
    qian_json_close(j);
}

int show_report(struct ui *ui, const struct qian_planning *p, const struct qian_plan_report *r) {
    struct qian_buf out = {0};
    if (ui->json) {
        struct qian_json j = qian_json_begin(&out);
        qian_json_text(&j, "format", "qian.plan.report/1");
        qian_json_u64(&j, "year", (uint64_t)p->year);
        qian_json_text(&j, "time", p->time);
        qian_json_text(&j, "day", p->day);
        undone_json(p, r, &j);
        unexecuted_json(r, &j);
        reached_json(p, r, &j);
        shares_json(r, &j);
        visits_json(r, &j);
        qian_json_end(&j);
    } else {
        undone_text(ui, p, r, &out);
        unexecuted_text(ui, r, &out);
        reached_text(ui, p, r, &out);
        shares_text(ui, r, &out);
        visits_text(ui, r, &out);
    }
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code;
}
