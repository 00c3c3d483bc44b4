// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/xlsx_rels.h - which part of a workbook is what (spec/import.md 3.1).
#pragma once

#include "engine/sheet/xlsx_zip.h"

#define QIAN_RELS_MAX 16384 // relationships of a part

enum qian_rel_kind { QIAN_REL_WORKBOOK, QIAN_REL_SHEET, QIAN_REL_STRINGS, QIAN_REL_STYLES };

struct qian_rel {
    enum qian_rel_kind kind;
    char *id;
    char *part; // name of the part in the archive
};

// Owned; start with {0}, free with qian_rels_free. Relationships of other kinds, and those that
// lead out of the archive, are left out.
struct qian_rels {
    struct qian_rel *rel;
    size_t count, cap;
    const char *base; // the part whose relationships these are
};

// Read the relationships of the part `base`; "" is the archive itself. `base` is kept borrowed.
enum qian_status qian_rels_read(struct qian_zip *zip, const char *base, struct qian_rels *rels,
                                struct qian_err *err) QIAN_MUST_USE;
void qian_rels_free(struct qian_rels *rels);
// The part of this kind, and if `id` is not NULL of this id; NULL if there is none.
const char *qian_rels_find(const struct qian_rels *rels, enum qian_rel_kind kind, const char *id);
