// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/items.h - the list of items (抽查事项清单), as of a change and day
// (spec/items.md). Not the items of a notice (engine/core/notice.h), which are drawn for.
#pragma once

#include "engine/registry/rules.h"
#include "engine/store/registers.h"

#define QIAN_LISTED_ITEMS_MAX 4096

enum qian_item_kind { QIAN_ITEM_UNMARKED, QIAN_ITEM_GENERAL, QIAN_ITEM_KEY };

// Strings are owned, "" where the register says nothing. `lists`, `source`, `type` and `members`
// are separated by ';'.
struct qian_listed_item {
    char *code, *name, *part, *department, *system, *type, *lists, *members, *external, *source,
        *reason;
    char *basis, *object, *agency, *content, *method, *procedure, *staff, *frequency, *ratio_text,
        *note;
    enum qian_item_kind kind;
    bool special;              // of a special field (特殊重点领域)
    bool unit_said, premises;  // its unit is said, and the premises, else the legal subject
    uint32_t cap;              // millionths; 0: the pack's
    char *retired;             // the day from which it is no more, or ""
    bool live;                 // on the day asked for
    uint64_t list;             // in which it stands
    uint64_t recorded;         // the change that recorded it
    uint64_t filed, published; // the list's first events after that, or 0
};
struct qian_items {
    struct qian_listed_item *item; // by code, then list
    size_t count, cap;
};

// All items recorded by `change` and valid on `day`, by code; retired ones too. QIAN_REFUSED where
// there are more than QIAN_LISTED_ITEMS_MAX.
enum qian_status qian_items_load(struct qian_store *store, uint64_t change, const char *day,
                                 struct qian_items *out, struct qian_err *err) QIAN_MUST_USE;
// The first of this code; NULL if there is none.
const struct qian_listed_item *qian_items_find(const struct qian_items *items,
                                               struct qian_str code);
void qian_items_free(struct qian_items *items);

// Is this one of the words of a list separated by ';'?
bool qian_words_have(const char *list, struct qian_str word);
// Have two such lists a word in common?
bool qian_words_meet(const char *a, const char *b);
// The ratio at which it would be drawn, in millionths (spec/items.md 5.2).
uint32_t qian_item_ratio(const struct qian_listed_item *item, const struct qian_rules *rules);
