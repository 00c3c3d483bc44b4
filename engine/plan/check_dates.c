// SPDX-License-Identifier: MulanPSL-2.0
// Rules of days: P21 to P28.
#include "engine/base/date.h"
#include "engine/plan/check_parts.h"
#include "engine/plan/deadline.h"

#define DAY 86400

static void check_window(const struct qian_checking *c) {
    const struct qian_plan_line *l = c->line;
    char starts[11], ends[11];
    if (l->starts == QIAN_NO_DAY || l->ends == QIAN_NO_DAY)
        return;
    qian_day_write(l->starts, starts);
    qian_day_write(l->ends, ends);
    if (qian_date_of(l->starts).year != c->planning->year ||
        qian_date_of(l->ends).year != c->planning->year || l->ends < l->starts)
        qian_breach(c, QIAN_P21, false, "", "%s / %s", starts, ends);
}

// spec/plan.md 3.22: "the earliest day of a visit by calendar 5.5 is after `ends` (a breach) or
// after `starts` (a warning)"
static void check_education(const struct qian_checking *c) {
    const struct qian_plan_line *l = c->line;
    struct qian_err ignored;
    int32_t earliest = 0;
    char day[11], ends[11];
    uint32_t months = qian_planning_most(c->planning, "education_before", "month");
    if (l->education == QIAN_NO_DAY) {
        qian_breach(c, QIAN_P22, false, "", "education");
        return;
    }
    if (l->ends == QIAN_NO_DAY ||
        qian_visit_earliest(l->education, months, &earliest, &ignored) != QIAN_OK)
        return;
    qian_day_write(earliest, day);
    qian_day_write(l->ends, ends);
    if (earliest > l->ends)
        qian_breach(c, QIAN_P22, false, "", "%s > %s", day, ends);
    else if (earliest > l->starts)
        qian_breach(c, QIAN_P22, true, "", "%s", day);
}

// The second of the last approval that still holds; else that of the check.
static int64_t approved_at(const struct qian_checking *c) {
    int64_t at = c->planning->at;
    const struct qian_history *h = &c->plan->history;
    if (qian_history_holds(h, QIAN_EVENT_APPROVED))
        (void)qian_time_read(qian_str(h->last[QIAN_EVENT_APPROVED].time), &at);
    return at;
}

static void check_notice(const struct qian_checking *c) {
    uint32_t hours = qian_planning_most(c->planning, "entry_notice", "hour");
    if (c->line->ends == QIAN_NO_DAY)
        return;
    int64_t from = qian_after_hours(approved_at(c), hours);
    char time[26];
    qian_time_write(from, time);
    if (from >= qian_day_begins(c->line->ends) + DAY)
        qian_breach(c, QIAN_P23, false, "", "%s", time);
}

void qian_check_dates(struct qian_checking *c) {
    int32_t today = qian_day_of(c->planning->at);
    char starts[11];
    check_window(c);
    check_education(c);
    check_notice(c);
    if (c->line->starts != QIAN_NO_DAY && c->line->starts <= today &&
        !qian_history_holds(&c->plan->history, QIAN_EVENT_APPROVED) &&
        !qian_line_excepted(c->planning, c->line)) {
        qian_day_write(c->line->starts, starts);
        qian_breach(c, QIAN_P26, false, "", "%s", starts);
    }
    if (!c->line->field[QIAN_LINE_SCHEME][0])
        qian_breach(c, QIAN_P27, false, "", "scheme");
}

// The worst light of all packs for what was done, or is not done yet, on a day.
static enum qian_light light(const struct qian_checking *c, const char *due, int32_t day) {
    enum qian_light worst = QIAN_GREEN;
    for (size_t i = 0; i < c->planning->packs; i++) {
        struct qian_month_day before;
        struct qian_err ignored;
        if (qian_rules_month_day(c->planning->rules[i], due, &before, &ignored) != QIAN_OK)
            continue;
        enum qian_light one = qian_light_before(before, day);
        worst = one > worst ? one : worst;
    }
    return worst;
}

static void check_filed(const struct qian_checking *c) {
    const struct qian_event_at *filed = &c->plan->history.first[QIAN_EVENT_FILED];
    int64_t at = c->planning->at;
    if (c->plan->kind != QIAN_PLAN_JOINT && c->plan->kind != QIAN_PLAN_OWN)
        return;
    if (filed->change)
        (void)qian_time_read(qian_str(filed->time), &at);
    int32_t day = qian_day_of(at);
    const char *due = c->plan->kind == QIAN_PLAN_JOINT ? "joint_plan_due" : "own_plan_due";
    // A plan that comes before its year is in time, and one that comes after it is not.
    int year = qian_date_of(day).year;
    enum qian_light is = QIAN_GREEN;
    if (year > c->planning->year)
        is = QIAN_RED;
    else if (year == c->planning->year)
        is = light(c, due, day);
    if (is == QIAN_GREEN)
        return;
    struct qian_buf packs = {0};
    qian_buf_text(&packs, "");
    qian_planning_each(c->planning, due, &packs);
    qian_breach(c, QIAN_P24, is == QIAN_AMBER, "", "%s, %s%s",
                filed->change ? filed->time : "no filing", is == QIAN_AMBER ? "amber" : "red",
                packs.p);
    qian_buf_free(&packs);
}

// spec/calendar.md 5.2: "`arrangement_due` is a day on which it may still be done"
static void check_arranged(const struct qian_checking *c) {
    const struct qian_event_at *done = &c->plan->history.first[QIAN_EVENT_ARRANGED];
    int64_t at = c->planning->at;
    if (c->plan->kind != QIAN_PLAN_JOINT)
        return;
    if (done->change)
        (void)qian_time_read(qian_str(done->time), &at);
    int32_t day = qian_day_of(at);
    int year = qian_date_of(day).year;
    if (year > c->planning->year ||
        (year == c->planning->year && light(c, "arrangement_due", day) == QIAN_RED))
        qian_breach(c, QIAN_P25, false, "", "%s", done->change ? done->time : "not issued");
}

void qian_check_deadlines(struct qian_checking *c) {
    check_filed(c);
    check_arranged(c);
    if (c->plan->history.unexplained)
        qian_breach(c, QIAN_P28, false, "", "%llu", (unsigned long long)c->plan->history.imported);
}
