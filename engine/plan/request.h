// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/request.h - from an approved line of a plan to the request of its draw
// (spec/plan.md 4, spec/request.md).
#pragma once

#include "engine/plan/check.h"
#include "engine/plan/rosters.h"

// Is the approval of a plan good enough (spec/plan.md 4.4)?
typedef enum qian_status qian_approval(void *context, const struct qian_planning *planning,
                                       const struct qian_plan *plan, struct qian_err *err);

struct qian_plan_request_order {
    const struct qian_planning *planning; // as of now; the line's plan is wanted in it
    const char *list, *line;
    const char *base;   // path of a request without what the plan says
    const char *folder; // to be made; it must not be there
    const char *who;
    bool again;              // the draw may have been frozen before (spec/plan.md 4.6)
    qian_approval *approval; // is asked of the plan on whose approval the draw rests; may be NULL
    void *context;
};

// Start with {0}; free with qian_plan_request_free.
struct qian_plan_request {
    struct qian_rosters rosters;
    struct qian_breaches breaches; // of the plan, where the line may not be drawn
    char *draw;                    // id, of the base; owned
    uint64_t before;               // change of the freeze that this one stands for; 0: none
};

// Write FOLDER/request.json and its CSV files, and enter that the lists were frozen
// (registers 4.1). QIAN_REFUSED where the line may not be drawn today, its name is too
// long, or rows contradict each other; QIAN_BAD_DATA where the base says what the plan says;
// QIAN_USAGE where there is no such line.
enum qian_status qian_plan_request_make(const struct qian_plan_request_order *order,
                                        struct qian_plan_request *out,
                                        struct qian_err *err) QIAN_MUST_USE;
void qian_plan_request_free(struct qian_plan_request *request);
