// SPDX-License-Identifier: MulanPSL-2.0
// engine/core/frame.h - the roster seen through the items: which rows an item applies to, which of
// them are eligible, and in which stratum (spec/quota.md 1.2, 2.4, 3.1).
#pragma once

#include "engine/core/notice.h"
#include "engine/core/table.h"

// A set of items by index.
struct qian_itemset {
    uint64_t w[(QIAN_ITEMS_MAX + 63) / 64];
};
static inline bool qian_itemset_has(const struct qian_itemset *s, size_t i) {
    return s->w[i / 64] >> (i % 64) & 1;
}
static inline void qian_itemset_add(struct qian_itemset *s, size_t i) {
    s->w[i / 64] |= (uint64_t)1 << (i % 64);
}
bool qian_itemset_empty(const struct qian_itemset *s);
// Is each element of `part` in `whole`?
bool qian_itemset_within(const struct qian_itemset *part, const struct qian_itemset *whole);
// Read a list of codes; codes that are no items are passed over and make the result false.
bool qian_itemset_read(const struct qian_notice *notice, struct qian_str list,
                       struct qian_itemset *out);
// Append the codes, sorted, separated by ','.
void qian_itemset_write(const struct qian_notice *notice, const struct qian_itemset *s,
                        struct qian_buf *out);

struct qian_frame {
    const struct qian_table *targets; // borrowed
    const struct qian_notice *notice; // borrowed
    uint32_t *row_label;              // label of each row
    size_t label_count;
    char **label;     // sorted
    int *label_class; // class index, or -1
    // stratum index of item i and label l at [i * label_count + l]; UINT32_MAX: no row
    uint32_t *stratum;
};

// The items that apply to a row, and those of them for which it is eligible. False if the row
// names an item that the notice has not, or bars one that it has not itself (code R04).
bool qian_row_items(const struct qian_frame *frame, size_t row, struct qian_itemset *applies,
                    struct qian_itemset *eligible);

// Count the rows: fills roster and strata (labels, rosters, eligible) of the notice's items, which
// must have none yet. Items that the notice has not are passed over.
void qian_frame_open(struct qian_notice *notice, const struct qian_table *targets,
                     struct qian_frame *out);
// Does each row name items of the notice alone, and bar only what it names? QIAN_BAD_DATA, R04.
enum qian_status qian_frame_check(const struct qian_frame *frame,
                                  struct qian_err *err) QIAN_MUST_USE;
void qian_frame_close(struct qian_frame *frame);

// The stratum of a row for an item that applies to it.
struct qian_stratum *qian_frame_stratum(const struct qian_frame *frame, size_t item, size_t row);
