// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/drawn.h - a draw enters itself: what it took, as rows of `inspections`, and the
// line of the plan that it executed (spec/history.md 1.3 to 1.7, spec/plan.md 2.7).
#pragma once

#include "engine/store/registers.h"

#define QIAN_INSPECTION_ID_MAX 128 // bytes: a reference of tables 2.4

// A target that was taken for an item.
struct qian_drawn_row {
    struct qian_str target;
    size_t order; // of the visit, from 1
    const char *item, *department;
};
// What a draw says of itself. Everything is borrowed.
struct qian_drawn {
    const char *draw, *line, *initiator;
    const char *replaces; // a draw, or NULL
    uint32_t serial;
    const char *suite;
    char day[11];
    struct qian_digest notice, transcript;
    const struct qian_drawn_row *row;
    size_t rows, visits;
};
struct qian_drawn_order {
    struct qian_store *store;
    const struct qian_drawn *drawn;
    const char *level;         // stated, or NULL
    const char *const *system; // ITEM=SYSTEM
    size_t systems;
    const char *time, *who;
    bool apply;
};

// Did the line that the notice names become executed?
enum qian_drawn_line {
    QIAN_DRAWN_LINE,         // yes, or it would
    QIAN_DRAWN_LINE_BEFORE,  // it was already
    QIAN_DRAWN_LINE_NONE,    // no plan has it
    QIAN_DRAWN_LINE_SEVERAL, // several plans of the year have it
};
// Start with {0}; free with qian_drawn_entry_free.
struct qian_drawn_entry {
    uint64_t counts[4]; // rows, by enum qian_difference
    enum qian_drawn_line executed;
    char *plan, *line; // the list and its line, or NULL; owned
    uint64_t change;   // of the rows; 0 where none was made
    uint64_t event;    // of the plan; likewise
};
// Enter it, in a transaction of its own. QIAN_REFUSED where a system or the level is missing or a
// department's list has the draw's name; QIAN_DISAGREES where another bundle of the draw was
// entered, or the one that it replaces; QIAN_USAGE where `level` or a system is none.
enum qian_status qian_drawn_enter(const struct qian_drawn_order *order,
                                  struct qian_drawn_entry *out, struct qian_err *err) QIAN_MUST_USE;
void qian_drawn_entry_free(struct qian_drawn_entry *entry);
// Enter the void of a draw (spec/history.md 1.8), of which draw, line, serial, day and notice are
// wanted. `event` is its change. QIAN_DISAGREES where the draw was entered as drawn.
enum qian_status qian_drawn_void(const struct qian_drawn_order *order, struct qian_drawn_entry *out,
                                 struct qian_err *err) QIAN_MUST_USE;

// The line that a notice's `plan.line` names.
struct qian_named_line {
    enum qian_drawn_line found;
    uint64_t list;
    char *plan, *line, *level; // owned; NULL unless `found` is QIAN_DRAWN_LINE
};
void qian_named_line_free(struct qian_named_line *line);
// Free in every case. `change` and `day` are those as of which plans are read; `year` has four
// digits.
enum qian_status qian_line_named(struct qian_store *store, uint64_t change, const char *day,
                                 const char *year, const char *name, struct qian_named_line *out,
                                 struct qian_err *err) QIAN_MUST_USE;

// A draw that executed a line. Strings are owned.
struct qian_executed {
    char *line, *draw, *day;
    uint32_t serial;
};
// Those of a plan, as of a change, in the order in which they were entered.
enum qian_status qian_executed_read(struct qian_store *store, uint64_t list, uint64_t change,
                                    struct qian_executed **out, size_t *count,
                                    struct qian_err *err) QIAN_MUST_USE;
void qian_executed_free(struct qian_executed *executed, size_t count);
