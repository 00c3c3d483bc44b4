// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/show_count.h"

#include <string.h>

#include "engine/base/date.h"
#include "engine/base/json_out.h"
#include "engine/crypto/hash.h"

const char *show_weekday(const struct ui *ui, int32_t day) {
    static const struct {
        const char *name;
    } known[] = {{"Mon"}, {"Tue"}, {"Wed"}, {"Thu"}, {"Fri"}, {"Sat"}, {"Sun"}};
    return ui_say(ui, known[qian_weekday(day) - 1].name);
}

void show_digests(struct qian_buf *out, struct qian_str bytes) {
    static const char *const names[] = {"  SHA-256 ", "  SM3     "};
    for (int suite = QIAN_SHA256_ED25519; suite <= QIAN_SM3_SM2; suite++) {
        struct qian_hasher *hasher = qian_hasher_open((enum qian_suite)suite);
        struct qian_digest digest;
        qian_hash(hasher, bytes, &digest);
        qian_hasher_close(hasher);
        qian_buf_text(out, names[suite]);
        qian_buf_hex(out, digest.b, sizeof digest.b);
        qian_buf_char(out, '\n');
    }
}

static const char *said_unit(const struct ui *ui, const struct qian_period *period) {
    static const struct {
        const char *name;
    } known[] = {{" working day"}, {" working days"}, {" day"},  {" days"},
                 {" month"},       {" months"},       {" hour"}, {" hours"}};
    return ui_say(ui, known[2 * period->unit + (period->n != 1)].name);
}

static void add_day(const struct ui *ui, int32_t day, struct qian_buf *out) {
    char text[11];
    qian_day_write(day, text);
    qian_buf_text(out, text);
    qian_buf_char(out, ' ');
    qian_buf_text(out, show_weekday(ui, day));
}

static void add_end(const struct ui *ui, const struct count *c, struct qian_buf *out) {
    char time[26];
    bool hours = c->period.unit == QIAN_HOURS;
    qian_time_write(c->end.moment, time);
    switch (c->period.kind) {
    case QIAN_PERIOD_LIMIT:
        qian_buf_text(out, hours ? ui_say(ui, "late after ") : ui_say(ui, "due on "));
        break;
    case QIAN_PERIOD_WAIT:
        qian_buf_text(out, ui_say(ui, "may be done from "));
        break;
    case QIAN_PERIOD_VALIDITY:
        qian_buf_text(out, ui_say(ui, "valid until "));
        break;
    }
    if (hours)
        qian_buf_text(out, time);
    else
        add_day(ui, c->end.day, out);
    if (!hours && c->period.kind != QIAN_PERIOD_WAIT)
        qian_buf_text(out, ui_say(ui, ", 24:00"));
    if (!hours && c->period.kind == QIAN_PERIOD_LIMIT && c->end.day != c->end.last) {
        qian_buf_text(out, ui_say(ui, "; moved from a day off, "));
        add_day(ui, c->end.last, out);
    }
}

// The days that were looked up in the calendar; false if there are none.
static bool looked_up(const struct counted *t, int32_t *first, int32_t *last) {
    const struct count *c = &t->count[t->holds];
    *last = c->period.kind == QIAN_PERIOD_WAIT ? c->end.last : c->end.day;
    if (c->period.unit == QIAN_WORKING_DAYS && c->period.n > 0)
        *first = t->from_day + 1;
    else if (c->period.unit != QIAN_HOURS && c->period.kind == QIAN_PERIOD_LIMIT && c->period.n > 0)
        *first = c->end.last;
    else
        return false;
    return true;
}

static const char *why(const struct ui *ui, enum qian_day_kind kind) {
    switch (kind) {
    case QIAN_DAY_WEEKDAY:
        break;
    case QIAN_DAY_MADE_UP:
        return ui_say(ui, "counted: worked at a weekend, by a notice");
    case QIAN_DAY_WEEKEND:
        return ui_say(ui, "passed over: weekend");
    case QIAN_DAY_HOLIDAY:
        return ui_say(ui, "passed over: day off, by a notice");
    }
    return "";
}

static void text_days(const struct ui *ui, const struct counted *t, struct qian_buf *out) {
    int32_t day, last;
    struct qian_err err;
    if (!looked_up(t, &day, &last))
        return;
    for (; day <= last; day++) {
        enum qian_day_kind kind;
        if (qian_calendar_day(t->calendar, day, &kind, &err) != QIAN_OK || kind == QIAN_DAY_WEEKDAY)
            continue;
        qian_buf_text(out, "  ");
        add_day(ui, day, out);
        qian_buf_text(out, "  ");
        qian_buf_text(out, why(ui, kind));
        qian_buf_char(out, '\n');
    }
    qian_buf_text(out, ui_say(ui, "by the calendar "));
    qian_buf_text(out, t->calendar->name);
    qian_buf_text(out, ui_say(ui, ", edition "));
    qian_buf_u64(out, t->calendar->edition);
    qian_buf_char(out, '\n');
    show_digests(out, qian_buf_view(&t->calendar->bytes));
}

static void text(const struct ui *ui, const struct counted *t, struct qian_buf *out) {
    for (size_t i = 0; i < t->counts; i++) {
        const struct count *c = &t->count[i];
        if (*c->pack) {
            qian_show(out, qian_str(c->pack), 64);
            qian_buf_text(out, ": ");
        }
        qian_buf_u64(out, c->period.n);
        qian_buf_text(out, said_unit(ui, &c->period));
        qian_buf_text(out, ": ");
        add_end(ui, c, out);
        if (t->counts > 1 && i == t->holds)
            qian_buf_text(out, ui_say(ui, "; this one holds"));
        qian_buf_char(out, '\n');
    }
    text_days(ui, t, out);
}

static void json_day(struct qian_json *j, const char *name, int32_t day) {
    char text[11];
    qian_day_write(day, text);
    qian_json_text(j, name, text);
}

static void json_days(const struct counted *t, struct qian_json *j) {
    static const char *const kinds[] = {"weekday", "made-up", "weekend", "holiday"};
    int32_t day, last;
    struct qian_err err;
    struct qian_digest digest;
    if (looked_up(t, &day, &last))
        for (; day <= last; day++) {
            enum qian_day_kind kind;
            if (qian_calendar_day(t->calendar, day, &kind, &err) != QIAN_OK)
                continue;
            qian_json_object(j, NULL);
            json_day(j, "day", day);
            qian_json_text(j, "kind", kinds[kind]);
            qian_json_close(j);
        }
    qian_json_close(j);
    qian_json_object(j, "calendar");
    qian_json_text(j, "name", t->calendar->name);
    qian_json_u64(j, "edition", t->calendar->edition);
    qian_sha256(qian_buf_view(&t->calendar->bytes), &digest);
    qian_json_hex(j, "sha256", digest.b, sizeof digest.b);
    qian_json_close(j);
}

static void json(const struct counted *t, struct qian_buf *out) {
    static const char *const kinds[] = {"limit", "wait", "validity"};
    struct qian_json j = qian_json_begin(out);
    char time[26];
    qian_json_text(&j, "format", "qian.deadline/1");
    qian_json_text(&j, "from", t->from);
    qian_json_array(&j, "periods");
    for (size_t i = 0; i < t->counts; i++) {
        const struct count *c = &t->count[i];
        qian_time_write(c->end.moment, time);
        qian_json_object(&j, NULL);
        qian_json_text_or_null(&j, "pack", *c->pack ? c->pack : NULL);
        qian_json_text(&j, "kind", kinds[c->period.kind]);
        qian_json_u64(&j, "value", c->period.n);
        qian_json_text(&j, "unit", qian_period_unit_name(c->period.unit));
        json_day(&j, "last", c->end.last);
        json_day(&j, "day", c->end.day);
        qian_json_text(&j, "moment", time);
        qian_json_bool(&j, "holds", i == t->holds);
        qian_json_close(&j);
    }
    qian_json_close(&j);
    qian_json_array(&j, "days");
    json_days(t, &j);
    qian_json_end(&j);
}

int show_count(struct ui *ui, const struct counted *counted) {
    struct qian_buf out = {0};
    if (ui->json)
        json(counted, &out);
    else
        text(ui, counted, &out);
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code;
}
