// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/copy.h - the copy of a list that was filed, held against the list
// (spec/registers.md 4.6).
#pragma once

#include "engine/registry/import.h"

// Rows and columns of the order are those of the file; `list` is what it is held against, and the
// order's kind, department, apply and the like are not wanted.
struct qian_copy_order {
    const char *home; // whose registers nobody else has open
    const char *list, *path;
    const char *encoding, *sheet;  // or NULL
    struct qian_header_order from; // its kind is filled in
    const char *time;
};

// What is not the same in both; owned.
struct qian_copy_difference {
    enum qian_difference what; // QIAN_ADDED: in the copy alone; QIAN_REMOVED: in the list alone
    size_t row;                // of the file; 0 where it has none
    char *id, *name;
    char *listed, *copied; // the kinds, where they differ
};
// Start with {0}; free with qian_copy_free.
struct qian_copy {
    uint64_t version; // the list's last import
    struct qian_import read;
    struct qian_copy_difference *difference; // by id; owned
    size_t count, cap;
};
// QIAN_OK also where they differ. QIAN_BAD_DATA where rows of the file cannot be read, which are
// then in read.findings; QIAN_REFUSED where nothing was imported into the list; QIAN_USAGE where
// there is no such list.
enum qian_status qian_copy_compare(const struct qian_copy_order *order, struct qian_copy *out,
                                   struct qian_err *err) QIAN_MUST_USE;
void qian_copy_free(struct qian_copy *copy);
