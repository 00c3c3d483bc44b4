// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/item_check_steps.h - what the files of a check of items share.
#pragma once

#include "engine/registry/item_check.h"

struct qian_item_checking {
    const struct qian_items *items;
    const struct qian_rules *rules;
    const struct qian_stored_list *list; // of targets
    size_t lists;
    struct qian_item_findings *out;
};

// Add a fault (I01 to I20, I25 to I27 stop) with the value of its field.
void qian_item_lacks(const struct qian_item_checking *c, size_t item, const char *code,
                     const char *field, const char *value, const char *what, const char *next);
// The last one is about this item too.
void qian_item_meets(const struct qian_item_checking *c, size_t other);
// Which live items overlap (spec/items.md 3.7).
void qian_items_overlap(const struct qian_item_checking *c);
