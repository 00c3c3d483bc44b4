// SPDX-License-Identifier: MulanPSL-2.0
// engine/store/registers.h - the registers of a planner or custodian, in two times: when a row was
// valid, and when it was recorded (spec/registers.md 2).
//
// A register holds lists; a list holds rows, each with an id. Nothing is ever changed or deleted
// but the one mark that closes a row's recorded time (triggers stop accidents).
#pragma once

#include "engine/crypto/hash.h"
#include "engine/store/store.h"

#define QIAN_REGISTER_COLUMNS_MAX 32 // as many as a stage has (stage.c)
#define QIAN_FOREVER "9999-12-31"    // valid without an end

// column[0] is `id`.
struct qian_register {
    const char *name;
    const char *const *column;
    size_t columns;
};
extern const struct qian_register qian_registers[];
extern const size_t qian_register_count;
// NULL if there is none of this name.
const struct qian_register *qian_register_find(const char *name);
// The place of a column of this name. It must be there.
size_t qian_register_column(const struct qian_register *reg, const char *column);

// A list. Pointers are owned; free with qian_stored_lists_free.
struct qian_stored_list {
    uint64_t number;
    char *name, *reg, *department;
    bool drawn; // a draw's own (spec/history.md 1.4)
};
// Find a list, or make it in the open transaction. QIAN_REFUSED if it is of another register or
// department; an empty `department` is not compared. Where it is not found and `department` is
// NULL, *number is 0.
enum qian_status qian_store_list(struct qian_store *store, const char *name, const char *reg,
                                 const char *department, uint64_t *number,
                                 struct qian_err *err) QIAN_MUST_USE;
// All lists of a register by name.
enum qian_status qian_store_lists(struct qian_store *store, const char *reg,
                                  struct qian_stored_list **out, size_t *count,
                                  struct qian_err *err) QIAN_MUST_USE;
void qian_stored_lists_free(struct qian_stored_list *list, size_t count);

// One change: what was done at once. Numbers count from 1; times never go back.
struct qian_change {
    uint64_t number, list;
    const char *time;     // spec/bundle.md 3.11
    const char *who;      // text
    const char *kind;     // "import", "transcript", or what happened to the list (registers 4)
    const char *manifest; // a JSON object (spec/import.md 7.3)
};
// Enter a change in the open transaction; its number is set. QIAN_REFUSED if the last one has a
// later time: the clock was set back; or if it is none of a transcript and the list is a draw's, or
// the other way round.
enum qian_status qian_store_change_add(struct qian_store *store, struct qian_change *change,
                                       struct qian_err *err) QIAN_MUST_USE;
// Owned by the caller; free with qian_stored_changes_free.
struct qian_stored_change {
    uint64_t number;
    char *time, *who, *reg, *list, *manifest, *kind;
};
// All changes above `after`, by number; of one list, unless `list` is 0.
enum qian_status qian_store_changes(struct qian_store *store, uint64_t list, uint64_t after,
                                    struct qian_stored_change **out, size_t *count,
                                    struct qian_err *err) QIAN_MUST_USE;
void qian_stored_changes_free(struct qian_stored_change *change, size_t count);
// The last change at or before this time; 0 if there is none.
enum qian_status qian_store_change_at(struct qian_store *store, const char *time, uint64_t *number,
                                      struct qian_err *err) QIAN_MUST_USE;

// Rows on their way into a list: add all, sort, look at repeats, compare, apply. In the open
// transaction, one list at a time.
struct qian_stage;
enum qian_status qian_store_stage(struct qian_store *store, const struct qian_register *reg,
                                  struct qian_stage **out, struct qian_err *err) QIAN_MUST_USE;
// `row` is the row's number in the file, ascending; `valid_from` a date; `field` has the register's
// columns.
enum qian_status qian_stage_add(struct qian_stage *stage, uint64_t row, const char *valid_from,
                                const struct qian_str *field, struct qian_err *err) QIAN_MUST_USE;
// A row of this id was refused: what the list has of it stays.
enum qian_status qian_stage_hold(struct qian_stage *stage, struct qian_str id, uint64_t row,
                                 struct qian_err *err) QIAN_MUST_USE;
// A row whose id an earlier row has. Fields are the register's columns and the day from which the
// row is valid; they live until the call returns.
struct qian_twin {
    uint64_t row, first;
    const struct qian_str *field, *first_field;
    uint32_t differ;           // a bit for each field that differs
    struct qian_buf *conflict; // of the id: what is in it at the last is the `conflict` of the row
                               // that stays, in registers that have this column
};
enum qian_twins { QIAN_FIRST_STAYS, QIAN_NONE_STAYS };
typedef enum qian_twins qian_stage_twin(void *context, const struct qian_twin *twin);
// Sort by id. Of rows with one id at most the first stays: `tell` is asked of each other one, and,
// where none is to stay, of the first one too, with the other in its place and no `conflict`.
enum qian_status qian_stage_sort(struct qian_stage *stage, qian_stage_twin *tell, void *context,
                                 struct qian_err *err) QIAN_MUST_USE;

// Tell each value of a column that is not empty and that no row of another register has in its
// column, as recorded now: with the first row in which it stands, and in how many. After the sort.
typedef void qian_stage_stranger(void *context, uint64_t row, struct qian_str value, uint64_t rows);
enum qian_status qian_stage_strangers(struct qian_stage *stage, size_t column,
                                      const struct qian_register *other, size_t other_column,
                                      qian_stage_stranger *tell, void *context,
                                      struct qian_err *err) QIAN_MUST_USE;

enum qian_difference { QIAN_SAME, QIAN_ADDED, QIAN_CHANGED, QIAN_REMOVED };
struct qian_compared {
    enum qian_difference what;
    uint64_t row;               // of the file; 0 where removed
    const struct qian_str *old; // fields as the list has them, or NULL
    const struct qian_str *new; // or NULL
};
typedef void qian_stage_tell(void *context, const struct qian_compared *compared);
struct qian_stage_order {
    uint64_t list;          // 0: a list that is not there yet
    const char *valid_from; // of removals
    bool partial;           // what is not staged stays
    qian_stage_tell *tell;  // of all but QIAN_SAME; may be NULL
    void *context;
};
// Compare with the list as it is; the counts are by enum qian_difference.
enum qian_status qian_stage_compare(struct qian_stage *stage, const struct qian_stage_order *order,
                                    uint64_t counts[4], struct qian_err *err) QIAN_MUST_USE;
// Write what was compared into the list, as this change.
enum qian_status qian_stage_apply(struct qian_stage *stage, const struct qian_change *change,
                                  struct qian_err *err) QIAN_MUST_USE;
void qian_stage_free(struct qian_stage *stage);

// Which ids are another's: for scans by canonical id (spec/registers.md 3.1). Starts empty; of the
// open transaction or not, it is gone when the store is closed.
enum qian_status qian_store_canon_clear(struct qian_store *store,
                                        struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_store_canon_add(struct qian_store *store, struct qian_str id,
                                      struct qian_str current, struct qian_err *err) QIAN_MUST_USE;
// Which lists of targets are wanted, with a bit for each item that applies to their rows; where
// `by_subject` a row counts for its `subject`, if it has one. Starts empty, likewise.
enum qian_status qian_store_wanted_clear(struct qian_store *store,
                                         struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_store_wanted_add(struct qian_store *store, uint64_t list, bool by_subject,
                                       uint64_t items, struct qian_err *err) QIAN_MUST_USE;

// The rows of a list, or of all lists of the register (list 0), as recorded by `change` and valid
// on `day`, by id and list; or by the canonical id of a column.
struct qian_scan_order {
    const struct qian_register *reg;
    uint64_t list, change;
    const char *day;
    const char *by; // NULL, or the column whose canonical id is the key
    bool wanted;    // of wanted lists alone, `by` then being "id"
};
struct qian_scanned {
    uint64_t list;
    struct qian_str field[QIAN_REGISTER_COLUMNS_MAX]; // until the next row
    struct qian_str valid_from, valid_to;
    struct qian_str key; // where `by` is given
    uint64_t items;      // where `wanted`
    bool by_subject;     // where `wanted`: the key is that of the row's subject
    uint64_t recorded;   // the change that recorded it
    uint64_t ended;      // the change that ended its being recorded, or 0
};
struct qian_scan;
enum qian_status qian_store_scan(struct qian_store *store, const struct qian_scan_order *order,
                                 struct qian_scan **out, struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_scan_next(struct qian_scan *scan, bool *row, struct qian_scanned *out,
                                struct qian_err *err) QIAN_MUST_USE;
void qian_scan_close(struct qian_scan *scan);
