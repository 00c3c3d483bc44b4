// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/item_check.h - what each item lacks, which overlap, and how many are key
// (spec/items.md 3).
#pragma once

#include "engine/registry/items.h"

struct qian_item_fault {
    size_t item;       // place in qian_items.item
    const char *code;  // "I01" …
    const char *field; // of the register, or ""
    const char *what;  // fixed sentences
    const char *next;
    bool stops;   // the item cannot be planned
    char *value;  // what stands there, printable; owned
    size_t other; // the item that it meets, or QIAN_NO_ITEM
};
#define QIAN_NO_ITEM SIZE_MAX

struct qian_item_share {
    const char *department; // of the items
    size_t live, key, general, unmarked;
};

// Start with {0}; free with qian_item_findings_free. Points into the items.
struct qian_item_findings {
    struct qian_item_fault *fault; // by item, then code
    size_t count, cap;
    struct qian_item_share *share; // by department
    size_t shares, share_cap;
    size_t live, stopped; // items that are live; of these, those that cannot be planned
};

// Look at all items. Needs the store for the lists of targets.
enum qian_status qian_items_check(struct qian_store *store, const struct qian_items *items,
                                  const struct qian_rules *rules, struct qian_item_findings *out,
                                  struct qian_err *err) QIAN_MUST_USE;
// The first fault that stops this item; NULL if it can be planned.
const struct qian_item_fault *qian_item_stop(const struct qian_item_findings *findings,
                                             size_t item);
void qian_item_findings_free(struct qian_item_findings *findings);
