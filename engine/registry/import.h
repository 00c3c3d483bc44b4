// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/import.h - a department's file into a list of a register (spec/import.md).
#pragma once

#include "engine/crypto/hash.h"
#include "engine/registry/header.h"
#include "engine/store/registers.h"

#define QIAN_DIFFERENCES_SHOWN 200

struct qian_import_order {
    const struct qian_kind *kind;
    const char *home, *path;
    const char *list, *department; // department: "" where the list is there already
    const char *encoding, *sheet;  // or NULL
    struct qian_header_order header;
    const char *valid_from; // a day; NULL: that of `time`
    const char *reason;     // of removals, or NULL
    const char *who;
    const char *time; // spec/bundle.md 3.11
    bool partial, apply, skip_bad;
    void (*tell)(void *context, const char *what, size_t rows); // progress; may be NULL
    void *context;
    qian_stage_tell *differ; // is given every difference to the list; may be NULL
    void *differ_context;
};

// A difference to the list, shown as text; owned.
struct qian_difference_shown {
    enum qian_difference what;
    size_t row;
    char *id, *text; // what changed: "column: old → new; …", or the name
};

// What came of it. Start with {0}; free with qian_import_free.
struct qian_import {
    struct qian_digest digest; // SHA-256 of the file
    uint64_t bytes;
    char *format, *sheet, *sample; // `sample` of an encoding that was detected; or NULL
    const char *encoding;
    bool detected;
    size_t hidden_rows, hidden_columns, merged_ranges;
    bool filtered;
    struct qian_header header;
    size_t rows, taken;            // taken: of rows, those that go on to the list
    size_t forms[4];               // of taken rows, by enum qian_id_form, where ids are targets'
    size_t exact;                  // rows in which a right code of 18 stands as it is written
    uint64_t counts[4];            // by enum qian_difference
    struct qian_findings findings; // sorted
    struct qian_difference_shown *shown;
    size_t shown_count, shown_cap;
    struct qian_buf manifest; // of the change, also where nothing was applied
    uint64_t change;          // its number; 0 where nothing was applied
};

// Read, compare, and, where asked, apply. QIAN_OK also with rows that were refused, where nothing
// was to be applied. QIAN_BAD_DATA with --apply and refused rows; QIAN_REFUSED where a removal has
// no reason, the encoding was only detected, or the list is another's. `out` is filled as far as it
// went.
enum qian_status qian_import_run(const struct qian_import_order *order, struct qian_import *out,
                                 struct qian_err *err) QIAN_MUST_USE;
void qian_import_free(struct qian_import *import);
