// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/import_steps.h - what the files of an import share.
#pragma once

#include "engine/registry/convert.h"
#include "engine/registry/import.h"

struct qian_importing {
    const struct qian_import_order *order;
    struct qian_import *out;
    const struct qian_register *reg;
    struct qian_rows *rows;
    struct qian_store *store;
    struct qian_stage *stage;
    struct qian_areas areas;
    struct qian_buf bytes, own; // the values of the row at hand; those that its kind made
    struct qian_str field[QIAN_KIND_COLUMNS_MAX];
    size_t length[QIAN_KIND_COLUMNS_MAX];
    uint64_t list; // its number; 0 if it is not there yet
};

// From which day the row at hand is valid.
void qian_import_valid_from(const struct qian_importing *im, char day[11]);
// qian_stage_twin, its context the importing.
enum qian_twins qian_import_twin(void *context, const struct qian_twin *twin);
// Tell what should stand in another register.
enum qian_status qian_import_strangers(struct qian_importing *im,
                                       struct qian_err *err) QIAN_MUST_USE;
// Find the list and compare with it.
enum qian_status qian_import_compare(struct qian_importing *im, struct qian_err *err) QIAN_MUST_USE;
// Write the manifest (spec/import.md 7.3) of what was found.
void qian_import_manifest(struct qian_importing *im);
// Apply what was compared, if nothing speaks against it. Where it changes nothing there is no
// change.
enum qian_status qian_import_apply(struct qian_importing *im, struct qian_err *err) QIAN_MUST_USE;
