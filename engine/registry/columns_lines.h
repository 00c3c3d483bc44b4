// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/columns_lines.h - the kind `lines` (spec/plan.md 1).
#pragma once

#include "engine/registry/columns.h"

extern const struct qian_kind qian_lines_kind;

// The columns in their order, for whoever reads or writes lines.
enum qian_line_column {
    QIAN_LINE_ID,
    QIAN_LINE_YEAR,
    QIAN_LINE_KIND,
    QIAN_LINE_TITLE,
    QIAN_LINE_DOMAIN,
    QIAN_LINE_ITEMS,
    QIAN_LINE_OBJECT,
    QIAN_LINE_INITIATOR,
    QIAN_LINE_PARTICIPANTS,
    QIAN_LINE_RATIO,
    QIAN_LINE_RATIOS,
    QIAN_LINE_FREQUENCY,
    QIAN_LINE_STRATIFY,
    QIAN_LINE_WEIGHTS,
    QIAN_LINE_MINIMUM,
    QIAN_LINE_BATCHES,
    QIAN_LINE_AREAS,
    QIAN_LINE_LEVEL,
    QIAN_LINE_PERIOD,
    QIAN_LINE_STARTS,
    QIAN_LINE_ENDS,
    QIAN_LINE_EDUCATION,
    QIAN_LINE_METHOD,
    QIAN_LINE_BASIS,
    QIAN_LINE_PER_VISIT,
    QIAN_LINE_PER_DEPARTMENT,
    QIAN_LINE_EXPERTS,
    QIAN_LINE_APPROVAL,
    QIAN_LINE_SCHEME,
    QIAN_LINE_CARRIED,
    QIAN_LINE_NOTE,
    QIAN_LINE_COLUMNS
};
