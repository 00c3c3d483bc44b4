// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/frozen.h - what the registers have of draws: that they were frozen, and what
// became of them (spec/plan.md 4.3 to 4.6, spec/history.md 1.6 to 1.9).
#pragma once

#include "engine/store/registers.h"

enum qian_draw_fate { QIAN_DRAW_FROZEN, QIAN_DRAW_ENTERED, QIAN_DRAW_VOID };

// A change of one draw. Strings are owned; "" where the manifest does not say it.
struct qian_draw_change {
    enum qian_draw_fate fate;
    uint64_t change;
    char *draw, *line, *day, *replaces;
    bool rehearsal;
    char *quotas; // of a freeze: a JSON object, item to quota
};
struct qian_draw_changes {
    struct qian_draw_change *at; // by change; owned
    size_t count, cap;
};
// Those up to a change; of a freeze the one that names quotas, which is the plan's. Start with {0};
// free in every case.
enum qian_status qian_draw_changes_read(struct qian_store *store, uint64_t change,
                                        struct qian_draw_changes *out,
                                        struct qian_err *err) QIAN_MUST_USE;
void qian_draw_changes_free(struct qian_draw_changes *changes);
// The last change of the draw with this fate; NULL if there is none.
const struct qian_draw_change *qian_draw_last(const struct qian_draw_changes *changes,
                                              const char *draw, enum qian_draw_fate fate);
// Is this freeze the one that stands, of a draw that is no rehearsal and has no end?
bool qian_draw_open(const struct qian_draw_changes *changes, const struct qian_draw_change *at);
// The quota that a freeze names for an item; 0 if none.
uint64_t qian_draw_quota(const struct qian_draw_change *at, const char *item);
