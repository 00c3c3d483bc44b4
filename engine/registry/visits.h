// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/visits.h - what was done at targets in a year, and which of it are visits
// (spec/history.md 2.3, 2.6).
#pragma once

#include "engine/registry/rules.h"
#include "engine/store/registers.h"

// Rows of `inspections` of one target and year. Start with {0}; free with qian_pasts_free.
struct qian_past {
    size_t id, item, system, department, date, kind; // offsets into text, each terminated
    bool drawn;                                      // of a draw's own list
    bool done;                                       // such a row that counts no more
    bool visit;                                      // the first row of a visit that counts
};
struct qian_pasts {
    struct qian_buf text; // others may put texts there, too
    struct qian_past *past;
    size_t count, cap;
};
void qian_pasts_clear(struct qian_pasts *pasts);
// `field` is a row of the register.
void qian_pasts_add(struct qian_pasts *pasts, const struct qian_str *field, bool drawn);
size_t qian_pasts_put(struct qian_pasts *pasts, struct qian_str text);
// Until the next text is put.
const char *qian_pasts_text(const struct qian_pasts *pasts, size_t at);
// Sort by date, then id, and mark what is done and what is a visit. How many visits there are.
unsigned qian_pasts_judge(struct qian_pasts *pasts);
void qian_pasts_free(struct qian_pasts *pasts);

// The numbers of the lists that draws entered, of the register `inspections`; owned by the caller.
enum qian_status qian_drawn_lists(struct qian_store *store, uint64_t **out, size_t *count,
                                  struct qian_err *err) QIAN_MUST_USE;
bool qian_is_drawn_list(const uint64_t *list, size_t count, uint64_t number);

// How often a target of class A, B, C, D and of none may be visited by all of these packs;
// UINT32_MAX for no cap.
enum qian_status qian_visits_caps(const struct qian_rules *const *rules, size_t packs,
                                  uint32_t cap[5], struct qian_err *err) QIAN_MUST_USE;

struct qian_visits_order {
    struct qian_store *store;
    const struct qian_rules *const *rules; // the smallest of their caps hold
    size_t packs;
    uint64_t change;  // as recorded by it
    const char *day;  // and valid on it
    const char *year; // four digits
};
struct qian_capped {
    char *id; // canonical; owned
    char class;
    unsigned visits, cap;
};
// Start with {0}; free with qian_visits_free.
struct qian_visits {
    uint64_t *targets; // [n]: how many have n visits, n from 1 to most; owned
    unsigned most;
    struct qian_capped *capped; // at their cap or above, by id; owned
    size_t cappeds, cap;
};
// Count the visits of a year, of all departments, by canonical id.
enum qian_status qian_visits_count(const struct qian_visits_order *order, struct qian_visits *out,
                                   struct qian_err *err) QIAN_MUST_USE;
void qian_visits_free(struct qian_visits *visits);
