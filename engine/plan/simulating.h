// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/simulating.h - what the files of the simulation share.
#pragma once

#include "engine/plan/simulate.h"

// A target as one line sees it. `stratum` is the place of its label among the line's labels.
struct qian_sim_row {
    uint32_t target; // place among all ids
    uint32_t stratum;
    uint64_t applies, eligible; // bits of the line's counted items
    int class;
};
struct qian_sim_line {
    const struct qian_plan *plan;
    const struct qian_plan_line *line;
    size_t *item; // ascending places in the items
    size_t items;
    char **label; // of strata; owned
    size_t labels, label_cap;
    struct qian_sim_row *row;
    size_t rows, row_cap;
    char **id; // of each row until all are numbered; owned
    size_t id_cap;
    uint64_t *visits; // by run
};
struct qian_simulating {
    const struct qian_simulate_order *order;
    struct qian_simulation *out;
    struct qian_sim_line *line; // in the order of the draw
    size_t lines, cap;
    char **id; // of all targets, sorted; owned
    size_t ids;
    uint32_t *past;                // visits of the year so far, by target, out of the registers
    uint32_t *doors;               // of the run at hand, by target
    uint8_t **taken;               // of the run at hand: by item a bit for each target
    uint8_t *class_of;             // by target
    uint32_t cap_of[QIAN_CLASSES]; // UINT32_MAX: none
};

// Read the rosters of all lines, and number the targets.
enum qian_status qian_sim_read(struct qian_simulating *s, struct qian_err *err) QIAN_MUST_USE;
// Draw all lines once; `run` from 0.
void qian_sim_run(struct qian_simulating *s, size_t run);
// Who could do the visits.
enum qian_status qian_sim_staff(struct qian_simulating *s, struct qian_err *err) QIAN_MUST_USE;
// Add to the figure's value of a run.
void qian_sim_add(struct qian_simulating *s, enum qian_figure_kind kind, const char *label,
                  size_t run, uint64_t n);
