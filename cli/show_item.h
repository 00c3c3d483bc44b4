// SPDX-License-Identifier: MulanPSL-2.0
// cli/show_item.h - what is said of items.
#pragma once

#include "cli/ui.h"
#include "engine/registry/item_check.h"
#include "engine/registry/item_join.h"

// What one run of `qian item` has read.
struct item_view {
    const char *time, *day; // as of
    uint64_t change;
    struct qian_rules rules;
    struct qian_items items;
    struct qian_item_findings findings;
    struct qian_joins joins;
};

// Each prints and returns the exit code; QIAN_REFUSED where items cannot be planned.
int show_items(struct ui *ui, const struct item_view *v);
int show_item_check(struct ui *ui, const struct item_view *v);
int show_item_joins(struct ui *ui, const struct item_view *v);
