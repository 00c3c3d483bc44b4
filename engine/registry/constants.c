// SPDX-License-Identifier: MulanPSL-2.0
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/registry/constants.h"

static char *text_of(json_t *constant, const char *name) {
    const char *text = json_string_value(json_object_get(constant, name));
    return qian_str_copy(qian_str(text ? text : ""));
}

void qian_constants_take(json_t *list, struct qian_rules *out) {
    json_t *row;
    size_t i;
    out->constant = qian_take(json_array_size(list) + 1, sizeof *out->constant);
    json_array_foreach(list, i, row) {
        json_t *value = json_object_get(row, "value");
        out->constant[out->constants++] = (struct qian_constant){
            .name = text_of(row, "name"),
            .unit = text_of(row, "unit"),
            .clause = text_of(row, "clause"),
            .text = text_of(row, "text"),
            .is_number = json_is_integer(value),
            .is_null = json_is_null(value),
            .number = json_is_integer(value) ? json_integer_value(value) : 0,
            .value = text_of(row, "value"),
        };
    }
}

void qian_constants_free(struct qian_rules *rules) {
    for (size_t i = 0; i < rules->constants; i++) {
        struct qian_constant *c = &rules->constant[i];
        free(c->name);
        free(c->unit);
        free(c->clause);
        free(c->text);
        free(c->value);
    }
    free(rules->constant);
}

const struct qian_constant *qian_rules_find(const struct qian_rules *rules, const char *name) {
    for (size_t i = 0; i < rules->constants; i++)
        if (strcmp(rules->constant[i].name, name) == 0)
            return &rules->constant[i];
    return NULL;
}

static enum qian_status no_constant(const struct qian_rules *rules, const char *name,
                                    const char *what, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_BAD_DATA, "", "rules 4.1", what,
                  "use a pack that has this constant: see `qian rules show NAME`");
    qian_err_where(err, "%.100s", rules->name);
    qian_err_value(err, "%.100s", name);
    return status;
}

// spec/rules.md 4.2: "Where the program needs the number, it stops, as it does where the constant
// is missing, has another unit, or a value that 4.1 does not allow."
static enum qian_status find(const struct qian_rules *rules, const char *name, const char *unit,
                             const struct qian_constant **out, struct qian_err *err) {
    const struct qian_constant *c = qian_rules_find(rules, name);
    if (!c)
        return no_constant(rules, name, "the rules pack has no constant of this name", err);
    if (strcmp(c->unit, unit) != 0)
        return no_constant(rules, name, "the constant of the rules pack has another unit", err);
    if (c->is_null)
        return no_constant(rules, name, "the rules pack sets nothing for this constant", err);
    *out = c;
    return QIAN_OK;
}

static enum qian_status bad_value(const struct qian_rules *rules, const char *name,
                                  struct qian_err *err) {
    return no_constant(rules, name,
                       "the constant of the rules pack has a value of another form than its unit",
                       err);
}

enum qian_status qian_rules_number(const struct qian_rules *rules, const char *name,
                                   const char *unit, uint32_t *out, struct qian_err *err) {
    const struct qian_constant *c;
    enum qian_status status = find(rules, name, unit, &c, err);
    if (status != QIAN_OK)
        return status;
    if (!c->is_number || c->number < 0 || c->number > QIAN_CONSTANT_MAX)
        return bad_value(rules, name, err);
    *out = (uint32_t)c->number;
    return QIAN_OK;
}

enum qian_status qian_rules_text(const struct qian_rules *rules, const char *name, const char *unit,
                                 const char **out, struct qian_err *err) {
    const struct qian_constant *c;
    enum qian_status status = find(rules, name, unit, &c, err);
    if (status != QIAN_OK)
        return status;
    if (c->is_number)
        return bad_value(rules, name, err);
    *out = c->value;
    return QIAN_OK;
}

enum qian_status qian_rules_ratio(const struct qian_rules *rules, const char *name, uint32_t *out,
                                  struct qian_err *err) {
    const char *text = "";
    uint32_t ratio;
    enum qian_status status = qian_rules_text(rules, name, "ratio", &text, err);
    if (status != QIAN_OK)
        return status;
    if (!qian_ratio_read(qian_str(text), &ratio))
        return bad_value(rules, name, err);
    *out = ratio;
    return QIAN_OK;
}

// spec/rules.md 4.1: "`month-day`: `MM-DD`, a day that every year has."
enum qian_status qian_rules_month_day(const struct qian_rules *rules, const char *name,
                                      struct qian_month_day *out, struct qian_err *err) {
    const char *text = "";
    char whole[16];
    int32_t day;
    enum qian_status status = qian_rules_text(rules, name, "month-day", &text, err);
    if (status != QIAN_OK)
        return status;
    snprintf(whole, sizeof whole, "2001-%.6s", text); // no leap year
    if (!qian_day_read(qian_str(whole), &day))
        return bad_value(rules, name, err);
    struct qian_date date = qian_date_of(day);
    *out = (struct qian_month_day){date.month, date.day};
    return QIAN_OK;
}

// spec/rules.md 4.3: "a class X of targets (its letter in lower case) that has a constant
// `visits_cap_x` has that number instead, and none where it is null."
enum qian_status qian_rules_visits_cap(const struct qian_rules *rules, const char *class,
                                       uint32_t *out, struct qian_err *err) {
    char name[] = "visits_cap_?";
    const struct qian_constant *c = NULL;
    if (class && class[0] && !class[1]) {
        char letter = class[0] >= 'A' && class[0] <= 'Z' ? (char)(class[0] - 'A' + 'a') : class[0];
        name[sizeof name - 2] = letter;
        c = qian_rules_find(rules, name);
    }
    if (!c) {
        name[sizeof name - 3] = 0;
        c = qian_rules_find(rules, name);
    }
    if (c && c->is_null && strcmp(c->unit, "visit") == 0) {
        *out = UINT32_MAX;
        return QIAN_OK;
    }
    enum qian_status status = qian_rules_number(rules, name, "visit", out, err);
    // spec/rules.md 4.3: "A cap is at least 1."
    return status == QIAN_OK && *out == 0 ? bad_value(rules, name, err) : status;
}
