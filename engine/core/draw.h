// SPDX-License-Identifier: MulanPSL-2.0
// engine/core/draw.h - the whole draw: a pure function of the notice, the three frozen tables and
// the entropy file. No clock, file, environment or library's randomness can reach it.
#pragma once

#include "engine/core/assign.h"

struct qian_draw {
    struct qian_seeds seeds;
    struct qian_selection selection;
    struct qian_staff staff;
    struct qian_need *team, *expert_team; // owned
    size_t teams, expert_teams;
    struct qian_places places, expert_places;
};

// Draw. The frame's notice has its quotas. QIAN_BAD_DATA where rosters contradict the notice.
enum qian_status qian_draw_run(const struct qian_frame *frame, const struct qian_table *inspectors,
                               const struct qian_table *recusals, struct qian_str entropy,
                               struct qian_hasher *h, struct qian_draw *out,
                               struct qian_err *err) QIAN_MUST_USE;
void qian_draw_free(struct qian_draw *draw);

// Append transcript.json (spec/bundle.md 4). `withheld`: how many contributors did not reveal.
void qian_transcript_write(const struct qian_frame *frame, const struct qian_draw *draw,
                           const struct qian_digest *notice_digest, size_t withheld,
                           const char *engine, struct qian_buf *out);
