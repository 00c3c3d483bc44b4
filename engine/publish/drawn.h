// SPDX-License-Identifier: MulanPSL-2.0
// engine/publish/drawn.h - what a bundle has for the registers: computed again, and taken only if
// it is what the draw gives (spec/history.md 1.3).
#pragma once

#include "engine/publish/again.h"
#include "engine/registry/drawn.h"

enum qian_outcome { QIAN_OUTCOME_DRAWN, QIAN_OUTCOME_VOID, QIAN_OUTCOME_REHEARSAL };

struct qian_outcome_read {
    enum qian_outcome outcome;
    char *draw;                 // its id; owned
    char *line;                 // of a void; owned
    struct qian_drawn drawn;    // of the members below; of a void as qian_drawn_void wants it
    struct qian_again again;    // likewise
    struct qian_drawn_row *row; // owned
};
// Read and compute. QIAN_DISAGREES where a file is not what the draw gives, or a void is that of
// another notice or has a result beside it. Free in every case.
enum qian_status qian_outcome_read(const char *path, struct qian_outcome_read *out,
                                   struct qian_err *err) QIAN_MUST_USE;
void qian_outcome_free(struct qian_outcome_read *outcome);
