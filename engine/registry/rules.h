// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/rules.h - rules packs (spec/rules.md).
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"
#include "engine/core/ratio.h"

// A constant of a pack; owned by the pack.
struct qian_constant {
    char *name, *unit, *clause, *text;
    bool is_number, is_null;
    int64_t number; // where is_number
    char *value;    // the text; "" for a number and null
};

struct qian_rules {
    struct qian_buf bytes; // of the file; owned
    char *name, *title;    // owned
    char from[11], to[11]; // dates; `to` is empty where there is no end
    uint32_t general_min, general_max, key_min, key_max; // millionths; a max of 0: none
    uint32_t team_minimum;
    struct qian_constant *constant; // in the file's order
    size_t constants;
};

// Load a pack: by the name of one that comes with the program, or from a path (it holds '/' or
// ends in ".json"), relative to `folder`.
enum qian_status qian_rules_load(const char *name_or_path, const char *folder,
                                 struct qian_rules *out, struct qian_err *err) QIAN_MUST_USE;
// Read a pack from bytes, which are copied.
enum qian_status qian_rules_parse(struct qian_str bytes, struct qian_rules *out,
                                  struct qian_err *err) QIAN_MUST_USE;
void qian_rules_free(struct qian_rules *rules);

// Constants by name and unit (spec/rules.md 4). QIAN_BAD_DATA, with `out` untouched, where the pack
// has none of this name, it is null, or it is of another unit or form: there is no default.
#define QIAN_CONSTANT_MAX 1000000
// NULL where there is none.
const struct qian_constant *qian_rules_find(const struct qian_rules *rules, const char *name);
// From 0 to QIAN_CONSTANT_MAX.
enum qian_status qian_rules_number(const struct qian_rules *rules, const char *name,
                                   const char *unit, uint32_t *out,
                                   struct qian_err *err) QIAN_MUST_USE;
// Borrowed from the pack.
enum qian_status qian_rules_text(const struct qian_rules *rules, const char *name, const char *unit,
                                 const char **out, struct qian_err *err) QIAN_MUST_USE;
// Millionths.
enum qian_status qian_rules_ratio(const struct qian_rules *rules, const char *name, uint32_t *out,
                                  struct qian_err *err) QIAN_MUST_USE;
// A day of every year: month 1 to 12, day 1 to 31, never 02-29.
struct qian_month_day {
    int month, day;
};
enum qian_status qian_rules_month_day(const struct qian_rules *rules, const char *name,
                                      struct qian_month_day *out,
                                      struct qian_err *err) QIAN_MUST_USE;
// How often a target of this class ("" or NULL: of none) may be visited in a plan year by all
// departments (spec/rules.md 4.3); UINT32_MAX for no cap.
enum qian_status qian_rules_visits_cap(const struct qian_rules *rules, const char *class,
                                       uint32_t *out, struct qian_err *err) QIAN_MUST_USE;

// The packs that come with the program (made at build time from spec/rules/), by name.
struct qian_pack {
    const char *name;
    const char *bytes;
    size_t n;
};
extern const struct qian_pack qian_packs[];
extern const size_t qian_pack_count;

// Append the file that a name or path means: a path holds '/' or ends in ".json" and is relative to
// `folder`; a name is that of one of these packs. *found is false where none has it.
enum qian_status qian_pack_read(const struct qian_pack *pack, size_t count,
                                const char *name_or_path, const char *folder, uint64_t max,
                                struct qian_buf *out, bool *found,
                                struct qian_err *err) QIAN_MUST_USE;
