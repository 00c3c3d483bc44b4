// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/plan/plan.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/plan/calendar.h"

static enum qian_status load_lines(struct qian_planning *p, struct qian_plan *plan,
                                   struct qian_err *err) {
    struct qian_scan_order order = {
        .reg = qian_register_find("lines"), .list = plan->list, .change = p->change, .day = p->day};
    struct qian_scan *scan = NULL;
    struct qian_scanned row;
    bool more = true;
    enum qian_status status = qian_store_scan(p->store, &order, &scan, err);
    while (status == QIAN_OK && more) {
        status = qian_scan_next(scan, &more, &row, err);
        if (status != QIAN_OK || !more)
            break;
        plan->line = qian_grow(plan->line, &plan->cap, plan->lines + 1, sizeof *plan->line);
        struct qian_plan_line *line = &plan->line[plan->lines++];
        *line = (struct qian_plan_line){0};
        for (size_t c = 0; c < QIAN_LINE_COLUMNS; c++)
            line->field[c] = qian_str_copy(row.field[c]);
        qian_line_read(line, &p->items);
    }
    qian_scan_close(scan);
    for (size_t i = plan->lines; i-- > 0;) {
        plan->year = plan->line[i].year ? plan->line[i].year : plan->year;
        plan->kind = plan->line[i].kind ? plan->line[i].kind : plan->kind;
    }
    return status;
}

static void plan_free(struct qian_plan *plan) {
    for (size_t i = 0; i < plan->lines; i++)
        qian_line_free(&plan->line[i]);
    free(plan->line);
    qian_executed_free(plan->executed, plan->executeds);
    free(plan->name);
    free(plan->department);
}

static enum qian_status load_plans(struct qian_planning *p, struct qian_err *err) {
    struct qian_stored_list *list = NULL;
    size_t count = 0;
    enum qian_status status = qian_store_lists(p->store, "lines", &list, &count, err);
    p->plan = qian_take(count + 1, sizeof *p->plan);
    for (size_t i = 0; status == QIAN_OK && i < count; i++) {
        struct qian_plan *plan = &p->plan[p->plans++];
        *plan = (struct qian_plan){.list = list[i].number,
                                   .name = qian_str_copy(qian_str(list[i].name)),
                                   .department = qian_str_copy(qian_str(list[i].department))};
        status = qian_history_read(p->store, plan->list, p->change, &plan->history, err);
        if (status == QIAN_OK)
            status = qian_executed_read(p->store, plan->list, p->change, &plan->executed,
                                        &plan->executeds, err);
        if (status == QIAN_OK)
            status = load_lines(p, plan, err);
    }
    qian_stored_lists_free(list, count);
    return status;
}

static struct qian_plan *find(struct qian_planning *p, const char *name) {
    for (size_t i = 0; i < p->plans; i++)
        if (strcmp(p->plan[i].name, name) == 0)
            return &p->plan[i];
    return NULL;
}

static enum qian_status choose_plans(struct qian_planning *p,
                                     const struct qian_planning_order *order,
                                     struct qian_err *err) {
    for (size_t i = 0; i < order->lists; i++) {
        struct qian_plan *plan = find(p, order->list[i]);
        if (!plan) {
            enum qian_status status =
                qian_fail(err, QIAN_USAGE, "", "plan 1.1", "there is no plan of this name",
                          "import it with qian import lines");
            qian_err_value(err, "%.200s", order->list[i]);
            return status;
        }
        plan->wanted = true;
        p->year = p->year ? p->year : plan->year;
    }
    p->year = p->year ? p->year : (int)qian_year_of(p->at + 8 * 3600);
    for (size_t i = 0; i < p->plans; i++)
        if (order->lists == 0 && p->plan[i].year == p->year)
            p->plan[i].wanted = true;
    return QIAN_OK;
}

enum qian_status qian_planning_open(const struct qian_planning_order *order,
                                    struct qian_planning *out, struct qian_err *err) {
    *out =
        (struct qian_planning){.store = order->store, .packs = order->packs, .year = order->year};
    for (size_t i = 0; i < order->packs; i++)
        out->rules[i] = order->rules[i];
    if (!qian_time_read(qian_str(order->time), &out->at))
        return qian_fail(err, QIAN_USAGE, "", "registers 2.5", "--as-of wants a time",
                         "write YYYY-MM-DDTHH:MM:SS+08:00");
    memcpy(out->time, order->time, sizeof out->time);
    memcpy(out->day, order->day ? order->day : order->time, 10);
    out->day[10] = 0;
    memcpy(out->done, order->done ? order->done : out->day, 10);
    out->done[10] = 0;
    enum qian_status status = qian_store_change_at(order->store, out->time, &out->change, err);
    if (status == QIAN_OK)
        status = qian_items_load(order->store, out->change, out->day, &out->items, err);
    if (status == QIAN_OK)
        status = load_plans(out, err);
    if (status == QIAN_OK)
        status = choose_plans(out, order, err);
    if (status != QIAN_OK)
        qian_planning_close(out);
    return status;
}

void qian_planning_close(struct qian_planning *planning) {
    for (size_t i = 0; i < planning->plans; i++)
        plan_free(&planning->plan[i]);
    free(planning->plan);
    qian_items_free(&planning->items);
    *planning = (struct qian_planning){0};
}

// spec/plan.md 2.1: "A plan is a *draft*, then *filed* (送审), *approved* (司法行政审核),
// *published*"
const char *qian_plan_state(const struct qian_plan *plan) {
    static const enum qian_event steps[] = {QIAN_EVENT_PUBLISHED, QIAN_EVENT_APPROVED,
                                            QIAN_EVENT_FILED};
    for (size_t i = 0; i < 3; i++)
        if (qian_history_holds(&plan->history, steps[i]))
            return qian_event_name(steps[i]);
    return "draft";
}

size_t qian_line_draws(const struct qian_plan *plan, const struct qian_plan_line *line) {
    size_t draws = 0;
    for (size_t i = 0; i < plan->executeds; i++)
        draws += strcmp(plan->executed[i].line, line->field[QIAN_LINE_ID]) == 0;
    return draws;
}

// spec/plan.md 1.8: "`per_visit` and `per_department` the constants `team_minimum` and
// `team_per_department_minimum`"
uint32_t qian_line_per_visit(const struct qian_planning *planning,
                             const struct qian_plan_line *line) {
    return line->per_visit ? line->per_visit
                           : qian_planning_most(planning, "team_minimum", "inspector");
}

uint32_t qian_line_per_department(const struct qian_planning *planning,
                                  const struct qian_plan_line *line) {
    return line->per_department
               ? line->per_department
               : qian_planning_most(planning, "team_per_department_minimum", "inspector");
}
