// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/rules.h - rules packs (spec/rules.md).
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"
#include "engine/core/ratio.h"

struct qian_rules {
    struct qian_buf bytes; // of the file; owned
    char *name;            // owned
    char from[11], to[11]; // dates; `to` is empty where there is no end
    uint32_t general_min, general_max, key_min, key_max; // millionths; a max of 0: none
    uint32_t team_minimum;
};

// Load a pack: by the name of one that comes with the program, or from a path (it holds '/' or
// ends in ".json"), relative to `folder`.
enum qian_status qian_rules_load(const char *name_or_path, const char *folder,
                                 struct qian_rules *out, struct qian_err *err) QIAN_MUST_USE;
// Read a pack from bytes, which are copied.
enum qian_status qian_rules_parse(struct qian_str bytes, struct qian_rules *out,
                                  struct qian_err *err) QIAN_MUST_USE;
void qian_rules_free(struct qian_rules *rules);

// The packs that come with the program (made at build time from spec/rules/).
struct qian_pack {
    const char *name;
    const char *bytes;
    size_t n;
};
extern const struct qian_pack qian_packs[];
extern const size_t qian_pack_count;
