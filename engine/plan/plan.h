// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/plan.h - the plans of a year out of the registers (spec/plan.md 1, 2).
//
// Days are counted since 1970-01-01, as engine/base/date.h has them. Ratios are in millionths.
#pragma once

#include "engine/core/field.h"
#include "engine/core/quota.h"
#include "engine/registry/columns_lines.h"
#include "engine/registry/drawn.h"
#include "engine/registry/events.h"
#include "engine/registry/items.h"
#include "engine/registry/pool.h"

#define QIAN_OFFICE "SSJB" // spec/plan.md 1.2
#define QIAN_NO_DAY INT32_MIN
#define QIAN_NO_ITEM SIZE_MAX
#define QIAN_PLAN_PACKS_MAX 4

enum qian_plan_kind { QIAN_PLAN_UNKNOWN, QIAN_PLAN_JOINT, QIAN_PLAN_OWN, QIAN_PLAN_TEMPORARY };

struct qian_plan_line {
    char *field[QIAN_LINE_COLUMNS]; // as the register has them; owned
    int year;                       // 0: not said
    enum qian_plan_kind kind;
    struct qian_str *code; // of `items`; point into the field
    size_t *item;          // place of each in the items, or QIAN_NO_ITEM
    size_t items;
    struct qian_str *department; // initiator, then participants; point into the fields
    size_t departments;
    bool initiated;                 // there is an initiator
    uint32_t *ratio;                // of each item; 0: none, or no ratio; owned
    bool rated;                     // `ratio` says one for each item
    uint32_t ratios[QIAN_CLASSES];  // 0: not named
    uint32_t weights[QIAN_CLASSES]; // 1: not named
    bool by_ratios, by_class, by_area, area_first;
    uint64_t minimum;
    uint32_t batches, per_visit, per_department, experts; // 0: not said
    int32_t starts, ends, education;                      // QIAN_NO_DAY: not said
};

struct qian_plan {
    uint64_t list;
    char *name, *department; // owned
    int year;                // of the first line that says one; 0: none does
    enum qian_plan_kind kind;
    struct qian_history history;
    struct qian_plan_line *line; // by id; owned
    size_t lines, cap;
    struct qian_executed *executed; // spec/plan.md 2.7; owned
    size_t executeds;
    bool wanted; // is to be looked at
};

// What the plans of a year are held against.
struct qian_planning {
    struct qian_store *store;                            // borrowed
    const struct qian_rules *rules[QIAN_PLAN_PACKS_MAX]; // borrowed
    size_t packs;
    char time[26], day[11]; // as of
    char done[11];          // the day of validity of inspections
    int64_t at;             // the second of `time`
    uint64_t change;
    int year;
    struct qian_items items;
    struct qian_plan *plan; // of this year, of the year before, and of none; by name; owned
    size_t plans;
};

struct qian_planning_order {
    struct qian_store *store;
    const struct qian_rules *const *rules;
    size_t packs;            // at least one
    const char *time;        // spec/bundle.md 3.11
    const char *day;         // of validity; NULL: that of `time`
    const char *done;        // the same for inspections; NULL: `day`
    int year;                // 0: of the first list that is named, else that of `time`
    const char *const *list; // to look at; none: all of the year
    size_t lists;
};
// QIAN_USAGE where a list that is named is not there or is no plan.
enum qian_status qian_planning_open(const struct qian_planning_order *order,
                                    struct qian_planning *out, struct qian_err *err) QIAN_MUST_USE;
void qian_planning_close(struct qian_planning *planning);

// Read what the fields of a line say; what cannot be read is as if it were not said. The items are
// looked up. Frees nothing: once for a line.
void qian_line_read(struct qian_plan_line *line, const struct qian_items *items);
void qian_line_free(struct qian_plan_line *line);
const char *qian_plan_kind_name(enum qian_plan_kind kind);
// The last of its events that holds (spec/plan.md 2.1): "draft", "filed", "approved", "published".
const char *qian_plan_state(const struct qian_plan *plan);
// How many draws have executed a line of the plan.
size_t qian_line_draws(const struct qian_plan *plan, const struct qian_plan_line *line);

// The stricter of all packs (spec/plan.md 3.31). A maximum of 0: none. `min` and `max` of an item's
// kind; its own cap is not in it.
void qian_planning_bounds(const struct qian_planning *planning, enum qian_item_kind kind,
                          uint32_t *min, uint32_t *max);
// The greatest number that a pack has for the constant, and the smallest; 0 where none has it.
// Ratios are in millionths.
uint32_t qian_planning_most(const struct qian_planning *planning, const char *name,
                            const char *unit);
uint32_t qian_planning_least(const struct qian_planning *planning, const char *name,
                             const char *unit);
// Where packs differ in the constant, or in the bounds of a kind of items, append what each has.
void qian_planning_each(const struct qian_planning *planning, const char *name,
                        struct qian_buf *out);
void qian_planning_each_bound(const struct qian_planning *planning, enum qian_item_kind kind,
                              struct qian_buf *out);
// How many inspectors a visit wants, and each department, with the constants of the packs where the
// line says nothing.
uint32_t qian_line_per_visit(const struct qian_planning *planning,
                             const struct qian_plan_line *line);
uint32_t qian_line_per_department(const struct qian_planning *planning,
                                  const struct qian_plan_line *line);

// What a draw for a line would find. Start with {0}; free with qian_counted_free.
struct qian_counted_item {
    size_t item;                          // place in the items
    uint64_t roster, eligible, barred[3]; // by enum qian_bar_ground
    struct qian_stratum *strata;          // owned, with quotas where `refused` is ""
    size_t strata_count, strata_cap;
    uint64_t quota;
    char refused[8]; // the code of quota.md, or ""
};
struct qian_counted {
    struct qian_counted_item *item; // of the line's known items; owned
    size_t items;
    uint64_t targets;      // rows of the pool
    uint64_t conflicts;    // spec/registers.md 3.2; `value` tells the first
    const char *uncounted; // "", or the sentence that says why nothing could be counted
    char value[160];       // to it
};
// Count the roster of a line as recorded by `change` and valid on `day`, and compute quotas.
enum qian_status qian_line_count(const struct qian_planning *planning,
                                 const struct qian_plan_line *line, uint64_t change,
                                 const char *day, struct qian_counted *out,
                                 struct qian_err *err) QIAN_MUST_USE;
void qian_counted_free(struct qian_counted *counted);
// The wish of a line for an item (spec/quota.md).
struct qian_wish qian_line_wish(const struct qian_planning *planning,
                                const struct qian_plan_line *line,
                                const struct qian_listed_item *item);
// For the counting of single rows: the place of a class in "ABCD-"; the label of a row's stratum
// (spec/quota.md 3.1); and the pool of a line, whose `year` has room for 12 bytes.
int qian_class_place(char class);
void qian_line_label(const struct qian_plan_line *line, char class, const char *area,
                     char label[64]);
void qian_line_pool(const struct qian_planning *planning, const struct qian_plan_line *line,
                    const size_t *item, size_t items, char year[12], struct qian_pool_order *out);
