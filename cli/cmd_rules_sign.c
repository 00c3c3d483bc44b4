// SPDX-License-Identifier: MulanPSL-2.0
// An office signs a rules pack or a calendar; everybody checks that it did (spec/rules.md 3).
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/house.h"
#include "cli/key.h"
#include "engine/base/file.h"
#include "engine/base/json_out.h"
#include "engine/ceremony/office.h"
#include "engine/ceremony/policy_read.h"
#include "engine/log/checkpoint.h"
#include "engine/plan/calendar.h"

#define PAPER_MAX 16777216 // bytes of a pack or calendar

struct paper {
    struct qian_buf bytes;
    struct qian_rules rules;
    struct qian_calendar calendar;
    struct qian_office_paper is;
};

// A pack says that it is one, and so does a calendar.
static enum qian_status read_paper(const char *path, struct paper *out, struct qian_err *err) {
    static const char calendar[] = "\"format\": \"qian/1 calendar\"";
    enum qian_status status = qian_file_read(path, PAPER_MAX, &out->bytes, err);
    if (status != QIAN_OK)
        return status;
    struct qian_str bytes = qian_buf_view(&out->bytes);
    bool is_calendar = bytes.n > 64 && strstr(bytes.p, calendar) != NULL;
    status = is_calendar ? qian_calendar_parse(bytes, &out->calendar, err)
                         : qian_rules_parse(bytes, &out->rules, err);
    out->is = (struct qian_office_paper){is_calendar ? "calendar" : "rules",
                                         is_calendar ? out->calendar.name : out->rules.name, bytes};
    return status;
}

static void free_paper(struct paper *paper) {
    qian_rules_free(&paper->rules);
    qian_calendar_free(&paper->calendar);
    qian_buf_free(&paper->bytes);
}

// The vkeys of a policy's offices, terminated. The caller frees each and the list.
static char **offices(const struct qian_policy *policy, size_t *count) {
    char **office = qian_take(policy->keys + 1, sizeof *office);
    *count = 0;
    for (size_t i = 0; i < policy->keys; i++)
        if (policy->key[i].role == QIAN_ROLE_OFFICE)
            office[(*count)++] = qian_str_copy(policy->key[i].vkey);
    return office;
}

static enum qian_status judge(const struct paper *paper, const struct qian_policy *policy,
                              struct qian_str note, const char *where, struct qian_err *err) {
    size_t count;
    char **office = offices(policy, &count);
    enum qian_status status =
        qian_office_note_judge(&paper->is, (const char *const *)office, count, note, where, err);
    for (size_t i = 0; i < count; i++)
        free(office[i]);
    free(office);
    return status;
}

static int show(struct ui *ui, const struct paper *paper, const char *what) {
    struct qian_buf out = {0};
    if (ui->json) {
        struct qian_json j = qian_json_begin(&out);
        qian_json_text(&j, "format", "qian.office/1");
        qian_json_text(&j, "kind", paper->is.kind);
        qian_json_text(&j, "name", paper->is.name);
        qian_json_text(&j, "done", what);
        qian_json_end(&j);
    } else {
        qian_buf_text(&out, ui_say(ui, what));
        qian_buf_text(&out, ": ");
        qian_buf_text(&out, paper->is.name);
        qian_buf_char(&out, '\n');
    }
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code;
}

struct order {
    const char *path, *policy, *name, *note;
    enum qian_suite suite;
};

static enum qian_status not_office(const char *name, struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_REFUSED, "S05", "policy 1.1",
                                        "the policy names no office with this key",
                                        "use the home of whoever the policy names");
    qian_err_value(err, "%.100s", name);
    return status;
}

static enum qian_status add(const struct order *order, const struct paper *paper,
                            const struct qian_policy *policy, const struct qian_key *key,
                            bool *before, struct qian_err *err) {
    struct qian_buf note = {0}, added = {0};
    enum qian_status status = QIAN_OK;
    if (!qian_policy_of_vkey(policy, QIAN_ROLE_OFFICE, qian_str(key->vkey)))
        return not_office(order->name, err);
    if (qian_file_exists(order->note)) {
        status = qian_file_read(order->note, QIAN_CHECKPOINT_MAX, &note, err);
        if (status == QIAN_OK)
            status = judge(paper, policy, qian_buf_view(&note), order->note, err);
    }
    if (status == QIAN_OK) {
        qian_office_note_add(&paper->is, key, qian_buf_view(&note), before, &added);
        status = judge(paper, policy, qian_buf_view(&added), order->note, err);
    }
    if (status == QIAN_OK && !*before)
        status = qian_file_write(order->note, qian_buf_view(&added), 0644, err);
    qian_buf_free(&note);
    qian_buf_free(&added);
    return status;
}

static int sign(struct ui *ui, const struct order *order, struct house *house) {
    struct paper paper = {0};
    struct qian_policy policy = {0};
    bool before = false;
    struct qian_err err;
    house->vault = qian_vault_new(passphrase_ask, &house->source);
    enum qian_status status = qian_sign_start(&err);
    if (status == QIAN_OK)
        status = qian_policy_read(order->policy, &policy, &err);
    if (status == QIAN_OK)
        status = read_paper(order->path, &paper, &err);
    if (status == QIAN_OK)
        status =
            qian_key_open(house->home, order->name, order->suite, house->vault, &house->key, &err);
    if (status == QIAN_OK)
        status = add(order, &paper, &policy, &house->key, &before, &err);
    if (status == QIAN_OK)
        (void)show(ui, &paper, before ? "was signed before" : "signed");
    free_paper(&paper);
    qian_policy_free(&policy);
    return house_end(ui, house, status, &err);
}

static int check(struct ui *ui, const struct order *order) {
    struct paper paper = {0};
    struct qian_policy policy = {0};
    struct qian_buf note = {0};
    struct qian_err err;
    enum qian_status status = qian_policy_read(order->policy, &policy, &err);
    if (status == QIAN_OK)
        status = read_paper(order->path, &paper, &err);
    if (status == QIAN_OK)
        status = qian_file_read(order->note, QIAN_CHECKPOINT_MAX, &note, &err);
    if (status == QIAN_OK)
        status = judge(&paper, &policy, qian_buf_view(&note), order->note, &err);
    int code = status == QIAN_OK ? show(ui, &paper, "signed by an office of the policy")
                                 : ui_fail(ui, &err);
    free_paper(&paper);
    qian_policy_free(&policy);
    qian_buf_free(&note);
    return code;
}

static int run_sign(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--policy"}, {.name = "--name"},  {.name = "--note"},
                                  {.name = "--home"},   {.name = "--suite"}, PASSPHRASE_OPTION};
    const char *path[1];
    size_t paths = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 6, path, &paths, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_rules_sign);
        return QIAN_OK;
    }
    struct order order = {paths ? path[0] : NULL, options[0].value, options[1].value,
                          options[2].value, 0};
    struct house house = {.lock = -1};
    if (!order.path || !order.policy || !order.name || !order.note)
        return ui_usage(ui, "a pack or calendar, --policy, --name and --note are wanted", "");
    if (!passphrase_source(ui, &options[5], &house.source))
        return QIAN_USAGE;
    house.home = home_of(ui, options[3].value);
    if (!house.home)
        return QIAN_USAGE;
    if (key_suite(ui, options[4].value, house.home, order.name, &order.suite))
        return sign(ui, &order, &house);
    free(house.home);
    return QIAN_USAGE;
}

static int run_check(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--policy"}, {.name = "--note"}};
    const char *path[1];
    size_t paths = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 2, path, &paths, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_rules_check);
        return QIAN_OK;
    }
    struct order order = {paths ? path[0] : NULL, options[0].value, NULL, options[1].value, 0};
    if (!order.path || !order.policy || !order.note)
        return ui_usage(ui, "a pack or calendar, --policy and --note are wanted", "");
    return check(ui, &order);
}

const struct ui_command cmd_rules_sign = {
    .name = "rules sign",
    .summary = "office: add one's signature to the note of a rules pack or calendar",
    .usage = "  qian rules sign FILE --policy POLICY --name OFFICE --note NOTE [--suite SUITE]\n"
             "      [--home HOME] " PASSPHRASE_USAGE,
    .examples = "  qian rules sign changchun-2021.json --policy policy.txt --name 双随机办公室 \\\n"
                "    --note changchun-2021.note --home HOME",
    .run = run_sign};
const struct ui_command cmd_rules_check = {
    .name = "rules check",
    .summary = "check that an office of the policy has signed a rules pack or calendar",
    .usage = "  qian rules check FILE --policy POLICY --note NOTE",
    .examples =
        "  qian rules check changchun-2021.json --policy policy.txt --note changchun-2021.note",
    .run = run_check};
