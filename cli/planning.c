// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/planning.h"

#include <string.h>

#include "cli/office_load.h"

enum { HOME, AS_OF, DAY, RULES, POLICY, YEAR };

void planning_options(struct planning *planning, struct ui_option *options) {
    options[HOME] = (struct ui_option){.name = "--home"};
    options[AS_OF] = (struct ui_option){.name = "--as-of"};
    options[DAY] = (struct ui_option){.name = "--day"};
    options[RULES] =
        (struct ui_option){.name = "--rules", .values = planning->pack, .max = QIAN_PLAN_PACKS_MAX};
    options[POLICY] = (struct ui_option){.name = "--policy"};
    options[YEAR] = (struct ui_option){.name = "--year"};
}

enum qian_status planning_open(struct ui *ui, struct planning *p, struct ui_option *options,
                               int year, struct qian_err *err) {
    const struct qian_rules *rules[QIAN_PLAN_PACKS_MAX];
    size_t packs = options[RULES].count;
    if (packs == 0)
        p->pack[packs++] = "changchun-2021";
    enum qian_status status = desk_open(ui, options, &p->desk, err);
    for (size_t i = 0; status == QIAN_OK && i < packs; i++) {
        status = office_rules_load(p->pack[i], options[POLICY].value, &p->rules[i], err);
        rules[i] = &p->rules[i];
    }
    if (status != QIAN_OK)
        return status;
    struct qian_planning_order order = {
        .store = p->desk.store,
        .rules = rules,
        .packs = packs,
        .time = options[AS_OF].value ? options[AS_OF].value : p->desk.now,
        .day = *p->until && strcmp(p->until, p->desk.day) < 0 ? p->until : p->desk.day,
        .done = p->desk.day,
        .year = year,
        .list = p->list,
        .lists = p->lists};
    return qian_planning_open(&order, &p->plans, err);
}

bool planning_start(struct ui *ui, const struct ui_command *command, int argc, char **argv,
                    struct ui_option *options, size_t count, struct planning *planning, int *code) {
    struct qian_err err = {0};
    bool help = false;
    uint64_t year = 0;
    *code = QIAN_USAGE;
    if (!ui_parse(ui, argc, argv, options, count, planning->list, &planning->lists,
                  PLANNING_LISTS_MAX, &help))
        return false;
    if (help) {
        ui_help(ui, command);
        *code = QIAN_OK;
        return false;
    }
    if (options[YEAR].value &&
        (!qian_u64_read(qian_str(options[YEAR].value), 9998, &year) || year == 0)) {
        *code = ui_usage(ui, "--year wants a year", options[YEAR].value);
        return false;
    }
    enum qian_status status = planning_open(ui, planning, options, (int)year, &err);
    if (status == QIAN_OK) {
        *code = QIAN_OK;
        return true;
    }
    *code = planning_end(ui, planning, status, &err);
    return false;
}

int planning_end(struct ui *ui, struct planning *planning, enum qian_status status,
                 const struct qian_err *err) {
    qian_planning_close(&planning->plans);
    for (size_t i = 0; i < QIAN_PLAN_PACKS_MAX; i++)
        qian_rules_free(&planning->rules[i]);
    return desk_end(ui, &planning->desk, status, err);
}
