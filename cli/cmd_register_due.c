// SPDX-License-Identifier: MulanPSL-2.0
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/office_load.h"
#include "cli/desk.h"
#include "engine/base/date.h"
#include "engine/base/json_out.h"
#include "engine/plan/filings.h"

enum { HOME, AS_OF, DAY, CALENDAR, POLICY, OPTIONS };

static const char *const lights[] = {"green", "amber", "red"};

static void quarter_text(const struct qian_filing_due *d, char out[16]) {
    (void)snprintf(out, 16, "%04dQ%d", d->year, d->quarter);
}

static void due_json(const struct qian_filing_due *d, struct qian_json *j) {
    char quarter[16], day[11], ends[11];
    quarter_text(d, quarter);
    qian_day_write(d->ends, ends);
    qian_json_object(j, NULL);
    qian_json_text(j, "register", d->reg->name);
    qian_json_text(j, "list", d->list);
    qian_json_text(j, "department", d->department);
    qian_json_text(j, "quarter", quarter);
    qian_json_text(j, "ends", ends);
    qian_json_text(j, "imported", d->imported);
    qian_json_text_or_null(j, "filed", *d->filed ? d->filed : NULL);
    qian_json_bool(j, "waiting", d->waiting);
    if (d->missing) {
        qian_json_u64(j, "missing_year", (uint64_t)d->missing);
        qian_json_close(j);
        return;
    }
    qian_day_write(d->due, day);
    qian_json_text(j, "due", day);
    qian_json_u64(j, d->left < 0 ? "days_over" : "days_left",
                  (uint64_t)(d->left < 0 ? -d->left : d->left));
    qian_json_text(j, "light", lights[d->light]);
    qian_json_bool(j, "overdue", d->overdue);
    qian_json_close(j);
}

// Until when, and how many days are, or were, left.
static void days_text(struct ui *ui, const struct qian_filing_due *d, struct qian_buf *out) {
    char day[11];
    if (d->missing) {
        qian_buf_text(out, ui_say(ui, "not known, the calendar lacks the year "));
        qian_buf_u64(out, (uint64_t)d->missing);
        return;
    }
    qian_day_write(d->due, day);
    qian_buf_text(out, ui_say(ui, "to be filed by "));
    qian_buf_text(out, day);
    qian_buf_text(out, ui_say(ui, d->left < 0 ? ", days over: " : ", days left: "));
    qian_buf_u64(out, (uint64_t)(d->left < 0 ? -d->left : d->left));
    qian_buf_text(out, ", ");
    qian_buf_text(out, ui_say(ui, lights[d->light]));
}

static void due_text(struct ui *ui, const struct qian_filing_due *d, struct qian_buf *out) {
    char quarter[16];
    quarter_text(d, quarter);
    qian_buf_text(out, d->reg->name);
    qian_buf_char(out, '\t');
    qian_buf_text(out, d->list);
    qian_buf_char(out, '\t');
    qian_buf_text(out, d->department);
    qian_buf_char(out, '\t');
    qian_buf_text(out, quarter);
    qian_buf_char(out, '\t');
    days_text(ui, d, out);
    qian_buf_char(out, '\t');
    if (*d->filed) {
        qian_buf_text(out, ui_say(ui, "filed"));
        qian_buf_char(out, ' ');
        qian_buf_text(out, d->filed);
    } else {
        qian_buf_text(out, ui_say(ui, d->overdue ? "overdue" : "not filed"));
        qian_buf_text(out, d->waiting ? " (待备案)" : "");
    }
    qian_buf_char(out, '\n');
}

static int show(struct ui *ui, const struct qian_filings *filings, const char *day) {
    struct qian_buf out = {0};
    struct qian_json j = {0};
    size_t refused = 0;
    qian_buf_text(&out, "");
    if (ui->json) {
        j = qian_json_begin(&out);
        qian_json_text(&j, "format", "qian.filings/1");
        qian_json_text(&j, "day", day);
        qian_json_array(&j, "lists");
    }
    for (size_t i = 0; i < filings->count; i++) {
        const struct qian_filing_due *d = &filings->due[i];
        refused += d->overdue || d->missing;
        if (ui->json)
            due_json(d, &j);
        else
            due_text(ui, d, &out);
    }
    if (ui->json) {
        qian_json_close(&j);
        qian_json_end(&j);
    }
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code != QIAN_OK ? code : refused > 0 ? QIAN_REFUSED : QIAN_OK;
}

static int tell_due(struct ui *ui, const struct ui_option *options) {
    struct desk desk;
    struct qian_calendar calendar = {0};
    struct qian_filings filings = {0};
    struct qian_err err = {0};
    int code = QIAN_OK;
    const char *name = options[CALENDAR].value;
    enum qian_status status = desk_open(ui, options, &desk, &err);
    if (status == QIAN_OK)
        status = office_calendar_load(name ? name : "state-council", options[POLICY].value,
                                      &calendar, &err);
    struct qian_filings_order order = {
        .store = desk.store, .calendar = &calendar, .change = desk.change};
    if (status == QIAN_OK) {
        (void)qian_day_read(qian_str(desk.day), &order.today); // desk_open has judged it
        status = qian_filings_read(&order, &filings, &err);
    }
    if (status == QIAN_OK)
        code = show(ui, &filings, desk.day);
    qian_filings_free(&filings);
    qian_calendar_free(&calendar);
    int ended = desk_end(ui, &desk, status, &err);
    return ended != QIAN_OK ? ended : code;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[OPTIONS] = {
        DESK_OPTIONS, {.name = "--calendar"}, {.name = "--policy"}};
    size_t words = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, OPTIONS, NULL, &words, 0, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_register_due);
        return QIAN_OK;
    }
    return tell_due(ui, options);
}

const struct ui_command cmd_register_due = {
    .name = "register due",
    .summary = "tell which lists are to be filed, until when, and which quarters were missed",
    .usage = "  qian register due [--calendar NAME|FILE] [--policy POLICY] " DESK_USAGE,
    .examples = "  qian register due --home HOME\n"
                "  qian register due --day 2026-03-31 --json --home HOME",
    .run = run};
