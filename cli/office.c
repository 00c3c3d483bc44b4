// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/office.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/base/json_out.h"
#include "engine/core/field.h"
#include "engine/log/checkpoint.h"

#define PAPER_MAX 16777216 // bytes of a pack, calendar or plan

// A pack says that it is one, and so does a calendar.
static enum qian_status read_pack(struct office_paper *out, struct qian_err *err) {
    static const char calendar[] = "\"format\": \"qian/1 calendar\"";
    struct qian_str bytes = qian_buf_view(&out->bytes);
    bool is_calendar = bytes.n > 64 && strstr(bytes.p, calendar) != NULL;
    enum qian_status status = is_calendar ? qian_calendar_parse(bytes, &out->calendar, err)
                                          : qian_rules_parse(bytes, &out->rules, err);
    out->is = (struct qian_office_paper){is_calendar ? "calendar" : "rules",
                                         is_calendar ? out->calendar.name : out->rules.name, bytes};
    return status;
}

static enum qian_status no_name(const char *path, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_USAGE, "", "plan 7.1", "the file is not named as a plan file is",
                  "name it as its list is named, and then .tsv");
    qian_err_where(err, "%.200s", path);
    return status;
}

// spec/plan.md 7.1: "The *plan file* `LIST.tsv`"
static enum qian_status name_plan(const char *path, struct office_paper *out,
                                  struct qian_err *err) {
    static const char ending[] = ".tsv";
    const char *slash = strrchr(path, '/');
    struct qian_str name = qian_str(slash ? slash + 1 : path);
    size_t n = sizeof ending - 1;
    if (name.n <= n || memcmp(name.p + name.n - n, ending, n) != 0)
        return no_name(path, err);
    name.n -= n;
    if (qian_check_code(name))
        return no_name(path, err);
    out->name = qian_str_copy(name);
    return QIAN_OK;
}

static enum qian_status read_plan(const char *path, const struct qian_items *items,
                                  struct office_paper *out, struct qian_err *err) {
    const struct qian_items none = {0};
    struct qian_str bytes = qian_buf_view(&out->bytes);
    enum qian_status status = name_plan(path, out, err);
    if (status == QIAN_OK)
        status = qian_plan_file_read(bytes, path, items ? items : &none, &out->plan, err);
    out->is = (struct qian_office_paper){"plan", out->name, bytes};
    return status;
}

enum qian_status office_paper_read(const char *path, bool plan, const struct qian_items *items,
                                   struct office_paper *out, struct qian_err *err) {
    enum qian_status status = qian_file_read(path, PAPER_MAX, &out->bytes, err);
    if (status != QIAN_OK)
        return status;
    return plan ? read_plan(path, items, out, err) : read_pack(out, err);
}

void office_paper_free(struct office_paper *paper) {
    qian_rules_free(&paper->rules);
    qian_calendar_free(&paper->calendar);
    qian_plan_file_free(&paper->plan);
    qian_buf_free(&paper->bytes);
    free(paper->name);
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

bool office_wanted(const struct qian_policy *policy) {
    for (size_t i = 0; i < policy->keys; i++)
        if (policy->key[i].role == QIAN_ROLE_OFFICE)
            return true;
    return false;
}

enum qian_status office_judge(const struct qian_office_paper *paper,
                              const struct qian_policy *policy, struct qian_str note,
                              const char *where, struct qian_err *err) {
    size_t count;
    char **office = offices(policy, &count);
    enum qian_status status =
        qian_office_note_judge(paper, (const char *const *)office, count, note, where, err);
    for (size_t i = 0; i < count; i++)
        free(office[i]);
    free(office);
    return status;
}

int office_show(struct ui *ui, const struct qian_office_paper *paper, const char *what) {
    struct qian_buf out = {0};
    if (ui->json) {
        struct qian_json j = qian_json_begin(&out);
        qian_json_text(&j, "format", "qian.office/1");
        qian_json_text(&j, "kind", paper->kind);
        qian_json_text(&j, "name", paper->name);
        qian_json_text(&j, "done", what);
        qian_json_end(&j);
    } else {
        qian_buf_text(&out, ui_say(ui, what));
        qian_buf_text(&out, ": ");
        qian_buf_text(&out, paper->name);
        qian_buf_char(&out, '\n');
    }
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code;
}

static enum qian_status not_office(const char *name, struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_REFUSED, "S05", "policy 1.1",
                                        "the policy names no office with this key",
                                        "use the home of whoever the policy names");
    qian_err_value(err, "%.100s", name);
    return status;
}

static enum qian_status add(const struct office_order *order, const struct office_paper *paper,
                            const struct qian_policy *policy, const struct qian_key *key,
                            bool *before, struct qian_err *err) {
    struct qian_buf note = {0}, added = {0};
    enum qian_status status = QIAN_OK;
    if (!qian_policy_of_vkey(policy, QIAN_ROLE_OFFICE, qian_str(key->vkey)))
        return not_office(order->name, err);
    if (qian_file_exists(order->note)) {
        status = qian_file_read(order->note, QIAN_CHECKPOINT_MAX, &note, err);
        if (status == QIAN_OK)
            status = office_judge(&paper->is, policy, qian_buf_view(&note), order->note, err);
    }
    if (status == QIAN_OK) {
        qian_office_note_add(&paper->is, key, qian_buf_view(&note), before, &added);
        status = office_judge(&paper->is, policy, qian_buf_view(&added), order->note, err);
    }
    if (status == QIAN_OK && !*before)
        status = qian_file_write(order->note, qian_buf_view(&added), 0644, err);
    qian_buf_free(&note);
    qian_buf_free(&added);
    return status;
}

int office_sign(struct ui *ui, const struct office_order *order, struct house *house) {
    struct office_paper paper = {0};
    struct qian_policy policy = {0};
    bool before = false;
    struct qian_err err;
    house->vault = qian_vault_new(passphrase_ask, &house->source);
    enum qian_status status = qian_sign_start(&err);
    if (status == QIAN_OK)
        status = qian_policy_read(order->policy, &policy, &err);
    if (status == QIAN_OK)
        status = office_paper_read(order->path, order->plan, NULL, &paper, &err);
    if (status == QIAN_OK)
        status =
            qian_key_open(house->home, order->name, order->suite, house->vault, &house->key, &err);
    if (status == QIAN_OK)
        status = add(order, &paper, &policy, &house->key, &before, &err);
    if (status == QIAN_OK)
        (void)office_show(ui, &paper.is, before ? "was signed before" : "signed");
    office_paper_free(&paper);
    qian_policy_free(&policy);
    return house_end(ui, house, status, &err);
}
