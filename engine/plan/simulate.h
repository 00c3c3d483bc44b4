// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/simulate.h - a rehearsal of the plans of a year, before anything is drawn
// (spec/plan.md 5). Nothing of it is kept.
#pragma once

#include "engine/plan/plan.h"

#define QIAN_RUNS_MAX 1000
#define QIAN_DOORS_SHOWN 6 // 0 to 4 times, and more

// What is counted; `label` says of what.
enum qian_figure_kind {
    QIAN_FIGURE_VISITS,     // "": all
    QIAN_FIGURE_MONTH,      // "01" to "12"
    QIAN_FIGURE_DOORS,      // "0" to "4", "5+": targets by how often they were visited
    QIAN_FIGURE_CLASS,      // "A" to "D", "-": visits
    QIAN_FIGURE_DEPARTMENT, // visits in which it has an item
    QIAN_FIGURE_REACHED,    // an item's code: distinct targets
    QIAN_FIGURE_SAVED,      // "": doors (spec/plan.md 5.5)
    QIAN_FIGURE_REFUSED,    // "": lines that could not be drawn
    QIAN_FIGURES
};
struct qian_figure {
    enum qian_figure_kind kind;
    char *label;   // owned
    uint64_t *run; // a value of each run, sorted once all have run; owned
};

// One stratum before anything is drawn: chance = quota / eligible.
struct qian_chance {
    const struct qian_plan *plan; // of the planning
    const struct qian_plan_line *line;
    size_t item;
    char *label; // owned
    uint64_t roster, eligible, quota;
};
// Who can do the visits of a line.
struct qian_load {
    const struct qian_plan *plan;
    const struct qian_plan_line *line;
    char *department; // owned
    uint64_t visits;  // the median of the runs
    uint64_t slots;   // a visit
    uint64_t available;
    uint64_t hundredths; // visits of each; UINT64_MAX: nobody is available
    unsigned bits;       // of choice, at most 127
};
// An item's bounds over the year (spec/plan.md 2.6 without the opening: as of the simulation).
struct qian_bounds {
    size_t item;
    uint64_t roster, least, most; // most: `roster` where there is no upper bound
};

struct qian_simulation {
    size_t runs, lines, skipped; // skipped: drafts, and lines whose quota is refused at once
    uint64_t targets, barred[3];
    struct qian_figure *figure;
    size_t figures, figure_cap;
    struct qian_chance *chance;
    size_t chances, chance_cap;
    struct qian_load *load;
    size_t loads, load_cap;
    struct qian_bounds *bounds;
    size_t bound_count, bound_cap;
};
struct qian_simulate_order {
    const struct qian_planning *planning;
    const char *seed;
    size_t runs; // 1 to QIAN_RUNS_MAX
};
// Start `out` with {0}; free with qian_simulation_free.
enum qian_status qian_simulate(const struct qian_simulate_order *order, struct qian_simulation *out,
                               struct qian_err *err) QIAN_MUST_USE;
void qian_simulation_free(struct qian_simulation *simulation);
// The figure's median over the runs: of an even number, the lower of the two in the middle.
uint64_t qian_figure_median(const struct qian_figure *figure, size_t runs);
