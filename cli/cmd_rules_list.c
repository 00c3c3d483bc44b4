// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "cli/show_count.h"
#include "engine/base/json_out.h"
#include "engine/crypto/hash.h"

static void text_rules(const struct ui *ui, const struct qian_rules *rules, struct qian_buf *out) {
    qian_buf_text(out, rules->name);
    qian_buf_text(out, ui_say(ui, ": rules pack, in force from "));
    qian_buf_text(out, rules->from);
    qian_buf_text(out, *rules->to ? ui_say(ui, " to ") : ui_say(ui, " without end"));
    qian_buf_text(out, rules->to);
    qian_buf_char(out, '\n');
    show_digests(out, qian_buf_view(&rules->bytes));
}

static void text_calendar(const struct ui *ui, const struct qian_calendar *calendar,
                          struct qian_buf *out) {
    qian_buf_text(out, calendar->name);
    qian_buf_text(out, ui_say(ui, ": calendar, edition "));
    qian_buf_u64(out, calendar->edition);
    qian_buf_text(out, ui_say(ui, ", covers "));
    qian_buf_u64(out, (uint64_t)calendar->year[0].year);
    qian_buf_text(out, ui_say(ui, " to "));
    qian_buf_u64(out, (uint64_t)calendar->year[calendar->years - 1].year);
    qian_buf_text(out, ui_say(ui, " (to December 21)"));
    qian_buf_char(out, '\n');
    show_digests(out, qian_buf_view(&calendar->bytes));
}

static void json_digests(struct qian_json *j, struct qian_str bytes) {
    static const char *const names[] = {"sha256", "sm3"};
    for (int suite = QIAN_SHA256_ED25519; suite <= QIAN_SM3_SM2; suite++) {
        struct qian_hasher *hasher = qian_hasher_open((enum qian_suite)suite);
        struct qian_digest digest;
        qian_hash(hasher, bytes, &digest);
        qian_hasher_close(hasher);
        qian_json_hex(j, names[suite], digest.b, sizeof digest.b);
    }
}

static void json_rules(struct qian_json *j, const struct qian_rules *rules) {
    qian_json_object(j, NULL);
    qian_json_text(j, "name", rules->name);
    qian_json_text(j, "title", rules->title);
    qian_json_text(j, "from", rules->from);
    qian_json_text_or_null(j, "to", *rules->to ? rules->to : NULL);
    json_digests(j, qian_buf_view(&rules->bytes));
    qian_json_close(j);
}

static void json_calendar(struct qian_json *j, const struct qian_calendar *calendar) {
    qian_json_object(j, NULL);
    qian_json_text(j, "name", calendar->name);
    qian_json_text(j, "title", calendar->title);
    qian_json_u64(j, "edition", calendar->edition);
    qian_json_u64(j, "first", (uint64_t)calendar->year[0].year);
    qian_json_u64(j, "last", (uint64_t)calendar->year[calendar->years - 1].year);
    json_digests(j, qian_buf_view(&calendar->bytes));
    qian_json_close(j);
}

static enum qian_status add_rules(const struct ui *ui, struct qian_json *j, struct qian_buf *out,
                                  struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < qian_pack_count && status == QIAN_OK; i++) {
        struct qian_rules rules;
        status = qian_rules_load(qian_packs[i].name, ".", &rules, err);
        if (status == QIAN_OK && j)
            json_rules(j, &rules);
        else if (status == QIAN_OK)
            text_rules(ui, &rules, out);
        qian_rules_free(&rules);
    }
    return status;
}

static enum qian_status add_calendars(const struct ui *ui, struct qian_json *j,
                                      struct qian_buf *out, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < qian_calendar_count && status == QIAN_OK; i++) {
        struct qian_calendar calendar;
        status = qian_calendar_load(qian_calendars[i].name, ".", &calendar, err);
        if (status == QIAN_OK && j)
            json_calendar(j, &calendar);
        else if (status == QIAN_OK)
            text_calendar(ui, &calendar, out);
        qian_calendar_free(&calendar);
    }
    return status;
}

static enum qian_status list(const struct ui *ui, struct qian_buf *out, struct qian_err *err) {
    if (!ui->json) {
        enum qian_status status = add_rules(ui, NULL, out, err);
        return status == QIAN_OK ? add_calendars(ui, NULL, out, err) : status;
    }
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "format", "qian.rules/1");
    qian_json_array(&j, "rules");
    enum qian_status status = add_rules(ui, &j, out, err);
    qian_json_close(&j);
    qian_json_array(&j, "calendars");
    if (status == QIAN_OK)
        status = add_calendars(ui, &j, out, err);
    qian_json_close(&j);
    qian_json_end(&j);
    return status;
}

static int run(struct ui *ui, int argc, char **argv) {
    size_t n = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, NULL, 0, NULL, &n, 0, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_rules_list);
        return QIAN_OK;
    }
    struct qian_buf text = {0};
    struct qian_err err;
    int code = list(ui, &text, &err) == QIAN_OK ? ui_print(ui, &text) : ui_fail(ui, &err);
    qian_buf_free(&text);
    return code;
}

const struct ui_command cmd_rules_list = {
    .name = "rules list",
    .summary = "list the rules packs and calendars that come with the program",
    .usage = "  qian rules list",
    .examples = "  qian rules list\n  qian rules list --json",
    .run = run};
