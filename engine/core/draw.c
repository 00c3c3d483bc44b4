// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/core/draw.h"

#include <stdlib.h>

enum qian_status qian_draw_run(const struct qian_frame *frame, const struct qian_table *inspectors,
                               const struct qian_table *recusals, struct qian_str entropy,
                               struct qian_hasher *h, struct qian_draw *out, struct qian_err *err) {
    *out = (struct qian_draw){0};
    enum qian_status status = qian_staff_read(frame, inspectors, recusals, &out->staff, err);
    if (status != QIAN_OK)
        return status;
    qian_seeds_of(h, entropy, &out->seeds);
    qian_select(frame, &out->seeds.subseed[QIAN_SCOPE_TARGETS], h, &out->selection);
    out->team = qian_teams(frame->notice, &out->selection, false, &out->teams);
    qian_assign(frame, &out->selection, &out->staff, out->team, out->teams,
                &out->seeds.subseed[QIAN_SCOPE_INSPECTORS], h, &out->places);
    out->expert_team = qian_teams(frame->notice, &out->selection, true, &out->expert_teams);
    qian_assign(frame, &out->selection, &out->staff, out->expert_team, out->expert_teams,
                &out->seeds.subseed[QIAN_SCOPE_EXPERTS], h, &out->expert_places);
    return QIAN_OK;
}

void qian_draw_free(struct qian_draw *draw) {
    qian_selection_free(&draw->selection);
    qian_staff_free(&draw->staff);
    free(draw->team);
    free(draw->expert_team);
    qian_places_free(&draw->places);
    qian_places_free(&draw->expert_places);
    *draw = (struct qian_draw){0};
}
