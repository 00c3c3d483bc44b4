// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/show_plan_check.h"

#include <stdlib.h>
#include <string.h>

#include "cli/show_values.h"
#include "engine/base/date.h"
#include "engine/base/json_out.h"

// What one rule says of one line, or of an item over the year.
struct told {
    const char *list, *line; // of the breaches
    char *text;              // owned
    bool shown;
};

struct showing {
    struct ui *ui;
    const struct qian_planning *planning;
    const struct qian_breaches *found;
    size_t plans, lines;
    size_t hindered[QIAN_HINDRANCES]; // lines, by what hinders them today
    struct told *drawable;            // lines that may be drawn
    int32_t today;
};

static void count_line(struct ui *ui, struct qian_buf *out, const char *what, size_t n) {
    qian_buf_text(out, ui_say(ui, what));
    qian_buf_u64(out, n);
    qian_buf_char(out, '\n');
}

// The last digits of an id as a number, and where they begin; at most nine of them.
static size_t number_at(const char *id, uint64_t *number) {
    size_t at = strlen(id), digits = 0;
    uint64_t unit = 1;
    for (*number = 0; at > 0 && digits < 9 && id[at - 1] >= '0' && id[at - 1] <= '9'; digits++) {
        *number += (uint64_t)(id[--at] - '0') * unit;
        unit *= 10;
    }
    return at;
}

// L0009 and L0010, but not L9 and L10: of those it is not plain what is between them.
static bool follows(const char *id, const char *next) {
    uint64_t a = 0, b = 0;
    size_t at = number_at(id, &a), n = strlen(id);
    return at < n && strlen(next) == n && number_at(next, &b) == at && memcmp(id, next, at) == 0 &&
           b == a + 1;
}

// The ids of all that have list and text of told[from], as ranges where they follow each other.
static void write_ids(struct told *told, size_t count, size_t from, struct qian_buf *out) {
    const char *begun = "", *last = "";
    size_t lines = 0;
    for (size_t i = from; i <= count; i++) {
        bool same = i < count && strcmp(told[i].list, told[from].list) == 0 &&
                    strcmp(told[i].text, told[from].text) == 0;
        if (i < count && !same)
            continue;
        if (same && lines > 0 && follows(last, told[i].line)) {
            last = told[i].line;
        } else {
            if (last != begun) {
                qian_buf_text(out, follows(begun, last) ? ", " : "–");
                qian_buf_text(out, last);
            }
            if (same) {
                qian_buf_text(out, lines > 0 ? ", " : "");
                qian_buf_text(out, told[i].line);
                begun = last = told[i].line;
            }
        }
        if (same) {
            told[i].shown = true;
            lines++;
        }
    }
    if (lines > 1) {
        qian_buf_text(out, " (");
        qian_buf_u64(out, lines);
        qian_buf_char(out, ')');
    }
}

static void write_told(struct told *told, size_t count, struct qian_buf *out) {
    for (size_t i = 0; i < count; i++) {
        if (told[i].shown)
            continue;
        qian_buf_text(out, "  ");
        if (*told[i].list) {
            qian_buf_text(out, told[i].list);
            qian_buf_text(out, *told[i].line ? " " : "");
        }
        write_ids(told, count, i, out);
        qian_buf_text(out, *told[i].list && *told[i].text ? ": " : "");
        qian_buf_text(out, told[i].text);
        qian_buf_char(out, '\n');
    }
}

static void add_value(const struct showing *s, const struct qian_breach *b, struct told *t) {
    struct qian_buf text = {0};
    qian_buf_text(&text, t->text ? t->text : "");
    qian_buf_text(&text, t->text ? "; " : "");
    if (*b->item) {
        qian_show(&text, qian_str(b->item), 100);
        qian_buf_text(&text, ": ");
    }
    show_value(s->ui, b, &text);
    free(t->text);
    t->text = text.p;
}

// spec/plan.md 3.32: "breaches stand by rule, with the lines of which a rule says the same
// together, each id once in a rule"
static void rule_text(const struct showing *s, enum qian_rule rule, bool warning,
                      struct qian_buf *out) {
    const struct qian_rule_text *text = qian_rule_text(rule);
    struct told *told = qian_take(s->found->count + 1, sizeof *told);
    size_t count = 0, breaches = 0;
    for (size_t i = 0; i < s->found->count; i++) {
        const struct qian_breach *b = &s->found->breach[i];
        if (b->rule != rule || b->warning != warning)
            continue;
        breaches++;
        // What is of no line stands by itself: its item is its place.
        bool same = count > 0 && *b->line && strcmp(told[count - 1].line, b->line) == 0 &&
                    strcmp(told[count - 1].list, b->list) == 0;
        if (!same)
            told[count++] = (struct told){b->list, b->line, NULL, false};
        add_value(s, b, &told[count - 1]);
    }
    if (breaches > 0) {
        qian_buf_text(out, text->code);
        qian_buf_text(out, *text->clause ? " " : "");
        qian_buf_text(out, text->clause);
        qian_buf_text(out, ": ");
        qian_buf_text(out, warning ? ui_say(s->ui, "warning: ") : "");
        qian_rule_say(s->planning, rule, ui_say(s->ui, text->what), out);
        qian_buf_text(out, " (");
        qian_buf_u64(out, breaches);
        qian_buf_text(out, ")\n  -> ");
        qian_rule_say(s->planning, rule, ui_say(s->ui, text->next), out);
        qian_buf_char(out, '\n');
        write_told(told, count, out);
    }
    for (size_t i = 0; i < count; i++)
        free(told[i].text);
    free(told);
}

static void drawable_text(const struct showing *s, struct qian_buf *out) {
    const size_t *hindered = s->hindered;
    qian_buf_text(out, ui_say(s->ui, "day: "));
    qian_buf_text(out, s->planning->day);
    qian_buf_char(out, '\n');
    count_line(s->ui, out, "lines that may be drawn on this day: ", hindered[QIAN_MAY_DRAW]);
    write_told(s->drawable, s->hindered[QIAN_MAY_DRAW], out);
    count_line(s->ui, out, "lines that may not: ", s->lines - s->hindered[QIAN_MAY_DRAW]);
    if (hindered[QIAN_NOT_APPROVED])
        count_line(s->ui, out, "  the plan is not approved: ", hindered[QIAN_NOT_APPROVED]);
    if (hindered[QIAN_NOT_IN_WINDOW])
        count_line(s->ui, out, "  not within their window: ", hindered[QIAN_NOT_IN_WINDOW]);
    if (hindered[QIAN_BREACHED])
        count_line(s->ui, out, "  a breach stands against them: ", hindered[QIAN_BREACHED]);
}

static void write_text(const struct showing *s, struct qian_buf *out) {
    for (int rule = QIAN_P01; rule < QIAN_RULES; rule++)
        for (int warning = 0; warning < 2; warning++)
            rule_text(s, (enum qian_rule)rule, warning, out);
    count_line(s->ui, out, "plans: ", s->plans);
    count_line(s->ui, out, "lines: ", s->lines);
    count_line(s->ui, out, "breaches: ", s->found->count - s->found->warnings);
    count_line(s->ui, out, "warnings: ", s->found->warnings);
    drawable_text(s, out);
}

static void text_json(const struct showing *s, const struct qian_breach *b, const char *name,
                      const char *sentence, struct qian_json *j) {
    struct qian_buf said = {0};
    qian_rule_say(s->planning, b->rule, ui_say(s->ui, sentence), &said);
    qian_json_str(j, name, qian_buf_view(&said));
    qian_buf_free(&said);
}

static void breach_json(const struct showing *s, const struct qian_breach *b, struct qian_json *j) {
    const struct qian_rule_text *rule = qian_rule_text(b->rule);
    struct qian_buf value = {0};
    qian_show(&value, qian_str(b->value), SIZE_MAX);
    qian_json_object(j, NULL);
    qian_json_text(j, "code", rule->code);
    qian_json_text(j, "clause", rule->clause);
    qian_json_bool(j, "warning", b->warning);
    qian_json_text(j, "list", b->list);
    qian_json_text(j, "line", b->line);
    qian_json_text(j, "item", b->item);
    qian_json_str(j, "value", qian_buf_view(&value));
    text_json(s, b, "what", rule->what, j);
    text_json(s, b, "next", rule->next, j);
    qian_json_close(j);
    qian_buf_free(&value);
}

static void write_json(const struct showing *s, struct qian_buf *out) {
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "format", "qian.plan-check/1");
    qian_json_u64(&j, "year", (uint64_t)s->planning->year);
    qian_json_u64(&j, "plans", s->plans);
    qian_json_u64(&j, "lines", s->lines);
    qian_json_u64(&j, "breaches", s->found->count - s->found->warnings);
    qian_json_u64(&j, "warnings", s->found->warnings);
    qian_json_text(&j, "day", s->planning->day);
    qian_json_array(&j, "may_be_drawn");
    for (size_t i = 0; i < s->hindered[QIAN_MAY_DRAW]; i++) {
        qian_json_object(&j, NULL);
        qian_json_text(&j, "list", s->drawable[i].list);
        qian_json_text(&j, "line", s->drawable[i].line);
        qian_json_close(&j);
    }
    qian_json_close(&j);
    qian_json_u64(&j, "not_approved", s->hindered[QIAN_NOT_APPROVED]);
    qian_json_u64(&j, "not_in_window", s->hindered[QIAN_NOT_IN_WINDOW]);
    qian_json_u64(&j, "breached", s->hindered[QIAN_BREACHED]);
    qian_json_array(&j, "found");
    for (size_t i = 0; i < s->found->count; i++)
        breach_json(s, &s->found->breach[i], &j);
    qian_json_close(&j);
    qian_json_end(&j);
}

static void look_at_lines(struct showing *s, const struct qian_plan *plan) {
    static char nothing[] = "";
    s->plans++;
    s->lines += plan->lines;
    for (size_t l = 0; l < plan->lines; l++) {
        enum qian_hindrance is =
            qian_line_hindrance(s->planning, plan, &plan->line[l], s->found, s->today);
        if (is == QIAN_MAY_DRAW)
            s->drawable[s->hindered[is]] =
                (struct told){plan->name, plan->line[l].field[QIAN_LINE_ID], nothing, false};
        s->hindered[is]++;
    }
}

int show_plan_check(struct ui *ui, const struct qian_planning *planning,
                    const struct qian_breaches *found) {
    struct showing s = {.ui = ui, .planning = planning, .found = found};
    struct qian_buf out = {0};
    size_t lines = 0;
    (void)qian_day_read(qian_str(planning->day), &s.today); // it was read when it was asked for
    for (size_t i = 0; i < planning->plans; i++)
        lines += planning->plan[i].lines;
    s.drawable = qian_take(lines + 1, sizeof *s.drawable);
    for (size_t i = 0; i < planning->plans; i++)
        if (planning->plan[i].wanted)
            look_at_lines(&s, &planning->plan[i]);
    if (ui->json)
        write_json(&s, &out);
    else
        write_text(&s, &out);
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    free(s.drawable);
    return code;
}
