// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/columns.h - what each register takes in: its columns, the names that departments
// give them, and the form of their values (spec/import.md 4, 5; spec/registers.md 1).
#pragma once

#include "engine/registry/findings.h"
#include "engine/store/registers.h"

enum qian_form {
    QIAN_FORM_TARGET,  // an id of a target (tables 2.1)
    QIAN_FORM_CODE,    // a code (bundle 2.7)
    QIAN_FORM_WORD,    // text of 1 to 64 bytes without blanks or `|`
    QIAN_FORM_NAME,    // text without line breaks
    QIAN_FORM_TEXT,    // long text
    QIAN_FORM_DATE,    // a day
    QIAN_FORM_AREA,    // six digits, or a division's name
    QIAN_FORM_AREAS,   // `*`, or a list of areas
    QIAN_FORM_CODES,   // a list of codes
    QIAN_FORM_CHOICE,  // one of the column's words
    QIAN_FORM_CHOICES, // a list of these
    QIAN_FORM_INTEGER, // from 0 to 1,000,000
    QIAN_FORM_RATIO,   // quota 1.1
    QIAN_FORM_RATIOS,  // `A=3%;B=5%`
    QIAN_FORM_WEIGHTS, // `A=1;B=2`
};

// One value of a choice and the words that stand for it: "live=存续|在业|…".
struct qian_column {
    const char *name;     // as in the register
    const char *synonyms; // folded, separated by '|'; "": no file has it
    enum qian_form form;
    bool required;       // the file, or --set, must have it, and each row a value
    const char *absent;  // the value where the file says nothing
    const char *choices; // of QIAN_FORM_CHOICE and CHOICES: "live=存续|在业;revoked=吊销"
};

// A row's fields, in the order of the columns, once each has its form. A fault is added to the
// findings.
struct qian_kind_row {
    struct qian_str *field; // may be replaced; what it points to must stay until the row is staged
    struct qian_findings *findings;
    size_t row;
    const char *list;     // into which it goes
    struct qian_buf *own; // for bytes that a field is made of anew; empty
};

// A column whose values should stand in a column of another register.
struct qian_reference {
    const char *column, *other, *other_column;
};

struct qian_kind {
    const char *name; // of the register
    const struct qian_column *column;
    size_t columns;         // those of the register first, in its order; then those that only serve
    const char *valid_from; // the column that says from when a row is valid, or NULL
    // Make the row's id of several columns. Called before `judge`, and also where other fields are
    // not good, so that what the list has under this id stays. May be NULL.
    void (*identify)(const struct qian_kind_row *row);
    // What a row must be beyond the form of its fields. May be NULL.
    void (*judge)(const struct qian_kind_row *row);
    // Columns of which a header has at least one, separated by '|', besides the required ones; or
    // NULL.
    const char *head;
    // Columns in which rows of one id must not differ, separated by '|': the first row is taken,
    // and what others say is kept in its `conflict`. NULL: of rows that differ none is taken.
    const char *decisive;
    const struct qian_reference *reference; // what is told where it is not so; ends with NULLs
};
extern const struct qian_kind qian_items_kind; // columns_items.c
extern const struct qian_kind *const qian_kinds[];
extern const size_t qian_kind_count;
const struct qian_kind *qian_kind_find(const char *name);
