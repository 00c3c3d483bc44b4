// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/approval.h"

#include <string.h>

#include "cli/office.h"

static enum qian_status refuse(const struct qian_plan *plan, const char *code, const char *what,
                               const char *next, struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_REFUSED, code, "plan 4.4", what, next);
    qian_err_where(err, "%.64s", plan->name);
    return status;
}

// spec/plan.md 4.4: "must have a note that is good (7.2) for the plan file of its version"
static enum qian_status judge_note(const struct qian_policy *policy, const struct qian_plan *plan,
                                   struct qian_str file, struct qian_str note,
                                   struct qian_err *err) {
    const struct qian_office_paper paper = {"plan", plan->name, file};
    struct qian_err why;
    if (note.n == 0)
        return refuse(plan, "S01",
                      "the plan was approved without a note, and the policy has offices",
                      "have its file signed, and enter the note with qian plan approve", err);
    if (office_judge(&paper, policy, note, plan->name, &why) == QIAN_OK)
        return QIAN_OK;
    enum qian_status status =
        refuse(plan, why.code, "the note of the plan's approval is not good by this policy",
               "have the plan's file signed anew, and enter the note with qian plan approve", err);
    qian_err_value(err, "%.200s", why.value);
    return status;
}

enum qian_status approval_judge(void *context, const struct qian_planning *planning,
                                const struct qian_plan *plan, struct qian_err *err) {
    const struct qian_policy *policy = context;
    const struct qian_history *h = &plan->history;
    struct qian_buf note = {0}, file = {0}, today = {0};
    if (!office_wanted(policy))
        return QIAN_OK;
    enum qian_status status = qian_event_note(planning->store, plan->list,
                                              h->last[QIAN_EVENT_APPROVED].change, &note, err);
    if (status == QIAN_OK)
        status = qian_plan_file_write(planning->store, plan->list, h->imported, NULL, &file, err);
    if (status == QIAN_OK)
        status = qian_plan_file_write(planning->store, plan->list, h->imported, planning->day,
                                      &today, err);
    if (status == QIAN_OK)
        status = judge_note(policy, plan, qian_buf_view(&file), qian_buf_view(&note), err);
    // spec/plan.md 4.4: "the lines in force on the day must be those of the file"
    if (status == QIAN_OK && !qian_str_eq(qian_buf_view(&file), qian_buf_view(&today)))
        status =
            refuse(plan, "", "the lines in force today are not those that were signed",
                   "wait for the day from which they are valid, or have today's plan signed", err);
    qian_buf_free(&note);
    qian_buf_free(&file);
    qian_buf_free(&today);
    return status;
}
